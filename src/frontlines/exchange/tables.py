"""Events and control of a view as CSV and GeoJSON, to take away."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from frontlines.model import Article, Event, Placement, Range

EVENT_COLUMNS: Final = (
    "id",
    "type",
    "date_from",
    "date_to",
    "date_precision",
    "place",
    "admin1",
    "lat",
    "lon",
    "place_precision",
    "area",
    "actors",
    "targets",
    "killed_min",
    "killed_max",
    "wounded_min",
    "wounded_max",
    "affected_min",
    "affected_max",
    "affected_how",
    "status",
    "title",
    "certainty",
    "origin",
    "sources",
)
CONTROL_COLUMNS: Final = ("place", "lat", "lon", "controller", "other", "status", "since", "confidence", "basis")
_STATES: Final = ("name", "lat", "lon", "holder", "other", "status", "since", "confidence", "basis")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins with one of these is a formula to spreadsheets."""


def events_csv(events: Iterable[Event], articles: Mapping[str, Article]) -> str:
    """Give events as CSV with a header; parties and sources are joined by "|"."""
    return _csv(EVENT_COLUMNS, (tuple(_event(event, articles).values()) for event in events))


def events_geojson(events: Iterable[Event], articles: Mapping[str, Article]) -> str:
    """Give events as a FeatureCollection (WGS 84, lon lat): spots, areas, and without geometry what has no place."""
    return _collection(
        {"type": "Feature", "geometry": geometry_of(event.where), "properties": _event(event, articles)}
        for event in events
    )


def control_csv(picture: Any) -> str:
    """Give who held each known place on a picture's day, with the columns of ``frontlines control`` and three more."""
    states = picture.states
    rows = states[list(_STATES)].itertuples(index=False, name=None) if len(states) else ()
    return _csv(CONTROL_COLUMNS, rows)


def control_geojson(picture: Any) -> str:
    """Give zones, fronts and places as one FeatureCollection (WGS 84, lon lat); the property ``layer`` tells."""
    features = []
    for layer, frame in (("zones", picture.zones), ("fronts", picture.fronts), ("places", picture.states)):
        read = json.loads(frame.to_json(default=str, drop_id=True))["features"]
        features += [feature | {"properties": {"layer": layer, **feature["properties"]}} for feature in read]
    return _collection(features)


def geometry_of(where: Placement | None) -> dict[str, Any] | None:
    """Give the GeoJSON geometry of a placement: its area where it has one, else its spot, else None."""
    if where is None:
        return None
    if where.area:
        from shapely import set_precision  # noqa: PLC0415
        from shapely.geometry import mapping  # noqa: PLC0415

        from frontlines.geography.areas import shape_of  # noqa: PLC0415
        from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

        shape = shape_of(where.area, load_gazetteer())
        return dict(mapping(set_precision(shape, 1e-5)))
    if where.lon is None or where.lat is None:
        return None
    return {"type": "Point", "coordinates": [where.lon, where.lat]}


def _event(event: Event, articles: Mapping[str, Article]) -> dict[str, Any]:
    where, when = event.where, event.when
    article = articles.get(event.article_id)
    sources = [source.url or source.title for source in event.sources]
    if article:
        sources.append(article.url or article.outlet or article.title)
    row = {
        "id": event.id,
        "type": event.type,
        "date_from": when.start.isoformat() if when.start else None,
        "date_to": when.end.isoformat() if when.end else None,
        "date_precision": when.precision,
        "place": where.name,
        "admin1": where.admin1,
        "lat": where.lat,
        "lon": where.lon,
        "place_precision": where.precision,
        "area": where.area,
        "actors": "|".join(event.actors),
        "targets": "|".join(event.targets),
        **_bounds("killed", event.killed),
        **_bounds("wounded", event.wounded),
        **_bounds("affected", event.affected),
        "affected_how": event.affected_how,
        "status": event.status,
        "title": event.title,
        "certainty": event.certainty,
        "origin": event.origin,
        "sources": "|".join(sources),
    }
    return {column: row[column] for column in EVENT_COLUMNS}


def _bounds(name: str, count: Range | None) -> dict[str, int | None]:
    return {f"{name}_min": count.min if count else None, f"{name}_max": count.max if count else None}


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Keep a text from being run as a formula, and leave gaps of a table empty."""
    if value is None or value != value:  # noqa: PLR0124 - NaN and NaT are not equal to themselves
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _collection(features: Iterable[dict[str, Any]]) -> str:
    document = {"type": "FeatureCollection", "features": list(features)}
    return json.dumps(document, ensure_ascii=False, indent=1, default=str)
