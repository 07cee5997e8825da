"""The command line: what each command prints, and one clear line for bad input."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from small_world import REPORT
from typer.testing import CliRunner

from frontlines.cli import app
from frontlines.cli.base import plain
from frontlines.cli.maps import page_script


def run(*args, text=None):
    return CliRunner().invoke(app, [str(arg) for arg in args], input=text)


def good(*args, text=None):
    result = run(*args, text=text)
    assert result.exit_code == 0, result.output
    return result


def bad(*args, text=None, code=2):
    result = run(*args, text=text)
    assert result.exit_code == code, result.output
    if code == 2:
        assert result.stdout == ""
        lines = result.stderr.strip().split("\n")
        assert len(lines) == 1, lines
        assert lines[0].startswith("frontlines: ")
    return result.stderr


def rows(result):
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"r{number}.txt").write_text(REPORT.replace("11", f"{number + 20}"), "utf-8")
        (folder / f"r{number}.meta.json").write_text('{"published": "2017-02-22"}')
    return folder


# extract


def test_extract_prints_the_documented_keys(report):
    document = json.loads(good("extract", report, "--published", "2017-02-22").stdout)
    strike = next(event for event in document["events"] if event["type"] == "air_strike")
    assert (strike["date"], strike["killed"]) == ("2017-02-21", {"min": 11, "max": None})
    assert REPORT[strike["start"] : strike["end"]] == strike["sentence"]
    for mention in document["toponyms"]:
        assert REPORT[mention["start"] : mention["end"]] == mention["text"]
    assert {"toponyms", "movements", "events", "control"} <= set(document)


def test_every_key_of_the_format_is_printed(tmp_path):
    """Hold docs/format.md true: each key in its table stands in the records of that list."""
    path = tmp_path / "r.txt"
    path.write_text(
        "The SDF advanced from Hasaka into Deir Az Zor province on Tuesday and captured the village of Markada from "
        "ISIL, a spokesman said. Air strikes on Raqqa killed at least five people on Monday, activists said.",
        "utf-8",
    )
    document = json.loads(good("extract", path, "--published", "2017-02-22").stdout)
    table = (page_script().parent / "docs" / "format.md").read_text("utf-8")
    rows_of_table = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
    assert len(rows_of_table) == 4
    for row in rows_of_table:
        name, keys = row[1], row[2]
        listed = document[name.split("`")[1]]
        assert listed, name
        wanted = set(re.findall(r"`([a-z_0-9]+)`", re.sub(r"`[{\[][^`]*`", "", keys)))
        assert wanted <= set(listed[0]), name


def test_extract_reads_standard_input():
    document = json.loads(good("extract", "-", "--published", "2017-02-22", text=REPORT).stdout)
    assert document["events"]


def test_extract_as_a_table(report):
    shown = good("extract", report, "--published", "2017-02-22", "--format", "table").stdout
    assert "air_strike" in shown
    assert "11–" in shown


def test_extract_as_geojson(report):
    document = json.loads(good("extract", report, "--format", "geojson").stdout)
    strike = next(f for f in document["features"] if f["properties"].get("type") == "air_strike")
    assert strike["properties"]["layer"] == "events"
    lon, lat = strike["geometry"]["coordinates"]
    assert (round(lon, 1), round(lat, 1)) == (40.7, 35.5)


def test_a_report_without_a_date_is_read_and_says_so(report):
    result = good("extract", report)
    assert "publication date" in result.stderr
    assert json.loads(result.stdout)["events"][0]["date"] is None


def test_a_report_without_places_is_an_empty_extraction(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_text("The committee met and talked about the weather. It was a good meeting, they said.")
    document = json.loads(good("extract", path).stdout)
    assert (document["toponyms"], document["control"]) == ([], [])


def test_a_fault_of_ours_is_one_line_without_the_reports_text(report, monkeypatch):
    def broken(article, **_):
        raise ValueError(article.text)

    monkeypatch.setattr("frontlines.extraction.extract", broken)
    result = run("extract", report)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ValueError in test_cli_commands.py line" in result.stderr
    assert "killed" not in result.output


BAD_REPORTS = {
    "empty": (b"", "empty"),
    "binary": (bytes(range(256)) * 20, "binary"),
    "large": (b"the town " * 1_200_000, "too large"),
    "german": ("Die Armee hat die Stadt beschossen und das Dorf ist nicht mehr da. " * 3, "English"),
}


@pytest.mark.parametrize("kind", BAD_REPORTS)
@pytest.mark.parametrize("way", ["file", "stdin"])
def test_a_report_that_cannot_be_read(tmp_path, kind, way):
    content, words = BAD_REPORTS[kind]
    content = content.encode() if isinstance(content, str) else content
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    message = bad("extract", path) if way == "file" else bad("extract", "-", text=content)
    assert words in message
    assert str(tmp_path) not in message


@pytest.mark.parametrize("date", ["2017-02-30", "yesterday", "", "22.02.2017", "2999-01-01"])
def test_an_impossible_publication_date(report, date):
    assert "publication date" in bad("extract", report, "--published", date)


def test_extract_refuses_what_it_does_not_know(report, tmp_path):
    assert "not there" in bad("extract", tmp_path / "none.txt")
    assert "folder" in bad("extract", tmp_path)
    assert "address" in bad("extract", "ftp://example.org/x")
    assert "choose json, table or geojson" in bad("extract", report, "--format", "xml")
    assert "--nope" in bad("extract", report, "--nope")
    assert "'article'" in bad("extract").lower()


# extract-many, ingest, evaluate


def test_extract_many_writes_one_file_each_and_names_what_failed(reports, tmp_path):
    (reports / "broken.txt").write_bytes(b"\0" * 50)
    out = tmp_path / "deep" / "out"
    message = bad("extract-many", reports, out, code=1)
    assert sorted(path.name for path in out.iterdir()) == ["r1.json", "r2.json"]
    assert json.loads((out / "r1.json").read_text("utf-8"))["events"][0]["killed"]["min"] == 21
    assert "broken.txt" in message
    assert "2 of 3 reports" in message


def test_extract_many_equals_extract(reports, tmp_path):
    good("extract-many", reports, tmp_path / "out")
    alone = json.loads(good("extract", reports / "r1.txt").stdout)
    assert json.loads((tmp_path / "out" / "r1.json").read_text("utf-8")) == alone


def test_extract_many_refuses_bad_folders(reports, report, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "not a folder" in bad("extract-many", tmp_path / "none", tmp_path / "out")
    assert "not a folder" in bad("extract-many", report, tmp_path / "out")
    assert "no report" in bad("extract-many", tmp_path / "empty", tmp_path / "out")
    assert "can't be made" in bad("extract-many", reports, report)
    (reports / "r1.md").write_text(REPORT)
    assert "r1" in bad("extract-many", reports, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_ingest_keeps_and_the_store_commands_work(reports, tmp_path):
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    assert "2 added, 0 known already" in good("ingest", reports, "--store", url).stderr
    assert "0 added, 2 known already" in good("ingest", reports, "--store", url).stderr
    assert "2 reports, no problems" in good("store", "check", "--store", url).stderr
    good("store", "backup", tmp_path / "copy.sqlite", "--store", url)
    assert "already" in bad("store", "backup", tmp_path / "copy.sqlite", "--store", url)
    article = json.loads(good("extract", reports / "r1.txt").stdout)["article"]["id"]
    good("store", "remove", article, "--store", url)
    assert "no report" in bad("store", "remove", article, "--store", url)
    assert run("store", "erase", "--store", url, text="n\n").exit_code == 130
    assert (tmp_path / "s.sqlite").exists()
    good("store", "erase", "--yes", "--store", url)
    assert not (tmp_path / "s.sqlite").exists()


def test_ingest_names_what_it_could_not_read(reports, tmp_path):
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    message = bad("ingest", reports / "r1.txt", tmp_path / "none.txt", "--store", url, code=1)
    assert "none.txt is not there" in message
    assert "1 added" in message


@pytest.mark.parametrize("url", ["nonsense", "sqlite://", "postgresql://u:hidden@localhost:1/x"])
def test_a_store_address_that_leads_nowhere(reports, url):
    message = bad("ingest", reports, "--store", url)
    assert "hidden" not in message


def test_a_damaged_store_is_said_in_one_line(reports, tmp_path):
    (tmp_path / "s.sqlite").write_bytes(b"noise" * 1000)
    assert "damaged" in bad("ingest", reports, "--store", f"sqlite:///{tmp_path / 's.sqlite'}")
    assert "damaged" in bad("store", "check", "--store", f"sqlite:///{tmp_path / 's.sqlite'}")


def test_evaluate_scores_and_lists_misses(reports, tmp_path):
    gold = tmp_path / "gold"
    gold.mkdir()
    made = json.loads(good("extract", reports / "r1.txt").stdout)
    (gold / "r1.json").write_text(json.dumps(made))
    figures = json.loads(good("evaluate", gold, reports, "--json").stdout)
    assert figures["toponyms"]["f1"] == figures["events"]["f1"] == 1
    made["events"][0]["killed"] = {"min": 3, "max": 3}
    (gold / "r1.json").write_text(json.dumps(made))
    shown = good("evaluate", gold, reports, "--misses").stdout
    assert "wrong killed" in shown
    (gold / "other.json").write_text(json.dumps(made))
    assert "no extraction for other" in good("evaluate", gold, reports).stderr


def test_evaluate_refuses_bad_folders(reports, tmp_path):
    assert "no gold files" in bad("evaluate", tmp_path / "none", reports)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "r1.json").write_text("{")
    assert "r1.json is not readable" in bad("evaluate", tmp_path / "gold", reports)


# geocode, control, change, map


def test_geocode():
    found = json.loads(good("geocode", "al-Sur, Deir Az Zor province", "--format", "json").stdout)
    assert (found["place_id"], found["admin1"], found["status"]) == ("as-suwar", "Deir ez-Zor", "matched")
    assert "As-Suwar" in good("geocode", "al-Sur, Deir Az Zor province").stdout


def test_geocode_of_nowhere_is_an_answer_with_a_reason():
    found = json.loads(good("geocode", "Qwertyville", "--format", "json").stdout)
    assert (found["status"], found["lat"]) == ("not_found", None)
    assert found["reason"]


def test_geocode_refuses_an_empty_name():
    assert "empty" in bad("geocode", " ")
    assert "choose" in bad("geocode", "Homs", "--format", "xml")


POINTS = """\
note,lat,place,lon
x,35.95,Raqqa,39.01
y,36.2,Aleppo,37.16
z,36.37,"Al-Bab, the town",37.52
far,25.0,Sea,20.0
"""


def test_control_of_points_keeps_their_order(small_data, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(POINTS, "utf-8")
    result = good("control", "--date", "2017-02-21", "--points", path)
    assert result.stdout.split("\n")[0] == "place,lat,lon,controller,status,confidence,basis"
    answers = rows(result)
    assert [row["place"] for row in answers] == ["Raqqa", "Aleppo", "Al-Bab, the town", "Sea"]
    assert [row["controller"] for row in answers] == ["isil", "government", "isil", "unknown"]
    assert answers[3]["status"] == "no_evidence"
    assert "c1" in answers[0]["basis"].split(";")
    later = rows(good("control", "--date", "2017-02-24", "--points", path))
    assert later[2]["controller"] == "sna"
    features = json.loads(good("control", "--date", "2017-02-21", "--points", path, "--format", "geojson").stdout)
    assert features["features"][0]["geometry"]["coordinates"] == [39.01, 35.95]


def test_control_without_points(small_data):
    holders = {row["place"]: row["controller"] for row in rows(good("control", "--date", "2017-02-21"))}
    assert (holders["Raqqa"], holders["Kobani"]) == ("isil", "sdf")
    drawn = json.loads(good("control", "--date", "2017-02-21", "--format", "geojson").stdout)
    layers = {feature["properties"]["layer"] for feature in drawn["features"]}
    assert layers == {"zones", "fronts", "places"}


def test_control_after_the_ledgers_day_says_so(small_data):
    assert "known up to 2017-02-28" in good("control", "--date", "2018-01-01").stderr


BAD_POINTS = {
    "a,b\n1,2\n": "column 'place'",
    "place,lat,lon\nX,north,3\n": "line 2, field lat",
    "place,lat,lon\nX,1,2\nY,1,181\n": "line 3, field lon",
    "place,lat,lon\nX,nan,2\n": "line 2, field lat",
    "place,lat,lon\nX,1\n": "line 2, field lon",
    "": "column 'place'",
}


@pytest.mark.parametrize("content", BAD_POINTS)
def test_a_broken_points_file_is_named_by_line_and_field(small_data, tmp_path, content):
    path = tmp_path / "points.csv"
    path.write_text(content)
    assert BAD_POINTS[content] in bad("control", "--date", "2017-02-21", "--points", path)


def test_control_refuses_bad_options(small_data, tmp_path):
    assert "--date" in bad("control", "--date", "2017-02-30")
    assert "--date" in bad("control")
    assert "not there" in bad("control", "--date", "2017-02-21", "--points", tmp_path / "none.csv")
    (tmp_path / "b.csv").write_bytes(b"\xff\xfe\x00place")
    assert "CSV" in bad("control", "--date", "2017-02-21", "--points", tmp_path / "b.csv")


def test_a_broken_ledger_is_named_by_file_line_and_field(small_data):
    ledger = small_data / "ledger" / "control.csv"
    ledger.write_text(ledger.read_text().replace("2014-01-14", "2014-01-99"))
    message = bad("control", "--date", "2017-02-21")
    assert "control.csv" in message
    assert "line 2" in message
    assert "date" in message


def test_change(small_data):
    changed = rows(good("change", "--from", "2017-02-21", "--to", "2017-02-24"))
    town = {"what": "place", "place": "Al-Bab", "loser": "isil", "winner": "sna", "since": "2017-02-23", "basis": "c5"}
    assert town | {"area_km2": "", "towns": "", "until": ""} in changed
    ground = next(row for row in changed if row["what"] == "ground" and row["winner"] == "sna")
    assert float(ground["area_km2"]) > 100
    assert (ground["loser"], ground["towns"], ground["basis"]) == ("isil", "1", "c5")
    drawn = json.loads(good("change", "--from", "2017-02-21", "--to", "2017-02-24", "--format", "geojson").stdout)
    assert {feature["properties"]["layer"] for feature in drawn["features"]} == {"ground", "places"}
    assert "earlier day first" in bad("change", "--from", "2017-02-24", "--to", "2017-02-21")


def test_map_writes_one_page(small_data, tmp_path):
    page = tmp_path / "map.html"
    good("map", "--date", "2017-02-21", "-o", page)
    text = page.read_text("utf-8")
    assert "21 February 2017" in text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_map_refuses_bad_targets_and_writes_nothing(small_data, tmp_path):
    assert "not there" in bad("map", "-o", tmp_path / "none" / "map.html")
    assert "folder" in bad("map", "-o", tmp_path)
    assert ".html" in bad("map", "-o", tmp_path / "map.png")
    assert "--date" in bad("map", "--date", "soon", "-o", tmp_path / "map.html")
    assert not (tmp_path / "map.html").exists()


# upkeep


def test_check_data_of_a_sound_folder(small_data):
    result = run("check-data")
    assert "5 claims" in result.stderr
    assert "ledger" not in result.stdout
    assert "reports" not in result.stdout


def test_check_data_names_file_line_and_field(small_data):
    ledger = small_data / "ledger" / "control.csv"
    ledger.write_text(ledger.read_text().replace("c2,aleppo", "c2,atlantis"))
    (small_data / "reports" / "bare.md").write_text(REPORT)
    (small_data / "gazetteer").unlink()
    (small_data / "gazetteer").mkdir()
    result = run("check-data")
    assert result.exit_code == 1
    assert "data/reports/bare.md, field outlet" in result.stdout
    assert str(small_data.parent) not in result.output


def test_updates_refuse_a_source_that_is_not_there(tmp_path):
    assert "not there" in bad("gazetteer", "update", "--from", tmp_path / "none")
    assert "not there" in bad("boundaries", "update", "--from", tmp_path / "none")


def test_app_refuses_a_port_that_is_none():
    assert "--port" in bad("app", "--port", "70000")
    assert "--port" in bad("app", "--port", "x")


def test_app_starts_streamlit_on_this_machine_alone(monkeypatch):
    started = []
    monkeypatch.setattr(os, "chdir", lambda path: None)
    monkeypatch.setattr(os, "execv", lambda program, args: started.append(args))
    good("app", "--port", "8599")
    (args,) = started
    assert {"--server.port=8599", "--server.address=localhost", "--browser.gatherUsageStats=false"} <= set(args)
    assert page_script().name == "streamlit_app.py"


# the whole program


def shell(*args, **kwargs):
    command = [str(Path(sys.executable).with_name("frontlines")), *map(str, args)]
    return subprocess.run(command, check=False, capture_output=True, timeout=120, **kwargs)


@pytest.mark.parametrize("args", [["nope"], ["store"], [], ["extract", "none.txt"], ["control", "--date"]])
def test_the_program_ends_bad_input_with_one_line(args):
    ended = shell(*args)
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert ended.stderr.count(b"\n") == 1
    assert b"Traceback" not in ended.stderr


def test_help_needs_no_heavy_room():
    script = "import sys; from frontlines.cli import app; print(*sorted(m.split('.')[0] for m in sys.modules))"
    loaded = set(
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    )
    assert not loaded & {"spacy", "geopandas", "pandas", "folium", "streamlit", "sqlalchemy", "shapely", "trafilatura"}


def test_a_reader_that_goes_away_is_no_error(report):
    program = Path(sys.executable).with_name("frontlines")
    command = f"{program} extract {report} 2>err.txt | head -c 5"
    ended = subprocess.run(["bash", "-c", command], check=False, capture_output=True, timeout=120, cwd=report.parent)
    assert ended.stdout == b'{\n "a'
    assert b"Traceback" not in (report.parent / "err.txt").read_bytes()


def test_outside_text_cannot_drive_a_terminal(tmp_path):
    assert plain("a\x1b[31mb\x07\nc\u202ed\x9be") == "a [31mb c d e"
    assert b"\x1b" not in shell("extract", "\x1b[31m.txt").stderr
