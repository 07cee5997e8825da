"""Tables to take away, made by hand, and their reading back by GDAL and geopandas."""

import warnings
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from frontlines.exchange.columns import Layer
from frontlines.exchange.rows import unguarded

TODAY = date(2020, 1, 1)


def told(layer: Layer) -> list[dict[str, Any]]:
    """Give a layer's rows as plain values: texts, numbers, ISO days, WKT of the geometry."""
    return plain(layer.frame, layer)


def read_back(path: Path, layer: Layer, *, several: bool = False) -> list[dict[str, Any]]:
    """Read a written file by GDAL (GeoParquet by geopandas), as ``told`` gives it."""
    suffix = path.suffix
    if suffix == ".parquet":
        frame = gpd.read_parquet(path)
    else:
        apart = several and suffix in {".gpkg", ".kml"}
        frame = pyogrio.read_dataframe(path, **({"layer": layer.name} if apart else {}))
    if several and "layer" in frame.columns:
        frame = frame[frame["layer"] == layer.name].reset_index(drop=True)
    if suffix == ".csv":
        texts = frame.drop(columns="geometry").astype(object)
        frame = frame.assign(**{n: [unguarded(v) if isinstance(v, str) else v for v in texts[n]] for n in texts})
    return plain(frame, layer)


def plain(frame: gpd.GeoDataFrame, layer: Layer) -> list[dict[str, Any]]:
    columns = {c.name: [_value(v, c.kind) for v in frame[c.name].astype(object)] for c in layer.columns}
    shapes = [_shape(shape) for shape in frame.geometry]
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [{**row, "geometry": shape} for row, shape in zip(rows, shapes, strict=True)]


def _value(value: Any, kind: str) -> Any:
    if pd.isna(value) or value == "":
        return None
    if kind == "int":
        return int(value)
    if kind == "real":
        return float(value)
    if kind == "flag":
        return value in {"True", "true"} if isinstance(value, str) else bool(value)
    if kind == "date":
        with warnings.catch_warnings():
            return pd.Timestamp(value).date().isoformat()
    return str(value)


def _shape(shape: Any) -> str | None:
    """Give WKT, a shape of one part as that part: a GeoPackage's layer has one type."""
    if shape is None or shape.is_empty:
        return None
    parts = shapely.get_parts(shapely.force_2d(shape))
    return shapely.to_wkt((parts[0] if len(parts) == 1 else shapely.force_2d(shape)).normalize())
