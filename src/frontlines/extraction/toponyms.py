"""Place names of a report: found by the gazetteer, told apart by the words beside them, resolved together."""

import re
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc

from frontlines.extraction.names import Names
from frontlines.extraction.reading import Reading
from frontlines.geography.finder import Found
from frontlines.geography.gazetteer import Gazetteer
from frontlines.geography.resolver import Query, resolve
from frontlines.model import Mention, PlaceKind, Placement, Span

_AFTER: Final[dict[str, PlaceKind]] = {
    "province": "province", "provinces": "province", "governorate": "province", "governorates": "province",
    "city": "settlement", "town": "settlement", "village": "settlement", "district": "neighbourhood",
    "neighbourhood": "neighbourhood", "neighborhood": "neighbourhood", "quarter": "neighbourhood",
    "suburb": "neighbourhood", "suburbs": "neighbourhood", "districts": "neighbourhood", "camp": "neighbourhood",
    "countryside": "province", "airbase": "airbase", "airport": "airbase", "airfield": "airbase", "river": "river",
    "crossing": "crossing", "dam": "facility", "region": "region", "plain": "region", "mountains": "region",
    "heights": "region",
}  # fmt: skip
_BEFORE: Final[dict[str, PlaceKind]] = {
    "province": "province", "governorate": "province", "city": "settlement", "town": "settlement",
    "towns": "settlement", "cities": "settlement", "villages": "settlement", "village": "settlement",
    "neighbourhood": "neighbourhood", "neighborhood": "neighbourhood", "district": "neighbourhood",
    "neighbourhoods": "neighbourhood", "neighborhoods": "neighbourhood", "districts": "neighbourhood",
    "quarter": "neighbourhood", "suburb": "neighbourhood", "capital": "settlement", "rural": "province",
    "region": "region", "area": "settlement", "countryside": "province", "provinces": "province",
}  # fmt: skip
_DIRECTION: Final = re.compile(
    r"^(?:(north|south)[ -]?)?(?:(east|west|north|south))(?:ern)?$|^(central)$", re.IGNORECASE
)


def direction(word: str) -> str | None:
    """Give the compass word of an area expression for "northern", "south-eastern", "central"; None for other words."""
    match = _DIRECTION.match(word.replace("‑", "-"))
    if not match:
        return None
    if match.group(3):
        return "centre"
    first, second = match.group(1), match.group(2).lower()
    return f"{first.lower()}-{second}" if first and second in {"east", "west"} else None if first else second


def mark_toponyms(reading: Reading, gazetteer: Gazetteer) -> None:
    """Fill ``reading.mentions``; runs after the tagger, whose tags drop names that are none here."""
    doc = reading.doc
    names: Names = doc.user_data["names"]
    kept: list[tuple[Found, int]] = []
    for found in names.toponyms:
        span = doc.char_span(found.start, found.end, alignment_mode="expand")
        if span is None or not len(span) or _is_part_of_a_person(doc, span.start):
            continue
        kept.append((found, span.end - 1))
    queries = [
        Query(
            text=found.text,
            start=found.start,
            kind_hint=_kind_hint(doc, token),
            within=_within(doc, index, kept),
            candidates=found.places,
        )
        for index, (found, token) in enumerate(kept)
    ]
    placements = resolve(queries, gazetteer)
    for (found, token), where in zip(kept, placements, strict=True):
        reading.mention_at[token] = len(reading.mentions)
        reading.mentions.append(Mention(Span(found.start, found.end), found.text, _shown(where)))


def _shown(where: Placement) -> Placement:
    return replace(where, candidates=where.candidates[:5])


def _is_part_of_a_person(doc: Doc, first: int) -> bool:
    """Tell whether a name stands inside a person's ("General Mohammad al-Shaar", "Abu Omar al-Halabi")."""
    before = doc[first - 1] if first else None
    if before is None or before.is_space:
        return False
    titles = {
        "abu",
        "mr",
        "mr.",
        "general",
        "gen.",
        "colonel",
        "president",
        "minister",
        "commander",
        "sheikh",
        "lt.",
        "al",
    }
    return before.lower_ in titles and before.text[0].isupper() and not doc[first].lower_.startswith("maqsoud")


def _kind_hint(doc: Doc, token: int) -> PlaceKind | None:
    after = doc[token + 1].lower_ if token + 1 < len(doc) else ""
    if after in {"'s", "’s", "s", "(", "["} and token + 2 < len(doc):
        after = doc[token + 2].lower_
        if after in _AFTER and _AFTER[after] != "province":
            after = ""
    if after == "military" and token + 2 < len(doc):
        after = doc[token + 2].lower_
    if after in _AFTER:
        return _AFTER[after]
    before = doc[token - 1].lower_ if token else ""
    if before == "of" and token > 1:
        word = doc[token - 2].lower_
        if word in {"outskirts", "countryside"}:
            return None
        return _BEFORE.get(word)
    if before in {"town", "city", "village", "rural", "capital"}:
        return _BEFORE[before]
    return None


def _within(doc: Doc, index: int, kept: list[tuple[Found, int]]) -> tuple[str, ...]:
    """Give the containing areas said right after a name: "al-Sur in Deir Az Zor", "Saraqeb, Idlib province"."""
    token = kept[index][1]
    out: list[str] = []
    for later, later_token in kept[index + 1 : index + 3]:
        between = doc[token + 1 : later_token].text.lower()
        words = between.replace(",", " ").split()
        links = {"in", "of", "the", "northern", "southern", "eastern", "western", "central", "province", "governorate",
                 "city", "town", "village", "neighbourhood", "neighborhood", "district", "area", "countryside", "rural",
                 "region", "camp", "near", "north-eastern", "north-western", "south-eastern", "south-western",
                 "northeastern", "northwestern", "southeastern", "southwestern", "'s", "quarter", "syria"}  # fmt: skip
        if len(words) > 6 or any(w not in links for w in words) or "near" in words:
            break
        out.append(later.text)
        token = later_token
    return tuple(out)
