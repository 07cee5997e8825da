"""A file of someone else's data set, read into events and control claims with the terms it came under."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Literal, get_args

from frontlines.errors import InputError
from frontlines.exchange.geodata import geojson_rows, geopackage_rows
from frontlines.exchange.mapped import Converter, Fault
from frontlines.exchange.mapping import RowMapping, read_mapping, shipped, slug
from frontlines.exchange.rows import Row, clean, csv_rows
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import ControlClaim, Dataset, Event

Format = Literal["acled", "ucdp", "geojson", "gpkg", "csv"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
MAX_KEPT: Final = 1_000_000
"""The most events of one file."""
KEPT_FAULTS: Final = 10_000
"""Faults named one by one; the rest is counted."""
_VERSION: Final = re.compile(r"(?:v|ged)(\d{2})[_.]?(\d)(?:[_.](\d{1,2}))?(?!\d)", re.IGNORECASE)
"""A version in the name of a file of UCDP's: GEDEvent_v25_1, GEDEvent_v25_0_9, ged191."""


@dataclass
class Imported:
    """What a file holds.  ``faults`` are the rows not taken, the first ``KEPT_FAULTS`` of ``refused``."""

    dataset: Dataset
    file: str
    format: Format
    rows: int = 0
    events: list[Event] = field(default_factory=list)
    claims: list[ControlClaim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refused: int = 0
    outside: int = 0
    """Rows beyond Syria and its surroundings, left out."""
    rough_claims: int = 0
    """Changes of hands whose place is not exact, so that no claim was made of them."""
    unknown_actors: tuple[str, ...] = ()
    """Names that stand for no party of ours; their events carry them as they are."""


def read_set(
    path: Path,
    format: Format,  # noqa: A002 - the word for it
    *,
    mapping: Path | None = None,
    name: str = "",
    layer: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Imported:
    """Read a file.

    Args:
        path: the file; UTF-8, UTF-16 or Windows-1252 where it is a CSV.
        format: "acled", "ucdp", "geojson", "gpkg" or "csv".
        mapping: a mapping file, for the last three; without one, the columns that Frontlines itself writes.
        name: the set's name, where it is not to go by the data set's or the file's; sets of one name are one set.
        layer: the layer of a GeoPackage that has several.
        progress: told the number of rows read so far.

    Raises:
        InputError: when nothing of it can be read, or the mapping file is wrong; says what to do.
    """
    if format not in FORMATS:
        raise InputError(f"the format {format!r} is not known: choose {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    if mapping is not None and format in {"acled", "ucdp"}:
        raise InputError(f"{format} files need no mapping file: leave out --mapping, or import the file as csv")
    rules = shipped(format if format in {"acled", "ucdp"} else "own") if mapping is None else read_mapping(mapping)
    dataset = _dataset(rules, path, format, name)
    converter = Converter(rules, dataset, load_gazetteer())
    made = Imported(dataset, clean(path.name, 200), format)
    for taken in converter.take(_checked(_rows(path, format, rules, layer), rules, path.name)):
        made.rows += taken.rows
        made.events += taken.events
        made.claims += taken.claims
        made.refused += len(taken.faults)
        made.faults += taken.faults[: KEPT_FAULTS - len(made.faults)]
        if len(made.events) > MAX_KEPT:
            raise InputError(f"{path.name} has more than {MAX_KEPT:,} events: import a smaller span or region")
        if progress:
            progress(made.rows)
    made.outside = converter.outside
    made.rough_claims = converter.rough_claims
    made.unknown_actors = tuple(sorted(converter.actors.unknown))
    return made


def remarks(made: Imported) -> Iterator[str]:
    """Say what became of rows that were taken otherwise than a person may expect."""
    if made.outside:
        yield f"{made.outside:,} rows lie beyond Syria and its surroundings and were left out"
    if made.rough_claims:
        yield f"{made.rough_claims:,} changes of hands have no exact place and change no ground on the map"
    if made.unknown_actors:
        some = ", ".join(made.unknown_actors[:8])
        more = f" and {len(made.unknown_actors) - 8} more" if len(made.unknown_actors) > 8 else ""
        yield f"named as they are, since no party of ours is known to stand behind them: {some}{more}"


def _dataset(rules: RowMapping, path: Path, format: Format, name: str) -> Dataset:  # noqa: A002
    given = clean(name, 200)
    own_id = slug(given) or rules.dataset.id or slug(path.stem) or "imported"
    version = rules.dataset.version
    if format == "ucdp" and not version and (found := _VERSION.search(path.stem)):
        version = ".".join(part for part in found.groups() if part)
    shown = rules.dataset.name or given or clean(path.stem, 200)
    if given and rules.dataset.name and given != rules.dataset.name:
        shown = f"{given} ({rules.dataset.name})"
    licence = rules.dataset.licence or "not stated"
    return replace(rules.dataset, id=own_id, name=shown, version=version, licence=licence)


def _rows(path: Path, format: Format, rules: RowMapping, layer: str | None) -> Iterator[Row]:  # noqa: A002
    if format == "geojson":
        return geojson_rows(path)
    if format == "gpkg":
        return geopackage_rows(path, layer)
    known = [name for names in rules.columns.values() for name in names]
    return csv_rows(path, known=known, headerless=rules.headerless)


def _checked(rows: Iterator[Row], rules: RowMapping, name: str) -> Iterator[Row]:
    """Pass the rows on; refuse a file whose first sound row lacks columns that every row needs."""
    looked = False
    for row in rows:
        if not looked and not row.fault:
            looked = True
            wanted = (*rules.required, *rules.expected)
            lost = [rules.columns[field] for field in wanted if not set(rules.columns[field]) & set(row.values)]
            if lost:
                names = ", ".join(" or ".join(one) for one in lost)
                raise InputError(f"{name} lacks the column {names}: give the export as it came, or a mapping file")
        yield row
