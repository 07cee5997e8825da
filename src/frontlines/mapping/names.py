"""Where the parties' names may stand on the map."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from frontlines.mapping.arrows import PX_PER_DEGREE

_KM_PER_DEGREE: Final = 111.195
MIN_RADIUS_PX: Final = 5.0
"""Pieces of ground whose widest circle is smaller than this at the default zoom bear no name."""


@dataclass(frozen=True, slots=True)
class PartyName:
    """A name for one piece of a faction's ground, with points it may stand at, best first, as (lon, lat)."""

    faction: str
    points: tuple[tuple[float, float], ...]
    radius_px: float
    """The widest circle within the piece, at the default zoom: how large a name it bears."""


def disc(lon: float, lat: float, radius_km: float, *, corners: int = 48) -> Polygon:
    """Draw a disc of ``radius_km`` around (lon, lat), in (lon, lat) degrees; good to 1 % for radii below 200 km."""
    angles = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    high = radius_km / _KM_PER_DEGREE
    wide = high / math.cos(math.radians(lat))
    return Polygon(np.column_stack([lon + wide * np.cos(angles), lat + high * np.sin(angles)]))


def party_names(zones: gpd.GeoDataFrame) -> tuple[PartyName, ...]:
    """Find name points for every piece of ground that one faction holds, largest first.

    Takes ``control``'s zones in EPSG:4326.
    """
    if not len(zones):
        return ()
    held = ~zones["status"].isin(["no_evidence", "contested", "mixed"])
    return _names(tuple(zones["holder"].where(held, "")), tuple(zones.geometry))


@lru_cache(maxsize=8)
def _names(holders: tuple[str, ...], zones: tuple[BaseGeometry, ...]) -> tuple[PartyName, ...]:
    """Do what `party_names` says for zones whose holder is told, or "" where nobody holds them alone."""
    shapes = shapely.coverage_simplify(zones, 0.01)
    found: list[PartyName] = []
    for faction in sorted({*holders} - {""}):
        ground = shapely.coverage_union_all(shapes[np.array(holders) == faction])
        for piece in shapely.get_parts(ground):
            name = _name(faction, piece)
            if name:
                found.append(name)
    return tuple(sorted(found, key=lambda n: (-n.radius_px, n.faction, n.points)))


def _name(faction: str, piece: BaseGeometry) -> PartyName | None:
    """Take the centre of the widest circle, and the roomiest of a grid of points as second choices."""
    if piece.geom_type != "Polygon" or piece.area < 0.002:
        return None
    widest = shapely.maximum_inscribed_circle(piece, tolerance=0.01)  # type: ignore[call-overload]
    radius = float(shapely.length(widest)) * PX_PER_DEGREE
    if radius < MIN_RADIUS_PX:
        return None
    centre = (round(widest.coords[0][0], 3), round(widest.coords[0][1], 3))
    west, south, east, north = piece.bounds
    step = max((east - west) / 14, (north - south) / 14, 0.05)
    lon, lat = np.meshgrid(np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step))
    points = shapely.points(lon.ravel(), lat.ravel())
    shapely.prepare(piece)
    points = points[shapely.contains(piece, points)]
    room = shapely.distance(points, piece.boundary)
    order = np.argsort(-room, kind="stable")[:16]
    more = tuple((round(p.x, 3), round(p.y, 3)) for p in points[order] if room[order[0]] > 0)
    return PartyName(faction, (centre, *more), round(radius, 1))
