"""The map of one report: its events on the ground as it would be with what the report says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, get_args

import folium
import streamlit as st
from streamlit_folium import st_folium

from frontlines.app.mapview import base
from frontlines.app.world import Shown
from frontlines.mapping.basemap import PLACE_MARK
from frontlines.mapping.columns import in_frame
from frontlines.mapping.leaflet import fix_ids, overlay, scene_json
from frontlines.mapping.scene import Scene, build_scene
from frontlines.mapping.theme import GROUND, SYRIA, Theme, shade
from frontlines.mapping.words import short_day
from frontlines.model import EventType, Extraction, Placement
from frontlines.parties import lexicon

HEIGHT: Final = 360
KEY: Final = "report_map"
_TOUCHED: Final = "report_map_touched"
"""The last mark that was clicked: a click beside it tells of it once more."""
LEAST_SPAN: Final = 1.2
"""Degrees that the first view shows at least, about 130 km."""


@dataclass(frozen=True, slots=True)
class Spotlight:
    """Where the map is asked to look; ``ring`` marks the spot itself."""

    lat: float
    lon: float
    zoom: int | None = 9
    """None leaves the view alone."""
    ring: bool = True


def day_of(extraction: Extraction) -> date | None:
    """Give the day that a report's map shows: its last event that happened, else its publication."""
    days = [e.when.start for e in extraction.events if e.when.start and e.status not in {"planned", "denied"}]
    published = extraction.article.published
    return max((day for day in days if published is None or day <= published), default=published)


def bounds_of(extraction: Extraction) -> tuple[float, float, float, float]:
    """Give west, south, east, north around all that a report places inside the map, degrees; Syria without any."""
    items: Sequence[Any] = (*extraction.events, *extraction.claims)
    wheres: list[Placement] = [item.where for item in items if item.where.precision <= 4]
    spots = [(w.lon, w.lat) for w in wheres if w.lon is not None and w.lat is not None and in_frame(w.lon, w.lat)]
    if not spots:
        return SYRIA
    lons, lats = [lon for lon, _ in spots], [lat for _, lat in spots]
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    wide = max(LEAST_SPAN * 1.3, 1.25 * (max(lons) - min(lons)))
    high = max(LEAST_SPAN, 1.25 * (max(lats) - min(lats)))
    west, south = middle[0] - wide / 2, middle[1] - high / 2
    return (round(west, 2), round(south, 2), round(west + wide, 2), round(south + high, 2))


def report_scene(
    extraction: Extraction, world: Shown, day: date | None, theme: Theme, *, chosen: str | None, placing: bool
) -> Scene:
    """Give the scene: the report's events and movements on the day's ground; bare while a spot is to be clicked."""
    return build_scene(
        _nothing() if placing else ground_with(extraction, world, day),
        () if placing else extraction.events,
        () if placing else extraction.movements,
        factions=set(lexicon().factions),
        kinds=set(get_args(EventType)),
        theme=theme,
        title="",
        subtitle="",
        known_up_to=None,
        chosen=None if placing else chosen,
        articles={extraction.article.id: extraction.article},
    )


def ground_with(extraction: Extraction, world: Shown, day: date | None) -> Any:
    """Give who holds what on a day once this report's claims are counted in, for each thing at hand only once."""
    if day is None:
        return _nothing()
    told = hash(tuple(extraction.claims))
    return _ground(world.content_hash, extraction.article.id, told, day, world, extraction)


@st.cache_resource(show_spinner=False, max_entries=16)
def _ground(content: str, article_id: str, told: int, day: date, _world: Shown, _extraction: Extraction) -> Any:  # noqa: ARG001 - key
    from frontlines.control import picture  # noqa: PLC0415 - pandas and shapely

    others = [claim for claim in _world.claims if claim.article_id != article_id]
    return picture((*others, *_extraction.claims), day)


def _nothing() -> Any:
    import geopandas as gpd  # noqa: PLC0415

    empty = gpd.GeoDataFrame({"holder": [], "status": [], "other": [], "a": [], "b": []}, geometry=[], crs="EPSG:4326")

    class Blank:
        zones = fronts = empty
        day = date.min

    return Blank


def draw_report(
    extraction: Extraction,
    scene: Scene,
    theme: Theme,
    *,
    look: Spotlight | None,
    placing: bool,
    on_choice: Callable[[str], None],
    on_point: Callable[[float, float], None],
    on_town: Callable[[str], None],
) -> None:
    """Draw the map; a click on a mark is told to ``on_choice``.

    While ``placing``, a click on a town's name is told to ``on_town``, any other to ``on_point``.
    """

    def clicked() -> None:
        told = st.session_state.get(KEY) or {}
        touched = (told.get("last_active_drawing") or {}).get("properties") or {}
        fresh = touched != st.session_state.get(_TOUCHED)
        st.session_state[_TOUCHED] = touched
        at = told.get("last_clicked") or {}
        town = str(touched.get("id", ""))
        if placing and fresh and town.startswith(PLACE_MARK):
            on_town(town.removeprefix(PLACE_MARK))
        elif placing and isinstance(at.get("lat"), float) and isinstance(at.get("lng"), float):
            on_point(at["lat"], at["lng"])
        elif not placing and fresh and isinstance(chosen := touched.get("event"), str):
            on_choice(chosen)

    group = overlay(scene_json(scene))
    if look and look.ring:
        ink, card = shade(GROUND["ink"], theme), shade(GROUND["card"], theme)
        for radius, colour, weight in ((15, card, 5), (15, ink, 2.4)):
            folium.CircleMarker(
                (look.lat, look.lon), radius=radius, color=colour, weight=weight, fill=False, interactive=False
            ).add_to(group)
        fix_ids(group, "scene")
    st_folium(
        base(theme, bare=True, bounds=bounds_of(extraction), height=HEIGHT),
        feature_group_to_add=group,
        height=HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing", "last_clicked"],
        center=(look.lat, look.lon) if look and look.zoom else None,
        zoom=look.zoom if look else None,
        key=KEY,
        on_change=clicked,
    )


def caption(day: date | None, *, placing: bool) -> str:
    """Say below the map what it shows."""
    if placing:
        return "Click the map where it happened."
    if day is None:
        return "The report's events. Without a date, the ground is not coloured."
    return f"The report's events, on the ground as it was on {short_day(day)} with what this report says."
