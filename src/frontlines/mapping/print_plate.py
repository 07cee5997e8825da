"""The sheet that a map is printed on: its measures, its projection, and a pen.  All is in points, y upwards."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.patheffects import Stroke
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from frontlines.crs import EQUAL_AREA, WGS84
from frontlines.geography.basemap import layer
from frontlines.mapping.print_type import Weight, fit, font
from frontlines.mapping.theme import GROUND, INK, Theme, shade

Box = tuple[float, float, float, float]
"""West, south, east, north in points."""


@dataclass(frozen=True, slots=True)
class Format:
    """The measures of a sheet in points."""

    width: float
    height: float
    frame: Box
    """The map's edges."""
    room: Box
    """Margins between the frame and the country: left, bottom, right, top."""
    small: bool = False
    """True for the frames of an animation: fewer names, no legend of marks, names that stay where they are."""


SHEET: Final = Format(1190, 841.4, (26, 56, 1164, 815.4), (94, 14, 240, 16))
"""A3 (1191 x 842 pt), so that type is read in the hand; on A4 it is two sizes smaller."""
SCREEN: Final = Format(860, 700, (0, 0, 860, 700), (62, 26, 60, 58), small=True)


def mix(colour: str, under: str, strength: float) -> str:
    """Give the colour that ``colour`` of a strength from 0 to 1 makes on ``under``; both ``#RRGGBB``."""
    pairs = ((int(colour[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * strength + b * (1 - strength)):02X}" for a, b in pairs)


@lru_cache(maxsize=1)
def _metres() -> Transformer:
    return Transformer.from_crs(WGS84, EQUAL_AREA, always_xy=True)


def _to_metres(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack(_metres().transform(xy[:, 0], xy[:, 1]))


@lru_cache(maxsize=1)
def _country_bounds() -> tuple[float, ...]:
    country = shapely.transform(shapely.union_all(layer("country").geometry.to_numpy()), _to_metres)
    return tuple(float(v) for v in country.bounds)


def outline(shapes: Any) -> Outline:
    """Give shapes, polygons or lines, as one path; holes wind the other way, as fills expect."""
    parts = shapely.get_parts(np.atleast_1d(shapes))
    while len(parts) and (shapely.get_type_id(parts) > 3).any():
        parts = shapely.get_parts(parts)
    areas = parts[shapely.get_type_id(parts) == 3]
    lines = [(line, False) for line in parts[np.isin(shapely.get_type_id(parts), (1, 2))]]
    rings = [(ring, True) for ring in shapely.get_rings(shapely.orient_polygons(areas))] if len(areas) else []
    points, codes = [np.zeros((0, 2))], [np.zeros(0, dtype=Outline.code_type)]
    for curve, closed in (*rings, *lines):
        xy = shapely.get_coordinates(curve)
        if len(xy) < 2:
            continue
        code = np.full(len(xy), Outline.LINETO, dtype=Outline.code_type)
        code[0] = Outline.MOVETO
        if closed:
            code[-1] = Outline.CLOSEPOLY
        points.append(xy)
        codes.append(code)
    return Outline(np.concatenate(points), np.concatenate(codes))


class Plate:
    """One sheet: a figure without pyplot, so that nothing is kept once it is let go."""

    def __init__(self, theme: Theme, form: Format, width_px: int) -> None:
        self.theme: Theme = theme
        self.form = form
        height_px = round(width_px * form.height / form.width)
        dpi = 72 * width_px / form.width
        self.figure = Figure(figsize=((width_px + 0.01) / dpi, (height_px + 0.01) / dpi), dpi=dpi)
        self.figure.patch.set_facecolor(self.shade("page"))
        west, south, east, north = form.frame
        share = (west / form.width, south / form.height, (east - west) / form.width, (north - south) / form.height)
        self.map = self._axes(share, form.frame)
        self.map.patch.set_facecolor(self.shade("sea"))
        self.sheet = self._axes((0, 0, 1, 1), (0, 0, form.width, form.height))
        self.sheet.patch.set_alpha(0)
        left, bottom, right, top = form.room
        x0, y0, x1, y1 = _country_bounds()
        wide, high = east - west - left - right, north - south - bottom - top
        self.pt_per_m = min(wide / (x1 - x0), high / (y1 - y0))
        self._origin = np.array(
            [
                west + left + (wide - (x1 - x0) * self.pt_per_m) / 2 - x0 * self.pt_per_m,
                south + bottom + (high - (y1 - y0) * self.pt_per_m) / 2 - y0 * self.pt_per_m,
            ]
        )

    def _axes(self, share: tuple[float, float, float, float], extent: Box) -> Axes:
        axes = self.figure.add_axes(share)
        axes.set_xlim(extent[0], extent[2])
        axes.set_ylim(extent[1], extent[3])
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        return axes

    def shade(self, name: str) -> str:
        """Give a colour of the ground by its name."""
        return shade(GROUND[name], self.theme)

    @property
    def paper(self) -> str:
        """The colour that glyphs and rings stand out with: white or the dark card."""
        return self.shade("card")

    @property
    def ink(self) -> str:
        """The colour of text and strong lines."""
        return shade(INK, self.theme)

    def project(self, shapes: Any) -> Any:
        """Bring shapes from (lon, lat) degrees to points on the sheet."""
        return shapely.transform(shapes, lambda xy: _to_metres(xy) * self.pt_per_m + self._origin)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Give the (x, y) in points of (lon, lat) degrees."""
        x, y = (_to_metres(np.array([[lon, lat]])) * self.pt_per_m + self._origin)[0]
        return float(x), float(y)

    def draw(
        self,
        shape: BaseGeometry | Outline | Any,
        z: float,
        *,
        face: str | None = None,
        edge: str | None = None,
        width: float = 0.0,
        strength: float = 1.0,
        dash: tuple[float, ...] | None = None,
        axes: Axes | None = None,
    ) -> None:
        """Draw shapes in points, filled where ``face`` is given, with a line of ``width`` points where ``edge`` is."""
        path = shape if isinstance(shape, Outline) else outline(shape)
        if not np.size(path.vertices):
            return
        patch = PathPatch(
            path,
            facecolor=face or "none",
            edgecolor=edge or "none",
            linewidth=width if edge else 0,
            alpha=strength,
            zorder=z,
            joinstyle="round",
            capstyle="round",
        )
        if dash and edge:
            patch.set_linestyle((0, tuple(length / width for length in dash)))
            patch.set_capstyle("round" if dash[0] < width else "butt")
        (axes or self.map).add_artist(patch)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        weight: Weight = "regular",
        size: float = 12,
        ink: str | None = None,
        halo: tuple[str, float, float] | None = None,
        z: float = 50,
        across: str = "left",
        axes: Axes | None = None,
    ) -> None:
        """Set a line of text, its baseline at (x, y) points.  ``halo`` is colour, width in points and strength."""
        given: dict[str, Any] = {
            "fontproperties": font(weight, size),
            "horizontalalignment": across,
            "verticalalignment": "baseline",
            "parse_math": False,
            "clip_on": True,
        }
        where = axes or self.sheet
        shown = fit(text, weight)
        if halo:
            colour, width, strength = halo
            stroke = Stroke(linewidth=width, foreground=colour, alpha=strength, joinstyle="round")
            where.text(x, y, shown, color=colour, zorder=z, path_effects=[stroke], **given)
        where.text(x, y, shown, color=ink or self.ink, zorder=z + 0.9, **given)
