"""Who held what as tables to take away: zones, fronts, places, and change."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd

from frontlines.crs import EQUAL_AREA, METRIC
from frontlines.exchange.columns import FRONTS, GROUND, PLACE_CHANGES, PLACES, ZONES, Layer, layer_of
from frontlines.exchange.shapes import rounded
from frontlines.exchange.tables import where_columns
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.provinces import province_shape
from frontlines.model import MatchStatus, Placement

PARTY_COLUMNS = ("controller", "other", "side_a", "side_b", "loser", "winner")
"""Columns of these layers that name a party by its key."""


def places_layer(picture: Any) -> Layer:
    """Give the known places of a picture's day (``control.Picture``) with who held each."""
    states = picture.states
    data = {
        **_where(states),
        "controller": _list(states, "holder"),
        **{name: _list(states, name) for name in ("other", "status", "since", "seen", "confidence", "basis")},
        "day": [picture.day] * len(states),
    }
    return layer_of("places", PLACES, data, rounded(states.geometry.to_numpy()))


def zones_layer(picture: Any) -> Layer:
    """Give the zones of a picture's day."""
    zones = picture.zones
    names = ("id", "zone", "other", "status", "since", "confidence", "step", "area_km2", "basis")
    data = {name: _list(zones, name) for name in names}
    data |= {"controller": _list(zones, "holder"), "day": [picture.day] * len(zones)}
    return layer_of("zones", ZONES, data, rounded(zones.geometry.to_numpy()))


def fronts_layer(picture: Any) -> Layer:
    """Give the fronts of a picture's day."""
    fronts = picture.fronts
    data = {name: _list(fronts, name) for name in ("id", "status", "since", "length_km", "basis")}
    data |= {"side_a": _list(fronts, "a"), "side_b": _list(fronts, "b"), "day": [picture.day] * len(fronts)}
    return layer_of("fronts", FRONTS, data, rounded(fronts.geometry.to_numpy()))


def change_layers(change: Any) -> list[Layer]:
    """Give ground and places that changed hands between two days (``control.Change``)."""
    ground, places = change.ground, change.places
    pair = ("loser", "winner")
    return [
        layer_of(
            "ground",
            GROUND,
            {**_days(change, len(ground)), **{name: _list(ground, name) for name in (*pair, "area_km2")}},
            rounded(ground.geometry.to_numpy()),
        ),
        layer_of(
            "places",
            PLACE_CHANGES,
            {
                **_days(change, len(places)),
                **_where(places),
                **{name: _list(places, name) for name in (*pair, "status_before", "status", "since", "basis")},
            },
            rounded(places.geometry.to_numpy()),
        ),
    ]


def of_parties(layer: Layer, keys: Sequence[str]) -> Layer:
    """Keep the rows in which one of some parties (by key) has a part."""
    named = [name for name in PARTY_COLUMNS if name in layer.frame.columns]
    return replace(layer, frame=_kept(layer.frame, layer.frame[named].isin(list(keys)).any(axis=1)))


def within(layer: Layer, admin1: Sequence[str]) -> Layer:
    """Keep what lies in some governorates; ground and fronts are cut to them and measured anew."""
    frame = layer.frame
    if "admin1" in frame.columns:
        return replace(layer, frame=_kept(frame, frame["admin1"].isin(list(admin1))))
    import shapely  # noqa: PLC0415

    area = shapely.union_all([province_shape(name) for name in admin1])
    cut = frame.geometry.intersection(area)
    size: Callable[[gpd.GeoSeries], Any]
    name = "area_km2" if "area_km2" in frame.columns else "length_km"
    if name == "area_km2":
        cut, size = cut.apply(_only("Polygon")), lambda shapes: shapes.to_crs(EQUAL_AREA).area / 1e6
    else:
        cut, size = cut.apply(_only("LineString")), lambda shapes: shapes.to_crs(METRIC).length / 1e3
    made = frame.set_geometry(rounded(cut.to_numpy()), crs=frame.crs)
    made[name] = size(made.geometry).round(1).astype(frame[name].dtype)
    return replace(layer, frame=_kept(made, ~made.geometry.is_empty))


def _only(kind: str) -> Callable[[Any], Any]:
    """Give what keeps the parts of one kind of a shape: where borders touch, a cut leaves points and lines too."""
    import shapely  # noqa: PLC0415

    together = shapely.multipolygons if kind == "Polygon" else shapely.multilinestrings

    def cut(shape: Any) -> Any:
        parts = [part for part in shapely.get_parts(shape) if part.geom_type == kind]
        return parts[0] if len(parts) == 1 else together(parts)

    return cut


def _kept(frame: gpd.GeoDataFrame, mask: Any) -> gpd.GeoDataFrame:
    kept: gpd.GeoDataFrame = frame[mask.astype(bool)].reset_index(drop=True)
    return kept


def _days(change: Any, count: int) -> dict[str, Sequence[Any]]:
    return {"from_day": [change.start] * count, "to_day": [change.end] * count}


def _list(frame: Any, column: str) -> list[Any]:
    made: list[Any] = frame[column].tolist()
    return made


def _where(frame: Any) -> dict[str, Sequence[Any]]:
    gazetteer = load_gazetteer()
    wheres = []
    for place_id, name, shape in zip(frame["place_id"], frame["name"], frame.geometry, strict=True):
        known = gazetteer.get(place_id) if place_id in gazetteer else None
        wheres.append(
            Placement(
                MatchStatus.MATCHED,
                name=name,
                place_id=place_id if known else None,
                admin1=known.admin1 if known else None,
                country=known.country if known else None,
                lat=shape.y,
                lon=shape.x,
                precision=1,
            )
        )
    return where_columns(wheres, frame.geometry.to_numpy())
