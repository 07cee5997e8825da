"""Place names in running text: the longest known name at each word, with exact offsets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from frontlines.geography.gazetteer import SHORT_KEY, Gazetteer
from frontlines.geography.names import fold_token, is_article, surface
from frontlines.geography.phrases import FACILITY_PHRASES, LONGEST_FACILITY_PHRASE
from frontlines.model import Place

LONGEST_NAME_WORDS = 6
_WORD = re.compile(
    r"(?P<abbreviation>(?:[A-Z]\.){2,})|(?P<arabic>[\u0621-\u06d3]+)|(?P<latin>[^\W_]+(?:['’‘`ʿʾʼ´][^\W_]+)*)"
)
_POSSESSIVE = re.compile(r"['’‘`´][sS]$")
_GAPS = frozenset({" ", "\u00a0", "\n", "\r\n", "  ", "-", "- ", " -", "–", "\u2010", "\u2011", "-\n", " \n", "'", "’"})
_HYPHENS = "-–\u2010\u2011"
_NOT_A_PLACE_BEFORE = re.compile(
    r"[-–\u2010\u2011 ](?:backed|led|allied|aligned|sponsored|funded|supported|trained|armed|brokered|mediated|supplied"
    r"|made|born|educated|linked|affiliated)\b",
)
_SPACED_ARTICLES = frozenset({"al", "el", "az", "ez", "ar", "ash", "esh"})
"""Articles that may stand with a space anywhere ("al Bab"); "As", "An", "At" do only inside a sentence."""
NEAR_COUNTRIES = frozenset({"TR", "IQ", "LB", "JO", "IL", "PS", "IR", "SA", "EG", "CY"})
_KUNYA = fold_token("Abu")
_SMALL = 4
_PLACE_WORDS_BEFORE = frozenset(
    {"in", "of", "near", "at", "from", "to", "towards", "toward", "around", "outside", "inside", "village", "villages"}
    | {"town", "towns", "into", "between", "on", "over", "across", "called", "named", "hamlet"}
)
_FACILITY_OPENINGS = frozenset(phrase[0] for phrase in FACILITY_PHRASES)
_SURELY_PLACES = frozenset({"neighbourhood", "neighborhood", "quarter", "village", "countryside", "province"})
_ARABIC_CLITICS = "وبلفك"
_SHORTEST_ARABIC = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A place name in a text: ``text[start:end]`` and every place that bears the name."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...]


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    key: str
    """Folded; the empty string for an article."""
    article: bool
    upper: bool
    joined: bool
    """True where the gap to the word before can be inside a name."""
    possessive: bool


def find_toponyms(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Find every mention of a known place, in the order of the text; repeats too.

    The span is the name alone with its article: no "province", "city", "northern" and no possessive s.  Words that make
    it another place belong to it where that place is known ("Tabqa military airport", "Yarmuk camp").  An adjective
    ("Syrian") is never found, nor a name before "-backed", "-led" and the like.
    """
    words = _words(text)
    found: list[Found] = []
    index = 0
    while index < len(words):
        hit = _at(text, words, index, gazetteer) or _behind_clitic(text, words, index, gazetteer)
        if hit is None:
            index += 1
            continue
        one, after = hit
        if not _NOT_A_PLACE_BEFORE.match(text, one.end) and not _part_of_another_name(words, index, after, gazetteer):
            found.append(one)
        index = after
    return found


def _part_of_another_name(words: Sequence[_Word], first: int, after: int, gazetteer: Gazetteer) -> bool:
    """Say whether the name only helps to name a person, an organisation or an operation."""
    if after < len(words) and words[after].joined and words[after].text in gazetteer.words.closers:
        return True
    if not words[first].joined or first == 0:
        return False
    before = words[first - 1]
    if before.upper and before.text.casefold() in gazetteer.words.parts:
        return True
    return words[first].article and before.upper and before.text.casefold() in gazetteer.words.openers


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    end_before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        raw = match.group()
        possessive = False
        if match.lastgroup == "latin" and (cut := _POSSESSIVE.search(raw)):
            raw, end, possessive = raw[: cut.start()], start + cut.start(), True
        joined = bool(words) and not words[-1].possessive and text[end_before:start] in _GAPS
        article = is_article(raw)
        words.append(
            _Word(
                start=start,
                end=end,
                text=raw,
                key="" if article else fold_token(raw),
                article=article,
                upper=raw[0].isupper() or raw[0].isdigit() or match.lastgroup == "arabic",
                joined=joined,
                possessive=possessive,
            )
        )
        end_before = match.end()
    return words


def _at(text: str, words: Sequence[_Word], first: int, gazetteer: Gazetteer) -> tuple[Found, int] | None:
    """Give the longest name that starts at word ``first`` and the index of the word after it."""
    opening = words[first]
    if not _may_open(text, words, first, gazetteer):
        return None
    best: tuple[int, int, tuple[Place, ...]] | None = None
    key, upper = "", False
    for index in range(first, min(first + LONGEST_NAME_WORDS, len(words))):
        word = words[index]
        if index > first and not _may_go_on(word, gazetteer):
            break
        if word.article:
            continue
        before = key
        key += word.key if not before else fold_token(word.text, first=False)
        upper = upper or word.upper
        if not upper:
            continue
        end, places = word.end, _named(words, first, index, key, gazetteer)
        if not places and word.upper and word.text[-1:] in {"s", "S"} and not word.possessive:
            spelt = word.text[:-1]
            shorter = before + fold_token(spelt, first=not before)
            if spelt.casefold() not in gazetteer.words.never:
                alone = index == first
                places = _alone(words, first, spelt, shorter, gazetteer) if alone else _readable(shorter, gazetteer)
            end -= 1
        if places:
            best = (end, index + 1, places)
        facility = _facility(words, index + 1, key, gazetteer)
        if facility is not None and (best is None or facility[0] > best[0]):
            best = facility
        if word.possessive:
            break
    if best is None:
        return None
    end, after, places = best
    places = tuple(place for place in places if not _is_namesake_abroad(place, text[opening.start : end]))
    if not places:
        return None
    return Found(opening.start, end, text[opening.start : end], places), after


def _behind_clitic(text: str, words: list[_Word], first: int, gazetteer: Gazetteer) -> tuple[Found, int] | None:
    """Look behind an Arabic conjunction or preposition that is written together with the name."""
    word = words[first]
    if word.text[0] not in _ARABIC_CLITICS or len(word.text) <= _SHORTEST_ARABIC:
        return None
    # "And in Aleppo" is one word with two of them, "to Raqqa" one in which the article loses its first letter.
    two = word.text[0] == "و" and word.text[1] in _ARABIC_CLITICS and len(word.text) > _SHORTEST_ARABIC + 1
    for cut in (1, 2) if two else (1,):
        rest = word.text[cut:]
        name = f"ا{rest}" if word.text[cut - 1 :].startswith("لل") else rest
        words[first] = replace(word, start=word.start + cut, text=name, key=fold_token(name))
        hit = _at(text, words, first, gazetteer)
        if hit is not None:
            break
    words[first] = word
    return hit


def _may_open(text: str, words: Sequence[_Word], first: int, gazetteer: Gazetteer) -> bool:
    word = words[first]
    if word.article:
        if first + 1 >= len(words) or not words[first + 1].joined or not words[first + 1].upper:
            return False
        if any(c in _HYPHENS for c in text[word.end : words[first + 1].start]):
            return True
        if word.text.casefold() in _SPACED_ARTICLES:
            return True
        assimilated = words[first + 1].text.casefold().startswith(word.text[1:].casefold())
        return word.upper and word.joined and assimilated
    return word.upper or word.text in gazetteer.lower_words


def _inside_names(word: _Word, gazetteer: Gazetteer) -> bool:
    """Say whether a word in lower case can be inside a name: "Golan heights", "1070 housing project"."""
    return word.text in gazetteer.lower_words or (word.text,) in FACILITY_PHRASES


def _may_go_on(word: _Word, gazetteer: Gazetteer) -> bool:
    """Say whether a name can go on with this word."""
    return word.joined and len(word.text) > 1 and (word.upper or word.article or _inside_names(word, gazetteer))


def _named(words: Sequence[_Word], first: int, last: int, key: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Give the places named by the words from ``first`` to ``last``, whose folded name is ``key``."""
    if first == last:
        return _alone(words, first, words[first].text, key, gazetteer)
    if last == first + 1 and words[first].article and words[last].text.casefold() in gazetteer.words.never:
        return ()
    places = _readable(key, gazetteer)
    if words[first].key == _KUNYA and places and not _in_place_position(words, first):
        return tuple(place for place in places if place.rank < _SMALL)
    return places


def _alone(words: Sequence[_Word], index: int, spelt: str, key: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Give the places named by one word without an article, where that is evidence enough."""
    plain = spelt.replace(".", "")
    if plain.isupper() and (found := gazetteer.literals.get(plain)):
        return found
    if not words[index].upper or _is_common(words, index, spelt.casefold(), gazetteer):
        return ()
    if len(key) <= SHORT_KEY and surface(spelt) not in gazetteer.short_surfaces:
        return ()
    places = _readable(key, gazetteer)
    if any(place.id.startswith("gn-") and place.rank >= _SMALL for place in places) and not _in_place_position(
        words, index
    ):
        return tuple(place for place in places if place.rank < _SMALL or not place.id.startswith("gn-"))
    return places


def _is_common(words: Sequence[_Word], index: int, lower: str, gazetteer: Gazetteer) -> bool:
    """Say whether a word is more likely no place; "Zahra" is somebody, "the Zahra neighbourhood" is a place."""
    if lower in gazetteer.words.never:
        return True
    if lower not in gazetteer.words.common:
        return False
    if len(lower) > SHORT_KEY and index and words[index].joined and words[index - 1].text.casefold() == "in":
        towns = gazetteer.by_key.get(words[index].key, ())  # "in Jasim", which is a man's name too
        if any(place.country == "SY" and place.kind == "settlement" and place.rank < _SMALL for place in towns):
            return False
    after = words[index + 1] if index + 1 < len(words) else None
    called = after is not None and after.joined and after.text in _SURELY_PLACES
    return not called or len(lower) <= SHORT_KEY


def _in_place_position(words: Sequence[_Word], first: int) -> bool:
    """Say whether a name stands where places stand: after "in", "near", "village of" and the like."""
    return first > 0 and words[first].joined and words[first - 1].text.casefold() in _PLACE_WORDS_BEFORE


def _readable(key: str, gazetteer: Gazetteer) -> tuple[Place, ...]:
    return tuple(place for place in gazetteer.by_key.get(key, ()) if _worth_reading(place))


def _worth_reading(place: Place) -> bool:
    """Leave out small towns abroad that no one curated: in news of this war their names are somebody else's."""
    return place.country == "SY" or place.rank <= (2 if place.country in NEAR_COUNTRIES else 1) or place.id[:3] != "gn-"


def _is_namesake_abroad(place: Place, spelt: str) -> bool:
    """Say whether a far city that no one curated only sounds like the name: "al-Midan" is not Medan."""
    abroad = place.country != "SY" and place.id.startswith("gn-")
    return abroad and (spelt.casefold().startswith("al") or surface(spelt) != surface(place.name))


def _facility(
    words: Sequence[_Word], start: int, key: str, gazetteer: Gazetteer
) -> tuple[int, int, tuple[Place, ...]] | None:
    """Give the known facility that the words from ``start`` make of the name before them."""
    if start >= len(words) or not words[start].joined or words[start].text.casefold() not in _FACILITY_OPENINGS:
        return None
    longest = min(LONGEST_FACILITY_PHRASE, len(words) - start)
    for count in range(longest, 0, -1):
        part = words[start : start + count]
        if all(word.joined for word in part):
            kind = FACILITY_PHRASES.get(tuple(word.text.casefold() for word in part))
            if kind is not None and (places := gazetteer.facilities.get((key, kind))):
                return part[-1].end, start + count, places
    return None
