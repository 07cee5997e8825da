"""Printed markers of events: glyphs, counts, and crowded ones stepping aside."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

import numpy as np
from fontTools.pens.recordingPen import RecordingPen  # type: ignore[import-untyped]
from fontTools.svgLib.path import parse_path  # type: ignore[import-untyped]
from matplotlib.axes import Axes
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from shapely import LineString

from frontlines.mapping.glyphs import GLYPHS
from frontlines.mapping.print_ground import circle
from frontlines.mapping.print_plate import Box, Plate
from frontlines.mapping.scene import Scene, Spot
from frontlines.mapping.theme import RADII, contrast, on_colour, shade
from frontlines.parties import lexicon

_EDGE: Final = 1.8
_SEEN: Final = 1.6
"""A ring in the paper's colour stands out from a mark with at least this contrast; else the party's edge is taken."""
_BADGE: Final = 6.6
_APART: Final = 3.0
_RINGS: Final = (17, 24, 32, 41, 52)
_CODES: Final = {
    "moveTo": [Outline.MOVETO],
    "lineTo": [Outline.LINETO],
    "curveTo": [Outline.CURVE4] * 3,
    "qCurveTo": [Outline.CURVE3] * 2,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A marker in its place on the sheet, points."""

    spot: Spot
    x: float
    y: float
    radius: float
    home: tuple[float, float] | None
    """Where it belongs, if it had to step aside."""
    soft: bool
    """True for events known to an area only."""


@dataclass(frozen=True, slots=True)
class _Stroke:
    path: Outline
    width: float | None
    """Line width as a share of the marker's radius; None for a filled shape."""
    dash: tuple[float, ...] | None


@lru_cache(maxsize=32)
def _glyph(name: str) -> tuple[_Stroke, ...]:
    """Read one of the page's glyphs, within a circle of radius 1 and y upwards."""
    drawing = GLYPHS.get(name, GLYPHS["other_attack"])  # type: ignore[call-overload]
    found: list[_Stroke] = []
    _collect(ET.fromstring(f"<g>{drawing}</g>"), {}, found)  # noqa: S314 - our own constant
    return tuple(found)


def _collect(node: ET.Element, inherited: dict[str, str], found: list[_Stroke]) -> None:
    look = inherited | dict(node.attrib)
    path = None
    if node.tag == "path":
        path = _outline(node.attrib["d"])
    elif node.tag == "circle":
        centre = (float(node.get("cx", "0")), -float(node.get("cy", "0")))
        path = Outline.circle(centre, float(node.attrib["r"]))
    if path is not None:
        stroked = look.get("fill") == "none"
        dash = tuple(float(part) for part in look["stroke-dasharray"].split()) if "stroke-dasharray" in look else None
        found.append(_Stroke(path, float(look["stroke-width"]) if stroked else None, dash))
    for child in node:
        _collect(child, look, found)


def _outline(d: str) -> Outline:
    pen = RecordingPen()
    parse_path(d, pen)
    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for operation, arguments in pen.value:
        if operation == "closePath":
            points.append((0.0, 0.0))
            codes.append(int(Outline.CLOSEPOLY))
        elif operation != "endPath":
            points += arguments
            codes += [int(code) for code in _CODES[operation]]
    return Outline(np.array(points) * (1, -1), codes)


def draw_glyph(
    plate: Plate, name: str, at: tuple[float, float], radius: float, *, ink: str, z: float, axes: Axes
) -> None:
    """Draw a glyph for a marker of ``radius`` points at (x, y) points."""
    place = Affine2D().scale(radius).translate(*at)
    for stroke in _glyph(name):
        path = stroke.path.transformed(place)
        if stroke.width is None:
            plate.draw(path, z, face=ink, axes=axes)
        else:
            dash = tuple(part * radius for part in stroke.dash) if stroke.dash else None
            plate.draw(path, z, edge=ink, width=stroke.width * radius, dash=dash, axes=axes)


def draw_marker(
    plate: Plate,
    x: float,
    y: float,
    *,
    glyph: str,
    faction: str,
    radius: float,
    hollow: bool = False,
    soft: bool = False,
    count: int = 1,
    z: float = 40,
    axes: Axes | None = None,
) -> None:
    """Draw one marker: a disc in the party's colour with the glyph of its kind, and a badge where several stand."""
    where = axes or plate.map
    factions = lexicon().factions
    party = factions.get(faction, factions["other"])
    mark = shade(party.mark, plate.theme)
    ring = plate.paper if contrast(mark, plate.paper) > _SEEN else shade(party.edge, plate.theme)
    fill, edge, inside = (plate.paper, plate.ink, plate.ink) if hollow else (mark, ring, on_colour(mark))
    disc = circle(x, y, radius)
    if not hollow and where is plate.map:
        plate.draw(circle(x, y, radius + _EDGE / 2 + 0.5), z, face="#14161A", strength=0.4, axes=where)
    plate.draw(disc, z + 0.01, face=fill, axes=where)
    plate.draw(disc, z + 0.02, edge=edge, width=_EDGE, dash=(3.2, 2.4) if soft else None, axes=where)
    draw_glyph(plate, glyph, (x, y), radius, ink=inside, z=z + 0.03, axes=where)
    if count > 1:
        bx, by = x + radius * 0.78, y + radius * 0.78
        plate.draw(circle(bx, by, _BADGE), z + 0.04, face=plate.ink, edge=plate.paper, width=1, axes=where)
        words = str(count) if count < 10 else "9+"
        plate.write(
            bx, by - 3.1, words, weight="bold", size=9, ink=plate.paper, across="center", z=z + 0.05, axes=where
        )


def place_marks(plate: Plate, scene: Scene, kept: Sequence[Box] = ()) -> list[Placed]:
    """Give every marker its place, the largest first; one in another's way, or in a ``kept`` box, steps aside."""
    west, south, east, north = plate.form.frame
    shifts = [(0.0, 0.0)]
    for turn, ring in enumerate(_RINGS):
        steps = 8 + 4 * turn
        angles = [2 * math.pi * (i + 0.5) / steps for i in range(steps)]
        shifts += [(ring * math.cos(a), ring * math.sin(a)) for a in angles]
    wanted = [(spot, False) for spot in scene.spots] + [(area.spot, True) for area in scene.area_events]
    wanted.sort(key=lambda item: (item[1], -item[0].size, item[0].id))
    placed: list[Placed] = []
    for spot, soft in wanted:
        x, y = plate.at(spot.lon, spot.lat)
        radius = RADII[spot.size - 1]
        if not (west + radius < x < east - radius and south + radius < y < north - radius):
            continue
        free = ((dx, dy) for dx, dy in shifts if _clear(x + dx, y + dy, radius, placed, kept))
        dx, dy = next(free, (0.0, 0.0))
        placed.append(Placed(spot, x + dx, y + dy, radius, (x, y) if (dx, dy) != (0.0, 0.0) else None, soft))
    return placed


def _clear(x: float, y: float, radius: float, placed: list[Placed], kept: Sequence[Box]) -> bool:
    """Tell whether a marker at (x, y) touches no other and no box."""
    apart = all(math.hypot(x - mark.x, y - mark.y) >= radius + mark.radius + _APART for mark in placed)
    return apart and not any(
        west < x + radius and x - radius < east and south < y + radius and y - radius < north
        for west, south, east, north in kept
    )


def draw_marks(plate: Plate, placed: list[Placed]) -> None:
    """Draw the markers, small ones over large ones, with lines back to where they belong."""
    for mark in placed:
        if mark.home is not None:
            plate.draw(LineString([mark.home, (mark.x, mark.y)]), 30, edge=plate.ink, width=1.1, strength=0.8)
            plate.draw(circle(*mark.home, 2), 31, face=plate.ink, edge=plate.paper, width=1)
    for order, mark in enumerate(placed):
        draw_marker(
            plate,
            mark.x,
            mark.y,
            glyph=mark.spot.glyph,
            faction=mark.spot.faction,
            radius=mark.radius,
            hollow=mark.spot.hollow,
            soft=mark.soft,
            count=mark.spot.count,
            z=40 + order / 100,
        )
