"""What a database complains of, in our words: one clear line that says what to do, and holds nobody's text."""

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from frontlines.errors import StoreError

_SQLITE = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), "busy"),
    (("SQLITE_FULL",), "full"),
    (("SQLITE_IOERR",), "disk"),
    (("SQLITE_NOTADB", "SQLITE_CORRUPT"), "damaged"),
    (("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH"), "closed"),
)
"""Beginnings of SQLite's result codes."""
_POSTGRES = (
    (("08", "57P", "53300"), "away"),
    (("28",), "login"),
    (("3D",), "no database"),
    (("55P03", "40"), "busy"),
    (("53", "58"), "full"),
    (("XX",), "damaged"),
    (("42501", "25006"), "closed"),
)
"""Beginnings of PostgreSQL's error codes (SQLSTATE); an earlier line wins."""
_WITHOUT_CODE = (("NUL", "letters"), ("password", "login"), ("role", "login"), ("does not exist", "no database"))
"""Words of the driver's own refusals, which have no code."""
_WORDS = {
    "busy": "the store {name} is in use by another program: try again when that has ended",
    "full": "the disk with the store {name} is full: make room and try again; nothing of this step was kept",
    "disk": "the store {name} can't be read or written on its disk: see that the disk has room and is sound, then try "
    "again; nothing of this step was kept",
    "damaged": "the store {name} is damaged: restore a backup, or move it away to begin anew",
    "closed": "the store {name} can't be opened: check its folder and permissions",
    "away": "the server of the store {name} does not answer: see that it runs, then do the same again; what was "
    "reported as kept is kept",
    "login": "the server of the store {name} refuses user or password: check the address given with --store",
    "letters": "the store {name} can't keep a report with NUL characters in its text: take them out and try again",
    "no database": "the server has no database for the store {name}: make it with createdb, or check --store",
}


def in_words(error: SQLAlchemyError, name: str) -> StoreError:
    """Say what is wrong with the store of that name."""
    kind = _kind(error)
    if kind:
        return StoreError(_WORDS[kind].format(name=name))
    what = type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__
    return StoreError(f"the store {name} did not answer as it should ({what}): run frontlines store check")


def damaged(name: str) -> StoreError:
    """Say that a store can't be read."""
    return StoreError(_WORDS["damaged"].format(name=name))


def _kind(error: SQLAlchemyError) -> str:
    if isinstance(error, PoolTimeoutError):
        return "busy"
    if not isinstance(error, DBAPIError):
        return ""
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorname", None)
        # The driver's own complaint, without a code: a text that is not UTF-8.
        return _first(_SQLITE, code) if code else "damaged" if "decode" in str(error.orig) else ""
    words, code = str(error.orig), getattr(error.orig, "sqlstate", None)
    if code:
        return "full" if "File too large" in words else _first(_POSTGRES, code)
    is_lost = error.connection_invalidated or type(error.orig).__name__ in {"OperationalError", "ConnectionTimeout"}
    return next((kind for told, kind in _WITHOUT_CODE if told in words), "away" if is_lost else "")


def _first(table: tuple[tuple[tuple[str, ...], str], ...], code: str) -> str:
    return next((kind for beginnings, kind in table if code.startswith(beginnings)), "")
