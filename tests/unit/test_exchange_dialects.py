"""Events under ACLED's and UCDP's column names."""

import csv
import io
from typing import get_args

import pytest
from app_world import ARTICLE, event
from exchange_world import TODAY, told

from frontlines.exchange.dialects import ACLED_COLUMNS, ACLED_TYPES, UCDP_COLUMNS, acled_layer, ucdp_layer
from frontlines.exchange.writing import content
from frontlines.model import EventType, Range

ARTICLES = {ARTICLE.id: ARTICLE}


def acled(**changes):
    return told(acled_layer([event(**changes)], ARTICLES, today=TODAY))[0]


def ucdp(**changes):
    return told(ucdp_layer([event(**changes)], ARTICLES, today=TODAY))[0]


def test_the_columns_are_theirs():
    assert (len(ACLED_COLUMNS), len(set(ACLED_COLUMNS))) == (31, 31)
    assert (len(UCDP_COLUMNS), len(set(UCDP_COLUMNS))) == (49, 49)
    assert (ACLED_COLUMNS[0], ACLED_COLUMNS[-1], UCDP_COLUMNS[0], UCDP_COLUMNS[-1]) == (
        "event_id_cnty", "timestamp", "id", "gwnob",
    )  # fmt: skip
    assert set(ACLED_TYPES) == set(get_args(EventType))
    for layer, columns in ((acled_layer, ACLED_COLUMNS), (ucdp_layer, UCDP_COLUMNS)):
        text = content([layer([event(title="=1")], ARTICLES, today=TODAY)], ".csv", {}, plain=True).decode()
        (row,) = csv.DictReader(io.StringIO(text))
        assert tuple(row) == columns
        assert "'=1" in {row.get("notes"), row.get("where_description")} | {"'=1" if "'=1 (killed" in text else ""}


def test_a_row_of_acled():
    row = acled(actors=("Syrian government", "Russia"), targets=("ISIL",), killed=Range(11, 20, "11 to 20"))
    assert (row["event_date"], row["year"], row["time_precision"]) == ("2017-02-21", 2017, 1)
    assert (row["event_type"], row["sub_event_type"]) == ("Explosions/Remote violence", "Air/drone strike")
    assert (row["actor1"], row["assoc_actor_1"], row["actor2"]) == ("Government of Syria", "Russia", "ISIL")
    assert (row["country"], row["iso"], row["admin1"], row["location"]) == ("Syria", 760, "Deir ez-Zor", "al-Sur")
    assert (row["latitude"], row["longitude"], row["geo_precision"]) == (35.508, 40.653, 1)
    assert row["fatalities"] == 11
    assert row["notes"].endswith("(killed: 11 to 20)")
    assert row["source"] == "https://example.org/1"


def test_what_is_not_known_stays_empty():
    assert acled(killed=None)["fatalities"] is None
    row = ucdp(killed=None)
    assert (row["best"], row["low"], row["high"], row["type_of_violence"]) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "sub_type"),
    [
        ({"type": "capture", "actors": ("Syrian government",)}, "Government regains territory"),
        ({"type": "capture", "actors": ("SDF",)}, "Non-state actor overtakes territory"),
        ({"type": "withdrawal"}, "Non-violent transfer of territory"),
    ],
)
def test_ground_that_changes_hands_has_acleds_words(changes, sub_type):
    assert acled(**changes)["sub_event_type"] == sub_type


def test_a_clash_has_two_sides():
    row = acled(type="clash", actors=("SDF", "ISIL"))
    assert (row["actor1"], row["actor2"]) == ("SDF", "ISIL")
    assert ucdp(type="clash", actors=("SDF", "ISIL"))["dyad_name"] == "SDF - ISIL"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"type": "clash", "actors": ("Syrian government", "ISIL")}, 1),
        ({"type": "clash", "actors": ("SDF", "ISIL")}, 2),
        ({"type": "other_attack", "actors": ("ISIL",)}, 3),
        ({"type": "talks", "actors": ("Syrian government",)}, None),
    ],
)
def test_ucdps_type_of_violence(changes, kind):
    assert ucdp(**changes)["type_of_violence"] == kind


def test_a_row_of_ucdp():
    row = ucdp(actors=("Syrian government",), targets=("ISIL",), killed=Range(4, 9))
    assert (row["low"], row["best"], row["high"], row["deaths_unknown"]) == (4, 4, 9, 4)
    assert (row["where_prec"], row["date_prec"], row["date_start"], row["date_end"]) == (
        1,
        1,
        "2017-02-21",
        "2017-02-21",
    )
    assert (row["adm_1"], row["country"], row["country_id"]) == ("Deir ez-Zor governorate", "Syria", 652)
    assert row["geom_wkt"] == "POINT (40.653 35.508)"
    assert (row["source_office"], row["source_date"], row["number_of_sources"]) == ("A paper", "2017-02-22", 1)


def test_what_is_only_announced_is_left_out_and_counted():
    layer = acled_layer([event(), event("e2", status="planned"), event("e3", status="denied")], ARTICLES, today=TODAY)
    assert [row["event_id_cnty"] for row in told(layer)] == ["e1"]
    assert layer.left_out == ("2 events that are only announced or denied: these columns can't say so",)
