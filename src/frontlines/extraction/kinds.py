"""Which kind of event a trigger tells: the word's own, or for a generic attack that of the weapon named nearest."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import Words, word_set, words
from frontlines.extraction.phrases import last_subject
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.extraction.triggers import FAMILIES, NEEDS_PLACE, Trigger
from frontlines.extraction.weapons import AIR_PARTIES, dropped_bombs, singular, weapon_of
from frontlines.model import EventType

_GROUND_PARTIES = frozenset(
    ["Syrian government", "ISIL", "HTS", "Syrian opposition", "SDF", "YPG", "SNA", "Al-Qaeda", "Turkey", "Hezbollah"]
)
_OBJECT_REACH = 8
"""Tokens behind an object's head that still belong to it: "control over the farms of X"."""
_BACK = 2
"""Sentences over which "the attacks" points back to those told before."""
_ONE_MORE = frozenset({"another", "similar", "previous", "last", "earlier", "second", "third", "latest"})
"""Words before "attack" that make it one more of the kind told of before."""
_WRECK = frozenset({"destroy", "eliminate", "neutralize", "neutralise"})
_RELIEF_REACH = 25
"""Tokens around a sentence in which relief is named that its lorries carry."""
_FROM = frozenset(["drive from", "force from", "push from", "chase from"])
OUSTED = _FROM | {"push out", "drive out", "force out", "throw out", "expel", "oust", "flush out", "kick out"}
"""Verbs that tell of a capture by who had to leave: "pushed rebels out of X"."""
_RESTORED = frozenset({"restore security", "restore stability"})
_GO_WITH_PARTY = frozenset({"go", "deploy"})
"""Verbs that tell of an advance only where a party does so."""
FALLS = frozenset({"fall", "surrender", "come", "pass", "return", "revert"})
"""Verbs whose subject is the place that is taken: "X fell to the army", "X came under its control"."""
_UNARMED = frozenset({"UN", "Unknown", "Red Cross and Red Crescent", "Syria Civil Defence"})
TOLL_ONLY = frozenset(["kill", "die", "wound", "injure", "martyr", "perish", "slay", "hurt", "murder"])


def type_of(
    reading: Reading,
    trigger: Trigger,
    by_clause: dict[int, list[Trigger]],
    words: Words,
    told: list[tuple[int, EventType]],
) -> EventType | None:
    """Decide the type: the word's own, or for a generic attack that of the weapon named nearest.

    ``told`` has the attacks before it as (sentence, type): "the attacks" are of the kind told just before.
    """
    clause = reading.clause_of[trigger.token]
    token = reading.doc[trigger.token]
    weapon = weapon_of(reading, clause, token, words)
    if trigger.lemma == "raid" and _on_foot(reading, token):
        return "ground_attack"
    if trigger.type == "advance" and (moved := _who_moves(reading, token)) is not None:
        return moved
    if trigger.lemma in _FROM and any(t.lemma_ in {"home", "house"} for t in token.subtree if t.head.lower_ == "from"):
        return "displacement"
    if (
        trigger.lemma == "fight"
        and token.dep_ != "relcl"
        and any(c.dep_ == "dobj" and c.lower_ == "way" for c in token.children)
    ):
        return "ground_attack"  # "fought their way to the gate"
    if trigger.lemma == "march" and _is_led_off(token):
        return "detention"
    if trigger.lemma in {"capture", "seize"} and _takes_people(reading, token):
        return "detention"
    told_of = {t.lemma_.lower() for t in token.sent}
    if trigger.lemma == "leave" and word_set("carried_off_by") & told_of and not word_set("relief_words") & told_of:
        return "evacuation"
    if trigger.type is not None and trigger.lemma not in {"bomb", "explosion", "blast", "massacre"}:
        return trigger.type
    siblings = [
        t for t in by_clause[clause] if t.type is not None and t is not trigger and FAMILIES[t.type] == "attack"
    ]
    if trigger.type is None and siblings and trigger.lemma != "attack":
        return None
    if trigger.lemma == "bomb" and not trigger.is_noun:
        return weapon if weapon not in {None, "bombing"} else "air_strike"
    if weapon == "bombing" and dropped_bombs(reading, token):
        return "air_strike"
    if weapon:
        return weapon
    if trigger.type is not None:
        return trigger.type
    here = reading.sentence_of[trigger.token]
    before = [kind for sentence, kind in told if 0 <= here - sentence <= _BACK]
    if trigger.is_noun and trigger.definite and before:
        return before[-1]
    if trigger.is_noun and told and any(c.lower_ in _ONE_MORE for c in token.children):
        return told[-1][1]
    parties = {h.party for i in reading.near(token) if (h := reading.inside_party.get(i))}
    if trigger.lemma in {"raid", "strike"}:
        return "air_strike"
    if trigger.lemma in {"bombardment", "pound", "bombard"}:
        return "air_strike" if parties & AIR_PARTIES else "shelling"
    if trigger.lemma == "bombing":
        return "air_strike" if parties & (AIR_PARTIES | {"Syrian government"}) else "bombing"
    if trigger.lemma in {"attack", "assault", "target"}:
        return "ground_attack" if parties & _GROUND_PARTIES else "other_attack"
    if trigger.lemma in _WRECK:
        return "ground_attack" if len(parties & _GROUND_PARTIES) > 1 else None
    if trigger.lemma in TOLL_ONLY:
        if word_set("want_words") & {t.lemma_.lower() for t in token.sent}:
            return "siege"
        same = [kind for sentence, kind in told if sentence == here]
        killed = _kill_type(reading, trigger, by_clause)
        return same[-1] if same and killed else killed
    return None


def _who_moves(reading: Reading, verb: Token) -> EventType | None:
    """Read an advance that is none: lorries with relief, or people who flee across a border."""
    subject = _subject(verb)
    if subject is None:
        first = min((c.i for c in verb.children if c.dep_ == "aux"), default=verb.i)
        return "displacement" if verb.doc[max(0, first - 1)].like_num else None  # "140,000 have reached X"
    near = reading.doc[max(0, subject.sent.start - _RELIEF_REACH) : subject.sent.end + _RELIEF_REACH]
    words_of = {t.lemma_.lower() for t in near}
    if singular(subject) in word_set("relief_carriers") and words_of & word_set("relief_words"):
        return "aid"
    who = reading.inside_party.get(subject.i)
    if subject.pos_ == "NUM" and subject.i not in reading.mention_at:
        return "displacement"  # "more than 140,000 have reached X"
    return "displacement" if verb.lemma_.lower() == "cross" and who is not None and who.civilians else None


def are_people(reading: Reading, verb: Token) -> bool:
    """Tell whether a verb's subject is people who fight for nobody: "thousands of people, many of them …"."""
    subject = _subject(verb)
    if subject is None:
        return False
    heads = [subject, *(g for c in subject.children if c.lower_ == "of" and c.i == subject.i + 1 for g in c.children)]
    heads += [g for h in heads[1:] for c in h.children if c.lower_ == "of" for g in c.children]
    return any((who := reading.inside_party.get(h.i)) is not None and who.civilians for h in heads)


def _subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)


def _pointed_to(reading: Reading, subject: Token) -> list[PartyHit]:
    return last_subject(reading, subject) if subject.lower_ in {"they", "it"} else []


def _is_led_off(march: Token) -> bool:
    """Tell whether people "were marched off": nobody's protest."""
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in march.children)


def _on_foot(reading: Reading, token: Token) -> bool:
    """Tell whether a raid is one of soldiers: by special forces, on a house, a night raid."""
    subject = _subject(token)
    if subject is not None and subject.lemma_.lower() in word_set("raiders"):
        return True
    near = {word for i in reading.near(token) for word in reading.doc[i].lemma_.lower().split()}
    return bool(near & word_set("raider_nouns"))


def _kill_type(reading: Reading, trigger: Trigger, by_clause: dict[int, list[Trigger]]) -> EventType | None:
    """Read a bare "killed": none beside a specific trigger; fighters killed by forces were in a fight."""
    siblings = [
        t for t in by_clause[reading.clause_of[trigger.token]] if t is not trigger and (t.type is not None or t.is_noun)
    ]
    if any(s.unreal is None for s in siblings):
        return None
    token = reading.doc[trigger.token]
    hits = [h for t in token.subtree if t.i not in reading.source_tokens and (h := reading.inside_party.get(t.i))]
    fighters = [h for h in hits if not h.civilians and h.party not in _UNARMED]
    return "ground_attack" if len({h.party for h in fighters}) > 1 else "other_attack"


def _is_meeting(reading: Reading, verb: Token) -> bool:
    """Tell whether those who meet are parties or their envoys ("the ministers are to meet in X")."""
    who = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"}]
    if verb.dep_ in {"xcomp", "conj", "advcl"}:
        who += [c for c in verb.head.children if c.dep_ == "nsubj"]
    if verb.dep_ == "acl":
        who.append(verb.head)
    envoys = word_set("envoy_nouns")
    return any(c.i in reading.inside_party or c.lemma_.lower() in envoys for c in who) and not any(
        c.dep_ == "dobj" and c.pos_ == "NOUN" and c.lemma_.lower() not in envoys for c in verb.children
    )


def is_plausible(reading: Reading, trigger: Trigger, kind: EventType) -> bool:
    """Drop words whose other sense is meant: "took part", "reached an agreement", "fight against corruption"."""
    token = reading.doc[trigger.token]
    first = trigger.lemma.split()[0]
    if not trigger.is_noun and any(
        c.dep_ in {"dobj", "prt"}
        and c.lower_ in word_set("idiom_words")
        and not any(d.lower_ in {"a", "an"} and c.lower_ == "place" for d in c.children)
        and c.lower_ not in trigger.lemma.split()
        for c in token.children
    ):
        return False
    if (
        kind == "displacement"
        and not trigger.is_noun
        and token.dep_ == "relcl"
        and not _object_is_place(reading, token)
    ):
        # "people who had fled the fighting"
        return False
    if kind == "clash" and trigger.is_noun and token.dep_ == "dobj" and token.head.lemma_ in {"flee", "escape"}:
        return False
    if trigger.lemma == "clear" and word_set("cleared_things") & {t.lemma_.lower() for t in token.subtree}:
        return False
    if kind == "displacement" and token.tag_ == "VBN" and token.dep_ in {"amod", "acl"} and not trigger.is_noun:
        # "displaced families", "people displaced from elsewhere": who they are, not what happened.
        return False
    if kind == "advance" and (_carries_people(reading, token) or _is_called(token)):
        return False
    if (trigger.word.pos == "phrase" and trigger.lemma in {"take", "secure", "clear", "enter", "reach", "free"}) or (
        trigger.word.pos != "noun" and first in NEEDS_PLACE and trigger.lemma == first
    ):
        return _object_is_place(reading, token)
    if trigger.lemma == "leave":
        subject = _subject(token)
        people = subject is not None and (
            subject.i in reading.inside_party
            or subject.lemma_.lower() in word_set("people_nouns")
            or (kind == "evacuation" and subject.lemma_.lower() in word_set("relief_carriers"))
        )
        return (people or are_people(reading, token)) and _object_is_place(reading, token)
    if kind == "clash" and not trigger.is_noun and token.dep_ in {"acl", "relcl"}:
        # "a coalition that has been fighting ISIL for months": who they are, unless it says where or with what loss.
        near = {t.i for t in token.subtree}
        return any(i in reading.mention_at for i in near) or any(t.like_num for t in token.subtree)
    if trigger.lemma == "take" and any(
        c.dep_ == "prep" and c.i == token.i + 1 and c.lower_ == "to" for c in token.children
    ):
        # "took to the streets"
        return False
    if trigger.lemma == "meet":
        return _is_meeting(reading, token)
    if kind == "aid" and not trigger.is_noun and trigger.word.pos != "phrase":
        return bool(word_set("relief_words") & {t.lemma_.lower() for t in token.sent})
    if trigger.lemma == "summit" and any(c.lower_ in {"highest", "mountain", "hill"} for c in token.children):
        return False
    if trigger.lemma in {"foil", "thwart"}:
        return any(c.lemma_.lower() in word_set("attack_nouns") for c in token.children)
    if kind == "protest" and trigger.lemma in {"march", "rally"}:
        subject = _subject(token)
        who = reading.inside_party.get(subject.i) if subject is not None else None
        return subject is not None and (who is None or who.civilians) and subject.pos_ in {"NOUN", "NUM"}
    if kind == "protest" and any(c.dep_ in {"dobj", "ccomp"} for c in token.children):
        return False
    if trigger.lemma in _FROM and kind == "capture":
        return _driven_from_ground(reading, token)
    if first in _GO_WITH_PARTY and trigger.word.pos == "phrase":
        subject = _subject(token)
        alone = token.dep_ != "relcl" and not any(c.dep_ == "dobj" for c in token.children)
        known = subject is not None and (subject.i in reading.inside_party or bool(_pointed_to(reading, subject)))
        return alone and known and _object_is_place(reading, token)
    if trigger.lemma in {"come under", "return to", "pass to", "revert to"}:  # "came under the army's control"
        to = [o for c in token.children if c.dep_ == "prep" for o in c.children]
        return any(o.lemma_.lower() in {"control", "hand"} for o in to) and _object_is_place(reading, token)
    if trigger.lemma == "loss of":
        lost = [o for c in token.children if c.lower_ == "of" for o in c.children]
        return any(o.i in reading.mention_at or o.lemma_.lower() in {"city", "town"} for o in lost)
    if trigger.lemma in {"hand to", "yield to"}:  # the town or its positions, not bodies or prisoners
        given = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        return any(c.i in reading.mention_at or c.lemma_.lower() in word_set("ground_nouns") for c in given)
    if trigger.lemma in _RESTORED:
        return any(c.dep_ == "prep" and c.lower_ in {"to", "in"} for t in (token, *token.children) for c in t.children)
    if trigger.lemma in OUSTED:
        return any(t.i in reading.mention_at and t.i > token.i for t in token.subtree)
    if kind == "capture" and not trigger.is_noun and not _object_is_place(reading, token):
        return False
    if kind == "capture" and any(t.lower_ == "between" for c in token.children if c.dep_ == "dobj" for t in c.subtree):
        return False  # "seized a belt of land between X and Y"
    moves = trigger.is_noun and trigger.lemma in {"advance", "push", "retreat", "withdraw"}
    return not (moves and token.head.lower_ == "in")


def _is_called(verb: Token) -> bool:
    """Tell whether somebody was "reached by telephone"."""
    by = [o.lower_ for c in verb.children if c.lower_ in {"by", "on", "via"} for o in c.children]
    return verb.lemma_.lower() == "reach" and bool({"telephone", "phone", "skype", "whatsapp"} & set(by))


def _carries_people(reading: Reading, verb: Token) -> bool:
    """Tell whether what moves is nobody's: "the buses reached X"."""
    carrier = _subject(verb)
    return (
        carrier is not None
        and carrier.i not in reading.inside_party
        and singular(carrier) in word_set("relief_carriers")
    )


def _takes_people(reading: Reading, verb: Token) -> bool:
    """Tell whether those captured are people: "captured the governor", "seized three soldiers"."""
    people = word_set("people_nouns") | word_set("office_holders")
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and c.i not in reading.mention_at]
    who = [reading.inside_party.get(c.i) for c in objects]
    return any(c.lemma_.lower() in people for c in objects) or any(hit is not None and hit.civilians for hit in who)


def _driven_from_ground(reading: Reading, verb: Token) -> bool:
    """Tell whether a party was driven from a place, and not led from one to another."""
    preps = {c.lower_: c for c in verb.children if c.dep_ == "prep"}
    if "from" not in preps or "to" in preps or not any(c.dep_ in {"dobj", "nsubjpass"} for c in verb.children):
        return False
    ground = word_set("ground_nouns")
    return any(c.i in reading.mention_at or c.lemma_.lower() in ground for c in preps["from"].children)


def _object_is_place(reading: Reading, verb: Token) -> bool:
    """Tell whether a verb's object is a named place or a word for ground ("the town", "some 15 villages")."""
    if verb.lemma_.lower() in FALLS:
        if any(c.lower_ == "on" and any(o.i in reading.mention_at for o in c.children) for c in verb.children):
            return False  # "rockets fell on X"
        fallen = [t for c in verb.children if c.dep_ == "nsubj" for t in c.subtree if t.dep_ != "relcl"]
        fallen += [verb.head] if verb.dep_ == "relcl" else []  # "X, which fell to Y"
        return any(t.i in reading.mention_at or t.lemma_.lower() in {"town", "city", "village"} for t in fallen)
    objects = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass", "dep", "oprd"}]
    taken = [o for o in objects if o.dep_ == "dobj" or (o.dep_ == "nsubjpass" and verb.lemma_.lower() == "free")]
    if any(o.lemma_.lower() in words().people or (o.pos_ == "NUM" and o.i not in reading.mention_at) for o in taken):
        return False  # "took the man off a bus outside X", "nineteen were freed near X"
    objects += [
        inner
        for child in verb.children
        if child.dep_ in {"prep", "prt"} and child.lower_ != "from"
        for inner in child.children
    ]
    for obj in objects:
        near = [obj, *(c for c in obj.subtree if c.i - obj.i <= _OBJECT_REACH)]
        if any(t.i in reading.mention_at and _is_ground(reading, t) for t in near):
            return True
        parts = [obj, *(g for c in obj.children if c.lower_ in {"of", "over"} for g in c.children)]
        if any(t.lemma_.lower() in word_set("ground_nouns") for t in parts):
            return True
    for t in verb.doc[verb.i + 1 : verb.i + 4]:
        if t.i in reading.mention_at and t.pos_ != "PUNCT":
            return True
        if t.pos_ not in {"DET", "ADJ", "ADP", "NOUN"}:
            break
    return verb.dep_ in {"relcl", "acl"} and (
        verb.head.i in reading.mention_at
        or verb.head.lemma_.lower() in word_set("ground_nouns")
        or any(c.dep_ == "compound" and c.i in reading.mention_at for c in verb.head.children)
    )


def _is_ground(reading: Reading, token: Token) -> bool:
    where = reading.placement(token.i)
    return where is not None and where.kind != "country"
