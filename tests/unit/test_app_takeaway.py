"""The data that the page hands out: every table in every form, with its manifest."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace

import pytest
from test_takeout import KNOWN

from frontlines.app import takeaway
from frontlines.control import change, picture
from frontlines.takeout import Choice

DAY = date(2017, 2, 24)
ARTICLES = {article.id: article for article in KNOWN.articles}
SHOWN = SimpleNamespace(
    articles=ARTICLES, claims=KNOWN.claims, known_up_to=KNOWN.known_up_to, content_hash=KNOWN.content_hash
)


@pytest.fixture
def offered(monkeypatch):
    """Give what is offered as {file name: the content}, without a page."""
    found = {}
    monkeypatch.setattr(takeaway, "_button", lambda label, data, name, mime: found.update({name: data}))
    return found


@pytest.mark.parametrize(("form", "how"), takeaway.FORMS.items())
def test_the_list_of_events_in_every_form(form, how, offered):
    suffix, columns = how

    def layers():
        return takeaway._layers("events", columns, SHOWN, None, KNOWN.events)

    chosen = Choice("events", day=DAY, columns=columns)
    takeaway.offer(layers, chosen, suffix=suffix, name="x", world=SHOWN, view={"d": "2017-02-24"})
    assert list(offered) == [f"x{suffix}", f"x{suffix}.manifest.json"]
    manifest = json.loads(offered[f"x{suffix}.manifest.json"]())
    assert (manifest["rows"], manifest["view"]) == (4, {"d": "2017-02-24"})
    told = offered[f"x{suffix}"]()
    if suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(told.decode())))
        assert [*rows[0]][: len(manifest["layers"][0]["columns"])] == [
            column["name"] for column in manifest["layers"][0]["columns"]
        ]
        assert len(rows) == 4
    else:
        assert len(told) > 1000


@pytest.mark.parametrize(
    ("what", "names", "ids"),
    [
        ("control", ["zones", "places"], None),
        ("fronts", ["fronts"], None),
        ("claims", ["claims"], ["c-raqqa-2014-01-14", "c-kobani-2015-01-26", "c-al-bab-2017-02-23"]),
    ],
)
def test_control_fronts_and_claims_of_the_day(what, names, ids):
    made = takeaway._layers(what, "ours", SHOWN, picture(KNOWN.claims, DAY), ())
    assert [layer.name for layer in made] == names
    assert all(len(layer.frame) for layer in made)
    if ids:
        assert list(made[0].frame["id"]) == ids
        earlier = takeaway._layers(what, "ours", SHOWN, picture(KNOWN.claims, date(2017, 2, 1)), ())
        assert list(earlier[0].frame["id"]) == ids[:2]


def test_change_is_offered_with_both_days_in_its_name(offered, monkeypatch):
    monkeypatch.setattr(
        takeaway, "load_change", lambda world, a, b: change(*(picture(KNOWN.claims, d) for d in (a, b)))
    )
    monkeypatch.setattr(takeaway.st, "selectbox", lambda *_, **__: "GeoJSON")
    takeaway.change_popover(SHOWN, DAY, DAY)
    assert offered == {}
    takeaway.change_popover(SHOWN, date(2017, 2, 1), DAY)
    told = json.loads(offered["frontlines-change-2017-02-01-to-2017-02-24.geojson"]())
    assert {feature["properties"]["layer"] for feature in told["features"]} == {"ground", "places"}
    assert told["frontlines"]["selection"]["start"] == "2017-02-01"
