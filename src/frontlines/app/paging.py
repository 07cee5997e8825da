"""A long list in pages: a few of it at once, with the way to all the others."""

from collections.abc import Hashable, Sequence
from typing import Any, Final, TypeVar

import streamlit as st

PAGE: Final = 30
"""Entries shown at once."""
Entry = TypeVar("Entry")


def page_of(entries: Sequence[Entry], name: str, about: Hashable) -> Sequence[Entry]:
    """Give the entries of the page that this session looks at; another ``about`` begins at the first page again."""
    start = _start(name, about, len(entries))
    return entries[start : start + PAGE]


def pager(name: str, about: Hashable, total: int) -> None:
    """Show which entries are shown of how many, with buttons for those before and after; nothing for a single page."""
    if total <= PAGE:
        return
    start = _start(name, about, total)
    last = min(start + PAGE, total)
    with st.container(key=f"pager_{name}", horizontal=True, vertical_alignment="center", gap="small"):
        turn: dict[str, Any] = {"on_click": _turn, "type": "tertiary"}
        st.button(
            "Those before",
            icon=":material/chevron_left:",
            key=f"{name}_before",
            args=(name, about, start - PAGE),
            disabled=not start,
            **turn,
        )
        st.markdown(f"{start + 1:,} to {last:,} of {total:,}", width="content")
        st.button(
            "Those after",
            icon=":material/chevron_right:",
            key=f"{name}_after",
            args=(name, about, last),
            disabled=last == total,
            **turn,
        )


def _start(name: str, about: Hashable, total: int) -> int:
    known, start = st.session_state.get(f"page_{name}", (about, 0))
    return start if known == about and start < total else 0


def _turn(name: str, about: Hashable, start: int) -> None:
    st.session_state[f"page_{name}"] = (about, max(0, start))
