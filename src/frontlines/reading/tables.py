"""A table of reports, CSV or JSON lines, one report a row; read row by row, so memory stays flat whatever its size."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import IO, Any, Final

from frontlines.errors import InputError
from frontlines.reading.dates import month_first, plain_date
from frontlines.reading.decoding import encoding_of
from frontlines.reading.front_matter import About, Part, safe_url
from frontlines.settings import settings

TABLES: Final = (".csv", ".tsv", ".jsonl", ".ndjson")
"""Endings of the tables that are read."""
_COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "text": ("text", "body", "content", "articlecontent", "articletext", "articlebody", "fulltext", "maintext",
             "bodytext", "article", "story"),
    "title": ("title", "headline", "articletitle", "heading"),
    "published": ("published", "date", "publicationdate", "datepublished", "publisheddate", "publishedat",
                  "publishdate", "pubdate", "articledate", "timestamp"),
    "url": ("url", "link", "articleurl", "sourceurl", "weburl", "address"),
    "outlet": ("outlet", "source", "publisher", "publication", "newspaper", "sitename", "site", "media"),
}  # fmt: skip
"""The usual names of the columns, without case and marks, the likeliest first."""
_CHUNK: Final = 1 << 20
_DELIMITERS: Final = ",;\t|"
_MOST_DATES: Final = 10_000
_bound: Final = Lock()
"""Held while the module's bound of a cell is another."""
_Row = tuple[str, Mapping[str, Any], str]
"""A row's name for messages, its cells by column, and what is wrong with it."""


def rows_of(path: Path) -> Iterator[Part]:
    """Give the reports of a table: text, and where told title, date, outlet and address, by the columns' usual names.

    A row that can't be used is a part with its fault; the rows' number is the one a spreadsheet shows (the header is
    1), or the line's.  Dates in numbers are read as the whole column shows (``month_first``).

    Raises:
        InputError: for a file that can't be opened, is no table, or has no column of texts.
    """
    try:
        american = month_first(_dates(path))
        for name, cells, fault in _rows(path):
            columns = _columns(cells)
            if not fault and "text" not in columns:
                fault = f"{name} has no text: name the key text, body or content"  # noqa: PLW2901 - its own fault
            yield Part(name, "", fault=fault) if fault else _part(name, cells, columns, american=american)
    except OSError as error:
        raise InputError(f"{path.name} can't be read ({error.strerror}): check its name and permissions") from error


def _part(name: str, cells: Mapping[str, Any], columns: Mapping[str, str], *, american: bool) -> Part:
    said = {key: str(value) for key, column in columns.items() if (value := cells[column]) is not None}
    about = About(
        title=" ".join(said.get("title", "").split()),
        outlet=" ".join(said.get("outlet", "").split()),
        url=safe_url(said.get("url", "").strip()) or safe_url(said.get("outlet", "").strip()),
        published=plain_date(said.get("published", ""), american=american) or None,
        rule="table",
    )
    return Part(name, said.get("text", ""), about)


def _columns(cells: Mapping[str, Any]) -> dict[str, str]:
    """Give the column of each thing we know, by the likeliest name there."""
    names: dict[str, str] = {}
    for column in cells:
        names.setdefault(re.sub(r"[\W_]+", "", str(column).casefold()), column)
    found = ((key, next((names[name] for name in usual if name in names), None)) for key, usual in _COLUMNS.items())
    return {key: column for key, column in found if column is not None}


def _dates(path: Path) -> Iterator[str]:
    for number, (_, cells, _) in enumerate(_rows(path)):
        column = _columns(cells).get("published")
        if number == _MOST_DATES:
            return
        if column is not None:
            yield str(cells[column])


def _rows(path: Path) -> Iterator[_Row]:
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        yield from (_csv_rows if path.suffix.lower() in {".csv", ".tsv"} else _json_rows)(file, path.name)


def _next(rows: Iterator[list[str]], longest: int) -> list[str] | None:
    """Give the next row with cells of up to ``longest`` characters; other readers rely on the module's own bound."""
    with _bound:
        usual = csv.field_size_limit()
        csv.field_size_limit(max(longest, usual))
        try:
            return next(rows, None)
        finally:
            csv.field_size_limit(usual)


def _csv_rows(file: IO[str], name: str) -> Iterator[_Row]:
    limit = settings().max_text_bytes
    head = file.readline(_CHUNK)
    file.seek(0)
    delimiter = max(_DELIMITERS, key=head.count)
    rows = csv.reader(file, delimiter=delimiter)
    header: list[str] = []
    number = 0
    while True:
        number += 1
        try:
            row = _next(rows, limit)
        except csv.Error:
            yield f"{name} row {number}", {}, f"{name} row {number} is broken: is a quote never closed before it?"
            continue
        if row is None:
            break
        if not header:
            header = row
            if "text" not in _columns(dict.fromkeys(header)):
                raise InputError(f"{name} has no column of reports' texts: name it text, body or content")
        elif any(cell.strip() for cell in row):
            over = len(row) > len(header)
            fault = f"{name} row {number} has more cells than the header: put texts with commas in quotes"
            padded = [*row, *[""] * (len(header) - len(row))]
            yield f"{name} row {number}", dict(zip(header, padded, strict=False)), fault if over else ""
    if not header:
        raise InputError(f"{name} is empty: hand in a table with a header and rows")


def _json_rows(file: IO[str], name: str) -> Iterator[_Row]:
    limit = 2 * settings().max_text_bytes
    number, any_there, going_on = 0, False, False
    while line := file.readline(limit):
        ended = line.endswith("\n")
        number += not going_on
        before, going_on = going_on, not ended and len(line) == limit
        if before or not line.strip():
            continue
        any_there = True
        row = f"{name} line {number}"
        if going_on:
            yield row, {}, f"{row} is too large: hand in the report alone"
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError):
            cells = None
        if isinstance(cells, dict):
            yield row, cells, ""
        else:
            yield row, {}, f"{row} is no JSON object: give one object with a text on each line"
    if not any_there:
        raise InputError(f"{name} is empty: hand in one JSON object on each line")
