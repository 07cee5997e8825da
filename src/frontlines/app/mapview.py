"""The map in its frame: a base that never changes, and one group of layers that does."""

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
import streamlit.components.v1 as components
from branca.element import Element
from streamlit_folium import st_folium

from frontlines.mapping.assets import font_url, leaflet_folder
from frontlines.mapping.leaflet import base_map, base_script
from frontlines.mapping.theme import Theme

HEIGHT: Final = 676
"""Pixels of the frame at a wide window; the stylesheet sets it at others."""


KEY: Final = "map_frame"


@dataclass(frozen=True, slots=True)
class Look:
    """Where the map is asked to go; without one the person's own view is left alone."""

    lat: float
    lon: float
    zoom: int


@lru_cache(maxsize=1)
def asset_urls() -> dict[str, str]:
    """Let Streamlit serve Leaflet's files and the base's; give addresses relative to the map's own frame.

    Relative addresses need no network and survive a proxy that serves the page under a prefix.
    """
    leaflet = components.declare_component("frontlines_leaflet", path=str(leaflet_folder()))
    font = font_url()
    return {"leaflet": f"../{leaflet.name}", "base": _base_url()} | ({"font": font} if font else {})


def _base_url() -> str:
    """Let Streamlit serve what all maps share, so that no step sends it again; its name tells its content."""
    folder = Path(tempfile.mkdtemp(prefix="frontlines-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    script = base_script().encode()
    file = folder / f"base-{hashlib.sha256(script).hexdigest()[:16]}.js"
    file.write_bytes(script)
    served = components.declare_component("frontlines_base", path=str(folder))
    return f"../{served.name}/{file.name}"


def base(theme: Theme, *, tiles: bool = False, bare: bool = False, **options: Any) -> Any:
    """Give the base map of a theme, the same in every rerun; ``bare`` is without title, legend and foot.

    ``options`` are ``bounds`` and ``height`` of ``mapping.leaflet.base_map``.
    """
    ground = base_map(theme, asset_urls=asset_urls(), osm_tiles=tiles, **{"height": HEIGHT, **options})
    # The frame's height is the stylesheet's business; the map fills the frame.
    fill = "body{margin:0}#map_div{height:100vh!important;width:100vw!important}"
    alone = ".fl-card,.fl-title{display:none!important}" if bare else ""
    figure: Any = ground.get_root()
    figure.header.add_child(Element(f"<style>{fill}{alone}</style>"), name="fill")
    return ground


def draw(base: Any, overlay: Any, look: Look | None, on_choice: Callable[[str], None], *, key: str = KEY) -> None:
    """Draw the map; ``on_choice`` gets the id of what a person clicked, before the page runs again."""

    def clicked() -> None:
        told = ((st.session_state.get(key) or {}).get("last_active_drawing") or {}).get("properties") or {}
        chosen = told.get("event") or told.get("id")
        if isinstance(chosen, str):
            on_choice(chosen)

    st_folium(
        base,
        feature_group_to_add=overlay,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        center=(look.lat, look.lon) if look else None,
        zoom=look.zoom if look else None,
        key=key,
        on_change=clicked,
    )
