"""Dates, numbers and lists out of the cells of outside tables.  Each raises ``ValueError`` with a reason for people."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from frontlines.exchange.mapping import Span
from frontlines.exchange.rows import clean
from frontlines.model import Citation, Range, When

MOST_PEOPLE: Final = 20_000_000
"""No event touched more people than Syria had before the war."""
MOST_SOURCES: Final = 25
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_NUMBERS: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_NAMED: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4})(?!\d)")
_AMERICAN: Final = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?!\d)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_WEB: Final = re.compile(r"https?://[^\s\"<>]{1,500}$")


@lru_cache(maxsize=16_384)
def day(text: str, *, day_first: bool = True) -> date:
    """Read a date: 2017-02-21, with a time or without, 21 February 2017, 21/02/2017."""
    if found := _ISO.match(text):
        year, month, number = map(int, found.groups())
    elif found := _NUMBERS.match(text):
        number, month, year = map(int, found.groups())
        if not day_first:
            number, month = month, number
    elif found := (_NAMED.match(text) or _AMERICAN.match(text)):
        first, second, last = found.groups()
        name, digits = (second, first) if first.isdigit() else (first, second)
        if name.lower() not in _MONTHS:
            raise ValueError(f"{text[:40]!r} is no date: write it as 2017-02-21")
        year, month, number = int(last), _MONTHS.index(name.lower()) + 1, int(digits)
    else:
        raise ValueError(f"{text[:40]!r} is no date: write it as 2017-02-21")
    try:
        made = date(year, month, number)
    except ValueError:
        raise ValueError(f"{text[:40]!r} is no day of the calendar") from None
    if not 1900 <= year <= 2100:
        raise ValueError(f"the year {year} is not between 1900 and 2100")
    return made


def when(start: date, end: date | None, span: Span, rule: str) -> When:
    """Give a date with its exactness: widened by days, to the whole month, or as it stands."""
    if end is not None and end < start:
        raise ValueError(f"its last day, {end}, lies before its first, {start}")
    last = end or start
    if span.month:
        start, last = start.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    elif span.days:
        start, last = start - timedelta(days=span.days), last + timedelta(days=span.days)
    return When(start, last, span.precision, rule)


def degrees(text: str, most: float, name: str) -> float:
    """Read a coordinate in degrees, with a decimal point or comma."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError(f"{name} {text[:40]!r} is no number of degrees") from None
    if not -most <= value <= most:
        raise ValueError(f"{name} {text[:40]!r} is not between -{most:g} and {most:g} degrees")
    return value


def people(text: str, name: str) -> int | None:
    """Read a number of people; None for an empty cell."""
    if not text:
        return None
    head, _, tail = text.partition(".")
    if not (
        head.isascii() and head.isdigit() and len(head) <= 9 and tail.strip("0") == "" and int(head) <= MOST_PEOPLE
    ):
        raise ValueError(f"{name} {text[:40]!r} is no number of people up to {MOST_PEOPLE:,}")
    return int(head)


def counted(least: int | None, best: int | None, most: int | None, *, zero_is_unstated: bool = False) -> Range | None:
    """Join a low, best and high estimate into one range that holds all three; None where none is given."""
    given = [number for number in (least, best, most) if number is not None]
    if not given or (zero_is_unstated and not any(given)):
        return None
    low = min(given) if least is not None or best is not None else None
    high = max(given) if most is not None or best is not None else None
    return Range(low, high, f"best estimate {best:,}" if best is not None and low != high else "")


def citations(text: str, *, separator: str, quoted: bool) -> tuple[Citation, ...]:
    """Read a list of sources: texts in quotes, or split by a separator; what is a web address becomes a link."""
    parts = _QUOTED.findall(text) if quoted else []
    kept = [clean(part, 300) for part in parts or text.split(separator)]
    unique = [part for part in dict.fromkeys(kept) if part][:MOST_SOURCES]
    return tuple(Citation(part, part if _WEB.fullmatch(part) else None) for part in unique)
