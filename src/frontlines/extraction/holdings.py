"""Who holds what, as sentences tell it: "controls", "-held", "under the control of", "stronghold"."""

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from frontlines.extraction.held_words import (
    HELD_SUFFIXES,
    Holding,
    divided,
    excepted,
    held_adjective,
    hyphen_lost,
    left_with,
    lies_unnamed,
    list_before,
    named_by,
    nearby_airbase,
)
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.listed import listed_before
from frontlines.extraction.phrases import antecedent, last_subject, party_of
from frontlines.extraction.pointing import led_by, only_relation, pointed_back
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.extraction.roles import subject_parties
from frontlines.extraction.seats import SEATS, is_last_of, seat
from frontlines.extraction.spots import Spot, event_placement
from frontlines.geography.gazetteer import Gazetteer
from frontlines.model import AREAL_KINDS, ClaimStatus, When
from frontlines.parties import Lexicon

_HOLD_VERBS = frozenset({"control", "hold", "rule", "govern", "dominate", "occupy", "retain", "administer"})
_FIRST_WORDS = 3
"""Words before the verb of a sentence that begins with a party's name."""


def find_holdings(reading: Reading, gazetteer: Gazetteer, lexicon: Lexicon) -> Iterator[Holding]:
    """Find every statement of who holds what, in the order of the text."""
    parties = reversed(list(lexicon.parties.values()))
    adjectives = {name.lower(): p.name for p in parties for name in (*p.names, *p.adjectives)}
    for token in reading.doc:
        lemma = token.lemma_.lower()
        low = token.lower_
        if low.endswith(HELD_SUFFIXES):
            yield from held_adjective(reading, token, adjectives, gazetteer)
        elif low == "held" and token.dep_ != "amod" and (place := hyphen_lost(reading, token)) is not None:
            party = adjectives[token.nbor(-1).lower_]
            yield Holding(event_placement(reading, place), party, "held", token.i)
        elif low == "held" and token.dep_ == "amod" and token.i and token.i - 1 in reading.inside_party:
            for m in named_by(reading, token.head):
                party = reading.inside_party[token.i - 1].party
                yield Holding(event_placement(reading, m), party, "held", token.i)
        elif token.pos_ == "VERB" and (lemma in _HOLD_VERBS or _keeps(token)):
            yield from _verb(reading, token, gazetteer)
        elif low in _HOLD_VERBS and (place := _taken_for_a_noun(reading, token)) is not None:
            yield Holding(event_placement(reading, place), reading.inside_party[token.i - 1].party, "held", token.i)
        elif lemma in {"control", "hand", "rule", "grip", "domination"} and token.pos_ == "NOUN":
            yield from _under(reading, token, gazetteer)
        elif low == "divided":
            yield from divided(reading, token)
        elif low == "dominant" and token.dep_ == "acomp":
            yield from _in_control_of(reading, token, token.head)
        elif low == "theirs" and token.head.lemma_ == "be" and token.dep_ == "attr":
            for m in [m for c in _subjects_of(token.head) for m in named_by(reading, c)]:
                for hit in last_subject(reading, token)[:1]:
                    yield Holding(event_placement(reading, m), hit.party, "held", token.i)
        elif (lemma in SEATS or is_last_of(reading, token)) and token.pos_ in {"NOUN", "PROPN"}:
            yield from seat(reading, token)
        elif lemma == "lose" and token.pos_ == "VERB":
            yield from _lost(reading, token)
        elif lemma == "leave" and token.pos_ == "VERB":
            yield from left_with(reading, token)
        elif lemma == "belong" and token.pos_ == "VERB" and not _negated(token):
            owners = [h for c in token.children if c.lower_ == "to" for o in c.children for h in party_of(reading, o)]
            spots, extent = _held_things(reading, token, _subjects_of(token)) if owners else ([], "all")
            for spot in spots:
                yield Holding(spot.where, owners[0].party, "held", token.i, extent=extent)


def _keeps(verb: Token) -> bool:
    """Tell whether another verb says that ground is held: "run by rebels", "runs most of X", "still has X"."""
    lemma = verb.lemma_.lower()
    of_people = verb.dep_ == "acl" and verb.head.lemma_.lower() not in word_set("ground_nouns")  # "a unit run by X"
    if lemma == "defend":
        return _is_passive(verb)  # "is defended by X"
    return (
        lemma == "cling"
        or (lemma == "run" and not of_people)
        or (lemma == "have" and any(c.lower_ == "still" for c in verb.children))
    )


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
        for m in list_before(reading, verb) if after else []:
            yield Holding(event_placement(reading, m), after[0].party, "held", verb.i)
            yield from nearby_airbase(reading, reading.doc[m], after[0].party, m, gazetteer)
        return
    for c in verb.children:
        if passive and c.lower_ == "by":
            holders += [h.party for o in c.children for h in party_of(reading, o)][:1]
        elif not passive and c.dep_ == "nsubj":
            if c.pos_ == "PRON" and verb.dep_ == "relcl":
                holders += [h.party for h in antecedent(reading, verb)]
                holders += [h.party for t in verb.head.lefts for h in party_of(reading, t)] if not holders else []
            else:
                pronoun = c.lower_ in {"it", "they"}
                holders += [h.party for h in (last_subject(reading, c) if pronoun else party_of(reading, c))]
    goes_on = verb.dep_ == "xcomp" and verb.head.lemma_.lower() in {"continue", "manage"}
    if not passive and (verb.dep_ == "conj" or goes_on) and not _subjects_of(verb):  # "took X and still controls Y"
        holders = [h.party for h in subject_parties(reading, verb)]
    if not holders and not passive and verb.i - 1 in reading.inside_party and verb.dep_ == "advcl":
        # "stormed the army held X", a hyphen lost
        holders = [reading.inside_party[verb.i - 1].party]
    if not holders:
        subject = not passive and any(c.dep_ == "nsubj" for c in verb.children)
        here = [h for h in reading.parties if h.head < verb.i and reading.doc[h.head].sent == verb.sent]
        holders = [h.party for h in here if not h.civilians][:1] if subject else []
        if not holders:
            return
    if _negated(verb) or (verb.dep_ == "relcl" and any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children)):
        return  # "X, which ISIS had held since 2014", is told where it is lost
    objects = [c for c in verb.children if c.dep_ in ({"nsubjpass"} if passive else {"dobj"})]
    if any(c.dep_ == "prt" and c.lower_ == "out" for c in verb.children):  # "holds out in X"
        objects = [o for c in verb.children if c.lower_ in {"in", "at"} for o in c.children]
    elif verb.lemma_.lower() == "cling":
        objects = [o for c in verb.children if c.lower_ == "to" for o in c.children]
    one = passive and verb.dep_ == "relcl" and any(c.dep_ == "auxpass" and c.lower_ == "is" for c in verb.children)
    if one and (last := verb.left_edge.i - 1) in reading.mention_at:  # "X as well as Y which is held by Z"
        yield Holding(event_placement(reading, last), holders[0], "held", verb.i)
        return
    if passive and verb.dep_ in {"acl", "relcl"}:
        objects = [verb.head]
        if any(c.lower_ == "last" for c in verb.head.children):
            return  # "captured X, the last town held by Y"
    elif (
        verb.dep_ == "relcl"
        and all(c.pos_ == "PRON" and not any(g.lower_ == "of" for g in c.children) for c in objects)
        and any(c.dep_ == "nsubj" for c in verb.children)
    ):
        # "a town that the opposition holds"
        objects = [verb.head]
    elif passive and not objects and verb.dep_ == "conj":
        objects = [verb.head.head] if verb.head.dep_ == "relcl" else _subjects_of(verb.head)
    spots, extent = _held_things(reading, verb, objects)
    if not spots and not passive and (beside := _right_behind(reading, verb)) is not None:
        spots = [Spot(beside, event_placement(reading, beside))]
    shared = extent == "part" and not passive
    for spot in spots:
        yield Holding(spot.where, holders[0], "held", verb.i, extent=extent, shared=shared)


def _taken_for_a_noun(reading: Reading, token: Token) -> int | None:
    """Give the place in "The SDF control the town of X", where the tagger takes the verb for a noun."""
    first = token.sent[0].lower_ == "the" and token.i - token.sent.start <= _FIRST_WORDS
    if token.tag_ != "NN" or not first or token.i - 1 not in reading.inside_party:
        return None
    return _right_behind(reading, token)


def _subjects_of(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]


def _right_behind(reading: Reading, verb: Token) -> int | None:
    """Give the place right behind a verb that a poor parse tied to what follows: "control Damascus rebels fire …"."""
    for t in verb.doc[verb.i + 1 : min(verb.i + 4, verb.sent.end)]:
        if t.i in reading.mention_at:
            return t.i
        if t.lower_ not in {"the", "city", "town", "village", "of"}:
            return None
    return None


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ in {"auxpass", "nsubjpass", "agent"} for c in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )


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
        if {"parts", "part", "areas", "some", "territory", "percent", "cent", "%", "sectors", "pockets"} & words:
            extent = "part"
        named = [m for m in named_by(reading, obj) if not excepted(reading, reading.doc[m])]
        of_which = obj.lower_ == "which" or any(t.lower_ == "which" for t in obj.subtree)
        if not named and (of_which or obj.head.lower_ == "of"):
            named = _antecedent(reading, verb)
        near = [m for m in named if m != obj.i and led_by(reading.doc[m]) in {"near", "outside"}]
        if near and near == named:
            return [], extent  # "the area near X, which they hold"
        if named and lies_unnamed(reading, obj, named):
            return [], extent
        spots += [Spot(m, event_placement(reading, m)) for m in named[:3]]
        inner = [t.i for c in obj.subtree if c.lower_ == "including" for t in c.children if t.i in reading.mention_at]
        spots += [Spot(m, event_placement(reading, m)) for m in inner if m not in named[:3]]
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
        if i in reading.mention_at:  # "X and Y, which remain in its hands"
            return listed_before(reading, i) if at.tag_ == "VBP" else [i]
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


def _in_control_of(reading: Reading, noun: Token, verb: Token) -> Iterator[Holding]:
    """Read "the army is in control of most of X"."""
    holders = [h for c in _subjects_of(verb) for h in _party_or_it(reading, c)]
    holders = holders or (subject_parties(reading, verb) if verb.dep_ == "conj" else [])
    preps = [c for c in (*noun.children, *verb.children) if c.lower_ == ("in" if noun.pos_ == "ADJ" else "of")]
    things = [o for c in preps for o in c.children]
    if not holders or not things or _negated(verb):
        return
    spots, extent = _held_things(reading, verb, things)
    for spot in spots:
        yield Holding(spot.where, holders[0].party, "held", noun.i, extent=extent)


def _party_or_it(reading: Reading, noun: Token) -> list[PartyHit]:
    hits = party_of(reading, noun)
    if hits or noun.lower_ not in {"it", "they"}:
        return hits
    before = [h for h in reading.parties if h.head < noun.i and not h.civilians]
    return last_subject(reading, noun) or before[-1:]


def _under(reading: Reading, noun: Token, gazetteer: Gazetteer) -> Iterator[Holding]:
    """Read "under the control of X", "under X's control", "in X hands"."""
    up = noun.head
    back = up.lower_ in {"to", "into"} and up.head.lemma_.lower() in {"return", "fall", "pass", "come", "revert"}
    if noun.dep_ == "dobj" and up.lemma_.lower() == "have" and noun.lemma_.lower() == "control":
        yield from _in_control_of(reading, noun, up)  # "has full control of X"
    if up.lower_ not in {"under", "in"} and not back:
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
    if not hits and any(c.dep_ == "poss" and c.lower_ in {"its", "their"} for c in noun.children):  # "in its hands"
        hits = [h for h in reading.parties if h.head < noun.i and not h.civilians][-1:]
    if not hits and up.lower_ == "in" and noun.lemma_.lower() == "control":
        yield from _in_control_of(reading, noun, up.head)
    if not hits:
        return
    if up.lower_ == "under" and up.head.lemma_.lower() in {"town", "village", "city", "area"}:
        for m in list_before(reading, up.head):
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
    came = _dated_change(reading, verb) if back or verb.lemma_.lower() in {"come", "fall"} else None
    both = any(c.lower_ in {"shared", "joint"} for c in noun.children)
    for spot in spots:
        status: ClaimStatus = "captured" if came else "held"
        for party in dict.fromkeys(h.party for h in (hits if both else hits[:1])):
            yield Holding(spot.where, party, status, noun.i, when=came, extent=extent)
    if spots and spots[0].token is not None and any(c.lower_ == "along" for c in verb.children):
        yield from nearby_airbase(reading, verb, hits[0].party, noun.i, gazetteer, beside=spots[0].where)


def _dated_change(reading: Reading, verb: Token) -> When | None:
    """Give when a place "came under the control of X", where the clause tells."""
    if verb.tag_ not in {"VBD", "VBN"}:
        return None
    days = [reading.date_at[i].past for i in reading.clauses[reading.clause_of[verb.i]].tokens if i in reading.date_at]
    return next((when for when in days if when is not None and when.start is not None), None)


def _lost(reading: Reading, verb: Token) -> Iterator[Holding]:
    """Read "the army lost X", "rebels have lost control of X"."""
    relative = verb.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.pos_ == "PRON" for c in verb.children)
    who = [h.party for h in antecedent(reading, verb)] if relative else []
    who = who or [h.party for c in verb.children if c.dep_ == "nsubj" for h in _party_or_it(reading, c)]
    if not who or verb.tag_ not in {"VBD", "VBN"} or _negated(verb) or _is_passive(verb):
        return
    things = [c for c in verb.children if c.dep_ == "dobj" or (c.dep_ == "conj" and c.i in reading.mention_at)]
    things = [o for c in things for o in (_of(c) if c.lemma_.lower() in {"control", "hold", "grip"} else [c])]
    for thing in things:
        direct = thing.i in reading.mention_at or thing.lemma_.lower() in word_set("ground_nouns")
        for m in named_by(reading, thing) if direct else []:
            where = event_placement(reading, m)
            if where.kind not in AREAL_KINDS and not only_relation(reading.doc[m]):  # "lost the road to X"
                yield Holding(where, who[0], "lost", verb.i, when=_dated_change(reading, verb))


def _of(noun: Token) -> list[Token]:
    return [o for c in noun.children if c.lower_ in {"of", "over"} for o in c.children]
