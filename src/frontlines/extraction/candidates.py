"""From triggers to candidate events: one for each that is told as a fact, with all that its clause says."""

import re
from dataclasses import dataclass, field

from spacy.tokens import Token

from frontlines.extraction.abroad import is_abroad, is_of_a_country
from frontlines.extraction.attribution import Source
from frontlines.extraction.beside import around_and_inside, is_holder
from frontlines.extraction.casualties import NATIONAL_TOLL, Toll
from frontlines.extraction.kinds import TOLL_ONLY, type_of
from frontlines.extraction.lexicon import Words, word_set
from frontlines.extraction.moments import is_future, is_past, when_of
from frontlines.extraction.places import is_only_along, spots_for
from frontlines.extraction.plausible import OUSTED, are_people, is_plausible
from frontlines.extraction.pointing import is_gone_to, is_inside, only_relation
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.extraction.reality import TRIED
from frontlines.extraction.roles import GIVEN_UP, roles
from frontlines.extraction.spots import Spot, event_placement, in_syria, usable
from frontlines.extraction.takings import is_ground_within, is_only_territory, names_unknown, takes_something
from frontlines.extraction.triggers import FAMILIES, Trigger, is_asserted
from frontlines.model import AREAL_KINDS, EventType, Span, When

NO_AIRCRAFT = frozenset({"Syrian opposition", "ISIL", "YPG", "SDF"})
"""Parties that had none: an attack of theirs is no air strike, whatever else its sentence tells of."""
_NEIGHBOURS = frozenset({"SY", "LB", "TR", "IQ", "IL", "JO", None})
"""Countries to which this war has spread."""
_CLAIMED_REACH = 5
"""Words from "claimed the attack" to the place that it was on."""
_PLANNABLE = frozenset({"talks", "evacuation", "ceasefire", "aid", "withdrawal"})
_LASTING = re.compile(r"-(?:day|week|month|year)(?:-long|-old)?$")
"""Words before a fight that make it more than the one told before: "the four-month battle"."""
_DISTINCT = frozenset(["another", "other", "separate", "second", "third", "separately", "elsewhere", "meanwhile"])


@dataclass(slots=True)
class Candidate:
    """An event as one clause tells it; merging joins those that tell of the same."""

    type: EventType
    trigger: Trigger
    sentence: int
    actors: list[PartyHit]
    targets: list[PartyHit]
    spots: list[Spot]
    when: When | None
    tolls: list[Toll]
    source: Source | None
    span: Span
    planned: bool = False
    denied: bool = False
    generic: bool = False
    distinct: bool = False
    headline: bool = False
    weak_date: bool = False
    """True where the date is only that of the statement."""
    background: bool = False
    evidence: list[Span] = field(default_factory=list)
    extra: list["Candidate"] = field(default_factory=list)
    unknown_actor: bool = False
    opponent: str = ""
    """The other side of a fight, taken from the rest of the report."""
    known_opponent: str = ""
    """The other side, taken from what is known of the place."""
    known_actor: bool = False
    known_capture: bool = False
    """True where what the report calls an entry is known to be a capture."""
    carried_actors: bool = False
    dated_by_passage: bool = False
    told_apart: bool = False
    """True where a toll of its own was told of some of the places listed."""
    gone_to: bool = False
    """True where the place named is not where they left, but where they went."""
    nowhere: bool = False
    """True where the place has a name that is not known: it is nobody else's."""
    elsewhere: bool = False
    """True where it is told to be at a place that is not named: "in a northern village"."""
    cumulative: bool = False
    """True for a toll over a longer span ("300 killed since December")."""

    @property
    def family(self) -> str:
        """Give attack, battle, agreement or people."""
        return FAMILIES[self.type]

    @property
    def actor_names(self) -> set[str]:
        """Give the actors' names."""
        return {a.party for a in self.actors}

    @property
    def target_names(self) -> set[str]:
        """Give the targets' names."""
        return {t.party for t in self.targets}

    def name_actor(self, party: str) -> None:
        """Put down who did it where the words do not say: the trigger stands for the name."""
        at = self.trigger.token
        self.actors = [PartyHit(at, at, at, party)]


def find_candidates(
    reading: Reading, triggers: list[Trigger], tolls: list[Toll], sources: dict[int, Source], words: Words
) -> list[Candidate]:
    """Make a candidate of each trigger that is told as a fact or as planned."""
    by_clause: dict[int, list[Trigger]] = {}
    for trigger in triggers:
        by_clause.setdefault(reading.clause_of[trigger.token], []).append(trigger)
    out: list[Candidate] = []
    for trigger in triggers:
        denied = trigger.unreal == "denied"
        tried = trigger.unreal in TRIED and FAMILIES.get(trigger.type or "") == "battle"
        due = trigger.planned and trigger.unreal == "to" and trigger.type in _PLANNABLE
        if (trigger.unreal and not denied and not tried and not due) or not is_asserted(reading, trigger, words):
            continue
        if trigger.planned and (trigger.type not in _PLANNABLE):
            continue
        attacks = [(c.sentence, c.type) for c in out if c.family in {"attack", "battle"} and not _is_bare(c)]
        kind = type_of(reading, trigger, by_clause, words, attacks)
        if kind is None or not is_plausible(reading, trigger, kind):
            continue
        if kind == "capture" and is_only_territory(reading, reading.doc[trigger.token]):
            continue
        if kind == "capture" and is_ground_within(reading.doc[trigger.token]):
            kind = "advance"
        if denied and FAMILIES[kind] not in {"attack", "battle"}:
            continue
        candidate = _candidate(reading, trigger, kind, sources)
        if kind == "siege" and not candidate.spots and reading.doc[trigger.token].dep_ in {"amod", "acl"}:
            continue  # "a besieged suburb": nobody knows which
        out.append(candidate)
        out[-1].denied = denied
        if tried:
            out[-1].type = "ground_attack"
    for toll in tolls:
        if toll.harm != "affected" and toll.range is not None and (toll.range.min or 0) >= NATIONAL_TOLL:
            continue
        owner = _owner(reading, toll, out)
        if owner is None or _is_beside(reading, toll, owner):
            owner = _told_before(reading, toll, out) or owner
        if owner is not None:
            owner.tolls.append(toll)
    for candidate in out:
        _finish(candidate)
    return [c for c in out if _worth(c)]


def _is_bare(candidate: Candidate) -> bool:
    """Tell whether an attack is only told by its toll: "three people were killed"."""
    return candidate.type == "other_attack" and candidate.generic and candidate.trigger.lemma in TOLL_ONLY


def _worth(candidate: Candidate) -> bool:
    if candidate.generic and candidate.trigger.lemma in TOLL_ONLY:
        return any(t.harm != "affected" for t in candidate.tolls) or bool(candidate.targets and candidate.actors)
    dated = candidate.when is not None and not candidate.weak_date
    if candidate.generic and not (candidate.tolls or candidate.actors or candidate.spots or dated):
        return False
    if candidate.type == "detention" and not candidate.tolls and not candidate.actors:
        return not candidate.trigger.is_noun and any(spot.own for spot in candidate.spots)
    told = candidate.tolls or candidate.spots or (candidate.actors and candidate.targets)
    return candidate.type != "other_attack" or bool(told)


def _candidate(reading: Reading, trigger: Trigger, kind: EventType, sources: dict[int, Source]) -> Candidate:
    token = reading.doc[trigger.token]
    actors, targets = roles(reading, trigger)
    sentence = reading.sentence_of[trigger.token]
    goes_in = kind in {"advance", "capture"} or FAMILIES[kind] == "attack"
    spots = spots_for(
        reading,
        trigger.token,
        abroad=kind == "talks",
        avoid_origin=goes_in and trigger.lemma not in OUSTED | GIVEN_UP,
        prefer_origin=kind in {"evacuation", "displacement", "withdrawal"},
    )
    if kind == "air_strike" and actors and {a.party for a in actors} <= NO_AIRCRAFT:
        if trigger.type is None:
            kind = "shelling"
        else:
            actors, targets = [], targets or actors  # "the bombardment of rebel-held towns"
    if kind == "siege":
        spots = [s for s in spots if s.where.kind != "province"]  # nobody besieges a province
        actors, targets = around_and_inside(reading, token, actors, targets)
    if kind == "displacement" and actors and not trigger.is_noun and not are_people(reading, token):
        kind = "withdrawal"
    armed = actors and targets and not any(t.civilians for t in targets)
    if kind == "other_attack" and trigger.lemma in TOLL_ONLY and armed:
        kind = "ground_attack"
    if FAMILIES[kind] in {"attack", "agreement"}:
        targets = [t for t in targets if not is_holder(reading, t)]
    if trigger.is_noun and trigger.definite and token.dep_ == "dobj" and token.head.lemma_.lower() == "claim":
        spots = [s for s in spots if s.token is not None and 0 < s.token - token.i <= _CLAIMED_REACH]
    elif not spots and trigger.is_noun and token.head.pos_ in {"VERB", "AUX"}:
        spots = spots_for(reading, token.head.i, abroad=kind == "talks", avoid_origin=goes_in)
    if not spots and is_abroad(reading, trigger.token):
        spots = [s for s in spots_for(reading, trigger.token, abroad=True) if s.where.country in _NEIGHBOURS]
    nowhere = kind == "capture" and not trigger.is_noun and names_unknown(reading, token)
    if kind == "capture" and (takes_something(token) or _only_ways(reading, token, spots)):
        spots = [s for s in spots if s.where.kind not in AREAL_KINDS and s.token not in reading.mention_at]
        nowhere = nowhere or not spots
    nowhere = nowhere or (kind != "capture" and not spots and is_only_along(reading, token))
    nowhere = nowhere or (kind == "ceasefire" and not spots and is_of_a_country(reading, token))
    gone_to = kind == "withdrawal" and any(
        s.token in reading.mention_at and is_gone_to(reading.doc[s.token]) for s in spots
    )
    if gone_to and (left := _left_here(reading, token)):
        spots, gone_to = left, False
    if spots and not any(in_syria(s.where) for s in spots):  # whose "government forces" are another's
        actors = [a for a in actors if a.party != "Syrian government"]
        targets = [t for t in targets if t.party != "Syrian government"]
    future = is_future(token) and not is_past(reading, token)
    when, weak, background = when_of(reading, token, future=future)
    sent = token.sent
    lows = {c.lower_ for c in token.children if trigger.is_noun} | {t.lower_ for t in sent[:3]}
    return Candidate(
        type=kind,
        trigger=trigger,
        sentence=sentence,
        actors=actors,
        targets=targets,
        spots=[] if nowhere else spots,
        when=when,
        tolls=[],
        source=sources.get(sentence),
        span=reading.sentence_span(trigger.token),
        planned=(trigger.planned or future) and kind in _PLANNABLE and not is_past(reading, token),
        generic=trigger.type is None,
        distinct=bool(_DISTINCT & lows) or any(_LASTING.search(low) for low in lows) or _answers(token),
        headline=sent.start_char < reading.headline_end or _repeats_title(reading, sent.text),
        weak_date=weak,
        background=background,
        gone_to=gone_to,
        nowhere=nowhere,
    )


def _only_ways(reading: Reading, trigger: Token, spots: list[Spot]) -> bool:
    """Tell whether places only say where roads lead that were taken: "control of the roads leading to X"."""
    named = [s.token for s in spots if s.token is not None and s.token in reading.mention_at and s.token > trigger.i]
    return bool(spots) and len(named) == len(spots) and all(only_relation(reading.doc[m]) for m in named)


def _left_here(reading: Reading, verb: Token) -> list[Spot]:
    """Give where those were who "collapsed in X and withdrew towards Y"."""
    named = reading.places_in(list(range(verb.sent.start, verb.i)))
    inside = [m for m in named if is_inside(reading.doc[m]) and m not in reading.source_tokens]
    found = [Spot(m, where) for m in inside[-1:] if usable(where := event_placement(reading, m))]
    return [s for s in found if s.where.kind == "settlement"]


def _answers(token: Token) -> bool:
    """Tell whether fire answers what was told before: "struck targets in X in reply"."""
    told = {t.lower_ for t in token.subtree if t.dep_ == "pobj" and t.head.lower_ == "in"}
    return bool(told & {"reply", "response", "retaliation", "answer"})


def _repeats_title(reading: Reading, sentence: str) -> bool:
    title = reading.article.title.strip().lower()
    return bool(title) and title in sentence.lower() and len(sentence) < len(title) + 40


def _owner(reading: Reading, toll: Toll, candidates: list[Candidate]) -> Candidate | None:
    """Find the candidate that a toll belongs to: of its own clause, else the nearest of its sentence."""
    sentence = reading.sentence_of[toll.token]
    clause = reading.clause_of[toll.token]
    here = [c for c in candidates if c.sentence == sentence]
    if not here:
        return None

    def distance(c: Candidate) -> tuple[int, int, int]:
        same = reading.clause_of[c.trigger.token] == clause
        told, counted = reading.doc[c.trigger.token], reading.doc[toll.token]
        related = told.i == counted.i or counted.is_ancestor(told) or told.is_ancestor(counted)
        attack = c.family == "attack" or c.type in {"clash", "ground_attack"}
        if toll.harm == "affected":
            attack = c.family in {"people", "agreement"} or c.type in {"chemical_attack", "siege", "other_attack"}
        fits = (told.i == counted.i, same and attack, related and attack, attack, True)
        return fits.index(True), 0 if same else 1, abs(told.i - counted.i)

    owner = min(here, key=distance)
    token = reading.doc[owner.trigger.token]
    if token.dep_ == "conj" and owner.trigger.is_noun:  # "air strikes and artillery fire killed 16"
        owner = next((c for c in here if c.trigger.token == token.head.i and c.family == owner.family), owner)
    return owner


def _is_beside(reading: Reading, toll: Toll, owner: Candidate) -> bool:
    """Tell whether a toll only shares a sentence with what is no attack: "seven died, while X said it had taken Y"."""
    if toll.harm == "affected" or owner.family == "attack" or owner.type in {"clash", "ground_attack"}:
        return False
    told, counted = reading.doc[owner.trigger.token], reading.doc[toll.token]
    apart = reading.clause_of[told.i] != reading.clause_of[counted.i]
    return apart and not (counted.is_ancestor(told) or told.is_ancestor(counted))


def _told_before(reading: Reading, toll: Toll, candidates: list[Candidate]) -> Candidate | None:
    """Give the attack that a sentence of figures alone is about: "The Observatory counted at least 50 dead"."""
    sentence = reading.doc[toll.token].sent
    places = reading.places_in(reading.clauses[reading.clause_of[toll.token]].tokens)
    if toll.harm == "affected" or toll.cumulative or set(places) - reading.source_tokens:
        return None
    if any(t.lemma_.lower() in word_set("ground_nouns") or t.lemma_.lower() == "crash" for t in sentence):
        # "in al-Faid neighbourhood": a place that no gazetteer has
        return None
    here = reading.sentence_of[toll.token]
    before = [c for c in candidates if c.sentence == here - 1 and c.family == "attack"]
    return before[-1] if before else None


def _finish(candidate: Candidate) -> None:
    """Let a toll tell the victims, and a span ("since December") make a cumulative toll of it."""
    if candidate.type == "air_strike":  # "rebel fire and regime bombardment"
        candidate.actors = [a for a in candidate.actors if a.party not in NO_AIRCRAFT]
    for toll in candidate.tolls:
        victims = toll.victims
        if victims is not None and victims.party not in candidate.target_names | candidate.actor_names:
            candidate.targets.append(victims)
    armed = {t.victims.party for t in candidate.tolls if t.victims and not t.victims.civilians}
    if (
        candidate.generic
        and candidate.trigger.lemma in TOLL_ONLY
        and candidate.type == "other_attack"
        and len(armed) > 1
    ):
        candidate.type, candidate.generic = "clash", False
    if (
        candidate.tolls
        and any(t.cumulative and t.harm == "killed" for t in candidate.tolls)
        and candidate.family == "attack"
    ):
        candidate.type = "other_attack"
        candidate.generic = False
        candidate.cumulative = candidate.distinct = True
