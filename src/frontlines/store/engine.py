"""Connections to the store."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, Row, Select, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from frontlines.errors import InputError, SetupError, StoreError
from frontlines.settings import require_writable
from frontlines.store import geopackage, migrations
from frontlines.store.troubles import damaged, in_words

BUSY_TIMEOUT_S = 20.0
"""How long a writer waits for another one before it gives up."""
CONNECT_TIMEOUT_S: Final = 10
"""How long a server may take to answer at first."""
_WRITE = {"frontlines_write": True}
_PEN: Final = 0x46726F6E74
"""The number of the lock that a writer on a server holds."""
_PAGE: Final = 200
"""Rows fetched at a time, so that memory stays flat."""


class Database:
    """One database by SQLAlchemy address, for many threads and processes at once.

    Readers never wait and see one state throughout; writers wait for each other.  SQLite runs in WAL mode and
    overwrites deleted rows with zeros.  A store of an earlier layout is brought up when it is first opened.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise _not_understood() from error
        self.file: Path | None = None
        if self.url.get_backend_name() == "sqlite":
            if not self.url.database or self.url.database == ":memory:":
                raise StoreError("a store in memory keeps nothing: give a file, like sqlite:///frontlines.sqlite")
            self.file = Path(self.url.database)
        elif self.url.get_backend_name() != "postgresql":
            raise _not_understood()
        try:
            self.engine = _engine(self.url, BUSY_TIMEOUT_S)
        except (ArgumentError, NoSuchModuleError) as error:
            raise _not_understood() from error
        except ModuleNotFoundError as error:
            raise SetupError(f"this store needs the package {error.name}: pip install 'frontlines[postgis]'") from error

    @property
    def name(self) -> str:
        """The store's name for messages: a file's name, or database and host, without user or password."""
        if self.file:
            return self.file.name
        return f"{self.url.database or 'postgres'} on {self.url.host or 'this machine'}"

    @contextmanager
    def read(self) -> Iterator[Connection | None]:
        """Open a transaction that sees one state throughout; None where there is no store yet."""
        if self.file and not self.file.exists():
            yield None
            return
        with self._translated():
            with self._reading() as connection:
                found = migrations.state(connection)
                if found is not migrations.State.OLDER:
                    yield connection if found is migrations.State.CURRENT else None
                    return
            with self.write():
                pass
            with self._reading() as connection:
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that is kept whole or not at all; it holds the only pen from the start.

        The tables are there, made or brought up within it.
        """
        with self._writing() as connection:
            migrations.bring_up(connection)
            yield connection

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Hold a SQLite store's log open meanwhile: else each change is at once carried over from it into the file."""
        with self._translated():
            held = self.engine.raw_connection() if self.file and self.file.exists() else None
        try:
            yield
        finally:
            if held:
                held.close()

    def erase(self) -> None:
        """Delete everything; a SQLite store's files go too, and what was in them is overwritten first."""
        with self._writing() as connection:
            migrations.state(connection)
            migrations.drop(connection)
        if self.file:
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(f"{self.file}{ending}").unlink(missing_ok=True)

    def rows(self, connection: Connection, asked: Select[Any]) -> Iterator[Row[Any]]:
        """Give a query's rows a few at a time; ``StoreError`` where bytes were changed to what can't be a value."""
        with connection.execute(asked.execution_options(yield_per=_PAGE)) as result:
            while True:
                try:
                    row = result.fetchone()
                except (ValueError, TypeError, OverflowError) as error:
                    raise damaged(self.name) from error
                if row is None:
                    return
                yield row

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if not self.file:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        require_writable()
        with self._translated():
            if self.file:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.engine.connect().execution_options(**_WRITE) as connection, connection.begin():
                if not self.file:
                    connection.execute(text(f"SET LOCAL lock_timeout = '{BUSY_TIMEOUT_S:g}s'"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_PEN})"))
                yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise in_words(error, self.name) from error
        except UnicodeEncodeError as error:
            raise InputError("a report holds characters that no text can have: save it as UTF-8 again") from error
        except OSError as error:
            raise StoreError(f"the store {self.name} can't be written ({error.strerror}): check its folder") from error


def _not_understood() -> StoreError:
    return StoreError(
        "the store's address is not understood: write it like sqlite:///frontlines.sqlite or "
        "postgresql+psycopg://user@host/database"
    )


@lru_cache(maxsize=64)
def _engine(url: URL, busy_timeout_s: float) -> Engine:
    """Give one engine for each address in this process, so that its connections to a server are shared."""
    # hide_parameters: statements in errors must not carry a report's text.
    if url.get_backend_name() == "sqlite":
        # NullPool: files are moved and copied, and read by another SQLite in this very process (GDAL's); a connection
        # that stays open would write on into a log that is gone.
        engine = create_engine(url, hide_parameters=True, poolclass=NullPool, connect_args={"timeout": busy_timeout_s})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=2,
        max_overflow=30,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
    )


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The transactions below are begun by hand: the driver's own would begin them too late.
    connection.isolation_level = None
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            if connection.execute("PRAGMA page_count").fetchone()[0] == 0:
                # Before WAL mode, so that the file's head says from the start what it is.
                geopackage.mark(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself while another process changes the mode of a new file.
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    geopackage.add_functions(connection)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("frontlines_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
