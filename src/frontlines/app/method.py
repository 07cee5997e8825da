"""The page "Method": how reports are read and drawn, in plain words."""

from functools import lru_cache
from pathlib import Path

import streamlit as st

from frontlines.errors import SetupError

_PACKAGE = Path(__file__).resolve().parents[1]


@lru_cache(maxsize=1)
def method_text() -> str:
    """Give ``docs/method.md`` of the checkout, or its copy inside an installed wheel."""
    for folder in (_PACKAGE / "_docs", _PACKAGE.parents[1] / "docs"):
        if (file := folder / "method.md").is_file():
            return file.read_text("utf-8")
    raise SetupError("docs/method.md is missing: install Frontlines again")


def method_page() -> None:
    """Show the page."""
    with st.container(key="method"):
        st.markdown(method_text())
