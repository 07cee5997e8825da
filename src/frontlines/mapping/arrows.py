"""Movements as curved arrows, a tapering polygon or, only announced, a dashed line; offensives as broad ones."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from frontlines.control.offensives import Offensive
from frontlines.mapping.theme import DEFAULT_ZOOM

Points = NDArray[np.float64]

PX_PER_DEGREE: Final = 256 * 2**DEFAULT_ZOOM / 360
"""Web Mercator pixels for a degree of longitude at the default zoom."""
TAIL_PX: Final = 2.2
NECK_PX: Final = 6.4
HEAD_PX: Final = 13.0
BROAD: Final = 1.9
"""How much broader an offensive's arrow is than a movement's."""
BULGE: Final = 0.17
"""How far the curve swings out to the left of its way, as a share of its length."""
_STEPS: Final = 28


@dataclass(frozen=True, slots=True)
class Arrow:
    """One movement as drawn.

    ``shape`` is in (lon, lat): a polygon, or, where ``announced``, the lines of shaft and open head.
    ``movements`` are the ids of all movements that it stands for.
    """

    id: str
    movements: tuple[str, ...]
    faction: str
    announced: bool
    tip: tuple[float, float]
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Sweep:
    """One offensive as drawn; ``shape`` in (lon, lat)."""

    offensive: Offensive
    shape: BaseGeometry


def to_px(points: Points) -> Points:
    """Project (lon, lat) rows to Web Mercator pixels at the default zoom, y downwards."""
    y = np.log(np.tan(np.pi / 4 + np.radians(points[:, 1]) / 2))
    return np.column_stack([points[:, 0] * PX_PER_DEGREE, -np.degrees(y) * PX_PER_DEGREE])


def from_px(points: Points) -> Points:
    """Bring pixel rows back to (lon, lat) degrees."""
    lat = np.degrees(2 * np.arctan(np.exp(np.radians(-points[:, 1] / PX_PER_DEGREE))) - np.pi / 2)
    return np.column_stack([points[:, 0] / PX_PER_DEGREE, lat])


def _curve(start: Points, end: Points) -> Points:
    """Sample a quadratic curve from start to end that swings out to the left of its way."""
    way = end - start
    middle = (start + end) / 2 + BULGE * np.array([way[1], -way[0]])
    t = np.linspace(0, 1, _STEPS)[:, None]
    curve: Points = (1 - t) ** 2 * start + 2 * t * (1 - t) * middle + t**2 * end
    return curve


def _trim(curve: Points, front_px: float, back_px: float) -> Points:
    """Cut the ends off a curve and sample it anew at even steps."""
    line = LineString(curve)
    stops = np.linspace(back_px, max(line.length - front_px, back_px + 1), _STEPS)
    return np.array([line.interpolate(s).coords[0] for s in stops])


def _normals(curve: Points) -> Points:
    along = np.gradient(curve, axis=0)
    along /= np.linalg.norm(along, axis=1)[:, None]
    return np.column_stack([-along[:, 1], along[:, 0]])


def draw_arrow(
    start: tuple[float, float], end: tuple[float, float], *, announced: bool, clear_px: float = 12.0
) -> tuple[BaseGeometry, tuple[float, float]] | None:
    """Draw the way from ``start`` to ``end``, both (lon, lat) degrees.

    It stops ``clear_px`` before its end, so that a marker there stays readable.  Widths shrink on short ways.

    Returns:
        The shape in (lon, lat) and the tip's (lon, lat); None where the two are too close (12 px) to tell a direction.
    """
    ends = to_px(np.array([start, end], dtype=np.float64))
    length = float(math.dist(ends[0], ends[1]))
    if length < 12:
        return None
    clear = min(clear_px, 0.25 * length)
    curve = _trim(_curve(ends[0], ends[1]), clear, min(4.0, 0.1 * length))
    scale = min(1.0, LineString(curve).length / 42)
    head = HEAD_PX * scale
    tip_lon, tip_lat = (float(v) for v in from_px(curve[-1:])[0])
    if announced:
        left, tip, right = _head(curve, head)
        shaft = _trim(curve, head * 0.25, 0)
        parts = [from_px(shaft), from_px(np.array([left, tip, right]))]
        return MultiLineString([LineString(p) for p in parts]), (tip_lon, tip_lat)
    return _tapering(curve, head, scale), (tip_lon, tip_lat)


def draw_ways(ways: Sequence[LineString]) -> BaseGeometry | None:
    """Draw the ways of an offensive, lines in (lon, lat), as one broad arrow with a head for each way.

    Bends are rounded.  None where no way is long enough (12 px) to tell a direction.
    """
    arrows = []
    for way in ways:
        line = LineString(to_px(shapely.get_coordinates(way)))
        if math.dist(line.coords[0], line.coords[-1]) < 12:
            continue
        curve = _rounded(line)
        scale = min(1.0, LineString(curve).length / 60) * BROAD
        arrows.append(_tapering(curve, HEAD_PX * scale, scale))
    return shapely.union_all(arrows) if arrows else None


def _rounded(line: LineString) -> Points:
    """Sample a line at even steps and even out its bends, the ends kept."""
    curve = np.array([line.interpolate(share, normalized=True).coords[0] for share in np.linspace(0, 1, _STEPS)])
    for _ in range(_STEPS):
        curve[1:-1] = (curve[:-2] + 2 * curve[1:-1] + curve[2:]) / 4
    return curve


def _head(curve: Points, head: float) -> tuple[Points, Points, Points]:
    """Give the left, foremost and right point of an arrow's head."""
    line = LineString(curve)
    tip = curve[-1]
    neck = np.array(line.interpolate(line.length - head).coords[0])
    across = np.array([-(tip - neck)[1], (tip - neck)[0]]) / max(float(np.linalg.norm(tip - neck)), 1e-9)
    return neck + across * head * 0.52, tip, neck - across * head * 0.52


def _tapering(curve: Points, head: float, scale: float) -> BaseGeometry:
    """Draw an arrow along a curve of pixels, growing towards its head, in (lon, lat)."""
    left, tip, right = _head(curve, head)
    shaft = _trim(curve, head * 0.92, 0)
    half = np.linspace(TAIL_PX, NECK_PX, _STEPS)[:, None] * scale / 2
    side = _normals(shaft) * half
    ring = np.vstack([shaft + side, left[None], tip[None], right[None], (shaft - side)[::-1]])
    return _whole(Polygon(from_px(ring)))


def _whole(shape: Polygon) -> BaseGeometry:
    """Mend a ring that crosses itself, which a tight curve can make, and keep its largest part."""
    if shape.is_valid:
        return shape
    mended = shape.buffer(0)
    return max(mended.geoms, key=lambda g: g.area) if isinstance(mended, MultiPolygon) else mended


def start_from(ground: Sequence[BaseGeometry], end: tuple[float, float]) -> tuple[float, float] | None:
    """Give a start for a movement whose origin is untold: on the side where the party's own ground lies.

    ``ground`` are the party's zones and the points are (lon, lat).  The start is 48 to 80 px from the end, towards the
    middle of the ground within 100 px, else towards the nearest of it.  None where the party has no ground, or ground
    all around, so that no side can be told.
    """
    shapes = np.array(ground, dtype=object)
    if not len(shapes):
        return None
    target = Point(end)
    near = shapely.intersection(shapes, target.buffer(100 / PX_PER_DEGREE))
    weights = shapely.area(near)
    if weights.sum() > 0:
        middles = shapely.get_coordinates(shapely.centroid(near[weights > 0]))
        side = np.average(middles, axis=0, weights=weights[weights > 0])
    else:
        line = shapely.shortest_line(target, shapes[int(np.argmin(shapely.distance(shapes, target)))])
        side = shapely.get_coordinates(line)[-1]
    here, there = to_px(np.array([end, side], dtype=np.float64))
    way = float(math.dist(here, there))
    if way < 8:
        return None
    start = from_px((here + (there - here) * min(max(way, 48.0), 80.0) / way)[None, :])[0]
    return float(start[0]), float(start[1])
