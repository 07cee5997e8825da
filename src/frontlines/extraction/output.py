"""An extraction as the JSON that scripts rely on (docs/format.md): toponyms, movements, events and control claims."""

from typing import Any

from frontlines.model import ControlClaim, Event, Extraction, Mention, Movement, Placement, Range, When

_PRINTED = {"Transitional government": "Syrian government"}
"""The contract has one name for whoever governs from Damascus; the date tells which."""


def _named(party: str) -> str:
    return _PRINTED.get(party, party)


def to_format(extraction: Extraction) -> dict[str, Any]:
    """Give the contract's JSON object; keys beyond the contract say how each thing was read and placed."""
    article = extraction.article
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "outlet": article.outlet,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
        },
        "toponyms": [_toponym(m) for m in extraction.mentions],
        "events": [_event(e) for e in extraction.events],
        "control": [_claim(c) for c in extraction.claims],
        "movements": [_movement(m) for m in extraction.movements],
        "notes": list(extraction.notes),
    }


def _date(when: When) -> str | None:
    """A day or a few days are a date; a month or a year is not (``date_from`` and ``date_to`` tell those)."""
    return when.start.isoformat() if when.start and when.precision <= 2 else None


def _range(count: Range | None) -> dict[str, int | None] | None:
    return None if count is None or count.min is None else {"min": count.min, "max": count.max}


def _place(where: Placement) -> dict[str, Any]:
    return {"lat": where.lat, "lon": where.lon, "kind": where.kind, "admin1": where.admin1}


def _toponym(mention: Mention) -> dict[str, Any]:
    where = mention.where
    return {
        "text": mention.text,
        "start": mention.span.start,
        "end": mention.span.end,
        "name": where.name,
        **_place(where),
        "country": where.country,
        "match": where.status.value,
        "method": where.method,
    }


def _event(event: Event) -> dict[str, Any]:
    out = {
        "id": event.id,
        "type": event.type,
        "title": event.title,
        "date": _date(event.when),
        "date_from": event.when.start.isoformat() if event.when.start else None,
        "date_to": event.when.end.isoformat() if event.when.end else None,
        "date_rule": event.when.rule,
        "place": event.where.name or None,
        **_place(event.where),
        "precision": event.where.precision,
        "actors": [_named(party) for party in event.actors],
        "targets": [_named(party) for party in event.targets],
        "killed": _range(event.killed),
        "wounded": _range(event.wounded),
        "affected": _range(event.affected),
        "status": event.status,
        "source": event.source,
        "sentence": event.sentence,
        "start": event.span.start,
        "end": event.span.end,
        "evidence": [{"start": s.start, "end": s.end} for s in event.evidence],
        "certainty": event.certainty,
    }
    if event.where.part:
        out["part"] = True
    if event.casualties_shared:
        out["casualties_shared"] = True
    return out


def _claim(claim: ControlClaim) -> dict[str, Any]:
    span = claim.span
    out = {
        "id": claim.id,
        "place": claim.where.name,
        **_place(claim.where),
        "controller": _named(claim.holder),
        "status": claim.status,
        "date": _date(claim.when),
        "extent": claim.extent,
        "sentence": claim.sentence,
        "start": span.start if span else None,
        "end": span.end if span else None,
    }
    if claim.besieger:
        out["besieger"] = _named(claim.besieger)
    if claim.where.part:
        out["part"] = True
    return out


def _movement(movement: Movement) -> dict[str, Any]:
    ends: dict[str, Any] = {}
    for key, where in (("from", movement.origin), ("to", movement.destination)):
        ends[f"{key}_place"] = where.name if where else None
        ends[f"{key}_lat"] = where.lat if where else None
        ends[f"{key}_lon"] = where.lon if where else None
    return {
        "party": _named(movement.party),
        **ends,
        "date": _date(movement.when),
        "status": movement.status,
        "start": movement.span.start,
        "end": movement.span.end,
    }
