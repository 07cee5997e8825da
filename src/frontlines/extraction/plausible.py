"""Whether a word tells the event that it can tell: what its subject, its object and the words beside it say."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set, words
from frontlines.extraction.phrases import last_subject, party_of
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.extraction.triggers import NEEDS_PLACE, Trigger
from frontlines.extraction.weapons import singular
from frontlines.model import EventType

_OBJECT_REACH = 8
"""Tokens behind an object's head that still belong to it: "control over the farms of X"."""
FROM = frozenset(["drive from", "force from", "push from", "chase from"])
OUSTED = FROM | {"push out", "drive out", "force out", "throw out", "flush out", "kick out"}
OUSTED |= {"expel", "oust", "evict", "eject", "dislodge"}
"""Verbs that tell of a capture by who had to leave: "pushed rebels out of X"."""
_CLOSED = frozenset({"close off", "seal off", "cut off"})
_TOWNS = frozenset({"town", "city", "village"})
_RESTORED = frozenset({"restore security", "restore stability"})
_HARMED = frozenset({"hit", "kill", "wound", "injure", "strike", "target", "bomb", "die", "shoot"})
_DONE = frozenset({"dobj", "nsubjpass"})
_GO_WITH_PARTY = frozenset({"go", "deploy"})
"""Verbs that tell of an advance only where a party does so."""
FALLS = frozenset({"fall", "surrender", "capitulate", "come", "pass", "return", "revert"})
"""Verbs whose subject is the place that is taken: "X fell to the army", "X came under its control"."""
_TAKES = frozenset({"capture", "recapture", "seize", "take", "retake", "fall", "overrun"})
_ARMS = frozenset({"weapon", "weaponry", "artillery", "equipment", "tank", "arms"})
_SPANS = frozenset({"hour", "day", "week", "month", "year"})


def are_people(reading: Reading, verb: Token, *, armed: bool = False) -> bool:
    """Tell whether a verb's subject is people: "thousands of people, many of them …"; those under arms on demand."""
    subject = subject_of(verb)
    if subject is None:
        return False
    heads = [subject, *(g for c in subject.children if c.lower_ == "of" and c.i == subject.i + 1 for g in c.children)]
    heads += [g for h in heads[1:] for c in h.children if c.lower_ == "of" for g in c.children]
    return any((who := reading.inside_party.get(h.i)) is not None and (armed or who.civilians) for h in heads)


def are_people_told_of(reading: Reading, verb: Token) -> bool:
    """Tell whether a participle says of people who they are: "people evacuated from X"."""
    who = reading.inside_party.get(verb.head.i)
    return who is not None and who.civilians


def subject_of(verb: Token) -> Token | None:
    """Give a verb's own subject, active or passive."""
    return next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)


def _pointed_to(reading: Reading, subject: Token) -> list[PartyHit]:
    return last_subject(reading, subject) if subject.lower_ in {"they", "it"} else []


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
    harmed = token.dep_ == "advcl" and token.head.lemma_.lower() in _HARMED
    if kind == "displacement" and harmed and any(c.lower_ in {"as", "while"} for c in token.children):
        return False  # "were hit as they fled fighting in X"
    if kind == "clash" and trigger.is_noun and token.dep_ == "dobj" and token.head.lemma_ in {"flee", "escape"}:
        return False
    if trigger.lemma == "clear" and word_set("cleared_things") & {t.lemma_.lower() for t in token.subtree}:
        return False
    carried = kind == "displacement" or (kind == "evacuation" and are_people_told_of(reading, token))
    if carried and token.tag_ == "VBN" and token.dep_ in {"amod", "acl"} and not trigger.is_noun:
        # "displaced families", "buses with people evacuated from elsewhere": who they are, not what happened.
        return False
    around = trigger.lemma == "surround" and token.tag_ == "VBG" and token.dep_ in {"acl", "amod"}
    if around and token.head.i not in reading.inside_party:
        return False  # "the area surrounding X"
    if {"unscathed", "spared"} & {t.lower_ for t in token.doc[max(token.sent.start, token.i - 4) : token.i]}:
        return False  # "unscathed by the fighting"
    out = [c for c in token.children if c.dep_ == "dobj"] if trigger.lemma == "take out" else []
    if any((who := reading.inside_party.get(c.i)) is not None and not who.civilians for c in out):
        return False  # "have taken out seven commanders"
    if kind == "advance" and any(h.civilians for h in _with_civilians(reading, token)):
        return False  # "fighters and residents have reached X"
    if kind == "advance" and (_carries_people(reading, token) or _is_called(token)):
        return False
    if (trigger.word.pos == "phrase" and trigger.lemma in {"take", "secure", "clear", "enter", "reach", "free"}) or (
        trigger.word.pos != "noun" and first in NEEDS_PLACE and trigger.lemma == first
    ):
        return _object_is_place(reading, token)
    if trigger.lemma == "drop" and any(c.lower_ == "for" for c in token.children):
        return False  # "what helicopters drop for them"
    if trigger.lemma == "leave" and any(c.dep_ == "auxpass" for c in token.children):
        return False  # "the army is left with X"
    if trigger.lemma == "leave":
        begins = token.dep_ == "xcomp" and token.head.lemma_.lower() in {"begin", "start"}  # "began leaving X"
        subject = subject_of(token.head if begins else token)
        people = subject is not None and (
            subject.i in reading.inside_party
            or subject.lemma_.lower() in word_set("people_nouns")
            or (kind == "evacuation" and subject.lemma_.lower() in word_set("relief_carriers"))
        )
        return (people or are_people(reading, token, armed=True)) and _object_is_place(reading, token)
    if kind == "clash" and not trigger.is_noun and token.dep_ in {"acl", "relcl"}:
        # "a coalition that has been fighting ISIL for months": who they are, unless it says where or with what loss.
        near = {t.i for t in token.subtree if t.i in reading.mention_at}
        return any(reading.where(i).kind != "country" for i in near) or any(t.like_num for t in token.subtree)
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
        subject = subject_of(token)
        who = reading.inside_party.get(subject.i) if subject is not None else None
        return subject is not None and (who is None or who.civilians) and subject.pos_ in {"NOUN", "NUM"}
    if kind == "protest" and not _is_own_protest(token):
        return False
    if trigger.lemma in FROM and kind == "capture":
        return _driven_from_ground(reading, token)
    if first in _GO_WITH_PARTY and trigger.word.pos == "phrase" and kind == "advance":
        subject = subject_of(token)
        alone = token.dep_ != "relcl" and not any(c.dep_ == "dobj" for c in token.children)
        known = subject is not None and (subject.i in reading.inside_party or bool(_pointed_to(reading, subject)))
        return alone and known and _object_is_place(reading, token)
    if trigger.lemma in {"come under", "return to", "pass to", "revert to"}:  # "came under the army's control"
        to = [o for c in token.children if c.dep_ == "prep" for o in c.children]
        return any(o.lemma_.lower() in {"control", "hand"} for o in to) and _object_is_place(reading, token)
    return _is_meant(reading, trigger, kind)


def _is_own_protest(token: Token) -> bool:
    """Tell whether a protest is one, and not how the war began, what a government said or what somebody protested."""
    before = {t.lemma_.lower() for t in token.sent[: token.i - token.sent.start]}
    if before & {"conflict", "war", "uprising", "crisis"} and before & {"begin", "start", "erupt"}:
        return False  # "the conflict that began with protests"
    drawn = (*token.children, *(token.head.children if token.dep_ == "dobj" else ()))
    if any(c.dep_ == "ccomp" or c.lower_ == "from" for c in drawn):
        return False  # "drew protests from Moscow"
    return not any(c.dep_ == "dobj" for c in token.children)


def _is_meant(reading: Reading, trigger: Trigger, kind: EventType) -> bool:
    """Drop words whose object or whose place in the sentence speaks of something else."""
    token = reading.doc[trigger.token]
    natural = {t.lemma_.lower() for t in token.subtree} & word_set("natural_words")
    crashed = [c for c in token.children if c.dep_ == "advcl" and c.lemma_.lower() == "crash"]
    if trigger.type is None and any(t.lower_ == "their" for c in crashed for t in c.subtree):
        return False  # "were killed when their helicopter crashed"
    if trigger.type is None and not trigger.is_noun and natural:
        return False  # "an earthquake killed", "died of cold"
    if kind in {"clash", "ground_attack"} and trigger.is_noun and _is_before(token):
        return any(t.i in reading.mention_at for t in token.subtree)
    struck = token.dep_ == "dobj" and token.head.lemma_.lower() in {
        "hit",
        "strike",
        "target",
        "bomb",
        "attack",
        "shell",
    }
    if kind == "aid" and trigger.is_noun and (struck or token.head.lower_ in {"on", "against", "at"}):
        return False  # "an air strike on an aid convoy"
    if kind == "withdrawal" and any(c.dep_ == "dobj" and c.lemma_.lower() in _ARMS for c in token.children):
        return False  # "withdrew heavy weapons"
    if kind == "evacuation" and trigger.lemma in {"carry out", "carry from", "come out"}:
        carrier = subject_of(token)
        return carrier is not None and singular(carrier) in word_set("carried_off_by")
    if trigger.lemma == "loss of":
        lost = [o for c in token.children if c.lower_ == "of" for o in c.children]
        return any(o.i in reading.mention_at or o.lemma_.lower() in {"city", "town"} for o in lost)
    if trigger.lemma in {"lose to", "cede to", "abandon to"}:  # "lost X to the army", not "lost the road to X"
        to = [o for c in token.children if c.lower_ == "to" for o in c.children]
        return any(o.i not in reading.mention_at for o in to)
    if trigger.lemma in {"hand to", "yield to"}:  # the town or its positions, not bodies or prisoners
        given = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass"}]
        return any(c.i in reading.mention_at or c.lemma_.lower() in word_set("ground_nouns") for c in given)
    if trigger.lemma in _RESTORED:  # "restored security to X", not "to the road"
        preps = [c for t in (token, *token.children) for c in t.children if c.lower_ in {"to", "in"}]
        return any(o.i in reading.mention_at or o.lemma_ in _TOWNS for c in preps for o in c.children)
    if trigger.lemma in _CLOSED:  # "X has been closed off by the army"
        shut = subject_of(token)
        by = [o for c in token.children if c.dep_ == "agent" for o in c.children]
        return shut is not None and shut.i in reading.mention_at and any(o.i in reading.inside_party for o in by)
    if trigger.lemma == "restore" and any(c.i not in reading.mention_at for c in token.children if c.dep_ in _DONE):
        return False  # "water was restored in X"
    if trigger.lemma in OUSTED:
        return any(t.i in reading.mention_at and t.i > token.i for t in token.subtree)
    if kind == "capture" and not trigger.is_noun and not _object_is_place(reading, token):
        return False
    things = [c for c in token.children if c.dep_ == "dobj" and c.i not in reading.mention_at]
    within = [t for c in token.children if things and c.lower_ == "in" for t in c.subtree]
    if kind == "capture" and any(t.lower_ == "between" for t in (*within, *(t for c in things for t in c.subtree))):
        return False  # "seized a belt of land between X and Y"
    moves = trigger.is_noun and trigger.lemma in {"advance", "push", "retreat", "withdraw"}
    return not (moves and token.head.lower_ == "in")


def _is_before(fight: Token) -> bool:
    """Tell whether a fight is only what came before: "took X after weeks of fighting"."""
    verb = fight.head.head
    lone = not any(c.lower_ in {"by", "of", "against", "on"} for c in fight.children)
    if fight.head.lower_ in {"after", "following"} and verb.lemma_.lower() in _TAKES and lone:
        return True  # "captured X after a month-long assault"
    span = verb
    return fight.head.lower_ == "of" and span.lemma_.lower() in _SPANS and span.head.lower_ in {"after", "following"}


def told_by_both(reading: Reading, verb: Token) -> bool:
    """Tell whether people under arms and others left together."""
    hits = _with_civilians(reading, verb)
    return any(h.civilians for h in hits) and any(not h.civilians for h in hits)


def _with_civilians(reading: Reading, verb: Token) -> list[PartyHit]:
    subject = subject_of(verb)
    at = verb
    while subject is None and at.dep_ == "conj" and at.head.pos_ == "VERB":
        at = at.head
        subject = subject_of(at)
    return party_of(reading, subject) if subject is not None else []


def _is_called(verb: Token) -> bool:
    """Tell whether somebody was "reached by telephone"."""
    by = [o.lower_ for c in verb.children if c.lower_ in {"by", "on", "via"} for o in c.children]
    return verb.lemma_.lower() == "reach" and bool({"telephone", "phone", "skype", "whatsapp"} & set(by))


def _carries_people(reading: Reading, verb: Token) -> bool:
    """Tell whether what moves is nobody's: "the buses reached X"."""
    carrier = subject_of(verb)
    return (
        carrier is not None
        and carrier.i not in reading.inside_party
        and singular(carrier) in word_set("relief_carriers")
    )


def takes_people(reading: Reading, verb: Token) -> bool:
    """Tell whether those captured are people: "captured the governor", "seized three soldiers"."""
    people = word_set("people_nouns") | word_set("office_holders")
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and c.i not in reading.mention_at]
    ground = word_set("ground_nouns")  # "X the jihadists last big town was captured", its commas lost
    objects = [c for c in objects if not any({t.lemma_.lower(), t.lower_} & ground for t in c.subtree)]
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
    not_into = {"from", "to", "off", "for"} if verb.lemma_.lower() == "take" else {"from"}
    objects += [
        inner
        for child in verb.children
        if child.dep_ in {"prep", "prt"} and child.lower_ not in not_into
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
    if verb.dep_ == "ccomp" and verb.head.dep_ == "relcl" and any(c.tag_ == "WDT" for c in verb.children):
        return verb.head.head.i in reading.mention_at or verb.head.head.lemma_.lower() in word_set("ground_nouns")
    return verb.dep_ in {"relcl", "acl"} and (
        verb.head.i in reading.mention_at
        or verb.head.lemma_.lower() in word_set("ground_nouns")
        or any(c.dep_ == "compound" and c.i in reading.mention_at for c in verb.head.children)
    )


def _is_ground(reading: Reading, token: Token) -> bool:
    where = reading.placement(token.i)
    return where is not None and where.kind != "country"
