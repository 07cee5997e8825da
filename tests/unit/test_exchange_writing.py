"""Five formats: what is written comes back the same, whole or not at all, and says what it is."""

import csv
import io
import json
import string
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
from exchange_world import read_back, told
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from shapely import LineString, MultiPolygon, Point, box

from frontlines.errors import InputError
from frontlines.exchange.columns import Column, layer_of
from frontlines.exchange.formats import FORMATS
from frontlines.exchange.manifest import Made, manifest_of
from frontlines.exchange.rows import unguarded
from frontlines.exchange.writing import content, write

COLUMNS = (
    Column("id", "text", "the id"),
    Column("title", "text", "words"),
    Column("sources", "text", "where from"),
    Column("date_from", "date", "day"),
    Column("killed_min", "int", "people"),
    Column("lon", "real", "degrees"),
    Column("sensitive", "flag", "care"),
)
SHAPES = [
    Point(40.653, 35.508),
    None,
    box(36.1, 33.2, 37.4, 34.5),
    MultiPolygon([box(36, 33, 37, 34), box(38, 33, 39, 35)]),
]
MADE = Made("0", "rules", date(2017, 2, 28), "abc", datetime(2020, 1, 1, tzinfo=UTC))
KML = "{http://www.opengis.net/kml/2.2}"


def layer(titles, *, name="events", shapes=None, **changes):
    count = len(titles)
    data = {
        "id": [f"e{n}" for n in range(count)],
        "title": titles,
        "sources": ["https://example.org/?a=1&b=2|A paper"] * count,
        "date_from": [date(2017, 2, 21 + n % 3) if n % 4 != 3 else None for n in range(count)],
        "killed_min": [n if n % 3 else None for n in range(count)],
        "lon": [-1.5, None, 36.25, 40.653][:count] if count <= 4 else [n / 7 for n in range(count)],
        "sensitive": [n % 2 == 0 if n % 5 else None for n in range(count)],
    } | changes
    geometry = np.array((shapes or SHAPES * (count // 4 + 1))[:count], dtype=object)
    return layer_of(name, COLUMNS, data, geometry)


def manifest(*layers):
    return manifest_of("events", layers, MADE, {"columns": "ours"})


HOSTILE = ["=HYPERLINK(1)", "<script>alert(1)</script> & ]]> \x07", 'الصور, "quoted"\nand a line', " \t@SUM(A1)"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_written_comes_back_the_same(suffix, tmp_path):
    one = layer(HOSTILE)
    write([one], tmp_path / f"out{suffix}", manifest(one))
    assert read_back(tmp_path / f"out{suffix}", one) == told(one)


@pytest.mark.parametrize("suffix", FORMATS)
def test_several_layers_stay_apart(suffix, tmp_path):
    zones = layer(["a", "b"], name="zones", shapes=[box(36.1, 33, 37, 34.5), SHAPES[3]])
    lines = layer(["c"], name="fronts", shapes=[LineString([(37, 33.25), (37.5, 34)])])
    write([zones, lines], tmp_path / f"out{suffix}", manifest(zones, lines))
    for one in (zones, lines):
        assert read_back(tmp_path / f"out{suffix}", one, several=True) == told(one)
    if suffix == ".gpkg":
        assert pyogrio.list_layers(tmp_path / "out.gpkg").tolist() == [
            ["zones", "MultiPolygon"],
            ["fronts", "LineString"],
        ]


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_to_write_is_an_empty_table(suffix, tmp_path):
    none = layer([])
    write([none], tmp_path / f"out{suffix}", manifest(none))
    if suffix == ".parquet":
        assert len(gpd.read_parquet(tmp_path / f"out{suffix}")) == 0
    else:
        assert pyogrio.read_info(tmp_path / f"out{suffix}", force_feature_count=True)["features"] == 0


TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from(string.printable + "=+-@'＝|%<>&;\r\nالصور"), st.characters()), max_size=12
)


@settings(max_examples=8, deadline=None, database=None)
@given(titles=st.lists(TEXTS, min_size=1, max_size=5), number=st.integers(0, 2**53))
def test_any_text_comes_back_the_same_in_every_format(titles, number):
    one = layer(titles, killed_min=[number] * len(titles), lon=[1.25] * len(titles))
    with TemporaryDirectory() as folder:
        for suffix in FORMATS:
            write([one], Path(folder) / f"out{suffix}", manifest(one))
            assert read_back(Path(folder) / f"out{suffix}", one) == told(one), suffix


@settings(max_examples=60, deadline=None, database=None)
@given(text=TEXTS)
def test_the_guard_against_formulas_can_be_taken_back(text):
    one = layer([f"x{text}", text])
    table = list(csv.reader(io.StringIO(content([one], ".csv", {}).decode(), newline="")))
    assert table[0] == [*(column.name for column in COLUMNS), "WKT"]
    cells = [row[1] for row in table[1:]]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝", "|", "%")) for cell in cells)
    assert [unguarded(cell) for cell in cells] == [
        value or "" for value in one.frame["title"].astype(object).fillna("")
    ]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "'=1", "' =1", "|cmd", "%0A=1"]
)
def test_a_cell_is_never_a_formula(cell):
    rows = list(csv.reader(io.StringIO(content([layer([cell])], ".csv", {}).decode(), newline="")))
    assert rows[1][1] == f"'{cell.strip()}"
    assert unguarded(rows[1][1]) == cell.strip()
    assert rows[1][5] == "-1.5"


def test_a_text_without_danger_is_left_as_it_is():
    rows = list(csv.reader(content([layer(["'Ayn Issa", "a=b", "5 - 6"])], ".csv", {}).decode().splitlines()))
    assert [row[1] for row in rows[1:]] == ["'Ayn Issa", "a=b", "5 - 6"]


def test_kml_has_names_words_days_colours_and_no_tags_from_outside(tmp_path):
    one = layer(["<b>Raqqa</b>", "plain"])
    write([one], tmp_path / "out.kml", manifest(one))
    tree = etree.parse(str(tmp_path / "out.kml"))
    marks = list(tree.iter(f"{KML}Placemark"))
    assert [mark.findtext(f"{KML}name") for mark in marks] == ["‹b›Raqqa‹/b›", "plain"]
    assert marks[0].findtext(f".//{KML}begin").startswith("2017-02-21")
    words = marks[0].findtext(f"{KML}description")
    assert '<a href="https://example.org/?a=1&amp;b=2">' in words
    assert "<b>" not in words
    styles = {style.get("id") for style in tree.iter(f"{KML}Style")}
    assert {mark.findtext(f"{KML}styleUrl")[1:] for mark in marks} <= styles


def test_the_manifest_stands_beside_and_inside(tmp_path):
    one = layer(["a", "b"])
    for suffix in FORMATS:
        path = tmp_path / f"out{suffix}"
        beside = json.loads(write([one], path, manifest(one)).read_text("utf-8"))
        assert (beside["rows"], beside["made"], beside["content_hash"]) == (2, "2020-01-01T00:00:00+00:00", "abc")
        assert beside["file"]["bytes"] == path.stat().st_size
        assert [c["name"] for c in beside["layers"][0]["columns"]] == [c.name for c in COLUMNS]
        assert {"name": "example.org", "rows": 2} in beside["sources"]
    told_inside = json.loads((tmp_path / "out.geojson").read_text("utf-8"))["frontlines"]
    assert told_inside == manifest(one)
    assert json.loads(pyogrio.read_info(tmp_path / "out.gpkg")["dataset_metadata"]["frontlines"]) == manifest(one)
    assert gpd.read_parquet(tmp_path / "out.parquet").attrs["frontlines"] == manifest(one)


def test_nothing_half_written_stands_there(tmp_path, monkeypatch):
    path = tmp_path / "out.gpkg"
    one = layer(["a"])
    write([one], path, manifest(one))
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    broken = layer(["b"], name="a" * 5)

    def full(*args, **kwargs):
        Path(args[1]).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("frontlines.exchange.writing.pyogrio.write_dataframe", full)
    with pytest.raises(InputError, match=r"out\.gpkg can't be written \(No space left on device\)"):
        write([broken], path, manifest(broken))
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_bad_name_is_told_in_one_line(tmp_path):
    with pytest.raises(InputError, match=r"says no format: give a name that ends in \.geojson"):
        write([layer(["a"])], tmp_path / "out.xlsx", {})
    with pytest.raises(InputError, match="is not there"):
        write([layer(["a"])], tmp_path / "no" / "out.csv", {})
