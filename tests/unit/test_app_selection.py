"""Which events a view is about."""

from dataclasses import replace
from datetime import date

import pytest
from app_world import AL_SUR, ARTICLE, day, event

from frontlines.app.selection import Index, by_day, factions_of, in_time, select
from frontlines.app.state import View
from frontlines.model import Dataset, When

ON_21 = View(window="day")
UNDATED = When()
JANUARY = When(date(2017, 1, 1), date(2017, 1, 31), 4)


@pytest.mark.parametrize(
    ("when", "status", "view", "shown"),
    [
        (day(2017, 2, 21), "reported", ON_21, True),
        (day(2017, 2, 20), "reported", ON_21, False),
        (day(2017, 2, 20), "reported", View(window="week"), True),
        (day(2017, 2, 22), "reported", View(window="week"), False),
        (JANUARY, "reported", ON_21, False),
        (JANUARY, "reported", View(window="month"), True),
        (UNDATED, "reported", ON_21, True),
        (UNDATED, "reported", replace(ON_21, day=date(2017, 2, 1)), False),
        (day(2017, 2, 23), "planned", ON_21, True),
        (day(2017, 2, 23), "planned", replace(ON_21, day=date(2017, 2, 20)), False),
        (day(2017, 2, 21), "reported", replace(ON_21, axis="reported"), False),
        (day(2017, 2, 21), "reported", View(window="week", axis="reported", day=date(2017, 2, 22)), True),
    ],
)
def test_time(when, status, view, shown):
    assert in_time(when, status, ARTICLE.published, view) is shown


def test_what_nothing_dates_is_never_lost():
    assert in_time(UNDATED, "reported", None, View(day=date(2012, 1, 1), window="day"))


def test_counts_hold_the_unplaced_too():
    unplaced = replace(AL_SUR, lat=None, lon=None, place_id=None)
    events = [event("e1"), event("e2", actors=("ISIL",), where=unplaced), event("e3", actors=("ISIL", "SDF"))]
    selection = select(events, (), {"a1": ARTICLE}, View())
    assert selection.faction_counts == {"unknown": 1, "isil": 2, "sdf": 1}
    assert selection.kind_counts == {"strikes": 3}


def test_filters():
    events = [event("e1"), event("e2", status="claimed", certainty=0.4)]
    assert [e.id for e in select(events, (), {}, View(statuses=("claimed",))).events] == ["e2"]
    assert [e.id for e in select(events, (), {}, View(certainty=60)).events] == ["e1"]
    assert len(select(events, (), {}, View(provinces=("Homs",))).events) == 0
    assert len(select(events, (), {}, View(provinces=("Deir ez-Zor",))).events) == 2


SET = Dataset("made-up", "A set made up", licence="CC0")


def test_a_set_is_switched_off_alone():
    events = [event("e1"), event("made-up:1", origin="import", article_id="", dataset=SET)]
    assert len(select(events, (), {}, View()).events) == 2
    assert [e.id for e in select(events, (), {}, View(sets_off=frozenset({"made-up"}))).events] == ["e1"]


def test_a_joined_event_was_reported_when_the_first_of_its_accounts_was():
    early = replace(ARTICLE, id="a0", published=date(2017, 2, 21))
    other = event("e0", article_id="a0")
    by_then, articles = View(axis="reported"), {"a1": ARTICLE, "a0": early}
    assert len(select(Index([event()], articles), (), articles, by_then).events) == 0
    joined = Index([event()], articles, {"e1": (other,)})
    assert [e.id for e in select(joined, (), articles, by_then).events] == ["e1"]
    day_before = replace(by_then, day=date(2017, 2, 20))
    assert len(select(joined, (), articles, day_before).events) == 0


def test_the_newest_comes_first_then_the_gravest():
    events = [
        event("few", killed=None),
        event("older", when=day(2017, 2, 20)),
        event("many"),
        event("undated", when=UNDATED),
    ]
    selection = select(events, (), {"a1": ARTICLE}, View())
    assert [e.id for e in selection.events] == ["undated", "many", "few", "older"]
    titles = [title for title, _ in by_day(selection.events)]
    assert titles == ["Tuesday 21 February 2017", "Monday 20 February 2017", "Date not stated"]


def test_what_lasted_is_listed_where_it_ended():
    lasting = event("long", when=When(date(2016, 12, 1), date(2017, 2, 20), 5))
    selection = select([event("e1"), lasting, event("older", when=day(2017, 2, 19))], (), {}, View())
    assert [title for title, _ in by_day(selection.events)] == [
        "Tuesday 21 February 2017",
        "1 Dec 2016 to 20 Feb 2017",
        "Sunday 19 February 2017",
    ]


def test_an_event_without_a_known_side_answers_to_the_switch_of_the_unknown():
    assert factions_of(event()) == {"unknown"}
    assert factions_of(event(actors=("Civilians",))) == {"unknown"}
    assert factions_of(event(actors=("Turkey", "Russia"))) == {"sna", "government"}
