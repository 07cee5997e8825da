"""Fronts: the shared edges of zones whose holders fight each other, exactly as both zones have them."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely

from frontlines.control.ground import Class, Floats, Ground, Ints
from frontlines.control.land import to_degrees
from frontlines.control.smooth import as_lines, members
from frontlines.control.zones import KEPT, Drawn, Tiling

APART_M: Final = 10_000_000.0
"""Wider than any country."""


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
    for edge in _edges(Drawn(tiling, ground)):
        near = [*(ground.sites[at] for at in edge.sites), *(ground.areas[at].state for at in edge.areas)]
        found.append(
            Front(
                *edge.parties,
                since=max((state.since for state in near), default=None),
                basis=tuple(dict.fromkeys(claim for state in near for claim in state.basis)),
                line=edge.line,
                drawn=edge.drawn,
            )
        )
    return sorted(found, key=lambda front: (-round(front.line.length), front.a, front.b, front.basis))


@dataclass(frozen=True, slots=True)
class _Edge:
    """Where two zones meet as enemies: the line in metres and in degrees, and what it rests on by number."""

    parties: tuple[str, str, str]
    line: Any
    drawn: Any
    sites: tuple[int, ...]
    """The nearest on both sides."""
    areas: tuple[int, ...]
    """Those of a side that no site stands in."""


@lru_cache(maxsize=KEPT)
def _edges(of: Drawn) -> tuple[_Edge, ...]:
    tiling, ground = of.tiling, of.ground
    zones = np.sort(tiling.zone[tiling.owners], axis=1)
    pairs, edge = np.unique(zones[:, 0] * len(tiling.faces) + zones[:, 1], return_inverse=True)
    class_of = np.zeros(int(tiling.zone.max()) + 1, dtype=np.int64)
    class_of[tiling.zone] = tiling.cls
    sides = np.column_stack(np.divmod(pairs, len(tiling.faces)))
    met = [meet(*(ground.classes[number] for number in class_of[side])) for side in sides]
    parties = [found for found in met if found is not None]
    front = np.array([found is not None for found in met], dtype=bool)
    here = front[edge]
    both, zones, edge, sides = tiling.segments[here], zones[here], (np.cumsum(front) - 1)[edge[here]], sides[front]
    runs = [shapely.multilinestrings(as_lines(both[run])) for run in members(edge, len(sides))]
    drawn_m: Any = shapely.line_merge(np.array(runs, dtype=object))
    drawn = to_degrees(drawn_m)
    marks = (both[:, :2] + both[:, 2:]) / 2_000.0
    beside = [_beside(marks, edge, zones[:, side], tiling, len(sides)) for side in (0, 1)]
    edges = []
    for at, pair in enumerate(sides):
        near = [sites[at] for sites in beside]
        bare = [zone for zone, sites in zip(pair, near, strict=True) if not sites]
        areas = [area for zone in bare for area in zone_areas(np.flatnonzero(tiling.zone == zone), tiling, ground)]
        edges.append(_Edge(parties[at], drawn_m[at], drawn[at], near[0] + near[1], tuple(areas)))
    return tuple(edges)


def _beside(marks: Floats, edge: Ints, zone: Ints, tiling: Tiling, count: int) -> list[tuple[int, ...]]:
    """Give for each of ``count`` edges the sites of the zone on one side that are nearest to its marks (n, 2).

    Each zone is set apart from the others, so that one search finds the nearest within it.
    """
    here = np.flatnonzero(tiling.site_zone >= 0)
    apart = np.column_stack([np.arange(tiling.zone.max() + 1.0) * APART_M, np.zeros(tiling.zone.max() + 1)])
    sites: Any = shapely.points(shapely.get_coordinates(tiling.spots[here]) + apart[tiling.site_zone[here]])
    asked: Any = shapely.points(marks + apart[zone])
    pairs, gaps = shapely.STRtree(sites).query_nearest(asked, return_distance=True, all_matches=False)
    mark, site = pairs[:, gaps < APART_M / 2]
    at, near = np.divmod(np.unique(edge[mark] * len(tiling.spots) + here[site]), len(tiling.spots))
    return [tuple(near[which].tolist()) for which in members(at, count)]


def zone_areas(faces: Ints, tiling: Tiling, ground: Ground) -> tuple[int, ...]:
    """Give the areas, by number in the ground, that a zone of these faces, or part of it, was drawn from."""
    number = tiling.cls[faces[0]]
    inner = shapely.point_on_surface(tiling.faces[faces])
    return tuple(
        at for at, area in enumerate(ground.areas) if area.cls == number and shapely.intersects(area.shape, inner).any()
    )
