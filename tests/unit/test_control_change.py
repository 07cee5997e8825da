"""What changed hands between two days."""

from datetime import date

import pytest
import shapely
from control_land import GOV, ISIL, LAND, REB, SDF, claim, claims, shapes
from hypothesis import HealthCheck, given, settings

from frontlines.control.change import change
from frontlines.control.land import to_metres
from frontlines.control.picture import Picture, picture
from frontlines.model import ControlClaim

CALM = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def on(day: str, *drawn: ControlClaim) -> Picture:
    return picture(drawn, date.fromisoformat(day), country=LAND, shapes=shapes)


TOWNS = (
    claim("alfa", GOV, "2015-01-01", at=(37.5, 35.3)),
    claim("bravo", GOV, "2015-01-01", at=(38.0, 34.9)),
    claim("charlie", ISIL, "2015-01-01", at=(38.3, 35.5)),
    claim("delta", ISIL, "2015-01-01", at=(38.8, 35.2)),
    claim("delta", GOV, "2016-06-01", at=(38.8, 35.2), status="captured", previous=ISIL, number=1),
    claim("echo", SDF, "2016-07-01", at=(39.9, 35.3), number=2),
)


def test_the_ground_around_a_town_goes_from_loser_to_winner() -> None:
    made = change(on("2016-05-31", *TOWNS), on("2016-06-30", *TOWNS))
    assert made.ground[["loser", "winner"]].to_numpy().tolist() == [["isil", "government"]]
    (area_km2,) = made.ground.area_km2
    assert 2_000 < area_km2 < 1.1 * 3.15 * 35**2
    assert area_km2 == pytest.approx(to_metres(made.ground.geometry[0]).area / 1e6, abs=0.1)
    assert made.ground.geometry[0].contains(shapely.Point(38.8, 35.2))
    balance = made.balance().set_index("party")
    assert balance.loc["government", "net_km2"] == pytest.approx(area_km2, abs=0.2)
    assert balance.loc["isil", "net_km2"] == pytest.approx(-area_km2, abs=0.2)


def test_places_that_changed_hands_come_with_their_claims() -> None:
    places = change(on("2016-05-31", *TOWNS), on("2016-08-01", *TOWNS)).places.set_index("place_id")
    assert places.loc["delta", ["loser", "winner", "since"]].tolist() == ["isil", "government", date(2016, 6, 1)]
    assert places.loc["delta", "basis"] == "delta-2016-06-01-1"
    assert places.loc["echo", ["loser", "winner"]].tolist() == [None, "sdf"]
    assert sorted(places.index) == ["delta", "echo"]


def test_ground_won_from_nobody_is_shown_and_not_in_the_balance() -> None:
    made = change(on("2016-06-30", *TOWNS), on("2016-07-30", *TOWNS))
    assert ["no_evidence", "sdf"] in made.ground[["loser", "winner"]].to_numpy().tolist()
    assert "sdf" not in made.balance().query("gained_km2 > 100").party.tolist()


def test_a_quiet_time_changes_nothing() -> None:
    made = change(on("2016-08-01", *TOWNS), on("2017-01-01", *TOWNS))
    assert made.ground.empty
    assert made.places.empty
    assert made.balance().empty


def test_ground_knows_its_towns_and_the_claims_that_made_it() -> None:
    made = change(on("2016-05-31", *TOWNS), on("2016-06-30", *TOWNS)).ground
    assert made[["towns", "basis"]].to_numpy().tolist() == [[1, "delta-2016-06-01-1"]]
    area = claim("east", SDF, "2016-08-01")
    filled = change(on("2016-06-30", *TOWNS), on("2016-09-01", *TOWNS, area)).ground.set_index(["loser", "winner"])
    assert "east-2016-08-01-0" in filled.loc[("government", "sdf"), "basis"].split(";")


def test_a_town_without_ground_of_its_own_counts_for_its_pair() -> None:
    twin = claim("delta-twin", REB, "2015-01-01", at=(38.8, 35.2))
    lost = claim("delta-twin", GOV, "2016-01-01", at=(38.8, 35.2), status="captured", number=1)
    made = change(on("2015-06-01", *TOWNS, twin), on("2016-03-01", *TOWNS, twin, lost)).ground
    assert made.towns.sum() == 1


@CALM
@given(claims(least=2, most=8), claims(least=2, most=8))
def test_there_and_back_cancels_and_explains_every_holders_area(
    first: list[ControlClaim], second: list[ControlClaim]
) -> None:
    before, after = on("2016-12-01", *first), on("2017-03-01", *second)
    there, back = change(before, after), change(after, before)
    swapped = {(row.winner, row.loser): row.area_km2 for row in back.ground.itertuples()}
    assert {(row.loser, row.winner): row.area_km2 for row in there.ground.itertuples()} == swapped
    assert set(there.places.place_id) == set(back.places.place_id)
    net = there.balance().set_index("party").net_km2.add(back.balance().set_index("party").net_km2, fill_value=0)
    assert net.abs().sum() == pytest.approx(0, abs=0.01)
    ground = there.ground
    for party in {*before.zones.holder, *after.zones.holder} - {"unknown"}:
        had, has = (p.zones[p.zones.holder == party].area_km2.sum() for p in (before, after))
        won = ground[ground.winner == party].area_km2.sum() - ground[ground.loser == party].area_km2.sum()
        assert has - had == pytest.approx(won, abs=2.0)


def test_a_place_contested_between_the_same_parties_is_told_by_its_status() -> None:
    fight = claim("alfa", GOV, "2016-09-01", at=(37.5, 35.3), status="contested", besieger=REB, number=3)
    places = change(on("2016-08-01", *TOWNS, fight), on("2016-10-01", *TOWNS, fight)).places
    assert places[["place_id", "status_before", "status"]].to_numpy().tolist() == [["alfa", "held", "contested"]]
