"""Whatever a text holds, reading it ends, raises nothing, and every span slices to what it quotes."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from frontlines.errors import InputError
from frontlines.extraction import extract, to_format
from frontlines.extraction.reader import LONGEST
from frontlines.model import Article
from frontlines.reading import read

STORY = "Shelling killed four people in the town of Douma on Monday, a monitor said. ISIL took Tadef from the army."
PIECES = st.sampled_from(
    [
        STORY,
        "Air strikes on Deir ez-Zor",
        "Idlib\u2019s",
        "cafe\u0301 in Homs",
        "\u202eAleppo\u202c",
        "\u200bHama\u200d",
        "\r\n",
        "\n\n",
        "\t",
        "\u00a0",
        "\ufeff",
        "\ud800",
        "\u2028",
        "حلب",
        "killed 4, wounded ١٢",
        "(((",
        "...",
        "“",
        "—",
        "READ MORE:",
        "By",
        "14:32 GMT",
        "the villages of A, B and C",
        "0" * 40,
        "on 31 February 2017",
        "x" * 300,
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=12).map(" ".join)
QUICK = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text):
    try:
        article = read(text=text, published="2017-02-22")
    except InputError as error:
        assert "\n" not in str(error)
        article = Article("a", text, published=date(2017, 2, 22))
    whole = extract(article)
    for mention in (*whole.mentions, *whole.parties):
        assert article.text[mention.span.start : mention.span.end] == mention.text
    for told in (*whole.events, *whole.claims, *whole.movements):
        if told.span is not None:
            assert article.text[told.span.start : told.span.end] == told.sentence
    for event in whole.events:
        for span in (*event.evidence, *event.marks):
            assert 0 <= span.start < span.end <= len(article.text)
    assert to_format(whole)["toponyms"] is not None
    return whole


@QUICK
@given(TEXTS)
@example("\ud800")
def test_any_text_is_read_and_quoted_as_it_stands(text):
    check(text)


@pytest.mark.soak
@LONG
@given(TEXTS)
def test_many_texts_are_read_and_quoted_as_they_stand(text):
    check(text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_story_in_other_dress_tells_the_same(form, end):
    text = unicodedata.normalize(form, f"Café in Homs{end}{end}{STORY}{end}")
    assert {(e.type, e.where.place_id) for e in check(text).events} >= {("shelling", "douma"), ("capture", "tadef")}


@pytest.mark.parametrize("piece", ["(", "!", '"', "a", "Shelling in Douma and strikes in Homs killed and "])
def test_what_never_ends_is_read_in_bounded_work(piece):
    whole = check(f"{STORY}\n\n{piece * (6_000 // len(piece))}")
    assert {"douma", "tadef"} <= {e.where.place_id for e in whole.events}


def test_of_a_very_long_report_the_beginning_is_read_and_said(monkeypatch):
    monkeypatch.setattr("frontlines.extraction.reader.LONGEST", 150)
    whole = check(f"{STORY} {STORY.replace('Douma', 'Saraqib')}")
    assert {e.where.place_id for e in whole.events} == {"douma", "tadef"}
    assert "very long" in " ".join(whole.notes)
    assert LONGEST >= 50_000


def test_a_page_nested_without_end_is_read_or_refused(tmp_path):
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 50_000 + f"<p>{STORY}</p>", "utf-8")
    try:
        assert read(path).text
    except InputError as error:
        assert "\n" not in str(error)
