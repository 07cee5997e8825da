"""Extraction against the bare spaCy pipeline on the same texts."""

import spacy

from benchmarks.measure import Measure, seconds
from frontlines.extraction import extract
from frontlines.extraction.nlp import MODELS
from frontlines.model import Article
from frontlines.reading import read
from frontlines.settings import settings

LIMIT = 1.5
PLACES = ("Manbij", "Raqqa", "Palmyra", "Tabqa", "Kobani", "Azaz", "Maskanah", "Khanasir", "Douma", "Zabadani", "Nubl")
PARTIES = ("the Syrian army", "ISIL fighters", "opposition fighters", "the SDF", "Turkish-backed rebels")


def made_up(sentences: int) -> str:
    """Give a text as dense with places, parties and counts as a war report can be."""
    parts = []
    for number in range(sentences):
        place, other = PLACES[number % len(PLACES)], PLACES[(number * 5 + 3) % len(PLACES)]
        one, two = PARTIES[number % len(PARTIES)], PARTIES[(number + 2) % len(PARTIES)]
        parts.append(
            f"On Tuesday {one} captured the village of {place} from {two} after clashes near {other}, a monitor said. "
            f"At least {number + 3} people were killed and more than {number + 9} wounded in air strikes on {other}."
        )
        if number % 4 == 3:
            parts.append("\n\n")
    return " ".join(parts)


def run() -> list[Measure]:
    name = next(name for name in MODELS if spacy.util.is_package(name))
    bare, without_labels = spacy.load(name), spacy.load(name, exclude=["ner"])
    dispatches = [read(path) for path in sorted((settings().data_dir / "reports").glob("*.md"))]
    texts = {
        "extraction, a made-up report of 250 words": [Article("a", made_up(6))],
        "extraction, a made-up report of 2,500 words": [Article("b", made_up(60))],
    }
    if dispatches:
        texts["extraction, the dispatches that ship"] = dispatches
    measures = []
    for what, articles in texts.items():
        words = sum(len(article.text.split()) for article in articles)

        def ours(articles: list[Article] = articles) -> None:
            for article in articles:
                extract(article)

        def peer(articles: list[Article] = articles) -> None:
            for article in articles:
                bare(article.text)

        def lean(articles: list[Article] = articles) -> None:
            for article in articles:
                without_labels(article.text)

        ours()
        mine, whole, part = seconds(ours, peer, lean, rounds=7)
        said = f"{mine * 1000:.0f} ms ({words / mine:,.0f} words/s)"
        measures += [
            Measure(what, said, f"spaCy's model {whole * 1000:.0f} ms", mine / whole, LIMIT),
            Measure(what, said, f"the same without entity labels {part * 1000:.0f} ms", mine / part),
        ]
    return measures
