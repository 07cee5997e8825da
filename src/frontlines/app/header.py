"""The slim header that every page has."""

from collections.abc import Sequence
from typing import Any

import streamlit as st


def header(pages: Sequence[Any], here: Any) -> None:
    """Show the name and the way to each page; ``here`` is the page shown."""
    with st.container(key="header", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(
            '<div class="fl-brand"><b>Frontlines</b><span>an open map of the Syria conflict</span></div>',
            width="content",
        )
        with st.container(key="nav", horizontal=True, width="content", gap="small", vertical_alignment="center"):
            for page in pages:
                if page.url_path == here.url_path:
                    st.html(f'<span class="fl-here" aria-current="page">{page.title}</span>', width="content")
                else:
                    st.page_link(page, label=page.title)
