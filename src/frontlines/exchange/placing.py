"""Where imported rows lie: the coordinates and exactness that a set gives, the governorate that we find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from frontlines.errors import FrontlinesError
from frontlines.exchange.mapping import Exactness
from frontlines.geography.gazetteer import Gazetteer, distance_km
from frontlines.model import AREAL_KINDS, MatchStatus, Place, Placement

AT_HAND: Final = Exactness(1)
"""How exactly a place is known where a set says nothing of it."""
SURROUNDINGS: Final = (33.0, 31.0, 44.0, 39.0)
"""West, south, east and north of what is taken in, degrees: sets of the whole world hold Syria among the rest."""
SAME_PLACE_KM: Final = 5.0
"""How far the set's coordinates may lie from a place of ours by that name to be that place."""
_KIND_WORDS: Final = frozenset(
    [
        "village",
        "town",
        "city",
        "suburb",
        "area",
        "neighbourhood",
        "neighborhood",
        "quarter",
        "hamlet",
        "farm",
        "district",
        "governorate",
    ]
)
_OPENINGS: Final = ("Mintaqat ", "Markaz ", "Mintaqat Markaz ")
"""What names of districts begin with beside the place's own: Arabic for "district" and "seat"."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a row says of its place.  Coordinates are WGS 84 degrees; without them the name is looked up."""

    lat: float | None
    lon: float | None
    place: str = ""
    admin1: str = ""
    admin2: str = ""
    country: str = ""
    area: str = ""
    exact: Exactness = AT_HAND
    code: str = ""


class Placer:
    """Turns what rows say into placements; remembers spots and names it has seen."""

    def __init__(self, gazetteer: Gazetteer, set_name: str) -> None:
        self._gazetteer = gazetteer
        self._set = set_name
        self._governorates: dict[tuple[float, float], str | None] = {}
        self._places: dict[tuple[str, float, float], Place | None] = {}
        self._named: dict[tuple[str, str], Placement] = {}
        self._provinces: dict[str, Place | None] = {}
        self._areas: dict[str, str] = {}

    def place(self, given: Sequence[Given]) -> list[Placement]:
        """Give the placements, in order."""
        self._locate(given)
        return [self._placement(one) for one in given]

    def _locate(self, given: Sequence[Given]) -> None:
        """Find the governorates of all new spots with one join (``geography.provinces``)."""
        import geopandas as gpd  # noqa: PLC0415 - heavy

        from frontlines.crs import WGS84  # noqa: PLC0415
        from frontlines.geography.provinces import join  # noqa: PLC0415

        spots = {(one.lon, one.lat) for one in given if one.lon is not None and one.lat is not None}
        new = sorted(spots - self._governorates.keys())
        if new:
            lons, lats = zip(*new, strict=True)
            joined = join(gpd.GeoDataFrame(geometry=gpd.points_from_xy(lons, lats), crs=WGS84))
            self._governorates.update(zip(new, joined["admin1"].tolist(), strict=True))

    def _placement(self, given: Given) -> Placement:
        if given.lat is None or given.lon is None:
            return self._by_name(given)
        ours = self._governorates[given.lon, given.lat]
        theirs = self._province(given.admin1)
        exact = given.exact
        same = None if exact.area else self._match(given.place, given.lat, given.lon)
        area = self._area(given, same, theirs or (self._province(ours) if ours else None))
        named = f", and how exactly it is known (its code {given.code})" if given.code else ""
        flags: tuple[str, ...] = ()
        if theirs and ours and theirs.admin1 != ours and exact.precision <= 5:
            flags = (f"{self._set} says {theirs.admin1} governorate, the coordinates lie in {ours}.",)
        return Placement(
            status=MatchStatus.MATCHED,
            name=given.place or given.admin2 or given.admin1 or given.country,
            kind=self._kind(exact, same),
            lat=given.lat,
            lon=given.lon,
            place_id=same.id if same else None,
            name_ar=same.name_ar if same else None,
            country="SY" if ours else self._country(given.country),
            admin1=ours,
            area=area,
            precision=exact.precision,
            radius_km=exact.km if exact.precision == 2 else None,
            method="given by the set",
            reason=f"{self._set} gives the coordinates{named}.",
            flags=flags,
        )

    @staticmethod
    def _kind(exact: Exactness, same: Place | None) -> Any:
        if exact.area:
            return {"district": "district", "governorate": "province", "country": "country"}[exact.area]
        if exact.precision >= 5:
            return "region"
        return same.kind if same else "settlement" if exact.precision == 1 else "countryside"

    def _area(self, given: Given, same: Place | None, province: Place | None) -> str | None:
        """Give the area expression of what is not exact; None for a spot and for what has no area."""
        exact = given.exact
        if given.area:
            return given.area
        if exact.area == "governorate" and province:
            return province.id
        if exact.area == "district" and (district := self._district(given, province)):
            return district.id
        if exact.area == "country" or exact.km is None or exact.precision in {1, 7}:
            return None
        return f"around:{same.id}:{exact.km:g}" if same else f"disc:{given.lat:.4f},{given.lon:.4f}:{exact.km:g}"

    def centre(self, expression: str) -> tuple[float, float]:
        """Give (lat, lon) of a spot that stands for an area expression that can be drawn."""
        from frontlines.geography.areas import centre_of  # noqa: PLC0415 - heavy

        lon, lat = centre_of(expression, self._gazetteer)
        return lat, lon

    def area_fault(self, expression: str) -> str:
        """Say why an area expression can't be drawn; empty where it can."""
        from frontlines.geography.areas import shape_of  # noqa: PLC0415 - heavy

        if expression not in self._areas:
            try:
                shape_of(expression, self._gazetteer)
                self._areas[expression] = ""
            except FrontlinesError as error:
                self._areas[expression] = str(error)
        return self._areas[expression]

    def _match(self, name: str, lat: float, lon: float) -> Place | None:
        """Give the place of ours that bears the name and lies there."""
        key = (name, lat, lon)
        if name and key not in self._places:
            near = [
                (distance_km(lat, lon, place.lat, place.lon), place.id, place)
                for form in _forms(name)
                for place in self._gazetteer.lookup(form)
                if place.kind not in AREAL_KINDS
            ]
            away, _, nearest = min(near, key=lambda one: one[:2], default=(SAME_PLACE_KM + 1, "", None))
            self._places[key] = nearest if away <= SAME_PLACE_KM else None
        return self._places.get(key)

    def _province(self, name: str) -> Place | None:
        if name and name not in self._provinces:
            found = [place for form in _forms(name) for place in self._gazetteer.lookup(form)]
            self._provinces[name] = next((place for place in found if place.kind == "province"), None)
        return self._provinces.get(name)

    def _district(self, given: Given, province: Place | None) -> Place | None:
        names = [given.admin2 or given.place]
        names += [names[0].removeprefix(opening) for opening in _OPENINGS]
        for name in names:
            for form in _forms(name):
                for place in self._gazetteer.lookup(form):
                    if place.kind == "district" and (province is None or place.admin1 == province.admin1):
                        return place
        return None

    def _country(self, name: str) -> str | None:
        found = (
            (place.country for place in self._gazetteer.lookup(name) if place.kind == "country") if name else iter(())
        )
        return next(found, "SY" if name.casefold() == "syrian arab republic" else None)

    def _by_name(self, given: Given) -> Placement:
        """Place a row without coordinates by its name."""
        from frontlines.geography.geocoder import geocode_place  # noqa: PLC0415

        key = (given.place, given.admin1)
        if key not in self._named:
            wanted = ", ".join(part for part in key if part)
            if not wanted:
                return Placement(status=MatchStatus.NOT_TRIED, reason="the row names no place")
            try:
                self._named[key] = geocode_place(wanted, self._gazetteer, fallback=None)
            except FrontlinesError as error:
                self._named[key] = Placement(status=MatchStatus.NOT_FOUND, name=given.place, reason=str(error))
        return self._named[key]


def _forms(name: str) -> tuple[str, ...]:
    """Give a name, and the name without a closing word for what it is: "Abu Qubays village"."""
    head, _, last = name.rpartition(" ")
    return (name, head.strip()) if head and last.casefold() in _KIND_WORDS else (name,)


def is_outside(where: Placement) -> bool:
    """Tell whether a placement lies beyond Syria and its surroundings."""
    west, south, east, north = SURROUNDINGS
    if where.country == "SY" or where.lat is None or where.lon is None:
        return False
    return not (west <= where.lon <= east and south <= where.lat <= north)
