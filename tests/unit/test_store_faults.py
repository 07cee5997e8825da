"""Full disks, lost servers, damaged files: what was acknowledged is there, the rest is not, and a line says why."""

import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from store_world import TOLD, extraction
from store_writers import long_report

from frontlines.errors import FrontlinesError, StoreError
from frontlines.store import Store
from frontlines.store.engine import Database

WRITERS = Path(__file__).with_name("store_writers.py")
FEW_BYTES = 1_500_000


def run(what, *arguments):
    command = [sys.executable, WRITERS, what, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def holds_just(url, acknowledged):
    store = Store(url)
    assert store.check() == []
    assert list(store.extractions()) == [long_report(number) for number in range(acknowledged)]


def test_on_a_full_disk_a_report_is_kept_whole_or_not_at_all(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with run("add_until_full", url, FEW_BYTES) as writer:
        *acknowledged, said = writer.stdout.read().splitlines()
    assert acknowledged
    assert "has room" in said
    assert "nothing of this step was kept" in said
    holds_just(url, len(acknowledged))
    assert Store(url).add(long_report(len(acknowledged))) is True


def test_a_backup_that_finds_no_room_leaves_no_file(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    for number in range(5):
        Store(url).add(long_report(number))
    (tmp_path / "there").mkdir()
    target = tmp_path / "there" / "copy.sqlite"
    with run("back_up_when_full", url, target, 100_000) as writer:
        said = writer.stdout.read()
    assert "Error: " in said
    assert "room" in said
    assert list((tmp_path / "there").iterdir()) == []
    holds_just(url, 5)


def test_on_a_servers_full_disk_a_report_is_kept_whole_or_not_at_all(postgres):
    url = postgres.empty_database()
    postgres.stop()
    postgres.start(small=True)
    acknowledged = 0
    with pytest.raises(StoreError, match="full: make room") as caught:
        for number in range(200):
            Store(url).add(long_report(number))
            acknowledged += 1
    assert "\n" not in str(caught.value)
    assert acknowledged
    postgres.stop()
    postgres.start()
    holds_just(url, acknowledged)
    assert Store(url).add(long_report(acknowledged)) is True
    Store(url).close()


@pytest.mark.parametrize("how", ["stop", "kill"])
def test_a_server_that_goes_away_mid_work_and_comes_back(postgres, how):
    url = postgres.empty_database()
    store = Store(url)
    with run("add", url, 0, 10_000) as writer:
        told = [writer.stdout.readline() for _ in range(5)]
        getattr(postgres, how)()
        told += writer.stdout.read().splitlines()
    assert writer.returncode != 0
    for call in (store.count, lambda: store.add(extraction(1)), store.check, lambda: list(store.extractions())):
        with pytest.raises(StoreError, match="does not answer: see that it runs") as caught:
            call()
        assert TOLD not in str(caught.value)
    postgres.start()
    kept = [int(article.id, 16) for article in store.articles()]
    # A commit whose answer was lost may have been made; nothing is there by half.
    assert sorted(kept) in (list(range(len(told))), list(range(len(told) + 1)))
    assert store.check() == []
    assert store.add(extraction(99_999)) is True
    Store(url).close()


def test_a_server_lost_while_a_change_is_open_keeps_none_of_it(postgres):
    url = postgres.empty_database()
    Store(url).add(extraction(1))

    def lose_it():
        with Database(url).write() as connection:
            connection.execute(text("DELETE FROM extractions"))
            postgres.stop()
            connection.execute(text("DELETE FROM articles"))

    with pytest.raises(StoreError, match="does not answer"):
        lose_it()
    postgres.start()
    assert list(Store(url).extractions()) == [extraction(1)]
    Store(url).close()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("/frontlines_", "/no_such_"), "no database .* createdb"),
        (("postgres@", "nobody:secret@"), "refuses user or password"),
        (("?host=", "?host=/nowhere"), "does not answer"),
    ],
)
def test_an_address_on_a_server_that_leads_nowhere(postgres, change, words):
    url = postgres.empty_database().replace(*change)
    with pytest.raises(StoreError, match=words) as caught:
        Store(url).count()
    assert "secret" not in str(caught.value)


def test_another_writer_that_does_not_end_is_told_of(postgres, monkeypatch):
    url = postgres.empty_database()
    Store(url).add(extraction(1))
    with Database(url).write():
        monkeypatch.setattr("frontlines.store.engine.BUSY_TIMEOUT_S", 0.05)
        with pytest.raises(StoreError, match="in use by another program"):
            Store(url).add(extraction(2))
        assert Store(url).count() == 1
        Store(url).close()
    monkeypatch.undo()
    Store(url).close()


def damage(content, chance):
    """Cut a file short, or overwrite a part of it with noise."""
    start = chance.randrange(len(content))
    if chance.random() < 0.4:
        return content[:start]
    noise = chance.randbytes(chance.choice((1, 20, 500, 5000)))
    return content[:start] + noise + content[start + len(noise) :]


def test_a_damaged_file_tells_no_lie_and_no_secret(tmp_path):
    path = tmp_path / "store.sqlite"
    told = [extraction(number) for number in range(40)]
    for one in told:
        Store(f"sqlite:///{path}").add(one)
    sound = path.read_bytes()
    said = set()
    for seed in range(25):
        broken = tmp_path / f"{seed}.sqlite"
        broken.write_bytes(damage(sound, random.Random(seed)))  # noqa: S311 - no secret
        store = Store(f"sqlite:///{broken}")
        try:
            problems = store.check()
            kept = list(store.extractions())
            assert problems or kept == told, seed
            assert all(one in told for one in kept), seed
            store.add(extraction(99))
            store.remove(told[0].article.id)
        except StoreError as error:
            problems = [str(error)]
        said.update(problems)
    assert said
    assert not [line for line in said if TOLD in line or "\n" in line]


def test_a_report_that_no_server_can_hold_is_named_as_such(postgres):
    url = postgres.empty_database()
    told = extraction()
    with pytest.raises(FrontlinesError, match="NUL"):
        Store(url).add(replace(told, article=replace(told.article, text="a\0b")))
    assert Store(url).count() == 0
    Store(url).close()
