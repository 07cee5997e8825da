"""Read-only: the public page and its commands show and export, and nothing changes the store."""

import hashlib

import pytest
from small_world import REPORT
from streamlit.testing.v1 import AppTest

from frontlines import pipeline
from frontlines.cli import app as commands
from frontlines.errors import SetupError
from frontlines.settings import settings
from frontlines.store import Store


@pytest.fixture
def read_only(small_data, tmp_path, monkeypatch):
    """A store with one report, then the wish to write nothing; at the end the file is as it was."""
    pipeline.read_and_store(text=REPORT.replace("11", "12"), published="2017-02-22")
    file = settings().home / "frontlines.sqlite"
    monkeypatch.setenv("FRONTLINES_READ_ONLY", "true")
    settings.cache_clear()
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    yield file
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before


def refused(capsys, *arguments):
    with pytest.raises(SystemExit) as ended:
        commands(list(map(str, arguments)))
    said = capsys.readouterr().err
    return ended.value.code == 2 and "read-only" in said and said.count("\n") == 1


def test_the_store_takes_nothing(read_only, small_data):
    store = Store()
    assert store.count() == 1
    for change in (
        lambda: store.add(pipeline.read_and_extract(text=REPORT)),
        lambda: store.remove(next(store.articles()).id),
        store.erase,
    ):
        with pytest.raises(SetupError, match="read-only"):
            change()
    assert store.count() == 1


def test_every_command_that_changes_something_is_refused_in_one_line(read_only, tmp_path, capsys):
    report = tmp_path / "r.txt"
    report.write_text(REPORT)
    table = tmp_path / "t.csv"
    table.write_text("a,b\n1,2\n")
    for arguments in (
        ("ingest", report),
        ("import", "acled", table),
        ("import", "ucdp", table),
        ("import", "remove", "x"),
        ("store", "remove", "x"),
        ("store", "erase", "--yes"),
        ("gazetteer", "update", "--from", table),
        ("boundaries", "update", "--from", tmp_path),
    ):
        assert refused(capsys, *arguments), arguments


def test_what_changes_nothing_goes_on(read_only, tmp_path, capsys):
    copy = tmp_path / "copy.sqlite"
    for arguments in (("store", "check"), ("store", "backup", str(copy)), ("geocode", "Raqqa")):
        with pytest.raises(SystemExit) as ended:
            commands(list(arguments))
        assert ended.value.code in {0, None}, capsys.readouterr().err
    assert Store(f"sqlite:///{copy}").count() == 1


def test_the_page_offers_no_way_to_hand_something_in(read_only):
    page = AppTest.from_file("../../streamlit_app.py", default_timeout=60).run()
    assert not page.exception
    links = {link.proto.label for link in page.get("page_link")}
    assert links == {"Change", "Over time", "Method"}
