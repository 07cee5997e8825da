"""Layers of many events against one folium marker with a popup each."""

from datetime import date
from itertools import cycle

import folium
import geopandas as gpd
from streamlit_folium import generate_leaflet_string

from benchmarks.measure import Measure, seconds
from frontlines.crs import WGS84, to_lat_lon
from frontlines.mapping.leaflet import base_map, overlay
from frontlines.mapping.scene import build_scene
from frontlines.model import Event, MatchStatus, Placement, Range, Span, When

EVENTS = 10_000
SAMPLE = 500
"""The peer is measured on this many markers and scaled up: it grows in proportion and would take minutes else."""
LIMIT = 20.0
DAY = date(2017, 2, 21)
FACTIONS = {"government", "opposition", "sdf", "isil"}
KINDS = {"clash", "air_strike", "shelling"}


class NoZones:
    """A picture with nothing held, so that only events are measured."""

    zones = gpd.GeoDataFrame({"holder": [], "status": [], "other": []}, geometry=[], crs=WGS84)
    fronts = gpd.GeoDataFrame({"a": [], "b": []}, geometry=[], crs=WGS84)
    day = DAY


def made_up(count: int) -> list[Event]:
    """Give that many events, four at each of a grid of spots."""
    actors = cycle(("Syrian government", "Syrian opposition", "SDF", "ISIL"))
    kinds = cycle(("clash", "air_strike", "shelling"))
    events = []
    for number in range(count):
        spot = number // 4
        where = Placement(
            status=MatchStatus.MATCHED,
            name=f"Town {spot}",
            kind="settlement",
            lat=33 + (spot % 50) * 0.07,
            lon=36.2 + (spot // 50) * 0.1,
            precision=1,
            country="SY",
        )
        events.append(
            Event(
                id=f"e{number}",
                type=next(kinds),  # type: ignore[arg-type]
                title=f"Event {number} in Town {spot}",
                when=When(DAY, DAY, 1),
                where=where,
                actors=(next(actors),),
                targets=(),
                status="reported",
                span=Span(0, 1),
                sentence="",
                killed=Range(number % 12, number % 12),
                source="a monitor",
            )
        )
    return events


def ours(events: list[Event]) -> None:
    scene = build_scene(NoZones(), events, factions=FACTIONS, kinds=KINDS)
    group = overlay(scene)
    group.add_to(base_map("light", asset_urls={}))
    group.render()
    generate_leaflet_string(group, base_id="group")


def peer(events: list[Event]) -> None:
    ground = folium.Map()
    group = folium.FeatureGroup()
    for event in events:
        place = to_lat_lon(event.where.lon or 0.0, event.where.lat or 0.0)
        folium.Marker(place, popup=folium.Popup(f"<b>{event.title}</b><br>{event.source}")).add_to(group)
    group.add_to(ground)
    group.render()
    generate_leaflet_string(group, base_id="group")


def run() -> list[Measure]:
    events = made_up(EVENTS)
    our_seconds, sample_seconds = seconds(lambda: ours(events), lambda: peer(events[:SAMPLE]), rounds=3)
    peer_seconds = sample_seconds * EVENTS / SAMPLE
    return [
        Measure(
            f"layers of {EVENTS:,} events; the peer, a folium marker and popup each",
            f"{our_seconds:.2f} s",
            f"{peer_seconds:.2f} s",
            peer_seconds / our_seconds,
            limit=LIMIT,
            at_least=True,
        )
    ]
