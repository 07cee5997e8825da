"""What the words around a place name say about it: its kind, and the area it lies in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from frontlines.geography.finder import Found
from frontlines.geography.phrases import KIND_WORDS
from frontlines.model import Place, PlaceKind

_DIRECTION = r"(?:(?:north|south)?-?(?:east|west)(?:ern)?|(?:north|south)(?:ern)?|central|rural|upper|lower|greater)"
_KINDS = "|".join(sorted(KIND_WORDS, key=len, reverse=True))
_AFTER = re.compile(
    rf"(?:['’]s|s)?[ \u00a0]\(?(?:{_DIRECTION}[ -])?"
    rf"(?P<kind>{_KINDS}|airbase|air base|military airport|governor|provincial)\b",
    re.IGNORECASE,
)
_APPOSED = re.compile(r",? an? (?:[\w-]+ ){0,2}(?:city|town|village)\b")
"""What follows a name that it calls a town: "X, a rebel-held town"."""
_BEFORE = re.compile(
    rf"\b(?P<kind>{_KINDS}|capital|stronghold|bastion|rural)(?:,? (?:of|named|called|in))?(?: the)?[ \u00a0]$",
    re.IGNORECASE,
)
_CAPITAL_BEFORE = re.compile(r"\b(?:provincial|regional) capital,? $", re.IGNORECASE)
_OF_NEEDED = frozenset({"district", "quarter"})
_NAMED: dict[str, PlaceKind] = {word: kind for word, kind in KIND_WORDS.items() if kind not in {"region", "river"}}
_AFTER_WORDS: dict[str, PlaceKind] = _NAMED | {
    "airbase": "airbase",
    "air base": "airbase",
    "military airport": "airbase",
    "governor": "province",
    "provincial": "province",
}
_BEFORE_WORDS: dict[str, PlaceKind] = _NAMED | {
    "rural": "countryside",
    "capital": "settlement",
    "stronghold": "settlement",
    "bastion": "settlement",
}
_VILLAGES_IN = re.compile(
    r"\b(?:villages|towns|countryside|localities)(?: and (?:villages|towns|farms))? (?:in|of|across|around) "
    rf"(?:{_DIRECTION} )?$",
    re.IGNORECASE,
)
_PARTS_OF = re.compile(
    r"\b(?:neighbou?rhoods?|quarters?|districts?|streets?|suburbs|outskirts|heart|centre|center|sides?|parts) "
    r"(?:of|in) (?:the )?$",
    re.IGNORECASE,
)
_SIDE_OF = re.compile(r"\b(?:north|south|east|west)(?:-?(?:east|west))? of (?:the )?$", re.IGNORECASE)
_DIRECTION_BEFORE = re.compile(rf"\b(?P<way>{_DIRECTION})[ \u00a0-]$", re.IGNORECASE)
_DIVIDED = frozenset({"aleppo"})
"""Cities whose halves were named by compass while two sides held them: "eastern Aleppo" is the city's."""
_HALF = re.compile(r"(?:east|west)(?:ern)?", re.IGNORECASE)
_ROAD_BEFORE = re.compile(r"\b(?:highway|road|route|line)s? (?:of|from|between|linking|connecting|to) $", re.IGNORECASE)
_ROAD_AFTER = re.compile(r"(?: |-|–| to )[\w’'-]+(?: [A-Z][\w’'-]+)? (?:international )?(?:highway|road|motorway)\b")
_LIST = re.compile(r"^(?:,? and |, |,| & | or | |, and also )$")
_INSIDE = re.compile(
    rf"^(?:['’]s|s)?\)?(?: (?:{_KINDS}|camp|airbase|base))?,?"
    rf"(?: \(?(?:located )?(?:in|of|inside|within))?(?: the)?(?: capital| besieged| city's)?(?: {_DIRECTION})*"
    rf"(?: (?:{_KINDS}|part|parts|suburbs?)(?: of)?)?(?: the)?(?: Syrian)?(?: {_DIRECTION})? [\[(]?$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    rf"^(?:['’]s|s)?(?: {_DIRECTION})?(?: (?:{_KINDS}))?(?:['’]s)?(?: (?:{_KINDS}) of)? $", re.IGNORECASE
)
_IN_WORD = re.compile(r"\b(?:in|of|inside|within)\b|,")
_NUMBERED = re.compile(r"(?:^|\n)\d{1,2}[.)] $")
_WINDOW = 60


@dataclass(frozen=True, slots=True)
class Query:
    """A place name to resolve.

    ``start`` is its offset in the report, ``kind_hint`` what the words beside it call it, ``within`` the names of the
    areas that the text puts it in, ``candidates`` the places that bear the name (None: look them up), and ``bare`` the
    weaker hint that words of direction or roads give ("western Raqqa", "the Daraa to Damascus highway").
    """

    text: str
    start: int = 0
    kind_hint: PlaceKind | None = None
    within: tuple[str, ...] = ()
    candidates: tuple[Place, ...] | None = None
    weak_hint: PlaceKind | None = None


def read_context(text: str, found: Sequence[Found]) -> list[Query]:
    """Give a query for each name found in ``text``, with what the text around says; same order."""
    hints = [_kind_hint(text, one) for one in found]
    weak = [None if hint else _weak_hint(text, one) for one, hint in zip(found, hints, strict=True)]
    _share_along_lists(text, found, hints)
    within = _containers(text, found, hints)
    return [
        Query(one.text, one.start, hints[i], within[i], one.places, weak[i] if hints[i] is None else None)
        for i, one in enumerate(found)
    ]


def _kind_hint(text: str, one: Found) -> PlaceKind | None:
    """Give what the words right after the name, or else right before it, call the place."""
    if _APPOSED.match(text, one.end) and any(place.kind == "settlement" for place in one.places):
        return "settlement"
    after = _AFTER.match(text, one.end)
    hint = _AFTER_WORDS.get(after["kind"].casefold()) if after else None
    before = text[max(0, one.start - _WINDOW) : one.start]
    if hint is None and _VILLAGES_IN.search(before) and any(place.kind == "province" for place in one.places):
        return "province"
    return hint or _hint_before(before, one)


def _hint_before(before: str, one: Found) -> PlaceKind | None:
    if _CAPITAL_BEFORE.search(before):
        return "settlement"
    match = _BEFORE.search(before)
    if match is None:
        return None
    word, whole = match["kind"].casefold(), match.group().casefold()
    if " of" not in whole and (word in _OF_NEEDED or word.endswith("s") or " in" in whole):
        return None
    kinds = {place.kind for place in one.places}
    if word == "region" and "province" in kinds:
        return "province"
    if word.startswith(("district", "neighbo")) and "neighbourhood" not in kinds:
        # "a district of Manbij": the part is unnamed, the name is the town's.
        return "district" if "settlement" not in kinds and "district" in kinds else "settlement"
    return _BEFORE_WORDS.get(word)


def _weak_hint(text: str, one: Found) -> PlaceKind | None:
    before = text[max(0, one.start - _WINDOW) : one.start]
    heads = text.startswith(":", one.end) and (one.start == 0 or before.endswith("\n"))
    if heads or (text.startswith(".", one.end) and _NUMBERED.search(before)):
        # "Homs: …" or "4. Homs. …" heads what a digest tells of the governorate
        return "province"
    beside = (_SIDE_OF, _PARTS_OF, _ROAD_BEFORE)
    if any(pattern.search(before) for pattern in beside) or _ROAD_AFTER.match(text, one.end):
        return "settlement"
    way = _DIRECTION_BEFORE.search(before)
    if way is None:
        return None
    halves = any(place.id in _DIVIDED for place in one.places) and _HALF.fullmatch(way["way"])
    return "settlement" if halves or way["way"].casefold() in {"central", "greater"} else "province"


def _share_along_lists(text: str, found: Sequence[Found], hints: list[PlaceKind | None]) -> None:
    """Carry "the towns of" on over "Jarablus and al-Bab", and "provinces" back over "Daraa, Hama and Homs"."""
    carried: PlaceKind | None = None
    for i, one in enumerate(found):
        if i == 0 or not _LIST.match(text[found[i - 1].end : one.start]):
            before = _BEFORE.search(text[max(0, one.start - _WINDOW) : one.start])
            plural = before is not None and before["kind"].casefold().endswith("s") and " of" in before.group()
            carried = hints[i] if plural else None
        elif hints[i] is None:
            hints[i] = carried
    carried = None
    for i in range(len(found) - 1, -1, -1):
        after = _AFTER.match(text, found[i].end)
        if after is not None:
            carried = hints[i] if after["kind"].casefold().endswith("s") else None
        elif i + 1 == len(found) or not _LIST.match(text[found[i].end : found[i + 1].start]):
            carried = None
        elif hints[i] is None:
            hints[i] = carried


def _is_address(text: str, here: Found, there: Found) -> bool:
    """Say whether "X, Y" puts X in Y and is no list: Y is a country, or the governorate of X and the list ends."""
    if all(place.kind == "country" for place in there.places):
        return any(place.kind != "country" for place in here.places)
    admin1 = {place.admin1 for place in there.places if place.kind == "province"}
    inside = any(place.kind == "settlement" and place.admin1 in admin1 and place.rank > 1 for place in here.places)
    return inside and not re.match(r",? (?:and|or) |, [A-Z]", text[there.end : there.end + 6])


def _containers(text: str, found: Sequence[Found], hints: Sequence[PlaceKind | None]) -> list[tuple[str, ...]]:
    """Give for each name the names of the areas that the text puts it in: "X in Y", "X, Y province", "Y's X"."""
    within: list[list[str]] = [[] for _ in found]
    for i in range(len(found) - 2, -1, -1):
        here, there = found[i], found[i + 1]
        gap = text[here.end : there.start]
        if len(gap) > _WINDOW or all(place.kind == "country" for place in here.places):
            continue
        if _LIST.match(gap):
            if _is_put_in(text, here, there, hints[i + 1]):
                within[i].extend([there.text, *within[i + 1]])
            elif all(place.kind != "province" for place in here.places):
                within[i].extend(within[i + 1])
        elif _INSIDE.match(gap) and (_IN_WORD.search(gap) or hints[i + 1] in {"province", "countryside"}):
            within[i].extend([there.text, *within[i + 1]])
    for i in range(1, len(found)):
        gap = text[found[i - 1].end : found[i].start]
        if gap and not within[i] and re.match(r"['’]s|s ", gap) and _OWNED.match(gap):
            within[i].append(found[i - 1].text)
    return [tuple(dict.fromkeys(names)) for names in within]


def _is_put_in(text: str, here: Found, there: Found, hint: PlaceKind | None) -> bool:
    """Say whether "X, Y" or "X Y province" puts X in Y, although it could be a list."""
    gap = text[here.end : there.start]
    if gap == ", ":
        return hint == "province" or _is_address(text, here, there)
    one_province = hint == "province" and not re.match(r"\w* (?:provinces|governorates)", text[there.end :])
    return gap == " " and one_province and all(place.kind != "province" for place in here.places)
