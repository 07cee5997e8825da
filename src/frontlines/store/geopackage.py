"""What makes a SQLite store a GeoPackage, which QGIS and GDAL open directly (OGC 12-128r15)."""

import sqlite3
from typing import Final, cast

from sqlalchemy import Column, Connection, Table, text

from frontlines.crs import WGS84
from frontlines.store.geometry import SRID, envelope
from frontlines.store.schema import meta

_APPLICATION_ID: Final = 0x47504B47
"""The letters GPKG in the file's head."""
_VERSION: Final = 10300
_TABLES: Final = (
    (
        "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, "
        "organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, "
        "description TEXT)"
    ),
    (
        "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, "
        "identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL "
        "DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, "
        "srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id))"
    ),
    (
        "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL UNIQUE REFERENCES gpkg_contents(table_name), "
        "column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, "
        "srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL, "
        "PRIMARY KEY (table_name, column_name))"
    ),
    (
        "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, "
        "definition TEXT NOT NULL, scope TEXT NOT NULL, UNIQUE (table_name, column_name, extension_name))"
    ),
)
_UNDEFINED: Final = (("Undefined Cartesian", -1), ("Undefined geographic", 0))
"""The two systems that every GeoPackage must list."""
_TRIGGERS: Final = (
    (
        'CREATE TRIGGER "rtree_{t}_{c}_insert" AFTER INSERT ON "{t}" WHEN NEW."{c}" NOT NULL BEGIN '
        'INSERT INTO "rtree_{t}_{c}" VALUES (NEW.fid, ST_MinX(NEW."{c}"), ST_MaxX(NEW."{c}"), ST_MinY(NEW."{c}"), '
        'ST_MaxY(NEW."{c}")); END'
    ),
    (
        'CREATE TRIGGER "rtree_{t}_{c}_update" AFTER UPDATE OF "{c}", fid ON "{t}" BEGIN '
        'DELETE FROM "rtree_{t}_{c}" WHERE id = OLD.fid; '
        'INSERT INTO "rtree_{t}_{c}" SELECT NEW.fid, ST_MinX(NEW."{c}"), ST_MaxX(NEW."{c}"), ST_MinY(NEW."{c}"), '
        'ST_MaxY(NEW."{c}") WHERE NEW."{c}" NOT NULL; END'
    ),
    (
        'CREATE TRIGGER "rtree_{t}_{c}_delete" AFTER DELETE ON "{t}" WHEN OLD."{c}" NOT NULL BEGIN '
        'DELETE FROM "rtree_{t}_{c}" WHERE id = OLD.fid; END'
    ),
)
"""They keep the index true whoever writes; the functions are GDAL's, QGIS's and, below, ours."""


def mark(connection: sqlite3.Connection) -> None:
    """Write into a file's head that it is a GeoPackage."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def add_functions(connection: sqlite3.Connection) -> None:
    """Give a connection the functions that the triggers call."""
    for at, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, lambda blob, at=at: envelope(blob)[at], deterministic=True)


def begin(connection: Connection) -> None:
    """Make the GeoPackage's own tables where they are missing."""
    if connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'gpkg_contents'")).first():
        return
    from pyproj import CRS  # noqa: PLC0415

    mark(cast("sqlite3.Connection", connection.connection.driver_connection))
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    add = "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, NULL)"
    for name, number in _UNDEFINED:
        connection.exec_driver_sql(add, (name, number, "NONE", number, "undefined"))
    connection.exec_driver_sql(add, ("WGS 84", SRID, "EPSG", SRID, CRS(WGS84).to_wkt("WKT1_GDAL")))
    # One plain table on the list keeps programs from showing all those that are not on it.
    connection.exec_driver_sql(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)",
        (meta.name, meta.name),
    )


def end(connection: Connection) -> None:
    """Take out the GeoPackage's own tables."""
    for name in ("gpkg_extensions", "gpkg_geometry_columns", "gpkg_contents", "gpkg_spatial_ref_sys"):
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")


def add_layer(connection: Connection, name: str, column: str, kind: str) -> None:
    """List a table or view with a geometry column as a layer."""
    connection.exec_driver_sql(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)",
        (name, name, SRID),
    )
    connection.exec_driver_sql(
        "INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)", (name, column, kind, SRID)
    )


def add_index(connection: Connection, table: Table, column: Column[object]) -> None:
    """Give an empty table's geometry column an index of envelopes, and triggers that keep it."""
    name = f"rtree_{table.name}_{column.name}"
    connection.exec_driver_sql(f'CREATE VIRTUAL TABLE "{name}" USING rtree(id, minx, maxx, miny, maxy)')
    for trigger in _TRIGGERS:
        connection.exec_driver_sql(trigger.format(t=table.name, c=column.name))
    connection.exec_driver_sql(
        "INSERT INTO gpkg_extensions VALUES (?, ?, 'gpkg_rtree_index', "
        "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table.name, column.name),
    )
