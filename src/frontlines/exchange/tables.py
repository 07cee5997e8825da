"""Events and claims as tables to take away."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from frontlines.exchange.care import coarsened, is_sensitive
from frontlines.exchange.columns import CLAIMS, EVENTS, Layer, layer_of
from frontlines.exchange.pcodes import admin_columns
from frontlines.exchange.shapes import geometries
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import Article, ControlClaim, Dataset, Event, Placement, Range, When
from frontlines.parties import lexicon


def with_care(events: Iterable[Event], today: date) -> tuple[list[Event], list[bool]]:
    """Give events with places no finer than care allows on ``today``, and which were touched by that rule."""
    gazetteer = load_gazetteer()
    given = list(events)
    flags = [is_sensitive(event, today, gazetteer) for event in given]
    kept = [
        replace(event, where=coarsened(event.where, gazetteer)) if flag else event
        for event, flag in zip(given, flags, strict=True)
    ]
    return kept, flags


def events_layer(events: Iterable[Event], articles: Mapping[str, Article], *, today: date) -> Layer:
    """Give events as a table with the columns ``columns.EVENTS``.

    Args:
        events: in the order of the rows.
        articles: the reports by id, for the sources; what is missing there has no source named.
        today: the day that "recent" is counted from for the strikes that are placed with care (``care``).
    """
    kept, flags = with_care(events, today)
    shapes = geometries([event.where for event in kept])
    told = [articles.get(event.article_id) for event in kept]
    data: dict[str, Sequence[Any]] = {
        "id": [event.id for event in kept],
        "type": [event.type for event in kept],
        **_when([event.when for event in kept]),
        **where_columns([event.where for event in kept], shapes),
        "actors": ["|".join(event.actors) for event in kept],
        "targets": ["|".join(event.targets) for event in kept],
        **_bounds("killed", [event.killed for event in kept]),
        **_bounds("wounded", [event.wounded for event in kept]),
        **_bounds("affected", [event.affected for event in kept]),
        "affected_how": [event.affected_how for event in kept],
        "status": [event.status for event in kept],
        "title": [event.title for event in kept],
        "told_by": [event.source for event in kept],
        "reported": [article.published if article else None for article in told],
        "sensitive": flags,
        **_origin(kept, articles),
    }
    return replace(layer_of("events", EVENTS, data, shapes), datasets=datasets_of(kept))


def claims_layer(claims: Iterable[ControlClaim], articles: Mapping[str, Article]) -> Layer:
    """Give control claims as a table with the columns ``columns.CLAIMS``; arguments as ``events_layer``."""
    kept = list(claims)
    shapes = geometries([claim.where for claim in kept])
    key = lexicon().holder_key
    data: dict[str, Sequence[Any]] = {
        "id": [claim.id for claim in kept],
        "holder": [claim.holder for claim in kept],
        "controller": [key(claim.holder, claim.when.start or claim.reported) for claim in kept],
        "status": [claim.status for claim in kept],
        "extent": [claim.extent for claim in kept],
        "previous": [claim.previous for claim in kept],
        "besieger": [claim.besieger for claim in kept],
        **_when([claim.when for claim in kept]),
        "reported": [claim.reported for claim in kept],
        **where_columns([claim.where for claim in kept], shapes),
        "operation": [claim.operation for claim in kept],
        "note": [claim.note for claim in kept],
        **_origin(kept, articles),
    }
    return replace(layer_of("claims", CLAIMS, data, shapes), datasets=datasets_of(kept))


def where_columns(wheres: Sequence[Placement], shapes: Any) -> dict[str, Sequence[Any]]:
    """Give the columns that tell of places, p-codes among them."""
    return {
        "place": [where.name for where in wheres],
        "place_id": [where.place_id for where in wheres],
        **admin_columns(wheres, shapes),
        "lat": [where.lat for where in wheres],
        "lon": [where.lon for where in wheres],
        "place_precision": [where.precision for where in wheres],
        "area": [where.area for where in wheres],
    }


def sources_of(fact: Event | ControlClaim, articles: Mapping[str, Article]) -> list[str]:
    """Give the addresses or titles of what a fact rests on."""
    named = [source.url or source.title for source in fact.sources]
    article = articles.get(fact.article_id)
    return [*named, article.url or article.outlet or article.title] if article else named


def datasets_of(facts: Iterable[Event | ControlClaim]) -> tuple[tuple[Dataset, int], ...]:
    """Give the imported sets that facts come from, with their number, by id."""
    found = Counter(fact.dataset for fact in facts if fact.dataset)
    return tuple(sorted(found.items(), key=lambda pair: (pair[0].id, pair[0].version)))


def _when(whens: Sequence[When]) -> dict[str, Sequence[Any]]:
    return {
        "date_from": [when.start for when in whens],
        "date_to": [when.end for when in whens],
        "date_precision": [when.precision for when in whens],
    }


def _bounds(name: str, counts: Sequence[Range | None]) -> dict[str, Sequence[Any]]:
    return {
        f"{name}_min": [count.min if count else None for count in counts],
        f"{name}_max": [count.max if count else None for count in counts],
    }


def _origin(
    facts: Sequence[Event] | Sequence[ControlClaim], articles: Mapping[str, Article]
) -> dict[str, Sequence[Any]]:
    return {
        "certainty": [fact.certainty for fact in facts],
        "origin": [fact.origin for fact in facts],
        "dataset": [fact.dataset.name if fact.dataset else None for fact in facts],
        "licence": [fact.dataset.licence if fact.dataset else None for fact in facts],
        "sources": ["|".join(filter(None, sources_of(fact, articles))) for fact in facts],
    }
