"""Fronts: the shared edges of zones whose holders fight each other, exactly as both zones have them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from frontlines.control.ground import Class, Ground
from frontlines.control.land import to_degrees
from frontlines.control.smooth import as_lines, shared_segments
from frontlines.control.zones import KEPT, Tiling

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
    drawn: Any
    """The line in WGS 84."""


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
    found = []
    for edge in _edges(tiling):
        parties = meet(ground.classes[edge.classes[0]], ground.classes[edge.classes[1]])
        if parties is None:
            continue
        near = [ground.sites[at] for at in edge.sites]
        near += [ground.areas[at].state for zone in edge.bare for at in zone_areas(zone, tiling, ground)]
        found.append(
            Front(
                *parties,
                since=max((state.since for state in near), default=None),
                basis=tuple(dict.fromkeys(claim for state in near for claim in state.basis)),
                line=edge.line,
                drawn=edge.drawn,
            )
        )
    return sorted(found, key=lambda front: (-round(front.line.length), front.a, front.b, front.basis))


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where two zones touch: line in metres and in degrees, their classes, and the sites nearest to it on both sides."""

    line: Any
    drawn: Any
    classes: tuple[int, int]
    sites: tuple[int, ...]
    bare: tuple[int, ...]
    """Those of the two zones that no site stands in."""


@lru_cache(maxsize=KEPT)
def _edges(tiling: Tiling) -> tuple[_Edge, ...]:
    both, owners = shared_segments(tiling.faces)
    zones = np.sort(tiling.zone[owners], axis=1)
    apart = zones[:, 0] != zones[:, 1]
    both, zones = both[apart], zones[apart]
    if not len(both):
        return ()
    class_of = dict(zip(tiling.zone.tolist(), tiling.cls.tolist(), strict=True))
    segments = as_lines(both)
    pairs, group = np.unique(zones, axis=0, return_inverse=True)
    lines = [shapely.line_merge(shapely.multilinestrings(segments[group.ravel() == at])) for at in range(len(pairs))]
    edges = []
    for (left, right), line, drawn in zip(
        pairs.tolist(), lines, to_degrees(np.array(lines, dtype=object)), strict=True
    ):
        beside = [_beside(line, zone, tiling) for zone in (left, right)]
        bare = tuple(zone for zone, sites in zip((left, right), beside, strict=True) if not sites)
        edges.append(_Edge(line, drawn, (class_of[left], class_of[right]), beside[0] + beside[1], bare))
    return tuple(edges)


def _beside(line: Any, zone: int, tiling: Tiling) -> tuple[int, ...]:
    """Give the sites in ``zone`` nearest to the line."""
    here = np.flatnonzero(tiling.site_zone == zone)
    if not len(here):
        return ()
    parts = shapely.get_parts(line)
    marks = np.concatenate(
        [shapely.line_interpolate_point(part, np.arange(0.0, part.length + SAMPLE_M, SAMPLE_M)) for part in parts]
    )
    pairs = shapely.STRtree(tiling.spots[here]).query_nearest(marks, all_matches=False)
    return tuple(np.unique(here[pairs[1]]).tolist())


def zone_areas(zone: int, tiling: Tiling, ground: Ground) -> tuple[int, ...]:
    """Give the areas, by number in the ground, that a zone, or part of it, was drawn from."""
    faces = tiling.faces[tiling.zone == zone]
    number = tiling.cls[tiling.zone == zone][0]
    inner = shapely.point_on_surface(faces)
    return tuple(
        at for at, area in enumerate(ground.areas) if area.cls == number and shapely.intersects(area.shape, inner).any()
    )
