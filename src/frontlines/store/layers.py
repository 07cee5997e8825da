"""Events and claims as layers for GIS programs: spots in tables of their own, areas by views that share each shape."""

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, Final

from sqlalchemy import Connection, delete, exists, insert, select, update

from frontlines.errors import FrontlinesError
from frontlines.model import ControlClaim, Dataset, Event, Placement, Range, When
from frontlines.store.schema import areas, claims, events

VIEWS: Final = {"event_areas": events, "claim_areas": claims}
"""Each shows the rows of its table that lie in an area, with the area's shape."""
_FEW: Final = 500
_LARGEST: Final = 2**63 - 1


def view_sql(name: str) -> str:
    """Give the statement that makes a view of areas."""
    table = VIEWS[name]
    columns = ", ".join(f"t.{c.name}" for c in table.columns if c.name not in {"area", "spot"})
    return (
        f"CREATE VIEW {name} AS SELECT {columns}, a.expression, a.shape "  # noqa: S608 - names of our own
        f"FROM {table.name} t JOIN areas a ON a.fid = t.area"
    )


def put(connection: Connection, owner: str, told: Sequence[Event], held: Sequence[ControlClaim]) -> None:
    """Lay out events and claims under their owner's id; what the owner had before stays, so ``take`` it first."""
    known = _areas(connection, [*(event.where for event in told), *(claim.where for claim in held)])
    if told:
        connection.execute(insert(events), [_event(owner, event, known) for event in told])
    if held:
        connection.execute(insert(claims), [_claim(owner, claim, known) for claim in held])


def take(connection: Connection, owner: str) -> None:
    """Take out what an owner has, and areas that nothing else lies in."""
    for table in (events, claims):
        connection.execute(delete(table).where(table.c.owner == owner))
    unused = [~exists().where(table.c.area == areas.c.fid) for table in (events, claims)]
    connection.execute(delete(areas).where(*unused))


def _event(owner: str, event: Event, known: Mapping[str, int]) -> dict[str, Any]:
    return {
        "owner": owner,
        "event_id": event.id,
        "type": event.type,
        "title": event.title,
        "actors": "; ".join(event.actors),
        "targets": "; ".join(event.targets),
        "status": event.status,
        "told_by": event.source or _terms(event.dataset),
        **_counts("killed", event.killed),
        **_counts("wounded", event.wounded),
        **_when(event.when),
        **_where(event.where, known),
    }


def _claim(owner: str, claim: ControlClaim, known: Mapping[str, int]) -> dict[str, Any]:
    return {
        "owner": owner,
        "claim_id": claim.id,
        "holder": claim.holder,
        "status": claim.status,
        "besieger": claim.besieger,
        "previous": claim.previous,
        "extent": claim.extent,
        **_when(claim.when),
        **_where(claim.where, known),
    }


def _terms(dataset: Dataset | None) -> str:
    """Name the set that a row was imported with, and its licence."""
    return f"{dataset.attribution or dataset.name} ({dataset.licence})" if dataset else ""


def _counts(name: str, count: Range | None) -> dict[str, int | None]:
    ends = (count.min, count.max) if count else (None, None)
    return {
        f"{name}_{end}": None if value is None else min(value, _LARGEST)
        for end, value in zip(("min", "max"), ends, strict=True)
    }


def _when(when: When) -> dict[str, Any]:
    return {"day_from": when.start, "day_to": when.end or when.start, "date_precision": when.precision}


def _where(where: Placement, known: Mapping[str, int]) -> dict[str, Any]:
    return {
        "place": where.name,
        "admin1": where.admin1,
        "place_precision": where.precision,
        "area": known.get(where.area or ""),
        "spot": _spot(where),
    }


def _spot(where: Placement) -> Any:
    """Give the point of an exact placement; what is known to an area only is never a point."""
    if where.area is not None or where.lat is None or where.lon is None:
        return None
    if not (isfinite(where.lat) and isfinite(where.lon)):
        return None
    from shapely import Point  # noqa: PLC0415

    return Point(where.lon, where.lat)


def _areas(connection: Connection, places: Iterable[Placement]) -> dict[str, int]:
    """Give the rows of the areas that placements name, drawn anew where gazetteer or boundaries have changed."""
    wanted = sorted({where.area for where in places if where.area is not None})
    if not wanted:
        return {}
    from frontlines.geography.areas import shape_of  # noqa: PLC0415 - shapes and tables that most reports need anyway
    from frontlines.geography.boundaries import stamp  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    gazetteer = load_gazetteer()
    drawn_by = f"{gazetteer.content_hash} {stamp()[1]}"
    there = {
        row.expression: row
        for start in range(0, len(wanted), _FEW)
        for row in connection.execute(
            select(areas.c.expression, areas.c.fid, areas.c.drawn_by).where(
                areas.c.expression.in_(wanted[start : start + _FEW])
            )
        )
    }
    known: dict[str, int] = {}
    for expression in wanted:
        row = there.get(expression)
        if row is not None and row.drawn_by == drawn_by:
            known[expression] = row.fid
            continue
        try:
            drawn = {"drawn_by": drawn_by, "shape": _whole(shape_of(expression, gazetteer))}
        except FrontlinesError:
            # The gazetteer that placed it may have known more; the document keeps the expression.
            continue
        if row is None:
            made = connection.execute(insert(areas).values(expression=expression, **drawn)).inserted_primary_key
            known[expression] = made[0] if made else 0
        else:
            connection.execute(update(areas).where(areas.c.fid == row.fid).values(**drawn))
            known[expression] = row.fid
    return known


def _whole(shape: Any) -> Any:
    """Give a polygon or several as one MultiPolygon."""
    from shapely import MultiPolygon, get_parts  # noqa: PLC0415

    return MultiPolygon([part for part in get_parts(shape) if part.geom_type == "Polygon"])
