"""Reviews: kept as rows, laid over the reading, found again when a newer reader reads otherwise, and exported."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from frontlines import pipeline
from frontlines.cli import app as cli
from frontlines.errors import InputError, StoreError
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.resolver import placement_of
from frontlines.model import Range, Span
from frontlines.reviews import EVENT_FIELDS, REVIEWED, Review, apply, differing, on_map
from frontlines.store import Store

REPORT = (
    "Rebels took the town of Suran in Hama province from the army on Sunday, activists said. "
    "Shelling of Saraqib and Binnish killed two people on the same day.\n"
)
SHIFTED = "e-of-a-newer-reader"


@pytest.fixture(scope="module")
def told():
    return pipeline.read_and_extract(text=REPORT, published="2016-04-04", title="A day in April")


@pytest.fixture
def store(tmp_path):
    return Store(f"sqlite:///{tmp_path / 'kept.sqlite'}")


def event_at(told, name):
    return next(event for event in told.events if event.where.name == name)


def said(told, item, verdict, *, fields=(), why="because", subject="event", **changes):
    reading = None if verdict in {"rejected", "withdrawn"} else replace(item, **changes)
    at = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    about = item.id
    return Review(told.article.id, subject, about, verdict, "AB", at, why, told.reader, item, reading, tuple(fields))


def elsewhere(name):
    return placement_of(load_gazetteer().get(name), method="chosen by hand")


def corrected(told):
    return said(told, event_at(told, "Suran"), "corrected", fields=["where"], where=elsewhere("suran-aleppo"))


def newer(told, name, **changes):
    """Give the reading of a newer reader: one event has another id, and perhaps more."""
    events = tuple(replace(e, id=SHIFTED, **changes) if e.where.name == name else e for e in told.events)
    return replace(told, events=events, reader="rules-next")


def test_a_correction_stands_in_its_fields_and_the_rest_follows_the_machine(told):
    now = apply(told, [corrected(told)])
    event = now.extraction.events[0]
    assert event.where.admin1 == "Aleppo"
    assert event.certainty >= REVIEWED
    assert event.notes[-1] == "Corrected by AB, 2026-11-22: because"
    assert event.actors == told.events[0].actors
    assert now.machine[event.id] == told.events[0]
    assert told.events[0].where.admin1 == "Hama"


def test_the_name_in_the_passage_moves_with_its_event(told):
    before = {m.span: m.where.place_id for m in told.mentions}
    after = {m.span: m.where.place_id for m in apply(told, [corrected(told)]).extraction.mentions}
    moved = {told.article.text[span.start : span.end] for span in after if after[span] != before[span]}
    assert moved == {"Suran"}


def test_what_is_rejected_is_gone_and_what_is_taken_back_returns(told):
    event = event_at(told, "Saraqib")
    rejected = said(told, event, "rejected")
    now = apply(told, [rejected])
    assert event.id not in {e.id for e in now.extraction.events}
    assert now.rejected == (event,)
    assert apply(told, [rejected, said(told, event, "withdrawn")]).extraction == told


def test_the_newest_of_a_subject_stands(told):
    event = event_at(told, "Saraqib")
    first = said(told, event, "corrected", fields=["type"], type="air_strike")
    second = said(told, event, "corrected", fields=["killed"], killed=Range(3, 3))
    now = next(e for e in apply(told, [first, second]).extraction.events if e.id == event.id)
    assert (now.type, now.killed) == ("shelling", Range(3, 3))


def test_a_correction_survives_a_newer_reader_that_gives_another_id(told):
    again = newer(told, "Suran", span=Span(told.events[0].span.start, told.events[0].span.end - 16))
    now = apply(again, [corrected(told)])
    assert len(now.extraction.events) == len(told.events)
    assert [e.where.admin1 for e in now.extraction.events if e.where.name == "Suran"] == ["Aleppo"]
    assert now.machine[told.events[0].id].where.admin1 == "Hama"


def test_a_newer_reader_that_reads_what_was_corrected_is_met_too(told):
    again = newer(told, "Suran", where=elsewhere("suran-aleppo"))
    assert len(apply(again, [corrected(told)]).extraction.events) == len(told.events)


def test_what_a_newer_reader_no_longer_finds_stands_as_the_person_said(told):
    again = replace(told, events=told.events[1:], reader="rules-next")
    event = apply(again, [corrected(told)]).extraction.events[0]
    assert (event.id, event.where.admin1) == (told.events[0].id, "Aleppo")
    gone = apply(again, [said(told, told.events[0], "rejected")])
    assert gone.extraction.events == again.events


def test_a_rejection_does_not_pass_to_the_neighbour_of_its_sentence(told):
    saraqib, binnish = event_at(told, "Saraqib"), event_at(told, "Binnish")
    assert saraqib.span == binnish.span
    again = replace(told, events=tuple(e for e in told.events if e.id != saraqib.id), reader="rules-next")
    again = newer(again, "Binnish")
    now = apply(again, [said(told, saraqib, "rejected")])
    assert SHIFTED in {e.id for e in now.extraction.events}


def test_a_confirmed_event_stays_as_it_was_confirmed(told):
    event = event_at(told, "Saraqib")
    again = newer(told, "Saraqib", killed=Range(20, 20))
    now = apply(again, [said(told, event, "confirmed", fields=EVENT_FIELDS)])
    assert next(e for e in now.extraction.events if e.id == event.id).killed == event.killed


def test_an_added_event_stands_in_the_order_of_the_text(told):
    added = replace(told.events[-1], id="p-1", span=Span(0, 10))
    review = replace(said(told, added, "added", fields=EVENT_FIELDS), machine=None)
    assert apply(told, [review]).extraction.events[0].id == "p-1"


def test_claims_are_reviewed_alike(told):
    claim = told.claims[0]
    other = said(told, claim, "corrected", subject="claim", fields=["holder"], holder="ISIL")
    assert apply(told, [other]).extraction.claims[0].holder == "ISIL"
    again = replace(told, claims=(replace(claim, id="c-new"),))
    assert [c.holder for c in apply(again, [other]).extraction.claims] == ["ISIL"]
    assert differing(claim, replace(claim, holder="ISIL")) == ("holder",)


def test_reviews_come_back_from_the_store_as_they_were_and_change_its_hash(told, store):
    store.add(told)
    before = store.content_hash()
    made = (corrected(told), said(told, told.claims[0], "rejected", subject="claim"))
    store.reviews.add(*made)
    assert store.reviews.of(told.article.id) == made
    assert store.reviews.by_article() == {told.article.id: made}
    assert store.content_hash() != before
    store.add(replace(told, reader="rules-next"))
    assert store.reviews.of(told.article.id) == made


def test_a_review_has_a_person_and_keeps_to_its_length(told, store):
    with pytest.raises(InputError, match="name"):
        store.reviews.add(replace(corrected(told), by=" "))
    with pytest.raises(InputError, match="fewer words"):
        store.reviews.add(replace(corrected(told), why="x" * 3000))
    assert store.reviews.by_article() == {}


def test_a_report_that_is_removed_takes_its_reviews_along(told, store):
    store.add(told)
    store.reviews.add(corrected(told))
    assert store.remove(told.article.id)
    assert store.reviews.of(told.article.id) == ()


def test_a_damaged_review_is_named_without_its_words(told, store, tmp_path):
    import sqlite3

    store.add(told)
    store.reviews.add(corrected(told))
    with sqlite3.connect(tmp_path / "kept.sqlite") as connection:
        connection.execute('UPDATE reviews SET document = \'{"machine": {"title": "secret"}, "fields": 3}\'')
    connection.close()
    with pytest.raises(StoreError, match="damaged review") as caught:
        store.reviews.of(told.article.id)
    assert "secret" not in str(caught.value)


def test_the_world_shows_the_corrected_state_and_leaves_out_what_is_put_aside(told, store, small_data):
    store.add(told)
    store.reviews.add(corrected(told), said(told, event_at(told, "Binnish"), "rejected"))
    ours = [e for e in pipeline.world(store).events if e.article_id == told.article.id]
    assert {(e.where.name, e.where.admin1) for e in ours} == {("Suran", "Aleppo"), ("Saraqib", "Idlib")}
    aside = Review(told.article.id, "report", told.article.id, "aside", "AB", datetime.now(UTC))
    store.reviews.add(aside)
    assert pipeline.world(store).article(told.article.id) is None
    store.reviews.add(replace(aside, verdict="joined"))
    assert pipeline.world(store).article(told.article.id) is not None
    assert on_map([aside, replace(aside, verdict="joined")])


def test_an_export_is_what_the_scorer_takes(told, store, tmp_path, capsys):
    store.add(told)
    store.reviews.add(corrected(told), said(told, event_at(told, "Binnish"), "rejected", why="told twice"))
    out = tmp_path / "out"
    cli(
        ["reviews", "export", "-o", str(out), "--store", f"sqlite:///{tmp_path / 'kept.sqlite'}"], standalone_mode=False
    )
    (gold,) = (out / "gold").glob("*.json")
    record = json.loads(gold.read_text("utf-8"))
    assert [e["review"]["verdict"] for e in record["events"] if e["place"] == "Suran"] == ["corrected"]
    assert [(e["place"], e["review"]["why"]) for e in record["rejected"]] == [("Binnish", "told twice")]
    assert not record["complete"]
    article = out / "articles" / f"{gold.stem}.txt"
    assert pipeline.read_and_extract(article).article == replace(told.article, published_rule="front matter")
    capsys.readouterr()
    cli(["evaluate", str(out / "gold"), str(out / "articles"), "--json"], standalone_mode=False)
    figures = json.loads(capsys.readouterr().out)
    assert figures["events"]["gold"] == 2
    assert figures["events"]["predicted"] == 3
    assert figures["events"]["place_10km"] == 0.5
    with pytest.raises(InputError, match="in full"):
        cli(
            ["reviews", "export", "-o", str(out), "--complete", "--store", f"sqlite:///{tmp_path / 'kept.sqlite'}"],
            standalone_mode=False,
        )


def test_an_export_of_nothing_says_what_to_do(store, tmp_path):
    with pytest.raises(InputError, match="Read a report"):
        cli(
            ["reviews", "export", "-o", str(tmp_path / "o"), "--store", f"sqlite:///{tmp_path / 'kept.sqlite'}"],
            standalone_mode=False,
        )
    assert not (tmp_path / "o").exists()
