"""A scene as GeoJSON and short records: all that the map's script draws from."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from frontlines.mapping.basemap import rounded
from frontlines.mapping.escape import safe
from frontlines.mapping.heaps import chosen_spot, heaps_data
from frontlines.mapping.legend import card_html
from frontlines.mapping.names import party_names
from frontlines.mapping.patterns import front_class, zone_class
from frontlines.mapping.popup import (
    event_popup,
    event_tooltip,
    faction_label,
    front_popup,
    front_tooltip,
    heap_popup,
    movement_popup,
    movement_tooltip,
    offensive_popup,
    offensive_tooltip,
    zone_popup,
    zone_tooltip,
)
from frontlines.mapping.scene import Scene, Spot
from frontlines.mapping.spots import Heaps
from frontlines.parties import lexicon

ZONE_SIMPLIFY = 0.002
"""Degrees, about 200 m; shared edges are simplified once, so neighbours stay without gaps."""


RING_OFF = 0.04
"""Degrees, about 4 km: how far outside a besieged zone its ring runs."""
RING_SMOOTH = 0.08


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: Iterator[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _zones(scene: Scene) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the zones' fills and, apart, a ring around each besieged zone."""
    if not len(scene.zones):
        return _collection(iter(())), _collection(iter(()))
    shapes, outlines = _simplified(tuple(scene.zones.geometry))
    fills = []
    besieged: dict[tuple[str, str], list[Any]] = {}
    row: Any
    for row, shape, outline in zip(scene.zones.itertuples(index=False), shapes, outlines, strict=True):
        holder, status = str(row.holder), str(row.status)
        other = row.other if isinstance(row.other, str) else None
        whole = str(getattr(row, "zone", row.id))
        fills.append(
            _feature(
                outline,
                id=safe(row.id),
                z=safe(whole),
                c=zone_class(holder, other, status, min(max(int(row.step), 1), 3)),
                tip=zone_tooltip(row),
                popup=zone_popup(row),
            )
        )
        if status == "besieged":
            besieged.setdefault((whole, holder), []).append(shape)
    rings = (
        _feature(rounded(_ring(parts), 3), c=f"fl-besieged fl-f-{holder}") for (_, holder), parts in besieged.items()
    )
    return _collection(iter(fills)), _collection(rings)


@lru_cache(maxsize=8)
def _simplified(zones: tuple[BaseGeometry, ...]) -> tuple[tuple[Any, ...], tuple[dict[str, Any], ...]]:
    """Give the zones' shapes as they are drawn, and their GeoJSON; a switch mostly leaves them as they are."""
    shapes = tuple(shapely.coverage_simplify(zones, ZONE_SIMPLIFY))
    return shapes, tuple(rounded(shape, 4) for shape in shapes)


def _ring(parts: list[Any]) -> Any:
    """Draw a smooth ring outside a zone, clear of its front."""
    wide = shapely.coverage_union_all(parts).buffer(RING_OFF + RING_SMOOTH).buffer(-RING_SMOOTH)
    return shapely.simplify(
        shapely.boundary(shapely.multipolygons([shapely.Polygon(p.exterior) for p in shapely.get_parts(wide)])), 0.004
    )


def _fronts(scene: Scene) -> Iterator[dict[str, Any]]:
    row: Any
    for row in scene.fronts.itertuples(index=False):
        shape = shapely.simplify(row.geometry, ZONE_SIMPLIFY)
        look = front_class(str(row.a), str(row.b), str(row.status), float(row.length_km))
        yield _feature(rounded(shape, 4), id=safe(row.id), c=look, tip=front_tooltip(row), popup=front_popup(row))


def _spot(spot: Spot, scene: Scene) -> dict[str, Any]:
    """Give what a marker needs; ``ev`` are the event ids in the popup's order, ``popup`` one page each."""
    known = spot.faction if spot.faction in lexicon().factions else "other"
    look = {"id": safe(spot.id), "f": known, "g": spot.glyph, "s": spot.size, "h": int(spot.hollow)}
    if scene.heaped:
        told = f"{spot.count:,} event{'s' if spot.count > 1 else ''} in this area"
        where = spot.events[0].where
        return look | {
            "s": 1,
            "ev": None,
            "n": spot.count,
            "tip": f"<b>{told}</b><br>{safe(where.name)}",
            "label": f"{told}: {safe(where.name)}",
            "popup": heap_popup(told, where, spot.killed),
        }
    return look | {
        "ev": [safe(event.id) for event in spot.events],
        "n": spot.count,
        "tip": event_tooltip(spot.events[0]) + (f"<br>and {spot.count - 1} more here" if spot.count > 1 else ""),
        "label": safe(spot.events[0].title) + (f", and {spot.count - 1} more here" if spot.count > 1 else ""),
        "popup": [event_popup(event, scene.articles) for event in spot.events],
    }


def _spots(scene: Scene) -> Iterator[dict[str, Any]]:
    for spot in scene.spots:
        yield _feature({"type": "Point", "coordinates": [round(spot.lon, 4), round(spot.lat, 4)]}, **_spot(spot, scene))


@lru_cache(maxsize=512)
def _outline(shape: BaseGeometry) -> dict[str, Any]:
    return rounded(shapely.simplify(shape, ZONE_SIMPLIFY), 3)


def _areas(scene: Scene) -> Iterator[dict[str, Any]]:
    for area in scene.area_events:
        centre = [round(area.spot.lat, 4), round(area.spot.lon, 4)]
        yield _feature(_outline(area.shape), **_spot(area.spot, scene), at=centre)


def _arrows(scene: Scene) -> Iterator[dict[str, Any]]:
    for arrow in scene.arrows:
        moves = [scene.movements[i] for i in arrow.movements]
        yield _feature(
            rounded(arrow.shape, 4),
            id=safe(arrow.id),
            f=arrow.faction,
            c=f"fl-arrow{' fl-announced' if arrow.announced else ''}",
            ev=[safe(i) for i in arrow.movements],
            tip=movement_tooltip(moves[0]),
            popup=[movement_popup(move, scene.articles) for move in moves],
        )


def _sweeps(scene: Scene) -> Iterator[dict[str, Any]]:
    for sweep in scene.sweeps:
        yield _feature(
            rounded(sweep.shape, 4),
            id=safe(sweep.offensive.id),
            c=f"fl-sweep fl-f-{sweep.offensive.party}",
            tip=offensive_tooltip(sweep.offensive),
            popup=offensive_popup(sweep.offensive),
        )


def _names(scene: Scene) -> list[dict[str, Any]]:
    if not scene.labels:
        return []
    factions = lexicon().factions
    return [
        {
            "t": safe(faction_label(name.faction)),
            "s": safe(factions[name.faction].short) if name.faction in factions else "",
            "f": name.faction,
            "at": [[lat, lon] for lon, lat in name.points],
            "r": name.radius_px,
        }
        for name in party_names(scene.zones)
    ]


def scene_data(scene: Scene) -> dict[str, Any]:
    """Give the scene as plain values, ready for JSON; every text in it is escaped HTML."""
    zones, rings = _zones(scene)
    chosen = chosen_spot(scene)
    return {
        "zones": zones,
        "rings": rings,
        "areas": _collection(_areas(scene)),
        "fronts": _collection(_fronts(scene)),
        "sweeps": _collection(_sweeps(scene)),
        "arrows": _collection(_arrows(scene)),
        "spots": {"heaps": heaps_data(scene.spots)} if isinstance(scene.spots, Heaps) else _collection(_spots(scene)),
        "names": _names(scene),
        "labels": scene.labels,
        "arabic": scene.arabic,
        "chosen": safe(chosen) if chosen is not None else None,
        "card": card_html(scene),
    }
