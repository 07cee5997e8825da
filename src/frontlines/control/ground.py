"""Which party has which ground: one rule for a point, and the lines along which its answer can change.

All geometry here is in ``crs.EQUAL_AREA`` metres (its distances are within 0.1 % of true ones over Syria).

The rule for a point, last match counts:

1. Within the ring around all open sites (``EVIDENCE_M``, closed so that it shows no scallops) the nearest open site on
   the same bank of the land's river has it.  "Nearest" means on the same bank in all that follows.
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

from frontlines.control.land import Land
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
    land: Land = field(repr=False)
    bank: Ints
    """On which bank of the land's river each site lies."""
    spots: Any = field(repr=False)
    ring: BaseGeometry = field(repr=False)
    """The ground that open sites reach."""

    def classify(self, points: Floats) -> tuple[Ints, Ints, Ints]:
        """Tell for points (n, 2) in metres: class, site it rests on or -1, area it rests on or -1."""
        cls = np.zeros(len(points), dtype=np.int64)
        site, area_of = np.full(len(points), -1), np.full(len(points), -1)
        bank = self.land.bank_of(points)
        opened, open_gap = self._nearest(points, bank, ~self.compact)
        covered = (open_gap <= EVIDENCE_M) | ((opened >= 0) & shapely.intersects_xy(self.ring, points))
        cls[covered], site[covered] = self.cls[opened[covered]], opened[covered]
        near, near_gap = self._nearest(points, bank) if self.compact.any() else (opened, open_gap)
        compact = np.zeros(len(points), dtype=bool)
        known = np.flatnonzero(near >= 0)
        at_site = near[known]
        compact[known] = self.compact[at_site] & (near_gap[known] <= self.reach[at_site])
        for at, area in enumerate(self.areas):
            inside = shapely.intersects_xy(area.shape, points)
            kept = np.zeros(len(points), dtype=bool)
            kept[known] = inside[known] & (near_gap[known] <= area.keeps[at_site])
            compact &= ~inside | kept
            cls[kept], site[kept], area_of[kept] = self.cls[near[kept]], near[kept], -1
            filled = inside & ~kept
            cls[filled], site[filled], area_of[filled] = area.cls, -1, at
        cls[compact], site[compact], area_of[compact] = self.cls[near[compact]], near[compact], -1
        return cls, site, area_of

    def _nearest(self, points: Floats, bank: Ints, among: Bools | None = None) -> tuple[Ints, Floats]:
        """Give the nearest site on the same bank, -1 where there is none, and its distance in metres."""
        nearest = np.full(len(points), -1)
        distance = np.full(len(points), np.inf)
        for number in range(len(self.land.banks)):
            here = np.flatnonzero(bank == number)
            index = np.flatnonzero((self.bank == number) & (True if among is None else among))
            if len(index) and len(here):
                pairs, gaps = shapely.STRtree(self.spots[index]).query_nearest(
                    shapely.points(points[here]), return_distance=True, all_matches=False
                )
                nearest[here[pairs[0]]] = index[pairs[1]]
                distance[here[pairs[0]]] = gaps
        return nearest, distance
