"""The page's stylesheet, with the colours of the theme in force."""

from functools import lru_cache
from importlib.resources import files
from typing import Final

import streamlit as st

from frontlines.mapping.theme import GROUND, Theme, shade

_MORE: Final = {"edge": ("#9A937F", "#6A7176"), "text-mark": ("#FFE9A6", "#5C4A12"), "lost": ("#A2361F", "#F0A08C")}
"""Colours that only the page uses; name to (light, dark)."""


def theme() -> Theme:
    """Give the theme that the browser shows."""
    return "dark" if st.context.theme.type == "dark" else "light"


@lru_cache(maxsize=2)
def stylesheet(shown: Theme) -> str:
    """Give the whole stylesheet of a theme."""
    colours = "".join(f"--fl-{name}:{shade(pair, shown)};" for name, pair in {**GROUND, **_MORE}.items())
    sheets = (
        files("frontlines.app").joinpath(name).read_text("utf-8") for name in ("style.css", "panel.css", "reader.css")
    )
    return "\n".join([f":root{{{colours}}}", *sheets])


def apply_style() -> None:
    """Put the stylesheet on the page."""
    st.html(f"<style>{stylesheet(theme())}</style>")
