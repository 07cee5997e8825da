"""Syria's 14 governorates: which one a point lies in, and how that is known.

The rule, for one point and for a whole frame alike:

1. Inside one governorate: that one, "inside".
2. On a border that several share: the one whose representative point is nearest, "border"; of equally near ones, the
   first by name.
3. In none, but within ``SNAP_KM`` of Syria: the nearest one, with the distance, "near (3.2 km)"; drawn borders are
   a few hundred metres off, and towns lie right on them.
4. Farther away: none, "outside".

A point without coordinates is in none: "no coordinates".
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from frontlines.crs import METRIC, WGS84
from frontlines.errors import InputError
from frontlines.geography import boundaries
from frontlines.geography.basemap import layer
from frontlines.settings import settings

SNAP_KM: Final = 12.0
"""How far outside Syria a point may lie and still be given to a governorate."""


EDGE_DEGREES: Final = 0.1
"""Edges are cut to this length before they are projected: a straight border of 3 degrees would sag by 1 km in UTM."""


@dataclass(frozen=True, slots=True)
class Located:
    """The governorate of a point; ``distance_km`` is 0 inside it, else the way to the nearest governorate."""

    admin1: str | None
    distance_km: float
    how: str
    """"inside", "border", "near (3.2 km)", "outside" or "no coordinates"."""


@dataclass(frozen=True, slots=True)
class _Provinces:
    frame: gpd.GeoDataFrame
    metric: tuple[BaseGeometry, ...]
    middles: tuple[BaseGeometry, ...]
    country: BaseGeometry


def governorates() -> gpd.GeoDataFrame:
    """Give the 14 governorates, by name, in WGS 84: columns ``admin1``, ``name_ar``, geometry.

    Those of the last ``boundaries update`` where there was one, else the ones that ship with the project; a copy.

    Raises:
        DataError: when the file in force is broken.
    """
    return _provinces().frame.copy()


def country_shape() -> BaseGeometry:
    """Give Syria, the union of its governorates, (lon, lat) in WGS 84; the Golan is part of it."""
    return _provinces().country


def province_shape(admin1: str) -> BaseGeometry:
    """Give one governorate, (lon, lat) in WGS 84.

    Raises:
        InputError: when no governorate has this name.
    """
    frame = _provinces().frame
    found = frame.geometry[frame["admin1"] == admin1]
    if found.empty:
        raise InputError(f"there is no governorate {admin1!r}; write one of {', '.join(frame['admin1'])}.")
    return found.iloc[0]


def locate(lon: float, lat: float) -> Located:
    """Give the governorate of one point (WGS 84 degrees), by the rule of this module.

    Raises:
        InputError: when the coordinates are no place on Earth.
    """
    if math.isnan(lon) or math.isnan(lat):
        return Located(None, math.inf, "no coordinates")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise InputError(f"longitude {lon!r}, latitude {lat!r} is no place on Earth; give degrees, longitude first.")
    provinces = _provinces()
    point = shapely.Point(lon, lat)
    return _decide(point, list(provinces.frame.sindex.query(point, predicate="intersects")), provinces)


def join(points: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give ``points`` with the columns ``admin1`` and ``how``: one row for each row, same order, same index.

    Args:
        points: Point geometries in WGS 84; a missing or empty one is kept and says "no coordinates".

    Raises:
        InputError: naming every fault: another or no CRS, other geometries, columns that the join would overwrite.
    """
    _check(points)
    provinces = _provinces()
    bare = gpd.GeoDataFrame(geometry=points.geometry.to_numpy(), crs=WGS84)
    hits = bare.sjoin(provinces.frame[["geometry"]], how="inner", predicate="intersects")["index_right"]
    by_row: dict[int, list[int]] = {}
    for row, hit in zip(hits.index.tolist(), hits.tolist(), strict=True):
        by_row.setdefault(row, []).append(hit)
    located = [_decide(point, by_row.get(row, []), provinces) for row, point in enumerate(bare.geometry.to_numpy())]
    return points.assign(
        admin1=pd.Series([one.admin1 for one in located], index=points.index, dtype=object),
        how=pd.Series([one.how for one in located], index=points.index, dtype=object),
    )


def disagreement(place_admin1: str | None, located: Located) -> str | None:
    """Say in a sentence where the governorate a place states and the one its coordinates lie in differ; else None."""
    if place_admin1 is None or place_admin1 == located.admin1:
        return None
    if located.admin1 is None:
        return f"The gazetteer says {place_admin1} governorate, but the coordinates lie outside Syria."
    hint = "" if located.how == "inside" else f" ({located.how})"
    return f"The gazetteer says {place_admin1} governorate, but the coordinates lie in {located.admin1}{hint}."


def _decide(point: shapely.Point | None, hits: list[int], provinces: _Provinces) -> Located:
    """Apply the rule to a point and the rows of the governorates that it touches."""
    if point is None or point.is_empty or not math.isfinite(point.x + point.y):
        return Located(None, math.inf, "no coordinates")
    names = provinces.frame["admin1"]
    if len(hits) == 1:
        return Located(str(names.iloc[hits[0]]), 0.0, "inside")
    spot = _metric(point)
    if hits:
        nearest = min(hits, key=lambda row: (spot.distance(provinces.middles[row]), names.iloc[row]))
        return Located(str(names.iloc[nearest]), 0.0, "border")
    if not math.isfinite(spot.x + spot.y):
        return Located(None, math.inf, "outside")
    ways = [spot.distance(shape) / 1000 for shape in provinces.metric]
    nearest = min(range(len(ways)), key=lambda row: (ways[row], names.iloc[row]))
    if ways[nearest] > SNAP_KM:
        return Located(None, ways[nearest], "outside")
    return Located(str(names.iloc[nearest]), ways[nearest], f"near ({ways[nearest]:.1f} km)")


def _metric(point: shapely.Point) -> shapely.Point:
    moved = gpd.GeoSeries([point], crs=WGS84).to_crs(METRIC)
    return shapely.Point(moved.x.iloc[0], moved.y.iloc[0])


def _check(points: gpd.GeoDataFrame) -> None:
    """Raise one InputError that names every fault of a frame of points."""
    faults = []
    if points.crs is None:
        faults.append("it says no coordinate system")
    elif points.crs != WGS84:
        faults.append(f"its coordinate system is {points.crs.to_string()}, not {WGS84}")
    kinds = sorted({shape.geom_type for shape in points.geometry if shape is not None} - {"Point"})
    if kinds:
        faults.append(f"it holds {', '.join(kinds)} where only points can be placed")
    taken = sorted({"admin1", "how"} & set(points.columns))
    if taken:
        faults.append(f"it already has the columns {', '.join(taken)}, which the join adds")
    if faults:
        raise InputError(f"the points can't be joined to governorates: {'; '.join(faults)}.")


def _provinces() -> _Provinces:
    return _prepared(settings().geo_dir, boundaries.stamp())


@lru_cache(maxsize=2)
def _prepared(_shipped: Path, _newer: tuple[str, int]) -> _Provinces:
    frame = layer("governorates")
    newer = boundaries.loaded(1)
    if newer is not None:
        arabic = frame.set_index("admin1")["name_ar"]
        frame = newer.assign(name_ar=newer["admin1"].map(arabic))
    frame = frame[["admin1", "name_ar", "geometry"]].sort_values("admin1", ignore_index=True)
    metric = frame.geometry.segmentize(EDGE_DEGREES).to_crs(METRIC)
    shapes = tuple(metric)
    shapely.prepare(list(shapes))
    shapely.prepare(frame.geometry.to_numpy())
    return _Provinces(
        frame=frame,
        metric=shapes,
        middles=tuple(metric.representative_point()),
        country=shapely.union_all(frame.geometry.to_numpy()),
    )
