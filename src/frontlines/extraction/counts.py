"""Counts of people as reports tell them: "at least 11", "more than 35", "dozens", "between 20 and 30"."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from frontlines.model import Range

_UNITS: Final = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    word: 10 * n
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)
}
_SCALES: Final = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000}
_VAGUE: Final = frozenset(
    [
        "dozens",
        "scores",
        "hundreds",
        "thousands",
        "tens",
        "several",
        "many",
        "some",
        "numbers",
        "number",
        "few",
        "numerous",
        "millions",
        "dozen",
        "couple",
    ]
)
_FLOOR: Final = (
    "at least", "more than", "over", "no fewer than", "no less than", "upwards of", "as many as at least", "above",
    "exceeding", "not less than",
)  # fmt: skip
_CEILING: Final = ("up to", "as many as", "fewer than", "less than", "at most", "no more than", "under")


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a document: its first and last token, its range and whether only a vague word stands there."""

    first: int
    last: int
    range: Range | None


def number(token: Token) -> int | None:
    """Read one token as a number, "1,200" and "twenty-three" too; None where it is none."""
    text = token.lower_.replace(",", "")
    if text.isascii() and text.isdigit():
        return int(text) if len(text) <= 9 else None
    if text in _UNITS:
        return _UNITS[text]
    if text in _TENS:
        return _TENS[text]
    tens, _, units = text.partition("-")
    if tens in _TENS and units in _UNITS:
        return _TENS[tens] + _UNITS[units]
    return None


def find_counts(doc: Doc) -> list[Count]:
    """Find all numbers of a document with the words that bound them."""
    counts: list[Count] = []
    i = 0
    while i < len(doc):
        token = doc[i]
        value = number(token)
        if value is None:
            if token.lower_ in _VAGUE:
                counts.append(Count(i, i, None))
            i += 1
            continue
        last = i
        if 0 < value < 1000 and token.text.isdigit() and doc[i + 1 : i + 2].text == "000":
            value, last = value * 1000, i + 1  # "1 000 civilians"
        while last + 1 < len(doc) and doc[last + 1].lower_ in _SCALES:
            value *= _SCALES[doc[last + 1].lower_]
            last += 1
        high = value
        if last + 2 < len(doc) and doc[last + 1].lower_ in {"to", "-", "–", "and"}:
            other = number(doc[last + 2])
            between = doc[last + 1].lower_ != "and" or (i > 0 and doc[i - 1].lower_ == "between")
            if other is not None and other > value and between:
                high, last = other, last + 2
        counts.append(_bounded(doc, i, last, value, high))
        i = last + 1
    return counts


def _bounded(doc: Doc, first: int, last: int, low: int, high: int) -> Count:
    before = " ".join(t.lower_ for t in doc[max(0, first - 3) : first])
    opening = next((p for p in _FLOOR if before.endswith(p)), None)
    if opening:
        start = first - len(opening.split())
        return Count(start, last, Range(low, None, doc[start : last + 1].text))
    closing = next((p for p in _CEILING if before.endswith(p)), None)
    if closing:
        start = first - len(closing.split())
        return Count(start, last, Range(None, high, doc[start : last + 1].text))
    after = doc[last + 1 : last + 3].text.lower()
    if after.startswith("or more"):
        return Count(first, last + 2, Range(low, None, doc[first : last + 3].text))
    return Count(first, last, Range(low, high, doc[first : last + 1].text))
