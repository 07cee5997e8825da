"""The store: articles and what was read in them, kept whole, once each."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from frontlines.errors import InputError, StoreError
from frontlines.model import Article, Extraction
from frontlines.settings import settings
from frontlines.store.documents import dump_extraction, load_extraction
from frontlines.store.engine import Database
from frontlines.store.reviews import Reviews, forget, stamp
from frontlines.store.schema import articles, create, extractions, is_there, metadata

_PAGE = 200
"""Rows fetched at a time, so that memory stays flat."""


class Store:
    """Keeps extractions by their article's content hash.

    ``url`` is an SQLAlchemy address; without one, the one in force by the settings.  A SQLite file is made with the
    first report that is added; reading a store that is not there yet finds nothing.  Every change is kept whole or not
    at all.  Methods raise ``StoreError`` for a damaged, locked, full or foreign database; no message holds a
    report's text.
    """

    def __init__(self, url: str | None = None) -> None:
        self._database = Database(url or settings().store_address)

    @property
    def name(self) -> str:
        """The store's name for messages."""
        return self._database.name

    @property
    def reviews(self) -> Reviews:
        """What people said of the readings."""
        return Reviews(self._database)

    def add(self, extraction: Extraction) -> bool:
        """Keep an extraction; tell whether that changed anything.

        The same article read by the same reader changes nothing; read by another version of the reader, the new reading
        takes the old one's place.
        """
        try:
            with self._database.write() as connection:
                if not is_there(connection):
                    create(connection)
                return _put(connection, extraction)
        except StoreError as error:
            # Two writers on a server may put the same report at once: the first one's stays.
            if isinstance(error.__cause__, IntegrityError) and self.has(extraction.article.id, extraction.reader):
                return False
            raise

    def has(self, article_id: str, reader: str) -> bool:
        """Tell whether an article was read by this version of the reader."""
        asked = select(extractions.c.article_id).where(
            extractions.c.article_id == article_id, extractions.c.reader == reader
        )
        with self._reading() as connection:
            return connection is not None and connection.execute(asked).first() is not None

    def get(self, article_id: str) -> Extraction | None:
        """Give one extraction, or None."""
        with self._reading() as connection:
            row = connection.execute(_joined().where(articles.c.id == article_id)).first() if connection else None
        return self._rebuilt(row) if row else None

    def extractions(self) -> Iterator[Extraction]:
        """Give every extraction, by publication date and id."""
        with self._reading() as connection:
            if connection is not None:
                ordered = _joined().order_by(articles.c.published, articles.c.id)
                for row in connection.execute(ordered.execution_options(yield_per=_PAGE)):
                    yield self._rebuilt(row)

    def articles(self) -> Iterator[Article]:
        """Give every article, by publication date and id."""
        with self._reading() as connection:
            if connection is not None:
                ordered = select(articles).order_by(articles.c.published, articles.c.id)
                for row in connection.execute(ordered.execution_options(yield_per=_PAGE)):
                    yield Article(**row._mapping)

    def remove(self, article_id: str) -> bool:
        """Take an article out with its extraction and reviews; tell whether it was there."""
        with self._database.write() as connection:
            if not is_there(connection):
                return False
            forget(connection, article_id)
            connection.execute(delete(extractions).where(extractions.c.article_id == article_id))
            return connection.execute(delete(articles).where(articles.c.id == article_id)).rowcount > 0

    def content_hash(self) -> str:
        """Give a hash that changes whenever the store's content does."""
        digest = hashlib.sha256()
        with self._reading() as connection:
            if connection is not None:
                keys = select(extractions.c.article_id, extractions.c.reader).order_by(extractions.c.article_id)
                for article_id, reader in connection.execute(keys):
                    digest.update(f"{article_id}\0{reader}\n".encode())
                for part in stamp(connection):
                    digest.update(f"{part}\n".encode())
        return digest.hexdigest()[:16]

    def count(self) -> int:
        """Give the number of extractions."""
        with self._reading() as connection:
            if connection is None:
                return 0
            return connection.execute(select(func.count()).select_from(extractions)).scalar_one()

    def check(self) -> list[str]:
        """Read everything and list what is broken, one line each; an empty list is a sound store."""
        problems: list[str] = []
        with self._reading() as connection:
            if connection is None:
                return problems
            if self._database.file:
                answer = connection.execute(text("PRAGMA integrity_check")).scalars().all()
                problems += [f"{self.name}: {line}" for line in answer if line != "ok"]
            for row in connection.execute(_joined().execution_options(yield_per=_PAGE)):
                try:
                    self._rebuilt(row)
                except StoreError as error:
                    problems.append(str(error))
        return problems

    def backup(self, target: Path) -> None:
        """Copy a SQLite store into a new file, whole, while others may go on writing; the file must not exist yet."""
        if not self._database.file:
            raise InputError("only a SQLite store is copied here: use pg_dump for this one")
        if not self._database.file.is_file():
            raise StoreError(f"there is no store {self.name} yet: nothing to copy")
        if target.exists():
            raise InputError(f"{target.name} is there already: choose another name")
        aside = target.with_name(f".{target.name}.part")
        aside.unlink(missing_ok=True)
        try:
            with self._database.read() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("VACUUM INTO ?", (str(aside),))
                connection.exec_driver_sql("BEGIN")
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)

    def erase(self) -> None:
        """Delete everything; a SQLite store's files go too, and what was in them is overwritten first."""
        file = self._database.file
        if file and not file.exists():
            return
        with self._database.write() as connection:
            is_there(connection)
            metadata.drop_all(connection)
        if file:
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(f"{file}{ending}").unlink(missing_ok=True)

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        """Open a read transaction; None where there is no store yet."""
        if self._database.file and not self._database.file.exists():
            yield None
            return
        with self._database.read() as connection:
            yield connection if is_there(connection) else None

    def _rebuilt(self, row: Row[Any]) -> Extraction:
        fields = dict(row._mapping)
        document = fields.pop("document")
        try:
            return load_extraction(document, fields)
        except ValueError:
            # Not "from": a validation error quotes the report's text.
            raise StoreError(
                f"the store {self.name} holds a damaged reading of the report {fields['id']}: "
                f"remove it with frontlines store remove {fields['id']} and read the report again"
            ) from None


def _joined() -> Any:
    return select(articles, extractions.c.document).join(extractions, extractions.c.article_id == articles.c.id)


def _put(connection: Connection, extraction: Extraction) -> bool:
    article = extraction.article
    document = {"reader": extraction.reader, "document": dump_extraction(extraction, with_article=False)}
    known = select(extractions.c.reader).where(extractions.c.article_id == article.id)
    reader = connection.execute(known).scalar()
    if reader == extraction.reader:
        return False
    if reader is not None:
        connection.execute(update(extractions).where(extractions.c.article_id == article.id).values(**document))
        return True
    connection.execute(insert(articles).values({c.name: getattr(article, c.name) for c in articles.columns}))
    connection.execute(insert(extractions).values(article_id=article.id, **document))
    return True
