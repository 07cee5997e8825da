"""The columns of what is taken away: their names, types and meaning, and the frame that has them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import geopandas as gpd
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]  # it has no stubs

from frontlines.crs import WGS84
from frontlines.model import Dataset

Kind = Literal["text", "int", "real", "date", "flag"]
TYPES: Final[dict[str, pd.ArrowDtype]] = {
    "text": pd.ArrowDtype(pa.string()),
    "int": pd.ArrowDtype(pa.int64()),
    "real": pd.ArrowDtype(pa.float64()),
    "date": pd.ArrowDtype(pa.date32()),
    "flag": pd.ArrowDtype(pa.bool_()),
}
_UNFIT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML, and so KML, can't hold; no format gets it, so that all five say the same."""
_CDATA_END: Final = "]]>"
"""GDAL writes a KML that can't be read where a text has this."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type and what it tells."""

    name: str
    kind: Kind
    about: str


@dataclass(frozen=True, slots=True)
class Layer:
    """A table to take away: ``frame`` has ``columns`` in order and a geometry in WGS 84 (lon, lat), None where unknown.

    ``left_out`` says in words what the columns could not tell, and how often; ``datasets`` are the imported sets it
    rests on, with the number of rows: their terms go wherever their rows go.
    """

    name: str
    frame: gpd.GeoDataFrame
    columns: tuple[Column, ...]
    left_out: tuple[str, ...] = ()
    datasets: tuple[tuple[Dataset, int], ...] = ()


def layer_of(name: str, columns: Sequence[Column], data: Mapping[str, Sequence[Any]], geometry: Any) -> Layer:
    """Make a layer of ``data``, one sequence for each column.  Empty text and NaN become gaps."""
    made = {column.name: _typed(data[column.name], column.kind) for column in columns}
    return Layer(name, gpd.GeoDataFrame(made, geometry=geometry, crs=WGS84), tuple(columns))


def _typed(values: Sequence[Any], kind: Kind) -> Any:
    if kind == "text":
        plain: list[Any] = [fit(value) or None if isinstance(value, str) else None for value in values]
    else:
        plain = [None if value is None or value != value else value for value in values]  # noqa: PLR0124 - NaN, NaT
    return array_of(plain, kind)


def array_of(values: Sequence[Any], kind: Kind) -> Any:
    """Give values, None for a gap, as an array of a column's type."""
    return pd.array(list(values), dtype=TYPES[kind])  # type: ignore[call-overload]  # its stubs know no Arrow types


def fit(text: str) -> str:
    """Give a text that every format can hold: one kind of line end, no control characters, no space around it."""
    if not text.isprintable():
        text = _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return (text.replace(_CDATA_END, "]] >") if _CDATA_END in text else text).strip()


def _text(name: str, about: str) -> Column:
    return Column(name, "text", about)


_WHERE: Final = (
    _text("place", "Name of the place"),
    _text("place_id", "Id of the place in the gazetteer"),
    _text("admin1", "Governorate"),
    _text("admin1_pcode", "OCHA's p-code of the governorate"),
    _text("admin2", "District, where OCHA's boundaries are loaded and the place is known that finely"),
    _text("admin2_pcode", "OCHA's p-code of the district"),
    _text("admin3", "Sub-district, as admin2"),
    _text("admin3_pcode", "OCHA's p-code of the sub-district"),
    Column("lat", "real", "Latitude in degrees, WGS 84; the middle of the area where there is one"),
    Column("lon", "real", "Longitude in degrees, WGS 84"),
    Column(
        "place_precision", "int", "1 exact, 2 near, 3 district, 4 governorate, 5 line or region, 6 country, 7 unknown"
    ),
    _text("area", "Area that the place is known to, as an expression; the geometry is that area, to about 100 m"),
)
_WHEN: Final = (
    Column("date_from", "date", "First day on which it happened"),
    Column("date_to", "date", "Last day on which it happened"),
    Column("date_precision", "int", "1 day, 2 within 2 to 6 days, 3 week, 4 month, 5 longer"),
)
_ORIGIN: Final = (
    Column("certainty", "real", "How sure the reading is, 0 to 1"),
    _text("origin", "Where it comes from: ledger, report or import"),
    _text("dataset", "Name of the imported set that it comes from"),
    _text("licence", "Licence of that set; the manifest says how to cite it"),
    _text("sources", "Addresses or titles of the sources, joined by |"),
)
EVENTS: Final = (
    _text("id", "Id of the event"),
    _text("type", "Kind of event"),
    *_WHEN,
    *_WHERE,
    _text("actors", "Who did it, joined by |"),
    _text("targets", "Whom it struck, joined by |"),
    Column("killed_min", "int", "People killed, at least"),
    Column("killed_max", "int", "People killed, at most; empty where open"),
    Column("wounded_min", "int", "People wounded, at least"),
    Column("wounded_max", "int", "People wounded, at most"),
    Column("affected_min", "int", "People affected otherwise, at least"),
    Column("affected_max", "int", "People affected otherwise, at most"),
    _text("affected_how", "How they were affected: displaced, trapped, detained …"),
    _text("status", "reported, claimed, planned, denied or unattributed"),
    _text("title", "The event in one line"),
    _text("told_by", "Who says so, in the report's words"),
    Column("reported", "date", "Day of the report"),
    Column(
        "sensitive",
        "flag",
        "Recent strike on a hospital, shelter or camp: its place is no finer than quarter or village",
    ),
    *_ORIGIN,
)
CLAIMS: Final = (
    _text("id", "Id of the claim"),
    _text("holder", "Party that holds, took or lost the place"),
    _text("controller", "The holder's key as `frontlines control` prints it"),
    _text("status", "held, contested, captured, lost, besieged, truce or mixed"),
    _text("extent", "all, most or part of the place"),
    _text("previous", "Party that held it before"),
    _text("besieger", "Party that besieges it"),
    *_WHEN,
    Column("reported", "date", "Day on which it was reported"),
    *_WHERE,
    _text("operation", "Name of the operation"),
    _text("note", "What else is known"),
    *_ORIGIN,
)
_DAY: Final = Column("day", "date", "Day that the row tells of")
_HELD: Final = (
    _text("controller", "Who holds it: the party's key"),
    _text("other", "The second party where it is contested or besieged"),
    _text("status", "held, contested, besieged, truce, mixed or no_evidence"),
    Column("since", "date", "Day since when that is so"),
)
_BASIS: Final = _text("basis", "Ids of the claims that it rests on, joined by ;")
_SURE: Final = Column("confidence", "real", "How sure that is, 0 to 1")
PLACES: Final = (
    _DAY,
    *_WHERE[:10],
    *_HELD,
    Column("seen", "date", "Day of the last claim that says so"),
    _SURE,
    _BASIS,
)
ZONES: Final = (
    _DAY,
    _text("id", "Id of the piece"),
    _text("zone", "Id of the zone that the piece is part of"),
    *_HELD,
    _SURE,
    Column("step", "int", "Evidence within 15 km (1), 25 km (2), 35 km (3); 0 none"),
    Column("area_km2", "real", "Area of the piece in square kilometres"),
    _BASIS,
)
FRONTS: Final = (
    _DAY,
    _text("id", "Id of the front"),
    _text("side_a", "Key of one party"),
    _text("side_b", "Key of the other party"),
    _text("status", "held, besieged or truce"),
    Column("since", "date", "Day since when it runs between them"),
    Column("length_km", "real", "Length in kilometres"),
    _BASIS,
)
_CHANGED: Final = (
    Column("from_day", "date", "The earlier day"),
    Column("to_day", "date", "The later day"),
    _text("loser", "Key of the party that held it before, or no_evidence; empty where no claim told of it"),
    _text("winner", "Key of the party that holds it after, or no_evidence"),
)
GROUND: Final = (*_CHANGED, Column("area_km2", "real", "Ground that changed hands in square kilometres"))
PLACE_CHANGES: Final = (
    *_CHANGED,
    *_WHERE[:10],
    _text("status_before", "Status on the earlier day"),
    _text("status", "Status on the later day"),
    Column("since", "date", "Day since when it is so"),
    _BASIS,
)
