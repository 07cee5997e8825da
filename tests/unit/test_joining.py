"""Events that several tell of: joined once, with every account, whatever order they come in."""

import random
from dataclasses import replace
from datetime import date, timedelta
from time import process_time
from typing import get_args

import pytest
from app_world import AL_SUR, event

from frontlines.joining import FAMILIES, join
from frontlines.model import Article, Citation, EventType, Extraction, Range, When
from frontlines.worlds import World

NEXT = When(date(2017, 2, 22), date(2017, 2, 22), 1)
DAYS = When(date(2017, 2, 19), date(2017, 2, 22), 2)
PROVINCE = replace(AL_SUR, kind="province", area="deir-ez-zor-province")
STRIKE = event("a", article_id="a")


def told(id_="b", **changes):
    return event(id_, **({"article_id": id_} | changes))


def known(id_="x1", **changes):
    given = {"article_id": "", "origin": "ledger", "sources": (Citation("A list"),), "actors": ("Syrian government",)}
    return event(id_, **(given | changes))


def toll(low, high=None):
    return Range(low, high)


def test_every_type_belongs_to_one_family():
    assert sorted(type_ for family in FAMILIES for type_ in family) == sorted(get_args(EventType))


SAME = {
    "word for word": {},
    "no toll told": {"killed": None},
    "a toll that grew": {"killed": toll(30)},
    "the doer named": {"actors": ("Russia",)},
    "called shelling, same toll": {"type": "shelling", "killed": toll(12, 12)},
    "a day later, same toll": {"when": NEXT},
    "within days": {"when": DAYS},
    "by a side's account": {"status": "claimed", "source": "the army"},
}
OTHER = {
    "another kind": {"type": "capture"},
    "announced": {"status": "planned"},
    "denied": {"status": "denied"},
    "undated": {"when": When()},
    "elsewhere": {"where": replace(AL_SUR, place_id="al-bab", lat=36.37, lon=37.52)},
    "its province": {"where": PROVINCE},
    "a day later, no toll": {"when": NEXT, "killed": None},
    "two days later": {"when": replace(NEXT, start=date(2017, 2, 23), end=date(2017, 2, 23))},
    "some time that year": {"when": When(date(2017, 1, 1), date(2017, 12, 31), 5)},
    "far more dead": {"killed": toll(90)},
    "shelling, no toll": {"type": "shelling", "killed": None},
    "of the same report": {"article_id": "a"},
}


@pytest.mark.parametrize("changes", SAME.values(), ids=SAME)
def test_two_reports_tell_of_one_event(changes):
    joined = join([STRIKE, told(**changes)], [])
    ((lead, others),) = joined.items()
    assert {lead, *(other.id for other in others)} == {"a", "b"}


@pytest.mark.parametrize("changes", OTHER.values(), ids=OTHER)
def test_two_events_stay_two(changes):
    assert join([STRIKE, told(**changes)], []) == {}


def test_doers_that_exclude_each_other_part_events_unless_they_fight_or_the_dead_agree():
    mine = event("a", article_id="a", actors=("Russia",), killed=None)
    theirs = told(actors=("US-led coalition",), killed=None)
    assert join([mine, theirs], []) == {}
    assert join([replace(mine, killed=toll(40)), replace(theirs, killed=toll(43))], []) != {}
    assert join([mine, replace(theirs, actors=("Syrian government",))], []) != {}
    fight = {"type": "clash", "killed": None}
    ours = told("c", actors=("SDF",), targets=("ISIL",), status="claimed", **fight)
    others = told("d", actors=("ISIL",), targets=("SDF",), status="claimed", **fight)
    assert join([ours, others], []) == {"c": (others,)}


def test_of_a_whole_province_silence_is_no_agreement():
    one, other = (event(id_, article_id=id_, where=PROVINCE, killed=None) for id_ in "ab")
    assert join([one, other], []) == {}
    both = [replace(e, actors=("Russia",)) for e in (one, other)]
    assert join(both, []) == {"a": (both[1],)}


def test_the_fullest_account_leads_and_the_ledger_comes_last():
    bare = event("a", article_id="a", killed=None)
    full = told(actors=("Russia",))
    third = told("c")
    assert join([bare, full, third], [known()]) == {"b": (third, bare, known())}


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"type": "shelling", "killed": None}, True),
        ({"where": replace(AL_SUR, place_id=None, lat=35.55)}, True),
        ({"when": NEXT, "killed": None}, True),
        ({"type": "capture"}, False),
        ({"status": "planned"}, False),
        ({"where": replace(AL_SUR, place_id=None, lat=35.7)}, False),
        ({"where": PROVINCE}, False),
        ({"where": replace(AL_SUR, place_id=None, lat=None)}, False),
        ({"when": replace(NEXT, start=date(2017, 2, 23))}, False),
        ({"when": When()}, False),
    ],
)
def test_a_report_and_the_ledger(changes, same):
    report = told(**changes)
    assert join([report], [known()]) == ({"b": (known(),)} if same else {})


def test_no_report_gives_an_event_two_accounts_and_the_likest_is_taken():
    day_after = event("r2", article_id="a", when=NEXT)
    same_day = event("r1", article_id="a")
    assert join([day_after, same_day], [known()]) == {"r1": (known(),)}
    elsewhere = told("r3")
    assert join([day_after, same_day, elsewhere], [known()]) == {"r1": (elsewhere, known())}


def test_all_accounts_of_an_event_agree_with_each_other():
    grown = [told(id_, killed=toll(n)) for id_, n in (("a", 10), ("b", 25), ("c", 60))]
    joined = join(grown, [])
    assert [sorted([lead, *(o.id for o in others)]) for lead, others in joined.items()] == [["b", "c"]]


def many(number, seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    kinds = ("air_strike", "shelling", "clash", "capture")
    for n in range(number):
        day = date(2013, 1, 1) + timedelta(days=chance.randrange(1500))
        yield event(
            f"e{n}",
            article_id=f"a{chance.randrange(number // 5)}",
            type=chance.choice(kinds),
            when=When(day, day, 1),
            where=replace(AL_SUR, place_id=f"p{chance.randrange(60)}"),
            actors=chance.choice([(), ("Russia",), ("ISIL",), ("SDF",)]),
            killed=chance.choice([None, toll(chance.randrange(40))]),
        )


def test_the_order_makes_no_difference_and_joining_again_changes_nothing():
    events = [replace(e, when=When(day := date(2017, 2, 1 + n % 5), day, 1)) for n, e in enumerate(many(300, 1))]
    joined = join(events, [known(f"x{n}") for n in range(3)])
    assert len(joined) > 20
    assert max(map(len, joined.values())) > 1
    for seed in range(4):
        random.Random(seed).shuffle(events)  # noqa: S311 - no secret
        assert join(events, [known(f"x{n}") for n in (2, 0, 1)]) == joined
    others = {other.id for group in joined.values() for other in group}
    assert not others & joined.keys()
    assert len(others) == sum(map(len, joined.values()))


def test_the_world_shows_a_joined_event_once():
    reports = [
        Extraction(Article(id_, "", published=date(2017, 2, 22)), events=(event(id_, article_id=id_),)) for id_ in "ab"
    ]
    world = World(tuple(reports), ledger_events=(known(), known("x2", type="capture")))
    assert [e.id for e in world.events] == ["a", "x2"]
    assert {lead: [o.id for o in others] for lead, others in world.also_told.items()} == {"a": ["b", "x1"]}
    turned = World(tuple(reversed(reports)), ledger_events=world.ledger_events)
    assert turned.also_told == world.also_told


@pytest.mark.soak
def test_twenty_thousand_events_take_a_moment():
    events = list(many(20_000, 2))
    start = process_time()
    joined = join(events, [])
    assert joined
    print(len(joined), process_time() - start)  # noqa: T201
