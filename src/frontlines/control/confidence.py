"""How sure a state, a zone or a spot is, from 0 to 1: a product of plain factors.

    confidence = certainty of the claim
               x age       0.6 + 0.4 · 2^(−days since the last claim that says so / 365)
               x status    1 held or besieged, 0.8 truce, 0.7 contested or mixed
               x distance  1 − 0.4 · (metres to the site / 35,000), at most 35 km
               x area      0.8 where only a claim on a whole area tells, 0.65 where one on most of it does

The factors are a judgement, to be measured against known places (`frontlines evaluate-control`), not a model of chance.
"""

from datetime import date
from typing import Final

from frontlines.control.ground import EVIDENCE_M
from frontlines.control.state import State

HALF_LIFE_DAYS: Final = 365.0
BY_STATUS: Final = {"held": 1.0, "besieged": 1.0, "truce": 0.8, "contested": 0.7, "mixed": 0.7}
BY_EXTENT: Final = {"all": 0.8, "most": 0.65, "part": 0.4}


def state_confidence(state: State, day: date) -> float:
    """Give the confidence of a state at its own place, or, for an area, anywhere in it."""
    age = 0.6 + 0.4 * 2 ** (-max(0, (day - state.seen).days) / HALF_LIFE_DAYS)
    area = BY_EXTENT[state.extent] if state.area is not None else 1.0
    known = 0.3 if state.holder == "unknown" else 1.0
    return state.certainty * age * BY_STATUS[state.status] * area * known


def at_distance(confidence: float, distance_m: float) -> float:
    """Fade a site's confidence with distance in metres."""
    return confidence * (1 - 0.4 * min(max(distance_m, 0.0), EVIDENCE_M) / EVIDENCE_M)
