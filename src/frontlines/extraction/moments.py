"""When an event happened: the date in its clause, else that of the statement; and whether it lies ahead or goes on."""

from spacy.tokens import Token

from frontlines.extraction.dates import DateWords
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import Reading
from frontlines.model import When

_MONTH = 4
"""Precision of a month; a coarser one is higher."""


def is_past(reading: Reading, token: Token) -> bool:
    """Tell whether the noun's own date lies before publication ("last month's talks")."""
    dates = [reading.date_at[t.i] for t in token.subtree if t.i in reading.date_at and t.i < token.i]
    ends = [d.past.end for d in dates if "last" in d.past.words.lower() or d.past.precision > 1]
    return bool(reading.published) and any(e is not None and e < reading.published for e in ends)  # type: ignore[operator]


def is_future(token: Token) -> bool:
    """Tell whether a verb of the clause, or one above it, is in the future tense."""
    at = token
    while True:
        if at.pos_ in {"VERB", "AUX"} and any(
            c.dep_ == "aux" and c.lower_ in {"will", "'ll", "’ll"} for c in at.children
        ):
            return True
        to_come = at.dep_ == "xcomp" and at.head.lemma_ == "be" and any(c.lower_ == "to" for c in at.children)
        if to_come and at.tag_ in {"VB", "VBN"}:
            return True  # "are to meet", "are to be evacuated"
        if any(c.lower_ in {"due", "scheduled"} and at.doc[c.i + 1].lower_ == "to" for c in at.children if c.i > at.i):
            return True  # "talks due to open in X"
        if at.head.i == at.i or at.tag_ == "VBD":
            return False  # "will visit X, where an attack was reported on March 19"
        at = at.head


def when_of(reading: Reading, token: Token, *, future: bool) -> tuple[When | None, bool, bool]:
    """Give the date of an event, whether it is only the statement's, and whether the clause tells of a longer past."""
    clause = reading.clause_of[token.i]
    own = [reading.date_at[i] for i in reading.clauses[clause].tokens if i in reading.date_at]
    spans = [d for d in own if d.since]
    exact = [d for d in own if not d.since]
    if exact:
        nearest = min(exact, key=lambda d: abs(d.start - token.idx))
        return nearest.when(future=future), False, False
    if spans:
        since = spans[0].past
        rule = "a span up to the report: “since” and the date it names"
        return When(since.start, reading.published, 5, rule, since.words), False, True
    up = reading.clauses[clause].parent
    sentence = token.sent
    others = [
        reading.date_at[i]
        for i in range(sentence.start, sentence.end)
        if i in reading.date_at and not reading.date_at[i].since
    ]
    if others:
        in_parent = [
            d for d in others if up is not None and any(reading.date_at.get(i) is d for i in reading.clauses[up].tokens)
        ]
        told = in_parent or [d for d in others if not _told_aside(reading, token, d)]
        if not told:
            return None, False, _is_lasting(token)
        chosen = min(told, key=lambda d: abs(d.start - token.idx))
        return chosen.when(future=future), True, False
    return None, False, _is_lasting(token)


def _told_aside(reading: Reading, token: Token, words: DateWords) -> bool:
    """Tell whether a date is only that of what is told of something else: "raids by Russia, which came in 2015"."""
    at = next((t for t in token.sent if reading.date_at.get(t.i) is words), None)
    while at is not None and at.head.i != at.i and not at.is_ancestor(token):
        if at.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "since" for c in at.children):
            return True  # "the widest offensive since they took X in 2012"
        of_another = at.dep_ == "relcl" and not (at.head.i == token.i or at.head.is_ancestor(token))
        if of_another and (words.past.precision >= _MONTH or at.lemma_.lower() in word_set("other_day_verbs")):
            return True
        at = at.head
    return False


def _is_lasting(token: Token) -> bool:
    """Tell whether a clause tells of something going on or long past ("have been fighting", "has seized")."""
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    return any(
        c.dep_ == "aux" and c.lower_ in {"have", "has", "had", "is", "are", "’s", "'s", "been"} for c in verb.children
    )
