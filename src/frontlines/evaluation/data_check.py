"""Checks every data file that ships: places, parties, triggers, ledger, dispatches, layers."""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Final, get_args

from frontlines.errors import FrontlinesError
from frontlines.model import AREAL_KINDS, Place
from frontlines.settings import settings

FAR_KM: Final = 20.0
"""How far outside its governorate's polygon a place may lie: the shipped borders are off by up to that."""
NEAR_KM: Final = 2.0
"""The same where OCHA's borders were taken in (`frontlines boundaries update`)."""
WAR_BEGAN: Final = date(2011, 3, 15)
"""The first protests in Daraa and Damascus: no event of the ledger is older."""
SAME_SPOT_KM: Final = 1.0
"""Two settlements of one name this near to each other are one place entered twice."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: one line for each problem, and a summary of what was looked at."""

    problems: tuple[str, ...]
    summary: str


def check_everything() -> Report:
    """Check all data in force; a broken file is a problem, not an error."""
    problems: list[str] = []
    counts: list[str] = []
    for name, check in CHECKS.items():
        try:
            looked_at, found = check()
            counts.append(f"{looked_at} {name}")
            problems += found
        except (FrontlinesError, OSError) as error:
            problems.append(str(error))
            counts.append(f"{name} not readable")
    root = f"{settings().data_dir.parent}/"
    # A broken table is met by every check that rests on it.
    lines = tuple(dict.fromkeys(" ".join(problem.replace(root, "").split()) for problem in problems))
    return Report(lines, f"{', '.join(counts)}: {len(lines) or 'no'} problem{'s' * (len(lines) != 1)}")


def _parties() -> tuple[int, list[str]]:
    from frontlines.parties import read_lexicon  # noqa: PLC0415

    path = settings().data_dir / "lexicon" / "parties.toml"
    lexicon = read_lexicon(path)
    problems = [
        f"{path}, faction {faction.key}, field {field}: {shade!r} is no colour: write it as #RRGGBB"
        for faction in lexicon.factions.values()
        for field in ("fill", "mark", "text", "edge")
        for shade in getattr(faction, field)
        if not _COLOUR.fullmatch(shade)
    ]
    spoken: dict[str, list[str]] = defaultdict(list)
    for party in lexicon.parties.values():
        for name in {name.casefold() for name in party.names}:
            spoken[name].append(party.name)
    for name, parties in spoken.items():
        for one, other in combinations((lexicon.parties[party] for party in parties), 2):
            starts = max((day for day in (one.since, other.since) if day), default=None)
            ends = min((day for day in (one.until, other.until) if day), default=None)
            if starts is None or ends is None or starts < ends:
                problems.append(f"{path}, field names: {name!r} means {one.name} and {other.name} at once")
    return len(lexicon.parties), problems


def _word_lists() -> tuple[int, list[str]]:
    from frontlines.extraction.lexicon import read_words  # noqa: PLC0415

    paths = sorted(settings().data_dir.glob("*/*.toml"))
    problems = []
    for path in paths:
        try:
            tomllib.loads(path.read_text("utf-8"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            problems.append(f"{path}: {error}")
    if not problems:
        read_words(settings().data_dir / "lexicon" / "triggers.toml")
    return len(paths), problems


def _places() -> tuple[int, list[str]]:
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415
    from frontlines.geography.records import read_records  # noqa: PLC0415

    problems: list[str] = []
    records: list[tuple[str, Place]] = []
    for path in sorted((settings().data_dir / "gazetteer").glob("*.csv")):
        try:
            records += zip(_lines(path), read_records(path), strict=True)
        except FrontlinesError as error:
            problems.append(str(error))
    seen: dict[str, str] = {}
    for where, place in records:
        if place.id in seen:
            problems.append(f"{where}, field id: {place.id!r} stands on {seen[place.id]} already")
        seen.setdefault(place.id, where)
    for where, place in records:
        problems += [f"{where}, field {fault}" for fault in _place_faults(place, seen)]
    problems += _twice(records)
    if not problems:
        load_gazetteer()
    return len(records), problems


def _lines(path: Path) -> Iterator[str]:
    """Give "FILE, line N" for each record, by the rule that ``read_records`` skips empty rows."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            if any(value and not isinstance(value, list) for value in row.values()):
                yield f"{path}, line {reader.line_num}"


def _place_faults(place: Place, known: dict[str, str]) -> Iterator[str]:
    if not _ID.fullmatch(place.id):
        yield f"id: {place.id!r} must be small letters, digits and single hyphens"
    if place.parent and place.parent not in known:
        yield f"parent: {place.parent!r} is no id of the gazetteer"
    if place.parent == place.id:
        yield "parent: a place can't be part of itself"
    if not place.sources:
        yield "source: a place needs at least one"
    if place.admin1 and place.country == "SY" and place.kind not in AREAL_KINDS:
        from frontlines.geography.boundaries import loaded  # noqa: PLC0415

        away = _km_outside(place)
        if away > (FAR_KM if loaded(1) is None else NEAR_KM):
            yield f"admin1: {place.name} lies {away:.0f} km outside {place.admin1}"


def _km_outside(place: Place) -> float:
    """Give how far a place lies outside the governorate that its record states."""
    import shapely  # noqa: PLC0415
    from shapely.ops import nearest_points  # noqa: PLC0415

    from frontlines.geography.gazetteer import distance_km  # noqa: PLC0415
    from frontlines.geography.provinces import province_shape  # noqa: PLC0415

    point = shapely.Point(place.lon, place.lat)
    shape = province_shape(place.admin1 or "")
    if shape.intersects(point):
        return 0.0
    nearest = nearest_points(shape, point)[0]
    return distance_km(place.lat, place.lon, nearest.y, nearest.x)


def _twice(records: list[tuple[str, Place]]) -> Iterator[str]:
    """Find settlements that bear one name at one spot."""
    from frontlines.geography.gazetteer import distance_km, names_of  # noqa: PLC0415
    from frontlines.geography.names import fold  # noqa: PLC0415

    by_name: dict[str, dict[str, tuple[str, Place]]] = defaultdict(dict)
    for where, place in records:
        if place.kind == "settlement":
            for name in names_of(place):
                by_name[fold(name)][place.id] = (where, place)
    told: set[tuple[str, str]] = set()
    for bearers in by_name.values():
        for (_, one), (where, other) in combinations(bearers.values(), 2):
            near = distance_km(one.lat, one.lon, other.lat, other.lon) <= SAME_SPOT_KM
            if near and (one.id, other.id) not in told:
                told.add((one.id, other.id))
                yield f"{where}, field name: {other.id!r} and {one.id!r} share a name and a spot"


def _claims() -> tuple[int, list[str]]:
    from frontlines.control import check_ledger  # noqa: PLC0415
    from frontlines.control.ledger import ledger_folder, read_ledger  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    gazetteer = load_gazetteer()
    ledger, _ = read_ledger(ledger_folder(), gazetteer)
    return len(ledger.claims), check_ledger(gazetteer)


def _events() -> tuple[int, list[str]]:
    from frontlines.control.events import read_events  # noqa: PLC0415
    from frontlines.control.ledger import ledger_folder, read_ledger  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415
    from frontlines.parties import lexicon  # noqa: PLC0415

    gazetteer, known = load_gazetteer(), lexicon().parties
    last = read_ledger(ledger_folder(), gazetteer)[0].known_up_to
    read, problems = read_events(ledger_folder() / "events.csv", gazetteer)
    seen: dict[tuple[object, ...], int] = {}
    for event in read.events:
        line, start, end = read.lines[event.id], event.when.start, event.when.end
        where = f"{read.path} line {line}"
        if not _ID.fullmatch(event.id):
            problems.append(f"{where}, id: {event.id!r} must be small letters, digits and single hyphens")
        problems += [
            f"{where}, {field}: {day} is not between {WAR_BEGAN} and known_up_to, {last}"
            for field, day in (("date", start), *((("date_end", end),) if end != start else ()))
            if day and not WAR_BEGAN <= day <= last
        ]
        problems += [
            f"{where}, {field}: {name} did not exist on {start}"
            for field, names in (("actors", event.actors), ("targets", event.targets))
            for name in names
            if start and not (known[name].exists_on(start) or known[name].exists_on(start - timedelta(days=1)))
        ]
        key = (event.type, start, event.where.area or event.where.place_id, event.title)
        if key in seen:
            problems.append(f"{where}, row: it repeats line {seen[key]} (same type, date, place and title)")
        seen.setdefault(key, line)
    return len(read.events), problems


def _dispatches() -> tuple[int, list[str]]:
    from frontlines.reading import read  # noqa: PLC0415

    problems = []
    paths = sorted((settings().data_dir / "reports").glob("*.md"))
    for path in paths:
        try:
            article = read(path)
        except FrontlinesError as error:
            problems.append(f"{path}: {error}")
            continue
        problems += [
            f"{path}, field {field}: it is missing in the front matter"
            for field in ("title", "outlet", "url", "published")
            if not getattr(article, field)
        ]
    return len(paths), problems


def _layers() -> tuple[int, list[str]]:
    from frontlines.geography.basemap import LayerName, layer  # noqa: PLC0415

    names = get_args(LayerName)
    return len(names), [
        f"geo/{name}.geojson, feature {number}: the geometry is missing or crosses itself"
        for name in names
        for number, shape in enumerate(layer(name).geometry, start=1)
        if shape is None or shape.is_empty or not shape.is_valid
    ]


CHECKS: dict[str, Callable[[], tuple[int, list[str]]]] = {
    "parties": _parties,
    "word lists": _word_lists,
    "places": _places,
    "claims": _claims,
    "events": _events,
    "dispatches": _dispatches,
    "map layers": _layers,
}
