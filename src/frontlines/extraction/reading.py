"""One report while it is read: the parsed document with our marks on it.  Private to this room."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from frontlines.extraction.counts import Count
from frontlines.extraction.dates import DateWords
from frontlines.model import Article, Mention, Placement, Span


@dataclass(frozen=True, slots=True)
class PartyHit:
    """A noun phrase that stands for a party: its head and the tokens of the phrase."""

    head: int
    first: int
    last: int
    party: str
    civilians: bool = False
    anonymous: bool = False
    """True where the party is only guessed from words like "the militants"."""


def once(hits: Iterable[PartyHit]) -> list[PartyHit]:
    """Give each party once."""
    out: dict[str, PartyHit] = {}
    for hit in hits:
        out.setdefault(hit.party, hit)
    return list(out.values())


@dataclass(slots=True)
class Clause:
    """A verb with what depends on it, without the clauses below it."""

    head: int
    tokens: list[int]
    parent: int | None
    """Index of the clause above in the report's list; None for a sentence's main clause."""
    sentence: int


@dataclass(slots=True)
class Reading:
    """The document and all marks; lists are in the order of the text."""

    article: Article
    doc: Doc
    mentions: list[Mention] = field(default_factory=list)
    named_at: list[int] = field(default_factory=list)
    """Last token of each mention, the reverse of ``mention_at``."""
    capitals: dict[str, Placement] = field(default_factory=dict)
    """The placement of each governorate's capital, by the governorate."""
    ranks: list[int] = field(default_factory=list)
    """Rank of each mention's place (see ``model.Place``)."""
    mention_at: dict[int, int] = field(default_factory=dict)
    """Token index → index into ``mentions``."""
    parties: list[PartyHit] = field(default_factory=list)
    party_at: dict[int, PartyHit] = field(default_factory=dict)
    """Head token of the phrase → hit."""
    inside_party: dict[int, PartyHit] = field(default_factory=dict)
    """Any token of the phrase → hit."""
    dates: list[DateWords] = field(default_factory=list)
    date_at: dict[int, DateWords] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    clause_of: list[int] = field(default_factory=list)
    """Token index → index into ``clauses``."""
    sentence_of: list[int] = field(default_factory=list)
    boilerplate: frozenset[int] = frozenset()
    """Sentences that are no report: "READ MORE", captions of files, lists of tags."""
    source_tokens: frozenset[int] = frozenset()
    """Tokens of the words that name sources: places there are where somebody speaks, not where something happened."""
    party_outlet: bool = False
    """True where the outlet is a party's own: what it says without a source is that party's claim."""
    headline_end: int = 0
    """Characters of the title where the text begins with it."""

    @property
    def published(self) -> date | None:
        """The day that relative dates count from."""
        return self.article.published

    def where(self, token: int) -> Placement:
        """Give the place named at a token; one that names none raises ``KeyError``."""
        return self.mentions[self.mention_at[token]].where

    def placement(self, token: int) -> Placement | None:
        """Give the place named at a token, None where it names none."""
        return self.where(token) if token in self.mention_at else None

    def places_in(self, tokens: list[int]) -> list[int]:
        """Give the tokens among these that name a place."""
        return [i for i in tokens if i in self.mention_at]

    def near(self, token: Token) -> set[int]:
        """Give the tokens of a token's clause and of its own phrase."""
        return {*self.clauses[self.clause_of[token.i]].tokens, *(t.i for t in token.subtree)}

    def sentence_span(self, token: int) -> Span:
        """Give the characters of a token's sentence, without surrounding blanks."""
        sent = self.doc[token].sent
        text = sent.text
        start = sent.start_char + len(text) - len(text.lstrip())
        return Span(start, start + len(text.strip()))


def split_clauses(reading: Reading) -> None:
    """Cut each sentence into clauses: the tree cut at every verb that heads one."""
    doc = reading.doc
    heads: dict[int, int] = {}
    reading.clause_of = [0] * len(doc)
    reading.sentence_of = [0] * len(doc)
    for number, sent in enumerate(doc.sents):
        for token in sent:
            reading.sentence_of[token.i] = number
            if token.head.i == token.i or _heads_a_clause(token):
                heads[token.i] = len(reading.clauses)
                reading.clauses.append(Clause(token.i, [], None, number))
    for token in doc:
        at = token
        while at.i not in heads:
            at = at.head
        reading.clause_of[token.i] = heads[at.i]
        reading.clauses[heads[at.i]].tokens.append(token.i)
    for clause in reading.clauses:
        head = doc[clause.head]
        if head.head.i != head.i:
            clause.parent = reading.clause_of[head.head.i]


def _heads_a_clause(token: Token) -> bool:
    if token.dep_ in {"ccomp", "advcl", "relcl", "acl", "parataxis", "xcomp", "csubj", "pcomp"}:
        return token.pos_ in {"VERB", "AUX", "NOUN", "ADJ", "PROPN"}
    return token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}
