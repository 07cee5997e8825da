"""From the states of a day to its `Ground`: sites with their reach, areas that still act, and the ring of evidence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from frontlines.control.cells import marks, ring
from frontlines.control.enclaves import groups
from frontlines.control.ground import (
    BORDER_M,
    ENCLAVE_M,
    EVIDENCE_M,
    MOST_DAYS,
    NO_EVIDENCE,
    QUARTER_M,
    Area,
    Bools,
    Class,
    Floats,
    Ground,
    Ints,
    Shapes,
)
from frontlines.control.land import Land, project, to_metres
from frontlines.control.state import State
from frontlines.errors import FrontlinesError


def build_ground(states: Sequence[State], day: date, *, land: Land, shapes: Shapes) -> Ground:
    """Gather a day's evidence.

    Args:
        states: the day's states (`states_on`), in any order.
        day: the day, for the age of claims on areas.
        land: what the zones tile.
        shapes: gives the polygon (WGS 84) of an area expression.
    """
    fresh = [state for state in states if state.extent != "most" or (day - state.seen).days <= MOST_DAYS]
    areas = _areas([state for state in fresh if state.area is not None], land=land, shapes=shapes)
    points = [state for state in states if state.area is None]
    placed = [state for state in points if state.lon is not None and state.lat is not None]
    spots = project(np.array([(state.lon, state.lat) for state in placed], dtype=float).reshape(-1, 2))
    placed = _overridden(placed, spots, areas)
    settled = {state.key: state for state in placed}
    everything = tuple(
        sorted(
            [settled.get(state.key, state) if state.area is None else state for state in states],
            key=lambda state: (state.area is not None, state.key),
        )
    )

    sites, xy = _sites(placed, spots, land)
    what = [(state.holder, state.other, state.status) for state in sites]
    table = sorted({*what, *((state.holder, state.other, state.status) for state, _ in areas)}, key=repr)
    classes = (NO_EVIDENCE, *(Class(*kind) for kind in table))
    number = {kind: at for at, kind in enumerate(table, start=1)}
    cls = np.array([number[kind] for kind in what], dtype=np.int64)
    group, enclaves = groups([state.holder for state in sites], xy)
    reach, compact = _reach(sites, enclaves)
    acting = _painted(
        areas,
        sites=sites,
        xy=xy,
        cls=cls,
        reach=reach,
        compact=compact,
        group=group,
        numbers=[number[state.holder, state.other, state.status] for state, _ in areas],
    )
    return Ground(
        states=everything,
        sites=tuple(sites),
        xy=xy,
        cls=cls,
        reach=reach,
        compact=compact,
        areas=acting,
        classes=classes,
        land=land,
        bank=land.bank_of(xy),
        spots=marks(xy),
        ring=ring(xy[~compact], land, EVIDENCE_M),
    )


def _areas(states: Sequence[State], *, land: Land, shapes: Shapes) -> list[tuple[State, BaseGeometry]]:
    """Give the areas that claims cover whole or for the most part, clipped to the country, those beaten left out.

    In the order they are painted: older first; on one day the larger first.
    """
    found = []
    for state in states:
        if state.extent == "part" or state.holder == "unknown" or state.area is None:
            continue
        shape = _shape(state.area, land, shapes)
        if shape is not None:
            found.append((state, shape))
    found.sort(key=lambda pair: (pair[0].seen, -round(pair[1].area), pair[0].key))
    order = tuple((state.area or "", state.extent) for state, _ in found)
    return [(found[at][0], shape) for at, shape in _seen(order, land, shapes)]


@lru_cache(maxsize=512)
def _shape(area: str, land: Land, shapes: Shapes) -> BaseGeometry | None:
    """Give an area's part of the land, prepared; None where there is none."""
    try:
        shape = shapely.make_valid(to_metres(shapes(area)))
    except FrontlinesError:  # a report's area that can't be drawn moves no ground; check-data tells of a ledger's
        return None
    shape = shapely.intersection(land.shape, shape, grid_size=1.0)
    shapely.prepare(shape)
    return shape if shape.area > 0 else None


@lru_cache(maxsize=64)
def _seen(areas: tuple[tuple[str, str], ...], land: Land, shapes: Shapes) -> tuple[tuple[int, BaseGeometry], ...]:
    """Give the areas, of (expression, extent) in the order they are painted, of which anything is seen."""
    found = [(extent, shape) for area, extent in areas if (shape := _shape(area, land, shapes)) is not None]
    kept = []
    for at, (_, shape) in enumerate(found):
        rest = shape
        for later, above in found[at + 1 :]:
            if (later == "all" or above.area <= shape.area) and shapely.intersects(shape, above):
                rest = rest.difference(above)
        if rest.area > 0.01 * shape.area:
            kept.append(at)
    painted = []
    for number, at in enumerate(kept):
        extent, shape = found[at]
        smaller = [found[below][1] for below in kept[:number] if found[below][1].area < shape.area]
        smaller = [below for below in smaller if shapely.intersects(shape, below)]
        if extent == "most" and smaller:
            shape = shape.difference(shapely.union_all(smaller))
            shapely.prepare(shape)
        if shape.area > 0:
            painted.append((at, shape))
    return tuple(painted)


def _overridden(sites: Sequence[State], xy: Floats, areas: Sequence[tuple[State, BaseGeometry]]) -> list[State]:
    """Let a newer claim on the whole of an area decide the places inside it."""
    settled = list(sites)
    for area, shape in areas:
        if area.extent != "all" or not len(xy):
            continue
        for at in np.flatnonzero(shapely.intersects_xy(shape, xy)):
            site = settled[at]
            if area.seen <= site.seen:
                continue
            if (site.holder, site.other, site.status) == (area.holder, area.other, area.status):
                settled[at] = replace(site, seen=area.seen, basis=tuple(dict.fromkeys(site.basis + area.basis)))
            else:
                settled[at] = replace(
                    site,
                    holder=area.holder,
                    other=area.other,
                    status=area.status,
                    since=area.seen if area.since <= site.seen else area.since,
                    seen=area.seen,
                    certainty=area.certainty,
                    basis=area.basis,
                )
    return settled


def _sites(placed: Sequence[State], spots: Floats, land: Land) -> tuple[list[State], Floats]:
    """Keep the places that decide ground: in the country, with a known holder, one per spot (the newest)."""
    if not placed:
        return [], np.zeros((0, 2))
    inside = _inside(spots.tobytes(), land)
    best: dict[tuple[float, float], State] = {}
    for state, spot, ok in zip(placed, np.round(spots).tolist(), inside, strict=True):
        if not ok or state.holder == "unknown":
            continue
        rival = best.get((spot[0], spot[1]))
        if rival is None or (rival.seen, rival.key) < (state.seen, state.key):
            best[spot[0], spot[1]] = state
    ordered = sorted(best.items())
    return [state for _, state in ordered], np.array([spot for spot, _ in ordered], dtype=float).reshape(-1, 2)


@lru_cache(maxsize=4)
def _inside(spots: bytes, land: Land) -> Bools:
    xy = np.frombuffer(spots).reshape(-1, 2)
    inside: Any = np.isfinite(xy).all(axis=1)
    inside[inside] = shapely.dwithin(land.shape, shapely.points(xy[inside]), BORDER_M)
    found: Bools = inside
    return found


def _reach(sites: Sequence[State], enclaves: Sequence[int]) -> tuple[Floats, Bools]:
    """Give each site's reach in metres, and whether it is compact: besieged, contested, a quarter, or an enclave."""
    reach = np.full(len(sites), EVIDENCE_M)
    for at, state in enumerate(sites):
        if state.kind == "neighbourhood":
            reach[at] = QUARTER_M
        elif state.status != "held":
            reach[at] = ENCLAVE_M
    reach[list(enclaves)] = np.minimum(reach[list(enclaves)], ENCLAVE_M)
    return reach, reach < EVIDENCE_M


def _painted(
    areas: Sequence[tuple[State, BaseGeometry]],
    *,
    sites: Sequence[State],
    xy: Floats,
    cls: Ints,
    reach: Floats,
    compact: Bools,
    group: Ints,
    numbers: Sequence[int],
) -> tuple[Area, ...]:
    """Give the areas that still act, with what each site keeps inside them.

    An area claim is spent when, of the sites inside it, more than half (and at least three) belong to others by newer
    claims.
    """
    painted = []
    seen = np.array([site.seen.toordinal() for site in sites], dtype=np.int64)
    holders = np.array([site.holder for site in sites], dtype=object)
    unsettled = np.array([site.status != "held" for site in sites], dtype=bool)
    for (state, shape), number in zip(areas, numbers, strict=True):
        inside: Bools = shapely.intersects_xy(shape, xy) if len(xy) else np.zeros(0, dtype=bool)
        newer = seen > state.seen.toordinal()
        others: Bools = np.asarray(holders != state.holder, dtype=bool)
        turned = (inside & newer & others).sum()
        if turned >= 3 and 2 * turned > inside.sum():
            continue
        differs = others | (unsettled & (cls != number))
        cut_off = inside & ~newer & ~np.isin(group, group[~inside])
        keeps = np.where(cut_off, ENCLAVE_M, EVIDENCE_M)
        if state.extent == "all":
            keeps = np.where(inside, keeps, -1.0)
        keeps = np.where(compact, np.minimum(keeps, reach), keeps)
        keeps = np.where(differs, keeps, -1.0)
        painted.append(Area(state=state, shape=shape, cls=number, keeps=keeps))
    return tuple(painted)
