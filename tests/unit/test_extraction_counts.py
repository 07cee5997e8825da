"""Counts of people with the words that bound them."""

import pytest
from spacy.lang.en import English
from spacy.tokens import Doc

from frontlines.extraction.counts import find_counts

NLP = English()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least 11 people", 11, None),
        ("more than 35 people", 35, None),
        ("no fewer than twelve people", 12, None),
        ("300 people", 300, 300),
        ("an estimated 5,000 civilians", 5000, 5000),
        ("up to 100 fighters", None, 100),
        ("between 20 and 30 fighters", 20, 30),
        ("40 or more fighters", 40, None),
        ("two hundred people", 200, 200),
        ("1.5 million", None, None),
    ],
)
def test_bounds_come_from_the_words(text: str, low: int | None, high: int | None) -> None:
    ranges = [c.range for c in find_counts(NLP(text)) if c.range is not None]
    if text.startswith("1.5"):
        assert ranges == []
        return
    (told,) = ranges
    assert (told.min, told.max) == (low, high)
    assert told.words in text


def test_a_hyphened_number_is_one_number() -> None:
    (count,) = find_counts(Doc(NLP.vocab, words=["twenty-three", "soldiers"]))
    assert count.range is not None
    assert count.range.min == count.range.max == 23


@pytest.mark.parametrize("text", ["dozens of people", "scores wounded", "several soldiers", "hundreds fled"])
def test_a_vague_word_is_no_number(text: str) -> None:
    (count,) = find_counts(NLP(text))
    assert count.range is None
