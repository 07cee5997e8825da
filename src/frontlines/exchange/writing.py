"""Layers written as GeoJSON, GeoPackage, GeoParquet, KML or CSV, each whole or not at all."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely

from frontlines.errors import InputError
from frontlines.exchange.columns import Layer, array_of
from frontlines.exchange.formats import FORMATS, MANIFEST_SUFFIX, form_of
from frontlines.exchange.kml import write_kml
from frontlines.exchange.rows import inert
from frontlines.exchange.shapes import DECIMALS

WKT: Final = "WKT"
"""The CSV's column of geometry; GDAL and QGIS read it by this name."""


def write(layers: Sequence[Layer], path: Path, manifest: Mapping[str, Any], *, plain: bool = False) -> Path:
    """Write layers to ``path``, in the format of its suffix, and the manifest beside it; gives the manifest's path.

    Both are written aside and put in place when they are whole, and the manifest has the file's SHA-256.  GeoPackage
    and KML keep layers apart; the others hold one table with a first column ``layer``.  GeoJSON, GeoPackage and
    GeoParquet have the manifest inside, too.

    Args:
        layers: what to write, in WGS 84 (lon, lat).
        path: the file; one that stands there is replaced.
        manifest: what ``manifest.manifest_of`` gives.
        plain: leave the geometry out of a CSV, so that it has the layer's columns and no other.

    Raises:
        InputError: when the name says no format or the file can't be written there.
    """
    suffix = form_of(path)
    beside = path.with_name(path.name + MANIFEST_SUFFIX)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as folder:
            aside = Path(folder) / f"made{suffix}"
            _WRITERS[suffix](layers, aside, manifest, plain)
            digest, size = _digest(aside)
            told = {**manifest, "file": {"name": path.name, "format": FORMATS[suffix], "bytes": size, "sha256": digest}}
            told_aside = Path(folder) / "manifest.json"
            told_aside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
            os.replace(aside, path)  # noqa: PTH105 - the atomic one on every system
            os.replace(told_aside, beside)  # noqa: PTH105
    except OSError as error:
        raise InputError(
            f"{path.name} can't be written ({error.strerror or 'no room'}): choose another place"
        ) from error
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError) as error:
        raise InputError(f"{path.name} can't be written: see that there is room, or choose another place") from error
    return beside


def content(layers: Sequence[Layer], suffix: str, manifest: Mapping[str, Any], *, plain: bool = False) -> bytes:
    """Give what ``write`` would write, for those who send it on."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"made{suffix}"
        _WRITERS[suffix](layers, path, manifest, plain)
        return path.read_bytes()


def _digest(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def _together(layers: Sequence[Layer]) -> gpd.GeoDataFrame:
    """Put layers into one frame; where there are several, the column ``layer`` tells them apart."""
    if len(layers) == 1:
        return layers[0].frame
    parts = []
    for layer in layers:
        names = array_of([layer.name] * len(layer.frame), "text")
        parts.append(layer.frame.assign(layer=names)[["layer", *layer.frame.columns]])
    joined = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(joined[[*(name for name in joined if name != "geometry"), "geometry"]], crs=parts[0].crs)


def _geojson(layers: Sequence[Layer], path: Path, manifest: Mapping[str, Any], _plain: bool) -> None:
    outer = {"type": "FeatureCollection", "frontlines": manifest}
    pyogrio.write_dataframe(
        _together(layers),
        path,
        driver="GeoJSON",
        layer=layers[0].name if len(layers) == 1 else "control",
        geometry_type="Unknown",
        use_arrow=True,
        layer_options={
            "NATIVE_DATA": json.dumps(outer, ensure_ascii=False),
            "NATIVE_MEDIA_TYPE": "application/vnd.geo+json",
            "COORDINATE_PRECISION": str(DECIMALS),
        },
    )


def _geopackage(layers: Sequence[Layer], path: Path, manifest: Mapping[str, Any], _plain: bool) -> None:
    told = {"frontlines": json.dumps(manifest, ensure_ascii=False)}
    for number, layer in enumerate(layers):
        frame, kind = _typed(layer.frame)
        pyogrio.write_dataframe(
            frame,
            path,
            driver="GPKG",
            layer=layer.name,
            geometry_type=kind,
            use_arrow=True,
            append=number > 0,
            dataset_metadata=told if number == 0 else None,
        )


def _typed(frame: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, str]:
    """Give a frame whose layer has one geometry type, and that type; "Unknown" where points and areas are mixed."""
    kinds = {kind for kind in frame.geometry.geom_type.unique() if isinstance(kind, str)}
    if len(kinds) == 1:
        return frame, kinds.pop()
    for single, together in (("Polygon", shapely.multipolygons), ("LineString", shapely.multilinestrings)):
        if kinds == {single, f"Multi{single}"}:
            shapes: list[Any] = [together([shape]) if shape.geom_type == single else shape for shape in frame.geometry]
            return frame.set_geometry(shapes, crs=frame.crs), f"Multi{single}"
    return frame, "Unknown"


def _parquet(layers: Sequence[Layer], path: Path, manifest: Mapping[str, Any], _plain: bool) -> None:
    frame = _together(layers).copy(deep=False)
    frame.attrs = {"frontlines": manifest}
    frame.to_parquet(path, index=False, compression="zstd", schema_version="1.1.0")


def _kml(layers: Sequence[Layer], path: Path, _manifest: Mapping[str, Any], _plain: bool) -> None:
    write_kml(layers, path)


def _csv(layers: Sequence[Layer], path: Path, _manifest: Mapping[str, Any], plain: bool) -> None:
    frame = _together(layers)
    table = pd.DataFrame(frame.drop(columns="geometry"))
    for name in table.columns:
        if "string" in str(table[name].dtype):
            table[name] = _guard(table[name])
    if not plain:
        wkt = shapely.to_wkt(frame.geometry.to_numpy(), rounding_precision=DECIMALS)
        table[WKT] = pd.Series(wkt, dtype=object)
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _guard(texts: "pd.Series[Any]") -> "pd.Series[Any]":
    """Put an apostrophe before texts that a spreadsheet would run as a formula."""
    guarded = [inert(value) if isinstance(value, str) else value for value in texts.astype(object).tolist()]
    return pd.Series(guarded, index=texts.index, dtype=object)


_WRITERS: Final = {
    ".geojson": _geojson,
    ".gpkg": _geopackage,
    ".parquet": _parquet,
    ".kml": _kml,
    ".csv": _csv,
}
