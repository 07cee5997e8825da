"""A reviewed report as an annotation that the scorer takes (docs/format.md)."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from frontlines.extraction.output import to_format
from frontlines.model import Article, ControlClaim, Event, Extraction
from frontlines.reviews import Review, Reviewed, apply

_SLUG_CHARS: Final = 60


def annotation(extraction: Extraction, reviews: Sequence[Review]) -> dict[str, Any]:
    """Give a report's annotation as people left it.

    Beyond the scorer's keys, every event and claim has ``review``: verdict, person, time and reason, or null where
    nobody looked at it; ``rejected`` lists what people struck out.
    """
    now = apply(extraction, reviews)
    document = to_format(now.extraction)
    for key in ("events", "control"):
        for record in document[key]:
            record["review"] = _said(now.standing.get(record["id"]))
    struck = to_format(
        replace(
            extraction,
            events=tuple(item for item in now.rejected if isinstance(item, Event)),
            claims=tuple(item for item in now.rejected if isinstance(item, ControlClaim)),
        )
    )
    document["rejected"] = [
        {**record, "review": _said(now.standing.get(record["id"]))}
        for key in ("events", "control")
        for record in struck[key]
    ]
    document["complete"] = is_complete(now)
    return document


def is_complete(now: Reviewed) -> bool:
    """Tell whether somebody looked at every event and claim of a report."""
    items: tuple[Event | ControlClaim, ...] = (*now.extraction.events, *now.extraction.claims)
    return bool(items or now.rejected) and all(item.id in now.standing for item in items)


def beside(article: Article) -> dict[str, Any]:
    """Give what stands in ``NAME.meta.json`` beside the article's text."""
    told = {
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "published": article.published.isoformat() if article.published else None,
    }
    return {name: value for name, value in told.items() if value}


def file_name(article: Article) -> str:
    """Give a name without ending, alike for the same report: date, words of the title, the start of its id."""
    plain = unicodedata.normalize("NFKD", article.title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_CHARS].strip("-")
    day = article.published.isoformat() if article.published else ""
    return "-".join(part for part in (day, slug, article.id[:6]) if part)


def _said(review: Review | None) -> dict[str, str] | None:
    if review is None:
        return None
    return {"verdict": review.verdict, "by": review.by, "at": review.at.isoformat(), "why": review.why}
