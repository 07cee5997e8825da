"""Place names of a report into places: each gets the record that its context speaks for, and the reason."""

from collections.abc import Sequence
from dataclasses import replace

from frontlines.geography.context import Query
from frontlines.geography.gazetteer import Gazetteer, distance_km, names_of
from frontlines.geography.names import fold, surface
from frontlines.geography.scoring import DAMASCUS_AND_AROUND, Score, Surroundings, contains, score, surroundings
from frontlines.model import AREAL_KINDS, Candidate, MatchStatus, Place, PlaceKind, Placement

__all__ = ["Query", "placement_of", "resolve"]

CLEAR_MARGIN = 0.75
"""A lead below this over another place, farther than ``SAME_SPOT_KM``, leaves the answer ambiguous."""
SAME_SPOT_KM = 10.0
_KEPT_CANDIDATES = 4
_SAME_PASSAGE = 200
_VILLAGE = 4
_LONG_NAME = 4
"""Letters of a city's name that stands in a quarter's by no chance."""
_WELL_OUTSIDE = 1.3
_PRECISION = {"district": 3, "province": 4, "countryside": 4, "region": 4, "river": 5, "country": 6}
_BEGINNING = 250
"""Characters of a report within which "X province" tells what a bare X means throughout."""
_MOSTLY_GOVERNORATE = frozenset({"Idlib", "Al-Hasakah", "Deir ez-Zor", "Daraa"})
"""Names that reports use for the governorate more often than for its capital (counted in annotated reports)."""
_CITY_AND_PROVINCE = frozenset({"settlement", "province"})


def resolve(
    queries: Sequence[Query], gazetteer: Gazetteer, *, article_admin1_hint: str | None = None
) -> list[Placement]:
    """Place every query of one report, in its order.

    A name that means a governorate and its capital follows the words beside it, else what the report's other mentions
    of the name say, else it is the city.  An ambiguous answer still carries the best guess, and the others as
    candidates.
    """
    candidates = [_candidates(query, gazetteer) for query in queries]
    around = surroundings(queries, candidates, gazetteer, article_admin1_hint)
    queries = _settle_containers(queries, candidates)
    queries = _one_sense(queries, candidates)
    answers = []
    for query, places in zip(queries, candidates, strict=True):
        scores = sorted((score(query, place, around, gazetteer) for place in places), key=_rank)
        answers.append(_answer(query, scores, gazetteer, around))
    return answers


def _rank(one: Score) -> tuple[float, str]:
    return (-one.value, one.place.id)


def _candidates(query: Query, gazetteer: Gazetteer) -> tuple[Place, ...]:
    places = gazetteer.lookup(query.text) if query.candidates is None else query.candidates
    if query.kind_hint in {"province", "countryside"} and any(p.id == "damascus-governorate" for p in places):
        # "Damascus province" and "the Damascus countryside" are how the press calls Rif Dimashq.
        around = [gazetteer.get("rif-dimashq-governorate")] if "rif-dimashq-governorate" in gazetteer else []
        return (*around, *(place for place in places if place.id != "damascus-governorate"))
    return places


def _is_capital_name(places: Sequence[Place]) -> bool:
    """Say whether the name is a governorate's and its capital's."""
    provinces = {place.admin1 for place in places if place.kind == "province"}
    return any(place.kind == "settlement" and place.rank <= 2 and place.admin1 in provinces for place in places)


def _settle_containers(queries: Sequence[Query], candidates: Sequence[tuple[Place, ...]]) -> list[Query]:
    """Read "al-Sur in Deir Az Zor" as the province and "Midan in Damascus" as the city, by what lies inside."""
    result = list(queries)
    for i, query in enumerate(queries):
        for j in (i - 1, *range(i + 1, len(queries))):
            other = queries[j]
            if j < 0 or other.text not in query.within or other.kind_hint is not None:
                continue
            if abs(other.start - query.start) > _SAME_PASSAGE:
                break
            if not _is_capital_name(candidates[j]):
                break
            hint = _container_kind(query, candidates[i], candidates[j])
            if hint is not None:
                result[j] = replace(other, kind_hint=hint)
            break
    return result


def _container_kind(query: Query, inner: Sequence[Place], outer: Sequence[Place]) -> PlaceKind | None:
    cities = [place for place in outer if place.kind == "settlement"]
    provinces = [place for place in outer if place.kind == "province"]
    if query.kind_hint != "settlement" and any(
        place.kind != "settlement" and any(place.parent == city.id or contains(city, place) for city in cities)
        for place in inner
    ):
        return "settlement"
    if any(
        place.kind in {"settlement", "facility", "airbase", "district"} and contains(province, place)
        for place in inner
        for province in provinces
    ):
        return "province"
    return None


def _one_sense(queries: Sequence[Query], candidates: Sequence[tuple[Place, ...]]) -> list[Query]:
    """Let the mentions of a capital's name that say nothing follow those that do: the first that does decides.

    A governorate has to be named as such before them, or near the beginning of the report.
    """
    sense: dict[str, tuple[PlaceKind, int]] = {}
    spots = [found[0] for found in candidates if len(found) == 1 and found[0].kind == "settlement"]
    for query, places in zip(queries, candidates, strict=True):
        if not _is_capital_name(places):
            continue
        hint = query.kind_hint
        if hint is None and query.text.isupper() and query.start < _BEGINNING:
            # A dateline names the city that the report comes from.
            hint = "settlement"
        if hint in _CITY_AND_PROVINCE:
            sense.setdefault(fold(query.text), (hint, query.start))
    for query, places in zip(queries, candidates, strict=True):
        if query.weak_hint == "province" and _is_capital_name(places):
            # "Raids in northeastern Hasakeh": what the direction says holds for the bare name that follows.
            sense.setdefault(fold(query.text), ("province", query.start))
    result = []
    for query, places in zip(queries, candidates, strict=True):
        known, said_at = sense.get(fold(query.text), (None, 0)) if _is_capital_name(places) else (None, 0)
        if known == "province" and said_at > max(query.start, _BEGINNING):
            known = None
        if known is None and query.kind_hint is None and _speaks_of_the_country_around(query, places, spots):
            known = "province"
        # "Southwestern Aleppo" is the city's south-west where the report speaks of the city.
        open_to_it = query.kind_hint is None and query.weak_hint in {None, "province"}
        result.append(replace(query, weak_hint=known) if known and open_to_it else query)
    return result


def _speaks_of_the_country_around(query: Query, places: Sequence[Place], spots: Sequence[Place]) -> bool:
    """Tell whether a bare "Idlib" is its governorate, since the report names towns of it."""
    inside = {place.admin1 for place in places if place.kind == "province"} & _MOSTLY_GOVERNORATE
    return query.weak_hint is None and any(spot.admin1 in inside for spot in spots)


def _is_chance(query: Query, best: Score, around: Surroundings, gazetteer: Gazetteer) -> bool:
    """Say whether a small place only sounds like the name, in another corner of the country than all the rest."""
    place = best.place
    if place.rank < 3 or place.kind in AREAL_KINDS or query.within or around.sure == 0:
        return False
    if place.kind in {"neighbourhood", "facility"} and place.parent and place.parent in gazetteer:
        # A quarter or a college goes by its short name only where its city or governorate is spoken of.
        city = {fold(name) for name in names_of(gazetteer.get(place.parent))}
        if any(name in fold(query.text) for name in city if len(name) >= _LONG_NAME):
            return False  # "Daraa al-Balad" speaks of its city
        if around.sure == 1 and len(query.text.split()) > 1:
            return False  # nothing else is named, and "Baba Amr" is no chance likeness
        return not city & around.names and around.admin1.get(place.admin1 or "", 0.0) <= 1.0 / around.sure
    if around.sure < 3 or query.kind_hint:
        return False
    near = around.admin1.get(place.admin1 or "", 0.0) > 1.0 / around.sure
    return not near and surface(query.text) not in {surface(name) for name in names_of(place)}


def _is_syrian(place: Place) -> bool:
    return place.country == "SY"


def _is_elsewhere(query: Query, place: Place, gazetteer: Gazetteer) -> bool:
    """Say whether a village lies well outside every area that the text puts it in."""
    areas = [area for name in query.within for area in gazetteer.lookup(name) if area.kind == "province"]
    if not _is_syrian(place):
        return bool(areas) and all(_is_syrian(area) for area in areas)
    return place.rank >= _VILLAGE and all(
        distance_km(area.lat, area.lon, place.lat, place.lon) > _WELL_OUTSIDE * area.radius_km for area in areas
    )


def _answer(query: Query, scores: Sequence[Score], gazetteer: Gazetteer, around: Surroundings) -> Placement:
    if not scores:
        where = f" in {query.within[0]}" if query.within else ""
        return Placement(
            MatchStatus.NOT_FOUND,
            name=query.text,
            method="gazetteer",
            reason=f"the gazetteer has no place named {query.text!r}{where}",
        )
    best = scores[0]
    flags = _flags(query, best.place, gazetteer)
    if _is_chance(query, best, around, gazetteer) or (flags and _is_elsewhere(query, best.place, gazetteer)):
        where = f"not in {query.within[0]}" if flags else "far from all the report names"
        return Placement(
            MatchStatus.NOT_FOUND,
            name=query.text,
            method="gazetteer and context",
            reason=f"the likeliest place spelt like {query.text!r} is {best.place.name}, {where}",
            candidates=(Candidate(best.place.id, best.place.name, round(best.value, 2), "spelt like it"),),
            flags=flags,
        )
    rivals = [one for one in scores[1:] if not _same_spot(best.place, one.place)]
    close = [one for one in rivals if best.value - one.value < CLEAR_MARGIN]
    others = tuple(
        Candidate(one.place.id, one.place.name, round(one.value, 2), "; ".join(one.reasons) or "fits less well")
        for one in scores[1 : _KEPT_CANDIDATES + 1]
    )
    reason = "; ".join(best.reasons) or (
        "the only place of the name" if len(scores) == 1 else "the likeliest of the name"
    )
    return placement_of(
        best.place,
        status=MatchStatus.AMBIGUOUS if close or flags else MatchStatus.MATCHED,
        method="gazetteer and context" if len(scores) > 1 else "gazetteer",
        reason=reason,
        candidates=others,
        flags=flags,
    )


def _same_spot(a: Place, b: Place) -> bool:
    if (a.kind in AREAL_KINDS) != (b.kind in AREAL_KINDS):
        return a.admin1 == b.admin1 and a.country == b.country
    return distance_km(a.lat, a.lon, b.lat, b.lon) <= SAME_SPOT_KM


def _flags(query: Query, place: Place, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Tell where the text and the record disagree about the governorate or the country."""
    flags = []
    for name in query.within:
        areas = gazetteer.lookup(name)
        provinces = sorted({area.admin1 for area in areas if area.kind == "province" and area.admin1})
        if place.admin1 in DAMASCUS_AND_AROUND and DAMASCUS_AND_AROUND & set(provinces):
            continue
        spans_several = place.kind == "country" or (_is_syrian(place) and place.admin1 is None)
        if provinces and not spans_several and place.admin1 not in provinces:
            flags.append(f"the text says {name}, the gazetteer {place.admin1 or place.country}")
        countries = {area.country for area in areas if area.kind == "country"}
        if countries and len(countries) == len(areas) and place.country not in countries:
            flags.append(f"the text says {name}, the gazetteer {place.country}")
    return tuple(flags)


def placement_of(
    place: Place,
    *,
    status: MatchStatus = MatchStatus.MATCHED,
    method: str = "gazetteer",
    reason: str = "",
    candidates: tuple[Candidate, ...] = (),
    flags: tuple[str, ...] = (),
) -> Placement:
    """Make the placement of a gazetteer place: a spot for what is one, else the area by the place's id."""
    areal = place.kind in AREAL_KINDS
    precision = _PRECISION.get(place.kind, 1)
    if place.kind == "region" and place.admin1 is None and place.country != "SY":
        precision = 5
    return Placement(
        status=status,
        name=place.name,
        kind=place.kind,
        lat=place.lat,
        lon=place.lon,
        place_id=place.id,
        name_ar=place.name_ar,
        country=place.country,
        admin1=place.admin1,
        area=place.id if areal else None,
        precision=precision,
        radius_km=place.radius_km,
        method=method,
        reason=reason,
        candidates=candidates,
        flags=flags,
    )
