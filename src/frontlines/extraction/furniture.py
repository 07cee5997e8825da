"""What a page prints around its report: links to others, captions, bylines, credits, tags.  Events in it are none."""

import re
from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc

_LINK: Final = (
    r"(?:read (?:more|also|next|the full)|also read|see also|see more|more (?:on|about) th(?:is|e) (?:story|topic)"
    r"|related(?: (?:stories|articles|news|content|coverage|topics))?|recommended(?: (?:stories|reading))?"
    r"|you may also like|watch(?: live| now)?|listen(?: now)?|in pictures|most read|trending)"
)
_LINK_ALONE: Final = re.compile(rf"{_LINK}\W*", re.IGNORECASE)
_LINKED: Final = re.compile(rf"{_LINK}\s*(?:[:|»>–—]|-\s)", re.IGNORECASE)
_BOILERPLATE: Final = re.compile(
    r"(?:READ MORE|Read more|Read also|ALSO READ|WATCH|Related|RELATED|File photo|FILE PHOTO|Source:|Tags\b|\(Source)"
)
_OF_THE_PAGE: Final = re.compile(
    r"(?:(?:tags|topics|keywords|categories|filed under|share(?: this)?(?: on)?|advertisement|sponsored|subscribe"
    r"|sign up|follow us|click here|copyright|all rights reserved|image|picture|photo|caption|video|photograph"
    r"|source|sources)\s*(?::|\||$)|©|sign up (?:for|to)\b|subscribe to\b|follow us on\b|click here (?:for|to)\b"
    r"|photo (?:by|credit)\b|file (?:photo|picture|image)\b|\(?(?:additional |with )?(?:reporting|writing|editing)"
    r" by\b|the views expressed\b|this article (?:was|first|originally)\b|show key events\b)",
    re.IGNORECASE,
)
_FILE_PICTURE: Final = re.compile(r"FILE(?: PHOTO| PICTURE)?\s*[-–—:]")
_CREDIT: Final = re.compile(
    r"(?:\b(?:REUTERS|Reuters|AFP|AP|EPA|EFE|DPA|Anadolu|Getty(?: Images)?|SANA|TASS|Xinhua)\s?/\s?[A-Z][\w .'’-]{1,40}"
    r"|/\s?(?:REUTERS|Reuters|AFP|AP|EPA|Anadolu(?: Agency)?|Getty(?: Images)?|SANA|TASS|Xinhua)[\])]?"
    r"|[\[(](?:(?:File|Photo|Handout|AFP|AP|Reuters|EPA)\b[^\])]{0,60}|[^\])]{0,60}\b(?:Photo|Handout|File))[\])])"
    r"\s*\.?\s*$"
)
_BYLINE: Final = re.compile(
    r"By(?:\s+(?:[A-Z][\w.'’-]*|and|in|for|,|&|[A-Z]{2,}))+(?:\s*[|–—,-].{0,60})?"
    r"|By\s+[A-Z][\w .,'’&-]{2,60}(?:correspondent|reporter|editor)"
)
_INSIDE: Final = re.compile(r"\bRelated News\b|\bCategory News\b|\bpic\.twitter\.com|\bComment via Facebook")
_LONGEST_TOKENS: Final = 30
"""Tokens of a sentence that is nothing but tags, captions or links; a longer one has run into the text."""
_CAPTION_WORDS: Final = 60
_BYLINE_WORDS: Final = 12
_MOST_LINKS: Final = 8
_HEADLINE: Final = re.compile(r".*[\w\d'’\")]\s*")


def furniture(doc: Doc) -> frozenset[int]:
    """Give the sentences, by number, that are the page's and not the report's."""
    text: str = doc.user_data["names"].text
    lines = list(_lines(text))
    found = set()
    for number, sent in enumerate(doc.sents):
        start = sent.start_char + len(sent.text) - len(sent.text.lstrip())
        head = _BOILERPLATE.match(text, start)
        short = len(sent) <= _LONGEST_TOKENS
        if (head and short) or _INSIDE.search(sent.text) or any(first <= start < last for first, last in lines):
            found.add(number)
    return frozenset(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Give the lines that are furniture, by their characters."""
    at, links = 0, 0
    for whole in text.splitlines(keepends=True):
        line = whole.strip()
        if line:
            listed = links > 0 and _HEADLINE.fullmatch(line) is not None and len(line.split()) <= _LONGEST_TOKENS
            if listed or _is_furniture(line):
                yield at, at + len(whole)
            links = _MOST_LINKS if _LINK_ALONE.fullmatch(line) else links - 1 if listed else 0
        at += len(whole)


def _is_furniture(line: str) -> bool:
    count = len(line[:2000].split())
    if count > _CAPTION_WORDS:
        return False
    if _CREDIT.search(line) or _FILE_PICTURE.match(line):
        return True
    if count <= _BYLINE_WORDS and line[-1] not in ".!?" and _BYLINE.fullmatch(line):
        return True
    return count <= _LONGEST_TOKENS and bool(
        _LINK_ALONE.fullmatch(line) or _LINKED.match(line) or _OF_THE_PAGE.match(line)
    )
