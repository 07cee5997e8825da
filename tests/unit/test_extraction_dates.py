"""Dates as data; and that no words break the reading of them."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontlines.extraction.dates import find_dates

PUBLISHED = date(2017, 2, 22)
CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "dates.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"])
def test_words_tell_the_days_that_a_reader_would_take(case: dict[str, Any]) -> None:
    found = find_dates(case["text"], PUBLISHED)
    if "past" not in case:
        assert found == []
        return
    (told,) = found
    assert [told.past.start, told.past.end, told.past.precision] == case["past"]
    future = case.get("future", case["past"])
    assert [told.future.start, told.future.end, told.future.precision] == future
    assert told.since is case.get("since", False)
    assert told.past.words and told.past.rule


@pytest.mark.parametrize("words", ["on Tuesday", "yesterday", "last month", "in early October"])
def test_without_a_publication_date_relative_words_stay_undated(words: str) -> None:
    (told,) = find_dates(words, None)
    assert told.past.start is None
    assert "publication" in told.past.rule or "without a year" in told.past.rule


@given(
    st.text(alphabet="0123456789 -./,onsiceMarchMayTuesdlfth", max_size=60),
    st.dates(date(2011, 1, 1), date(2026, 12, 31)),
)
def test_dates_lie_in_order_and_quote_their_words(text: str, published: date) -> None:
    for told in find_dates(text, published):
        assert 0 <= told.start < told.end <= len(text)
        assert told.past.words in text
        for when in (told.past, told.future):
            assert when.start is not None and when.end is not None
            assert when.start <= when.end
            assert 1 <= when.precision <= 5
