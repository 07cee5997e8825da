"""What a person decides about a reading, written to the store."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import streamlit as st

from frontlines.app import words
from frontlines.mapping.escape import safe
from frontlines.mapping.words import EVENT_NAMES, count_words, short_day, when_words
from frontlines.model import ControlClaim, Event, Extraction, Placement, Span
from frontlines.reviews import CLAIM_FIELDS, EVENT_FIELDS, Review, Reviewed, apply, differing, on_map
from frontlines.store import Store

Item = Event | ControlClaim

VERDICT_WORDS: Final = {
    "confirmed": "Confirmed",
    "corrected": "Corrected",
    "rejected": "Rejected",
    "added": "Added",
    "withdrawn": "Taken back",
}
_FIELD_WORDS: Final = {
    "type": "kind",
    "title": "title",
    "when": "date",
    "where": "place",
    "actors": "who",
    "targets": "to whom",
    "status": "status",
    "killed": "killed",
    "wounded": "wounded",
    "affected": "affected",
    "affected_how": "affected how",
    "holder": "holder",
}


@dataclass(frozen=True)
class Desk:
    """One report on the page: the machine's reading, what people said of it, and the two together."""

    read: Extraction
    """As the machine reads it."""
    reviews: tuple[Review, ...]
    now: Reviewed
    kept: bool
    """Whether the store has it, or it is one of the dispatches that ship."""

    @property
    def shown(self) -> Extraction:
        """The reading as it stands."""
        return self.now.extraction

    @property
    def aside(self) -> bool:
        """True where the report is kept but not on the map."""
        return not on_map(self.reviews)

    def item(self, id_: str | None) -> Item | None:
        """Give an event or claim by its id, the rejected ones too."""
        every = (*self.shown.events, *self.shown.claims, *self.now.rejected)
        return next((item for item in every if item.id == id_), None)

    def machine(self, item: Item) -> Item | None:
        """Give the machine's reading of an item; None for what a person added."""
        review = self.now.standing.get(item.id)
        if review is None:
            return item
        return self.now.machine.get(item.id)


def open_desk(read: Extraction) -> Desk:
    """Gather what people said of a report."""
    store = Store()
    reviews = store.reviews.of(read.article.id)
    kept = store.get(read.article.id) is not None or _ships(read.article.id)
    return Desk(read, reviews, apply(read, reviews), kept=kept)


def _ships(article_id: str) -> bool:
    from frontlines.pipeline import shipped_reports  # noqa: PLC0415 - reads them on first use

    return any(shipped.article.id == article_id for shipped in shipped_reports())


def person() -> str:
    """Give the name that this session reviews under."""
    return str(st.session_state.get("reviewer", "")).strip()


def decide(desk: Desk, reviews: Iterable[Review]) -> None:
    """Keep reviews, and the report with them; a report that was not on the map stays off it until it is added.

    Raises:
        InputError: for a review without a person's name.
    """
    made = list(reviews)
    store, article = Store(), desk.read.article
    if not desk.kept:
        made.append(_review(desk, "report", article.id, "aside", "kept with its corrections, not yet on the map"))
    store.reviews.add(*made)
    store.add(desk.read)


def add_to_map(desk: Desk) -> None:
    """Put a report on the map, with the corrections made so far."""
    store = Store()
    store.add(desk.read)
    if desk.aside:
        name = person() or "a reader of this page"
        store.reviews.add(_review(desk, "report", desk.read.article.id, "joined", "added to the map", by=name))


def confirmation(desk: Desk, item: Item) -> Review:
    """Say that an item is right as it stands."""
    fields = EVENT_FIELDS if isinstance(item, Event) else CLAIM_FIELDS
    return _about(desk, item, "confirmed", "as the report says", reading=item, fields=fields)


def rejection(desk: Desk, item: Item, why: str) -> Review:
    """Say that an item is not what the report tells."""
    return _about(desk, item, "rejected", why)


def withdrawal(desk: Desk, item: Item) -> Review:
    """Take back what was said of an item: the machine's reading stands again."""
    return _about(desk, item, "withdrawn", "taken back")


def correction(desk: Desk, item: Item, changes: Mapping[str, Any], why: str) -> Review:
    """Say what an item really is; ``changes`` are the fields that a person gave."""
    machine = desk.machine(item)
    reading = replace(item, **changes)
    if isinstance(reading, Event):
        reading = replace(reading, title=_title(item, reading))
    if machine is None:
        return _about(desk, item, "added", why, reading=reading, fields=EVENT_FIELDS)
    return _about(desk, item, "corrected", why, reading=reading, fields=differing(machine, reading))


def addition(desk: Desk, span: Span, changes: Mapping[str, Any], why: str) -> Review:
    """Add an event that the report tells in a passage."""
    at = datetime.now(UTC)
    article = desk.read.article
    key = f"{article.id}|{span.start}|{span.end}|{at.isoformat()}"
    event = replace(blank(desk.read, span), id=f"p-{hashlib.sha256(key.encode()).hexdigest()[:12]}", **changes)
    event = replace(event, title=_title(None, event))
    return Review(
        article_id=article.id,
        subject="event",
        about=event.id,
        verdict="added",
        by=person(),
        at=at,
        why=why,
        reader=desk.read.reader,
        reading=event,
        fields=EVENT_FIELDS,
    )


def blank(read: Extraction, span: Span) -> Event:
    """Give the event that a form for a passage begins with: placed at the first place that the passage names."""
    from frontlines.model import MatchStatus, When  # noqa: PLC0415

    inside = [m for m in read.mentions if span.start <= m.span.start and m.span.end <= span.end]
    placed = [m.where for m in inside if m.where.lat is not None and m.where.kind != "country"]
    day = read.article.published
    return Event(
        id="new",
        type="other_attack",
        title="",
        when=When(day, day, 2, "the day of publication, to be checked") if day else When(rule="not given"),
        where=placed[0] if placed else Placement(MatchStatus.NOT_TRIED),
        actors=(),
        targets=(),
        status="reported",
        span=span,
        sentence=read.article.text[span.start : span.end],
        certainty=0.95,
        notes=("Added by a person.",),
        article_id=read.article.id,
    )


def placed_alike(desk: Desk, item: Item) -> list[Item]:
    """Give the other items that the machine put at the same place as this one."""
    where = item.where
    if where.lat is None:
        return []
    every: tuple[Item, ...] = (*desk.shown.events, *desk.shown.claims)
    return [
        other
        for other in every
        if other.id != item.id and (other.where.place_id, other.where.area) == (where.place_id, where.area)
        and (other.where.lat, other.where.lon) == (where.lat, where.lon)
    ]  # fmt: skip


def told_with(desk: Desk, item: Item) -> list[ControlClaim]:
    """Give the claims that rest on the same passage and place as an event: the holding that a capture tells of."""
    if not isinstance(item, Event):
        return []
    return [
        claim
        for claim in desk.shown.claims
        if claim.span is not None
        and claim.where.place_id == item.where.place_id
        and min(claim.span.end, item.span.end) > max(claim.span.start, item.span.start)
    ]


def _title(before: Item | None, event: Event) -> str:
    from frontlines.extraction.titles import title_of  # noqa: PLC0415

    named = ("type", "where", "actors", "targets", "affected", "affected_how")
    if isinstance(before, Event) and all(getattr(before, name) == getattr(event, name) for name in named):
        return before.title
    return title_of(event)


def _about(
    desk: Desk, item: Item, verdict: Any, why: str, *, reading: Item | None = None, fields: Sequence[str] = ()
) -> Review:
    subject = "event" if isinstance(item, Event) else "claim"
    machine = desk.machine(item)
    made = _review(desk, subject, item.id, verdict, why)
    return replace(made, machine=machine, reading=reading, fields=tuple(fields))


def _review(desk: Desk, subject: Any, about: str, verdict: Any, why: str, *, by: str = "") -> Review:
    return Review(
        article_id=desk.read.article.id,
        subject=subject,
        about=about,
        verdict=verdict,
        by=by or person(),
        at=datetime.now(UTC),
        why=why.strip(),
        reader=desk.read.reader,
    )


def badge(desk: Desk, item: Item) -> str:
    """Give the word for what people said of an item; empty where nobody did."""
    review = desk.now.standing.get(item.id)
    return VERDICT_WORDS[review.verdict] if review else ""


def review_html(desk: Desk, item: Item) -> str:
    """Give who said what of an item, when and why, with the machine's reading beside it."""
    history = [review for review in desk.reviews if review.about == item.id and review.subject != "report"]
    if not history:
        return ""
    newest = history[-1]
    lines = [_said(review) for review in reversed(history)]
    machine = desk.now.machine.get(item.id)
    changed = differing(machine, item) if machine and newest.verdict == "corrected" else ()
    beside = "".join(
        f"<tr><th scope='row'>{safe(_FIELD_WORDS[name])}</th><td>{safe(field_words(machine, name))}</td>"
        f"<td>{safe(field_words(item, name))}</td></tr>"
        for name in changed
        if machine is not None and name != "title"
    )
    table = (
        "<table class='fl-beside'><thead><tr><td></td><th scope='col'>read by machine</th>"
        f"<th scope='col'>as corrected</th></tr></thead><tbody>{beside}</tbody></table>"
        if beside
        else ""
    )
    return f'<div class="fl-record fl-said"><ul>{"".join(lines)}</ul>{table}</div>'


def _said(review: Review) -> str:
    day: date = review.at.date()
    why = f": {safe(review.why)}" if review.why else ""
    return f"<li><b>{VERDICT_WORDS[review.verdict]}</b> by {safe(review.by)}, {short_day(day)}{why}</li>"


def field_words(item: Item, name: str) -> str:
    """Say one field of an item in words."""
    value = getattr(item, name)
    said: Mapping[str, Callable[[], str]] = {
        "where": lambda: words.place_words(value) + ("" if value.lat is not None else " (not placed)"),
        "when": lambda: when_words(value),
        "actors": lambda: words.party_words(value, none="not stated"),
        "targets": lambda: words.party_words(value, none="not stated"),
        "holder": lambda: words.party_words([value], none="not known"),
        "killed": lambda: count_words(value),
        "wounded": lambda: count_words(value),
        "affected": lambda: count_words(value),
        "type": lambda: EVENT_NAMES[value],
        "status": lambda: words.STATUS_WORDS[value] if isinstance(item, Event) else words.HOLD_WORDS[value],
    }
    return said[name]() if name in said else str(value) or "not stated"
