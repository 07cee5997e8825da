"""Which places of one holder hang together, and which are enclaves."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOUR_M: Final = 70_000.0
"""Places further apart than this, twice the reach of evidence, neither hang together nor surround each other."""
ENCLAVE_SITES: Final = 3
"""A larger group of places is no enclave, even where others stand all around it."""


def groups(holders: Sequence[str], xy: Floats) -> tuple[Ints, list[int]]:
    """Give each place's group (places of one holder linked by neighbourhood) and the places that are enclaves.

    Neighbours are those of the Delaunay triangulation up to ``NEIGHBOUR_M`` apart.  An enclave is a place of a group of
    up to ``ENCLAVE_SITES`` with neighbours of other holders on all sides.

    Args:
        holders: holder of each place.
        xy: the places, distinct, metres, (n, 2).
    """
    own, foreign = _neighbours(holders, xy)
    group = np.full(len(holders), -1)
    enclaves = []
    for first in range(len(holders)):
        if group[first] >= 0:
            continue
        members, fringe = {first}, [first]
        while fringe:
            for near in own[fringe.pop()]:
                if near not in members:
                    members.add(near)
                    fringe.append(near)
        group[list(members)] = first
        if len(members) <= ENCLAVE_SITES:
            around = sorted(set().union(*(foreign[member] for member in members)))
            enclaves += [member for member in sorted(members) if _surrounded(xy[member], xy[around])]
    return group, enclaves


def _neighbours(holders: Sequence[str], xy: Floats) -> tuple[list[list[int]], list[list[int]]]:
    own: list[list[int]] = [[] for _ in holders]
    foreign: list[list[int]] = [[] for _ in holders]
    if len(holders) < 2:
        return own, foreign
    index = {(x, y): at for at, (x, y) in enumerate(xy.tolist())}
    lines = shapely.delaunay_triangles(shapely.multipoints(xy), only_edges=True)
    ends = shapely.get_coordinates(shapely.get_parts(lines)).reshape(-1, 2, 2)
    if not len(ends):
        order = np.lexsort(xy.T)
        ends = np.stack([xy[order[:-1]], xy[order[1:]]], axis=1)
    near = np.hypot(*(ends[:, 0] - ends[:, 1]).T) <= NEIGHBOUR_M
    for (ax, ay), (bx, by) in ends[near].tolist():
        a, b = index[ax, ay], index[bx, by]
        kind = own if holders[a] == holders[b] else foreign
        kind[a].append(b)
        kind[b].append(a)
    return own, foreign


def _surrounded(spot: Floats, others: Floats) -> bool:
    """Tell whether the others stand on all sides of a spot: no gap between their directions as wide as half a turn."""
    if len(others) < 3:
        return False
    turns = np.sort(np.arctan2(*(others - spot).T))
    gaps = np.diff(np.append(turns, turns[0] + 2 * np.pi))
    return bool(gaps.max() < np.pi)
