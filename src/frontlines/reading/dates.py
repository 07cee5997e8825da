"""Publication dates: as given, and as a report's own dateline tells."""

import re
from collections.abc import Iterable
from datetime import date

from frontlines.errors import InputError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<month>(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?))\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>20\d\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?)\.?,?\s+"
_DAY_MONTH = rf"{_DAY}\s+(?:of\s+)?{_MONTH},?\s*{_YEAR}"
_MONTH_DAY = rf"{_MONTH}\s+{_DAY},?\s*{_YEAR}"
_NUMERIC = r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>20\d\d)"
_ISO = r"(?P<year>20\d\d)-(?P<month>\d{2})-(?P<day>\d{2})"
_SAID = (
    r"\b(?:(?:first\s+|last\s+)?(?:published|posted|updated|modified|created|submitted|released)"
    r"|date(?:\s+of\s+publication)?|publication\s+date)\s*(?:on|at|:)?\s*"
)
_AGENCY = r"(?:AFP|AP|Reuters|SANA|UPI|DPA|ANSA|Xinhua|TASS|Sputnik|Anadolu|AA|NGO)\s+"
_PLACE = r"[A-Z][A-Z .'-]{2,40},\s*(?:[A-Z][a-z]+,?\s+)?"

_GIVEN = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)([T ].*)?")
_HEAD_CHARS = 400
"""A dateline stands at the head of a report."""
_PATTERNS = tuple(
    re.compile(pattern, flags)
    for pattern, flags in [
        *((rf"{_SAID}(?:{_WEEKDAY})?{form}", re.IGNORECASE) for form in (_DAY_MONTH, _MONTH_DAY, _ISO, _NUMERIC)),
        *((rf"(?:^|{_AGENCY})\s*{_WEEKDAY}{form}", re.MULTILINE) for form in (_DAY_MONTH, _MONTH_DAY)),
        *((rf"^\s*{form}(?!\d)", re.MULTILINE) for form in (_ISO, _NUMERIC)),
        *((rf"^\s*{form}\s*$", re.MULTILINE) for form in (_DAY_MONTH, _MONTH_DAY)),
        *((rf"^\s*{_PLACE}{form}\s*(?:\(|--|[–—-])", re.MULTILINE) for form in (_DAY_MONTH, _MONTH_DAY)),
    ]
)
_NUMBERS = re.compile(rf"{_NUMERIC}(?!\d)")
_PLAIN = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_ISO}(?!\d)",
        r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?P<year>20\d\d)/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?!\d)",
        rf"{_NUMERIC}(?!\d)",
        rf"(?:{_WEEKDAY})?{_DAY_MONTH}(?!\d)",
        rf"(?:{_WEEKDAY})?{_MONTH_DAY}(?!\d)",
    )
)


def parse_published(value: str | date, *, field: str = "the publication date", today: date | None = None) -> date:
    """Read a publication date handed in as ``YYYY-MM-DD`` (a time after it is let pass).

    Raises ``InputError``, naming ``field``, for anything else, for a day that does not exist and for one after
    ``today``.
    """
    if isinstance(value, date):
        day = value
    else:
        form = _GIVEN.fullmatch(value.strip())
        try:
            day = date.fromisoformat(form["day"] if form else "")
        except ValueError as error:
            raise InputError(
                f"{field} {value[:40]!r} is not a date: write it as YYYY-MM-DD, like 2017-02-22"
            ) from error
    if day > (today or date.today()):  # noqa: DTZ011 - the reader's own day is meant
        raise InputError(f"{field} {day.isoformat()} lies in the future: check the year")
    return day


def month_first(values: Iterable[str]) -> bool:
    """Tell whether a column of dates in numbers writes the month first: some day above 12 shows it, else it doesn't."""
    forms = [form for value in values if (form := _NUMBERS.match(value))]
    return any(int(form["month"]) > 12 for form in forms) and not any(int(form["day"]) > 12 for form in forms)


def plain_date(value: str, *, american: bool = False) -> str:
    """Give a date in one of the usual forms as ``YYYY-MM-DD``; what is not understood comes back as it is.

    Understood are ISO dates, "20170222", "Wed, 22 Feb 2017 10:00 +0000", "February 22, 2017" and numbers parted by
    "/", "-" or "."; these are day first unless ``american``.
    """
    value = " ".join(value.split())
    form = _NUMBERS.match(value) if american else None
    turned = f"{form['month']}/{form['day']}/{form['year']}" if form else value
    for pattern in _PLAIN:
        if (match := pattern.match(turned)) and (day := _day_of(match)):
            return day.isoformat()
    return value


def find_dateline(text: str) -> date | None:
    """Give the date that the head of a report states as its own, or None.

    Understood are "Published October 26 2016", "Wed Sep 7 2016" at a line's start or after an agency's name,
    "18-07-2015" and "2015-07-18" at a line's start, a date alone on a line, and "DAMASCUS, Feb. 21, 2017 (…)".  A
    weekday that does not fit its date is distrusted.  Numbers are day first, as the region's outlets write them,
    unless that is impossible.
    """
    head = text[:_HEAD_CHARS]
    for pattern in _PATTERNS:
        for match in pattern.finditer(head):
            day = _day_of(match)
            if day:
                return day
    return None


def _day_of(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    day, year, month = int(parts["day"]), int(parts["year"]), parts["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    if number > 12 >= day:
        number, day = day, number
    try:
        found = date(year, number, day)
    except ValueError:
        return None
    weekday = parts.get("weekday")
    if weekday and _DAYS[found.weekday()] != weekday[:3].lower():
        return None
    return found
