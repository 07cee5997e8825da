"""First component of the pipeline: marks the names of places and parties and makes each one token.

It runs before the tagger and parser, so that "Deir Az Zor" or "Islamic State of Iraq and the Levant" is one proper noun
to them, and "Turkish-backed" one adjective.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from frontlines.geography.finder import Found, find_toponyms
from frontlines.geography.gazetteer import Gazetteer
from frontlines.parties import Lexicon, Party

_HYPHENED = re.compile(r"[^\W_]+(?:\.[^\W_]+\.)?(?:-[^\W_]+)+")
_ORGANISATION = frozenset(
    [
        "center",
        "centre",
        "council",
        "observatory",
        "network",
        "agency",
        "university",
        "directorate",
        "brigade",
        "division",
        "battalion",
        "organization",
        "organisation",
        "association",
        "foundation",
        "times",
        "post",
        "news",
        "institute",
        "committee",
        "commission",
        "brigades",
        "front",
        "army",
        "movement",
        "square",
        "street",
        "roundabout",
    ]
)


@dataclass(frozen=True, slots=True)
class PartyName:
    """A party's name in a text, by characters; ``parties`` are all that the words can mean."""

    start: int
    end: int
    parties: tuple[Party, ...]
    adjective: bool


@dataclass(frozen=True, slots=True)
class Names:
    """What the component found, kept in ``doc.user_data["names"]``."""

    toponyms: tuple[Found, ...]
    parties: tuple[PartyName, ...]
    text: str
    """The document's text, which spaCy makes anew at each call."""


def variants(name: str) -> Iterable[str]:
    """Give a name and, for texts without apostrophes, its possessive with a glued s ("Russias")."""
    yield name
    if " " not in name and name[0].isupper() and not name.isupper() and not name.endswith("s"):
        yield f"{name}s"


class NamesComponent:
    """Finds names with the gazetteer and the parties' table."""

    def __init__(self, nlp: Language, gazetteer: Gazetteer, lexicon: Lexicon) -> None:
        self.gazetteer = gazetteer
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.exact: dict[str, bool] = {}
        self.meaning: dict[str, list[tuple[Party, bool]]] = {}
        for party in lexicon.parties.values():
            for adjective, names in ((False, party.names), (True, party.adjectives)):
                for name in names:
                    for form in variants(name) if not adjective else (name,):
                        self._add(nlp, form, party, adjective=adjective)

    def _add(self, nlp: Language, form: str, party: Party, *, adjective: bool) -> None:
        key = form.lower()
        # "U.S." is one token only in capitals.
        self.matcher.add(key, [nlp.make_doc(key), nlp.make_doc(form)])
        self.meaning.setdefault(key, []).append((party, adjective))
        # A short name in capitals ("IS", "US", "UN") is that name only in capitals.
        self.exact[key] = self.exact.get(key, True) and form.isupper() and len(form) <= 4

    def __call__(self, doc: Doc) -> Doc:
        """Mark names and merge the tokens of each."""
        text = doc.text
        toponyms = find_toponyms(text, self.gazetteer)
        found: list[PartyName] = []
        spans: list[Span] = []
        for span in filter_spans([Span(doc, start, end) for _, start, end in self.matcher(doc)]):
            key = span.text.lower()
            if self.exact.get(key) and not span.text.isupper():
                continue
            if text.endswith("Agence ", 0, span.start_char):
                continue  # a news agency
            meanings = self.meaning.get(key, [])
            found.append(
                PartyName(
                    span.start_char,
                    span.end_char,
                    tuple(party for party, _ in meanings),
                    adjective=all(adjective for _, adjective in meanings),
                )
            )
            if len(span) > 1 and span.text != key:
                spans.append(span)
        toponyms = [t for t in toponyms if not self._inside_a_name(t, found, text)]
        for t in toponyms:
            span_or_none = doc.char_span(t.start, t.end, alignment_mode="expand")
            if span_or_none is not None and len(span_or_none) > 1:
                spans.append(span_or_none)
        spans += [
            hyphened
            for match in _HYPHENED.finditer(text)
            if (hyphened := doc.char_span(*match.span(), alignment_mode="expand")) is not None and len(hyphened) > 1
        ]
        with doc.retokenize() as retokenizer:
            for merged in filter_spans(spans):
                retokenizer.merge(merged)
        doc.user_data["names"] = Names(tuple(toponyms), tuple(found), text)
        return doc

    @staticmethod
    def _inside_a_name(t: Found, parties: list[PartyName], text: str) -> bool:
        """Tell whether a place name is only part of a party's or an organisation's name."""
        if any(p.start <= t.start and t.end <= p.end and p.end - p.start > t.end - t.start + 1 for p in parties):
            return True
        following = re.match(r"((?: [A-Z][\w-]+){1,3})", text[t.end :])
        return bool(following) and any(word.lower() in _ORGANISATION for word in following.group(1).split())  # type: ignore[union-attr]


def parties_on(name: PartyName, day: date | None) -> tuple[Party, ...]:
    """Give the parties that a name can mean on a day, the most recent first (new rulers take over an army's name)."""
    alive = [party for party in name.parties if party.exists_on(day)]
    return tuple(sorted(alive or name.parties, key=lambda p: p.since or date.min, reverse=day is not None))
