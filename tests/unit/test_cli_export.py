"""frontlines export: what is chosen, what is written, and one line for what can't be."""

import csv
import io
import json

import geopandas as gpd
import pyogrio
import pytest
from test_cli_commands import bad, good

pytestmark = pytest.mark.usefixtures("small_data")


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))


def export(tmp_path, *args, name="out.csv"):
    result = good("export", *args, "-o", tmp_path / name)
    return table(tmp_path / name) if name.endswith(".csv") else result


def test_events_with_their_manifest(tmp_path):
    result = export(tmp_path, "events", name="out.geojson")
    assert "out.geojson written: 1 rows" in result.stderr
    (feature,) = json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"]
    assert (feature["properties"]["admin1_pcode"], feature["properties"]["killed_min"]) == ("SY09", 11)
    manifest = json.loads((tmp_path / "out.geojson.manifest.json").read_text("utf-8"))
    assert (manifest["what"], manifest["rows"], manifest["ledger_known_up_to"]) == ("events", 1, "2017-02-28")
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.geojson", "out.geojson.manifest.json"]


def test_options_choose_events(tmp_path):
    wanted = ("--from", "2017-02-01", "--to", "2017-02-28", "--kind", "air_strike", "--admin1", "deir ez zor")
    assert len(export(tmp_path, "events", *wanted)) == 1
    assert export(tmp_path, "events", *wanted, "--party", "isil") == []


def test_control_is_zones_and_places_of_a_day(tmp_path):
    export(tmp_path, "control", "--date", "2017-02-21", name="out.gpkg")
    assert [name for name, _ in pyogrio.list_layers(tmp_path / "out.gpkg")] == ["zones", "places"]
    places = gpd.read_file(tmp_path / "out.gpkg", layer="places").set_index("place_id")
    assert places.loc["al-bab", ["controller", "admin1_pcode"]].tolist() == ["isil", "SY02"]
    rows = export(tmp_path, "control", "--date", "2017-02-24", "--party", "sna")
    assert {(row["layer"], row["controller"]) for row in rows} == {("zones", "sna"), ("places", "sna")}
    assert {row["day"] for row in rows} == {"2017-02-24"}


def test_without_a_day_it_is_the_last_that_is_known(tmp_path):
    assert {row["day"] for row in export(tmp_path, "places")} == {"2017-02-28"}
    assert json.loads((tmp_path / "out.csv.manifest.json").read_text())["selection"]["day"] == "2017-02-28"
    late = good("export", "fronts", "--date", "2018-01-01", "-o", tmp_path / "f.csv")
    assert "known up to 2017-02-28" in late.stderr


def test_change_between_two_days(tmp_path):
    rows = export(tmp_path, "change", "--from", "2017-02-01", "--to", "2017-02-28")
    assert ("Al-Bab", "isil", "sna") in {(row["place"], row["loser"], row["winner"]) for row in rows}


def test_the_column_names_of_others(tmp_path):
    (row,) = export(tmp_path, "events", "--columns", "acled")
    assert (next(iter(row)), len(row)) == ("event_id_cnty", 31)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("nothing",), "'nothing' can't be taken away: choose events, claims"),
        (("events", "--columns", "gdelt"), "--columns 'gdelt' is not known: choose ours, acled or ucdp"),
        (("zones", "--columns", "acled"), "only events have ACLED's or UCDP's column names"),
        (("claims", "--kind", "clash"), "only events have a kind"),
        (("events", "--kind", "battle"), "there is no kind 'battle'"),
        (("events", "--party", "martians"), "there is no party 'martians'"),
        (("events", "--date", "2017-02-21", "--to", "2017-02-22"), "a day and a span can't both be meant"),
        (("events", "--from", "2017-02-22", "--to", "2017-02-21"), "--from must lie before --to"),
        (("zones", "--from", "2017-02-22"), "zones are those of one day"),
        (("change", "--from", "2017-02-22"), "change lies between two days"),
        (("events", "--date", "yesterday"), "--date"),
    ],
)
def test_what_makes_no_sense_is_one_line(tmp_path, args, says):
    assert says in bad("export", *args, "-o", tmp_path / "out.csv")
    assert list(tmp_path.glob("out*")) == []


def test_a_file_that_can_not_be_is_one_line(tmp_path):
    assert "says no format" in bad("export", "events", "-o", tmp_path / "out.xlsx")
    assert "is not there" in bad("export", "events", "-o", tmp_path / "none" / "out.csv")
    (tmp_path / "folder.csv").mkdir()
    assert "is a folder" in bad("export", "events", "-o", tmp_path / "folder.csv")
