"""The printed ground: land and water, who holds it, fronts and arrows."""

from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from shapely import Point

from frontlines.geography.basemap import layer
from frontlines.geography.provinces import governorates
from frontlines.mapping.patterns import SHORT_FRONT_KM, opacity
from frontlines.mapping.print_plate import Plate, mix
from frontlines.mapping.scene import Scene
from frontlines.mapping.theme import FRAME, shade
from frontlines.parties import Faction, lexicon

_FINE: Final = 0.001
"""Degrees, about 100 m: a fifth of a point on the sheet."""

_RULES: Final[dict[str, tuple[float, tuple[int, ...], float, float]]] = {
    "diagonal": (7, (45,), 0.9, 0.3),
    "horizontal": (6, (0,), 1.0, 0.62),
    "vertical": (5, (90,), 1.0, 0.6),
    "grid": (5, (0, 90), 0.8, 0.5),
    "none": (6, (45,), 1.0, 0.55),
}
"""Ruled patterns as on the page: gap in points, directions in degrees, width in points, strength."""
_DOTS: Final = (6.0, 1.0, 0.75)
"""HTS's dots: gap and radius in points, strength."""
_BAND: Final = 4.0
_RING_OFF: Final = 5.0
_RING_SMOOTH: Final = 9.0


@lru_cache(maxsize=1)
def _base() -> dict[str, Any]:
    """Give the base map's shapes by name, (lon, lat), cut to the map's frame."""
    country = shapely.union_all(layer("country").geometry.to_numpy())
    rivers = layer("rivers").geometry.to_numpy()
    simple = shapely.coverage_simplify(governorates().geometry.to_numpy(), _FINE)
    border = shapely.boundary(shapely.union_all(simple)).buffer(0.004)
    inner = shapely.union_all(shapely.boundary(simple))
    shapes = {
        "neighbours": layer("neighbours").geometry.to_numpy(),
        "country": np.array([country]),
        "governorates": np.array([shapely.line_merge(shapely.difference(inner, border))]),
        "golan": shapely.boundary(layer("golan").geometry.to_numpy()),
        "lakes": layer("lakes").geometry.to_numpy(),
        "rivers": shapely.intersection(rivers, country),
        "rivers-abroad": shapely.difference(rivers, country),
    }
    return {name: shapely.clip_by_rect(shape, *FRAME) for name, shape in shapes.items()}


def draw_base(plate: Plate) -> None:
    """Draw land, water and the quiet lines; zones go between them."""
    base = {name: plate.project(shapes) for name, shapes in _base().items()}
    line, river = plate.shade("governorates"), plate.shade("river")
    plate.draw(base["neighbours"], 1, face=plate.shade("neighbours"), edge=line, width=0.7)
    plate.draw(base["country"], 2, face=plate.shade("land"))
    plate.draw(base["rivers-abroad"], 1.5, edge=river, width=0.9, strength=0.42)
    plate.draw(base["lakes"], 10, face=plate.shade("lake"), edge=river, width=0.6)
    plate.draw(base["rivers"], 11, edge=river, width=1.3, strength=0.95)
    for name in ("governorates", "golan"):
        plate.draw(base[name], 12, edge=line, width=0.8, strength=0.9, dash=(0.4, 2.6))
    plate.draw(base["country"], 13, edge=plate.shade("border"), width=1.3)


def ruled(shape: Any, gap: float, degrees: float) -> Any:
    """Give parallel lines of a distance of ``gap`` points, cut to a shape; all shapes share one ruling."""
    turn = np.radians(degrees)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    corners = shapely.get_coordinates(shapely.envelope(shape))
    if not len(corners):
        return np.array([], dtype=object)
    low, high = (corners @ across).min(), (corners @ across).max()
    near, far = (corners @ along).min(), (corners @ along).max()
    steps = np.arange(np.ceil(low / gap), np.floor(high / gap) + 1) * gap
    ends = np.stack([steps[:, None] * across + near * along, steps[:, None] * across + far * along], axis=1)
    return shapely.intersection(shapely.linestrings(ends), shape) if len(steps) else np.array([], dtype=object)


def bands(shape: Any, width: float = _BAND) -> Any:
    """Give every second band of a diagonal stripe, ``width`` points each, cut to a shape."""
    lines = ruled(shapely.envelope(shape).buffer(width * 2), 2 * width, 45)
    return shapely.intersection(shapely.buffer(lines, width / 2, cap_style="flat"), shape)


def _dots(shape: Any, gap: float, radius: float) -> Any:
    """Give dots in the quincunx whose centres lie well inside a shape."""
    inner = shape.buffer(-radius * 0.9)
    west, south, east, north = shape.bounds
    xs, ys = (
        np.arange(np.floor(west / gap), east / gap + 1) * gap,
        np.arange(np.floor(south / gap), north / gap + 1) * gap,
    )
    x, y = (axis.ravel() for axis in np.meshgrid(xs, ys))
    x, y = np.concatenate([x, x + gap / 2]), np.concatenate([y, y + gap / 2])
    inside = shapely.contains_xy(inner, x, y)
    return shapely.buffer(shapely.points(x[inside], y[inside]), radius, quad_segs=4)


def draw_pattern(plate: Plate, shape: Any, faction: Faction, under: str, *, z: float, axes: Any = None) -> None:
    """Draw a faction's pattern over its ground, whose colour is ``under``."""
    ink = shade(faction.edge if faction.key == "isil" else faction.text, plate.theme)
    if faction.pattern == "dots":
        gap, radius, strength = _DOTS
        plate.draw(_dots(shape, gap, radius), z, face=mix(ink, under, strength), axes=axes)
    elif faction.pattern in _RULES:
        gap, directions, width, strength = _RULES[faction.pattern]
        for degrees in directions:
            plate.draw(ruled(shape, gap, degrees), z, edge=mix(ink, under, strength), width=width, axes=axes)


def draw_zones(plate: Plate, scene: Scene) -> None:
    """Draw who holds what: opaque colours as they look on land, so that no seam shows between steps."""
    if not len(scene.zones):
        return
    factions, land = lexicon().factions, plate.shade("land")
    shapes = plate.project(shapely.coverage_simplify(scene.zones.geometry.to_numpy(), _FINE))
    grounds: dict[str, list[Any]] = {}
    row: Any
    for row, shape in zip(scene.zones.itertuples(index=False), shapes, strict=True):
        holder = factions.get(str(row.holder), factions["other"])
        other = factions.get(row.other) if isinstance(row.other, str) else None
        if row.status == "no_evidence":
            grounds.setdefault("", []).append(shape)
        elif row.status in {"contested", "mixed"} and other is not None and other is not holder:
            pair = sorted((holder, other), key=lambda faction: faction.key)
            one, two = (mix(shade(f.fill if f.key == "sdf" else f.mark, plate.theme), land, 0.75) for f in pair)
            plate.draw(shape, 5, face=one, edge=one, width=0.4)
            plate.draw(bands(shape), 5.5, face=two)
        else:
            step = min(max(int(row.step), 1), 3)
            colour = mix(shade(holder.fill, plate.theme), land, opacity(holder, plate.theme, step))
            plate.draw(shape, 5 - step / 10, face=colour, edge=colour, width=0.4)
            grounds.setdefault(holder.key, []).append(shape)
    for key, parts in grounds.items():
        whole = shapely.coverage_union_all(parts)
        if not key:
            gap, directions, width, strength = _RULES["none"]
            colour = mix(plate.shade("hatch"), land, strength)
            plate.draw(ruled(whole, gap, directions[0]), 5.2, edge=colour, width=width * 0.8)
        else:
            faction = factions[key]
            under = mix(shade(faction.fill, plate.theme), land, opacity(faction, plate.theme, 2))
            draw_pattern(plate, whole, faction, under, z=5.2)


def draw_fronts(plate: Plate, scene: Scene) -> None:
    """Draw the fronts on their casing, rings around besieged ground, and the edge between HTS and the opposition."""
    factions, strong, casing = lexicon().factions, plate.shade("front"), plate.shade("page")
    row: Any
    for row in scene.fronts.itertuples(index=False):
        shape = plate.project(shapely.simplify(row.geometry, _FINE))
        if {row.a, row.b} == {"hts", "opposition"}:
            plate.draw(shape, 22, edge=shade(factions["hts"].text, plate.theme), width=1.1, dash=(4, 3))
            continue
        short = row.length_km < SHORT_FRONT_KM
        width = 1.6 if short else 2.5
        plate.draw(shape, 20, edge=casing, width=width + (1.2 if short else 2.2), strength=0.5 if short else 0.75)
        plate.draw(shape, 21, edge=strong, width=width, dash=(5, 3) if row.status == "truce" else None)
    for holder, line in _rings(plate, scene):
        ink = shade(factions.get(holder, factions["other"]).text, plate.theme)
        plate.draw(line, 23, edge=plate.shade("land"), width=4, strength=0.75)
        plate.draw(line, 24, edge=ink, width=2, dash=(1.2, 3.6))


def _rings(plate: Plate, scene: Scene) -> list[tuple[str, Any]]:
    """Give a smooth ring around each besieged zone, clear of its front, with the holder inside."""
    zones = scene.zones.loc[scene.zones["status"] == "besieged"] if len(scene.zones) else scene.zones
    rings = []
    for _, rows in zones.groupby("zone" if "zone" in zones else "id", sort=True):
        wide = plate.project(shapely.union_all(rows.geometry.to_numpy())).buffer(_RING_OFF + _RING_SMOOTH)
        parts = shapely.get_parts(wide.buffer(-_RING_SMOOTH))
        rings.append((str(rows["holder"].iloc[0]), shapely.get_exterior_ring(parts)))
    return rings


def draw_arrows(plate: Plate, scene: Scene) -> None:
    """Draw movements as tapering arrows, dashed and open where only announced, and offensives as broad ones."""
    factions, casing = lexicon().factions, plate.shade("page")
    for sweep in scene.sweeps:
        faction = factions.get(sweep.offensive.party, factions["other"])
        shape = plate.project(sweep.shape)
        plate.draw(shape, 23, face=shade(faction.mark, plate.theme), strength=0.62)
        plate.draw(shape, 24, edge=shade(faction.text, plate.theme), width=1.1, strength=0.9)
    for arrow in scene.arrows:
        faction = factions.get(arrow.faction, factions["other"])
        shape, ink = plate.project(arrow.shape), shade(faction.text, plate.theme)
        if arrow.announced:
            plate.draw(shape, 25, edge=casing, width=5, strength=0.7)
            plate.draw(shape, 26, edge=ink, width=2.2, dash=(5, 3.5))
        else:
            plate.draw(shape, 25, face=casing, edge=casing, width=4, strength=0.8)
            plate.draw(shape, 26, face=shade(faction.mark, plate.theme), edge=ink, width=0.8)


def draw_areas(plate: Plate, scene: Scene) -> None:
    """Draw the areas that events are known to and no closer."""
    factions = lexicon().factions
    for area in scene.area_events:
        faction = factions.get(area.spot.faction, factions["other"])
        shape = plate.project(area.shape)
        plate.draw(shape, 17, face=shade(faction.mark, plate.theme), strength=0.1)
        plate.draw(shape, 18, edge=shade(faction.text, plate.theme), width=1.1, strength=0.75, dash=(3.5, 3))


def circle(x: float, y: float, radius: float) -> Any:
    """Give a circle in points."""
    return Point(x, y).buffer(radius, quad_segs=12)
