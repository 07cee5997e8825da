"""A store copied: from a file and from a server, into a file and onto a server, equal in all that it holds."""

import pytest
from store_world import extraction
from store_writers import SET, rows
from test_store_migrations import layer_rows
from typer.testing import CliRunner

from frontlines.cli import app
from frontlines.errors import InputError, StoreError
from frontlines.store import Store


@pytest.fixture
def store(store_url):
    store = Store(store_url)
    for number in range(5):
        store.add(extraction(number))
    store.sets.put(SET, rows(1, 20))
    return store


def content(store):
    return list(store.extractions()), store.sets.read(), store.content_hash(), store.check()


def test_a_backup_holds_all_and_is_a_store_itself(store, store_url, tmp_path):
    store.backup(tmp_path / "copy.sqlite")
    copy = f"sqlite:///{tmp_path / 'copy.sqlite'}"
    assert content(Store(copy)) == content(store)
    assert layer_rows(copy) == layer_rows(store_url)
    assert Store(copy).add(extraction(9)) is True
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.sqlite"]


def test_a_backup_takes_no_other_files_place(store, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(InputError, match="already"):
        store.backup(tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "x"


def test_there_is_nothing_to_back_up(store_url, tmp_path):
    with pytest.raises(StoreError, match="nothing to copy"):
        Store(store_url).backup(tmp_path / "copy.sqlite")
    assert not (tmp_path / "copy.sqlite").exists()


def test_a_backup_comes_back_into_a_file_and_onto_a_server(store, postgres, tmp_path):
    store.backup(tmp_path / "copy.sqlite")
    for url in (f"sqlite:///{tmp_path / 'again.sqlite'}", postgres.new_database()):
        again = Store(url)
        assert again.restore(tmp_path / "copy.sqlite") == 5
        assert content(again) == content(store)
        assert again.add(extraction(9)) is True
        assert again.remove(extraction(1).article.id) is True
        assert again.check() == []
        again.close()


def test_a_backup_comes_back_only_where_nothing_is(store, tmp_path):
    store.backup(tmp_path / "copy.sqlite")
    before = content(store)
    with pytest.raises(InputError, match="holds something already"):
        store.restore(tmp_path / "copy.sqlite")
    assert content(store) == before


@pytest.mark.parametrize(("name", "words"), [("none.sqlite", "no backup"), ("empty.sqlite", "is no store")])
def test_what_is_no_backup(store_url, tmp_path, name, words):
    (tmp_path / "empty.sqlite").touch()
    with pytest.raises(InputError, match=words):
        Store(store_url).restore(tmp_path / name)
    assert Store(store_url).count() == 0


def test_the_command_line_does_it(store, store_url, tmp_path):
    copy, again = tmp_path / "copy.sqlite", f"sqlite:///{tmp_path / 'again.sqlite'}"
    commands = (["backup", str(copy), "--store", store_url], ["restore", str(copy), "--store", again])
    said = []
    for arguments in (*commands, ["check", "--store", again], commands[1]):
        done = CliRunner().invoke(app, ["store", *arguments])
        said.append((done.exit_code, done.stderr))
    assert said == [
        (0, "copy.sqlite written\n"),
        (0, "5 reports restored into again.sqlite\n"),
        (0, "again.sqlite: 5 reports, no problems\n"),
        (2, "frontlines: the store again.sqlite holds something already: erase it first, or choose a new one\n"),
    ]
