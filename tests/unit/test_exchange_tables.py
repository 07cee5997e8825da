"""What is taken away as data."""

import csv
import io
import json
from dataclasses import replace
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
from app_world import ARTICLE, event
from shapely import Point

from frontlines.exchange.tables import (
    CONTROL_COLUMNS,
    EVENT_COLUMNS,
    control_csv,
    control_geojson,
    events_csv,
    events_geojson,
)
from frontlines.model import Citation, MatchStatus, Placement

ARTICLES = {ARTICLE.id: ARTICLE}


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_events_as_a_table_and_as_features_say_the_same():
    told = [event(), event("e2", origin="ledger", article_id="", sources=(Citation("B", "https://example.org/b"),))]
    table, features = rows(events_csv(told, ARTICLES)), json.loads(events_geojson(told, ARTICLES))["features"]
    assert list(table[0]) == list(EVENT_COLUMNS) == list(features[0]["properties"])
    assert [row["sources"] for row in table] == ["https://example.org/1", "https://example.org/b"]
    assert (table[0]["killed_min"], table[0]["killed_max"], table[0]["date_from"]) == ("11", "", "2017-02-21")
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [40.653, 35.508]}
    for row, feature in zip(table, features, strict=True):
        assert row == {k: "" if v is None else str(v) for k, v in feature["properties"].items()}


def test_an_area_is_a_polygon_and_what_has_no_place_has_no_geometry():
    area = event(where=replace(event().where, area="around:as-suwar:5"))
    nowhere = event("e2", where=Placement(MatchStatus.NOT_FOUND))
    first, second = json.loads(events_geojson([area, nowhere], {}))["features"]
    assert first["geometry"]["type"] == "Polygon"
    assert second["geometry"] is None


def test_a_text_is_never_a_formula_and_numbers_stay():
    at = replace(event().where, lon=-1.5)
    (row,) = rows(events_csv([event(title="=HYPERLINK(1)", where=at)], ARTICLES))
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["lon"] == "-1.5"


def test_control_as_a_table_and_as_features():
    frame = {"name": ["Raqqa"], "lat": [35.95], "lon": [39.01], "holder": ["isil"], "other": [None]}
    frame |= {"status": ["held"], "since": [pd.NaT], "confidence": [0.9], "basis": ["c1"]}
    states = gpd.GeoDataFrame(frame, geometry=[Point(39.01, 35.95)], crs=4326)
    picture = SimpleNamespace(states=states, zones=states.iloc[:0], fronts=states.iloc[:0])
    (row,) = rows(control_csv(picture))
    assert list(row) == list(CONTROL_COLUMNS)
    assert (row["place"], row["controller"], row["since"], row["other"]) == ("Raqqa", "isil", "", "")
    (feature,) = json.loads(control_geojson(picture))["features"]
    assert (feature["properties"]["layer"], feature["properties"]["name"]) == ("places", "Raqqa")
