"""What stands before or beside a report's text: Markdown front matter and NAME.meta.json."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from frontlines.errors import InputError

_FENCE = re.compile(r"\A---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ENTRY = re.compile(r"(?P<key>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>.*)")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a report besides its text; empty where not told."""

    title: str = ""
    outlet: str = ""
    url: str | None = None
    published: str | None = None
    rule: str = "front matter"
    """What told it: "front matter", "table", or "page metadata" and "PDF metadata", whose date may be broken without
    being anybody's fault."""


@dataclass(frozen=True, slots=True)
class Part:
    """One report of a file that holds several: a row of a table, a part of a digest."""

    name: str
    """For messages: "corpus.csv row 12"."""
    text: str
    about: About = About()
    fault: str = ""
    """Why it can't be read; such a part has no text."""

    def __str__(self) -> str:
        """Give its name."""
        return self.name


def split_front_matter(text: str) -> tuple[About, str]:
    """Cut ``key: value`` front matter between two ``---`` lines off a Markdown text.

    Known keys: title, outlet, url, published; others are let pass.  Gives what they say and the text after them,
    unchanged; a text without front matter comes back whole.
    """
    fence = _FENCE.match(text)
    if not fence:
        return About(), text
    entries = {
        match["key"].lower(): match["value"].strip().strip("\"'")
        for line in fence["head"].splitlines()
        if (match := _ENTRY.match(line))
    }
    return _about(entries), text[fence.end() :].lstrip("\r\n")


def read_beside(path: Path) -> About:
    """Read NAME.meta.json beside NAME.txt; without one nothing is known.  Raises ``InputError`` for a broken one."""
    beside = path.with_suffix(".meta.json")
    if not beside.is_file():
        return About()
    try:
        entries = json.loads(beside.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(f"{beside.name} is not readable JSON: mend it or take it away") from error
    if not isinstance(entries, dict):
        raise InputError(f"{beside.name} must hold one JSON object with title, outlet, url, published: mend it")
    return _about(entries)


def _about(entries: dict[str, Any]) -> About:
    def said(key: str) -> str:
        value = entries.get(key)
        return " ".join(value.split()) if isinstance(value, str) else ""

    return About(said("title"), said("outlet"), safe_url(said("url")), said("published") or None)


def safe_url(value: str | None) -> str | None:
    """Give a web address back if it is one (http or https), else None: it becomes a link on the page."""
    return value if value and re.fullmatch(r"https?://[^\s<>\"']{3,2000}", value) else None
