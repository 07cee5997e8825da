"""The grammar of area expressions: ``PLACE_ID`` or ``MODIFIER:PLACE_ID[:KM]``.

========================= ==========================================================================
``north:X`` … ``centre:X``  that part of an area; of anything else, the sector around it, or its middle
``around:X[:KM]``           what lies within KM of it
``countryside:X[:KM]``      around a settlement, without it; of a governorate, all of it without its capital
``bank-east:R[+X][:KM]``    that side of a river, within an area X, else within KM of the river
``between:A+B[:KM]``        the corridor from A to B, KM to either side
``offset-east:X:KM``        around the spot KM in that direction
``disc:LAT,LON:KM``         within KM of a spot in WGS 84 degrees that need be no place of the gazetteer
========================= ==========================================================================

Directions: north, north-east, east, south-east, south, south-west, west, north-west.
"""

import math
import re
from dataclasses import dataclass
from typing import Final, Protocol

from frontlines.errors import InputError
from frontlines.model import AREAL_KINDS, Place

BEARINGS: Final = {
    "north": 0.0,
    "north-east": 45.0,
    "east": 90.0,
    "south-east": 135.0,
    "south": 180.0,
    "south-west": 225.0,
    "west": 270.0,
    "north-west": 315.0,
}
"""Degrees clockwise from north."""
MAX_KM: Final = 500.0
"""The largest distance that an expression may name."""
_PLAIN = frozenset({*BEARINGS, "centre", "around", "countryside"})
_WITH_ARTICLE = re.compile(
    r".* (heights|mountains|desert|valley|plain|basin|coast|zone|farms|strip|bank|district|states|kingdom|emirates)",
    re.IGNORECASE,
)
"""Last words of names that English gives an article: "the Golan Heights"."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Gazetteer(Protocol):
    """What expressions need of a gazetteer."""

    @property
    def content_hash(self) -> str:
        """A hash that changes with the content."""

    def get(self, place_id: str, /) -> Place:
        """Give the place with this id, or raise DataError."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression taken apart: ``kind`` is "place", a plain modifier, "bank", "between", "offset" or "disc"."""

    kind: str
    places: tuple[str, ...]
    direction: str | None = None
    km: float | None = None
    at: tuple[float, float] | None = None
    """The spot of a "disc", (lon, lat); it names no place."""

    @property
    def bearing(self) -> float:
        """The direction in degrees clockwise from north."""
        return BEARINGS[self.direction or "north"]


def parse(expression: str) -> Expression:
    """Take an area expression apart.

    Raises:
        InputError: when it does not follow the grammar of this module.
    """
    head, *rest = expression.split(":")
    if not rest:
        return Expression("place", _ids(head, expression, 1, 1))
    if len(rest) > 2:
        raise InputError(
            f"the area {expression!r} has too many parts; write MODIFIER:PLACE_ID or MODIFIER:PLACE_ID:KM."
        )
    km = _km(rest[1], expression) if len(rest) == 2 else None
    if head == "disc":
        if km is None:
            raise InputError(f"the area {expression!r} lacks its distance; write disc:LAT,LON:KM.")
        return Expression("disc", (), None, km, _spot(rest[0], expression))
    if head in _PLAIN:
        direction = head if head in BEARINGS else None
        return Expression("part" if direction else head, _ids(rest[0], expression, 1, 1), direction, km)
    if head == "between":
        return Expression("between", _ids(rest[0], expression, 2, 2), None, km)
    family, _, direction = head.partition("-")
    if direction not in BEARINGS or family not in {"bank", "offset"}:
        raise InputError(
            f"the area {expression!r} begins with an unknown modifier {head!r}; see `geography.expressions`."
        )
    if family == "offset" and km is None:
        raise InputError(f"the area {expression!r} lacks its distance; write offset-{direction}:PLACE_ID:KM.")
    return Expression(family, _ids(rest[0], expression, 1, 2 if family == "bank" else 1), direction, km)


def describe(expression: str, gazetteer: Gazetteer) -> str:
    """Put an area expression into plain words: "the north of Hama governorate", "about 20 km east of Palmyra".

    Raises:
        InputError: when the expression does not follow the grammar.
        DataError: when a place is not in the gazetteer.
    """
    parsed = parse(expression)
    if parsed.at is not None:
        lon, lat = parsed.at
        return f"within {parsed.km:g} km of {lat:.4f} N, {lon:.4f} E"
    places = [gazetteer.get(place_id) for place_id in parsed.places]
    first = _named(places[0])
    km = "" if parsed.km is None else f"{parsed.km:g} km"
    match parsed.kind:
        case "part" if is_areal(places[0]):
            words = f"the {parsed.direction} of {first}"
        case "part":
            words = f"{parsed.direction} of {first}" + (f", within {km}" if km else "")
        case "around":
            words = f"within {km} of {first}" if km else f"the surroundings of {first}"
        case "centre" | "countryside":
            words = f"the {parsed.kind} of {first}"
        case "bank" if len(places) == 2:
            words = f"{parsed.direction} of {first} in {_named(places[1])}"
        case "bank":
            words = f"the {parsed.direction} bank of {first}"
        case "between":
            words = f"between {first} and {_named(places[1])}"
        case "offset":
            words = f"about {km} {parsed.direction} of {first}"
        case _:
            words = first
    return words


def is_areal(place: Place) -> bool:
    """Say whether "the north of" it means a part of it, not what lies north of it."""
    return place.kind in AREAL_KINDS


def _named(place: Place) -> str:
    """Give the name as it stands inside a sentence."""
    if place.kind == "province":
        return f"{place.name.removesuffix(' Governorate')} governorate"
    return f"the {place.name}" if place.kind == "river" or _WITH_ARTICLE.fullmatch(place.name) else place.name


def _ids(text: str, expression: str, least: int, most: int) -> tuple[str, ...]:
    found = tuple(text.split("+"))
    if not least <= len(found) <= most or not all(_ID.fullmatch(one) for one in found):
        wanted = "two place ids joined by +" if least == 2 else "a place id"
        raise InputError(f"the area {expression!r} should name {wanted}, such as deir-ez-zor.")
    return found


def _spot(text: str, expression: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat = lon = math.nan
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(f"the area {expression!r} should name a spot in degrees, such as disc:35.3359,40.1408:25.")
    return lon, lat


def _km(text: str, expression: str) -> float:
    try:
        km = float(text)
    except ValueError:
        km = math.nan
    if not 0 < km <= MAX_KM:
        raise InputError(f"the area {expression!r} should give a distance over 0 and at most {MAX_KM:g} km.")
    return km
