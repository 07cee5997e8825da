"""The store under kill -9 at random moments: what was acknowledged is there, what was not is wholly absent."""

import random
import time
from contextlib import suppress
from multiprocessing import get_context

import pytest
from store_world import extraction
from store_writers import SET, rows
from test_store_migrations import layer_rows, layout, write_first_layout

from frontlines.store import Store

KILLS = 15
"""Of each kind of work in each kind of store: 90 in all."""
REPORTS = 30
VERSIONS = 3


def adding(url, tell):
    """Add one report after the other."""
    store = Store(url)
    for number in range(REPORTS):
        store.add(extraction(number))
        tell.send(number)


def importing(url, tell):
    """Import one version of a set after the other."""
    store = Store(url)
    for version in range(VERSIONS):
        store.sets.put(SET, rows(version))
        tell.send(version)


def opening(url, tell):
    """Open a store of an earlier layout, which brings it up."""
    tell.send(Store(url).count())


@pytest.fixture(scope="module")
def context():
    """Start processes from one that has imported all they need, so that the kills strike the work and not the start."""
    forking = get_context("forkserver")
    forking.set_forkserver_preload(["store_writers", "frontlines.store.store", "pyproj", "shapely"])
    return forking


def killed_at(context, seconds, work, url):
    """Let a process of its own work for that long at most; give what it acknowledged and how long it worked."""
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(url, there))
    start = time.monotonic()
    process.start()
    there.close()
    process.join(seconds)
    process.kill()
    process.join()
    told = []
    # A word that was cut by the kill was not said.
    with suppress(EOFError, OSError):
        while here.poll():
            told.append(here.recv())
    here.close()
    return told, time.monotonic() - start


@pytest.fixture
def strike(context, store_url):
    """Give what kills a work at random moments of its course, and looks at what each left behind."""

    def run(work, whole, prepare, look):
        chance = random.Random(f"{work.__name__} {store_url[:6]}")  # noqa: S311 - no secret
        course = 60.0
        struck = 0
        while struck < KILLS:
            # The first run goes to its end, to know how long it takes; a later one that does so was not struck.
            seconds = course if course == 60.0 else chance.uniform(0, course)
            prepare(store_url)
            told, took = killed_at(context, seconds, work, store_url)
            if len(told) == whole:
                course = min(course, took)
            else:
                struck += 1
            look(store_url, told)
            Store(store_url).erase()

    return run


@pytest.mark.soak
def test_killed_while_adding(strike):
    def look(url, told):
        store = Store(url)
        assert store.check() == []
        kept = list(store.extractions())
        assert kept == [extraction(number) for number in range(len(kept))]
        assert len(told) <= len(kept) <= len(told) + 1
        store.add(extraction(REPORTS))
        assert store.count() == len(kept) + 1

    strike(adding, REPORTS, lambda _: None, look)


@pytest.mark.soak
def test_killed_while_importing(strike):
    def look(url, told):
        store = Store(url)
        assert store.check() == []
        events, _ = store.sets.read()
        shown = {row[3] for row in layer_rows(url)} if events else set()
        titles = {event.title for event in events}
        assert titles <= {f"version {version}" for version in (len(told) - 1, len(told))}
        assert len(titles) <= 1
        assert len(events) == (len(rows(0)) if titles else 0)
        assert bool(told) <= bool(titles)
        assert shown == titles

    strike(importing, VERSIONS, lambda _: None, look)


@pytest.mark.soak
def test_killed_while_an_old_store_is_brought_up(strike):
    before = [extraction(number) for number in range(REPORTS * 2)]

    def look(url, told):
        version, tables = layout(url)
        assert (version, "events" in tables) in {("1", False), ("2", True)}
        assert version == "2" or not told
        store = Store(url)
        assert list(store.extractions()) == before
        assert store.check() == []

    strike(opening, 1, lambda url: write_first_layout(url, before), look)
