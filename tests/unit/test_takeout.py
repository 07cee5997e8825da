"""What is chosen to be taken away."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from app_world import ARTICLE, event
from test_exchange_tables import claim

from frontlines.errors import InputError
from frontlines.exchange.columns import CLAIMS
from frontlines.model import Citation, Dataset, Extraction, When
from frontlines.takeout import Choice, export, layers_of
from frontlines.worlds import World

TODAY = date(2020, 1, 1)
CLAIMS_TOLD = (
    claim("raqqa", "ISIL", date(2014, 1, 14)),
    claim("kobani", "YPG", date(2015, 1, 26)),
    claim("al-bab", "SNA", date(2017, 2, 23), previous="ISIL"),
)
EVENTS = (
    event("e1"),
    event("e2", type="clash", actors=("SDF", "ISIL"), when=When(date(2017, 2, 1), date(2017, 2, 3), 2)),
    event("e3", when=When(), targets=("Jabhat al-Nusra",)),
    event("e4", when=When(), article_id="gone"),
)
KNOWN = World((Extraction(ARTICLE, events=EVENTS),), CLAIMS_TOLD, (), date(2017, 2, 28), "abc")


def ids(what="events", **choice):
    (layer,) = layers_of(Choice(what, **choice), KNOWN, today=TODAY)
    return list(layer.frame["id"])


def test_the_day_of_an_undated_event_is_sought_in_the_week_before_its_report():
    assert ids() == ["e1", "e2", "e3", "e4"]
    assert ids(day=date(2017, 2, 21)) == ["e1", "e3"]
    (layer,) = layers_of(Choice("events", day=date(2017, 2, 2)), KNOWN, today=TODAY)
    assert (list(layer.frame["id"]), layer.left_out) == (["e2"], ("1 that nothing dates",))


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"start": date(2017, 2, 3)}, ["e1", "e2", "e3"]),
        ({"end": date(2017, 2, 1)}, ["e2"]),
        ({"start": date(2017, 2, 4), "end": date(2017, 2, 14)}, []),
        ({"kind": ("clash", "talks")}, ["e2"]),
        ({"party": ("isil",)}, ["e2"]),
        ({"party": ("SDF", "opposition")}, ["e2"]),
        ({"admin1": ("SY09",)}, ["e1", "e2", "e3", "e4"]),
        ({"admin1": ("Aleppo", "Homs")}, []),
    ],
)
def test_events_are_chosen(choice, found):
    assert ids(**choice) == found


def test_a_party_by_name_is_narrower_than_its_key():
    assert [i[:5] for i in ids("claims", party=("SDF",))] == ["c-kob"]
    assert [i[:5] for i in ids("claims", party=("YPG",))] == ["c-kob"]
    assert ids("events", party=("YPG",)) == []
    assert [i[:5] for i in ids("claims", party=("ISIL",))] == ["c-raq", "c-al-"]


def test_nothing_chosen_is_an_empty_table_with_its_columns():
    (layer,) = layers_of(Choice("claims", day=date(2011, 3, 15)), KNOWN, today=TODAY)
    assert len(layer.frame) == 0
    assert list(layer.frame.columns) == [*(column.name for column in CLAIMS), "geometry"]


def test_an_export_is_the_same_byte_by_byte(tmp_path):
    now = datetime(2020, 1, 1, tzinfo=UTC)
    for name in ("a.csv", "b.csv"):
        export(Choice("events"), KNOWN, tmp_path / name, now=now)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_without_a_day_and_a_ledger_control_asks_for_one():
    with pytest.raises(InputError, match="give --date"):
        layers_of(Choice("control"), World(), today=TODAY)


def test_the_terms_of_an_imported_set_go_with_its_rows(tmp_path):
    terms = Dataset("x", "Some set", "1.2", "CC BY 4.0", "Some people, 2020", "https://example.org/set")
    theirs = replace(event("x:1"), origin="import", dataset=terms, article_id="", sources=(Citation("Paper"),))
    claims = (
        replace(claim("idlib", "Syrian opposition", date(2015, 3, 28)), id="x:2", dataset=terms, origin="import"),
    )
    known = World((), CLAIMS_TOLD, (), date(2017, 2, 28), "abc", (theirs,), claims)
    cited = {"name": "Some set 1.2", "licence": "CC BY 4.0", "cite_as": "Some people, 2020", "rows": 1}
    for number, choice in enumerate(
        (Choice("events"), Choice("events", columns="acled"), Choice("claims"), Choice("places"))
    ):
        manifest = export(choice, known, tmp_path / f"{number}.csv")
        assert {**cited, "url": "https://example.org/set"} in manifest["data"], choice
    table = (tmp_path / "0.csv").read_text("utf-8")
    assert "import,Some set,CC BY 4.0,Paper" in table
