"""The page "Change": what changed hands between two days, on the map and in km² per pair of parties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import folium
import streamlit as st

from frontlines.app.controls import bound
from frontlines.app.mapview import base, draw
from frontlines.app.markup import fold
from frontlines.app.state import FIRST_DAY, MAX_ADDRESS_VALUE, OPENING_DAY
from frontlines.app.style import theme
from frontlines.app.words import km2_words, since_day
from frontlines.app.world import Shown, load_change, load_picture, load_world
from frontlines.mapping.basemap import rounded
from frontlines.mapping.escape import safe, script_json
from frontlines.mapping.features import scene_data
from frontlines.mapping.glyphs import swatch
from frontlines.mapping.leaflet import Drawing, fix_ids
from frontlines.mapping.patterns import pair_key
from frontlines.mapping.popup import faction_label
from frontlines.mapping.scene import build_scene
from frontlines.mapping.theme import shade
from frontlines.mapping.words import long_day, short_day
from frontlines.parties import Shades, lexicon

OPENING: Final = (date(2016, 11, 1), OPENING_DAY)
NO_EVIDENCE: Final = "no_evidence"
LEAST_KM2: Final = 10.0
"""Smaller exchanges are within the blur of lines drawn between towns and are left out of the list."""


@dataclass(frozen=True, slots=True)
class Days:
    """The two days compared, in order."""

    first: date
    last: date


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
    return Days(min(found), max(found))


def change_page() -> None:
    """Show the page."""
    world = load_world()
    if "change_days" not in st.session_state:
        st.session_state["change_days"] = days_from_address(st.query_params.to_dict(), world.known_up_to)
    days: Days = st.session_state["change_days"]
    difference = load_change(world, days.first, days.last)
    pairs = _pairs(difference)
    with st.container(key="changeplate"), st.container(key="atlas"):
        with st.container(key="map"):
            draw(base(theme(), tiles=False), _overlay(world, days, pairs), None, lambda _: None)
        with st.container(key="panel"):
            st.html(_balance_html(days, difference) + _pairs_html(days, pairs, difference) + _places_html(difference))
        _days_bar(days, world.known_up_to)
    st.query_params.from_dict({"from": days.first.isoformat(), "to": days.last.isoformat()})


def _pairs(difference: Any) -> list[Any]:
    """Give the exchanges between parties, the largest first."""
    ground = difference.ground
    rows = [row for row in ground.itertuples() if NO_EVIDENCE not in {row.loser, row.winner}]
    return sorted((row for row in rows if row.area_km2 >= LEAST_KM2), key=lambda row: -row.area_km2)


def _overlay(world: Shown, days: Days, pairs: list[Any]) -> Any:
    """Draw the later day paler, and on it the ground that changed, in stripes of both parties."""
    scene = build_scene(
        load_picture(world, days.last, None),
        (),
        factions=set(lexicon().factions),
        kinds=(),
        theme=theme(),
        title=f"{long_day(days.first)} to {long_day(days.last)}",
        subtitle="Ground that changed hands",
        known_up_to=world.known_up_to,
    )
    data = scene_data(scene)
    for feature in data["zones"]["features"]:
        style = feature["properties"]["c"]
        feature["properties"]["c"] = f"{style[:-1]}3" if style.endswith(("-1", "-2")) else style
    for number, row in enumerate(pairs):
        words = f"<b>{safe(_taken(row))}</b><br>{safe(km2_words(row.area_km2))}"
        properties = {"id": f"ground-{number}", "z": f"ground-{number}", "tip": words, "popup": f"<p>{words}</p>"}
        properties["c"] = f"fl-zone fl-changed {pair_key(row.winner, row.loser)}"
        shape = rounded(row.geometry.simplify(0.003), 4)
        data["zones"]["features"].append({"type": "Feature", "properties": properties, "geometry": shape})
    data["card"]["legend"] = (
        '<details class="fl-legend" open><summary>How to read the map</summary><ul class="fl-sizes"><li><span>'
        "Striped: changed hands, in the colours of both parties. Pale: the same holder on both days. "
        "The line is the front of the later day.</span></li></ul></details>"
    )
    group = folium.FeatureGroup(name="change", control=False)
    Drawing(script_json(data)).add_to(group)
    fix_ids(group, "scene")
    return group


def _swatch(faction: str) -> str:
    return f'<img src="{swatch(faction, theme())}" alt="" width="14" height="14">'


def _taken(row: Any) -> str:
    return f"{faction_label(row.winner)} from {faction_label(row.loser)}"


def _balance_html(days: Days, difference: Any) -> str:
    """Give each party's gain and loss as bars around a middle line."""
    balance = difference.balance().sort_values("net_km2", ascending=False)
    rows = [row for row in balance.itertuples() if max(row.gained_km2, row.lost_km2) >= LEAST_KM2]
    count = (days.last - days.first).days
    head = f'<div class="fl-record"><h2 class="fl-changed-head">What changed in {count:,} days</h2>'
    if not rows:
        return f"{head}<p>No ground changed hands between these days. Choose days farther apart.</p></div>"
    most = max(max(row.gained_km2, row.lost_km2) for row in rows)
    parts = []
    for row in rows:
        gained, lost = (50 * value / most for value in (row.gained_km2, row.lost_km2))
        mark, edge = (shade(colours, theme()) for colours in _colours(row.party))
        sign = "+" if row.net_km2 > 0 else "−" if row.net_km2 < 0 else ""
        parts.append(
            f"<li>{_swatch(row.party)}<span>{safe(faction_label(row.party))}</span>"
            f'<i aria-hidden="true"><u style="width:{lost:.1f}%;right:50%;border:1px solid {edge}"></u>'
            f'<u style="width:{gained:.1f}%;left:50%;background:{mark};border:1px solid {edge}"></u></i>'
            f"<b>{sign}{safe(km2_words(abs(row.net_km2)))}</b></li>"
        )
    return (
        f'{head}<p class="fl-small">Gained to the right, lost to the left; the net in km².</p>'
        f'<ul class="fl-bars">{"".join(parts)}</ul></div>'
    )


def _colours(faction: str) -> tuple[Shades, Shades]:
    entry = lexicon().factions[faction]
    return entry.mark, entry.edge if faction == "isil" else entry.mark


def _pairs_html(days: Days, pairs: list[Any], difference: Any) -> str:
    if not pairs:
        return ""
    items = []
    for row in pairs:
        places = difference.places
        here = places[(places["winner"] == row.winner) & (places["loser"] == row.loser)]["name"].tolist()
        more = f" and {len(here) - 4} more" if len(here) > 4 else ""
        names = f"{', '.join(here[:4])}{more}" if here else "no town with a claim of its own"
        items.append(
            f"<li><p>{_swatch(row.winner)} <b>{safe(_taken(row))}</b>"
            f"<b class='fl-km2'>{safe(km2_words(row.area_km2))}</b></p>"
            f'<p class="fl-small">{safe(names)}</p></li>'
        )
    renamed = " ".join(
        f"{safe(entry.label)} counts under that name from {short_day(entry.since)} on, its places under others before."
        for entry in lexicon().factions.values()
        if entry.since and days.first < entry.since <= days.last
    )
    return (
        '<div class="fl-record"><h3>Who took ground from whom</h3>'
        f'<ol class="fl-claims fl-pairs">{"".join(items)}</ol>'
        f'<p class="fl-small">{renamed} Areas are rounded, and measured only within 35 km of evidence on both days.</p>'
        "</div>"
    )


def _places_html(difference: Any) -> str:
    changed = difference.places[difference.places["winner"] != difference.places["loser"]]
    known = changed[changed["loser"].notna() & changed["winner"].notna()].sort_values("since")
    if known.empty:
        return ""
    items = "".join(
        f"<li><p><b>{safe(row.name_)}</b> · {safe(since_day(row.since))}</p>"
        f'<p class="fl-small">{safe(_taken(row))}</p></li>'
        for row in known.rename(columns={"name": "name_"}).itertuples()
    )
    return (
        '<div class="fl-record">'
        + fold(f"{len(known)} places that changed hands", f'<ol class="fl-claims">{items}</ol>')
        + "</div>"
    )


def _days_bar(days: Days, last_day: date) -> None:
    def write(chosen: tuple[date, ...]) -> None:
        if len(chosen) == 2:
            st.session_state["change_days"] = Days(min(chosen), max(chosen))

    first = bound("change_first", days.first, lambda day: write((day, days.last)) if day else None)
    last = bound("change_last", days.last, lambda day: write((days.first, day)) if day else None)
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
