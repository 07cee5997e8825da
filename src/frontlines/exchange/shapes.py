"""Placements as geometry: spots and areas, (lon, lat) in WGS 84."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from frontlines.errors import DataError, InputError
from frontlines.model import Placement

DECIMALS: Final = 6
"""Decimals of a degree that are kept: 0.1 m."""
AREA_DEGREES: Final = 0.001
"""An area that a report is vague about is drawn to about 100 m."""


def geometries(wheres: Sequence[Placement | None]) -> Any:
    """Give an array of geometries: a placement's area where it has one, else its spot, else None."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    made = np.full(len(wheres), None, dtype=object)
    areas = area_shapes({where.area for where in wheres if where and where.area})
    spots: list[int] = []
    at: list[tuple[float, float]] = []
    for number, where in enumerate(wheres):
        if where is None:
            continue
        shape = areas.get(where.area) if where.area else None
        if shape is not None:
            made[number] = shape
        elif where.lon is not None and where.lat is not None:
            spots.append(number)
            at.append((where.lon, where.lat))
    if spots:
        made[spots] = shapely.points(np.round(np.array(at), DECIMALS))
    return made


def geometry_of(where: Placement | None) -> dict[str, Any] | None:
    """Give the GeoJSON geometry of a placement: its area where it has one, else its spot, else None."""
    from shapely.geometry import mapping  # noqa: PLC0415

    (shape,) = geometries([where])
    return dict(mapping(shape)) if shape is not None else None


def rounded(shapes: Any) -> Any:
    """Give shapes with coordinates of ``DECIMALS``, in one way, so that neighbours keep their shared edge."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    return shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS))


def area_shapes(expressions: Iterable[str]) -> dict[str, Any]:
    """Give the polygons of area expressions, to about 100 m; None where the gazetteer doesn't know one (any more)."""
    from frontlines.geography import boundaries  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    known = _Known((load_gazetteer().content_hash, boundaries.stamp()), load_gazetteer())
    return {expression: _area(expression, known) for expression in expressions}


@dataclass(frozen=True, slots=True)
class _Known:
    """A gazetteer, equal to any other with the same content under the same boundaries."""

    key: tuple[object, ...]
    gazetteer: Any = field(compare=False, repr=False)


@lru_cache(maxsize=4096)
def _area(expression: str, known: _Known) -> Any:
    import shapely  # noqa: PLC0415

    from frontlines.geography.areas import shape_of  # noqa: PLC0415

    try:
        shape = shape_of(expression, known.gazetteer)
    except (DataError, InputError):
        return None
    return shapely.make_valid(rounded(shapely.simplify(shape, AREA_DEGREES)))
