"""Folding of names: the table of cases, and what holds for every name."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from frontlines.geography.names import fold, fold_token, is_article, skeleton, surface, tokens

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "places.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["same"], ids=lambda case: case["names"][0])
def test_spellings_of_one_name_share_a_key(case):
    assert {name: fold(name) for name in case["names"]} == dict.fromkeys(case["names"], fold(case["names"][0]))


@pytest.mark.parametrize("case", CASES["different"], ids=lambda case: case["names"][0])
def test_other_names_keep_apart(case):
    for one, other in combinations(case["names"], 2):
        assert fold(one) != fold(other), (one, other)


def test_an_article_is_dropped_only_beside_another_word():
    assert fold("Al-Bab") == fold("Bab")
    assert fold("Al") == "al"
    assert is_article("ASH")
    assert not is_article("ashes")


def test_nothing_readable_folds_to_nothing():
    assert fold("— … !") == ""
    assert tokens("") == []


def test_words_split_at_hyphens_but_not_at_apostrophes():
    assert tokens("Ma'arrat al-Nu’man") == ["Ma'arrat", "al", "Nu’man"]


def test_surface_keeps_the_spelling_that_folding_levels():
    assert surface("Al-Hāmah") == "hamah"
    assert surface("Hama") != surface("Hamah")


def test_skeleton_joins_what_folding_keeps_apart():
    assert fold("Kobane") != fold("Kobani")
    assert skeleton("Kobane") == skeleton("Kobani")


@given(st.text(alphabet=st.characters(categories=["L", "Pd", "Zs", "Mn"]), max_size=30))
def test_folding_knows_no_case_and_no_hyphen(name):
    assert fold(name.replace("-", " ")) == fold(name)
    if name.isascii():
        assert fold(name.upper()) == fold(name.lower())


@given(st.from_regex(r"[A-Z][a-z]{2,9}", fullmatch=True))
def test_a_hyphened_article_never_changes_the_key(name):
    assume(not is_article(name))
    assert fold(f"al-{name}") == fold_token(name)
