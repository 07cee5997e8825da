"""The slim header that every page has."""

from collections.abc import Sequence
from typing import Any

import streamlit as st


def header(pages: Sequence[Any]) -> None:
    """Show the name and the way to each page."""
    with st.container(key="header", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(
            '<div class="fl-brand"><b>Frontlines</b><span>an open map of the Syria conflict</span></div>',
            width="content",
        )
        with st.container(key="nav", horizontal=True, width="content", gap="small"):
            for page in pages:
                st.page_link(page, label=page.title)
