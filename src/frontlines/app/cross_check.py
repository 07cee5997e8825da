"""The cross-check on the page "Data sets": a set beside what reports and the ledger tell, as map and table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium
import streamlit as st
from streamlit_folium import st_folium

from frontlines.app import words
from frontlines.app.mapview import base
from frontlines.app.paging import page_of, pager
from frontlines.app.style import theme
from frontlines.datasets import cross_check
from frontlines.mapping.escape import safe
from frontlines.mapping.leaflet import fix_ids
from frontlines.mapping.scene import in_frame
from frontlines.mapping.theme import Theme, shade
from frontlines.mapping.words import EVENT_NAMES, count_words, when_words
from frontlines.model import Event
from frontlines.pipeline import world_stamp
from frontlines.store import Store

HEIGHT: Final = 380
VERDICT_WORDS: Final[Mapping[str, str]] = {
    "agrees": "Agree",
    "differs": "Differ",
    "only in the set": "Only in the set",
    "only told": "Only told",
}
COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "agrees": ("#1F7A6B", "#5CC9B5"),
    "differs": ("#B4540A", "#F0A050"),
    "only in the set": ("#4A5B8C", "#9DB0E6"),
    "only told": ("#7A3E85", "#D59BE0"),
}
"""By verdict, for the light and the dark theme."""


def section(store: Store, sets: Sequence[Any]) -> None:
    """Show the comparison of one set."""
    st.html(
        '<div class="fl-page"><h2>Beside what is told</h2><p>Two events are taken for one where time, place and kind '
        "fit; what they say of the people killed, the parties, the place and the day is then compared.</p></div>"
    )
    if not sets:
        st.html(
            '<div class="fl-empty"><p><b>Nothing to compare yet</b></p><p>Take in a set, and it is laid beside the '
            "reports and the ledger here.</p></div>"
        )
        return
    names = {info.dataset.id: info.dataset.name for info in sets}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        set_id = st.selectbox("Set", list(names), format_func=names.__getitem__, key="check_set")
        days = st.number_input("Days apart, at most", 0, 31, 1, key="check_days", width=170)
        km = st.number_input("Kilometres apart, at most", 1, 200, 10, key="check_km", width=200)
    found = _found(world_stamp(store), set_id, int(days), int(km), store)
    counts = found.counts
    first = "differs" if counts.get("differs") else "agrees"
    verdict = st.segmented_control(
        "Which",
        list(VERDICT_WORDS),
        default=first,
        format_func=lambda one: f"{VERDICT_WORDS[one]} ({counts.get(one, 0):,})",
        key="check_verdict",
        label_visibility="collapsed",
    )
    verdict = verdict or first
    chosen = [one for one in found.rows if one.verdict == verdict]
    if found.beyond:
        st.html(
            f'<p class="fl-small">{found.beyond:,} events that are told lie outside of what the set covers (its years, '
            "its kinds of event, and deaths where it holds deadly events alone); they are no gap of its.</p>"
        )
    _map(chosen, verdict)
    about = (set_id, days, km, verdict)
    st.html(table_html(page_of(chosen, "check", about), set_id))
    pager("check", about, len(chosen))
    st.download_button(
        "The whole table (CSV)",
        lambda: _csv(found),
        file_name=f"cross-check-{set_id}.csv",
        mime="text/csv",
        key="check_csv",
        icon=":material/download:",
    )


@st.cache_resource(show_spinner="Laying the set beside what is told …", max_entries=4)
def _found(stamp: str, set_id: str, days: int, km: int, _store: Store) -> Any:  # noqa: ARG001 - the cache's key
    return cross_check(set_id, _store, days=days, km=km)


def _csv(found: Any) -> str:
    import csv  # noqa: PLC0415
    import io  # noqa: PLC0415

    from frontlines.exchange.cross_check import COLUMNS, table  # noqa: PLC0415

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *table(found)])
    return out.getvalue()


def table_html(rows: Sequence[Any], set_id: str) -> str:
    """Give rows of a cross-check as a table; the set's account on the left, what is told on the right."""
    if not rows:
        return '<div class="fl-empty"><p>None.</p></div>'
    body = "".join(
        f"<tr><td>{_account(row.theirs, row.differs, set_id)}</td><td>{_account(row.told, row.differs, set_id)}</td>"
        f"<td>{safe(_how(row))}</td></tr>"
        for row in rows
    )
    return (
        '<table class="fl-check"><thead><tr><th scope="col">The set</th><th scope="col">Reports and ledger</th>'
        f'<th scope="col">Differ in</th></tr></thead><tbody>{body}</tbody></table>'
    )


def _how(row: Any) -> str:
    if row.theirs is None or row.told is None:
        return "one side only"
    apart = f"{row.km:g} km apart" if row.km else ""
    return " · ".join(part for part in (", ".join(row.differs) or "nothing", apart) if part)


def _account(event: Event | None, differs: Sequence[str], set_id: str) -> str:
    """Give one side of a row: what, where, when, who, and how many were killed; what differs is marked."""
    if event is None:
        return '<span class="fl-small">nothing told</span>'

    def part(name: str, text: str) -> str:
        return f"<mark>{safe(text)}</mark>" if name in differs else safe(text)

    parties = words.party_words((*event.actors, *event.targets), none="no party named")
    killed = f"{count_words(event.killed)} killed" if event.killed else "killed: not stated"
    if event.dataset is not None:
        by = f"number {event.id.removeprefix(f'{set_id}:')}"
    else:
        by = "ledger" if event.origin == "ledger" else "report"
    return (
        f"<b>{safe(EVENT_NAMES[event.type])}, {part('place', event.where.name or 'place not stated')}</b><br>"
        f"{part('date', when_words(event.when))} · {part('count', killed)}<br>"
        f'{part("party", parties)} <span class="fl-small">{safe(by)}</span>'
    )


def _map(rows: Sequence[Any], verdict: str) -> None:
    shown = theme()
    st_folium(
        base(shown, bare=True, height=HEIGHT),
        feature_group_to_add=marks(rows, verdict, shown),
        height=HEIGHT,
        use_container_width=True,
        returned_objects=[],
        key="check_map",
    )


def marks(rows: Sequence[Any], verdict: str, shown: Theme) -> Any:
    """Give one circle for each place, larger where more rows lie there; folium's group for the map."""
    places: dict[tuple[float, float], list[Event]] = defaultdict(list)
    for row in rows:
        where = row.event.where
        if where.lat is not None and where.lon is not None and in_frame(where.lon, where.lat) and where.precision < 6:
            places[round(where.lon, 3), round(where.lat, 3)].append(row.event)
    features = []
    for (lon, lat), events in sorted(places.items()):
        names = "<br>".join(f"{safe(one.title)}, {safe(when_words(one.when))}" for one in events[:5])
        more = f"<br>and {len(events) - 5:,} more" if len(events) > 5 else ""
        properties = {"tip": f"{names}{more}", "r": round(min(22.0, 3.5 + len(events) ** 0.5), 1)}
        point = {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "properties": properties, "geometry": point})
    group = folium.FeatureGroup(name="check", control=False)
    if features:
        colour = shade(COLOURS[verdict], shown)
        folium.GeoJson(
            {"type": "FeatureCollection", "features": features},
            marker=folium.CircleMarker(radius=5, weight=1.2, color=colour, fill=True, fill_color=colour),
            style_function=lambda feature: {"radius": feature["properties"]["r"], "fillOpacity": 0.55},
            tooltip=folium.GeoJsonTooltip(["tip"], labels=False),
        ).add_to(group)
    fix_ids(group, "check")
    return group
