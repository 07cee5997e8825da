"""Gazetteer files: rows of CSV into checked ``Place`` records."""

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from frontlines.errors import DataError
from frontlines.model import Place, PlaceKind

ADMIN1 = (
    "Aleppo",
    "Al-Hasakah",
    "As-Suwayda",
    "Damascus",
    "Daraa",
    "Deir ez-Zor",
    "Hama",
    "Homs",
    "Idlib",
    "Latakia",
    "Quneitra",
    "Raqqa",
    "Rif Dimashq",
    "Tartus",
)
"""The fourteen governorates by the names that records and boundaries use."""

_NEEDED = ("id", "name", "kind", "lat", "lon")
_KINDS = frozenset(get_args(PlaceKind))
_DEFAULT_RANK = 4
_DEFAULT_RADIUS_KM = {
    "settlement": 2.0,
    "neighbourhood": 0.8,
    "facility": 1.0,
    "airbase": 2.0,
    "crossing": 1.0,
    "province": 60.0,
    "district": 25.0,
    "region": 15.0,
    "countryside": 20.0,
    "country": 300.0,
    "river": 100.0,
}


def read_records(path: Path) -> Iterator[Place]:
    """Read one gazetteer file (WGS 84 degrees, kilometres; ``data/SOURCES.md`` tells the columns).

    Raises:
        DataError: for the first fault, with file, line and field.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
            if missing:
                raise DataError(f"{path.name}, line 1: no column {', '.join(missing)}; add what is missing.")
            for row in reader:
                if any(value and not isinstance(value, list) for value in row.values()):
                    yield _place(row, f"{path.name}, line {reader.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name} can't be read as a gazetteer: {error}; mend or remove it.") from error


def _place(row: dict[str, str], where: str) -> Place:
    if None in row:
        raise DataError(f"{where}: more fields than columns; quote the field that holds a comma.")
    row = {key: (value or "").strip() for key, value in row.items()}
    kind = row["kind"]
    if kind not in _KINDS:
        raise DataError(f"{where}, field kind: {kind!r} is none of {', '.join(sorted(_KINDS))}.")
    if not row["id"] or not row["name"]:
        raise DataError(f"{where}, field {'name' if row['id'] else 'id'}: it is empty; give one.")
    country = row.get("country") or "SY"
    admin1 = row.get("admin1") or None
    if admin1 is not None and country == "SY" and admin1 not in ADMIN1:
        raise DataError(f"{where}, field admin1: {admin1!r} is none of {', '.join(ADMIN1)}.")
    sources = tuple(value for value in (row.get("source"), row.get("source2")) if value)
    return Place(
        id=row["id"],
        name=row["name"],
        kind=kind,  # type: ignore[arg-type]  # checked above
        lat=_number(row, "lat", where, limit=90.0),
        lon=_number(row, "lon", where, limit=180.0),
        country=country,
        admin1=admin1 if country == "SY" else None,
        name_ar=row.get("name_ar") or None,
        aliases=tuple(alias for part in row.get("aliases", "").split("|") if (alias := part.strip())),
        feature=row.get("feature") or None,
        parent=row.get("parent") or None,
        rank=int(_number(row, "rank", where, limit=9.0)) if row.get("rank") else _DEFAULT_RANK,
        radius_km=_number(row, "radius_km", where, limit=3000.0) if row.get("radius_km") else _DEFAULT_RADIUS_KM[kind],
        sources=sources,
        single=len(sources) < 2,
        population=int(_number(row, "population", where, limit=1e9)) if row.get("population") else None,
    )


def _number(row: dict[str, str], field: str, where: str, *, limit: float) -> float:
    try:
        value = float(row[field])
    except ValueError:
        raise DataError(f"{where}, field {field}: {row[field]!r} is no number.") from None
    if not math.isfinite(value) or abs(value) > limit:
        raise DataError(f"{where}, field {field}: {row[field]} is beyond {limit:g}.")
    return value
