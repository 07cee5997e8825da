"""A saved web page becomes text, title, outlet, address and date."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from frontlines.errors import InputError
from frontlines.reading.front_matter import About, safe_url

_DATE_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publish-date",
    "publishdate",
    "date",
)
_MAX_DEPTH = 40


def read_page(html: str, name: str) -> tuple[About, str]:
    """Give what a page says of itself and its main text, without menus, captions' markup and comments.

    The date is the page's own statement (JSON-LD ``datePublished``, then meta tags, then ``<time>``); a page without
    any is searched for a date line by trafilatura.  Raises ``InputError``, naming ``name``, where no article text is
    found.
    """
    import trafilatura  # noqa: PLC0415 - 0.2 s that a plain text need not wait for
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no stubs

    html = html.replace("\0", "")
    try:
        found: Any = trafilatura.bare_extraction(
            html,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        tree = etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8", no_network=True, recover=True))
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise InputError(f"{name} can't be read as a web page: save its text as .txt and hand that in") from error
    text = (getattr(found, "text", None) or "").strip()
    if not text:
        raise InputError(f"{name} holds no article text: save its text as .txt and hand that in")
    stated = _stated_dates(tree) if tree is not None else []
    dates = [day.isoformat() for value in stated or [found.date] if (day := _as_date(value))]
    return About(
        title=_words(found.title),
        outlet=_words(found.sitename),
        url=safe_url(found.url),
        published=next(iter(dates), None),
        rule="page metadata",
    ), text


def _words(value: str | None) -> str:
    return " ".join((value or "").split())[:300]


def _stated_dates(tree: Any) -> list[Any]:
    return [*_json_ld_dates(tree), *_meta_dates(tree), *(node.get("datetime") for node in tree.iter("time"))]


def _meta_dates(tree: Any) -> Iterator[Any]:
    metas: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        metas.setdefault(name, node.get("content") or "")
    yield from (metas[name] for name in _DATE_NAMES if name in metas)


def _json_ld_dates(tree: Any) -> Iterator[Any]:
    for node in tree.iter("script"):
        if "ld+json" in (node.get("type") or ""):
            try:
                yield from _values(json.loads(node.text or ""), "datePublished", _MAX_DEPTH)
            except (ValueError, RecursionError):
                continue


def _values(document: Any, key: str, depth: int) -> Iterator[Any]:
    if depth == 0:
        return
    if isinstance(document, dict):
        if key in document:
            yield document[key]
        children = list(document.values())
    else:
        children = document if isinstance(document, list) else []
    for child in children:
        yield from _values(child, key, depth - 1)


def _as_date(value: Any) -> date | None:
    if not isinstance(value, str) or not re.match(r"\s*\d{4}-\d\d-\d\d", value):
        return None
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
