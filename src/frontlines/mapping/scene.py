"""What is drawn for one view, as plain values: nothing of folium, nothing of the page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import geopandas as gpd

from frontlines.control.offensives import Offensive
from frontlines.mapping.arrows import Arrow, Sweep, draw_arrow, draw_ways, start_from
from frontlines.mapping.columns import Rows, in_frame, killed_step
from frontlines.mapping.spots import AreaEvents, Left, Spot, event_faction, place, shape_or_disc
from frontlines.mapping.theme import Theme
from frontlines.mapping.words import long_day
from frontlines.model import Article, Event, Movement, Placement
from frontlines.parties import lexicon

__all__ = [
    "DOTS_FROM",
    "AreaEvents",
    "Left",
    "Picture",
    "Scene",
    "Spot",
    "build_scene",
    "event_faction",
    "in_frame",
    "killed_step",
]

DOTS_FROM = 150
"""More marks than this, spots and areas together, are drawn as plain dots."""


class Picture(Protocol):
    """What ``control.picture`` gives: frames in EPSG:4326 and their day."""

    @property
    def zones(self) -> gpd.GeoDataFrame: ...  # noqa: D102
    @property
    def fronts(self) -> gpd.GeoDataFrame: ...  # noqa: D102
    @property
    def day(self) -> date: ...  # noqa: D102


@dataclass(frozen=True)
class Scene:
    """One view of the map.  Frames and shapes are in EPSG:4326, (lon, lat)."""

    zones: gpd.GeoDataFrame
    fronts: gpd.GeoDataFrame
    spots: Sequence[Spot]
    area_events: tuple[AreaEvents, ...]
    arrows: tuple[Arrow, ...]
    theme: Theme
    title: str
    subtitle: str
    known_up_to: date | None
    labels: bool
    arabic: bool
    chosen: str | None
    unplaced: tuple[Left, ...]
    """Not placed, or known no closer than a country; movements without a way to draw."""
    outside: tuple[Left, ...]
    """Placed, but beyond what the map shows: Geneva, Astana."""
    switched_off: tuple[Event | Movement, ...]
    """Of a party or kind that is switched off."""
    articles: Mapping[str, Article] = field(default_factory=dict)
    movements: Mapping[str, Movement] = field(default_factory=dict)
    day: date | None = None
    """The day whose control is drawn."""
    heaped: bool = False
    """Whether a spot is all events of one kind at a place, too many to tell of each on the map."""
    sweeps: tuple[Sweep, ...] = ()
    """Offensives whose way is known."""

    @property
    def left_count(self) -> int:
        """How many events (movements not counted) are wanted in this view but not on the map."""
        return sum(isinstance(left.item, Event) for left in (*self.unplaced, *self.outside))


def _end(where: Placement | None, gazetteer: Any) -> tuple[float, float] | None:
    if where is None:
        return None
    if where.area is not None:
        shape = shape_or_disc(where, gazetteer)
        if shape is not None:
            point = shape.centroid
            return (point.x, point.y)
    return None if where.lon is None or where.lat is None else (where.lon, where.lat)


def _arrows(
    movements: Iterable[Movement], zones: gpd.GeoDataFrame, gazetteer: Any
) -> tuple[tuple[Arrow, ...], list[Left], list[Left]]:
    """Draw each movement once; those of one party on one way share an arrow."""
    ways: dict[tuple[Any, ...], list[Movement]] = defaultdict(list)
    unplaced: list[Left] = []
    outside: list[Left] = []
    for movement in movements:
        faction = lexicon().holder_key(movement.party, movement.when.start)
        end = _end(movement.destination, gazetteer)
        start = _end(movement.origin, gazetteer)
        if end is None:
            unplaced.append(Left(movement, "the report does not say where to"))
            continue
        if start is None and len(zones):
            start = start_from(zones.geometry[zones["holder"] == faction].to_list(), end)
        if start is None:
            unplaced.append(Left(movement, "the report does not say where from"))
        elif not (in_frame(*start) and in_frame(*end)):
            outside.append(Left(movement, "it leads beyond the map"))
        else:
            ways[faction, movement.status == "planned", start, end].append(movement)
    arrows = []
    for (faction, announced, start, end), group in ways.items():
        drawn = draw_arrow(start, end, announced=announced)
        if drawn is None:
            unplaced += [Left(movement, "start and end are too close to draw an arrow") for movement in group]
            continue
        ids = tuple(movement.id for movement in group)
        arrows.append(Arrow(f"move:{ids[0]}", ids, faction, announced, drawn[1], drawn[0]))
    return tuple(arrows), unplaced, outside


def _sweeps(offensives: Iterable[Offensive], factions: Collection[str]) -> tuple[Sweep, ...]:
    """Draw the offensives of factions that are on, the farthest first, so that short ones stay on top."""
    shapes = [(offensive, draw_ways(offensive.ways)) for offensive in offensives if offensive.party in factions]
    drawn = [Sweep(offensive, shape) for offensive, shape in shapes if shape is not None]
    return tuple(sorted(drawn, key=lambda sweep: -sweep.shape.area))


def _kept_zones(zones: gpd.GeoDataFrame, factions: Collection[str]) -> gpd.GeoDataFrame:
    """Keep zones of factions that are on; no evidence stays, contested ground stays while either party is on."""
    if not len(zones):
        return zones
    on = zones["holder"].isin(factions) | (zones["status"] == "no_evidence")
    shared = zones["status"].isin(["contested", "mixed"]) & zones["other"].isin(factions)
    return zones.loc[on | shared]


def build_scene(
    picture: Picture,
    events: Sequence[Event],
    moves: Sequence[Movement] = (),
    offensives: Sequence[Offensive] = (),
    *,
    factions: Collection[str],
    kinds: Collection[str],
    fronts: bool = True,
    movements: bool = True,
    labels: bool = True,
    arabic: bool = False,
    theme: Theme = "light",
    title: str | None = None,
    subtitle: str = "Who held what, and what was reported that day",
    known_up_to: date | None = None,
    chosen: str | None = None,
    articles: Mapping[str, Article] | None = None,
    gazetteer: Any = None,
) -> Scene:
    """Choose and arrange what one view shows.

    Args:
        picture: zones and fronts of the day, as ``control.picture`` gives them.
        events: the events of the view (already filtered by date, province, certainty …); ``columns.Rows`` are quickest.
        moves: its movements.
        offensives: those under way, or of a span; drawn with the movements where their way is known.
        factions: keys of the factions that are switched on.  Events without a known actor go by "unknown", those of
            parties outside the war's sides (UN, Iraq …) by "other"; an event shows while any of its actors is on.
        kinds: event types that are switched on.
        fronts: whether to draw front lines; one shows while both its parties are on.
        movements: whether to draw arrows.
        labels: whether to draw the names of towns and parties.
        arabic: whether the page names towns and governorates in Arabic; pictures to print have no Arabic type.
        theme: "light" or "dark".
        title: "Syria, 21 February 2017" without one.
        subtitle: the line below it.
        known_up_to: the last date the ledger was brought to.
        chosen: id of the event, zone, front or movement that is marked.
        articles: reports by id, for the source line of popups.
        gazetteer: for areas; the project's own without one.

    Returns:
        A scene in which every event is in exactly one of ``spots``, ``area_events``, ``unplaced``, ``outside`` and
        ``switched_off``, and every movement in one of ``arrows`` and the last three.
    """
    on = set(factions)
    shown, hidden = Rows.of(events).switched(on, kinds)
    off: list[Movement] = []
    going: list[Movement] = []
    for move in moves:
        faction = lexicon().holder_key(move.party, move.when.start)
        (going if movements and faction in on else off).append(move)
    placed = place(shown, gazetteer, on)
    arrows, unplaced_moves, outside_moves = _arrows(going, picture.zones, gazetteer)
    lines = picture.fronts
    lines = lines.loc[lines["a"].isin(on) & lines["b"].isin(on)] if fronts and len(lines) else lines.iloc[:0]
    return Scene(
        zones=_kept_zones(picture.zones, on),
        fronts=lines,
        spots=placed.spots,
        area_events=placed.areas,
        arrows=arrows,
        theme=theme,
        title=title if title is not None else f"Syria, {long_day(picture.day)}",
        subtitle=subtitle,
        known_up_to=known_up_to,
        labels=labels,
        arabic=arabic,
        chosen=chosen,
        unplaced=(*placed.unplaced, *unplaced_moves),
        outside=(*placed.outside, *outside_moves),
        switched_off=(*hidden, *off),
        heaped=placed.heaped,
        articles=articles or {},
        movements={move.id: move for move in going},
        day=picture.day,
        sweeps=_sweeps(offensives, on) if movements else (),
    )
