"""The pages as Streamlit runs them, without a browser."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from app_world import event as an_event
from app_world import listed, switched_on
from streamlit.testing.v1 import AppTest

from frontlines.app.changes import days_from_address
from frontlines.app.world import load_world
from frontlines.model import Dataset
from frontlines.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def page(small_data):
    """Give the app over a small ledger and one dispatch."""
    st.cache_resource.clear()
    yield AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    st.cache_resource.clear()


def html_of(page: AppTest) -> str:
    return "\n".join(part.proto.body for part in page.get("html"))


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.key and button.key.startswith("event_")]


def field(page: AppTest, name: str):
    return next(part for part in page.date_input if part.key.rpartition("_")[0] == name)


def asked(page: AppTest, name: str) -> str:
    value = page.query_params[name]
    return value if isinstance(value, str) else value[0]


def press(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def test_the_map_page_lists_what_is_told(page):
    page.run()
    assert not page.exception
    assert any("Air strikes" in title for title in listed(page).values())
    assert "1 event" in html_of(page)
    assert field(page, "w_day").value.isoformat() == "2017-02-21"


def test_a_record_has_a_way_back_to_the_list(page):
    (id_,) = listed(page.run())
    page.query_params["id"] = id_
    page.run()
    assert "What the report says" in html_of(page)
    assert not listed(page)
    press(page, "to_list")
    assert "What the report says" not in html_of(page)
    assert id_ in listed(page)
    assert "id" not in page.query_params


def test_a_party_switched_off_takes_its_events_and_says_so(page):
    assert "party unknown" in switched_on(page.run())
    page.query_params["off"] = "unknown"
    assert "party unknown" not in switched_on(page.run())
    assert listed(page) == {}
    assert "1 event is switched off" in html_of(page)
    assert asked(page, "off") == "unknown"


def test_an_imported_set_has_a_switch_and_is_not_counted_beside_what_is_told(page):
    event = replace(
        an_event("made-up:1"),
        origin="import",
        article_id="",
        dataset=Dataset("made-up", "A set made up", licence="CC0"),
    )
    Store().sets.put(event.dataset, [event])
    page.run()
    assert "made-up:1" in listed(page)
    (switch,) = page.checkbox
    assert "A set made up" in switch.label
    assert "CC0" in switch.label
    world = load_world()
    assert [e.id for e in world.told_by("made-up")] == ["made-up:1"]
    assert "made-up:1" not in {e.id for e in world.told_by()}
    switch.set_value(False).run()
    assert "made-up:1" not in listed(page)
    assert asked(page, "nosets") == "made-up"


def test_the_axis_of_reports_hides_what_was_not_yet_reported(page):
    page.query_params["axis"] = "reported"
    page.run()
    assert listed(page) == {}
    assert "Nothing had been reported by this day" in html_of(page)
    press(page, "forward")
    assert asked(page, "d") == "2017-02-22"
    assert len(listed(page)) == 1


def test_a_link_restores_date_span_and_switches(page):
    page.query_params["d"] = "2016-12-30"
    page.query_params["span"] = "day"
    page.query_params["off"] = "isil"
    page.query_params["hide"] = "labels"
    page.run()
    assert field(page, "w_day").value.isoformat() == "2016-12-30"
    assert "party isil" not in switched_on(page)
    assert {name for name in switched_on(page) if name.startswith("layer")} == {"layer fronts", "layer movements"}
    assert "No report at hand tells of this time" in html_of(page)


def test_an_impossible_date_in_a_link_is_told(page):
    page.query_params["d"] = "2017-02-31"
    page.run()
    assert not page.exception
    assert [toast.value for toast in page.toast] == [
        "The date in the link is not a date, so the map stands on 21 Feb 2017: choose one below."
    ]


def test_an_id_that_is_not_there_says_what_to_do(page):
    page.query_params["id"] = "<script>nothing</script>"
    page.run()
    assert "Not there on this day" in html_of(page)
    assert "<script>nothing" not in html_of(page)


def test_filters_name_their_number_and_can_be_cleared(page):
    page.query_params["province"] = "Homs"
    page.run()
    assert listed(page) == {}
    assert "No event passes the filters" in html_of(page)
    press(page, "clear_filters")
    assert len(listed(page)) == 1
    assert "province" not in page.query_params


def test_the_method_page_tells_the_method(small_data):
    def script() -> None:
        from frontlines.app.method import method_page

        method_page()

    page = AppTest.from_function(script).run()
    assert "What confidence means" in page.markdown[0].value


def reader() -> None:
    from frontlines.app.reader import read_page

    read_page()


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "is empty"),
        ("Die Armee hat am Dienstag die Stadt eingenommen, und die Kämpfer sind geflohen, sagte er.", "English"),
        ("x\0y", "binary"),
        ("word " * 500_000, "too large"),
    ],
    ids=["empty", "german", "binary", "large"],
)
def test_a_text_that_cannot_be_read_gets_one_line(small_data, text, answer):
    page = AppTest.from_function(reader, default_timeout=60).run()
    page.text_area(key="report_text").input(text)
    page.button(key="read_button").click().run()
    assert not page.exception
    assert len(page.error) == 1
    assert answer in page.error[0].value.replace("\\", "")


def test_a_report_is_read_and_joins_the_map_when_it_is_added(page):
    reading = AppTest.from_function(reader, default_timeout=60).run()
    report = "Two people were killed by shelling in the town of Nawa in Daraa province on Monday.\n"
    reading.text_area(key="report_text").input(report)
    reading.button(key="read_button").click().run()
    assert not reading.exception
    told = "\n".join(part.proto.body for part in reading.get("html"))
    assert "Events (1)" in told
    assert any("2 killed" in label for label in labels(reading))
    assert any("no publication date" in note.value for note in reading.info)
    page.run()
    assert not any("Nawa" in title for title in listed(page).values())
    reading.button(key="to_map").click().run()
    assert not reading.exception
    page.run()
    assert any("Nawa" in title for title in listed(page).values())


def test_the_change_page_tells_what_changed_hands(small_data):
    def script() -> None:
        from frontlines.app.changes import change_page

        change_page()

    st.cache_resource.clear()
    page = AppTest.from_function(script, default_timeout=60)
    page.query_params["from"] = "2017-02-20"
    page.query_params["to"] = "2017-02-25"
    page.run()
    assert not page.exception
    assert "What changed in 5 days" in html_of(page)
    (pair,) = [label for label in labels(page) if "Turkey and SNA from ISIL" in label]
    assert pair.endswith("1 place\\: Al\\-Bab")
    assert "1 place that changed hands" in html_of(page)
    assert "captured by Turkish-backed rebels (SNA), before ISIL" in html_of(page)
    assert "A source" in html_of(page)
    page.button(key="event_ground_isil_sna").click().run()
    assert "Places, the latest first" in html_of(page)
    assert asked(page, "id") == "ground:isil:sna"
    page.button(key="to_list").click().run()
    field(page, "w_change_last").set_value(date(2017, 2, 21)).run()
    assert "No ground changed hands between these days" in html_of(page)
    assert asked(page, "to") == "2017-02-21"


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ({}, date(2016, 11, 1), date(2017, 2, 21)),
        ({"from": "2015-01-01", "to": "2014-01-01"}, date(2014, 1, 1), date(2015, 1, 1)),
        ({"from": "nonsense", "to": "2099-01-01"}, date(2016, 11, 1), date(2020, 1, 1)),
    ],
)
def test_days_compared_come_from_the_address(query, first, last):
    days = days_from_address(query, date(2020, 1, 1))
    assert (days.first, days.last, days.look, days.chosen) == (first, last, "over", None)


def test_the_address_keeps_how_days_are_compared_and_what_was_chosen(small_data):
    days = days_from_address({"look": "beside", "id": "ground:isil:sdf"}, date(2020, 1, 1))
    assert (days.look, days.chosen) == ("beside", "ground:isil:sdf")
    assert days_from_address({"look": "under", "id": "x" * 5000}, date(2020, 1, 1)).chosen is None

    def script() -> None:
        from frontlines.app.changes import change_page

        change_page()

    page = AppTest.from_function(script, default_timeout=60)
    for name, value in (("from", "2017-02-20"), ("to", "2017-02-25"), ("look", "beside"), ("id", "front-a-b-9")):
        page.query_params[name] = value
    page.run()
    assert not page.exception
    assert "Not there between these days" in html_of(page)
    assert asked(page, "look") == "beside"


def test_a_value_changed_from_elsewhere_gives_its_widget_a_new_key(page):
    page.run()
    before = field(page, "w_day").key
    field(page, "w_day").set_value(date(2017, 2, 19)).run()
    assert field(page, "w_day").key == before
    press(page, "back")
    assert field(page, "w_day").key != before
    assert field(page, "w_day").value == date(2017, 2, 18)
