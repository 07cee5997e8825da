"""Steps in time, the play, and what the strip draws."""

import csv
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from app_world import day, event
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from frontlines.app import playing
from frontlines.app.series import killed_by_month
from frontlines.app.state import FIRST_DAY, View, from_address, stepped, to_address
from frontlines.model import Range

ROOT = Path(__file__).resolve().parents[2]
LAST = date(2017, 3, 1)


@pytest.fixture
def page(small_data):
    st.cache_resource.clear()
    st.cache_data.clear()
    yield AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.mark.parametrize(
    ("start", "stride", "count", "end"),
    [
        (date(2017, 2, 21), "day", 1, date(2017, 2, 22)),
        (date(2017, 2, 21), "week", -1, date(2017, 2, 14)),
        (date(2017, 1, 31), "month", 1, date(2017, 2, 28)),
        (date(2016, 1, 31), "month", 1, date(2016, 2, 29)),
        (date(2017, 1, 15), "month", -1, date(2016, 12, 15)),
        (date(2016, 11, 5), "month", 14, date(2018, 1, 5)),
    ],
)
def test_a_step_is_a_day_a_week_or_a_month(start, stride, count, end):
    assert stepped(start, stride, count) == end


@given(some.dates(date(2011, 3, 15), date(2030, 1, 1)), some.integers(-60, 60))
def test_a_months_step_lands_in_the_month_asked_for(start, count):
    end = stepped(start, "month", count)
    assert (end.year - start.year) * 12 + end.month - start.month == count
    assert end.day <= start.day


def test_the_length_of_a_step_lives_in_the_address():
    address = to_address(View(stride="week"))
    assert address == {"step": "week"}
    nobody = {"factions": frozenset(), "kinds": frozenset(), "provinces": frozenset()}
    assert from_address(address, **nobody)[0].stride == "week"
    assert from_address({"step": "year"}, **nobody)[0].stride == "day"


@pytest.fixture
def session(monkeypatch):
    state = {"view": View(day=date(2017, 2, 26), stride="day")}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_a_play_steps_on_and_stops_at_the_end(session):
    playing.toggle(LAST)
    days = []
    while playing.playing():
        playing.tick(session["view"].day, LAST)
        days.append(session["view"].day)
    assert days == [date(2017, 2, 27), date(2017, 2, 28), LAST]


def test_a_tick_of_an_older_day_changes_nothing(session):
    playing.toggle(LAST)
    playing.tick(date(2017, 2, 25), LAST)
    assert session["view"].day == date(2017, 2, 26)


def test_a_step_by_hand_stops_the_play(session):
    playing.toggle(LAST)
    playing.step(-1, LAST)
    assert not playing.playing()
    playing.tick(date(2017, 2, 25), LAST)
    assert session["view"].day == date(2017, 2, 25)


def test_from_the_last_day_a_play_starts_over(session):
    session["view"] = View(day=LAST)
    playing.toggle(LAST)
    assert session["view"].day == FIRST_DAY


def test_steps_by_hand_keep_within_the_war(session):
    session["view"] = View(day=LAST, stride="month")
    playing.step(1, LAST)
    assert session["view"].day == LAST
    session["view"] = View(day=FIRST_DAY, stride="week")
    playing.step(-1, LAST)
    assert session["view"].day == FIRST_DAY


def test_play_and_pause_change_the_button_and_a_switch_stops(page):
    assert page.button(key="play").label == "Play"
    page.button(key="play").click().run()
    assert page.button(key="play").label == "Pause"
    page.button(key="back").click().run()
    assert page.button(key="play").label == "Play"
    assert not page.exception


def test_a_week_chosen_moves_by_weeks(page):
    groups = {group.key.rpartition("_")[0]: group for group in page.get("button_group")}
    groups["w_stride"].set_value("week").run()
    page.button(key="back").click().run()
    moved = next(part for part in page.date_input if part.key.startswith("w_day"))
    assert moved.value == date(2017, 2, 14)
    assert page.button(key="back").label == "Week before"


def test_every_mark_is_an_event_of_the_ledger():
    ledger = ROOT / "data" / "ledger"
    with (ledger / "events.csv").open(encoding="utf-8", newline="") as file:
        ids = {row["id"] for row in csv.DictReader(file)}
    with (ledger / "marks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 12
    assert [row["event"] for row in rows if row["event"] not in ids or not row["label"]] == []


def test_the_strip_draws_plain_values():
    killed = killed_by_month([event(when=day(2017, 2, 21), killed=Range(11, 15, "11 to 15"))])
    data = playing.strip_data(View(), LAST, [playing.Mark(date(2016, 12, 13), "Truce")], killed, on=True)
    assert data["bars"] == [["2017-02-01", 11, 15]]
    assert data["marks"] == [["2016-12-13", "Truce"]]
    assert (data["day"], data["last"], data["playing"]) == ("2017-02-21", "2017-03-01", True)
