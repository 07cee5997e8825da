"""A map of 100,000 events: a step of date or filter on the page's side, and what is sent, against folium's own ways."""

import random
import time
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

import folium
from folium.plugins import FastMarkerCluster
from streamlit_folium import generate_leaflet_string

from benchmarks.mapping import NoZones
from benchmarks.measure import Measure, seconds
from frontlines.app.selection import Index, select
from frontlines.app.state import View
from frontlines.crs import to_lat_lon
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.mapping.columns import TYPES
from frontlines.mapping.leaflet import base_map, overlay, scene_json
from frontlines.mapping.scene import build_scene
from frontlines.model import Event, MatchStatus, Placement, Range, Span, When
from frontlines.parties import lexicon

EVENTS = 100_000
SAMPLE = 1_000
"""Plain markers are measured on this many and scaled up: they grow in proportion and would take minutes else."""
STEP_SECONDS = 0.5
MOST_BYTES = 3_000_000
PARTIES = ("Syrian government", "Syrian opposition", "SDF", "ISIL", "Turkey", "")
FIRST, LAST = date(2011, 3, 15), date(2025, 12, 31)
EVERYTHING = View(day=LAST, window="all")


@lru_cache(maxsize=1)
def made_up(number: int = EVENTS, seed: int = 5) -> tuple[Event, ...]:
    """Give events over the whole war at all places of the gazetteer, more at the larger; some in an area only."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    places = [place for place in load_gazetteer().places if place.country == "SY"]
    weights = [10 ** (4 - place.rank) for place in places]
    days = (LAST - FIRST).days
    events = []
    for n, place in zip(count(), dice.choices(places, weights, k=number), strict=False):
        when = FIRST + timedelta(days=dice.randrange(days))
        area = place.id if place.kind in {"province", "district", "region", "countryside"} else None
        where = Placement(
            MatchStatus.MATCHED if n % 50 else MatchStatus.NOT_FOUND,
            name=place.name,
            kind=place.kind,
            lat=place.lat if n % 50 else None,
            lon=place.lon if n % 50 else None,
            place_id=place.id,
            country="SY",
            admin1=place.admin1,
            area=area if n % 50 else None,
            precision=4 if area else 1,
        )
        party, killed = dice.choice(PARTIES), dice.randrange(15)
        events.append(
            Event(
                id=f"large-{n}",
                type=TYPES[min(int(dice.expovariate(0.4)), len(TYPES) - 1)],
                title=f"Event {n} told of at {place.name}",
                when=When(when, when, 1),
                where=where,
                actors=(party,) if party else (),
                targets=(),
                status="reported",
                span=Span(0, 1),
                sentence="",
                killed=Range(killed, killed) if killed else None,
                source="a monitor",
            )
        )
    return tuple(events)


def drawn(index: Index, view: View) -> str:
    """Do all that the page does for a step: choose, arrange, write."""
    chosen = select(index, (), {}, view)
    return scene_json(build_scene(NoZones(), chosen.events, factions=set(lexicon().factions), kinds=set(TYPES)))


def _rendered(layer: folium.map.Layer) -> str:
    layer.add_to(folium.Map())
    layer.render()
    return str(generate_leaflet_string(layer, base_id="group"))


def markers(events: tuple[Event, ...]) -> str:
    group = folium.FeatureGroup()
    for event in events:
        place = to_lat_lon(event.where.lon or 0.0, event.where.lat or 0.0)
        folium.Marker(place, popup=folium.Popup(f"<b>{event.title}</b><br>{event.source}")).add_to(group)
    return _rendered(group)


def geojson(events: tuple[Event, ...]) -> str:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [event.where.lon or 0.0, event.where.lat or 0.0]},
            "properties": {"title": event.title, "source": event.source},
        }
        for event in events
    ]
    popup = folium.GeoJsonPopup(["title", "source"])
    return _rendered(folium.GeoJson({"type": "FeatureCollection", "features": features}, popup=popup))


def cluster(events: tuple[Event, ...]) -> str:
    return _rendered(
        FastMarkerCluster([[event.where.lat or 0.0, event.where.lon or 0.0, event.title] for event in events])
    )


def run() -> list[Measure]:
    events = made_up()
    index = Index(events, {})
    drawn(index, EVERYTHING)
    overlay("{}").add_to(base_map("light", asset_urls={}))
    sent = len(drawn(index, EVERYTHING).encode())
    sample = events[:SAMPLE]
    ours, day, plain, layer, fast = seconds(
        lambda: drawn(index, EVERYTHING),
        lambda: drawn(index, View(day=date(2017, 2, 21), window="month")),
        lambda: markers(sample),
        lambda: geojson(events),
        lambda: cluster(events),
        rounds=2,
        clock=time.process_time,
    )
    plain *= EVENTS / SAMPLE
    name = f"{EVENTS:,} events on the map"
    return [
        Measure(
            f"{name}: a filter or step, all of them in view", _ms(ours), _ms(STEP_SECONDS), ours / STEP_SECONDS, 1.0
        ),
        Measure(f"{name}: a step, a month of them in view", _ms(day), _ms(STEP_SECONDS), day / STEP_SECONDS, 1.0),
        Measure(f"{name}: sent, against the most allowed", _mb(sent), _mb(MOST_BYTES), sent / MOST_BYTES, 1.0),
        Measure(f"{name}, made ready: against folium's markers", _ms(ours), _ms(plain), plain / ours, 20, True),
        Measure(f"{name}, made ready: against folium's GeoJson", _ms(ours), _ms(layer), layer / ours),
        Measure(f"{name}, made ready: against FastMarkerCluster", _ms(ours), _ms(fast), fast / ours),
        Measure(f"{name}, sent: against folium's markers", *_sizes(sent, len(markers(sample)) * EVENTS // SAMPLE)),
        Measure(f"{name}, sent: against folium's GeoJson", *_sizes(sent, len(geojson(events)))),
        Measure(f"{name}, sent: against FastMarkerCluster", *_sizes(sent, len(cluster(events)))),
    ]


def _ms(spent: float) -> str:
    return f"{spent * 1_000:,.0f} ms"


def _mb(size: float) -> str:
    return f"{size / 1e6:.2f} MB"


def _sizes(ours: int, peer: int) -> tuple[str, str, float]:
    return _mb(ours), _mb(peer), peer / ours
