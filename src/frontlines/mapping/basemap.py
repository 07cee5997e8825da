"""The quiet base of the map: land, neighbours, water, governorates and towns, from ``geo/`` and the gazetteer."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry import mapping as to_geojson

from frontlines.errors import DataError
from frontlines.mapping.escape import safe
from frontlines.mapping.theme import FRAME
from frontlines.settings import settings

LAYERS: Final = ("neighbours", "country", "governorates", "golan", "lakes", "rivers")
_SIMPLIFY: Final = 0.004
"""Degrees, about 400 m: a third of a pixel at the default zoom."""

WATER_NAMES: Final = (
    # text, lon, lat, turn in degrees, least zoom: set by hand along the water
    ("Mediterranean Sea", 34.85, 34.55, 0, 6.5),
    ("Euphrates", 40.62, 34.86, 52, 7),
    ("Khabur", 40.72, 36.28, 52, 7.5),
    ("Lake Assad", 38.22, 36.06, -34, 7.5),
    ("Orontes", 36.62, 34.95, -68, 8.5),
)
COUNTRY_NAMES: Final = (
    ("TURKEY", 38.3, 37.12),
    ("IRAQ", 42.15, 34.6),
    ("JORDAN", 37.3, 31.95),
    ("LEBANON", 35.85, 33.95),
    ("ISRAEL", 35.35, 32.75),
)


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is not readable GeoJSON ({error}): restore it from the project") from error
    return features


def _slim(feature: dict[str, Any]) -> dict[str, Any] | None:
    """Clip a feature to the map's frame, simplify it and round it to 3 decimals; drop its properties."""
    shape = shapely.clip_by_rect(shapely.from_geojson(json.dumps(feature["geometry"])), *FRAME)
    shape = shapely.simplify(shape, _SIMPLIFY, preserve_topology=True)
    if shape.is_empty:
        return None
    return {"type": "Feature", "properties": {}, "geometry": rounded(shape, 3)}


def rounded(shape: Any, decimals: int) -> dict[str, Any]:
    """Give a shape as a GeoJSON geometry with coordinates of so many decimals."""
    coords = shapely.transform(shape, lambda xy: xy.round(decimals))
    geometry: dict[str, Any] = json.loads(json.dumps(to_geojson(coords)))
    return geometry


def _governorate_lines(features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the lines between governorates once each, simplified together so that corners stay joined."""
    shapes = shapely.from_geojson([json.dumps(f["geometry"]) for f in features])
    if not len(shapes):
        return []
    simple = shapely.coverage_simplify(shapes, _SIMPLIFY)
    outline = shapely.boundary(shapely.union_all(simple))
    edges = shapely.difference(shapely.line_merge(shapely.union_all(shapely.boundary(simple))), outline.buffer(0.012))
    return [{"type": "Feature", "properties": {}, "geometry": rounded(edges, 3)}]


def _governorate_name(feature: dict[str, Any]) -> dict[str, Any]:
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    spots = [shape.representative_point()]
    widest = shapely.maximum_inscribed_circle(shape, tolerance=0.02)
    spots.insert(0, shapely.Point(widest.coords[0]))
    return {
        "t": safe(str(feature["properties"]["admin1"]).upper()),
        "k": "governorate",
        "at": [[round(p.y, 3), round(p.x, 3)] for p in spots],
        "z": 6.9,
    }


@lru_cache(maxsize=2)
def base_data() -> dict[str, Any]:
    """Give ``layers``, GeoJSON collections by name, and ``labels``, names with their places, kind and least zoom.

    Raises:
        DataError: when a file under ``geo/`` is not GeoJSON.
    """
    folder = settings().geo_dir
    raw = {name: _read(folder / f"{name}.geojson") for name in LAYERS}
    layers: dict[str, Any] = {}
    for name, features in raw.items():
        slim = _governorate_lines(features) if name == "governorates" else [_slim(f) for f in features]
        layers[name] = {"type": "FeatureCollection", "features": [f for f in slim if f]}
    labels = [_governorate_name(f) for f in raw["governorates"]]
    labels += [{"t": t, "k": "country", "at": [[lat, lon]], "z": 6.9} for t, lon, lat in COUNTRY_NAMES]
    labels += [{"t": t, "k": "water", "at": [[lat, lon]], "a": turn, "z": z} for t, lon, lat, turn, z in WATER_NAMES]
    return {"layers": layers, "labels": labels + _towns()}


def _towns() -> list[dict[str, Any]]:
    """Give the settlements with their rank's least zoom, weightiest first."""
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    least = {1: 5.0, 2: 7.0, 3: 8.4, 4: 9.6}
    towns = [p for p in load_gazetteer().places if p.kind == "settlement" and p.country == "SY"]
    towns.sort(key=lambda p: (p.rank, -(p.population or 0), p.name))
    return [
        {
            "t": safe(p.name),
            "k": "capital" if p.rank == 1 else "town" if p.rank == 2 else "village",
            "at": [[round(p.lat, 4), round(p.lon, 4)]],
            "z": least.get(p.rank, 9.6),
        }
        for p in towns
    ]
