"""What a file that was taken away says of itself: what it holds, from what, made when and how."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from frontlines.exchange.columns import Layer
from frontlines.geography import boundaries
from frontlines.model import Dataset

CRS: Final = "EPSG:4326 (WGS 84), longitude before latitude"
MOST_SOURCES: Final = 200
"""So many sources are named, those of most rows first; the rows name them all."""
_FACTS: Final = {
    "name": "Frontlines, ledger of control and events, and what it read in reports",
    "licence": "facts with their sources; each row names its own",
}
_SHIPPED: Final = {"name": "Natural Earth, GSHHG and WDBII (boundaries)", "licence": "public domain; LGPL-3.0-or-later"}
_OCHA: Final = {"name": "OCHA COD-AB Syria (boundaries and p-codes)", "licence": "CC BY 3.0 IGO"}
_PCODES: Final = {"name": "OCHA COD-AB Syria (p-codes of governorates)", "licence": "CC BY 3.0 IGO"}
_PLACES: Final = {"name": "GeoNames and Frontlines' own gazetteer (places)", "licence": "CC BY 4.0, geonames.org"}


@dataclass(frozen=True, slots=True)
class Made:
    """By what, from what and when something is taken away."""

    version: str
    """Of Frontlines."""
    reader: str
    """Version of the reader (``extraction.reader.READER``)."""
    known_up_to: date | None
    """Up to when the ledger is known."""
    content_hash: str
    """Of all that was at hand, ledger and reports (``worlds.World.content_hash``)."""
    at: datetime
    """When, with its time zone."""


def manifest_of(what: str, layers: Sequence[Layer], made: Made, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Give the manifest of layers as plain values; ``chosen`` is the selection in words of the command line."""
    loaded = boundaries.stamp() != ("", 0)
    return {
        "what": what,
        "made": made.at.isoformat(timespec="seconds"),
        "made_by": f"Frontlines {made.version}",
        "reader": made.reader,
        "ledger_known_up_to": made.known_up_to.isoformat() if made.known_up_to else None,
        "content_hash": made.content_hash,
        "selection": {name: _plain(value) for name, value in chosen.items() if value not in (None, (), [], "")},
        "rows": sum(len(layer.frame) for layer in layers),
        "crs": CRS,
        "layers": [
            {
                "name": layer.name,
                "rows": len(layer.frame),
                "columns": [{"name": c.name, "type": c.kind, "about": c.about} for c in layer.columns],
            }
            for layer in layers
        ],
        "left_out": [words for layer in layers for words in layer.left_out],
        "data": [_FACTS, _PLACES, *([_OCHA] if loaded else [_SHIPPED, _PCODES]), *_datasets(layers)],
        "sources": _sources(layers),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, list | tuple | set | frozenset) else value


def _datasets(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """Give the imported sets that rows rest on, with their terms."""
    rows: Counter[Dataset] = Counter()
    for layer in layers:
        rows.update(dict(layer.datasets))
    return [
        {
            "name": f"{one.name} {one.version}".strip(),
            "licence": one.licence,
            "cite_as": one.attribution or one.name,
            "url": one.url,
            "rows": count,
        }
        for one, count in rows.items()
    ]


def _sources(layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """Give the sites and titles that the rows rest on, by the number of rows."""
    found: Counter[str] = Counter()
    for layer in layers:
        if "sources" in layer.frame.columns:
            for told in layer.frame["sources"].dropna():
                found.update({urlsplit(part).hostname or part for part in str(told).split("|")})
    return [{"name": name, "rows": rows} for name, rows in found.most_common(MOST_SOURCES)]
