"""Sentences as data: what is told, by whom, where, how many, how sure; and what is not told."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontlines.evaluation.scorer import read_gold, score
from frontlines.extraction import extract, to_format
from frontlines.model import Article, Extraction

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "language.toml").read_text("utf-8"))["case"]
PUBLISHED = date(2017, 2, 22)


def read(text: str, published: date | None = PUBLISHED) -> Extraction:
    return extract(Article("case", text, published=published))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_a_careful_reader_takes_the_same(case: dict[str, Any]) -> None:
    extraction = read(case["text"])
    told = [
        [
            e.type,
            e.where.place_id or "",
            sorted(e.actors),
            sorted(e.targets),
            e.killed.min if e.killed else -1,
            e.status,
        ]
        for e in extraction.events
    ]
    wanted = [[t, p, sorted(a), sorted(g), k, s] for t, p, a, g, k, s in case["events"]]
    if case["events"] and not case["events"][0][2]:
        for row in told:
            row[2], row[3] = [], []
    assert sorted(map(str, told)) == sorted(map(str, wanted)), case["why"]
    claims = {(c.holder, c.status, c.where.place_id) for c in extraction.claims}
    assert claims == {tuple(c) for c in case["claims"]}, case["why"]


def test_weekdays_stay_undated_without_a_publication_date() -> None:
    extraction = read("Shelling killed 14 people in Douma on Saturday.", published=None)
    (event,) = extraction.events
    assert event.when.start is None
    assert "publication date" in " ".join(extraction.notes)


def test_the_same_text_reads_the_same() -> None:
    text = " ".join(c["text"] for c in CASES)
    assert read(text) == read(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                [c["text"] for c in CASES]
                + ["\u202e", "{{ 7*7 }}", "<script>", "killed 11", "الباب", "  \n\n", "’s", "🙂"]
            ),
        ),
        max_size=6,
    ).map(" ".join)
)
def test_no_text_breaks_the_reader_and_spans_quote_it(text: str) -> None:
    extraction = read(text)
    for mention in extraction.mentions:
        assert text[mention.span.start : mention.span.end] == mention.text
    for told in (*extraction.events, *extraction.claims, *extraction.movements):
        assert told.span is not None
        assert 0 <= told.span.start < told.span.end <= len(text)
        assert text[told.span.start : told.span.end] == told.sentence
    for event in extraction.events:
        for mark in (*event.marks, *event.evidence):
            assert 0 <= mark.start < mark.end <= len(text)


@pytest.mark.shared
def test_the_article_is_read_as_annotated(shared: Path) -> None:
    name = "us-backed-alliance-enters-deir-az-zor"
    text = (shared / "evaluation" / "articles" / f"{name}.txt").read_text("utf-8")
    extraction = extract(Article(name, text, published=PUBLISHED))
    gold = read_gold(shared / "evaluation" / "gold")[name]
    figures, misses = score([(name, gold, to_format(extraction))])
    assert figures["toponyms"]["f1"] >= 0.98, misses
    assert figures["toponyms"]["resolved"] == figures["toponyms"]["within_5km"] == 1, misses
    assert figures["events"]["f1"] >= 0.90, misses
    assert figures["events"]["f1_type_and_place"] >= 0.85, misses
    for key in ("date", "actors", "targets", "killed", "wounded", "affected"):
        assert figures["events"][key] == 1, misses
    assert figures["control"]["f1"] >= 0.90, misses


def score_folder(folder: Path) -> tuple[dict[str, dict[str, float]], list[str]]:
    gold = read_gold(folder / "gold")
    rows = []
    for name, record in gold.items():
        path = folder / "articles" / f"{name}.txt"
        meta = json.loads(path.with_name(f"{name}.meta.json").read_text("utf-8"))
        article = Article(
            name, path.read_text("utf-8"), meta["title"], meta["outlet"], None, date.fromisoformat(meta["published"])
        )
        rows.append((name, record, to_format(extract(article))))
    return score(rows)


def test_our_own_annotated_reports_keep_their_level() -> None:
    figures, misses = score_folder(Path(__file__).parents[1] / "reports")
    assert figures["toponyms"]["f1"] >= 0.95, misses
    assert figures["events"]["f1"] >= 0.70, misses
    assert figures["events"]["f1_type_and_place"] >= 0.50, misses
    assert figures["control"]["f1"] >= 0.40, misses


@pytest.mark.shared
def test_the_annotated_press_reports_keep_their_level(shared: Path) -> None:
    figures, misses = score_folder(shared / "evaluation")
    assert figures["toponyms"]["f1"] >= 0.94, misses
    assert figures["events"]["f1"] >= 0.75, misses
    assert figures["events"]["f1_type_and_place"] >= 0.58, misses
    assert figures["control"]["f1"] >= 0.68, misses


def test_a_dateline_is_no_part_of_the_first_sentence() -> None:
    (event,) = read("BEIRUT, Feb 22 (Agency) - Government warplanes bombed Douma on Tuesday.").events
    assert event.where.place_id == "douma"
    assert event.sentence.startswith("Government warplanes")
