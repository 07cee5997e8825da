"""A place's story: its spells, its entries, and how both look."""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from app_world import ARTICLE, event
from hypothesis import given
from hypothesis import strategies as st

from frontlines.app.spells import head_html, spell_words, spells_html, strip_svg
from frontlines.app.story import FIRST_DAY, Spell, story_of
from frontlines.control.ledger import place_of
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import Citation, ControlClaim, When

LAST = date(2020, 1, 1)
PLACES = load_gazetteer()


def claim(id_, place, day, holder, status="held", **more):
    where = place_of(place, PLACES)
    sources = (Citation("A source", "https://example.org/c"),)
    return ControlClaim(id_, where, holder, status, When(day, day, 1), origin="ledger", sources=sources, **more)


def story(place, claims=(), events=()):
    return story_of(PLACES.get(place), claims, events, {ARTICLE.id: ARTICLE}, gazetteer=PLACES, last_day=LAST)


OWN = [
    claim("c1", "al-bab", date(2011, 3, 1), "Syrian government"),
    claim("c2", "al-bab", date(2012, 7, 30), "Syrian opposition", "captured"),
    claim("c3", "al-bab", date(2014, 1, 14), "ISIL", "captured"),
    claim("c4", "al-bab", date(2017, 2, 8), "ISIL", "contested", besieger="SNA"),
    claim("c5", "al-bab", date(2017, 2, 23), "SNA", "captured"),
    claim("c6", "al-bab", date(2018, 1, 1), "SNA"),
]


def test_the_spells_tell_who_held_it_when():
    spells = [(s.start, s.holder, s.other, s.status) for s in story("al-bab", OWN).spells]
    assert spells == [
        (FIRST_DAY, "government", None, "held"),
        (date(2012, 7, 30), "opposition", None, "held"),
        (date(2014, 1, 14), "isil", None, "held"),
        (date(2017, 2, 8), "isil", "sna", "contested"),
        (date(2017, 2, 23), "sna", None, "held"),
    ]


def test_entries_are_newest_first_and_of_this_place_alone():
    near = event("near", where=replace(event().where, place_id=None, lat=36.37, lon=37.515))
    far = event("far")
    elsewhere = claim("c9", "raqqa", date(2014, 1, 14), "ISIL")
    told = story("al-bab", [*OWN, elsewhere], [near, far])
    assert [entry.item.id for entry in told.entries] == ["c6", "c5", "near", "c4", "c3", "c2", "c1"]


def test_a_later_claim_on_the_whole_of_an_area_counts_as_on_the_map():
    area = claim("a1", "aleppo-governorate", date(2019, 1, 1), "Syrian government")
    part = claim("a2", "aleppo-governorate", date(2019, 2, 1), "SDF", extent="part")
    told = story("al-bab", [*OWN, area, part])
    assert (told.spells[-1].holder, told.spells[-1].start) == ("government", date(2019, 1, 1))
    assert "a1" in {entry.item.id for entry in told.entries}
    assert "a2" not in {entry.item.id for entry in told.entries}
    older = claim("a3", "aleppo-governorate", date(2013, 1, 1), "Syrian government")
    assert story("al-bab", [OWN[4], older]).spells[-1].holder == "sna"


def test_quarters_belong_to_their_city_and_change_nothing_of_its_holder():
    quarter = claim("q1", "aleppo-sheikh-maqsoud", date(2013, 3, 29), "YPG", "captured")
    told = story("aleppo", [claim("c1", "aleppo", date(2012, 1, 1), "Syrian government"), quarter])
    assert {entry.item.id for entry in told.entries} == {"c1", "q1"}
    assert [spell.holder for spell in told.spells] == [None, "government"]


def test_what_was_only_announced_is_no_part_of_it():
    assert story("as-suwar", (), [event(status="planned")]).entries == ()
    assert [entry.item.id for entry in story("as-suwar", (), [event()]).entries] == ["e1"]


def test_an_event_without_a_date_stands_at_its_report():
    undated = event(when=When())
    assert story("as-suwar", (), [undated]).entries[0].day == ARTICLE.published


@given(
    st.lists(
        st.tuples(st.dates(date(2011, 1, 1), LAST), st.sampled_from(["ISIL", "SDF", "Syrian government"])), max_size=8
    )
)
def test_spells_cover_every_day_once(days):
    claims = [claim(f"x{n}", "al-bab", day, holder) for n, (day, holder) in enumerate(days)]
    spells = story("al-bab", claims).spells
    assert spells[0].start == FIRST_DAY
    assert spells[-1].end == LAST
    for before, after in itertools.pairwise(spells):
        assert before.end == after.start
        assert (before.holder, before.other, before.status) != (after.holder, after.other, after.status)


@pytest.mark.parametrize(
    ("spell", "said"),
    [
        (Spell(FIRST_DAY, LAST, None), "nothing told of it"),
        (Spell(FIRST_DAY, LAST, "isil", None, "held"), "ISIL"),
        (Spell(FIRST_DAY, LAST, "isil", "sdf", "contested"), "ISIL, contested by SDF"),
        (Spell(FIRST_DAY, LAST, "sdf", "isil", "besieged"), "SDF, besieged by ISIL"),
        (Spell(FIRST_DAY, LAST, "sdf", None, "truce"), "SDF, under a truce"),
    ],
)
def test_a_spell_in_words(spell, said):
    assert spell_words(spell) == said


def test_the_strip_has_the_parties_marks_and_the_day():
    spells = [
        Spell(date(2012, 1, 1), date(2014, 1, 1), "opposition", "government", "besieged"),
        Spell(date(2014, 1, 1), date(2015, 1, 1), "isil", None, "held"),
        Spell(date(2015, 1, 1), date(2016, 1, 1), "opposition", "government", "truce"),
        Spell(date(2016, 1, 1), date(2017, 1, 1), "sdf", "isil", "contested"),
        Spell(date(2017, 1, 1), LAST, None),
    ]
    drawn = strip_svg(spells, "light", date(2016, 6, 1))
    assert drawn.count("stroke-dasharray") == 2
    for fill in ("url(#isil)", "url(#fl-pair-isil-sdf)", "url(#none)"):
        assert f'fill="{fill}"' in drawn
        assert f'id="{fill[5:-1]}"' in drawn
    assert 'stroke-width="2"/>' in drawn
    assert 'stroke-width="2"/>' not in strip_svg(spells, "dark", date(2021, 1, 1))


def test_the_page_says_it_in_words_too_and_marks_the_day():
    told = story("al-bab", OWN)
    html = spells_html(told, "light", date(2017, 2, 21))
    assert 'aria-current="true" class="fl-now"><i>' in html
    now = html.partition("fl-now")[2].partition("</li>")[0]
    assert "ISIL, contested by Turkey and SNA" in now
    assert "8 Feb 2017 to 23 Feb 2017" in now
    assert "الباب" in head_html(PLACES.get("al-bab"))


def test_without_a_claim_it_says_so():
    assert "No claim tells who held it" in spells_html(story("al-bab"), "light", LAST)
