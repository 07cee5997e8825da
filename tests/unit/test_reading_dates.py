"""Datelines."""

from datetime import date

import pytest

from frontlines.reading.dates import find_dateline

FOUND = {
    "Published October 26 2016 A leading rights group": date(2016, 10, 26),
    "Posted on August 3 2016 by A Writer": date(2016, 8, 3),
    "Date of publication 18 July 2016 Activists say": date(2016, 7, 18),
    "Last updated at Jul 282016 QAMISHLI Syria A massive bomb": date(2016, 7, 28),
    "Published: Tuesday, February 21, 2017": date(2017, 2, 21),
    "Wed Sep 7 2016 4 soldiers killed": date(2016, 9, 7),
    "Tuesday 21 June 2016 A call for": date(2016, 6, 21),
    "Air strikes kill 11 AFP Wednesday 13 Jul 2016 Air strikes": date(2016, 7, 13),
    "18-07-2015 Weapons used": date(2015, 7, 18),
    "23.04.2017) Get short address": date(2017, 4, 23),
    "A headline\n\n2017-02-21\n\nThe army": date(2017, 2, 21),
    "A headline\n21 February 2017\nThe army": date(2017, 2, 21),
    "02/21/2017 The army": date(2017, 2, 21),
    "DAMASCUS, Feb. 21, 2017 (AP) The army": date(2017, 2, 21),
}
NOT_FOUND = [
    "The town was captured on 21 February 2017 by the army.",
    "The siege began on Tuesday 21 February 2017, he said.",
    "Wed Sep 8 2016 a weekday that does not fit",
    "31-02-2017 no such day",
    "Some 12-11-2016 were counted",
    "The army advanced on Tuesday.",
    "x" * 500 + "\nPublished October 26 2016",
    "Published in 2016",
    "18-07-20151 is a number",
]


@pytest.mark.parametrize("text", FOUND)
def test_a_dateline_is_found(text):
    assert find_dateline(text) == FOUND[text]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_a_date_in_the_story_is_no_dateline(text):
    assert find_dateline(text) is None
