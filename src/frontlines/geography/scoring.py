"""How well a place fits a mention: a sum of reasons, each of which can be told."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from frontlines.geography.context import Query
from frontlines.geography.gazetteer import Gazetteer, distance_km, names_of
from frontlines.geography.names import fold, surface
from frontlines.model import AREAL_KINDS, Place

NEIGHBOURS = frozenset({"TR", "IQ", "LB", "JO", "IL", "PS"})
DAMASCUS_AND_AROUND = frozenset({"Damascus", "Rif Dimashq"})
"""Two governorates that the press seldom tells apart."""
_KIND_BONUS: dict[str, float] = {
    "settlement": 1.2,
    "province": 0.6,
    "region": 0.5,
    "country": 1.0,
    "river": 0.3,
    "neighbourhood": 0.0,
    "crossing": -0.3,
    "airbase": -0.4,
    "facility": -0.4,
    "district": -1.2,
    "countryside": 0.0,
}
_HINT = 5.0
_SAID = {"settlement": "town", "province": "governorate", "countryside": "governorate"}
_NEAR_KM = 15.0
_NEAR_CHARACTERS = 400


@dataclass(slots=True)
class Score:
    """A place with the sum of its reasons."""

    place: Place
    value: float = 0.0
    reasons: list[str] = field(default_factory=list)

    def add(self, value: float, reason: str = "") -> None:
        """Add ``value``; a reason is kept only where it speaks for the place."""
        self.value += value
        if reason and value > 0:
            self.reasons.append(reason)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the whole report says: its governorates by weight and the spots it surely names, by offset."""

    admin1: Mapping[str, float]
    spots: Sequence[tuple[int, Place]]
    names: frozenset[str]
    """Folded names that the report uses."""
    hint: str | None = None
    sure: int = 0
    """How many mentions speak for a governorate."""


def surroundings(
    queries: Sequence[Query], candidates: Sequence[tuple[Place, ...]], gazetteer: Gazetteer, hint: str | None
) -> Surroundings:
    """Gather what the unambiguous names of a report say about the others."""
    weights: defaultdict[str, float] = defaultdict(float)
    spots: list[tuple[int, Place]] = []
    sure = 0
    for query, places in zip(queries, candidates, strict=True):
        provinces = {place.admin1 for place in places if place.country == "SY"}
        if len(provinces) == 1 and None not in provinces:
            weights[str(next(iter(provinces)))] += 1.0
            sure += 1
        exact = [place for place in places if place.kind in {"settlement", "neighbourhood", "airbase", "facility"}]
        if len(exact) == 1 and len(provinces) == 1 and exact[0].country == "SY":
            spots.append((query.start, exact[0]))
        for name in query.within:
            for place in gazetteer.lookup(name):
                if place.kind == "province" and place.admin1:
                    weights[place.admin1] += 0.5
    total = sum(weights.values()) or 1.0
    return Surroundings(
        {name: weight / total for name, weight in weights.items()},
        spots,
        frozenset(fold(query.text) for query in queries),
        hint,
        sure,
    )


def score(query: Query, place: Place, around: Surroundings, gazetteer: Gazetteer) -> Score:
    """Add up what speaks for reading ``query`` as ``place``."""
    result = Score(place)
    _by_itself(result, query)
    _by_kind(result, query)
    _by_containers(result, query, gazetteer)
    _by_report(result, query, around, gazetteer)
    return result


def _by_itself(result: Score, query: Query) -> None:
    place = result.place
    if place.country == "SY":
        result.add(3.0)
    elif place.country in NEIGHBOURS or place.rank == 1:
        result.add(1.5)
    if not place.id.startswith("gn-"):
        result.add(0.8)
    result.add((5 - place.rank) * 0.5, "the best known of the name" if place.rank == 1 else "")
    result.add(_KIND_BONUS.get(place.kind, 0.0))
    if place.population:
        result.add(min(1.0, math.log10(place.population + 1) / 7))
    spelt = surface(query.text)
    if spelt == surface(place.name.partition("(")[0].removesuffix(" Governorate")):
        result.add(1.0)
    elif any(spelt == surface(name) for name in names_of(place)):
        result.add(0.7)


def _by_kind(result: Score, query: Query) -> None:
    hint, place = query.kind_hint, result.place
    if hint is None:
        if query.weak_hint is not None:
            result.add(2.0 if place.kind == query.weak_hint else 0.0, "the words beside the name")
        return
    if _kind_fits(hint, place):
        result.add(_HINT, f"the words around it mean a {_SAID.get(hint, hint)}")
    elif hint in {"province", "settlement"} and place.kind in {"province", "district", "settlement"}:
        result.add(-2.0)


def _kind_fits(hint: str, place: Place) -> bool:
    if hint == "countryside":
        return place.kind == "province"
    if hint == "district":
        return place.kind in {"district", "neighbourhood"}
    if hint == "airbase":
        return place.kind == "airbase"
    return place.kind == hint or (hint == "neighbourhood" and place.feature in {"camp", "suburb"})


def _by_containers(result: Score, query: Query, gazetteer: Gazetteer) -> None:
    place = result.place
    for name in query.within:
        areas = gazetteer.lookup(name)
        if not areas:
            continue
        if any(area.id == place.parent for area in areas):
            result.add(5.0, f"it is part of {name}")
        elif any(contains(area, place) for area in areas):
            result.add(4.0, f"the text puts it in {name}")
        elif any(area.country == place.country and area.kind == "country" for area in areas):
            result.add(3.0, f"the text puts it in {name}")
        else:
            result.add(-2.0)


def contains(area: Place, place: Place) -> bool:
    """Say whether ``place`` lies in ``area`` as far as the records tell."""
    if area.id == place.id:
        return False
    if area.kind == "country":
        return area.country == place.country
    if area.kind == "province":
        same = area.admin1 == place.admin1 or {area.admin1, place.admin1} == DAMASCUS_AND_AROUND
        return same and area.country == place.country and area.admin1 is not None
    return distance_km(area.lat, area.lon, place.lat, place.lon) <= area.radius_km + 3.0


def _nearest_spot_km(query: Query, place: Place, around: Surroundings) -> float:
    distances = (
        distance_km(place.lat, place.lon, spot.lat, spot.lon)
        for start, spot in around.spots
        if spot.id != place.id and abs(start - query.start) <= _NEAR_CHARACTERS
    )
    return min(distances, default=math.inf)


def _by_report(result: Score, query: Query, around: Surroundings, gazetteer: Gazetteer) -> None:
    place = result.place
    if place.admin1:
        share = around.admin1.get(place.admin1, 0.0)
        result.add(1.5 * share, f"the report is about {place.admin1}" if share >= 0.5 and around.sure > 1 else "")
        if place.admin1 == around.hint:
            result.add(1.5, f"the report is about {place.admin1}")
    if place.kind not in AREAL_KINDS and place.rank > 1:
        nearest = _nearest_spot_km(query, place, around)
        reason = "near other places of the report" if nearest < _NEAR_KM else ""
        result.add(2.0 * math.exp(-nearest / _NEAR_KM), reason)
    if place.kind == "neighbourhood" and place.parent and place.parent in gazetteer:
        city = {fold(name) for name in names_of(gazetteer.get(place.parent))}
        result.add(1.5 if city & around.names else -1.5, "the report names its city")
