"""Area expressions: their grammar, their shapes on hand-placed ground, and what always holds on the real one."""

import math
from collections.abc import Iterable

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from frontlines.errors import DataError, InputError
from frontlines.geography import shapes
from frontlines.geography.areas import area_km2, centre_of, describe, shape_of
from frontlines.geography.expressions import BEARINGS, parse
from frontlines.geography.gazetteer import distance_km, load_gazetteer
from frontlines.geography.provinces import country_shape, locate, province_shape
from frontlines.model import Place


class Few:
    """A gazetteer of a handful of places."""

    def __init__(self, places: Iterable[Place], content_hash: str = "few") -> None:
        self.content_hash = content_hash
        self._places = {place.id: place for place in places}

    def get(self, place_id: str) -> Place:
        if place_id not in self._places:
            raise DataError(f"no place {place_id!r}")
        return self._places[place_id]


PLACES = (
    Place("palmyra", "Palmyra", "settlement", lat=34.56, lon=38.28, admin1="Homs", radius_km=3),
    Place("aleppo", "Aleppo", "settlement", lat=36.2, lon=37.16, admin1="Aleppo", radius_km=8),
    Place("al-bab", "Al-Bab", "settlement", lat=36.37, lon=37.52, admin1="Aleppo", radius_km=3),
    Place("azaz", "Azaz", "settlement", lat=36.586, lon=37.045, admin1="Aleppo", radius_km=3),
    Place("jobar", "Jobar", "neighbourhood", lat=33.53, lon=36.33, admin1="Damascus", radius_km=0.4),
    Place("aleppo-governorate", "Aleppo Governorate", "province", lat=36.2, lon=37.6, admin1="Aleppo"),
    Place("hama-governorate", "Hama Governorate", "province", lat=35.2, lon=37.2, admin1="Hama"),
    Place("deir-ez-zor-governorate", "Deir ez-Zor Governorate", "province", lat=35, lon=40.3, admin1="Deir ez-Zor"),
    Place("rif-dimashq-governorate", "Rif Dimashq Governorate", "province", lat=33.5, lon=37.3, admin1="Rif Dimashq"),
    Place("afrin-district", "Afrin District", "district", lat=36.51, lon=36.87, admin1="Aleppo", radius_km=25),
    Place("qalamoun", "Qalamoun", "region", lat=33.95, lon=36.6, admin1="Rif Dimashq", radius_km=30),
    Place("golan-heights", "Golan Heights", "region", lat=33.0, lon=35.78, admin1="Quneitra", radius_km=20),
    Place("syria", "Syria", "country", lat=35, lon=38.5, radius_km=320),
    Place("lebanon", "Lebanon", "country", lat=33.9, lon=35.9, country="LB", radius_km=80),
    Place("russia", "Russia", "country", lat=61.5, lon=105.3, country="RU", radius_km=2500),
    Place("euphrates", "Euphrates", "river", lat=35.85, lon=39.4, radius_km=250),
    Place("nameless-brook", "Nameless Brook", "river", lat=35.0, lon=37.0, radius_km=5),
)
FEW = Few(PLACES)


@pytest.mark.parametrize(
    ("expression", "km2"),
    [
        ("palmyra", math.pi * 3**2),
        ("around:palmyra:30", math.pi * 30**2),
        ("around:palmyra", math.pi * 12**2),
        ("countryside:palmyra:30", math.pi * (30**2 - 3**2)),
        ("north:palmyra:20", math.pi * 20**2 / 4),
        ("south-west:palmyra:20", math.pi * 20**2 / 4),
        ("offset-east:palmyra:20", math.pi * 5**2),
        ("offset-east:palmyra:6", math.pi * 2**2),
        ("qalamoun", None),
    ],
)
def test_round_shapes_have_the_area_of_their_radius(expression: str, km2: float | None) -> None:
    found = area_km2(shape_of(expression, FEW))
    if km2 is None:  # a disc of 30 km that reaches into Lebanon is cut at the frontier
        assert math.pi * 30**2 * 0.5 < found < math.pi * 30**2 * 0.99
    else:
        assert found == pytest.approx(km2, rel=0.01)


@pytest.mark.parametrize(
    ("expression", "inside", "outside"),
    [
        ("north:palmyra:20", (38.28, 34.70), (38.28, 34.42)),
        ("west:palmyra:20", (38.12, 34.56), (38.44, 34.56)),
        ("south-east:palmyra:20", (38.36, 34.48), (38.20, 34.64)),
        ("offset-east:palmyra:20", (38.498, 34.56), (38.28, 34.74)),
        ("offset-south-west:palmyra:30", (38.05, 34.37), (38.28, 34.56)),
        ("between:aleppo+al-bab", (37.34, 36.285), (37.6, 36.41)),
        ("countryside:aleppo:25", (37.32, 36.3), (37.16, 36.2)),
        ("countryside:aleppo-governorate", (38.0, 36.5), (37.16, 36.2)),
        ("north:aleppo-governorate", (37.05, 36.586), (37.37, 35.9)),
        ("east:aleppo-governorate", (38.35, 36.8), (36.87, 36.51)),
        ("centre:hama-governorate", (37.2, 35.25), (36.3, 35.4)),
        ("bank-east:euphrates+deir-ez-zor-governorate", (40.43, 35.15), (40.14, 35.336)),
        ("bank-west:euphrates+deir-ez-zor-governorate", (40.14, 35.336), (40.43, 35.15)),
        ("bank-east:euphrates", (40.2, 35.37), (40.08, 35.29)),
        ("golan-heights", (35.77, 33.27), (35.89, 33.18)),
        ("lebanon", (35.5, 33.88), (36.3, 33.51)),
    ],
)
def test_shapes_hold_what_their_words_say(
    expression: str, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    shape = shape_of(expression, FEW)
    assert shape.contains(shapely.Point(inside))
    assert not shape.contains(shapely.Point(outside))


def test_towns_lie_on_their_bank_of_the_euphrates() -> None:
    gazetteer = load_gazetteer()
    east, west = (shape_of(f"bank-{side}:euphrates+syria", gazetteer) for side in ("east", "west"))
    banks = {
        "east": "raqqa hajin baghuz al-busayrah al-shuhayl dhiban gharanij al-omar-oil-field kobani sarrin",
        "west": "deir-ez-zor mayadin abu-kamal tabqa manbij al-asharah muhasan maadan subaykhan ayyash",
    }
    for bank, names in banks.items():
        for name in names.split():
            spot = shapely.Point(gazetteer.get(name).lon, gazetteer.get(name).lat)
            assert (east.contains(spot), west.contains(spot)) == (bank == "east", bank == "west"), name


def test_the_spot_by_distance_and_direction_is_that_far() -> None:
    lon, lat = centre_of("offset-north-east:palmyra:20", FEW)
    assert distance_km(34.56, 38.28, lat, lon) == pytest.approx(20, rel=0.005)
    assert lat - 34.56 == pytest.approx(20 / math.sqrt(2) / 110.9, rel=0.01)
    assert lon - 38.28 == pytest.approx(20 / math.sqrt(2) / 91.8, rel=0.01)


def test_centres_are_the_places_own_spots_where_those_lie_inside() -> None:
    assert centre_of("palmyra", FEW) == (38.28, 34.56)
    assert centre_of("countryside:palmyra", FEW) == (38.28, 34.56)
    assert centre_of("hama-governorate", FEW) == (37.2, 35.2)
    lon, lat = centre_of("north:hama-governorate", FEW)
    assert lat > 35.2
    assert shape_of("north:hama-governorate", FEW).contains(shapely.Point(lon, lat))


def test_what_lies_in_syria_is_cut_at_the_frontier_and_what_lies_beyond_is_left() -> None:
    assert country_shape().covers(shape_of("around:azaz:20", FEW).buffer(-1e-9))
    beyond = shape_of("offset-north:azaz:30", FEW)
    assert not country_shape().contains(beyond.centroid)
    assert area_km2(beyond) == pytest.approx(math.pi * 7.5**2, rel=0.01)


def test_a_district_keeps_to_its_governorate() -> None:
    district = shape_of("afrin-district", FEW)
    assert district.difference(province_shape("Aleppo").buffer(1e-9)).is_empty
    assert district.contains(shapely.Point(36.87, 36.51))


def test_a_far_country_is_drawn_whole_and_can_be_halved() -> None:
    whole, north = (shape_of(text, FEW) for text in ("russia", "north:russia"))
    assert area_km2(whole) == pytest.approx(math.pi * 2500**2, rel=0.03)
    assert north.contains(shapely.Point(105, 75))
    assert not north.contains(shapely.Point(105, 50))


def test_a_governorate_whose_capital_is_elsewhere_is_all_countryside() -> None:
    assert shape_of("countryside:rif-dimashq-governorate", FEW).equals(province_shape("Rif Dimashq"))


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("palmyra", "Palmyra"),
        ("deir-ez-zor-governorate", "Deir ez-Zor governorate"),
        ("north:deir-ez-zor-governorate", "the north of Deir ez-Zor governorate"),
        ("north-east:palmyra", "north-east of Palmyra"),
        ("west:palmyra:15", "west of Palmyra, within 15 km"),
        ("centre:aleppo", "the centre of Aleppo"),
        ("around:aleppo", "the surroundings of Aleppo"),
        ("around:aleppo:7.5", "within 7.5 km of Aleppo"),
        ("countryside:hama-governorate", "the countryside of Hama governorate"),
        ("south:golan-heights", "the south of the Golan Heights"),
        ("afrin-district", "the Afrin District"),
        ("qalamoun", "Qalamoun"),
        ("bank-east:euphrates", "the east bank of the Euphrates"),
        ("bank-east:euphrates+deir-ez-zor-governorate", "east of the Euphrates in Deir ez-Zor governorate"),
        ("between:aleppo+al-bab", "between Aleppo and Al-Bab"),
        ("offset-east:palmyra:20", "about 20 km east of Palmyra"),
    ],
)
def test_expressions_read_as_plain_words(expression: str, words: str) -> None:
    assert describe(expression, FEW) == words


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("upward:palmyra", "unknown modifier 'upward'"),
        ("bank-upward:euphrates", "unknown modifier 'bank-upward'"),
        ("north:palmyra:0", "a distance over 0 and at most 500 km"),
        ("north:palmyra:nan", "a distance over 0"),
        ("around:palmyra:501", "at most 500 km"),
        ("around:palmyra:far", "a distance over 0"),
        ("north:palmyra:5:5", "too many parts"),
        ("offset-north:palmyra", "lacks its distance"),
        ("between:aleppo", "two place ids joined by"),
        ("between:aleppo+aleppo", "are one spot"),
        ("north:", "should name a place id"),
        ("", "should name a place id"),
        ("Palmyra City", "should name a place id"),
        ("bank-east:nameless-brook", "course of Nameless Brook is not known"),
        ("bank-east:aleppo", "course of Aleppo is not known"),
        ("bank-east:euphrates+hama-governorate", "there is nothing on that side"),
        ("countryside:aleppo:8", "should reach farther than 8 km"),
    ],
)
def test_a_wrong_expression_is_one_clear_sentence(expression: str, words: str) -> None:
    with pytest.raises(InputError) as raised:
        shape_of(expression, FEW)
    message = str(raised.value)
    assert words in message
    assert message.endswith(".")
    assert "\n" not in message


def test_an_unknown_place_is_a_data_error() -> None:
    for use in (shape_of, centre_of, describe):
        with pytest.raises(DataError, match="atlantis"):
            use("north:atlantis", FEW)


def test_shapes_are_kept_by_the_gazetteers_content() -> None:
    first = shape_of("around:palmyra:17", FEW)
    assert shape_of("around:palmyra:17", Few(PLACES)) is first
    moved = Few([Place("palmyra", "Palmyra", "settlement", lat=35.0, lon=39.0)], content_hash="moved")
    assert shape_of("around:palmyra:17", moved).centroid.y == pytest.approx(35.0, abs=0.01)


GOVERNORATES = [place.id for place in PLACES if place.kind == "province"]


@pytest.mark.parametrize("area", [*GOVERNORATES, "syria", "golan-heights"])
@pytest.mark.parametrize("pair", [("north", "south"), ("east", "west")])
def test_opposite_halves_share_nothing_and_make_the_whole(area: str, pair: tuple[str, str]) -> None:
    one, other = (shape_of(f"{side}:{area}", FEW) for side in pair)
    whole = area_km2(shape_of(area, FEW))
    assert area_km2(one.intersection(other)) < whole * 1e-6
    assert area_km2(one) + area_km2(other) == pytest.approx(whole, rel=1e-3)
    assert min(area_km2(one), area_km2(other)) > whole * 0.25


@pytest.mark.parametrize("area", ["deir-ez-zor-governorate", "aleppo-governorate", "syria"])
def test_the_two_banks_share_nothing_and_make_the_whole(area: str) -> None:
    one, other = (shape_of(f"bank-{side}:euphrates+{area}", FEW) for side in ("east", "west"))
    whole = area_km2(shape_of(area, FEW))
    assert area_km2(one.intersection(other)) < whole * 1e-6
    assert area_km2(one) + area_km2(other) == pytest.approx(whole, rel=1e-3)


def test_a_bank_is_told_however_the_river_bends() -> None:
    """A river by hand that runs east in a deep bend: the bay it encloses from the south is on its south side."""
    square = shapely.box(37, 34, 39, 35)
    river = shapely.LineString([(36.5, 34.3), (37.5, 34.3), (37.5, 34.8), (38.5, 34.8), (38.5, 34.3), (39.5, 34.3)])
    north, south = shapes.bank(square, river, 0.0), shapes.bank(square, river, 180.0)
    assert south.contains(shapely.Point(38, 34.6))
    assert north.contains(shapely.Point(37.2, 34.5))
    assert north.contains(shapely.Point(38.8, 34.5))
    assert area_km2(north) + area_km2(south) == pytest.approx(area_km2(square), rel=1e-3)
    assert shapes.bank(square, river.reverse(), 0.0).equals_exact(north, 1e-6)


def test_a_river_beside_an_area_leaves_it_whole_on_one_side() -> None:
    square = shapely.box(37, 34, 38, 35)
    river = shapely.LineString([(36, 33), (36.5, 36)])
    assert area_km2(shapes.bank(square, river, 90.0)) == pytest.approx(area_km2(square), rel=1e-3)
    assert shapes.bank(square, river, 270.0).is_empty


@settings(deadline=None)
@given(
    direction=st.sampled_from([*BEARINGS, "centre"]),
    area=st.sampled_from([*GOVERNORATES, "afrin-district", "golan-heights"]),
)
def test_a_part_lies_in_its_area_and_its_centre_in_it(direction: str, area: str) -> None:
    expression = f"{direction}:{area}"
    found, whole = shape_of(expression, FEW), shape_of(area, FEW)
    assert found.is_valid
    assert found.geom_type in {"Polygon", "MultiPolygon"}
    assert area_km2(found.difference(whole)) < 0.5
    assert area_km2(found) > area_km2(whole) / 20
    assert found.covers(shapely.Point(centre_of(expression, FEW)))


@settings(deadline=None)
@given(
    place=st.sampled_from(["palmyra", "aleppo", "azaz", "jobar"]),
    modifier=st.sampled_from([*BEARINGS, "around", "countryside"]),
    km=st.floats(9, 200),
)
def test_what_is_around_a_town_stays_in_the_country_and_within_reach(place: str, modifier: str, km: float) -> None:
    found = shape_of(f"{modifier}:{place}:{km}", FEW)
    assert found.difference(country_shape().buffer(1e-6)).is_empty
    town = FEW.get(place)
    farthest = max(distance_km(town.lat, town.lon, y, x) for x, y in shapely.get_coordinates(found))
    assert farthest <= km * 1.01


@settings(deadline=None)
@given(lon=st.floats(35.8, 42), lat=st.floats(32.5, 37), bearing=st.sampled_from(list(BEARINGS.values())))
def test_going_there_and_back_leads_home(lon: float, lat: float, bearing: float) -> None:
    there = shapes.spot(lon, lat, bearing, 40)
    assert distance_km(lat, lon, there[1], there[0]) == pytest.approx(40, rel=0.01)
    assert shapes.spot(*there, bearing + 180, 40) == pytest.approx((lon, lat), abs=0.01)


def test_the_grammar_takes_the_bearing_from_the_modifier() -> None:
    assert parse("bank-south-west:euphrates+hama-governorate:5").bearing == 225
    assert parse("offset-north:palmyra:3").km == 3


def test_every_governorate_of_the_gazetteer_is_drawn_by_its_polygon() -> None:
    gazetteer = load_gazetteer()
    provinces = [place for place in gazetteer.places if place.kind == "province" and place.country == "SY"]
    assert len(provinces) == 14
    for place in provinces:
        assert place.admin1 is not None
        assert shape_of(place.id, gazetteer).equals(province_shape(place.admin1))
        assert locate(*centre_of(place.id, gazetteer)).admin1 == place.admin1


def test_every_river_road_and_lake_that_is_drawn_is_a_place_of_the_gazetteer() -> None:
    from frontlines.geography.basemap import layer

    gazetteer = load_gazetteer()
    for name in ("rivers", "roads", "lakes", "golan", "country", "neighbours"):
        for place_id in layer(name)["place"].dropna():
            assert place_id in gazetteer, place_id
