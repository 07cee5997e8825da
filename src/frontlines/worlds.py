"""All that is known at one time: what the reports tell, the ledger, and imported sets, each thing once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from frontlines.model import Article, ControlClaim, Event, Extraction, Movement, When

UNDATED_REACH: Final = timedelta(days=7)
"""An event without a date is taken to lie in the week before its report: news tells of the days just past."""


@dataclass(frozen=True, slots=True)
class World:
    """All that is known: what the reports tell, and the ledger's claims and events."""

    extractions: tuple[Extraction, ...] = ()
    ledger: tuple[ControlClaim, ...] = ()
    ledger_events: tuple[Event, ...] = ()
    known_up_to: date | None = None
    """The last date that the ledger was brought to."""
    content_hash: str = ""
    """Changes whenever any of it does: for caches."""
    imported_events: tuple[Event, ...] = ()
    """What data sets that a person brought in tell (``exchange``); each names its ``dataset``."""
    imported_claims: tuple[ControlClaim, ...] = ()
    events: tuple[Event, ...] = field(init=False)
    """The reports' and the ledger's, each once whoever tells of it (``joining``), and those of imported sets, all."""
    also_told: Mapping[str, tuple[Event, ...]] = field(init=False)
    """The other accounts of an event that several reports, or a report and the ledger, tell of, by its id."""
    claims: tuple[ControlClaim, ...] = field(init=False)
    """The ledger's first, then the reports', then those of imported sets."""
    movements: tuple[Movement, ...] = field(init=False)
    articles: tuple[Article, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather the parts once."""
        told = self.extractions
        reported = tuple(event for e in told for event in e.events)
        also_told = _joined(reported, self.ledger_events)
        twice = {event.id for events in also_told.values() for event in events}
        kept = (event for event in (*reported, *self.ledger_events) if event.id not in twice)
        object.__setattr__(self, "events", (*kept, *self.imported_events))
        object.__setattr__(self, "also_told", also_told)
        reported_claims = (claim for extraction in told for claim in extraction.claims)
        object.__setattr__(self, "claims", (*self.ledger, *reported_claims, *self.imported_claims))
        object.__setattr__(self, "movements", tuple(movement for e in told for movement in e.movements))
        object.__setattr__(self, "articles", tuple(e.article for e in told))

    def article(self, article_id: str) -> Article | None:
        """Give the article of an event or claim by its id."""
        return next((article for article in self.articles if article.id == article_id), None)


def interval(when: When, published: date | None) -> tuple[date, date] | None:
    """Give the first and last day on which something may have happened; None where nothing dates it."""
    if when.start is not None:
        return when.start, when.end or when.start
    return (published - UNDATED_REACH, published) if published else None


def happened(known: World, day: date, days: int) -> tuple[list[Event], list[Movement]]:
    """Give what happened in the ``days`` days up to ``day``; what nothing dates is left out."""
    published = {article.id: article.published for article in known.articles}

    def lies_in(when: When, article_id: str) -> bool:
        span = interval(when, published.get(article_id))
        return span is not None and span[0] <= day and span[1] >= day - timedelta(days=days)

    return (
        [event for event in known.events if lies_in(event.when, event.article_id)],
        [movement for movement in known.movements if lies_in(movement.when, movement.article_id)],
    )


def _joined(reported: Sequence[Event], ledger: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
    if not reported:
        return {}
    from frontlines.joining import join  # noqa: PLC0415 - the gazetteer's room

    return join(reported, ledger)
