"""From merged candidates to the events that are stored and shown."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from frontlines.extraction.attribution import unattributed_passages
from frontlines.extraction.candidates import Candidate
from frontlines.extraction.casualties import Harm, Toll
from frontlines.extraction.lexicon import Words
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import Spot, grain
from frontlines.extraction.titles import title_of
from frontlines.model import ControlClaim, Event, MatchStatus, Placement, Range, Span, Status, When

_MANY_PLACES = frozenset(
    [
        "air_strike",
        "shelling",
        "bombing",
        "chemical_attack",
        "other_attack",
        "capture",
        "clash",
        "ground_attack",
        "siege",
        "advance",
        "evacuation",
        "withdrawal",
        "aid",
        "detention",
    ]
)
_NEXT = 4
"""Characters between a sentence and the next one of its paragraph."""
_WAR_BEGAN = date(2011, 1, 1)
_NOT_SAID = Placement(MatchStatus.NOT_FOUND, reason="the report names no place for it")


def build_events(
    reading: Reading, candidates: list[Candidate], claims: list[ControlClaim], words: Words
) -> list[Event]:
    """Build events; a list of places hit becomes one event for each, the shared toll standing on the first."""
    _mark_unknown(candidates, unattributed_passages(reading, words))
    events: list[Event] = []
    for candidate in (c for c in candidates if not _is_history(c)):
        spots = candidate.spots or [Spot(None, _NOT_SAID, own=False)]
        if candidate.type not in _MANY_PLACES or (candidate.type == "ground_attack" and candidate.trigger.is_noun):
            spots = spots[:1]
        seen: set[str | None] = set()
        spots = [s for s in spots if not (s.where.place_id in seen or seen.add(s.where.place_id))]  # type: ignore[func-returns-value]
        for number, spot in enumerate(spots):
            events.append(_event(reading, candidate, spot, claims, number=number, of=len(spots)))
    return events


def _is_history(candidate: Candidate) -> bool:
    """Tell whether an event lies before the war, like the Golan's capture in 1967."""
    when = candidate.when
    return when is not None and when.start is not None and when.start < _WAR_BEGAN


def _event(reading: Reading, c: Candidate, spot: Spot, claims: list[ControlClaim], *, number: int, of: int) -> Event:
    status = _status(reading, c)
    by_nobody = status == "unattributed"
    actors = _actors(c) if not by_nobody else ("Unknown",)
    targets = tuple(dict.fromkeys(t.party for t in c.targets if t.party not in actors))
    targets = targets or _holder_fought(c, spot, actors, claims)
    targets = targets or tuple(side for side in (c.opponent, c.known_opponent) if side and side not in actors)[:1]
    first = number == 0
    tolls = c.tolls if first else [t for t in c.tolls if t.each]
    killed, wounded, affected = (_range(tolls, harm) for harm in ("killed", "wounded", "affected"))
    how = next((t.how for t in c.tolls if t.harm == "affected" and t.how), "") if first else ""
    span = c.span
    evidence = tuple(s for s in dict.fromkeys(c.evidence) if s != span)
    when = spot.when or c.when or When(rule="the report gives no date for it")
    if c.weak_date and spot.when is None and when.start is not None:
        when = replace(when, precision=max(when.precision, 2), rule=f"{when.rule}, the day of the statement")
    event = Event(
        id="",
        type=c.type,
        title="",
        when=when,
        where=spot.where if spot.own else _carried(spot.where),
        actors=actors,
        targets=targets,
        status=status,
        span=span,
        sentence=reading.article.text[span.start : span.end],
        evidence=evidence,
        marks=_marks(reading, c, spot),
        killed=killed,
        wounded=wounded,
        affected=affected,
        affected_how=how,
        casualties_shared=of > 1 and any(t.harm != "affected" and not t.each for t in c.tolls),
        source=c.source.words if c.source else "",
        certainty=_certainty(status, spot, c),
        notes=tuple(_notes(c, spot)),
        article_id=reading.article.id,
    )
    where = f"{event.where.place_id}|{event.where.area}"
    key = f"{reading.article.id}|{event.type}|{where}|{span.start}|{number}|{c.trigger.token}"
    return replace(
        event, id=f"e-{hashlib.sha256(key.encode()).hexdigest()[:12]}", title=title_of(event, _called(reading, spot))
    )


def _actors(c: Candidate) -> tuple[str, ...]:
    """Give who did it: civilians where people protest, else whom the report names."""
    if c.type == "protest":
        return ("Civilians",)
    return tuple(dict.fromkeys(a.party for a in c.actors)) or ("Unknown",)


def _holder_fought(c: Candidate, spot: Spot, actors: tuple[str, ...], claims: list[ControlClaim]) -> tuple[str, ...]:
    """Let a fight with no other side be against whom its sentence, or the one beside it, calls the holder."""
    if c.type not in {"clash", "advance", "ground_attack", "capture", "siege"}:
        return ()
    for claim in claims:
        here = claim.span
        if here is None or claim.where.place_id != spot.where.place_id or claim.holder in actors:
            continue
        beside = here == c.span or 0 <= here.start - c.span.end < _NEXT or 0 <= c.span.start - here.end < _NEXT
        if (beside or c.type == "capture") and claim.status in {"held", "contested"}:
            return (claim.holder,)
    return ()


def _notes(c: Candidate, spot: Spot) -> Iterator[str]:
    """Say what was taken from the passage before rather than from the sentence."""
    if not spot.own and spot.where is not _NOT_SAID:
        yield "The place is that of the passage before; the sentence names none."
    if c.dated_by_passage:
        yield "The day is that of the passage before; the sentence names none."
    if c.opponent and not c.targets:
        yield "The other side is taken from the rest of the report."
    if c.known_opponent and not (c.targets or c.opponent):
        yield "The other side is who the ledger says held the place; the report names none."
    if c.known_actor:
        yield "Which party it was is taken from the ledger's record of the place."
    if c.known_capture:
        yield "The report tells of an entry; that the place was taken then is known from the ledger."
    if c.carried_actors:
        yield "Who did it is told of the attack before; the sentence names nobody."


def _called(reading: Reading, spot: Spot) -> str:
    """Give a town's or quarter's name as the report writes it; areas go by their own."""
    if spot.token is None or grain(spot.where) > 1 or spot.token not in reading.mention_at:
        return ""
    return reading.mentions[reading.mention_at[spot.token]].text


def _carried(where: Placement) -> Placement:
    return replace(
        where,
        method=f"{where.method}; carried over from the passage before"
        if where.method
        else "carried over from the passage before",
    )


def _status(reading: Reading, c: Candidate) -> Status:
    if c.planned:
        return "planned"
    if c.denied:
        return "denied"
    if c.unknown_actor:
        return "unattributed"
    if c.source is not None:
        return "claimed" if c.source.status == "denied" else c.source.status  # "denied that …, and said that …"
    return "claimed" if reading.party_outlet else "reported"


def _mark_unknown(candidates: list[Candidate], passages: list[Span]) -> None:
    """Tie "it was not clear who carried out the strikes" to the attack told there, else the last one before."""
    for passage in passages:
        attacks = [
            (max([s.start for s in (c.span, *c.evidence) if s.start <= passage.start], default=-1), c.trigger.token, c)
            for c in candidates
            if c.family == "attack" and not c.planned
        ]
        told = [one for one in attacks if one[0] >= 0]
        if told:
            max(told, key=lambda one: one[:2])[2].unknown_actor = True


def _range(tolls: list[Toll], harm: Harm) -> Range | None:
    """Join the counts of one kind, "as many as 40" as the most."""
    joined = _joined(tolls, harm)
    tops = [t.range for t in tolls if t.harm == harm and t.range is not None and t.range.min is None and t.range.max]
    if joined is None or not tops:
        return joined
    most = max(tops, key=lambda r: r.max or 0)
    words = "; ".join(dict.fromkeys((joined.words, most.words)))
    return Range(joined.min, max(joined.max or 0, joined.min or 0, most.max or 0), words)


def _joined(tolls: list[Toll], harm: Harm) -> Range | None:
    """Join counts: equal ones are one, differing ones a range from the lowest to the highest."""
    found = [r for told in _by_verb(tolls, harm) for r in _added(told)]
    if not found:
        return None
    # a person named beside others is one of those whom another figure counts
    found = [r for r in found if (r.min, r.max) != (1, None)] or found
    distinct = {(r.min, r.max): r for r in found}
    if len(distinct) == 1:
        return found[0]
    lows = [r.min for r in found if r.min is not None]
    highs = [r.max for r in found]
    top = (
        None
        if len(set(lows)) == 1 and None in highs
        else max(h if h is not None else low for h, low in zip(highs, lows, strict=True))
    )
    return Range(min(lows), top, "; ".join(dict.fromkeys(r.words for r in found)))


def _by_verb(tolls: list[Toll], harm: Harm) -> list[list[Toll]]:
    groups: dict[int, list[Toll]] = {}
    for toll in tolls:
        if toll.harm == harm and toll.range is not None and toll.range.min is not None:
            groups.setdefault(toll.token, []).append(toll)
    return list(groups.values())


def _added(group: list[Toll]) -> list[Range]:
    """Add counts of different people under one verb: "killed 31 jihadists and eight civilians"."""
    ranges = [t.range for t in group if t.range is not None]
    if len({t.victims.party if t.victims else "" for t in group}) != len(group):
        return ranges
    low = sum(r.min or 0 for r in ranges)
    high = None if any(r.max is None for r in ranges) else sum(r.max or 0 for r in ranges)
    return [Range(low, high, " and ".join(r.words for r in ranges))]


def _marks(reading: Reading, c: Candidate, spot: Spot) -> tuple[Span, ...]:
    """Give the words that carry the event: trigger, place and counts, for marking in the passage."""
    doc = reading.doc
    tokens = [(c.trigger.token, c.trigger.last)]
    if spot.token is not None:
        tokens.append((spot.token, spot.token))
    tokens += [(t.first, t.last) for t in c.tolls]
    spans = {Span(doc[min(a, b)].idx, doc[max(a, b)].idx + len(doc[max(a, b)])) for a, b in tokens}
    return tuple(sorted(spans, key=lambda s: s.start))


def _certainty(status: Status, spot: Spot, c: Candidate) -> float:
    """Start from the status, take off for a carried place, a statement's date and a type read from a weapon alone."""
    base = {"reported": 0.8, "claimed": 0.65, "unattributed": 0.7, "planned": 0.5, "denied": 0.3}[status]
    return round(base - (0.0 if spot.own else 0.15) - (0.05 if c.weak_date else 0.0) - (0.05 if c.generic else 0.0), 2)
