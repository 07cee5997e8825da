"""Plain words for records and lists, beyond those of ``mapping.words``; nothing is escaped here but Markdown labels."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from frontlines.mapping.escape import without_turns
from frontlines.mapping.words import count_words, precision_words, short_day
from frontlines.model import Event, Placement
from frontlines.parties import lexicon

STATUS_WORDS: Final = {
    "reported": "reported",
    "claimed": "claimed by a party to the fighting",
    "planned": "announced, not yet done",
    "denied": "denied",
    "unattributed": "not known by whom",
}
KIND_LABELS: Final = {
    "strikes": "Air strikes",
    "attacks": "Shelling and bombs",
    "clashes": "Clashes",
    "advances": "Advances",
    "people": "People",
    "talks": "Talks",
}
WITHOUT_DOER: Final = frozenset({"displacement", "aid", "evacuation", "talks", "ceasefire", "protest", "siege"})
"""Types that need no doer: nobody is missing where none is named."""
HOLD_WORDS: Final = {
    "held": "held by",
    "contested": "contested, mostly with",
    "besieged": "besieged, held by",
    "truce": "under a truce, held by",
    "mixed": "shared, mostly with",
    "captured": "captured by",
    "lost": "lost by",
}


def party_words(names: Iterable[str], *, none: str) -> str:
    """Join parties by the labels that the page uses; ``none`` where there is none."""
    table = lexicon().parties
    labels = [table[name].label if name in table else name for name in names if name != "Unknown"]
    if not labels:
        return none
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def by_whom(event: Event) -> str:
    """Tell who did it; "not known by whom" only where the report leaves a deed without a doer."""
    silent = event.type in WITHOUT_DOER and event.status != "unattributed"
    return party_words(event.actors, none="" if silent else "not known by whom")


def sentence_case(text: str) -> str:
    """Raise the first letter and leave the rest: names keep theirs."""
    return text[:1].upper() + text[1:]


def governorate_words(admin1: str | None) -> str:
    """Give "Deir ez-Zor governorate"; nothing where it is not known."""
    return f"{admin1} governorate" if admin1 else ""


def exactness_words(where: Placement) -> str:
    """Tell how exactly a place is known, or why it could not be placed."""
    if where.lat is None:
        return where.reason or "the report does not say where"
    if where.area is None and where.radius_km:
        return f"{precision_words(where)}, to about {where.radius_km:g} km"
    return precision_words(where) + ("; drawn as that area" if where.area else "")


def place_words(where: Placement) -> str:
    """Name a place as a line: "al-Sur, Deir ez-Zor governorate"."""
    if not where.name:
        return "place not stated"
    area = governorate_words(where.admin1)
    if not area or where.kind == "province":
        return where.name
    return f"{where.name}, {area}"


def toll_words(event: Event) -> str:
    """Give the counts of an event in one phrase, empty where none is stated."""
    parts = []
    if event.killed:
        parts.append(f"{count_words(event.killed)} killed")
    if event.wounded:
        parts.append(f"{count_words(event.wounded)} wounded")
    if event.affected:
        parts.append(f"{count_words(event.affected)} {event.affected_how or 'affected'}")
    return ", ".join(parts)


def counted(number: int, what: str) -> str:
    """Give "1 event" or "1,234 events"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def since_day(since: Any) -> str:
    """Give a day of a table, "not known" for a gap in it."""
    return short_day(since) if isinstance(since, date) and since == since else "date not known"  # noqa: PLR0124 - NaT


def km2_words(area_km2: float) -> str:
    """Round an area as far as the evidence bears: two significant figures."""
    if area_km2 < 10:
        return f"{area_km2:.0f} km²"
    digits = len(str(int(area_km2))) - 2
    return f"{round(area_km2, -digits):,.0f} km²"


def markdown_text(text: str) -> str:
    """Escape outside text for a Markdown label: every character that could mean something there."""
    return " ".join("".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~$:&" else c for c in without_turns(text)).split())
