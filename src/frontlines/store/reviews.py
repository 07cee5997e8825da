"""Reviews in the store: rows that are added and never changed."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from frontlines.errors import InputError, StoreError
from frontlines.reviews import Review
from frontlines.store.engine import Database
from frontlines.store.schema import reviews

if TYPE_CHECKING:
    from pydantic import TypeAdapter

MAX_WORDS = 2000
"""Characters of a name or a reason."""
_INSIDE = frozenset({"machine", "reading", "fields"})
"""The fields of a review that are kept as JSON."""


@lru_cache(maxsize=1)
def _adapter() -> "TypeAdapter[Review]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - building it takes a moment that few commands need

    return TypeAdapter(Review)


class Reviews:
    """The reviews of one database.  Methods raise ``StoreError`` as the store's do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, *made: Review) -> None:
        """Keep reviews, all or none.

        Raises:
            InputError: for one without a person, or with a name or reason longer than ``MAX_WORDS``.
        """
        for review in made:
            if not review.by.strip():
                raise InputError("a review needs the name of who makes it: give a name or initials")
            if max(len(review.by), len(review.why)) > MAX_WORDS:
                raise InputError(f"the name or reason is longer than {MAX_WORDS} characters: say it in fewer words")
        with self._database.write() as connection:
            connection.execute(insert(reviews), [_row(review) for review in made])

    def of(self, article_id: str) -> tuple[Review, ...]:
        """Give the reviews of one article in the order in which they were made."""
        return tuple(self._read(article_id))

    def by_article(self) -> dict[str, tuple[Review, ...]]:
        """Give all reviews by their article, each article's in the order made."""
        out: dict[str, list[Review]] = {}
        for review in self._read():
            out.setdefault(review.article_id, []).append(review)
        return {article_id: tuple(made) for article_id, made in out.items()}

    def _read(self, article_id: str | None = None) -> Iterator[Review]:
        asked = select(reviews).order_by(reviews.c.number)
        if article_id is not None:
            asked = asked.where(reviews.c.article_id == article_id)
        with self._database.read() as connection:
            for row in self._database.rows(connection, asked) if connection else ():
                yield self._rebuilt(row)

    def _rebuilt(self, row: Row[Any]) -> Review:
        from pydantic_core import from_json  # noqa: PLC0415

        told = dict(row._mapping)
        try:
            document = from_json(told.pop("document"))
            return _adapter().validate_python({**told, "by": told.pop("person"), **document})
        except (ValueError, TypeError):
            # Not "from": a validation error quotes the report's text.
            raise StoreError(
                f"the store {self._database.name} holds a damaged review (number {row.number}) of the report "
                f"{row.article_id}: restore a backup"
            ) from None


def forget(connection: Connection, article_id: str) -> None:
    """Delete the reviews of an article that is taken out of the store."""
    connection.execute(delete(reviews).where(reviews.c.article_id == article_id))


def stamp(connection: Connection) -> Iterable[str]:
    """Give what changes with every review, for the store's own hash."""
    asked = select(func.count(), func.max(reviews.c.number), func.max(reviews.c.at))
    return map(str, connection.execute(asked).one())


def _row(review: Review) -> dict[str, Any]:
    kept = {f.name: getattr(review, f.name) for f in fields(review) if f.name not in {*_INSIDE, "by"}}
    document = _adapter().dump_json(review, include=set(_INSIDE)).decode()
    return {**kept, "at": review.at.isoformat(), "person": review.by, "document": document}
