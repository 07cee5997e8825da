"""The store keeps what was read, whole and once."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from frontlines.errors import InputError, StoreError
from frontlines.model import (
    Article,
    Candidate,
    Citation,
    ControlClaim,
    Event,
    Extraction,
    MatchStatus,
    Mention,
    Movement,
    PartyMention,
    Placement,
    Range,
    Span,
    When,
)
from frontlines.store import Store
from frontlines.store.documents import dump_extraction, load_extraction

TOLD = "A line that must never show in a message"


def extraction(number=1, reader="1", day=date(2017, 2, 22)):
    where = Placement(
        status=MatchStatus.AMBIGUOUS,
        name="Al-Bab",
        kind="settlement",
        lat=36.37,
        lon=37.52,
        candidates=(Candidate("al-bab", "Al-Bab", 0.5, "nearer"),),
        flags=("text says Homs",),
    )
    when = When(day, None, 1, "weekday before the report's date", "Tuesday")
    span = Span(3, 9)
    return Extraction(
        article=Article(f"{number:016x}", f"{TOLD} {number} السور", "T", "O", None, day, "en", "given"),
        mentions=(Mention(span, "Al-Bab", where),),
        parties=(PartyMention(span, "the army", "Syrian government"),),
        events=(
            Event(
                id="e1",
                type="air_strike",
                title="Air strike on Al-Bab",
                when=when,
                where=where,
                actors=("Turkey",),
                targets=(),
                status="claimed",
                span=span,
                sentence="s",
                evidence=(span,),
                killed=Range(11, None, "at least 11"),
            ),
        ),
        claims=(ControlClaim("c1", where, "ISIL", "held", when, sources=(Citation("T", None),), span=span),),
        movements=(Movement("m1", "SDF", None, where, when, "reported", span, "s"),),
        notes=("n",),
        reader=reader,
    )


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'deep' / 'store.sqlite'}"


def test_what_was_added_comes_back_equal_after_a_restart(url):
    assert Store(url).add(extraction()) is True
    assert list(Store(url).extractions()) == [extraction()]
    assert list(Store(url).articles()) == [extraction().article]
    assert Store(url).get(extraction().article.id) == extraction()


def test_a_document_is_whole_json():
    assert load_extraction(dump_extraction(extraction())) == extraction()


def test_the_same_report_twice_changes_nothing(url):
    store = Store(url)
    store.add(extraction())
    before = store.content_hash()
    assert store.add(extraction()) is False
    assert (store.count(), store.content_hash()) == (1, before)


def test_a_newer_reader_takes_the_old_readings_place(url):
    store = Store(url)
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


def test_remove(url):
    store = Store(url)
    store.add(extraction(1))
    store.add(extraction(2))
    assert store.remove(extraction(1).article.id) is True
    assert store.remove(extraction(1).article.id) is False
    assert [e.article.id for e in store.extractions()] == [extraction(2).article.id]


def test_reading_a_store_that_is_not_there_makes_none(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert (list(store.extractions()), store.count(), store.check(), store.get("x")) == ([], 0, [], None)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_half_way_leaves_nothing(url, monkeypatch):
    store = Store(url)
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


def test_many_threads_write_at_once(url):
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda n: Store(url).add(extraction(n % 10)), range(40)))
    assert sum(added) == 10
    assert Store(url).count() == 10


def test_two_processes_and_a_reader_at_once(url, tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_store_store import extraction; "
        "from frontlines.store import Store\n"
        "for n in range(int(sys.argv[3]), int(sys.argv[3]) + 15): Store(sys.argv[2]).add(extraction(n))"
    )
    folder = __file__.rpartition("/")[0]
    running = [subprocess.Popen([sys.executable, "-c", script, folder, url, str(start)]) for start in (0, 10)]
    store = Store(url)
    while any(process.poll() is None for process in running):
        assert store.count() <= 25
    assert [process.returncode for process in running] == [0, 0]
    assert store.count() == 25


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
