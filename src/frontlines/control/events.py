"""The war's notable events, ``data/ledger/events.csv``, read and checked row by row."""

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Final, cast, get_args

from frontlines.control.ledger import SHOWN_FAULTS, SURE_ONE, SURE_TWO, Held, Places, ledger_folder, place_of
from frontlines.errors import DataError, InputError
from frontlines.model import Citation, Event, EventType, Placement, Range, Span, Status, When
from frontlines.parties import Lexicon, lexicon

COLUMNS: Final = (
    "id",
    "type",
    "date",
    "date_end",
    "date_precision",
    "place",
    "actors",
    "targets",
    "killed_min",
    "killed_max",
    "wounded_min",
    "wounded_max",
    "affected_min",
    "affected_max",
    "affected_how",
    "status",
    "title",
    "source_url",
    "source_title",
    "source2_url",
    "source2_title",
    "note",
)
TYPES: Final = frozenset(get_args(EventType))
STATUSES: Final = frozenset(get_args(Status))
SINGLE: Final = "single"
"""The note, or its first word, of an event that rests on one source."""
MOST_PEOPLE: Final = 20_000_000
"""No event touched more people than Syria had before the war."""


@dataclass(frozen=True, slots=True)
class LedgerEvents:
    """The events in the file's order, and a hash of its content and of the places."""

    events: tuple[Event, ...]
    content_hash: str
    lines: Mapping[str, int] = field(default_factory=dict, repr=False)
    """Line of the file that each event stands on, by its id."""
    path: str = ""


def load_events(gazetteer: Places, folder: Path | None = None) -> LedgerEvents:
    """Read the ledger's events; kept until the file or the gazetteer change.

    Raises:
        DataError: when the file is missing or broken; names file, line and field of the first faults.
    """
    folder = folder or ledger_folder()
    path = folder / "events.csv"
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise DataError(f"{error.filename} can't be read: restore it from the project") from error
    return _load(path, stamp, Held(gazetteer))


@lru_cache(maxsize=4)
def _load(path: Path, stamp: int, held: Held) -> LedgerEvents:
    del stamp
    read, faults = read_events(path, held.gazetteer)
    if faults:
        more = f"; and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        raise DataError("; ".join(faults[:SHOWN_FAULTS]) + more)
    return read


def read_events(path: Path, gazetteer: Places) -> tuple[LedgerEvents, list[str]]:
    """Read the events without giving up at a fault: what could be read, and each fault with file, line and field.

    Raises:
        DataError: when the file can't be read at all.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise DataError(f"{error.filename} can't be read: restore it from the project") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 text (byte {error.start}): save it as UTF-8") from error
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise DataError(f"{path} line 1: the columns {', '.join(missing)} are missing: add them")
    events: dict[str, Event] = {}
    lines: dict[str, int] = {}
    faults: list[str] = []
    try:
        for row in reader:
            event, wrong = _event(row, gazetteer, lexicon())
            if event is not None and event.id in events:
                wrong.append(f"id: {event.id!r} stands on line {lines[event.id]} already")
            faults.extend(f"{path} line {reader.line_num}, {fault}" for fault in wrong)
            if event is not None and not wrong:
                events[event.id] = event
                lines[event.id] = reader.line_num
    except csv.Error as error:
        raise DataError(f"{path} line {reader.reader.line_num}: {error}: mend the quotes") from error
    content = hashlib.sha256(raw + b"\0" + gazetteer.content_hash.encode()).hexdigest()[:16]
    return LedgerEvents(tuple(events.values()), content, lines, str(path)), faults


def _event(row: dict[str, str], gazetteer: Places, known: Lexicon) -> tuple[Event | None, list[str]]:
    """Read one row: the event, or None, and its faults as "field: what is wrong"."""
    if None in row or None in row.values():
        return None, [f"row: it does not have {len(COLUMNS)} fields: quote texts that hold a comma"]
    value = {key: text.strip() for key, text in row.items()}
    faults = [f"{name}: it is empty" for name in ("id", "title") if not value[name]]
    faults += [
        f"{name}: {value[name]!r} is none of {', '.join(sorted(allowed))}"
        for name, allowed in (("type", TYPES), ("status", STATUSES))
        if value[name] not in allowed
    ]
    when = _when(value, faults)
    parties = {name: _names(value[name]) for name in ("actors", "targets")}
    faults += [
        f"{column}: {name!r} is no party of data/lexicon/parties.toml"
        for column, names in parties.items()
        for name in names
        if name not in known.parties
    ]
    counts = {name: _range(value, name, faults) for name in ("killed", "wounded", "affected")}
    if bool(counts["affected"]) != bool(value["affected_how"]):
        faults.append("affected_how: it says what became of the people affected, and stands with their number")
    sources = _sources(value)
    single = value["note"].partition(" ")[0].rstrip(":;,.") == SINGLE
    if not sources:
        faults.append("source_url: an event needs a source")
    elif single == (len(sources) > 1):
        faults.append(f"note: {SINGLE!r} must stand first in it where there is one source, and only there")
    where = _place(value["place"], gazetteer, faults)
    if faults or where is None:
        return None, faults
    note = value["note"].removeprefix(SINGLE).lstrip(" :;,.") if single else value["note"]
    event = Event(
        id=value["id"],
        type=cast("EventType", value["type"]),
        title=value["title"],
        when=when,
        where=where,
        actors=parties["actors"],
        targets=parties["targets"],
        status=cast("Status", value["status"]),
        span=Span(0, 0),
        sentence="",
        killed=counts["killed"],
        wounded=counts["wounded"],
        affected=counts["affected"],
        affected_how=value["affected_how"],
        certainty=SURE_TWO if len({source.url or source.title for source in sources}) > 1 else SURE_ONE,
        notes=(note,) if note else (),
        origin="ledger",
        sources=sources,
    )
    return event, []


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _place(expression: str, gazetteer: Places, faults: list[str]) -> Placement | None:
    try:
        return place_of(expression, gazetteer)
    except (DataError, InputError) as error:
        faults.append(f"place: {error}")
        return None


def _sources(value: dict[str, str]) -> tuple[Citation, ...]:
    return tuple(
        Citation(value[f"{name}_title"] or value[f"{name}_url"], value[f"{name}_url"] or None)
        for name in ("source", "source2")
        if value[f"{name}_title"] or value[f"{name}_url"]
    )


def _when(value: dict[str, str], faults: list[str]) -> When:
    days: dict[str, date | None] = {"date": None, "date_end": None}
    for name in days:
        if value[name] or name == "date":
            try:
                days[name] = date.fromisoformat(value[name])
            except ValueError:
                faults.append(f"{name}: {value[name]!r} is no date: write it as 2017-02-21")
    start, end = days["date"], days["date_end"]
    if start and end and end < start:
        faults.append(f"date_end: {end} lies before the date, {start}")
    precision = value["date_precision"]
    if precision not in {"1", "2", "3", "4", "5"}:
        faults.append(f"date_precision: {precision!r} is none of 1 to 5")
        precision = "5"
    return When(start, end or start, int(precision), "the ledger's date")


def _range(value: dict[str, str], name: str, faults: list[str]) -> Range | None:
    """Read the two bounds of a count of people, either of which may be open."""
    bounds: list[int | None] = []
    for column in (f"{name}_min", f"{name}_max"):
        text = value[column]
        if text and not (text.isascii() and text.isdigit() and int(text) <= MOST_PEOPLE):
            faults.append(f"{column}: {text!r} is no number of people up to {MOST_PEOPLE:,}")
            text = ""
        bounds.append(int(text) if text else None)
    least, most = bounds
    if least is not None and most is not None and least > most:
        faults.append(f"{name}_max: {most} is less than {name}_min, {least}")
    return None if least is None and most is None else Range(least, most)
