"""Fronts: the shared edges of zones whose holders fight each other, exactly as both zones have them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import shapely

from frontlines.control.ground import Class, Ground
from frontlines.control.smooth import as_lines, shared_segments
from frontlines.control.state import State
from frontlines.control.zones import Tiling

SAMPLE_M: Final = 4_000.0
"""The claims of a front are those of the nearest places on both sides, asked at points this far apart."""


@dataclass(frozen=True, slots=True)
class Front:
    """One front between two zones; ``line`` in metres, parties by faction key, ``a`` before ``b`` in the alphabet."""

    a: str
    b: str
    status: str
    since: date | None
    """The last change of hands among the places on both sides."""
    basis: tuple[str, ...]
    line: Any


def meet(one: Class, two: Class) -> tuple[str, str, str] | None:
    """Tell which two parties meet where two kinds of ground touch, and how; None where no front is."""
    if "no_evidence" in {one.status, two.status}:
        return None
    split = [cls for cls in (one, two) if cls.status in {"contested", "mixed"} and cls.other]
    status = "contested" if split else "besieged" if "besieged" in {one.status, two.status} else "held"
    if "truce" in {one.status, two.status}:
        status = "truce"
    if one.holder != two.holder:
        a, b = sorted((one.holder, two.holder))
        return a, b, status
    if split and one != two:
        a, b = sorted((split[0].holder, split[0].other or split[0].holder))
        return a, b, status
    return None


def fronts_of(tiling: Tiling, ground: Ground) -> list[Front]:
    """Give the fronts of a tiling, longest first."""
    both, owners = shared_segments(tiling.faces)
    zones = np.sort(tiling.zone[owners], axis=1)
    apart = zones[:, 0] != zones[:, 1]
    both, zones = both[apart], zones[apart]
    if not len(both):
        return []
    class_of = dict(zip(tiling.zone.tolist(), tiling.cls.tolist(), strict=True))
    lines = as_lines(both)
    pairs, group = np.unique(zones, axis=0, return_inverse=True)
    found = []
    for at, (left, right) in enumerate(pairs.tolist()):
        parties = meet(ground.classes[class_of[left]], ground.classes[class_of[right]])
        if parties is None:
            continue
        line = shapely.line_merge(shapely.multilinestrings(lines[group.ravel() == at]))
        near = [*_beside(line, left, tiling, ground), *_beside(line, right, tiling, ground)]
        found.append(
            Front(
                *parties,
                since=max((state.since for state in near), default=None),
                basis=tuple(dict.fromkeys(claim for state in near for claim in state.basis)),
                line=line,
            )
        )
    return sorted(found, key=lambda front: (-round(front.line.length), front.a, front.b, front.basis))


def _beside(line: Any, zone: int, tiling: Tiling, ground: Ground) -> list[State]:
    """Give the states of the places in ``zone`` nearest to the line, or of the areas that make the zone."""
    here = np.flatnonzero(tiling.site_zone == zone)
    if not len(here):
        return zone_areas(zone, tiling, ground)
    parts = shapely.get_parts(line)
    marks = np.concatenate(
        [shapely.line_interpolate_point(part, np.arange(0.0, part.length + SAMPLE_M, SAMPLE_M)) for part in parts]
    )
    pairs = shapely.STRtree(ground.spots[here]).query_nearest(marks, all_matches=False)
    return [ground.sites[at] for at in np.unique(here[pairs[1]])]


def zone_areas(zone: int, tiling: Tiling, ground: Ground) -> list[State]:
    """Give the states of the areas that a zone, or part of it, was drawn from."""
    faces = tiling.faces[tiling.zone == zone]
    number = tiling.cls[tiling.zone == zone][0]
    inner = shapely.point_on_surface(faces)
    return [area.state for area in ground.areas if area.cls == number and shapely.intersects(area.shape, inner).any()]
