"""The frames of a picture: zones, fronts, states and areas as GeoDataFrames in WGS 84 (lon, lat)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from geopandas.array import GeometryArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from frontlines.control.cells import marks
from frontlines.control.confidence import at_distance, state_confidences
from frontlines.control.fronts import fronts_of, zone_areas
from frontlines.control.ground import STEPS_M, Ground
from frontlines.control.land import to_degrees
from frontlines.control.smooth import members
from frontlines.control.state import State
from frontlines.control.zones import KEPT, Drawn, Tiling
from frontlines.crs import WGS84

ZONE_COLUMNS: Final = (
    "id",
    "zone",
    "holder",
    "other",
    "status",
    "since",
    "confidence",
    "step",
    "basis",
    "area_km2",
    "zone_area_km2",
    "geometry",
)
FRONT_COLUMNS: Final = ("id", "a", "b", "status", "since", "length_km", "basis", "geometry")
STATE_COLUMNS: Final = (
    "place_id",
    "name",
    "lon",
    "lat",
    "kind",
    "holder",
    "other",
    "status",
    "since",
    "seen",
    "confidence",
    "basis",
    "geometry",
)
AREA_COLUMNS: Final = (
    "area",
    "name",
    "holder",
    "other",
    "status",
    "extent",
    "since",
    "seen",
    "confidence",
    "basis",
    "geometry",
)
NUMBERS: Final = {"lon", "lat", "confidence", "step", "area_km2", "zone_area_km2", "length_km"}


def zones_frame(tiling: Tiling, ground: Ground, day: date) -> gpd.GeoDataFrame:
    """Give one row per contiguous zone and step of evidence."""
    by_site = state_confidences(ground.sites, day)
    by_area = state_confidences([area.state for area in ground.areas], day)
    rows: list[dict[str, Any]] = []
    shapes = []
    for zone in _zones(Drawn(tiling, ground)):
        what = ground.classes[zone.cls]
        states = [*(ground.sites[at] for at in zone.sites), *(ground.areas[at].state for at in zone.areas)]
        since, basis = max((state.since for state in states), default=None), _joined(states)
        place = float(by_site[list(zone.sites)].mean()) if zone.sites else 0.0
        area = float(by_area[list(zone.areas)].max()) if zone.areas else 0.0
        name = "-".join(filter(None, (what.holder, what.other, what.status, str(zone.number))))
        for step, area_m2, shape in zone.steps:
            shapes.append(shape)
            rows.append(
                {
                    "id": f"{name}-{step}",
                    "zone": name,
                    "holder": what.holder,
                    "other": what.other,
                    "status": what.status,
                    "since": since,
                    "confidence": _zone_confidence(place, area, step) if step else 0.0,
                    "step": step,
                    "basis": basis,
                    "area_km2": round(area_m2 / 1e6, 1),
                    "zone_area_km2": round(sum(part for _, part, _ in zone.steps) / 1e6, 1),
                }
            )
    return _frame(_by_column(rows, ZONE_COLUMNS), shapes, ZONE_COLUMNS)


@dataclass(frozen=True, slots=True)
class _Zone:
    """A zone's geometry and what it rests on, by number in the ground."""

    number: int
    cls: int
    sites: tuple[int, ...]
    areas: tuple[int, ...]
    steps: tuple[tuple[int, float, Any], ...]
    """Step of evidence, area in m², shape in WGS 84."""


@lru_cache(maxsize=KEPT)
def _zones(drawn: Drawn) -> tuple[_Zone, ...]:
    tiling, ground = drawn.tiling, drawn.ground
    cls, site, _ = ground.classify(shapely.get_coordinates(shapely.point_on_surface(tiling.faces)))
    area_m2 = shapely.area(tiling.faces)
    count = int(tiling.zone.max()) + 1
    sites = members(tiling.site_zone + 1, count + 1)[1:]
    homes = members(tiling.zone, count)
    pieces = [
        [(step, here[tiling.step[here] == step]) for step in np.unique(tiling.step[here]).tolist()] for here in homes
    ]
    parts = [tiling.faces[piece] for steps in pieces for _, piece in steps]
    merged = [part[0] if len(part) == 1 else shapely.coverage_union_all(part) for part in parts]
    outlines = iter(to_degrees(_objects(merged)))
    zones = []
    for number, here in enumerate(homes):
        at = set(sites[number].tolist())
        at.update(site[here[(cls[here] == tiling.cls[here]) & (site[here] >= 0)]].tolist())
        zones.append(
            _Zone(
                number=number,
                cls=int(tiling.cls[here][0]),
                sites=tuple(sorted(at)),
                areas=zone_areas(here, tiling, ground),
                steps=tuple((step, float(area_m2[piece].sum()), next(outlines)) for step, piece in pieces[number]),
            )
        )
    return tuple(zones)


def _zone_confidence(place: float, area: float, step: int) -> float:
    """Give a piece's confidence: its places' mean at the middle of the step, or that of the area it is known from."""
    inside, outside = ((0.0, *STEPS_M)[step - 1], STEPS_M[step - 1])
    return round(max(at_distance(place, (inside + outside) / 2), area), 3)


def fronts_frame(tiling: Tiling, ground: Ground) -> gpd.GeoDataFrame:
    """Give one row per front, longest first."""
    fronts = fronts_of(tiling, ground)
    rows = [
        {
            "id": f"front-{front.a}-{front.b}-{at}",
            "a": front.a,
            "b": front.b,
            "status": front.status,
            "since": front.since,
            "length_km": round(front.line.length / 1_000, 1),
            "basis": ";".join(front.basis),
        }
        for at, front in enumerate(fronts)
    ]
    return _frame(_by_column(rows, FRONT_COLUMNS), [front.drawn for front in fronts], FRONT_COLUMNS)


def states_frame(ground: Ground, day: date) -> gpd.GeoDataFrame:
    """Give one row per place that a claim tells of, in the country or not."""
    states = [state for state in ground.states if state.area is None]
    columns: dict[str, Sequence[Any]] = {
        "place_id": [state.place_id or state.key for state in states],
        "name": [state.name for state in states],
        "lon": [state.lon for state in states],
        "lat": [state.lat for state in states],
        "kind": [state.kind for state in states],
        **_told(states, day),
    }
    spots = marks(np.array([columns["lon"], columns["lat"]], dtype=float).T)
    return _frame(columns, spots, STATE_COLUMNS)


def areas_frame(ground: Ground, day: date) -> gpd.GeoDataFrame:
    """Give one row per claim on an area that draws ground."""
    states = [area.state for area in ground.areas]
    columns: dict[str, Sequence[Any]] = {
        "area": [state.area for state in states],
        "name": [state.name for state in states],
        "extent": [state.extent for state in states],
        **_told(states, day),
    }
    drawn = [_in_degrees(area.shape) for area in ground.areas]
    return _frame(columns, drawn, AREA_COLUMNS)


@lru_cache(maxsize=KEPT)
def _in_degrees(shape: BaseGeometry) -> BaseGeometry:
    drawn: BaseGeometry = to_degrees(shape)
    return drawn


def _told(states: Sequence[State], day: date) -> dict[str, Sequence[Any]]:
    return {
        "holder": [state.holder for state in states],
        "other": [state.other for state in states],
        "status": [state.status for state in states],
        "since": [state.since for state in states],
        "seen": [state.seen for state in states],
        "confidence": np.round(state_confidences(states, day), 3).tolist(),
        "basis": [";".join(state.basis) for state in states],
    }


def _joined(states: Sequence[State]) -> str:
    return ";".join(dict.fromkeys(claim for state in states for claim in state.basis))


def _frame(columns: Mapping[str, Sequence[Any]], geometry: Any, order: Sequence[str]) -> gpd.GeoDataFrame:
    """Put columns together: numbers as numbers and all else, None included, as it is."""
    names = [name for name in order if name != "geometry"]
    cells = np.empty((len(names), len(geometry)), dtype=object)
    for at, name in enumerate(names):
        cells[at] = columns[name]
    frame = pd.DataFrame(cells.T, columns=names, dtype=object, copy=False)
    for name in NUMBERS.intersection(names) if len(geometry) else ():
        frame[name] = np.array(columns[name])
    return gpd.GeoDataFrame(frame, geometry=GeometryArray(_objects(geometry), crs=_crs()))


def _by_column(rows: Sequence[Mapping[str, Any]], order: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in order if name != "geometry"}


@lru_cache(maxsize=1)
def _crs() -> CRS:
    return CRS.from_user_input(WGS84)


def _objects(values: Sequence[Any]) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made
