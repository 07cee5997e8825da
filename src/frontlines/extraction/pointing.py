"""Words that point back to a place: "the town", "there", "it"."""

from dataclasses import replace
from typing import Final

from spacy.tokens import Token

from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import UNNAMED, Spot, around, event_placement, usable
from frontlines.model import AREAL_KINDS, Placement

_BACK: Final[dict[str, tuple[str, ...]]] = {
    "town": ("settlement",), "city": ("settlement",), "village": ("settlement",), "province": ("province",),
    "governorate": ("province",), "district": ("neighbourhood", "district"), "neighbourhood": ("neighbourhood",),
    "neighborhood": ("neighbourhood",), "camp": ("neighbourhood", "facility"), "airport": ("airbase",),
    "airbase": ("airbase",), "base": ("airbase", "facility"), "dam": ("facility",), "crossing": ("crossing",),
    "enclave": ("settlement", "region", "neighbourhood"), "stronghold": ("settlement",),
    "bastion": ("settlement", "province"),
    "region": ("region", "province", "settlement", "neighbourhood"), "area": ("settlement", "region", "neighbourhood"),
    "capital": ("settlement",), "quarter": ("neighbourhood",), "suburb": ("neighbourhood", "settlement"),
    "place": ("settlement",), "headquarters": ("facility", "airbase"), "outskirts": ("settlement",),
    "field": ("facility",),
}  # fmt: skip
_POINTERS: Final = frozenset({"the", "that", "this", "its", "same", "both", "these", "those"})
_RANKS: Final = {"city": frozenset({1, 2}), "town": frozenset({2, 3, 4}), "village": frozenset({3, 4})}
"""Ranks (see ``model.Place``) that a word of size fits."""
_RANK_REACH: Final = 4
"""Sentences back over which a place of the fitting size is preferred to a nearer one."""
_WAYS: Final = frozenset({"road", "highway", "line", "route", "link", "connect", "lead", "strip", "way", "threat"})
_AROUND_KM = 10
_CONTAINED = 8
"""Words between a town and the province that it is said to lie in."""


def pointed_back(reading: Reading, clause: int) -> Spot | None:
    """Find what "the town", "there" or "it" in a clause stands for: the last such place named before."""
    for i in reading.clauses[clause].tokens:
        token = reading.doc[i]
        lemma = token.lemma_.lower()
        if lemma in _BACK and any(c.dep_ in {"det", "poss"} and c.lower_ in _POINTERS for c in token.children):
            named = any(t.i in reading.mention_at and not _told_aside(t, token) for t in token.subtree)
            if named and (lemma not in {"town", "village", "city"} or not _only_lies_in(reading, token)):
                continue
            if _names_itself(token):
                continue
            if lemma == "capital":
                seat = _seat_of(reading, token)
                if seat is not None:
                    return Spot(i, seat)
            found = _last_of(reading, token.i, _BACK[lemma], _RANKS.get(lemma))
            if found is not None:
                where = reading.mentions[found].where
                if lemma == "region" and where.kind == "settlement":  # the country around it
                    return Spot(i, replace(where, area=f"around:{where.place_id}:{_AROUND_KM}", precision=2))
                return Spot(i, _part_if_unnamed(reading, clause, around(reading, token, where)))
        elif (lemma == "there" and token.dep_ == "advmod") or (
            lemma in {"it", "itself"} and token.dep_ in {"dobj", "pobj"} and token.head.lower_ not in {"of", "by", "to"}
        ):
            if lemma == "there" and _country_before(reading, token):
                continue
            kinds: tuple[str, ...] = ("settlement", "neighbourhood", "airbase", "facility")
            found = _last_of(reading, token.i, (*kinds, "province", "region") if lemma == "there" else kinds)
            if found is not None:
                at = reading.named_at[found]
                return Spot(i, _part_if_unnamed(reading, clause, event_placement(reading, at)))
    return None


def _only_lies_in(reading: Reading, noun: Token) -> bool:
    """Tell whether all that "the town in X district" names is the area it lies in."""
    named = [t for t in noun.subtree if t.i in reading.mention_at]
    kinds = {reading.where(t.i).kind for t in named}
    return kinds <= {"province", "district"} and all(led_by(t) == "in" for t in named)


def _country_before(reading: Reading, there: Token) -> bool:
    """Tell whether "there" is a whole country: "strikes in Syria a year after the coalition began its own there"."""
    named = [m for m in range(there.sent.start, there.i) if m in reading.mention_at]
    return bool(named) and reading.where(named[-1]).kind == "country"


def _told_aside(place: Token, noun: Token) -> bool:
    """Tell whether a place is only told of the noun: "the town, where the M4 and M5 meet"."""
    return any(up.dep_ == "relcl" and up.head.i == noun.i for up in (place, *place.ancestors))


def _seat_of(reading: Reading, capital: Token) -> Placement | None:
    """Give the city that "the provincial capital" or "the Syrian capital" is; None where a province is not told."""
    words = {c.lower_ for c in capital.children}
    if words & {"provincial", "its", "province"}:
        for index in range(len(reading.mentions) - 1, -1, -1):
            where = reading.mentions[index].where
            if reading.named_at[index] < capital.i and where.kind == "province" and where.admin1:
                return reading.capitals.get(where.admin1)
        return None
    return reading.capitals.get("Damascus") if "syrian" in words or words <= {"the"} else None


def _part_if_unnamed(reading: Reading, clause: int, where: Placement) -> Placement:
    """Mark "15 villages there" as an unnamed part of the province."""
    words = {reading.doc[t].lower_ for t in reading.clauses[clause].tokens}
    return (
        replace(where, part=True, area=where.area or where.place_id)
        if where.kind == "province" and words & UNNAMED
        else where
    )


def _names_itself(noun: Token) -> bool:
    """Tell whether "the villages of Ein …" names places, though none that is known."""
    return noun.tag_ == "NNS" and any(
        c.lower_ == "of" and any(o.pos_ == "PROPN" for o in c.children) for c in noun.children
    )


def _last_of(reading: Reading, token: int, kinds: tuple[str, ...], ranks: frozenset[int] | None = None) -> int | None:
    """Give the last place of these kinds named before a token; of these ranks, where one of the last ones has them."""
    passed: int | None = None
    unfit: int | None = None
    unfit_at = token
    for index in range(len(reading.mentions) - 1, -1, -1):
        where = reading.mentions[index].where
        at = reading.named_at[index]
        if at < token and where.kind in kinds and usable(where) and where.country == "SY":
            if is_actor(reading, reading.doc[at]):
                continue
            if where.kind == "province" and (inner := _inside_before(reading, index, at)) is not None:
                return inner
            name = reading.doc[at]
            beside = reading.doc[max(0, at - 2) : at].text.lower() in {"close to", "positioned in", "located in"}
            if beside or is_origin(name) or is_origin(name.head) or only_relation(name):
                passed = index if passed is None else passed
                continue
            if ranks is not None and reading.ranks[index] not in ranks:
                unfit, unfit_at = (index, at) if unfit is None else (unfit, unfit_at)
                continue
            if unfit is not None and reading.sentence_of[unfit_at] - reading.sentence_of[at] > _RANK_REACH:
                return unfit
            return index
    return passed if unfit is None else unfit


def _inside_before(reading: Reading, index: int, at: int) -> int | None:
    """Give the town that "X, a town in Y province" is about where Y was named last."""
    if not index or reading.mentions[index - 1].where.kind in AREAL_KINDS:
        return None
    before = reading.named_at[index - 1]
    if reading.doc[before].sent != reading.doc[at].sent:
        return None
    words = [t.lower_ for t in reading.doc[before + 1 : at]]
    return index - 1 if len(words) <= _CONTAINED and "in" in words and "and" not in words else None


def pointed_in(reading: Reading, subtree: set[int], clause: int) -> Spot | None:
    """Find "the town" and the like inside a trigger's own phrase."""
    spot = pointed_back(reading, clause)
    return spot if spot is not None and spot.token in subtree else None


def is_actor(reading: Reading, token: Token) -> bool:
    """Tell whether a capital stands for its government here ("Moscow said", "Damascus denounced")."""
    return token.dep_ in {"nsubj", "nsubjpass", "agent"} and token.i in reading.inside_party


def only_relation(token: Token) -> bool:
    """Tell whether a name only says where another thing lies or leads ("road to Aleppo", "linking X with Y")."""
    while token.dep_ == "conj":
        token = token.head
    up = token.head
    if up.lower_ == "of" and up.head.lower_ in {"city", "town", "village"}:
        up = up.head.head  # "the roads leading to the city of X"
    if token.dep_ == "dobj" and up.lemma_.lower() in {"connect", "link"}:
        return True  # "a highway that connects X to Y"
    return up.lower_ in {"to", "linking", "connecting"} and up.head.lemma_.lower() in _WAYS


def is_destination(token: Token) -> bool:
    """Tell whether a place is where somebody goes: "towards X", "to the villages of X and Y"."""
    return led_by(token) in {"to", "towards", "toward", "into"}


def is_gone_to(token: Token) -> bool:
    """Tell whether a place is where those who leave go: "left for X", "fell back to X"."""
    return led_by(token) in {"to", "towards", "toward", "into", "for"}


def is_inside(token: Token) -> bool:
    """Tell whether a place is where something is: "in X", "near the suburb of X", "in the X suburb"."""
    return led_by(token) in {"in", "near", "at", "outside", "inside"}


def led_by(token: Token) -> str:
    """Give the word that leads to a name, in small letters: "to" of "to the villages of X and Y"."""
    at = token
    while at.dep_ in {"compound", "nmod", "poss", "appos", "conj"} and at.head.i != at.i:
        at = at.head
    if at.head.lower_ == "of":
        at = at.head.head
    return "towards" if at.lower_ == "direction" else at.head.lower_


def is_origin(token: Token) -> bool:
    """Tell whether a place is where something comes from or passes: "from X", "via X"."""
    at = token
    while at.dep_ in {"compound", "nmod", "appos"} and at.head.i != at.i:
        at = at.head
    return at.head.lower_ in {"from", "via", "through"}


def is_left(token: Token) -> bool:
    """Tell whether a place is what somebody leaves: "from X and Y", "out of the towns of X and Y"."""
    at = token
    while at.dep_ in {"compound", "nmod", "appos", "conj"} and at.head.i != at.i:
        at = at.head
    if at.head.lower_ == "of" and at.head.head.lemma_.lower() in {"town", "village", "city", "district", "suburb"}:
        at = at.head.head
    out = at.head.lower_ == "of" and at.doc[max(0, at.head.i - 1)].lower_ == "out"
    return out or at.head.lower_ == "from" or is_origin(token)
