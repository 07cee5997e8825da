"""Which places of one holder hang together, and which are enclaves."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from frontlines.control.smooth import linked, members

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
    group, enclaves = _groups(tuple(holders), xy.tobytes())
    return group, list(enclaves)


@lru_cache(maxsize=4)
def _groups(holders: tuple[str, ...], spots: bytes) -> tuple[Ints, tuple[int, ...]]:
    xy = np.frombuffer(spots).reshape(-1, 2)
    pairs = _neighbours(spots)
    codes = np.unique(np.array(holders, dtype=object), return_inverse=True)[1] if len(holders) else np.zeros(0)
    own = codes[pairs[:, 0]] == codes[pairs[:, 1]]
    group = linked(len(holders), pairs[own])
    small = np.bincount(group, minlength=len(group))[group] <= ENCLAVE_SITES
    foreign = np.vstack([pairs[~own], pairs[~own, ::-1]])
    around, inside = members(group[foreign[:, 0]], len(group)), members(group, len(group))
    enclaves = []
    for first in np.unique(group[small]).tolist():
        others = xy[np.unique(foreign[around[first], 1])]
        enclaves += [member for member in inside[first].tolist() if _surrounded(xy[member], others)]
    return group, tuple(sorted(enclaves))


@lru_cache(maxsize=4)
def _neighbours(spots: bytes) -> Ints:
    """Give the pairs of places that are neighbours, (n, 2)."""
    xy = np.frombuffer(spots).reshape(-1, 2)
    if len(xy) < 2:
        return np.zeros((0, 2), dtype=np.int64)
    lines = shapely.delaunay_triangles(shapely.multipoints(xy), only_edges=True)
    ends = shapely.get_coordinates(lines)
    if not len(ends):
        order = np.lexsort(xy.T)
        pairs = np.column_stack([order[:-1], order[1:]])
    else:
        spots_at, ends_at = (part[:, 0] + 1j * part[:, 1] for part in (xy, ends.reshape(-1, 2)))
        order = np.argsort(spots_at)
        pairs = order[np.searchsorted(spots_at[order], ends_at)].reshape(-1, 2)
    near: Ints = pairs[np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T) <= NEIGHBOUR_M]
    return near


def _surrounded(spot: Floats, others: Floats) -> bool:
    """Tell whether the others stand on all sides of a spot: no gap between their directions as wide as half a turn."""
    if len(others) < 3:
        return False
    turns = np.sort(np.arctan2(*(others - spot).T))
    gaps = np.diff(np.append(turns, turns[0] + 2 * np.pi))
    return bool(gaps.max() < np.pi)
