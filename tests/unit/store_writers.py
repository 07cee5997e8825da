"""What the tests' own processes do to a store, to be stopped in the middle of it."""

import random
import resource
import sys
from dataclasses import replace
from pathlib import Path

from store_world import extraction

from frontlines.errors import StoreError
from frontlines.model import Dataset
from frontlines.store import Store

SET = Dataset("made-up", "Made up", licence="CC0")


def long_report(number):
    """Give a report whose text can't be made smaller: 50 kB of noise."""
    noise = random.Random(number).randbytes(25_000).hex()  # noqa: S311 - no secret
    told = extraction(number)
    return replace(told, article=replace(told.article, text=noise))


def rows(version, count=600):
    """Give an imported set's events in one of its versions."""
    event = replace(extraction().events[0], origin="import", article_id="")
    return [replace(event, id=f"r{n}", title=f"version {version}") for n in range(count)]


def say(what):
    """Write a line at once."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def add(url, start, stop, make=extraction):
    """Add reports one by one; say each number when it was acknowledged."""
    store = Store(url)
    for number in range(start, stop):
        store.add(make(number))
        say(number)


def add_until_full(url, file_bytes):
    """Add long reports while no file may grow beyond a size; at the end say what the store said."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    try:
        add(url, 0, 1000, long_report)
    except StoreError as error:
        say(error)


def back_up_when_full(url, target, file_bytes):
    """Copy a store where the copy has no room; say what was said."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    try:
        Store(url).backup(Path(target))
    except Exception as error:
        say(f"{type(error).__name__}: {error}")


def read_whole(url, rounds):
    """Read all that is there again and again; every state that is seen must be whole."""
    store = Store(url)
    seen = 0
    for _ in range(rounds):
        told = list(store.extractions())
        assert [extraction(int(one.article.id, 16)) for one in told] == told
        assert len(told) >= seen
        seen = len(told)
        assert store.check() == []


if __name__ == "__main__":
    what, url, *numbers = sys.argv[1:]
    globals()[what](url, *(int(n) if n.isdigit() else n for n in numbers))
