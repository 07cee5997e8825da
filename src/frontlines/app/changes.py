"""The page "Change": what changed hands between two days, laid over each other or side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal, get_args

import folium
import shapely
import streamlit as st

from frontlines.app import exchanges, takeaway
from frontlines.app.controls import bound
from frontlines.app.exchanges import Exchange, Stage, exchanges_of
from frontlines.app.mapview import base, draw
from frontlines.app.state import FIRST_DAY, MAX_ADDRESS_VALUE, OPENING_DAY
from frontlines.app.style import theme
from frontlines.app.words import km2_words
from frontlines.app.world import Shown, load_change, load_offensives_between, load_picture, load_world
from frontlines.mapping.basemap import rounded
from frontlines.mapping.escape import safe
from frontlines.mapping.features import scene_data
from frontlines.mapping.leaflet import Drawing, fix_ids, parts_json
from frontlines.mapping.legend import change_legend_html
from frontlines.mapping.patterns import pair_key
from frontlines.mapping.popup import front_popup, front_tooltip
from frontlines.mapping.scene import Scene, build_scene
from frontlines.mapping.words import long_day, short_day
from frontlines.parties import lexicon

Look = Literal["over", "beside"]
LOOKS: Final[Mapping[Look, str]] = {"over": "One map", "beside": "Side by side"}
OPENING: Final = (date(2016, 11, 1), OPENING_DAY)
MOVED: Final = 0.03
"""Degrees, about 3 km: where the fronts of both days run closer, the earlier one is not drawn."""
LEAST_MOVED: Final = 0.05
"""Degrees: shorter pieces of an earlier front are left out."""


@dataclass(frozen=True, slots=True)
class Days:
    """The two days compared, in order, and how they are shown."""

    first: date
    last: date
    look: Look = "over"
    chosen: str | None = None


def days_from_address(query: Mapping[str, str], last_day: date) -> Days:
    """Read both days from the address; what is no date, or out of range, gives way to the opening ones."""
    found = []
    for name, plain in zip(("from", "to"), OPENING, strict=True):
        raw = query.get(name, "")
        try:
            day = date.fromisoformat(raw) if len(raw) <= MAX_ADDRESS_VALUE else plain
        except ValueError:
            day = plain
        found.append(min(max(day, FIRST_DAY), last_day))
    look: Look = "beside" if query.get("look") == "beside" else "over"
    chosen = query.get("id", "")
    return Days(min(found), max(found), look, chosen if 0 < len(chosen) <= MAX_ADDRESS_VALUE else None)


def current_days() -> Days:
    """Give the days of this session."""
    days: Days = st.session_state["change_days"]
    return days


def set_days(**changes: Any) -> None:
    """Change the days of this session; other days leave what was chosen."""
    if {"first", "last"} & set(changes):
        changes["chosen"] = None
    st.session_state["change_days"] = replace(current_days(), **changes)


def choose(chosen: str | None) -> None:
    """Put the record of ``chosen`` in the panel; a front of the earlier day goes by "then:" and its id."""
    set_days(chosen=chosen)


def change_page() -> None:
    """Show the page."""
    world = load_world()
    if "change_days" not in st.session_state:
        st.session_state["change_days"] = days_from_address(st.query_params.to_dict(), world.known_up_to)
    days = current_days()
    stage = _stage(world, days)
    with st.container(key="changeplate"), st.container(key="atlas"):
        with st.container(key="map"):
            if days.look == "over":
                draw(base(theme()), _overlay(stage), None, choose)
            else:
                with st.container(key="twins"):
                    for day, name in ((days.first, "then"), (days.last, "now")):
                        shown = _group(_with_outlines(scene_data(_plain(stage, day)), stage), name)
                        draw(base(theme()), shown, None, _chooser(name), key=f"map_{name}")
        with st.container(key="panel"):
            if not days.chosen:
                with st.container(key="listhead", horizontal=True, horizontal_alignment="right"):
                    takeaway.change_popover(world, days.first, days.last)
            exchanges.show(stage, choose)
        _days_bar(days, world.known_up_to)
    address = {"from": days.first.isoformat(), "to": days.last.isoformat()}
    address |= {"look": days.look} if days.look != "over" else {}
    st.query_params.from_dict(address | ({"id": days.chosen} if days.chosen else {}))


def _chooser(name: str) -> Any:
    return choose if name == "now" else lambda chosen: choose(f"then:{chosen}")


def _stage(world: Shown, days: Days) -> Stage:
    difference = load_change(world, days.first, days.last)
    return Stage(
        world=world,
        first=days.first,
        last=days.last,
        chosen=days.chosen,
        difference=difference,
        before=load_picture(world, days.first, None),
        after=load_picture(world, days.last, None),
        exchanges=exchanges_of(difference),
        offensives=load_offensives_between(world, days.first, days.last),
    )


def _plain(stage: Stage, day: date) -> Scene:
    """Give one day's ground and fronts, nothing else."""
    then = day == stage.first
    return build_scene(
        stage.before if then else stage.after,
        (),
        (),
        () if then else stage.offensives,
        factions=set(lexicon().factions),
        kinds=(),
        theme=theme(),
        title=long_day(day),
        subtitle="Who held what",
        known_up_to=stage.world.known_up_to,
    )


def _overlay(stage: Stage) -> Any:
    """Draw the later day paler, and on it the ground that changed, the fronts of both days and the offensives."""
    title = f"{long_day(stage.first)} to {long_day(stage.last)}"
    scene = replace(_plain(stage, stage.last), title=title, subtitle="Ground that changed hands", chosen=stage.chosen)
    data = scene_data(scene)
    for feature in data["zones"]["features"]:
        style = feature["properties"]["c"]
        feature["properties"]["c"] = f"{style[:-1]}3" if style.endswith(("-1", "-2")) else style
    for exchange in stage.exchanges:
        if not exchange.shape.is_empty:
            stripes = f"fl-zone fl-changed {pair_key(exchange.winner, exchange.loser)}"
            ground, number = _ground_features(exchange, stripes)
            data["zones"]["features"].append(ground)
            data["spots"]["features"].append(number)
    for feature in data["sweeps"]["features"]:
        feature["properties"]["c"] += " fl-loud"
    data["fronts"]["features"] = [*_fronts_then(stage), *data["fronts"]["features"]]
    data["card"]["legend"] = change_legend_html(short_day(stage.first), short_day(stage.last), theme())
    return _group(data, "change")


def _with_outlines(data: dict[str, Any], stage: Stage) -> dict[str, Any]:
    """Outline on one day's map the ground that changed hands."""
    for exchange in stage.exchanges:
        if not exchange.shape.is_empty:
            ground, number = _ground_features(exchange, "fl-zone fl-moved")
            data["zones"]["features"].append(ground)
            data["spots"]["features"].append(number)
    return data


def _ground_features(exchange: Exchange, look: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the ground of an exchange and its number, which stands on the largest piece."""
    words = f"<b>{safe(exchange.words)}</b><br>{safe(km2_words(exchange.area_km2))}, {safe(exchange.towns_words)}"
    properties = {"id": exchange.id, "z": exchange.id, "tip": words, "popup": f"<p>{words}</p>"}
    properties["c"] = look
    shape = exchange.shape.simplify(0.003)
    ground = {"type": "Feature", "properties": properties, "geometry": rounded(shape, 4)}
    largest = max(shapely.get_parts(exchange.shape), key=lambda part: part.area)
    spot = shapely.point_on_surface(largest)
    mark = {"id": exchange.id, "f": exchange.winner, "g": f"number_{exchange.number}", "s": 2, "h": 0}
    mark |= {"ev": [exchange.id], "tip": words, "label": safe(exchange.words), "popup": [f"<p>{words}</p>"]}
    at = {"type": "Point", "coordinates": [round(spot.x, 4), round(spot.y, 4)]}
    return ground, {"type": "Feature", "properties": mark, "geometry": at}


def _fronts_then(stage: Stage) -> list[dict[str, Any]]:
    """Give the parts of the earlier day's fronts that have moved since."""
    still = shapely.union_all(shapely.buffer(stage.after.fronts.geometry.to_numpy(), MOVED))
    features = []
    for row in stage.before.fronts.itertuples():
        left = shapely.get_parts(shapely.difference(row.geometry, still))
        left = left[shapely.length(left) >= LEAST_MOVED]
        if len(left):
            properties = {"id": safe(f"then:{row.id}"), "c": "fl-then", "popup": front_popup(row)}
            properties["tip"] = f"{front_tooltip(row)}<br>on {safe(short_day(stage.first))}"
            moved: Any = shapely.simplify(shapely.multilinestrings(left), 0.003)
            features.append({"type": "Feature", "properties": properties, "geometry": rounded(moved, 4)})
    return features


def _group(data: dict[str, Any], name: str) -> Any:
    group = folium.FeatureGroup(name=name, control=False)
    Drawing(parts_json(data)).add_to(group)
    fix_ids(group, "scene")
    return group


def _days_bar(days: Days, last_day: date) -> None:
    def write(chosen: tuple[date, ...]) -> None:
        if len(chosen) == 2:
            set_days(first=min(chosen), last=max(chosen))

    first = bound("change_first", days.first, lambda day: write((day, current_days().last)) if day else None)
    last = bound("change_last", days.last, lambda day: write((current_days().first, day)) if day else None)
    limits: dict[str, Any] = {"min_value": FIRST_DAY, "max_value": last_day, "format": "YYYY-MM-DD"}
    limits |= {"label_visibility": "collapsed", "width": 132}
    with st.container(key="timebar", horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(key="steps", horizontal=True, width="content", gap="small", vertical_alignment="center"):
            st.date_input("First day", **limits, **first)
            st.date_input("Last day", **limits, **last)
        with st.container(key="scrub"):
            st.slider(
                f"Days compared, {short_day(FIRST_DAY)} to {short_day(last_day)}",
                FIRST_DAY,
                last_day,
                format="D MMM YYYY",
                label_visibility="collapsed",
                **bound("change_span", (days.first, days.last), write),
            )
        st.segmented_control(
            "Show both days as",
            get_args(Look),
            format_func=lambda look: LOOKS[look],
            label_visibility="collapsed",
            required=True,
            **bound("change_look", days.look, lambda look: set_days(look=look), given="default"),
        )
