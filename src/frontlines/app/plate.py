"""What the map shows for a view, worked out once and kept under the content that it rests on."""

import time
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

import streamlit as st

from frontlines.app.controls import current_view
from frontlines.app.selection import Selection, select
from frontlines.app.state import FIRST_DAY, KINDS, View, stepped
from frontlines.app.style import theme
from frontlines.app.world import Shown, load_offensives, load_picture
from frontlines.mapping.leaflet import scene_json
from frontlines.mapping.scene import Scene, build_scene
from frontlines.mapping.theme import Theme
from frontlines.model import EventType
from frontlines.parties import lexicon
from frontlines.turns import is_free

KEPT: Final = 64
"""Plates kept for all who look, about 2 MB each."""
REST_S: Final = 0.25
"""How long a page is left alone before the next plate is worked out: by then the browser has all of it."""
OPENING_S: Final = 1.5
"""How long one is left alone on which no step was made yet: its browser may still ask for parts of it."""
PULSE_S: Final = 0.01
FIRST_SIGHT_S: Final = 0.04
"""Head start of the map before the rest of the page; the browser takes what comes within 10 ms as one."""
FIRST_OPENED_S: Final = 0.9
"""The same for a page just opened, whose browser first fetches what it draws with; the list comes no later for it."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A view's events, ground and marks, and what the browser draws them from."""

    selection: Selection
    picture: Any
    scene: Scene
    drawn: str


def load_plate(world: Shown, view: View) -> Plate:
    """Give the plate of a view in the theme that the browser shows."""
    # How far a step goes is not drawn.
    return _plate(world.content_hash, replace(view, stride="day"), theme(), world)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _plate(content_hash: str, view: View, shown: Theme, _world: Shown) -> Plate:  # noqa: ARG001 - key
    selection = load_selection(_world, view)
    picture = load_picture(_world, view.day, _reported_by(view), view.sets_off)
    scene = compose(_world, view, selection, picture, shown)
    return Plate(selection, picture, scene, scene_json(scene))


def load_selection(world: Shown, view: View) -> Selection:
    """Give what a view is about (`selection.select`); the switches and what is chosen make no difference to it."""
    none: frozenset[str] = frozenset()
    bare = replace(
        view,
        factions_off=none,
        kinds_off=none,
        layers_off=none,
        tiles=False,
        arabic=False,
        chosen=None,
        place=None,
        stride="day",
    )
    return _selection(world.content_hash, bare, world)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _selection(content_hash: str, view: View, _world: Shown) -> Selection:  # noqa: ARG001 - key
    return select(_world.index, _world.movements, _world.articles, view)


def _reported_by(view: View) -> Any:
    return view.day if view.axis == "reported" else None


def compose(world: Shown, view: View, selection: Selection, picture: Any, shown: Theme) -> Scene:
    """Give what the map shows."""
    kinds: set[EventType] = {kind for group, kinds in KINDS.items() if group not in view.kinds_off for kind in kinds}
    return build_scene(
        picture,
        selection.events,
        selection.movements,
        load_offensives(world, view.day, _reported_by(view), view.sets_off),
        factions=set(lexicon().factions) - view.factions_off,
        kinds=kinds & set(get_args(EventType)),
        fronts="fronts" not in view.layers_off,
        movements="movements" not in view.layers_off,
        labels="labels" not in view.layers_off,
        arabic=view.arabic,
        theme=shown,
        subtitle=_subtitle(view),
        known_up_to=world.known_up_to,
        chosen=view.chosen,
        articles=world.articles,
    )


def _subtitle(view: View) -> str:
    span = {"day": "that day", "week": "the week to that day", "month": "the month to that day", "all": "all before"}
    by_then = ", as reported by then" if view.axis == "reported" else ""
    return f"Who held what, and what is told of {span[view.window]}{by_then}"


def is_opening() -> bool:
    """Tell whether the map page was not shown in this session yet."""
    return "seen" not in st.session_state


def first_sight(view: View) -> None:
    """Where the map is another than before, let the browser begin with it before it gets the rest of the page."""
    seen = replace(view, chosen=None)
    if st.session_state.get("seen") != seen:
        head_start = FIRST_OPENED_S if is_opening() else FIRST_SIGHT_S
        st.session_state["seen"] = seen
        time.sleep(head_start)


def work_ahead(world: Shown) -> None:
    """Work out the plate that the next step will ask for; where none was made yet, those on both sides.

    Runs at the end of a run of the page; whatever the person does meanwhile comes first, and so do others' pages.
    """
    if st.context.url is None:
        return  # no browser looks
    view, heading = current_view(), st.session_state.get("heading")
    for count in (heading,) if heading else (1, -1):
        _rest(OPENING_S if not heading and count > 0 else REST_S)
        day = stepped(view.day, view.stride, count)
        if is_free() and FIRST_DAY <= day <= world.last_day:
            load_plate(world, replace(view, day=day))


def _rest(seconds: float) -> None:
    """Wait, and end this run where the person has asked for another: Streamlit looks for it when its state is read."""
    for _ in range(round(seconds / PULSE_S)):
        time.sleep(PULSE_S)
        st.session_state.get("view")
