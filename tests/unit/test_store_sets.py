"""Imported sets are kept whole, once, beside the reports: SQLite and PostGIS alike."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from store_world import extraction

from frontlines.errors import StoreError
from frontlines.model import Citation, ControlClaim, Dataset, Event, MatchStatus, Placement, Range, Span, When
from frontlines.store import Store, sets
from frontlines.store.sets import Change

DATASET = Dataset("made-up", "A made-up set", "1", "CC BY 4.0", "Somebody", "https://example.org/")


def event(number, **changes):
    where = Placement(MatchStatus.MATCHED, "Talbiseh", "settlement", 34.84, 36.73, country="SY", precision=1)
    made = Event(
        id=f"made-up:{number}",
        type="shelling",
        title="Shelling at Talbiseh",
        when=When(date(2017, 2, 1 + number % 27), None, 1, "the set's date"),
        where=where,
        actors=("Russia",),
        targets=(),
        status="reported",
        span=Span(0, 0),
        sentence="",
        killed=Range(1, None),
        notes=("a note =1+1",),
        origin="import",
        sources=(Citation("A paper", "https://example.org/a"),),
        dataset=DATASET,
    )
    return replace(made, **changes)


def claim(number=1):
    return ControlClaim(
        f"made-up:{number}:control", event(1).where, "ISIL", "captured", When(date(2017, 2, 3), None, 1),
        origin="import", dataset=DATASET,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def a_process_that_has_read_no_set():
    sets._KEPT.clear()


EVENTS = [event(number) for number in range(5)]


def test_a_set_comes_back_equal_with_its_terms(store_url):
    assert Store(store_url).sets.put(DATASET, EVENTS, [claim()], file="f.csv", rows=7, refused=1) == Change(6, 0, 0)
    events, claims = Store(store_url).sets.read()
    assert (list(events), list(claims)) == (EVENTS, [claim()])
    (info,) = Store(store_url).sets.all()
    assert (info.dataset, info.events, info.claims, info.rows, info.refused) == (DATASET, 5, 1, 7, 1)
    assert Store(store_url).check() == []


def test_importing_again_changes_nothing(store_url):
    store = Store(store_url)
    store.sets.put(DATASET, EVENTS)
    before = store.content_hash()
    assert store.sets.put(DATASET, reversed(EVENTS), file="another name.csv") == Change(0, 0, 5)
    assert (store.content_hash(), store.sets.all()[0].file) == (before, "")


def test_new_and_changed_rows_come_in_and_others_stay(store_url):
    store = Store(store_url)
    store.sets.put(DATASET, EVENTS)
    before = store.content_hash()
    changed = event(2, title="Shelling near Talbiseh")
    assert store.sets.put(DATASET, [changed, event(3), event(9)]) == Change(1, 1, 1)
    kept = {one.id: one for one in store.sets.read()[0]}
    assert len(kept) == 6
    assert kept["made-up:2"] == changed
    assert store.content_hash() != before
    assert store.sets.all()[0].events == 6
    assert store.check() == []


def test_the_order_of_files_makes_no_difference(tmp_path):
    hashes = set()
    for name, parts in (("a", (EVENTS[:2], EVENTS[2:])), ("b", (EVENTS[2:], EVENTS[:2])), ("c", (EVENTS,))):
        store = Store(f"sqlite:///{tmp_path / name}.sqlite")
        for part in parts:
            store.sets.put(DATASET, part)
        hashes.add(store.content_hash())
    assert len(hashes) == 1


def test_other_terms_are_a_change(store_url):
    store = Store(store_url)
    store.sets.put(DATASET, EVENTS)
    store.sets.put(replace(DATASET, licence="CC0"), EVENTS)
    assert {one.dataset.licence for one in store.sets.read()[0]} == {"CC0"}


def test_sets_lie_beside_each_other_and_one_is_removed(store_url):
    store = Store(store_url)
    store.add(extraction())
    empty = store.content_hash()
    store.sets.put(DATASET, EVENTS)
    other = replace(DATASET, id="other", name="Another")
    store.sets.put(other, [event(1, id="other:1", dataset=other)])
    assert [info.dataset.id for info in store.sets.all()] == ["made-up", "other"]
    assert [one.id for one in store.sets.read("other")[0]] == ["other:1"]
    assert store.sets.remove("made-up")
    assert store.sets.remove("other")
    assert not store.sets.remove("other")
    assert (store.sets.read(), store.content_hash(), store.count()) == (((), ()), empty, 1)


def test_an_import_that_breaks_midway_leaves_the_earlier_state(store_url):
    store = Store(store_url)
    store.sets.put(DATASET, EVENTS)
    before = store.content_hash(), store.sets.read()

    def stop(done, whole):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.sets.put(DATASET, [event(number) for number in range(40)], progress=stop)
    assert (store.content_hash(), store.sets.read()) == before


def test_a_changed_byte_is_told_without_the_row(store_url):
    store = Store(store_url)
    store.sets.put(DATASET, EVENTS)
    with store._database.write() as connection:
        connection.execute(text("UPDATE imported SET document = replace(document, 'Talbiseh', 'Elsewhere')"))
    with pytest.raises(StoreError, match="holds the imported set made-up damaged: remove it") as raised:
        store.sets.read()
    assert "Elsewhere" not in str(raised.value)
    assert len(store.check()) == 1


def test_rows_show_in_the_layers_with_their_terms(store_url):
    store = Store(store_url)
    store.sets.put(DATASET, EVENTS, [claim()])
    with store._database.read() as connection:
        told = connection.execute(text("SELECT told_by FROM events WHERE owner = 'made-up'")).scalars().all()
        held = connection.execute(text("SELECT count(*) FROM claims WHERE owner = 'made-up'")).scalar()
    assert (told, held) == (["Somebody (CC BY 4.0)"] * 5, 1)


def test_a_store_that_is_not_there_holds_no_set(tmp_path):
    none = Store(f"sqlite:///{tmp_path / 'none.sqlite'}").sets
    assert (none.all(), none.read(), none.remove("x")) == ([], ((), ()), False)
    assert list(tmp_path.iterdir()) == []
