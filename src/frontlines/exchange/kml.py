"""KML for globes and phones: each mark with a name, the words behind it, its time, and its party's colour."""

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio

from frontlines.errors import SetupError
from frontlines.exchange.columns import Layer
from frontlines.parties import lexicon

_NS: Final = "{http://www.opengis.net/kml/2.2}"
_PARTY: Final = ("controller", "winner", "side_a")
_NAMES: Final = ("title", "place", "notes", "where_coordinates", "id")
"""Columns that name a mark, the first that is filled."""
_BEGINS: Final = ("date_from", "since", "event_date", "date_start", "from_day")
_ENDS: Final = ("date_to", "date_end", "to_day")
_TOLD: Final = (
    *(
        "type",
        "event_type",
        "sub_event_type",
        "holder",
        "controller",
        "other",
        "previous",
        "besieger",
        "loser",
        "winner",
    ),
    *("side_a", "side_b", "actors", "targets", "actor1", "actor2", "status", "status_before", "extent"),
    *(
        "day",
        "date_from",
        "date_to",
        "event_date",
        "date_start",
        "date_end",
        "from_day",
        "to_day",
        "since",
        "operation",
    ),
    *("place", "location", "where_coordinates", "admin1", "area_km2", "length_km", "confidence", "note", "notes"),
    *("killed_min", "killed_max", "wounded_min", "wounded_max", "fatalities", "low", "best", "high", "told_by"),
    *("source", "source_article", "sources", "dataset", "licence"),
)
"""Columns that stand in a mark's words, in this order; its table of values has them all."""
_NO_PARTY: Final = "none"
_OWN: Final = {"timestamp": "uploaded"}
"""Columns whose names mean something else to KML."""


def write_kml(layers: Sequence[Layer], path: Path) -> None:
    """Write layers as folders of one KML file; outside text is escaped, as readers of KML take words for HTML."""
    if "LIBKML" not in pyogrio.list_drivers(write=True):
        raise SetupError("this GDAL can't write KML: install pyogrio's own wheel, or choose another format")
    styles: dict[str, list[str]] = {}
    for number, layer in enumerate(layers):
        pyogrio.write_dataframe(
            _dressed(layer.frame),
            path,
            driver="LIBKML",
            layer=layer.name,
            geometry_type="Unknown",
            use_arrow=True,
            append=number > 0,
        )
        styles[layer.name] = _styles(layer.frame)
    _paint(path, styles)


def _dressed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add what KML shows: Name, description, begin, end.  Days stay as text among the values."""
    made = frame.rename(columns=_OWN)
    for name in made.columns:
        if "date32" in str(made[name].dtype):
            made[name] = made[name].astype(object).map(lambda day: None if pd.isna(day) else day.isoformat())
    shown = {
        "Name": _first(frame, _NAMES).map(_plain),
        "description": _words(frame),
        "begin": _day(frame, _BEGINS),
        "end": _day(frame, _ENDS),
    }
    return gpd.GeoDataFrame(
        {**shown, **{name: made[name] for name in made.columns}}, geometry="geometry", crs=frame.crs
    )


def _first(frame: gpd.GeoDataFrame, names: Sequence[str]) -> "pd.Series[Any]":
    found = pd.Series([None] * len(frame), dtype=object, index=frame.index)
    for name in names:
        if name in frame.columns:
            found = found.where(found.notna(), frame[name].astype(object).where(frame[name].notna(), None))
    return found


def _plain(name: Any) -> str | None:
    """Give a name without signs that a reader could take for tags."""
    return None if name is None else str(name).replace("<", "‹").replace(">", "›")


def _day(frame: gpd.GeoDataFrame, names: Sequence[str]) -> "pd.Series[Any]":
    return pd.Series(pd.to_datetime(_first(frame, names), errors="coerce"), index=frame.index).astype("datetime64[ms]")


def _words(frame: gpd.GeoDataFrame) -> list[str | None]:
    """Give what each row tells as lines of escaped HTML; addresses are links."""
    columns = [name for name in _TOLD if name in frame.columns]
    lines: list[list[str]] = [[] for _ in range(len(frame))]
    for name in columns:
        filled = frame[name].notna().to_numpy()
        label = name.replace("_", " ")
        for line, value, there in zip(lines, frame[name].astype(object).tolist(), filled, strict=True):
            if there:
                line.append(f"{label}: {_linked(name, value)}")
    return ["<br>".join(line) or None for line in lines]


def _linked(name: str, value: Any) -> str:
    if name != "sources":
        return html.escape(str(value))
    return " · ".join(
        f'<a href="{html.escape(part)}">{html.escape(part)}</a>'
        if part.startswith(("https://", "http://"))
        else html.escape(part)
        for part in str(value).split("|")
    )


def _styles(frame: gpd.GeoDataFrame) -> list[str]:
    known = lexicon()
    if "actors" in frame.columns:
        actors = frame["actors"].astype(object).tolist()
        return [known.faction_of(names.split("|")[0]) if isinstance(names, str) else _NO_PARTY for names in actors]
    keys = _first(frame, _PARTY).tolist()
    return [key if key in known.factions else _NO_PARTY for key in keys]


def _paint(path: Path, styles: Mapping[str, Sequence[str]]) -> None:
    """Give every mark its party's colour, as a style shared by all marks of that party."""
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - it has no stubs

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False)
    tree = etree.parse(str(path), parser)
    document = tree.getroot().find(f"{_NS}Document")
    for folder in document.findall(f"{_NS}Document"):
        marks = folder.findall(f"{_NS}Placemark")
        for mark, style in zip(marks, styles[folder.findtext(f"{_NS}name")], strict=True):
            url = etree.Element(f"{_NS}styleUrl")
            url.text = f"#{style}"
            before = mark.find(f"{_NS}ExtendedData")
            if before is None:
                mark.append(url)
            else:
                before.addprevious(url)
    colours = {key: faction.mark[0] for key, faction in lexicon().factions.items()}
    for at, (key, colour) in enumerate({**colours, _NO_PARTY: "#6b6b6b", "other": "#6b6b6b"}.items()):
        document.insert(at, _style(etree, key, colour))
    tree.write(str(path), encoding="UTF-8", xml_declaration=True)


def _style(etree: Any, key: str, colour: str) -> Any:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    style = etree.Element(f"{_NS}Style", id=key)
    for part, alpha, more in (
        ("IconStyle", "ff", ()),
        ("LineStyle", "ff", (("width", "1.5"),)),
        ("PolyStyle", "66", ()),
    ):
        inner = etree.SubElement(style, f"{_NS}{part}")
        etree.SubElement(inner, f"{_NS}color").text = f"{alpha}{blue}{green}{red}".lower()
        for name, value in more:
            etree.SubElement(inner, f"{_NS}{name}").text = value
    return style
