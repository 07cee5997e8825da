"""Vague areas drawn: "the north of Hama governorate", "20 km east of Palmyra" (grammar: ``geography.expressions``).

What a plain place stands for: a governorate its polygon, Syria and its neighbours theirs (the part the map shows), a
river ``RIVER_KM`` to either side of its course, a lake or the Golan its outline, a district its polygon where COD-AB is
loaded, anything else the disc of its radius.  What belongs to Syria is cut to Syria, a district to its governorate.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

import shapely
from shapely import LineString
from shapely.geometry.base import BaseGeometry

from frontlines.errors import DataError, InputError
from frontlines.geography import boundaries, shapes
from frontlines.geography.basemap import layer
from frontlines.geography.expressions import Expression, Gazetteer, describe, is_areal, parse
from frontlines.geography.provinces import country_shape, province_shape
from frontlines.geography.shapes import area_km2
from frontlines.model import Place
from frontlines.settings import settings

__all__ = ["area_km2", "centre_of", "describe", "shape_of"]

RIVER_KM: Final = 2.0
"""How far a river's area reaches from its course; the course itself is up to about 0.5 km off."""
BANK_KM: Final = 15.0
"""How far "the east bank of the Euphrates" reaches where no area is named."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A gazetteer, equal to any other with the same content under the same boundaries."""

    key: tuple[object, ...]
    gazetteer: Gazetteer = field(compare=False, repr=False)


def shape_of(expression: str, gazetteer: Gazetteer) -> BaseGeometry:
    """Give the polygon(s) of an area expression, (lon, lat) in WGS 84.

    Raises:
        InputError: when the expression does not follow the grammar, or names nothing (no bank on that side).
        DataError: when a place is not in the gazetteer.
    """
    return _shape(expression, _source(gazetteer))


def centre_of(expression: str, gazetteer: Gazetteer) -> tuple[float, float]:
    """Give (lon, lat) of a spot that stands for the area.

    The place's own coordinates where they lie inside, or in the middle of a town's countryside; the spot that distance
    and direction tell; else a spot inside the area.

    Raises:
        InputError: when the expression does not follow the grammar, or names nothing.
        DataError: when a place is not in the gazetteer.
    """
    parsed = parse(expression)
    if parsed.at is not None:
        return parsed.at
    place = gazetteer.get(parsed.places[0])
    if parsed.kind == "offset":
        return shapes.spot(place.lon, place.lat, parsed.bearing, parsed.km or 0.0)
    area = shape_of(expression, gazetteer)
    own = shapely.Point(place.lon, place.lat)
    if parsed.kind in {"place", "around", "countryside"} and (not is_areal(place) or area.contains(own)):
        return place.lon, place.lat
    middle = area.centroid if area.contains(area.centroid) else area.representative_point()
    return middle.x, middle.y


def _source(gazetteer: Gazetteer) -> _Source:
    return _Source((gazetteer.content_hash or id(gazetteer), settings().geo_dir, boundaries.stamp()), gazetteer)


@lru_cache(maxsize=4096)
def _shape(expression: str, source: _Source) -> BaseGeometry:
    parsed = parse(expression)
    places = tuple(source.gazetteer.get(place_id) for place_id in parsed.places)
    made = _made(parsed, places, source.gazetteer)
    if made.is_empty:
        raise InputError(f"the area {expression!r} is empty: there is nothing on that side; check the direction.")
    return _in_syria(made, parsed, places)


def _made(parsed: Expression, places: tuple[Place, ...], gazetteer: Gazetteer) -> BaseGeometry:
    """Draw an expression, not yet cut to Syria."""
    if parsed.at is not None:
        return shapes.disc(*parsed.at, parsed.km or 0.0)
    place = places[0]
    reach = parsed.km or _reach_km(place)
    match parsed.kind:
        case "part" if is_areal(place):
            made = shapes.part(_of_place(place), parsed.bearing)
        case "part":
            made = shapes.sector(place.lon, place.lat, reach, parsed.bearing)
        case "centre":
            made = shapes.middle(_of_place(place))
        case "around" if is_areal(place):
            made = shapes.widened(_of_place(place), reach)
        case "around":
            made = shapes.disc(place.lon, place.lat, reach)
        case "countryside":
            made = _countryside(place, reach, gazetteer)
        case "bank":
            made = _bank(parsed, places)
        case "between":
            ends = [(one.lon, one.lat) for one in places]
            if ends[0] == ends[1]:
                raise InputError(f"{place.name} and {places[1].name} are one spot; nothing lies between them.")
            made = shapes.corridor(ends[0], ends[1], parsed.km)
        case "offset":
            at = shapes.spot(place.lon, place.lat, parsed.bearing, reach)
            made = shapes.disc(*at, _offset_radius_km(reach))
        case _:
            made = _of_place(place)
    return made


def _bank(parsed: Expression, places: tuple[Place, ...]) -> BaseGeometry:
    course = _course(places[0])
    if course is None:
        raise InputError(f"the course of {places[0].name} is not known, so its banks can't be told; name an area.")
    within = _of_place(places[1]) if len(places) == 2 else shapes.widened(course, parsed.km or BANK_KM)
    return shapes.bank(within, course, parsed.bearing)


def _reach_km(place: Place) -> float:
    """How far "around" and "north of" a place reach when no distance is told: 4 times its radius, 2 to 20 km."""
    return min(20.0, max(2.0, 4 * place.radius_km))


def _offset_radius_km(km: float) -> float:
    """How unsure a spot told by distance and direction is: a quarter of the distance, 2 to 15 km."""
    return min(15.0, max(2.0, km / 4))


def _countryside(place: Place, reach: float, gazetteer: Gazetteer) -> BaseGeometry:
    if place.kind == "province":
        try:
            capital = gazetteer.get(place.id.removesuffix("-governorate"))
        except DataError:
            return _of_place(place)
        return _of_place(place).difference(_of_place(capital))
    if is_areal(place):
        return _of_place(place)
    if reach <= place.radius_km:
        raise InputError(f"the countryside of {place.name} should reach farther than {place.radius_km:g} km.")
    return shapes.disc(place.lon, place.lat, reach).difference(_of_place(place))


def _of_place(place: Place) -> BaseGeometry:
    """Draw a plain place."""
    if place.kind == "province" and place.admin1:
        return province_shape(place.admin1)
    if place.kind == "country" and place.country == "SY":
        return country_shape()
    if (course := _course(place)) is not None:
        return shapes.widened(course, RIVER_KM)
    if place.kind == "district":
        return _district(place)
    outline = _outlines(settings().geo_dir).get(place.id)
    return outline if outline is not None else shapes.disc(place.lon, place.lat, place.radius_km)


def _district(place: Place) -> BaseGeometry:
    """Give the district around its seat, whose coordinates the gazetteer has."""
    exact = boundaries.area_at(2, place.lon, place.lat)
    if exact is not None:
        return exact[2]
    rough = shapes.disc(place.lon, place.lat, place.radius_km)
    cut = rough.intersection(province_shape(place.admin1)) if place.admin1 else rough
    return rough if cut.is_empty else cut


def _in_syria(made: BaseGeometry, parsed: Expression, places: tuple[Place, ...]) -> BaseGeometry:
    """Cut to Syria what is told of places in Syria, unless nothing or only the rim of it lies there."""
    if parsed.at is not None and not country_shape().contains(shapely.Point(parsed.at)):
        return made
    if any(place.country not in {"SY", ""} for place in places):
        return made
    country = country_shape()
    if parsed.kind == "offset" and not country.contains(made.centroid):
        return made
    cut = made.intersection(country)
    polygons = [p for p in shapely.get_parts(cut) if p.area > 0]
    return shapely.union_all(polygons) if polygons else made


def _course(line: Place) -> LineString | None:
    return _courses(settings().geo_dir).get(line.id)


@lru_cache(maxsize=2)
def _courses(_shipped: Path) -> dict[str, LineString]:
    """Give the courses of rivers, from source to mouth, and of roads, by the gazetteer's id."""
    return {
        str(place): line
        for frame in (layer("rivers"), layer("roads"))
        for place, line in zip(frame["place"], frame.geometry.to_numpy(), strict=True)
        if place
    }


@lru_cache(maxsize=2)
def _outlines(_shipped: Path) -> dict[str, BaseGeometry]:
    """Give what else has a known outline, by the gazetteer's id: lakes, the Golan, neighbouring countries."""
    frames = [layer(name) for name in ("lakes", "golan", "neighbours")]
    return {
        str(place): shape
        for frame in frames
        for place, shape in zip(frame["place"], frame.geometry.to_numpy(), strict=True)
        if place
    }
