"""Where an event happened: the names attached to it, words that point back to one, or the passage's own place."""

from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Token

from frontlines.extraction.counts import number
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import Reading
from frontlines.extraction.toponyms import direction
from frontlines.model import AREAL_KINDS, MatchStatus, Placement

_GRAIN: Final = {
    "neighbourhood": 0, "facility": 0, "airbase": 0, "crossing": 0, "settlement": 1, "river": 2, "region": 2,
    "countryside": 2, "district": 3, "province": 4, "country": 5,
}  # fmt: skip
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
_RANKS: Final = {"city": frozenset({1, 2}), "town": frozenset({2, 3, 4}), "village": frozenset({3, 4})}
"""Ranks (see ``model.Place``) that a word of size fits."""
_RANK_REACH: Final = 4
"""Sentences back over which a place of the fitting size is preferred to a nearer one."""
_UNNAMED: Final = frozenset(["town", "village", "villages", "area", "towns", "areas", "camp", "farms"])
_KM: Final = frozenset({"km", "kilometers", "kilometres", "kilometer", "kilometre", "miles", "mile"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place for an event: the naming token (None where it was carried over) and the placement."""

    token: int | None
    where: Placement
    own: bool = True
    """False where the place is taken from the passage before rather than named or pointed to."""


_CONTAINED = 8
"""Words between a town and the province that it is said to lie in."""


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


def spots_for(
    reading: Reading, token: int, *, abroad: bool = False, avoid_origin: bool = False, prefer_origin: bool = False
) -> list[Spot]:
    """Give the places attached to a trigger: several only where they are told as a list."""
    scored: dict[int, list[int]] = {}
    trigger = reading.doc[token]
    if trigger.dep_ == "acl" and trigger.tag_ == "VBN" and trigger.head.i in reading.mention_at:
        # "X, taken in January, and Y"
        head = trigger.head.i
        if usable(reading.mentions[reading.mention_at[head]].where):
            return [Spot(head, event_placement(reading, head))]
    clause = reading.clause_of[token]
    subtree = {t.i for t in trigger.subtree}
    sentence = trigger.sent
    for m in reading.places_in(list(range(sentence.start, sentence.end))):
        where = reading.mentions[reading.mention_at[m]].where
        if not usable(where) or (where.country != "SY" and not abroad):
            continue
        if (
            m in reading.source_tokens
            or _is_actor(reading, reading.doc[m])
            or (avoid_origin and _is_origin(reading.doc[m]))
        ):
            continue
        if _where_they_stand(reading.doc[m], trigger):
            continue
        if reading.clause_of[m] == clause:
            score = 0 if m in subtree else 1
        elif m in subtree:
            score = 1
        elif _related(reading, reading.clause_of[m], clause):
            score = 2
        else:
            score = 4
        if _only_relation(reading.doc[m]):
            score += 2
        if prefer_origin and score <= 2:
            score = 0 if _is_origin(reading.doc[m]) else score + 1
        scored.setdefault(score, []).append(m)
    if 0 not in scored and (near := _pointed_in(reading, subtree, clause)) is not None:
        return [near]
    for score in sorted(scored):
        best = _most_specific(reading, scored[score], trigger)
        if best:
            back = pointed_back(reading, clause) if score >= 2 else None
            if back is not None and grain(back.where) <= grain(reading.mentions[reading.mention_at[best[0]]].where):
                return [back]
            return [Spot(m, event_placement(reading, m)) for m in best]
    back = pointed_back(reading, clause)
    return [back] if back else []


def _is_actor(reading: Reading, token: Token) -> bool:
    """Tell whether a capital stands for its government here ("Moscow said", "Damascus denounced")."""
    return token.dep_ in {"nsubj", "nsubjpass", "agent"} and token.i in reading.inside_party


def _is_origin(token: Token) -> bool:
    at = token
    while at.dep_ in {"compound", "nmod", "appos"} and at.head.i != at.i:
        at = at.head
    return at.head.lower_ in {"from", "via", "through"}


def _where_they_stand(token: Token, trigger: Token) -> bool:
    """Tell whether a place is only where those are who act elsewhere: "terrorists positioned in X fired at Y"."""
    at = token
    while at.i not in {at.head.i, trigger.i}:
        if at.lemma_.lower() in word_set("standing_verbs") and at.dep_ in {"acl", "relcl", "amod", "partmod"}:
            return True
        at = at.head
    return False


def _only_relation(token: Token) -> bool:
    """Tell whether a name only says where another thing lies or leads ("road to Aleppo", "linking X with Y")."""
    up = token.head
    return up.lower_ in {"to", "linking", "connecting"} and up.head.lemma_.lower() in {
        "road",
        "highway",
        "line",
        "route",
        "link",
        "connect",
        "lead",
        "strip",
    }


def _related(reading: Reading, a: int, b: int) -> bool:
    clauses = reading.clauses
    return (
        clauses[a].parent == b
        or clauses[b].parent == a
        or (clauses[a].parent is not None and clauses[a].parent == clauses[b].parent)
    )


def _most_specific(reading: Reading, tokens: list[int], trigger: Token) -> list[int]:
    """Take the smallest grain; of several, those told as one list, else the one nearest behind the trigger."""
    where = {m: reading.mentions[reading.mention_at[m]].where for m in tokens}
    finest = min(grain(w) for w in where.values())
    same = [
        m
        for m in sorted(tokens)
        if max(grain(where[m]), 1 if finest <= 1 else 0) == max(finest, 1 if finest <= 1 else 0)
    ]
    if len(same) > 1:
        parents = {where[m].place_id for m in same}
        same = [m for m in same if not _contains_another(reading, m, same)] or same
        if len(parents) == 1:
            return same[:1]
    groups: list[list[int]] = []
    for m in same:
        if groups and coordinated(reading, groups[-1][-1], m):
            groups[-1].append(m)
        else:
            groups.append([m])
    after = [g for g in groups if g[0] > trigger.i]
    return (after or groups)[0] if after else groups[-1]


def _contains_another(reading: Reading, m: int, others: list[int]) -> bool:
    """Tell whether a town stands only as the container of a quarter or village in the list ("X in Y")."""
    mine = reading.mentions[reading.mention_at[m]].where
    for other in others:
        if other >= m or (
            reading.mentions[reading.mention_at[other]].where.kind == mine.kind == "settlement"
            and not _within_words(reading, other, m)
        ):
            continue
        theirs = reading.mentions[reading.mention_at[other]].where
        if theirs.kind == "neighbourhood" and mine.kind == "settlement":
            return True
        if _within_words(reading, other, m) and theirs.place_id != mine.place_id:
            return True
    return False


def _within_words(reading: Reading, inner: int, outer: int) -> bool:
    words = [t.lower_ for t in reading.doc[inner + 1 : outer] if not t.is_space]
    return (
        0 < len(words) <= 6
        and any(w in {"in", "near", "of", "outside"} for w in words)
        and "and" not in words
        and not any(t.pos_ == "VERB" for t in reading.doc[inner + 1 : outer])
    )


def coordinated(reading: Reading, a: int, b: int) -> bool:
    """Tell whether two names stand in one list, with nothing between them but commas, "and" and the like."""
    allowed = word_set("list_words")
    between = [t for t in reading.doc[a + 1 : b] if not t.is_space]
    unknown = [t for t in between if t.lower_ not in allowed]
    return len(between) <= 5 and (not unknown or (len(unknown) <= 2 and all(_is_name(t) for t in unknown)))


def _is_name(token: Token) -> bool:
    """Tell whether a word can be a village that no gazetteer has."""
    return (token.text[0].isupper() and token.pos_ == "PROPN") or token.lower_.startswith("al-")


def pointed_back(reading: Reading, clause: int) -> Spot | None:
    """Find what "the town", "there" or "it" in a clause stands for: the last such place named before."""
    for i in reading.clauses[clause].tokens:
        token = reading.doc[i]
        lemma = token.lemma_.lower()
        if lemma in _BACK and any(
            c.dep_ in {"det", "poss"} and c.lower_ in {"the", "that", "this", "its", "same"} for c in token.children
        ):
            if any(t.i in reading.mention_at for t in token.subtree) or _names_itself(token):
                continue
            found = _last_of(reading, token.i, _BACK[lemma], _RANKS.get(lemma))
            if found is not None:
                where = reading.mentions[found].where
                return Spot(i, _part_if_unnamed(reading, clause, _around(reading, token, where)))
        elif (lemma == "there" and token.dep_ == "advmod") or (
            lemma in {"it", "itself"} and token.dep_ in {"dobj", "pobj"} and token.head.lower_ not in {"of", "by", "to"}
        ):
            kinds: tuple[str, ...] = ("settlement", "neighbourhood", "airbase", "facility")
            found = _last_of(reading, token.i, (*kinds, "province", "region") if lemma == "there" else kinds)
            if found is not None:
                at = next(t for t, m in reading.mention_at.items() if m == found)
                return Spot(i, _part_if_unnamed(reading, clause, event_placement(reading, at)))
    return None


def _part_if_unnamed(reading: Reading, clause: int, where: Placement) -> Placement:
    """Mark "15 villages there" as an unnamed part of the province."""
    words = {reading.doc[t].lower_ for t in reading.clauses[clause].tokens}
    return (
        replace(where, part=True, area=where.area or where.place_id)
        if where.kind == "province" and words & _UNNAMED
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
        at = next((t for t, m in reading.mention_at.items() if m == index), None)
        if at is not None and at < token and where.kind in kinds and usable(where) and where.country == "SY":
            if _is_actor(reading, reading.doc[at]):
                continue
            if where.kind == "province" and (inner := _inside_before(reading, index, at)) is not None:
                return inner
            if _is_origin(reading.doc[at]) or _is_origin(reading.doc[at].head):
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
    before = next((t for t, m in reading.mention_at.items() if m == index - 1), None)
    if before is None or reading.doc[before].sent != reading.doc[at].sent:
        return None
    words = [t.lower_ for t in reading.doc[before + 1 : at]]
    return index - 1 if len(words) <= _CONTAINED and "in" in words and "and" not in words else None


def event_placement(reading: Reading, m: int) -> Placement:
    """Give the placement for an event at a named place with the words beside it: "northern X", "20 km east of X"."""
    where = reading.mentions[reading.mention_at[m]].where
    return _around(reading, reading.doc[m], where)


def _around(reading: Reading, token: Token, where: Placement) -> Placement:
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
            return way
        if word.pos_ == "PROPN" and word.i != token.i - 1:
            return None
    return None


def _unnamed_within(doc: object, token: Token) -> bool:
    """Tell whether the words are "a town in X" or "15 villages in X": an unnamed part."""
    words = [t.lower_ for t in doc[max(0, token.i - 6) : token.i]]  # type: ignore[index]
    if "in" not in words and "of" not in words and "across" not in words:
        return False
    return any(w in _UNNAMED for w in words) and not {"the", "town"} <= set(words[-3:])


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


def _pointed_in(reading: Reading, subtree: set[int], clause: int) -> Spot | None:
    """Find "the town" and the like inside a trigger's own phrase."""
    spot = pointed_back(reading, clause)
    return spot if spot is not None and spot.token in subtree else None


def _near(token: Token) -> bool:
    at = token
    for _ in range(3):
        up = at.head
        if up.lower_ in {"near", "around", "outside", "towards", "toward"}:
            return True
        if up.lemma_.lower() in {"outskirt", "outskirts", "vicinity", "countryside"}:
            return True
        if up.lower_ not in {"of", "city", "town", "village"}:
            return False
        at = up
    return False
