"""Time on the map page: the strip over the whole war, steps, and the play that steps by itself."""

import csv
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from frontlines.app.controls import bound, change, current_view
from frontlines.app.inpage import component, told
from frontlines.app.series import Killed, killed_by_month
from frontlines.app.state import FIRST_DAY, Stride, View
from frontlines.app.world import Shown
from frontlines.errors import DataError
from frontlines.mapping.words import short_day
from frontlines.model import Event
from frontlines.settings import settings

KEY: Final = "strip"
STRIDE_LABELS: Final[Mapping[Stride, str]] = {"day": "Day", "week": "Week", "month": "Month"}
TICK_MS: Final = 750
"""Least time between two steps of a play; a slower machine takes its own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of the war that the strip names."""

    day: date
    label: str


def marks(events: Mapping[str, Event]) -> tuple[Mark, ...]:
    """Give the main events of ``data/ledger/marks.csv`` by date; an id that is no event of the ledger is left out."""
    found = []
    for id_, label in _marks_file(settings().data_dir / "ledger" / "marks.csv"):
        event = events.get(id_)
        if event is not None and event.when.start is not None:
            found.append(Mark(event.when.start, label))
    return tuple(sorted(found, key=lambda mark: mark.day))


@lru_cache(maxsize=4)
def _marks_file(path: Path) -> tuple[tuple[str, str], ...]:
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return tuple((row["event"], row["label"]) for row in rows)
    except KeyError as error:
        raise DataError(f"{path} lacks the column {error}: add it") from error


def time_bar(world: Shown) -> Callable[[], None]:
    """Show the strip, how far a step goes, and the axis; give what shows the steps and the date in their room."""
    view, last = current_view(), max(world.last_day, current_view().day)
    with st.container(key="timebar", horizontal=True, vertical_alignment="center", gap="small"):
        steps = st.container(key="steps", horizontal=True, width="content", gap="small")
        with st.container(key="scrub"):
            _strip(world, view, last)
        st.segmented_control(
            "Step by",
            list(STRIDE_LABELS),
            format_func=lambda name: STRIDE_LABELS[name],
            label_visibility="collapsed",
            required=True,
            **bound("stride", view.stride, lambda name: change(stride=name), given="default"),
        )
        st.segmented_control(
            "Time as",
            ["happened", "reported"],
            format_func=lambda name: "As it happened" if name == "happened" else "As reported by then",
            label_visibility="collapsed",
            required=True,
            **bound("axis", view.axis, lambda name: change(axis=name), given="default"),
        )
    return lambda: _steps(steps, view, last)


def _steps(room: Any, view: View, last: date) -> None:
    stride = STRIDE_LABELS[view.stride]
    room.button(
        f"{stride} before",
        icon=":material/chevron_left:",
        key="back",
        on_click=step,
        args=(-1, last),
        disabled=view.day <= FIRST_DAY,
    )
    on = playing()
    room.button(
        "Pause" if on else "Play",
        icon=":material/pause:" if on else ":material/play_arrow:",
        key="play",
        on_click=toggle,
        args=(last,),
    )
    room.button(
        f"{stride} after",
        icon=":material/chevron_right:",
        key="forward",
        on_click=step,
        args=(1, last),
        disabled=view.day >= last,
    )
    room.date_input(
        "Date shown",
        min_value=FIRST_DAY,
        max_value=last,
        format="YYYY-MM-DD",
        label_visibility="collapsed",
        width=132,
        **bound("day", view.day, lambda day: change(day=day) if isinstance(day, date) else None),
    )


def playing() -> bool:
    """Tell whether a play is under way in this session."""
    return bool(st.session_state.get("playing"))


def step(count: int, last: date) -> None:
    """Go some strides later or earlier, within the war; a play stops."""
    change(day=min(current_view().step(count).day, last))
    st.session_state["heading"] = 1 if count > 0 else -1


def toggle(last: date) -> None:
    """Start or stop the play; from the last day it starts over."""
    start = not playing()
    if start and current_view().day >= last:
        change(day=FIRST_DAY)
    st.session_state["playing"], st.session_state["heading"] = start, 1


def tick(after: date, last: date) -> None:
    """Take the play one stride on from ``after``; nothing where the view has moved on, and the end stops it."""
    view = current_view()
    if not playing() or view.day != after:
        return
    following = view.step(1).day
    st.session_state["view"] = replace(view, day=min(following, last))
    st.session_state["playing"] = following < last


def _strip(world: Shown, view: View, last: date) -> None:
    """Mount the strip and take what it tells: a day chosen, a tick of the play, or the wish to start or stop."""

    def chosen() -> None:
        if day := _day(told(KEY, "day")):
            heading = 1 if day >= current_view().day else -1
            change(day=min(max(day, FIRST_DAY), last))
            st.session_state["heading"] = heading

    def ticked() -> None:
        if after := _day(told(KEY, "tick")):
            tick(after, last)

    data = strip_data(view, last, marks(world.events_by_id), _killed(world), on=playing())
    component("strip")(
        key=KEY,
        data=data,
        height=52,
        on_day_change=chosen,
        on_tick_change=ticked,
        on_toggle_change=lambda: toggle(last),
    )


def _day(raw: Any) -> date | None:
    try:
        return date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        return None


def strip_data(view: View, last: date, named: Iterable[Mark], killed: Iterable[Killed], *, on: bool) -> dict[str, Any]:
    """Give what the strip draws, as plain JSON; ``killed`` are its bars, one a month."""
    return {
        "label": f"Day between {short_day(FIRST_DAY)} and {short_day(last)}",
        "first": FIRST_DAY.isoformat(),
        "last": last.isoformat(),
        "day": view.day.isoformat(),
        "stride": view.stride,
        "playing": on,
        "tick_ms": TICK_MS,
        "marks": [[mark.day.isoformat(), mark.label] for mark in named],
        "bars": [[bar.month.isoformat(), bar.low, bar.high] for bar in killed],
    }


def _killed(world: Shown) -> tuple[Killed, ...]:
    return _killed_of(world.content_hash, world)


@st.cache_data(show_spinner=False, max_entries=2)
def _killed_of(content_hash: str, _world: Shown) -> tuple[Killed, ...]:  # noqa: ARG001 - key
    return killed_by_month(_world.told_by())
