"""A store in a file: what may befall a file, and what is said of it."""

import sqlite3
import subprocess
import sys

import pytest
from store_world import TOLD, extraction

from frontlines.errors import InputError, StoreError
from frontlines.store import Store


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'store.sqlite'}"


BROKEN = {
    "noise": (b"not a database at all" * 100, "damaged"),
    "cut short": (None, "damaged"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_damaged_file_is_said_clearly(tmp_path, kind):
    content, words = BROKEN[kind]
    path = tmp_path / "store.sqlite"
    store = Store(f"sqlite:///{path}")
    if content is None:
        for number in range(30):
            store.add(extraction(number))
        content = path.read_bytes()[:5000]
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.write_bytes(content)
    with pytest.raises(StoreError, match=words) as caught:
        store.add(extraction(99))
    assert TOLD not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_store_of_another_layout_is_refused(url, tmp_path):
    Store(url).add(extraction())
    with sqlite3.connect(tmp_path / "deep" / "store.sqlite") as connection:
        connection.execute("UPDATE frontlines_meta SET value = '99'")
    connection.close()
    for call in (Store(url).count, lambda: Store(url).add(extraction(2))):
        with pytest.raises(StoreError, match="layout '99'"):
            call()


def test_another_programs_database_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE articles (x)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store(f"sqlite:///{path}").add(extraction())


def test_a_locked_store_is_said_clearly(url, tmp_path, monkeypatch):
    monkeypatch.setattr("frontlines.store.engine.BUSY_TIMEOUT_S", 0.05)
    Store(url).add(extraction())
    other = sqlite3.connect(tmp_path / "deep" / "store.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(StoreError, match="in use"):
            Store(url).add(extraction(2))
        assert Store(url).count() == 1
    finally:
        other.close()


def test_a_damaged_reading_is_named_without_its_text(url, tmp_path):
    store = Store(url)
    store.add(extraction())
    with sqlite3.connect(tmp_path / "deep" / "store.sqlite") as connection:
        connection.execute("UPDATE extractions SET document = ?", (f'{{"events": "{TOLD}"}}',))
    connection.close()
    assert len(store.check()) == 1
    assert TOLD not in store.check()[0]
    with pytest.raises(StoreError, match="damaged reading"):
        list(store.extractions())


@pytest.mark.parametrize("address", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "foo:///x"])
def test_an_address_that_is_none(address):
    if address:
        with pytest.raises(StoreError):
            Store(address)
    else:
        assert Store(address).name == "frontlines.sqlite"


def test_a_folder_in_the_way(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="check its folder"):
        Store(f"sqlite:///{tmp_path / 'file' / 'store.sqlite'}").add(extraction())


def test_backup_and_erase(url, tmp_path):
    store = Store(url)
    store.add(extraction())
    copy = tmp_path / "copy.sqlite"
    store.backup(copy)
    assert list(Store(f"sqlite:///{copy}").extractions()) == [extraction()]
    with pytest.raises(InputError, match="already"):
        store.backup(copy)
    assert store.check() == []
    store.erase()
    assert list((tmp_path / "deep").iterdir()) == []
    store.erase()
    assert store.add(extraction()) is True


def test_what_was_removed_is_gone_from_the_file(url, tmp_path):
    store = Store(url)
    store.add(extraction())
    store.remove(extraction().article.id)
    with sqlite3.connect(tmp_path / "deep" / "store.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    left = b"".join(path.read_bytes() for path in (tmp_path / "deep").iterdir())
    assert TOLD.encode() not in left


def test_a_file_that_was_moved_away_is_not_written_to_any_more(url, tmp_path):
    store = Store(url)
    store.add(extraction(1))
    (tmp_path / "deep" / "store.sqlite").rename(tmp_path / "kept.sqlite")
    assert (store.count(), store.get(extraction(1).article.id)) == (0, None)
    assert store.add(extraction(2)) is True
    assert [one.article.id for one in Store(url).extractions()] == [extraction(2).article.id]
    assert list(Store(f"sqlite:///{tmp_path / 'kept.sqlite'}").extractions()) == [extraction(1)]


def test_many_changes_in_a_row_are_each_kept_at_once_and_end_in_one_file(url, tmp_path):
    store = Store(url)
    with store.kept_open():
        store.add(extraction(1))
    with store.kept_open():
        store.add(extraction(2))
        assert [path.name for path in (tmp_path / "deep").glob("*-wal")] == ["store.sqlite-wal"]
        assert Store(url).count() == 2
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["store.sqlite"]
    assert store.check() == []


def test_a_command_leaves_one_file(url, tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from store_world import extraction; "
        "from frontlines.store import Store; Store(sys.argv[2]).add(extraction(1))"
    )
    subprocess.run([sys.executable, "-c", script, __file__.rpartition("/")[0], url], check=True)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["store.sqlite"]
    assert Store(url).count() == 1
