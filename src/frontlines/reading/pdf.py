"""A PDF becomes text, title and date, read by a process of its own that is bounded in time and memory."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from frontlines.errors import InputError
from frontlines.reading.front_matter import About

SECONDS: Final = 9.0
"""For one PDF: a page takes 20 to 50 ms, and no report may hold the others up for longer than 10 s."""
MAX_PAGES: Final = 300
MAX_CHARS: Final = 2_000_000
_MEMORY_BYTES: Final = 1_500_000_000
_EDGE_LINES: Final = 2
"""Running heads and feet stand on the first and last lines of a page."""
_REPEATED_SHARE: Final = 0.5
_SHORT_LINE: Final = 0.75
"""A line that ends a sentence and is shorter than this share of the page's usual line ends its paragraph."""
_PAGE_NUMBER: Final = re.compile(
    r"(?:page\s+|[-–—|]\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-–—|])?", re.IGNORECASE
)
_BROKEN: Final = "{name} is a broken PDF: open it elsewhere, save its text as .txt and hand that in"
_REASONS: Final = {
    "locked": "{name} is locked with a password: save an unlocked copy, or its text as .txt, and hand that in",
    "broken": _BROKEN,
    "pages": f"{{name}} has more than {MAX_PAGES} pages: hand in the pages of the report alone",
    "large": "{name} unpacks to more than is read: save the report's text as .txt and hand that in",
    "empty": "{name} holds no text (its pages may be pictures): hand in the report as text",
}


def read_pdf(raw: bytes, name: str) -> tuple[About, str]:
    """Give what a PDF says of itself and its text: page furniture taken off, lines joined to paragraphs.

    Raises:
        InputError: naming ``name``, for one that is locked, broken, without text, of more than ``MAX_PAGES`` pages, or
            that takes more time or memory than a report may.
    """
    try:
        done = subprocess.run(  # our own module; the file goes in by standard input
            [sys.executable, "-m", "frontlines.reading.pdf"],
            input=raw,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise InputError(f"{name} takes too long to read: save its text as .txt and hand that in") from error
    try:
        found = json.loads(done.stdout)
    except ValueError as error:
        # The process ended at its bound of memory or time.
        raise InputError(_REASONS["large"].format(name=name)) from error
    if "fault" in found:
        raise InputError(_REASONS[found["fault"]].format(name=name))
    pages = [str(page) for page in found["pages"]]
    text = "\n\n".join(filter(None, (_paragraphs(page) for page in without_furniture(pages))))
    if not text.strip():
        raise InputError(_REASONS["empty"].format(name=name))
    return About(title=" ".join(found["title"].split())[:300], published=found["date"], rule="PDF metadata"), text


def without_furniture(pages: Sequence[str]) -> list[list[str]]:
    """Give the lines of each page without page numbers and without heads and feet that most pages repeat."""
    split = [page.splitlines() for page in pages]
    edges = Counter(key for lines in split for key in {_key(lines[at]) for at in _edges(lines)})
    repeated = {key for key, count in edges.items() if key and count > 1 and count >= _REPEATED_SHARE * len(pages)}
    kept = []
    for lines in split:
        furniture = {at for at in _edges(lines) if _key(lines[at]) in repeated or _is_number(lines[at])}
        kept.append([line for at, line in enumerate(lines) if at not in furniture])
    return kept


def _edges(lines: Sequence[str]) -> list[int]:
    said = [at for at, line in enumerate(lines) if line.strip()]
    return said if len(said) <= 2 * _EDGE_LINES else [*said[:_EDGE_LINES], *said[-_EDGE_LINES:]]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.casefold().split()))


def _is_number(line: str) -> bool:
    return _PAGE_NUMBER.fullmatch(line.strip()) is not None


def _paragraphs(lines: Sequence[str]) -> str:
    """Join the lines of a page to paragraphs; a word parted by a hyphen at a line's end is made whole."""
    lengths = sorted(len(line) for line in lines if line.strip())
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    out, open_ = "", False
    for line in (" ".join(line.split()) for line in lines):
        if not line:
            open_ = False
            continue
        if not open_:
            out += f"\n\n{line}" if out else line
        elif re.search(r"[a-z]-$", out) and line[0].islower():
            out = out[:-1] + line
        else:
            out += f" {line}"
        ended = line[-1] in ".!?:”\"'’)" and len(line) < _SHORT_LINE * usual
        heading = not out.rpartition("\n\n")[2][:-1].count(" ") > 16 and line[-1].isalnum() and len(line) < usual / 2
        open_ = not (ended or heading)
    return out


def _bound() -> None:
    """Bound what this process may take, where the system can."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ModuleNotFoundError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (int(SECONDS), int(SECONDS) + 1))


def _inside(raw: bytes) -> dict[str, Any]:
    """Read the pages; runs in the bounded process."""
    from pypdf import PdfReader  # noqa: PLC0415 - used by this process alone
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": "locked"}
        if len(reader.pages) > MAX_PAGES:
            return {"fault": "pages"}
        return {"pages": _page_texts(reader), **_metadata(reader)}
    except Exception as error:  # whatever a broken file makes a parser raise
        if isinstance(error, (DependencyError, FileNotDecryptedError)):
            return {"fault": "locked"}
        return {"fault": "large" if isinstance(error, (LimitReachedError, MemoryError)) else "broken"}


def _page_texts(reader: Any) -> list[str]:
    pages: list[str] = []
    left = MAX_CHARS
    for page in reader.pages:
        pages.append(page.extract_text())
        left -= len(pages[-1])
        if left < 0:
            raise MemoryError
    return pages


def _metadata(reader: Any) -> dict[str, str | None]:
    try:
        about = reader.metadata
        made: date | None = about.creation_date.date() if about and about.creation_date else None
        title = str(about.title or "") if about else ""
    except Exception:  # broken metadata is none
        made, title = None, ""
    # Word processors put the file's name there.
    untrue = re.search(r"\.\w{2,4}$|^untitled|^microsoft word", title.strip(), re.IGNORECASE)
    return {"title": "" if untrue else title, "date": made.isoformat() if made else None}


def _serve() -> None:
    _bound()
    import logging  # noqa: PLC0415

    logging.disable()
    found = _inside(sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    _serve()
