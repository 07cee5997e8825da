"""A report in Arabic: its places are found and placed; events are not read."""

import re
from typing import Final

from frontlines.geography.context import read_context
from frontlines.geography.finder import Found, find_toponyms
from frontlines.geography.gazetteer import Gazetteer
from frontlines.geography.resolver import resolve
from frontlines.model import Article, Extraction, Mention, Span

NOTE: Final = "The report is in Arabic: its places are found and placed, its events are not read."
_PLACE_WORDS: Final = (
    "مدينة|بلدة|قرية|بلدات|قرى|ريف|محافظة|منطقة|ناحية|حي|أحياء|مخيم|مطار|معبر|طريق|نهر|سد|جبل|تل|شمال|جنوب|شرق|غرب"
    "|شمالي|جنوبي|شرقي|غربي|في|من|إلى|الى|نحو|باتجاه|قرب|داخل|خارج|وسط|محيط|على|أطراف"
)
_AFTER_PLACE_WORD: Final = re.compile(rf"(?:^|[^\u0621-\u06d3])[وبلف]?(?:{_PLACE_WORDS})[ \u00a0]+[وبلف]?$")
_COMMON: Final = frozenset({"الباب", "السلمية", "البيضاء", "الزيتون", "النصر", "السلام"})
"""Places whose names are everyday words too: they need a word of place before them."""
_ON: Final = re.compile(r"(?:^|\s)على[ \u00a0]+$")
_ADJECTIVE: Final = re.compile(r"(?:ال)?\w+ي(?:ة|ه|ين|ون)?$")
_LOOKED_AT: Final = 30


def read_arabic(article: Article, gazetteer: Gazetteer, reader: str) -> Extraction:
    """Give the place names of a report in Arabic as mentions, with a note that its events are not read."""
    found = [one for one in find_toponyms(article.text, gazetteer) if _is_place(article.text, one)]
    placements = resolve(read_context(article.text, found), gazetteer)
    mentions = tuple(
        Mention(Span(one.start, one.end), one.text, where) for one, where in zip(found, placements, strict=True)
    )
    return Extraction(article, mentions=mentions, notes=(NOTE,), reader=reader)


def _is_place(text: str, one: Found) -> bool:
    """Leave out everyday words, a country's adjective ("the Syrian army"), and Syria inside the SDF's name."""
    before = text[max(0, one.start - _LOOKED_AT) : one.start]
    if one.text in _COMMON:
        return _AFTER_PLACE_WORD.search(before) is not None and not _ON.search(before)
    if all(place.kind == "country" for place in one.places):
        names = {name for place in one.places for name in (place.name_ar, *place.aliases)}
        adjective = _ADJECTIVE.fullmatch(one.text) is not None and one.text not in names
        return not adjective and not text[one.end :].lstrip().startswith("الديمقراطية")
    return True
