"""Who did it and to whom: read from the parse, with the order of words as a fallback where the parse is poor."""

from calendar import month_name

from spacy.tokens import Token

from frontlines.extraction.beside import (
    against,
    blamed,
    conveners,
    done_by,
    fired_from,
    in_operations,
    is_holder,
    meanwhile,
    pointed_owners,
    positions_of,
    repelled,
    series_of,
    shared_owners,
)
from frontlines.extraction.lexicon import word_set
from frontlines.extraction.phrases import antecedent, last_subject, party_of, with_partner
from frontlines.extraction.plausible import FALLS
from frontlines.extraction.reading import PartyHit, Reading, once
from frontlines.extraction.reality import taken_by
from frontlines.extraction.triggers import Trigger

GIVEN_UP = frozenset({"abandon to", "cede to", "lose to", "hand to", "yield to"})
"""Words that tell of a capture from the side of who had to give up the place."""
_DIES = frozenset({"die", "perish"})
"""Verbs whose subject is whom it was done to."""
_MAKES = frozenset({"force", "cause", "drive", "lead", "prompt", "send"})
"""Verbs whose object does what follows."""
_SUPPORT = frozenset({"back", "support", "ally", "assist", "aid", "lead"})
_BEGINS = frozenset({"open", "begin", "start", "respond", "retaliate", "answer"})
"""Verbs done with what their "with" names: "opened the operation with air strikes"."""
_DONE_TO = frozenset({"engage", "kill", "wound", "injure", "target", "hit", "attack"})
_MAKES_KNOWN = frozenset({"announce", "declare", "proclaim", "hail", "celebrate"})
_OWN_DOING = frozenset({"capture", "recapture", "liberation", "seizure", "operation", "offensive", "campaign"})
"""What a party that makes it known has done itself: "announced the liberation of X"."""
_HOLDS = frozenset({"control", "hold", "occupy", "dominate"})
_STRIKES = frozenset({"strike", "airstrike", "raid", "attack", "bombardment", "shelling", "bombing", "blast", "fire"})
_UPON = frozenset({"on", "against", "at", "in", "near", "upon"})
_FIGHTS = frozenset({"clash", "battle", "fighting"})
_BATTLE_TYPES = frozenset({"advance", "capture", "ground_attack", "clash"})


def roles(reading: Reading, trigger: Trigger) -> tuple[list[PartyHit], list[PartyHit]]:
    """Give the actors and the targets of a trigger, each party once, in the order of the text."""
    token = reading.doc[trigger.token]
    actors: list[PartyHit] = []
    targets: list[PartyHit] = []
    if trigger.is_noun:
        _of_noun(reading, token, actors, targets)
    else:
        _of_verb(reading, token, actors, targets, trigger.lemma)
    if trigger.lemma in word_set("repel_verbs"):
        passive = _passive(token)
        fought = [c for c in token.children if c.dep_ in {"dobj", "nsubjpass", "prep"} and c.lower_ != "by"]
        by = [h for c in token.children if c.lower_ == "by" for o in c.children for h in party_of(reading, o)]
        actors, targets = repelled(reading, by if passive else actors, fought)
    if trigger.type in _BATTLE_TYPES and not targets:
        targets = against(reading, token, {a.party for a in actors})
    if trigger.type == "clash" and not trigger.is_noun and not targets:  # "have been battling to push X out"
        aims = [c for c in token.children if c.dep_ in {"xcomp", "advcl"} and c.tag_ == "VB"]
        told = [h for c in aims for o in c.children if o.dep_ == "dobj" for h in party_of(reading, o)]
        targets = [h for h in told if not h.civilians]
    if trigger.type == "talks" and not actors:
        actors = conveners(reading, token)
    if trigger.type != "siege":  # "the bombardment of an opposition-controlled town"
        held = [a for a in actors if is_holder(reading, a)]
        actors = [a for a in actors if a not in held]
        targets = targets or held
    if not actors or trigger.type in {None, "air_strike", "shelling", "bombing", "chemical_attack"}:
        actors = blamed(reading, token) or actors or fired_from(reading, token)
    if "HTS" in {a.party for a in actors}:  # "the Nusra Front, the branch of al-Qaeda"
        targets = [t for t in targets if t.party != "Al-Qaeda"]
    mutual = trigger.type == "clash"
    if mutual and trigger.is_noun and not actors:
        for between in (t for t in token.head.subtree if t.lower_ == "between" and t.i > token.i):
            _preposition(reading, between, actors, targets, trigger_noun=token)
    if mutual and trigger.is_noun and not actors:
        actors, found = meanwhile(reading, token)
        targets = targets or found
    if not mutual:
        targets = [t for t in targets if t.party not in {a.party for a in actors}]
    elif trigger.is_noun and not targets and len({a.party for a in actors}) > 1:
        first = actors[0].party
        targets = [a for a in actors if a.party != first]
        actors = [a for a in actors if a.party == first]
    return once(a for a in actors if not a.civilians or trigger.type == "protest"), once(targets)


def _of_noun(reading: Reading, noun: Token, actors: list[PartyHit], targets: list[PartyHit]) -> None:
    hit = reading.inside_party.get(noun.i)
    if hit and not hit.civilians:
        actors.append(hit)
    series = series_of(noun)
    for child in noun.children if series is None else (*noun.children, *series.children):
        if child.dep_ in {"compound", "amod", "poss", "nmod"} and child.i in reading.inside_party:
            actors.append(reading.inside_party[child.i])
            beside = [c.i for c in child.children if c.dep_ == "conj" and c.i < noun.i]
            actors += [reading.inside_party[i] for i in beside if i in reading.inside_party]
        elif child.dep_ in {"prep", "agent"}:
            _preposition(reading, child, actors, targets, trigger_noun=noun)
        elif child.dep_ == "nsubj":
            # a verb taken for a noun: "as forces from X advance in Y"
            actors += party_of(reading, child)
        elif child.dep_ in {"acl", "relcl"} and child.lemma_.lower() not in _HOLDS:
            _of_relative(reading, child, actors, targets)
    actors += shared_owners(reading, noun) if actors else pointed_owners(reading, noun)
    if not actors and noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].lower_ == "by":
        after = range(noun.i + 2, min(noun.i + 6, noun.sent.end))
        first = [reading.inside_party[i] for i in after if i in reading.inside_party][:1]
        actors += [h for one in first for h in party_of(reading, reading.doc[one.head])]
    _of_its_verb(reading, noun if series is None else series, actors, targets)


def _of_its_verb(reading: Reading, noun: Token, actors: list[PartyHit], targets: list[PartyHit]) -> None:
    verb = noun
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    if verb.pos_ not in {"VERB", "AUX"}:
        return
    lemma = verb.lemma_.lower()
    direct = noun.head.i == verb.i or (noun.dep_ == "conj" and noun.head.head.i == verb.i)
    light = lemma in word_set("light_verbs") or (lemma in _MAKES_KNOWN and noun.lemma_.lower() in _OWN_DOING)
    if direct and noun.dep_ == "dobj" and lemma in {"face", "suffer", "endure"} and not targets:
        targets += subject_parties(reading, verb)  # "they have faced two offensives"
    if direct and noun.dep_ in {"dobj", "conj"} and light and not actors:
        actors += subject_parties(reading, verb)
    if noun.dep_ in {"nsubj", "nsubjpass"} and direct:
        for child in verb.children:
            if child.dep_ == "dobj" and lemma in {"hit", "target", "kill", "strike", "destroy", "wound", "injure"}:
                targets += party_of(reading, child)
            elif child.dep_ in {"agent", "prep"} and child.lower_ == "by":
                for obj in child.children:
                    actors += party_of(reading, obj)
            elif child.dep_ == "prep" and child.lower_ in {"against", "on", "between"}:
                _preposition(reading, child, actors, targets, trigger_noun=noun)
    actors += [] if actors else done_by(reading, noun, verb)
    if noun.dep_ == "pobj" and verb.i != noun.i:
        by = noun.head
        if by.lower_ in {"after", "following", "during"} and noun.lemma_ in _FIGHTS and targets and not actors:
            actors += [] if _passive(verb) else subject_parties(reading, verb)
        if by.lower_ == "with" and lemma in _BEGINS and not actors and not _passive(verb):
            actors += subject_parties(reading, verb)
        if by.lower_ in {"in", "by", "with"} and lemma in _DONE_TO:
            if not actors and not _passive(verb):
                actors += subject_parties(reading, verb)
            for child in verb.children:
                if child.dep_ in {"dobj", "nsubjpass"}:
                    targets += party_of(reading, child)


def _of_relative(reading: Reading, verb: Token, actors: list[PartyHit], targets: list[PartyHit]) -> None:
    for sub in verb.children:
        if sub.dep_ in {"agent", "prep"} and sub.lower_ == "by":
            for obj in sub.children:
                actors += party_of(reading, obj)
        elif sub.dep_ == "dobj":
            targets += party_of(reading, sub)
        elif sub.dep_ == "nsubj" and verb.lemma_.lower() in word_set("convene_verbs"):
            actors += party_of(reading, sub)


def _of_verb(
    reading: Reading, verb: Token, actors: list[PartyHit], targets: list[PartyHit], trigger_lemma: str
) -> None:
    if verb.dep_ == "amod" and verb.i and verb.i - 1 in reading.inside_party:
        actors.append(reading.inside_party[verb.i - 1])
        behind = [i for i in range(verb.i + 1, verb.head.i + 1) if i in reading.inside_party]
        targets += [reading.inside_party[i] for i in behind[:1]]
        return
    died = trigger_lemma in _DIES
    passive = _passive(verb) or died
    subjects = subject_parties(reading, verb)
    (targets if passive else actors).extend(subjects)
    for child in verb.children:
        if child.dep_ in {"dobj", "obj", "dative", "oprd"}:
            hits = party_of(reading, child)
            if not hits:
                hits = positions_of(reading, child)
            targets += hits
        elif child.dep_ in {"agent", "prep"}:
            if trigger_lemma in GIVEN_UP and child.lower_ == "to":
                targets[:], actors[:] = list(actors), [h for obj in child.children for h in party_of(reading, obj)]
                continue
            falls_to = verb.lemma_.lower() in FALLS and child.lower_ in {"to", "into", "under"}
            if falls_to or (child.lower_ == "by" and (passive or not actors)):
                to = [h for obj in child.children for h in _party_or_them(reading, obj)]
                actors[:] = to if falls_to and to else [*actors, *to]  # "the crossing with Turkey fell to …"
            else:
                _preposition(reading, child, actors, targets, trigger_noun=None)
                if passive and not actors:  # "were killed in army operations"
                    actors += in_operations(reading, child)
        elif child.dep_ in {"nsubj", "nsubjpass"} and not passive and not subjects:
            actors += party_of(reading, child)
    if not actors and not passive:
        _fallback_subject(reading, verb, actors)


def _party_or_them(reading: Reading, noun: Token) -> list[PartyHit]:
    return party_of(reading, noun) or (last_subject(reading, noun) if noun.lower_ == "them" else [])


def _preposition(
    reading: Reading, prep: Token, actors: list[PartyHit], targets: list[PartyHit], *, trigger_noun: Token | None
) -> None:
    low = prep.lower_
    objects = [c for c in prep.children if c.dep_ in {"pobj", "pcomp"}]
    if low == "between" and trigger_noun is None and any(c.dep_ == "dobj" for c in prep.head.children):
        return  # "bombed the crossing between Lebanon and Syria"
    if low == "between":
        hits = [h for obj in objects for h in party_of(reading, obj)]
        actors += hits[:1]
        targets += hits[1:]
        return
    for obj in objects:
        if low == "by":
            actors += party_of(reading, obj)
        elif low in {"against", "on", "upon", "at"}:
            targets += party_of(reading, obj) or positions_of(reading, obj)
        elif low == "from" and trigger_noun is not None and trigger_noun.lemma_ in {"bomber", "attacker", "gunman"}:
            actors += party_of(reading, obj)
        elif low in {"from", "with"} and obj.lemma_.lower() not in word_set("help_nouns"):
            hits = party_of(reading, obj)
            if low == "from" or trigger_noun is None or trigger_noun.lemma_ in {"clash", "battle", "fighting"}:
                targets += hits
        elif low == "of" and trigger_noun is not None:
            hits = party_of(reading, obj)
            if trigger_noun.lemma_ in word_set("done_to_nouns"):
                targets += hits
            else:
                actors += hits


def _passive(verb: Token) -> bool:
    if any(c.dep_ in {"nsubjpass", "auxpass", "agent"} for c in verb.children):
        return True
    if verb.dep_ == "xcomp" and verb.tag_ == "VBN" and verb.head.pos_ == "VERB" and _passive(verb.head):
        return True
    own = {c.dep_ for c in verb.children}
    beside_passive = verb.head.pos_ == "VERB" and any(c.dep_ == "auxpass" for c in verb.head.children)
    if verb.dep_ == "conj" and beside_passive and verb.tag_ in {"VBN", "VBD"} and not own & {"dobj", "nsubj"}:
        return True  # "is defended by X and surrounded"
    if verb.lemma_.lower() in {"kill", "injure", "wound"} and _has_no_object(verb):
        return True  # "70 militants killed in air strikes"
    following = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
    active = following is not None and following.pos_ in {"DET", "PROPN", "NOUN", "NUM", "ADJ"}
    own_subject = any(c.dep_ == "nsubj" for c in verb.children)  # "reports that the army had withdrawn"
    return verb.dep_ in {"acl", "advcl"} and verb.tag_ == "VBN" and not active and not own_subject


def _has_no_object(verb: Token) -> bool:
    """Tell whether a verb that needs an object stands in a headline's passive: with "in", "by" or "and" behind it."""
    told = [verb, *(c for c in verb.children if c.dep_ == "conj")]
    objects = any(c.dep_ in {"dobj", "obj"} for v in told for c in v.children)
    behind = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return verb.tag_ in {"VBD", "VBN"} and not objects and behind in {"in", "by", "and", "as", "when", "after"}


def subject_parties(reading: Reading, verb: Token, depth: int = 4) -> list[PartyHit]:
    """Give the parties of a verb's subject; verbs that have none of their own borrow it from above."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None:
        subject = next((c for c in verb.children if c.dep_ == "npadvmod" and c.i in reading.inside_party), None)
    if subject is None:
        helpers = [c for c in verb.children if c.dep_ == "aux"]
        subject = next((c for h in helpers for c in h.children if c.dep_ == "nsubj"), None)
    if subject is not None:
        if subject.pos_ == "PRON" and subject.lower_ in {"which", "who", "that"} and verb.dep_ == "relcl":
            return antecedent(reading, verb)
        if subject.pos_ in {"PRON", "DET"} and subject.lower_ in {"they", "it", "them", "these", "those", "both"}:
            return last_subject(reading, subject)
        hits = [h for h in party_of(reading, subject) if not _supporting(reading, h)]
        if not hits:
            hits = [
                reading.inside_party[t.i]
                for t in subject.subtree
                if t.i in reading.inside_party
                and t.dep_ in {"poss", "compound", "amod", "nmod", "pobj"}
                and not _in_relative(t, subject)
            ][:1]
        return with_partner(reading, subject, hits)
    if not depth:
        return []
    if verb.dep_ == "relcl":
        return party_of(reading, verb.head)
    if verb.dep_ == "acl" and verb.tag_ in {"VBG", "VBD"}:
        return party_of(reading, verb.head)
    if verb.dep_ in {"conj", "xcomp", "advcl", "pcomp", "dep"}:
        up = verb.head
        while (up.pos_ == "ADP" or up.dep_ == "npadvmod") and up.head.i != up.i:
            up = up.head  # "a day after capturing X"
        if up.pos_ in {"NOUN", "PROPN"} and up.head.lemma_.lower() in {"accuse", "blame", "suspect"}:
            return party_of(reading, up)
        if up.lemma_.lower() in {"accuse", "blame", "suspect"} and not _passive(up):
            return [h for c in up.children if c.dep_ == "dobj" for h in party_of(reading, c)]
        if (doer := taken_by(up)) is not None:
            return party_of(reading, doer)
        if up.lemma_.lower() in _DIES:
            return []  # "soldiers died in shelling"
        if up.lemma_.lower() in _MAKES and verb.dep_ in {"xcomp", "ccomp"}:  # "forcing people to flee"
            return [h for c in up.children if c.dep_ == "dobj" for h in party_of(reading, c)]
        if up.pos_ in {"VERB", "AUX"}:
            both = verb.dep_ == "xcomp" and verb.tag_ == "VBN"
            return [] if _passive(up) and verb.dep_ != "conj" and not both else subject_parties(reading, up, depth - 1)
    return []


def _in_relative(token: Token, subject: Token) -> bool:
    at = token
    struck = subject.lemma_.lower() in _STRIKES
    while at.i not in {subject.i, at.head.i}:
        if at.dep_ in {"relcl", "acl"} or (struck and at.lower_ in _UPON):
            return True
        at = at.head
    return False


def _supporting(reading: Reading, hit: PartyHit) -> bool:
    """Tell whether a party is only named as backing another ("backed by Russia")."""
    head = reading.doc[hit.head]
    up = head.head
    return up.lower_ == "by" and up.head.lemma_.lower() in _SUPPORT


def _fallback_subject(reading: Reading, verb: Token, actors: list[PartyHit]) -> None:
    """Take the nearest party before the verb in its own clause where the parse gave no subject."""
    clause = reading.clauses[reading.clause_of[verb.i]]
    if any(reading.doc[i].dep_ in {"nsubj", "nsubjpass"} for i in clause.tokens):
        return
    before = [reading.party_at[i] for i in clause.tokens if i < verb.i and i in reading.party_at]
    if not before and verb.tag_ in {"VBD", "VBN"}:
        before = [reading.party_at[i] for i in range(verb.sent.start, verb.i) if i in reading.party_at]
    before = [
        h
        for h in before
        if not h.civilians
        and (
            reading.doc[h.head].head.lower_ not in word_set("locative_words") | {"by", "against", "from", "on"}
            or any(c.text in month_name for c in reading.doc[h.head].children)  # "on 8 December rebels took X"
        )
    ]
    if before:
        actors.append(before[-1])
