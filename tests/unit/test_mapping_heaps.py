"""Very many events: heaped by place and kind, none lost, no text of any one of them sent."""

import json
from dataclasses import replace
from datetime import date

import pytest
from mapping_world import AL_BAB, AL_SUR, FACTIONS, KINDS, at, event, picture

from frontlines.app.selection import Index, select
from frontlines.app.state import View
from frontlines.mapping.columns import Columns, Rows
from frontlines.mapping.features import scene_data
from frontlines.mapping.leaflet import scene_json
from frontlines.mapping.scene import build_scene
from frontlines.mapping.spots import HEAPS_FROM, place
from frontlines.model import When

AREA = at("Raqqa Governorate", 38.9, 36.0, kind="province", area="raqqa-governorate", precision=4)
LOST = at("", None, None, reason="the report names no place")
GENEVA = at("Geneva", 6.1, 46.2, country="CH")


def crowd(count=2 * HEAPS_FROM):
    where = (AL_SUR, AL_BAB, AL_SUR, AREA, LOST, GENEVA)
    kinds = ("clash", "clash", "air_strike", "shelling", "talks", "talks")
    sides = (("SDF",), ("ISIL", "SDF"), (), ("SDF",))
    return [
        event(n, where[n % 6], *sides[n % 4], kind=kinds[n % 6], killed=(n % 3, n % 3), title=f"<b>Secret {n}</b>")
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def heaped():
    return build_scene(picture(), crowd(), factions=FACTIONS, kinds=KINDS)


def test_every_event_is_in_exactly_one_place(heaped):
    standing = [e.id for spot in (*heaped.spots, *(a.spot for a in heaped.area_events)) for e in spot.events]
    left = [item.item.id for item in (*heaped.unplaced, *heaped.outside)]
    assert sorted([*standing, *left]) == sorted(e.id for e in crowd())


def test_one_mark_for_each_place_and_kind_with_its_numbers(heaped):
    ids = [spot.id for spot in heaped.spots]
    assert ids == ["spot:37.5170:36.3700:clash", "spot:40.6530:35.5080:air_strike", "spot:40.6530:35.5080:clash"]
    first = heaped.spots[0]
    told = [e for e in crowd() if e.where is AL_BAB]
    assert first.count == len(told)
    assert first.killed == sum(e.killed.min for e in told)
    assert (first.days[0], first.days[1]) == (date(2017, 2, 21).toordinal(),) * 2


def test_a_heap_has_the_colour_of_its_commonest_party():
    many = [event(n, AL_SUR, "SDF" if n % 5 else "ISIL", killed=(0 if n % 5 else 9, 9)) for n in range(HEAPS_FROM + 1)]
    (spot,) = build_scene(picture(), many, factions=FACTIONS, kinds=KINDS).spots
    assert spot.faction == "sdf"
    assert spot.events[0].actors == ("ISIL",)


def test_what_is_sent_tells_of_no_single_event(heaped):
    assert "Secret" not in scene_json(heaped)
    heaps = scene_data(heaped)["spots"]["heaps"]
    assert sum(mark[5] for *_, marks in heaps["places"] for mark in marks) == sum(spot.count for spot in heaped.spots)
    assert heaps["names"] == ["al-Bab", "al-Sur"]


def test_names_of_heaps_are_escaped():
    many = [event(n, at("<img src=x> {{ 7*7 }}", 38.0, 36.0), kind="clash") for n in range(HEAPS_FROM + 1)]
    (name,) = scene_data(build_scene(picture(), many, factions=FACTIONS, kinds=KINDS))["spots"]["heaps"]["names"]
    assert "<" not in name
    assert "{" not in name


def test_the_heap_of_a_chosen_event_is_marked():
    many = crowd()
    wanted = next(e for e in many if e.where is AL_BAB)
    scene = build_scene(picture(), many, factions=FACTIONS, kinds=KINDS, chosen=wanted.id)
    assert scene_data(scene)["chosen"] == "spot:37.5170:36.3700:clash"
    assert scene_data(replace(scene, chosen="front-isil-sdf-0"))["chosen"] == "front-isil-sdf-0"


def test_few_events_are_told_of_on_the_map_itself():
    few = build_scene(picture(), crowd(60), factions=FACTIONS, kinds=KINDS)
    assert not few.heaped
    assert "Secret" in json.dumps(scene_data(few))


def test_undated_events_of_a_heap_leave_its_days_open():
    rows = Rows.of([replace(event(n, AL_SUR), when=When()) for n in range(5)])
    (spot,) = place(rows, None, FACTIONS, heaps_from=2).spots
    assert spot.days is None


def test_rows_are_chosen_in_any_order_and_know_their_columns():
    events = crowd(12)
    columns = Columns(events)
    rows = Rows.of(Rows(columns, columns.gravity.argsort()))
    assert rows.columns is columns
    assert [e.killed.min for e in rows] == sorted((e.killed.min for e in events), reverse=True)
    shown, hidden = rows.switched({"sdf"}, {"clash"})
    assert {e.type for e in shown} == {"clash"}
    assert all("SDF" in e.actors for e in shown)
    assert len(shown) + len(hidden) == 12


def test_a_step_of_an_index_gives_what_choosing_anew_gives():
    events = [replace(e, when=When(date(2017, 1, 1 + n % 28), None, 1)) for n, e in enumerate(crowd(90))]
    view = View(day=date(2017, 1, 20), window="week")
    index = Index(events, {})
    assert [e.id for e in select(index, (), {}, view).events] == [e.id for e in select(events, (), {}, view).events]
    assert {e.when.start.day for e in select(index, (), {}, view).events} == set(range(14, 21))
