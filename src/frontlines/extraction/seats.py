"""Who has their seat where: "ISIL's stronghold of X", "its de facto capital X", "X is their last bastion"."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from frontlines.extraction.held_words import Holding, in_relative
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.phrases import party_of
from frontlines.extraction.pointing import led_by
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import event_placement, usable

SEATS: Final = frozenset(
    ["stronghold", "bastion", "capital", "heartland", "fiefdom", "hub", "headquarters", "enclave", "pocket"]
)
_SO_CALLED: Final = frozenset({"facto", "de-facto", "de", "self-declared", "self-styled", "self-proclaimed"})
_OUSTED: Final = frozenset({"drive", "force", "push", "oust", "expel", "chase", "withdraw", "flee", "retreat"})
_TAKEN: Final = frozenset({"seize", "capture", "take", "storm", "overrun", "recapture", "destroy", "attack", "hit"})
_SEATED: Final = frozenset({"ISIL", "HTS", "Syrian opposition", "SDF"})


def is_last_of(reading: Reading, noun: Token) -> bool:
    """Tell whether ground is called what somebody has left: "X, the jihadists' last big town in Y"."""
    mine = {c.lower_: c for c in noun.children}
    return (
        noun.lemma_.lower() in word_set("ground_nouns")
        and bool({"last", "remaining"} & mine.keys())
        and any(c.dep_ == "poss" and c.i in reading.inside_party for c in mine.values())
    )


def seat(reading: Reading, noun: Token) -> Iterator[Holding]:
    """Read "ISIL's stronghold of X", "its de facto capital of X", "a bastion of Y"."""
    if noun.lemma_.lower() == "capital" and not any(t.lower_ in _SO_CALLED for t in (*noun.lefts, *noun.head.lefts)):
        return
    beside = [*noun.children, *(c for c in noun.head.children if noun.dep_ == "compound" and c.i < noun.i)]
    own = [c.i for c in beside if c.dep_ in {"poss", "compound", "amod", "nmod"}]
    hits = [reading.inside_party[i] for i in own if i in reading.inside_party]
    hits += [
        h
        for c in noun.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for o in c.children
        for h in party_of(reading, o)
    ]
    hits = hits or ([reading.inside_party[noun.i]] if noun.i in reading.inside_party else [])
    if not hits and any(c.lower_ in {"its", "their", "groups"} for c in noun.children):
        hits = [h for h in reading.parties if h.head < noun.i and h.party in _SEATED][-1:]
    if not hits:
        return
    if noun.tag_ == "NNS" and any(c.lower_ == "in" for c in noun.children):
        return  # "strongholds in X": somewhere there, not X
    if any(t.lower_ in {"former", "ex", "onetime", "one-time"} for t in noun.lefts):
        return
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_.lower() in _TAKEN and noun.head.tag_ in {"VBD", "VBN"}:
        return  # "seized the headquarters of X in Y"
    if noun.head.lower_ == "from" and noun.head.head.lemma_.lower() in _OUSTED:
        return  # "driven from its headquarters in X"
    if noun.lower_ == "headquarters" and noun.head.lower_ in {"near", "outside", "at", "against", "on"}:
        return  # "a blast near the headquarters of X in Y"
    places = [t.i for t in noun.subtree if t.i in reading.mention_at and not in_relative(t, noun)]
    if noun.dep_ == "compound" and noun.head.i in reading.mention_at:  # "the de facto IS capital Raqqa"
        places = [noun.head.i]
    places = [m for m in places if usable(reading.where(m))]
    # "a stronghold outside X": X is another's.
    places = [m for m in places if reading.doc[m].head.lower_ not in {"outside", "near", "from"}]
    places = [m for m in places if reading.where(m).kind != "river"]
    if noun.lemma_.lower() in {"enclave", "pocket"}:
        places = [m for m in places if m > noun.i]
    before = [i for i in range(max(noun.sent.start, noun.i - 7), noun.i) if i in reading.mention_at]
    named_before = noun.dep_ == "appos" and noun.head.i in before
    after = reading.doc[before[-1] + 1 : noun.i] if before else ()
    next_word = next((t.lower_ for t in after if t.lower_ not in {"city", "town", "village", "province"}), "")
    apart = next_word in {",", "(", "–", "-", "as"}
    article = next_word in {"a", "an", "the", "another", "its", "their"}
    wider = bool(places) and led_by(reading.doc[places[0]]) == "in"  # "X, the last stronghold of Y in Z"
    if told := _of_which(reading, noun) if noun.dep_ == "attr" else []:
        places = told
    elif article or ((not places or wider) and (apart or named_before)):
        places = before[-1:]
    if not places:
        places = _of_which(reading, noun)
    for m in places[:1]:
        if usable(reading.where(m)):
            yield Holding(event_placement(reading, m), hits[0].party, "held", noun.i)


def _of_which(reading: Reading, noun: Token) -> list[int]:
    """Give the place of "X is a bastion of Y on the outskirts of Z", "X is one of its last bastions"."""
    at = noun
    while at.dep_ in {"pobj", "prep"} or (at.dep_ == "attr" and at.head.pos_ not in {"AUX", "VERB"}):
        at = at.head
    if at.dep_ != "attr":
        return []
    return [c.i for c in at.head.children if c.dep_ == "nsubj" and c.i in reading.mention_at]
