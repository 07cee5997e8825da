"""Place names in texts: the table of cases, offsets, and what must not be found."""

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontlines.geography.finder import find_toponyms
from frontlines.geography.gazetteer import Gazetteer, Words, load_gazetteer
from frontlines.model import Place

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "places.toml").read_text("utf-8"))


def place(name, kind="settlement", **more):
    return Place(name.lower().replace(" ", "-"), name, kind, 36.0, 37.0, admin1="Aleppo", **more)


WORDS = Words(
    common=frozenset({"the", "read", "a"}),
    never=frozenset({"sham"}),
    openers=frozenset({"bashar", "ahrar"}),
    closers=frozenset({"Observatory", "Shield"}),
)
SMALL = Gazetteer(
    [
        place("Al-Bab", rank=2),
        place("Aleppo", rank=1),
        place("Syria", "country", rank=1),
        place("Tabqa", rank=2),
        place("Tabqa Airbase", "airbase"),
        place("Raqqa", aliases=("Raqa",), rank=1),
        place("Homs", rank=1),
        place("Assad", "neighbourhood"),
        place("Sham", rank=1),
        place("Euphrates", "river", aliases=("Euphrates River",)),
        place("Base 17", "facility"),
        place("Abu Omar"),
        Place("gn-1", "Hizan", "settlement", 36.0, 37.0, admin1="Aleppo"),
        Place("gn-2", "Springfield", "settlement", 40.0, -80.0, "US", rank=3),
    ],
    words=WORDS,
)


def texts(passage, gazetteer=SMALL):
    found = find_toponyms(passage, gazetteer)
    assert all(passage[one.start : one.end] == one.text for one in found)
    return [one.text for one in found]


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["text"][:30])
def test_cases(case):
    assert texts(case["text"], load_gazetteer()) == [span[0] for span in case["find"]]


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("fighting in al Bab and Al-Bab", ["al Bab", "Al-Bab"]),
        ("the bab of the house", []),
        ("Raqas people left Raqqa's centre", ["Raqa", "Raqqa"]),
        ("Homs was quiet", ["Homs"]),
        ("HOMS, Syria", ["HOMS", "Syria"]),
        ("the Syrian army", []),
        ("the Aleppo-based group and the Aleppo-backed one", ["Aleppo"]),
        ("near Tabqa military airport, not Tabqa", ["Tabqa military airport", "Tabqa"]),
        ("near Tabqa airport", ["Tabqa airport"]),
        ("Bashar al-Assad in al-Assad", ["al-Assad"]),
        ("Ahrar al-Sham left al-Sham", []),
        ("the Syria Observatory and the Euphrates Shield, on the Euphrates River", ["Euphrates River"]),
        ("inside base 17 an army base", ["base 17"]),
        ("“Aleppo”, (Homs) [Raqqa]", ["Aleppo", "Homs", "Raqqa"]),
        ("Aleppo. Homs", ["Aleppo", "Homs"]),
        ("at Hizan, but Hizan said no", ["Hizan"]),
        ("Abu Omar fled to Abu Omar", ["Abu Omar"]),
        ("in Springfield", []),
        ("", []),
    ],
)
def test_what_is_a_name_and_how_far_it_goes(passage, found):
    assert texts(passage) == found


def test_offsets_count_code_points():
    passage = "𝒜 “Al\u00a0Bab”"
    (one,) = find_toponyms(passage, SMALL)
    assert (one.start, one.end) == (3, 9)


def test_every_place_of_the_name_is_given():
    two = Gazetteer([place("Sur"), Place("tyre", "Tyre", "settlement", 33.2, 35.2, "LB", aliases=("Sour",))])
    (one,) = find_toponyms("in al-Sur.", two)
    assert {found.id for found in one.places} == {"sur", "tyre"}


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_gives_ordered_disjoint_spans(passage):
    found = find_toponyms(passage, load_gazetteer())
    assert all(passage[one.start : one.end] == one.text and one.places for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["Aleppo", "Homs", "and", "the", "al-Bab", "Raqqa", "fell.", "in"]), max_size=12))
def test_names_are_found_wherever_they_stand(words):
    assert texts(" ".join(words)) == [word for word in words if word in {"Aleppo", "Homs", "al-Bab", "Raqqa"}]
