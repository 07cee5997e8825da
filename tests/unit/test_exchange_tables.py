"""Events, claims and ground as tables: what the columns say."""

from dataclasses import replace
from datetime import date, timedelta

import geopandas as gpd
import pytest
import shapely
from app_world import ARTICLE, event
from exchange_world import TODAY, told
from shapely import LineString, Point

from frontlines.control import change, picture
from frontlines.crs import WGS84
from frontlines.exchange import layers
from frontlines.exchange.care import RECENT
from frontlines.exchange.columns import CLAIMS, EVENTS, PLACES
from frontlines.exchange.shapes import geometry_of
from frontlines.exchange.tables import claims_layer, events_layer
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.provinces import province_shape
from frontlines.model import Citation, ControlClaim, MatchStatus, Placement, When

ARTICLES = {ARTICLE.id: ARTICLE}


def rows(*events, today=TODAY):
    return told(events_layer(events, ARTICLES, today=today))


def at(place_id):
    place = load_gazetteer().get(place_id)
    return Placement(
        MatchStatus.MATCHED, place.name, place.kind, place.lat, place.lon, place.id, admin1=place.admin1, precision=1
    )


def claim(place_id, holder, day, **changes):
    where = at(place_id)
    return ControlClaim(f"c-{place_id}-{day}", where, holder, "held", When(day, day, 1), **changes)


def test_a_row_says_what_the_event_says():
    (row,) = rows(event(actors=("Syrian government", "Russia")))
    assert list(row) == [*(column.name for column in EVENTS), "geometry"]
    assert (row["date_from"], row["actors"]) == ("2017-02-21", "Syrian government|Russia")
    assert (row["killed_min"], row["killed_max"]) == (11, None)
    assert (row["sources"], row["told_by"], row["reported"]) == (
        "https://example.org/1",
        "the Observatory",
        "2017-02-22",
    )
    assert (row["admin1"], row["admin1_pcode"], row["admin2_pcode"]) == ("Deir ez-Zor", "SY09", None)
    assert row["geometry"] == "POINT (40.653 35.508)"


def test_the_sources_of_the_ledger_and_of_a_report_stand_together():
    sources = (Citation("B", "https://example.org/b"), Citation("A book"))
    first, second = rows(event(sources=sources), event("e2", article_id="gone", sources=sources[:1]))
    assert first["sources"] == "https://example.org/b|A book|https://example.org/1"
    assert (second["sources"], second["reported"]) == ("https://example.org/b", None)


def test_an_area_is_drawn_as_that_area_and_what_has_no_place_has_no_geometry():
    area = event(where=replace(event().where, area="around:as-suwar:5"))
    nowhere = event("e2", where=Placement(MatchStatus.NOT_FOUND))
    strange = event("e3", where=replace(event().where, area="around:no-such-place:5"))
    layer = events_layer([area, nowhere, strange], {}, today=TODAY)
    disc, none, spot = layer.frame.geometry
    assert gpd.GeoSeries([disc], crs=WGS84).to_crs("EPSG:32637").area.iloc[0] / 1e6 == pytest.approx(78.5, rel=0.05)
    assert none is None
    assert spot == Point(40.653, 35.508)
    assert geometry_of(nowhere.where) is None
    assert geometry_of(area.where)["type"] == "Polygon"


def strike(place_id, **changes):
    return event(where=at(place_id), title="Shelling", type="shelling", sentence="", **changes)


def test_a_recent_strike_on_a_hospital_is_placed_by_its_town():
    gazetteer = load_gazetteer()
    hospital = next(place for place in gazetteer.places if place.feature == "hospital" and place.kind == "facility")
    soon, later = date(2017, 3, 1), date(2017, 2, 21) + RECENT + timedelta(days=1)
    (close,), (old,) = rows(strike(hospital.id), today=soon), rows(strike(hospital.id), today=later)
    assert close["sensitive"] is True
    assert close["place_id"] != hospital.id
    assert close["place_precision"] == 2
    assert shapely.from_wkt(close["geometry"]).area > 0
    assert (close["lat"], close["lon"]) != (hospital.lat, hospital.lon)
    assert (old["sensitive"], old["place_id"], old["lat"]) == (False, hospital.id, hospital.lat)


def test_words_tell_of_a_shelter_too_and_strange_coordinates_are_rounded():
    where = Placement(MatchStatus.MATCHED, "a shelter", "facility", 35.93127, 36.63372, admin1="Idlib", precision=1)
    told_of = event(where=where, title="Air strike on a camp for displaced people")
    (row,) = rows(told_of, today=date(2017, 3, 1))
    assert (row["sensitive"], row["lat"], row["lon"], row["place_precision"]) == (True, 35.94, 36.64, 2)
    assert row["area"] == "disc:35.94,36.64:2"
    assert shapely.from_wkt(row["geometry"]).contains(Point(36.63372, 35.93127))
    (aid,) = rows(replace(told_of, type="aid"), today=date(2017, 3, 1))
    assert (aid["sensitive"], aid["lat"]) == (False, 35.93127)


def test_a_village_stays_where_it_is():
    (row,) = rows(strike("as-suwar", targets=()), today=date(2017, 3, 1))
    assert row["sensitive"] is False
    (named,) = rows(replace(strike("as-suwar"), title="A hospital in as-Suwar is hit"), today=date(2017, 3, 1))
    assert (named["sensitive"], named["place_id"]) == (True, "as-suwar")


def test_a_claim_says_who_holds_from_when():
    layer = claims_layer([claim("raqqa", "ISIL", date(2014, 1, 14), previous="Syrian opposition", note="=x")], {})
    (row,) = told(layer)
    assert list(row) == [*(column.name for column in CLAIMS), "geometry"]
    assert (row["holder"], row["controller"], row["previous"]) == ("ISIL", "isil", "Syrian opposition")
    assert (row["date_from"], row["admin1_pcode"], row["origin"]) == ("2014-01-14", "SY11", "report")


@pytest.fixture(scope="module")
def two_days():
    claims = (
        claim("raqqa", "ISIL", date(2014, 1, 14)),
        claim("aleppo", "Syrian government", date(2014, 1, 14)),
        claim("al-bab", "ISIL", date(2014, 1, 20)),
        claim("al-bab", "SNA", date(2017, 2, 23)),
    )
    return picture(claims, date(2017, 2, 1)), picture(claims, date(2017, 3, 1))


def test_places_zones_and_fronts_of_a_day(two_days):
    before, _ = two_days
    places = told(layers.places_layer(before))
    assert list(places[0]) == [*(column.name for column in PLACES), "geometry"]
    assert {row["place"]: row["controller"] for row in places} == {
        "Aleppo": "government", "Raqqa": "isil", "Al-Bab": "isil",
    }  # fmt: skip
    assert {row["admin1_pcode"] for row in places} == {"SY02", "SY11"}
    zones = layers.zones_layer(before).frame
    assert zones["area_km2"].sum() == pytest.approx(before.zones["area_km2"].sum())
    assert zones.geometry.is_valid.all()
    assert {row["day"] for row in told(layers.fronts_layer(before))} == {"2017-02-01"}


def test_change_tells_of_ground_and_places(two_days):
    ground, places = (told(layer) for layer in layers.change_layers(change(*two_days)))
    assert ("isil", "sna") in {(row["loser"], row["winner"]) for row in ground}
    (row,) = places
    assert (row["place"], row["loser"], row["winner"]) == ("Al-Bab", "isil", "sna")
    assert (row["from_day"], row["to_day"], row["admin1_pcode"]) == ("2017-02-01", "2017-03-01", "SY02")


def test_ground_is_cut_to_a_governorate_and_measured_anew(two_days):
    before, _ = two_days
    cut = layers.within(layers.zones_layer(before), ["Aleppo"]).frame
    aleppo = gpd.GeoSeries([province_shape("Aleppo")], crs=WGS84).to_crs("EPSG:32637").area.iloc[0] / 1e6
    assert cut["area_km2"].sum() == pytest.approx(aleppo, rel=0.01)
    assert set(cut.geom_type) <= {"Polygon", "MultiPolygon"}
    front = layers.fronts_layer(before)
    across = replace(
        front, frame=front.frame.set_geometry([LineString([(37.161, 36.201), (39.008, 35.953)])], crs=WGS84)
    )
    halves = [layers.within(across, [name]).frame["length_km"].sum() for name in ("Aleppo", "Raqqa")]
    assert sum(halves) == pytest.approx(168.6, abs=1)
    assert min(halves) > 30
    assert len(layers.within(across, ["Daraa"]).frame) == 0
    places = layers.within(layers.places_layer(before), ["Raqqa"]).frame
    assert list(places["place"]) == ["Raqqa"]


def test_only_what_a_party_has_a_part_in(two_days):
    before, after = two_days
    zones = layers.of_parties(layers.zones_layer(before), ["isil"]).frame
    assert set(zones["controller"]) == {"isil"}
    ground, places = layers.change_layers(change(before, after))
    assert len(layers.of_parties(places, ["opposition"]).frame) == 0
    assert len(layers.of_parties(ground, ["sna"]).frame) > 0
