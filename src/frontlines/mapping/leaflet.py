"""The map in folium: a base that never changes between reruns, and one group with all that does.

The base carries the styles, the patterns and a small script; the group hands the scene to that script, which redraws
only the kinds of mark whose data changed.  A click therefore leaves every layer, the popup and the view as they are.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from frontlines.crs import to_lat_lon
from frontlines.mapping.assets import own_text
from frontlines.mapping.basemap import base_data
from frontlines.mapping.escape import script_json
from frontlines.mapping.features import scene_data
from frontlines.mapping.glyphs import GLYPHS, NUMBERS
from frontlines.mapping.patterns import pattern_defs, zone_css
from frontlines.mapping.scene import DOTS_FROM, Scene
from frontlines.mapping.theme import FRAME, GROUND, RADII, SYRIA, Theme, contrast, on_colour, shade
from frontlines.parties import Faction, lexicon

ATTRIBUTION: Final = "Natural Earth, GSHHG"
OSM_ATTRIBUTION: Final = "© OpenStreetMap contributors"
OSM_TILES: Final = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"


class OfflineMap(folium.Map):
    """A folium map whose Leaflet comes from addresses of our own instead of a CDN."""

    def __init__(self, asset_urls: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        folder = asset_urls.get("leaflet", "")
        self.default_js = [("leaflet", f"{folder}/leaflet.js")] if folder else []
        if "base" in asset_urls:
            self.default_js.append(("frontlines", asset_urls["base"]))
        self.default_css = [("leaflet_css", f"{folder}/leaflet.css")] if folder else []


class Raw(Element):
    """Markup or script that Jinja does not read a second time, as folium lets it read all else."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self._text = text

    def render(self, **kwargs: object) -> str:  # noqa: ARG002 - the signature is branca's
        """Give the text as it is."""
        return self._text


class Written(MacroElement):
    """An element whose macros are put into the page as they come out."""

    def render(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Add header and script to the figure."""
        figure: Any = self.get_root()
        for part in ("header", "script"):
            if macro := getattr(self._template.module, part, None):
                getattr(figure, part).add_child(Raw(macro(self, kwargs)), name=f"{self.get_name()}_{part}")


class Ground(Written):
    """Styles, patterns, base layers and the script of the map."""

    _template = Template(
        "{% macro header(this, kwargs) %}<style>{{ this.css }}</style>{% endmacro %}"
        "{% macro script(this, kwargs) %}{{ this.js }}\n"
        "frontlines.start({{ this._parent.get_name() }}, {{ this.options }});{% endmacro %}"
    )

    def __init__(self, css: str, js: str, options: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Ground"
        self.css, self.js, self.options = css, js, options


class Drawing(Written):
    """A scene, handed to the map's script."""

    _template = Template("{% macro script(this, kwargs) %}frontlines.draw({{ this.data }});{% endmacro %}")

    def __init__(self, data: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Drawing"
        self.data = data


def fix_ids(element: Any, path: str) -> None:
    """Replace folium's random ids by the element's path in the tree, so that equal data gives equal JavaScript."""
    element._id = path
    renamed = {}
    for number, child in enumerate(list(element._children.values())):
        fix_ids(child, f"{path}x{number}")
        renamed[child.get_name()] = child
    element._children.clear()
    element._children.update(renamed)


@lru_cache(maxsize=1)
def map_script() -> str:
    """Give the map's script: its parts in one scope, which offers ``frontlines.start`` and ``frontlines.draw``."""
    parts = "\n".join(own_text(name) for name in ("ground.js", "marks.js", "names.js", "heaps.js"))
    return f'window.frontlines = (() => {{\n"use strict";\n{parts}\nreturn {{ start, draw, go }};\n}})();'


@lru_cache(maxsize=1)
def base_script() -> str:
    """Give the map's script with the base's layers and names: all of a map that no view, day or theme changes."""
    base = base_data()
    data = script_json({"layers": base["layers"], "labels": base["labels"]})
    return f"{map_script()}\nfrontlines.base = {data};"


@lru_cache(maxsize=4)
def map_css(theme: Theme, font: str | None) -> str:
    """Give the stylesheet of the map's frame for one theme; ``font`` is the address of the text font's file."""
    variables = "".join(f"--fl-{name}:{shade(pair, theme)};" for name, pair in GROUND.items())
    colours = []
    for faction in lexicon().factions.values():
        mark, ring = shade(faction.mark, theme), _ring(faction, theme)
        colours.append(
            f".fl-f-{faction.key}{{--mark:{mark};--on:{on_colour(mark)};--name:{shade(faction.text, theme)};"
            f"--ring:{ring}}}"
        )
    face = (
        f'@font-face{{font-family:"Source Sans";src:url("{font}") format("woff2");font-weight:200 900}}' if font else ""
    )
    return (
        f"{face}:root{{{variables}color-scheme:{theme}}}\n" + own_text("map.css") + "".join(colours) + zone_css(theme)
    )


def _ring(faction: Faction, theme: Theme) -> str:
    """Give the colour around a party's marks: the card's, or its own edge where its mark looks like the card."""
    card = shade(GROUND["card"], theme)
    return card if contrast(shade(faction.mark, theme), card) > 1.6 else shade(faction.edge, theme)


@lru_cache(maxsize=8)
def _options(theme: Theme, bounds: tuple[float, float, float, float], osm_tiles: bool) -> str:
    west, south, east, north = bounds
    bare: dict[str, Any] = {"layers": {}, "labels": []} if osm_tiles else {}
    return script_json(
        {
            "bounds": [to_lat_lon(west, south), to_lat_lon(east, north)],
            "frame": [to_lat_lon(FRAME[0], FRAME[1]), to_lat_lon(FRAME[2], FRAME[3])],
            "patterns": pattern_defs(theme),
            "glyphs": GLYPHS | NUMBERS,
            "radii": RADII,
            "dotsFrom": DOTS_FROM,
            "marks": {f.key: shade(f.mark, theme) for f in lexicon().factions.values()},
            "rings": {f.key: _ring(f, theme) for f in lexicon().factions.values()},
            "ground": {name: shade(GROUND[name], theme) for name in ("card", "ink")},
            "attribution": ATTRIBUTION,
        }
        | bare
    )


def base_map(
    theme: Theme,
    *,
    bounds: tuple[float, float, float, float] = SYRIA,
    height: int = 700,
    asset_urls: Mapping[str, str],
    osm_tiles: bool = False,
) -> folium.Map:
    """Make the base map; equal arguments give equal JavaScript, so the page may make it anew in every run.

    Args:
        theme: "light" or "dark".
        bounds: west, south, east, north of the first view, degrees.
        height: of the map in px.
        asset_urls: "leaflet": address of the folder with ``leaflet.js`` and ``leaflet.css``; "font" (may be missing):
            address of the text font's file; "base": address of a file with `base_script`, which stands in the map
            itself where none is given.  Nothing else is fetched.
        osm_tiles: draw OpenStreetMap's tiles, fetched from the network, instead of our base layers.
    """
    west, south, east, north = bounds
    ground = OfflineMap(
        asset_urls,
        location=to_lat_lon((west + east) / 2, (south + north) / 2),
        zoom_start=7,
        tiles=None,
        height=height,
        min_zoom=5,
        max_zoom=12,
        zoom_snap=0.125,
        zoom_delta=0.75,
        wheel_px_per_zoom_level=110,
        zoom_control="topright",
        world_copy_jump=False,
        max_bounds=True,
        min_lat=FRAME[1],
        max_lat=FRAME[3],
        min_lon=FRAME[0],
        max_lon=FRAME[2],
        max_bounds_viscosity=1.0,
        font_size="14px",
    )
    if osm_tiles:
        folium.TileLayer(tiles=OSM_TILES, attr=OSM_ATTRIBUTION, max_zoom=12, control=False).add_to(ground)
    css = map_css(theme, asset_urls.get("font"))
    Ground(css, "" if "base" in asset_urls else base_script(), _options(theme, bounds, osm_tiles)).add_to(ground)
    fix_ids(ground, "base")
    return ground


def scene_json(scene: Scene) -> str:
    """Give a scene as the text that `overlay` takes; equal scenes give equal text."""
    return parts_json(scene_data(scene))


def parts_json(data: Mapping[str, Any]) -> str:
    """Write a scene's data (`features.scene_data`) as an object of its parts, each of them JSON in a string.

    So the browser can tell which parts are as before without reading them, and it reads JSON faster than script.
    """
    return script_json({part: script_json(value) for part, value in data.items()})


def overlay(scene: Scene | str) -> folium.FeatureGroup:
    """Make the group that holds all that changes, for ``st_folium(feature_group_to_add=…)``.

    Takes a scene, or its `scene_json` where that was kept.

    A click answers through ``last_active_drawing["properties"]``: ``id`` of the spot, area, zone, front, arrow or
    named town ("place:" and its id), ``kind`` ("spots", "areas", "zones", "fronts", "sweeps", "arrows", "places"),
    ``event``, the id of the event or movement that the popup shows, else None, and ``click``, a counter that makes a
    second click count.
    """
    group = folium.FeatureGroup(name="scene", control=False)
    Drawing(scene if isinstance(scene, str) else scene_json(scene)).add_to(group)
    fix_ids(group, "scene")
    return group
