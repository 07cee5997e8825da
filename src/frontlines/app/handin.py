"""Handing in a report: pasted, as a file, or by its web address."""

import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import streamlit as st

from frontlines.app import words
from frontlines.errors import FrontlinesError, InputError
from frontlines.mapping.words import short_day
from frontlines.model import Article, Extraction
from frontlines.reading import READABLE, TABLES, Part, reports_of

Way = Literal["Paste text", "File", "Web address"]
WAYS: Final[tuple[Way, ...]] = ("Paste text", "File", "Web address")
EXAMPLE: Final = "For example: Air strikes hit the town of al-Sur in Deir ez-Zor on Tuesday, killing at least 11 …"
MAX_CHARS: Final = 200_000
"""The longest report that the page reads, some 30,000 words; longer ones would keep a person waiting."""
MAX_UPLOAD_MB: Final = 30
"""A PDF carries fonts and pictures, a table many reports; each report's own text is bounded apart."""
MAX_PARTS: Final = 500
"""Reports of one file that the page takes; more would keep a person waiting."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the form holds."""

    way: Way = "Paste text"
    text: str = ""
    file_name: str = ""
    file_bytes: bytes | None = None
    address: str = ""
    published: date | None = None
    title: str = ""
    part: Part | None = None
    """A report chosen from a file of several: it alone is read."""


def read_handed_in(form: HandedIn, step: Callable[[str], None] = lambda _: None) -> Extraction:
    """Read what was handed in; ``step`` is told what is being done.

    Raises:
        InputError: in one sentence, for what can't be read or is too long for the page.
        UnavailableError: for a site that does not answer.
    """
    from frontlines.pipeline import read_and_extract  # noqa: PLC0415 - loads the language model

    def on_read(article: Article) -> None:
        if len(article.text) > MAX_CHARS:
            raise InputError(
                f"the report is too long for the page ({len(article.text):,} characters, {MAX_CHARS:,} are read here): "
                "hand in the report alone, or use frontlines ingest"
            )
        day = f"published {short_day(article.published)}" if article.published else "no publication date"
        step(f"{len(article.text.split()):,} words, {day} ({article.published_rule})")
        step("Looking for places, parties and events …")

    about: dict[str, Any] = {"published": form.published, "title": form.title, "on_read": on_read}
    if form.part is not None:
        step("Reading the text …")
        return read_and_extract(form.part, **about)
    if form.way == "Web address":
        address = form.address.strip()
        if not address:
            raise InputError("no web address is given: type one that begins with https://")
        if "://" not in address:
            address = f"https://{address}"
        step("Fetching the page …")
        return read_and_extract(address, **about)
    if form.way == "Paste text":
        step("Reading the text …")
        return read_and_extract(text=form.text, **about)
    step("Opening the file …")
    with _file(form) as path:
        return read_and_extract(path, **about)


def parts_of(form: HandedIn) -> tuple[Part, ...]:
    """Give the reports of a table or of a digest; empty for whatever is one report.

    Raises:
        InputError: in one sentence, for no file, for a table that can't be read, and for too many reports.
    """
    if form.way != "File":
        return ()
    with _file(form) as path:
        found = list(islice(reports_of(path), MAX_PARTS + 1))
    if len(found) > MAX_PARTS:
        raise InputError(f"{path.name} holds more than {MAX_PARTS} reports: take it in by frontlines ingest")
    return tuple(part for part in found if isinstance(part, Part))


@contextmanager
def _file(form: HandedIn) -> Iterator[Path]:
    """Put the file handed in on disk for a while."""
    if form.file_bytes is None:
        raise InputError("no file is chosen: choose one, or paste the report's text")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _plain_name(form.file_name)
        path.write_bytes(form.file_bytes)
        yield path


def _plain_name(name: str) -> str:
    """Give a file name as messages may show it, with an ending that is read."""
    given = Path(name.replace("\\", "/"))
    stem = re.sub(r"[^\w ().-]", "_", given.stem).strip(". ")[:60] or "the file"
    ending = given.suffix.lower()
    return f"{stem}{ending if ending in (*READABLE, *TABLES) else '.txt'}"


def hand_in_form() -> HandedIn | None:
    """Show the form; give what it holds when it was just handed in."""
    way: Way = st.segmented_control(
        "How", WAYS, default=WAYS[0], required=True, label_visibility="collapsed", key="report_way"
    )
    with st.form("report", border=False, enter_to_submit=False):
        text, upload, address = "", None, ""
        if way == "File":
            endings = [ending[1:] for ending in (*READABLE, *TABLES)]
            upload = st.file_uploader(
                "File: a report, or a table or digest of several",
                type=endings,
                key="report_file",
                max_upload_size=MAX_UPLOAD_MB,
            )
        elif way == "Web address":
            address = st.text_input(
                "Web address",
                max_chars=2000,
                placeholder="https://",
                key="report_address",
                help="The page is fetched once, by this program itself. Sites that close themselves to programs are "
                "left alone: save such a page in your browser and hand in the file.",
            )
        else:
            text = st.text_area("Text of the report", height=260, placeholder=EXAMPLE, key="report_text")
        published = st.date_input(
            "Published on",
            value=None,
            min_value=date(2011, 1, 1),
            format="YYYY-MM-DD",
            key="report_published",
            help="Weekdays in the text are counted from this day. Without it they stay undated, unless the page or "
            "file says it.",
        )
        title = st.text_input("Title, if you like", max_chars=200, key="report_title")
        pressed = st.form_submit_button("Read", type="primary", key="read_button")
    if not pressed:
        return None
    return HandedIn(
        way=way,
        text=text or "",
        file_name=upload.name if upload else "",
        file_bytes=upload.getvalue() if upload else None,
        address=address or "",
        published=published if isinstance(published, date) else None,
        title=title or "",
    )


def read_with_steps(form: HandedIn) -> Extraction | None:
    """Read what was handed in while the steps are shown; None, with one sentence, for what can't be read."""
    with st.status("Reading the report …", expanded=True) as status:

        def say(step: str) -> None:
            status.markdown(words.markdown_text(step))

        try:
            extraction = read_handed_in(form, say)
        except FrontlinesError as error:
            status.update(label="Not read", state="error", expanded=False)
            st.session_state["read_error"] = words.sentence_case(str(error))
            return None
        status.update(label="Read", state="complete", expanded=False)
    return extraction
