"""Events on their places: spots, areas, and what can't be on the map.  Very many are heaped by place and kind."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frontlines.errors import FrontlinesError
from frontlines.mapping.columns import AREA, OUTSIDE, POINT, TYPES, UNPLACED, Columns, Rows, in_frame, sides_of
from frontlines.model import Event, Movement, Placement

HEAPS_FROM = 2_000
"""More events than this are heaped: one mark for each place and kind, which tells their number and no single one."""
_NEVER = 10**9


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

    spots: tuple[Spot, ...]
    areas: tuple[AreaEvents, ...]
    unplaced: tuple[Left, ...]
    outside: tuple[Left, ...]
    heaped: bool


def event_faction(event: Event, on: Collection[str] | None = None) -> str:
    """Give the faction key that an event is drawn with: its first known actor's that is on, "unknown" without one."""
    return _drawn_side(sides_of(event), on)


def _drawn_side(sides: Sequence[str], on: Collection[str] | None) -> str:
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
    columns, rows = events.columns, events.rows
    fates = columns.fates[rows]
    heaped = int(np.isin(fates, (POINT, AREA)).sum()) > heaps_from
    # The gravest first, whatever the order they came in.
    rows = rows[np.argsort(columns.gravity[rows], kind="stable")]
    fates = columns.fates[rows]
    numbers, at = columns.spots
    here = fates == POINT
    kinds = columns.types[rows[here]] if heaped else np.zeros(int(here.sum()), dtype=np.int64)

    def faction(group: _Group) -> str:
        return columns.keys[group.main] if heaped else _drawn_side(columns.sides[group.rows[0]], on)

    def named(group: _Group) -> str:
        lon, lat = at[group.number]
        return f"spot:{lon:.4f}:{lat:.4f}:{TYPES[group.kind]}" if heaped else f"spot:{lon}:{lat}"

    spots = [
        _spot(columns, group, faction(group), named(group), at[group.number])
        for group in _groups(columns, numbers[rows[here]], kinds, rows[here], on)
    ]
    unplaced = [Left(event, why_unplaced(event.where)) for event in _in_order(events, UNPLACED)]
    outside = [Left(event, _why_outside(event.where)) for event in _in_order(events, OUTSIDE)]
    drawn = []
    inside = fates == AREA
    numbers, expressions = columns.areas
    known = (gazetteer or _gazetteer()) if inside.any() else None
    alike = np.zeros(int(inside.sum()), dtype=np.int64)
    for group in _groups(columns, numbers[rows[inside]], alike, rows[inside], on):
        expression = expressions[group.number]
        shape = shape_or_disc(columns.events[group.rows[0]].where, known)
        if shape is None:
            unplaced += [Left(columns.events[row], "its area can't be drawn") for row in group.rows]
            continue
        middle = shape.representative_point() if not shape.contains(shape.centroid) else shape.centroid
        spot = _spot(columns, group, faction(group), f"area:{expression}", (middle.x, middle.y))
        drawn.append(AreaEvents(spot, expression, shape))
    return Placed(tuple(spots), tuple(drawn), tuple(unplaced), tuple(outside), heaped)


def _in_order(events: Rows, fate: int) -> Sequence[Event]:
    return events.split(events.columns.fates[events.rows] == fate)[0]


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of one place and kind, the gravest first, and what is told of them together."""

    number: int
    kind: int
    rows: NDArray[np.int64]
    size: int
    killed: int
    days: tuple[int, int] | None
    main: int
    """Number in ``Columns.keys`` of the side that most are drawn with."""


def _groups(
    columns: Columns,
    numbers: NDArray[np.int64],
    kinds: NDArray[np.int64],
    rows: NDArray[np.int64],
    on: Collection[str],
) -> Iterator[_Group]:
    """Cut rows into groups of one place and kind, by place and kind; within one their order stays."""
    if not len(rows):
        return
    key = numbers * len(TYPES) + kinds
    order = np.argsort(key, kind="stable")
    key, rows = key[order], rows[order]
    cuts = np.flatnonzero(np.diff(key, prepend=-1))
    starts = columns.starts[rows]
    sizes = np.maximum.reduceat(columns.sizes[rows], cuts).tolist()
    killed = np.add.reduceat(columns.killed[rows], cuts).tolist()
    first = np.minimum.reduceat(np.where(starts > 0, starts, _NEVER), cuts).tolist()
    last = np.maximum.reduceat(columns.ends[rows], cuts).tolist()
    votes = np.zeros((len(cuts), len(columns.keys)), dtype=np.int64)
    np.add.at(votes, (np.cumsum(np.diff(key, prepend=key[0]) != 0), columns.main_sides(on)[rows]), 1)
    mains = votes.argmax(axis=1).tolist()
    ends = np.append(cuts, len(key))[1:].tolist()
    for n, (start, end) in enumerate(zip(cuts.tolist(), ends, strict=True)):
        number, kind = divmod(int(key[start]), len(TYPES))
        days = None if first[n] == _NEVER else (first[n], last[n])
        yield _Group(number, kind, rows[start:end], sizes[n], killed[n], days, mains[n])


def _spot(columns: Columns, group: _Group, faction: str, spot_id: str, at: tuple[float, float]) -> Spot:
    return Spot(
        spot_id,
        *at,
        tuple(columns.events[group.rows]),
        faction,
        TYPES[columns.types[group.rows[0]]],
        group.size,
        faction == "unknown",
        group.killed,
        group.days,
    )


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
