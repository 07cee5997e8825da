"""The land that zones tile, in metres, and the banks into which a river parts it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from frontlines.crs import EQUAL_AREA, WGS84

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BEYOND_M: Final = 150_000.0
"""Cells and banks reach this far beyond the country's bounds."""
RIVER_M: Final = 200.0
"""A river's line is simplified by this."""


@lru_cache(maxsize=2)
def _transformer(*, back: bool = False) -> Transformer:
    ends = (EQUAL_AREA, WGS84) if back else (WGS84, EQUAL_AREA)
    return Transformer.from_crs(*ends, always_xy=True)


def to_metres(geometry: Any) -> Any:
    """Project WGS 84 (lon, lat) geometry, or an array of it, to equal-area metres."""
    return shapely.transform(geometry, project)


def to_degrees(geometry: Any) -> Any:
    """Bring equal-area metres back to WGS 84 (lon, lat); equal input points give equal output points."""
    return shapely.transform(geometry, _unproject)


def project(xy: Floats) -> Floats:
    """Project WGS 84 (lon, lat) coordinates (n, 2) to equal-area metres."""
    return np.column_stack(_transformer().transform(xy[:, 0], xy[:, 1]))


def _unproject(xy: Floats) -> Floats:
    return np.column_stack(_transformer(back=True).transform(xy[:, 0], xy[:, 1]))


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """A country in metres: one object per country and river, so that it can be a key."""

    shape: BaseGeometry
    """On a grid of 1 m, prepared."""
    frame: BaseGeometry
    """The box ``BEYOND_M`` around it."""
    banks: tuple[BaseGeometry, ...]
    """The parts of the frame between which the river runs, prepared; only the frame where there is no river."""
    river: BaseGeometry | None

    def bank_of(self, xy: Floats) -> Ints:
        """Tell for points (n, 2) in metres on which bank each lies."""
        bank = np.zeros(len(xy), dtype=np.int64)
        for number, shape in enumerate(self.banks[1:], start=1):
            bank[shapely.intersects_xy(shape, xy)] = number
        return bank


def land_of(country: BaseGeometry, river: BaseGeometry | None = None) -> Land:
    """Give a country (WGS 84 polygon) and the river that parts it (WGS 84 line from end to end, or None) in metres.

    The river's ends are drawn out straight away from each other, so that it parts the whole frame.  Kept for the next
    call with the same shapes.
    """
    return _land(country.wkb, river.wkb if river is not None else b"")


@lru_cache(maxsize=8)
def _land(country: bytes, river: bytes) -> Land:
    shape: BaseGeometry = shapely.set_precision(shapely.make_valid(to_metres(shapely.from_wkb(country))), 1.0)
    shapely.prepare(shape)
    frame = shapely.buffer(shapely.box(*shape.bounds), BEYOND_M, join_style="mitre")
    if not river:
        return Land(shape, frame, (frame,), None)
    line = shapely.simplify(shapely.line_merge(to_metres(shapely.from_wkb(river))), RIVER_M)
    xy = shapely.get_coordinates(line)
    away = (xy[0] - xy[-1]) / np.hypot(*(xy[0] - xy[-1]))
    reach = float(np.hypot(frame.bounds[2] - frame.bounds[0], frame.bounds[3] - frame.bounds[1]))
    drawn_out: Any = shapely.linestrings(np.vstack([xy[0] + away * reach, xy, xy[-1] - away * reach]))
    drawn_out = shapely.set_precision(drawn_out, 1.0)
    noded: Any = shapely.union_all(np.array([frame.boundary, drawn_out], dtype=object))
    banks: Any = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    banks = banks[np.argsort(-shapely.area(banks))]
    shapely.prepare(banks)
    return Land(shape, frame, tuple(banks), shapely.intersection(shape, drawn_out))
