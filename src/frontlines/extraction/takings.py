"""What was taken where it is no place of the map: one unknown, one abroad, a thing, or only ground."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.plausible import FALLS
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import in_syria, usable

_MEASURES = frozenset({"kilometer", "kilometre", "km", "mile"})
_VAST = frozenset({"large", "vast", "wide", "more"})
_TERRITORY = frozenset({"territory", "swathe", "swath", "land", "stretch"})


def names_unknown(reading: Reading, verb: Token) -> bool:
    """Tell whether what was taken is no place of the map: one that no gazetteer knows, "a crossing", one abroad."""
    objects = {"dobj", "nsubj"} if verb.lemma_.lower() in FALLS else {"dobj"}
    taken = [c for c in verb.children if c.dep_ in objects and c.i in reading.mention_at]
    if taken and not any(in_syria(reading.where(c.i)) for c in taken):
        return True
    for ground in (c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in word_set("ground_nouns")):
        named = [o for c in ground.children if c.lower_ == "of" for o in c.children]
        known = any(t.i in reading.mention_at for t in ground.subtree)
        own = [
            c for c in ground.children if c.dep_ == "compound" and c.tag_ == "NNP" and c.i not in reading.inside_party
        ]
        if own and not known and ground.tag_ == "NN" and not any(c.text.isupper() for c in own):
            return True  # "seizing Baghaydin village"
        another = any(c.lower_ in {"another", "more"} for c in ground.children)
        if another and not _names_a_place(reading, verb):
            return True
        if (
            ground.tag_ == "NN"
            and not known
            and any(o.pos_ == "PROPN" and o.i not in reading.inside_party for o in named)
        ):
            return True
    return False


def takes_something(verb: Token) -> bool:
    """Tell whether "took control of it on the road to X" has a thing for its object, and so not X."""
    objects = [o for c in verb.children if c.dep_ == "dobj" for p in c.children if p.lower_ == "of" for o in p.children]
    return any(o.lower_ in {"it", "them"} for o in objects)


def is_only_territory(reading: Reading, verb: Token) -> bool:
    """Tell whether what was taken is no place at all: "have seized large swathes of territory"."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    ground = any(c.lemma_.lower() in _TERRITORY for c in objects)
    vast = any(d.lower_ in _VAST for c in objects if c.lower_ == "areas" for d in c.children)
    return (ground or vast) and not _names_a_place(reading, verb)


def is_ground_within(verb: Token) -> bool:
    """Tell whether only ground inside a place was taken: "captured more territory inside X", "wrested 60 % of X"."""
    shares = [c for t in (verb, *verb.children) for c in t.children if c.lower_ in {"percent", "cent", "%"}]
    if any(g.lower_ == "of" for c in shares for g in c.children):
        return True
    measured = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _MEASURES]
    if any(t.lemma_.lower() in _TERRITORY for c in measured for t in c.subtree):
        return True  # "seized 3 kilometres of territory north of X"
    lost = [c for c in verb.children if c.dep_ == "dobj" and c.lower_ == "ground"]
    if any(p.lower_ == "in" for c in (verb, *lost) if lost for p in c.children):
        return True  # "recovered some lost ground in X"
    ground = [c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in _TERRITORY | {"area"}]
    around = {"inside", "within", "outside", "around", "near"}
    return any(p.lower_ in around for c in (verb, *ground) if ground for p in c.children)


def _names_a_place(reading: Reading, verb: Token) -> bool:
    below = reading.places_in([t.i for t in verb.subtree if t.i > verb.i])
    return any(usable(reading.where(m)) for m in below)
