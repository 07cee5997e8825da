"""Voronoi cells of points, the edges between them, and the ring of evidence around them; all in metres.

Each bank of the land's river has cells of its own: the nearest point is the nearest on the same bank.  What is made
here depends on where claims are, not on who holds, and most days share it: the last results are kept.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frontlines.control.land import Land
from frontlines.control.smooth import as_lines, shared_segments

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CLOSING_M: Final = 13_000.0
"""Rings of evidence are grown and shrunk by this, so that their edges show no scallops."""
OUTLINE_M: Final = 250.0
"""The outline of a ring is simplified by this."""
KEPT: Final = 16


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """The edges between neighbouring cells and the two points on their sides; only few are ever drawn as lines."""

    segments: Ints
    sides: Ints
    cut: Any
    """What is left of an edge that its bank doesn't hold whole, None for all others."""

    def lines(self, which: NDArray[np.bool_]) -> Any:
        """Draw the edges chosen, clipped to their bank."""
        drawn, cut = as_lines(self.segments[which]), self.cut[which]
        changed: Any = cut != None  # noqa: E711 - for each
        drawn[changed] = cut[changed]
        return drawn


def marks(xy: Floats) -> Any:
    """Give points (n, 2) as geometries; a place's point is the same object on all days, which spares memory."""
    return _marks(np.ascontiguousarray(xy).tobytes())


@lru_cache(maxsize=KEPT)
def _marks(spots: bytes) -> Any:
    xy = np.frombuffer(spots).reshape(-1, 2)
    found = np.empty(len(xy), dtype=object)
    found[:] = [_mark(x, y) for x, y in xy.tolist()]
    return found


@lru_cache(maxsize=16_384)
def _mark(x: float, y: float) -> shapely.Point:
    return shapely.Point(x, y)


def cells_of(xy: Floats, land: Land) -> Any:
    """Give the Voronoi cell of each distinct point (n, 2) among those on its bank, not clipped to the bank."""
    return _cells(xy.tobytes(), land)


def edges_of(xy: Floats, land: Land) -> Edges:
    """Give the edges between the cells of distinct points (n, 2)."""
    return _edges(xy.tobytes(), land)


def arcs_of(xy: Floats, land: Land, radius_m: float) -> Any:
    """Give, for each distinct point (n, 2), the part of the circle around it that lies in its cell; empty for most."""
    return _arcs(xy.tobytes(), land, radius_m)


def ring(xy: Floats, land: Land, radius_m: float) -> BaseGeometry:
    """Give the ground within ``radius_m`` of any of the points, closed and prepared.

    A point whose whole cell lies within the radius adds nothing to the outline, so its cell stands in for its disc.
    """
    return _ring(xy.tobytes(), land, radius_m)


def _voronoi(xy: Floats, frame: BaseGeometry) -> Any:
    if len(xy) < 2:
        return np.array([frame] * len(xy), dtype=object)
    return shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=frame, ordered=True))


@lru_cache(maxsize=4)
def _cells(spots: bytes, land: Land) -> Any:
    xy = np.frombuffer(spots).reshape(-1, 2)
    cells = np.empty(len(xy), dtype=object)
    bank = land.bank_of(xy)
    for number in np.unique(bank):
        cells[bank == number] = _voronoi(xy[bank == number], land.frame)
    return cells


@lru_cache(maxsize=KEPT)
def _edges(spots: bytes, land: Land) -> Edges:
    xy = np.frombuffer(spots).reshape(-1, 2)
    cells, bank_of = _cells(spots, land), land.bank_of(xy)
    segments, sides = np.zeros((0, 4), dtype=np.int64), np.zeros((0, 2), dtype=np.int64)
    cut = np.full(0, None)
    for number in np.unique(bank_of):
        here = np.flatnonzero(bank_of == number)
        both, owners = shared_segments(cells[here])
        left = np.full(len(both), None)
        if land.river is not None:
            bank, drawn = land.banks[number], as_lines(both)
            beyond = ~shapely.intersects(bank, drawn)
            left[beyond] = shapely.LineString()
            over = np.flatnonzero(~beyond & ~shapely.contains_properly(bank, drawn))
            left[over] = [_clipped(tuple(segment), land, int(number)) for segment in both[over].tolist()]
        segments, sides = np.vstack([segments, both]), np.vstack([sides, here[owners]])
        cut = np.concatenate([cut, left])
    return Edges(segments, sides, cut)


@lru_cache(maxsize=16_384)
def _clipped(segment: tuple[int, ...], land: Land, bank: int) -> BaseGeometry:
    """Cut a segment (as `smooth.segments` gives it) to a bank, of which only what is near to it is looked at."""
    line: BaseGeometry = as_lines(np.array([segment]))[0]
    west, south, east, north = line.bounds
    near = shapely.clip_by_rect(land.banks[bank], west - 1.0, south - 1.0, east + 1.0, north + 1.0)
    return shapely.intersection(line, near)


@lru_cache(maxsize=KEPT)
def _arcs(spots: bytes, land: Land, radius_m: float) -> Any:
    xy = np.frombuffer(spots).reshape(-1, 2)
    cells = _cells(spots, land)
    arcs = np.full(len(xy), shapely.LineString(), dtype=object)
    wide = np.flatnonzero(_far(xy, cells) > radius_m)
    circles: Any = shapely.boundary(shapely.buffer(shapely.points(xy[wide]), radius_m, quad_segs=6))
    arcs[wide] = shapely.intersection(circles, cells[wide])
    return arcs


def _far(xy: Floats, cells: Any) -> Floats:
    """Give the distance from each point to the farthest corner of its cell."""
    corners, owner = shapely.get_coordinates(cells, return_index=True)
    far = np.zeros(len(xy))
    np.maximum.at(far, owner, np.hypot(*(corners - xy[owner]).T))
    return far


@lru_cache(maxsize=KEPT)
def _ring(spots: bytes, land: Land, radius_m: float) -> BaseGeometry:
    if not spots:
        return shapely.Polygon()
    xy = np.frombuffer(spots).reshape(-1, 2)
    cells, bank = _cells(spots, land), land.bank_of(xy)
    grown_m = radius_m + CLOSING_M
    inner = _far(xy, cells) <= grown_m
    whole = [shapely.coverage_union_all(cells[inner & (bank == number)]) for number in np.unique(bank[inner])]
    grown = shapely.union_all([_discs(xy[~inner].tobytes(), grown_m), *whole])
    closed = shapely.buffer(grown, -CLOSING_M, quad_segs=8)
    closed = shapely.simplify(closed, OUTLINE_M)
    shapely.prepare(closed)
    return closed


@lru_cache(maxsize=KEPT)
def _discs(spots: bytes, radius_m: float) -> BaseGeometry:
    discs: Any = shapely.buffer(shapely.points(np.frombuffer(spots).reshape(-1, 2)), radius_m, quad_segs=8)
    union: BaseGeometry = shapely.union_all(discs)
    return union
