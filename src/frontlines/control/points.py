"""Who holds given spots on a day: the raw rule of the ground, without the smoothing of the drawn zones."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import shapely

from frontlines.control.confidence import at_distance, state_confidence
from frontlines.control.evidence import to_metres
from frontlines.control.ground import EVIDENCE_M, Floats, Ground
from frontlines.control.state import State

SAME_PLACE_M: Final = 8_000.0
"""A named spot this near to the gazetteer's place of that name is that place."""

PlaceIds = Callable[[str], Sequence[str]]
"""Gives the gazetteer ids of the places that bear a name."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to ask about; WGS 84 degrees."""

    place: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Answer:
    """Who holds a spot: ``controller`` is a faction key, "unknown" only where no claim reaches."""

    controller: str
    status: str
    confidence: float
    basis: tuple[str, ...]


NOBODY: Final = Answer("unknown", "no_evidence", 0.0, ())


def points(ground: Ground, day: date, spots: Sequence[Spot], *, ids_of: PlaceIds | None = None) -> list[Answer]:
    """Tell who holds each spot, in order.

    A spot that bears the name of a place with a state of its own, within ``SAME_PLACE_M`` of it, takes that state;
    any other takes what the ground says there.

    Args:
        ground: the day's evidence (`ground_of`, or a picture's ``ground``).
        day: the day, for the age of claims.
        spots: the places to ask about.
        ids_of: the gazetteer's look-up of a name; without it, spots are known by where they are alone.
    """
    if not spots:
        return []
    xy: Floats = shapely.get_coordinates(to_metres(shapely.points([(spot.lon, spot.lat) for spot in spots])))
    by_id = {state.place_id: state for state in ground.states if state.area is None and state.holder != "unknown"}
    cls, site, area = ground.classify(xy)
    answers = []
    for at, spot in enumerate(spots):
        own = _own(spot, xy[at], by_id, ids_of) if ids_of is not None else None
        if own is not None:
            answers.append(Answer(own.holder, own.status, round(state_confidence(own, day), 3), own.basis))
        elif cls[at] == 0:
            answers.append(NOBODY)
        else:
            answers.append(_answer(ground, day, xy[at], (int(cls[at]), int(site[at]), int(area[at]))))
    return answers


def _answer(ground: Ground, day: date, xy: Floats, found: tuple[int, int, int]) -> Answer:
    cls, site, area = found
    what = ground.classes[cls]
    near = site
    if near < 0 and (own := np.flatnonzero(ground.cls == cls)).size:
        near = int(own[np.argmin(np.hypot(*(ground.xy[own] - xy).T))])
    by_site = 0.0
    basis: tuple[str, ...] = ()
    if near >= 0:
        gap = float(np.hypot(*(ground.xy[near] - xy)))
        if site >= 0 or gap <= EVIDENCE_M:
            by_site = at_distance(state_confidence(ground.sites[near], day), gap)
            basis = ground.sites[near].basis
    by_area = 0.0
    if area >= 0:
        by_area = state_confidence(ground.areas[area].state, day)
        basis = tuple(dict.fromkeys(basis + ground.areas[area].state.basis))
    return Answer(what.holder, what.status, round(max(by_site, by_area), 3), basis)


def _own(spot: Spot, xy: Floats, by_id: dict[str | None, State], ids_of: PlaceIds) -> State | None:
    """Give the state of the place that the spot names, where it is the nearest of that name and near enough."""
    best: tuple[float, State] | None = None
    for place_id in ids_of(spot.place):
        state = by_id.get(place_id)
        if state is None:
            continue
        there = shapely.get_coordinates(to_metres(shapely.Point(state.lon or 0.0, state.lat or 0.0)))[0]
        gap = float(np.hypot(*(there - xy)))
        if gap <= SAME_PLACE_M and (best is None or gap < best[0]):
            best = (gap, state)
    return best[1] if best else None
