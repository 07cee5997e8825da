"""How sure a state, a zone or a spot is, from 0 to 1.

    a place's state = certainty of the claim x age (0.95 + 0.05 · 2^(−days since the last claim that says so / 365))
                      x status (1 held or besieged, 0.85 truce, 0.7 contested or mixed)
                      x area (0.85 where only a claim on a whole area tells, 0.75 where one on most of it does)
    a zone          = its places' mean, less 0.12 · (metres to the nearest of them / 35,000) of it
    a spot between  = s - 0.16 · √(1 - s) · (metres to the nearest / 10,000, at most 1), from 0.5 to 0.98,
                      where s is the share of its neighbours' votes

The last is fitted: places and districts were left out of the ledger, and of the answers given as 0.9 sure nine in ten
were right (`frontlines evaluate-control`, docs/control.md).  The same trials showed that age hardly tells: places whose
last claim was four years old were guessed from, and guessed, as well as those with one of last month.  What a claim's
sources make of its certainty is a judgement.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np

from frontlines.control.ground import EVIDENCE_M, Floats
from frontlines.control.state import State
from frontlines.control.vote import Vote

HALF_LIFE_DAYS: Final = 365.0
AGE: Final = 0.05
BY_STATUS: Final = {"held": 1.0, "besieged": 1.0, "truce": 0.85, "contested": 0.7, "mixed": 0.7}
BY_EXTENT: Final = {"all": 0.85, "most": 0.75, "part": 0.4}
UNKNOWN: Final = 0.3
"""Whose holder nobody names."""
FADE: Final = 0.12
DOUBT: Final = 0.16
FAR_M: Final = 10_000.0
LEAST: Final = 0.5
MOST: Final = 0.98


def state_confidences(states: Sequence[State], day: date) -> Floats:
    """Give the confidence of each state at its own place, or, for an area, anywhere in it."""
    days = day.toordinal() - np.array([state.seen.toordinal() for state in states], dtype=float)
    age: Floats = 1 - AGE + AGE * 2 ** (-np.maximum(days, 0.0) / HALF_LIFE_DAYS)
    return age * [state.certainty * _standing(state) for state in states]


def _standing(state: State) -> float:
    area = BY_EXTENT[state.extent] if state.area is not None else 1.0
    known = UNKNOWN if state.holder == "unknown" else 1.0
    return BY_STATUS[state.status] * area * known


def at_distance(confidence: float, distance_m: float) -> float:
    """Fade a site's confidence with distance in metres."""
    return confidence * (1 - FADE * min(max(distance_m, 0.0), EVIDENCE_M) / EVIDENCE_M)


def vote_confidence(vote: Vote) -> float:
    """Give the confidence in what the neighbours of a spot say."""
    doubt = DOUBT * math.sqrt(max(0.0, 1 - vote.share)) * min(vote.gap_m, FAR_M) / FAR_M
    return min(MOST, max(LEAST, vote.share - doubt))
