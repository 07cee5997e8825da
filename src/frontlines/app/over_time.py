"""The page "Over time": who held how much, what was told, how many died, how long the fronts were."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import streamlit as st

from frontlines.app import charts
from frontlines.app.controls import bound, change
from frontlines.app.inpage import component
from frontlines.app.series import Sample, events_by_week, kept_in, killed_by_month, sample_days, sampled
from frontlines.app.state import FIRST_DAY
from frontlines.app.style import theme
from frontlines.app.words import counted
from frontlines.app.world import Shown, gazetteer, load_world
from frontlines.mapping.escape import safe
from frontlines.mapping.patterns import pattern_defs
from frontlines.mapping.words import short_day
from frontlines.model import Event
from frontlines.settings import settings

ROWS_BY: Final = {"kind": "by kind", "party": "by party"}


def over_time_page() -> None:
    """Show the page."""
    world = load_world()
    _go_to_map()
    samples = load_samples(world)
    last = max(world.known_up_to, FIRST_DAY)
    with st.container(key="overtime"):
        component("patterns")(key="patterns", data=pattern_defs(theme()), height=0)
        st.html(
            '<div class="fl-page"><h1>Over time</h1><p>Who held how much, month by month from March 2011, as the '
            f"ledger and the reports at hand tell it. Control is known up to {safe(short_day(last))}. A click on a "
            "chart opens the map at that date.</p></div>"
        )
        _shares(samples)
        told = _told(world)
        _events(told, last)
        _killed(told, last)
        _fronts(samples, last)


def load_samples(world: Shown) -> tuple[Sample, ...]:
    """Give the months of the war in figures; measured once for a state of the data, then read from disk."""
    kept: dict[str, Any] = _memory()
    if kept.get("hash") != world.content_hash:
        file = kept_in(settings().home, world.claims)
        with st.empty():
            told = _progress(len(sample_days(world.known_up_to)))
            kept |= {
                "samples": sampled(world.claims, world.known_up_to, towns(), file, told),
                "hash": world.content_hash,
            }
            st.empty()
    samples: tuple[Sample, ...] = kept["samples"]
    return samples


@st.cache_resource(show_spinner=False)
def _memory() -> dict[str, Any]:
    return {}


def towns() -> frozenset[str]:
    """Give the ids of the places that count as populated."""
    return frozenset(place.id for place in gazetteer().places if place.kind == "settlement" and place.country == "SY")


def _progress(whole: int) -> Callable[[int, int], None]:
    bar: list[Any] = []

    def told(done: int, missing: int) -> None:
        text = (
            f"Measuring the war month by month, once for this state of the ledger: {done + whole - missing} of {whole}"
        )
        if bar:
            bar[0].progress((done + whole - missing) / whole, text)
        elif missing > 1:
            bar.append(st.progress(0.0, text))

    return told


def _go_to_map() -> None:
    """Follow a click on a chart, made just before this run."""
    if day := st.session_state.pop("picked_day", None):
        change(day=day, chosen=None)
        st.switch_page(st.session_state["map_page"])


def _chart(chart: Any, key: str, alt: str) -> None:
    """Show a chart whose clicks lead to the map."""

    def picked() -> None:
        if day := picked_day(st.session_state.get(key)):
            st.session_state["picked_day"] = day

    st.altair_chart(chart, width="stretch", theme=None, key=key, on_select=picked, selection_mode=charts.PICK, alt=alt)


def picked_day(state: Any) -> date | None:
    """Give the day of a click on a chart, None where it hit nothing."""
    points = ((state or {}).get("selection") or {}).get(charts.PICK) or []
    try:
        return date.fromisoformat(points[0]["day"]) if points else None
    except (TypeError, KeyError, ValueError):
        return None


def _head(title: str, below: str) -> None:
    st.html(f'<div class="fl-page fl-chart-head"><h2>{safe(title)}</h2><p>{safe(below)}</p></div>')


def _shares(samples: tuple[Sample, ...]) -> None:
    with st.container(key="shares"):
        with st.container(key="share_land"):
            _head(
                "Share of the land",
                "Of Syria's area, the Golan with it, at the first of each month. Contested ground counts "
                "with the party that mostly holds it; no evidence is ground farther than 35 km from any place "
                "that a claim tells of.",
            )
            _chart(charts.shares_chart(samples, "land", theme()), "chart_land", _alt("land", samples))
        with st.container(key="share_places"):
            most = max((sum(sample.places.values()) for sample in samples), default=0)
            _head(
                "Share of the populated places",
                f"Of {most:,} towns and villages with a claim of their own, each counting as one whatever its size. "
                "Besieged and contested places count with who holds them, or most of them.",
            )
            _chart(charts.shares_chart(samples, "places", theme()), "chart_places", _alt("populated places", samples))


def _alt(what: str, samples: tuple[Sample, ...]) -> str:
    span = f"from {short_day(samples[0].day)} to {short_day(samples[-1].day)}"
    return f"Stacked areas: each party's share of the {what}, {span}"


@dataclass(frozen=True, slots=True)
class Told:
    """The events of the one source that the charts count: two sources would count what both tell twice."""

    events: tuple[Event, ...]
    source: str
    """Its name as a sentence goes on with it."""
    about: str


def _told(world: Shown) -> Told:
    """Let the person choose the source of the charts where a set was imported."""
    chosen = st.session_state.get("counted_set", "")
    chosen = chosen if chosen in world.sets else ""
    if world.sets:
        names = {"": "Ledger and reports"} | {id_: dataset.name for id_, dataset in world.sets.items()}
        with st.container(key="counted"):
            shown = bound("counted_set", chosen, lambda name: st.session_state.update(counted_set=name))
            st.selectbox(
                "Events counted below",
                list(names),
                index=list(names).index(shown.pop("value")),
                format_func=names.__getitem__,
                filter_mode=None,
                width=320,
                help="One source at a time, since several tell of the same events.",
                **shown,
            )
    if not chosen:
        about = (
            "from the ledger of notable events and from reports: not all that happened, and more where more was read"
        )
        return Told(world.told_by(), "ledger and reports", about)
    dataset = world.sets[chosen]
    return Told(world.told_by(chosen), dataset.name, f"from {dataset.name} alone ({dataset.licence})")


def _events(told: Told, last: date) -> None:
    with st.container(key="weekly"):
        by = st.session_state.get("rows_by", "kind")
        counts = events_by_week(told.events, by)
        _head(
            "Events a week",
            f"{counted(len(told.events), 'event')} at hand, {told.about}. By party, an event of several parties "
            "counts with each.",
        )
        st.segmented_control(
            "Rows",
            list(ROWS_BY),
            format_func=lambda name: ROWS_BY[name].capitalize(),
            label_visibility="collapsed",
            required=True,
            **bound("rows_by", by, lambda name: st.session_state.update(rows_by=name), given="default"),
        )
        span: dict[str, Any] = {"first": FIRST_DAY, "last": last, "days": 7, "unit": "events"}
        rows = charts.event_rows(counts, by, theme())
        _chart(
            charts.rows_chart(counts, rows, theme(), **span),
            f"chart_events_{by}",
            f"Bars: events a week, {ROWS_BY[by]}",
        )


def _killed(told: Told, last: date) -> None:
    killed = killed_by_month(told.events)
    with st.container(key="monthly"):
        events, open_ended = sum(bar.events for bar in killed), sum(bar.open_ended for bar in killed)
        _head(
            "People killed a month",
            f"In {counted(events, 'event')} with a count, from {told.source}, and in no others: far fewer than died. "
            f"Full bars are the least told, pale ones reach to the most; {counted(open_ended, 'count')} told with no "
            "upper end. Deaths in detention and events of over a month are left out.",
        )
        _chart(charts.killed_chart(killed, FIRST_DAY, last, theme()), "chart_killed", "Bars: people killed a month")


def _fronts(samples: tuple[Sample, ...], last: date) -> None:
    with st.container(key="lengths"):
        lengths, rows = charts.front_rows(samples, theme())
        most = max((sum(sample.fronts.values()) for sample in samples), default=0)
        _head(
            "Length of the fronts",
            f"Between each two parties, at the first of each month, all rows to one scale; all fronts together were "
            f"{most:,.0f} km at their longest. Only where evidence lies on both sides, and smoothed: read it for its "
            "course, not to the kilometre.",
        )
        span: dict[str, Any] = {"first": FIRST_DAY, "last": last, "days": 30, "unit": "km"}
        _chart(
            charts.rows_chart(lengths, rows, theme(), **span),
            "chart_fronts",
            "Bars: length of fronts by pair of parties",
        )
