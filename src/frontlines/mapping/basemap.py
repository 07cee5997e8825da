"""The quiet base of the map: land, neighbours, water, governorates and towns, from ``geo/`` and the gazetteer."""

from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import shapely
from shapely.geometry import mapping as to_geojson
from shapely.geometry.base import BaseGeometry

from frontlines.geography.basemap import layer
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.provinces import governorates
from frontlines.mapping.escape import safe
from frontlines.mapping.theme import FRAME

_SIMPLIFY: Final = 0.004
"""Degrees, about 400 m: under half a pixel at the default zoom."""

_BY_HAND: Final = (
    # text, kind, lon, lat, turn in degrees, least zoom
    ("Mediterranean Sea", "water", 34.85, 34.55, 0, 6.5),
    ("Euphrates", "water", 40.62, 34.86, 52, 7),
    ("Khabur", "water", 40.72, 36.28, 52, 7.5),
    ("Lake Assad", "water", 38.22, 36.06, -34, 7.5),
    ("Orontes", "water", 36.62, 34.95, -68, 8.5),
    ("TURKEY", "country", 38.3, 37.12, 0, 6.5),
    ("IRAQ", "country", 42.15, 34.6, 0, 6.5),
    ("JORDAN", "country", 37.9, 32.3, 0, 6.5),
    ("LEBANON", "country", 35.85, 33.95, 0, 6.9),
    ("ISRAEL", "country", 35.25, 32.62, 0, 6.9),
    ("Golan, occupied", "note", 35.36, 33.06, 0, 7.5),
)
"""Names that stand outside Syria or along its water, set by hand."""
_LEAST_ZOOM: Final = {1: 5.0, 2: 7.0, 3: 8.4, 4: 9.6}
"""From which zoom on a town is named, by its rank in the gazetteer."""

PLACE_MARK: Final = "place:"
"""Before a place's id it makes the id that a click on the place's name answers with."""


def rounded(shape: BaseGeometry, decimals: int) -> dict[str, Any]:
    """Give a shape as a GeoJSON geometry with coordinates of so many decimals."""
    geometry: dict[str, Any] = to_geojson(shapely.transform(shape, lambda xy: xy.round(decimals)))
    return geometry


def _collection(shapes: Any) -> dict[str, Any]:
    """Clip shapes to the map's frame, simplify them and round them to 3 decimals; points that clipping leaves go."""
    parts = shapely.get_parts(shapely.clip_by_rect(shapes, *FRAME))
    slim = shapely.simplify(parts[shapely.get_dimensions(parts) > 0], _SIMPLIFY, preserve_topology=True)
    features = [
        {"type": "Feature", "properties": {}, "geometry": rounded(shape, 3)} for shape in slim if not shape.is_empty
    ]
    return {"type": "FeatureCollection", "features": features}


def _inner_lines(frame: gpd.GeoDataFrame) -> Any:
    """Give the lines between governorates once each, simplified together so that corners stay joined."""
    simple = shapely.coverage_simplify(frame.geometry.to_numpy(), _SIMPLIFY)
    outline = shapely.boundary(shapely.union_all(simple))
    lines = shapely.line_merge(shapely.union_all(shapely.boundary(simple)))
    return [shapely.difference(lines, outline.buffer(0.012))]


def _governorate_name(name: str, name_ar: str, shape: BaseGeometry) -> dict[str, Any]:
    widest = shapely.maximum_inscribed_circle(shape, tolerance=0.02).coords[0]  # type: ignore[call-overload]
    inside = shape.representative_point()
    return {
        "t": safe(name.upper()),
        "r": safe(name_ar),
        "k": "governorate",
        "at": [[round(lat, 3), round(lon, 3)] for lon, lat in (widest, (inside.x, inside.y))],
        "z": 6.9,
    }


@lru_cache(maxsize=1)
def base_data() -> dict[str, Any]:
    """Give ``layers``, GeoJSON collections by name, and ``labels``, names with their places, kind and least zoom.

    A label's ``t`` is the name in English, ``r`` in Arabic.

    Raises:
        DataError: when a file of the base map or the gazetteer is broken.
    """
    provinces, country = governorates(), layer("country")
    inside = shapely.union_all(country.geometry.to_numpy())
    rivers = layer("rivers").geometry.to_numpy()
    layers = {
        "neighbours": _collection(layer("neighbours").geometry.to_numpy()),
        "country": _collection(country.geometry.to_numpy()),
        "governorates": _collection(_inner_lines(provinces)),
        "golan": _collection(layer("golan").geometry.to_numpy()),
        "lakes": _collection(layer("lakes").geometry.to_numpy()),
        "rivers": _collection(shapely.intersection(rivers, inside)),
        "rivers-abroad": _collection(shapely.difference(rivers, inside)),
    }
    columns = (provinces["admin1"], provinces["name_ar"], provinces.geometry)
    names = [_governorate_name(str(name), str(arabic), shape) for name, arabic, shape in zip(*columns, strict=True)]
    names += [{"t": t, "k": k, "at": [[lat, lon]], "a": a, "z": z} for t, k, lon, lat, a, z in _BY_HAND]
    return {"layers": layers, "labels": names + _towns()}


def _towns() -> list[dict[str, Any]]:
    """Give the settlements with their rank's least zoom, weightiest first."""
    towns = [place for place in load_gazetteer().places if place.kind == "settlement" and place.country == "SY"]
    towns.sort(key=lambda place: (place.rank, -(place.population or 0), place.name))
    return [
        {
            "t": safe(place.name),
            "r": safe(place.name_ar or ""),
            "id": f"{PLACE_MARK}{place.id}",
            "k": {1: "capital", 2: "town"}.get(place.rank, "village"),
            "at": [[round(place.lat, 4), round(place.lon, 4)]],
            "z": _LEAST_ZOOM.get(place.rank, 9.6),
        }
        for place in towns
    ]
