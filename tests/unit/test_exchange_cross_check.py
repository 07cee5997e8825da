"""An imported set beside what is told: what agrees, what differs and on what, what stands on one side only."""

from dataclasses import replace
from datetime import date

import pytest

from frontlines.errors import InputError
from frontlines.exchange.cross_check import COLUMNS, cross_check, table
from frontlines.model import Dataset, Event, MatchStatus, Placement, Range, Span, When

DATASET = Dataset("set", "A made-up set", licence="=CC0")
HERE = Placement(MatchStatus.MATCHED, "Here", "settlement", 35.0, 38.0, admin1="Homs", precision=1)
FOUR_KM_OFF = replace(HERE, name="There", lat=35.036)
FAR = replace(HERE, name="Far", lat=36.0)


def event(id_, kind="shelling", day=date(2017, 2, 10), **changes):
    made = Event(
        id=id_, type=kind, title="", when=When(day, day, 1), where=HERE, actors=("Russia",),
        targets=("Syrian opposition",), status="reported", span=Span(0, 0), sentence="", killed=Range(3, 5),
        article_id="r1",
    )  # fmt: skip
    return replace(made, **changes)


def theirs(id_, kind="clash", **changes):
    given = {"origin": "import", "dataset": DATASET, "article_id": "", "targets": ()}
    return event(f"set:{id_}", kind, **(given | {"actors": ("Syrian government", "Syrian opposition")} | changes))


def check(set_events, told, **options):
    return cross_check(DATASET, set_events, told, **options)


def verdicts(found):
    return [(row.verdict, row.theirs and row.theirs.id, row.told and row.told.id, row.differs) for row in found.rows]


def test_the_same_place_day_count_and_sides_agree():
    assert verdicts(check([theirs("a")], [event("x")])) == [("agrees", "set:a", "x", ())]


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"killed": Range(9, 9)}, ("count",)),
        ({"killed": Range(5, None)}, ()),
        ({"killed": None}, ()),
        ({"where": FOUR_KM_OFF}, ("place",)),
        ({"when": When(date(2017, 2, 11), date(2017, 2, 11), 1)}, ("date",)),
        ({"when": When(date(2017, 2, 11), None, 2)}, ()),
        ({"when": When(date(2017, 2, 5), date(2017, 2, 20), 4)}, ()),
        ({"actors": ("ISIL",), "targets": ("SDF",)}, ("party",)),
        ({"actors": ("Unknown",), "targets": ("Civilians",)}, ()),
        ({"actors": ("HTS",), "targets": ("ISIL",), "killed": Range(9, 9)}, ("count", "party")),
    ],
)
def test_what_differs_is_named(changes, differs):
    (row,) = check([theirs("a")], [event("x", **changes)]).rows
    assert row.differs == differs
    assert row.verdict == ("differs" if differs else "agrees")


def test_another_place_time_or_kind_is_not_the_same_thing():
    for other in (event("x", where=FAR), event("x", day=date(2017, 2, 13)), event("x", kind="protest")):
        found = check([theirs("a"), theirs("b", "protest", where=FAR, day=date(2017, 2, 20))], [other])
        assert sorted(row.verdict for row in found.rows) == ["only in the set", "only in the set", "only told"]


def test_the_window_can_be_widened():
    told = [event("x", day=date(2017, 2, 13), where=FAR)]
    assert check([theirs("a")], told, days=3, km=120).counts == {"differs": 1}


def test_a_rough_place_reaches_as_far_as_it_is_rough():
    rough = replace(HERE, lat=35.2, precision=2, area="disc:35.2,38:25", radius_km=25.0)
    assert verdicts(check([theirs("a", where=rough)], [event("x")])) == [("agrees", "set:a", "x", ())]


def test_a_governorate_alone_pairs_nothing_that_differs():
    whole = replace(HERE, precision=4, area="homs-governorate", kind="province")
    assert check([theirs("a", where=whole)], [event("x")]).counts == {"agrees": 1}
    assert "agrees" not in check([theirs("a", where=whole, killed=Range(50, 60))], [event("x")]).counts
    assert "agrees" not in check([theirs("a", where=replace(whole, admin1="Hama"))], [event("x")]).counts


def test_the_north_of_a_governorate_is_no_nearness():
    wide = replace(HERE, lat=35.4, precision=3, area="north:homs-governorate", radius_km=120.0)
    assert "differs" not in check([theirs("a", actors=("ISIL", "SDF"))], [event("x", where=wide)]).counts


def test_each_goes_to_the_one_that_differs_least():
    found = check([theirs("a", killed=Range(90, 90)), theirs("b")], [event("x")])
    assert verdicts(found) == [("agrees", "set:b", "x", ()), ("only in the set", "set:a", None, ())]


def test_of_one_report_no_two_are_the_same_thing_but_two_reports_may_tell_it():
    found = check([theirs("a")], [event("x"), event("y"), event("z", article_id="r2")])
    assert [(row.verdict, row.told.id) for row in found.rows] == [("agrees", "x"), ("agrees", "z"), ("only told", "y")]


def test_what_the_set_would_not_hold_is_no_gap():
    told = [
        event("early", day=date(2016, 1, 1)),
        event("bloodless", where=FAR, killed=None),
        event("march", kind="protest", where=FAR),
        event("gap", where=FAR),
    ]
    found = check([theirs("a"), theirs("b", day=date(2017, 2, 20))], told)
    assert [row.told.id for row in found.rows if row.verdict == "only told"] == ["gap"]
    assert found.beyond == 3


def test_what_was_announced_or_denied_is_left_out():
    told = [event("x", status="planned"), event("y", status="denied")]
    assert check([theirs("a")], told).counts == {"only in the set": 1}


def test_what_is_known_to_a_year_is_laid_beside_nothing():
    year = When(date(2017, 1, 1), date(2017, 12, 31), 5)
    assert check([theirs("a", when=year)], [event("x")]).counts == {"only in the set": 1, "only told": 1}


def test_the_table_has_every_row_and_no_formula():
    rows = [
        dict(zip(COLUMNS, row, strict=True))
        for row in table(check([theirs("a", where=replace(HERE, name="=1+1"))], [event("x", killed=Range(9, None))]))
    ]
    assert len(rows) == 1
    row = rows[0]
    assert (row["verdict"], row["differs_in"], row["days_apart"]) == ("differs", "count", 0)
    assert (row["set_id"], row["set_place"], row["licence"]) == ("a", "'=1+1", "'=CC0")
    assert (row["set_killed"], row["told_killed"], row["told_by"]) == ("3 to 5", "9 or more", "report r1")


@pytest.mark.parametrize("options", [{"days": -1}, {"days": 400}, {"km": 0}, {"km": 9000}, {"km": float("nan")}])
def test_a_window_too_wide_is_refused(options):
    with pytest.raises(InputError, match="choose a"):
        check([], [], **options)


def test_the_summary_says_it_all():
    found = check([theirs("a"), theirs("b", where=FAR)], [event("x", killed=Range(9, 9))])
    assert found.summary() == (
        "0 agree, 1 differ (on count 1), 1 only in the set, 0 only told by reports or the ledger; "
        "0 told events lie outside of what the set covers"
    )
