"""The store keeps what was read, whole and once: SQLite and PostGIS alike."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from store_world import TOLD, extraction

from frontlines.errors import StoreError
from frontlines.store import Store
from frontlines.store.documents import dump_extraction, load_extraction
from frontlines.store.engine import Database
from frontlines.store.schema import articles, events, extractions, meta


def test_what_was_added_comes_back_equal_after_a_restart(store_url):
    assert Store(store_url).add(extraction()) is True
    assert list(Store(store_url).extractions()) == [extraction()]
    assert list(Store(store_url).articles()) == [extraction().article]
    assert Store(store_url).get(extraction().article.id) == extraction()


def test_a_document_is_whole_json():
    assert load_extraction(dump_extraction(extraction())) == extraction()


def test_the_same_report_twice_changes_nothing(store_url):
    store = Store(store_url)
    store.add(extraction())
    before = store.content_hash()
    assert store.add(extraction()) is False
    assert (store.count(), store.content_hash()) == (1, before)


def test_a_newer_reader_takes_the_old_readings_place(store_url):
    store = Store(store_url)
    store.add(extraction(reader="1"))
    before = store.content_hash()
    assert store.add(extraction(reader="2")) is True
    assert [e.reader for e in store.extractions()] == ["2"]
    assert store.content_hash() != before
    assert (store.has(extraction().article.id, "2"), store.has(extraction().article.id, "1")) == (True, False)


def test_order_is_by_date_and_the_content_hash_knows_no_order_and_no_kind(store_url, tmp_path):
    one, two = Store(store_url), Store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    days = [date(2017, 3, 1), None, date(2016, 1, 1), date(2016, 6, 1)]
    rows = [extraction(n, day=day) for n, day in enumerate(days)]
    for row in rows:
        one.add(row)
    for row in reversed(rows):
        two.add(row)
    assert [a.published for a in one.articles()] == [None, *sorted(filter(None, days))]
    assert [one.latest(3), one.latest(9)] == [list(one.articles())[:0:-1], list(one.articles())[::-1]]
    assert list(one.extractions()) == list(two.extractions())
    assert one.content_hash() == two.content_hash()
    one.remove(rows[0].article.id)
    assert one.content_hash() != two.content_hash()
    one.add(rows[0])
    assert one.content_hash() == two.content_hash()


def test_a_changed_byte_is_named_without_its_text(store_url):
    store = Store(store_url)
    store.add(extraction(1))
    store.add(extraction(2))
    with Database(store_url).write() as connection:
        connection.execute(update(articles).where(articles.c.id == f"{1:016x}").values(text=TOLD))
    (problem,) = store.check()
    assert f"damaged reading of the report {1:016x}" in problem
    assert TOLD not in problem
    with pytest.raises(StoreError, match="read the report again"):
        list(store.extractions())
    assert store.get(f"{2:016x}") == extraction(2)
    assert store.remove(f"{1:016x}") is True
    assert store.check() == []


def test_what_is_missing_is_named(store_url):
    store = Store(store_url)
    store.add(extraction(1))
    with Database(store_url).write() as connection:
        connection.execute(delete(events))
    (problem,) = store.check()
    assert f"the layer events does not show what the report {1:016x} tells" in problem
    with Database(store_url).write() as connection:
        connection.execute(delete(extractions))
    lost, alone = store.check()
    assert "something was lost" in lost
    assert f"the report {1:016x} stands there without its reading" in alone


def test_a_stamp_that_is_no_number_is_said_clearly(store_url):
    store = Store(store_url)
    store.add(extraction(1))
    with Database(store_url).write() as connection:
        connection.execute(update(meta).where(meta.c.key == "content").values(value="noise"))
    assert "something was lost" in store.check()[0]
    with pytest.raises(StoreError, match="its stamp is no number"):
        store.add(extraction(2))
    assert store.count() == 1


def test_erase_leaves_nothing(store_url):
    store = Store(store_url)
    store.add(extraction())
    store.erase()
    assert (store.count(), store.content_hash()) == (0, Store(store_url).content_hash())
    assert store.add(extraction()) is True


def test_remove(store_url):
    store = Store(store_url)
    store.add(extraction(1))
    store.add(extraction(2))
    assert store.remove(extraction(1).article.id) is True
    assert store.remove(extraction(1).article.id) is False
    assert [e.article.id for e in store.extractions()] == [extraction(2).article.id]


def test_reading_a_store_that_is_not_there_makes_none(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert (list(store.extractions()), store.count(), store.check(), store.get("x")) == ([], 0, [], None)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_half_way_leaves_nothing(store_url, monkeypatch):
    store = Store(store_url)
    store.add(extraction(1))

    def fail(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(
            "frontlines.store.store.insert", lambda table: table.insert() if table.name == "articles" else fail()
        )
        with pytest.raises(KeyboardInterrupt):
            store.add(extraction(2))
    assert [a.id for a in store.articles()] == [extraction(1).article.id]
    assert store.add(extraction(2)) is True


def test_many_threads_write_at_once(store_url):
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda n: Store(store_url).add(extraction(n % 10)), range(40)))
    assert sum(added) == 10
    assert Store(store_url).count() == 10


def test_processes_write_and_others_read_at_once(store_url):
    store = Store(store_url)
    store.add(extraction(0))
    writing = [started("add", store_url, start, start + 15) for start in (0, 10)]
    reading = [started("read_whole", store_url, 3) for _ in range(2)]
    while any(process.poll() is None for process in writing):
        assert store.count() <= 25
    complaints = [process.communicate()[1] for process in (*writing, *reading)]
    assert complaints == [""] * 4
    assert store.count() == 25
    assert store.check() == []


def started(what, *arguments):
    command = [sys.executable, Path(__file__).with_name("store_writers.py"), what, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
