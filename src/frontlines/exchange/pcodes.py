"""OCHA's p-codes of placements: the key by which aid work joins its tables.

Governorate: the one that the placement states, else the one that its spot lies in.  District and sub-district only
where OCHA's boundaries were taken in (``frontlines boundaries update``), and only as finely as the place is known:

1. An exact spot: the district and sub-district around it, within its governorate; the nearest within ``SNAP_KM`` where
   the spot lies just outside the drawn borders.
2. An area: those that hold at least ``MOST`` of it.
3. A spot known only to a district has no sub-district, one known only to a governorate neither.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from frontlines.crs import METRIC, WGS84
from frontlines.errors import InputError
from frontlines.geography import boundaries
from frontlines.geography.names import fold
from frontlines.geography.provinces import SNAP_KM, join
from frontlines.model import Placement
from frontlines.turns import in_turn

MOST: Final = 0.95
"""Share of an area that must lie in a district for the district to be named."""
PCODES: Final[Mapping[str, str]] = {name: code for code, name in boundaries.ADMIN1_BY_PCODE.items()}
"""OCHA's p-code of each governorate by our name."""
NAMES: Final = ("admin1", "admin1_pcode", "admin2", "admin2_pcode", "admin3", "admin3_pcode")
_Key = tuple[str | None, str | None, float | None, float | None, int, str | None]
_Finest: Final = {2: 3, 3: 1}
"""The coarsest precision of a spot that still has a district and a sub-district."""


def governorate(text: str) -> str:
    """Give our name of a governorate by its p-code or any usual spelling; ``InputError`` for what is none."""
    named = boundaries.ADMIN1_BY_PCODE.get(text.strip().upper())
    if named:
        return named
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    found = {place.admin1 for place in load_gazetteer().lookup(text) if place.kind == "province" and place.admin1}
    found |= {name for name in PCODES if fold(name) == fold(text)}
    if len(found) != 1:
        raise InputError(f"there is no governorate {text!r}: give {', '.join(sorted(PCODES))}, or a p-code like SY02")
    return str(found.pop())


def admin_columns(wheres: Sequence[Placement], shapes: Any) -> dict[str, list[str | None]]:
    """Give the columns ``NAMES`` for placements and their geometries (``shapes.geometries``), one entry for each."""
    keys = [_key(where) for where in wheres]
    first = {key: number for number, key in reversed(list(enumerate(keys)))}
    unique = list(first)
    found = _found(unique, np.array([shapes[number] for number in first.values()], dtype=object))
    by_key = dict(zip(unique, found, strict=True))
    rows = [by_key[key] for key in keys]
    return {name: [row[at] for row in rows] for at, name in enumerate(NAMES)}


def _key(where: Placement) -> _Key:
    return where.admin1, where.area, where.lon, where.lat, where.precision, where.country


@in_turn
def _found(keys: Sequence[_Key], shapes: Any) -> list[tuple[str | None, ...]]:
    spots = np.array(
        [key[1] is None and shape is not None for key, shape in zip(keys, shapes, strict=True)], dtype=bool
    )
    first = [key[0] for key in keys]
    unsaid = [
        at for at, key in enumerate(keys) if spots[at] and first[at] is None and key[5] in {None, "SY"} and key[4] <= 4
    ]
    if unsaid:
        joined = join(gpd.GeoDataFrame(geometry=list(shapes[unsaid]), crs=WGS84))
        for at, name in zip(unsaid, joined["admin1"], strict=True):
            first[at] = name
    codes: list[str | None] = [PCODES.get(name or "") for name in first]
    columns: list[Sequence[str | None]] = [first, codes]
    for level in (2, 3):
        named = _level(level, keys, shapes, spots, codes)
        codes = [code for _, code in named]
        columns += [[name for name, _ in named], codes]
    return list(zip(*columns, strict=True))


def _level(
    level: int, keys: Sequence[_Key], shapes: Any, spots: Any, parents: Sequence[str | None]
) -> list[tuple[str | None, str | None]]:
    """Give (name, p-code) of the areas of a level, each within the area one level up."""
    made: list[tuple[str | None, str | None]] = [(None, None)] * len(keys)
    frame = boundaries.loaded(level)
    if frame is None:
        return made
    wanted = [
        at
        for at, (key, shape) in enumerate(zip(keys, shapes, strict=True))
        if parents[at] and shape is not None and (not spots[at] or key[4] <= _Finest[level])
    ]
    if not wanted:
        return made
    codes = frame["pcode"].astype(str).tolist()
    names = frame["name"].astype(str).tolist()
    hits: dict[int, list[int]] = {}
    for at, row in zip(*frame.sindex.query(shapes[wanted], predicate="intersects"), strict=True):
        hits.setdefault(wanted[at], []).append(int(row))
    polygons = frame.geometry.to_numpy()
    shapely.prepare(polygons)
    for at in wanted:
        inside = [row for row in hits.get(at, ()) if codes[row].startswith(parents[at] or "-")]
        if not spots[at]:
            inside = [row for row in inside if _holds(polygons[row], shapes[at])]
        elif not inside:
            inside = _nearest(
                shapes[at], frame, [row for row, c in enumerate(codes) if c.startswith(parents[at] or "-")]
            )
        if inside:
            row = min(inside, key=codes.__getitem__)
            made[at] = (names[row], codes[row])
    return made


def _holds(polygon: Any, area: Any) -> bool:
    """Tell whether a polygon holds most of an area."""
    if shapely.covers(polygon, area):
        return True
    return bool(shapely.intersection(polygon, area).area >= MOST * area.area > 0)


def _nearest(spot: Any, frame: gpd.GeoDataFrame, rows: Sequence[int]) -> list[int]:
    """Give the nearest of some areas to a spot, within ``SNAP_KM``."""
    if not rows:
        return []
    here = gpd.GeoSeries([spot] * len(rows), crs=WGS84).to_crs(METRIC)
    areas = frame.iloc[list(rows)].geometry.to_crs(METRIC)
    ways = areas.distance(here, align=False).to_numpy()
    at = int(ways.argmin())
    return [rows[at]] if ways[at] <= SNAP_KM * 1000 else []
