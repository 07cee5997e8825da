"""GeoJSON, GeoPackage and any CSV come in by a mapping file, and hostile files do no harm."""

import gzip
import json
import sqlite3
import zipfile
from datetime import date

import geopandas as gpd
import pytest
from import_files import ACLED, acled_file, acled_row, write_csv
from shapely import Point, box

from frontlines.errors import InputError
from frontlines.exchange import rows
from frontlines.exchange.importing import read_set
from frontlines.exchange.rows import clean, csv_rows, inert

MAPPING = """
[set]
name = "A diary of Homs"
licence = "CC0"
attribution = "Somebody"

[columns]
type = "what"
date = "day"
place = "town"
admin1 = "province"
lat = "y"
lon = "x"
side_a = "who"
side_b = "whom"
killed_best = "dead"

[read]
required = ["date", "type"]

[types]
raid = "ground_attack"
shots = { type = "clash", sides = "both", words = "Shooting" }

[actors]
"The Band" = "Syrian opposition"
"""


def mapping(folder, text=MAPPING):
    path = folder / "diary.toml"
    path.write_text(text, "utf-8")
    return path


def diary(folder, *rows_, text=MAPPING, **options):
    columns = ["what", "day", "town", "province", "y", "x", "who", "whom", "dead"]
    path = write_csv(folder / "diary.csv", columns, rows_, **options)
    return read_set(path, "csv", mapping=mapping(folder, text))


ROW = {
    "what": "raid",
    "day": "03/04/2017",
    "town": "Talbiseh",
    "y": "34.84",
    "x": "36.73",
    "who": "The Band",
    "dead": "2",
}


@pytest.mark.parametrize(
    "options", [{}, {"delimiter": ";"}, {"delimiter": "\t"}, {"encoding": "utf-16"}, {"encoding": "cp1252"}]
)
def test_a_csv_comes_in_by_its_mapping(tmp_path, options):
    made = diary(tmp_path, ROW, ROW | {"what": "Shots", "whom": "café"}, **options)
    assert made.faults == []
    raid, shots = made.events
    assert (raid.type, raid.actors, raid.killed.min, raid.when.start) == (
        "ground_attack", ("Syrian opposition",), 2, date(2017, 4, 3)
    )  # fmt: skip
    assert (shots.type, shots.actors, shots.title) == ("clash", ("Syrian opposition", "café"), "Shooting at Talbiseh")
    assert (made.dataset.id, made.dataset.name, made.dataset.licence) == ("diary", "A diary of Homs", "CC0")


def test_the_same_row_has_the_same_id_wherever_it_stands(tmp_path):
    first = diary(tmp_path, ROW, ROW | {"dead": "3"}).events
    second = diary(tmp_path, ROW | {"dead": "3"}, ROW).events
    assert {event.id for event in first} == {event.id for event in second}


def test_a_place_without_coordinates_is_looked_up(tmp_path):
    found, lost = diary(
        tmp_path, ROW | {"y": "", "x": "", "province": "Homs"}, ROW | {"y": "", "x": "", "town": "Xyzzyville"}
    ).events
    assert (found.where.name, found.where.admin1) == ("Talbiseh", "Homs")
    assert (lost.where.lat, lost.where.status) == (None, "not_found")


def test_a_type_that_the_mapping_lacks_is_named(tmp_path):
    made = diary(tmp_path, ROW, ROW | {"what": "picnic"})
    assert [fault.reason for fault in made.faults] == ["its type 'picnic' is not in the mapping: add it under [types]"]


def test_holders_become_claims(tmp_path):
    path = tmp_path / "held.csv"
    path.write_text("name,lat,lon,date,controller\nAl-Bab,36.37,37.52,2017-02-01,isil\nA,36,37,2017-02-01,nobody\n")
    made = read_set(path, "csv")
    (claim,) = made.claims
    assert (claim.holder, claim.status, claim.where.place_id) == ("ISIL", "held", "al-bab")
    assert made.events == []
    assert made.faults[0].reason == "its holder 'nobody' is no party that Frontlines knows: add it under [actors]"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[columns", "is not TOML"),
        ("x = 1", "a section 'x'"),
        ("[sets]\nname = 'x'", "a section 'sets'"),
        ("[columns]\nfoo = 'bar'", "'foo' is none of"),
        ("[columns]\ndate = []", "can't be used"),
        ("[columns]\ndate = 'd'\n[types]\nx = 'party'", "'party' is none of"),
        ("[columns]\ndate = 'd'\n[place_precision]\n1 = { precision = 99 }", "99 is not a whole number"),
        ("[columns]\nplace = 'p'", "'date' is missing"),
        ("[columns]\ndate = 'd'\n[actors]\nX = 'Nobody'", "'Nobody' is no party"),
        ("[" * 5000, "is not TOML"),
    ],
)
def test_a_mapping_that_cant_be_used_is_named(tmp_path, text, said):
    with pytest.raises(InputError) as raised:
        diary(tmp_path, ROW, text=text)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


def feature(geometry, **properties):
    told = {"type": "shelling", "date": "2017-02-21", "place": "Talbiseh"} | properties
    return {"type": "Feature", "properties": told, "geometry": geometry}


POINT = {"type": "Point", "coordinates": [36.73, 34.84]}


def test_geojson_comes_in_and_bad_features_are_named(tmp_path):
    square = {"type": "Polygon", "coordinates": [[[36, 35], [36.2, 35], [36.2, 35.2], [36, 35.2], [36, 35]]]}
    path = tmp_path / "some.geojson"
    path.write_text(
        collection(
            feature(POINT, id="a"),
            feature(square, id="b"),
            feature({"type": "Point", "coordinates": ["x"]}, id="c"),
            feature({"type": "Blob"}, id="d"),
            "no feature",
            feature(None, id="e"),
        )
    )
    made = read_set(path, "geojson")
    spot, area, named = made.events
    assert (spot.where.lat, spot.where.lon, spot.where.area) == (34.84, 36.73, None)
    assert area.where.area.startswith("disc:35.1000,36.1000:")
    assert named.where.name == "Talbiseh"
    assert [fault.number for fault in made.faults] == [3, 4, 5]
    assert made.dataset.licence == "not stated"


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "not json", '{"features": 3}', "[" * 100_000, '{"features": [' + '{"a":' * 50_000]
)
def test_what_is_no_geojson_is_refused_in_one_sentence(tmp_path, text):
    path = tmp_path / "some.geojson"
    path.write_text(text)
    with pytest.raises(InputError, match=r"some\.geojson"):
        read_set(path, "geojson")


def geopackage(path, layer="rows", **options):
    frame = gpd.GeoDataFrame(
        {"id": ["a"], "type": ["air_strike"], "date": ["2017-02-21"], "killed_min": [4]},
        geometry=[Point(36.73, 34.84)],
        crs=4326,
    )
    frame.to_crs(options.get("crs", 4326)).to_file(path, layer=layer, driver="GPKG", engine="pyogrio")
    return path


@pytest.mark.parametrize("crs", [4326, 3857, 32637])
def test_a_geopackage_comes_in_from_any_coordinate_system(tmp_path, crs):
    (event,) = read_set(geopackage(tmp_path / "some.gpkg", crs=crs), "gpkg").events
    assert (round(event.where.lat, 5), round(event.where.lon, 5)) == (34.84, 36.73)
    assert (event.killed.min, event.killed.max, event.id) == (4, None, "some:a")


def test_of_several_layers_one_is_named(tmp_path):
    path = geopackage(geopackage(tmp_path / "some.gpkg"), layer="more")
    with pytest.raises(InputError, match="the layers more, rows: name the one with the rows by --layer"):
        read_set(path, "gpkg")
    assert len(read_set(path, "gpkg", layer="more").events) == 1
    with pytest.raises(InputError, match="has no layer 'other'"):
        read_set(path, "gpkg", layer="other")


def test_a_geopackage_of_noise_or_cut_short_is_refused(tmp_path):
    whole = geopackage(tmp_path / "some.gpkg").read_bytes()
    for content in (
        b"\x13\x37" * 5000,
        whole[:4000],
        whole[:100] + b"\xff" * 9000,
        b"SQLite format 3\x00" + b"\x00" * 500,
    ):
        path = tmp_path / "bad.gpkg"
        path.write_bytes(content)
        with pytest.raises(InputError, match=r"bad\.gpkg"):
            read_set(path, "gpkg")


def test_a_strangers_view_is_not_run(tmp_path):
    path = geopackage(tmp_path / "some.gpkg")
    with sqlite3.connect(path) as connection:
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom FROM n"
        connection.execute(f"CREATE VIEW trap AS {endless}")
        connection.execute("UPDATE gpkg_contents SET table_name = 'trap'")
    connection.close()
    with pytest.raises(InputError, match="has no layer"):
        read_set(path, "gpkg")


def test_another_programs_file_by_a_false_name_is_not_opened(tmp_path):
    path = tmp_path / "some.gpkg"
    path.write_text('<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>')
    with pytest.raises(InputError, match="not a GeoPackage"):
        read_set(path, "gpkg")


def test_archives_are_never_unpacked(tmp_path):
    packed = tmp_path / "acled.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("acled.csv", "0" * 1_000_000)
    pressed = tmp_path / "acled.csv.gz"
    pressed.write_bytes(gzip.compress(b"0" * 1_000_000))
    for path in (packed, pressed):
        for kind in ("acled", "geojson", "gpkg"):
            with pytest.raises(InputError, match="is an archive: unpack it"):
                read_set(path, kind)


def test_files_that_are_none_or_too_large_are_refused(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="can't be read"):
        read_set(tmp_path / "nothing.csv", "acled")
    with pytest.raises(InputError, match="is not a file"):
        read_set(tmp_path, "acled")
    (tmp_path / "empty.csv").touch()
    with pytest.raises(InputError, match="is empty"):
        read_set(tmp_path / "empty.csv", "acled")
    path = acled_file(tmp_path, acled_row())
    monkeypatch.setattr(rows, "MAX_BYTES", 100)
    with pytest.raises(InputError, match="is larger than"):
        rows.check_size(path, rows.MAX_BYTES)


def test_binary_noise_and_other_tables_are_refused(tmp_path):
    path = tmp_path / "acled.csv"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(InputError, match="is no text file"):
        read_set(path, "acled")
    path.write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match="lacks the column event_id_cnty or data_id"):
        read_set(path, "acled")
    path.write_text("a,a\n1,2\n")
    with pytest.raises(InputError, match="two columns named 'a'"):
        read_set(path, "acled")


def test_a_row_with_a_missing_quote_or_a_huge_cell_spoils_no_other(tmp_path):
    path = acled_file(
        tmp_path, acled_row(), acled_row(event_id_cnty="b", notes="x" * 140_000), acled_row(event_id_cnty="c")
    )
    with path.open("a") as file:
        file.write("only,three,cells\n")
    made = read_set(path, "acled")
    assert [event.id for event in made.events] == ["acled:SYR900001", "acled:c"]
    assert [fault.number for fault in made.faults] == [3, 5]


def test_a_quote_that_is_never_closed_says_how_far_it_reaches(tmp_path):
    path = acled_file(tmp_path, acled_row())
    with path.open("a") as file:
        file.write('SYR1,"2017-02-21,2017\nSYR2,2017-02-21\nSYR3,2017-02-21\n')
    made = read_set(path, "acled")
    assert len(made.events) == 1
    assert "(up to line 5)" in made.faults[0].reason


def test_texts_are_kept_short_and_without_control_characters(tmp_path):
    row = acled_row(notes="a\x00b\u202ec\x1b[31m" + "d" * 9000, location="Name\r\nof\u200ba  place", source="x" * 900)
    path = tmp_path / "acled.csv"
    write_csv(
        path, ACLED, [acled_row(event_id_cnty="a"), *([acled_row(event_id_cnty=f"n{n}") for n in range(400)]), row]
    )
    (event,) = (one for one in read_set(path, "acled").events if one.id == "acled:SYR900001")
    assert event.where.name == "Name ofa place"
    assert event.notes[0].startswith("abc[31md")
    assert len(event.notes[0]) == 4000
    assert len(event.sources[0].title) == 300


def test_formulas_come_in_as_text_and_leave_as_text():
    assert clean("=HYPERLINK(1)") == "=HYPERLINK(1)"
    assert [inert(text) for text in ("=1", "+1", "-1", "@x", " =1", "a=1")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@x",
        "' =1",
        "a=1",
    ]


def test_memory_stays_flat_since_rows_come_one_by_one(tmp_path):
    path = acled_file(tmp_path, *[acled_row(event_id_cnty=str(n)) for n in range(5)])
    reader = csv_rows(path)
    assert next(reader).values["event_id_cnty"] == "0"
    assert next(reader).number == 3


def test_what_was_given_away_comes_back(tmp_path):
    areas = gpd.GeoDataFrame(
        {"id": ["x"], "type": ["clash"], "date_from": ["2017-02-21"], "date_to": ["2017-02-22"], "date_precision": [2],
         "area": ["north:hama-governorate"], "place_precision": [4], "actors": ["HTS|ISIL"],
         "killed_min": [1], "killed_max": [5], "sources": ["https://example.org/a|A paper"], "certainty": [0.6]},
        geometry=[box(36, 35, 37, 36)], crs=4326,
    )  # fmt: skip
    path = tmp_path / "back.geojson"
    areas.to_file(path, driver="GeoJSON", engine="pyogrio")
    (event,) = read_set(path, "geojson").events
    assert (event.where.area, event.where.precision) == ("north:hama-governorate", 4)
    assert (event.actors, event.killed.max, event.certainty) == (("HTS", "ISIL"), 5, 0.6)
    assert (event.when.end, event.when.precision) == (date(2017, 2, 22), 2)
    assert [source.url for source in event.sources[:2]] == ["https://example.org/a", None]
