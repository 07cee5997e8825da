"""The page "Read a report": a text is handed in, read, shown and added to the map."""

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import streamlit as st

from frontlines.app import words
from frontlines.app.controls import change
from frontlines.app.evidence import claim_html, movement_html
from frontlines.app.markup import fold
from frontlines.app.pages import marker
from frontlines.app.record import event_html, head_html
from frontlines.errors import FrontlinesError
from frontlines.mapping.escape import safe
from frontlines.mapping.words import short_day
from frontlines.model import Event, Extraction
from frontlines.store import Store

ENDINGS: Final = ("txt", "md", "html", "htm")
EXAMPLE: Final = "For example: Air strikes hit the town of al-Sur in Deir ez-Zor on Tuesday, killing at least 11 …"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the form holds."""

    text: str
    file_name: str
    file_bytes: bytes | None
    published: date | None
    title: str
    url: str


def read_handed_in(form: HandedIn) -> Extraction:
    """Read what was handed in, and keep it; ``InputError`` says in one sentence what is wrong."""
    from frontlines.pipeline import read_and_extract  # noqa: PLC0415 - loads the language model

    about: dict[str, Any] = {"published": form.published, "title": form.title, "url": form.url or None}
    if form.file_bytes is None:
        extraction = read_and_extract(text=form.text, **about)
    else:
        with tempfile.TemporaryDirectory() as folder:
            ending = Path(form.file_name).suffix.lower()
            path = Path(folder) / f"the file{ending if ending[1:] in ENDINGS else '.txt'}"
            path.write_bytes(form.file_bytes)
            extraction = read_and_extract(path, **about)
    Store().add(extraction)
    return extraction


def read_page() -> None:
    """Show the page."""
    if st.session_state.pop("go_to_map", False):
        st.switch_page(st.session_state["map_page"])
    left, right = st.columns([0.42, 0.58], gap="large")
    with left, st.container(key="handin"):
        st.html(
            '<div class="fl-page"><h1>Read a report</h1><p>Hand in a news report in English. It is read right here: '
            "what happened, where, and who holds what. What was read is kept and joins the map.</p></div>"
        )
        _form()
    with right, st.container(key="reading"):
        extraction: Extraction | None = st.session_state.get("extraction")
        if error := st.session_state.get("read_error"):
            st.error(words.markdown_text(error), icon=":material/error:")
        elif extraction is None:
            st.html(
                '<div class="fl-empty"><p><b>Nothing read yet</b></p><p>Paste a text or choose a file, give the day it '
                "was published if you know it, and press Read.</p></div>"
            )
        else:
            show_reading(extraction)


def _form() -> None:
    with st.form("report", border=False, enter_to_submit=False):
        text = st.text_area("Text of the report", height=260, placeholder=EXAMPLE, key="report_text")
        upload = st.file_uploader("Or a file", type=list(ENDINGS), key="report_file")
        published = st.date_input(
            "Published on",
            value=None,
            min_value=date(2011, 1, 1),
            format="YYYY-MM-DD",
            key="report_published",
            help="Weekdays in the text are counted from this day. Without it they stay undated.",
        )
        with st.expander("Title and address, if you like"):
            title = st.text_input("Title", max_chars=200, key="report_title")
            url = st.text_input("Web address", max_chars=500, placeholder="https://", key="report_url")
        pressed = st.form_submit_button("Read", type="primary", key="read_button")
    if pressed:
        form = HandedIn(
            text=text or "",
            file_name=upload.name if upload else "",
            file_bytes=upload.getvalue() if upload else None,
            published=published if isinstance(published, date) else None,
            title=title,
            url=url,
        )
        st.session_state["read_error"] = st.session_state["extraction"] = None
        try:
            with st.spinner("Reading the report …"):
                st.session_state["extraction"] = read_handed_in(form)
        except FrontlinesError as error:
            st.session_state["read_error"] = words.sentence_case(str(error))


def show_reading(extraction: Extraction) -> None:
    """Show all that a report tells, and where to see it."""
    article, events = extraction.article, extraction.events
    placed = [event for event in events if event.where.lat is not None]
    published = f"published {short_day(article.published)}" if article.published else "no publication date"
    st.html(
        f'<div class="fl-page"><h2>{safe(article.title or "The report")}</h2><p>{published} · {len(events)} events, '
        f"{len(extraction.claims)} statements on who holds what, {len(extraction.movements)} movements</p></div>"
    )
    for note in extraction.notes:
        st.info(words.markdown_text(words.sentence_case(note)), icon=":material/info:")
    if not events and not extraction.claims:
        st.html(
            '<div class="fl-empty"><p><b>No event was found</b></p><p>The text tells of no fighting and no change of '
            "hands. Reports that say what happened, where and when are read best.</p></div>"
        )
    else:
        st.button("Show on the map", key="to_map", type="primary", on_click=_aim, args=(extraction,))
    _events("Events", placed, extraction)
    _events("Events that could not be placed", [event for event in events if event.where.lat is None], extraction)
    if extraction.claims:
        items = "".join(claim_html(claim, article) for claim in extraction.claims)
        st.html(f'<div class="fl-record"><h3>Who holds what</h3><ol class="fl-claims">{items}</ol></div>')
    if extraction.movements:
        body = movement_html(extraction.movements, {article.id: article})
        st.html(f'<div class="fl-record"><h3>Movements</h3>{body}</div>')


def _events(title: str, events: list[Event], extraction: Extraction) -> None:
    if not events:
        return
    body = "".join(
        fold(
            f"{event.title}",
            head_html(event, marker(event)) + event_html(event, extraction.article),
            after=words.toll_words(event),
        )
        for event in events
    )
    st.html(f'<div class="fl-record"><h3>{safe(title)} ({len(events)})</h3>{body}</div>')


def _aim(extraction: Extraction) -> None:
    """Turn the map to the days that a report tells of."""
    days = [event.when.start for event in extraction.events if event.when.start and event.status != "planned"]
    day = max(days, default=extraction.article.published)
    change(chosen=None, **({"day": day} if day else {}))
    st.session_state["go_to_map"] = True
