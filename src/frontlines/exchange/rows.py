"""The rows of a CSV file from outside, one at a time, with their number; memory stays flat whatever its size."""

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontlines.errors import InputError
from frontlines.reading.decoding import encoding_of

MAX_BYTES: Final = 1_000_000_000
"""The largest file that is read; ACLED's and UCDP's for the whole world are smaller."""
MAX_CELL: Final = 131_072
"""The longest cell, the csv module's own bound: more is a quote that was never closed."""
MAX_COLUMNS: Final = 500
SPOT: Final = ":spot"
"""The cell that a feature's shape gives: latitude and longitude of a spot on it, parted by a space."""
REACH: Final = ":reach"
"""How far a shape that is no point reaches from its spot, in km."""
_HEAD_BYTES: Final = 65_536
_ARCHIVES: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_FORMULA: Final = re.compile("^['\\s]*[=+\\-@\t\r\n＝＋－＠|%]")
"""A cell that begins so may be run by a spreadsheet."""
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """One row by its number in the file (the header is 1), with its cells by column in lower case.

    ``fault`` says why it can't be used; such a row has no values.
    """

    number: int
    values: Mapping[str, str]
    fault: str = ""


def clean(text: str, limit: int = 4000) -> str:
    """Make outside text fit to keep: one line, no control characters or direction overrides, at most ``limit`` long."""
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    return _SPACE.sub(" ", text).strip()[:limit]


def inert(text: str) -> str:
    """Give a text that no spreadsheet runs as a formula: an apostrophe goes before one that begins like it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Give the text that ``inert`` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def check_size(path: Path, most: int = MAX_BYTES) -> int:
    """Give a file's size in bytes.

    Raises:
        InputError: when it is no file, is empty, is larger than ``most``, or is an archive, which is never unpacked.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputError(f"{path.name} is not a file: give the file with the rows")
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise InputError(f"{path.name} can't be read ({error.strerror}): check its name and permissions") from error
    if size == 0:
        raise InputError(f"{path.name} is empty: check that its download was whole")
    if size > most:
        raise InputError(
            f"{path.name} is larger than {most / 1e6:,.0f} MB: split it, or export a smaller span or region"
        )
    if head.startswith(_ARCHIVES):
        raise InputError(f"{path.name} is an archive: unpack it and give the file inside")
    return size


def csv_rows(path: Path, *, known: Sequence[str] = (), headerless: Sequence[str] = ()) -> Iterator[Row]:
    """Give the rows of a CSV file (UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab), without its header.

    A row with another number of cells than the header comes with its fault.  A second line of HXL tags is passed over.

    Args:
        path: the file.
        known: columns of which a header has at least one; with ``headerless``, a first line that has none is a row.
        headerless: the columns of a file that has no header.

    Raises:
        InputError: when it can't be read at all: too large, an archive, no text, no header.
    """
    check_size(path)
    encoding = _encoding(path)
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        first = file.readline(_HEAD_BYTES)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(",;\t", key=first.count))
        columns: list[str] = []
        number = 0
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error:
                if not columns:
                    raise InputError(f"{path.name} is no CSV: its first line can't be taken apart") from None
                reason = (
                    f"a cell is longer than {MAX_CELL:,} characters (up to line {reader.line_num}): close its quotes"
                )
                yield Row(number, {}, reason)
                continue
            if not any(cells):
                continue
            if not columns:
                names = {clean(cell, 100).lower() for cell in cells}
                if not headerless or len(cells) != len(headerless) or names & set(known):
                    columns = _header(cells, path.name)
                    continue
                columns = list(headerless)
            if len(cells) != len(columns):
                reach = f" (up to line {reader.line_num})" if reader.line_num > number else ""
                reason = f"it has {len(cells)} cells{reach} where the header has {len(columns)}: check its quotes"
                yield Row(number, {}, reason)
            elif not all(cell.startswith("#") or not cell for cell in cells):
                yield Row(number, dict(zip(columns, cells, strict=True)))
    if not columns:
        raise InputError(f"{path.name} has no header line: give a CSV whose first line names its columns")


def _header(cells: list[str], name: str) -> list[str]:
    if len(cells) > MAX_COLUMNS:
        raise InputError(f"{name} has {len(cells)} columns, more than {MAX_COLUMNS}: give only those that are needed")
    columns = [clean(cell, 100).lower() for cell in cells]
    twice = sorted({column for column in columns if column and columns.count(column) > 1})
    if twice:
        raise InputError(f"{name} has two columns named {twice[0]!r}: rename one of them")
    return columns


def _encoding(path: Path) -> str:
    """Tell how a text file is written; ``InputError`` for one that is no text."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(f"{path.name} is no text file: give a CSV (spreadsheets can save one)")
    return encoding_of(path)
