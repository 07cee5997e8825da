"""The geocoder: geopy's interface, a person's queries, and a fallback that is asked, kept and may fail."""

import json
import tomllib
from pathlib import Path

import pytest
from geopy.exc import GeocoderTimedOut
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from frontlines.errors import InputError, SetupError, UnavailableError
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.geocache import GeocodingCache
from frontlines.geography.geocoder import GazetteerGeocoder, NominatimFallback, geocode_place, nominatim, suggest
from frontlines.model import MatchStatus

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "places.toml").read_text("utf-8"))
ANSWER = {"lat": "35.1", "lon": "40.2", "display_name": "Nowheresville, Syria", "address": {"country_code": "sy"}}


class Service:
    """A stand-in for Nominatim: gives what it is told to, and counts."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, query, **options):
        self.asked.append((query, options["country_codes"]))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return None if answer is None else Location("x", (float(answer["lat"]), float(answer["lon"]), 0.0), answer)


@pytest.fixture
def fallback(tmp_path):
    def make(*answers):
        service = Service(*answers)
        return NominatimFallback(service, GeocodingCache(tmp_path / "cache"), "https://example.org"), service

    return make


@pytest.mark.parametrize("case", CASES["geocode"], ids=lambda case: case["query"])
def test_cases(case):
    placement = geocode_place(case["query"], fallback=None)
    assert (placement.place_id or "", str(placement.status)) == (case["id"], case.get("status", "matched"))


def test_it_is_a_geopy_geocoder():
    geocoder = GazetteerGeocoder()
    assert isinstance(geocoder, Geocoder)
    location = geocoder.geocode("al-Sur, Deir Az Zor province")
    assert (location.raw["admin1"], location.raw["kind"]) == ("Deir ez-Zor", "settlement")
    assert location.latitude == pytest.approx(35.51, abs=0.02)
    assert location.longitude == pytest.approx(40.65, abs=0.02)
    assert location.address == "As-Suwar, Deir ez-Zor, SY"


def test_several_answers_and_none():
    geocoder = GazetteerGeocoder()
    several = geocoder.geocode("Raqqa", exactly_one=False, limit=2)
    assert [location.raw["kind"] for location in several] == ["settlement", "province"]
    assert geocoder.geocode("Nowheresville") is None


@pytest.mark.parametrize("query", ["", "   ", "…", "12", "x" * 301])
def test_a_query_that_names_nothing_is_refused(query):
    with pytest.raises(InputError, match="give a"):
        geocode_place(query)


def test_a_near_miss_is_suggested():
    placement = geocode_place("Raqqe Saraqob", fallback=None)
    assert placement.status is MatchStatus.NOT_FOUND
    placement = geocode_place("Sariqab", fallback=None)
    assert "names like it: Saraqib" in placement.reason
    assert suggest("a", load_gazetteer()) == []


def test_the_fallback_is_asked_once_and_only_for_what_is_missing(fallback):
    service, asked = fallback(ANSWER)
    assert geocode_place("Homs", fallback=service).method.startswith("gazetteer")
    first = geocode_place("Nowheresville", fallback=service)
    again = geocode_place("nowheresville", fallback=service)
    assert (first.lat, first.lon, first.country, first.method) == (35.1, 40.2, "SY", "Nominatim")
    assert (again.lat, again.status) == (35.1, MatchStatus.MATCHED)
    assert [query for query, _ in asked.asked] == ["Nowheresville"]
    assert "sy" in asked.asked[0][1]


def test_an_outage_is_not_the_same_as_not_found(fallback):
    service, asked = fallback(GeocoderTimedOut("slow"), None, ANSWER)
    assert geocode_place("Nowheresville", fallback=service).status is MatchStatus.UNAVAILABLE
    assert geocode_place("Nowheresville", fallback=service).status is MatchStatus.NOT_FOUND
    assert geocode_place("Nowheresville", fallback=service).status is MatchStatus.NOT_FOUND
    assert len(asked.asked) == 2


def test_an_outage_is_told_in_one_sentence_without_the_address(fallback):
    service, _ = fallback(GeocoderTimedOut("https://example.org/?key=secret"))
    with pytest.raises(UnavailableError, match="try again later") as caught:
        service.find("Nowheresville")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("answer", [{"lat": "x", "lon": "1", "display_name": "A"}, {"display_name": "A"}])
def test_an_answer_in_an_unknown_form_is_no_place(tmp_path, answer):
    class Odd:
        name = "Odd"

        def find(self, query):
            return answer

    placement = geocode_place("Nowheresville", fallback=Odd())
    assert (placement.status, placement.lat) == (MatchStatus.UNAVAILABLE, None)


def test_cache_files_tell_nothing_by_their_names_and_survive_damage(tmp_path):
    cache = GeocodingCache(tmp_path / "c")
    assert cache.get(("a", "secret")) is None
    cache.put(("a", "secret"), {"answer": {"lat": 1}})
    (path,) = (tmp_path / "c").iterdir()
    assert "secret" not in path.name
    assert json.loads(path.read_text()) == {"answer": {"lat": 1}}
    assert cache.get(("a", "secret")) == {"answer": {"lat": 1}}
    path.write_text("{half")
    assert cache.get(("a", "secret")) is None


def test_nobody_is_asked_unless_a_server_is_named():
    assert nominatim() is None
    assert nominatim("https://nominatim.example.org/path/") is not None


@pytest.mark.parametrize("address", ["ftp://example.org", "example.org", "https://user:word@example.org", "https://"])
def test_a_server_address_must_be_plain(address):
    with pytest.raises(SetupError, match="FRONTLINES_NOMINATIM_URL"):
        nominatim(address)
