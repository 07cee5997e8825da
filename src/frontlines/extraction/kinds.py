"""Which kind of event a trigger tells: the word's own, or for a generic attack that of the weapon named nearest."""

import re

from spacy.tokens import Token

from frontlines.extraction.beside import is_holder
from frontlines.extraction.lexicon import Words, word_set
from frontlines.extraction.plausible import FROM, subject_of, takes_people, told_by_both
from frontlines.extraction.reading import Reading
from frontlines.extraction.triggers import FAMILIES, Trigger
from frontlines.extraction.weapons import (
    AIR_PARTIES,
    dropped_bombs,
    fired_from_afar,
    laden_with_gas,
    singular,
    weapon_of,
)
from frontlines.model import EventType

_GROUND_PARTIES = frozenset(
    ["Syrian government", "ISIL", "HTS", "Syrian opposition", "SDF", "YPG", "SNA", "Al-Qaeda", "Turkey", "Hezbollah"]
)
_BACK = 2
"""Sentences over which "the attacks" points back to those told before."""
_ONE_MORE = frozenset({"another", "similar", "previous", "last", "earlier", "second", "third", "latest"})
"""Words before "attack" that make it one more of the kind told of before."""
_WRECK = frozenset({"destroy", "eliminate", "neutralize", "neutralise"})
_RELIEF_REACH = 25
"""Tokens around a sentence in which relief is named that its lorries carry."""
_PARTLY_IN = re.compile(r"\b(?:many|most|some|several|half) of (?:them|whom|those) (?:in|by|from)\b")
"""Words that make a weapon that of a part of the dead only: "many of them in air strikes"."""
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

    ``told`` has the attacks and fights before it as (sentence, type): "the attacks" are of the kind told just before.
    """
    fought = [sentence for sentence, kind in told if FAMILIES[kind] == "battle"]
    told = [(sentence, kind) for sentence, kind in told if FAMILIES[kind] == "attack"]
    clause = reading.clause_of[trigger.token]
    token = reading.doc[trigger.token]
    told_by = subject_of(token) if trigger.lemma in TOLL_ONLY else None
    own = any(t.type is not None and told_by is not None and t.token == told_by.i for t in by_clause[clause])
    if (
        not own
        and told_by is not None
        and told_by.lemma_.lower() in {"strike", "raid"}
        and not _on_foot(reading, token)
    ):
        return "air_strike"  # "strikes killed 70 following rocket attacks by rebels"
    partly = trigger.lemma in TOLL_ONLY and _PARTLY_IN.search(token.sent.text.lower())
    weapon = None if partly else weapon_of(reading, clause, token, words)
    if trigger.lemma in _WRECK and not _wrecked_with(reading, clause, token, words):
        weapon = None  # "destroyed a mortar", "destroyed a car packed with explosives"
    if trigger.lemma == "raid" and _on_foot(reading, token):
        return "ground_attack"
    if trigger.type == "advance" and (moved := _who_moves(reading, token)) is not None:
        return moved
    if trigger.lemma in FROM and any(t.lemma_ in {"home", "house"} for t in token.subtree if t.head.lower_ == "from"):
        return "displacement"
    if (
        trigger.lemma == "fight"
        and token.dep_ != "relcl"
        and any(c.dep_ == "dobj" and c.lower_ == "way" for c in token.children)
    ):
        return "ground_attack"  # "fought their way to the gate"
    if trigger.lemma == "march" and _is_led_off(token):
        return "detention"
    if trigger.lemma in {"capture", "seize"} and takes_people(reading, token):
        return "detention"
    if trigger.lemma == "take" and token.dep_ == "acl" and token.head.lemma_.lower() in {"hostage", "prisoner"}:
        return "detention"
    told_of = {t.lemma_.lower() for t in token.sent}
    if trigger.lemma == "leave" and word_set("carried_off_by") & told_of and not word_set("relief_words") & told_of:
        return "evacuation"
    if laden_with_gas(token):
        return "chemical_attack"
    if trigger.lemma in {"encircle", "surround"} and _surrounds_people(reading, token):
        return "ground_attack"  # "encircled the fighters who had come into X"
    if trigger.lemma == "leave" and not trigger.is_noun and told_by_both(reading, token):
        return "evacuation"  # "fighters and residents have left X"
    if trigger.type is not None and trigger.lemma not in {"bomb", "explosion", "blast", "massacre"}:
        return trigger.type
    siblings = [
        t for t in by_clause[clause] if t.type is not None and t is not trigger and FAMILIES[t.type] == "attack"
    ]
    if trigger.type is None and siblings and trigger.lemma != "attack" and not partly:
        return None
    if trigger.lemma == "bomb" and not trigger.is_noun:
        return weapon if weapon not in {None, "bombing"} else "air_strike"
    if weapon == "bombing" and (dropped_bombs(reading, token) or _bombers_struck(token)):
        return "air_strike"
    if weapon == "shelling" and fired_from_afar(reading, token):
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
    one = trigger.lemma == "raid" and trigger.definite and token.tag_ == "NN"
    if one and not before and fought and here - fought[-1] <= _BACK and not parties & AIR_PARTIES:
        return "ground_attack"  # "the death toll from the raid" on a field that was stormed
    if trigger.lemma in {"raid", "strike"}:
        return "air_strike"
    if trigger.lemma in {"bombardment", "pound", "bombard"}:
        return "air_strike" if parties & AIR_PARTIES else "shelling"
    if trigger.lemma == "bombing":
        return "air_strike" if parties & (AIR_PARTIES | {"Syrian government"}) else "bombing"
    if trigger.lemma in {"attack", "target"} and not trigger.is_noun and _hits_civil(token):
        return "other_attack"
    if trigger.lemma in {"attack", "assault", "target"}:
        return "ground_attack" if parties & _GROUND_PARTIES else "other_attack"
    if trigger.lemma in _WRECK:
        return "ground_attack" if len(parties & _GROUND_PARTIES) > 1 else None
    if trigger.lemma in TOLL_ONLY:
        if word_set("want_words") & {t.lemma_.lower() for t in token.sent}:
            return "siege"
        same = [kind for sentence, kind in told if sentence == here]
        killed = "other_attack" if partly else _kill_type(reading, trigger, by_clause)
        return same[-1] if same and killed else killed
    return None


def _surrounds_people(reading: Reading, verb: Token) -> bool:
    things = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    return any(c.i in reading.party_at and not reading.party_at[c.i].civilians for c in things)


def _bombers_struck(token: Token) -> bool:
    """Tell whether bombers are aircraft: "six bombers carried out strikes"."""
    words = {t.lower_ for t in token.sent}
    return token.lemma_.lower() in {"strike", "sortie", "airstrike"} and "bombers" in words and "suicide" not in words


def _hits_civil(verb: Token) -> bool:
    """Tell whether what was attacked is no position: "targeted the town's hospital"."""
    hit = [c.lemma_.lower() for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    return bool(word_set("civil_buildings") & set(hit))


def _wrecked_with(reading: Reading, clause: int, verb: Token, words: Words) -> bool:
    """Tell whether a clause names the weapon that something was destroyed with, and not only what was destroyed."""
    things = {t.i for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} for t in c.subtree}
    beside = [reading.doc[i] for i in reading.clauses[clause].tokens if i not in things]
    return any(singular(t).split(" ")[0] in words.weapon_starts for t in beside)


def _who_moves(reading: Reading, verb: Token) -> EventType | None:
    """Read an advance that is none: lorries with relief, or people who flee across a border."""
    subject = subject_of(verb)
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


def _is_led_off(march: Token) -> bool:
    """Tell whether people "were marched off": nobody's protest."""
    return any(c.dep_ in {"nsubjpass", "auxpass"} for c in march.children)


def _on_foot(reading: Reading, token: Token) -> bool:
    """Tell whether a raid is one of soldiers: by special forces, on a house, a night raid."""
    subject = subject_of(token)
    if subject is not None and subject.lemma_.lower() in word_set("raiders"):
        return True
    near = {word for i in reading.near(token) for word in reading.doc[i].lemma_.lower().split()}
    return bool(near & word_set("raider_nouns"))


def _kill_type(reading: Reading, trigger: Trigger, by_clause: dict[int, list[Trigger]]) -> EventType | None:
    """Read a bare "killed": none beside a specific trigger; fighters killed by forces were in a fight."""
    siblings = [
        t
        for t in by_clause[reading.clause_of[trigger.token]]
        if t is not trigger and (t.type is not None or t.is_noun) and not t.word.active
    ]
    if any(s.unreal is None for s in siblings):
        return None
    token = reading.doc[trigger.token]
    hits = [h for t in token.subtree if t.i not in reading.source_tokens and (h := reading.inside_party.get(t.i))]
    fighters = [h for h in hits if not (h.civilians or h.party in _UNARMED or is_holder(reading, h))]
    return "ground_attack" if len({h.party for h in fighters}) > 1 else "other_attack"
