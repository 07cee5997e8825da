"""Brings a store of any earlier layout up to this one, in the caller's transaction: wholly or not at all."""

from enum import Enum
from typing import Any, Final

from sqlalchemy import Connection, Table, insert, inspect, select, text, update
from sqlalchemy.exc import DBAPIError

from frontlines.errors import SetupError, StoreError
from frontlines.store import geopackage, layers, stamp
from frontlines.store.documents import digest, load_extraction
from frontlines.store.geometry import Shape
from frontlines.store.schema import SCHEMA_VERSION, articles, by_date, extractions, meta, metadata

_TABLES: Final = "tables"
_FEW: Final = 200
"""Reports that are moved at a time, so that memory stays flat."""


class State(Enum):
    """What stands at the store's address."""

    ABSENT = "nothing yet"
    OLDER = "to be brought up"
    CURRENT = "as it should be"


def state(connection: Connection) -> State:
    """Say what stands there; ``StoreError`` for a newer Frontlines' store or another program's database."""
    found = inspect(connection)
    if not found.has_table(meta.name):
        if set(found.get_table_names()) & set(metadata.tables):
            raise StoreError("the store's address leads to another program's database: choose another one with --store")
        return State.ABSENT
    noted = {row.key: row.value for row in connection.execute(select(meta))}
    version = noted.get("schema", "")
    if not (version.isascii() and version.isdigit() and 1 <= int(version) <= SCHEMA_VERSION):
        raise StoreError(
            f"the store has the layout {version[:20]!r} and this Frontlines knows up to {SCHEMA_VERSION}: "
            "use the newer Frontlines that wrote it, or another store"
        )
    return State.CURRENT if noted.get(_TABLES) == _tables() and int(version) == SCHEMA_VERSION else State.OLDER


def bring_up(connection: Connection) -> None:
    """Make a new store, or bring an older one up; call it inside a transaction that alone may write."""
    found = state(connection)
    if found is State.CURRENT:
        return
    before = set(inspect(connection).get_table_names())
    version = SCHEMA_VERSION
    if found is State.OLDER:
        version = int(connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar_one())
    _prepare(connection)
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        if table.name not in before:
            _make_layer(connection, table)
    there = set(inspect(connection).get_view_names())
    for name in layers.VIEWS:
        if name not in there:
            _make_view(connection, name)
    if version < 2:
        _from_1_to_2(connection)
    _note(connection, "schema", str(SCHEMA_VERSION))
    _note(connection, _TABLES, _tables())


def drop(connection: Connection) -> None:
    """Take out everything that is ours, whatever layout it has."""
    for name in layers.VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
    if connection.dialect.name == "sqlite":
        for table in metadata.tables.values():
            for column in shapes_of(table):
                connection.execute(text(f'DROP TABLE IF EXISTS "rtree_{table.name}_{column.name}"'))
    metadata.drop_all(connection)
    if connection.dialect.name == "sqlite":
        geopackage.end(connection)


def _tables() -> str:
    return " ".join(sorted([*metadata.tables, *layers.VIEWS]))


def _note(connection: Connection, key: str, value: str) -> None:
    if connection.execute(update(meta).where(meta.c.key == key).values(value=value)).rowcount == 0:
        connection.execute(insert(meta).values(key=key, value=value))


def _prepare(connection: Connection) -> None:
    """Make what geometry columns need."""
    if connection.dialect.name == "sqlite":
        geopackage.begin(connection)
        return
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise SetupError(
            "the store's database has no PostGIS: install it on the server (Debian: apt-get install postgis) and let "
            "the database's owner run CREATE EXTENSION postgis"
        ) from error


def shapes_of(table: Table) -> list[Any]:
    """Give a table's geometry columns."""
    return [column for column in table.columns if isinstance(column.type, Shape)]


def _make_layer(connection: Connection, table: Table) -> None:
    """Give a new table's geometry column its index; list the table where GIS programs look."""
    for column in shapes_of(table):
        if connection.dialect.name == "sqlite":
            geopackage.add_layer(connection, table.name, column.name, column.type.kind)
            geopackage.add_index(connection, table, column)
        else:
            index = f"ix_{table.name}_{column.name}"
            connection.execute(text(f"CREATE INDEX {index} ON {table.name} USING gist ({column.name})"))


def _make_view(connection: Connection, name: str) -> None:
    connection.execute(text(layers.view_sql(name)))
    if connection.dialect.name == "sqlite":
        geopackage.add_layer(connection, name, "shape", "MULTIPOLYGON")


def _from_1_to_2(connection: Connection) -> None:
    """Add digests, layers and the stamp, out of the documents; what the notes hold is written again."""
    meta.drop(connection)
    meta.create(connection)
    connection.execute(text("DROP INDEX IF EXISTS ix_articles_published"))
    by_date.create(connection)
    connection.execute(text("ALTER TABLE extractions ADD COLUMN digest VARCHAR(32) NOT NULL DEFAULT ''"))
    ids = connection.execute(select(extractions.c.article_id).order_by(extractions.c.article_id)).scalars().all()
    for start in range(0, len(ids), _FEW):
        some = ids[start : start + _FEW]
        for row in connection.execute(reports().where(articles.c.id.in_(some)).order_by(articles.c.id)).all():
            _move_report(connection, row._mapping)


def _move_report(connection: Connection, row: Any) -> None:
    article = {column.name: row[column.name] for column in articles.columns}
    article_id, document = article["id"], row["document"]
    sealed = update(extractions).where(extractions.c.article_id == article_id)
    connection.execute(sealed.values(digest=digest(article, document)))
    stamp.move(connection, added=[stamp.report_key(article_id, row["reader"])])
    try:
        told = load_extraction(document, article)
    except ValueError:
        # A damaged reading stays as it is: whoever asks for it is told so.
        return
    layers.put(connection, article_id, told.events, told.claims)


def reports() -> Any:
    """Select articles with what was read in them."""
    kept = select(articles, extractions.c.reader, extractions.c.document, extractions.c.digest)
    return kept.join(extractions, extractions.c.article_id == articles.c.id)
