"""Who holds given spots, and how well the rest of the places guess each."""

from datetime import date

import pytest
from control_land import GOV, ISIL, LAND, REB, SDF, claim, shapes

from frontlines.control.accuracy import evaluate_control
from frontlines.control.picture import ground_of
from frontlines.control.points import Answer, Spot, points
from frontlines.model import ControlClaim

DAY = date(2017, 2, 21)
CLAIMS = (
    claim("alfa", GOV, "2016-01-01", at=(37.5, 35.3)),
    claim("bravo", REB, "2016-01-01", at=(37.9, 35.3), status="besieged", besieger=GOV),
    claim("charlie", GOV, "2016-01-01", at=(38.1, 35.5)),
    claim("east", ISIL, "2016-02-01", extent="most"),
)


def asked(
    *spots: Spot, claims: tuple[ControlClaim, ...] = CLAIMS, names: dict[str, list[str]] | None = None
) -> list[Answer]:
    ground = ground_of(claims, DAY, country=LAND, shapes=shapes)
    return points(ground, DAY, spots, ids_of=(lambda name: names.get(name, [])) if names is not None else None)


def test_answers_come_in_order_with_status_and_basis() -> None:
    at_alfa, at_bravo, east, nowhere = asked(
        Spot("x", 35.32, 37.45), Spot("y", 35.3, 37.91), Spot("z", 35.3, 39.8), Spot("n", 40.0, 45.0)
    )
    assert (at_alfa.controller, at_alfa.status, at_alfa.basis) == ("government", "held", ("alfa-2016-01-01-0",))
    assert (at_bravo.controller, at_bravo.status) == ("opposition", "besieged")
    assert (east.controller, east.basis) == ("isil", ("east-2016-02-01-0",))
    assert nowhere == Answer("unknown", "no_evidence", 0.0, ())


def test_nobody_asked_gives_no_answer() -> None:
    assert asked() == []


def test_confidence_fades_with_distance() -> None:
    near, far = asked(Spot("x", 35.3, 37.5), Spot("y", 35.3, 37.15))
    assert near.controller == far.controller == "government"
    assert near.confidence > far.confidence > 0.3


def test_a_spot_that_bears_a_places_name_nearby_takes_that_places_state() -> None:
    shifted = Spot("Bravo", 35.37, 37.91)
    other = Spot("Bravo", 35.4, 38.3)
    names = {"Bravo": ["bravo"]}
    assert asked(shifted, names=names)[0].status == "besieged"
    assert asked(other, names=names)[0].controller == "government"


def test_places_are_left_out_in_turn() -> None:
    together = [claim(f"g{n}", GOV, "2016-01-01", at=(37.4 + n / 10, 35.2)) for n in range(4)]
    stray = claim("s", SDF, "2016-01-01", at=(37.55, 35.25))
    lone = claim("l", ISIL, "2016-01-01", at=(39.9, 35.3))
    (score,) = evaluate_control([*together, stray, lone], [DAY], country=LAND, shapes=shapes)
    assert [trial.place for trial in score.trials] == ["g0", "g1", "s", "g2", "g3", "l"]
    assert [trial.answer for trial in score.trials] == ["government"] * 5 + ["unknown"]
    assert score.right == pytest.approx(4 / 6)
    assert score.plain == pytest.approx(2 / 6)
    assert score.near_front == (5, 4 / 5, 2 / 5)
    assert score.by_holder == {"government": (4, pytest.approx(8 / 9)), "isil": (1, 0.0), "sdf": (1, 0.0)}


def test_no_claims_no_score() -> None:
    (score,) = evaluate_control([], [DAY], country=LAND, shapes=shapes)
    assert (score.trials, score.right) == ((), 0.0)
