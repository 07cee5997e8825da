"""The widgets of the map page.  The view is the one truth: widgets are set from it and write back to it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final, get_args

import streamlit as st

from frontlines.app.state import DAYS, View, Window
from frontlines.app.words import STATUS_WORDS, markdown_text
from frontlines.app.world import gazetteer
from frontlines.geography.records import ADMIN1
from frontlines.model import Dataset, Place, Status

WINDOW_LABELS: Final[Mapping[Window, str]] = {
    "day": "Events of the day",
    "week": "Events of the week",
    "month": "Events of the month",
    "all": "All events before",
}


def current_view() -> View:
    """Give the view of this session."""
    view = st.session_state.get("view")
    return view if isinstance(view, View) else View()


def change(**changes: Any) -> None:
    """Change the view of this session.  Whoever chooses something wants to look at it: a play under way stops."""
    st.session_state["view"] = replace(current_view(), **changes)
    st.session_state["playing"], st.session_state["heading"] = False, 0


def bound(
    name: str,
    value: Any,
    write: Callable[[Any], None],
    given: str = "value",
    read: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """Give key, first value (as the argument ``given``) and callback of a widget that shows ``value``.

    What is chosen, as ``read`` makes it out where a person may type, goes to ``write``.  Where the value was changed by
    anything but the widget itself, the widget gets a new key: a click under way would else bring back the old value,
    which the browser still held, as if it were chosen.
    """
    turn, own, first = st.session_state.get(f"own_{name}", (0, value, value))
    forgotten = _plain(own) != _plain(first) and f"w_{name}_{turn}" not in st.session_state
    if _plain(own) != _plain(value) or forgotten:
        turn, first = turn + 1, value
    st.session_state[f"own_{name}"] = (turn, value, first)
    key = f"w_{name}_{turn}"

    def chosen() -> None:
        now, known, _ = st.session_state[f"own_{name}"]
        if now != turn or _plain(known) == _plain(st.session_state[key]):
            return  # a widget of an earlier turn, or one that only says again what is known
        if read:
            st.session_state[key] = read(st.session_state[key])
        st.session_state[f"own_{name}"] = (turn, st.session_state[key], first)
        write(st.session_state[key])

    return {"key": key, "on_change": chosen, given: first}


def _plain(value: Any) -> Any:
    """Leave the order of several choices out of a comparison."""
    return sorted(value) if isinstance(value, list | tuple) else value


def image(address: str) -> str:
    """Give the Markdown of a small picture by its data address, which is our own."""
    return f"![]({address})"


def find_place() -> None:
    """A box that finds a place by any spelling and brings the map to it."""
    view, known = current_view(), gazetteer()

    def read(asked: str | None) -> str | None:
        if asked is None or asked in places:
            return asked
        if found := [place for place in known.lookup(asked) if place.country == "SY"]:
            return found[0].id
        st.toast("No place of this name is known: try another spelling, or the town next to it.")
        return standing

    places = {place.id: place for place in known.places if place.country == "SY"}
    standing = view.place if view.place in places else None
    shown = bound("place", standing, lambda id_: change(place=id_), read=read)
    first = shown.pop("value")
    st.selectbox(
        "Find a place",
        list(places),
        index=list(places).index(first) if first in places else None,
        format_func=lambda id_: _place_label(places, id_),
        placeholder="Find a place",
        label_visibility="collapsed",
        accept_new_options=True,
        width=190,
        **shown,
    )


def _place_label(places: Mapping[str, Place], id_: str) -> str:
    place = places.get(id_)
    if place is None:
        return id_
    name = f"{place.name}, {place.admin1}" if place.admin1 and place.kind != "province" else place.name
    return f"{name} · {place.name_ar}" if place.name_ar else name


def filters(sets: Mapping[str, Dataset]) -> None:
    """Filters beyond the switches, behind one button; a switch for each imported set among them."""
    view = current_view()
    active = view.filtered()
    with st.popover(f"Filters ({active})" if active else "Filters", icon=":material/tune:", key="filters"):
        st.multiselect(
            "Governorate",
            ADMIN1,
            placeholder="all of them",
            **bound("provinces", list(view.provinces), lambda chosen: change(provinces=tuple(chosen)), given="default"),
        )
        st.multiselect(
            "Status",
            get_args(Status),
            format_func=lambda status: STATUS_WORDS[status],
            placeholder="any status",
            **bound("statuses", list(view.statuses), lambda chosen: change(statuses=tuple(chosen)), given="default"),
        )
        st.slider(
            "Least certainty",
            0,
            100,
            step=5,
            format="%d %%",
            **bound("certainty", view.certainty, lambda chosen: change(certainty=chosen)),
        )
        for set_id, dataset in sets.items():
            st.checkbox(
                f"{markdown_text(dataset.name)} :gray[licence {markdown_text(dataset.licence)}]",
                **bound(f"set_{set_id}", set_id not in view.sets_off, partial(_switch_set, set_id)),
            )
        if active and st.button("Clear the filters", key="clear_filters"):
            change(provinces=(), statuses=(), certainty=0, sets_off=frozenset())
            st.rerun()


def _switch_set(set_id: str, on: bool) -> None:
    one = {set_id}
    change(sets_off=current_view().sets_off - one if on else current_view().sets_off | one)


def window_choice() -> None:
    """Choose of which span before the day shown the events are told."""
    shown = bound("window", current_view().window, lambda name: change(window=name))
    st.selectbox(
        "Events of",
        list(DAYS),
        index=list(DAYS).index(shown.pop("value")),
        format_func=lambda name: WINDOW_LABELS[name],
        label_visibility="collapsed",
        filter_mode=None,
        width=176,
        **shown,
    )
