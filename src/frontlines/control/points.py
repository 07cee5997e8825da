"""Who holds given spots on a day: a known place's own state, or what its neighbours say."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any, Final

import numpy as np
import shapely

from frontlines.control.confidence import state_confidences, vote_confidence
from frontlines.control.ground import Floats, Ground
from frontlines.control.land import project
from frontlines.control.state import State
from frontlines.control.vote import Vote, vote
from frontlines.geography.names import fold
from frontlines.turns import in_turn

SAME_PLACE_M: Final = 8_000.0
"""A named spot this near to the gazetteer's place of that name is that place."""
ALIKE_M: Final = 3_000.0
ALIKE: Final = 0.8
"""So is one this near to a place whose folded name is this much like its own (difflib's ratio)."""
_PARTS: Final = re.compile(r"\s*[()/,;|]\s*|\s+(?:or|aka)\s+")

PlaceIds = Callable[[str], Sequence[str]]
"""Gives the gazetteer ids of the places that bear a name."""
Governorate = Callable[[float, float], str | None]
"""Gives the governorate of a point (lon, lat), None outside the country."""


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


@in_turn
def points(
    ground: Ground,
    day: date,
    spots: Sequence[Spot],
    *,
    ids_of: PlaceIds | None = None,
    admin1_of: Governorate | None = None,
) -> list[Answer]:
    """Tell who holds each spot, in order.

    A spot that bears the name of a place with a state of its own, within ``SAME_PLACE_M`` of it, takes that state;
    any other takes what its neighbours say (`vote.vote`).  Where a fight goes on the answer is the better guess.

    Args:
        ground: the day's evidence (`ground_of`, or a picture's ``ground``).
        day: the day, for the age of claims.
        spots: the places to ask about.
        ids_of: the gazetteer's look-up of a name; without it, spots are known by where they are alone.
        admin1_of: tells a spot's governorate, whose places know more about it; without it, that is not considered.
    """
    if not spots:
        return []
    xy = project(np.array([(spot.lon, spot.lat) for spot in spots], dtype=float))
    own = _Own(ground, ids_of)
    admin1 = [admin1_of(spot.lon, spot.lat) if admin1_of else None for spot in spots]
    states = [own.state(spot, there) for spot, there in zip(spots, xy, strict=True)]
    sure = iter(np.round(state_confidences([state for state in states if state], day), 3).tolist())
    answers = []
    for state, said in zip(states, vote(ground, xy, admin1), strict=True):
        if state is not None:
            answers.append(Answer(state.holder, state.status, next(sure), state.basis))
        else:
            answers.append(_answer(ground, said) if said is not None else NOBODY)
    return answers


def _answer(ground: Ground, said: Vote) -> Answer:
    claims = [*(ground.sites[said.site].basis if said.site >= 0 else ())]
    claims += ground.areas[said.area].state.basis if said.area >= 0 else ()
    basis = tuple(dict.fromkeys(claims))
    return Answer(said.what.holder, said.what.status, round(vote_confidence(said), 3), basis)


class _Own:
    """The places that have a state of their own, by id and by name."""

    def __init__(self, ground: Ground, ids_of: PlaceIds | None) -> None:
        self.ids_of = ids_of
        states = [state for state in ground.states if state.area is None and state.holder != "unknown"]
        self.states = [state for state in states if state.lon is not None and state.lat is not None]
        self.xy: Floats = project(np.array([(s.lon, s.lat) for s in self.states], dtype=float).reshape(-1, 2))
        self.number = {state.place_id: at for at, state in enumerate(self.states) if state.place_id}
        spots: Any = shapely.points(self.xy)
        self.tree = shapely.STRtree(spots)

    def state(self, spot: Spot, there: Floats) -> State | None:
        """Give the state of the place that the spot names, where one of that name is near enough: the nearest."""
        if self.ids_of is None or not spot.place.strip() or not np.isfinite(there).all():
            return None
        for name in _spellings(spot.place):
            named = [self.number[place_id] for place_id in self.ids_of(name) if place_id in self.number]
            near = [(gap, at) for at in named if (gap := float(np.hypot(*(self.xy[at] - there)))) <= SAME_PLACE_M]
            if near:
                return self.states[min(near)[1]]
        return self._alike(fold(spot.place), there)

    def _alike(self, name: str, there: Floats) -> State | None:
        near = self.tree.query(shapely.Point(there), predicate="dwithin", distance=ALIKE_M)
        alike = [(SequenceMatcher(None, name, fold(self.states[at].name)).ratio(), -int(at)) for at in near]
        ratio, at = max(alike, default=(0.0, 0))
        return self.states[-at] if ratio >= ALIKE else None


def _spellings(name: str) -> Iterator[str]:
    """Give a name as written, then its parts: "Ayn al-Arab (Kobani)", "Rabia, Latakia"."""
    yield name
    parts = [part for part in _PARTS.split(name) if part]
    if len(parts) > 1:
        yield from parts
