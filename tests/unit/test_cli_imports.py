"""Import and cross-check on the command line, and on the page that does the same."""

import csv
import re
from types import SimpleNamespace

import folium
import pytest
from import_files import acled_file, acled_row, ucdp_file, ucdp_row
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from frontlines.app import cross_check as section
from frontlines.app.importing import take
from frontlines.cli import app
from frontlines.exchange.cross_check import cross_check as compare
from frontlines.exchange.importing import read_set
from frontlines.pipeline import world
from frontlines.store import Store

STRIKE = {
    "id": "900007",
    "date_start": "2017-02-21",
    "where_coordinates": "As Sur town",
    "latitude": "35.506",
    "longitude": "40.662",
    "side_b": "Syrian insurgents",
    "low": "11",
    "best": "11",
    "high": "14",
}


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def store(small_data, tmp_path):
    return f"sqlite:///{tmp_path / 'store.sqlite'}"


def test_a_file_comes_in_once_with_its_terms_told(store, tmp_path):
    path = ucdp_file(tmp_path, ucdp_row(), ucdp_row(id="900002"))
    first = run("import", "ucdp", path, "--store", store)
    assert first.exit_code == 0, first.output
    assert "licence CC BY 4.0; cite as: Uppsala Conflict Data Program" in first.stderr
    assert "set ucdp-ged: 2 rows added, 0 changed, 0 known already, 0 not taken" in first.stderr
    again = run("import", "ucdp", path, "--store", store)
    assert "0 rows added, 0 changed, 2 known already" in again.stderr
    listed = run("import", "list", "--store", store).stdout
    assert "ucdp-ged" in listed
    assert "CC BY 4.0" in listed


def test_rows_not_taken_are_named_by_number_and_written(store, tmp_path):
    path = acled_file(tmp_path, acled_row(), acled_row(event_id_cnty="b", event_date="=cmd()"))
    refused = tmp_path / "refused.csv"
    result = run("import", "acled", path, "--store", store, "--refused", refused, "--name", "Our ACLED")
    assert result.exit_code == 1
    assert "row 3: '=cmd()' is no date: write it as 2017-02-21" in result.stderr
    assert "set our-acled: 1 rows added" in result.stderr
    with refused.open(newline="") as file:
        assert list(csv.reader(file)) == [["row", "reason"], ["3", "''=cmd()' is no date: write it as 2017-02-21"]]
    assert [info.dataset.name for info in Store(store).sets.all()] == ["Our ACLED (ACLED)"]


def test_a_file_without_a_sound_row_changes_nothing(store, tmp_path):
    result = run("import", "acled", acled_file(tmp_path, acled_row(latitude="x")), "--store", store)
    assert result.exit_code == 2
    assert "no row of acled.csv could be taken; row 2: latitude 'x' is no number of degrees" in result.stderr
    assert Store(store).sets.all() == []


def test_a_set_can_be_removed(store, tmp_path):
    run("import", "acled", acled_file(tmp_path, acled_row()), "--store", store)
    assert run("import", "remove", "acled", "--store", store).exit_code == 0
    result = run("import", "remove", "acled", "--store", store)
    assert result.exit_code == 2
    assert "there is no imported set 'acled'" in result.stderr


def test_what_came_in_joins_the_world_and_is_laid_beside_the_reports(store, tmp_path):
    before = world(Store(store))
    row = acled_row(sub_event_type="Government regains territory")
    run("import", "acled", acled_file(tmp_path, row), "--store", store)
    run("import", "ucdp", ucdp_file(tmp_path, ucdp_row(**STRIKE), ucdp_row()), "--store", store)
    after = world(Store(store))
    new = [event.id for event in after.events[len(before.events) :]]
    assert sorted(new) == ["acled:SYR900001", "ucdp-ged:900001", "ucdp-ged:900007"]
    assert [claim.id for claim in after.claims[len(before.claims) :]] == ["acled:SYR900001:control"]
    assert after.content_hash != before.content_hash
    out = tmp_path / "check.csv"
    result = run("cross-check", "ucdp-ged", "-o", out, "--store", store)
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("1 agree, 0 differ, 1 only in the set")
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["verdict"], row["set_id"], row["told_type"]) for row in rows] == [
        ("agrees", "900007", "air_strike"),
        ("only in the set", "900001", ""),
    ]


def test_a_cross_check_of_nothing_is_one_line(store):
    result = run("cross-check", "nothing", "--store", store)
    assert result.exit_code == 2
    assert "there is no imported set 'nothing'" in result.stderr


def upload(path):
    return SimpleNamespace(name=f"../../{path.name}", getvalue=path.read_bytes)


def test_an_upload_is_taken_in_under_its_own_name_alone(store, tmp_path):
    done = take(
        Store(store),
        "acled",
        upload(acled_file(tmp_path, acled_row(), acled_row(event_id_cnty="b", latitude="x"))),
        None,
        "",
    )
    assert done.said == "ACLED: 1 added, 0 changed, 0 known already, 1 not taken."
    assert done.faults == ((3, "latitude 'x' is no number of degrees"),)
    assert Store(store).sets.all()[0].file == "acled.csv"


def test_the_comparison_escapes_what_others_wrote(tmp_path):
    hostile = "<img src=x onerror=alert(1)>{{7*7}}"
    made = read_set(ucdp_file(tmp_path, ucdp_row(where_coordinates=hostile, side_b=hostile)), "ucdp")
    found = compare(made.dataset, made.events, [])
    shown = section.table_html(found.rows, "ucdp-ged")
    drawn = folium.Map().add_child(section.marks(found.rows, "only in the set", "light")).get_root().render()
    assert "onerror" in shown
    assert "onerror" in drawn
    for page in (shown, drawn.replace("\\u003c", "<").replace("\\u0026", "&")):
        assert "<img src=x" not in page
        assert "{{7" not in page
        assert "49" not in page.partition("onerror")[2][:40]
    assert "nothing told" in shown


def test_the_page_shows_sets_and_comparison(store, tmp_path, monkeypatch):
    monkeypatch.setenv("FRONTLINES_STORE_URL", store)
    from frontlines.settings import settings

    settings.cache_clear()
    run("import", "ucdp", ucdp_file(tmp_path, ucdp_row(**STRIKE), ucdp_row()))

    def page():
        from frontlines.app.importing import importing_page

        importing_page()

    shown = AppTest.from_function(page, default_timeout=30).run()
    assert not shown.exception
    text = " ".join(element.proto.body for element in shown.get("html"))
    assert "Licence" in text
    assert "CC BY 4.0" in text
    assert re.search(r"Air strikes|nothing told", text)
