"""The map as one page that needs nothing else."""

import base64
import os
import tempfile
from pathlib import Path
from typing import Any

from frontlines.errors import InputError
from frontlines.mapping.assets import font_file, leaflet_folder
from frontlines.mapping.escape import safe
from frontlines.mapping.leaflet import Raw, base_map, overlay
from frontlines.mapping.scene import Scene


def map_html(scene: Scene) -> str:
    """Give the whole page as HTML: Leaflet, styles, font and data are in it, and it asks the network for nothing."""
    font = font_file()
    urls = {"font": "data:font/woff2;base64," + base64.b64encode(font.read_bytes()).decode()} if font else {}
    ground = base_map(scene.theme, asset_urls=urls, height="100%")  # type: ignore[arg-type]
    overlay(scene).add_to(ground)
    figure: Any = ground.get_root()
    figure.title = None
    leaflet = leaflet_folder()
    script = (leaflet / "leaflet.js").read_text("utf-8").replace("//# sourceMappingURL=leaflet.js.map", "")
    style = _without_images((leaflet / "leaflet.css").read_text("utf-8"))
    head = f"<title>{safe(scene.title)}</title><style>{style}</style><script>{script}</script>"
    figure.header.add_child(Raw(head), name="leaflet_inline", index=0)
    html: str = figure.render()
    return html.replace("<!DOCTYPE html>\n<html>", '<!DOCTYPE html>\n<html lang="en">', 1)


def _without_images(css: str) -> str:
    """Drop the rules that name Leaflet's own image files; none of them is used."""
    return "\n".join(line for line in css.splitlines() if "url(images/" not in line)


def write_map(scene: Scene, path: Path) -> None:
    """Write the page to ``path``, aside first and then renamed, so that nothing is left half-written.

    Raises:
        InputError: when the folder is missing or can't be written to.
    """
    text = map_html(scene)
    try:
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(aside).chmod(0o644)
        Path(aside).replace(path)
    except OSError as error:
        raise InputError(f"{path} can't be written ({error.strerror}): choose a folder that exists") from error
