"""Which events several reports, or a report and the ledger, tell of: each stands once, with every account of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from frontlines.geography.gazetteer import distance_km
from frontlines.model import Event, EventType, Placement
from frontlines.parties import lexicon

FAMILIES: Final[tuple[frozenset[EventType], ...]] = (
    frozenset({"air_strike", "shelling", "bombing", "chemical_attack", "other_attack"}),
    frozenset({"clash", "ground_attack", "siege"}),
    frozenset({"advance", "capture", "withdrawal"}),
    frozenset({"displacement", "evacuation"}),
    frozenset({"aid"}),
    frozenset({"detention"}),
    frozenset({"protest"}),
    frozenset({"talks", "ceasefire"}),
)
"""Types that two sources may give one and the same thing; each belongs to one."""
NEAR_KM: Final = 10.0
"""How far from a report's place the ledger, which keeps notable events alone, may put the same thing."""
NEAR_DAYS: Final = 1
CLOSE_TOLLS: Final = 1.5
"""Tolls this close, the larger by the smaller, tell that two accounts speak of one thing."""
DRIFT: Final = 3.0
"""Tolls further apart than this are of different things: a count grows as the dead are found, but seldom threefold."""
_DRIFT_PEOPLE: Final = 3
_FEW_DAYS: Final = 7
_FAMILY: Final = {type_: number for number, family in enumerate(FAMILIES) for type_ in family}
_STANDING: Final = {"reported": 0, "claimed": 1, "unattributed": 2}
_Cost = tuple[int, bool, bool, float]


def join(reported: Iterable[Event], ledger: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
    """Join accounts of one event: of one family of types, at one place, at one time, with sides and tolls that agree.

    Two reports tell of one event where place (or area) and day are the same and no side or toll speaks against it
    (``_alike``); tolls that nearly match also join other types of a family and neighbouring days.  A report and the
    ledger do within 10 km and a day.  The likest are joined first; all accounts of an event must agree with each other,
    and no report, nor the ledger, gives it two.  What was only announced or denied is joined to nothing.  The order of
    what comes in makes no difference.

    Returns:
        For each event that is told more than once, the other accounts by the id of the fullest one: reports before the
        ledger, exact places before areas, then who names the doer and the dead.
    """
    told = {event.id: event for event in reported if _joinable(event)}
    costs: dict[tuple[str, str], _Cost] = {}
    for one, other in _meeting(told.values()):
        cost = _alike(one, other)
        if cost is not None:
            costs[min(one.id, other.id), max(one.id, other.id)] = cost
    for event, known in _near_the_ledger(told.values(), ledger):
        cost = _as_in_the_ledger(event, known)
        if cost is not None:
            costs[min(event.id, known.id), max(event.id, known.id)] = cost
    everything = {event.id: event for event in ledger} | told
    return dict(_led(group) for group in _groups(costs, everything))


def _joinable(event: Event) -> bool:
    return event.when.start is not None and event.status not in {"planned", "denied"}


def _groups(costs: Mapping[tuple[str, str], _Cost], events: Mapping[str, Event]) -> list[list[Event]]:
    """Join the likest pairs first, groups only where every pair across them is alike."""
    group_of: dict[str, list[str]] = {}
    for (one, other), _ in sorted(costs.items(), key=lambda item: (item[1], item[0])):
        a, b = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if a is b or {_teller(events[id_]) for id_ in a} & {_teller(events[id_]) for id_ in b}:
            continue
        if all((min(x, y), max(x, y)) in costs for x in a for y in b):
            a.extend(b)
            group_of.update(dict.fromkeys(b, a))
    groups = {id(group): group for group in group_of.values() if len(group) > 1}
    return [[events[id_] for id_ in group] for group in groups.values()]


def _teller(event: Event) -> str:
    return event.article_id if event.origin == "report" else event.origin


def _led(group: Sequence[Event]) -> tuple[str, tuple[Event, ...]]:
    lead, *others = sorted(
        group,
        key=lambda e: (
            e.origin != "report",
            e.where.area is not None,
            not _sides(e.actors),
            e.killed is None,
            _STANDING.get(e.status, 3),
            -e.certainty,
            e.id,
        ),
    )
    return lead.id, tuple(others)


@dataclass(frozen=True, slots=True)
class _Key:
    family: int
    place: str
    day: date


def _meeting(events: Iterable[Event]) -> Iterator[tuple[Event, Event]]:
    """Give the pairs of different reports that share a family and a place, and a day or two that follow each other."""
    at: dict[_Key, list[Event]] = defaultdict(list)
    for event in events:
        place = _place(event.where)
        if place is None:
            continue
        for day in _days(event):
            at[_Key(_FAMILY[event.type], place, day)].append(event)
    for key, here in at.items():
        yield from (pair for pair in combinations(here, 2) if pair[0].article_id != pair[1].article_id)
        after = at.get(_Key(key.family, key.place, key.day + timedelta(days=NEAR_DAYS)), ())
        yield from ((one, other) for one in here for other in after if one.article_id != other.article_id)


def _place(where: Placement) -> str | None:
    if where.area or where.place_id:
        return where.area or where.place_id
    return f"{where.lat:.2f} {where.lon:.2f}" if where.lat is not None and where.lon is not None else None


def _days(event: Event) -> list[date]:
    """Give the days that an event may lie on; the first alone where they are many."""
    first, last = _span(event)
    days = (last - first).days + 1
    return [first + timedelta(days=n) for n in range(days if days <= _FEW_DAYS else 1)]


def _span(event: Event) -> tuple[date, date]:
    first = event.when.start or date.min
    return first, max(first, event.when.end or first)


def _alike(one: Event, other: Event) -> _Cost | None:
    """Give how unlike two reports' accounts of one place are, the likest least; None where they are two things."""
    (a, b), (c, d) = _span(one), _span(other)
    apart = max((c - b).days, (a - d).days, 0)
    if max(b - a, d - c) > timedelta(days=_FEW_DAYS) and (a, b) != (c, d):
        return None
    ratio = _toll_ratio(one, other)
    close = ratio is not None and ratio <= CLOSE_TOLLS
    same_type = one.type == other.type
    drifted = ratio is not None and ratio > DRIFT
    if drifted or apart > NEAR_DAYS or (apart and not (close and same_type)) or not (same_type or close):
        return None
    ours, theirs = _sides(one.actors), _sides(other.actors)
    contrary = bool(ours and theirs and not ours & theirs)
    if contrary and not (close or _mirrored(one, other)):
        return None
    # Of a whole province much is told on one day: silence is no agreement there.
    if one.where.area and not (close or (same_type and ours & theirs)):
        return None
    return apart, not same_type, contrary, round(ratio or 1.0, 3)


def _toll_ratio(one: Event, other: Event) -> float | None:
    """Give how many times the larger toll is the smaller; 1 for counts a few people apart, None where one is untold."""
    tolls = [range_.min if range_.min is not None else range_.max for e in (one, other) if (range_ := e.killed)]
    known = sorted(toll for toll in tolls if toll is not None)
    if len(known) < 2:
        return None
    low, high = known
    if high - low <= _DRIFT_PEOPLE:
        return 1.0 + (high - low) / 10
    return high / max(low, 1)


def _sides(parties: Iterable[str]) -> set[str]:
    factions = lexicon().faction_of
    return {factions(name) for name in parties if name not in {"Unknown", "Civilians"}}


def _mirrored(one: Event, other: Event) -> bool:
    """Tell whether two sides give their accounts of one fight: who acts in one is acted on in the other."""
    return bool(_sides(one.actors) & _sides(other.targets) and _sides(other.actors) & _sides(one.targets))


def _near_the_ledger(reported: Iterable[Event], ledger: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    by_day: dict[tuple[int, date], list[Event]] = defaultdict(list)
    for known in ledger:
        if known.when.start is not None:
            by_day[_FAMILY[known.type], known.when.start].append(known)
    for event in reported:
        start = event.when.start
        if start is not None:
            for shift in range(-NEAR_DAYS, NEAR_DAYS + 1):
                for known in by_day.get((_FAMILY[event.type], start + timedelta(days=shift)), ()):
                    yield event, known


def _as_in_the_ledger(event: Event, known: Event) -> _Cost | None:
    away = _apart_km(event, known)
    if away is None or away > NEAR_KM or event.when.start is None or known.when.start is None:
        return None
    return abs((event.when.start - known.when.start).days), event.type != known.type, False, 1.0 + away


def _apart_km(one: Event, other: Event) -> float | None:
    """Give how far apart two events are, 0 in one area; None where that can't be told."""
    a, b = one.where, other.where
    if a.area or b.area:
        return 0.0 if a.area == b.area else None
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)
