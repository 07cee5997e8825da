"""The words and keys around the printed map: title, legend, scale, sources."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import shapely
from shapely import LineString, MultiLineString

from frontlines.mapping.print_keys import KEY, Key, Z, event_keys, map_keys, size_keys, swatch
from frontlines.mapping.print_marks import Placed
from frontlines.mapping.print_plate import Box, Plate
from frontlines.mapping.print_type import fit, text_width, wrapped
from frontlines.mapping.scene import Scene
from frontlines.mapping.words import short_day
from frontlines.parties import lexicon

_ROW: Final = 20.5
_TEXT: Final = 12.0
_WIDTH: Final = 322.0
_PAD: Final = 15.0
_STEPS_KM: Final = (10, 20, 50, 100, 200, 400)
_GAP: Final = 13.0
_MANY: Final = 8
"""More kinds of events than this stand in three columns, so that the card does not grow into the country."""
_OUTLETS: Final = 4


def draw_title(plate: Plate, scene: Scene) -> Box:
    """Set title and subtitle in the frame's upper left corner; gives the box that they take."""
    west, _, _, north = plate.form.frame
    x, y = west + 20, north - (34 if plate.form.small else 38)
    halo = (plate.shade("neighbours"), 5.0, 0.85)
    size = 27 if not plate.form.small else 24
    plate.write(x, y, scene.title, weight="bold", size=size, halo=halo, z=Z)
    plate.write(x, y - 21, scene.subtitle, size=13.5, ink=plate.shade("ink-2"), halo=halo, z=Z)
    title, subtitle = fit(scene.title, "bold"), fit(scene.subtitle)
    wide = max(text_width(title, "bold", size), text_width(subtitle, "regular", 13.5))
    return (x - 6, y - 30, x + wide + 6, north)


def scale_km(plate: Plate, most: float = 150.0) -> tuple[int, float]:
    """Give the scale bar's round length in km and in points, at most ``most`` points."""
    per_km = plate.pt_per_m * 1000
    length = max((km for km in _STEPS_KM if km * per_km <= most), default=_STEPS_KM[0])
    return length, length * per_km


def draw_scale(plate: Plate) -> Box:
    """Draw the scale bar in the frame's lower left corner; gives the box that it takes."""
    west, south, _, _ = plate.form.frame
    x, y = west + 20, south + (30 if plate.form.small else 18)
    km, length = scale_km(plate)
    ink = plate.shade("ink-2")
    halo = (plate.shade("neighbours"), 3.0, 0.8)
    line = MultiLineString(
        [[(x, y), (x + length, y)], *[[(x + length * s, y), (x + length * s, y + 5)] for s in (0, 0.5, 1)]]
    )
    plate.draw(line, Z, edge=ink, width=1.3, axes=plate.sheet)
    for share, words in ((0, "0"), (0.5, f"{km // 2}"), (1, f"{km} km")):
        plate.write(x + length * share, y + 8, words, size=10.5, ink=ink, halo=halo, across="center", z=Z)
    return (x - 8, y - 8, x + length + 26, y + 22)


class _Table:
    """Keys in as many columns, up to ``most``, as their words allow; ``lead`` is the keys' width in points."""

    def __init__(
        self,
        keys: Sequence[Key],
        wide: float,
        *,
        most: int = 2,
        lead: float = KEY[0],
        size: float = _TEXT,
        ruled: bool = True,
    ) -> None:
        self.keys, self.lead, self.size = keys, lead + 8, size
        self.gap = _GAP if ruled else 0.0
        """Room above, which a rule divides."""
        widths = [text_width(fit(words), "regular", size) + self.lead for _, words in keys]
        self.widest = max(widths)
        for columns in range(min(most, len(keys)), 0, -1):
            across = [max(widths[i::columns]) for i in range(columns)]
            if sum(across) + 8 * (columns - 1) <= wide:
                break
        self.starts = [0.0]
        for i in range(1, columns):
            rest = sum(across[i:]) + 8 * (columns - 1 - i)
            self.starts.append(min(max(self.starts[-1] + across[i - 1] + 8, wide * i / columns * 1.08), wide - rest))
        self.height = -(-len(keys) // columns) * (_ROW if lead < 60 else _ROW + 9)

    def draw(self, plate: Plate, x: float, y: float) -> None:
        """Draw it below and right of (x, y)."""
        step = self.height / -(-len(self.keys) // len(self.starts))
        for at, (key, words) in enumerate(self.keys):
            row, column = divmod(at, len(self.starts))
            kx, ky = x + self.starts[column], y - step * (row + 0.5)
            key(kx, ky)
            plate.write(kx + self.lead, ky - 0.33 * self.size, words, size=self.size, z=Z + 1)


def _tables(plate: Plate, scene: Scene, marks: Sequence[Placed], wide: float) -> list[_Table]:
    """Give the legend's parts: parties, ground and lines, and where events stand, their kinds and sizes."""
    drawn = set(scene.zones.loc[scene.zones["status"] != "no_evidence", ["holder", "other"]].to_numpy().ravel())
    drawn |= {mark.spot.faction for mark in marks} | {arrow.faction for arrow in scene.arrows}
    if plate.form.small:
        drawn |= _lasting(scene)
    drawn -= {"unknown"}
    parties = [swatch(plate, faction) for key, faction in lexicon().factions.items() if key in drawn]
    parts = [_Table(parties, wide)] if parties else []
    if plate.form.small:
        return parts
    if keys := map_keys(plate, scene):
        parts.append(_Table(keys, wide))
    if marks:
        kinds = event_keys(plate, marks)
        many = len(kinds) > _MANY
        parts.append(_Table(kinds, wide, most=3 if many else 2, lead=18, size=11.2 if many else _TEXT))
        sizes, others = size_keys(plate, marks)
        parts.append(_Table([sizes], wide, lead=86, ruled=False))
        parts += [_Table(others, wide, ruled=False)] if others else []
    return parts


def draw_legend(plate: Plate, scene: Scene, marks: Sequence[Placed]) -> Box:
    """Draw the card in the frame's lower right corner; gives the box that it takes.

    It explains what is on this map: its parties, its kinds of events.  An animation's frame names the parties alone.
    """
    parts = _tables(plate, scene, marks, _WIDTH - 2 * _PAD)
    wide = max([_WIDTH, *(part.widest + 2 * _PAD for part in parts)])
    head = 0.0 if plate.form.small else 26.0
    gaps = [part.gap if order else 0.0 for order, part in enumerate(parts)]
    height = head + sum(part.height for part in parts) + sum(gaps) + 2 * 10
    _, south, east, _ = plate.form.frame
    right, bottom = east - 12, south + 12
    left, top = right - wide, bottom + height
    card = shapely.box(left, bottom, right, top).buffer(4, quad_segs=6)
    plate.draw(card, Z, face=plate.shade("card"), edge=plate.shade("card-line"), width=1, axes=plate.sheet)
    y = top - 10
    if head:
        plate.write(left + _PAD, y - 14, "How to read the map", weight="semibold", size=13.5, z=Z + 1)
        y -= head
    for gap, part in zip(gaps, parts, strict=True):
        if gap:
            rule = LineString([(left + _PAD, y - gap / 2), (right - _PAD, y - gap / 2)])
            plate.draw(rule, Z + 0.5, edge=plate.shade("rule"), width=1, axes=plate.sheet)
        part.draw(plate, left + _PAD, y - gap)
        y -= gap + part.height
    return (left - 8, bottom - 8, right + 8, top + 8)


def _lasting(scene: Scene) -> set[str]:
    """Give the parties of the day whether they hold ground or not, so that an animation's legend does not jump."""
    factions, day = lexicon().factions, scene.day
    if day is None or day >= (factions["transitional_government"].since or date.max):
        return set()
    return {key for key, faction in factions.items() if faction.since is None or faction.since <= day} - {"other"}


def sources_line(scene: Scene) -> str:
    """Name what the map is drawn from; reports by the outlets of the events shown."""
    shown = [event for spot in (*scene.spots, *(area.spot for area in scene.area_events)) for event in spot.events]
    outlets = sorted({fit(a.outlet) for e in shown if (a := scene.articles.get(e.article_id)) and a.outlet})
    more = f" and {len(outlets) - _OUTLETS} more" if len(outlets) > _OUTLETS else ""
    named = [", ".join(outlets[:_OUTLETS]) + more] if outlets else []
    if any(event.origin == "ledger" for event in shown):
        named.insert(0, "the same ledger")
    told = f" Events: {'; '.join(named)}." if named else ""
    return f"Control: the Frontlines ledger of dated, sourced claims.{told} Base map: Natural Earth, GSHHG and WDBII."


def notes_line(scene: Scene) -> str:
    """Say up to when the ledger is known, what is not on the map, and the projection."""
    parts = [f"Control known up to {short_day(scene.known_up_to)}"] if scene.known_up_to else []
    if left := scene.left_count:
        parts.append(f"{left} event{'s are' if left != 1 else ' is'} not on the map")
    return " · ".join([*parts, "Albers equal-area projection"])


def draw_foot(plate: Plate, scene: Scene, cited: str) -> None:
    """Set notes, sources and the citation below the frame, or, on a small sheet, one line inside it."""
    west, south, east, _ = plate.form.frame
    ink = plate.shade("ink-2")
    if plate.form.small:
        known = f"Known up to {short_day(scene.known_up_to)} · " if scene.known_up_to else ""
        halo = (plate.shade("neighbours"), 3.0, 0.8)
        plate.write(west + 20, south + 9, known + cited, size=10.5, ink=ink, halo=halo, z=Z)
        return
    plate.write(west, south - 19, notes_line(scene), size=11, ink=ink)
    plate.write(east, south - 19, cited, weight="semibold", size=11, across="right")
    for order, line in enumerate(wrapped(sources_line(scene), "regular", 11, east - west)[:2]):
        plate.write(west, south - 34 - 13 * order, line, size=11, ink=ink)


def draw_frame(plate: Plate) -> None:
    """Draw the line around the map."""
    if not plate.form.small:
        plate.draw(shapely.box(*plate.form.frame), Z - 1, edge=plate.shade("card-line"), width=1.2, axes=plate.sheet)
