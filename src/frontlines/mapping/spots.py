"""Events on their places: spots, areas, and what can't be on the map.  Very many are heaped by place and kind."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frontlines.errors import FrontlinesError
from frontlines.mapping.columns import AREA, OUTSIDE, POINT, TYPES, UNPLACED, Columns, Rows, in_frame, sides_of
from frontlines.model import Event, Movement, Placement

HEAPS_FROM = 2_000
"""More events than this are heaped: one mark for each place and kind, which tells their number and no single one."""
NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one point, the gravest first; its look is that of the first, of a heap its commonest party's."""

    id: str
    lon: float
    lat: float
    events: tuple[Event, ...]
    faction: str
    glyph: str
    size: int
    """1, 2, 3: none killed or not stated, 1 to 9, 10 or more."""
    hollow: bool
    """True where nobody knows who did it."""
    killed: int = 0
    """People killed at least, all events together."""
    days: tuple[int, int] | None = None
    """First and last day told of, as ordinals; None where no event is dated."""

    @property
    def count(self) -> int:
        """How many events stand here."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class AreaEvents:
    """Events known to one and the same area only; the mark stands inside it and claims no exact place."""

    spot: Spot
    expression: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Left:
    """What is not on the map, and why."""

    item: Event | Movement
    reason: str


@dataclass(frozen=True, slots=True)
class Placed:
    """Each event in exactly one of these."""

    spots: Sequence[Spot]
    areas: tuple[AreaEvents, ...]
    unplaced: tuple[Left, ...]
    outside: tuple[Left, ...]
    heaped: bool


def event_faction(event: Event, on: Collection[str] | None = None) -> str:
    """Give the faction key that an event is drawn with: its first known actor's that is on, "unknown" without one."""
    sides = sides_of(event)
    return next((f for f in sides if on is None or f in on), sides[0] if sides else "unknown")


def shape_or_disc(where: Placement, gazetteer: Any) -> BaseGeometry | None:
    """Give the area of a placement, or a disc of its radius where its expression can't be drawn."""
    from frontlines.geography.areas import shape_of  # noqa: PLC0415

    try:
        shape: BaseGeometry = shape_of(where.area or "", gazetteer or _gazetteer())
        if not shape.is_empty:
            return shape
    except (FrontlinesError, KeyError, ValueError):
        pass
    if where.lat is None or where.lon is None:
        return None
    from frontlines.mapping.names import disc  # noqa: PLC0415

    return disc(where.lon, where.lat, where.radius_km or 10.0)


def _gazetteer() -> Any:
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    return load_gazetteer()


def place(events: Rows, gazetteer: Any, on: Collection[str], *, heaps_from: int = HEAPS_FROM) -> Placed:
    """Put each event into exactly one of: spots, areas, unplaced, outside."""
    columns = events.columns
    wanted = np.zeros(len(columns.events), dtype=bool)
    wanted[events.rows] = True
    fates = columns.fates[events.rows]
    heaped = int(((fates == POINT) | (fates == AREA)).sum()) > heaps_from
    heaps = _heaps(columns, wanted, POINT, on, by_kind=heaped, heaped=heaped)
    spots: Sequence[Spot] = heaps
    if not heaped:
        found = [(n, *columns.spots[1][number]) for n, number in enumerate(heaps.numbers)]
        spots = tuple(heaps.spot(n, f"spot:{lon}:{lat}", lon, lat) for n, lon, lat in found)
    unplaced = [Left(event, why_unplaced(event.where)) for event in _in_order(events, UNPLACED)]
    outside = [Left(event, _why_outside(event.where)) for event in _in_order(events, OUTSIDE)]
    drawn = []
    heaps = _heaps(columns, wanted, AREA, on, by_kind=False, heaped=heaped)
    known = (gazetteer or _gazetteer()) if len(heaps) else None
    for n, number in enumerate(heaps.numbers):
        expression = columns.areas[1][number]
        first = heaps.spot(n, f"area:{expression}", 0.0, 0.0)
        shape = shape_or_disc(first.events[0].where, known)
        if shape is None:
            unplaced += [Left(event, "its area can't be drawn") for event in first.events]
            continue
        lon, lat = _middle(shape)
        drawn.append(AreaEvents(replace(first, lon=lon, lat=lat), expression, shape))
    return Placed(spots, tuple(drawn), tuple(unplaced), tuple(outside), heaped)


@lru_cache(maxsize=1024)
def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """Give a point inside a shape, its centroid where that is inside."""
    middle = shape.representative_point() if not shape.contains(shape.centroid) else shape.centroid
    return middle.x, middle.y


def _in_order(events: Rows, fate: int) -> Sequence[Event]:
    return events.split(events.columns.fates[events.rows] == fate)[0]


@dataclass(frozen=True, eq=False)
class Heaps(Sequence[Spot]):
    """Rows cut into groups of one place and kind, by place and kind; each is made a `Spot` when it is asked for.

    Of arrays the n-th value tells of the n-th group, rows together; in a group the gravest stands first.
    """

    columns: Columns
    rows: NDArray[np.int64]
    cuts: NDArray[np.int64]
    """Where among the rows each group begins, and where the last ends."""
    numbers: NDArray[np.int64]
    """Which place."""
    kinds: NDArray[np.int64]
    """Which of ``TYPES`` the first is of."""
    sizes: NDArray[np.int64]
    killed: NDArray[np.int64]
    first: NDArray[np.int64]
    """First day told of, ``NEVER`` where no event is dated; as ``last`` an ordinal."""
    last: NDArray[np.int64]
    sides: NDArray[np.int64]
    """Number in ``Columns.keys`` of the side drawn."""

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, n: Any) -> Any:
        if isinstance(n, slice):
            return tuple(self[at] for at in range(*n.indices(len(self))))
        lon, lat = self.columns.spots[1][self.numbers[n]]
        return self.spot(n, f"spot:{lon:.4f}:{lat:.4f}:{TYPES[self.kinds[n]]}", lon, lat)

    def spot(self, n: int, spot_id: str, lon: float, lat: float) -> Spot:
        """Make a group a spot at a point."""
        faction = self.columns.keys[self.sides[n]]
        days = None if self.first[n] == NEVER else (int(self.first[n]), int(self.last[n]))
        return Spot(
            spot_id,
            lon,
            lat,
            tuple(self.columns.events[self.rows[self.cuts[n] : self.cuts[n + 1]]]),
            faction,
            TYPES[self.kinds[n]],
            int(self.sizes[n]),
            faction == "unknown",
            int(self.killed[n]),
            days,
        )


def _heaps(
    columns: Columns, wanted: NDArray[np.bool_], fate: int, on: Collection[str], *, by_kind: bool, heaped: bool
) -> Heaps:
    """Cut the wanted rows of one fate into groups of one place, or of one place and kind; the gravest of each first."""
    rows, key = columns.by_place(fate, by_kind=by_kind)
    here = wanted[rows]
    rows, key = rows[here], key[here]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    heads = rows[starts]
    drawn = columns.main_sides(on)
    if heaped and len(rows):
        groups, parties = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(rows))), len(columns.keys)
        votes = np.bincount(groups * parties + drawn[rows], minlength=len(starts) * parties)
        sides = votes.reshape(-1, parties).argmax(axis=1)
    else:
        sides = drawn[heads]
    begun = np.where(columns.starts > 0, columns.starts, NEVER)
    return Heaps(
        columns,
        rows,
        cuts=np.append(starts, len(rows)),
        numbers=key[starts] // len(TYPES),
        kinds=columns.types[heads],
        sizes=_each(np.maximum, columns.sizes[rows], starts),
        killed=_each(np.add, columns.killed[rows], starts),
        first=_each(np.minimum, begun[rows], starts),
        last=_each(np.maximum, columns.ends[rows], starts),
        sides=sides,
    )


def _each(how: Any, values: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = how.reduceat(values, starts) if len(starts) else values
    return found


def why_unplaced(where: Placement) -> str:
    """Say why something is not on the map."""
    if where.lat is not None or where.area is not None:
        return f"known only to {where.name}" if where.name else "known only to the country"
    return where.reason or {
        "ambiguous": "not placed: several places of this name",
        "not_found": "not placed: no place of this name is known",
        "not_tried": "the report names no place",
    }.get(str(where.status), "not placed")


def _why_outside(where: Placement) -> str:
    if where.lat is not None and where.lon is not None and not in_frame(where.lon, where.lat):
        return f"{where.name or 'the place'} lies outside the map"
    return why_unplaced(where)
