"""What a report leaves to its reader's knowledge, taken from what is known of the place and marked as such."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Protocol

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.model import KnownHold, Placement

_FIGHTS: Final = frozenset({"capture", "advance", "ground_attack", "clash", "siege"})
_COARSE: Final = "Syrian opposition"
_FINER: Final = frozenset({"HTS", "SNA"})
"""Parties that reports also call rebels."""
_ONLY_GOVERNMENT_FLEW: Final = date(2014, 9, 22)
"""Up to the day before the first strikes of the US-led coalition in Syria."""


class Knowledge(Protocol):
    """What is known of a place, apart from the report."""

    def held(self, where: Placement, day: date, /) -> KnownHold | None:
        """Give who held a place at the end of a day."""

    def taken(self, where: Placement, day: date, /) -> KnownHold | None:
        """Give the capture of a place nearest to a day."""


def complete(reading: Reading, candidates: list[Candidate], known: Knowledge) -> None:
    """Name the finer party where a report that knows it says "rebels", and the side that it does not name at all.

    Only what is known of the very place fills a gap; what the report says is never replaced by another party.
    """
    named = {hit.party for hit in reading.parties}
    for candidate in candidates:
        where = next((spot.where for spot in candidate.spots if spot.own), None)
        day = _day(reading, candidate)
        if where is None or day is None:
            continue
        if candidate.type == "capture":
            _refine(reading, candidate, known.taken(where, day) if _dated(candidate) else known.held(where, day), named)
        if candidate.type == "air_strike" and not candidate.actors and day < _ONLY_GOVERNMENT_FLEW:
            _add_actor(candidate, "Syrian government")
        if candidate.type == "siege" and not candidate.actors:
            _besieger(candidate, known.held(where, day))
        if candidate.type in _FIGHTS and candidate.actors and all(t.civilians for t in candidate.targets):
            before = known.held(where, day - timedelta(days=1))
            if candidate.type == "capture" and _dated(candidate) and (taken := known.taken(where, day)) is not None:
                before = replace(taken, holder=taken.previous) if taken.previous else before
            if before is not None and before.holder not in candidate.actor_names:
                candidate.known_opponent = before.holder


def _day(reading: Reading, candidate: Candidate) -> date | None:
    return candidate.when.start if candidate.when and candidate.when.start else reading.published


def _dated(candidate: Candidate) -> bool:
    return candidate.when is not None and candidate.when.start is not None


def _refine(reading: Reading, candidate: Candidate, hold: KnownHold | None, named: set[str]) -> None:
    if hold is None:
        return
    if (
        candidate.trigger.is_noun
        and hold.previous in candidate.actor_names
        and hold.holder not in candidate.actor_names
    ):
        # "the liberation of X was followed by bombardment from Y": Y is who lost it.
        _add_actor(candidate, hold.holder)
        candidate.known_opponent = hold.previous or ""
        return
    if hold.holder not in _FINER & named:
        return
    for n, actor in enumerate(candidate.actors):
        if actor.party == _COARSE and reading.doc[actor.head].text.islower():
            candidate.actors[n] = _as(actor, hold.holder)
            candidate.known_actor = True


def _besieger(candidate: Candidate, hold: KnownHold | None) -> None:
    if hold is not None and hold.status == "besieged" and hold.besieger:
        _add_actor(candidate, hold.besieger)
        candidate.known_opponent = hold.holder


def _add_actor(candidate: Candidate, party: str) -> None:
    at = candidate.trigger.token
    candidate.actors = [PartyHit(at, at, at, party)]
    candidate.known_actor = True


def _as(hit: PartyHit, party: str) -> PartyHit:
    return replace(hit, party=party)
