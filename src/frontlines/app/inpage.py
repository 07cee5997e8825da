"""Components of ours that are drawn in the page itself, without a frame."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st


@lru_cache(maxsize=8)
def component(name: str) -> Callable[..., Any]:
    """Give what mounts the component that the script ``NAME.js`` beside this file draws."""
    script = files("frontlines.app").joinpath(f"{name}.js").read_text("utf-8")
    render: Callable[..., Any] = st.components.v2.component(f"frontlines_{name}", js=script, isolate_styles=False)
    return render
