"""A store copied whole: from a file or a server into a file or a server."""

import os
from pathlib import Path

from sqlalchemy import Connection, Integer, delete, func, insert, select, text

from frontlines.errors import InputError, StoreError
from frontlines.store.engine import Database
from frontlines.store.schema import articles, meta, metadata

_FEW = 500


def back_up(source: Database, target: Path) -> None:
    """Copy a store into a new SQLite file, whole, while others may go on writing.

    Raises:
        InputError: when the file is there already.
        StoreError: when there is no store to copy.
    """
    if target.exists():
        raise InputError(f"{target.name} is there already: choose another name")
    aside = target.with_name(f".{target.name}.{os.getpid()}.part")
    _clear(aside)
    try:
        _copy_aside(source, aside)
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(target)
    except OSError as error:
        raise InputError(f"{target.name} can't be written ({error.strerror}): choose another place") from error
    finally:
        _clear(aside)


def restore(source: Path, target: Database) -> int:
    """Copy a backup into a store that holds nothing yet; give the number of reports.

    Raises:
        InputError: when there is no such backup, or the store holds something already.
    """
    if not source.is_file():
        raise InputError(f"there is no backup {source.name}: check the name")
    origin = Database(f"sqlite:///{source}")
    with origin.read() as backup:
        if backup is None:
            raise InputError(f"{source.name} is no store: choose a file that frontlines store backup wrote")
        with target.write() as connection:
            if any(
                connection.execute(select(table).limit(1)).first()
                for table in metadata.sorted_tables
                if table is not meta
            ):
                raise InputError(
                    f"the store {target.name} holds something already: erase it first, or choose a new one"
                )
            _copy(origin, backup, target, connection)
            return connection.execute(select(func.count()).select_from(articles)).scalar_one()


def _copy_aside(source: Database, aside: Path) -> None:
    with source.read() as connection:
        if connection is None:
            raise StoreError(f"there is no store {source.name} yet: nothing to copy")
        if source.file:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("VACUUM INTO ?", (str(aside),))
            connection.exec_driver_sql("BEGIN")
            return
        target = Database(f"sqlite:///{aside}")
        with target.write() as copy:
            _copy(source, connection, target, copy)


def _copy(source: Database, origin: Connection, target: Database, copy: Connection) -> None:
    """Copy the rows of every table; what ``target`` wrote into its own for a start gives way."""
    copy.execute(delete(meta))
    for table in metadata.sorted_tables:
        some = []
        for row in source.rows(origin, select(table)):
            some.append(dict(row._mapping))
            if len(some) == _FEW:
                copy.execute(insert(table), some)
                some = []
        if some:
            copy.execute(insert(table), some)
        key = next(iter(table.primary_key))
        if not target.file and len(table.primary_key) == 1 and isinstance(key.type, Integer):
            # Rows that came with their numbers leave the server's own counter behind.
            copy.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key.name}'), "  # noqa: S608
                    f"coalesce(max({key.name}), 1), max({key.name}) IS NOT NULL) FROM {table.name}"
                )
            )


def _clear(aside: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{aside}{ending}").unlink(missing_ok=True)
