"""The picture of a day: zones, fronts and states as frames, from claims alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from frontlines.collector import at_rest
from frontlines.control.evidence import build_ground
from frontlines.control.frames import areas_frame, fronts_frame, states_frame, zones_frame
from frontlines.control.ground import Ground, Shapes
from frontlines.control.land import Land, land_of
from frontlines.control.state import History, histories, states_of
from frontlines.control.zones import tile
from frontlines.model import ControlClaim
from frontlines.turns import in_turn

RIVER: Final = "euphrates"
"""The river that parted Syria: the one along which leaving places out and guessing them told (docs/control.md)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Who held what on a day.  All frames are WGS 84 (lon, lat); parties by faction key; basis: claim ids, ";"-joined.

    ``zones`` tile the country: one row per contiguous zone (``zone``) and step of evidence (``step``: 1, 2, 3 within
    15, 25, 35 km, 3 also where only an area claim tells; 0 no evidence).  ``since`` is the last change of hands or
    status among the zone's places.  ``fronts`` lie on both zones' edges.  ``states`` has the places, ``areas`` the
    claims on areas that drew ground.
    """

    day: date
    reported_by: date | None
    zones: gpd.GeoDataFrame
    fronts: gpd.GeoDataFrame
    states: gpd.GeoDataFrame
    areas: gpd.GeoDataFrame
    ground: Ground = field(repr=False)


def picture(
    claims: Iterable[ControlClaim],
    day: date,
    *,
    reported_by: date | None = None,
    country: BaseGeometry | None = None,
    river: BaseGeometry | None = None,
    shapes: Shapes | None = None,
) -> Picture:
    """Draw who held what on ``day``.

    Args:
        claims: ledger's and reports' claims, in any order.
        day: the day shown.
        reported_by: hide what had not been reported by this day.
        country: WGS 84 polygon to tile; Syria, parted by the Euphrates, when left out.
        river: WGS 84 line through ``country`` that parts it: no place beyond it decides ground on this side.
        shapes: gives the polygon (WGS 84) of an area expression; ``geography.areas`` when left out.

    The result is kept by the claims' content, the day, and the country: treat its frames as read-only.
    """
    return _picture(_content(claims), day, reported_by, _land(country, river), shapes or syrian_shape)


@dataclass(frozen=True, slots=True)
class _Same:
    """One tuple of claims, known again by being the same object."""

    claims: tuple[ControlClaim, ...]

    def __hash__(self) -> int:
        return id(self.claims)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.claims is other.claims


class _Content:
    """Claims as a key by their content, whatever their order; hashed once."""

    def __init__(self, claims: Iterable[ControlClaim]) -> None:
        self.claims = frozenset(claims)
        self.hash = hash(self.claims)

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, _Content) and self.claims == other.claims)


def _content(claims: Iterable[ControlClaim]) -> _Content:
    return _content_of(_Same(claims)) if isinstance(claims, tuple) else _Content(claims)


@lru_cache(maxsize=8)
def _content_of(same: _Same) -> _Content:
    return _Content(same.claims)


@lru_cache(maxsize=8)
def _histories(content: _Content) -> tuple[History, ...]:
    return histories(content.claims)


def _land(country: BaseGeometry | None, river: BaseGeometry | None) -> Land:
    return _syria() if country is None else land_of(country, river)


@lru_cache(maxsize=1)
def _syria() -> Land:
    from frontlines.geography.basemap import layer  # noqa: PLC0415  (boundaries are read when first needed)
    from frontlines.geography.provinces import country_shape  # noqa: PLC0415

    rivers = layer("rivers")
    return land_of(country_shape(), rivers[rivers["place"] == RIVER].union_all())


@lru_cache(maxsize=512)
def syrian_shape(expression: str) -> BaseGeometry:
    """Give the polygon of an area expression over the shipped gazetteer, WGS 84."""
    from frontlines.geography.areas import shape_of  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    shape: BaseGeometry = shape_of(expression, load_gazetteer())
    return shape


@lru_cache(maxsize=64)
@in_turn
def _picture(content: _Content, day: date, reported_by: date | None, land: Land, shapes: Shapes) -> Picture:
    states = states_of(_histories(content), day, reported_by=reported_by)
    with at_rest():
        ground = build_ground(states, day, land=land, shapes=shapes)
        tiling = tile(ground)
        return Picture(
            day=day,
            reported_by=reported_by,
            zones=zones_frame(tiling, ground, day),
            fronts=fronts_frame(tiling, ground),
            states=states_frame(ground, day),
            areas=areas_frame(ground, day),
            ground=ground,
        )


@in_turn
def ground_of(
    claims: Iterable[ControlClaim],
    day: date,
    *,
    reported_by: date | None = None,
    country: BaseGeometry | None = None,
    river: BaseGeometry | None = None,
    shapes: Shapes | None = None,
) -> Ground:
    """Gather a day's evidence without drawing it; arguments as `picture`."""
    states = states_of(_histories(_content(claims)), day, reported_by=reported_by)
    return build_ground(states, day, land=_land(country, river), shapes=shapes or syrian_shape)
