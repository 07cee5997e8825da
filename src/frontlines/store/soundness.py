"""Whether a store holds what was put into it."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection, func, select, text

from frontlines.errors import StoreError
from frontlines.store import stamp
from frontlines.store.documents import rebuilt
from frontlines.store.engine import Database
from frontlines.store.migrations import reports, shapes_of
from frontlines.store.schema import articles, claims, events, extractions, import_sets, metadata
from frontlines.store.troubles import damaged

_FEW: Final = 20
"""Lines of SQLite's own that are passed on; a damaged page can have hundreds."""


def problems(database: Database, connection: Connection) -> Iterator[str]:
    """Read everything and name what is broken, one line each."""
    if database.file:
        yield from _of_the_file(database, connection)
    counts = [
        select(func.count()).where(table.c.owner == articles.c.id).scalar_subquery().label(f"shown_{table.name}")
        for table in (events, claims)
    ]
    of_sets = connection.execute(select(import_sets.c.id, import_sets.c.content_hash))
    counted = stamp.of(stamp.set_key(set_id, content) for set_id, content in of_sets)
    for row in database.rows(connection, reports().add_columns(*counts)):
        counted = stamp.shifted(counted, added=[stamp.report_key(row.id, row.reader)])
        fields = dict(row._mapping)
        shown = {table.name: fields.pop(f"shown_{table.name}") for table in (events, claims)}
        try:
            extraction = rebuilt(fields, database.name)
        except StoreError as error:
            yield str(error)
            continue
        for name, told in (("events", extraction.events), ("claims", extraction.claims)):
            if shown[name] != len(told):
                yield f"{database.name}: the layer {name} does not show what the report {row.id} tells"
    if counted != stamp.read(connection):
        yield f"{database.name}: something was lost or added behind Frontlines' back: restore a backup"
    unread = select(articles.c.id).where(articles.c.id.not_in(select(extractions.c.article_id)))
    for row in database.rows(connection, unread):
        yield f"{database.name}: the report {row.id} stands there without its reading"


def _of_the_file(database: Database, connection: Connection) -> Iterator[str]:
    """Let SQLite look through its pages, and compare each layer's index with its rows."""
    answers = list(connection.execute(text(f"PRAGMA integrity_check({_FEW})")).scalars())
    for table in metadata.tables.values():
        for column in shapes_of(table):
            asked = text("SELECT rtreecheck(:name)").bindparams(name=f"rtree_{table.name}_{column.name}")
            answers += connection.execute(asked).scalars()
    found = [line for answer in answers if answer != "ok" for line in answer.splitlines()]
    if found:
        yield str(damaged(database.name))
        yield from (f"{database.name}: {line}" for line in found[:_FEW])
