"""The features of GeoJSON and GeoPackage files from outside, as rows."""

import json
import math
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from frontlines.crs import WGS84
from frontlines.errors import InputError
from frontlines.exchange.rows import MAX_COLUMNS, REACH, SPOT, Row, check_size

MAX_JSON_BYTES: Final = 300_000_000
"""GeoJSON is read whole, so less of it is taken than of rows that come one by one."""
MAX_FEATURES: Final = 1_000_000
_KM_PER_DEGREE: Final = 111.32
_SQLITE: Final = b"SQLite format 3\x00"


def geojson_rows(path: Path) -> Iterator[Row]:
    """Give the features of a GeoJSON file (RFC 7946: WGS 84, lon lat); a feature's number counts from 1.

    Properties become cells, in lower case; the shape gives ``rows.SPOT``, and ``rows.REACH`` where it is no point.

    Raises:
        InputError: when the file is too large or is not GeoJSON.
    """
    check_size(path, MAX_JSON_BYTES)
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path.name} is not GeoJSON: check that the file is whole") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list):
        raise InputError(f"{path.name} is not a GeoJSON FeatureCollection: export its features as one")
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(feature, dict) or not isinstance(properties, dict | None):
            yield Row(number, {}, "it is no feature")
        elif properties is not None and len(properties) > MAX_COLUMNS:
            yield Row(number, {}, f"it has more than {MAX_COLUMNS} properties")
        else:
            yield _row(number, properties or {}, feature.get("geometry"), feature.get("id"))


def geopackage_rows(path: Path, layer: str | None = None) -> Iterator[Row]:
    """Give the features of one layer of a GeoPackage, the only one or the one named, brought to WGS 84.

    Raises:
        InputError: when the file is too large or no sound GeoPackage, or which layer is meant can't be told.
    """
    check_size(path)
    with path.open("rb") as file:
        if file.read(len(_SQLITE)) != _SQLITE:
            raise InputError(f"{path.name} is not a GeoPackage: check that the download was whole")
    import pyogrio  # noqa: PLC0415 - heavy

    try:
        name = _layer(path, layer)
        frame = pyogrio.read_dataframe(path, layer=name, max_features=MAX_FEATURES + 1, use_arrow=False)
    except (sqlite3.Error, pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise InputError(f"{path.name} is damaged or no GeoPackage: check that the download was whole") from error
    if len(frame) > MAX_FEATURES:
        raise InputError(f"{path.name} has more than {MAX_FEATURES:,} features: split it")
    if "geometry" not in frame.columns:
        shapes: list[Any] = [None] * len(frame)
    else:
        if frame.crs is None:
            raise InputError(f"{path.name} does not say its coordinate system: set it and export the layer again")
        shapes = list(frame.to_crs(WGS84).geometry)
    columns = [column for column in frame.columns if column != "geometry"]
    for number, (shape, values) in enumerate(
        zip(shapes, frame[columns].itertuples(index=False, name=None), strict=True), start=1
    ):
        yield _shaped(number, dict(zip(columns, values, strict=True)), shape)


def _layer(path: Path, wanted: str | None) -> str:
    """Choose a layer that is a plain table: what a view of a stranger's computes is not run."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        found = connection.execute(
            "SELECT c.table_name FROM gpkg_contents c JOIN sqlite_master m ON m.name = c.table_name "
            "WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.data_type IN ('features', 'attributes') "
            "ORDER BY c.table_name LIMIT 50"
        ).fetchall()
    names = [str(name) for (name,) in found]
    if wanted is not None:
        if wanted not in names:
            raise InputError(f"{path.name} has no layer {wanted!r}: choose {', '.join(names) or 'another file'}")
        return wanted
    if len(names) != 1:
        what = "no layer" if not names else f"the layers {', '.join(names)}"
        raise InputError(f"{path.name} has {what}: name the one with the rows by --layer")
    return names[0]


def _row(number: int, properties: Mapping[str, Any], geometry: Any, feature_id: Any) -> Row:
    if geometry is None:
        return _shaped(number, properties, None, feature_id)
    import shapely  # noqa: PLC0415 - heavy
    from shapely.geometry import shape  # noqa: PLC0415

    try:
        made = shape(geometry)
    except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return Row(number, {}, "its geometry is not GeoJSON")
    return _shaped(number, properties, made, feature_id)


def _shaped(number: int, properties: Mapping[str, Any], shape: Any, feature_id: Any = None) -> Row:
    """Give a row of properties and shape."""
    values = {str(name).strip().lower(): _cell(value) for name, value in properties.items()}
    if feature_id is not None and not values.get("id"):
        values["id"] = _cell(feature_id)
    if shape is not None and not shape.is_empty:
        spot = shape if shape.geom_type == "Point" else shape.representative_point()
        if not (math.isfinite(spot.x) and math.isfinite(spot.y)):
            return Row(number, {}, "its geometry has coordinates that are no numbers")
        values[SPOT] = f"{float(spot.y)!r} {float(spot.x)!r}"
        if shape.geom_type != "Point":
            west, south, east, north = shape.bounds
            across = math.hypot((east - west) * math.cos(math.radians(spot.y)), north - south)
            values[REACH] = f"{max(0.1, across * _KM_PER_DEGREE / 2):.1f}"
    return Row(number, values)


def _cell(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are not equal to themselves
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dict | list):
        return "|".join(map(str, value)) if isinstance(value, list) else json.dumps(value, ensure_ascii=False)[:4000]
    return "" if isinstance(value, bytes) else str(value)
