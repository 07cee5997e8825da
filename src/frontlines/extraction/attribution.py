"""Who says so, and how sure that makes it: reported, claimed, denied, planned or unattributed."""

from dataclasses import dataclass

from spacy.tokens import Token

from frontlines.extraction.lexicon import Words
from frontlines.extraction.reading import Reading
from frontlines.model import Span, Status

_STATE_AGENCIES = frozenset({"sana", "amaq"})
_NEAR = 6
"""Tokens behind a speaker that still name it: "the directorate of health in Idlib"."""
_NEUTRAL = frozenset({"UN", "Civilians", "Unknown", "Red Cross and Red Crescent", "Syria Civil Defence"})


@dataclass(frozen=True, slots=True)
class Source:
    """The words that name a source, and what they make of a statement."""

    words: str
    status: Status
    verb: int | None
    party: str | None = None
    """The party that speaks, where it is one that fights."""


def sources_by_sentence(reading: Reading, words: Words) -> dict[int, Source]:
    """Give the source that each sentence names, by number of the sentence."""
    speech = words.sections["speech"]["verbs"]
    out: dict[int, Source] = {}
    for number, sent in enumerate(reading.doc.sents):
        for token in sent:
            lemma = token.lemma_.lower()
            subject: Token | None = None
            if lemma in speech and token.pos_ == "VERB":
                subject = _speaker(token)
                if subject is None or not _can_speak(reading, subject, words):
                    continue
            elif token.lower_ == "according" or (token.lower_ == "citing" and token.pos_ in {"VERB", "ADP"}):
                subject = next((t for t in token.subtree if t.dep_ in {"pobj", "dobj"}), None)
            if subject is None:
                continue
            status: Status = "denied" if lemma == "deny" else _status(reading, subject, words)
            if any(
                c.lower_ in _STATE_AGENCIES
                for t in token.children
                for c in t.subtree
                if t.dep_ in {"dobj", "dative", "prep"}
            ):
                status = "claimed"
            previous = out.get(number)
            if (
                previous is None
                or (token.lower_ == "citing" and status == "claimed")
                or (previous.status == "reported" and status == "claimed" and previous.verb is None)
            ):
                out[number] = Source(_phrase(subject), status, token.i, _party(reading, subject))
    _carry_on(out)
    return out


def source_tokens(reading: Reading, words: Words) -> frozenset[int]:
    """Give the tokens of "according to X", of speakers' names with what hangs on them, and of where they write from."""
    speech = words.sections["speech"]["verbs"]
    out: set[int] = set()
    for token in reading.doc:
        if token.lower_ == "according":
            out |= {t.i for t in token.subtree}
        elif token.i in reading.mention_at and _writes_from(token):
            out.add(token.i)
        elif token.pos_ == "VERB" and token.lemma_.lower() in speech:
            subject = _speaker(token)
            if subject is not None and _can_speak(reading, subject, words) and subject.i not in reading.mention_at:
                out |= {t.i for t in subject.subtree if t.i - subject.i <= _NEAR}
    return frozenset(out)


def _writes_from(place: Token) -> bool:
    """Tell whether a place is only where a report or its source comes from: "DAMASCUS (Agency)", "X-based"."""
    alone = place.is_sent_start and place.text.isupper() and place.doc[place.i + 1 : place.i + 2].text == "("
    return alone or place.lower_.endswith("-based")


def _speaker(verb: Token) -> Token | None:
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    beside = _beside(verb)
    if beside is not None and (subject is None or subject.i < beside.left_edge.i):
        return beside
    if subject is None and verb.dep_ == "conj":
        return _speaker(verb.head)
    return subject


def _beside(verb: Token) -> Token | None:
    """Give the noun right before a verb where a comma sets it off (", the ministry said"), which poor parses lose."""
    i = verb.i - 1
    if i <= verb.sent.start or verb.doc[i].pos_ not in {"NOUN", "PROPN"}:
        return None
    first = i
    while first > verb.sent.start and verb.doc[first - 1].pos_ in {"NOUN", "PROPN", "ADJ", "DET"}:
        first -= 1
    return verb.doc[i] if first > verb.sent.start and verb.doc[first - 1].text in {",", '"'} else None


def _can_speak(reading: Reading, subject: Token, words: Words) -> bool:
    text = _phrase(subject).lower()
    if subject.pos_ == "PRON":
        return subject.lower_ in {"he", "she", "it", "they"}
    return (
        subject.i in reading.inside_party
        or subject.pos_ == "PROPN"
        or any(w in text for w in words.sections["speech"]["observers"])
        or any(w in text for w in words.sections["speech"]["partisans"])
        or (subject.pos_ == "NOUN" and any(c.dep_ == "poss" for c in subject.children))
        or subject.lemma_.lower()
        in {
            "source",
            "report",
            "envoy",
            "office",
            "mediator",
            "medium",
            "media",
            "newspaper",
            "agency",
            "website",
            "people",
        }
    )


def _phrase(head: Token) -> str:
    tokens = [
        t
        for t in head.subtree
        if t.i <= head.i or (t.head.i == head.i and t.dep_ in {"prep", "pobj"}) or t.dep_ == "pobj"
    ]
    tokens = [t for t in tokens if t.i >= head.left_edge.i]
    last = max((t.i for t in tokens if t.i - head.i <= 6), default=head.i)
    first = head.left_edge.i
    if head.dep_ == "appos":
        while first < head.i and head.doc[first].pos_ == "PUNCT":
            first += 1
    return head.doc[first : last + 1].text.strip(" ,\n\t")


def _status(reading: Reading, subject: Token, words: Words) -> Status:
    """A party to the fighting claims; monitors, agencies, residents and the United Nations report."""
    text = f" {_phrase(subject).lower()} "
    if any(
        f" {w} " in text or w in text.split()
        for w in words.sections["speech"]["observers"]
        if w not in {"group", "un", "local"}
    ):
        return "reported"
    first, last = subject.left_edge.i, subject.right_edge.i
    named = {
        reading.inside_party[i].party for i in range(first, min(last, subject.i + 6) + 1) if i in reading.inside_party
    }
    if named & _NEUTRAL:
        return "reported"
    if any(w in text for w in words.sections["speech"]["partisans"]):
        return "claimed"
    return "claimed" if named - _NEUTRAL else "reported"


def _party(reading: Reading, subject: Token) -> str | None:
    hits = [reading.inside_party[t.i] for t in subject.subtree if t.i in reading.inside_party and t.i <= subject.i + 2]
    return next((h.party for h in hits if not h.civilians and h.party not in _NEUTRAL), None)


def _carry_on(out: dict[int, Source]) -> None:
    """Let "the source added", "he said", "it added" keep the status of the source before."""
    last: Source | None = None
    for number in sorted(out):
        source = out[number]
        low = source.words.lower()
        if low in {"he", "she", "it", "they", "the source", "the statement", "the group", "the agency"} and last:
            out[number] = Source(
                last.words if low != "the source" else source.words, last.status, source.verb, last.party
            )
        else:
            last = source


def unattributed_passages(reading: Reading, words: Words) -> list[Span]:
    """Give the sentences that say that the actor is not known."""
    phrases = words.sections["speech"]["unknown_actor"]
    out = []
    for sent in reading.doc.sents:
        low = sent.text.lower()
        if any(p in low for p in phrases):
            out.append(Span(sent.start_char, sent.end_char))
    return out
