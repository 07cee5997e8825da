"""How many were killed, wounded or otherwise affected, with the words that say so.

Counting rule: the number beside the verb counts; parts of it ("including 3 children") don't add; "dozens" is no number.
"""

from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc, Token

from frontlines.extraction.by_name import named_dead
from frontlines.extraction.counts import Count
from frontlines.extraction.lexicon import Words, word_set
from frontlines.extraction.parts import counted_behind, is_age_or_year, is_killer, is_part
from frontlines.extraction.reading import PartyHit, Reading
from frontlines.model import Range

Harm = Literal["killed", "wounded", "affected"]
_WOUNDED_VERBS = frozenset({"wound", "injure", "hurt", "maim"})
_AFFECTED_VERBS = {
    "trap": "trapped",
    "displace": "displaced",
    "uproot": "displaced",
    "flee": "displaced",
    "detain": "detained",
    "arrest": "detained",
    "kidnap": "abducted",
    "abduct": "abducted",
    "affect": "affected",
    "evacuate": "evacuated",
    "suffer": "ill",
    "suffocate": "ill",
    "poison": "ill",
    "choke": "ill",
    "besiege": "besieged",
    "hospitalize": "ill",
    "leave": "evacuated",
    "capture": "captured",
    "treat": "ill",
}
NATIONAL_TOLL = 10_000
"""No single event of this war killed or wounded so many: such a figure sums up a longer time."""
_COUNTED_REACH = 3
"""Tokens from a number to the noun that it counts: "two besieged Syrian towns"."""
_AND_ALSO = frozenset({",", "and", "as", "well", "also", "plus", "his", "her", "their", "another", "other"})
_KILLED_NOUNS = frozenset({"death", "fatality", "dead", "body", "killing"})
_WOUNDED_NOUNS = frozenset({"injury", "wounded", "injured"})


@dataclass(frozen=True, slots=True)
class Toll:
    """One count of harm: what, how many, at which verb or noun, and whose people they are."""

    harm: Harm
    range: Range | None
    token: int
    first: int
    last: int
    how: str = ""
    victims: PartyHit | None = None
    cumulative: bool = False
    each: bool = False
    """True where every place of a list has so many: "one was killed in each of the towns"."""


def find_tolls(reading: Reading, words: Words) -> list[Toll]:
    """Find all tolls of a document, in its order."""
    people = words.people
    out: list[Toll] = []
    singles = [
        Count(t.i, t.i, Range(1, 1, reading.doc[t.i : t.i + 2].text))
        for t in reading.doc
        if (t.lower_ in {"a", "an", "another"} or (t.tag_ == "PRP$" and t.i and reading.doc[t.i - 1].lower_ == "and"))
        and (n := _people_noun(t, people)) is not None
        and n.tag_ == "NN"
        and n.lemma_ not in {"group", "crew", "other"}
        and not counted_behind(n)
    ]
    for count in sorted((*reading.counts, *singles), key=lambda c: c.first):
        toll = _toll(reading, count, people)
        if toll:
            out.append(toll)
    return _with_named(reading, _summed(reading, out), list(named_dead(reading)))


def _with_named(reading: Reading, tolls: list[Toll], named: list[tuple[Token, Token, PartyHit | None]]) -> list[Toll]:
    """Add the dead told by name: one each, beside those counted with them ("X and nine of his men were killed")."""
    out = list(tolls)
    for verb, name, victims in named:
        others = reading.doc[name.i + 1 : name.i + 6].text.lower().startswith(("as well as", "and other", "along with"))
        one = Toll("killed", Range(1, None if others else 1, name.text), verb.i, name.i, name.i, victims=victims)
        beside = next((t for t in out if (t.harm, t.token) == ("killed", verb.i) and t.range and t.range.min), None)
        if beside is None or beside.range is None or beside.range.min is None:
            out.append(one)
            continue
        top = None if beside.range.max is None else beside.range.max + 1
        words = f"{name.text} and {beside.range.words}"
        out[out.index(beside)] = replace(beside, range=Range(beside.range.min + 1, top, words))
    return out


def _summed(reading: Reading, tolls: list[Toll]) -> list[Toll]:
    """Add counts of one class told as one list: "a woman and her three children as well as another child"."""
    out: list[Toll] = []
    for toll in tolls:
        last = out[-1] if out else None
        if last and toll.range and last.range and (toll.harm, toll.token) == (last.harm, last.token):
            counted = reading.doc[last.last].head
            between = {t.lower_ for t in reading.doc[last.last + 1 : toll.first] if t.i != counted.i}
            same = len({t.victims.party if t.victims else "Civilians" for t in (last, toll)}) == 1
            if same and between and between <= _AND_ALSO and last.range.min is not None and toll.range.min is not None:
                top = None if None in (last.range.max, toll.range.max) else last.range.max + toll.range.max  # type: ignore[operator]
                both = Range(last.range.min + toll.range.min, top, reading.doc[last.first : toll.last + 1].text)
                out[-1] = replace(last, range=both, last=toll.last)
                continue
        out.append(toll)
    return out


def _toll(reading: Reading, count: Count, people: frozenset[str]) -> Toll | None:
    doc = reading.doc
    number = doc[count.last]
    if number.lower_ == "one" and number.i and doc[number.i - 1].lower_ == "no":
        return None  # "no one was hurt"
    if number.i in reading.date_at or is_part(reading, count) or is_age_or_year(number):
        return None
    noun = _people_noun(number, people)
    if noun is None and _counts_things(reading, number):
        return None
    of_words = _alone(count, doc) or _lives(count, doc)
    found = of_words or _risen(number) or _in_turn(count, noun or number) or _harm_near(reading, count, noun)
    if found is None:
        return None
    harm, verb, how = found
    if noun is None and harm == "affected":
        return None
    if harm == "killed" and any(c.dep_ == "cc" and c.lower_ == "or" for c in verb.children):
        return None  # "more than 110 were killed or hurt"
    victims = reading.inside_party.get(noun.i) if noun is not None else None
    last = max(count.last, noun.i if noun is not None else count.last)
    cumulative = any(
        reading.date_at[i].since for i in reading.clauses[reading.clause_of[verb.i]].tokens if i in reading.date_at
    )
    cumulative = cumulative or any(c.lower_ == "since" for t in (verb, number) for c in (*t.children, *t.head.children))
    cumulative = cumulative or any(t.lower_ == "since" for t in doc[last + 1 : last + 4])  # "826 dead since …"
    each = any(t.lower_ == "each" for t in doc[last + 1 : last + 5])
    return Toll(harm, count.range, verb.i, count.first, last, how, victims, cumulative, each)


def _alone(count: Count, doc: Doc) -> tuple[Harm, Token, str] | None:
    """Read "48 dead over 100 injured": a number right before its harm."""
    behind = doc[min(count.last + 1, len(doc) - 1)]
    joined = bool(count.first) and doc[count.first - 1].lower_ in {"dead", "and"}
    if behind.lower_ in {"injured", "wounded"} and joined:
        return "wounded", behind, ""
    return None


def _lives(count: Count, doc: Doc) -> tuple[Harm, Token, str] | None:
    """Read "claiming the lives of two persons injuring 13", whatever the parse makes of what follows."""
    before = doc[max(0, count.first - 5) : count.first]
    verb = next((t for t in before if t.lemma_.lower() in {"claim", "cost", "take"}), None)
    told = before.text.lower()
    also = "lives of" in told and told.endswith(" and")  # "the lives of a man and a woman"
    if verb is not None and (told.endswith(("lives of", "life of")) or also):
        return "killed", verb, ""
    return None


def _in_turn(count: Count, people: Token) -> tuple[Harm, Token, str] | None:
    """Read "2 persons killed 13 injured", its comma lost: a number between two harms is the one's behind it."""
    doc = people.doc
    before = doc[count.first - 1] if count.first else people
    at = people.i + 1
    while at < len(doc) and doc[at].lower_ in {"were", "was", "others", "more", "are"}:
        at += 1
    if at >= len(doc) or doc[at].sent != people.sent or before.tag_ not in {"VBN", "VBD"}:
        return None
    own, behind = _harm_of(before), _harm_of(doc[at])
    counted = any(t.like_num for t in doc[max(people.sent.start, before.i - 7) : before.i])
    if own is None or behind is None or not counted or own[0] == "affected" or doc[at].tag_ == "VBG":
        return None
    return behind[0], doc[at], behind[1]


def _counts_things(reading: Reading, number: Token) -> bool:
    """Tell whether a number stands right before a noun that is neither people nor a party: "one family"."""
    counted = number.head
    return (
        counted.pos_ == "NOUN"
        and 0 < counted.i - number.i <= _COUNTED_REACH
        and counted.i not in reading.inside_party
        and not {counted.lower_, counted.lemma_.lower()} & (_KILLED_NOUNS | _WOUNDED_NOUNS | {"lives"})
    )


def _risen(number: Token) -> tuple[Harm, Token, str] | None:
    """Read "the number of people killed has risen to 59", "the death toll was put at eight"."""
    at = number
    while at.head.i != at.i and at.pos_ not in {"ADP", "VERB"}:
        at = at.head
    verb = at.head if at.pos_ == "ADP" else at
    if verb.lemma_.lower() not in word_set("toll_verbs"):
        return None
    about = [t for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "dobj"} and c.i < number.i for t in c.subtree]
    words = {t.lemma_.lower() for t in about}
    if (
        "toll" in words
        or "losses" in {t.lower_ for t in about}
        or (verb.lemma_.lower() == "put" and "dead" in words)
        or (words & {"number", "dead"} and words & word_set("killed_verbs"))
    ):
        return "killed", verb, ""
    return None


def _people_noun(number: Token, people: frozenset[str]) -> Token | None:
    """Give the noun that a number counts where it is people; a bare number has none."""
    doc = number.doc
    for i in range(number.i + 1, min(number.i + 6, len(doc))):
        token = doc[i]
        if token.is_sent_start or (token.pos_ in {"VERB", "PUNCT", "CCONJ", "SCONJ"} and token.tag_ != "VBN"):
            break
        if token.lemma_.lower() in people and token.pos_ in {"NOUN", "ADJ", "PROPN", "PRON"}:
            following = doc[i + 1] if i + 1 < len(doc) else None
            if following is not None and token.dep_ == "compound" and following.pos_ == "NOUN":
                # "a fighter jet", "rebel fighters"
                continue
            return token
        if token.pos_ == "ADP" and token.lower_ != "of":
            break
    return None


def _harm_near(reading: Reading, count: Count, noun: Token | None) -> tuple[Harm, Token, str] | None:
    """Find the verb or noun of harm that a number belongs to: above it in the tree, else beside it."""
    doc = reading.doc
    start = noun if noun is not None else doc[count.last]
    after = doc[min(start.i + 1, len(doc) - 1)]
    if after.lower_ == "dead" or start.lower_ == "dead":
        return "killed", start if start.lower_ == "dead" else after, ""
    if count.first > 1 and doc[count.first - 1].lower_ == "of" and (own := _harm_of(doc[count.first - 2])):
        return own[0], doc[count.first - 2], own[1]  # "the injury of 13 others"
    if (later := _died_later(start)) is not None:
        return "killed", later, ""
    if start.dep_ in {"dobj", "nsubjpass"} and (own := _harm_of(start.head)) and own[0] != "affected":
        return own[0], start.head, own[1]
    for at in (start, doc[count.last]):
        climbed = at
        for _ in range(5):
            harm = _harm_of(climbed)
            if harm and _fits(harm[0], climbed, start, count):
                return (*harm[:1], climbed, harm[1])
            beside = [g for c in climbed.children if c.dep_ == "conj" and climbed.i == start.i for g in c.children]
            child = next(
                (
                    c
                    for c in (*climbed.children, *beside)  # "with four children and one man killed"
                    if (c.dep_ in {"acl", "relcl", "appos"} and c.i > start.i and (c.i - start.i <= 4 or _shot_dead(c)))
                    or (c.dep_ in {"xcomp", "oprd"} and c.tag_ == "VBN" and climbed.pos_ == "VERB")
                ),
                None,
            )
            if child is not None and (harm := _harm_of(child)):
                return (harm[0], child, harm[1])
            if climbed.head.i == climbed.i:
                break
            if climbed.dep_ in {"conj"} and climbed.pos_ == "VERB":
                break
            climbed = climbed.head
    return _beside(reading, count, start)


def _died_later(people: Token) -> Token | None:
    """Find the verb of "20 people, including five children, died", which the parse may hang on what stands before."""
    behind = people.doc[people.i + 1 : people.sent.end]
    if people.dep_ != "conj" or len(behind) < 2 or [t.lower_ for t in behind[:2]] != [",", "including"]:
        return None
    verb = next((t for t in behind if t.pos_ == "VERB" and t.lower_ != "including"), None)
    return verb if verb is not None and verb.lemma_.lower() in {"die", "perish"} else None


def _shot_dead(token: Token) -> bool:
    return token.dep_ == "acl" and token.tag_ == "VBN" and any(c.lower_ == "dead" for c in token.children)


def _harm_of(token: Token) -> tuple[Harm, str] | None:
    lemma = token.lemma_.lower()
    if lemma == "shoot" and any(c.lower_ == "down" for c in token.children):
        return None
    if token.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}:
        if lemma in word_set("killed_verbs") or token.lower_ == "dead":
            return "killed", ""
        if lemma in _WOUNDED_VERBS or lemma in _WOUNDED_NOUNS:
            return "wounded", ""
        if lemma in _KILLED_NOUNS:
            return "killed", ""
        if token.pos_ == "VERB" and lemma in _AFFECTED_VERBS:
            return "affected", _AFFECTED_VERBS[lemma]
    if (
        lemma == "lose"
        and token.pos_ == "VERB"
        and any(c.dep_ == "dobj" and c.lemma_.lower() in word_set("people_nouns") for c in token.children)
    ):
        return "killed", ""
    if lemma in {"burn", "crush", "freeze", "starve", "beat", "put"} and any(
        c.lemma_ == "death" for c in token.subtree
    ):
        return "killed", ""
    if lemma in {"claim", "cost"} and any(c.lemma_ == "life" for c in token.subtree):
        return "killed", ""
    return None


def _fits(harm: Harm, verb: Token, start: Token, count: Count) -> bool:
    if start.i == verb.i:
        return True
    direct = {t.i for t in verb.subtree}
    if start.i not in direct:
        return False
    if is_killer(verb, start):
        return False
    at = start
    while at.i not in {verb.i, at.head.i}:
        if at.dep_ in {"pobj"} and at.head.lower_ not in {"of", "than", "to", "least", "between", "alongside"}:
            return at.head.lower_ == "with" and at.head.nbor(-1).lower_ in {"along", "together"}
        if at.dep_ in {"advcl", "relcl", "ccomp", "npadvmod", "parataxis"} or (at.dep_ == "conj" and at.pos_ == "VERB"):
            return False
        at = at.head
    return harm != "affected" or count.range is not None


def _beside(reading: Reading, count: Count, start: Token) -> tuple[Harm, Token, str] | None:
    """Read by the order of words: "killed 11", "11 killed", "wounding 35 others", "35 wounded"."""
    doc = reading.doc
    left = [doc[i] for i in range(count.first - 1, max(-1, count.first - 4), -1)]
    right = [doc[i] for i in range(start.i + 1, min(len(doc), start.i + 4))]
    for tokens, stop in ((right, {"PUNCT", "CCONJ", "SPACE"}), (left, {"PUNCT", "SPACE", "ADP"})):
        for token in tokens:
            if token.sent != start.sent or token.pos_ in stop or (tokens is left and token.lower_ == "dead"):
                break  # "25 are dead and 63 are in hospital"
            harm = _harm_of(token)
            if harm and harm[0] != "affected":
                if tokens is left and token.tag_ in {"VBN"} and any(c.dep_ in {"auxpass"} for c in token.children):
                    break
                return (harm[0], token, harm[1])
    return None
