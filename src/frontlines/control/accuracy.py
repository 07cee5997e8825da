"""How well the ground between places is guessed: places left out, one at a time or a district at a time, and asked for.

The plain nearest place left is asked beside it, as the yardstick to beat.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
from shapely.geometry.base import BaseGeometry

from frontlines.control.confidence import vote_confidence
from frontlines.control.ground import Bools, Floats, Ground, Ints, Shapes
from frontlines.control.picture import ground_of
from frontlines.control.state import State
from frontlines.control.vote import vote
from frontlines.model import ControlClaim

LeftOut = Literal["place", "district"]
DISTRICT_DEGREES: Final = 0.3
"""A district left out is a square of this size, about 30 km: polygons of districts don't ship."""
FRONT_M: Final = 15_000.0
"""A place with a place of another holder within this distance is near a front."""
SAME_SIDE: Final = frozenset({"opposition", "hts"})
APART: Final = date(2019, 1, 10)
"""Before HTS took over Idlib, fair sources give its places and those of the other opposition either way."""
BINS: Final = (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Trial:
    """One place left out on one day."""

    place: str
    truth: str
    answer: str
    right: bool
    plain: bool
    """Whether the plain nearest place names its holder."""
    near_front: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one day; shares from 0 to 1."""

    day: date
    left_out: LeftOut
    trials: tuple[Trial, ...]

    @property
    def right(self) -> float:
        """Share of the places whose holder was named."""
        return _share([trial.right for trial in self.trials])

    @property
    def plain(self) -> float:
        """Share of the places whose holder the plain nearest place names."""
        return _share([trial.plain for trial in self.trials])

    @property
    def near_front(self) -> tuple[int, float, float]:
        """Number of places near a front, share right, and share that the plain nearest place has right."""
        near = [trial for trial in self.trials if trial.near_front]
        return len(near), _share([trial.right for trial in near]), _share([trial.plain for trial in near])

    @property
    def by_holder(self) -> dict[str, tuple[int, float]]:
        """Number of places and F1 by holder."""
        holders = sorted({trial.truth for trial in self.trials})
        return {holder: (sum(t.truth == holder for t in self.trials), f1(self.trials, holder)) for holder in holders}


def f1(trials: Iterable[Trial], holder: str) -> float:
    """Give the F1 of one holder: the mean, harmonic, of what share of its places and of its answers is right."""
    hits = misses = extras = 0
    for trial in trials:
        hits += trial.right and trial.truth == holder
        misses += not trial.right and trial.truth == holder
        extras += not trial.right and trial.answer == holder
    return 2 * hits / (2 * hits + misses + extras) if hits else 0.0


def agrees(answer: str, state: State, day: date) -> bool:
    """Tell whether an answer is right for a place: fair sources may name either party of a fight or a truce."""
    if answer == state.holder:
        return True
    if state.status in {"contested", "mixed", "truce"} and answer == state.other:
        return True
    return day < APART and {answer, state.holder} == SAME_SIDE


def trials_of(ground: Ground, day: date, left_out: LeftOut) -> tuple[Trial, ...]:
    """Ask for every place of a day without itself, or without all places of its district.

    Quarters of cities are not asked for: their city's edge is no evidence about them.
    """
    if not ground.sites:
        return ()
    asked = np.flatnonzero([site.kind != "neighbourhood" for site in ground.sites])
    without = _without(ground, left_out)[asked]
    votes = vote(ground, ground.xy[asked], [ground.sites[at].admin1 for at in asked], without=without)
    gaps = _gaps(ground)
    holders = np.array([site.holder for site in ground.sites], dtype=object)
    foreign = np.where(holders[:, None] != holders[None, :], gaps, np.inf).min(axis=1)[asked]
    left = np.where(without, np.inf, gaps[asked])
    plain: Ints = left.argmin(axis=1)
    known: Any = np.isfinite(left).any(axis=1)
    trials = []
    for row, (at, given) in enumerate(zip(asked.tolist(), votes, strict=True)):
        state = ground.sites[at]
        trials.append(
            Trial(
                place=state.place_id or state.key,
                truth=state.holder,
                answer=given.what.holder if given else "unknown",
                right=given is not None and agrees(given.what.holder, state, day),
                plain=bool(known[row]) and agrees(holders[plain[row]], state, day),
                near_front=bool(foreign[row] < FRONT_M),
                confidence=vote_confidence(given) if given else 0.0,
            )
        )
    return tuple(trials)


def _gaps(ground: Ground) -> Floats:
    gaps: Floats = np.hypot(*(ground.xy[:, None, :] - ground.xy[None, :, :]).transpose(2, 0, 1))
    return gaps


def _without(ground: Ground, left_out: LeftOut) -> Bools:
    if left_out == "place":
        return np.eye(len(ground.sites), dtype=bool)
    square = np.floor(np.array([(site.lon or 0.0, site.lat or 0.0) for site in ground.sites]) / DISTRICT_DEGREES)
    same: Bools = (square[:, None, :] == square[None, :, :]).all(axis=2)
    return same


def evaluate_control(
    claims: Iterable[ControlClaim],
    days: Sequence[date],
    *,
    left_out: LeftOut = "place",
    country: BaseGeometry | None = None,
    river: BaseGeometry | None = None,
    shapes: Shapes | None = None,
) -> list[Score]:
    """Score several days; ``country``, ``river`` and ``shapes`` as for `picture.picture`."""
    kept = tuple(claims)
    grounds = ((day, ground_of(kept, day, country=country, river=river, shapes=shapes)) for day in days)
    return [Score(day, left_out, trials_of(ground, day, left_out)) for day, ground in grounds]


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers given with one range of confidence."""

    low: float
    high: float
    answers: int
    confidence: float
    """Their mean."""
    right: float


def calibration(scores: Iterable[Score]) -> list[Bin]:
    """Set confidence beside what was right, in ranges that hold any answer."""
    pairs = [(trial.confidence, trial.right) for score in scores for trial in score.trials if trial.confidence > 0]
    bins = []
    for low, high in pairwise(BINS):
        mine = [pair for pair in pairs if low <= pair[0] < high or pair[0] == high == BINS[-1]]
        if mine:
            bins.append(Bin(low, high, len(mine), _share([pair[0] for pair in mine]), _share([p[1] for p in mine])))
    return bins


def _share(values: Sequence[float]) -> float:
    return float(sum(values)) / len(values) if values else 0.0
