"""What the claims say on a day."""

from datetime import date

import pytest
from control_land import GOV, ISIL, REB, SDF, claim

from frontlines.control.state import State, states_on
from frontlines.model import ControlClaim, MatchStatus, Placement, When

SPOT = (38.0, 35.0)
DAY = date(2017, 2, 21)


def town(holder: str, day: str, **more: object) -> ControlClaim:
    return claim("town", holder, day, at=SPOT, **more)  # type: ignore[arg-type]


def told(*claims: ControlClaim, day: date = DAY, reported_by: date | None = None) -> tuple[str, str | None, str]:
    (state,) = states_on(claims, day, reported_by=reported_by)
    return state.holder, state.other, state.status


def only(*claims: ControlClaim) -> State:
    (state,) = states_on(claims, DAY)
    return state


def test_later_beats_earlier_whatever_the_order_and_since_is_the_change_not_the_last_word() -> None:
    claims = [town(GOV, "2012-01-01"), town(REB, "2013-05-02", status="captured"), town(REB, "2016-07-07", number=1)]
    forward, back = only(*claims), only(*reversed(claims))
    assert forward == back
    assert (forward.holder, forward.since, forward.seen) == ("opposition", date(2013, 5, 2), date(2016, 7, 7))
    assert forward.basis == ("town-2013-05-02-0", "town-2016-07-07-1")


def test_a_claim_counts_from_its_own_day_on_and_not_before() -> None:
    claims = [town(GOV, "2012-01-01"), town(ISIL, "2014-06-30", status="captured")]
    assert told(*claims, day=date(2014, 6, 29))[0] == "government"
    assert told(*claims, day=date(2014, 6, 30))[0] == "isil"
    assert states_on(claims, date(2011, 12, 31)) == []


def test_as_reported_by_hides_what_was_told_later() -> None:
    claims = [town(GOV, "2012-01-01"), town(SDF, "2017-02-10", status="captured", reported=date(2017, 2, 22))]
    assert told(*claims)[0] == "sdf"
    assert told(*claims, reported_by=date(2017, 2, 21))[0] == "government"


def test_a_claim_without_a_day_counts_from_its_report_and_one_without_either_never() -> None:
    undated = ControlClaim(
        id="u", where=town(GOV, "2012-01-01").where, holder=SDF, status="held", when=When(), reported=date(2017, 1, 5)
    )
    nowhen = ControlClaim(id="n", where=undated.where, holder=ISIL, status="held", when=When())
    assert told(town(GOV, "2012-01-01"), undated, nowhen)[0] == "sdf"
    assert only(undated, nowhen).since == date(2017, 1, 5)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([town(ISIL, "2014-01-01"), town(REB, "2017-02-20", status="contested")], ("opposition", "isil", "contested")),
        ([town(GOV, "2014-01-01", status="besieged", besieger=ISIL)], ("government", "isil", "besieged")),
        ([town(REB, "2014-01-01", status="truce", besieger=GOV)], ("opposition", "government", "truce")),
        ([town(SDF, "2014-01-01", status="mixed", besieger=GOV)], ("sdf", "government", "mixed")),
        ([town(ISIL, "2014-01-01"), town(ISIL, "2017-01-01", status="lost", besieger=SDF)], ("sdf", None, "held")),
        ([town(ISIL, "2014-01-01"), town(ISIL, "2017-01-01", status="lost")], ("unknown", None, "contested")),
        (
            [town(ISIL, "2014-01-01", status="contested", besieger=REB), town(ISIL, "2017-01-01", status="lost")],
            ("opposition", None, "held"),
        ),
        ([town(SDF, "2014-01-01"), town(ISIL, "2017-01-01", status="lost")], ("sdf", None, "held")),
        ([town(ISIL, "2014-01-01"), town(REB, "2017-01-01", extent="part")], ("isil", "opposition", "contested")),
        ([town(REB, "2017-01-01", extent="part")], ("opposition", None, "mixed")),
    ],
    ids=[
        "contested",
        "besieged",
        "truce",
        "mixed",
        "lost to",
        "lost to nobody known",
        "lost in a contest",
        "lost before",
        "part",
        "part only",
    ],
)
def test_states_of_their_own(claims: list[ControlClaim], expected: tuple[str, str | None, str]) -> None:
    assert told(*claims) == expected


def test_places_taken_and_retaken_on_one_day_are_a_clash() -> None:
    taken = town(REB, "2017-02-01", status="captured", previous=GOV, number=1)
    retaken = town(GOV, "2017-02-01", status="captured", previous=REB, number=2)
    state = only(town(GOV, "2012-01-01"), taken, retaken)
    assert (state.holder, state.status, state.since) == ("government", "held", date(2012, 1, 1))


def test_only_the_final_holder_of_a_day_counts() -> None:
    first = town(SDF, "2017-02-01", status="captured", previous=ISIL, number=2)
    second = town(REB, "2017-02-01", status="captured", previous=SDF, number=1)
    assert told(town(ISIL, "2014-01-01"), first, second) == ("opposition", None, "held")


def test_a_bare_held_of_a_report_ends_no_siege_and_the_ledgers_does() -> None:
    siege = town(GOV, "2015-01-01", status="besieged", besieger=ISIL, origin="ledger")
    assert told(siege, town(GOV, "2017-02-21")) == ("government", "isil", "besieged")
    assert told(siege, town(GOV, "2017-02-21", origin="ledger")) == ("government", None, "held")
    assert told(siege, town(GOV, "2017-02-21", status="captured")) == ("government", None, "held")


def test_on_one_day_the_ledger_has_the_last_word() -> None:
    report, ledger = town(REB, "2017-02-20"), town(ISIL, "2017-02-20", origin="ledger", number=1)
    assert told(report, ledger)[0] == told(ledger, report)[0] == "isil"


def test_a_doubtful_report_changes_no_holder() -> None:
    assert told(town(GOV, "2012-01-01"), town(REB, "2017-01-01", certainty=0.4))[0] == "government"
    assert told(town(GOV, "2012-01-01"), town(REB, "2017-01-01", certainty=0.6))[0] == "opposition"


def test_parts_of_an_area_stand_beside_the_claim_on_all_of_it() -> None:
    whole = claim("east", ISIL, "2014-07-01", extent="most")
    villages = claim("east", SDF, "2017-02-21", status="captured", unnamed_part=True)
    states = {state.extent: state.holder for state in states_on([whole, villages], DAY)}
    assert states == {"most": "isil", "part": "sdf"}


def test_factions_follow_the_day() -> None:
    nusra = town("HTS", "2015-04-01")
    assert told(nusra, day=date(2017, 1, 27))[0] == "opposition"
    assert told(nusra, day=date(2017, 1, 28))[0] == "hts"
    assert told(nusra, day=date(2024, 12, 8))[0] == "transitional_government"


def test_a_claim_that_cannot_be_placed_is_left_out() -> None:
    lost = ControlClaim(
        id="x", where=Placement(status=MatchStatus.NOT_FOUND), holder=GOV, status="held", when=When(start=DAY)
    )
    assert states_on([lost], DAY) == []
