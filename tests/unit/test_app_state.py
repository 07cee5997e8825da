"""The view and its address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontlines.app.state import DAYS, FIRST_DAY, KINDS, LAYERS, OPENING_DAY, View, from_address, to_address
from frontlines.model import EventType

FACTIONS = frozenset({"government", "opposition", "isil", "sdf"})
PROVINCES = frozenset({"Aleppo", "Deir ez-Zor", "Homs"})
SETS = frozenset({"ucdp-ged", "made-up"})
KNOWN = {"factions": FACTIONS, "kinds": frozenset(KINDS), "provinces": PROVINCES, "sets": SETS}

views = st.builds(
    View,
    day=st.dates(FIRST_DAY, date(2030, 1, 1)),
    window=st.sampled_from(list(DAYS)),
    axis=st.sampled_from(["happened", "reported"]),
    factions_off=st.frozensets(st.sampled_from(sorted(FACTIONS))),
    kinds_off=st.frozensets(st.sampled_from(sorted(KINDS))),
    layers_off=st.frozensets(st.sampled_from(LAYERS)),
    tiles=st.booleans(),
    arabic=st.booleans(),
    provinces=st.lists(st.sampled_from(sorted(PROVINCES)), unique=True).map(tuple),
    statuses=st.lists(st.sampled_from(["reported", "claimed", "denied"]), unique=True).map(tuple),
    certainty=st.integers(0, 100),
    sets_off=st.frozensets(st.sampled_from(sorted(SETS))),
    chosen=st.none() | st.text("abcdef0123456789:-.", min_size=1, max_size=30),
    place=st.none() | st.text("abcdef-", min_size=1, max_size=30),
)


@given(views)
def test_an_address_restores_its_view(view):
    assert from_address(to_address(view), **KNOWN) == (view, ())


def test_the_first_open_stands_on_the_articles_day_with_a_bare_address():
    assert View().day == OPENING_DAY == date(2017, 2, 21)
    assert to_address(View()) == {}


@given(
    st.dictionaries(
        st.sampled_from(["d", "span", "axis", "off", "status", "sure", "nosets", "id", "x"]), st.text(max_size=40)
    )
)
def test_any_address_gives_a_view_that_holds_only_what_is_known(query):
    view, _ = from_address(query, **KNOWN)
    assert view.day >= FIRST_DAY
    assert view.factions_off <= FACTIONS
    assert 0 <= view.certainty <= 100
    assert view.window in DAYS


def test_an_impossible_date_is_told_in_one_sentence():
    view, notes = from_address({"d": "2017-02-31"}, **KNOWN)
    assert view.day == OPENING_DAY
    assert len(notes) == 1
    assert "2017-02-31" not in notes[0]


def test_endless_values_are_passed_over():
    view, _ = from_address({"id": "x" * 5000}, **KNOWN)
    assert view.chosen is None


def test_steps_stop_at_the_first_day():
    assert View(day=FIRST_DAY).step(-1).day == FIRST_DAY
    assert View().step(-1).day == date(2017, 2, 20)


def test_every_type_of_event_has_one_switch():
    from typing import get_args

    grouped = [kind for kinds in KINDS.values() for kind in kinds]
    assert sorted(grouped) == sorted(get_args(EventType))


@pytest.mark.parametrize(("view", "count"), [(View(), 0), (View(certainty=5, provinces=("Homs",)), 2)])
def test_filters_in_force_are_counted(view, count):
    assert view.filtered() == count
