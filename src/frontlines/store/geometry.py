"""The column type that holds shapes: PostGIS geometry on a server, GeoPackage blobs in a file."""

import struct
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import UserDefinedType

SRID: Final = 4326
_ENVELOPE: Final = struct.Struct("<4d")
_HEADER_BYTES: Final = 8
_ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
"""Length of an envelope by its code (GeoPackage 1.3, table 12)."""


class Shape(UserDefinedType[Any]):
    """A shapely geometry in WGS 84, (lon, lat), or None.

    ``kind`` is POINT, MULTIPOLYGON or GEOMETRY.  A table with such a column has one of it and an integer primary key
    named ``fid``; then ``migrations.bring_up`` gives it a spatial index and makes it a layer for GIS programs.
    """

    cache_ok = True

    def __init__(self, kind: str = "GEOMETRY") -> None:
        self.kind = kind

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """Give what turns a shape into what the database takes."""
        pack = to_blob if dialect.name == "sqlite" else _to_hex
        return lambda shape: None if shape is None else pack(shape)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """Give what turns a value of the database into a shape."""
        unpack = from_blob if dialect.name == "sqlite" else _from_hex
        return lambda value: None if value is None else unpack(value)


@compiles(Shape)
def _in_sql(shape: Shape, compiler: Any, **_: Any) -> str:
    return shape.kind if compiler.dialect.name == "sqlite" else f"geometry({shape.kind},{SRID})"


def to_blob(shape: Any) -> bytes:
    """Give a shape as a GeoPackage blob with its envelope (OGC 12-128r15, clause 2.1.3)."""
    from shapely import to_wkb  # noqa: PLC0415

    west, south, east, north = shape.bounds
    head = struct.pack("<2sBBi", b"GP", 0, 0b00000011, SRID)
    return head + _ENVELOPE.pack(west, east, south, north) + bytes(to_wkb(shape, byte_order=1))


def from_blob(blob: bytes) -> Any:
    """Rebuild a shape; ``ValueError`` for what is no GeoPackage blob."""
    from shapely import from_wkb  # noqa: PLC0415

    if blob[:2] != b"GP" or (code := blob[3] >> 1 & 7) not in _ENVELOPE_BYTES:
        raise ValueError("not a GeoPackage blob")
    return from_wkb(bytes(blob[_HEADER_BYTES + _ENVELOPE_BYTES[code] :]))


def envelope(blob: bytes) -> tuple[float, float, float, float]:
    """Give (west, east, south, north) of a blob that ``to_blob`` made."""
    return _ENVELOPE.unpack_from(blob, _HEADER_BYTES)


def _to_hex(shape: Any) -> str:
    from shapely import set_srid, to_wkb  # noqa: PLC0415

    return str(to_wkb(set_srid(shape, SRID), hex=True, include_srid=True))


def _from_hex(value: str) -> Any:
    from shapely import from_wkb, set_srid  # noqa: PLC0415

    return set_srid(from_wkb(value), 0)
