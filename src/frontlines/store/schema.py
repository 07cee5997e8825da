"""The tables, in SQL that SQLite and PostgreSQL share."""

from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    inspect,
    select,
)

from frontlines.errors import StoreError

SCHEMA_VERSION: Final = "1"
"""Raised whenever a table changes; a store of another version is refused."""

metadata = MetaData()

meta = Table(
    "frontlines_meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
articles = Table(
    "articles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text),
    Column("published", Date, index=True),
    Column("published_rule", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("text", Text, nullable=False),
)
extractions = Table(
    "extractions",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("reader", Text, nullable=False),
    Column("document", Text, nullable=False),
)
import_sets = Table(
    "import_sets",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("document", Text, nullable=False),
)
imported = Table(
    "imported",
    metadata,
    Column("set_id", ForeignKey("import_sets.id"), primary_key=True),
    Column("kind", String(8), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("day", Date, index=True),
    Column("lon", Float),
    Column("lat", Float),
    Column("document", Text, nullable=False),
)
reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("article_id", String(64), nullable=False, index=True),
    Column("subject", String(16), nullable=False),
    Column("about", String(64), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("person", Text, nullable=False),
    Column("at", String(40), nullable=False),
    Column("why", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("document", Text, nullable=False),
)
"""What people said of a reading: rows are added and never changed, the newest of a subject stands."""


def is_there(connection: Connection) -> bool:
    """Tell whether the store's tables exist; raise ``StoreError`` for another version's or another program's."""
    names = set(inspect(connection).get_table_names())
    if meta.name not in names:
        if names & set(metadata.tables):
            raise StoreError("the store's address leads to another program's database: choose another one with --store")
        return False
    version = connection.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
    if version != SCHEMA_VERSION:
        raise StoreError(
            f"the store has the layout {version!r} and this Frontlines needs {SCHEMA_VERSION!r}: use the Frontlines "
            "that wrote it, or read the reports again into a new store"
        )
    return True


def create(connection: Connection) -> None:
    """Make the tables and note their version."""
    metadata.create_all(connection)
    connection.execute(insert(meta).values(key="schema", value=SCHEMA_VERSION))
