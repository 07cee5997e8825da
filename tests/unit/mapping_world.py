"""A small country, a few events and movements for the map's tests, drawn by hand with unequal numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import geopandas as gpd
from shapely import LineString, Polygon, box, union_all
from shapely.ops import polygonize

from frontlines.mapping.scene import Scene, build_scene
from frontlines.model import Event, EventType, MatchStatus, Movement, Placement, Range, Span, When

DAY = date(2017, 2, 21)
FACTIONS = frozenset({"government", "opposition", "hts", "sdf", "isil", "sna", "us_tanf", "israel", "other", "unknown"})
KINDS: frozenset[EventType] = frozenset({"air_strike", "clash", "capture", "talks", "shelling"})


@dataclass(frozen=True)
class HandDrawn:
    zones: gpd.GeoDataFrame
    fronts: gpd.GeoDataFrame
    day: date = DAY


def _zone(zone: str, step: int, holder: str, other: str | None, status: str, *, shape: Polygon) -> dict[str, Any]:
    return {
        "id": f"{zone}-{step}",
        "zone": zone,
        "holder": holder,
        "other": other,
        "status": status,
        "since": date(2017, 1, 5) if step else None,
        "confidence": 0.8 if step else 0.0,
        "step": step,
        "basis": "c1;c2" if step else "",
        "area_km2": 1234.0,
        "geometry": shape,
    }


def noded(shapes: list[Polygon]) -> list[Polygon]:
    """Give neighbours the corners of each other's shared edges, as the zones of a picture have them."""
    cells = list(polygonize(union_all([shape.boundary for shape in shapes])))
    return [next(cell for cell in cells if cell.contains(shape.representative_point())) for shape in shapes]


def picture() -> HandDrawn:
    """Give the SDF the north, ISIL the east with a besieged enclave, the government the west, nobody the south."""
    zones = [
        _zone("sdf-0", 1, "sdf", None, "held", shape=box(37.5, 36.2, 41.0, 36.9)),
        _zone("isil-1", 1, "isil", None, "held", shape=box(38.5, 35.4, 41.0, 36.2)),
        _zone("isil-1", 2, "isil", None, "held", shape=box(38.5, 34.6, 39.7, 35.4)),
        _zone("government-2", 1, "government", "isil", "besieged", shape=box(39.7, 34.9, 40.2, 35.4)),
        _zone("government-3", 3, "government", None, "held", shape=box(36.1, 34.6, 38.5, 36.2)),
        _zone("isil-sna-4", 1, "isil", "sna", "contested", shape=box(37.5, 36.9, 37.9, 37.1)),
        _zone("none-5", 0, "unknown", None, "no_evidence", shape=box(36.1, 33.0, 39.7, 34.6)),
    ]
    for zone, shape in zip(zones, noded([zone["geometry"] for zone in zones]), strict=True):
        zone["geometry"] = shape
    fronts = [
        ("front-isil-sdf-0", "isil", "sdf", LineString([(38.5, 36.2), (41.0, 36.2)])),
        ("front-government-isil-1", "government", "isil", LineString([(38.5, 34.6), (38.5, 36.2)])),
    ]
    rows = [
        {"id": i, "a": a, "b": b, "status": "held", "since": DAY, "length_km": 178.4, "basis": "c1", "geometry": line}
        for i, a, b, line in fronts
    ]
    return HandDrawn(gpd.GeoDataFrame(zones, crs="EPSG:4326"), gpd.GeoDataFrame(rows, crs="EPSG:4326"))


def at(name: str, lon: float | None, lat: float | None, **more: Any) -> Placement:
    given: dict[str, Any] = {"kind": "settlement", "precision": 1, "country": "SY", "status": MatchStatus.MATCHED}
    return Placement(name=name, lon=lon, lat=lat, **(given | more))


def event(
    number: int | str,
    where: Placement,
    *actors: str,
    kind: EventType = "clash",
    killed: tuple[int | None, int | None] | None = None,
    **more: Any,
) -> Event:
    given: dict[str, Any] = {"status": "reported", "title": f"Event {number}", "source": "a monitor"}
    return Event(
        id=f"e{number}",
        type=kind,
        when=When(DAY, DAY, 1),
        where=where,
        actors=actors,
        targets=(),
        span=Span(0, 1),
        sentence="",
        killed=Range(*killed) if killed else None,
        **(given | more),
    )


def movement(number: int, party: str, start: Placement | None, end: Placement | None, **more: Any) -> Movement:
    given: dict[str, Any] = {"status": "reported", "when": When(DAY, DAY, 1)}
    return Movement(f"m{number}", party, start, end, span=Span(0, 1), sentence="", **(given | more))


AL_SUR = at("al-Sur", 40.653, 35.508)
AL_BAB = at("al-Bab", 37.517, 36.37)


def scene(*events: Event, moves: tuple[Movement, ...] = (), **more: Any) -> Scene:
    given: dict[str, Any] = {"factions": FACTIONS, "kinds": KINDS}
    return build_scene(picture(), events, moves, **(given | more))
