"""Which events of the ledger a report tells of too."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from frontlines.geography.gazetteer import distance_km
from frontlines.model import Event, EventType

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
NEAR_DAYS: Final = 1
_FAMILY: Final = {type_: family for family in FAMILIES for type_ in family}


def twins(reported: Iterable[Event], ledger: Sequence[Event]) -> dict[str, tuple[Event, ...]]:
    """Find the ledger's events that reports tell of too: one family of types, a day apart at most, at one place.

    Two places are one within 10 km, two areas where they are the same.  Within one report an event of the ledger goes
    to the nearest in time and place, and to that alone.  What was only announced or denied is no twin.

    Returns:
        The ledger's events by the id of the report's event.
    """
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in ledger:
        if event.when.start is not None:
            by_day[event.when.start].append(event)
    pairs = []
    for event in reported:
        start = event.when.start
        if start is None or event.status in {"planned", "denied"}:
            continue
        for shift in range(-NEAR_DAYS, NEAR_DAYS + 1):
            for other in by_day.get(start + timedelta(days=shift), ()):
                away = _apart_km(event, other)
                if other.type in _FAMILY[event.type] and away is not None and away <= NEAR_KM:
                    pairs.append((abs(shift), other.type != event.type, away, event.id, other.id, event, other))
    found: dict[str, tuple[Event, ...]] = {}
    taken: set[tuple[str, str]] = set()
    for *_, event, other in sorted(pairs, key=lambda pair: pair[:5]):
        if event.id not in found and (event.article_id, other.id) not in taken:
            taken.add((event.article_id, other.id))
            found[event.id] = (other,)
    return found


def _apart_km(one: Event, other: Event) -> float | None:
    """Give how far apart two events are, 0 in one area; None where that can't be told."""
    a, b = one.where, other.where
    if a.area or b.area:
        return 0.0 if a.area == b.area else None
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance_km(a.lat, a.lon, b.lat, b.lon)
