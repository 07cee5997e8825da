"""The layers that ship in ``geo/`` (see its SOURCES.md), each read once."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal

import geopandas as gpd

from frontlines.crs import WGS84
from frontlines.errors import DataError
from frontlines.settings import settings

LayerName = Literal["governorates", "country", "golan", "neighbours", "rivers", "roads", "lakes"]


def layer(name: LayerName) -> gpd.GeoDataFrame:
    """Give one layer in WGS 84, (lon, lat); a copy, so what is done to it stays with the caller.

    All have ``name`` (``governorates``: ``admin1``) and ``name_ar``; ``country``, ``golan``, ``neighbours``,
    ``rivers``, ``roads`` and ``lakes`` also ``place``, the gazetteer's id or None.

    Raises:
        DataError: when the file is missing or broken.
    """
    return _read(settings().geo_dir / f"{name}.geojson").copy()


def layer_text(name: LayerName) -> str:
    """Give one layer as the GeoJSON text of its file, as a browser takes it."""
    return (settings().geo_dir / f"{name}.geojson").read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _read(path: Path) -> gpd.GeoDataFrame:
    try:
        collection = json.loads(path.read_text(encoding="utf-8"))
        return gpd.GeoDataFrame.from_features(collection["features"], crs=WGS84)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise DataError(f"{path.name} in {path.parent} can't be read; restore it from the distribution.") from problem
