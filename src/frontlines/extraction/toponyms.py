"""Place names of a report: found by the gazetteer, told apart by the words beside them, resolved together."""

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from spacy.tokens import Doc

from frontlines.extraction.names import Names
from frontlines.extraction.reading import Reading
from frontlines.geography.context import read_context
from frontlines.geography.finder import Found
from frontlines.geography.gazetteer import Gazetteer
from frontlines.geography.resolver import placement_of, resolve
from frontlines.model import Mention, Placement, Span

_GENERIC_END: Final = re.compile(r"(?<=\w)(?: border)? (?:crossing|river|housing)s?$", re.IGNORECASE)
"""Words of kind at a name's end, which the name itself goes without."""
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
    queries = read_context(doc.user_data["names"].text, [found for found, _ in kept])
    placements = resolve(queries, gazetteer)
    reading.capitals = _capitals(gazetteer)
    for (found, token), where in zip(kept, placements, strict=True):
        reading.mention_at[token] = len(reading.mentions)
        reading.named_at.append(token)
        name = _GENERIC_END.sub("", found.text)
        named = Span(found.start, found.start + len(name))
        reading.mentions.append(Mention(named, reading.article.text[named.start : named.end], _shown(where)))
        known = where.place_id is not None and where.place_id in gazetteer
        reading.ranks.append(gazetteer.get(where.place_id).rank if known and where.place_id else 4)


@lru_cache(maxsize=2)
def _capitals(gazetteer: Gazetteer) -> dict[str, Placement]:
    seats = [p for p in gazetteer.places if p.kind == "settlement" and p.rank == 1 and p.country == "SY" and p.admin1]
    return {str(place.admin1): placement_of(place, method="the governorate's capital") for place in seats}


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
    kunya = doc[first - 2].text in {"Abu", "Abou", "Umm"} if first > 1 else False
    if kunya and before.text[0].isupper() and before.is_alpha:
        return True  # "Abu Abdelrahman Salqeen"
    return before.lower_ in titles and before.text[0].isupper() and not doc[first].lower_.startswith("maqsoud")
