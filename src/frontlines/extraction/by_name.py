"""The dead whom a report names instead of counting: "Colonel Ahmad al-Hassan was killed", "killed Abu Khalid"."""

from collections.abc import Iterator

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.reading import PartyHit, Reading


def named_dead(reading: Reading) -> Iterator[tuple[Token, Token, PartyHit | None]]:
    """Give each person told as killed by name: the verb, the name's last word and the party told with it."""
    for verb in reading.doc:
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in word_set("killed_verbs"):
            continue
        passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)
        role = "nsubjpass" if passive else "nsubj" if verb.lemma_.lower() in {"die", "perish"} else "dobj"
        told = [c for c in verb.children if c.dep_ == role]
        for name in (*told, *(c for t in told for c in t.conjuncts if t.tag_ == "NNP")):
            if _is_person(reading, name):
                hit = reading.inside_party.get(name.i)
                yield verb, name, None if hit is not None and hit.civilians else hit


def _is_person(reading: Reading, name: Token) -> bool:
    """Tell whether a name is somebody's: of two words or more, or behind a rank, and no place's or party's own."""
    before = [t for t in name.lefts if t.dep_ in {"compound", "nmod", "amod", "appos", "nsubj"}]
    ranked = any(t.lemma_.lower().rstrip(".") in word_set("ranks") for t in before)
    proper = [t for t in (*before, name) if _is_proper(t)]
    if not _is_proper(name) or name.i in reading.mention_at or any(t.like_num for t in name.lefts):
        return False
    if name.i in reading.inside_party:
        return ranked and reading.inside_party[name.i].first != name.i
    return ranked or (len(proper) > 1 and not any(c.dep_ == "det" for c in name.children) and not name.text.isupper())


def _is_proper(word: Token) -> bool:
    """Tell whether a word is a name's, "al-Asaad" too, which is often taken for a common noun."""
    return word.tag_ == "NNP" or (word.lower_.startswith("al-") and word.text[3:4].isupper())
