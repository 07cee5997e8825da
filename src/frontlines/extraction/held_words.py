"""Holders told beside a place: "rebel-held X", "X, a town held by Y", "and a nearby airbase"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from frontlines.extraction.listed import coordinated, listed_before
from frontlines.extraction.pointing import led_by, pointed_back
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import event_placement, usable
from frontlines.geography.gazetteer import Gazetteer, distance_km
from frontlines.model import ClaimStatus, Place, Placement, Span, When

HELD_SUFFIXES = ("-held", "-controlled", "-run", "-occupied", "-ruled", "-besieged")
AGAINST = {"Syrian government": "Syrian opposition", "Syrian opposition": "Syrian government"}
"""Who is inside where nothing else says it: the other side of the war's main front."""
_NEARBY_KM = 30.0
"""How far "a nearby airbase" may lie."""
_AIRBASE = frozenset({"airbase", "airport", "airfield"})
_PLACES = frozenset({"town", "village", "city", "district", "neighbourhood", "neighborhood"})
_QUARTERS = frozenset({"neighbourhood", "neighborhood", "district", "quarter"})
_PARTS = frozenset({"suburb", "district", "area", "part", "neighbourhood", "neighborhood", "quarter", "village"})
"""Plurals that make "rebel-held suburbs of X" a claim on no known part of X."""


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
    shared: bool = False
    """True where only parts of a town are held: "still occupies parts of X"."""


def held_adjective(
    reading: Reading, token: Token, adjectives: dict[str, str], gazetteer: Gazetteer
) -> Iterator[Holding]:
    """Read "rebel-held X", "X, another area held by rebels" and, without its hyphen, "the army held X"."""
    prefix = token.lower_.rsplit("-", 1)[0]
    party = adjectives.get(prefix)
    hit = reading.inside_party.get(token.i)
    if party is None and prefix in {"militant", "jihadist", "extremist", "terrorist"}:
        here = reading.sentence_of[token.i] - (1 if prefix == "militant" else len(reading.doc))
        before = [h for h in reading.parties if h.head < token.i and reading.sentence_of[h.head] >= here]
        party = next((h.party for h in reversed(before) if h.party in {"ISIL", "HTS"}), None)
        party = party or ("Syrian opposition" if prefix == "militant" else None)
    party = party or (hit.party if hit else None) or ("Syrian opposition" if prefix == "terrorist" else None)
    if party is None:
        return
    head = token.head if token.head.i > token.i else token
    if token.i > 1 and token.nbor(-1).lower_ in {"both", "all"}:  # "X and Y, both SDF-held"
        named = [m for m in range(max(token.sent.start, token.i - 4), token.i) if m in reading.mention_at]
        for m in listed_before(reading, named[-1]) if named else []:
            yield Holding(event_placement(reading, m), party, "held", token.i)
        return
    if head.tag_ == "NNS" and head.lemma_.lower() in _PARTS:
        yield from _held_parts(reading, token, head, party)
        return
    places = _places_of(reading, head, token)
    if token.lower_.endswith("-besieged"):
        for m in places if party in AGAINST else ():
            yield Holding(event_placement(reading, m), AGAINST[party], "besieged", token.i, besieger=party)
        return
    for m in places:
        yield Holding(event_placement(reading, m), party, "held", token.i)
    if places:
        yield from nearby_airbase(reading, head, party, places[0], gazetteer)


def _held_parts(reading: Reading, token: Token, head: Token, party: str) -> Iterator[Holding]:
    """Read "government-held parts of the city": the city is held by each of those who share it."""
    if head.lemma_.lower() not in {"part", "district", "quarter", "neighbourhood", "neighborhood"}:
        return
    of = [o for c in head.children if c.lower_ == "of" for o in c.children]
    for obj in of:
        named = [m for m in named_by(reading, obj) if m == obj.i or m > token.i]
        if named:
            where = event_placement(reading, named[0])
        elif obj.lower_ in {"city", "town"} and (back := pointed_back(reading, reading.clause_of[obj.i])) is not None:
            where = back.where
        else:
            continue
        if where.kind == "settlement":
            yield Holding(where, party, "held", token.i, extent="part")


def _places_of(reading: Reading, head: Token, near: Token) -> list[int]:
    """Give the named places that a noun stands for: itself, its "of" or "in", or what it is in apposition to."""
    if head.i in reading.mention_at:
        return [head.i, *_listed_after(reading, head.i)]
    if near.dep_ == "acomp" and near.head.pos_ == "AUX":  # "X and Y are now rebel-held"
        return [m for c in near.head.children if c.dep_ == "nsubj" for m in named_by(reading, c)]
    start = head.left_edge.i
    if head.tag_ == "NNS" and start - 2 in reading.mention_at and reading.doc[start - 1].text == ",":
        return listed_before(reading, start - 2)
    if head.dep_ == "appos" and head.head.i in reading.mention_at:
        return [head.head.i]
    inside = [t.i for t in head.subtree if t.i in reading.mention_at and t.i > near.i and not in_relative(t, head)]
    inside = [m for m in inside if usable(reading.where(m))]
    if inside and reading.doc[inside[0] + 1 : inside[0] + 2].text.lower() in {"suburbs", "countryside"}:
        beside = [i for i in range(max(near.sent.start, near.i - 4), near.i) if i in reading.mention_at]
        return beside[-1:]  # "in X a rebel-held area in the Y suburbs"
    if inside and led_by(reading.doc[inside[0]]) in {"near", "outside"}:
        return []  # "a rebel-held area near X"
    region = bool(inside) and reading.where(inside[0]).kind == "region"
    if region and head.lemma_.lower() in {"village", "town"}:
        return []  # "a government-held village on the Golan"
    if inside and head.lemma_.lower() in _PARTS | {"town", "city"} and is_province_around(reading, inside[0]):
        return []  # "a rebel-held village in X province"
    if inside:
        part = head.lemma_.lower() in _PARTS - {"area", "village"} and led_by(reading.doc[inside[0]]) in {"in", "of"}
        whole = reading.where(inside[0]).kind in {"settlement", "province"}
        return [] if part and whole and reading.doc[inside[0]].head.i != head.i else inside[:1]
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


def _listed_after(reading: Reading, first: int) -> list[int]:
    """Give the places told as one list with the first: "X, Y and Z"."""
    out: list[int] = []
    last = first
    for m in sorted(i for i in reading.mention_at if first < i < reading.doc[first].sent.end):
        behind = reading.doc[m + 1 : m + 4].text.lower().lstrip(", ")
        if not coordinated(reading, last, m) or behind.startswith("which is"):
            break  # "X and Y as well as Z, which is held by others"
        out.append(m)
        last = m
    return out


def named_by(reading: Reading, noun: Token) -> list[int]:
    """Give the places that a noun phrase stands for: its own name, the name beside it, "the towns of X and Y"."""
    if noun.i in reading.mention_at:
        return [noun.i, *_listed_after(reading, noun.i)]
    if noun.dep_ == "appos" and noun.head.i in reading.mention_at:
        first = noun.head.i
        return [*listed_before(reading, first), *_listed_after(reading, first)] if noun.tag_ == "NNS" else [first]
    inside = sorted(t.i for t in noun.subtree if t.i in reading.mention_at and not in_relative(t, noun))
    if noun.pos_ == "PROPN":  # "holds Talat Moussa, the highest summit of the Qalamoun"
        beside = {t.i for c in noun.children if c.dep_ == "appos" for t in c.subtree}
        inside = [m for m in inside if m not in beside]
    inside = [m for m in inside if usable(reading.where(m))]
    if inside and noun.lower_ == "suburb" and reading.doc[inside[0]].dep_ == "compound":
        # "X, a Damascus suburb that they hold", a comma lost
        inside = [
            m for m in range(max(noun.sent.start, noun.left_edge.i - 3), noun.left_edge.i) if m in reading.mention_at
        ]
    return [inside[0], *_listed_after(reading, inside[0])] if inside else []


def left_with(reading: Reading, verb: Token) -> Iterator[Holding]:
    """Read "the army is left with X and Y", "leaving X to the army"."""
    left = [o for c in verb.children if c.lower_ == "with" for o in c.children]
    whose = [c for c in verb.children if c.dep_ == "nsubjpass"]
    if not whose:
        left = [c for c in verb.children if c.dep_ == "dobj"] if verb.tag_ == "VBG" else []
        whose = [o for c in verb.children if c.lower_ == "to" for o in c.children]
    hits = [reading.inside_party[w.i] for w in whose if w.i in reading.inside_party]
    for m in [m for thing in left if thing.i in reading.mention_at for m in named_by(reading, thing)] if hits else []:
        yield Holding(event_placement(reading, m), hits[0].party, "held", verb.i)


def in_relative(token: Token, top: Token) -> bool:
    """Tell whether a token stands in a relative clause below ``top``."""
    at = token
    while at.i not in {top.i, at.head.i}:
        if at.dep_ in {"relcl", "advcl"}:
            return True
        at = at.head
    return False


def nearby_airbase(
    reading: Reading, head: Token, party: str, m: int, gazetteer: Gazetteer, *, beside: Placement | None = None
) -> Iterator[Holding]:
    """Read "… and a nearby military airbase": the airbase of the place named beside it."""
    for t in reading.doc[m + 1 : min(m + 9, head.sent.end)]:
        if t.pos_ == "VERB":
            break
        if t.lemma_.lower() in _AIRBASE and t.i not in reading.mention_at:
            here = beside or reading.where(m)
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
    return min(near)[2] if near and min(near)[0] <= _NEARBY_KM else None


def is_province_around(reading: Reading, m: int) -> bool:
    """Tell whether a province only says where a town without a known name lies: "a town held by Y in X province"."""
    return reading.where(m).kind == "province" and led_by(reading.doc[m]) == "in"


def list_before(reading: Reading, verb: Token) -> list[int]:
    """Give the places of the list that "both held by X" sums up: back to "except for" or a verb."""
    out: list[int] = []
    for i in range(verb.i - 1, verb.sent.start - 1, -1):
        token = reading.doc[i]
        if token.lower_ in {"except", "excepting", "apart"} or token.pos_ == "VERB":
            break
        if i in reading.mention_at:
            out.insert(0, i)
    return out


def excepted(reading: Reading, token: Token) -> bool:
    """Tell whether a place is told as an exception: "apart from", "except", "with the exception of"."""
    text = " ".join(t.lower_ for t in reading.doc[token.sent.start : token.i])
    return any(p in text for p in ("apart from", "except", "exception of", "other than", "excluding", "aside from"))


def divided(reading: Reading, verb: Token) -> Iterator[Holding]:
    """Read "X is divided between government control in the west and rebel control in the east"."""
    between = next((t for t in verb.subtree if t.lower_ == "between" and t.i > verb.i), None)
    controls = [t for t in between.subtree if t.lower_ == "control"] if between is not None else []
    hits = [reading.inside_party[c.i] for c in controls if c.i in reading.inside_party]
    named = [m for m in range(verb.sent.start, verb.i) if m in reading.mention_at]
    if len(hits) > 1 and named:
        yield Holding(event_placement(reading, named[0]), hits[0].party, "held", verb.i, extent="part", shared=True)


def lies_unnamed(reading: Reading, noun: Token, named: list[int]) -> bool:
    """Tell whether names only say where ground lies: "a town held by Y in X province", "a quarter of the city of X"."""
    if noun.lemma_ in _PLACES and all(is_province_around(reading, m) for m in named):
        return True
    where = [reading.where(m) for m in named]
    within = all(led_by(reading.doc[m]) in {"in", "of"} for m in named)
    return noun.lemma_ in _QUARTERS and within and all(w.kind == "settlement" for w in where)


def hyphen_lost(reading: Reading, held: Token) -> int | None:
    """Give the place of "the government held western X", a hyphen lost."""
    owner = held.i > 1 and held.nbor(-1).lower_ in {"government", "rebel", "regime", "opposition"}
    if not owner or held.nbor(-2).lower_ not in {"the", "a", "in", "on", "of"}:
        return None
    return next((m for m in range(held.i + 1, min(held.i + 4, held.sent.end)) if m in reading.mention_at), None)
