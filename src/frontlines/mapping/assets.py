"""Where Leaflet's own files are on this machine, so that the map needs no network."""

import importlib.util
from functools import lru_cache
from pathlib import Path

from frontlines.errors import SetupError


def leaflet_folder() -> Path:
    """Give the folder that holds ``leaflet.js`` and ``leaflet.css`` (version 1.9.4).

    Raises:
        SetupError: when the package that carries them is not installed.
    """
    spec = importlib.util.find_spec("js_lib_leaflet")
    for root in (spec.submodule_search_locations or []) if spec else []:
        folder = Path(root) / "static" / "js_lib_leaflet"
        if (folder / "leaflet.js").is_file():
            return folder
    raise SetupError("Leaflet's files are missing: install Frontlines' requirements again (django-js-lib-leaflet)")


@lru_cache(maxsize=1)
def font_file() -> Path | None:
    """Give Streamlit's own upright text font, which the map shares with the page; None where it is not found."""
    spec = importlib.util.find_spec("streamlit")
    for root in (spec.submodule_search_locations or []) if spec else []:
        found = sorted((Path(root) / "static" / "static" / "media").glob("SourceSans*Upright*.woff2"))
        if found:
            return found[0]
    return None


def font_url() -> str | None:
    """Give the font's address as seen from a Streamlit component's frame."""
    found = font_file()
    return f"../../static/media/{found.name}" if found else None


@lru_cache(maxsize=8)
def own_text(name: str) -> str:
    """Give the text of a script or stylesheet of this room."""
    return (Path(__file__).parent / name).read_text("utf-8")
