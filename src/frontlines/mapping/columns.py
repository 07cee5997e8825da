"""Many events as columns: all that drawing asks of each, worked out once, so that a view is a choice of rows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from frontlines.mapping.theme import FRAME
from frontlines.model import Event, EventType
from frontlines.parties import lexicon

TYPES: Final[tuple[EventType, ...]] = get_args(EventType)
POINT, AREA, UNPLACED, OUTSIDE = range(4)
"""Where an event goes: on a spot, in an area, nowhere on the map, beyond it."""


def sides_of(event: Event) -> tuple[str, ...]:
    """Give the faction keys of an event's known actors, in their order; empty where nobody knows who did it."""
    keys = (lexicon().holder_key(actor, event.when.start) for actor in event.actors)
    return tuple(dict.fromkeys(key for key in keys if key != "unknown"))


def killed_step(event: Event) -> int:
    """Give the marker's size step: 1 none killed or not stated, 2 one to nine, 3 ten or more."""
    number = least_killed(event)
    return 1 if number == 0 else 2 if number < 10 else 3


def least_killed(event: Event) -> int:
    """Give the number of people killed at least, the most where that alone is told, 0 where it is not stated."""
    killed = event.killed
    return 0 if killed is None else killed.min if killed.min is not None else killed.max or 0


def in_frame(lon: float, lat: float) -> bool:
    """Tell whether a point is within what the map draws."""
    west, south, east, north = FRAME
    return west <= lon <= east and south <= lat <= north


def fate(event: Event) -> int:
    """Give where an event goes on the map."""
    where = event.where
    if where.lat is None or where.lon is None:
        if where.area is None:
            return UNPLACED
    elif not in_frame(where.lon, where.lat):
        return OUTSIDE
    if where.precision >= 6 or where.kind == "country":
        return UNPLACED if where.country in {"SY", None} else OUTSIDE
    return POINT if where.area is None else AREA


def _gravest_first(event: Event) -> tuple[Any, ...]:
    start = event.when.start
    return (-least_killed(event), -(start.toordinal() if start else 0), event.title, event.id)


class Columns:
    """One array for each question, row n about ``events[n]``."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events: NDArray[Any] = np.empty(len(events), object)
        self.events[:] = events
        self.sides = [sides_of(event) for event in events]
        self.keys = tuple(dict.fromkeys(("unknown", *lexicon().factions)))
        self.bits = {key: 1 << n for n, key in enumerate(self.keys)}
        self.side_bits = np.array(
            [sum(self.bits[key] for key in sides or ("unknown",)) for sides in self.sides], dtype=np.int64
        )
        code = {kind: n for n, kind in enumerate(TYPES)}
        self.types = np.array([code[event.type] for event in events], dtype=np.int64)
        self.killed = np.array([least_killed(event) for event in events], dtype=np.int64)
        self.sizes = np.array([killed_step(event) for event in events], dtype=np.int64)
        starts = [event.when.start.toordinal() if event.when.start else 0 for event in events]
        ends = [event.when.end.toordinal() if event.when.end else 0 for event in events]
        self.starts = np.array(starts, dtype=np.int64)
        """First day told of as an ordinal, 0 where an event is not dated."""
        self.ends = np.maximum(self.starts, np.array(ends, dtype=np.int64))
        self.fates = np.array([fate(event) for event in events], dtype=np.int64)

    @cached_property
    def gravity(self) -> NDArray[np.int64]:
        """Rank of each event among all, the gravest 0."""
        events: Sequence[Event] = self.events.tolist()
        ordered = sorted(range(len(events)), key=lambda row: _gravest_first(events[row]))
        ranks = np.empty(len(ordered), dtype=np.int64)
        ranks[ordered] = np.arange(len(ordered))
        return ranks

    @cached_property
    def spots(self) -> tuple[NDArray[np.int64], list[tuple[float, float]]]:
        """Number of each event's spot, -1 without one, and the spots, (lon, lat) to four places, in order."""
        at = [
            (round(e.where.lon, 4), round(e.where.lat, 4)) if here == POINT else None
            for e, here in zip(self.events, self.fates, strict=True)
        ]
        return _numbered(at)

    @cached_property
    def areas(self) -> tuple[NDArray[np.int64], list[str]]:
        """Number of each event's area expression, -1 without one, and the expressions in order."""
        return _numbered(
            [e.where.area if here == AREA else None for e, here in zip(self.events, self.fates, strict=True)]
        )

    def by_place(self, fate: int, *, by_kind: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the rows of one fate by place, or by place and kind, the gravest of each first, and their keys.

        ``fate`` is ``POINT`` or ``AREA``; a key is the place's number times the number of ``TYPES``, plus the kind.
        """
        if (fate, by_kind) not in self._orders:
            rows = np.flatnonzero(self.fates == fate)
            keys = (self.spots if fate == POINT else self.areas)[0][rows] * len(TYPES)
            keys = keys + self.types[rows] if by_kind else keys
            order = np.lexsort((self.gravity[rows], keys))
            self._orders[fate, by_kind] = rows[order], keys[order]
        return self._orders[fate, by_kind]

    @cached_property
    def _orders(self) -> dict[tuple[int, bool], tuple[NDArray[np.int64], NDArray[np.int64]]]:
        return {}

    def main_sides(self, on: Collection[str]) -> NDArray[np.int64]:
        """Give the number in ``keys`` of the side that each event is drawn with: its first that is on."""
        which, known = self._combinations
        number = {key: n for n, key in enumerate(self.keys)}
        drawn = [number[next((s for s in sides if s in on), sides[0] if sides else "unknown")] for sides in known]
        return np.array(drawn, dtype=np.int64)[which]

    @cached_property
    def _combinations(self) -> tuple[NDArray[np.int64], list[tuple[str, ...]]]:
        """Number of each event's sides among all that occur together, and these in order."""
        return _numbered(self.sides)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each event by its id."""
        return {event.id: row for row, event in enumerate(self.events.tolist())}

    def mask_of(self, factions: Collection[str]) -> int:
        """Give the bits of some factions."""
        return sum(self.bits.get(key, 0) for key in set(factions))


def _numbered(values: Sequence[Any]) -> tuple[NDArray[np.int64], list[Any]]:
    known = sorted({value for value in values if value is not None})
    number = {value: n for n, value in enumerate(known)}
    return np.array([-1 if value is None else number[value] for value in values], dtype=np.int64), known


@dataclass(frozen=True, eq=False)
class Rows(Sequence[Event]):
    """Some of the events of columns, in an order: a sequence of events that knows its columns."""

    columns: Columns
    rows: NDArray[np.int64]

    @classmethod
    def of(cls, events: Sequence[Event]) -> "Rows":
        """Give the rows that these events are; columns are made where there are none yet."""
        return events if isinstance(events, Rows) else cls(Columns(events), np.arange(len(events)))

    @cached_property
    def _events(self) -> tuple[Event, ...]:
        return tuple(self.columns.events[self.rows])

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, at: Any) -> Any:
        found = self.columns.events[self.rows[at]]
        return tuple(found) if isinstance(at, slice) else found

    def __iter__(self) -> Iterator[Event]:
        return iter(self._events)

    def among(self, ids: Iterable[str]) -> NDArray[np.bool_]:
        """Tell of each event whether its id is one of these; others' ids are passed over."""
        found = np.zeros(len(self.columns.events), dtype=bool)
        known = self.columns.row_of
        found[[known[id_] for id_ in ids if id_ in known]] = True
        return found[self.rows]

    def split(self, keep: NDArray[np.bool_]) -> tuple["Rows", "Rows"]:
        """Give those that are kept and the rest, each in its order."""
        return Rows(self.columns, self.rows[keep]), Rows(self.columns, self.rows[~keep])

    def switched(self, factions: Collection[str], kinds: Collection[str]) -> tuple["Rows", "Rows"]:
        """Give those whose kind and any of whose sides are on, and the rest; without a known side it is "unknown"."""
        on = np.isin(self.columns.types[self.rows], [n for n, kind in enumerate(TYPES) if kind in kinds])
        return self.split(on & ((self.columns.side_bits[self.rows] & self.columns.mask_of(factions)) != 0))
