"""The one place where text from outside becomes safe to put on the map."""

import html
import json
import re
from typing import Final
from urllib.parse import urlsplit

_HARMFUL: Final = re.compile(r"""[&<>"'{}\\`]""")
_TURNS: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;", "\\": "&#92;", "`": "&#96;"})
_IN_SCRIPT: Final = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "`": "\\u0060",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def without_turns(text: str) -> str:
    """Show each mark that turns the direction of what follows as U+FFFD, so that no text can reorder its neighbours.

    Arabic needs none of them: its letters carry their direction.  Lengths stay, and so do offsets.
    """
    return text.translate(_TURNS) if _TURNING.search(text) else text


def safe(text: object) -> str:
    r"""Escape text once for HTML that folium renders: ``& < > " '`` and also ``{ } \`` and the backtick.

    folium runs Jinja over all that it writes, so ``{{ 7*7 }}`` would come out as 49; as entities the braces stay text.
    """
    plain = without_turns(str(text))
    if not _HARMFUL.search(plain):
        return plain
    return html.escape(plain, quote=True).translate(_BRACES)


def safe_link(url: str | None) -> str | None:
    """Give a web address fit for ``href``, or None where it is none (``javascript:`` and the like)."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return safe(url.strip()) if parts.scheme in {"http", "https"} and parts.netloc else None


def script_json(value: object) -> str:
    """Write plain values as JSON that can stand in a script: no ``<``, ``>``, ``&`` or backtick as themselves.

    Raises:
        ValueError: when the value holds NaN or an infinity, which JSON has no word for.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, written in _IN_SCRIPT.items():
        text = text.replace(sign, written)
    return text
