"""A text file that holds several reports, each under a head of its own, is parted into them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from frontlines.reading.dates import find_dateline, plain_date
from frontlines.reading.front_matter import About, Part, safe_url

_KEYS: Final[Mapping[str, str]] = {
    "title": "title", "headline": "title", "subject": "title",
    "date": "published", "published": "published", "publication date": "published",
    "outlet": "outlet", "source": "outlet", "publisher": "outlet", "from": "outlet",
    "url": "url", "link": "url",
    "author": "", "byline": "", "by": "", "to": "", "language": "", "section": "", "message-id": "",
}  # fmt: skip
"""What a head may say, by the names that digests and mailing lists give it; what has no use here is left."""
_RULE: Final = re.compile(r"[ \t]*([-=*_#~])(?:[ \t]*\1){2,}[ \t]*")
_ENVELOPE: Final = re.compile(r"From \S+.*\b\d\d:\d\d.*\b(?:19|20)\d\d\b.*")
_ENTRY: Final = re.compile(r"(?P<key>[A-Za-z][A-Za-z -]{1,18})[ \t]*:[ \t]+(?P<value>\S.*)")
_PREAMBLE_CHARS: Final = 400
"""What a digest may say before its first report."""
_MOST_HEAD_LINES: Final = 12


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    """First line of the head, with the rule or envelope above it."""
    body: int
    """First line after it."""
    about: About


def parts_of(text: str, name: str) -> list[Part]:
    """Part a text into its reports; one report alone gives an empty list.

    A report begins with a head of two lines or more like "Title: …" and "Date: …", in a front matter block or not, at
    the text's start, below an empty line, a rule ("---") or the envelope line of a mailbox.  Failing that, rules part
    reports that each begin with a dateline of their own.
    """
    lines = text.splitlines(keepends=True)
    heads = list(_heads(lines))
    if len(heads) > 1 and len("".join(lines[: heads[0].start]).strip()) <= _PREAMBLE_CHARS:
        ends = [*(head.start for head in heads[1:]), len(lines)]
        found = [(_trimmed(lines[head.body : end]), head.about) for head, end in zip(heads, ends, strict=True)]
    else:
        rules = [at for at, line in enumerate(lines) if _RULE.fullmatch(line.rstrip("\r\n"))]
        cuts = zip([-1, *rules], [*rules, len(lines)], strict=True)
        bodies = [body for after, until in cuts if (body := _trimmed(lines[after + 1 : until])).strip()]
        if len(bodies) < 2 or not all(find_dateline(body) for body in bodies):
            return []
        found = [(body, About()) for body in bodies]
    return [Part(f"{name} part {number}", body, about) for number, (body, about) in enumerate(found, 1)]


def _heads(lines: list[str]) -> Iterator[_Head]:
    at = 0
    while at < len(lines):
        head = _head_at(lines, at) if at == 0 or _parts(lines[at - 1]) else None
        if head:
            yield head
        at = head.body if head else at + 1


def _parts(line: str) -> bool:
    plain = line.rstrip("\r\n")
    return not plain.strip() or _RULE.fullmatch(plain) is not None or _ENVELOPE.fullmatch(plain) is not None


def _head_at(lines: list[str], at: int) -> _Head | None:
    said: dict[str, str] = {}
    end, count = at, 0
    for line in lines[at : at + _MOST_HEAD_LINES]:
        entry = _ENTRY.fullmatch(line.strip())
        key = entry["key"].casefold() if entry else ""
        if entry is None or key not in _KEYS:
            break
        said.setdefault(_KEYS[key], entry["value"].strip().strip("\"'"))
        end, count = end + 1, count + 1
    if count < 2 or "title" not in said or not {"published", "outlet", "url"} & said.keys():
        return None
    start = at
    while start and _parts(lines[start - 1]):
        start -= 1
    if end < len(lines) and _RULE.fullmatch(lines[end].rstrip("\r\n")):
        end += 1
    about = About(
        title=" ".join(said["title"].split()),
        outlet=" ".join(said.get("outlet", "").split()),
        url=safe_url(said.get("url")),
        published=plain_date(said.get("published", "")) or None,
    )
    return _Head(start, end, about)


def _trimmed(lines: list[str]) -> str:
    """Give a body without blank lines and rules at its ends."""
    first, last = 0, len(lines)
    while first < last and _parts(lines[first]):
        first += 1
    while last > first and _parts(lines[last - 1]):
        last -= 1
    return "".join(lines[first:last])
