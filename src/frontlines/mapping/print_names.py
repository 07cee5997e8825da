"""Names on the printed map: the weightier takes its best free place, and none covers another."""

import html
import math
from typing import Any, Final

import numpy as np
import shapely
from matplotlib.transforms import Affine2D

from frontlines.geography.basemap import layer
from frontlines.geography.provinces import governorates
from frontlines.mapping.basemap import base_data
from frontlines.mapping.names import PartyName, party_names
from frontlines.mapping.popup import faction_label
from frontlines.mapping.print_marks import Placed
from frontlines.mapping.print_plate import Box, Plate
from frontlines.mapping.print_type import STYLES, letters, text_width
from frontlines.mapping.scene import Scene
from frontlines.mapping.theme import shade
from frontlines.parties import lexicon

_TOWN: Final = {"capital": 3.0, "town": 2.3, "village": 1.6}
"""Half the size of a town's sign, points: a square for capitals, a ring for others."""
_COAST: Final = 36.9
"""Degrees east: west of it names stand to the left first, over the sea and Lebanon."""


_MORE: Final[dict[str, list[list[float]]]] = {
    "Mediterranean Sea": [[35.26, 35.16], [35.0, 35.16], [34.6, 35.1]],
    "IRAQ": [[35.9, 42.6], [35.3, 42.3]],
    "Golan, occupied": [[32.92, 35.3], [33.2, 35.32]],
    "ISRAEL": [[32.75, 35.2], [32.9, 35.2]],
    "LEBANON": [[34.1, 35.95]],
}
"""More places, (lat, lon), for names that the sheet's edge or its legend may cover."""
_FAR: Final = (14, 20, 26, 32, 40, 48, 58, 70)
"""How far from its sign, in points, a capital's name is tried when no place beside it is free."""
_VILLAGES_TO: Final = 8.4
"""Villages that the page names from this zoom on are named on a sheet where there is room."""


def _inside(ground: Any, middle: tuple[float, float]) -> list[tuple[float, float]]:
    """Give points of a grid inside a shape, those near its middle first."""
    west, south, east, north = ground.bounds
    xs, ys = (axis.ravel() for axis in np.meshgrid(np.arange(west, east, 9), np.arange(south, north, 9)))
    far = np.hypot(xs - middle[0], ys - middle[1])
    keep = np.flatnonzero(shapely.contains_xy(ground, xs, ys))
    return [(float(xs[i]), float(ys[i])) for i in keep[np.argsort(far[keep], kind="stable")]]


class Names:
    """Places names one by one and keeps what is taken."""

    def __init__(self, plate: Plate, scene: Scene, marks: list[Placed], kept: list[Box]) -> None:
        self.plate = plate
        self.scene = scene
        self.small = plate.form.small
        west, south, east, north = plate.form.frame
        self.edge = (west + 3, south + 3, east - 3, north - 3)
        self.taken: list[Box] = list(kept)
        self.marks = [] if self.small else marks
        for mark in self.marks:
            r = mark.radius + 1
            self.taken.append((mark.x - r, mark.y - r, mark.x + r, mark.y + r + (4 if mark.spot.count > 1 else 0)))
        if not self.small:
            for arrow in scene.arrows:
                for x, y in shapely.get_coordinates(plate.project(arrow.shape)):
                    self.taken.append((x - 2, y - 2, x + 2, y + 2))
        shapes = governorates()
        self.governorates = {
            str(name).upper(): shape
            for name, shape in zip(shapes["admin1"], plate.project(shapes.geometry.to_numpy()), strict=True)
        }
        border = shapely.boundary(layer("country").geometry.to_numpy())
        self.fronts = self._tree(scene.fronts.geometry.to_numpy())
        self.edges = self._tree(np.concatenate([scene.fronts.geometry.to_numpy(), border]))

    def _tree(self, lines: Any) -> shapely.STRtree:
        return shapely.STRtree(shapely.get_parts(self.plate.project(lines)))

    def free(self, box: Box) -> bool:
        """Tell whether a box is inside the frame and touches nothing that stands already."""
        west, south, east, north = self.edge
        if box[0] < west or box[1] < south or box[2] > east or box[3] > north:
            return False
        return not any(box[0] < t[2] and box[2] > t[0] and box[1] < t[3] and box[3] > t[1] for t in self.taken)

    @staticmethod
    def crossed(box: Box, lines: shapely.STRtree) -> float:
        """Give how many points of lines a box would cover."""
        area = shapely.box(*box)
        near = lines.geometries[lines.query(area, predicate="intersects")]
        return float(shapely.length(shapely.intersection(near, area)).sum())

    def write(
        self, text: str, kind: str, x: float, y: float, *, across: str = "center", ink: str | None = None
    ) -> None:
        """Set a name in the style of its kind, its baseline at (x, y)."""
        style = STYLES[kind]
        halo = (self.plate.shade("land"), style.halo, style.halo_strength) if style.halo else None
        self.plate.write(
            x,
            y,
            text,
            weight=style.weight,
            size=style.size,
            ink=ink or self.plate.shade(style.ink),
            halo=halo,
            across=across,
            z=34,
            axes=self.plate.map,
        )

    def spaced(self, text: str, kind: str, x: float, y: float, turn: float = 0.0) -> None:
        """Set spaced or turned letters, centred on (x, y)."""
        style = STYLES[kind]
        path = letters(text, style).transformed(Affine2D().rotate_deg(turn).translate(x, y))
        if style.halo:
            land = self.plate.shade("land")
            self.plate.draw(path, 33, edge=land, width=style.halo, strength=style.halo_strength)
        self.plate.draw(path, 33.5, face=self.plate.shade(style.ink))

    def area(self, label: dict[str, Any]) -> None:
        """Set the name of a governorate, a neighbour or a water at the first of its places that is free."""
        kind, text, turn = label["k"], html.unescape(label["t"]), -float(label.get("a") or 0)
        style = STYLES[kind]
        wide, high = text_width(text, style.weight, style.size, style.space), style.size
        ground = self.governorates.get(text) if kind == "governorate" else None
        places = [self.plate.at(lon, lat) for lat, lon in label["at"] + _MORE.get(text, [])]
        if ground is not None:
            places += _inside(ground, places[0])
        for x, y in places:
            if turn:
                dx, dy = math.cos(math.radians(turn)) * wide, math.sin(math.radians(turn)) * wide
                shares = np.linspace(-0.5, 0.5, max(3, math.ceil(wide / high)))
                spots = [(x + dx * t, y + dy * t) for t in shares]
                boxes = [(px - high / 2, py - high / 2, px + high / 2, py + high / 2) for px, py in spots]
            else:
                boxes = [(x - wide / 2 - 3, y - high * 0.62, x + wide / 2 + 3, y + high * 0.62)]
            if ground is not None and not (
                ground.contains(shapely.box(*boxes[0])) and self.crossed(boxes[0], self.fronts) < 1
            ):
                continue
            if all(self.free(box) for box in boxes):
                self.taken += boxes
                self.spaced(text, kind, x, y, turn)
                return

    def party(self, name: PartyName, kind: str) -> bool:
        """Set a party's name on its ground, in full or ("party-small") short; tells whether there was room."""
        factions = lexicon().factions
        faction = factions.get(name.faction, factions["other"])
        ink = shade(faction.text, self.plate.theme)
        room = 2 * name.radius_px * self.plate.pt_per_m / _PT_PER_M_ON_PAGE
        text, share = (faction_label(name.faction), 0.8) if kind == "party" else (faction.short, 0.72)
        style = STYLES[kind]
        wide, high = text_width(text, style.weight, style.size), style.size
        if room < wide * share:
            return False
        for lon, lat in name.points:
            x, y = self.plate.at(lon, lat)
            box = (x - wide / 2 - 3, y - high * 0.6, x + wide / 2 + 3, y + high * 0.6)
            if self.free(box) and self.crossed(box, self.edges) < 1:
                self.taken.append(box)
                self.write(text, kind, x, y - high * 0.33, ink=ink)
                return True
        return False

    def sign(self, kind: str, x: float, y: float) -> None:
        """Draw a town's sign."""
        half = _TOWN[kind]
        shape = (
            shapely.box(x - half, y - half, x + half, y + half)
            if kind == "capital"
            else shapely.Point(x, y).buffer(half)
        )
        self.plate.draw(
            shape, 32, face=self.plate.shade("page"), edge=self.plate.ink, width=1.3 if kind != "village" else 1
        )

    def town(self, label: dict[str, Any]) -> None:
        """Set a town's sign and its name beside it, where it covers least of the fronts; capitals keep their sign."""
        kind, text = label["k"], html.unescape(label["t"])
        (lat, lon) = label["at"][0]
        x, y = self.plate.at(lon, lat)
        style, half = STYLES[kind], _TOWN[kind] + 0.7
        wide, high = text_width(text, style.weight, style.size), style.size
        over = [m for m in self.marks if math.hypot(m.x - x, m.y - y) < m.radius + 4]
        own = (x - half, y - half, x + half, y + half)
        if kind == "village" and any(math.hypot(m.x - x, m.y - y) > half for m in over):
            return
        if kind != "capital" and not over and not self.free(own):
            return
        right = max([half, *(m.x - x + m.radius for m in over)]) + 3
        left = max([half, *(x - m.x + m.radius for m in over)]) + 3
        up = max([half, *(m.y - y + m.radius for m in over)]) + 2
        down = max([half, *(y - m.y + m.radius for m in over)]) + 2
        level, raised, sunk = y - high * 0.33, y + high * 0.12, y - high * 0.78
        rows = [
            ("left", x + right, level),
            ("right", x - left, level),
            ("center", x, y + up + 1),
            ("center", x, y - down - high * 0.7),
            ("left", x + right - 2, raised),
            ("left", x + right - 2, sunk),
            ("right", x - left + 2, raised),
            ("right", x - left + 2, sunk),
        ]
        if lon < _COAST:
            rows[0], rows[1] = rows[1], rows[0]
        found: list[tuple[float, int, tuple[str, float, float], Box]] = []
        for order, (across, tx, ty) in enumerate(rows):
            x0 = tx if across == "left" else tx - wide if across == "right" else tx - wide / 2
            box = (x0 - 1, ty - high * 0.24, x0 + wide + 1, ty + high * 0.74)
            if self.free(box):
                crossed = 0.0 if self.small else self.crossed(box, self.fronts)
                found.append((round(crossed), order, (across, tx, ty), box))
                if crossed < 1:
                    break
        if found:
            crossed, _, (across, tx, ty), box = min(found)
            if kind == "village" and crossed > 0:
                return
            self.taken += [own, box]
            self.sign(kind, x, y)
            self.write(text, kind, tx, ty, across=across)
        elif kind == "capital":
            self.sign(kind, x, y)
            self.apart(text, kind, x, y)

    def apart(self, text: str, kind: str, x: float, y: float) -> None:
        """Set the name of a place in a crowd at the nearest free spot, with a line to its sign."""
        style = STYLES[kind]
        wide, high = text_width(text, style.weight, style.size), style.size
        for far in _FAR:
            for turn in np.linspace(0, 2 * math.pi, 24, endpoint=False):
                to_x, to_y = x + far * math.cos(turn), y + far * math.sin(turn)
                middle = to_x + math.cos(turn) * wide / 2
                box = (middle - wide / 2 - 1, to_y - high * 0.57, middle + wide / 2 + 1, to_y + high * 0.41)
                if self.free(box):
                    self.taken.append(box)
                    way = shapely.shortest_line(shapely.Point(x, y).buffer(_TOWN[kind] * 1.5), shapely.box(*box))
                    self.plate.draw(way, 45.5, edge=self.plate.shade("land"), width=2.6, strength=0.8)
                    self.plate.draw(way, 45.6, edge=self.plate.ink, width=1.1)
                    self.write(text, kind, middle, to_y - high * 0.33)
                    return


_PT_PER_M_ON_PAGE: Final = 1.0 / 1000 * 1.19
"""Pixels to a metre of the page's default zoom at 35 N, which the room for parties' names is measured in."""


def draw_names(plate: Plate, scene: Scene, marks: list[Placed], kept: list[Box]) -> None:
    """Set all names; ``kept`` are boxes in points that must stay free, like the legend's."""
    names = Names(plate, scene, marks, kept)
    labels = base_data()["labels"]
    towns = [label for label in labels if label["k"] in _TOWN] if scene.labels else []
    for label in towns:
        if label["k"] == "capital":
            x, y = plate.at(label["at"][0][1], label["at"][0][0])
            names.taken.append((x - 3, y - 3, x + 3, y + 3))
    by_kind = {kind: [label for label in towns if label["k"] == kind] for kind in _TOWN}
    parties = party_names(scene.zones) if scene.labels else ()
    for label in [*by_kind["capital"], *(by_kind["town"] if names.small else [])]:
        names.town(label)
    short = [name for name in parties if not names.party(name, "party")]
    for label in by_kind["town"] if not names.small else []:
        names.town(label)
    for name in short:
        names.party(name, "party-small")
    for label in labels:
        if label["k"] not in _TOWN and not (names.small and label["k"] == "governorate"):
            names.area(label)
    for label in by_kind["village"] if not names.small else []:
        if label["z"] <= _VILLAGES_TO:
            names.town(label)
