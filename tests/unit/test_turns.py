"""Threads take turns at the ground: two in one prepared geometry would end the process."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
from control_land import GOV, ISIL, LAND, claim, shapes

from frontlines.control.change import change
from frontlines.control.picture import ground_of, picture
from frontlines.control.points import Spot, points
from frontlines.exchange.pcodes import admin_columns
from frontlines.turns import in_turn, is_free

TOWNS = (
    claim("alfa", GOV, "2015-01-01", at=(37.5, 35.3)),
    claim("charlie", ISIL, "2015-01-01", at=(38.3, 35.5)),
    claim("charlie", GOV, "2016-06-01", at=(38.3, 35.5), status="captured", previous=ISIL, number=1),
)


def on(day: str):
    return picture(TOWNS, date.fromisoformat(day), country=LAND, shapes=shapes)


WORKS = {
    "picture": lambda: on("2018-01-01"),
    "ground": lambda: ground_of(TOWNS, date(2016, 1, 1), country=LAND, shapes=shapes),
    "change": lambda: change(on("2016-01-01"), on("2017-01-01")),
    "points": lambda: points(on("2016-01-01").ground, date(2016, 1, 1), [Spot("", 35.3, 37.5)]),
    "pcodes": lambda: admin_columns([], []),
}


def test_who_is_at_the_ground_may_do_more_there():
    assert in_turn(in_turn(lambda: "done"))() == "done"
    assert is_free()


@pytest.mark.parametrize("what", WORKS)
def test_another_thread_waits(what):
    on("2016-01-01"), on("2017-01-01")  # drawn and kept, so that only the work itself is waited for
    with ThreadPoolExecutor(2) as others:

        @in_turn
        def at_work():
            assert others.submit(is_free).result(60) is False
            waiting = others.submit(WORKS[what])
            assert not wait([waiting], timeout=1).done
            return waiting

        at_work().result(60)
        assert others.submit(is_free).result(60) is True
