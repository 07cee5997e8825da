"""Small pieces of HTML for records, every text from outside escaped in one place (``mapping.escape.safe``)."""

from collections.abc import Iterable, Sequence

from frontlines.mapping.escape import safe, safe_link
from frontlines.model import Span

MAX_PASSAGE: int = 900
"""Characters of a passage that are shown; what is longer is cut at both ends of its marks."""


def arabic(text: str | None) -> str:
    """Give a name in Arabic with its language and direction, nothing where there is none."""
    return f' <span lang="ar" dir="rtl" class="fl-ar">{safe(text)}</span>' if text else ""


def link(url: str | None, words: str) -> str:
    """Link ``words`` to a web address; anything but http and https stays plain text."""
    address = safe_link(url)
    if address is None:
        return safe(words)
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{safe(words)}</a>'


def row(label: str, value: str, small: str = "") -> str:
    """Give one row of a record; ``value`` and ``small`` are HTML already escaped."""
    note = f'<span class="fl-small">{small}</span>' if small else ""
    return f"<dt>{safe(label)}</dt><dd>{value}{note}</dd>"


def rows(pairs: Iterable[str]) -> str:
    """Wrap rows as a description list."""
    return f'<dl class="fl-rows">{"".join(pairs)}</dl>'


def titled(above: str, title: str) -> str:
    """Give the title of a record with a line above it; both raw text."""
    return f'<div class="fl-head"><p>{safe(above)}</p><h2>{safe(title)}</h2></div>'


def fold(title: str, body: str, *, after: str = "") -> str:
    """Give a part that opens on demand; ``body`` is HTML already escaped, ``after`` stands behind the title."""
    more = f' <span class="fl-small">{safe(after)}</span>' if after else ""
    return f'<details class="fl-fold"><summary>{safe(title)}{more}</summary><div>{body}</div></details>'


def marked(text: str, passage: Span, marks: Sequence[Span]) -> str:
    """Give ``text[passage]`` with the marks inside it highlighted; offsets count code points of ``text``."""
    start, end = max(0, passage.start), min(len(text), passage.end)
    before = after = ""
    if end - start > MAX_PASSAGE:
        inside = [m for m in marks if start <= m.start < end] or [Span(start, start)]
        middle = inside[0].start
        start, before = max(start, middle - MAX_PASSAGE // 3), "… "
        end, after = min(end, start + MAX_PASSAGE), " …"
    pieces, at = [before], start
    for mark in sorted(marks, key=lambda m: m.start):
        first, last = max(at, mark.start), min(end, mark.end)
        if first >= last:
            continue
        pieces += [safe(text[at:first]), "<mark>", safe(text[first:last]), "</mark>"]
        at = last
    pieces += [safe(text[at:end]), after]
    return "".join(pieces)


def quote(body: str) -> str:
    """Give a passage of a report; ``body`` is HTML already escaped."""
    return f"<blockquote>{body}</blockquote>"
