"""The switches over the map: parties, kinds of event, layers.  One component, for Streamlit's own take 3 ms each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import streamlit as st

from frontlines.app.controls import change, current_view
from frontlines.app.inpage import component, told
from frontlines.app.selection import Selection
from frontlines.app.state import KINDS, LAYERS, View
from frontlines.app.style import theme
from frontlines.app.words import KIND_LABELS
from frontlines.mapping.glyphs import data_uri, marker_svg, swatch
from frontlines.parties import lexicon

KEY: Final = "turned"
LAYER_LABELS: Final = {
    "fronts": "Fronts",
    "movements": "Movements",
    "labels": "Labels",
    "arabic": "Arabic",
    "tiles": "OpenStreetMap",
}


def switches_data(
    view: View, factions: Sequence[str], selection: Selection, picture: Callable[[str, str], str]
) -> list[dict[str, Any]]:
    """Give the switches as plain JSON: groups of id, picture, name, number of events (None: not told) and whether on.

    ``picture`` gives a data address of our own for the sort of switch, "party" or "kind", and its key.
    """
    table, sides, kinds = lexicon().factions, selection.faction_counts, selection.kind_counts
    layers_on = {name: name not in view.layers_off for name in LAYERS} | {"arabic": view.arabic, "tiles": view.tiles}
    groups = {
        "Parties": [
            [f"party {key}", picture("party", key), table[key].label, sides.get(key, 0), key not in view.factions_off]
            for key in factions
        ],
        "Kinds of event": [
            [f"kind {key}", picture("kind", key), KIND_LABELS[key], kinds.get(key, 0), key not in view.kinds_off]
            for key in KINDS
        ],
        "Layers": [[f"layer {key}", "", label, None, layers_on[key]] for key, label in LAYER_LABELS.items()],
    }
    return [{"label": label, "items": items} for label, items in groups.items()]


def turned(view: View, switches: Mapping[str, Any]) -> dict[str, Any]:
    """Give what changes in a view where switches, by their id, are now on or off; what is none of ours is left out."""
    off = {"party": set(view.factions_off), "kind": set(view.kinds_off), "layer": set(view.layers_off)}
    known = {"party": lexicon().factions, "kind": KINDS, "layer": LAYERS}
    more = {"arabic": view.arabic, "tiles": view.tiles}
    for id_, on in switches.items():
        sort, _, key = id_.partition(" ")
        if sort == "layer" and key in more:
            more[key] = bool(on)
        elif key in known.get(sort, ()):
            (off[sort].discard if on else off[sort].add)(key)
    return {
        "factions_off": frozenset(off["party"]),
        "kinds_off": frozenset(off["kind"]),
        "layers_off": frozenset(off["layer"]),
        **more,
    }


def switches(factions: Sequence[str], selection: Selection) -> None:
    """Show one switch for each of these parties, each kind and each layer."""

    def write() -> None:
        said = told(KEY, "turned")
        if isinstance(said, Mapping) and isinstance(said.get("set"), Mapping) and isinstance(said.get("turn"), int):
            st.session_state["heard"] = said["turn"]
            change(**turned(current_view(), said["set"]))

    groups = switches_data(current_view(), factions, selection, _picture)
    data = {"heard": st.session_state.get("heard", 0), "groups": groups}
    component("switches")(key=KEY, data=data, on_turned_change=write)


def _picture(sort: str, key: str) -> str:
    if sort == "party":
        return swatch(key, theme())
    return data_uri(marker_svg(KINDS[key][0], "unknown", theme(), hollow=True))
