"""More places from GeoNames: its dump for Syria, fetched or from a file, into a table in the user's home."""

import csv
import io
import os
import re
import tempfile
import unicodedata
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from frontlines.errors import InputError, UnavailableError
from frontlines.settings import settings

DUMP_ADDRESS = "https://download.geonames.org/export/dump/SY.zip"
"""GeoNames' daily dump for Syria, CC BY 4.0; columns as its readme.txt tells."""
LARGEST_DOWNLOAD = 20_000_000
LARGEST_TEXT = 100_000_000
_FIELDS = 19
_WORST_SHARE_OF_BAD_LINES = 0.01
_TIMEOUT_S = 60
_LAT = (32.0, 37.6)
_LON = (35.4, 42.6)
_ADMIN1 = {
    "01": "Al-Hasakah",
    "02": "Latakia",
    "03": "Quneitra",
    "04": "Raqqa",
    "05": "As-Suwayda",
    "06": "Daraa",
    "07": "Deir ez-Zor",
    "08": "Rif Dimashq",
    "09": "Aleppo",
    "10": "Hama",
    "11": "Homs",
    "12": "Idlib",
    "13": "Damascus",
    "14": "Tartus",
}
_NO_LONGER_THERE = frozenset({"PPLH", "PPLQ", "PPLCH"})
_KINDS = {
    "PPLX": ("neighbourhood", ""),
    "AIRB": ("airbase", "airbase"),
    "AIRF": ("airbase", "airfield"),
    "AIRP": ("airbase", "airport"),
    "DAM": ("facility", "dam"),
    "OILF": ("facility", "oil_field"),
    "GASF": ("facility", "gas_field"),
}
_COLUMNS = "id name name_ar kind feature lat lon admin1 country aliases rank source population".split()  # noqa: SIM905
_ARABIC = re.compile(r"^[\u0621-\u064a ]{3,}$")
_LATIN = re.compile(r"^[A-Z][A-Za-z' -]{3,}$")
_RANKS = ((150_000, 1), (30_000, 2), (3_000, 3))


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update brought: the table and how many places it holds, and lines of the dump that were no use."""

    path: Path
    places: int
    skipped: int


def update_gazetteer(source: Path | None = None, *, fetch: Callable[[str], bytes] | None = None) -> Updated:
    """Bring GeoNames' places of Syria into ``home/gazetteer/geonames-sy.csv``, used by ``load_gazetteer`` from then on.

    ``source`` is SY.zip or SY.txt as GeoNames gives it; without one the dump is fetched.  The old table stays until the
    new one is whole.

    Raises:
        InputError: when the dump can't be used: not there, too large, or not in GeoNames' form.
        UnavailableError: when GeoNames did not answer.
    """
    if source is None:
        text, label = _unzip((fetch or _download)(DUMP_ADDRESS), "the fetched dump"), "the fetched dump"
    else:
        text, label = _read(source), source.name
    rows, skipped = _rows(text)
    if not rows or skipped > max(1, len(rows)) * _WORST_SHARE_OF_BAD_LINES:
        raise InputError(f"{label} is no GeoNames dump for Syria ({len(rows)} usable lines); give SY.zip or SY.txt.")
    path = settings().home / "gazetteer" / "geonames-sy.csv"
    _write(path, rows)
    return Updated(path, len(rows), skipped)


def _download(address: str) -> bytes:
    request = urllib.request.Request(address, headers={"User-Agent": "frontlines gazetteer update"})  # noqa: S310  # https
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310  # a fixed https address
            body: bytes = answer.read(LARGEST_DOWNLOAD + 1)
    except OSError as error:
        raise UnavailableError(
            f"GeoNames did not answer ({type(error).__name__}); try again later, or give a file with --from."
        ) from error
    if len(body) > LARGEST_DOWNLOAD:
        raise InputError(f"the fetched dump is larger than {LARGEST_DOWNLOAD:,} bytes; give a file with --from.")
    return body


def _read(source: Path) -> str:
    try:
        if source.stat().st_size > LARGEST_TEXT:
            raise InputError(f"{source.name} is larger than {LARGEST_TEXT:,} bytes; give GeoNames' SY.zip or SY.txt.")
        body = source.read_bytes()
    except OSError as error:
        raise InputError(f"{source.name} can't be read ({error.strerror}); give GeoNames' SY.zip or SY.txt.") from error
    return _unzip(body, source.name) if body[:2] == b"PK" else _decode(body, source.name)


def _unzip(body: bytes, label: str) -> str:
    """Give the text of SY.txt inside a zip; what the archive claims about sizes is not believed."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open("SY.txt") as file:
            text = file.read(LARGEST_TEXT + 1)
    except KeyError:
        raise InputError(f"{label} holds no SY.txt; give GeoNames' SY.zip.") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise InputError(f"{label} is no zip file that can be read; give GeoNames' SY.zip.") from error
    if len(text) > LARGEST_TEXT:
        raise InputError(f"SY.txt in {label} is larger than {LARGEST_TEXT:,} bytes; give GeoNames' SY.zip.")
    return _decode(text, label)


def _decode(body: bytes, label: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{label} is not UTF-8 text; give GeoNames' SY.zip or SY.txt.") from error


def _rows(text: str) -> tuple[list[dict[str, str]], int]:
    rows: list[dict[str, str]] = []
    skipped = 0
    for fields in _lines(text):
        if fields is None:
            skipped += 1
            continue
        row = _row(fields)
        if row is not None:
            rows.append(row)
    return rows, skipped


def _lines(text: str) -> Iterator[list[str] | None]:
    """Give the fields of each line, or None for one that is not in GeoNames' form or not in Syria."""
    for line in text.split("\n"):
        if not line.strip():
            continue
        fields = line.rstrip("\r").split("\t")
        yield fields if len(fields) == _FIELDS and _is_sound(fields) else None


def _is_sound(fields: list[str]) -> bool:
    try:
        lat, lon = float(fields[4]), float(fields[5])
        int(fields[14] or 0)
    except ValueError:
        return False
    inside = _LAT[0] <= lat <= _LAT[1] and _LON[0] <= lon <= _LON[1]
    return inside and fields[0].isdigit() and fields[8] == "SY" and bool(fields[1].strip())


def _row(fields: list[str]) -> dict[str, str] | None:
    """Give the record of a place that reports name; None for wells, streams, offices and ruins."""
    feature_class, code = fields[6], fields[7]
    if code in _NO_LONGER_THERE or (feature_class != "P" and code not in _KINDS):
        return None
    kind, feature = _KINDS.get(code, ("settlement", ""))
    people = int(fields[14] or 0)
    name = _ascii(fields[1])
    others = fields[3].split(",")
    arabic = [other for other in others if _ARABIC.match(other)]
    latin = sorted({plain for other in others if _LATIN.match(plain := _ascii(other))} - {name})
    return {
        "id": f"gn-{fields[0]}",
        "name": name,
        "name_ar": arabic[0] if arabic else "",
        "kind": kind,
        "feature": feature,
        "lat": f"{float(fields[4]):.4f}",
        "lon": f"{float(fields[5]):.4f}",
        "admin1": _ADMIN1.get(fields[10], ""),
        "country": "SY",
        "aliases": "|".join([*latin, *arabic[1:]]),
        "rank": str(next((rank for least, rank in _RANKS if people >= least), 4)),
        "source": "GeoNames",
        "population": str(people or ""),
    }


def _ascii(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.translate(str.maketrans("‘’ʿʼı|", "''''i ")))
    return "".join(c for c in plain if not unicodedata.combining(c)).strip(" '")


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write the table aside and rename it, so that a reader meets the old or the new one, never a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    aside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(rows, key=lambda row: row["id"]))
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
