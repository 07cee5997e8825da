"""The five formats that tables are taken away in, by the suffix of the file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from frontlines.errors import InputError

FORMATS: Final[Mapping[str, str]] = {
    ".geojson": "GeoJSON",
    ".gpkg": "GeoPackage",
    ".parquet": "GeoParquet",
    ".kml": "KML",
    ".csv": "CSV",
}
MIME: Final[Mapping[str, str]] = {
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".parquet": "application/vnd.apache.parquet",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".csv": "text/csv",
}
MANIFEST_SUFFIX: Final = ".manifest.json"


def form_of(path: Path) -> str:
    """Give the suffix that says how ``path`` is written.

    Raises:
        InputError: when it is none of ``FORMATS``, or there is no such folder.
    """
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise InputError(f"{path.name} says no format: give a name that ends in {', '.join(FORMATS)}")
    if path.is_dir():
        raise InputError(f"{path} is a folder: give a file name, like {path.name or 'events'}.gpkg")
    if not path.parent.is_dir():
        raise InputError(f"the folder of {path} is not there: make it or choose another one")
    return suffix
