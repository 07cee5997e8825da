"""The one door for reports: a file, standard input or pasted text becomes an Article."""

import hashlib
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from frontlines.errors import InputError
from frontlines.model import Article
from frontlines.reading.dates import find_dateline, parse_published
from frontlines.reading.decoding import decode
from frontlines.reading.digest import parts_of
from frontlines.reading.front_matter import About, Part, read_beside, safe_url, split_front_matter
from frontlines.reading.language import language_of
from frontlines.reading.tables import TABLES, rows_of
from frontlines.reading.webpage import read_page
from frontlines.settings import settings

if TYPE_CHECKING:
    from frontlines.reading.fetching import Network

READABLE: Final = (".txt", ".md", ".html", ".htm", ".pdf")
"""Endings of the files that are read."""
STDIN: Final = "-"
DIGEST_BYTES: Final = 20_000_000
"""The largest text file that is looked through for several reports."""
_PDF_BYTES: Final = 30_000_000
"""A PDF carries fonts and pictures beside its text; the text is bounded apart."""
_PDF_MAGIC: Final = b"%PDF"
_MAX_TITLE_CHARS = 200
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE)


def read(
    source: str | Path | Part = "",
    *,
    published: str | date | None = None,
    text: str | None = None,
    title: str = "",
    url: str | None = None,
    today: date | None = None,
    network: "Network | None" = None,
) -> Article:
    """Read one report.

    ``source`` is a file (.txt, .md, .html, .pdf; with NAME.meta.json beside it where there is one), a web address, a
    part of a file that holds several (``reports_of``), or "-" for standard input; a pasted text is handed in as
    ``text`` instead.  The publication date is ``published`` (ISO), else the front matter's, the table's or the file's
    beside, else the page's metadata, else a dateline in the text, else a PDF's metadata, else not known;
    ``published_rule`` says which.  ``Article.text`` of a .txt file is exactly its decoded text.  ``today`` bounds the
    dates; without it, the clock's day does.  ``network`` says what may be reached; the open internet without it.

    Raises ``InputError`` for a missing, unreadable, empty, binary or too large source, an impossible date, and a text
    that is neither English nor Arabic; ``UnavailableError`` for a site that does not answer.  No message quotes the
    report.
    """
    given = parse_published(published, today=today) if published is not None else None
    if text is not None:
        name, about = "the pasted text", About()
        text = _clean(text, name)
    elif isinstance(source, Part):
        name, about = source.name, source.about
        if source.fault:
            raise InputError(source.fault)
        text = _clean(source.text, name)
    else:
        name, about, text = _load(source, network)
    if not text.strip():
        raise InputError(f"{name} is empty: hand in the report's text")
    language = language_of(text)
    if language == "other":
        raise InputError(f"{name} does not seem to be English: only English reports are read, hand in a translation")
    day, rule = _published(given, about, text, name, today)
    title = " ".join((title or about.title or _headline(text)).split())
    return Article(
        id=_hash(text, title, day),
        text=text,
        title=title,
        outlet=about.outlet,
        url=safe_url(url) or about.url,
        published=day,
        language=language,
        published_rule=rule,
    )


def largest(path: Path) -> int:
    """Give the bytes that a report in such a file may have."""
    return _PDF_BYTES if path.suffix.lower() == ".pdf" else settings().max_text_bytes


def reports_of(source: str | Path) -> Iterator[str | Path | Part]:
    """Give the reports that a source holds: the rows of a table, the parts of a digest, else the source itself.

    What can't be opened or parted comes back as it is: ``read`` says what is wrong.  Raises ``InputError`` for a table
    that is none.
    """
    path = Path(source)
    suffix = path.suffix.lower()
    if _is_address(source) or str(source) == STDIN:
        yield source
    elif suffix in TABLES:
        yield from rows_of(path)
    elif suffix in {".txt", ".md"}:
        parts: Sequence[Part] = ()
        with suppress(OSError, ValueError, InputError):
            if path.is_file() and path.stat().st_size <= DIGEST_BYTES:
                parts = parts_of(decode(path.read_bytes(), path.name), path.name)
        yield from parts or (source,)
    else:
        yield source


def _clean(text: str, name: str) -> str:
    _check_size(len(text.encode("utf-8", "replace")), name)
    if "\0" in text:
        raise InputError(f"{name} holds binary data: hand in plain text")
    # What a browser or a shell can't encode can't be stored or printed either.
    return text.encode("utf-8", "replace").decode()


def _load(source: str | Path, network: "Network | None") -> tuple[str, About, str]:
    """Give the source's name for messages, what is known of it, and its text."""
    if str(source) == STDIN:
        limit = settings().max_text_bytes
        raw = sys.stdin.buffer.read(limit + 1)
        _check_size(len(raw), "standard input")
        return _parse(raw, "standard input", "")
    if _is_address(source):
        return _load_page(str(source), network)
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError(f"{path.name} is a folder: hand in its files one by one, or use extract-many")
        if not path.is_file():
            raise InputError(f"{source} is not there: check the name")
        if path.suffix.lower() in TABLES:
            raise InputError(f"{path.name} is a table of many reports: hand it to ingest or extract-many")
        _check_size(path.stat().st_size, path.name, largest(path))
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "bad name"
        raise InputError(f"{path.name[:80]!r} can't be read ({reason}): check its name and permissions") from error
    name, about, text = _parse(raw, path.name, path.suffix.lower())
    beside = read_beside(path)
    return name, beside if beside != About() else about, text


def _is_address(source: str | Path) -> bool:
    return isinstance(source, str) and re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE) is not None


def _load_page(url: str, network: "Network | None") -> tuple[str, About, str]:
    from frontlines.reading.fetching import fetch  # noqa: PLC0415 - few reports come by address

    page = fetch(url, max_bytes=settings().max_text_bytes, network=network)
    name, about, text = _parse(page.body, "the page", ".html" if page.is_html else ".txt")
    return name, replace(about, url=about.url or safe_url(page.url)), text


def _parse(raw: bytes, name: str, suffix: str) -> tuple[str, About, str]:
    if suffix == ".pdf" or raw.startswith(_PDF_MAGIC):
        from frontlines.reading.pdf import read_pdf  # noqa: PLC0415 - few reports are PDFs

        return (name, *read_pdf(raw, name))
    text = decode(raw, name)
    if not text.strip():
        return name, About(), text
    if suffix in {".html", ".htm"} or (not suffix and _LOOKS_LIKE_HTML.match(text)):
        return (name, *read_page(text, name))
    if suffix == ".md" or (not suffix and text.startswith("---\n")):
        return (name, *split_front_matter(text))
    return name, About(), text


def _check_size(size: int, name: str, limit: int | None = None) -> None:
    limit = limit or settings().max_text_bytes
    if size > limit:
        raise InputError(
            f"{name} is too large (over {limit / 1e6:.0f} MB; one report is read at a time): hand in the report alone"
        )


def _published(given: date | None, about: About, text: str, name: str, today: date | None) -> tuple[date | None, str]:
    if given:
        return given, "given"
    day_in_text = find_dateline(text)
    if day_in_text and day_in_text > (today or date.today()):  # noqa: DTZ011 - the reader's own day is meant
        day_in_text = None
    # The day that a PDF was made is often later than the report.
    if about.published and not (day_in_text and about.rule == "PDF metadata"):
        try:
            return parse_published(about.published, field=f"in {name}, the field published:", today=today), about.rule
        except InputError:
            if about.rule not in {"page metadata", "PDF metadata"}:
                raise
    return (day_in_text, "dateline in the text") if day_in_text else (None, "not known")


def _headline(text: str) -> str:
    """Take a short first line with a blank line after it for the headline."""
    first, _, rest = text.strip().replace("\r\n", "\n").partition("\n")
    alone = rest.startswith("\n") and rest.strip()
    return first.strip().lstrip("# ") if alone and len(first) <= _MAX_TITLE_CHARS else ""


def _hash(text: str, title: str, day: date | None) -> str:
    whole = "\0".join((text, title, day.isoformat() if day else ""))
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]
