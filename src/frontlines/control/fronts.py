"""Fronts: the shared edges of zones whose holders fight each other, exactly as both zones have them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from frontlines.control.ground import Class, Ground, Ints
from frontlines.control.land import to_degrees
from frontlines.control.smooth import as_lines, members
from frontlines.control.zones import KEPT, Tiling


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
        for zone in edge.bare:
            near += [ground.areas[at].state for at in zone_areas(np.flatnonzero(tiling.zone == zone), tiling, ground)]
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
    """Where two zones touch: the line in metres and in degrees, the classes, and the nearest sites on both sides."""

    line: Any
    drawn: Any
    classes: tuple[int, int]
    sites: tuple[int, ...]
    bare: tuple[int, ...]
    """Those of the two zones that no site stands in."""


@lru_cache(maxsize=KEPT)
def _edges(tiling: Tiling) -> tuple[_Edge, ...]:
    both = tiling.segments
    zones = np.sort(tiling.zone[tiling.owners], axis=1)
    class_of = np.zeros(int(tiling.zone.max()) + 1, dtype=np.int64)
    class_of[tiling.zone] = tiling.cls
    apart = (zones[:, 0] != zones[:, 1]) & (class_of[zones] > 0).all(axis=1)
    both, zones = both[apart], zones[apart]
    if not len(both):
        return ()
    pairs, edge = np.unique(zones, axis=0, return_inverse=True)
    edge = edge.ravel()
    order = np.argsort(edge, kind="stable")
    runs = np.split(as_lines(both)[order], np.flatnonzero(np.diff(edge[order])) + 1)
    lines = np.array([shapely.line_merge(shapely.multilinestrings(run)) for run in runs], dtype=object)
    marks: Any = shapely.points((both[:, :2] + both[:, 2:]) / 2_000.0)
    beside = [_beside(marks, edge, zones[:, side], tiling) for side in (0, 1)]
    edges = []
    for number, (line, drawn) in enumerate(zip(lines, to_degrees(lines), strict=True)):
        left, right = pairs[number].tolist()
        near = [sites.get(number, ()) for sites in beside]
        bare = tuple(zone for zone, sites in zip((left, right), near, strict=True) if not sites)
        edges.append(_Edge(line, drawn, (int(class_of[left]), int(class_of[right])), near[0] + near[1], bare))
    return tuple(edges)


def _beside(marks: Any, edge: Ints, zone: Ints, tiling: Tiling) -> dict[int, tuple[int, ...]]:
    """Give for each edge the sites of the zone on one side that are nearest to its marks."""
    found: dict[int, tuple[int, ...]] = {}
    count = int(tiling.zone.max()) + 1
    sites = members(tiling.site_zone + 1, count + 1)[1:]
    for here, mine in zip(sites, members(zone, count), strict=True):
        if len(here) and len(mine):
            mark, site = shapely.STRtree(tiling.spots[here]).query_nearest(marks[mine], all_matches=False)
            for at, near in np.unique(np.column_stack([edge[mine[mark]], here[site]]), axis=0).tolist():
                found[at] = (*found.get(at, ()), near)
    return found


def zone_areas(faces: Ints, tiling: Tiling, ground: Ground) -> tuple[int, ...]:
    """Give the areas, by number in the ground, that a zone of these faces, or part of it, was drawn from."""
    number = tiling.cls[faces[0]]
    inner = shapely.point_on_surface(tiling.faces[faces])
    return tuple(
        at for at, area in enumerate(ground.areas) if area.cls == number and shapely.intersects(area.shape, inner).any()
    )
