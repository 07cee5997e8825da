"""The parse mended where the small model takes a verb for something else; tags and heads alone, before lemmas."""

from spacy.tokens import Doc, Token

from frontlines.extraction.dates import WEEKDAYS


def subjects(doc: Doc) -> Doc:
    """Give verbs the subject that the parse took for something else."""
    for token in doc:
        if token.dep_ == "amod" and token.tag_ in {"VBN", "VBD"} and token.head.dep_ == "ROOT":
            _taken_for_described(token)
        if token.tag_ == "VBD" and token.dep_ in {"conj", "advcl", "ccomp"}:
            _while_it_did(token)
        if token.dep_ == "compound" and token.lower_ in WEEKDAYS:
            _after_a_weekday(token)
        elif token.dep_ == "amod" and token.tag_ in {"VBN", "VBD"}:
            _after_a_relative(token)
        elif token.dep_ == "acl" and token.lower_ in _HARMED and token.head.dep_ == "dobj":
            _killed_and_injured(token)
        elif token.dep_ == "pobj" and token.lower_ in _FORCES and token.head.lower_ == "in":
            _in_a_province(token)
        elif token.dep_ == "ccomp" and token.lower_ in _HARMED and token.head.lower_ == "killed":
            _and_injured(token)
        elif token.dep_ == "pobj" and token.tag_ == "VBZ":
            token.tag_ = "NNS"  # "in Russian and regime airstrikes"
        elif token.dep_ in {"npadvmod", "conj"} and token.lower_ in _STRIKES and token.tag_ == "VBZ":
            _taken_for_a_verb(token)
        elif token.dep_ == "acl" and token.lower_ in _HARMING and token.head.dep_ in {"dobj", "pobj"}:
            _harming(token)
        elif token.dep_ == "acl" and token.head.dep_ == "nsubj" and any(c.dep_ == "dobj" for c in token.children):
            _then_somebody_said(token)
        elif token.dep_ == "acl" and (token.lower_ in _GONE or _takes_an_object(token)):
            _behind_its_subject(token)
        elif token.lower_ == "which" and token.tag_ == "WDT":
            _behind_a_comma(token)
        elif token.lower_ == "retook":
            token.tag_ = "VBD"
        elif token.lower_ == "wrest" and token.dep_ == "amod":
            _taken_for_an_adjective(token)
        elif token.lower_ in _HOLDS and token.tag_ == "NNS" and token.dep_ in {"ROOT", "relcl", "ccomp", "conj"}:
            _taken_for_a_plural(token)
        elif token.lower_ in _SURROUNDED and token.dep_ in {"ccomp", "oprd", "acl"}:
            _had_surrounded(token)
        elif token.tag_ in {"VBN", "VBD"} and token.dep_ == "conj":
            _behind_a_name(token)
        elif token.lower_ == "hit" and token.tag_ == "NN":
            _hit_by_some(token)
        elif token.dep_ == "pcomp" and token.tag_ == "VBG":
            _behind_a_place(token)
        elif token.dep_ == "aux" and token.tag_ == "VBG" and token.head.tag_ == "VBD":
            token.dep_, token.tag_ = "nsubj", "NN"  # "Shelling hit a hospital"
        elif (token.dep_, token.tag_) == ("nsubj", "VBG") and any(c.dep_ in _DESCRIBING for c in token.children):
            token.tag_ = "NN"  # "Government shelling of X killed 31"
        elif token.dep_ == "csubj" and token.tag_ == "VBG" and not any(c.dep_ == "dobj" for c in token.children):
            token.dep_, token.tag_ = "nsubj", "NN"  # "fighting in X had trapped people"
    return doc


_DESCRIBING = frozenset({"compound", "amod"})
_GONE = frozenset({"deployed", "left", "moved", "returned", "retreated", "advanced", "arrived", "entered"})
"""Words that tell what somebody did where the parse takes them for what was done to them."""


def _takes_an_object(verb: Token) -> bool:
    """Tell whether a verb is a sentence's own for all the parse says: "Raids on a town held by X killed five"."""
    return verb.tag_ == "VBD" and any(c.dep_ == "dobj" for c in verb.children)


_FORCES = frozenset({"units", "unit", "forces", "troops", "army", "warplanes", "soldiers", "fighters", "rebels"})
_AREAS = frozenset({"province", "governorate", "countryside", "city", "district", "town"})


def _in_a_province(force: Token) -> None:
    """Mend "In X province army units destroyed …", a comma lost: the units did it."""
    prep = force.head
    verb, where = prep.head, [t for t in force.lefts if t.lower_ in _AREAS]
    where = where or [t for w in force.lefts for t in w.lefts if t.lower_ in _AREAS]
    if not where or prep.i != force.sent.start or verb.i != force.i + 1 or verb.tag_ not in {"VBD", "VBZ"}:
        return
    if any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return
    area = where[-1]
    for child in [c for t in (force, *force.lefts) for c in t.lefts if c.i < area.i]:
        child.head = area
    area.head, area.dep_ = prep, "pobj"
    force.head, force.dep_ = verb, "nsubj"


_HARMED = frozenset({"injured", "wounded", "hurt"})


def _killed_and_injured(injured: Token) -> None:
    """Mend "2 persons killed 13 injured in rocket attacks", a comma lost: nobody killed the 13."""
    others, killed = injured.head, injured.head.head
    people = next((c for c in killed.children if c.dep_ == "nsubj"), None)
    if killed.lower_ != "killed" or people is None or not (_counted(people) and _counted(others)):
        return
    people.dep_, killed.tag_ = "nsubjpass", "VBN"
    injured.head, injured.dep_ = killed, "conj"
    others.head, others.dep_ = injured, "nsubjpass"


def _and_injured(injured: Token) -> None:
    """Mend "killed two patients injured eight others", a comma lost: the patients injured nobody."""
    killed, people = injured.head, next((c for c in injured.children if c.dep_ == "nsubj"), None)
    if people is None or people.i < killed.i or any(c.dep_ == "dobj" for c in killed.children):
        return
    people.head, people.dep_ = killed, "dobj"
    injured.dep_ = "conj"


def _counted(noun: Token) -> bool:
    return noun.tag_ == "CD" or any(c.dep_ == "nummod" for c in noun.children)


def _verb_from(token: Token) -> Token:
    """Give the nearest verb from a token upwards, else the sentence's root."""
    while token.tag_[:2] not in {"VB", "MD"} and token.head.i != token.i:
        token = token.head
    return token


_HARMING = frozenset({"killing", "wounding", "injuring", "destroying"})
_STRUCK = frozenset({"targeted", "hit", "struck", "bombed", "shelled", "pounded", "attacked", "bombarded", "raided"})
_STRUCK |= {"blew", "detonated", "exploded", "rammed", "stormed", "fired", "launched"}


def _harming(verb: Token) -> None:
    """Mend "targeted strongholds of X killing 31", a comma lost: it was the targeting that killed."""
    above = _verb_from(verb.head)
    if above.tag_[:2] == "VB" and above.lower_ in _STRUCK:
        verb.head, verb.dep_ = above, "advcl"


def _then_somebody_said(verb: Token) -> None:
    """Mend "Air strikes killed 70 people a monitor said", a comma lost: "said" has a subject of its own."""
    subject, said = verb.head, verb.head.head
    own = [c for c in said.children if c.dep_ == "nsubj"]
    if verb.tag_ not in {"VBD", "VBN"} or len(own) < 2 or own[0].i != subject.i or verb.i > own[-1].i:
        return
    subject.head = verb
    verb.head, verb.dep_, verb.tag_ = said, "ccomp", "VBD"


def _while_it_did(verb: Token) -> None:
    """Mend "killed in fighting as ISIL (IS) overran X", where the name behind "as" is taken for what it is like."""
    at = verb.i - 1
    while at > verb.sent.start and (verb.doc[at].is_punct or verb.doc[at].dep_ == "appos"):
        at -= 1
    name = verb.doc[at]
    own = any(c.dep_ in {"nsubj", "nsubjpass", "auxpass", "cc"} for c in verb.children)
    if own or name.dep_ != "pobj" or name.head.lower_ != "as" or name.sent != verb.sent:
        return
    as_ = name.head
    if as_.is_ancestor(verb):
        return
    above = _verb_from(as_.head)
    if above.i == verb.i or verb.is_ancestor(above):
        return
    name.head, name.dep_ = verb, "nsubj"
    as_.head, as_.dep_ = verb, "mark"
    verb.head, verb.dep_ = above, "advcl"


def _behind_its_subject(verb: Token) -> None:
    """Mend "Government troops deployed in X", where the sentence has no verb but what hangs on its subject."""
    subject = verb.sent.root
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in verb.sent if t.i != verb.i)
    if (
        finite
        or not subject.tag_.startswith("NN")
        or subject.i > verb.i
        or any(c.lower_ == "by" for c in verb.children)
    ):
        return
    verb.head = verb
    verb.dep_, verb.tag_ = "ROOT", "VBD"
    subject.head, subject.dep_ = verb, "nsubj"
    for child in list(verb.children):
        if child.dep_ == "oprd":
            child.dep_ = "dobj"


_HOLDS = frozenset({"clings", "rules", "controls", "dominates", "holds"})
_SURROUNDED = frozenset({"surrounded", "encircled", "besieged", "blockaded"})


def _taken_for_an_adjective(verb: Token) -> None:
    """Mend "managed to completely wrest control over X"."""
    thing, above = verb.head, verb.head.head
    if above.lower_ == "to" and above.head.tag_.startswith("VB"):
        verb.head, verb.dep_, verb.tag_ = above.head, "xcomp", "VB"
        thing.head, thing.dep_ = verb, "dobj"
        above.head, above.dep_, above.tag_ = verb, "aux", "TO"


def _taken_for_described(verb: Token) -> None:
    """Mend "Syrian troops regained control of X", where the verb is taken for what describes its object."""
    thing = verb.head
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].tag_ == "RB":
        at -= 1
    subject = verb.doc[at] if at >= verb.sent.start else verb
    finite = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in verb.sent if t.i != verb.i)
    if finite or thing.i != verb.i + 1 or not subject.tag_.startswith("NN") or subject.head.i != thing.i:
        return
    for child in list(thing.children):
        if child.i > thing.i and child.dep_ in _BEHIND | {"punct"} and child.lower_ != "of":
            child.head = verb
        elif child.i < subject.i and child.dep_ in {"det", "amod", "compound", "nmod", "cc", "conj", "nummod", "poss"}:
            child.head = subject
    verb.head = verb
    verb.dep_, verb.tag_ = "ROOT", "VBD"
    subject.head, subject.dep_ = verb, "nsubj"
    thing.head, thing.dep_ = verb, "dobj"


_STRIKES = frozenset({"airstrikes", "strikes", "raids", "attacks"})
_OWNER_REACH = 4
"""Words from "in" to the strikes: "in renewed regime airstrikes"."""


def _taken_for_a_verb(strikes: Token) -> None:
    """Mend "killed in US airstrikes", where the strikes are taken for a verb and their owner for where it was."""
    start = max(strikes.sent.start, strikes.i - _OWNER_REACH)
    prep = next((t for t in reversed(strikes.doc[start : strikes.i]) if t.tag_ == "IN"), None)
    owners = [t for t in strikes.doc[start : strikes.i] if prep is not None and t.i > prep.i]
    if prep is None or prep.lower_ not in {"in", "by", "from", "after"} or not owners:
        return
    strikes.tag_, strikes.dep_, strikes.head = "NNS", "pobj", prep
    for owner in owners:
        if owner.head.i in {prep.i, strikes.i}:
            owner.dep_, owner.head = "amod" if owner.tag_ == "VBN" else "compound", strikes


def _taken_for_a_plural(verb: Token) -> None:
    """Mend "Failaq al-Rahman clings to X" and "where HTS rules", where the verb is taken for a noun."""
    name = next((c for c in verb.children if c.i == verb.i - 1 and c.dep_ in {"compound", "nmod"}), None)
    if name is None or not name.text[0].isupper():
        return
    verb.tag_ = "VBZ"
    name.dep_ = "nsubj"
    for child in verb.children:
        if child.lower_ == "to" and child.dep_ == "conj":
            child.dep_ = "prep"


def _had_surrounded(verb: Token) -> None:
    """Mend "rebels have had X surrounded since March": what is had is what is surrounded."""
    had = verb.head
    owner = next((c for c in had.children if c.dep_ == "nsubj"), None)
    inside = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if had.lower_ not in {"have", "has", "had"} or owner is None or inside is None or inside.i > verb.i:
        return
    verb.head = verb if had.dep_ == "ROOT" else had.head
    verb.dep_, verb.tag_ = had.dep_, "VBN"
    had.head, had.dep_ = verb, "aux"
    owner.head = verb
    inside.dep_ = "dobj"


def _behind_a_name(verb: Token) -> None:
    """Mend "launched from the T2 station, regained last month by the army": what was regained is the station."""
    before = verb.nbor(-2) if verb.i > 1 and verb.nbor(-1).text == "," else None
    own = any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass", "dobj", "cc"} for c in verb.children)
    joined = any(c.dep_ == "cc" for c in verb.head.children if before is not None and before.i < c.i < verb.i)
    passive = verb.tag_ == "VBN" or any(c.dep_ == "agent" for c in verb.children)
    if (
        passive
        and before is not None
        and before.tag_.startswith("NNP")
        and before.sent == verb.sent
        and not verb.is_ancestor(before)
        and not own
        and not joined
    ):
        verb.head, verb.dep_, verb.tag_ = before, "acl", "VBN"


def _behind_a_comma(which: Token) -> None:
    """Mend "in the Midan district, which the army says it cleared": the clause is told of the district."""
    if which.i < which.sent.start + 2 or which.nbor(-1).text != "," or not which.nbor(-2).tag_.startswith("NN"):
        return
    noun, verb = which.nbor(-2), which.head
    while verb.head.i != verb.i and verb.head.left_edge.i >= which.i:
        verb = verb.head
    if verb.dep_ == "advcl" and verb.left_edge.i == which.i and verb.head.i < noun.i:
        verb.head, verb.dep_ = noun, "relcl"


def _hit_by_some(verb: Token) -> None:
    """Mend "three raids targeted X and four hit near Y"."""
    some = next((c for c in verb.children if c.dep_ == "nummod" and c.i == verb.i - 1), None)
    if some is not None and verb.dep_ == "conj":
        verb.tag_ = "VBD"
        some.dep_ = "nsubj"


def _behind_a_place(verb: Token) -> None:
    """Mend "in rural Aleppo killing 21 civilians", a comma lost: the place is where, not who."""
    where = next((c for c in verb.children if c.i == verb.i - 1 and c.tag_.startswith("NN")), None)
    prep = verb.head
    if where is None or prep.lower_ not in {"in", "near", "on", "at"} or prep.i > where.i:
        return
    if not {"nsubj", "amod", "compound", "npadvmod", "poss"} & {where.dep_} or not where.text[0].isupper():
        return
    above = _verb_from(prep.head)
    where.head, where.dep_ = prep, "pobj"
    verb.head, verb.dep_ = above, "advcl"


def _after_a_weekday(day: Token) -> None:
    """Mend "On Tuesday rebels shelled …", where the rebels hang on the weekday's preposition."""
    noun, on = day.head, day.head.head
    verb = on.head
    while verb.dep_ in {"pobj", "prep"}:
        verb = verb.head  # "In another development on Thursday rebels …"
    if (
        (noun.dep_, noun.i > day.i, on.dep_) == ("pobj", True, "prep")
        and verb.tag_ == "VBD"
        and verb.i > noun.i
        and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
    ):
        day.head, day.dep_ = on, "pobj"
        noun.head, noun.dep_ = verb, "nsubj"


_BEHIND = frozenset({"prep", "conj", "cc", "advcl"})
"""What follows a verb's object and depends on the verb."""


def _after_a_relative(verb: Token) -> None:
    """Mend "Israel, which says that it …, bombed tanks", where the verb is taken for the tanks' adjective."""
    subject, thing = verb.sent.root, verb.head
    told = [c for c in subject.children if c.dep_ == "relcl" and subject.i < c.i < verb.i]
    comma = verb.i and verb.doc[verb.i - 1].text == ","
    if not comma or not told or not subject.tag_.startswith("NN") or not told[0].is_ancestor(verb):
        return
    behind = [t for t in told[0].subtree if t.dep_ in _BEHIND and t.i > thing.i and t.head.i < verb.i]
    verb.head = verb
    verb.dep_, verb.tag_ = "ROOT", "VBD"
    subject.head, subject.dep_ = verb, "nsubj"
    thing.head, thing.dep_ = verb, "dobj"
    for follower in behind:
        follower.head = verb
