"""Who went from where to where: read from advances, withdrawals and "via X", "from the north"."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import Spot, event_placement, usable
from frontlines.extraction.toponyms import direction
from frontlines.model import Movement, Placement, Status, When


def build_movements(reading: Reading, candidates: list[Candidate], merged: list[Candidate]) -> list[Movement]:
    """Build one movement for each party and destination; an origin told in any sentence of the same event joins it."""
    out: dict[tuple[str, str | None], Movement] = {}
    roots = {id(part): root for root in merged for part in _parts(root)}
    for c in candidates:
        if c.type not in {"advance", "withdrawal"} or not c.actors or not c.spots or id(c) not in roots:
            continue
        destination, origin = (c.spots[0], _origin(reading, c)) if c.type == "advance" else (None, c.spots[0].where)
        if destination is not None and not destination.own:
            continue
        whole = roots[id(c)]
        if origin is None:
            origin = next((o for m in (whole, *whole.extra) if (o := _origin(reading, m)) is not None), None)
        where = _side(reading, whole, destination) if destination else None
        party = c.actors[0].party
        status: Status = "planned" if c.planned else c.source.status if c.source else "reported"
        key = (party, (where or origin or Placement(status=c.spots[0].where.status)).place_id)
        known = out.get(key)
        if known is not None:
            if known.origin is None and origin is not None:
                out[key] = replace(known, origin=origin)
            continue
        text = f"{reading.article.id}|{party}|{key[1]}"
        out[key] = Movement(
            id=f"m-{hashlib.sha256(text.encode()).hexdigest()[:12]}",
            party=party,
            origin=origin,
            destination=where,
            when=whole.when or When(rule="the report gives no date for it"),
            status=status,
            span=c.span,
            sentence=reading.article.text[c.span.start : c.span.end],
            article_id=reading.article.id,
        )
    return list(out.values())


def _parts(candidate: Candidate) -> Iterator[Candidate]:
    """Give a merged event with all that it took over."""
    yield candidate
    for extra in candidate.extra:
        yield from _parts(extra)


def _origin(reading: Reading, c: Candidate) -> Placement | None:
    """Give the place after "from" or "via" in the event's sentence."""
    sentence = reading.doc[c.trigger.token].sent
    for token in sentence:
        if token.lower_ not in {"from", "via", "through"}:
            continue
        for t in token.subtree:
            if t.i in reading.mention_at:
                where = event_placement(reading, t.i)
                if usable(where):
                    return where
    return None


def _side(reading: Reading, whole: Candidate, destination: Spot) -> Placement:
    """Narrow a province entered "from the north" to its north."""
    where = next((s.where for s in whole.spots if s.where.place_id == destination.where.place_id), destination.where)
    if where.kind != "province" or where.part or where.place_id is None:
        return where
    for c in (whole, *whole.extra):
        for token in reading.doc[c.trigger.token].sent:
            if token.lower_ != "from":
                continue
            for child in token.children:
                way = direction(child.text)
                if way and not child.lower_.endswith("ern"):
                    return replace(
                        where, area=f"{way}:{where.place_id}", part=True, name=f"{way.capitalize()} of {where.name}"
                    )
    return where
