"""The ledger of sourced claims, ``data/ledger/control.csv``, read and checked row by row."""

import csv
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Final, Protocol, get_args

from frontlines.errors import DataError, InputError
from frontlines.geography.expressions import describe, parse
from frontlines.model import (
    AREAL_KINDS,
    Citation,
    ClaimStatus,
    ControlClaim,
    MatchStatus,
    Place,
    PlaceKind,
    Placement,
    When,
)
from frontlines.parties import Lexicon, lexicon
from frontlines.settings import settings

COLUMNS: Final = (
    "id",
    "place",
    "date",
    "date_precision",
    "holder",
    "status",
    "extent",
    "besieger",
    "previous",
    "operation",
    "source_url",
    "source_title",
    "source2_url",
    "source2_title",
    "note",
)
FILES: Final = ("control.csv", "ledger.toml", "events.csv")
"""What makes up the ledger's version; the events are read by ``control.events``."""
STATUSES: Final = frozenset(get_args(ClaimStatus))
EXTENTS: Final = ("all", "most", "part")
SHOWN_FAULTS: Final = 5
SURE_TWO: Final = 0.96
SURE_ONE: Final = 0.92
"""Certainty of a claim that two sources state, and of one that rests on a single source: a judgement."""


class Places(Protocol):
    """What the ledger needs of a gazetteer."""

    @property
    def content_hash(self) -> str:
        """A hash that changes with the content."""

    def get(self, place_id: str, /) -> Place:
        """Give the place with this id, or raise ``DataError``."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The claims, the last day they were brought up to, and a hash of the files' content."""

    claims: tuple[ControlClaim, ...]
    known_up_to: date
    content_hash: str
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Line of the file that each claim stands on, by its id."""
    path: str = ""


def ledger_folder() -> Path:
    """Give the folder of the ledger in force."""
    return settings().data_dir / "ledger"


def load_ledger(gazetteer: Places, folder: Path | None = None) -> Ledger:
    """Read the ledger; kept until its files or the gazetteer change.

    Raises:
        DataError: when a file is missing or broken; names file, line and field of the first faults.
    """
    folder = folder or ledger_folder()
    try:
        stamp = tuple((folder / name).stat().st_mtime_ns for name in FILES)
    except OSError as error:
        raise DataError(f"{error.filename} can't be read: restore it from the project") from error
    return _load(folder, stamp, Held(gazetteer))


class Held:
    """A gazetteer as a key, by its content."""

    def __init__(self, gazetteer: Places) -> None:
        self.gazetteer = gazetteer

    def __hash__(self) -> int:
        return hash(self.gazetteer.content_hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.gazetteer.content_hash == other.gazetteer.content_hash


@lru_cache(maxsize=4)
def _load(folder: Path, stamp: tuple[int, ...], held: Held) -> Ledger:
    del stamp
    ledger, faults = read_ledger(folder, held.gazetteer)
    if faults:
        more = f"; and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        raise DataError("; ".join(faults[:SHOWN_FAULTS]) + more)
    return ledger


def read_ledger(folder: Path, gazetteer: Places) -> tuple[Ledger, list[str]]:
    """Read the ledger without giving up at a fault: what could be read, and each fault with file, line and field.

    Raises:
        DataError: when a file can't be read at all.
    """
    csv_path, toml_path, events_path = (folder / name for name in FILES)
    try:
        raw, settled, told = csv_path.read_bytes(), toml_path.read_bytes(), events_path.read_bytes()
        text = raw.decode("utf-8-sig")
        known_up_to = tomllib.loads(settled.decode("utf-8"))["known_up_to"]
    except OSError as error:
        raise DataError(f"{error.filename} can't be read: restore it from the project") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{csv_path} is not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise DataError(f"{toml_path} must have a line known_up_to = DATE ({error}): mend it") from error
    if not isinstance(known_up_to, date):
        raise DataError(f"{toml_path}, known_up_to: {known_up_to!r} is no date: write it as 2017-02-28")
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise DataError(f"{csv_path} line 1: the columns {', '.join(missing)} are missing: add them")
    claims: dict[str, ControlClaim] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    try:
        for row in reader:
            where = f"{csv_path} line {reader.line_num}"
            found, wrong = _claim(row, gazetteer, lexicon())
            if found is not None and found.id in claims:
                wrong.append(f"id: {found.id!r} stands on line {lines[found.id]} already")
            faults.extend(f"{where}, {fault}" for fault in wrong)
            if found is not None and not wrong:
                claims[found.id] = found
                lines[found.id] = reader.line_num
    except csv.Error as error:
        raise DataError(f"{csv_path} line {reader.reader.line_num}: {error}: mend the quotes") from error
    content = hashlib.sha256(b"\0".join((raw, settled, told)) + gazetteer.content_hash.encode()).hexdigest()[:16]
    return Ledger(tuple(claims.values()), known_up_to, content, lines, str(csv_path)), faults


def _claim(row: dict[str, str], gazetteer: Places, known: Lexicon) -> tuple[ControlClaim | None, list[str]]:
    """Read one row: the claim, or None, and its faults as "field: what is wrong"."""
    if None in row or None in row.values():
        return None, [f"row: it does not have {len(COLUMNS)} fields: quote texts that hold a comma"]
    value = {key: text.strip() for key, text in row.items()}
    faults: list[str] = []
    when = _date(value["date"], faults)
    precision = int(value["date_precision"]) if value["date_precision"] in {"1", "2", "3", "4", "5"} else None
    if precision is None:
        faults.append(f"date_precision: {value['date_precision']!r} is none of 1 to 5")
    status, extent = value["status"], value["extent"] or "all"
    if status not in STATUSES:
        faults.append(f"status: {status!r} is none of {', '.join(sorted(STATUSES))}")
    if extent not in EXTENTS:
        faults.append(f"extent: {extent!r} is none of {', '.join(EXTENTS)}")
    faults.extend(
        f"{column}: {value[column]!r} is no party of data/lexicon/parties.toml"
        for column in ("holder", "besieger", "previous")
        if (value[column] or column == "holder") and value[column] not in known.parties
    )
    if status == "besieged" and not value["besieger"]:
        faults.append("besieger: a besieged place needs the party that besieges it")
    if not value["id"]:
        faults.append("id: it is empty")
    if not value["source_title"] and not value["source_url"]:
        faults.append("source_url: a claim needs a source")
    try:
        placement = place_of(value["place"], gazetteer)
    except (DataError, InputError) as error:
        placement = None
        faults.append(f"place: {error}")
    if faults or placement is None or precision is None:
        return None, faults
    sources = tuple(
        Citation(value[f"{name}_title"] or value[f"{name}_url"], value[f"{name}_url"] or None)
        for name in ("source", "source2")
        if value[f"{name}_title"] or value[f"{name}_url"]
    )
    claim = ControlClaim(
        id=value["id"],
        where=placement,
        holder=value["holder"],
        status=status,  # type: ignore[arg-type]
        when=When(start=when, precision=precision, rule="the ledger's date"),
        besieger=value["besieger"] or None,
        previous=value["previous"] or None,
        extent=extent,  # type: ignore[arg-type]
        origin="ledger",
        sources=sources,
        operation=value["operation"],
        note=value["note"],
        certainty=SURE_TWO if len(sources) > 1 else SURE_ONE,
    )
    return claim, faults


def _date(text: str, faults: list[str]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(f"date: {text!r} is no date: write it as 2017-02-21")
        return None


def place_of(expression: str, gazetteer: Places) -> Placement:
    """Give the placement that an area expression (`geography.expressions`) stands for.

    Raises:
        InputError: when it does not follow the grammar.
        DataError: when an id in it is not in the gazetteer.
    """
    parsed = parse(expression)
    if parsed.at is not None:
        raise InputError(f"the place {expression!r} is a spot without a name; name a place by its id.")
    first, *_ = [gazetteer.get(place_id) for place_id in parsed.places]
    plain = parsed.kind == "place"
    areal = not plain or first.kind in AREAL_KINDS
    kind: PlaceKind = first.kind if plain else "countryside" if parsed.kind == "countryside" else "region"
    return Placement(
        status=MatchStatus.MATCHED,
        name=first.name if plain else describe(expression, gazetteer),
        kind=kind,
        lat=first.lat,
        lon=first.lon,
        place_id=first.id if plain else None,
        name_ar=first.name_ar if plain else None,
        country=first.country,
        admin1=first.admin1,
        area=expression if areal else None,
        precision={"district": 3, "province": 4, "country": 6}.get(kind, 3) if areal else 1,
        radius_km=first.radius_km,
        method="ledger",
        reason="the ledger names the place by its id",
    )
