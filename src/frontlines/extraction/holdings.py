"""Who holds what, as sentences tell it: "controls", "-held", "under the control of", "stronghold"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.places import Spot, event_placement, pointed_back, usable
from frontlines.extraction.reading import Reading
from frontlines.extraction.roles import party_of
from frontlines.geography.gazetteer import Gazetteer, distance_km
from frontlines.model import ClaimStatus, Place, Placement, Span, When
from frontlines.parties import Lexicon

_HOLD_VERBS = frozenset({"control", "hold", "rule", "govern", "dominate", "occupy"})
_SEATS = frozenset({"stronghold", "bastion", "capital", "heartland", "fiefdom", "hub"})
_SUFFIXES = ("-held", "-controlled", "-run", "-occupied", "-ruled")
NEARBY_KM = 30.0
_PARTS = frozenset({"suburb", "district", "area", "part", "neighbourhood", "neighborhood", "quarter", "village"})
"""Plurals that make "rebel-held suburbs of X" a claim on no known part of X."""
_AIRBASE = frozenset({"airbase", "airport", "airfield"})


@dataclass(frozen=True, slots=True)
class Holding:
    """One party holding, taking or besieging one place, as a sentence tells it."""

    where: Placement
    holder: str
    status: ClaimStatus
    token: int
    when: When | None = None
    besieger: str | None = None
    previous: str | None = None
    extent: Literal["all", "most", "part"] = "all"
    span: Span | None = None


def find_holdings(reading: Reading, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Holding]:
    """Find every statement of who holds what, in the order of the text."""
    adjectives = {
        **{name.lower(): p.name for p in reversed(list(lexicon.parties.values())) for name in (*p.names, *p.adjectives)}
    }
    for token in reading.doc:
        lemma = token.lemma_.lower()
        low = token.lower_
        if low.endswith(_SUFFIXES):
            yield from _compound(reading, token, adjectives, gazetteer)
        elif (lemma in _HOLD_VERBS or (lemma == "run" and _is_passive(token))) and token.pos_ == "VERB":
            yield from _verb(reading, token, gazetteer)
        elif lemma in {"control", "hand", "rule", "grip"} and token.pos_ == "NOUN":
            yield from _under(reading, token)
        elif lemma in _SEATS and token.pos_ in {"NOUN", "PROPN"}:
            yield from _seat(reading, token)


def _compound(reading: Reading, token: Token, adjectives: dict[str, str], gazetteer: Gazetteer) -> Iterator[Holding]:
    prefix = token.lower_.rsplit("-", 1)[0]
    party = adjectives.get(prefix)
    hit = reading.inside_party.get(token.i)
    if party is None and prefix in {"militant", "jihadist", "extremist", "terrorist"}:
        party = next(
            (h.party for h in reversed(reading.parties) if h.head < token.i and h.party in {"ISIL", "HTS"}), None
        )
    party = party or (hit.party if hit else None)
    if party is None:
        return
    head = token.head if token.head.i > token.i else token
    if head.tag_ == "NNS" and head.lemma_.lower() in _PARTS:
        return
    places = _places_of(reading, head, token)
    for m in places:
        yield Holding(event_placement(reading, m), party, "held", token.i)
    if places:
        yield from _nearby(reading, head, party, places[0], gazetteer)


def _places_of(reading: Reading, head: Token, near: Token) -> list[int]:
    """Give the named places that a noun stands for: itself, its "of" or "in", or what it is in apposition to."""
    if head.i in reading.mention_at:
        return [head.i]
    inside = [t.i for t in head.subtree if t.i in reading.mention_at and t.i > near.i and not in_relative(t, head)]
    inside = [m for m in inside if usable(reading.mentions[reading.mention_at[m]].where)]
    if inside:
        first = inside[0]
        return [first]
    after = [
        i
        for i in range(near.i + 1, min(near.i + 5, len(reading.doc)))
        if i in reading.mention_at and reading.doc[i].sent == near.sent
    ]
    if after:
        return after[:1]
    before = [i for i in range(max(near.sent.start, near.i - 9), near.i) if i in reading.mention_at]
    if (
        head.lemma_.lower()
        in {"position", "town", "city", "enclave", "base", "area", "village", "territory", "outpost"}
        and before
    ):
        return before[-1:]
    return []


def in_relative(token: Token, top: Token) -> bool:
    """Tell whether a token stands in a relative clause below ``top``."""
    at = token
    while at.i not in {top.i, at.head.i}:
        if at.dep_ in {"relcl", "advcl"}:
            return True
        at = at.head
    return False


def _nearby(reading: Reading, head: Token, party: str, m: int, gazetteer: Gazetteer) -> Iterator[Holding]:
    """Read "… and a nearby military airbase": the airbase of the place named beside it."""
    for t in reading.doc[m + 1 : min(m + 9, head.sent.end)]:
        if t.pos_ == "VERB":
            break
        if t.lemma_.lower() in _AIRBASE and t.i not in reading.mention_at:
            here = reading.mentions[reading.mention_at[m]].where
            base = _nearest_airbase(here, gazetteer)
            if base is not None:
                where = replace(
                    here, name=base.name, kind="airbase", lat=base.lat, lon=base.lon, place_id=base.id,
                    name_ar=base.name_ar,
                    admin1=base.admin1, area=None, precision=1, radius_km=base.radius_km, candidates=(),
                    method="the airbase of the place named beside it", reason=f"“{t.text}” beside {here.name}",
                )  # fmt: skip
                yield Holding(where, party, "held", t.i)
                return


def _nearest_airbase(here: Placement, gazetteer: Gazetteer) -> Place | None:
    if here.lat is None or here.lon is None:
        return None
    near = [
        (distance_km(here.lat, here.lon, p.lat, p.lon), p.id, p)
        for p in gazetteer.places
        if p.kind == "airbase" and p.admin1 == here.admin1
    ]
    return min(near)[2] if near and min(near)[0] <= NEARBY_KM else None


def _verb(reading: Reading, verb: Token, gazetteer: Gazetteer) -> Iterator[Holding]:
    passive = _is_passive(verb)
    holders: list[str] = []
    summed = any(t.lower_ in {"both", "all"} for t in verb.doc[max(verb.sent.start, verb.i - 2) : verb.i])
    if summed and verb.i + 1 < len(verb.doc) and verb.doc[verb.i + 1].lower_ == "by":
        after = [
            reading.inside_party[i]
            for i in range(verb.i + 2, min(verb.i + 7, verb.sent.end))
            if i in reading.inside_party
        ]
        for m in _list_before(reading, verb) if after else []:
            yield Holding(event_placement(reading, m), after[0].party, "held", verb.i)
            yield from _nearby(reading, reading.doc[m], after[0].party, m, gazetteer)
        return
    for c in verb.children:
        if passive and c.lower_ == "by":
            holders += [h.party for o in c.children for h in party_of(reading, o)][:1]
        elif not passive and c.dep_ == "nsubj":
            if c.pos_ == "PRON" and verb.dep_ == "relcl":
                holders += [h.party for h in party_of(reading, verb.head)]
                holders += [h.party for t in verb.head.lefts for h in party_of(reading, t)] if not holders else []
            else:
                holders += [h.party for h in party_of(reading, c)]
    if not holders:
        if passive or not any(c.dep_ == "nsubj" for c in verb.children):
            return
        before = [
            h for h in reading.parties if h.head < verb.i and reading.doc[h.head].sent == verb.sent and not h.civilians
        ]
        if not before:
            return
        holders = [before[0].party]
    if _negated(verb):
        return
    objects = [c for c in verb.children if c.dep_ in ({"nsubjpass"} if passive else {"dobj"})]
    if passive and verb.dep_ in {"acl", "relcl"}:
        objects = [verb.head]
    spots, extent = _held_things(reading, verb, objects)
    for spot in spots:
        yield Holding(spot.where, holders[0], "held", verb.i, extent=extent)


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"auxpass", "nsubjpass", "agent"} for c in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )


def _list_before(reading: Reading, verb: Token) -> list[int]:
    """Give the places of the list that "both held by X" sums up: back to "except for" or a verb."""
    out: list[int] = []
    for i in range(verb.i - 1, verb.sent.start - 1, -1):
        token = reading.doc[i]
        if token.lower_ in {"except", "excepting", "apart"} or token.pos_ == "VERB":
            break
        if i in reading.mention_at:
            out.insert(0, i)
    return out


def _negated(verb: Token) -> bool:
    return any(
        c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in {"would", "could", "may", "might", "will"})
        for c in verb.children
    )


def _held_things(
    reading: Reading, verb: Token, objects: list[Token]
) -> tuple[list[Spot], Literal["all", "most", "part"]]:
    clause = reading.clause_of[verb.i]
    extent: Literal["all", "most", "part"] = "all"
    spots: list[Spot] = []
    for obj in objects:
        words = {t.lower_ for t in obj.subtree} | {t.lower_ for t in obj.doc[max(0, obj.i - 3) : obj.i]}
        if word_set("mostly_words") & words:
            extent = "most"
        if {"parts", "part", "areas", "some", "territory"} & words:
            extent = "part"
        named = [
            t.i
            for t in obj.subtree
            if t.i in reading.mention_at and not in_relative(t, obj) and not _excepted(reading, t)
        ]
        named = [m for m in named if usable(reading.mentions[reading.mention_at[m]].where)]
        if (
            obj.lower_ == "which"
            or (obj.head.lower_ == "of" and not named)
            or any(t.lower_ == "which" for t in obj.subtree)
        ):
            named = named or _antecedent(reading, verb)
        spots += [Spot(m, event_placement(reading, m)) for m in named[:3]]
    if not spots:
        back = pointed_back(reading, clause)
        if back is None and verb.dep_ == "acl":
            back = pointed_back(reading, reading.clause_of[verb.head.i])
        if back is not None:
            spots = [back]
    return spots, extent


def _antecedent(reading: Reading, verb: Token) -> list[int]:
    """Give the place that "which" stands for: the last one named, or pointed back to, before the clause."""
    at = verb
    while at.dep_ not in {"relcl", "ccomp", "ROOT"} and at.head.i != at.i:
        at = at.head
    first = min(t.i for t in verb.subtree)
    for i in range(first - 1, max(verb.sent.start - 1, first - 8), -1):
        if i in reading.mention_at:
            return [i]
    spot = pointed_back(reading, reading.clause_of[at.head.i]) if at.head.i != at.i else None
    if spot is None:
        for i in range(first - 1, verb.sent.start - 1, -1):
            spot = pointed_back(reading, reading.clause_of[i])
            if spot:
                break
    if spot is None:
        return []
    return [
        t
        for t, index in reading.mention_at.items()
        if reading.mentions[index].where.place_id == spot.where.place_id and t < first
    ][-1:]


def _excepted(reading: Reading, token: Token) -> bool:
    """Tell whether a place is told as an exception: "apart from", "except", "with the exception of"."""
    words = [t.lower_ for t in reading.doc[token.sent.start : token.i]]
    text = " ".join(words)
    return any(p in text for p in ("apart from", "except", "exception of", "other than", "excluding", "aside from"))


def _under(reading: Reading, noun: Token) -> Iterator[Holding]:
    """Read "under the control of X", "under X's control", "in X hands"."""
    up = noun.head
    if up.lower_ not in {"under", "in"}:
        return
    hits = [reading.inside_party[c.i] for c in noun.children if c.i in reading.inside_party]
    hits += [
        h
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for o in c.children
        for h in party_of(reading, o)
    ]
    if not hits and noun.i in reading.inside_party:
        hits = [reading.inside_party[noun.i]]
    if not hits:
        return
    if up.lower_ == "under" and up.head.lemma_.lower() in {"town", "village", "city", "area"}:
        for m in _list_before(reading, up.head):
            yield Holding(event_placement(reading, m), hits[0].party, "held", noun.i)
        return
    verb = up.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    if _negated(verb):
        return
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    spots, extent = _held_things(reading, verb, subjects)
    if not spots:
        spots = [Spot(m, event_placement(reading, m)) for m in _antecedent(reading, verb)]
    if any(c.lower_ in word_set("mostly_words") for c in (*verb.children, *up.children, *noun.children)):
        extent = "most"
    for spot in spots[:1]:
        yield Holding(spot.where, hits[0].party, "held", noun.i, extent=extent)


def _seat(reading: Reading, noun: Token) -> Iterator[Holding]:
    """Read "ISIL's stronghold of X", "its de facto capital of X", "a bastion of Y"."""
    if noun.lemma_.lower() == "capital" and not any(
        t.lower_ in {"facto", "self-declared", "self-styled", "self-proclaimed", "de"} for t in noun.lefts
    ):
        return
    hits = [
        reading.inside_party[c.i]
        for c in noun.children
        if c.dep_ in {"poss", "compound", "amod", "nmod"} and c.i in reading.inside_party
    ]
    hits += [
        h
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for o in c.children
        for h in party_of(reading, o)
    ]
    hits = hits or ([reading.inside_party[noun.i]] if noun.i in reading.inside_party else [])
    if not hits and any(c.lower_ in {"its", "their"} for c in noun.children):
        last = [
            h for h in reading.parties if h.head < noun.i and h.party in {"ISIL", "HTS", "Syrian opposition", "SDF"}
        ]
        hits = last[-1:]
    if not hits:
        return
    former = any(t.lower_ in {"former", "ex", "onetime", "one-time"} for t in noun.lefts)
    places = [t.i for t in noun.subtree if t.i in reading.mention_at and not in_relative(t, noun)]
    places = [m for m in places if usable(reading.mentions[reading.mention_at[m]].where)]
    before = [i for i in range(max(noun.sent.start, noun.i - 7), noun.i) if i in reading.mention_at]
    if not places and before and reading.doc[before[-1] + 1].lower_ in {",", "(", "–", "-"}:
        places = before[-1:]
    if former:
        return
    for m in places[:1]:
        if usable(reading.mentions[reading.mention_at[m]].where):
            yield Holding(event_placement(reading, m), hits[0].party, "held", noun.i)
