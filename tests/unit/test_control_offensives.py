"""Offensives: captures that belong together, and the ways they took."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
import shapely
from control_land import GOV, ISIL, REB, claim
from hypothesis import given, settings
from hypothesis import strategies as st

from frontlines.control import load_ledger, offensives, offensives_between, offensives_under_way
from frontlines.control.land import to_metres
from frontlines.control.offensives import LEAST, Offensive
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import ControlClaim, When


def march(
    holder: str = GOV,
    *,
    count: int = 5,
    first: str = "2016-05-01",
    step_days: int = 3,
    lat: float = 35.2,
    **more: object,
) -> list[ControlClaim]:
    """Captures eastward, one every ``step_days`` days and about 9 km."""
    start = date.fromisoformat(first)
    given_: dict[str, object] = {"previous": ISIL, "operation": "March east"} | more
    return [
        claim(
            f"{holder}-{lat}-{number}",
            holder,
            (start + timedelta(days=number * step_days)).isoformat(),
            at=(37.5 + number / 10, lat),
            status="captured",
            **given_,
        )
        for number in range(count)
    ]


def test_captures_in_a_row_are_an_offensive_with_a_way_from_the_first_to_the_last() -> None:
    taken = march()
    (found,) = offensives(taken)
    assert (found.party, found.name, found.losers) == ("government", "March east", ("isil",))
    assert (found.start, found.end) == (date(2016, 5, 1), date(2016, 5, 13))
    assert found.claims == tuple(c.id for c in taken)
    (way,) = found.ways
    assert [round(lon, 3) for lon, _ in way.coords] == [37.5, 37.6, 37.7, 37.8, 37.9]


def test_a_second_prong_is_a_second_way() -> None:
    south = [replace(c, where=replace(c.where, place_id=f"s{n}")) for n, c in enumerate(march(lat=35.2)[1:])]
    south = [
        replace(c, id=f"s{n}", where=replace(c.where, lon=37.5, lat=35.2 - (n + 1) / 10)) for n, c in enumerate(south)
    ]
    (found,) = offensives([*march(), *south])
    assert {tuple(round(x, 2) for x in way.coords[-1]) for way in found.ways} == {(37.9, 35.2), (37.5, 34.8)}


def test_far_apart_in_time_or_space_is_not_one_offensive() -> None:
    later = march(first="2017-05-01", lat=35.21)
    assert len(offensives([*march(), *later])) == 2
    away = [replace(c, where=replace(c.where, lon=(c.where.lon or 0) + 1.7)) for c in march(lat=35.21)]
    assert len(offensives([*march(), *away])) == 2


def test_a_report_without_a_name_joins_the_operation_beside_it() -> None:
    told = march(count=1, first="2016-05-14", lat=35.25, operation="")
    told = [replace(c, where=replace(c.where, lon=37.95)) for c in told]
    (found,) = offensives([*march(), *told])
    assert found.name == "March east"
    assert told[0].id in found.claims


def test_captures_without_a_name_stand_together() -> None:
    (found,) = offensives(march(operation=""))
    assert found.name == ""
    assert len(found.captures) == 5


@pytest.mark.parametrize(
    "taken",
    [
        march(count=LEAST - 1),
        [replace(c, status="held") for c in march()],
        [replace(c, extent="part") for c in march()],
        [replace(c, previous=GOV) for c in march()],
        [replace(c, when=When()) for c in march()],
        [replace(c, where=replace(c.where, part=True)) for c in march()],
    ],
    ids=["too few", "held", "part", "from itself", "undated", "unnamed part"],
)
def test_what_is_no_offensive(taken: list[ControlClaim]) -> None:
    assert offensives(taken) == ()


def test_days_known_to_a_month_and_captures_of_one_day_give_no_way() -> None:
    rough = [replace(c, when=replace(c.when, precision=4)) for c in march()]
    at_once = march(step_days=0)
    for taken in (rough, at_once):
        (found,) = offensives(taken)
        assert len(found.captures) == 5
        assert found.ways == ()


def test_a_span_keeps_what_happened_in_it() -> None:
    taken = march()
    (part,) = offensives_between(taken, date(2016, 5, 1), date(2016, 5, 10))
    assert part.claims == tuple(c.id for c in taken[1:4])
    assert offensives_between(taken, date(2016, 5, 7), date(2016, 6, 1)) == ()
    (whole,) = offensives_between(taken, date(2016, 4, 30), date(2016, 5, 13))
    assert whole == offensives(taken)[0]


def test_under_way_means_a_capture_in_the_last_days_and_shows_the_way_so_far() -> None:
    taken = march(count=8)
    assert offensives_under_way(taken, date(2016, 5, 4)) == ()
    (found,) = offensives_under_way(taken, date(2016, 5, 8))
    assert found.claims == tuple(c.id for c in taken[:3])
    assert offensives_under_way(taken, date(2016, 6, 25)) == ()


def test_as_reported_by_hides_captures_told_later() -> None:
    taken = [replace(c, reported=date(2016, 5, 20)) if n == 4 else c for n, c in enumerate(march())]
    (found,) = offensives_under_way(taken, date(2016, 5, 14), reported_by=date(2016, 5, 14))
    assert found.claims == tuple(c.id for c in taken[:4])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(0, 60), st.booleans()), max_size=14),
    st.randoms(use_true_random=False),
)
def test_every_capture_is_in_one_offensive_at_most_whatever_the_order(
    rows: list[tuple[int, int, int, bool]], dice: random.Random
) -> None:
    taken = [
        claim(
            f"p{n}",
            REB,
            (date(2016, 1, 1) + timedelta(days=day)).isoformat(),
            at=(37.4 + x / 20, 34.8 + y / 20),
            status="captured",
            previous=GOV,
            operation="Named" if named else "",
            number=n,
        )
        for n, (x, y, day, named) in enumerate(rows)
    ]
    found = offensives(taken)
    shuffled = list(taken)
    dice.shuffle(shuffled)
    assert offensives(shuffled) == found
    ids = [id_ for offensive in found for id_ in offensive.claims]
    assert len(ids) == len(set(ids))
    for offensive in found:
        spots = {(capture.lon, capture.lat) for capture in offensive.captures}
        assert [c.day for c in offensive.captures] == sorted(c.day for c in offensive.captures)
        for way in offensive.ways:
            ends = [tuple(round(x, 6) for x in point) for point in way.coords]
            assert {tuple(round(x, 6) for x in spot) for spot in spots} >= set(ends)


@cache
def known() -> tuple[Offensive, ...]:
    return offensives(load_ledger(load_gazetteer()).claims)


def one(name: str, party: str, year: int) -> Offensive:
    found = [o for o in known() if name in o.name and o.party == party and o.start.year == year]
    return max(found, key=lambda o: len(o.captures))


KNOWN = (
    # operation, party, loser, first and last capture, one of the first places, an aim
    ("Euphrates Shield", "sna", "isil", "2016-08-24", "2017-02-24", "jarablus", "al-bab"),
    ("Deir ez-Zor campaign", "sdf", "isil", "2017-09-10", "2018-01-28", "conoco-gas-field", "al-omar-oil-field"),
    ("Syrian Desert", "government", "isil", "2017-05-09", "2017-08-20", "sabaa-biyar", "as-sukhnah"),
    ("April–August 2019", "government", "hts", "2019-05-06", "2019-08-29", "kafr-nabudah", "khan-shaykhun"),
    ("2024 Hama offensive", "hts", "government", "2024-11-30", "2024-12-06", "taybat-al-imam", "hama"),
)


@pytest.mark.parametrize("row", KNOWN, ids=[row[0] for row in KNOWN])
def test_offensives_as_they_are_known(row: tuple[str, ...]) -> None:
    name, party, loser, first, last, start, towards = row
    offensive = one(name, party, int(first[:4]))
    assert (offensive.start.isoformat(), offensive.end.isoformat()) == (first, last)
    assert loser in offensive.losers
    places = load_gazetteer()
    begins, aim = (shapely.Point(places.get(id_).lon, places.get(id_).lat) for id_ in (start, towards))
    nearest = min(offensive.ways, key=lambda way: to_metres(way).distance(to_metres(aim)))
    assert to_metres(nearest).distance(to_metres(aim)) < 25_000
    assert nearest.project(aim) > nearest.project(begins), "the way leads from its beginning towards its aim"


def test_most_captures_of_the_ledger_belong_to_an_offensive_and_many_have_a_way() -> None:
    assert len(known()) > 100
    assert sum(bool(o.ways) for o in known()) > 50
    assert all(o.start <= o.end and len({c.place for c in o.captures}) >= LEAST for o in known())
