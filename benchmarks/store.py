"""The store against plain sqlite3 that does the same inserts and reads, and its stamp in a small and a large store."""

import json
import sqlite3
import tempfile
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.extraction import made_up
from benchmarks.measure import Measure, seconds
from frontlines.model import Article, ControlClaim, Event, Extraction, MatchStatus, Placement, Span, When
from frontlines.store import Store
from frontlines.store.engine import Database
from frontlines.store.geopackage import add_functions

REPORTS, LARGE = 200, 100_000
ADD_LIMIT, READ_LIMIT, STAMP_LIMIT = 8.0, 3.0, 2.0
TOLD = 8
"""Events, and as many claims, that each report of 250 words tells of."""
DAY = date(2017, 2, 21)
TABLES = {"articles": "id", "extractions": "article_id", "events": "owner", "claims": "owner"}
"""Each table with its column for the report."""


def made_up_reports() -> list[Extraction]:
    """Give reports with places spread over 40 towns."""
    text = made_up(6)
    reports = []
    for n in range(REPORTS):
        day = DAY + timedelta(days=n % 900)
        when, span = When(day, day, 1), Span(n % 50, n % 50 + 9)
        spots = [
            Placement(MatchStatus.MATCHED, f"Town {n % 40}", "settlement", 33 + n % 40 / 10, 36 + k / 10, precision=1)
            for k in range(TOLD)
        ]
        events = tuple(
            Event(f"e{n}-{k}", "clash", "Clash at a town", when, spot, ("SDF",), ("ISIL",), "reported", span, text[:90])
            for k, spot in enumerate(spots)
        )
        claims = tuple(ControlClaim(f"c{n}-{k}", spot, "SDF", "held", when, span=span) for k, spot in enumerate(spots))
        reports.append(
            Extraction(Article(f"{n:064x}", text, f"{n}", "", None, day), (), (), events, claims, reader="1")
        )
    return reports


def rows_of(path: Path) -> list[list[tuple[str, tuple[Any, ...]]]]:
    """Give what stands in a store as lists of (statement, row), one list for each report."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    found: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
    for table, owner in TABLES.items():
        for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - names of our own
            statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})"  # noqa: S608
            found.setdefault(row[owner], []).append((statement, tuple(row)))
    connection.close()
    return list(found.values())


def run() -> list[Measure]:
    reports = made_up_reports()
    with tempfile.TemporaryDirectory() as folder:
        home, names = Path(folder), count()
        full = home / "full.sqlite"

        def ours(path: Path | None = None) -> None:
            store = Store(f"sqlite:///{path or home / str(next(names))}")
            store.add(reports[0])
            with store.kept_open():
                for report in reports[1:]:
                    store.add(report)

        ours(full)
        rows = rows_of(full)

        def peer() -> None:
            connection = _empty(home / str(next(names)))
            for report in rows:
                connection.execute("BEGIN IMMEDIATE")
                for statement, row in report:
                    connection.execute(statement, row)
                connection.execute("COMMIT")
            connection.close()

        def our_reading() -> None:
            assert sum(len(told.events) for told in Store(f"sqlite:///{full}").extractions()) == REPORTS * TOLD

        def peer_reading() -> None:
            connection = sqlite3.connect(full)
            asked = "SELECT * FROM articles JOIN extractions ON article_id = id ORDER BY published, id"
            found = connection.execute(asked)
            column = [name for name, *_ in found.description].index("document")
            told = [(row, json.loads(row[column])) for row in found]
            assert sum(len(document["events"]) for _, document in told) == REPORTS * TOLD
            connection.close()

        adding = seconds(ours, peer, rounds=3)
        reading = seconds(our_reading, peer_reading, rounds=3)
        small, large = Store(f"sqlite:///{full}"), Store(f"sqlite:///{_enlarged(home / 'large', rows)}")
        assert large.count() == LARGE
        stamps = seconds(large.content_hash, small.content_hash, rounds=20)
    return [
        _measure(f"store: {REPORTS} reports kept one by one; the peer, plain sqlite3", adding, ADD_LIMIT),
        _measure(f"store: {REPORTS} reports read; the peer, sqlite3 and json without types", reading, READ_LIMIT),
        _measure(f"store: its stamp, {LARGE:,} reports against {REPORTS}", stamps, STAMP_LIMIT),
    ]


def _empty(path: Path) -> sqlite3.Connection:
    """Open a store that holds nothing, by plain sqlite3 with the same settings and indexes."""
    with Database(f"sqlite:///{path}").write():
        pass
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    add_functions(connection)
    return connection


def _enlarged(path: Path, rows: Sequence[Sequence[tuple[str, tuple[Any, ...]]]]) -> Path:
    """Fill a store with a report's rows under ever other ids."""
    connection = _empty(path)
    article, reading = (next(pair for pair in rows[0] if table in pair[0]) for table in ("articles", "extractions"))
    connection.execute("BEGIN IMMEDIATE")
    for statement, row in (article, reading):
        connection.executemany(statement, ((f"{n:064x}", *row[1:]) for n in range(LARGE)))
    connection.execute("COMMIT")
    connection.close()
    return path


def _measure(name: str, taken: Sequence[float], limit: float) -> Measure:
    ours, peer = taken
    return Measure(name, f"{ours * 1000:.1f} ms", f"{peer * 1000:.1f} ms", ours / peer, limit)
