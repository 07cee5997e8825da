"""What a report tells as GeoJSON features: spots as points, areas as polygons, what has no place without geometry."""

from typing import Any

from frontlines.exchange.shapes import geometry_of
from frontlines.model import Extraction, Placement


def extraction_features(extraction: Extraction) -> dict[str, Any]:
    """Give a FeatureCollection (WGS 84, lon lat) of a report's events, control claims and movements.

    The properties are the keys of docs/format.md and ``layer``: events, control or movements.  A movement is a line
    from its origin to its destination, or the one end that is told.
    """
    from frontlines.extraction.output import to_format  # noqa: PLC0415

    document = to_format(extraction)
    features = [
        *_layer("events", document["events"], [geometry_of(event.where) for event in extraction.events]),
        *_layer("control", document["control"], [geometry_of(claim.where) for claim in extraction.claims]),
        *_layer(
            "movements",
            document["movements"],
            [_line(movement.origin, movement.destination) for movement in extraction.movements],
        ),
    ]
    return {"type": "FeatureCollection", "features": features}


def _line(origin: Placement | None, destination: Placement | None) -> dict[str, Any] | None:
    ends = [[p.lon, p.lat] for p in (origin, destination) if p and p.lon is not None and p.lat is not None]
    if not ends:
        return None
    if len(ends) == 1:
        return {"type": "Point", "coordinates": ends[0]}
    return {"type": "LineString", "coordinates": ends}


def _layer(name: str, rows: list[dict[str, Any]], geometries: list[dict[str, Any] | None]) -> list[dict[str, Any]]:
    return [
        {"type": "Feature", "geometry": geometry, "properties": {"layer": name, **row}}
        for row, geometry in zip(rows, geometries, strict=True)
    ]
