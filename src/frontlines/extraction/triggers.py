"""Words that start an event, found by lemma and kept or dropped by how they are said."""

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from frontlines.extraction.lexicon import TriggerWord, Words, word_set
from frontlines.extraction.reading import Reading
from frontlines.extraction.reality import VERBAL, reality
from frontlines.model import EventType

FAMILIES: dict[str, str] = {
    "air_strike": "attack", "shelling": "attack", "bombing": "attack", "chemical_attack": "attack",
    "other_attack": "attack", "ground_attack": "battle", "clash": "battle", "advance": "battle", "capture": "battle",
    "withdrawal": "battle", "siege": "battle", "ceasefire": "agreement", "evacuation": "agreement",
    "talks": "agreement", "aid": "agreement", "displacement": "people", "detention": "people", "protest": "people",
}  # fmt: skip
_OF_A_SIEGE = frozenset({"tighten", "break", "lift", "end", "ease", "maintain", "relieve"})
"""What is done, or may yet be done, to a siege that is there."""
_NOMINAL = frozenset({"NOUN", "PROPN"})
NEEDS_PLACE = frozenset(
    [
        "abandon",
        "take",
        "enter",
        "reach",
        "secure",
        "clear",
        "cleanse",
        "purge",
        "free",
        "win",
        "surround",
        "regain",
        "liberate",
        "fall",
        "capitulate",
    ]
)
"""Verbs that tell of a capture or an advance only with a place as their object."""


@dataclass(slots=True)
class Trigger:
    """One trigger in a document: its head token, last token, and what the lexicon says of it."""

    token: int
    last: int
    word: TriggerWord
    lemma: str
    definite: bool = False
    """True for "the strikes", "that battle": mostly an event already told."""
    unreal: str | None = None
    """Why it is no fact ("may", "aim", "not" …), or None."""
    planned: bool = False

    @property
    def type(self) -> EventType | None:
        """The type that the word itself says; None for a generic attack."""
        return self.word.type

    @property
    def is_noun(self) -> bool:
        """Tell whether the trigger is a noun."""
        return self.word.pos == "noun"


def find_triggers(reading: Reading, words: Words) -> list[Trigger]:
    """Find the triggers of a document, the longest phrase at each place."""
    doc = reading.doc
    lemmas = [t.lemma_.lower() for t in doc]
    found: list[Trigger] = []
    taken: set[int] = set()
    for token in doc:
        if token.i in taken or token.i in reading.mention_at or reading.sentence_of[token.i] in reading.boilerplate:
            continue
        hit = _at(token, lemmas, words)
        if hit is None:
            continue
        trigger_head, last, word, lemma = hit
        if trigger_head in taken or doc[trigger_head].i in reading.mention_at:
            continue
        taken.update(range(min(token.i, trigger_head), last + 1))
        trigger = Trigger(trigger_head, last, word, lemma)
        trigger.definite = trigger.is_noun and _is_definite(doc[trigger_head])
        trigger.unreal, trigger.planned = reality(doc[trigger_head], words)
        if word.type == "siege" and trigger.definite and doc[trigger_head].head.lemma_.lower() in _OF_A_SIEGE:
            trigger.unreal, trigger.planned = None, False
        found.append(trigger)
    return found


def _at(token: Token, lemmas: list[str], words: Words) -> tuple[int, int, TriggerWord, str] | None:
    i = token.i
    for n in range(min(words.longest, len(lemmas) - i), 0, -1):
        for word in words.triggers.get(tuple(lemmas[i : i + n]), ()):
            of = n > 1 and lemmas[i + 1] in {"of", "to", "in"}
            head = token.doc[i + n - 1] if word.pos == "noun" and not of else token
            if word.pos == "noun" and head.pos_ in _NOMINAL and head.sent == token.sent:
                compound = n == 1 and head.dep_ == "compound" and head.head.pos_ in _NOMINAL and head.head.i == i + 1
                if compound and (lemmas[i + 1],) not in words.triggers:
                    # "attack helicopters", "rocket launchers": the noun behind it is what the phrase is about.
                    continue
                return head.i, i + n - 1, word, " ".join(lemmas[i : i + n])
            if word.pos != "noun" and token.pos_ in VERBAL and not _is_auxiliary(token):
                longer = _phrase_at(token, lemmas, words) if n == 1 else None
                return longer or (token.i, i + n - 1, word, " ".join(lemmas[i : i + n]))
    if token.pos_ == "VERB":
        return _phrase_at(token, lemmas, words)
    return None


def _phrase_at(token: Token, lemmas: list[str], words: Words) -> tuple[int, int, TriggerWord, str] | None:
    """Find a verb with its particle or object a few words on: "took full control"."""
    near = [t for t in token.doc[token.i + 1 : token.i + 9] if t.sent == token.sent]
    near += [c for c in token.children if c.dep_ == "nsubjpass"]  # "food was distributed"
    for phrase in words.pairs.get(lemmas[token.i], ()):
        for word in words.triggers[phrase]:
            if word.pos == "phrase" and any(
                t.lemma_.lower() == phrase[1] and t.head.i in {token.i, token.i + 1} and t.dep_ != "conj" for t in near
            ):
                return token.i, token.i, word, " ".join(phrase)
    return None


_HELPERS = frozenset({"be", "have", "do", "get", "'s", "'ve", "use", "need", "dare"})
"""Verbs that help others; another verb so tagged is a mistake of the parse."""


def _is_auxiliary(token: Token) -> bool:
    return token.dep_ in {"aux", "auxpass"} and (token.lemma_.lower() in _HELPERS or token.tag_ == "MD")


def _is_definite(noun: Token) -> bool:
    return any(
        c.dep_ in {"det", "poss"} and c.lower_ in {"the", "that", "those", "these", "this", "its", "their"}
        for c in noun.children
    )


_MUNITIONS = frozenset({"shell", "rocket", "missile", "mortar", "mortar round", "mortar shell", "rocket shell"})
_SPOKEN = frozenset({"discuss", "debate", "mention"})
_MADE_KNOWN = frozenset({"declare", "announce", "sign", "broker"})
_ONLY_NAMED = ("part of", "ahead of", "advance of", "preparation for", "in preparation", "in response to", "despite")


_PART_OF_TOLL = re.compile(r"\b(?:many|most|some|several|half) of (?:them|whom|those)\b")
"""Words that make an attack only the cause of part of a toll: "many of them in air strikes"."""


def _only_handled(munition: Token) -> bool:
    """Tell whether a bomb or a shell is made, found or destroyed rather than set off."""
    while munition.dep_ == "conj" and munition.head.pos_ in _NOMINAL:
        munition = munition.head
    return munition.dep_ in {"dobj", "nsubjpass"} and munition.head.lemma_.lower() in word_set("handle_verbs")


def is_asserted(reading: Reading, trigger: Trigger, words: Words) -> bool:
    """Tell whether a noun trigger is told as happening rather than only named.

    "In air strikes on X" beside a casualty, "clashes broke out", "launched an offensive" are told; "as part of an
    offensive", "despite the truce" are named.
    """
    if not trigger.is_noun:
        return True
    doc: Doc = reading.doc
    noun = doc[trigger.token]
    verbs = words.sections["assertion"]["verbs"]
    reach = 7 if trigger.type == "talks" else 5
    before = " ".join(t.lower_ for t in doc[max(noun.sent.start, noun.i - reach) : noun.i])
    if any(phrase in before for phrase in _ONLY_NAMED) or _PART_OF_TOLL.search(before):
        return False
    if (
        trigger.type == "ceasefire"
        and noun.head.lower_ == "of"
        and noun.head.head.lemma_.lower() in word_set("end_nouns")
    ):
        return False  # "signalled the end of the truce"
    if any(
        c.dep_ in {"acl", "relcl"} and c.lemma_.lower() in {"agree", "broker", "sign", "declare"} for c in noun.children
    ):
        return True
    if trigger.word.active and _MADE_KNOWN & {t.lemma_.lower() for t in doc[max(noun.sent.start, noun.i - 4) : noun.i]}:
        return True
    if (
        trigger.lemma in _MUNITIONS
        and noun.dep_ in {"dobj", "conj"}
        and noun.head.pos_ == "VERB"
        and noun.head.lemma_.lower() not in {*verbs, *word_set("light_verbs")}
    ):
        return False  # "hauled tank shells out of the base"
    if noun.head.lower_ == "as" and noun.head.head.lemma_.lower() in word_set("call_verbs"):
        return False  # "describing it as a terrorist attack"
    if trigger.type == "talks" and noun.head.lower_ == "of" and noun.head.head.lower_ in {"conclusion", "sidelines"}:
        return False
    if noun.dep_ == "nsubj" and noun.head.lemma_.lower() in word_set("ending_verbs"):
        return False  # "air strikes over X have calmed"
    spoken_of = noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_.lower() in _SPOKEN
    if spoken_of and not any(t.i in reading.mention_at for t in noun.subtree):
        return False  # "discussed the suspected attack"
    if trigger.lemma in _MUNITIONS | word_set("bomb_nouns") and _only_handled(noun):
        return False  # "make explosives and car bombs", "destroyed a car bomb"
    if trigger.lemma in _MUNITIONS and noun.dep_ == "pobj" and noun.head.lower_ == "for":
        return False  # "workshops for mortar shells"
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be" and any(c.dep_ == "attr" for c in noun.head.children):
        return False
    if noun.dep_ == "ROOT" or noun.sent.end_char <= reading.headline_end:
        return not trigger.word.active or noun.dep_ == "ROOT"
    at = noun
    steps = 0
    while at.head.i != at.i and steps < 4:
        up = at.head
        if up.pos_ in VERBAL:
            if (
                at.dep_ in {"nsubj", "nsubjpass", "dobj", "conj", "attr", "agent", "pobj", "dep", "oprd"}
                or at.dep_ == "prep"
            ):
                lemma = up.lemma_.lower()
                if trigger.word.active:
                    return lemma in verbs and at.dep_ in {"nsubj", "nsubjpass", "dobj"}
                return True
            return not trigger.word.active
        if up.pos_ in _NOMINAL and at.dep_ in {"compound", "nmod", "amod", "poss"}:
            return False
        at = up
        steps += 1
    return not trigger.word.active
