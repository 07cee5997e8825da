"""Places told as one list: "A, B and C", "in Douma, a suburb of the capital, and in nearby Harasta"."""

import re

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import grain, usable
from frontlines.model import When

_APPOSITION = re.compile(r", (?:an?|the) [^,.;]{1,50}, and(?: (?:in|at|near|nearby|neighbou?ring))*")
"""What may part two places of a list: "in Douma, a suburb of the capital, and in nearby Harasta"."""


def coordinated(reading: Reading, a: int, b: int) -> bool:
    """Tell whether two names stand in one list, with nothing between them but commas, "and" and the like."""
    if b == a + 1 and (_lies_in(reading, a, b) or _lies_in(reading, b, a)):
        return False  # "the city of Qamishli Hasaka", "Aleppos Salaheddin district", a mark lost
    if _APPOSITION.fullmatch(reading.doc[a + 1 : b].text):
        return True
    allowed = word_set("list_words")
    between = [t for t in reading.doc[a + 1 : b] if not t.is_space and not _is_owner(reading, t)]
    between = [t for t in between if not (t.lower_ in {"on", "in", "at", "near"} and t.nbor(-1).lower_ == "and")]
    unknown = [t for t in between if t.lower_ not in allowed]
    return len(between) <= 5 and (not unknown or (len(unknown) <= 2 and all(_is_name(t) for t in unknown)))


def _lies_in(reading: Reading, a: int, b: int) -> bool:
    """Tell whether the second of two names is that of the governorate which the first lies in."""
    inner, outer = (reading.where(m) for m in (a, b))
    return outer.admin1 == inner.admin1 and (outer.name or "").split(" ")[0] == (outer.admin1 or "").split(" ")[0]


def listed_before(reading: Reading, last: int) -> list[int]:
    """Give the places told as one list with the last: "X and Y, two towns …"."""
    out = [last]
    for m in reversed(reading.places_in(list(range(reading.doc[last].sent.start, last)))):
        if not coordinated(reading, m, out[0]):
            break
        out.insert(0, m)
    return out


def _is_owner(reading: Reading, token: Token) -> bool:
    """Tell whether a word only says whose a place was: "took X, Y and the army's Base 46"."""
    return token.i in reading.inside_party and token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "POS"


def _is_name(token: Token) -> bool:
    """Tell whether a word can be a village that no gazetteer has."""
    return token.text[0].isupper() or token.lower_.startswith("al-")


def told_later(reading: Reading, trigger: Token, chosen: list[int]) -> list[int]:
    """Give places of the list that a date or a remark parts from it: "captured X on May 5 and Y a week later"."""
    finest = grain(reading.where(chosen[0]))
    later: list[int] = []
    for m in range(chosen[-1] + 1, trigger.sent.end):
        token = reading.doc[m]
        if m not in reading.mention_at:
            continue
        where = reading.where(m)
        hangs_on = token.dep_ == "conj" and (token.head.i == trigger.i or token.head.i in reading.date_at)
        hangs_on = hangs_on or _in_second_object(token, trigger, chosen[-1]) or _along_with(token, trigger)
        hangs_on = hangs_on or _listed_by_day(reading, (later or chosen)[-1], m)
        if hangs_on and usable(where) and where.country == "SY" and grain(where) <= max(finest, 1):
            later.append(m)
    return later


def _listed_by_day(reading: Reading, before: int, m: int) -> bool:
    """Tell whether only a day stands between two places of a list: "took X on 30 June, Y on 1 July and Z"."""
    between = range(before + 1, m)
    allowed = word_set("list_words") | {"on", "in", "by", "early", "late"}
    only = all(i in reading.date_at or reading.doc[i].lower_ in allowed for i in between)
    return only and any(i in reading.date_at for i in between)


def own_day(reading: Reading, m: int) -> When | None:
    """Give the day told right behind one place of a list: of Y in "took X on 30 June and Y on 1 July"."""
    for token in reading.doc[m + 1 : min(m + 4, reading.doc[m].sent.end)]:
        if token.i in reading.date_at:
            return reading.date_at[token.i].when(future=False)
        if token.lower_ not in {"on", "in", "late", "early", "city", "town", "province"}:
            break
    return None


def _along_with(token: Token, trigger: Token) -> bool:
    """Tell whether a place was taken "along with" what a verb's object names."""
    at = token
    while at.dep_ == "conj":
        at = at.head
    up = at.head
    return up.lower_ == "with" and up.head.lower_ in {"along", "together"} and trigger.is_ancestor(up)


def _in_second_object(token: Token, trigger: Token, last: int) -> bool:
    """Tell whether a place lies in what is told second: "struck the X air base and a complex in the Y district"."""
    for child in trigger.children:
        for second in child.children:
            if child.dep_ == "dobj" and second.dep_ == "conj" and second.i > last and second.is_ancestor(token):
                return True
    return False
