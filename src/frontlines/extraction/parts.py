"""Which numbers are only part of another: "including three children", "42 prisoners, five activists among them"."""

from spacy.tokens import Doc, Token

from frontlines.extraction.counts import Count, number
from frontlines.extraction.lexicon import word_set, words
from frontlines.extraction.reading import Reading

_DEADLY = frozenset({"die", "kill", "perish"})


def is_part(reading: Reading, count: Count) -> bool:
    """Tell whether a number is only part of one before it: "including three children", "two of them"."""
    doc = reading.doc
    before = " ".join(t.lower_ for t in doc[max(0, count.first - 3) : count.first])
    after = " ".join(t.lower_ for t in doc[count.last + 1 : count.last + 4])
    if before.endswith(
        (
            "including",
            "among them",
            "of them",
            "of whom",
            "among whom",
            "includes",
            "included",
            "including at least",
            "many as",
            "addition to",
        )
    ):
        return True
    if (
        before.endswith(("of", "from"))
        and doc[count.last].lower_ in {"one", "a", "single", "same"}
        and after.startswith("family")
    ):
        return True
    if before.endswith("of the") and count.first > 2 and number(doc[count.first - 3]) is not None:
        return True  # "15 of the 350 hostages"
    if before.endswith(("most of the", "many of the", "some of the", "half of the")):
        return True
    run = count.first and number(doc[count.first - 2]) is not None  # "including 33 children 69 women", a comma lost
    if (before.endswith("and") or run) and _after_including(doc, count.first):
        return True
    if "among them" in after and doc[count.last].lower_ in {"a", "an", "one"}:
        return True  # "a woman among them"
    if "was among" in after or "were among" in after or _closes_with_among(doc, count.last):
        return True
    if after.startswith(("of them", "of the dead", "of the killed", "of those killed", "of the victims")):
        return not _has_own_cause(doc[count.last])
    return after.startswith(("of whom", "of those", "among them"))


def _closes_with_among(doc: Doc, last: int) -> bool:
    """Tell whether a number stands in "42 prisoners, five media activists among them"."""
    for token in doc[last + 1 : last + 5]:
        if token.is_punct:
            return False
        if token.lower_ == "among" and token.i + 2 < len(doc):
            return doc[token.i + 1].lower_ in {"them", "whom"} and doc[token.i + 2].is_punct
    return False


def _has_own_cause(number: Token) -> bool:
    """Tell whether "five of them died in air strikes" tells of an event of its own."""
    verb = number.head
    if number.dep_ == "dobj" and verb.lemma_.lower() in word_set("killed_verbs"):
        return True  # "repelled the attackers, killing 14 of them"
    return verb.lemma_.lower() in _DEADLY and any(c.lower_ == "in" for c in verb.children)


def _after_including(doc: object, first: int) -> bool:
    words = [t.lower_ for t in doc[max(0, first - 9) : first]]  # type: ignore[index]
    if "including" not in words and "among" not in words:
        return False
    led = "including" if "including" in words else "among"
    rest = words[len(words) - words[::-1].index(led) :]
    if led == "among" and not any(t.like_num for t in doc[first - len(rest) : first]):  # type: ignore[index]
        return False
    return not any(
        w in {"wounded", "injured", "killed", "wounding", "injuring", "injure", "hurt", "were"} for w in rest
    )


def counted_behind(noun: Token) -> bool:
    """Tell whether a noun is of as many as the number behind it says: "a family of five"."""
    behind = noun.doc[noun.i + 1 : noun.i + 3]
    return noun.lemma_ == "family" and len(behind) > 1 and behind[0].lower_ == "of" and behind[1].pos_ == "NUM"


def _ends_a_name(number: Token) -> bool:
    """Tell whether a number ends a place's name, as in "al-Mazzeh 86 in Damascus"."""
    name, behind = number.nbor(-1), number.doc[number.i + 1 : number.i + 2].text.lower()
    end = name.idx + len(name)
    return behind in {"in", "area", "and"} and any(f.end == end for f in number.doc.user_data["names"].toponyms)


def is_age_or_year(number: Token) -> bool:
    """Tell whether a number counts no people: a year, somebody's age, kilometres, rockets."""
    counter = "url" in number.doc[max(0, number.i - 2) : number.i].text.lower().split()
    if number.text.isdigit() and number.i and (counter or _ends_a_name(number)):
        return True  # "Get short URL 0 113"
    if number.text.isdigit() and len(number.text) == 4 and 1900 <= int(number.text) <= 2100:
        return True
    if (
        number.i > 1
        and number.nbor(-1).lower_ == "of"
        and number.nbor(-2).tag_ == "NN"
        and number.nbor(-2).lemma_.lower() in words().people
        and not counted_behind(number.nbor(-2))
    ):
        return True  # "a student of 19"
    following = number.doc[number.i + 1].lower_ if number.i + 1 < len(number.doc) else ""
    return following in word_set("no_people_words")


def is_killer(verb: Token, counted: Token) -> bool:
    """Tell whether those counted are who killed, and not the dead: "two bombers killed at least 30"."""
    killers = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if killers is None or not any(c.dep_ == "dobj" for c in verb.children):
        return False
    return counted.i == killers.i or killers.is_ancestor(counted)
