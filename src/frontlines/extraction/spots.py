"""A place for an event, with what the words beside its name make of it: "northern X", "20 km east of X", "near X"."""

from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from frontlines.extraction.counts import number
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import Reading
from frontlines.extraction.toponyms import direction
from frontlines.model import AREAL_KINDS, MatchStatus, Placement, When

_GRAIN: Final = {
    "neighbourhood": 0, "facility": 0, "airbase": 0, "crossing": 0, "settlement": 1, "river": 2, "region": 2,
    "countryside": 2, "district": 3, "province": 4, "country": 5,
}  # fmt: skip
UNNAMED: Final = frozenset(["town", "village", "villages", "area", "towns", "areas", "camp", "farms"])
_KM: Final = frozenset({"km", "kilometers", "kilometres", "kilometer", "kilometre", "miles", "mile"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for an event: the naming token (None where it was carried over) and the placement."""

    token: int | None
    where: Placement
    own: bool = True
    """False where the place is taken from the passage before rather than named or pointed to."""
    when: When | None = None
    """The day told of this place alone: of Y in "took X on 5 May and Y a week later"."""


def grain(where: Placement) -> int:
    """Rank a placement by how small a place it names, 0 the smallest."""
    return _GRAIN.get(where.kind or "country", 5)


def usable(where: Placement) -> bool:
    """Tell whether a placement can place an event: matched or a best guess, and not a whole country."""
    return (
        where.status in {MatchStatus.MATCHED, MatchStatus.AMBIGUOUS}
        and where.kind != "country"
        and where.lat is not None
    )


def in_syria(where: Placement) -> bool:
    """Tell whether a placement is in Syria or in no country that is known."""
    return where.country in {"SY", None}


def event_placement(reading: Reading, m: int) -> Placement:
    """Give the placement for an event at a named place with the words beside it: "northern X", "20 km east of X"."""
    where = reading.where(m)
    if where.kind == "province" and (seat := reading.capitals.get(where.admin1 or "")) is not None:
        behind = [t.lower_ for t in reading.doc[m + 1 : m + 5] if t.lower_ not in {"'s", "’s", "s", ",", "the"}]
        if behind[:2] == ["provincial", "capital"]:
            return seat
    return around(reading, reading.doc[m], where)


def around(reading: Reading, token: Token, where: Placement) -> Placement:
    """Give a placement with the words before its name: a compass word, a distance, "near"."""
    doc = reading.doc
    compass = _compass_before(doc, token)
    if where.kind in AREAL_KINDS and where.place_id:
        if compass and where.kind != "river":
            return replace(
                where,
                name=f"{compass.capitalize()} of {where.name}",
                area=f"{compass}:{where.place_id}",
                part=True,
                precision=max(4, where.precision if where.precision < 6 else 4),
            )
        unnamed = _unnamed_within(doc, token)
        if unnamed:
            return replace(where, area=where.area or where.place_id, part=True)
        return replace(where, area=where.area or where.place_id)
    offset = _offset(doc, token)
    if offset and where.place_id:
        km, way = offset
        expression = f"offset-{way}:{where.place_id}:{km}" if km else f"{way}:{where.place_id}"
        if not km and {"villages", "towns", "areas", "farms", "hills"} & {
            t.lower_ for t in doc[max(0, token.i - 7) : token.i]
        }:
            name = f"{way.capitalize()} of {where.name}"  # "three villages west of X"
            return replace(where, name=name, kind="countryside", area=expression, part=True, precision=4, radius_km=5.0)
        return replace(where, area=expression, precision=2, radius_km=max(km / 4, 5.0))
    if _near(token) and where.place_id and where.kind != "neighbourhood":
        return replace(where, area=f"around:{where.place_id}:{max(5, round(2 * (where.radius_km or 2)))}", precision=2)
    return where


def _compass_before(doc: object, token: Token) -> str | None:
    """Give the compass word before a name: "northern X", "the north of X", "north-eastern parts of X"."""
    for i in range(token.i - 1, max(-1, token.i - 5), -1):
        word = doc[i]  # type: ignore[index]
        if word.is_space or word.pos_ == "VERB":
            return None
        way = direction(word.text)
        if way:
            following = doc[i + 1].lower_  # type: ignore[index]
            if following in {"province", "city", "town", "village", "governorate"} and word.lower_.endswith("ern"):
                return None
            behind = doc[token.i + 1].lower_ if token.i + 1 < len(doc) else ""  # type: ignore[index, arg-type]
            beside = (*doc[i + 1 : token.i], *doc[max(0, i - 2) : i])  # type: ignore[index]
            of_the_country = any(t.lower_.startswith("syria") for t in beside) and behind in {"province", "governorate"}
            if of_the_country or (way == "centre" and behind in {"province", "governorate"}):
                return None  # "northeast Syria's X province", "the central Homs province"
            return way
        if word.pos_ == "PROPN" and word.i != token.i - 1:
            return None
    return None


def _unnamed_within(doc: object, token: Token) -> bool:
    """Tell whether the words are "a town in X" or "15 villages in X": an unnamed part."""
    words = [t.lower_ for t in doc[max(0, token.i - 6) : token.i]]  # type: ignore[index]
    if "in" not in words and "of" not in words and "across" not in words:
        return False
    return any(w in UNNAMED for w in words) and not {"the", "town"} <= set(words[-3:])


def _offset(doc: object, token: Token) -> tuple[int, str] | None:
    """Read "20 km east of X" and "south of X"; None where nothing such stands before the name."""
    i = token.i - 1
    while i >= 0 and doc[i].lower_ in {"the", "town", "city", "village", "of"} and token.i - i <= 6:  # type: ignore[index]
        i -= 1
    if i < 0:
        return None
    way = direction(doc[i].text)  # type: ignore[index]
    if way is None or doc[i].lower_.endswith("ern") or doc[i + 1].lower_ != "of":  # type: ignore[index]
        return None
    for j in range(i - 1, max(-1, i - 4), -1):
        if doc[j].lower_ in _KM and j > 0:  # type: ignore[index]
            value = number(doc[j - 1])  # type: ignore[index]
            if value:
                return (round(value * 1.6) if doc[j].lower_.startswith("mile") else value), way  # type: ignore[index]
    return 0, way


def _near(token: Token) -> bool:
    at = token
    for _ in range(3):
        up = at.head
        if up.lower_ in {"near", "around", "outside", "towards", "toward"}:
            return not (up.dep_ == "conj" and up.head.lower_ == "in")  # "in and around X"
        if up.lemma_.lower() in {"outskirt", "outskirts", "vicinity", "countryside"}:
            return True
        if up.lower_ not in {"of", "city", "town", "village"}:
            return False
        at = up
    return False


def only_beside(reading: Reading, m: int) -> bool:
    """Tell whether a river only says where a town lies: "the city on the Euphrates"."""
    up = reading.doc[m].head
    river = reading.where(m).kind == "river"
    lies = {up.head.lemma_.lower(), *(t.lemma_.lower() for t in reading.doc[max(0, m - 3) : m - 1])}
    return river and up.lower_ in {"on", "along"} and bool(lies & word_set("ground_nouns"))
