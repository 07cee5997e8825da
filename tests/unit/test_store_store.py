"""The store keeps what was read, whole and once: SQLite and PostGIS alike."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from store_world import extraction

from frontlines.store import Store
from frontlines.store.documents import dump_extraction, load_extraction


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


def test_order_is_by_date_and_the_content_hash_knows_no_order(tmp_path):
    one, two = (Store(f"sqlite:///{tmp_path / name}.sqlite") for name in "ab")
    days = [date(2017, 3, 1), date(2016, 1, 1), date(2016, 6, 1)]
    rows = [extraction(n, day=day) for n, day in enumerate(days)]
    for row in rows:
        one.add(row)
    for row in reversed(rows):
        two.add(row)
    assert [a.published for a in one.articles()] == sorted(days)
    assert one.content_hash() == two.content_hash()


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


def test_two_processes_and_a_reader_at_once(store_url, tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from store_world import extraction; "
        "from frontlines.store import Store\n"
        "for n in range(int(sys.argv[3]), int(sys.argv[3]) + 15): Store(sys.argv[2]).add(extraction(n))"
    )
    folder = __file__.rpartition("/")[0]
    running = [subprocess.Popen([sys.executable, "-c", script, folder, store_url, str(start)]) for start in (0, 10)]
    store = Store(store_url)
    while any(process.poll() is None for process in running):
        assert store.count() <= 25
    assert [process.returncode for process in running] == [0, 0]
    assert store.count() == 25
