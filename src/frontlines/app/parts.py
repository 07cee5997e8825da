"""A file of several reports: which of them to look at, or all of them taken in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from frontlines.app.words import counted
from frontlines.mapping.escape import safe
from frontlines.reading import Part
from frontlines.store import Store

KEPT: Final = "read_parts"
DONE: Final = "read_taken"
SHOWN_FAULTS: Final = 30
"""Reports that can't be read, named on the page; the others are counted."""
TITLE_CHARS: Final = 70


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the reports of a file."""

    added: int
    known: int
    faults: tuple[str, ...]


def label_of(part: Part) -> str:
    """Name a report for the choice: its title or first words, its day, and where in the file it stands."""
    named = " ".join((part.about.title or part.text[: 2 * TITLE_CHARS]).split())
    title = f"{named[:TITLE_CHARS].rstrip()} …" if len(named) > TITLE_CHARS else named
    return " · ".join(piece for piece in (title, part.about.published or "", part.name) if piece)


def take_in(parts: Sequence[Part], store: Store, told: Callable[[int], None] = lambda _: None) -> Taken:
    """Read and keep all reports of a file; ``told`` hears how many are done.  One that can't be read stops no other."""
    from frontlines.pipeline import ingest  # noqa: PLC0415 - loads the language model

    added = known = 0
    faults = []
    for done, outcome in enumerate(ingest(parts, store), start=1):
        if outcome.extraction is None:
            faults.append(outcome.error)
        elif outcome.added:
            added += 1
        else:
            known += 1
        told(done)
    return Taken(added, known, tuple(faults))


def section(parts: Sequence[Part], look: Callable[[Part], None]) -> None:
    """Offer the reports of a file: one to look at, with ``look``, or all to take in."""
    readable = [part for part in parts if not part.fault]
    faults = [part.fault for part in parts if part.fault]
    with st.container(key="parts"):
        st.html(f'<div class="fl-page"><h2>{counted(len(parts), "report")} in this file</h2></div>')
        done: Taken | None = st.session_state.get(DONE)
        if done is not None:
            _say(done)
        elif readable:
            st.html('<p class="fl-small">Titles and dates are those that the file gives.</p>')
            chosen = st.selectbox(
                "Report",
                range(len(readable)),
                format_func=lambda at: label_of(readable[at]),
                key="part",
            )
            with st.container(horizontal=True, gap="small"):
                if st.button("Read this one", key="read_part", type="primary"):
                    look(readable[chosen])
                whole = st.button(f"Take in all {len(readable):,}", key="take_parts")
            if whole:
                _take(readable)
        if done is None:
            _list_faults(faults)
        st.button("Another file", key="other_file", on_click=leave)


def leave() -> None:
    """Forget the file."""
    st.session_state[KEPT] = st.session_state[DONE] = None


def _take(readable: Sequence[Part]) -> None:
    whole = len(readable)
    bar = st.progress(0.0, f"Reading 1 of {whole:,} …")

    def told(done: int) -> None:
        bar.progress(done / whole, f"Read {done:,} of {whole:,}")

    faults = tuple(part.fault for part in st.session_state[KEPT] if part.fault)
    taken = take_in(readable, Store(), told)
    st.session_state[DONE] = Taken(taken.added, taken.known, (*faults, *taken.faults))
    st.rerun()


def _say(done: Taken) -> None:
    known = f"{counted(done.known, 'report')} known already." if done.known else ""
    added = f"{counted(done.added, 'report')} taken in and on the map." if done.added or not known else ""
    st.success(" ".join(part for part in (added, known) if part), icon=":material/check:")
    _list_faults(done.faults)


def _list_faults(faults: Sequence[str]) -> None:
    """Give one line for each report that can't be read."""
    if not faults:
        return
    items = "".join(f"<li>{safe(fault)}</li>" for fault in faults[:SHOWN_FAULTS])
    more = len(faults) - SHOWN_FAULTS
    rest = f"<li>and {more:,} more</li>" if more > 0 else ""
    head = f"<h3>{counted(len(faults), 'report')} can’t be read</h3>"
    st.html(f'<div class="fl-record">{head}<ul class="fl-sources">{items}{rest}</ul></div>')
