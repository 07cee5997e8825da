"""Places told as one list: "A, B and C", "in Douma, a suburb of the capital, and in nearby Harasta"."""

import re

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import Reading

_APPOSITION = re.compile(r", (?:an?|the) [^,.;]{1,50}, and(?: (?:in|at|near|nearby|neighbou?ring))*")
"""What may part two places of a list: "in Douma, a suburb of the capital, and in nearby Harasta"."""


def coordinated(reading: Reading, a: int, b: int) -> bool:
    """Tell whether two names stand in one list, with nothing between them but commas, "and" and the like."""
    if _APPOSITION.fullmatch(reading.doc[a + 1 : b].text):
        return True
    allowed = word_set("list_words")
    between = [t for t in reading.doc[a + 1 : b] if not t.is_space and not _is_owner(reading, t)]
    between = [t for t in between if not (t.lower_ in {"on", "in", "at", "near"} and t.nbor(-1).lower_ == "and")]
    unknown = [t for t in between if t.lower_ not in allowed]
    return len(between) <= 5 and (not unknown or (len(unknown) <= 2 and all(_is_name(t) for t in unknown)))


def listed_before(reading: Reading, last: int) -> list[int]:
    """Give the places told as one list with the last: "X and Y, two towns …"."""
    out = [last]
    for m in reversed(reading.places_in(list(range(reading.doc[last].sent.start, last)))):
        if not coordinated(reading, m, out[0]):
            break
        out.insert(0, m)
    return out


def _is_owner(reading: Reading, token: Token) -> bool:
    """Tell whether a word only says whose a place was: "took X, Y and the army's Base 46"."""
    return token.i in reading.inside_party and token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "POS"


def _is_name(token: Token) -> bool:
    """Tell whether a word can be a village that no gazetteer has."""
    return token.text[0].isupper() or token.lower_.startswith("al-")
