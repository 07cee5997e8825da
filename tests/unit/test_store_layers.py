"""Events and claims as layers that GIS programs open: what they read is what the reports tell."""

import sqlite3
import warnings
from contextlib import closing
from dataclasses import replace

import geopandas as gpd
import pyogrio
import shapely
from sqlalchemy import text
from store_world import extraction

from frontlines.geography.areas import shape_of
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import Range
from frontlines.store import Store
from frontlines.store.engine import Database

AREA = "north:aleppo-governorate"
WEST_OF_AL_BAB, AROUND_AL_BAB = (36.0, 36.0, 37.5, 37.0), (37.5, 36.3, 37.6, 36.4)


def areal(number=7):
    told = extraction(number)
    (event,), (claim,) = told.events, told.claims
    where = replace(event.where, area=AREA, precision=4)
    return replace(told, events=(event, replace(event, id="e2", where=where)), claims=(replace(claim, where=where),))


def layer(url, name, box=None):
    """Read a layer as a GIS program would: the file by GDAL, the server by a query on its geometry."""
    database = Database(url)
    if database.file:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*non conformant file extension")
            return pyogrio.read_dataframe(database.file, layer=name, bbox=box, fid_as_index=True)
    column = "shape" if name.endswith("areas") else "spot"
    where = f" WHERE {column} && ST_MakeEnvelope({box[0]}, {box[1]}, {box[2]}, {box[3]}, 4326)" if box else ""
    with database.engine.connect() as connection:
        frame = gpd.read_postgis(text(f"SELECT * FROM {name}{where}"), connection, geom_col=column)  # noqa: S608
    return frame.rename_geometry("geometry").set_index("fid")


def test_a_program_reads_the_spots_of_the_living_store(store_url):
    store = Store(store_url)
    store.add(extraction(1))
    store.add(extraction(2))
    seen = layer(store_url, "events")
    assert seen.crs == "EPSG:4326"
    assert list(seen.geometry) == [shapely.Point(37.52, 36.37)] * 2
    assert list(seen["owner"]) == [extraction(n).article.id for n in (1, 2)]
    first = seen.iloc[0]
    assert (first["type"], first["title"], first["actors"]) == ("air_strike", "Air strike on Al-Bab", "Turkey")
    assert (str(first["day_from"])[:10], first["killed_min"], first["status"]) == ("2017-02-22", 11, "claimed")
    held = layer(store_url, "claims").iloc[0]
    assert (held["holder"], held["place"], held.geometry) == ("ISIL", "Al-Bab", shapely.Point(37.52, 36.37))


def test_a_box_finds_what_lies_in_it(store_url):
    Store(store_url).add(extraction())
    assert len(layer(store_url, "events", AROUND_AL_BAB)) == 1
    assert len(layer(store_url, "events", WEST_OF_AL_BAB)) == 0


def test_what_is_known_to_an_area_is_that_area_and_never_a_point(store_url):
    Store(store_url).add(areal())
    spots, areas = layer(store_url, "events"), layer(store_url, "event_areas")
    assert [point is None for point in spots.sort_values("event_id").geometry] == [False, True]
    assert list(areas["event_id"]) == ["e2"]
    drawn = areas.geometry.iloc[0]
    assert drawn.geom_type == "MultiPolygon"
    assert shapely.equals(drawn, shape_of(AREA, load_gazetteer()))
    assert list(layer(store_url, "claim_areas")["expression"]) == [AREA]
    assert list(layer(store_url, "claims").geometry) == [None]


def test_a_shape_is_kept_once_however_many_lie_in_it(store_url):
    store = Store(store_url)
    store.add(areal(1))
    store.add(areal(2))
    assert len(layer(store_url, "areas")) == 1
    assert len(layer(store_url, "event_areas")) == 2
    store.remove(areal(1).article.id)
    assert len(layer(store_url, "areas")) == 1
    store.remove(areal(2).article.id)
    assert [len(layer(store_url, name)) for name in ("areas", "events", "claims", "event_areas")] == [0, 0, 0, 0]


def test_a_newer_reading_takes_the_places_of_the_old_ones(store_url):
    store = Store(store_url)
    store.add(areal())
    (event, _), told = areal().events, areal()
    moved = replace(event, where=replace(event.where, lat=35.0, lon=38.0))
    store.add(replace(told, events=(moved,), reader="2"))
    assert list(layer(store_url, "events").geometry) == [shapely.Point(38.0, 35.0)]
    assert len(layer(store_url, "events", AROUND_AL_BAB)) == 0
    assert len(layer(store_url, "event_areas")) == 0
    assert store.check() == []


def test_an_area_that_the_gazetteer_does_not_know_is_kept_undrawn(store_url):
    told = areal()
    event = replace(told.events[0], where=replace(told.events[0].where, area="no-such-place"))
    Store(store_url).add(replace(told, events=(event,), claims=()))
    assert list(layer(store_url, "events").geometry) == [None]
    assert next(Store(store_url).extractions()).events[0].where.area == "no-such-place"


def test_absurd_numbers_do_not_stop_a_report(store_url):
    told = extraction()
    event = told.events[0]
    absurd = replace(event, killed=Range(10**30, None), where=replace(event.where, lat=float("nan")))
    assert Store(store_url).add(replace(told, events=(absurd,))) is True
    assert layer(store_url, "events")["killed_min"].tolist() == [2**63 - 1]


def test_an_area_is_drawn_anew_when_boundaries_have_changed(store_url, monkeypatch):
    store = Store(store_url)
    store.add(areal(1))
    box = shapely.box(36, 35, 37, 36)
    monkeypatch.setattr("frontlines.geography.areas.shape_of", lambda *_: box)
    store.add(areal(2))
    assert not shapely.equals(layer(store_url, "areas").geometry.iloc[0], box)
    monkeypatch.setattr("frontlines.geography.boundaries.stamp", lambda: ("", 5))
    store.add(areal(3))
    assert [shapely.equals(shape, box) for shape in layer(store_url, "event_areas").geometry] == [True] * 3


def test_the_file_is_a_geopackage_while_it_is_written_to(tmp_path):
    path = tmp_path / "store.gpkg"
    store = Store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode")
        store.add(areal(1))
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM events").fetchone() == (2,)
        store.add(areal(2))
        # A file that is not quite a GeoPackage is read with warnings, which are errors here.
        assert [tuple(row) for row in sorted(pyogrio.list_layers(path).tolist()) if row[1]] == [
            ("areas", "MultiPolygon"),
            ("claim_areas", "MultiPolygon"),
            ("claims", "Point"),
            ("event_areas", "MultiPolygon"),
            ("events", "Point"),
        ]
        assert len(pyogrio.read_dataframe(path, layer="events")) == 4
    told = pyogrio.read_info(path, layer="events")
    assert (told["driver"], told["crs"], told["capabilities"]["fast_spatial_filter"]) == ("GPKG", "EPSG:4326", True)


def test_a_spatial_query_on_the_server_goes_by_the_index(postgres):
    url = postgres.empty_database()
    Store(url).add(areal())
    database = Database(url)
    with database.engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        asked = "EXPLAIN SELECT * FROM events WHERE spot && ST_MakeEnvelope(37, 36, 38, 37, 4326)"
        assert "Index Scan using ix_events_spot" in "\n".join(connection.execute(text(asked)).scalars())
        near = (
            "SELECT count(*) FROM events WHERE ST_DWithin(spot::geography, ST_MakePoint(37.5, 36.4)::geography, 5000)"
        )
        assert connection.execute(text(near)).scalar() == 1
        kinds = "SELECT f_table_name, type, srid FROM geometry_columns WHERE f_table_schema = 'public' ORDER BY 1"
        assert [tuple(row) for row in connection.execute(text(kinds))] == [
            ("areas", "MULTIPOLYGON", 4326),
            ("claim_areas", "MULTIPOLYGON", 4326),
            ("claims", "POINT", 4326),
            ("event_areas", "MULTIPOLYGON", 4326),
            ("events", "POINT", 4326),
        ]
    Store(url).close()
