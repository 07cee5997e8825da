"""An imported set laid beside what reports and the ledger tell: what agrees, differs, or stands on one side only."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

from frontlines.errors import InputError
from frontlines.exchange.rows import inert
from frontlines.geography.gazetteer import distance_km
from frontlines.joining import FAMILIES
from frontlines.model import Dataset, Event, Placement, Range, When
from frontlines.parties import lexicon

Verdict = Literal["agrees", "differs", "only in the set", "only told"]
VERDICTS: Final[tuple[Verdict, ...]] = ("agrees", "differs", "only in the set", "only told")
MAX_DAYS: Final = 31
MAX_KM: Final = 200.0
LONGEST: Final = timedelta(days=31)
"""What is known no closer than to a longer time is laid beside nothing."""
ROUGH_KM: Final = 25.0
"""How far a place may lie from its coordinates that is known roughly (UCDP's codes 2 and 3)."""
WIDE_KM: Final = 30.0
"""An area of a larger radius counts like a governorate."""
SAME_SPOT_KM: Final = 3.0
"""Two accounts of one thing may put it this far apart without differing on the place."""
DEADLY: Final = 0.98
"""A set of which this share tells of deaths holds deadly events alone; others are no gap of its."""
GROUPS: Final = (frozenset().union(*FAMILIES[:3]), *FAMILIES[3:])
"""Types that may be one thing: sets tell of fighting without its means, or of a battle where reports see a capture."""
COLUMNS: Final = (
    "verdict",
    "differs_in",
    "days_apart",
    "km_apart",
    "set_id",
    "set_date",
    "set_place",
    "set_type",
    "set_parties",
    "set_killed",
    "told_by",
    "told_id",
    "told_date",
    "told_place",
    "told_type",
    "told_parties",
    "told_killed",
    "lat",
    "lon",
    "licence",
)
_GROUP: Final = {kind: number for number, group in enumerate(GROUPS) for kind in group}
_LOOSE_DAYS: Final = {1: 0, 2: 3, 3: 7, 4: 31, 5: 31}
_NO_SIDE: Final = frozenset({"Unknown", "Civilians"})


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a cross-check; one side is None where only the other tells of it."""

    verdict: Verdict
    theirs: Event | None
    told: Event | None
    differs: tuple[str, ...] = ()
    """Of "date", "place", "count" and "party"."""
    days: int | None = None
    km: float | None = None

    @property
    def event(self) -> Event:
        """The set's event where it has one, else what was told."""
        found = self.theirs or self.told
        assert found is not None  # noqa: S101 - a row has a side
        return found


@dataclass(frozen=True, slots=True)
class CrossCheck:
    """The whole comparison; rows are in the order of ``VERDICTS``, then of time."""

    dataset: Dataset
    rows: tuple[Row, ...]
    beyond: int
    """Events told of outside of what the set covers: another time, other kinds, no deaths; they are no gap of its."""
    days: int
    km: float

    @property
    def counts(self) -> Mapping[str, int]:
        """How many rows each verdict has."""
        return Counter(row.verdict for row in self.rows)

    def summary(self) -> str:
        """Say the outcome in one line."""
        counts = self.counts
        ways = Counter(name for row in self.rows for name in row.differs)
        on = f" (on {', '.join(f'{name} {number:,}' for name, number in sorted(ways.items()))})" if ways else ""
        return (
            f"{counts.get('agrees', 0):,} agree, {counts.get('differs', 0):,} differ{on}, "
            f"{counts.get('only in the set', 0):,} only in the set, {counts.get('only told', 0):,} only told by "
            f"reports or the ledger; {self.beyond:,} told events lie outside of what the set covers"
        )


def cross_check(
    dataset: Dataset, theirs: Sequence[Event], told: Iterable[Event], *, days: int = 1, km: float = 10.0
) -> CrossCheck:
    """Lay a set beside what was told.

    Two events are held to be one where their times are ``days`` days apart at most, their places ``km`` km, with as
    much more as either is known roughly, and their types may be one thing (``GROUPS``).  Each event that was told goes
    to the one of the set's that differs from it least, then to the nearest in time and place; of one report's, or the
    ledger's, no two go to the same.  Where one is known to a governorate or region only, that alone pairs nothing: the
    counts and parties must agree.

    Args:
        dataset: the set's terms.
        theirs: the set's events.
        told: events of reports and of the ledger; announced and denied ones are left out.
        days: 0 to ``MAX_DAYS``.
        km: over 0, up to ``MAX_KM``.

    Raises:
        InputError: for a window beyond these.
    """
    if not 0 <= days <= MAX_DAYS:
        raise InputError(f"--days {days} is not from 0 to {MAX_DAYS}: choose a shorter window")
    if not 0 < km <= MAX_KM:
        raise InputError(f"--km {km:g} is not over 0 and at most {MAX_KM:g}: choose a nearer distance")
    happened = [event for event in told if event.status not in {"planned", "denied"}]
    by_day: dict[date, list[Event]] = defaultdict(list)
    for event in theirs:
        for day in _days_of(event):
            by_day[day].append(event)
    pairs = sorted(
        (pair for event in happened for pair in _pairs(event, by_day, days, km)),
        key=lambda pair: (pair.rough, len(pair.differs), pair.days, pair.km, pair.told.id, pair.theirs.id),
    )
    matched: set[str] = set()
    taken: set[tuple[str, str]] = set()
    used: set[str] = set()
    rows: list[Row] = []
    for pair in pairs:
        ours, other = pair.told, pair.theirs
        if ours.id in matched or (ours.article_id, other.id) in taken:
            continue
        matched.add(ours.id)
        taken.add((ours.article_id, other.id))
        used.add(other.id)
        rows.append(
            Row("differs" if pair.differs else "agrees", other, ours, pair.differs, pair.days, round(pair.km, 1))
        )
    rows += [Row("only in the set", event, None) for event in theirs if event.id not in used]
    covers = _coverage(theirs)
    alone = [event for event in happened if event.id not in matched]
    covered = [event for event in alone if covers(event)]
    rows += [Row("only told", None, event) for event in covered]
    rows.sort(key=lambda row: (VERDICTS.index(row.verdict), row.event.when.start or date.max, row.event.id))
    return CrossCheck(dataset, tuple(rows), len(alone) - len(covered), days, km)


def table(found: CrossCheck) -> list[tuple[Any, ...]]:
    """Give the rows for a file or a table by ``COLUMNS``; no cell is a formula to a spreadsheet."""
    licence = found.dataset.licence
    return [
        (
            row.verdict,
            ", ".join(row.differs),
            "" if row.days is None else row.days,
            "" if row.km is None else row.km,
            *_side(row.theirs, found.dataset.id),
            told_by(row.told) if row.told else "",
            *_side(row.told, ""),
            *((row.event.where.lat, row.event.where.lon) if row.event.where.lat is not None else ("", "")),
            inert(licence) if row.theirs else "",
        )
        for row in found.rows
    ]


def told_by(event: Event) -> str:
    """Name what tells of an event: the ledger, or a report by its id."""
    return "ledger" if event.origin == "ledger" else f"report {event.article_id}"


def parties_of(event: Event) -> tuple[str, ...]:
    """Give both sides of an event, civilians and unknown ones aside."""
    return tuple(dict.fromkeys(name for name in (*event.actors, *event.targets) if name not in _NO_SIDE))


def killed_words(count: Range | None) -> str:
    """Give a count of people killed as "3", "3 to 7", "3 or more", or nothing where it is not stated."""
    if count is None or (count.min is None and count.max is None):
        return ""
    if count.max is None:
        return f"{count.min} or more"
    return f"{count.max}" if count.min in {None, count.max} else f"{count.min} to {count.max}"


def _side(event: Event | None, set_id: str) -> tuple[str, ...]:
    if event is None:
        return ("",) * 6
    start, end = event.when.start, event.when.end
    dated = "" if start is None else f"{start}" if end in {None, start} else f"{start}/{end}"
    name = event.id.removeprefix(f"{set_id}:") if set_id else event.id
    cells = (name, dated, event.where.name, event.type, "|".join(parties_of(event)), killed_words(event.killed))
    return tuple(inert(cell) for cell in cells)


def _span(event: Event) -> tuple[date, date] | None:
    start = event.when.start
    if start is None:
        return None
    end = event.when.end or start
    return None if end - start > LONGEST else (start, end)


def _days_of(event: Event) -> Iterator[date]:
    span = _span(event)
    if span is not None:
        yield from (span[0] + timedelta(days=n) for n in range((span[1] - span[0]).days + 1))


@dataclass(frozen=True, slots=True)
class _Pair:
    told: Event
    theirs: Event
    days: int
    km: float
    differs: tuple[str, ...]
    rough: bool
    """Whether one is known to a governorate or region only."""


def _pairs(told: Event, by_day: Mapping[date, Sequence[Event]], days: int, km: float) -> Iterator[_Pair]:
    """Give the set's events that may be the one told of, with how far apart they are."""
    span = _span(told)
    if span is None:
        return
    seen: set[str] = set()
    for shift in range(-days, (span[1] - span[0]).days + days + 1):
        for other in by_day.get(span[0] + timedelta(days=shift), ()):
            if other.id in seen or _GROUP[other.type] != _GROUP[told.type]:
                continue
            seen.add(other.id)
            away = apart_km(told.where, other.where)
            theirs = _span(other)
            if away is None or theirs is None or away > km + _slack(told.where) + _slack(other.where):
                continue
            gap = max(0, (theirs[0] - span[1]).days, (span[0] - theirs[1]).days)
            differs = _differences(other, told, gap, away)
            rough = max(_grade(told.where), _grade(other.where)) >= 4
            if not (rough and {"count", "party"} & set(differs)):
                yield _Pair(told, other, gap, away, differs, rough)


def apart_km(one: Placement, other: Placement) -> float | None:
    """Give how far apart two placements are: by coordinates, 0 in one governorate where that is all that is known.

    None where it can't be told: without coordinates, or known no closer than to a country.
    """
    if max(_grade(one), _grade(other)) >= 6:
        return None
    if max(_grade(one), _grade(other)) >= 4:
        return 0.0 if one.admin1 is not None and one.admin1 == other.admin1 else None
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _grade(where: Placement) -> int:
    """Give the place precision, 4 for an area so wide that nearness tells nothing: the north of a governorate."""
    wide = where.part or (where.area is not None and (where.radius_km or 0) > WIDE_KM)
    return max(4, where.precision) if wide else where.precision


def _slack(where: Placement) -> float:
    """Give how far from its coordinates a place may lie, in km."""
    return (where.radius_km or ROUGH_KM) if where.area is not None and _grade(where) in {2, 3} else 0.0


def _differences(theirs: Event, told: Event, gap: int, away: float) -> tuple[str, ...]:
    found = []
    if gap > _loose(theirs.when) + _loose(told.when):
        found.append("date")
    if away > SAME_SPOT_KM + _slack(theirs.where) + _slack(told.where):
        found.append("place")
    if not _overlap(theirs.killed, told.killed):
        found.append("count")
    one, other = _factions(theirs), _factions(told)
    if len(one & other) < min(2, len(one), len(other)):
        found.append("party")
    return tuple(found)


def _loose(when: When) -> int:
    """Give by how many days a single date may be off that stands for a longer time."""
    return _LOOSE_DAYS[when.precision] if when.end in {None, when.start} else 0


def _overlap(one: Range | None, other: Range | None) -> bool:
    """Tell whether two counts may be the same; what is not stated is not compared."""
    if one is None or other is None:
        return True
    return (one.max is None or other.min is None or other.min <= one.max) and (
        other.max is None or one.min is None or one.min <= other.max
    )


def _factions(event: Event) -> set[str]:
    """Give the factions of both sides: sets name a group where reports name its side."""
    return {lexicon().holder_key(name, event.when.start) for name in parties_of(event)} - {"unknown"}


def _coverage(theirs: Sequence[Event]) -> Any:
    """Give a test for what a set would hold: its time, its kinds of event, deadly ones alone where it has no others."""
    spans = [(event.when.start, event.when.end or event.when.start) for event in theirs if event.when.start]
    first = min((start for start, _ in spans), default=date.max)
    last = max((end for _, end in spans if end), default=date.min)
    groups = {_GROUP[event.type] for event in theirs}
    only_deadly = bool(theirs) and sum(map(_is_deadly, theirs)) >= DEADLY * len(theirs)

    def covers(event: Event) -> bool:
        start = event.when.start
        if start is None or not first <= start <= last or _GROUP[event.type] not in groups:
            return False
        return not only_deadly or _is_deadly(event)

    return covers


def _is_deadly(event: Event) -> bool:
    return event.killed is not None and (event.killed.max is None or event.killed.max > 0)
