"""The gazetteer: every place Frontlines knows, found by any usual spelling of its name.

Three layers, strongest first: the curated tables ``data/gazetteer/*.csv``, what ``gazetteer update`` put into the
user's home, and the extracts of GeoNames in ``data/gazetteer/geonames``.  A weaker record of a place that a stronger
layer holds lends its Arabic name, spellings and population, and is gone.
"""

import hashlib
import math
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from frontlines.errors import DataError
from frontlines.geography.names import fold, is_article, surface, tokens
from frontlines.geography.phrases import facility_key, key_of
from frontlines.geography.records import read_records
from frontlines.model import AREAL_KINDS, Place
from frontlines.settings import settings

SAME_PLACE_KM = 8.0
"""Two records of different layers with one folded name are the same place within this distance."""
SHORT_KEY = 4
"""Folded names up to this length are too easily met by chance to be read in another spelling than a recorded one."""
_KM_PER_DEGREE = 111.32
_LITERAL_LENGTH = 5
_LOWER_OPENINGS = frozenset(
    {
        "eastern",
        "western",
        "northern",
        "southern",
        "east",
        "west",
        "new",
        "old",
        "rural",
        "base",
        "camp",
        "mount",
        "lake",
    }
    | {"division", "regiment", "brigade", "battalion", "checkpoint", "hill", "point", "farms", "occupied", "of"}
)
_Key = TypeVar("_Key", str, tuple[str, str])


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Give the distance of two points (WGS 84 degrees) on the sphere, good to half a per cent."""
    a, b = math.radians(lat1), math.radians(lat2)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


@dataclass(frozen=True, slots=True)
class Words:
    """What ``data/gazetteer/words.toml`` says about words beside and instead of place names."""

    common: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    closers: frozenset[str] = frozenset()


class Gazetteer:
    """Places by id and by folded name; it does not change once made."""

    def __init__(self, places: Iterable[Place], *, words: Words | None = None, content_hash: str = "") -> None:
        """Index ``places``."""
        self.places: tuple[Place, ...] = tuple(places)
        self.words = words or Words()
        self.content_hash = content_hash
        self._by_id = {place.id: place for place in self.places}
        by_key: defaultdict[str, list[Place]] = defaultdict(list)
        literals: defaultdict[str, list[Place]] = defaultdict(list)
        facilities: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        lower_words: set[str] = set(_LOWER_OPENINGS)
        surfaces: set[str] = set()
        for place in self.places:
            for name in names_of(place):
                if is_literal(name):
                    _add(literals, name.replace(".", ""), place)
                    continue
                key = key_of(name)
                if key:
                    _add(by_key, key, place)
                    if len(key) <= SHORT_KEY:
                        surfaces.add(surface(name.partition("(")[0]))
                    if " " in name:
                        lower_words.update(word for word in tokens(name) if word[0].islower() and not is_article(word))
                split = facility_key(name) if " " in name else None
                if split is not None:
                    _add(facilities, split, place)
        self.by_key: Mapping[str, tuple[Place, ...]] = {key: tuple(found) for key, found in by_key.items()}
        """Places by folded name."""
        self.literals: Mapping[str, tuple[Place, ...]] = {k: tuple(found) for k, found in literals.items()}
        """Places by abbreviation in capitals, without full stops: "US", "UK"."""
        self.facilities: Mapping[tuple[str, str], tuple[Place, ...]] = {k: tuple(v) for k, v in facilities.items()}
        """Places by folded name and class of facility: ("tabka", "airbase")."""
        self.short_surfaces = frozenset(surfaces)
        """Names with a short key as they are recorded: such names must be met as spelt."""
        self.lower_words = frozenset(lower_words) - (self.words.common - _LOWER_OPENINGS)
        """Words that stand in names in lower case: "housing", "eastern", "base"."""

    def get(self, place_id: str) -> Place:
        """Give the place with this id.

        Raises:
            DataError: when there is none.
        """
        try:
            return self._by_id[place_id]
        except KeyError:
            raise DataError(f"the gazetteer has no place {place_id!r}; check the id or add the place.") from None

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._by_id

    def lookup(self, name: str) -> tuple[Place, ...]:
        """Give every place that bears ``name`` in any usual spelling, in Latin or Arabic letters; () when none does."""
        if is_literal(name) and (found := self.literals.get(name.replace(".", ""))):
            return found
        found = self.by_key.get(key_of(name), ()) or self.by_key.get(fold(name), ())
        split = facility_key(name)
        if split is None:
            return found
        return tuple(dict.fromkeys((*found, *self.facilities.get(split, ()))))


def is_literal(name: str) -> bool:
    """Say whether a name is an abbreviation that only counts in capitals: "US", "U.K."."""
    return len(name) <= _LITERAL_LENGTH and name.isascii() and name.isupper() and len(name.replace(".", "")) <= 3


def names_of(place: Place) -> tuple[str, ...]:
    """Give all recorded names of a place, the usual one first."""
    return (place.name, *((place.name_ar,) if place.name_ar else ()), *place.aliases)


def _add(index: defaultdict[_Key, list[Place]], key: _Key, place: Place) -> None:
    if all(known is not place for known in index[key]):
        index[key].append(place)


def load_gazetteer() -> Gazetteer:
    """Give the gazetteer of this process, read again when one of its files changed.

    Raises:
        DataError: when a file is broken; names file, line and field.
    """
    shipped = (settings().data_dir / "gazetteer").resolve()
    curated = sorted(shipped.glob("*.csv"))
    weaker = [*sorted((settings().home / "gazetteer").glob("*.csv")), *sorted((shipped / "geonames").glob("*.csv"))]
    words = shipped / "words.toml"
    stamps = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in (*curated, *weaker, words))
    return _load(tuple(curated), tuple(weaker), words, stamps)


@lru_cache(maxsize=2)
def _load(curated: tuple[Path, ...], weaker: tuple[Path, ...], words_file: Path, _stamps: tuple[Any, ...]) -> Gazetteer:
    digest = hashlib.sha256()
    for path in (*curated, *weaker, words_file):
        digest.update(path.name.encode() + path.read_bytes())
    words = _read_words(words_file)
    places = _curated(curated)
    for path in weaker:
        places = _merge(places, read_records(path), words.common)
    return Gazetteer(places.values(), words=words, content_hash=digest.hexdigest()[:16])


def _read_words(path: Path) -> Words:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return Words(
            **{name: frozenset(table[name].split()) for name in ("common", "never", "openers", "closers", "parts")}
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise DataError(
            f"{path.name} can't be read: {error}; it needs common, never, openers, closers and parts."
        ) from error


def _curated(paths: Iterable[Path]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    files: dict[str, str] = {}
    for path in paths:
        for place in read_records(path):
            if place.id in places:
                raise DataError(
                    f"{path.name}, field id: {place.id!r} is in {files[place.id]} too; give one of them another id."
                )
            places[place.id], files[place.id] = place, path.name
    return places


def _merge(strong: dict[str, Place], weak: Iterable[Place], common: frozenset[str]) -> dict[str, Place]:
    """Add the ``weak`` places that ``strong`` lacks, and let the others lend what the strong record lacks."""
    by_key: defaultdict[str, list[str]] = defaultdict(list)
    own_names = {key_of(place.name): place.id for place in strong.values()}
    for place in strong.values():
        if place.kind not in AREAL_KINDS:
            for key in {key_of(name) for name in names_of(place)}:
                by_key[key].append(place.id)
    merged = dict(strong)
    for place in weak:
        if place.id in merged:
            continue
        kept = tuple(alias for alias in place.aliases if alias.casefold() not in common)
        clean = place if len(kept) == len(place.aliases) else replace(place, aliases=kept)
        same = _same_place(clean, by_key, merged)
        if same is None:
            merged[clean.id] = clean
        else:
            known = {fold(name) for name in names_of(same)}
            lent = tuple(
                name
                for name in names_of(clean)
                if fold(name) not in known and name != clean.name_ar and own_names.get(key_of(name), same.id) == same.id
            )
            merged[same.id] = replace(
                same,
                name_ar=same.name_ar or clean.name_ar,
                aliases=(*same.aliases, *dict.fromkeys(lent)),
                population=same.population or clean.population,
            )
    return merged


def _same_place(place: Place, by_key: Mapping[str, list[str]], places: Mapping[str, Place]) -> Place | None:
    for key in dict.fromkeys(map(key_of, names_of(place))):
        for place_id in by_key.get(key, ()):
            known = places[place_id]
            if abs(known.lat - place.lat) * _KM_PER_DEGREE <= SAME_PLACE_KM and (
                distance_km(known.lat, known.lon, place.lat, place.lon) <= SAME_PLACE_KM
            ):
                return known
    return None
