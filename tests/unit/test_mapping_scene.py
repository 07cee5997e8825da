from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapping_world import AL_BAB, AL_SUR, FACTIONS, KINDS, at, event, movement, picture, scene

from frontlines.mapping.features import scene_data
from frontlines.mapping.names import disc, party_names
from frontlines.model import Event, MatchStatus, Movement, Placement, When

PLACES = (
    AL_SUR,
    AL_BAB,
    at("al-Bab", 37.517, 36.37, area="around:al-bab:10", precision=2, radius_km=10.0),
    at("Aleppo Governorate", 37.3, 36.2, kind="province", area="aleppo-governorate", precision=4),
    at("somewhere", 37.3, 36.2, area="no-such-place", precision=3, radius_km=8.0),
    at("nowhere", None, None, area="no-such-place", precision=3),
    at("Geneva", 6.15, 46.2, country="CH"),
    at("Syria", 38.5, 35.0, kind="country", area="syria", precision=6),
    Placement(status=MatchStatus.NOT_FOUND, name="Xyz"),
)
events = st.builds(
    lambda number, where, actors, kind: event(number, where, *actors, kind=kind),
    st.integers(0, 10**9),
    st.sampled_from(PLACES),
    st.lists(st.sampled_from(["SDF", "ISIL", "Syrian government", "UN", "Unknown", "no such party"]), max_size=2),
    st.sampled_from(["clash", "air_strike", "talks"]),
)
moves = st.builds(
    lambda number, party, start, end, status: movement(number, party, start, end, status=status),
    st.integers(0, 10**9),
    st.sampled_from(["SDF", "ISIL", "Turkey"]),
    st.none() | st.sampled_from(PLACES),
    st.none() | st.sampled_from(PLACES),
    st.sampled_from(["reported", "planned"]),
)


def where_all_went(view: Any) -> Counter[str]:
    went: Counter[str] = Counter()
    for spot in (*view.spots, *(area.spot for area in view.area_events)):
        went.update(item.id for item in spot.events)
    for left in (*view.unplaced, *view.outside):
        went[left.item.id] += 1
    for item in view.switched_off:
        went[item.id] += 1
    for arrow in view.arrows:
        went.update(arrow.movements)
    return went


@settings(max_examples=60, deadline=None)
@given(
    st.lists(events, max_size=12, unique_by=lambda e: e.id),
    st.lists(moves, max_size=6, unique_by=lambda m: m.id),
    st.sets(st.sampled_from(sorted(FACTIONS))),
    st.sets(st.sampled_from(["clash", "air_strike"])),
    st.booleans(),
)
def test_nothing_is_dropped_and_nothing_stands_twice(
    told: list[Event], gone: list[Movement], factions: set[str], kinds: set[str], arrows: bool
) -> None:
    view = scene(*told, moves=tuple(gone), factions=factions, kinds=kinds, movements=arrows)

    assert where_all_went(view) == Counter([*(e.id for e in told), *(m.id for m in gone)])


@settings(max_examples=20, deadline=None)
@given(st.lists(events, max_size=8, unique_by=lambda e: e.id), st.randoms())
def test_the_order_of_events_changes_nothing(told: list[Event], chance: Any) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)

    assert scene_data(scene(*told))["spots"] == scene_data(scene(*shuffled))["spots"]


def test_events_at_one_spot_stack_with_the_gravest_first() -> None:
    light = event(1, AL_BAB, "SDF", killed=(2, 2))
    grave = event(2, replace(AL_BAB, name="Al Bab city"), "ISIL", killed=(11, None), kind="air_strike")

    (spot,) = scene(light, grave).spots

    assert [e.id for e in spot.events] == ["e2", "e1"]
    assert (spot.count, spot.faction, spot.glyph, spot.size, spot.hollow) == (2, "isil", "air_strike", 3, False)


@pytest.mark.parametrize(
    ("killed", "size"), [(None, 1), ((0, 0), 1), ((1, 1), 2), ((9, 30), 2), ((10, None), 3), ((None, 4), 2)]
)
def test_size_tells_how_many_were_killed_at_least(killed: Any, size: int) -> None:
    assert scene(event(1, AL_SUR, "SDF", killed=killed)).spots[0].size == size


def test_a_mark_without_a_known_actor_is_hollow() -> None:
    assert [s.hollow for s in scene(event(1, AL_SUR), event(2, AL_BAB, "Unknown")).spots] == [True, True]


def test_what_is_known_to_an_area_only_is_drawn_as_that_area() -> None:
    view = scene(event(1, PLACES[3], "SDF"), event(2, PLACES[3], "ISIL"), event(3, PLACES[4], "SDF"))

    assert view.spots == ()
    assert {area.expression: area.spot.count for area in view.area_events} == {
        "aleppo-governorate": 2,
        "no-such-place": 1,
    }
    by_name = {area.expression: area.shape for area in view.area_events}
    assert by_name["aleppo-governorate"].area > 1.0
    assert by_name["no-such-place"].bounds == pytest.approx(disc(37.3, 36.2, 8.0).bounds)


def test_what_is_left_out_says_why() -> None:
    view = scene(event(1, PLACES[6], "UN", kind="talks"), event(2, PLACES[7], "SDF"), event(3, PLACES[8], "SDF"))

    assert [(left.item.id, left.reason) for left in view.outside] == [("e1", "Geneva lies outside the map")]
    assert [(left.item.id, left.reason) for left in view.unplaced] == [
        ("e2", "known only to Syria"),
        ("e3", "not placed: no place of this name is known"),
    ]
    assert view.left_count == 3


def test_a_party_switched_off_takes_its_zones_fronts_events_and_arrows() -> None:
    told = (event(1, AL_SUR, "SDF"), event(2, AL_BAB, "ISIL"), event(3, AL_BAB, "ISIL", "SDF"))
    gone = (movement(1, "SDF", AL_SUR, AL_BAB), movement(2, "ISIL", AL_SUR, AL_BAB))

    view = scene(*told, moves=gone, factions=FACTIONS - {"sdf"})

    assert set(view.zones["holder"]) == {"isil", "government", "unknown"}
    assert list(view.fronts["id"]) == ["front-government-isil-1"]
    assert {e.id for s in view.spots for e in s.events} == {"e2", "e3"}
    assert [arrow.movements for arrow in view.arrows] == [("m2",)]
    assert {item.id for item in view.switched_off} == {"e1", "m1"}


def test_contested_ground_stays_while_one_of_its_parties_is_on() -> None:
    with_one = scene(factions={"sna"}).zones
    with_none = scene(factions={"sdf"}).zones

    assert set(with_one["status"]) == {"contested", "no_evidence"}
    assert set(with_none["status"]) == {"held", "no_evidence"}


def test_nusra_counts_as_opposition_before_hts_was_founded() -> None:
    early = event(1, AL_SUR, "HTS")
    early = replace(early, when=When(early.when.start.replace(month=1, day=3), None, 1))  # type: ignore[union-attr]

    assert [s.faction for s in scene(early).spots] == ["opposition"]


def test_movements_of_one_party_on_one_way_share_an_arrow() -> None:
    view = scene(moves=(movement(1, "SDF", AL_SUR, AL_BAB), movement(2, "YPG", AL_SUR, AL_BAB)))

    assert [arrow.movements for arrow in view.arrows] == [("m1", "m2")]


def test_a_movement_without_a_start_comes_from_its_partys_ground_and_without_an_end_is_left() -> None:
    view = scene(
        moves=(movement(1, "SDF", None, AL_SUR), movement(2, "Israel", None, AL_SUR), movement(3, "SDF", AL_SUR, None))
    )

    assert [arrow.movements for arrow in view.arrows] == [("m1",)]
    assert [(left.item.id, left.reason) for left in view.unplaced] == [
        ("m2", "the report does not say where from"),
        ("m3", "the report does not say where to"),
    ]


def test_switches_for_fronts_movements_and_names() -> None:
    view = scene(moves=(movement(1, "SDF", AL_SUR, AL_BAB),), fronts=False, movements=False, labels=False)
    drawn = scene_data(view)

    assert drawn["fronts"]["features"] == drawn["arrows"]["features"] == drawn["names"] == []
    assert drawn["labels"] is False
    assert len(drawn["zones"]["features"]) == 7


def test_every_large_piece_of_ground_has_a_name_point_inside_it() -> None:
    zones = picture().zones
    names = party_names(zones)

    assert [name.faction for name in names] == ["government", "isil", "sdf", "government"]
    for name in names:
        ground = zones.loc[zones["holder"] == name.faction].union_all()
        assert all(ground.contains(disc(*point, 0.5)) for point in name.points)


def test_zones_stay_without_gaps_when_simplified() -> None:
    from shapely.geometry import shape

    drawn = [shape(f["geometry"]) for f in scene_data(scene())["zones"]["features"]]
    wanted = picture().zones.union_all()

    whole = drawn[0].union(drawn[0])
    for part in drawn[1:]:
        whole = whole.union(part)
    assert whole.symmetric_difference(wanted).area < 1e-6
    assert sum(part.area for part in drawn) == pytest.approx(whole.area, abs=1e-6)


def test_an_empty_view_is_a_view() -> None:
    view = scene(factions=frozenset(), kinds=KINDS)

    assert set(view.zones["status"]) == {"no_evidence"}
    assert (view.spots, view.arrows, view.left_count) == ((), (), 0)
