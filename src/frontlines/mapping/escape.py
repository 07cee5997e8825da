"""The one place where text from outside becomes safe to put on the map."""

import html
import json
import re
from typing import Final
from urllib.parse import urlsplit

_HARMFUL: Final = re.compile(r"""[&<>"'{}\\`]""")
_BRACES: Final = str.maketrans({"{": "&#123;", "}": "&#125;", "\\": "&#92;", "`": "&#96;"})
_IN_SCRIPT: Final = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "`": "\\u0060",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def safe(text: object) -> str:
    r"""Escape text once for HTML that folium renders: ``& < > " '`` and also ``{ } \`` and the backtick.

    folium runs Jinja over all that it writes, so ``{{ 7*7 }}`` would come out as 49; as entities the braces stay text.
    """
    plain = str(text)
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
