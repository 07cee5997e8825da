"""Dates, counts and places as a reader says them."""

from datetime import date
from typing import Final

from frontlines.model import EventType, Placement, Range, Status, When

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EVENT_NAMES: Final[dict[EventType, str]] = {
    "air_strike": "Air strikes",
    "shelling": "Shelling",
    "bombing": "Bombing",
    "chemical_attack": "Chemical attack",
    "other_attack": "Attack",
    "ground_attack": "Ground attack",
    "clash": "Clashes",
    "advance": "Advance",
    "capture": "Capture",
    "withdrawal": "Withdrawal",
    "siege": "Siege",
    "ceasefire": "Ceasefire",
    "evacuation": "Evacuation",
    "talks": "Talks",
    "aid": "Aid",
    "displacement": "Displacement",
    "detention": "Detention",
    "protest": "Protest",
}
_STATUS: Final[dict[Status, str]] = {
    "reported": "reported",
    "claimed": "claimed",
    "planned": "announced, not yet done",
    "denied": "denied",
    "unattributed": "not known by whom",
}
_KIND: Final[dict[str, str]] = {
    "settlement": "the town",
    "neighbourhood": "the quarter",
    "airbase": "the airbase",
    "facility": "the site",
    "crossing": "the crossing",
    "province": "the governorate",
    "district": "the district",
    "region": "the region",
    "countryside": "the countryside",
    "country": "the country",
    "river": "along the river",
}


def short_day(day: date) -> str:
    """Give "21 Feb 2017"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_day(day: date) -> str:
    """Give "21 February 2017"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def when_words(when: When) -> str:
    """Give a date no finer than it is known: "Tue 21 Feb 2017", "February 2017", "date not known"."""
    start, end = when.start, when.end
    if start is None:
        return "date not known"
    if when.precision == 4:
        first, last = (f"{MONTHS[day.month - 1]} {day.year}" for day in (start, end or start))
        return first if first == last else f"{first} to {last}"
    if end is not None and end != start:
        return f"{short_day(start)} to {short_day(end)}"
    if when.precision == 1:
        return f"{_DAYS[start.weekday()]} {short_day(start)}"
    if when.precision == 5:
        return f"{start.year}, no closer date"
    return f"about {short_day(start)}"


def count_words(count: Range | None) -> str:
    """Give "11 or more", "3 to 5", "up to 5", "7" or "not stated"."""
    if count is None or (count.min is None and count.max is None):
        return "not stated"
    if count.max is None:
        return f"{count.min:,} or more"
    if count.min is None:
        return f"up to {count.max:,}"
    return f"{count.min:,}" if count.min == count.max else f"{count.min:,} to {count.max:,}"


def status_words(status: Status) -> str:
    """Give an event's status in plain words."""
    return _STATUS[status]


def precision_words(where: Placement) -> str:
    """Tell how exactly a place is known: "the town", "somewhere in this part of the governorate", "within 10 km"."""
    if where.area is None:
        return _KIND.get(where.kind or "", "the place")
    if where.precision >= 6:
        return "known only to the country"
    if where.part:
        return "somewhere in this part of the governorate"
    if where.precision == 5:
        return "somewhere along it"
    if where.precision == 2 and where.radius_km:
        return f"somewhere within {where.radius_km:.0f} km"
    return "somewhere in this area"
