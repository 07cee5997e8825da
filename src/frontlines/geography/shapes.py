"""Shapes cut by direction and distance.  Takes and gives (lon, lat) in WGS 84; works in metres inside."""

from functools import lru_cache
from math import cos, radians, sin
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Geod, Transformer
from shapely import LineString, Point, Polygon
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

from frontlines.crs import EQUAL_AREA, METRIC, WGS84

_FAR_M = 10_000_000.0
"""Longer than any shape that is cut."""
_EDGE_DEGREES = 0.1
"""Edges are cut to this length before they are projected: a straight border of 3 degrees would sag by 1 km in UTM."""
_NEAR_SYRIA = shapely.box(33, 30, 45, 40)
_GEOD = Geod(ellps="WGS84")


def area_km2(shape: BaseGeometry) -> float:
    """Give the area in km2, by the equal-area projection fitted to Syria."""
    return float(_moved(shape, WGS84, EQUAL_AREA).area / 1e6)


def spot(lon: float, lat: float, bearing: float, km: float) -> tuple[float, float]:
    """Give (lon, lat) of the spot ``km`` away in direction ``bearing`` (degrees clockwise from north)."""
    to_lon, to_lat, _ = _GEOD.fwd(lon, lat, bearing, km * 1000)
    return float(to_lon), float(to_lat)


def disc(lon: float, lat: float, km: float) -> Polygon:
    """Give the disc of radius ``km`` around a point, as a polygon of 64 corners."""
    return sector(lon, lat, km, 0.0, 360.0)


def sector(lon: float, lat: float, km: float, bearing: float, width: float = 90.0) -> Polygon:
    """Give the sector of a disc that is ``width`` degrees wide around ``bearing``."""
    corners = max(3, round(64 * width / 360))
    whole = width >= 360
    bearings = bearing - width / 2 + np.linspace(0, width, corners, endpoint=not whole)
    lons, lats, _ = _GEOD.fwd([lon] * corners, [lat] * corners, bearings, [km * 1000] * corners)
    unwrapped = [to - 360 * round((to - lon) / 360) for to in lons]
    rim = list(zip(unwrapped, lats, strict=True))
    return Polygon(rim if whole else [(lon, lat), *rim])


def widened(shape: BaseGeometry, km: float) -> BaseGeometry:
    """Give ``shape`` and all that lies within ``km`` of it."""
    there, back = _metric(shape)
    return back(there(shape).buffer(km * 1000, quad_segs=8))


def part(shape: BaseGeometry, bearing: float) -> BaseGeometry:
    """Give the part of ``shape`` that lies in one of the eight directions, as seen from its centre of gravity.

    North, east, south and west are what lies beyond the line through the centre across that direction: north and south
    together are the whole.  North-east and its like are what is both north and east; where that is under a tenth of the
    shape, what lies beyond the diagonal line instead.
    """
    there, back = _metric(shape)
    whole = there(shape)
    halves = [bearing] if bearing % 90 == 0 else [bearing - 45, bearing + 45]
    found = whole
    for half in halves:
        found = found.intersection(_half_plane(whole.centroid, half))
    if found.area < whole.area / 10:
        found = whole.intersection(_half_plane(whole.centroid, bearing))
    return back(found)


def middle(shape: BaseGeometry) -> BaseGeometry:
    """Give the part of ``shape`` that lies inside its own outline at half size about the centre of gravity."""
    there, back = _metric(shape)
    whole = there(shape)
    return back(whole.intersection(scale(whole, 0.5, 0.5, origin=whole.centroid)))


def corridor(start: tuple[float, float], end: tuple[float, float], km: float | None = None) -> BaseGeometry:
    """Give the strip from one point to another, ``km`` to either side; without it a fifth of the way, 2 to 15 km."""
    line = LineString([start, end])
    there, back = _metric(line)
    straight = there(line)
    half_width = min(15_000.0, max(2_000.0, straight.length / 5)) if km is None else km * 1000
    return back(straight.buffer(half_width, cap_style="flat"))


def bank(area: BaseGeometry, course: LineString, bearing: float) -> BaseGeometry:
    """Give the part of ``area`` on the side of a river that faces ``bearing``; empty when nothing of it is there.

    The river is taken on in a straight line beyond its ends.  Which of its two sides faces ``bearing`` is told by the
    way it runs from where it first to where it last meets ``area`` (or by the whole of it, where they do not meet);
    every piece of the area then lies on the one side or the other, however the river bends.
    """
    there, back = _metric(course)
    whole, line = there(area), LineString(there(course).coords)
    met = line.intersection(whole)
    at = sorted(line.project(Point(xy)) for xy in shapely.get_coordinates(met)) or [0.0, line.length]
    run = np.subtract(line.interpolate(at[-1]).coords[0], line.interpolate(at[0]).coords[0])
    facing = np.array([sin(radians(bearing)), cos(radians(bearing))])
    left_faces = bool(run[0] * facing[1] - run[1] * facing[0] > 0)
    long_line = _taken_on(line)
    noded = shapely.union_all([whole.boundary, long_line])
    pieces = [p for p in polygonize(noded) if whole.contains(p.representative_point())]
    return back(shapely.union_all([p for p in pieces if _is_left(p, long_line) == left_faces]))


def _taken_on(line: LineString) -> LineString:
    """Lengthen a line at both ends, each in the direction of its last tenth."""
    tenth = line.length / 10
    first, last = np.array(line.coords[0]), np.array(line.coords[-1])
    before = first - np.array(line.interpolate(tenth).coords[0])
    after = last - np.array(line.interpolate(line.length - tenth).coords[0])
    return LineString(
        [
            first + before / np.hypot(*before) * _FAR_M,
            *line.coords,
            last + after / np.hypot(*after) * _FAR_M,
        ]
    )


def _is_left(piece: Polygon, line: LineString) -> bool:
    """Say whether a piece that the line does not cross lies to its left."""
    edge = shapely.intersection(piece.exterior, line)
    stretches = [s for s in shapely.get_parts(edge) if s.length > 0]
    if stretches:
        touch = max(stretches, key=lambda s: s.length).interpolate(0.5, normalized=True)
        at = line.project(touch)
        before, after = line.interpolate(at - 1), line.interpolate(at + 1)
        left = Point(touch.x - (after.y - before.y), touch.y + (after.x - before.x))
        return bool(piece.distance(left) < piece.distance(Point(2 * touch.x - left.x, 2 * touch.y - left.y)))
    inside = piece.representative_point()
    at = line.project(inside)
    before, after = line.interpolate(at - 1), line.interpolate(at + 1)
    cross = (after.x - before.x) * (inside.y - before.y) - (after.y - before.y) * (inside.x - before.x)
    return bool(cross > 0)


def _half_plane(origin: Point, bearing: float) -> Polygon:
    """Give the half of the plane beyond ``origin`` in direction ``bearing``, in metres."""
    ahead = np.array([sin(radians(bearing)), cos(radians(bearing))]) * _FAR_M
    across = np.array([ahead[1], -ahead[0]])
    at = np.array([origin.x, origin.y])
    return Polygon([at - across, at - across + ahead, at + across + ahead, at + across])


class _Move:
    """Projects a geometry one way."""

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target

    def __call__(self, shape: BaseGeometry) -> BaseGeometry:
        return _moved(shape, self.source, self.target)


def _metric(shape: BaseGeometry) -> tuple[_Move, _Move]:
    """Give the ways into metres and back: UTM 37N near Syria, elsewhere a projection centred on the shape."""
    if _NEAR_SYRIA.contains(shape):
        return _Move(WGS84, METRIC), _Move(METRIC, WGS84)
    centre = shape.centroid
    local = f"+proj=aeqd +lat_0={centre.y:.4f} +lon_0={centre.x:.4f} +datum=WGS84 +units=m"
    return _Move(WGS84, local), _Move(local, WGS84)


@lru_cache(maxsize=64)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(CRS(source), CRS(target), always_xy=True)


def _moved(shape: BaseGeometry, source: str, target: str) -> BaseGeometry:
    along = _transformer(source, target)

    def move(at: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        return np.column_stack(along.transform(at[:, 0], at[:, 1]))

    fine: BaseGeometry = shapely.segmentize(shape, _EDGE_DEGREES) if source == WGS84 else shape
    moved: BaseGeometry = shapely.transform(fine, move)
    return moved
