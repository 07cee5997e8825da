"""What a passage leaves to the one before it: places, days, who did it and against whom."""

from collections import Counter
from dataclasses import replace

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.kinds import TOLL_ONLY
from frontlines.extraction.pointing import is_inside
from frontlines.extraction.reading import Reading, once
from frontlines.extraction.spots import Spot, in_syria, usable

_MOVES = frozenset({"capture", "advance"})
_LOOKING_ON = frozenset({"Jordan", "Iraq", "Lebanon", "UN", "Saudi Arabia"})
"""Parties whose officials tell of fights that are others'."""
_ACTOR_REACH = 2
"""Sentences over which the actor of a kind of attack carries on."""
_DATE_REACH = 2
"""Sentences over which a day carries on to a simple past without a date."""
_REACH = 4
"""Sentences over which a place carries on to an event that names none."""


def carry_places(reading: Reading, candidates: list[Candidate]) -> None:
    """Give events that name no place that of the passage: of the sentence, of those just before, of the headline."""
    for index, candidate in enumerate(candidates):
        if candidate.nowhere or (candidate.spots and not candidate.gone_to):
            continue
        same = [
            c
            for c in candidates
            if _is_placed(c) and not c.denied and c.sentence == candidate.sentence and c is not candidate
        ]
        reach = _near_by(reading, candidate) if candidate.type in {"displacement", "talks"} else _REACH
        far = [c for c in candidates[:index] if _is_placed(c)]
        before = [c for c in far if candidate.sentence - c.sentence <= reach and not c.headline]
        after = [
            c
            for c in candidates[index + 1 :]
            if _is_placed(c)
            and c.family == candidate.family
            and (candidate.headline or (not before and c.sentence - candidate.sentence <= _ACTOR_REACH))
        ]
        if not same and _is_elsewhere(reading, candidate):
            before, candidate.elsewhere = [], True
            if not after:
                continue  # "in a northern village"
        source = (same or before[-1:] or after[:1] or far[-1:])[:1]
        last_told = before[-1].sentence if before else -1
        if not (same or candidate.headline) and (spot := _named_before(reading, candidate.sentence, last_told)):
            candidate.spots = [spot]
        elif source and not (candidate.gone_to and not (same or before)):
            candidate.spots = [Spot(None, s.where, own=False) for s in source[0].spots[:1]]


def _is_placed(candidate: Candidate) -> bool:
    """Tell whether an event has a place that another may take over: one in Syria."""
    return bool(candidate.spots) and all(in_syria(s.where) for s in candidate.spots)


def _is_elsewhere(reading: Reading, candidate: Candidate) -> bool:
    """Tell whether an attack is told to be at a place that is not named: "in a northern village"."""
    if candidate.family != "attack":
        return False
    clause = reading.clauses[reading.clause_of[candidate.trigger.token]].tokens
    towns = [t for i in clause if (t := reading.doc[i]).lower_ in {"town", "village"} and t.head.lower_ in {"in", "on"}]
    named = [o for t in towns for c in t.children if c.lower_ == "of" for o in c.children]
    unknown = any(o.tag_ == "NNP" and o.i not in reading.mention_at for o in named)
    one = (candidate.tolls or candidate.actors) and any(c.lower_ in {"a", "another"} for t in towns for c in t.children)
    return unknown or bool(one)


def _near_by(reading: Reading, candidate: Candidate) -> int:
    """Give how far back people may have fled from: the sentence before, in the same paragraph."""
    start = reading.doc[candidate.trigger.token].sent.start
    first = start == 0 or "\n" in reading.doc[start - 1].text or "\n" in reading.doc[start].text
    return 0 if first else 1


def _named_before(reading: Reading, sentence: int, last_told: int) -> Spot | None:
    """Give the one town that the sentence before names, where no event is told there: "The price is plain in X."."""
    if sentence - 1 <= last_told:
        return None
    named = [
        (m, where)
        for m, index in reading.mention_at.items()
        if reading.sentence_of[m] == sentence - 1
        and usable(where := reading.mentions[index].where)
        and where.country == "SY"
        and where.kind in {"settlement", "neighbourhood"}
        and m not in reading.source_tokens
        and is_inside(reading.doc[m])
    ]
    one = {where.place_id for _, where in named}
    return Spot(None, named[-1][1], own=False) if len(one) == 1 else None


def carry_dates(reading: Reading, candidates: list[Candidate]) -> None:
    """Give what is told in the simple past without a date the day of the passage before, marked as carried."""
    last: Candidate | None = None
    for candidate in candidates:
        if (
            candidate.when is not None
            and candidate.when.start is not None
            and candidate.when.precision == 1
            and not candidate.planned
        ):
            last = candidate if not candidate.dated_by_passage else last
        elif (
            last is not None
            and last.when is not None
            and candidate.when is None
            and not (candidate.background or candidate.planned or candidate.cumulative or candidate.headline)
            and 0 <= candidate.sentence - last.sentence <= _DATE_REACH
            and not any(t.lemma_ == "specify" or t.lower_ == "when" for t in reading.doc[candidate.trigger.token].sent)
        ):
            candidate.when = replace(last.when, precision=2, rule="the day of the passage before")
            candidate.weak_date = candidate.dated_by_passage = True


def carry_types(candidates: list[Candidate]) -> None:
    """Give deaths told without a weapon the kind of the attack told just before, where it was on the same day."""
    for index, candidate in enumerate(candidates):
        if candidate.type != "other_attack" or not candidate.generic or candidate.cumulative or candidate.actors:
            continue
        before = [
            c
            for c in candidates[:index]
            if c.family == "attack"
            and c.type != "other_attack"
            and 0 < candidate.sentence - c.sentence <= _ACTOR_REACH
            and (candidate.when is None or c.when is None or candidate.when.start == c.when.start)
        ]
        if before and candidate.trigger.lemma in TOLL_ONLY:
            candidate.type = before[-1].type


def _untold_move(candidate: Candidate) -> bool:
    """Tell whether "the seizure of X" leaves out who did it and against whom."""
    return candidate.type in _MOVES and candidate.trigger.is_noun and not candidate.targets


def carry_actors(merged: list[Candidate]) -> None:
    """Give an attack with no actor that of the same kind of attack told just before."""
    for index, candidate in enumerate(merged):
        if (
            candidate.actors
            or candidate.unknown_actor
            or candidate.distinct
            or not (candidate.family == "attack" or _untold_move(candidate))
            or candidate.cumulative
        ):
            continue
        before = [
            m
            for m in merged[:index]
            if (m.type == candidate.type or (m.type in _MOVES and candidate.type in _MOVES))
            and m.actors
            and 0 <= candidate.sentence - m.sentence <= _ACTOR_REACH
        ]
        if before and not _elsewhere(candidate, before[-1]):
            candidate.actors = list(before[-1].actors)
            candidate.carried_actors = True


def _elsewhere(candidate: Candidate, before: Candidate) -> bool:
    """Tell whether "the Ghouta attack" is told by its name, and so is not that of who is told of before."""
    attack = candidate.family == "attack" and not candidate.tolls
    named = attack and candidate.trigger.is_noun and candidate.trigger.definite
    here = {s.where.place_id for s in candidate.spots if s.own}
    return named and bool(here) and not here & {s.where.place_id for s in before.spots}


def carry_opponents(merged: list[Candidate]) -> None:
    """Give a fight that names one side the other that the report tells of against it, else who gives the account.

    Of several told of equally often it is the first.  An attack is given only to the party that itself tells of it.
    """
    against: dict[str, Counter[str]] = {}
    for candidate in merged:
        for actor in once(candidate.actors):
            for target in once(t for t in candidate.targets if t.party != "Civilians"):
                against.setdefault(actor.party, Counter())[target.party] += 1
                against.setdefault(target.party, Counter())[actor.party] += 1
    for candidate in merged:
        fight = candidate.family == "battle" and candidate.trigger.lemma != "infighting"
        if fight and candidate.actors and not candidate.targets and (known := against.get(candidate.actors[0].party)):
            candidate.opponent = known.most_common(1)[0][0]
        elif candidate.targets and not candidate.actors and (fight or candidate.family == "attack"):
            known = against.get(candidate.targets[0].party) if fight else None
            other = known.most_common(1)[0][0] if known else _speaker(candidate)
            if other:
                candidate.name_actor(other)
                candidate.carried_actors = True


def _speaker(candidate: Candidate) -> str | None:
    """Give the party whose own account of a fight names only the other side."""
    source = candidate.source
    if any(t.civilians for t in candidate.targets) and candidate.family == "attack":
        return None
    if source is None or source.status != "claimed" or source.party in {*candidate.target_names, *_LOOKING_ON}:
        return None
    return source.party
