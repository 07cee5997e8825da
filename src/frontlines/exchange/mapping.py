"""Mapping files: which column of a table means what, and how its codes are read (grammar: ``docs/import.md``)."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, get_args

from frontlines.errors import DataError, InputError
from frontlines.exchange.rows import clean
from frontlines.model import Dataset, EventType
from frontlines.settings import settings

TYPES: Final = frozenset(get_args(EventType))
FIELDS: Final = frozenset(
    {
        "id", "type", "title", "date", "date_end", "date_precision", "place", "admin1", "admin2", "country", "lat",
        "lon", "place_precision", "area", "side_a", "side_a_kind", "side_b",
        "side_b_kind", "killed_min", "killed_best", "killed_max", "wounded_min", "wounded_max", "affected_min",
        "affected_max", "affected_how", "status", "certainty", "sources", "holder", "previous", "besieger",
        "claim_status",
    }
)  # fmt: skip
"""What a column can be mapped to."""
_SECTIONS: Final = frozenset(
    {"set", "columns", "notes", "read", "types", "claims", "place_precision", "date_precision", "certainty", "actors"}
)
_MAX_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value of the type column stands for; ``type`` None is none of our kinds."""

    type: EventType | None
    words: str = ""
    both: bool = False
    """Whether neither side is told to have done it to the other: both are actors."""
    holder: str = ""
    """Who holds the place from then on: "state", "non-state" or "first" side; empty where hands did not change."""


@dataclass(frozen=True, slots=True)
class Exactness:
    """What a code of place precision stands for."""

    precision: int
    km: float | None = None
    area: str = ""
    """"district", "governorate", "country", or empty for a disc of ``km``."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a code of date precision stands for: days to either side, or the whole month."""

    precision: int
    days: int = 0
    month: bool = False


@dataclass(frozen=True)
class RowMapping:
    """A mapping file, read and checked."""

    dataset: Dataset
    columns: Mapping[str, tuple[str, ...]]
    """Names, in lower case, that a field's column has; the first that is there and not empty counts."""
    required: tuple[str, ...] = ()
    """Fields without which a row is not taken."""
    expected: tuple[str, ...] = ()
    """Fields whose column a file must have, though a row may leave it empty."""
    notes: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, Kind] = field(default_factory=dict)
    """By value in lower case; "" stands for any other."""
    places: Mapping[str, Exactness] = field(default_factory=dict)
    dates: Mapping[str, Span] = field(default_factory=dict)
    certainty: Mapping[str, float] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    """The file's own names of parties."""
    state_kinds: frozenset[str] = frozenset()
    headerless: tuple[str, ...] = ()
    separator: str = ";"
    quoted_sources: bool = False
    zero_is_unstated: bool = False
    day_first: bool = True
    """Whether 03/04/2017 is the third of April."""


@lru_cache(maxsize=8)
def shipped(name: str) -> RowMapping:
    """Give a mapping that ships with the project: "acled", "ucdp" or "own"."""
    path = settings().data_dir / "exchange" / f"{name}.toml"
    try:
        return _read(path.read_text("utf-8"), path.name)
    except (OSError, InputError) as error:
        raise DataError(f"{path.name} can't be used ({error}): restore it from the project") from error


def read_mapping(path: Path) -> RowMapping:
    """Read a person's mapping file.

    Raises:
        InputError: naming what is wrong in it.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError(
                f"{path.name} is larger than 1 MB: a mapping file is a short TOML file, see docs/import.md"
            )
        text = path.read_text("utf-8")
    except OSError as error:
        raise InputError(f"{path.name} can't be read ({error.strerror}): check its name") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path.name} is not UTF-8 text: save it as UTF-8") from error
    return _read(text, path.name)


def _read(text: str, name: str) -> RowMapping:
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            f"{name} is not TOML ({clean(str(error), 200)}): mend that line, see docs/import.md"
        ) from error
    unknown = sorted(set(raw) - _SECTIONS)
    if unknown:
        raise InputError(f"{name} has a section {unknown[0]!r} that is not known: see docs/import.md")
    if not all(isinstance(section, dict) for section in raw.values()):
        raise InputError(f"{name} has a value outside of its sections: write it under [columns] or [read]")
    try:
        return _made(raw, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"{name} has an entry that can't be used ({clean(str(error), 120)}): see docs/import.md"
        ) from (error)


def _made(raw: Mapping[str, Any], name: str) -> RowMapping:
    columns = {key: _names(value) for key, value in raw.get("columns", {}).items()}
    stray = sorted(set(columns) - FIELDS)
    if stray:
        raise InputError(f"{name}, [columns]: {stray[0]!r} is none of {', '.join(sorted(FIELDS))}")
    types = {_key(value): _kind(entry, value, name) for value, entry in raw.get("types", {}).items()}
    read, about = raw.get("read", {}), raw.get("set", {})
    required, expected = tuple(read.get("required", ("date",))), tuple(read.get("expected", ()))
    lost = [one for one in (*required, *expected) if one not in columns]
    if lost:
        raise InputError(f"{name}, [columns]: {lost[0]!r} is missing: say which column holds it")
    return RowMapping(
        dataset=Dataset(
            id=slug(str(about.get("id", ""))),
            name=clean(str(about.get("name", "")), 200),
            version=clean(str(about.get("version", "")), 40),
            licence=clean(str(about.get("licence", "")), 300),
            attribution=clean(str(about.get("attribution", "")), 500),
            url=clean(str(about["url"]), 500) if about.get("url") else None,
        ),
        columns=columns,
        required=required,
        expected=expected,
        notes={str(label): _names(column)[0] for label, column in raw.get("notes", {}).items()},
        types=types,
        places={
            _key(code): Exactness(_within(e["precision"], 1, 7), _km(e.get("km")), str(e.get("area", "")))
            for code, e in raw.get("place_precision", {}).items()
        },
        dates={
            _key(code): Span(_within(e["precision"], 1, 5), _within(e.get("days", 0), 0, 366), bool(e.get("month")))
            for code, e in raw.get("date_precision", {}).items()
        },
        certainty={_key(code): float(value) for code, value in raw.get("certainty", {}).items()},
        actors={_key(theirs): str(ours) for theirs, ours in raw.get("actors", {}).items()},
        state_kinds=frozenset(_key(value) for value in raw.get("claims", {}).get("state", ())),
        headerless=tuple(str(read.get("headerless", "")).split()),
        separator=str(read.get("separator", ";")) or ";",
        quoted_sources=bool(read.get("quoted_sources", False)),
        zero_is_unstated=bool(read.get("zero_is_unstated", False)),
        day_first=bool(read.get("day_first", True)),
    )


def slug(text: str) -> str:
    """Give the id of a set: small letters, digits and hyphens, at most 60."""
    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in text.lower())
    return "-".join(part for part in kept.split("-") if part)[:60].strip("-")


def _kind(entry: Any, value: str, name: str) -> Kind:
    table = {"type": entry} if isinstance(entry, str) else dict(entry)
    kind = str(table.get("type", ""))
    if kind and kind not in TYPES:
        raise InputError(f"{name}, [types], {value!r}: {kind!r} is none of {', '.join(sorted(TYPES))}")
    sides, holder = str(table.get("sides", "one")), str(table.get("holder", ""))
    if sides not in {"one", "both"} or holder not in {"", "state", "non-state", "first"}:
        raise InputError(f"{name}, [types], {value!r}: sides is one or both, holder is state, non-state or first")
    words = clean(str(table.get("words", "")) or ("" if value.isdigit() else value), 80)
    return Kind(kind or None, words, sides == "both", holder)  # type: ignore[arg-type]


def _names(value: Any) -> tuple[str, ...]:
    names: Iterable[Any] = (value,) if isinstance(value, str) else value
    found = tuple(clean(str(one), 100).lower() for one in names)
    if not found or not all(found):
        raise ValueError("a column without a name")
    return found


def _key(value: object) -> str:
    return clean(str(value), 200).casefold()


def _within(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or not least <= value <= most:
        raise ValueError(f"{value!r} is not a whole number from {least} to {most}")
    return value


def _km(value: Any) -> float | None:
    if value is None:
        return None
    if not 0 < float(value) <= 500:
        raise ValueError(f"{value!r} km is not over 0 and at most 500")
    return float(value)
