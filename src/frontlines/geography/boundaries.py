"""Newer boundaries: OCHA's COD-AB for Syria, levels 1 to 3, taken in by hand and used from then on.

They are kept in one file, ``home/boundaries/cod-ab.gpkg``, with a layer for each level: ``admin1``, ``admin2``,
``admin3``.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import geopandas as gpd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from frontlines.crs import WGS84
from frontlines.errors import DataError, InputError
from frontlines.geography.hdx import Fetch, download, over_the_network
from frontlines.settings import settings

ADMIN1_BY_PCODE: Final = {
    "SY01": "Damascus",
    "SY02": "Aleppo",
    "SY03": "Rif Dimashq",
    "SY04": "Homs",
    "SY05": "Hama",
    "SY06": "Latakia",
    "SY07": "Idlib",
    "SY08": "Al-Hasakah",
    "SY09": "Deir ez-Zor",
    "SY10": "Tartus",
    "SY11": "Raqqa",
    "SY12": "Daraa",
    "SY13": "As-Suwayda",
    "SY14": "Quneitra",
}
"""OCHA's p-codes of the governorates (COD-AB Syria) and our names for them."""
LEVELS: Final = (1, 2, 3)
_SUFFIXES = frozenset({".shp", ".geojson", ".gpkg"})
_REGION = shapely.box(34.0, 31.0, 44.0, 39.0)
_NAMES = ("adm{}_en", "adm{}_name", "adm{}_name_en", "admin{}name_en")
_ARABIC = ("adm{}_ar", "adm{}_name1", "adm{}_name_ar", "admin{}name_ar")
_PCODES = ("adm{}_pcode", "admin{}pcode")


@dataclass(frozen=True, slots=True)
class Update:
    """What an update took in: areas per level."""

    areas: dict[int, int]
    file: Path


def update(source: Path | None = None, *, fetch: Fetch = over_the_network) -> Update:
    """Take COD-AB levels 1 to 3 from a folder, or fetch them, check them, and use them from now on.

    Args:
        source: Folder with shapefiles, GeoJSON or GeoPackages, at any depth; which file holds which level is seen from
            the columns (``adm1_pcode``, ``ADM2_PCODE`` …).  None fetches them from the Humanitarian Data Exchange.
        fetch: How to reach the network.

    Raises:
        InputError: when the folder is missing or what it holds is not COD-AB for Syria; every fault is named.
        UnavailableError: when the Humanitarian Data Exchange can't be reached or gives something else.
    """
    if source is None:
        with tempfile.TemporaryDirectory() as folder:
            download(Path(folder), fetch=fetch)
            return _take(Path(folder))
    if not source.is_dir():
        raise InputError(f"there is no folder {str(source)!r}; name the folder that holds the COD-AB files.")
    return _take(source)


def loaded(level: int) -> gpd.GeoDataFrame | None:
    """Give the areas of one level in WGS 84, or None when no update was taken in (or it had no such level).

    Columns: ``pcode``, ``name``, ``name_ar``, ``parent`` (p-code one level up), geometry; level 1 also ``admin1``.

    Raises:
        DataError: when the file is broken.
    """
    file = _file()
    try:
        written = file.stat().st_mtime_ns
    except OSError:
        return None
    return _read(file, written).get(level)


def stamp() -> tuple[str, int]:
    """Give what changes when other boundaries are in force: for keys of caches."""
    file = _file()
    return (str(file), file.stat().st_mtime_ns) if file.is_file() else ("", 0)


def admin_codes(lon: float, lat: float) -> dict[str, str]:
    """Give p-code and name of the areas around a point (WGS 84 degrees), as far as they are loaded; else nothing.

    Keys: ``adm1_pcode``, ``adm1_name``, ``adm2_pcode`` … for each level that has an area there.
    """
    codes: dict[str, str] = {}
    for level in LEVELS:
        row = area_at(level, lon, lat)
        if row is not None:
            codes[f"adm{level}_pcode"], codes[f"adm{level}_name"] = row[0], row[1]
    return codes


def area_at(level: int, lon: float, lat: float) -> tuple[str, str, BaseGeometry] | None:
    """Give (p-code, name, shape) of the area of ``level`` at a point, the first by p-code where several meet."""
    frame = loaded(level)
    if frame is None:
        return None
    hits = frame.iloc[sorted(frame.sindex.query(shapely.Point(lon, lat), predicate="intersects"))]
    if hits.empty:
        return None
    first = hits.sort_values("pcode").iloc[0]
    return str(first["pcode"]), str(first["name"]), first.geometry


def _file() -> Path:
    return settings().home / "boundaries" / "cod-ab.gpkg"


@lru_cache(maxsize=2)
def _read(file: Path, _written: int) -> dict[int, gpd.GeoDataFrame]:
    try:
        present = {str(name) for name, _ in pyogrio.list_layers(file)}
        frames = {n: gpd.read_file(file, layer=f"admin{n}") for n in LEVELS if f"admin{n}" in present}
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as problem:
        raise DataError(
            f"{file} can't be read; delete it or run `frontlines boundaries update` once more."
        ) from problem
    if 1 not in frames or set(frames[1]["admin1"]) != set(ADMIN1_BY_PCODE.values()):
        raise DataError(f"{file} lacks governorates; delete it or run `frontlines boundaries update` once more.")
    return frames


def _take(folder: Path) -> Update:
    """Check all levels that ``folder`` holds and put them in place at once."""
    frames: dict[int, gpd.GeoDataFrame] = {}
    for frame in _polygon_layers(folder):
        level = max((n for n in LEVELS if _column(frame, _PCODES, n)), default=None)
        if level is not None and level not in frames:
            frames[level] = _standard(frame, level)
    faults = _faults(frames)
    if faults:
        raise InputError(f"{str(folder)!r} is not COD-AB for Syria: {'; '.join(faults)}. Nothing was changed.")
    return Update(areas={level: len(frames[level]) for level in sorted(frames)}, file=_write(frames))


def _polygon_layers(folder: Path) -> Iterator[gpd.GeoDataFrame]:
    """Give every polygon layer below ``folder``, in the order of file names, columns in lower case."""
    for file in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file()):
        try:
            for name, kind in pyogrio.list_layers(file):
                if kind is not None and "Polygon" in str(kind):
                    yield gpd.read_file(file, layer=name).rename(columns=str.lower)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as problem:
            raise InputError(f"{file.name} can't be read as a map layer; download it once more.") from problem


def _column(frame: gpd.GeoDataFrame, patterns: tuple[str, ...], level: int) -> str | None:
    return next((name for name in (p.format(level) for p in patterns) if name in frame.columns), None)


def _standard(frame: gpd.GeoDataFrame, level: int) -> gpd.GeoDataFrame:
    """Give the frame with our columns, in WGS 84, mended where rings cross."""
    wanted = {
        "pcode": (_PCODES, level),
        "name": (_NAMES, level),
        "name_ar": (_ARABIC, level),
        "parent": (_PCODES, level - 1),
    }
    data: dict[str, object] = {}
    for ours, (patterns, at) in wanted.items():
        column = _column(frame, patterns, at)
        data[ours] = frame[column].astype("string").str.strip() if column else None
    made = gpd.GeoDataFrame(data, geometry=frame.geometry.make_valid(), crs=frame.crs)
    if level == 1:
        made["admin1"] = made["pcode"].map(ADMIN1_BY_PCODE).astype("string")
    return made if made.crs is None else made.to_crs(WGS84)


def _faults(frames: dict[int, gpd.GeoDataFrame]) -> list[str]:
    """Name everything that is wrong with the levels found."""
    if 1 not in frames:
        return ["no polygons with a column adm1_pcode (level 1) were found"]
    faults = []
    for level, frame in sorted(frames.items()):
        if frame.crs is None:
            faults.append(f"level {level} does not say its coordinate system")
        elif not frame.geometry.within(_REGION).all():
            faults.append(f"level {level} has areas outside Syria's surroundings")
        if frame["pcode"].isna().any() or not frame["pcode"].is_unique:
            faults.append(f"level {level} has p-codes that are missing or used twice")
        if frame["name"].isna().any():
            faults.append(f"level {level} has areas without a name")
        if level - 1 in frames and (strays := sorted(set(frame["parent"].dropna()) - set(frames[level - 1]["pcode"]))):
            faults.append(f"level {level} belongs to unknown areas {', '.join(strays[:3])}")
    missing = sorted(set(ADMIN1_BY_PCODE) - set(frames[1]["pcode"].dropna()))
    extra = sorted(set(frames[1]["pcode"].dropna()) - set(ADMIN1_BY_PCODE))
    if missing:
        faults.append(f"governorates {', '.join(missing)} are missing")
    if extra:
        faults.append(f"governorates {', '.join(extra)} are not known")
    return faults


def _write(frames: dict[int, gpd.GeoDataFrame]) -> Path:
    """Write all levels into one file beside its place, then put it there in one step."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        aside = Path(folder) / file.name
        for level, frame in sorted(frames.items()):
            frame.to_file(aside, layer=f"admin{level}", driver="GPKG", engine="pyogrio")
        os.replace(aside, file)  # noqa: PTH105  # os.replace is the atomic one on every system
    return file
