"""The war in figures over time: ground, places and fronts by month, events and deaths as told.  No screen."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from frontlines.app.selection import KIND_OF, factions_of
from frontlines.app.state import FIRST_DAY, stepped
from frontlines.model import ControlClaim, Event

NOT_HELD: Final = "no_evidence"
"""Key of ground or places of which no claim tells."""
LONG: Final = timedelta(days=31)
"""The deaths of an event that went on for longer belong to no one month."""
UNTOLD: Final = frozenset({"denied", "planned"})
"""What did not happen, or not yet, is not counted."""
SAVE_EVERY: Final = 24
"""Days computed between two writings to disk."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One day in figures; parties by faction key, areas in km², lengths in km, places counted."""

    day: date
    land: Mapping[str, float]
    places: Mapping[str, int]
    fronts: Mapping[str, float]
    """By pair, "isil|sdf"."""


@dataclass(frozen=True, slots=True)
class Killed:
    """People killed in a month in the events known: the least and the most that is told, summed."""

    month: date
    low: int
    high: int
    events: int
    """Events with a count."""
    open_ended: int
    """Events among them whose count has no upper end: "at least 11"."""


def sample_days(last: date) -> tuple[date, ...]:
    """Give the first day of the war, each first of a month, and the last day."""
    days = [FIRST_DAY]
    first = date(FIRST_DAY.year, FIRST_DAY.month, 1)
    days += [day for count in range(1, 1200) if (day := stepped(first, "month", count)) < last]
    return (*days, last) if last > days[-1] else tuple(days)


def measure(claims: Sequence[ControlClaim], day: date, towns: frozenset[str]) -> Sample:
    """Measure who holds what on a day; contested ground counts with the party that mostly holds it."""
    from frontlines.control import picture  # noqa: PLC0415 - pandas and shapely

    drawn = picture(claims, day)
    land: dict[str, float] = defaultdict(float)
    for holder, step, area in zip(drawn.zones["holder"], drawn.zones["step"], drawn.zones["area_km2"], strict=True):
        land[NOT_HELD if holder == "unknown" or not step else str(holder)] += float(area)
    places = Counter(
        str(holder)
        for holder, place in zip(drawn.states["holder"], drawn.states["place_id"], strict=True)
        if place in towns and holder != "unknown"
    )
    fronts: dict[str, float] = defaultdict(float)
    for one, other, km in zip(drawn.fronts["a"], drawn.fronts["b"], drawn.fronts["length_km"], strict=True):
        fronts["|".join(sorted((str(one), str(other))))] += float(km)
    rounded = {key: round(km, 1) for key, km in fronts.items()}
    return Sample(day, {key: round(km2, 1) for key, km2 in land.items()}, dict(places), rounded)


def sampled(
    claims: Sequence[ControlClaim],
    last: date,
    towns: frozenset[str],
    file: Path,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> tuple[Sample, ...]:
    """Measure all of `sample_days`, but for what ``file`` holds, and keep them there; ``told`` hears how far it is."""
    days = sample_days(last)
    known = {sample.day: sample for sample in _read(file)}
    missing = [day for day in days if day not in known]
    for done, day in enumerate(missing):
        told(done, len(missing))
        known[day] = measure(claims, day, towns)
        if (done + 1) % SAVE_EVERY == 0:
            _write(file, known.values())
    if missing:
        _write(file, known.values())
    return tuple(known[day] for day in days)


def kept_in(home: Path, claims: Iterable[ControlClaim]) -> Path:
    """Give the file of the samples that rest on these claims, drawn by this engine."""
    import frontlines.control  # noqa: PLC0415 - pandas and shapely

    rests_on = hashlib.sha256("\0".join(sorted(map(repr, claims))).encode())
    for source in sorted(Path(frontlines.control.__file__).parent.glob("*.py")):
        rests_on.update(source.read_bytes())
    rests_on.update(Path(__file__).read_bytes())
    return home / "over_time" / f"{rests_on.hexdigest()[:24]}.json"


def _read(file: Path) -> list[Sample]:
    """Read samples; a file that can't be read is as good as none."""
    try:
        rows: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))
        return [Sample(**(row | {"day": date.fromisoformat(row["day"])})) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _write(file: Path, samples: Iterable[Sample]) -> None:
    """Write samples aside, then put them in place; what else lies there rests on other content and goes."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [asdict(sample) | {"day": sample.day.isoformat()} for sample in samples]
    aside = file.with_suffix(".part")
    aside.write_text(json.dumps(rows), "utf-8")
    aside.replace(file)
    for old in file.parent.glob("*.json"):
        if old != file:
            old.unlink(missing_ok=True)


def killed_by_month(events: Iterable[Event]) -> tuple[Killed, ...]:
    """Sum the people killed by the month in which an event began.

    Left out: what is denied or announced, what went on for over a month, and deaths in detention, told of years later.
    """
    months: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for event in events:
        start = event.when.start
        if start is None or event.killed is None or event.status in UNTOLD or event.type == "detention":
            continue
        if (event.when.end or start) - start > LONG or start < FIRST_DAY:
            continue
        low, high = event.killed.min or 0, event.killed.max
        sums = months[start.replace(day=1)]
        for at, add in enumerate((low, max(low, high or 0), 1, int(high is None))):
            sums[at] += add
    return tuple(Killed(month, *sums) for month, sums in sorted(months.items()))


def events_by_week(events: Iterable[Event], by: str) -> dict[tuple[date, str], int]:
    """Count events by the Monday of the week they began in, and by kind ("kind") or party that did it ("party").

    An event of several parties counts with each.  Denied and announced ones are left out.
    """
    counts: Counter[tuple[date, str]] = Counter()
    for event in events:
        start = event.when.start
        if start is None or start < FIRST_DAY or event.status in UNTOLD:
            continue
        monday = start - timedelta(days=start.weekday())
        for key in [KIND_OF[event.type]] if by == "kind" else sorted(factions_of(event)):
            counts[monday, key] += 1
    return dict(counts)
