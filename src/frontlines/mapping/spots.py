"""Events on their places: spots, areas, and what can't be on the map.  Very many are heaped by place and kind."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frontlines.errors import FrontlinesError
from frontlines.mapping.columns import AREA, OUTSIDE, POINT, TYPES, UNPLACED, Rows, in_frame, sides_of
from frontlines.model import Event, Movement, Placement

HEAPS_FROM = 2_000
"""More events than this are heaped: one mark for each place and kind, which tells their number and no single one."""


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
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    try:
        shape: BaseGeometry = shape_of(where.area or "", gazetteer or load_gazetteer())
        if not shape.is_empty:
            return shape
    except (FrontlinesError, KeyError, ValueError):
        pass
    if where.lat is None or where.lon is None:
        return None
    from frontlines.mapping.names import disc  # noqa: PLC0415

    return disc(where.lon, where.lat, where.radius_km or 10.0)


def place(events: Rows, gazetteer: Any, on: Collection[str], *, heaps_from: int = HEAPS_FROM) -> Placed:
    """Put each event into exactly one of: spots, areas, unplaced, outside."""
    columns, rows = events.columns, events.rows
    fates = columns.fates[rows]
    heaped = int(np.isin(fates, (POINT, AREA)).sum()) > heaps_from
    # The gravest first, whatever the order they came in.
    rows = rows[np.argsort(columns.gravity[rows], kind="stable")]
    fates = columns.fates[rows]
    numbers, at = columns.spots
    kinds = columns.types[rows] if heaped else np.zeros(len(rows), dtype=np.int64)

    def spot(spot_id: str, point: tuple[float, float], group: NDArray[np.int64]) -> Spot:
        first = group[0]
        faction = (
            Counter(_drawn_side(columns.sides[row], on) for row in group).most_common(1)[0][0]
            if heaped
            else _drawn_side(columns.sides[first], on)
        )
        glyph = TYPES[columns.types[first]]
        size = int(columns.sizes[group].max())
        return Spot(spot_id, *point, tuple(columns.events[group]), faction, glyph, size, faction == "unknown")

    here = fates == POINT
    spots = []
    for number, kind, group in _groups(numbers[rows[here]], kinds[here], rows[here]):
        lon, lat = at[number]
        name = f"spot:{lon:.4f}:{lat:.4f}:{TYPES[kind]}" if heaped else f"spot:{lon}:{lat}"
        spots.append(spot(name, (lon, lat), group))
    unplaced = [Left(event, why_unplaced(event.where)) for event in _in_order(events, UNPLACED)]
    outside = [Left(event, _why_outside(event.where)) for event in _in_order(events, OUTSIDE)]
    drawn = []
    inside = fates == AREA
    numbers, expressions = columns.areas
    for number, _, group in _groups(numbers[rows[inside]], np.zeros(int(inside.sum()), dtype=np.int64), rows[inside]):
        expression = expressions[number]
        shape = shape_or_disc(columns.events[group[0]].where, gazetteer)
        if shape is None:
            unplaced += [Left(columns.events[row], "its area can't be drawn") for row in group]
            continue
        middle = shape.representative_point() if not shape.contains(shape.centroid) else shape.centroid
        drawn.append(AreaEvents(spot(f"area:{expression}", (middle.x, middle.y), group), expression, shape))
    return Placed(tuple(spots), tuple(drawn), tuple(unplaced), tuple(outside), heaped)


def _in_order(events: Rows, fate: int) -> Sequence[Event]:
    return events.split(events.columns.fates[events.rows] == fate)[0]


def _groups(
    numbers: NDArray[np.int64], kinds: NDArray[np.int64], rows: NDArray[np.int64]
) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
    """Cut rows into groups of one place and kind, by place and kind; within one their order stays."""
    key = numbers * len(TYPES) + kinds
    order = np.argsort(key, kind="stable")
    key, rows = key[order], rows[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    for start, end in zip(starts, np.append(starts, len(key))[1:], strict=True):
        number, kind = divmod(int(key[start]), len(TYPES))
        yield number, kind, rows[start:end]


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
