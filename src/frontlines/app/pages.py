"""The page "Map": switches, the plate with its panel, and time."""

from typing import Any, Final

import streamlit as st

from frontlines.app import controls, panel, playing
from frontlines.app.controls import current_view
from frontlines.app.mapview import Look, base, draw
from frontlines.app.plate import first_sight, is_opening, load_plate, work_ahead
from frontlines.app.selection import Selection
from frontlines.app.state import KINDS, from_address, to_address
from frontlines.app.style import theme
from frontlines.app.switches import switches
from frontlines.app.world import gazetteer, load_world
from frontlines.geography.records import ADMIN1
from frontlines.mapping.glyphs import data_uri, marker_svg
from frontlines.mapping.leaflet import overlay
from frontlines.mapping.scene import event_faction
from frontlines.model import Event
from frontlines.parties import lexicon

ALWAYS: Final = ("government", "opposition", "sdf", "isil")
"""Parties whose switch is there even where a day has nothing of theirs."""
REMEMBERED: Final = 200
"""Addresses of its own that a session knows again."""
PLACE_ZOOM: Final = 10


def sync_address() -> None:
    """Take the view from the address where the address is not one that this session wrote."""
    query = {name: str(value) for name, value in st.query_params.to_dict().items()}
    written: list[dict[str, str]] = st.session_state.setdefault("written", [])
    if "view" in st.session_state and (not query or query in written):
        return
    # Known before its view is there: a click while the page opens ends this run, and the next must not undo it.
    written.append(query)
    view, notes = from_address(
        query,
        factions=frozenset(lexicon().factions),
        kinds=frozenset(KINDS),
        provinces=frozenset(ADMIN1),
        sets=frozenset(load_world().sets),
    )
    st.session_state["view"] = view
    for note in notes:
        st.toast(note, icon=":material/info:")


def write_address() -> None:
    """Put the view into the address, without a rerun."""
    address = to_address(current_view())
    written: list[dict[str, str]] = st.session_state["written"]
    if address not in written:
        written.append(address)
        del written[:-REMEMBERED]
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


def factions_shown(selection: Selection, picture: Any) -> list[str]:
    """Give the factions that get a switch, in the lexicon's order: who holds ground, acts, or is always asked for."""
    there = {*ALWAYS, *selection.faction_counts, *picture.zones["holder"], *picture.zones["other"].dropna()}
    there |= current_view().factions_off
    return [key for key in lexicon().factions if key in there]


def marker(event: Event) -> str:
    """Give an event's marker as a data address."""
    faction = event_faction(event)
    return data_uri(marker_svg(event.type, faction, theme(), hollow=faction == "unknown"))


def _look() -> Look | None:
    place_id = current_view().place
    place = gazetteer().get(place_id) if place_id and place_id in gazetteer() else None
    return Look(place.lat, place.lon, PLACE_ZOOM) if place else None


def map_page() -> None:
    """Show the page.

    What a step or a switch is made for, map and strip, is sent before the rest.
    """
    sync_address()
    view, world = current_view(), load_world()
    plate = load_plate(world, view)
    selection = plate.selection
    with st.container(key="atlas"):
        over = st.container(key="switches", horizontal=True, vertical_alignment="center")
        with st.container(key="map"):
            draw(base(theme(), tiles=view.tiles), overlay(plate.drawn), _look(), panel.choose)
        beside = st.container(key="panel")
        steps = playing.time_bar(world)

    def frame() -> None:
        steps()
        with over:
            switches(factions_shown(selection, plate.picture), selection)

    if is_opening():  # the frame keeps the room of what comes late; after a step it stands already
        frame()
        first_sight(view)
    else:
        first_sight(view)
        frame()
    with over:
        controls.find_place()
        controls.window_choice()
        controls.filters(world.sets)
    with beside:
        panel.show(panel.Stage(world, selection, plate.picture, plate.scene, marker))
    if not playing.playing():
        write_address()
    work_ahead(world)
