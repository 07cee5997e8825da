"""The network's edge for boundaries: the COD-AB of Syria from the Humanitarian Data Exchange (HDX)."""

import io
import json
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, Final

from frontlines.errors import UnavailableError

DATASET: Final = "https://data.humdata.org/api/3/action/package_show?id=cod-ab-syr"
"""HDX's description of OCHA's dataset "Syrian Arab Republic - Subnational Administrative Boundaries"."""
MAX_BYTES: Final = 150_000_000
MAX_SECONDS: Final = 120.0
_MAX_UNPACKED = 600_000_000
_CHUNK = 1 << 18
_KEPT = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg", ".geojson", ".gpkg"})
_FORMATS = ("geojson", "shp", "shapefile", "gpkg", "geopackage")
_OTHERWISE = "try again later, or download it by hand and run `frontlines boundaries update --from FOLDER`"

Fetch = Callable[[str], bytes]
"""Takes an address, gives what is there; raises UnavailableError."""


def over_the_network(address: str) -> bytes:
    """Give what ``address`` serves, at most ``MAX_BYTES`` of it within ``MAX_SECONDS``.

    Raises:
        UnavailableError: when it can't be had; the address is not named, the reason is.
    """
    if not address.startswith("https://"):
        raise UnavailableError(f"HDX named a file that is not behind https; {_OTHERWISE}.")
    request = urllib.request.Request(address, headers={"User-Agent": "frontlines boundaries update"})  # noqa: S310
    until = time.monotonic() + MAX_SECONDS
    got = io.BytesIO()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  # only https, see above
            while chunk := answer.read(_CHUNK):
                got.write(chunk)
                if got.tell() > MAX_BYTES:
                    raise UnavailableError(f"HDX's file is larger than {MAX_BYTES // 1_000_000} MB; {_OTHERWISE}.")
                if time.monotonic() > until:
                    raise UnavailableError(f"HDX took longer than {MAX_SECONDS:.0f} seconds; {_OTHERWISE}.")
    except urllib.error.HTTPError as problem:
        raise UnavailableError(f"HDX refused with status {problem.code}; {_OTHERWISE}.") from problem
    except OSError as problem:
        raise UnavailableError(f"HDX can't be reached; {_OTHERWISE}.") from problem
    return got.getvalue()


def download(folder: Path, *, fetch: Fetch) -> None:
    """Put the dataset's map files into ``folder``.

    Raises:
        UnavailableError: when HDX can't be reached or no longer offers the dataset in a form we read.
    """
    address = _choose(fetch(DATASET))
    packed = fetch(address)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            _unpack(archive, folder)
    except zipfile.BadZipFile as problem:
        raise UnavailableError(f"HDX gave something that is not a zip file; {_OTHERWISE}.") from problem


def _choose(description: bytes) -> str:
    """Give the address of the zipped map files that the dataset's description names."""
    try:
        resources: list[dict[str, Any]] = json.loads(description)["result"]["resources"]
        offered = {
            str(r["format"]).lower(): str(r["url"]) for r in reversed(resources) if ".zip" in str(r["url"]).lower()
        }
    except (ValueError, KeyError, TypeError) as problem:
        raise UnavailableError(f"HDX's description of the boundaries can't be read; {_OTHERWISE}.") from problem
    for name in _FORMATS:
        for form, address in offered.items():
            if name in form:
                return address
    raise UnavailableError(f"HDX no longer offers the boundaries as zipped GeoJSON or shapefiles; {_OTHERWISE}.")


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """Unpack only map files, flat, so that no name in the archive can lead out of ``folder``."""
    wanted = [item for item in archive.infolist() if PurePosixPath(item.filename).suffix.lower() in _KEPT]
    if sum(item.file_size for item in wanted) > _MAX_UNPACKED:
        raise UnavailableError(f"HDX's file unpacks to more than {_MAX_UNPACKED // 1_000_000} MB; {_OTHERWISE}.")
    for item in wanted:
        (folder / PurePosixPath(item.filename).name).write_bytes(archive.read(item))
