"""Components of ours that are drawn in the page itself, without a frame."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import streamlit as st


def told(key: str, name: str) -> Any:
    """Give what the component of a key tells under a name in this run; None where it tells nothing."""
    return (st.session_state.get(key) or {}).get(name)


@lru_cache(maxsize=8)
def component(name: str) -> Callable[..., Any]:
    """Give what mounts the component that the script ``NAME.js`` beside this file draws."""
    script = "".join(files("frontlines.app").joinpath(f"{part}.js").read_text("utf-8") for part in ("inpage", name))
    render: Callable[..., Any] = st.components.v2.component(f"frontlines_{name}", js=script, isolate_styles=False)
    return render
