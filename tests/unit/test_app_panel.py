"""The panel as Streamlit runs it: the ledger's records, a place's story, what can be taken away."""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from app_world import event, listed
from small_world import EVENTS
from streamlit.testing.v1 import AppTest

from frontlines.app.record import differences, event_html
from frontlines.app.takeaway import MOST_FRAMES, frames
from frontlines.app.world import load_picture, load_world
from frontlines.errors import InputError
from frontlines.model import Citation, Range

STORY = '<ol class="fl-spells">'
ROOT = Path(__file__).resolve().parents[2]
TOLD = (
    "told,air_strike,2017-02-22,,1,as-suwar,Syrian government,Civilians,0,46,,,,,,reported,Strikes in al-Sur,"
    "https://example.org/told,Another paper,,,single\n"
    "alone,capture,2017-02-10,,1,al-bab,SNA,ISIL,,,,,,,,reported,A hill is taken,"
    "https://example.org/1,One,https://example.org/2,Two,The day before by another count\n"
)
SOURCES = (Citation("One <b>", "https://example.org/1"), Citation("Two", None))


@pytest.fixture
def page(small_data):
    """Give the app over five claims, two events of the ledger, and a dispatch that tells of one of them."""
    (small_data / "ledger" / "events.csv").write_text(EVENTS + TOLD, "utf-8")
    st.cache_resource.clear()
    yield AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    st.cache_resource.clear()


def html_of(page):
    return "\n".join(part.proto.body for part in page.get("html"))


def test_one_thing_told_by_both_is_listed_once_and_the_record_says_where_they_differ(page):
    page.run()
    assert not page.exception
    (strike,) = [id_ for id_, title in listed(page).items() if "Air strikes" in title]
    assert "2 events" in html_of(page)
    page.query_params["id"] = strike
    page.run()
    html = html_of(page)
    assert "One other report" in html
    assert "differs on date, toll and who" in html
    assert "22 Feb 2017 · 0 to 46 killed · names Syrian government" in html
    assert 'href="https://example.org/told"' in html


def test_the_record_of_the_ledger_says_what_it_rests_on(page):
    page.query_params["id"] = "alone"
    page.run()
    html = html_of(page)
    assert "From the ledger" in html
    assert "no sentence of a report" in html
    assert "The day before by another count" in html
    assert 'href="https://example.org/2"' in html
    assert "What the report says" not in html


def test_a_link_to_an_event_that_a_report_tells_too_still_opens(page):
    page.query_params["id"] = "told"
    page.run()
    assert "It rests on this source alone" in html_of(page)
    assert "to_day" in [button.key for button in page.button]
    page.button(key="to_day").click().run()
    assert page.session_state["view"].day == date(2017, 2, 22)


def test_a_link_opens_a_places_story_and_its_event_leads_back(page):
    page.query_params["place"] = "al-bab"
    page.run()
    assert not page.exception
    html = html_of(page)
    assert "الباب" in html
    assert STORY in html
    assert "3 claims and events, newest first" in html
    page.button(key="event_alone").click().run()
    assert "From the ledger" in html_of(page)
    back = page.button(key="to_list")
    assert back.label == "Story of Al\\-Bab"
    back.click().run()
    assert STORY in html_of(page)
    page.button(key="to_list").click().run()
    assert STORY not in html_of(page)
    assert "place" not in page.query_params


def test_what_was_looked_for_takes_the_panel_from_a_record(page):
    page.query_params["id"] = "alone"
    page.run()
    box = next(box for box in page.selectbox if box.label == "Find a place")
    box.set_value("al-bab").run()
    assert STORY in html_of(page)


def test_a_zone_offers_the_stories_of_its_places(page):
    world = load_world()
    zones = load_picture(world, date(2017, 2, 25), None).zones
    zone = zones[zones["basis"].fillna("").str.contains("c5")].iloc[0]
    page.query_params["id"] = zone["id"]
    page.query_params["d"] = "2017-02-25"
    page.run()
    page.button(key="story_al-bab").click().run()
    assert STORY in html_of(page)


def test_a_place_that_nobody_tells_of_says_so(page):
    page.query_params["place"] = "kessab"
    page.run()
    html = html_of(page)
    assert "No claim tells who held it" in html
    assert "Neither ledger nor reports tell of this place by name" in html


def test_a_view_can_be_taken_away_and_cited(page):
    page.run()
    offered = {part.proto.label for part in page.get("download_button")}
    assert offered >= {"PNG", "PDF", "Web page", "Save the data", "Manifest"}
    assert any(code.value.startswith("Frontlines ") and code.value.endswith(", 21 Feb 2017") for code in page.code)


def test_frames_end_on_the_last_day():
    assert frames(date(2017, 1, 1), date(2017, 1, 10), 7) == [date(2017, 1, 1), date(2017, 1, 8), date(2017, 1, 10)]
    assert frames(date(2017, 1, 1), date(2017, 1, 8), 7) == [date(2017, 1, 1), date(2017, 1, 8)]
    with pytest.raises(InputError, match="must lie before"):
        frames(date(2017, 1, 1), date(2017, 1, 1), 7)
    with pytest.raises(InputError, match=f"at most {MOST_FRAMES}|{MOST_FRAMES} at most"):
        frames(date(2011, 3, 15), date(2017, 1, 1), 7)


def test_a_ledger_record_escapes_its_sources():
    html = event_html(event(origin="ledger", sources=SOURCES, notes=("<i>",), article_id=""), None)
    assert "One &lt;b&gt;" in html
    assert "&lt;i&gt;" in html
    assert "as two sources state it" in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "agrees"),
        ({"actors": ("SDF",)}, "differs on who"),
        ({"actors": ("SDF",), "killed": Range(1, 2)}, "differs on toll and who"),
    ],
)
def test_differences_in_words(changes, said):
    assert differences(event(), event("e2", **changes)) == said
