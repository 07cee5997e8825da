"""The tables, in SQL that SQLite and PostgreSQL share.

A table added to ``metadata`` is made in every store, those of before too, when it is next opened (``migrations``).
Only a change to a table that is there already raises the version and needs a step there.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from frontlines.store.geometry import Shape

SCHEMA_VERSION: Final = 2
"""Raised whenever a table that is there already changes; ``migrations`` brings earlier ones up."""

metadata = MetaData()
_COUNT = BigInteger().with_variant(Integer, "sqlite")
"""SQLite's integers are as wide; a GeoPackage does not know the other name."""

meta = Table(
    "frontlines_meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
articles = Table(
    "articles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text),
    Column("published", Date),
    Column("published_rule", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("text", Text, nullable=False),
)
by_date = Index("ix_articles_published_id", articles.c.published, articles.c.id)
extractions = Table(
    "extractions",
    metadata,
    Column("article_id", ForeignKey("articles.id"), primary_key=True),
    Column("reader", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("digest", String(32), nullable=False, server_default=""),
)
# What the documents tell, laid out for GIS programs: ``layers`` fills these, ``owner`` is an article's or a set's id.
areas = Table(
    "areas",
    metadata,
    Column("fid", Integer, primary_key=True),
    Column("expression", Text, nullable=False, unique=True),
    Column("drawn_by", Text, nullable=False),
    Column("shape", Shape("MULTIPOLYGON"), nullable=False),
)
events = Table(
    "events",
    metadata,
    Column("fid", Integer, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("event_id", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("day_from", Date),
    Column("day_to", Date),
    Column("date_precision", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("admin1", Text),
    Column("place_precision", Integer, nullable=False),
    Column("actors", Text, nullable=False),
    Column("targets", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("killed_min", _COUNT),
    Column("killed_max", _COUNT),
    Column("wounded_min", _COUNT),
    Column("wounded_max", _COUNT),
    Column("told_by", Text, nullable=False),
    Column("area", ForeignKey("areas.fid"), index=True),
    Column("spot", Shape("POINT")),
)
claims = Table(
    "claims",
    metadata,
    Column("fid", Integer, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("claim_id", Text, nullable=False),
    Column("holder", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("besieger", Text),
    Column("previous", Text),
    Column("extent", Text, nullable=False),
    Column("day_from", Date),
    Column("day_to", Date),
    Column("date_precision", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("admin1", Text),
    Column("place_precision", Integer, nullable=False),
    Column("area", ForeignKey("areas.fid"), index=True),
    Column("spot", Shape("POINT")),
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
    Column("day", Date),
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
