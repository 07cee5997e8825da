"""The drawn keys of the printed legend."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely import LineString, Polygon

from frontlines.mapping.patterns import opacity
from frontlines.mapping.popup import faction_label
from frontlines.mapping.print_ground import bands, circle, draw_pattern, ruled
from frontlines.mapping.print_marks import Placed, draw_marker
from frontlines.mapping.print_plate import Plate, mix
from frontlines.mapping.scene import Scene
from frontlines.mapping.theme import RADII, shade
from frontlines.mapping.words import EVENT_NAMES
from frontlines.parties import Faction, lexicon

Key = tuple[Callable[[float, float], None], str]
"""Draws a key whose left edge and middle are at (x, y) points, and its words."""

KEY: Final = (26.0, 15.0)
Z: Final = 60.0
_SHARED: Final = {
    frozenset({"contested"}): "contested",
    frozenset({"mixed"}): "held by several",
    frozenset({"contested", "mixed"}): "contested or shared",
}


def swatch(plate: Plate, faction: Faction) -> Key:
    """Give a party's key: its colour and pattern."""

    def draw(x: float, y: float) -> None:
        wide, high = KEY
        strength = min(1.0, opacity(faction, plate.theme, 1) * 1.15)
        under = mix(shade(faction.fill, plate.theme), plate.shade("land"), strength)
        box = shapely.box(x, y - high / 2, x + wide, y + high / 2)
        plate.draw(box, Z + 1, face=under, axes=plate.sheet)
        draw_pattern(plate, box, faction, under, z=Z + 1.1, axes=plate.sheet)
        plate.draw(box, Z + 1.2, edge=shade(faction.edge, plate.theme), width=1, axes=plate.sheet)

    return draw, faction_label(faction.key)


def _shown(scene: Scene) -> tuple[Faction, tuple[Faction, Faction]]:
    """Give examples: who holds most among parties without a pattern, and the pair with most ground in stripes."""
    factions, zones = lexicon().factions, scene.zones
    plain = [key for key, faction in factions.items() if faction.pattern == "plain"]
    held = (
        zones.loc[(zones["status"] != "no_evidence") & zones["holder"].isin(plain)].groupby("holder")["area_km2"].sum()
    )
    striped = zones.loc[zones["status"].isin(["contested", "mixed"]) & zones["other"].isin(list(factions))]
    pairs = striped.groupby(["holder", "other"])["area_km2"].sum()
    most: Any = pairs.idxmax() if len(pairs) else ("sna", "isil")
    strong = factions[str(held.idxmax())] if len(held) else factions["government"]
    return strong, (factions.get(most[0], factions["other"]), factions[most[1]])


def map_keys(plate: Plate, scene: Scene) -> list[Key]:
    """Give the keys of the page's legend that this map needs, in its order."""
    factions, sheet = lexicon().factions, plate.sheet
    gov, sdf = factions["government"], factions["sdf"]
    strong, pair = _shown(scene)
    land, mark = plate.shade("land"), shade(gov.mark, plate.theme)
    front, edge, paper = plate.shade("front"), plate.shade("card-line"), plate.shade("page")
    wide, high = KEY

    def box(x: float, y: float, share: float = 1.0) -> Polygon:
        return shapely.box(x, y - high / 2, x + wide * share, y + high / 2)

    def held(x: float, y: float) -> None:
        for share, step in ((1.0, 3), (0.67, 2), (0.33, 1)):
            colour = mix(shade(strong.fill, plate.theme), land, opacity(strong, plate.theme, step))
            plate.draw(box(x, y, share), Z + 1 + 0.1 / step, face=colour, axes=sheet)

    def contested(x: float, y: float) -> None:
        one, two = (mix(shade(f.mark, plate.theme), land, 0.75) for f in pair)
        plate.draw(box(x, y), Z + 1, face=one, axes=sheet)
        plate.draw(bands(box(x, y)), Z + 1.1, face=two, axes=sheet)

    def nothing(x: float, y: float) -> None:
        plate.draw(box(x, y), Z + 1, face=land, axes=sheet)
        hatch = mix(plate.shade("hatch"), land, 0.55)
        plate.draw(ruled(box(x, y), 6, 45), Z + 1.1, edge=hatch, width=0.8, axes=sheet)
        plate.draw(box(x, y), Z + 1.2, edge=edge, width=0.8, axes=sheet)

    def besieged(x: float, y: float) -> None:
        ring = circle(x + wide / 2, y, 6.2)
        plate.draw(ring, Z + 1, edge=shade(gov.text, plate.theme), width=2, dash=(1.2, 3.6), axes=sheet)

    def front_line(x: float, y: float) -> None:
        t = np.linspace(0, 1, 30)
        wave = LineString(np.column_stack([x + 1 + t * (wide - 2), y + 2.6 * np.sin(t * 7)]))
        plate.draw(wave, Z + 1, edge=paper, width=4.7, strength=0.75, axes=sheet)
        plate.draw(wave, Z + 1.1, edge=front, width=2.5, axes=sheet)

    def truce(x: float, y: float) -> None:
        line = LineString([(x + 1, y), (x + wide - 1, y)])
        plate.draw(line, Z + 1, edge=paper, width=4.7, strength=0.75, axes=sheet)
        plate.draw(line, Z + 1.1, edge=front, width=2.5, dash=(5, 3), axes=sheet)

    def advance(x: float, y: float) -> None:
        corners = [(1, 1.1), (15, 2.5), (15, 5.5), (25.5, 0), (15, -5.5), (15, -2.5), (1, -1.1)]
        shape = Polygon([(x + dx, y + dy) for dx, dy in corners])
        plate.draw(shape, Z + 1, face=mark, edge=shade(gov.text, plate.theme), width=0.8, axes=sheet)

    def offensive(x: float, y: float) -> None:
        corners = [(1, 0.8), (15, 3), (15, 7), (25.5, 0), (15, -7), (15, -3), (1, -0.8)]
        plate.draw(Polygon([(x + dx, y + dy) for dx, dy in corners]), Z + 1, face=mark, strength=0.62, axes=sheet)

    def announced(x: float, y: float) -> None:
        plate.draw(LineString([(x + 1, y), (x + 20, y)]), Z + 1, edge=mark, width=2, dash=(5, 3.5), axes=sheet)
        plate.draw(LineString([(x + 17, y + 5), (x + 25, y), (x + 17, y - 5)]), Z + 1, edge=mark, width=2, axes=sheet)

    def inexact(x: float, y: float) -> None:
        disc = circle(x + wide / 2, y, 6.8)
        plate.draw(disc, Z + 1, face=shade(sdf.fill, plate.theme), strength=0.3, axes=sheet)
        plate.draw(disc, Z + 1, edge=shade(sdf.text, plate.theme), width=1.1, dash=(3, 2.2), axes=sheet)

    ground, lines = set(scene.zones["status"]), set(scene.fronts["status"])
    going = {arrow.announced for arrow in scene.arrows}
    keys: list[tuple[Callable[[float, float], None], str, bool]] = [
        (held, "held; paler: less sure", bool(ground - {"no_evidence"})),
        (front_line, "front", bool(lines)),
        (contested, _SHARED.get(frozenset(ground & {"contested", "mixed"}), ""), bool(ground & {"contested", "mixed"})),
        (truce, "truce", "truce" in lines),
        (nothing, "no evidence", "no_evidence" in ground),
        (besieged, "besieged", "besieged" in ground),
        (advance, "advance", False in going),
        (announced, "announced only", True in going),
        (offensive, "offensive", bool(scene.sweeps)),
        (inexact, "place not exact", bool(scene.area_events)),
    ]
    return [(draw, words) for draw, words, needed in keys if needed]


def event_keys(plate: Plate, marks: Sequence[Placed]) -> list[Key]:
    """Give the keys of the kinds of events that stand on the map."""
    kinds = [kind for kind in EVENT_NAMES if any(mark.spot.glyph == kind for mark in marks)]

    def key(kind: str) -> Callable[[float, float], None]:
        def draw(x: float, y: float) -> None:
            draw_marker(
                plate, x + 9, y, glyph=kind, faction="unknown", radius=7.6, hollow=True, z=Z + 1, axes=plate.sheet
            )

        return draw

    return [(key(kind), EVENT_NAMES[kind]) for kind in kinds]


def size_keys(plate: Plate, marks: Sequence[Placed]) -> tuple[Key, list[Key]]:
    """Give the key of the markers' sizes, 86 points wide, and those of hollow markers and badges where they occur."""

    def sizes(x: float, y: float) -> None:
        for radius in RADII:
            x += radius + 2
            draw_marker(plate, x, y, glyph="air_strike", faction="government", radius=radius, z=Z + 1, axes=plate.sheet)
            x += radius + 4

    def hollow(x: float, y: float) -> None:
        draw_marker(plate, x + 13, y, glyph="air_strike", faction="", radius=9, hollow=True, z=Z + 1, axes=plate.sheet)

    def several(x: float, y: float) -> None:
        draw_marker(plate, x + 11, y - 1, glyph="clash", faction="sdf", radius=9, count=3, z=Z + 1, axes=plate.sheet)

    others: list[Key] = []
    if any(mark.spot.hollow for mark in marks):
        others.append((hollow, "party not known"))
    if any(mark.spot.count > 1 for mark in marks):
        others.append((several, "events at one place"))
    return (sizes, "killed: none or not stated, 1 to 9, 10+"), others
