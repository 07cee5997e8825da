"""What people say of a reading, and the reading as it stands after that.

A review is never changed: a later one of the same subject stands in its place.  The machine's reading is kept in it, so
that it can be shown beside the person's, and found again when a newer reader reads the report anew.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, TypeVar

from frontlines.model import ControlClaim, Event, Extraction, Mention, Placement, Span

Subject = Literal["event", "claim", "report"]
Verdict = Literal["confirmed", "corrected", "rejected", "added", "withdrawn", "aside", "joined"]
"""Of an event or claim the first five, "withdrawn" taking back what was said; of a report the last two."""

EVENT_FIELDS: Final = (
    *("type", "title", "when", "where", "actors", "targets", "status"),
    *("killed", "wounded", "affected", "affected_how"),
)
"""What a person may say of an event."""
CLAIM_FIELDS: Final = ("where", "holder", "status", "when")
REVIEWED: Final = 0.95
"""Certainty of what a person stands for."""
SAME_WORDS: Final = 0.5
"""Share of its words that a reading must have in common with an older one to be of the same thing."""


@dataclass(frozen=True, slots=True)
class Review:
    """One person's word on one event or claim, or on whether a report is on the map."""

    article_id: str
    subject: Subject
    about: str
    """Id of the event or claim; of one that was added, its own; of a report, the article's."""
    verdict: Verdict
    by: str
    at: datetime
    """When, with its time zone."""
    why: str = ""
    reader: str = ""
    """Version of the reader whose reading was looked at."""
    machine: Event | ControlClaim | None = None
    """What the machine read; None for what was added."""
    reading: Event | ControlClaim | None = None
    """What the person says; None where it was rejected."""
    fields: tuple[str, ...] = ()
    """Which fields of ``reading`` are the person's word; the others follow the machine."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An extraction as it stands, and what it was made from."""

    extraction: Extraction
    standing: Mapping[str, Review] = field(default_factory=dict)
    """The review in force, by the id of the event or claim, the rejected ones' too."""
    machine: Mapping[str, Event | ControlClaim] = field(default_factory=dict)
    """The machine's reading of what was reviewed, by the same ids; the newest reader's where it still finds it."""
    rejected: tuple[Event | ControlClaim, ...] = ()


Item = TypeVar("Item", Event, ControlClaim)


def standing(reviews: Iterable[Review], subject: Subject) -> dict[str, Review]:
    """Give the reviews in force by what they are about; ``reviews`` come in the order in which they were made."""
    newest = {review.about: review for review in reviews if review.subject == subject}
    return {about: review for about, review in newest.items() if review.verdict != "withdrawn"}


def on_map(reviews: Iterable[Review]) -> bool:
    """Tell whether a report that is kept is on the map: yes, unless it was last put aside."""
    return all(review.verdict != "aside" for review in standing(reviews, "report").values())


def apply(extraction: Extraction, reviews: Sequence[Review]) -> Reviewed:
    """Give an extraction with what people said of it; ``reviews`` are its article's, in the order made.

    A review finds what it is about by its id; after a newer reading gave another one, by passage, type and place.
    What a person confirmed, corrected or added stands even where a newer reading no longer finds it.
    """
    if not reviews:
        return Reviewed(extraction)
    events = _applied(extraction.events, standing(reviews, "event"), _same_event)
    claims = _applied(extraction.claims, standing(reviews, "claim"), _same_claim)
    return Reviewed(
        extraction=replace(
            extraction,
            events=tuple(events.stands),
            claims=tuple(claims.stands),
            mentions=_moved(extraction.mentions, events),
        ),
        standing={**events.reviews, **claims.reviews},
        machine={**events.machine, **claims.machine},
        rejected=(*events.rejected, *claims.rejected),
    )


@dataclass(slots=True)
class _Applied:
    stands: list[Any] = field(default_factory=list)
    reviews: dict[str, Review] = field(default_factory=dict)
    machine: dict[str, Any] = field(default_factory=dict)
    rejected: list[Any] = field(default_factory=list)


def _applied(
    items: Sequence[Item], reviews: Mapping[str, Review], likeness: Callable[[Review, Item], float]
) -> _Applied:
    matched = _matched(items, reviews, likeness)
    out = _Applied(reviews=dict(reviews))
    for item in items:
        review = matched.get(item.id)
        if review is None:
            out.stands.append(item)
            continue
        out.machine[review.about] = replace(item, id=review.about)
        if review.verdict == "rejected":
            out.rejected.append(replace(item, id=review.about))
        else:
            said = {name: getattr(review.reading, name) for name in review.fields}
            out.stands.append(_vouched(replace(item, id=review.about, **said), review))
    found = {review.about for review in matched.values()}
    for about, review in reviews.items():
        if about in found:
            continue
        if review.machine is not None:
            out.machine[about] = review.machine
        if review.verdict == "rejected":
            out.rejected.append(review.machine)
        elif review.reading is not None:
            out.stands.append(_vouched(replace(review.reading, id=about), review))
    out.stands.sort(key=lambda item: (item.span.start, item.span.end) if item.span else (-1, -1))
    return out


def _vouched(item: Any, review: Review) -> Any:
    """Give an item with the certainty of a person's word, and with who gave it among an event's notes."""
    certain = replace(item, certainty=max(item.certainty, REVIEWED))
    if not isinstance(item, Event):
        return certain
    why = f": {review.why}" if review.why else ""
    note = f"{review.verdict.capitalize()} by {review.by}, {review.at.date().isoformat()}{why}"
    return replace(certain, notes=tuple(dict.fromkeys((*item.notes, note))))


def _matched(
    items: Sequence[Item], reviews: Mapping[str, Review], likeness: Callable[[Review, Item], float]
) -> dict[str, Review]:
    """Give the review of each item by the item's id: by the same id first, then the likest pairs."""
    matched = {item.id: reviews[item.id] for item in items if item.id in reviews}
    pairs = sorted(
        (
            (likeness(review, item), about, item.id)
            for about, review in reviews.items()
            if about not in matched and review.machine is not None
            for item in items
            if item.id not in matched
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    taken: set[str] = set()
    for likely, about, item_id in pairs:
        if likely > 0 and about not in taken and item_id not in matched:
            matched[item_id] = reviews[about]
            taken.add(about)
    return matched


def _same_event(review: Review, event: Event) -> float:
    readings = [one for one in (review.machine, review.reading) if isinstance(one, Event)]
    if event.type not in {one.type for one in readings}:
        return 0.0
    share = max(_shared(one.span, event.span) for one in readings)
    words = max(_words_shared(one.marks, event.marks) for one in readings)
    if share < SAME_WORDS or not (_same_place(readings, event.where) or words > SAME_WORDS):
        return 0.0
    return share + words + _same_place(readings, event.where)


def _same_claim(review: Review, claim: ControlClaim) -> float:
    readings = [one for one in (review.machine, review.reading) if isinstance(one, ControlClaim)]
    spans = [one.span for one in readings if one.span]
    if claim.span is None or not spans or claim.status not in {one.status for one in readings}:
        return 0.0
    share = max(_shared(span, claim.span) for span in spans)
    return share + 1 if share >= SAME_WORDS and _same_place(readings, claim.where) else 0.0


def _same_place(readings: Iterable[Event | ControlClaim], where: Placement) -> bool:
    for one in readings:
        known = one.where
        if known.place_id is not None and (known.place_id, known.area) == (where.place_id, where.area):
            return True
        if known.name and known.name.casefold() == where.name.casefold() and known.part == where.part:
            return True
    return False


def _shared(one: Span, other: Span) -> float:
    """Give the share of the shorter passage that both have."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(1, min(one.end - one.start, other.end - other.start))


def _words_shared(one: Iterable[Span], other: Iterable[Span]) -> float:
    """Give the share of the marked words that both have."""
    first, second = set(one), set(other)
    return len(first & second) / len(first | second) if first | second else 0.0


def _moved(mentions: Sequence[Mention], events: _Applied) -> tuple[Mention, ...]:
    """Place the names inside a passage where a person placed its event, if the machine had placed them alike."""
    moves = []
    for event in events.stands:
        read = events.machine.get(event.id)
        if read is not None and "where" in events.reviews[event.id].fields and event.where != read.where:
            moves.append(((read.span, *read.evidence), read.where, event.where))

    def moved(mention: Mention) -> Mention:
        for spans, old, new in moves:
            alike = (
                mention.where.place_id == old.place_id
                and mention.where.name == old.name
                and mention.where.area == old.area
            )
            inside = any(span.start <= mention.span.start and mention.span.end <= span.end for span in spans)
            if alike and inside:
                return replace(mention, where=new)
        return mention

    return tuple(map(moved, mentions)) if moves else tuple(mentions)


def differing(machine: Event | ControlClaim, reading: Event | ControlClaim) -> tuple[str, ...]:
    """Name the fields in which a person's reading differs from the machine's."""
    fields = EVENT_FIELDS if isinstance(machine, Event) else CLAIM_FIELDS
    return tuple(name for name in fields if getattr(machine, name) != getattr(reading, name))
