"""Sides that a sentence tells beside the grammar of the event's own word: who is blamed, who called the talks."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set
from frontlines.extraction.phrases import last_subject, party_of
from frontlines.extraction.reading import PartyHit, Reading, once

_JOINED = 3
"""Words from a party to the noun that a second owner of the same stands before."""
HELD = ("-held", "-controlled")


def is_holder(reading: Reading, hit: PartyHit) -> bool:
    """Tell whether a party only says whose ground is meant: that of "rebel-held towns"."""
    return any(t.lower_.endswith(HELD) for t in reading.doc[hit.first : hit.last + 1])


def against(reading: Reading, token: Token, actors: set[str]) -> list[PartyHit]:
    """Take the party of "a campaign against X" told in the same sentence."""
    for t in token.sent:
        if t.lower_ == "against":
            hits = [h for c in t.children if c.dep_ == "pobj" for h in party_of(reading, c)]
            if hits and hits[0].party not in actors:
                return hits[:1]
    return []


def blamed(reading: Reading, token: Token) -> list[PartyHit]:
    """Take the party of "blamed it on X", "blamed X for it", "was attributed to X" in the same sentence."""
    for t in token.sent:
        if t.pos_ != "VERB" or t.lemma_.lower() not in {"blame", "attribute"}:
            continue
        behind = [o for c in t.children if c.lower_ in {"on", "to"} for o in c.children]
        if t.lemma_.lower() == "blame":
            behind = behind or [c for c in t.children if c.dep_ in {"dobj", "nsubjpass"}]
        for_what = [o for c in t.children if c.lower_ == "for" for o in c.children]
        if any(o.pos_ == "VERB" for o in for_what):
            continue  # "blamed X for triggering conflicts"
        if hits := [h for o in behind for h in party_of(reading, o) if not h.civilians]:
            return hits[:2]
    return []


def meanwhile(reading: Reading, noun: Token) -> tuple[list[PartyHit], list[PartyHit]]:
    """Take the sides of a fight from "clashes broke out as X tried to dislodge Y", Y where it is what X did it to."""
    verb = noun.head
    for clause in verb.children:
        if clause.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ in {"as", "when"} for c in clause.children):
            continue
        who = [h for c in clause.children if c.dep_ == "nsubj" for h in party_of(reading, c) if not h.civilians]
        done = [clause, *(c for c in clause.children if c.dep_ in {"xcomp", "conj"})]
        objects = [o for v in done for o in v.children if o.dep_ == "dobj"]
        whom = [h for o in objects for h in party_of(reading, o) if not h.civilians]
        if who:
            return who[:1], [h for h in whom if h.party != who[0].party][:1]
    return [], []


def conveners(reading: Reading, token: Token) -> list[PartyHit]:
    """Take the party that sponsored, hosted or led the talks of the sentence."""
    for t in token.sent:
        if t.lemma_.lower() in word_set("convene_verbs") and t.pos_ == "VERB":
            hits = [h for c in t.children if c.dep_ == "nsubj" for h in party_of(reading, c)]
            hits += [h for c in t.children if c.lower_ == "by" for o in c.children for h in party_of(reading, o)]
            if hits:
                return hits
    return []


def fired_from(reading: Reading, verb: Token) -> list[PartyHit]:
    """Give whose ground an attack came from: "rockets fired from rebel-held districts"."""
    told = [verb, *(c for c in verb.children if c.dep_ == "acl")]  # "rockets fired from X"
    fired = [t for t in told if t.pos_ == "VERB" and t.lemma_.lower() in word_set("fire_verbs")]
    for prep in (c for t in fired for c in t.children if c.lower_ == "from" and c.dep_ == "prep"):
        ground = [t.i for t in prep.subtree if t.i in reading.inside_party and t.i not in reading.mention_at]
        if ground:
            return [reading.inside_party[ground[0]]]  # "shelled from the hills of X"
    held = [t for t in verb.subtree if t.lower_.endswith(HELD) and t.head.head.lower_ == "from"]
    held = [t for t in held if t.head.head.head.lemma_.lower() not in {"evacuate", "displace", "flee", "come"}]
    return [hit for t in held if (hit := reading.inside_party.get(t.i) or reading.inside_party.get(t.head.i))][:1]


def repelled(
    reading: Reading, defenders: list[PartyHit], objects: list[Token]
) -> tuple[list[PartyHit], list[PartyHit]]:
    """Give attackers and defenders of "X repelled an attack by Y", "X beat back Y"."""
    hits = [h for o in objects for h in party_of(reading, o)]
    hits += [reading.inside_party[t.i] for o in objects for t in o.subtree if t.i in reading.inside_party]
    known = {d.party for d in defenders}
    return [h for h in hits if h.party not in known and not h.civilians][:2], defenders


def around_and_inside(
    reading: Reading, siege: Token, actors: list[PartyHit], targets: list[PartyHit]
) -> tuple[list[PartyHit], list[PartyHit]]:
    """Set the sides of a siege right: whose the besieged ground is, and who holds out in it, is inside."""
    inside = once(h for h in (*actors, *targets) if _holds_out(reading, h))
    around = [h for h in actors if h.party not in {other.party for other in inside}]
    if not around and any(c.dep_ == "poss" and c.lower_ in {"their", "its"} for c in siege.children):
        subjects = [c for up in siege.ancestors for c in up.children if c.dep_ == "nsubj"]
        around = [h for c in subjects[-1:] for h in party_of(reading, c)]
    return around, inside or targets


def _holds_out(reading: Reading, hit: PartyHit) -> bool:
    """Tell whether a party is that of "rebel-held quarters", or "holds out" somewhere."""
    verb = reading.doc[hit.head].head
    behind = reading.doc[hit.first : hit.last + 3].text.lower()
    return any(word in behind for word in HELD) or (
        verb.lemma_.lower() == "hold" and any(c.lower_ == "out" for c in verb.children)
    )


def series_of(noun: Token) -> Token | None:
    """Give what counts attacks before their noun: "series" of "a series of air strikes", "dozens" of "of raids"."""
    counted = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    return counted if counted is not None and counted.lower_ in word_set("series_nouns") else None


def done_by(reading: Reading, noun: Token, verb: Token) -> list[PartyHit]:
    """Give who did what a verb's phrase names: X of "died in air strikes and shelling by X"."""
    listed = noun
    while listed.dep_ == "conj":
        listed = listed.head
    behind = [c for c in verb.children if c.lower_ == "by" and c.i > noun.i] if listed.dep_ == "pobj" else []
    return [h for c in behind for o in c.children for h in party_of(reading, o)]


def in_operations(reading: Reading, prep: Token) -> list[PartyHit]:
    """Give whose operation somebody was killed "in": "in army operations"."""
    done = [o for o in prep.children if o.lemma_ in word_set("operation_nouns")] if prep.lower_ == "in" else []
    before = [c.i for o in done for c in o.children if c.dep_ in {"compound", "amod", "poss", "nmod"}]
    return [reading.inside_party[i] for i in before if i in reading.inside_party][:1]


def positions_of(reading: Reading, noun: Token) -> list[PartyHit]:
    """Read "positions of X", "a convoy carrying X"."""
    return [
        reading.inside_party[t.i]
        for t in noun.subtree
        if t.i in reading.inside_party
        and t.dep_ in {"pobj", "poss", "compound", "amod"}
        and not _told_of_it(t, noun)
        and t.head.lower_ not in {"between", "to"}
        and not (t.head.lower_ == "with" and t.head.head.lemma_.lower() in {"crossing", "border", "frontier", "point"})
    ][:1]


def pointed_owners(reading: Reading, noun: Token) -> list[PartyHit]:
    """Give whose "their withdrawal from X" is."""
    if noun.dep_ == "dobj":
        return []  # "opened its operation when rebels took X"
    pronouns = [c for c in noun.children if c.dep_ == "poss" and c.lower_ in {"their", "its"}]
    return [h for c in pronouns for h in last_subject(reading, c)]


def _told_of_it(token: Token, noun: Token) -> bool:
    """Tell whether a party is that of what was done there: "a town in strikes carried out by X"."""
    up = token
    while up.i not in {noun.i, up.head.i}:
        if (
            up.dep_ == "acl"
            and up.tag_ in {"VBN", "VBD"}
            and up.lower_ not in {"held", "controlled", "run", "besieged"}
        ):
            return True
        up = up.head
    return False


def shared_owners(reading: Reading, noun: Token) -> list[PartyHit]:
    """Give the party that a poor parse joins to the noun itself: X of "X and Russian bombing"."""
    joined = noun.dep_ == "conj" and 1 < noun.i - noun.head.i <= _JOINED
    hit = reading.inside_party.get(noun.head.i) if joined else None
    return [hit] if hit is not None and not hit.civilians else []
