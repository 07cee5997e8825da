"""What the neighbours of a spot say, the river between them, and how honest the confidence is."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest
import shapely
from control_land import GOV, ISIL, LAND, REB, SDF, claim, claims, shapes
from hypothesis import HealthCheck, given, settings

from frontlines.control.accuracy import Score, calibration, evaluate_control
from frontlines.control.ground import Ground
from frontlines.control.land import to_metres
from frontlines.control.ledger import load_ledger
from frontlines.control.picture import ground_of, picture
from frontlines.control.points import Spot, points
from frontlines.control.vote import AT_SITE_M, vote
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import ControlClaim

DAY = date(2017, 2, 21)
RIVER = shapely.LineString([(38.5, 36.3), (38.45, 35.4), (38.6, 34.3)])


def ground(*drawn: ControlClaim, river: shapely.LineString | None = None) -> Ground:
    return ground_of(drawn, DAY, country=LAND, river=river, shapes=shapes)


def holder_at(lon: float, lat: float, on: Ground, admin1: str | None = None) -> str:
    (said,) = vote(on, shapely.get_coordinates(to_metres(shapely.Point(lon, lat))), [admin1])
    return said.what.holder if said else "unknown"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(claims())
def test_a_spot_at_a_site_is_that_sites(drawn: list[ControlClaim]) -> None:
    on = ground(*drawn)
    gaps = np.hypot(*(on.xy[:, None] - on.xy[None]).transpose(2, 0, 1)) + np.diag(np.full(len(on.xy), np.inf))
    alone = np.flatnonzero(gaps.min(axis=1, initial=np.inf) > AT_SITE_M)
    said = vote(on, on.xy[alone], [None] * len(alone))
    assert [one.what if one else None for one in said] == [on.classes[number] for number in on.cls[alone].tolist()]


def test_two_near_neighbours_outvote_the_nearest_one() -> None:
    stray = claim("stray", ISIL, "2016-01-01", at=(37.9, 35.3))
    around = [
        claim(f"g{n}", GOV, "2016-01-01", at=spot)
        for n, spot in enumerate([(37.96, 35.33), (37.96, 35.27), (37.99, 35.3)])
    ]
    on = ground(stray, *around)
    assert holder_at(37.93, 35.3, on) == "government"
    assert holder_at(37.9, 35.3, on) == "isil"


def test_a_place_of_the_same_governorate_counts_for_more() -> None:
    one = claim("one", GOV, "2016-01-01", at=(37.8, 35.3))
    two = claim("two", REB, "2016-01-01", at=(38.01, 35.3))
    on = ground(*(replace(at, where=replace(at.where, admin1=name)) for at, name in ((one, "Hama"), (two, "Idlib"))))
    assert holder_at(37.9, 35.3, on) == "government"
    assert holder_at(37.9, 35.3, on, "Idlib") == "opposition"
    assert holder_at(37.9, 35.3, on, "Hama") == "government"


def test_a_quarter_tells_little_of_the_country_around() -> None:
    quarter = claim("quarter", REB, "2016-01-01", at=(37.9, 35.3), kind="neighbourhood")
    town = claim("town", GOV, "2016-01-01", at=(38.0, 35.3))
    assert holder_at(37.94, 35.3, ground(quarter, town)) == "government"


def test_a_claim_on_an_area_speaks_where_places_are_far() -> None:
    town = claim("town", GOV, "2016-01-01", at=(38.7, 35.3))
    area = claim("east", ISIL, "2016-02-01", extent="most")
    on = ground(town, area)
    assert holder_at(38.85, 35.3, on) == "government"
    assert holder_at(39.05, 35.3, on) == "isil"
    assert holder_at(39.05, 35.3, ground(town)) == "government"


def test_a_river_parts_neighbours_in_votes_and_in_zones() -> None:
    west = claim("west", GOV, "2016-01-01", at=(38.43, 35.4))
    east = claim("east-bank", SDF, "2016-01-01", at=(38.75, 35.4))
    beyond = (38.5, 35.4)
    assert holder_at(*beyond, ground(west, east)) == "government"
    assert holder_at(*beyond, ground(west, east, river=RIVER)) == "sdf"
    drawn = picture((west, east), DAY, country=LAND, river=RIVER, shapes=shapes)
    (zone,) = drawn.zones[drawn.zones.intersects(shapely.Point(beyond))].itertuples()
    assert zone.holder == "sdf"
    (front,) = drawn.fronts.itertuples()
    off_m = shapely.distance(shapely.points(shapely.get_coordinates(to_metres(front.geometry))), to_metres(RIVER))
    assert float(off_m.max()) < 2_500


def test_a_spot_is_known_by_part_of_its_name_and_by_a_name_much_like_its_own() -> None:
    town = claim("ayn-al-arab", SDF, "2016-01-01", at=(37.9, 35.3), status="besieged", besieger=ISIL)
    others = [claim(f"i{n}", ISIL, "2016-01-01", at=(37.9 + n / 100, 35.33)) for n in range(-2, 3)]
    on = ground(town, *others)
    names = {"Kobani": ["ayn-al-arab"]}

    def asked(name: str) -> str:
        return points(on, DAY, [Spot(name, 35.32, 37.9)], ids_of=lambda said: names.get(said, []))[0].controller

    assert asked("Ayn al-Arab (Kobani)") == asked("Kobani, Aleppo") == "sdf"
    assert asked("Ayn-Al-Arabb") == "sdf"
    assert asked("Elsewhere") == "isil"


DAYS = tuple(date(year, 2, 15) for year in (2013, 2015, 2017, 2019, 2025))


@cache
def shipped(left_out: str) -> tuple[Score, ...]:
    return tuple(evaluate_control(load_ledger(load_gazetteer()).claims, DAYS, left_out=left_out))  # type: ignore[arg-type]


def test_the_shipped_ledgers_places_are_guessed_better_than_by_the_nearest() -> None:
    for left_out in ("place", "district"):
        scores = shipped(left_out)
        right, plain = (float(np.mean([getattr(score, what) for score in scores])) for what in ("right", "plain"))
        assert right > plain
        near = np.array([score.near_front for score in scores])
        assert near[:, 1].mean() > near[:, 2].mean()
    assert min(score.right for score in shipped("place")) > 0.8


def test_confidence_is_honest_on_the_shipped_ledger() -> None:
    scores = [*shipped("place"), *shipped("district")]
    sure = [trial.right for score in scores for trial in score.trials if trial.confidence >= 0.9]
    assert sum(sure) / len(sure) >= 0.9
    for given_ in calibration(scores):
        assert given_.right == pytest.approx(given_.confidence, abs=0.07), f"{given_.low} to {given_.high}"
