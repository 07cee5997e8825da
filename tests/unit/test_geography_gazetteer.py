"""The gazetteer: its files, its layers and its look-up."""

import csv

import pytest

from frontlines.errors import DataError
from frontlines.geography.gazetteer import Gazetteer, distance_km, is_literal, load_gazetteer
from frontlines.geography.records import ADMIN1, read_records
from frontlines.model import AREAL_KINDS, Place
from frontlines.settings import settings

HEADER = "id,name,name_ar,kind,feature,lat,lon,admin1,country,parent,aliases,rank,radius_km,source,source2,note"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder of its own with one curated table and a table of GeoNames."""
    (tmp_path / "data/gazetteer/geonames").mkdir(parents=True)
    monkeypatch.setenv("FRONTLINES_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    words = 'common = "nice"\n' + "".join(f'{name} = ""\n' for name in ("never", "openers", "closers", "parts"))
    (tmp_path / "data/gazetteer/words.toml").write_text(words)
    yield tmp_path / "data/gazetteer"
    monkeypatch.undo()
    settings.cache_clear()


def write(path, *lines):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")


def test_a_row_becomes_a_place_with_its_defaults(tmp_path):
    write(
        tmp_path / "x.csv",
        "al-bab,Al-Bab,الباب,settlement,city,36.371,37.516,Aleppo,,,Bab|al Bab,2,,GeoNames,UCDP GED,",
    )
    (place,) = read_records(tmp_path / "x.csv")
    assert (place.name_ar, place.country, place.aliases, place.rank) == ("الباب", "SY", ("Bab", "al Bab"), 2)
    assert (place.lat, place.lon, place.radius_km, place.single) == (36.371, 37.516, 2.0, False)


def test_one_source_is_marked(tmp_path):
    write(tmp_path / "x.csv", "a,A place,,facility,dam,36.0,38.0,Raqqa,SY,,,,,GeoNames,,")
    assert next(read_records(tmp_path / "x.csv")).single


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a,A,,hamlet,,36,37,Aleppo,SY,,,,,x,,", "x.csv, line 2, field kind: 'hamlet'"),
        (",A,,settlement,,36,37,Aleppo,SY,,,,,x,,", "x.csv, line 2, field id"),
        ("a,A,,settlement,,north,37,Aleppo,SY,,,,,x,,", "x.csv, line 2, field lat: 'north' is no number"),
        ("a,A,,settlement,,96,37,Aleppo,SY,,,,,x,,", "x.csv, line 2, field lat: 96 is beyond 90"),
        ("a,A,,settlement,,nan,37,Aleppo,SY,,,,,x,,", "x.csv, line 2, field lat: nan is beyond 90"),
        ("a,A,,settlement,,36,37,Halab,SY,,,,,x,,", "x.csv, line 2, field admin1: 'Halab'"),
        ("a,A,,settlement,,36,37,Aleppo,SY,,,many,,x,,", "x.csv, line 2, field rank: 'many' is no number"),
        ("a,A,,settlement,,36,37,Aleppo,SY,,,,,x,,,surplus", "x.csv, line 2: more fields than columns"),
    ],
)
def test_a_fault_names_file_line_and_field(tmp_path, line, told):
    write(tmp_path / "x.csv", line)
    with pytest.raises(DataError, match="^" + told.replace("(", r"\(")):
        list(read_records(tmp_path / "x.csv"))


def test_a_missing_column_is_told(tmp_path):
    (tmp_path / "x.csv").write_text("id,name,kind,lat\n")
    with pytest.raises(DataError, match="no column lon"):
        list(read_records(tmp_path / "x.csv"))


def test_a_stronger_layer_wins_and_borrows(folder):
    write(folder / "aleppo.csv", "mare,Mare,,settlement,town,36.48,37.20,Aleppo,SY,,Marea,2,,UCDP GED,,")
    write(
        folder / "geonames/syria.csv",
        "gn-1,Mare',مارع,settlement,,36.481,37.196,Aleppo,SY,,Marra Town|Nice,3,,GeoNames,,",
        "gn-2,Mare,,settlement,,33.00,36.00,Daraa,SY,,,4,,GeoNames,,",
    )
    gazetteer = load_gazetteer()
    assert [place.id for place in gazetteer.places] == ["mare", "gn-2"]
    mare = gazetteer.get("mare")
    assert (mare.lat, mare.name_ar, mare.aliases) == (36.48, "مارع", ("Marea", "Marra Town"))
    assert {place.id for place in gazetteer.lookup("Mareʿ")} == {"mare", "gn-2"}


def test_the_table_in_the_home_is_stronger_than_the_shipped_extract(folder, tmp_path):
    write(folder / "geonames/syria.csv", "gn-1,Old Name,,settlement,,36.0,37.0,Aleppo,SY,,,3,,GeoNames,,")
    before = load_gazetteer().content_hash
    write(tmp_path / "home/gazetteer/geonames-sy.csv", "gn-1,New Name,,settlement,,36.1,37.0,Aleppo,SY,,,3,,GeoNames,,")
    after = load_gazetteer()
    assert [place.name for place in after.places] == ["New Name"]
    assert after.content_hash != before
    assert load_gazetteer() is after


def test_an_id_that_two_tables_claim_is_an_error(folder):
    write(folder / "aleppo.csv", "mare,Mare,,settlement,town,36.48,37.20,Aleppo,SY,,,2,,x,,")
    write(folder / "idlib.csv", "mare,Mare,,settlement,town,35.48,36.20,Idlib,SY,,,2,,x,,")
    with pytest.raises(DataError, match=r"idlib\.csv, field id: 'mare' is in aleppo\.csv too"):
        load_gazetteer()


def test_an_unknown_id_is_told():
    with pytest.raises(DataError, match="no place 'atlantis'"):
        Gazetteer([]).get("atlantis")


def test_abbreviations_count_only_in_capitals():
    us = Place("united-states", "United States", "country", 39.8, -98.6, "US", aliases=("US", "U.S."))
    gazetteer = Gazetteer([us])
    assert gazetteer.lookup("U.S.") == gazetteer.lookup("US") == (us,)
    assert gazetteer.lookup("us") == ()
    assert not is_literal("SYRIA")


def test_generic_words_in_a_recorded_name_are_not_needed_to_find_it():
    quarter = Place("aleppo-zahraa", "Al-Zahraa (Aleppo)", "neighbourhood", 36.22, 37.09, admin1="Aleppo")
    base = Place("tabqa-airbase", "Tabqa Airbase", "airbase", 35.755, 38.567, admin1="Raqqa")
    gazetteer = Gazetteer([quarter, base])
    assert gazetteer.lookup("Zahra") == (quarter,)
    assert gazetteer.lookup("Tabqa military airport") == gazetteer.lookup("al-Tabqah air base") == (base,)


def test_distance():
    assert distance_km(36.202, 37.16, 35.931, 36.632) == pytest.approx(56.2, abs=0.5)
    assert distance_km(10.0, 20.0, 10.0, 20.0) == 0.0


class TestShippedGazetteer:
    def test_has_the_fourteen_governorates_and_their_capitals(self):
        gazetteer = load_gazetteer()
        provinces = [place for place in gazetteer.places if place.kind == "province" and place.country == "SY"]
        assert sorted(place.admin1 or "" for place in provinces) == sorted(ADMIN1)
        for name in ADMIN1:
            if name != "Rif Dimashq":
                kinds = {place.kind for place in gazetteer.lookup(name) if place.admin1 == name}
                assert {"province", "settlement"} <= kinds, name

    def test_parents_are_there(self):
        gazetteer = load_gazetteer()
        assert [p.id for p in gazetteer.places if p.parent is not None and p.parent not in gazetteer] == []

    def test_syrian_places_lie_in_and_around_syria_and_know_their_governorate(self):
        curated = [p for p in load_gazetteer().places if p.country == "SY" and not p.id.startswith("gn-")]
        assert [p.id for p in curated if not (32.2 < p.lat < 37.5 and 35.5 < p.lon < 42.5)] == []
        assert [p.id for p in curated if p.admin1 is None and p.kind not in AREAL_KINDS] == []

    def test_every_curated_row_names_a_source(self):
        for path in sorted((settings().data_dir / "gazetteer").glob("*.csv")):
            with path.open(encoding="utf-8") as file:
                assert [row["id"] for row in csv.DictReader(file) if not row["source"]] == [], path.name

    def test_ids_are_ascii_slugs(self):
        assert [
            p.id for p in load_gazetteer().places if not p.id.isascii() or " " in p.id or p.id != p.id.lower()
        ] == []
