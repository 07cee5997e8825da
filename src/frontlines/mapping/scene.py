"""What is drawn for one view, as plain values: nothing of folium, nothing of the page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from frontlines.control.offensives import Offensive
from frontlines.errors import FrontlinesError
from frontlines.mapping.arrows import Arrow, Sweep, draw_arrow, draw_ways, start_from
from frontlines.mapping.theme import FRAME, Theme
from frontlines.mapping.words import long_day
from frontlines.model import Article, Event, Movement, Placement
from frontlines.parties import lexicon

DOTS_FROM = 500
"""More spots than this are drawn as plain dots on one canvas."""


class Picture(Protocol):
    """What ``control.picture`` gives: frames in EPSG:4326 and their day."""

    @property
    def zones(self) -> gpd.GeoDataFrame: ...  # noqa: D102
    @property
    def fronts(self) -> gpd.GeoDataFrame: ...  # noqa: D102
    @property
    def day(self) -> date: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Spot:
    """Events at one point, the gravest first; its look is that of the first."""

    id: str
    lon: float
    lat: float
    events: tuple[Event, ...]
    faction: str
    glyph: str
    size: int
    """1, 2, 3: none killed or not stated, 1 to 9, 10 or more."""
    hollow: bool
    """True where nobody knows who did it."""

    @property
    def count(self) -> int:
        """How many events stand here."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class AreaEvents:
    """Events known to one and the same area only; the mark stands inside it and claims no exact place."""

    spot: Spot
    expression: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Left:
    """What is not on the map, and why."""

    item: Event | Movement
    reason: str


@dataclass(frozen=True)
class Scene:
    """One view of the map.  Frames and shapes are in EPSG:4326, (lon, lat)."""

    zones: gpd.GeoDataFrame
    fronts: gpd.GeoDataFrame
    spots: tuple[Spot, ...]
    area_events: tuple[AreaEvents, ...]
    arrows: tuple[Arrow, ...]
    theme: Theme
    title: str
    subtitle: str
    known_up_to: date | None
    labels: bool
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
    sweeps: tuple[Sweep, ...] = ()
    """Offensives whose way is known."""

    @property
    def left_count(self) -> int:
        """How many events (movements not counted) are wanted in this view but not on the map."""
        return sum(isinstance(left.item, Event) for left in (*self.unplaced, *self.outside))


def event_faction(event: Event, on: Collection[str] | None = None) -> str:
    """Give the faction key that an event is drawn with: its first known actor's that is on, "unknown" without one."""
    factions = [lexicon().holder_key(actor, event.when.start) for actor in event.actors]
    known = [f for f in factions if f != "unknown"]
    return next((f for f in known if on is None or f in on), known[0] if known else "unknown")


def killed_step(event: Event) -> int:
    """Give the marker's size step: 1 none killed or not stated, 2 one to nine, 3 ten or more."""
    killed = event.killed
    number = 0 if killed is None else killed.min if killed.min is not None else killed.max or 0
    return 1 if number == 0 else 2 if number < 10 else 3


def _gravest_first(event: Event) -> tuple[Any, ...]:
    killed = event.killed
    least = 0 if killed is None else killed.min if killed.min is not None else killed.max or 0
    start = event.when.start
    return (-least, -(start.toordinal() if start else 0), event.title, event.id)


def _spot(spot_id: str, at: tuple[float, float], events: Iterable[Event], on: Collection[str]) -> Spot:
    ordered = tuple(sorted(events, key=_gravest_first))
    faction = event_faction(ordered[0], on)
    size = max(killed_step(event) for event in ordered)
    return Spot(spot_id, *at, ordered, faction, ordered[0].type, size, faction == "unknown")


def in_frame(lon: float, lat: float) -> bool:
    """Tell whether a point is within what the map draws."""
    west, south, east, north = FRAME
    return west <= lon <= east and south <= lat <= north


def _shape(where: Placement, gazetteer: Any) -> BaseGeometry | None:
    """Give the area of a placement, or a disc of its radius where its expression can't be drawn."""
    from frontlines.geography.areas import shape_of  # noqa: PLC0415

    try:
        shape: BaseGeometry = shape_of(where.area or "", gazetteer)
        if not shape.is_empty:
            return shape
    except (FrontlinesError, KeyError, ValueError):
        pass
    if where.lat is None or where.lon is None:
        return None
    from frontlines.mapping.names import disc  # noqa: PLC0415

    return disc(where.lon, where.lat, where.radius_km or 10.0)


def _default_gazetteer() -> Any:
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    return load_gazetteer()


def _why_unplaced(where: Placement) -> str:
    return where.reason or {
        "ambiguous": "not placed: several places of this name",
        "not_found": "not placed: no place of this name is known",
        "not_tried": "the report names no place",
    }.get(str(where.status), "not placed")


def _sort_events(
    events: Iterable[Event], gazetteer: Any, on: Collection[str]
) -> tuple[tuple[Spot, ...], tuple[AreaEvents, ...], list[Left], list[Left]]:
    """Put each event into exactly one of: spots, areas, unplaced, outside."""
    points: dict[tuple[float, float], list[Event]] = defaultdict(list)
    areas: dict[str, list[Event]] = defaultdict(list)
    unplaced: list[Left] = []
    outside: list[Left] = []
    for event in events:
        where = event.where
        if where.lat is None or where.lon is None:
            if where.area is None:
                unplaced.append(Left(event, _why_unplaced(where)))
                continue
        elif not in_frame(where.lon, where.lat):
            outside.append(Left(event, f"{where.name or 'the place'} lies outside the map"))
            continue
        if where.precision >= 6 or where.kind == "country":
            known = f"known only to {where.name}" if where.name else "known only to the country"
            (unplaced if where.country in {"SY", None} else outside).append(Left(event, known))
        elif where.area is not None:
            areas[where.area].append(event)
        else:
            points[round(where.lon or 0, 4), round(where.lat or 0, 4)].append(event)
    drawn: list[AreaEvents] = []
    for expression, group in sorted(areas.items()):
        shape = _shape(group[0].where, gazetteer or _default_gazetteer())
        if shape is None:
            unplaced += [Left(event, "its area can't be drawn") for event in group]
            continue
        inside = shape.representative_point() if not shape.contains(shape.centroid) else shape.centroid
        drawn.append(AreaEvents(_spot(f"area:{expression}", (inside.x, inside.y), group, on), expression, shape))
    spots = tuple(_spot(f"spot:{lon}:{lat}", (lon, lat), group, on) for (lon, lat), group in sorted(points.items()))
    return spots, tuple(drawn), unplaced, outside


def _end(where: Placement | None, gazetteer: Any) -> tuple[float, float] | None:
    if where is None:
        return None
    if where.area is not None:
        shape = _shape(where, gazetteer or _default_gazetteer())
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
        events: the events of the view (already filtered by date, province, certainty …).
        moves: its movements.
        offensives: those under way, or of a span; drawn with the movements where their way is known.
        factions: keys of the factions that are switched on.  Events without a known actor go by "unknown", those of
            parties outside the war's sides (UN, Iraq …) by "other"; an event shows while any of its actors is on.
        kinds: event types that are switched on.
        fronts: whether to draw front lines; one shows while both its parties are on.
        movements: whether to draw arrows.
        labels: whether to draw the names of towns and parties.
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
    shown: list[Event] = []
    off: list[Event | Movement] = []
    for event in events:
        theirs = {lexicon().holder_key(actor, event.when.start) for actor in event.actors} - {"unknown"} or {"unknown"}
        (shown if event.type in kinds and theirs & on else off).append(event)
    going: list[Movement] = []
    for move in moves:
        faction = lexicon().holder_key(move.party, move.when.start)
        (going if movements and faction in on else off).append(move)
    spots, areas, unplaced, outside = _sort_events(shown, gazetteer, on)
    arrows, unplaced_moves, outside_moves = _arrows(going, picture.zones, gazetteer)
    lines = picture.fronts
    lines = lines.loc[lines["a"].isin(on) & lines["b"].isin(on)] if fronts and len(lines) else lines.iloc[:0]
    return Scene(
        zones=_kept_zones(picture.zones, on),
        fronts=lines,
        spots=spots,
        area_events=areas,
        arrows=arrows,
        theme=theme,
        title=title if title is not None else f"Syria, {long_day(picture.day)}",
        subtitle=subtitle,
        known_up_to=known_up_to,
        labels=labels,
        chosen=chosen,
        unplaced=tuple(unplaced + unplaced_moves),
        outside=tuple(outside + outside_moves),
        switched_off=tuple(off),
        articles=articles or {},
        movements={move.id: move for move in going},
        day=picture.day,
        sweeps=_sweeps(offensives, on) if movements else (),
    )
