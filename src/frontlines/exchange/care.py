"""Care for people in danger: recent strikes on hospitals, shelters and camps are placed by quarter or village."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from frontlines.geography.gazetteer import Gazetteer, distance_km
from frontlines.model import Event, Place, Placement

RECENT: Final = timedelta(days=365)
STRIKES: Final = frozenset({"air_strike", "shelling", "bombing", "chemical_attack", "other_attack"})
FEATURES: Final = frozenset({"hospital", "clinic", "camp", "shelter"})
"""Features of the gazetteer (``data/gazetteer``) where people seek safety."""
NEAR_KM: Final = 10.0
"""How far the village may lie that stands for a place that belongs to none."""
COARSE_DEGREES: Final = 0.02
"""Where the gazetteer doesn't know the place, its coordinates are rounded to this: about 2 km."""
COARSE_KM: Final = 2
_FINER: Final = frozenset({"facility", "airbase", "crossing"})
_WORDS: Final = re.compile(
    r"\b(?:hospitals?|clinics?|medical (?:cent(?:er|re)s?|points?|facilit(?:y|ies))|shelters?"
    r"|(?:refugees?|idps?|displaced|displacement)(?: \w+){0,3} camps?"
    r"|camps? (?:for|of) (?:\w+ ){0,3}(?:displaced|refugees))\b",
    re.IGNORECASE,
)


def is_sensitive(event: Event, today: date, gazetteer: Gazetteer) -> bool:
    """Tell whether an event is a strike of the ``RECENT`` time on a place where people seek safety."""
    day = event.when.end or event.when.start
    if event.type not in STRIKES or (day is not None and day < today - RECENT):
        return False
    where = event.where
    feature = gazetteer.get(where.place_id).feature if where.place_id and where.place_id in gazetteer else None
    return feature in FEATURES or bool(_WORDS.search(f"{event.title} {where.name} {event.sentence}"))


def coarsened(where: Placement, gazetteer: Gazetteer) -> Placement:
    """Give a placement no finer than a quarter or village; what is coarser already stays."""
    place = gazetteer.get(where.place_id) if where.place_id and where.place_id in gazetteer else None
    if where.lat is None or where.lon is None or (where.area and (place is None or place.kind not in _FINER)):
        return where
    if place is None:
        lat, lon = (round(round(at / COARSE_DEGREES) * COARSE_DEGREES, 2) for at in (where.lat, where.lon))
        area = f"disc:{lat},{lon}:{COARSE_KM}"
        return replace(where, lat=lat, lon=lon, place_id=None, area=area, precision=max(2, where.precision))
    if place.kind not in _FINER:
        return replace(where, lat=place.lat, lon=place.lon)
    village = _village(place, gazetteer)
    if village is None:
        return coarsened(replace(where, place_id=None, area=None), gazetteer)
    return replace(
        where,
        name=village.name,
        name_ar=village.name_ar,
        kind=village.kind,
        lat=village.lat,
        lon=village.lon,
        place_id=village.id,
        area=village.id,
        precision=max(2, where.precision),
    )


def _village(place: Place, gazetteer: Gazetteer) -> Place | None:
    if place.parent and place.parent in gazetteer and gazetteer.get(place.parent).kind not in _FINER:
        return gazetteer.get(place.parent)
    near = [
        (distance_km(place.lat, place.lon, other.lat, other.lon), other)
        for other in gazetteer.places
        if other.kind in {"settlement", "neighbourhood"} and abs(other.lat - place.lat) < 0.2
    ]
    way, nearest = min(near, key=lambda pair: pair[0], default=(NEAR_KM + 1, None))
    return nearest if way <= NEAR_KM else None
