"""A place's story: who held it when, and all that is told of it.  Pure: the same in a test as on the page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from frontlines.app.state import FIRST_DAY
from frontlines.control.state import State, histories, states_of, target
from frontlines.geography.gazetteer import Gazetteer, distance_km
from frontlines.model import AREAL_KINDS, Article, ControlClaim, Event, Place
from frontlines.parties import lexicon

NEAR_KM: Final = 2.0
"""An event this near to a town, or within the town's own reach, belongs to its story."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which a place's state stayed the same, [start, end); parties by faction key."""

    start: date
    end: date
    holder: str | None
    """None where nothing tells."""
    other: str | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim or an event, with the day it is listed by."""

    day: date
    item: ControlClaim | Event


@dataclass(frozen=True, slots=True)
class Story:
    """A place's whole history; entries newest first."""

    place: Place
    spells: tuple[Spell, ...]
    entries: tuple[Entry, ...]


def story_of(
    place: Place,
    claims: Sequence[ControlClaim],
    events: Iterable[Event],
    articles: Mapping[str, Article],
    *,
    gazetteer: Gazetteer,
    last_day: date,
) -> Story:
    """Gather a place's story from its own claims, those on areas around it, and the events there.

    The spells cover every day from the war's first to ``last_day``.  A later claim on the whole of an area around the
    place counts as on the map; what was announced only is left out.
    """
    own = [claim for claim in claims if _is_about(claim, place)]
    parts = [c for c in claims if _is_part_of(c.where.place_id, place, gazetteer) and not _is_about(c, place)]
    areal = place.kind in AREAL_KINDS
    around = [] if areal else [claim for claim in claims if _covers(claim, place, gazetteer)]
    told = [event for event in events if event.status != "planned" and _happened_at(event, place, gazetteer)]
    items: tuple[ControlClaim | Event, ...] = (*own, *parts, *around, *told)
    entries = [Entry(day, item) for item in items if (day := _day(item, articles))]
    entries.sort(key=lambda entry: (entry.day, entry.item.id), reverse=True)
    return Story(place, tuple(_spells(own, around, last_day)), tuple(entries))


def _is_about(claim: ControlClaim, place: Place) -> bool:
    about = target(claim)
    return about is not None and about[0] == place.id


def _is_part_of(place_id: str | None, place: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a place is a quarter or a part of another, at any depth."""
    for _ in range(4):
        if place_id is None or place_id not in gazetteer:
            return False
        place_id = gazetteer.get(place_id).parent
        if place_id == place.id:
            return True
    return False


def _covers(claim: ControlClaim, place: Place, gazetteer: Gazetteer) -> bool:
    """Tell whether a claim on the whole of an area reaches the place."""
    about = target(claim)
    if about is None or not about[1] or about[0] == place.id or claim.extent == "part" or claim.where.part:
        return False
    from shapely import Point  # noqa: PLC0415

    shape = area_shape(about[0], gazetteer)
    return shape is not None and bool(shape.intersects(Point(place.lon, place.lat)))


def area_shape(expression: str, gazetteer: Gazetteer) -> Any:
    """Give an area's shape (EPSG:4326), or None where it can't be drawn."""
    from frontlines.errors import FrontlinesError  # noqa: PLC0415
    from frontlines.geography.areas import shape_of  # noqa: PLC0415

    try:
        return shape_of(expression, gazetteer)
    except FrontlinesError:
        return None


def _happened_at(event: Event, place: Place, gazetteer: Gazetteer) -> bool:
    where = event.where
    if where.place_id == place.id or _is_part_of(where.place_id, place, gazetteer):
        return True
    if where.area or where.lat is None or where.lon is None or place.kind in AREAL_KINDS:
        return False
    return distance_km(where.lat, where.lon, place.lat, place.lon) <= min(place.radius_km, NEAR_KM)


def _day(item: ControlClaim | Event, articles: Mapping[str, Article]) -> date | None:
    article = articles.get(item.article_id)
    reported = article.published if article else None
    return item.when.start or (item.reported if isinstance(item, ControlClaim) else None) or reported


def _spells(own: Sequence[ControlClaim], around: Sequence[ControlClaim], last_day: date) -> Iterable[Spell]:
    """Fold the claims day by day on which anything may have changed, and join what stayed the same."""
    sorted_own, sorted_around = histories(own), histories(around)
    days = {FIRST_DAY, *(max(day, FIRST_DAY) for h in (*sorted_own, *sorted_around) for day in h.counted)}
    days |= {day for party in lexicon().parties.values() for day in (party.since, party.until) if day}
    found: list[Spell] = []
    ordered = sorted(day for day in days if FIRST_DAY <= day <= last_day)
    for start, end in zip(ordered, [*ordered[1:], last_day], strict=True):
        state = _state(states_of(sorted_own, start), states_of(sorted_around, start))
        now = (state.holder, state.other, state.status) if state else (None, None, "")
        before = found[-1] if found else None
        if before and (before.holder, before.other, before.status) == now:
            found[-1] = Spell(before.start, end, *now)
        else:
            found.append(Spell(start, end, *now))
    return found


def _state(own: Sequence[State], areas: Sequence[State]) -> State | None:
    """Give what counts: the place's own state, unless a newer claim on the whole of an area around it beats it."""
    known = [state for state in own if state.holder != "unknown"]
    mine = max(known, key=lambda state: state.seen, default=None)
    beating = [state for state in areas if state.extent == "all" or mine is None]
    theirs = max(beating, key=lambda state: (state.seen, state.key), default=None)
    return theirs if theirs and (mine is None or theirs.seen > mine.seen) else mine
