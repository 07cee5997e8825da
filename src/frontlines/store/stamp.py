"""One number that changes whenever the store's content does, kept beside it and moved with every change."""

import hashlib
import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, insert, select, update

from frontlines.errors import StoreError
from frontlines.store.schema import meta

_BITS: Final = 128
_KEY: Final = "content"
_SHAPE: Final = re.compile(r"[0-9a-f]{1,32}")
EMPTY: Final = "0" * (_BITS // 4)


def move(connection: Connection, *, added: Iterable[str] = (), removed: Iterable[str] = ()) -> None:
    """Count keys in and out; a key names one thing with its version, like ``report:ID:READER``.

    The stamp is the sum of the keys' hashes (a multiset hash): in whatever order things came, the same content has the
    same stamp, and it costs the same in a store of any size.
    """
    value = shifted(read(connection), added=added, removed=removed)
    if connection.execute(update(meta).where(meta.c.key == _KEY).values(value=value)).rowcount == 0:
        connection.execute(insert(meta).values(key=_KEY, value=value))


def shifted(value: str, *, added: Iterable[str] = (), removed: Iterable[str] = ()) -> str:
    """Give the stamp that follows from ``value`` when keys come and go."""
    if not _SHAPE.fullmatch(value):
        raise StoreError("the store is damaged (its stamp is no number): restore a backup or begin anew")
    now = int(value, 16) + sum(map(_number, added)) - sum(map(_number, removed))
    return f"{now % (1 << _BITS):0{_BITS // 4}x}"


def read(connection: Connection) -> str:
    """Give the stamp; ``EMPTY`` where nothing was ever kept, and again where all was taken out."""
    return connection.execute(select(meta.c.value).where(meta.c.key == _KEY)).scalar() or EMPTY


def of(keys: Iterable[str]) -> str:
    """Give the stamp that a store with these keys has."""
    return shifted(EMPTY, added=keys)


def report_key(article_id: str, reader: str) -> str:
    """Give the key of a report's reading."""
    return f"report:{article_id}:{reader}"


def set_key(set_id: str, content: str) -> str:
    """Give the key of an imported set with its content's hash."""
    return f"set:{set_id}:{content}"


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=_BITS // 8).digest(), "big")
