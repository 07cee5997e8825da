"""The war in figures, and the charts that show it."""

from dataclasses import replace
from datetime import date

import pytest
import streamlit as st
from app_world import day, event
from streamlit.testing.v1 import AppTest

from frontlines.app import charts
from frontlines.app.over_time import picked_day
from frontlines.app.series import (
    NOT_HELD,
    Killed,
    Sample,
    events_by_week,
    kept_in,
    killed_by_month,
    sample_days,
    sampled,
)
from frontlines.model import Range, When

SAMPLES = (
    Sample(date(2014, 1, 1), {"government": 60.0, NOT_HELD: 40.0}, {"government": 3}, {}),
    Sample(
        date(2014, 2, 1), {"government": 30.0, "isil": 70.0}, {"government": 1, "isil": 3}, {"government|isil": 90.0}
    ),
)


def values(chart, layer: int) -> list[dict]:
    spec = chart.to_dict()
    return spec["datasets"][spec["layer"][layer]["data"]["name"]]


def test_months_are_sampled_from_the_first_day_to_the_last():
    assert sample_days(date(2011, 5, 9)) == (
        date(2011, 3, 15),
        date(2011, 4, 1),
        date(2011, 5, 1),
        date(2011, 5, 9),
    )
    assert sample_days(date(2011, 3, 15)) == (date(2011, 3, 15),)


def test_killed_are_summed_as_ranges_and_open_ends_are_counted():
    told = [
        event("a", killed=Range(11, None, "at least 11")),
        event("b", killed=Range(3, 5, "3 to 5"), when=day(2017, 2, 1)),
        event("c", killed=Range(9, 9, "nine"), status="denied"),
        event("d", killed=Range(5000, 13000, "thousands"), type="detention"),
        event("e", killed=Range(70, 70, "70"), when=When(date(2017, 1, 1), date(2017, 3, 1), 4, "", "")),
        event("f", killed=None),
        event("g", killed=Range(2, 2, "two"), when=day(2017, 3, 1)),
    ]
    assert killed_by_month(told) == (Killed(date(2017, 2, 1), 14, 16, 2, 1), Killed(date(2017, 3, 1), 2, 2, 1, 0))


def test_events_are_counted_by_the_monday_of_their_week():
    told = [event("a"), event("b", type="shelling", when=day(2017, 2, 20)), event("c", status="planned")]
    assert events_by_week(told, "kind") == {(date(2017, 2, 20), "strikes"): 1, (date(2017, 2, 20), "attacks"): 1}
    by_party = events_by_week([event("a", actors=("ISIL", "SDF"))], "party")
    assert by_party == {(date(2017, 2, 20), "isil"): 1, (date(2017, 2, 20), "sdf"): 1}


def test_samples_are_kept_and_measured_once(small_data, tmp_path, monkeypatch):
    from frontlines.pipeline import world
    from frontlines.store import Store

    known = world(Store())
    file, heard = tmp_path / "over_time" / "a.json", []
    towns = frozenset({"raqqa", "aleppo", "kobani", "al-bab"})
    first = sampled(known.claims, date(2011, 4, 2), towns, file, lambda done, whole: heard.append((done, whole)))
    assert heard == [(0, 3), (1, 3), (2, 3)]
    monkeypatch.setattr("frontlines.app.series.measure", lambda *_: pytest.fail("measured twice"))
    assert sampled(known.claims, date(2011, 4, 2), towns, file) == first
    assert sum(first[0].land.values()) == pytest.approx(187_000, rel=0.02)


def test_a_day_is_measured_by_party(small_data):
    from frontlines.app.series import measure
    from frontlines.pipeline import world
    from frontlines.store import Store

    sample = measure(world(Store()).claims, date(2017, 2, 21), frozenset({"raqqa", "al-bab", "kobani"}))
    assert sample.places == {"isil": 2, "sdf": 1}
    assert sample.land["isil"] > 0
    assert sample.land[NOT_HELD] > sample.land["isil"]


def test_a_broken_file_is_measured_anew(small_data, tmp_path):
    file = tmp_path / "a.json"
    file.write_text('[{"day": "2011-03-15"}]')
    assert len(sampled((), date(2011, 3, 15), frozenset(), file)) == 1


def test_other_claims_have_another_file_and_their_order_does_not_count(small_data, tmp_path):
    from frontlines.pipeline import world
    from frontlines.store import Store

    one, *rest = world(Store()).claims
    assert kept_in(tmp_path, [one, *rest]) == kept_in(tmp_path, [*rest, one])
    assert kept_in(tmp_path, [one, *rest]) != kept_in(tmp_path, rest)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shares_stack_to_the_whole_and_carry_names(theme):
    chart = charts.shares_chart(SAMPLES, "land", theme)
    rows = values(chart, 0)
    for sample, at in zip(SAMPLES, (2014.0, 2014.0849), strict=True):
        heights = [row["y2"] - row["y"] for row in rows if row["t"] == at]
        assert sum(heights) == pytest.approx(1), sample.day
    spec = chart.to_dict()
    named = {row["name"] for data in spec["datasets"].values() for row in data if "name" in row}
    assert named == {"Government", "ISIL", "No evidence", "known up to 1 Feb 2014"}


def test_areas_are_filled_as_the_map_fills_ground_and_every_pattern_is_in_the_page():
    from frontlines.mapping.patterns import pattern_defs

    every = (Sample(date(2014, 1, 1), dict.fromkeys(charts.ORDER, 10.0), {}, {}), replace(SAMPLES[1]))
    spec = charts.shares_chart(every, "land", "light").to_dict()
    fills = spec["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert len(set(fills)) == len(charts.ORDER), "no two parties look alike"
    patterns = [fill[5:-1] for fill in fills if fill.startswith("url(#")]
    assert {"fl-isil-1", "fl-sna-1", "fl-hatch"} <= set(patterns)
    assert [name for name in patterns if f'id="{name}"' not in pattern_defs("light")] == []
    assert spec["usermeta"]["embedOptions"]["renderer"] == "svg", "a canvas draws no patterns"


def test_every_chart_says_up_to_when_it_is_known():
    span = {"first": date(2014, 1, 1), "last": date(2014, 2, 1), "days": 30, "unit": "km"}
    for chart in (
        charts.shares_chart(SAMPLES, "land", "light"),
        charts.rows_chart({}, [("a", "A", "#000")], "light", **span),
        charts.killed_chart([], date(2014, 1, 1), date(2014, 2, 1), "light"),
    ):
        told = [row.get("name") for data in chart.to_dict()["datasets"].values() for row in data]
        assert "known up to 1 Feb 2014" in told


def test_places_without_a_holder_yet_are_no_evidence():
    rows = values(charts.shares_chart(SAMPLES, "places", "light"), 0)
    gap = next(row for row in rows if row["party"] == NOT_HELD and row["t"] == 2014.0)
    assert gap["y2"] - gap["y"] == pytest.approx(0.25)


def test_a_click_gives_a_day_within_the_war():
    told = values(
        charts.killed_chart([Killed(date(2011, 3, 1), 1, 2, 1, 1)], date(2011, 3, 15), date(2012, 1, 1), "light"), 2
    )
    assert picked_day({"selection": {charts.PICK: [{"day": told[0]["day"]}]}}) == date(2011, 3, 15)


@pytest.mark.parametrize("state", [None, {}, {"selection": {"day": []}}, {"selection": {"day": [{"day": "soon"}]}}])
def test_a_click_on_nothing_gives_no_day(state):
    assert picked_day(state) is None


def test_fronts_get_a_row_for_each_pair():
    lengths, rows = charts.front_rows(SAMPLES, "light")
    assert [name for _, name, _ in rows] == ["Government and ISIL"]
    assert lengths == {(date(2014, 2, 1), "government|isil"): 90.0}


def test_the_page_says_what_is_counted(small_data, monkeypatch):
    kept = tuple(replace(SAMPLES[0], day=one) for one in sample_days(date(2017, 2, 28)))
    monkeypatch.setattr("frontlines.app.over_time.sampled", lambda *_: kept)

    def script() -> None:
        from frontlines.app.over_time import over_time_page

        over_time_page()

    st.cache_resource.clear()
    page = AppTest.from_function(script, default_timeout=60).run()
    st.cache_resource.clear()
    assert not page.exception
    told = "\n".join(part.proto.body for part in page.get("html"))
    assert "known up to 28 Feb 2017" in told
    assert "1 event at hand" in told
    assert len(page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")) == 5
