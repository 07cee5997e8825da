"""Which events a view is about, before the switches, and how many stand behind each switch.

Pure: the same in a test as on the page.  The switches themselves are applied by ``mapping.scene.build_scene``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from frontlines.app.state import DAYS, KINDS, View
from frontlines.mapping.words import long_day, when_words
from frontlines.model import Article, Event, EventType, Movement, When
from frontlines.parties import lexicon
from frontlines.pipeline import interval

LASTING: Final = timedelta(days=31)
"""What the ledger says went on for longer, a siege of years, stands among the events of its first month alone."""
KIND_OF: Final[Mapping[EventType, str]] = {kind: group for group, kinds in KINDS.items() for kind in kinds}


def factions_of(event: Event) -> frozenset[str]:
    """Give the factions whose switches an event answers to; "unknown" where the report names no side.

    The same rule as on the map: an event shows while any of its actors is on.
    """
    keys = {lexicon().holder_key(actor, event.when.start) for actor in event.actors}
    return frozenset(keys - {"unknown"}) or frozenset({"unknown"})


def in_time(when: When, status: str, published: date | None, view: View) -> bool:
    """Tell whether something lies in the view's window, on the axis chosen.

    What was announced counts from the day before its report until it is due.  On the axis "reported" nothing shows that
    was not yet reported on the day of the view.
    """
    first = view.day - timedelta(days=DAYS[view.window] - 1)
    if view.axis == "reported" and published and published > view.day:
        return False
    span = interval(when, published)
    if span is None:
        return True
    start, end = span
    if status == "planned" and published:
        start = min(start, published - timedelta(days=1))
    return start <= view.day and end >= first


def passes_filters(event: Event, view: View) -> bool:
    """Tell whether an event passes the filters beyond the switches."""
    return (
        (not view.provinces or event.where.admin1 in view.provinces)
        and (not view.statuses or event.status in view.statuses)
        and event.certainty * 100 >= view.certainty
    )


def _told_time(event: Event) -> When:
    start, end = event.when.start, event.when.end
    if event.origin == "report" or start is None or end is None or end - start <= LASTING:
        return event.when
    return replace(event.when, end=start + LASTING)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view is about: in time and past the filters.  Counts are over all of it, the unplaced too."""

    events: tuple[Event, ...]
    movements: tuple[Movement, ...]
    faction_counts: Mapping[str, int]
    kind_counts: Mapping[str, int]


def select(
    events: Iterable[Event], movements: Iterable[Movement], articles: Mapping[str, Article], view: View
) -> Selection:
    """Choose what a view is about, newest first; at one day, more people killed first; last what goes on."""

    def published(article_id: str) -> date | None:
        article = articles.get(article_id)
        return article.published if article else None

    first = view.day - timedelta(days=DAYS[view.window] - 1)

    def order(event: Event) -> tuple[bool, int, int, str]:
        start = event.when.start or published(event.article_id) or date.min
        end = event.when.end or start
        day = end if end <= view.day else start
        return day < first, -day.toordinal(), -((event.killed and event.killed.min) or 0), event.id

    chosen = [
        event
        for event in events
        if passes_filters(event, view) and in_time(_told_time(event), event.status, published(event.article_id), view)
    ]
    chosen.sort(key=order)
    return Selection(
        events=tuple(chosen),
        movements=tuple(m for m in movements if in_time(m.when, m.status, published(m.article_id), view)),
        faction_counts=Counter(faction for event in chosen for faction in factions_of(event)),
        kind_counts=Counter(KIND_OF[event.type] for event in chosen),
    )


def by_day(events: Sequence[Event]) -> list[tuple[str, list[Event]]]:
    """Group events under their own time in words, in the order given; the undated at the end."""
    groups: dict[str, list[Event]] = {}
    undated = [event for event in events if event.when.start is None]
    for event in events:
        if event.when.start is not None:
            groups.setdefault(_day_words(event.when), []).append(event)
    return [*groups.items(), *([("Date not stated", undated)] if undated else [])]


def _day_words(when: When) -> str:
    start, end = when.start, when.end or when.start
    return f"{start:%A} {long_day(start)}" if start and start == end else when_words(when)
