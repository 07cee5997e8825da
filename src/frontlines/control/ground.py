"""Which party has which ground: one rule for a point, and the lines along which its answer can change.

All geometry here is in ``crs.EQUAL_AREA`` metres (its distances are within 0.1 % of true ones over Syria).

The rule for a point, last match counts:

1. The nearest open site within ``EVIDENCE_M`` has it (Voronoi cell, clipped; the ring around all of them is closed by
   ``CLOSING_M`` so that it shows no scallops).
2. An area claimed whole or for the most part has it, unless the nearest site is another holder's and keeps it: a site
   keeps its whole cell, but only ``ENCLAVE_M`` where it is cut off inside the area from the other places of its holder
   and was not told of after the area; and a site outside keeps nothing of an area claimed whole.
3. The nearest site has it where that is a *compact* one and within its reach: besieged, contested, truce and mixed
   places and enclaves reach ``ENCLAVE_M``, a quarter of a city ``QUARTER_M``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from frontlines.control.cells import CLOSING_M
from frontlines.control.state import State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Shapes = Callable[[str], BaseGeometry]
"""Gives the polygon of an area expression, WGS 84 (lon, lat)."""

STEPS_M: Final = (15_000.0, 25_000.0, 35_000.0)
EVIDENCE_M: Final = STEPS_M[-1]
ENCLAVE_M: Final = 12_000.0
MOST_DAYS: Final = 3 * 365
"""A claim on most of an area is spent after this long; one on all of it stays until another takes its place."""
QUARTER_M: Final = 4_000.0
BORDER_M: Final = 3_000.0
"""A place this near outside the border is a border town whose coordinates are off; beyond it is abroad."""


@dataclass(frozen=True, slots=True)
class Class:
    """What a piece of ground is: drawn as one zone where it is contiguous."""

    holder: str
    other: str | None
    status: str


NO_EVIDENCE: Final = Class("unknown", None, "no_evidence")


@dataclass(frozen=True, slots=True)
class Area:
    """An area claim that acts, with the reach in metres that each site keeps inside it (below 0 = none)."""

    state: State
    shape: BaseGeometry
    cls: int
    keeps: Floats


@dataclass(frozen=True, slots=True)
class Ground:
    """The evidence of one day, ready to answer for any point (metres)."""

    states: tuple[State, ...]
    """Every state of the day, areas that overrode a place already applied."""
    sites: tuple[State, ...]
    xy: Floats
    cls: Ints
    reach: Floats
    compact: Bools
    areas: tuple[Area, ...]
    classes: tuple[Class, ...]
    country: BaseGeometry
    spots: Any = field(repr=False)
    """The sites as points, and their Voronoi cells: among all sites, and of the open ones among themselves."""
    cells: Any = field(repr=False)
    open_cells: Any = field(repr=False)
    ring: BaseGeometry = field(repr=False)
    """The ground that open sites reach."""

    def classify(self, points: Floats) -> tuple[Ints, Ints, Ints]:
        """Tell for points (n, 2) in metres: class, site it rests on or -1, area it rests on or -1."""
        return _classify(self, points, self._nearest(points, ~self.compact), self._nearest(points))

    def classify_left_out(self) -> tuple[Ints, Ints, Ints]:
        """Tell for every site's own spot what the ground would be without that site."""
        gaps = np.hypot(self.xy[:, None, 0] - self.xy[None, :, 0], self.xy[:, None, 1] - self.xy[None, :, 1])
        np.fill_diagonal(gaps, np.inf)
        return _classify(self, self.xy, _argmin(np.where(self.compact[None, :], np.inf, gaps)), _argmin(gaps))

    def _nearest(self, points: Floats, among: Bools | None = None) -> tuple[Ints, Floats]:
        index = np.flatnonzero(among) if among is not None else np.arange(len(self.xy))
        if not len(index):
            return np.full(len(points), -1), np.full(len(points), np.inf)
        tree = shapely.STRtree(self.spots[index])
        pairs, gaps = tree.query_nearest(shapely.points(points), return_distance=True, all_matches=False)
        nearest = np.full(len(points), -1)
        distance = np.full(len(points), np.inf)
        nearest[pairs[0]] = index[pairs[1]]
        distance[pairs[0]] = gaps
        return nearest, distance


def _argmin(gaps: Floats) -> tuple[Ints, Floats]:
    if not gaps.size:
        return np.zeros(0, dtype=np.int64), np.zeros(0)
    at = np.argmin(gaps, axis=1)
    distance = gaps[np.arange(len(gaps)), at]
    return np.where(np.isfinite(distance), at, -1), distance


def _classify(
    ground: Ground, points: Floats, nearest_open: tuple[Ints, Floats], nearest_any: tuple[Ints, Floats]
) -> tuple[Ints, Ints, Ints]:
    cls = np.zeros(len(points), dtype=np.int64)
    site = np.full(len(points), -1)
    area_of = np.full(len(points), -1)
    near, near_gap = nearest_any
    known = near >= 0
    near_cls = np.where(known, ground.cls[near], 0) if len(ground.xy) else cls.copy()
    reach = (
        np.where(known & ground.compact[near], ground.reach[near], -1.0)
        if len(ground.xy)
        else np.full(len(points), -1.0)
    )

    opened, open_gap = nearest_open
    covered = open_gap <= EVIDENCE_M
    if not ground.ring.is_empty:
        covered |= (open_gap < EVIDENCE_M + CLOSING_M) & shapely.intersects_xy(ground.ring, points)
    cls[covered], site[covered] = ground.cls[opened[covered]], opened[covered]
    compact = known & (near_gap <= reach)
    for at, area in enumerate(ground.areas):
        inside = shapely.intersects_xy(area.shape, points)
        kept = inside & known & (near_gap <= area.keeps[near]) if len(ground.xy) else np.zeros_like(inside)
        compact &= ~inside | kept
        cls[kept], site[kept], area_of[kept] = near_cls[kept], near[kept], -1
        filled = inside & ~kept
        cls[filled], site[filled], area_of[filled] = area.cls, -1, at
    cls[compact], site[compact], area_of[compact] = near_cls[compact], near[compact], -1
    return cls, site, area_of
