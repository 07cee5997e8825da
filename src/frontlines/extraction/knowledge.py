"""What a report leaves to its reader's knowledge, taken from what is known of the place and marked as such."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final, Protocol

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.extraction.spots import in_syria
from frontlines.model import KnownHold, Placement

_FIGHTS: Final = frozenset({"capture", "advance", "ground_attack", "clash", "siege"})
_COARSE: Final = "Syrian opposition"
_FINER: Final = frozenset({"HTS", "SNA"})
"""Parties that reports also call rebels."""
_HTS_LEADS: Final = date(2024, 11, 27)
"""From this offensive on "the rebels" are those that HTS leads; before it the word means the opposition at large."""
_ENTERS: Final = frozenset({"enter", "enter into", "roll into", "drive into", "move into", "sweep into", "go into"})
"""What a report says of forces who took a place that day."""
_FROM_ABOVE: Final = frozenset({"air_strike", "chemical_attack"})
_FALL: Final = date(2024, 12, 8)
_ARRESTS: Final = frozenset({"arrest", "detain", "round up"})
"""What those do who hold a place; anybody may kidnap."""
_GOVERNMENT_ONLY: Final = frozenset({"barrel", "helicopter"})
_HEAVY: Final = frozenset({"surface-to-surface", "ground-to-ground", "scud"})
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

    Only what is known of the very place fills a gap. A party that the report names gives way to another in one case:
    where it lost the place and stands beside a noun for its capture ("the liberation of X was followed by bombardment
    from Y").
    """
    named = {hit.party for hit in reading.parties}
    for candidate in candidates:
        where = next((spot.where for spot in candidate.spots if spot.own), None)
        day = _day(reading, candidate)
        if day is not None and not candidate.actors and _only_government(reading, candidate, day):
            _add_actor(candidate, "Syrian government")
        if where is None or day is None:
            continue
        if (
            candidate.trigger.lemma in _ENTERS
            and _dated(candidate)
            and _took_it(candidate, known.taken(where, day), day)
        ):
            candidate.type, candidate.known_capture = "capture", True
        taken = known.taken(where, day) if candidate.type == "capture" and _dated(candidate) else None
        if candidate.type == "capture":
            _taker(reading, candidate, taken, taken or known.held(where, day), named)
        if candidate.trigger.lemma in _ARRESTS and not candidate.actors and (hold := known.held(where, day)):
            _add_actor(candidate, hold.holder)
        if candidate.type == "siege" and not candidate.actors:
            _besieger(candidate, known.held(where, day))
        if candidate.type in _FIGHTS and candidate.actors and all(t.civilians for t in candidate.targets):
            before = known.held(where, day - timedelta(days=1))
            if taken is not None and taken.previous:
                before = replace(taken, holder=taken.previous)
            if before is not None and before.holder not in candidate.actor_names:
                candidate.known_opponent = before.holder
    _same_rebels(reading, candidates)


def _took_it(entry: Candidate, taken: KnownHold | None, day: date) -> bool:
    """Tell whether those who entered a place are known to have taken it that day, or the day before or after."""
    if entry.type != "advance" or taken is None or abs(taken.since - day) > timedelta(1):
        return False
    return taken.holder in entry.actor_names or (taken.holder in _FINER and _COARSE in entry.actor_names)


def _same_rebels(reading: Reading, candidates: list[Candidate]) -> None:
    """Let "fighters" that advance be those whom the ledger names for what the report says they took."""
    finer = {a.party for c in candidates if c.type == "capture" and c.known_actor for a in c.actors} & _FINER
    if len(finer) != 1:
        return
    (party,) = finer
    for candidate in candidates:
        if candidate.family == "battle" and candidate.type != "capture":
            candidate.actors = [replace(a, party=party) if _is_coarse(reading, a) else a for a in candidate.actors]


def _only_government(reading: Reading, candidate: Candidate, day: date) -> bool:
    """Tell whether no other side did such a thing in Syria at the time.

    That holds for every air strike before those of the coalition, and before December 2024 for attacks with barrel
    bombs, helicopters or surface-to-surface missiles.
    """
    if not all(in_syria(spot.where) for spot in candidate.spots):
        return False
    if candidate.type == "air_strike" and candidate.spots and day < _ONLY_GOVERNMENT_FLEW:
        return True
    words = {reading.doc[i].lemma_.lower() for i in reading.near(reading.doc[candidate.trigger.token])}
    from_above = candidate.type in _FROM_ABOVE and bool(words & _GOVERNMENT_ONLY)
    return day < _FALL and (from_above or (candidate.type == "shelling" and bool(words & _HEAVY)))


def _day(reading: Reading, candidate: Candidate) -> date | None:
    return candidate.when.start if candidate.when and candidate.when.start else reading.published


def _dated(candidate: Candidate) -> bool:
    return candidate.when is not None and candidate.when.start is not None


def _taker(
    reading: Reading, candidate: Candidate, taken: KnownHold | None, hold: KnownHold | None, named: set[str]
) -> None:
    """Name who took a place: the finer party among those the report names, or whom it leaves unsaid."""
    told = candidate.actor_names
    if taken is not None and (not told or (candidate.trigger.is_noun and taken.previous in told - {taken.holder})):
        # "the liberation of X was followed by bombardment from Y": Y is who lost it.
        _add_actor(candidate, taken.holder)
        candidate.known_opponent = taken.previous or ""
    elif hold is not None and hold.holder in _FINER & named and _is_finer(hold):
        for n, actor in enumerate(candidate.actors):
            if _is_coarse(reading, actor):
                candidate.actors[n] = replace(actor, party=hold.holder)
                candidate.known_actor = True


def _is_finer(hold: KnownHold) -> bool:
    """Tell whether reports of the day would name this party where they say "rebels"."""
    return hold.holder == "SNA" or hold.since >= _HTS_LEADS


def _is_coarse(reading: Reading, hit: PartyHit) -> bool:
    word = reading.doc[hit.head]
    return hit.party == _COARSE and (word.text.islower() or word.is_sent_start is True)


def _besieger(candidate: Candidate, hold: KnownHold | None) -> None:
    if hold is not None and hold.status == "besieged" and hold.besieger:
        _add_actor(candidate, hold.besieger)
        candidate.known_opponent = hold.holder


def _add_actor(candidate: Candidate, party: str) -> None:
    candidate.name_actor(party)
    candidate.known_actor = True
