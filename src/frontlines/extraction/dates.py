"""Dates as reports tell them, counted from the day of publication.

Each date keeps its words and the rule that read it; precision follows UCDP (1 day, 2 within 2 to 6 days, 3 week,
4 month, 5 longer).  Without a publication date, words that need one stay undated.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from frontlines.model import When

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "several": 3, "few": 3,
}  # fmt: skip

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"{_MONTH}(?:\s+(?:of\s+)?(?:{_YEAR}|(?P<before>last year)))?"
_NO_SAINT = r"(?!Mar\s+[A-Z])"
"""A church's name is no month: "Mar Elias"."""
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_SINCE = r"(?:(?P<since>[Ss]ince|[Ff]rom)\s+)?"
_PART = "early|mid|late|beginning of|start of|middle of|end of"
_NUMBER = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|few)"

_PATTERNS: Final = tuple(
    (name, re.compile(rf"(?<![\w-]){pattern}(?!\w)"))
    for name, pattern in (
        ("iso", r"(?P<year>20[012]\d)-(?P<m>[01]\d)-(?P<day>[0-3]\d)"),
        ("numeric", r"(?P<day>[0-3]?\d)[-./](?P<m>[01]?\d)[-./](?P<year>20[012]\d)"),
        ("day", rf"{_SINCE}(?:on\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
        ("day", rf"{_SINCE}(?:on\s+)?{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"),
        (
            "month",
            rf"{_SINCE}(?:(?:in|during)\s+)?(?:the\s+)?(?:(?P<part>{_PART})[\s-]+)?(?:(?P<last>last|this)\s+)?{_NO_SAINT}{_OF_YEAR}",
        ),
        (
            "weekday",
            rf"{_SINCE}(?:[Oo]n\s+)?(?:(?P<last>last|next|this)\s+)?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)",
        ),
        ("today", r"(?P<word>[Tt]oday|[Tt]onight|[Tt]his (?:morning|evening|afternoon)|[Ee]arlier in the day)"),
        ("yesterday", r"(?P<word>[Yy]esterday|[Ll]ast night)"),
        ("tomorrow", r"(?P<word>[Tt]omorrow)"),
        ("day_before", r"(?P<word>[Aa] day earlier|[Tt]he day before|[Tt]he previous day|[Aa] day before)"),
        (
            "ago",
            rf"(?:(?P<nearly>almost|nearly|about|over|more than)\s+)?{_NUMBER}\s+(?P<unit>day|week|month|year)s?\s+ago",
        ),
        (
            "past",
            rf"{_SINCE}(?:in|over|during|within|for)?\s*the\s+(?:past|last)\s+(?:{_NUMBER}\s+)?(?P<unit>hour|day|week|month|year)s?",
        ),
        ("relative", rf"{_SINCE}(?P<which>last|this|next)\s+(?P<unit>week|month|year|summer|winter|spring|autumn)"),
        ("season", rf"{_SINCE}(?:in\s+)?(?:the\s+)?(?P<season>spring|summer|autumn|winter)\s+(?:of\s+)?{_YEAR}"),
        (
            "year",
            rf"(?P<since>[Ss]ince)\s+{_YEAR}|(?:in|during)\s+(?:the\s+)?(?:early\s+|late\s+|mid-)?(?P<year2>(?:19|20)\d\d)",
        ),
    )
)
_SEASON_START: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date in a text: its characters, how it reads as past and as future, and whether it opens a span ("since …")."""

    start: int
    end: int
    past: When
    future: When
    since: bool = False

    def when(self, *, future: bool = False) -> When:
        """Give the reading that fits the clause's tense."""
        return self.future if future else self.past


def find_dates(text: str, published: date | None) -> list[DateWords]:
    """Find the dates of a text in order; overlapping ones give way to the earlier pattern of the table."""
    found: list[DateWords] = []
    taken: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            try:
                read = _read(name, {k: v for k, v in match.groupdict().items() if v}, published)
            except ValueError:
                continue
            if read is None:
                continue
            taken.append((start, end))
            words = match.group().strip()
            past, future = (
                When(start=w.start, end=w.end, precision=w.precision, rule=w.rule, words=words) for w in read
            )
            found.append(DateWords(start, end, past, future, since=bool(match.groupdict().get("since"))))
    return sorted(found, key=lambda d: d.start)


def _day(day: date, rule: str) -> tuple[When, When]:
    when = When(day, day, 1, rule)
    return when, when


def _undated(words: str) -> tuple[When, When]:
    when = When(None, None, 5, f"{words}, and the report has no publication date to count from")
    return when, when


def _read(name: str, g: dict[str, str], published: date | None) -> tuple[When, When] | None:
    if name in {"iso", "numeric"}:
        return _day(date(int(g["year"]), int(g["m"]), int(g["day"])), "a full date in the text")
    if name == "day":
        return _month_day(_month(g), int(g["day"]), g.get("year"), published)
    if name == "month":
        return _whole_month(g, published)
    if name == "year":
        year = int(g.get("year") or g["year2"])
        return _span(date(year, 1, 1), date(year, 12, 31), 5, "a year in the text")
    if name == "season":
        month = _SEASON_START[g["season"]]
        first = date(int(g["year"]), month, 1)
        return _span(first, first + timedelta(days=91), 5, "a season in the text")
    if published is None:
        return _undated("a date told relative to the report's")
    if name == "weekday":
        return _weekday(g, published)
    return _relative(name, g, published)


def _weekday(g: dict[str, str], published: date) -> tuple[When, When]:
    wanted = WEEKDAYS.index(g["weekday"].lower())
    back = (published.weekday() - wanted) % 7 or (7 if g.get("last") == "last" else 0)
    ahead = (wanted - published.weekday()) % 7
    last, following = published - timedelta(days=back), published + timedelta(days=ahead)
    return (
        When(last, last, 1, "the last such weekday up to the day of publication"),
        When(following, following, 1, "the next such weekday from the day of publication"),
    )


def _relative(name: str, g: dict[str, str], published: date) -> tuple[When, When] | None:
    if name == "today":
        return _day(published, "the day of publication")
    if name == "yesterday":
        return _day(published - timedelta(days=1), "the day before publication")
    if name == "tomorrow":
        return _day(published + timedelta(days=1), "the day after publication")
    if name == "day_before":
        return None
    unit = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}.get(g.get("unit", ""), 91)
    if name == "ago":
        n = int(g["n"]) if g["n"].isdigit() else NUMBERS[g["n"]]
        middle = published - timedelta(days=round(n * unit))
        slack = timedelta(days=0 if unit == 1 and not g.get("nearly") else max(1, round(unit / 2)))
        precision = 1 if not slack else 3 if unit <= 7 else 4 if unit <= 30 else 5
        return _span(middle - slack, middle + slack, precision, "counted back from the day of publication")
    if name == "past":
        n = int(g["n"]) if g.get("n", "").isdigit() else NUMBERS.get(g.get("n", ""), 1)
        days = max(1, round(n * unit))
        precision = 2 if days <= 6 else 3 if days <= 7 else 4 if days <= 31 else 5
        return _span(published - timedelta(days=days), published, precision, "a span up to the day of publication")
    step = {"last": -1, "this": 0, "next": 1}[g["which"]]
    if g["unit"] == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=step)
        return _span(monday, monday + timedelta(days=6), 3, "a calendar week beside the report's")
    if g["unit"] == "month":
        months = published.year * 12 + published.month - 1 + step
        first = date(months // 12, months % 12 + 1, 1)
        return _span(first, _month_end(first), 4, "a calendar month beside the report's")
    year = published.year + step
    return _span(date(year, 1, 1), date(year, 12, 31), 5, "a calendar year beside the report's")


def _month(g: dict[str, str]) -> int:
    return MONTHS.index(g["month"][:3].lower()) + 1


def _month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def _span(start: date, end: date, precision: int, rule: str) -> tuple[When, When]:
    when = When(start, end, precision, rule)
    return when, when


def _month_day(month: int, day: int, year: str | None, published: date | None) -> tuple[When, When] | None:
    if year:
        return _day(date(int(year), month, day), "a full date in the text")
    if published is None:
        return _undated("a date without a year")
    here = date(published.year, month, day)
    past = here if here <= published else date(published.year - 1, month, day)
    future = here if here >= published else date(published.year + 1, month, day)
    rule = "day and month, the year from the publication"
    return When(past, past, 1, rule), When(future, future, 1, rule)


def _whole_month(g: dict[str, str], published: date | None) -> tuple[When, When] | None:
    month = _month(g)
    part = g.get("part", "")
    # "May" and "March" alone are verbs as often as months.
    bare = g["month"] in {"May", "March"} and not (g.get("year") or part or g.get("since") or g.get("last"))
    if g.get("year"):
        past_year = future_year = int(g["year"])
    elif g.get("before") and published is not None:
        past_year = future_year = published.year - 1
    elif bare or published is None:
        return None if bare else _undated("a month without a year")
    else:
        past_year = published.year if month <= published.month else published.year - 1
        future_year = published.year if month >= published.month else published.year + 1
    return _part_of_month(past_year, month, part), _part_of_month(future_year, month, part)


def _part_of_month(year: int, month: int, part: str) -> When:
    first = date(year, month, 1)
    last = _month_end(first)
    if part.startswith(("early", "beginning", "start")):
        return When(first, first.replace(day=10), 3, "the first days of a month")
    if part.startswith("mid"):
        return When(first.replace(day=11), first.replace(day=20), 3, "the middle of a month")
    if part.startswith(("late", "end")):
        return When(first.replace(day=21), last, 3, "the last days of a month")
    return When(first, last, 4, "a month in the text")
