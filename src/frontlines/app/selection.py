"""Which events a view is about, before the switches, and how many stand behind each switch.

Pure: the same in a test as on the page.  The switches themselves are applied by ``mapping.scene.build_scene``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from frontlines.app.state import DAYS, KINDS, View
from frontlines.mapping.columns import TYPES, Columns, Rows, sides_of
from frontlines.mapping.words import long_day, when_words
from frontlines.model import Article, Event, EventType, Movement, When
from frontlines.worlds import interval

LASTING: Final = timedelta(days=31)
"""What the ledger says went on for longer, a siege of years, stands among the events of its first month alone."""
KIND_OF: Final[Mapping[EventType, str]] = {kind: group for group, kinds in KINDS.items() for kind in kinds}


def factions_of(event: Event) -> frozenset[str]:
    """Give the factions whose switches an event answers to; "unknown" where the report names no side.

    The same rule as on the map: an event shows while any of its actors is on.
    """
    return frozenset(sides_of(event)) or frozenset({"unknown"})


def in_time(when: When, status: str, published: date | None, view: View) -> bool:
    """Tell whether something lies in the view's window, on the axis chosen.

    What was announced counts from the day before its report until it is due.  On the axis "reported" nothing shows that
    was not yet reported on the day of the view.
    """
    if view.axis == "reported" and published and published > view.day:
        return False
    start, end = _days_of(when, status, published)
    return start <= view.day and end >= _first_day(view)


def _first_day(view: View) -> date:
    return view.day - timedelta(days=DAYS[view.window] - 1)


def _days_of(when: When, status: str, published: date | None) -> tuple[date, date]:
    """Give the first and last day on which something counts; what nothing dates always does."""
    span = interval(when, published)
    if span is None:
        return date.min, date.max
    start, end = span
    return (min(start, published - timedelta(days=1)) if status == "planned" and published else start), end


def _told_time(event: Event) -> When:
    start, end = event.when.start, event.when.end
    if event.origin == "report" or start is None or end is None or end - start <= LASTING:
        return event.when
    return replace(event.when, end=start + LASTING)


class Index(Columns):
    """Events with all that choosing asks of each, made once for a world; days are ordinals, 0 without one."""

    def __init__(
        self,
        events: Sequence[Event],
        articles: Mapping[str, Article],
        also_told: Mapping[str, Sequence[Event]] | None = None,
    ) -> None:
        super().__init__(events)

        def published(event: Event) -> date | None:
            article = articles.get(event.article_id)
            return article.published if article else None

        def first_told(event: Event) -> date | None:
            others = (also_told or {}).get(event.id, ())
            return min((day for account in (event, *others) if (day := published(account))), default=None)

        reported = [published(event) for event in events]
        pairs = list(zip(events, reported, strict=True))
        self.reported = _ordinals([first_told(event) for event in events])
        """The day of the earliest report among all accounts of an event."""
        spans = [_days_of(_told_time(event), event.status, day) for event, day in pairs]
        self.first = _ordinals([start for start, _ in spans])
        self.last = _ordinals([end for _, end in spans])
        starts = [event.when.start or day or date.min for event, day in pairs]
        self.began = _ordinals(starts)
        self.ended = _ordinals([event.when.end or start for event, start in zip(events, starts, strict=True)])
        self.tolls = np.array([(event.killed and event.killed.min) or 0 for event in events], dtype=np.int64)
        self.certainties = np.array([event.certainty * 100 for event in events], dtype=np.float64)
        self.provinces = np.array([event.where.admin1 or "" for event in events], dtype=np.str_)
        self.statuses = np.array([event.status for event in events], dtype=np.str_)
        self.sets = np.array([event.dataset.id if event.dataset else "" for event in events], dtype=np.str_)
        self.groups = np.array([KIND_OF[kind] for kind in TYPES])
        self.by_id = np.empty(len(events), dtype=np.int64)
        self.by_id[sorted(range(len(events)), key=lambda row: events[row].id)] = np.arange(len(events))


def _ordinals(days: Sequence[date | None]) -> NDArray[np.int64]:
    return np.array([day.toordinal() if day else 0 for day in days], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a view is about: in time and past the filters.  Counts are over all of it, the unplaced too."""

    events: Rows
    movements: tuple[Movement, ...]
    faction_counts: Mapping[str, int]
    kind_counts: Mapping[str, int]


def select(
    events: Index | Sequence[Event], movements: Iterable[Movement], articles: Mapping[str, Article], view: View
) -> Selection:
    """Choose what a view is about, newest first; at one day, more people killed first; last what goes on."""
    index = events if isinstance(events, Index) else Index(events, articles)
    day, first = view.day.toordinal(), max(1, _first_day(view).toordinal())
    chosen = (index.first <= day) & (index.last >= first) & (index.certainties >= view.certainty)
    if view.axis == "reported":
        chosen &= index.reported <= day
    if view.provinces:
        chosen &= np.isin(index.provinces, view.provinces)
    if view.statuses:
        chosen &= np.isin(index.statuses, view.statuses)
    if view.sets_off:
        chosen &= ~np.isin(index.sets, sorted(view.sets_off))
    rows = np.flatnonzero(chosen)
    starts, ends = index.began[rows], index.ended[rows]
    days = np.where(ends <= day, ends, starts)
    rows = rows[np.lexsort((index.by_id[rows], -index.tolls[rows], -days, days < first))]
    bits = index.side_bits[rows]
    sides = {key: int(np.count_nonzero(bits & bit)) for key, bit in index.bits.items()}
    kinds = Counter(index.groups[index.types[rows]].tolist())

    def published(article_id: str) -> date | None:
        article = articles.get(article_id)
        return article.published if article else None

    return Selection(
        events=Rows(index, rows),
        movements=tuple(m for m in movements if in_time(m.when, m.status, published(m.article_id), view)),
        faction_counts={key: count for key, count in sides.items() if count},
        kind_counts=kinds,
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
