"""What a report tells, as lists and records beside its text: events, who holds what, the tray, and the decisions."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from frontlines.app import correcting, review, words
from frontlines.app.controls import image
from frontlines.app.evidence import claim_html, movement_html
from frontlines.app.marked_text import MAX_SELECTED
from frontlines.app.markup import quote, titled
from frontlines.app.record import event_html, head_html
from frontlines.app.review import Desk, Item
from frontlines.errors import FrontlinesError
from frontlines.mapping.escape import safe
from frontlines.mapping.words import when_words
from frontlines.model import ControlClaim, Event, MatchStatus, Mention, Span
from frontlines.reviews import Review

MAX_LISTED: Final = 150
REASONS: Final = {
    MatchStatus.AMBIGUOUS: "several places have this name",
    MatchStatus.NOT_FOUND: "no place of this name is known",
    MatchStatus.UNAVAILABLE: "the geocoder did not answer",
    MatchStatus.NOT_TRIED: "the report does not say where",
}
SHORTEST: Final = 15
"""Characters below which a line is no sentence."""
_ENDS: Final = re.compile(r"[.!?][”\"’)]*\s+|\n+")
CHOSEN: Final = "read_chosen"
DOING: Final = "read_doing"
"""What is under way: "correct", "reject" or "add"; nothing else."""
PASSAGE: Final = "read_passage"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the lists are made from."""

    desk: Desk
    marker: Callable[[Event], str]


def choose(id_: str | None) -> None:
    """Open the record of an event or claim, or go back to the lists."""
    state = st.session_state
    state[CHOSEN], state[DOING], state[PASSAGE] = id_, None, None
    state["read_point"] = state["read_look"] = None


def begin(what: str | None) -> None:
    """Begin to correct or reject what is chosen, or stop doing so."""
    st.session_state[DOING] = what
    st.session_state["read_point"] = None
    if what is None and st.session_state.get(PASSAGE):
        choose(None)


def begin_adding(span: Span) -> None:
    """Open the form for a new event on a passage."""
    choose(None)
    st.session_state[DOING], st.session_state[PASSAGE] = "add", span


def show(sheet: Sheet) -> None:
    """Show the form for a new event, the record of what is chosen, or the lists."""
    item = sheet.desk.item(st.session_state.get(CHOSEN))
    passage = st.session_state.get(PASSAGE)
    if st.session_state.get(DOING) == "add" and passage:
        with st.container(key="toldrecord"):
            _add_form(sheet.desk, passage)
    elif item is not None:
        with st.container(key="toldrecord"):
            _record(sheet, item)
    else:
        _lists(sheet)


def _lists(sheet: Sheet) -> None:
    desk = sheet.desk
    shown = desk.shown
    placed = [event for event in shown.events if event.where.lat is not None]
    lost = [event for event in shown.events if event.where.lat is None]
    _sentence_choice(desk)
    _events(f"Events ({len(shown.events)})", placed, sheet)
    if shown.claims:
        st.html(f'<div class="fl-record"><h3 class="fl-part">Who holds what ({len(shown.claims)})</h3></div>')
        for claim in shown.claims[:MAX_LISTED]:
            _claim_button(claim, sheet)
    _tray(lost, sheet)
    if shown.movements:
        article = shown.article
        body = movement_html(shown.movements, {article.id: article})
        st.html(f'<div class="fl-record"><h3 class="fl-part">Movements ({len(shown.movements)})</h3>{body}</div>')
    if desk.now.rejected:
        st.html(f'<div class="fl-record"><h3 class="fl-part">Rejected ({len(desk.now.rejected)})</h3></div>')
        for item in desk.now.rejected:
            _button(item, sheet)


def _events(title: str, events: Sequence[Event], sheet: Sheet) -> None:
    if not events:
        return
    st.html(f'<div class="fl-record"><h3 class="fl-part">{safe(title)}</h3></div>')
    for event in events[:MAX_LISTED]:
        _event_button(event, sheet)
    if len(events) > MAX_LISTED:
        st.caption(f"{len(events) - MAX_LISTED} more are marked in the text.")


def _tray(lost: Sequence[Event], sheet: Sheet) -> None:
    """List what could not be placed or decided, each with its reason."""
    desk = sheet.desk
    names = Counter(
        (mention.text, mention.where.reason or REASONS.get(mention.where.status, "not placed"))
        for mention in desk.shown.mentions
        if mention.where.lat is None
    )
    total = len(lost) + len(names)
    if not total:
        return
    st.html(f'<div class="fl-record"><h3 class="fl-part">Not placed or not decided ({total})</h3></div>')
    for event in lost[:MAX_LISTED]:
        _event_button(event, sheet, event.where.reason or REASONS.get(event.where.status, "not placed"))
    if names:
        items = "".join(
            f"<li><b>{safe(name)}</b>{f' ×{count}' if count > 1 else ''}: {safe(reason)}</li>"
            for (name, reason), count in list(names.items())[:MAX_LISTED]
        )
        st.html(f'<div class="fl-record"><ul class="fl-tray">{items}</ul></div>')


def _button(item: Item, sheet: Sheet) -> None:
    if isinstance(item, Event):
        _event_button(item, sheet)
    else:
        _claim_button(item, sheet)


def _event_button(event: Event, sheet: Sheet, reason: str = "") -> None:
    told = [reason or words.place_words(event.where), when_words(event.when), words.toll_words(event)]
    said = review.badge(sheet.desk, event)
    line = " · ".join(words.markdown_text(part) for part in told if part)
    mark = f"{image(sheet.marker(event))} "
    tag = f" · :green[{said}]" if said and said != "Rejected" else ""
    st.button(
        f"{mark}**{words.markdown_text(event.title)}** {line}{tag}",
        key=f"event_{event.id}",
        on_click=choose,
        args=(event.id,),
        width="stretch",
    )


def _claim_button(claim: ControlClaim, sheet: Sheet) -> None:
    holder = words.party_words([claim.holder], none="not known")
    said = review.badge(sheet.desk, claim)
    tag = f" · :green[{said}]" if said and said != "Rejected" else ""
    line = words.markdown_text(f"{words.HOLD_WORDS[claim.status]} {holder} · {when_words(claim.when)}")
    st.button(
        f"**{words.markdown_text(words.place_words(claim.where))}** {line}{tag}",
        key=f"claim_{claim.id}",
        on_click=choose,
        args=(claim.id,),
        width="stretch",
    )


def _sentence_choice(desk: Desk) -> None:
    """Offer the sentences without an event, for whoever can't select words with a pointer."""
    spans = sentences(desk.read.article.text)
    with st.popover("Add an event", icon=":material/add:", key="add_event"):
        st.caption("Select its words in the text, or choose the sentence here.")
        number = st.selectbox(
            "Sentence",
            range(len(spans)),
            index=None,
            format_func=lambda i: " ".join(desk.read.article.text[spans[i].start : spans[i].end].split())[:140],
            placeholder="Choose a sentence",
            key="add_sentence",
        )
        if st.button("Begin", key="add_begin", disabled=number is None) and number is not None:
            begin_adding(spans[number])
            st.rerun()


def sentences(text: str) -> list[Span]:
    """Cut a text where a sentence or a line seems to end: a list of passages to choose from needs no more."""
    out, start = [], 0
    for end in (*(match.end() for match in _ENDS.finditer(text)), len(text)):
        passage = text[start:end]
        first = start + len(passage) - len(passage.lstrip())
        if len(passage.strip()) > SHORTEST:
            out.append(Span(first, min(first + len(passage.strip()), first + MAX_SELECTED)))
        start = end
    return out


def _record(sheet: Sheet, item: Item) -> None:
    desk = sheet.desk
    st.button("All that the report tells", icon=":material/chevron_left:", key="to_told", on_click=choose, args=(None,))
    if isinstance(item, Event):
        st.html(head_html(item, sheet.marker(item)))
    else:
        holder = words.party_words([item.holder], none="not known")
        said = f"{words.place_words(item.where)}: {words.HOLD_WORDS[item.status]} {holder}"
        st.html(titled("Who holds what", said))
    doing = st.session_state.get(DOING)
    if doing == "correct":
        _correct_form(desk, item)
    elif doing == "reject":
        _reject_form(desk, item)
    else:
        _decisions(desk, item)
    if said := review.review_html(desk, item):
        st.html(said)
    if isinstance(item, Event):
        st.html(event_html(item, desk.shown.article))
    else:
        st.html(f'<div class="fl-record"><ol class="fl-claims">{claim_html(item, desk.shown.article)}</ol></div>')


def _decisions(desk: Desk, item: Item) -> None:
    standing = desk.now.standing.get(item.id)
    with st.container(key="decisions", horizontal=True, vertical_alignment="bottom", gap="small"):
        correcting.name_field(width=210)
        open_to = standing is None or standing.verdict not in {"confirmed", "rejected"}
        if open_to and st.button("Confirm", icon=":material/check:", key="confirm"):
            _keep(desk, [review.confirmation(desk, item)])
        if standing is None or standing.verdict != "rejected":
            st.button("Correct", icon=":material/edit:", key="correct", on_click=begin, args=("correct",))
            st.button("Reject", icon=":material/close:", key="reject", on_click=begin, args=("reject",))
        if standing is not None and st.button("Take back", icon=":material/undo:", key="take_back"):
            _keep(desk, [review.withdrawal(desk, item)])
    _complain()


def _complain() -> None:
    if error := st.session_state.pop("review_error", None):
        st.error(words.markdown_text(words.sentence_case(error)), icon=":material/error:")


def _keep(desk: Desk, reviews: Sequence[Review], then: str | None = None) -> None:
    """Keep reviews and show what they change; what is wrong is said above the buttons."""
    try:
        review.decide(desk, reviews)
    except FrontlinesError as error:
        st.session_state["review_error"] = str(error)
    else:
        here = st.session_state.get(CHOSEN)
        choose(then or here)
    st.rerun()


def _reject_form(desk: Desk, item: Item) -> None:
    with st.container(key="review_form"):
        why = st.text_input(
            "Why", key="reject_why", max_chars=500, placeholder="told twice; background; not what the sentence says …"
        )
        claims = review.told_with(desk, item)
        names = ", ".join(words.place_words(claim.where) for claim in claims)
        also = claims and st.checkbox(f"Also what it says on who holds {words.markdown_text(names)}", value=True)
        correcting.name_field()
        _complain()
        with st.container(horizontal=True, gap="small"):
            if st.button("Reject it", type="primary", key="reject_save"):
                _insist(bool(why.strip()), "say why in a few words: it stands beside the machine's reading")
                _keep(desk, [review.rejection(desk, one, why) for one in (item, *(claims if also else ()))])
            st.button("Cancel", key="review_cancel", on_click=begin, args=(None,))


def _correct_form(desk: Desk, item: Item) -> None:
    inside = _mentions_in(desk, item.span) if item.span else []
    with st.container(key="review_form"):
        told = correcting.fields(item, inside)
        changes = correcting.changed(item, told) if told is not None else {}
        alike = review.placed_alike(desk, item) if "where" in changes else []
        also = alike and st.checkbox(
            f"Also for the {len(alike)} others at {words.markdown_text(item.where.name)}", value=True, key="also_alike"
        )
        why = st.text_input("Why", key="correct_why", max_chars=500, placeholder="what shows it")
        correcting.name_field()
        _complain()
        with st.container(horizontal=True, gap="small"):
            if st.button("Save the correction", type="primary", key="correct_save"):
                _insist(told is not None, "choose the place first: search for it or click the map")
                _insist(bool(changes), "nothing is changed yet: change a field, or press Cancel")
                _insist(bool(why.strip()), "say why in a few words: it stands beside the machine's reading")
                made = [review.correction(desk, item, changes, why)]
                made += [
                    review.correction(desk, other, {"where": changes["where"]}, why)
                    for other in (alike if also else ())
                ]
                _keep(desk, made)
            st.button("Cancel", key="review_cancel", on_click=begin, args=(None,))


def _insist(there: bool, otherwise: str) -> None:
    """Say what is missing and end the run."""
    if not there:
        st.session_state["review_error"] = otherwise
        st.rerun()


def _add_form(desk: Desk, passage: Span) -> None:
    text = desk.read.article.text
    st.html(
        titled("A new event", "Which event do these words tell?")
        + f'<div class="fl-record">{quote(safe(text[passage.start : passage.end]))}</div>'
    )
    blank = review.blank(desk.read, passage)
    with st.container(key="review_form"):
        told = correcting.fields(blank, _mentions_in(desk, passage))
        why = st.text_input("Why", key="add_why", max_chars=500, placeholder="what the machine missed")
        correcting.name_field()
        _complain()
        with st.container(horizontal=True, gap="small"):
            if st.button("Add the event", type="primary", key="add_save"):
                placed = told is not None and told["where"].lat is not None
                _insist(placed, "choose the place first: search for it or click the map")
                made = review.addition(desk, passage, told or {}, why or "not read by the machine")
                _keep(desk, [made], then=made.about)
            st.button("Cancel", key="review_cancel", on_click=begin, args=(None,))


def _mentions_in(desk: Desk, span: Span) -> list[Mention]:
    return [m for m in desk.shown.mentions if span.start <= m.span.start and m.span.end <= span.end]
