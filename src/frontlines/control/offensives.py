"""Offensives: the captures of one party that follow each other in time and space, and the ways they took.

Captures of whole places that bear the name of one operation go together while each lies within 90 days and 60 km of
another; those without a name join the named captures of their party within 10 days and 20 km, or stand together by the
same measure.  The way of an offensive is read from the order of its captures: each follows the nearest earlier one,
and the way is the chain that leads farthest from its beginning, with further ways to places that lie well aside.
Captures known no closer than to a month give no order: they are listed and shape no way.

The measures are a judgement; they were set by looking at well-known offensives (docs/control.md).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely import LineString

from frontlines.control.land import Floats, project, to_degrees
from frontlines.control.smooth import linked
from frontlines.control.state import reported_day, target
from frontlines.crs import WGS84
from frontlines.model import ControlClaim
from frontlines.parties import lexicon

NAMED: Final = (90, 60_000.0)
UNNAMED: Final = (10, 20_000.0)
"""Days and metres within which captures belong together, by whether an operation names them."""
LEAST: Final = 3
"""Fewer places are no offensive."""
WAY_M: Final = 8_000.0
"""A shorter way tells no direction."""
SHORTER: Final = 0.4
ASIDE: Final = 0.3
"""A further way is at least this share of the main one's reach long, and leads this share of it aside of all others."""
WAYS: Final = 3
ORDERED: Final = 3
"""The coarsest date precision (a week) that gives captures an order."""

OFFENSIVE_COLUMNS: Final = ("id", "name", "party", "losers", "start", "end", "places", "basis", "geometry")


@dataclass(frozen=True, slots=True)
class Capture:
    """One place taken; ``claim`` is the claim's id, ``losers`` whom it was taken from, ``xy`` metres."""

    claim: str
    place: str
    day: date
    told: date
    """The day on which it became known."""
    ordered: bool
    losers: tuple[str, ...]
    lon: float
    lat: float
    xy: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Offensive:
    """A party's captures that belong together, in order of time.

    ``party`` and ``losers`` by faction key.  ``ways`` are lines in WGS 84 (lon, lat) from the first places to the last,
    the longest first; none where the order of the captures is not known or leads nowhere.
    """

    id: str
    party: str
    name: str
    """The operation's usual name, empty where the captures bear none."""
    start: date
    end: date
    captures: tuple[Capture, ...]
    ways: tuple[LineString, ...]

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of the claims it rests on, in order of time."""
        return tuple(capture.claim for capture in self.captures)

    @property
    def losers(self) -> tuple[str, ...]:
        """Whom the places were taken from, the most frequent first."""
        counted = Counter(loser for capture in self.captures for loser in capture.losers)
        return tuple(sorted(counted, key=lambda loser: (-counted[loser], loser)))

    def within(self, first: date, last: date, *, reported_by: date | None = None) -> "Offensive | None":
        """Give the part of it that happened after ``first`` and up to ``last``; None where too little is left.

        With ``reported_by``, what had not been reported by that day is left out.
        """
        kept = tuple(
            capture
            for capture in self.captures
            if first < capture.day <= last and (reported_by is None or capture.told <= reported_by)
        )
        if kept == self.captures:
            return self
        return _offensive(self.id, self.party, self.name, kept) if len(kept) >= LEAST else None


def offensives(claims: Iterable[ControlClaim]) -> tuple[Offensive, ...]:
    """Find all offensives in the claims of ledger and reports, whatever their order: by start, then id."""
    return _offensives(frozenset(claims))


def offensives_between(claims: Iterable[ControlClaim], first: date, last: date) -> tuple[Offensive, ...]:
    """Give what offensives there were after ``first`` and up to ``last``, as far as they had gone by then."""
    near = (whole for whole in offensives(claims) if whole.start <= last and whole.end > first)
    return tuple(part for whole in near if (part := whole.within(first, last)) is not None)


def offensives_under_way(
    claims: Iterable[ControlClaim], day: date, *, days: int = 30, reported_by: date | None = None
) -> tuple[Offensive, ...]:
    """Give the offensives that took a place in the ``days`` up to ``day``, each from its beginning as far as it was."""
    found = []
    for whole in offensives(claims):
        if whole.start <= day and any(0 <= (day - capture.day).days < days for capture in whole.captures):
            part = whole.within(date.min, day, reported_by=reported_by)
            if part is not None:
                found.append(part)
    return tuple(found)


def offensives_frame(found: Iterable[Offensive]) -> gpd.GeoDataFrame:
    """Give one row per offensive in WGS 84: its ways as lines, no geometry where its way is not known."""
    rows = [
        {
            "id": offensive.id,
            "name": offensive.name,
            "party": offensive.party,
            "losers": ";".join(offensive.losers),
            "start": offensive.start,
            "end": offensive.end,
            "places": len({capture.place for capture in offensive.captures}),
            "basis": ";".join(offensive.claims),
            "geometry": shapely.multilinestrings(list(offensive.ways)) if offensive.ways else None,
        }
        for offensive in found
    ]
    return gpd.GeoDataFrame(rows, columns=list(OFFENSIVE_COLUMNS), geometry="geometry", crs=WGS84)


@lru_cache(maxsize=4)
def _offensives(claims: frozenset[ControlClaim]) -> tuple[Offensive, ...]:
    by_party: dict[str, list[tuple[str, Capture]]] = defaultdict(list)
    for party, operation, capture in _captures(claims):
        by_party[party].append((operation, capture))
    found = []
    for party, taken in by_party.items():
        for name, members in _clusters(taken):
            if len({capture.place for capture in members}) >= LEAST:
                first = members[0]
                found.append(_offensive(f"offensive:{party}:{first.claim}", party, name, members))
    return tuple(sorted(found, key=lambda offensive: (offensive.start, offensive.id)))


def _captures(claims: Iterable[ControlClaim]) -> Iterable[tuple[str, str, Capture]]:
    """Give party, operation and capture for each whole place that was taken from another party, in order of time."""
    known = lexicon()
    taken = []
    for claim in claims:
        day, where = claim.when.start, claim.where
        about = target(claim)
        if claim.status != "captured" or claim.extent != "all" or day is None or about is None or about[1]:
            continue
        if where.part or where.lon is None or where.lat is None or where.kind == "neighbourhood":
            continue
        party = known.holder_key(claim.holder, day)
        losers = {known.holder_key(name, day) for name in (claim.previous, claim.besieger) if name} - {party}
        if party in {"unknown", "other"} or (claim.previous and not losers):
            continue
        taken.append((party, claim, about[0], tuple(sorted(losers))))
    taken.sort(key=lambda row: (row[1].when.start, row[1].id))
    spots = project(np.array([(c.where.lon, c.where.lat) for _, c, _, _ in taken], dtype=float).reshape(-1, 2))
    for (party, claim, place, beaten), (x, y) in zip(taken, spots.tolist(), strict=True):
        if np.isfinite(x) and np.isfinite(y):
            where = claim.where
            ordered = claim.when.precision <= ORDERED
            spot = (float(where.lon or 0), float(where.lat or 0))
            day = claim.when.start or date.min
            told = reported_day(claim) or day
            yield party, claim.operation, Capture(claim.id, place, day, told, ordered, beaten, *spot, (x, y))


def _clusters(taken: Sequence[tuple[str, Capture]]) -> list[tuple[str, tuple[Capture, ...]]]:
    """Part one party's captures into those that belong together, each in order of time."""
    by_name: dict[str, list[Capture]] = defaultdict(list)
    for operation, capture in taken:
        by_name[operation].append(capture)
    unnamed = by_name.pop("", [])
    named = [(name, part) for name in sorted(by_name) for part in _linked(by_name[name], *NAMED)]
    loose = _joined(unnamed, named)
    found = [*named, *(("", part) for part in _linked(loose, *UNNAMED))]
    return [(name, tuple(sorted(part, key=lambda capture: (capture.day, capture.claim)))) for name, part in found]


def _joined(unnamed: Sequence[Capture], named: list[tuple[str, list[Capture]]]) -> list[Capture]:
    """Add to each named part the unnamed captures that lie near it in time and space; give those left."""
    members = [(capture, part) for _, part in named for capture in part]
    if not unnamed or not members:
        return list(unnamed)
    days, metres = UNNAMED
    spots = np.array([capture.xy for capture, _ in members])
    at = np.array([capture.day.toordinal() for capture, _ in members])
    left = []
    for capture in unnamed:
        gaps = np.hypot(*(spots - np.array(capture.xy)).T)
        gaps[np.abs(at - capture.day.toordinal()) > days] = np.inf
        nearest = int(gaps.argmin())
        if gaps[nearest] <= metres:
            members[nearest][1].append(capture)
        else:
            left.append(capture)
    return left


def _linked(captures: Sequence[Capture], days: int, metres: float) -> list[list[Capture]]:
    """Part captures, in order of time, into those that hang together within ``days`` and ``metres``."""
    if not captures:
        return []
    spots: Any = shapely.points(np.array([capture.xy for capture in captures]))
    one, two = shapely.STRtree(spots).query(spots, predicate="dwithin", distance=metres)
    at = np.array([capture.day.toordinal() for capture in captures])
    near = (one < two) & (np.abs(at[one] - at[two]) <= days)
    parts: dict[int, list[Capture]] = defaultdict(list)
    for home, capture in zip(linked(len(captures), np.column_stack([one, two])[near]), captures, strict=True):
        parts[int(home)].append(capture)
    return list(parts.values())


def _offensive(id_: str, party: str, name: str, captures: tuple[Capture, ...]) -> Offensive:
    return Offensive(
        id=id_,
        party=party,
        name=name,
        start=captures[0].day,
        end=captures[-1].day,
        captures=captures,
        ways=_ways(tuple(capture for capture in captures if capture.ordered)),
    )


@lru_cache(maxsize=4096)
def _ways(captures: tuple[Capture, ...]) -> tuple[LineString, ...]:
    """Give the chains of captures that lead farthest, in WGS 84."""
    if not captures:
        return ()
    spots = np.array([capture.xy for capture in captures])
    chains = _chains(spots, np.array([capture.day.toordinal() for capture in captures]))
    reach = [float(np.hypot(*(spots[chain[-1]] - spots[chain[0]]))) for chain in chains]
    longest = max(reach)
    ways: list[list[int]] = []
    for at in sorted(range(len(chains)), key=lambda number: (-reach[number], number)):
        if len(ways) == WAYS or reach[at] < max(WAY_M, SHORTER * longest):
            break
        gone = [spot for way in ways for spot in way]
        off = np.hypot(*(spots[gone] - spots[chains[at][-1]]).T).min() if gone else np.inf
        if off >= max(WAY_M, ASIDE * longest):
            ways.append(chains[at])
    return tuple(to_degrees(LineString(spots[way])) for way in ways)


def _chains(spots: Floats, days: Any) -> list[list[int]]:
    """Give for each capture the chain that leads to it: each link follows the nearest earlier capture."""
    chains: list[list[int]] = []
    for at, day in enumerate(days):
        before = np.flatnonzero(days < day)
        if not len(before):
            chains.append([at])
            continue
        gaps = np.hypot(*(spots[before] - spots[at]).T)
        chains.append([*chains[int(before[gaps.argmin()])], at])
    return chains
