"""Zones: the country parted by who has which ground, smoothed, without gaps or overlaps.

The lines along which the ground's answer can change are noded and made into faces, each face asks the ground for its
class, faces of one class are merged, their shared edges smoothed, and the country is parted again along the smoothed
edges and the rings of evidence.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from frontlines.control.cells import arcs_of, edges_of, ring
from frontlines.control.ground import EVIDENCE_M, STEPS_M, Area, Bools, Floats, Ground, Ints
from frontlines.control.land import Land
from frontlines.control.smooth import (
    SIMPLIFY_M,
    as_lines,
    faces_between,
    linked,
    members,
    order,
    polygons_of,
    shared_segments,
    smooth_arcs,
)

KEPT: Final = 64
REMNANT_M2: Final = 1_000e6
"""A piece smaller than this that holds neither a site nor an area of its class joins its longest neighbour."""
SHIFT_M: Final = 4_000.0
"""Smoothing moves an edge by less: an inner point closer to one may stand on the other side of where the edge was."""
THIN_M: Final = 1_500.0
"""Area by outline: below it a face is thin, and its inner point no safe witness of its class."""


@dataclass(frozen=True, slots=True, eq=False)
class Tiling:
    """The country in pieces (metres): ``faces`` of one class and one step of evidence, gathered in zones.

    One object for all days on which the ground is parted alike, so that what is made from it can be kept by it.
    """

    faces: Any
    cls: Ints
    step: Ints
    """1, 2, 3: evidence within 15, 25, 35 km (3 also where only an area claim covers it); 0: no evidence."""
    zone: Ints
    """Number of the contiguous zone that each face belongs to."""
    site_zone: Ints
    """Number of the zone that each of the ground's sites stands in or nearest to."""
    segments: Ints
    """The segments that two faces share and, beside them, the two faces (`smooth.shared_segments`)."""
    owners: Ints
    spots: Any
    """The ground's sites as points."""


class Drawn:
    """A tiling as a key, with a ground that is parted by it."""

    def __init__(self, tiling: Tiling, ground: Ground) -> None:
        self.tiling, self.ground = tiling, ground

    def __hash__(self) -> int:
        return hash(self.tiling)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawn) and self.tiling is other.tiling


def tile(ground: Ground) -> Tiling:
    """Part the country by who has which ground; the last results are kept, by what decides them."""
    return _tile(_Parted(ground))


class _Parted:
    """A ground as a key: equal to any that parts the country alike."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        arrays = (ground.xy, ground.cls, ground.reach, *(area.keeps for area in ground.areas))
        areas = tuple((area.shape.wkb, area.cls) for area in ground.areas)
        self.content = (ground.land, ground.classes, areas, *(array.tobytes() for array in arrays))

    def __hash__(self) -> int:
        return hash(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parted) and self.content == other.content


@lru_cache(maxsize=KEPT)
def _tile(parted: _Parted) -> Tiling:
    ground = parted.ground
    merged, merged_cls = _rough(ground)
    rings = [ring(ground.xy, ground.land, radius_m) for radius_m in STEPS_M[:2]]
    held = merged_cls != 0
    lines = [*smooth_arcs(merged[held]), *shapely.boundary(merged[~held])]
    lines += [shape.boundary for shape in rings if not shape.is_empty]
    faces = faces_between(np.array(lines, dtype=object), ground.land.shape) if lines else polygons_of(ground.land.shape)
    inner = shapely.point_on_surface(faces)
    cls = _witness(faces, inner, merged, merged_cls)
    segments, owners = shared_segments(faces)
    cls = _without_remnants(faces, cls, ground, segments, owners)
    step = np.full(len(faces), 3)
    for number, shape in ((2, rings[1]), (1, rings[0])):
        step[shapely.intersects(shape, inner)] = number
    step[cls == 0] = 0
    zone = _gathered(faces, cls, owners)
    return Tiling(faces, cls, step, zone, _homes(ground, faces, cls, zone), segments, owners, ground.spots)


def _rough(ground: Ground) -> tuple[Any, Ints]:
    """Give the unsmoothed pieces, one class each and contiguous, and their classes.

    Edges between holders are lightly simplified.  Edges towards no evidence are smooth as they are and stay, so that a
    change of hands does not stir the outline of what is known.
    """
    opened = ground.cls[~ground.compact]
    edges = edges_of(ground.xy[~ground.compact], ground.land)
    lines = list(edges.lines(opened[edges.sides[:, 0]] != opened[edges.sides[:, 1]]))
    if ground.land.river is not None:
        lines.append(ground.land.river)
    if not ground.ring.is_empty:
        lines.append(ground.ring.boundary)
    lines.extend(_inland(area.shape, ground.land) for area in ground.areas)
    lines.extend(_islands(ground))
    faces = faces_between(np.array(lines, dtype=object), ground.land.shape) if lines else polygons_of(ground.land.shape)
    cls, _, _ = ground.classify(shapely.get_coordinates(shapely.point_on_surface(faces)))
    pieces, numbers = [], []
    for number in np.unique(cls):
        parts = polygons_of(_union(faces[cls == number]))
        pieces.append(parts[order(parts)])
        numbers.append(np.full(len(parts), number))
    merged, merged_cls = np.concatenate(pieces), np.concatenate(numbers)
    held = merged_cls != 0
    merged[held] = shapely.coverage_simplify(merged[held], SIMPLIFY_M, simplify_boundary=False)
    return merged, merged_cls


@lru_cache(maxsize=KEPT)
def _inland(shape: BaseGeometry, land: Land) -> BaseGeometry:
    """Give the part of an area's boundary that is not the land's."""
    return shapely.difference(shape.boundary, land.shape.boundary)


def within(spots: Any, polygons: Any) -> tuple[Ints, Ints]:
    """Give the pairs (number of point, number of polygon) where a point lies in a polygon."""
    polygon, spot = shapely.STRtree(spots).query(polygons, predicate="intersects")
    return spot, polygon


def _union(polygons: Any) -> BaseGeometry:
    try:
        return shapely.coverage_union_all(polygons)
    except shapely.GEOSException:
        return shapely.union_all(polygons)


def _islands(ground: Ground) -> list[BaseGeometry]:
    """Give the edges of what compact sites have, and of what sites keep inside areas of others."""
    edges = edges_of(ground.xy, ground.land)
    one, two = edges.sides.T
    ends = edges.segments.reshape(-1, 2, 2) / 1_000.0 - ground.xy[one][:, None]
    far = np.hypot(ends[..., 0], ends[..., 1]).max(axis=1)
    drawn = (ground.compact[one] | ground.compact[two]) & (ground.cls[one] != ground.cls[two])
    compact = np.where(ground.compact, ground.reach, -1.0)
    arcs: dict[float, set[int]] = {}
    for reach, area in [(compact, None), *((_kept_near(ground, area), area.shape) for area in ground.areas)]:
        for radius_m in np.unique(reach[reach > 0]).tolist():
            mine = np.flatnonzero(reach == radius_m)
            here = mine[_meets(area, arcs_of(ground.xy, ground.land, radius_m)[mine])]
            arcs.setdefault(radius_m, set()).update(here.tolist())
        # Two that keep ground part on their edge where an arc ends on it; one that does not, all along.
        less, more = np.sort([reach[one], reach[two]], axis=0)
        apart = (less > 0) & (far > less)
        if area is not None:
            apart |= (less < 0) & (more > 0)
        new = np.flatnonzero(apart & ~drawn)
        drawn[new[_meets(area, as_lines(edges.segments[new]))]] = True
    lines = [edges.lines(drawn)]
    lines += [arcs_of(ground.xy, ground.land, radius_m)[sorted(here)] for radius_m, here in sorted(arcs.items())]
    found: Any = np.concatenate(lines)
    return list(found[~shapely.is_empty(found)])


def _meets(area: BaseGeometry | None, lines: Any) -> Bools:
    """Tell which lines are not empty and reach an area, if there is one."""
    met: Bools = ~shapely.is_empty(lines)
    if area is not None:
        met[met] = shapely.intersects(area, lines[met])
    return met


def _kept_near(ground: Ground, area: Area) -> Floats:
    """Give the reach of the sites that keep something inside an area, -1 for all others."""
    reach = np.where(area.keeps > 0, area.keeps, -1.0)
    within_m: Any = np.maximum(reach, 0.0)
    near: Any = shapely.dwithin(area.shape, ground.spots, within_m)
    reach[~near] = -1.0
    return reach


def _witness(faces: Any, inner: Any, merged: Any, merged_cls: Ints) -> Ints:
    """Give each face the class of the rough piece it came from: by its inner point well inside, else by overlap."""
    found = np.zeros(len(faces), dtype=np.int64)
    at, piece = within(inner, merged)
    found[at] = merged_cls[piece]
    unsure = shapely.area(faces) / shapely.length(faces) < THIN_M
    unsure[at[shapely.distance(inner[at], shapely.boundary(merged[piece])) < SHIFT_M]] = True
    thin = np.flatnonzero(unsure)
    pairs = shapely.STRtree(merged).query(faces[thin], predicate="intersects")
    shares = shapely.area(shapely.intersection(faces[thin][pairs[0]], merged[pairs[1]]))
    sums = np.zeros((len(thin), int(merged_cls.max(initial=0)) + 1))
    np.add.at(sums, (pairs[0], merged_cls[pairs[1]]), shares)
    met = np.unique(pairs[0])
    found[thin[met]] = sums[met].argmax(axis=1)
    return found


def _without_remnants(faces: Any, cls: Ints, ground: Ground, segments: Ints, owners: Ints) -> Ints:
    """Give small pieces that no claim stands in the class of the neighbour they share the longest edge with."""
    zone = _gathered(faces, cls, owners)
    size = np.bincount(zone, weights=shapely.area(faces))
    anchored = np.zeros(len(size), dtype=bool)
    marks = np.append(ground.spots, [shapely.point_on_surface(area.shape) for area in ground.areas])
    marked = np.append(ground.cls, [area.cls for area in ground.areas]).astype(np.int64)
    if len(marks):
        mark, face = within(marks, faces)
        anchored[zone[face[cls[face] == marked[mark]]]] = True
    weak = np.flatnonzero((size < REMNANT_M2) & ~anchored)
    if not len(weak):
        return cls
    length = np.hypot(segments[:, 0] - segments[:, 2], segments[:, 1] - segments[:, 3])
    apart = zone[owners[:, 0]] != zone[owners[:, 1]]
    owners, length = np.vstack([owners[apart], owners[apart, ::-1]]), np.tile(length[apart], 2)
    edges, parts = members(zone[owners[:, 0]], len(size)), members(zone, len(size))
    cls = cls.copy()
    for number in weak[np.argsort(np.round(size[weak]), kind="stable")].tolist():
        edge = edges[number]
        if len(edge):
            cls[parts[number]] = int(np.argmax(np.bincount(cls[owners[edge, 1]], weights=length[edge])))
    return cls


def _gathered(faces: Any, cls: Ints, owners: Ints) -> Ints:
    """Number the contiguous zones: by class, then largest first."""
    first, zone = np.unique(linked(len(faces), owners[cls[owners[:, 0]] == cls[owners[:, 1]]]), return_inverse=True)
    size = np.bincount(zone, weights=shapely.area(faces))
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.lexsort((first, -np.round(size), cls[first]))] = np.arange(len(first))
    return rank[zone]


def _homes(ground: Ground, faces: Any, cls: Ints, zone: Ints) -> Ints:
    """Give each site the zone of its own class that it stands in or nearest to, -1 where there is none."""
    homes = np.full(len(ground.xy), -1)
    if not len(ground.xy):
        return homes
    at, face = within(ground.spots, faces)
    own = cls[face] == ground.cls[at]
    homes[at[own]] = zone[face[own]]
    strayed = np.flatnonzero(homes < 0)
    for number in np.unique(ground.cls[strayed]):
        mine = np.flatnonzero(cls == number)
        here = strayed[ground.cls[strayed] == number]
        if len(mine):
            pairs, gaps = shapely.STRtree(faces[mine]).query_nearest(
                ground.spots[here], return_distance=True, all_matches=False
            )
            near = gaps < EVIDENCE_M
            homes[here[pairs[0][near]]] = zone[mine[pairs[1][near]]]
    return homes
