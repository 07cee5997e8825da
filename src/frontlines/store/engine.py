"""Connections to the store, and its errors in our words."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from frontlines.errors import SetupError, StoreError

BUSY_TIMEOUT_S = 20.0
"""How long a writer waits for another one before it gives up."""
_WRITE = {"frontlines_write": True}


class Database:
    """One database by SQLAlchemy address, for many threads and processes at once.

    SQLite runs in WAL mode: readers never wait, writers wait for each other.  Deleted rows are overwritten with zeros.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
            is_sqlite = self.url.get_backend_name() == "sqlite"
            # hide_parameters: statements in errors must not carry a report's text.
            options: dict[str, Any] = {"hide_parameters": True}
            if is_sqlite:
                options |= {"poolclass": NullPool, "connect_args": {"timeout": BUSY_TIMEOUT_S}}
            else:
                options |= {"pool_pre_ping": True}
            self.engine: Engine = create_engine(self.url, **options)
        except (ArgumentError, NoSuchModuleError) as error:
            raise StoreError(
                "the store's address is not understood: write it like sqlite:///frontlines.sqlite"
            ) from error
        except ModuleNotFoundError as error:
            raise SetupError(f"this store needs the package {error.name}: pip install 'frontlines[postgis]'") from error
        self.file: Path | None = None
        if is_sqlite:
            if not self.url.database or self.url.database == ":memory:":
                raise StoreError("a store in memory keeps nothing: give a file, like sqlite:///frontlines.sqlite")
            self.file = Path(self.url.database)
            event.listen(self.engine, "connect", _set_up_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @property
    def name(self) -> str:
        """The store's name for messages, without a password."""
        return self.file.name if self.file else self.url.render_as_string(hide_password=True)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state throughout."""
        with self._translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that is kept whole or not at all; on SQLite it holds the only pen from the start."""
        with self._translated():
            if self.file:
                self.file.parent.mkdir(parents=True, exist_ok=True)
            with self.engine.connect().execution_options(**_WRITE) as connection, connection.begin():
                yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self._in_words(error) from error
        except OSError as error:
            raise StoreError(f"the store {self.name} can't be written ({error.strerror}): check its folder") from error

    def _in_words(self, error: SQLAlchemyError) -> StoreError:
        reason = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
        if "locked" in reason or "busy" in reason:
            return StoreError(f"the store {self.name} is in use by another program: try again when that has ended")
        if "not a database" in reason or "malformed" in reason or "disk image" in reason:
            return StoreError(f"the store {self.name} is damaged: restore a backup, or move it away to begin anew")
        if "full" in reason:
            return StoreError(f"the disk with the store {self.name} is full: make room and try again; nothing was kept")
        if "readonly" in reason or "unable to open" in reason:
            return StoreError(f"the store {self.name} can't be opened: check its folder and permissions")
        kind = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
        return StoreError(f"the store {self.name} did not answer as it should ({kind}): run frontlines store check")


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # The transactions below are begun by hand: the driver's own would begin them too late.
    connection.isolation_level = None
    deadline = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            # SQLite does not wait by itself while another process changes the mode of a new file.
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("frontlines_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
