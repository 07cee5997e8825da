"""The store: articles and what was read in them, kept whole, once each."""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from frontlines.model import Article, Extraction
from frontlines.settings import settings
from frontlines.store import copying, layers, reviews, soundness, stamp
from frontlines.store.documents import digest, dump_extraction, rebuilt
from frontlines.store.engine import Database
from frontlines.store.migrations import reports
from frontlines.store.reviews import Reviews
from frontlines.store.schema import articles, extractions
from frontlines.store.sets import Sets


class Store:
    """Keeps extractions by their article's content hash.

    ``url`` is an SQLAlchemy address; without one, the one in force by the settings.  A SQLite file is made with the
    first report that is added; reading a store that is not there yet finds nothing.  Every change is kept whole or not
    at all, and beside each document stand its events and claims as layers with geometry.  Methods raise ``StoreError``
    for a damaged, locked, full, foreign or absent database; no message holds a report's text.
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

    @property
    def sets(self) -> Sets:
        """The imported sets."""
        return Sets(self._database)

    def add(self, extraction: Extraction) -> bool:
        """Keep an extraction; tell whether that changed anything.

        The same article read by the same reader changes nothing; read by another version of the reader, the new reading
        takes the old one's place.
        """
        with self._database.write() as connection:
            return _put(connection, extraction)

    def has(self, article_id: str, reader: str) -> bool:
        """Tell whether an article was read by this version of the reader."""
        asked = select(extractions.c.article_id).where(
            extractions.c.article_id == article_id, extractions.c.reader == reader
        )
        with self._database.read() as connection:
            return connection is not None and connection.execute(asked).first() is not None

    def get(self, article_id: str) -> Extraction | None:
        """Give one extraction, or None."""
        with closing(self._read(reports().where(articles.c.id == article_id))) as found:
            return next(found, None)

    def extractions(self) -> Iterator[Extraction]:
        """Give every extraction, by publication date and id."""
        return self._read(reports().order_by(articles.c.published.nulls_first(), articles.c.id))

    def articles(self) -> Iterator[Article]:
        """Give every article, by publication date and id."""
        ordered = select(articles).order_by(articles.c.published.nulls_first(), articles.c.id)
        with self._database.read() as connection:
            for row in self._database.rows(connection, ordered) if connection is not None else ():
                yield Article(**row._mapping)

    def latest(self, count: int) -> list[Article]:
        """Give the articles that ``articles`` gives last, the very last first."""
        ordered = select(articles).order_by(articles.c.published.desc().nulls_last(), articles.c.id.desc())
        with self._database.read() as connection:
            found = self._database.rows(connection, ordered.limit(count)) if connection is not None else ()
            return [Article(**row._mapping) for row in found]

    def remove(self, article_id: str) -> bool:
        """Take an article out with its extraction and reviews; tell whether it was there."""
        with self._database.read() as connection:
            if connection is None:
                return False
        known = select(extractions.c.reader).where(extractions.c.article_id == article_id)
        with self._database.write() as connection:
            reader = connection.execute(known).scalar()
            if reader is None:
                return False
            reviews.forget(connection, article_id)
            layers.take(connection, article_id)
            connection.execute(delete(extractions).where(extractions.c.article_id == article_id))
            connection.execute(delete(articles).where(articles.c.id == article_id))
            stamp.move(connection, removed=[stamp.report_key(article_id, reader)])
            return True

    def content_hash(self) -> str:
        """Give a hash that changes whenever the store's content does; it costs the same in a store of any size."""
        made = hashlib.sha256()
        with self._database.read() as connection:
            if connection is not None:
                for part in (stamp.read(connection), *reviews.stamp(connection)):
                    made.update(f"{part}\n".encode())
        return made.hexdigest()[:16]

    def count(self) -> int:
        """Give the number of extractions."""
        with self._database.read() as connection:
            if connection is None:
                return 0
            return connection.execute(select(func.count()).select_from(extractions)).scalar_one()

    def check(self) -> list[str]:
        """Read everything and list what is broken, one line each; an empty list is a sound store."""
        with self._database.read() as connection:
            if connection is None:
                return []
            return [*soundness.problems(self._database, connection), *self.sets.problems(connection)]

    def backup(self, target: Path) -> None:
        """Copy the store into a new SQLite file, whole, while others may go on writing; the file must not exist yet."""
        copying.back_up(self._database, target)

    def restore(self, source: Path) -> int:
        """Copy a backup into this store, which must hold nothing yet; give the number of reports."""
        return copying.restore(source, self._database)

    def kept_open(self) -> AbstractContextManager[None]:
        """Make many changes in a row quicker; each is still kept by itself when its method returns."""
        return self._database.kept_open()

    def close(self) -> None:
        """Let go of the connections to a server that this process keeps."""
        self._database.engine.dispose()

    def erase(self) -> None:
        """Delete everything; a SQLite store's files go too, and what was in them is overwritten first."""
        if self._database.file is None or self._database.file.exists():
            self._database.erase()

    def _read(self, asked: Any) -> Generator[Extraction]:
        with self._database.read() as connection:
            for row in self._database.rows(connection, asked) if connection is not None else ():
                yield rebuilt(row._mapping, self.name)


def _put(connection: Connection, extraction: Extraction) -> bool:
    article_id = extraction.article.id
    article = {c.name: getattr(extraction.article, c.name) for c in articles.columns}
    reader = connection.execute(select(extractions.c.reader).where(extractions.c.article_id == article_id)).scalar()
    if reader == extraction.reader:
        return False
    if reader is None:
        connection.execute(insert(articles).values(article))
    else:
        article = dict(connection.execute(select(articles).where(articles.c.id == article_id)).one()._mapping)
        layers.take(connection, article_id)
        connection.execute(delete(extractions).where(extractions.c.article_id == article_id))
    document = dump_extraction(extraction, with_article=False)
    kept = {"article_id": article_id, "reader": extraction.reader, "document": document}
    connection.execute(insert(extractions).values(**kept, digest=digest(article, document)))
    layers.put(connection, article_id, extraction.events, extraction.claims)
    gone = [] if reader is None else [stamp.report_key(article_id, reader)]
    stamp.move(connection, added=[stamp.report_key(article_id, extraction.reader)], removed=gone)
    return True
