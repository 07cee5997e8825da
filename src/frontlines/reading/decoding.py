"""Bytes become text, unchanged but for the byte order mark."""

import codecs
from pathlib import Path

from frontlines.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 20
_CONTROL = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\v\x1b")
_MAX_CONTROL_SHARE = 0.02
"""A text holds next to no control characters; random bytes hold about one in ten."""
_FORMATS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "an archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"SQLite format 3": "a database",
    b"\xd0\xcf\x11\xe0": "an office document",
}


def decode(raw: bytes, name: str) -> str:
    """Decode a report's bytes: UTF-8, UTF-16 with a byte order mark, else Windows-1252.

    Line ends and spaces stay as they are, so that offsets into the result count in the file's own text; only a byte
    order mark is taken off.  ``name`` is used in messages.  Raises ``InputError`` for bytes that are not text.
    """
    for magic, what in _FORMATS.items():
        if raw.startswith(magic):
            raise InputError(f"{name} is {what}, not a text: save the report as .txt, .md or .html and hand that in")
    text = _decode_marked(raw, name)
    if text is None:
        if b"\0" in raw:
            raise _binary(name)
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text = _decode_western(raw)
    if text and sum(char in _CONTROL for char in text[:20_000]) > _MAX_CONTROL_SHARE * min(len(text), 20_000):
        raise _binary(name)
    return text


def encoding_of(path: Path) -> str:
    """Tell how a text file of any size is written: UTF-8, UTF-16 with its byte order mark, else Windows-1252."""
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _decode_marked(raw: bytes, name: str) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise _binary(name) from error
    return None


def _decode_western(raw: bytes) -> str:
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _binary(name: str) -> InputError:
    return InputError(f"{name} is not a text (it holds binary data): hand in a .txt, .md or .html file")
