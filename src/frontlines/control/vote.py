"""Who holds a spot that no claim names: its neighbours vote, each by kind and distance, and claims on areas with them.

A site's vote counts ``kind / (distance + SOFT_M) ** POWER``, and less from another governorate; sites beyond the river
have none.  A claim on an area votes as a site ``AREA_M`` away would.  A spot right at a site is that site's.

The figures were chosen by leaving places and whole districts out of the ledger and asking for them
(`frontlines evaluate-control`, docs/control.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from frontlines.control.ground import EVIDENCE_M, Bools, Class, Floats, Ground

NEIGHBOURS: Final = 16
SOFT_M: Final = 2_000.0
POWER: Final = 3
BY_KIND: Final = {"neighbourhood": 0.1, "airbase": 0.1}
"""Quarters and air bases tell of themselves: a garrison often holds out in other hands' country.  All else counts 1."""
OTHER_GOVERNORATE: Final = 0.3
AREA_M: Final = {"all": 3_000.0, "most": 15_000.0}
AT_SITE_M: Final = 300.0
AT_ONCE: Final = 1_000
"""Spots asked in one go, to bound the memory for distances."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What the neighbours say: the winner's class, its share of the votes, and the strongest voice for it."""

    what: Class
    share: float
    site: int
    """Number of the site, -1 where the strongest voice is an area's."""
    area: int
    """Number of the area that the winner's claim covers, -1 where there is none."""
    gap_m: float
    """To the nearest site on the same bank."""


def vote(
    ground: Ground, xy: Floats, admin1: Sequence[str | None], *, without: Bools | None = None
) -> list[Vote | None]:
    """Ask for spots (n, 2) in metres; None where no site is within reach and no area covers the spot.

    Args:
        ground: the day's evidence.
        xy: the spots.
        admin1: the governorate of each, None where unknown.
        without: (n, number of sites), true for sites that must not be asked for a spot.
    """
    found: list[Vote | None] = []
    for start in range(0, len(xy), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        found += _vote(ground, xy[part], admin1[part], without[part] if without is not None else None)
    return found


def _vote(ground: Ground, xy: Floats, admin1: Sequence[str | None], without: Bools | None) -> list[Vote | None]:
    gaps = np.hypot(xy[:, None, 0] - ground.xy[None, :, 0], xy[:, None, 1] - ground.xy[None, :, 1])
    if without is not None:
        gaps[without] = np.inf
    reached = gaps.min(axis=1, initial=np.inf) <= EVIDENCE_M
    if without is None:
        reached |= shapely.intersects_xy(ground.ring, xy)
    gaps[ground.land.bank_of(xy)[:, None] != ground.bank[None, :]] = np.inf
    count = min(NEIGHBOURS, gaps.shape[1])
    near = np.argpartition(gaps, count - 1, axis=1)[:, :count] if count else np.zeros((len(xy), 0), dtype=np.int64)
    near = np.take_along_axis(near, np.lexsort((near, np.take_along_axis(gaps, near, axis=1)), axis=1), axis=1)
    gaps = np.take_along_axis(gaps, near, axis=1)
    home = np.array([site.admin1 for site in ground.sites], dtype=object)
    kind = np.array([BY_KIND.get(site.kind or "", 1.0) for site in ground.sites])
    covered = [shapely.intersects_xy(area.shape, xy) for area in ground.areas]
    votes: list[Vote | None] = []
    for at, (there, way) in enumerate(zip(near, gaps, strict=True)):
        areas = [number for number, inside in enumerate(covered) if inside[at]]
        if not areas and not (reached[at] and np.isfinite(way).any()):
            votes.append(None)
            continue
        weight = kind[there] / (way + SOFT_M) ** POWER
        if admin1[at] is not None:
            weight[[name is not None and name != admin1[at] for name in home[there]]] *= OTHER_GOVERNORATE
        if len(way) and way[0] <= AT_SITE_M:
            weight[1:] = 0.0
            areas = []
        votes.append(_count(ground, there, weight, areas, float(way[0]) if len(way) else np.inf))
    return votes


def _count(ground: Ground, sites: Sequence[int], weight: Floats, areas: Sequence[int], gap_m: float) -> Vote:
    sums: dict[str, float] = {}
    voices: dict[str, tuple[float, int, int]] = {}
    covering: dict[str, int] = {}
    for site, counts in zip(sites, weight.tolist(), strict=True):
        holder = ground.sites[site].holder
        sums[holder] = sums.get(holder, 0.0) + counts
        voices[holder] = max(voices.get(holder, (-1.0, -1, -1)), (counts, int(site), -1))
    for area in areas:
        state = ground.areas[area].state
        counts = 1 / (AREA_M[state.extent] + SOFT_M) ** POWER
        sums[state.holder] = sums.get(state.holder, 0.0) + counts
        voices[state.holder] = max(voices.get(state.holder, (-1.0, -1, -1)), (counts, -1, area))
        covering[state.holder] = area
    winner = max(sorted(sums), key=lambda holder: sums[holder])
    _, site, area = voices[winner]
    number = ground.cls[site] if site >= 0 else ground.areas[area].cls
    share = sums[winner] / sum(sums.values())
    return Vote(ground.classes[int(number)], share, site, covering.get(winner, -1), gap_m)
