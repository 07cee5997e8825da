"""Smooth shared edges: simplify a coverage, cut its arcs' corners (Chaikin), and part the land along them again."""

import itertools
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PASSES: Final = 2
SIMPLIFY_M: Final = 2_000.0
GRID_M: Final = 1.0


def members(numbers: Ints, count: int) -> list[Ints]:
    """Give, for each of the numbers 0 … ``count`` - 1, where in ``numbers`` it stands, in order."""
    order = np.argsort(numbers, kind="stable")
    ends = np.searchsorted(numbers[order], np.arange(count + 1)).tolist()
    return [order[start:end] for start, end in itertools.pairwise(ends)]


def linked(count: int, pairs: Ints) -> Ints:
    """Give each of ``count`` things the lowest number among those that pairs link it with.

    Things hook their roots onto lower ones and the paths are halved until nothing moves (Shiloach and Vishkin 1982).
    """
    home: Ints = np.arange(count)
    one, two = pairs[:, 0], pairs[:, 1]
    while True:
        low, high = np.minimum(home[one], home[two]), np.maximum(home[one], home[two])
        apart = low != high
        if not apart.any():
            return home
        one, two = one[apart], two[apart]
        np.minimum.at(home, high[apart], low[apart])
        while (up := home[home]).tobytes() != home.tobytes():
            home = up


def polygons_of(geometry: Any) -> Any:
    """Give the polygons of any geometry or array of geometries."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return parts[shapely.get_type_id(parts) == 3]


def faces_between(lines: Any, land: BaseGeometry) -> Any:
    """Part ``land`` (metres, 1 m grid) along lines: the polygons between them, in a fixed order.

    Lines that meet end to end are joined first: the fewer there are, the faster they are noded.
    """
    parts: Any = shapely.get_parts(np.atleast_1d(lines))
    joined: Any = shapely.line_merge(shapely.multilinestrings(shapely.get_parts(parts)))
    noded = shapely.union_all([*shapely.get_parts(joined), land.boundary], grid_size=GRID_M)
    faces = polygons_of(shapely.polygonize(shapely.get_parts(noded)))
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    faces = faces[shapely.intersects_xy(land, inner)]
    return faces[order(faces)]


def order(geometries: Any) -> Ints:
    """Give a fixed order for polygons: west to east by bounds, then by area."""
    keys = np.column_stack([shapely.bounds(geometries), shapely.area(geometries)])
    return np.lexsort(np.round(keys, 3).T[::-1])


def segments(polygons: Any) -> tuple[Ints, Ints]:
    """Give every boundary segment of polygons as (x1, y1, x2, y2), lower end first, and the polygon each belongs to.

    Coordinates are multiplied by 1,000 and rounded, so that equal segments compare equal.
    """
    rings, owner = shapely.get_rings(polygons, return_index=True)
    xy, ring_at = shapely.get_coordinates(rings, return_index=True)
    joined = ring_at[:-1] == ring_at[1:]
    both = np.round(np.hstack([xy[:-1], xy[1:]])[joined] * 1_000).astype(np.int64)
    swap = (both[:, 0] > both[:, 2]) | ((both[:, 0] == both[:, 2]) & (both[:, 1] > both[:, 3]))
    both[swap] = both[swap][:, [2, 3, 0, 1]]
    return both, owner[ring_at[:-1][joined]]


def shared_segments(polygons: Any) -> tuple[Ints, Ints]:
    """Give the segments that two polygons of a coverage share, sorted, and the two polygons' numbers (lower first)."""
    both, owner = segments(polygons)
    at = np.lexsort((owner, *both.T[::-1]))
    both, owner = both[at], owner[at]
    twin = np.flatnonzero((both[:-1] == both[1:]).all(axis=1))
    return both[twin], np.column_stack([owner[twin], owner[twin + 1]])


def as_lines(both: Ints) -> Any:
    """Turn segments (as `segments` gives them) into two-point lines, metres."""
    return shapely.linestrings(both.reshape(-1, 2, 2) / 1_000.0)


def smooth_arcs(polygons: Any) -> Any:
    """Give the inner edges of a coverage, smoothed: each arc between two junctions by itself, its ends fixed."""
    both, _ = shared_segments(polygons)
    if not len(both):
        return np.array([], dtype=object)
    arcs = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(as_lines(both))))
    return _chaikin(arcs, _junctions(both))


def _junctions(both: Ints) -> Ints:
    """Give the points in which other than two segments end, (n, 2), in the segments' unit."""
    ends, counts = np.unique(both.reshape(-1, 2), axis=0, return_counts=True)
    junctions: Ints = ends[counts != 2]
    return junctions


def _chaikin(arcs: Any, junctions: Ints) -> Any:
    """Cut the corners of lines, whose ends stay, and of loops that no junction holds."""
    xy, arc = shapely.get_coordinates(arcs, return_index=True)
    starts = np.round(shapely.get_coordinates(shapely.get_point(arcs, 0)) * 1_000)
    held = np.isin(starts[:, 0] + 1j * starts[:, 1], junctions[:, 0] + 1j * junctions[:, 1])
    loops = np.flatnonzero(shapely.is_closed(arcs) & ~held)
    lines = np.setdiff1d(np.arange(len(arcs)), loops)
    for _ in range(PASSES):
        pair = arc[:-1] == arc[1:]
        one, two, owner = xy[:-1][pair], xy[1:][pair], arc[:-1][pair]
        cut = np.stack([0.75 * one + 0.25 * two, 0.25 * one + 0.75 * two], axis=1)
        first, after = (np.searchsorted(owner, np.arange(len(arcs)), side=side) for side in ("left", "right"))
        cut[first[lines], 0], cut[after[lines] - 1, 1] = one[first[lines]], two[after[lines] - 1]
        xy = np.insert(cut.reshape(-1, 2), 2 * after[loops], cut[first[loops], 0], axis=0)
        arc = np.insert(np.repeat(owner, 2), 2 * after[loops], loops)
    return shapely.linestrings(xy, indices=arc)
