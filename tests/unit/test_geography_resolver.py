"""Which place a name means: kind words, containment, one sense per report, and honest answers."""

import tomllib
from pathlib import Path

import pytest

from frontlines.geography.context import read_context
from frontlines.geography.finder import find_toponyms
from frontlines.geography.gazetteer import Gazetteer, load_gazetteer
from frontlines.geography.resolver import Query, placement_of, resolve
from frontlines.model import AREAL_KINDS, MatchStatus, Place

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "places.toml").read_text("utf-8"))

RAQQA = Place("raqqa", "Raqqa", "settlement", 35.95, 39.01, admin1="Raqqa", rank=1)
RAQQA_PROVINCE = Place("raqqa-governorate", "Raqqa Governorate", "province", 36.0, 38.99, admin1="Raqqa", rank=1)
HOMS = Place("homs", "Homs", "settlement", 34.73, 36.72, admin1="Homs", rank=1)
HOMS_PROVINCE = Place("homs-governorate", "Homs Governorate", "province", 34.4, 38.3, admin1="Homs", rank=1)
RASTAN = Place("ar-rastan", "Ar-Rastan", "settlement", 34.93, 36.73, admin1="Homs", rank=2)
TABQA = Place("tabqa", "Tabqa", "settlement", 35.84, 38.55, admin1="Raqqa", rank=2)
SALMA_HOMS = Place("salma-homs", "Salma", "settlement", 34.8, 36.9, admin1="Homs")
SALMA_RAQQA = Place("salma-raqqa", "Salma", "settlement", 36.1, 39.1, admin1="Raqqa")
ZAHRA = Place("homs-zahra", "Zahra", "neighbourhood", 34.735, 36.74, admin1="Homs", parent="homs")
TRIPOLI = Place("tripoli", "Tripoli", "settlement", 34.44, 35.85, "LB", rank=1)
SYRIA = Place("syria", "Syria", "country", 35.0, 38.5, rank=1)
LEBANON = Place("lebanon", "Lebanon", "country", 33.9, 35.9, "LB", rank=1)
TRIPOLI_SYRIA = Place("tripoli-syria", "Tripoli", "settlement", 35.0, 36.0, admin1="Tartus")
CITIES = [RAQQA, RAQQA_PROVINCE, HOMS, HOMS_PROVINCE, RASTAN, TABQA, SALMA_HOMS, SALMA_RAQQA, ZAHRA]
SMALL = Gazetteer([*CITIES, TRIPOLI, TRIPOLI_SYRIA, SYRIA, LEBANON])


def ids(passage, gazetteer=SMALL):
    found = find_toponyms(passage, gazetteer)
    return [where.place_id for where in resolve(read_context(passage, found), gazetteer)]


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["text"][:30])
def test_cases(case):
    for got, wanted in zip(ids(case["text"], load_gazetteer()), case["find"], strict=True):
        assert got is not None
        assert wanted[1:] in ([], [got])


@pytest.mark.parametrize(
    ("passage", "meant"),
    [
        ("They entered Raqqa.", ["raqqa"]),
        ("They entered Raqqa province.", ["raqqa-governorate"]),
        ("They entered the province of Raqqa.", ["raqqa-governorate"]),
        ("They entered Raqqa city.", ["raqqa"]),
        ("in Raqqa's countryside", ["raqqa-governorate"]),
        ("in rural Raqqa", ["raqqa-governorate"]),
        ("villages in Raqqa", ["raqqa-governorate"]),
        ("its stronghold of Raqqa", ["raqqa"]),
        ("southern Raqqa (province)", ["raqqa-governorate"]),
        ("the town of Tabqa in Raqqa", ["tabqa", "raqqa-governorate"]),
        ("the Zahra district of Homs", ["homs-zahra", "homs"]),
        ("a bomb in Zahra in Homs", ["homs-zahra", "homs"]),
        ("the highway from Homs to Raqqa", ["homs", "raqqa"]),
        ("Salma in Homs province", ["salma-homs", "homs-governorate"]),
        ("Salma, Raqqa province", ["salma-raqqa", "raqqa-governorate"]),
        ("Homs's Salma", ["homs-governorate", "salma-homs"]),
        ("Rastan and Salma in Homs province", ["ar-rastan", "salma-homs", "homs-governorate"]),
        ("They left Tabqa. Clashes near Salma.", ["tabqa", "salma-raqqa"]),
        ("clashes in Salma, Homs", ["salma-homs", "homs-governorate"]),
        ("clashes in Tabqa, Homs and Raqqa", ["tabqa", "homs", "raqqa"]),
        ("the provinces of Raqqa and Homs", ["raqqa-governorate", "homs-governorate"]),
        ("in Raqqa and Homs provinces", ["raqqa-governorate", "homs-governorate"]),
        ("in Raqqa Homs and Raqqa cities", ["raqqa", "homs", "raqqa"]),
        ("Tripoli, Lebanon", ["tripoli", "lebanon"]),
        ("Tripoli in Syria", ["tripoli-syria", "syria"]),
    ],
)
def test_the_words_around_decide(passage, meant):
    assert ids(passage) == meant


def test_a_bare_name_follows_the_report():
    assert ids("Strikes on Raqqa. They hit Raqqa province.") == ["raqqa-governorate"] * 2
    assert ids("Strikes on Raqqa. They hit Raqqa city.") == ["raqqa"] * 2
    assert ids("Raids on Raqqa. Raqqa province. Raqqa city.") == ["raqqa-governorate", "raqqa-governorate", "raqqa"]


def test_a_tie_is_ambiguous_and_keeps_the_other():
    (where,) = resolve([Query("Salma")], SMALL)
    assert where.status is MatchStatus.AMBIGUOUS
    assert {where.place_id, *(c.place_id for c in where.candidates)} == {"salma-homs", "salma-raqqa"}


def test_a_hint_about_the_report_breaks_the_tie():
    (where,) = resolve([Query("Salma")], SMALL, article_admin1_hint="Raqqa")
    assert (where.place_id, where.status) == ("salma-raqqa", MatchStatus.MATCHED)
    assert "the report is about Raqqa" in where.reason


def test_text_and_gazetteer_disagree_in_the_open():
    (where,) = resolve([Query("Rastan", within=("Raqqa",))], SMALL)
    assert where.place_id == "ar-rastan"
    assert where.flags == ("the text says Raqqa, the gazetteer Homs",)
    assert where.status is MatchStatus.AMBIGUOUS


def test_a_village_well_outside_what_the_text_says_is_another_one():
    (where,) = resolve([Query("Zahra", within=("Raqqa",)), Query("Raqqa")], SMALL)[:1]
    assert (where.status, where.place_id) == (MatchStatus.NOT_FOUND, None)
    assert where.candidates[0].place_id == "homs-zahra"


def test_an_unknown_name_is_not_found():
    (where,) = resolve([Query("Atlantis", within=("Homs",))], SMALL)
    assert (where.status, where.lat, where.precision) == (MatchStatus.NOT_FOUND, None, 7)
    assert where.reason == "the gazetteer has no place named 'Atlantis' in Homs"


def test_a_quarter_goes_by_its_short_name_only_where_its_city_is_named():
    assert ids("They left Tabqa. A bomb went off in Zahra.") == ["tabqa", None]
    assert ids("They left Homs. A bomb went off in Zahra.") == ["homs", "homs-zahra"]


def test_damascus_province_is_the_countryside_around_it():
    assert ids("in Damascus province and in Damascus", load_gazetteer())[0] == "rif-dimashq-governorate"
    assert ids("in Damascus.", load_gazetteer()) == ["damascus"]


def test_areas_are_areas_and_spots_are_spots():
    assert placement_of(RAQQA_PROVINCE).area == "raqqa-governorate"
    assert placement_of(RAQQA_PROVINCE).precision == 4
    assert placement_of(RAQQA).area is None
    assert placement_of(RAQQA).precision == 1
    for place in load_gazetteer().places[:500]:
        assert (placement_of(place).area is not None) == (place.kind in AREAL_KINDS)


def test_resolving_is_one_answer_for_one_query():
    queries = [Query("Homs"), Query("Nowhere"), Query("Raqqa", kind_hint="province")]
    assert [p.place_id for p in resolve(queries, SMALL)] == ["homs", None, "raqqa-governorate"]
    assert resolve([], SMALL) == []


@pytest.mark.shared
def test_annotated_reports(shared):
    """Measured on the 21 annotated reports: spans and places that a reader marked."""
    import json

    gazetteer = load_gazetteer()
    hits = golds = 0
    for path in sorted((shared / "evaluation/gold").glob("*.json")):
        text = (shared / "evaluation/articles" / f"{path.stem}.txt").read_text("utf-8")
        marked = [t for t in json.loads(path.read_text("utf-8"))["toponyms"] if t["kind"] != "country"]
        found = find_toponyms(text, gazetteer)
        places = resolve(read_context(text, found), gazetteer)
        at = {(one.start, one.end): where for one, where in zip(found, places, strict=True)}
        golds += len(marked)
        for t in marked:
            where = at.get((t["start"], t["end"]))
            same_sort = where is not None and (where.kind in AREAL_KINDS) == (t["kind"] in AREAL_KINDS)
            hits += same_sort and where.admin1 == t["admin1"]
    assert hits / golds >= 0.9
