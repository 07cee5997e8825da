"""Whether what is told of happened outside Syria."""

from spacy.tokens import Token

from frontlines.extraction.pointing import is_inside, led_by
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import in_syria, usable


def is_of_a_country(reading: Reading, noun: Token) -> bool:
    """Tell whether a truce is a whole country's: "a nationwide ceasefire", "a truce for Syria"."""
    told = [t for t in noun.subtree if t.i in reading.mention_at and t.head.lower_ in {"in", "for", "across"}]
    where = [reading.where(t.i) for t in told]
    wide = any(t.lower_ in {"nationwide", "countrywide", "nation-wide", "country-wide"} for t in noun.children)
    return wide or any(w.kind == "country" for w in where)


def is_abroad(reading: Reading, token: int) -> bool:
    """Tell whether what a trigger tells was outside Syria: "a bombing in Beirut", "…, which killed 37"."""
    told_of = reading.doc[token]
    named = reading.places_in(reading.clauses[reading.clause_of[token]].tokens)
    while told_of.dep_ == "conj":
        told_of = told_of.head
    if told_of.dep_ == "relcl":
        named += reading.places_in([t.i for t in told_of.head.subtree])
    if told_of.dep_ in {"acl", "advcl", "conj", "ccomp"} and not _names_syria(reading, told_of):
        # "rockets fired from there landed in X, wounding three"
        inside = range(told_of.sent.start, told_of.sent.end)
        named += [m for m in reading.places_in(list(inside)) if m not in reading.source_tokens]
    hit = [m for m in named if is_inside(reading.doc[m]) or _is_struck(reading.doc[m])]
    return not all(in_syria(reading.where(m)) for m in hit)


def _names_syria(reading: Reading, token: Token) -> bool:
    """Tell whether a sentence names a place in Syria, or says where somebody spoke."""
    places = [
        reading.mentions[index].where for m, index in reading.mention_at.items() if reading.doc[m].sent == token.sent
    ]
    return any(in_syria(where) and usable(where) for where in places)


def _is_struck(place: Token) -> bool:
    """Tell whether a place is what fire fell on: "rockets fell on the town of X", "shells hit X"."""
    on = led_by(place)
    at = place
    while at.dep_ in {"compound", "nmod", "appos", "conj"} or at.head.lower_ == "of":
        at = at.head.head if at.head.lower_ == "of" else at.head
    struck = at.dep_ == "dobj" and at.head.lemma_.lower() in {"hit", "strike", "shell", "bomb"}
    return struck or (on in {"on", "onto"} and at.head.head.lemma_.lower() in {"fall", "land", "crash"})
