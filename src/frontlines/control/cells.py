"""Voronoi cells of points and the ring of evidence around them; all in metres."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]

CLOSING_M: Final = 13_000.0
"""Rings of evidence are grown and shrunk by this, so that their edges show no scallops."""
BEYOND_M: Final = 150_000.0
KEPT: Final = 16
"""Rings and cells depend on where claims are, not on who holds: most days share them, so the last ones are kept."""


def cells_of(xy: Floats, country: BaseGeometry) -> Any:
    """Give the Voronoi cell of each distinct point (n, 2), in order, reaching well beyond the country's bounds."""
    return _cells(xy.tobytes(), country.bounds)


def ring(xy: Floats, country: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Give the ground within ``radius_m`` of any of the points, closed and prepared.

    A point whose whole cell lies within the radius adds nothing to the outline, so its cell stands in for its disc.
    """
    return _ring(xy.tobytes(), country.bounds, radius_m)


Bounds = tuple[float, float, float, float]


@lru_cache(maxsize=KEPT)
def _cells(spots: bytes, bounds: Bounds) -> Any:
    xy = np.frombuffer(spots).reshape(-1, 2)
    frame = shapely.buffer(shapely.box(*bounds), BEYOND_M, join_style="mitre")
    if len(xy) < 2:
        return np.array([frame] * len(xy), dtype=object)
    return shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=frame, ordered=True))


@lru_cache(maxsize=KEPT)
def _ring(spots: bytes, bounds: Bounds, radius_m: float) -> BaseGeometry:
    if not spots:
        return shapely.Polygon()
    xy, cells = np.frombuffer(spots).reshape(-1, 2), _cells(spots, bounds)
    grown_m = radius_m + CLOSING_M
    corners, owner = shapely.get_coordinates(cells, return_index=True)
    far = np.zeros(len(xy))
    np.maximum.at(far, owner, np.hypot(*(corners - xy[owner]).T))
    inner = far <= grown_m
    discs: Any = shapely.buffer(shapely.points(xy[~inner]), grown_m, quad_segs=8)
    parts = [discs, [shapely.coverage_union_all(cells[inner])] if inner.any() else []]
    closed = shapely.buffer(shapely.union_all(np.concatenate(parts)), -CLOSING_M, quad_segs=8)
    shapely.prepare(closed)
    return closed
