"""Which parties a noun phrase stands for, and whom a pronoun points back to."""

from spacy.tokens import Token

from frontlines.extraction.lexicon import word_set, words
from frontlines.extraction.reading import PartyHit, Reading

_GROUND = frozenset({"bastion", "stronghold", "enclave", "pocket", "foothold"})
"""What is told of a place, though the parse may hang it on a party: "took X, the last rebel bastion"."""


def party_of(reading: Reading, token: Token, *, depth: int = 5, owners: bool = True) -> list[PartyHit]:
    """Give the parties that a noun phrase stands for: its head, what it is coordinated with, "members of X"."""
    out: list[PartyHit] = []
    hit = reading.party_at.get(token.i) or reading.inside_party.get(token.i)
    common = token.text.islower() or token.is_sent_start
    if (hit is None or hit.party == "Syrian opposition") and common and (by := _leaders(reading, token)):
        return by
    if hit:
        out.append(hit)
    elif owners:
        owner = next((c for c in token.children if c.dep_ == "poss" and c.lower_ in {"its", "their"}), None)
        if owner is not None and token.lemma_.lower() in words().sections["forces"]["nouns"]:
            out += last_subject(reading, owner)
    for child in token.children:
        joined = child.dep_ in {"nmod", "amod"} and any(c.dep_ == "cc" for c in child.children)
        if hit and joined:  # "the YPG and regime units", "Russian and Syrian war planes"
            out[:0] = [h for i in (child.i,) if (h := reading.inside_party.get(i)) and h.party != hit.party]
        ground = hit and child.dep_ == "appos" and child.lemma_.lower() in word_set("ground_nouns") | _GROUND
        if child.dep_ in {"conj", "appos"} and depth and not ground:
            out += party_of(reading, child, depth=depth - 1, owners=owners)
        elif not hit and child.dep_ in {"poss", "nmod", "compound", "amod"} and child.i in reading.inside_party:
            out.append(reading.inside_party[child.i])
        elif not hit and child.dep_ == "prep" and child.lower_ in {"of", "from", "belonging", "between"} and depth:
            for obj in child.children:
                if obj.dep_ == "pobj":
                    out += party_of(reading, obj, depth=depth - 1, owners=owners)
    return out


def _leaders(reading: Reading, noun: Token) -> list[PartyHit]:
    """Give the party of "fighters led by X"."""
    led = [c for c in noun.children if c.dep_ == "acl" and c.lower_ == "led"]
    by = [o for c in led for g in c.children if g.lower_ == "by" for o in g.children]
    return [hit for o in by if (hit := reading.inside_party.get(o.i))][:1]


def antecedent(reading: Reading, verb: Token) -> list[PartyHit]:
    """Give whom "which" stands for in a verb's relative clause; of "X, the former Y affiliate which runs …" it is X."""
    head = verb.head
    while head.dep_ == "appos" and head.head.i in reading.inside_party:
        head = head.head
    named = head.left_edge.i - 2
    left_out = head.dep_ == "nsubj" and named >= head.sent.start and head.doc[named + 1].text == ","
    if left_out and (beside := reading.inside_party.get(named)) is not None:
        return [beside]  # the same with the name left outside by a poor parse
    return party_of(reading, head)


def last_subject(reading: Reading, pronoun: Token) -> list[PartyHit]:
    """Give whom "they" or "its" points back to: the last subject that is a party, within two sentences."""
    for up in pronoun.ancestors:
        if up.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.tag_ in {"WDT", "WP"} for c in up.children):
            if hits := antecedent(reading, up):
                return hits  # "the SDF, which says that it holds X"
            break
    one = pronoun.lower_ in {"it", "its", "itself"}
    for hit in reversed(reading.parties):
        if one and reading.doc[hit.head].tag_ == "NNS" and reading.doc[hit.head].text.islower():
            continue  # "soldiers fled the base that it had captured"
        deps = {t.dep_ for t in reading.doc[hit.first : hit.last + 1]}
        if hit.head < pronoun.i and not hit.civilians and deps & {"nsubj", "nsubjpass"}:
            if reading.sentence_of[pronoun.i] - reading.sentence_of[hit.head] <= 2:
                return with_partner(
                    reading, reading.doc[hit.head], party_of(reading, reading.doc[hit.head], owners=False) or [hit]
                )
            break
    return []


def with_partner(reading: Reading, subject: Token, hits: list[PartyHit]) -> list[PartyHit]:
    """Add the party of "X and Y" that a poor parse left outside the subject Y."""
    first = reading.inside_party[subject.i].first if subject.i in reading.inside_party else subject.left_edge.i
    if hits and first > subject.sent.start + 1 and reading.doc[first - 1].lower_ == "and":
        partner = reading.inside_party.get(first - 2)
        if partner is not None and not partner.civilians and partner.party not in {h.party for h in hits}:
            return [partner, *hits]
    return hits
