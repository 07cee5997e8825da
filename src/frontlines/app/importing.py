"""The page "Data sets": sets that others made are taken in, listed with their terms, and laid beside what is told."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from frontlines.app import cross_check, words
from frontlines.app.markup import link, row, rows
from frontlines.errors import FrontlinesError
from frontlines.mapping.escape import safe
from frontlines.store import Store

KINDS: Final[Mapping[str, str]] = {
    "acled": "ACLED export (CSV)",
    "ucdp": "UCDP GED (CSV)",
    "geojson": "GeoJSON",
    "gpkg": "GeoPackage",
    "csv": "Other CSV",
}
ENDINGS: Final = ("csv", "geojson", "json", "gpkg")
MAX_UPLOAD_MB: Final = 100
"""An upload is held in memory; larger files go through the command line."""
SHOWN_FAULTS: Final = 200
"""Rows that were not taken, named on the page; the command line writes them all."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an import did, in words for the page."""

    said: str
    remarks: tuple[str, ...]
    faults: tuple[tuple[int, str], ...]
    refused: int


def importing_page() -> None:
    """Show the page."""
    store = Store()
    sets = store.sets.all()
    left, right = st.columns([0.34, 0.66], gap="large")
    with left, st.container(key="importing"):
        st.html(
            '<div class="fl-page"><h1>Data sets</h1><p>Take in events that others recorded. They join the map under '
            "their own name, with their licence, and can be laid beside what reports and the ledger tell.</p></div>"
        )
        _form(store)
        _outcome()
        _list(store, sets)
    with right, st.container(key="crosscheck"):
        cross_check.section(store, sets)


def _form(store: Store) -> None:
    with st.form("dataset", border=False, enter_to_submit=False):
        kind = st.selectbox("What it is", list(KINDS), format_func=KINDS.__getitem__, key="set_kind")
        upload = st.file_uploader(
            "The file, as it was downloaded", type=list(ENDINGS), key="set_file", max_upload_size=MAX_UPLOAD_MB
        )
        with st.expander("A name of its own, a mapping file"):
            name = st.text_input(
                "Name", max_chars=60, key="set_name", help="Files taken in under one name make one set."
            )
            mapping = st.file_uploader(
                "Mapping file (TOML)",
                type=["toml"],
                max_upload_size=1,
                key="set_mapping",
                help="Says which column means what, for GeoJSON, GeoPackage and other CSV.",
            )
        pressed = st.form_submit_button("Take in", type="primary", key="set_button")
    if not pressed:
        return
    st.session_state["set_done"] = st.session_state["set_error"] = None
    if upload is None:
        st.session_state["set_error"] = "Choose a file first."
        return
    try:
        with st.spinner("Reading the file …"):
            st.session_state["set_done"] = take(store, str(kind), upload, mapping, name)
    except FrontlinesError as error:
        st.session_state["set_error"] = words.sentence_case(str(error))
    else:
        st.rerun()


def take(store: Store, kind: str, upload: Any, mapping: Any, name: str) -> Done:
    """Take in an uploaded file (``name`` and ``getvalue``); ``InputError`` says in one sentence what is wrong."""
    from frontlines.datasets import import_file  # noqa: PLC0415
    from frontlines.exchange.importing import remarks  # noqa: PLC0415 - the gazetteer, pandas and shapely

    with tempfile.TemporaryDirectory() as folder:
        # Only the file's own name is kept, and nothing of it becomes a path elsewhere.
        path = Path(folder) / (Path(upload.name.replace("\\", "/")).name[:100] or "file")
        path.write_bytes(upload.getvalue())
        rules = None
        if mapping is not None:
            (Path(folder) / "rules").mkdir()
            rules = Path(folder) / "rules" / "mapping.toml"
            rules.write_bytes(mapping.getvalue())
        made, change = import_file(path, kind, store, name=name, mapping=rules)
    said = (
        f"{made.dataset.name}: {change.added:,} added, {change.changed:,} changed, {change.same:,} known already, "
        f"{made.refused:,} not taken."
    )
    faults = tuple((fault.number, fault.reason) for fault in made.faults[:SHOWN_FAULTS])
    return Done(said, tuple(remarks(made)), faults, made.refused)


def _outcome() -> None:
    if error := st.session_state.get("set_error"):
        st.error(words.markdown_text(error), icon=":material/error:")
    done: Done | None = st.session_state.get("set_done")
    if done is None:
        return
    st.success(words.markdown_text(done.said), icon=":material/check:")
    for remark in done.remarks:
        st.info(words.markdown_text(words.sentence_case(remark)), icon=":material/info:")
    if done.faults:
        with st.expander(f"Rows not taken ({done.refused:,})"):
            items = "".join(f"<li>Row {number}: {safe(reason)}</li>" for number, reason in done.faults)
            st.html(f'<ul class="fl-sources">{items}</ul>')


def _list(store: Store, sets: list[Any]) -> None:
    st.html(f'<div class="fl-page"><h2>At hand ({len(sets)})</h2></div>')
    if not sets:
        st.html('<div class="fl-empty"><p><b>No set yet</b></p><p>What you take in is kept in the store.</p></div>')
    for info in sets:
        dataset = info.dataset
        version = f", version {safe(dataset.version)}" if dataset.version else ""
        claims = f", {info.claims:,} changes of hands" if info.claims else ""
        terms = [
            row(
                "Holds",
                words.counted(info.events, "event") + claims,
                safe(f"from {info.file}" if info.file else ""),
            ),
            row("Licence", safe(dataset.licence)),
            row("Cite as", safe(dataset.attribution or dataset.name)),
        ]
        st.html(f'<div class="fl-record"><h3>{link(dataset.url, dataset.name)}{version}</h3>{rows(terms)}</div>')
        with st.popover("Remove", key=f"remove_{dataset.id}"):
            st.write("The set leaves the store and the map. The file it came from is not touched.")
            st.button("Remove it", key=f"really_{dataset.id}", on_click=_remove, args=(store, dataset.id))


def _remove(store: Store, set_id: str) -> None:
    store.sets.remove(set_id)
    st.session_state["set_done"] = st.session_state["set_error"] = None
