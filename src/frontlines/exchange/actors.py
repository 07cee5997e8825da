"""The parties behind the names that data sets give them, by ``data/exchange/actors.toml`` and the lexicon."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from frontlines.errors import DataError, InputError
from frontlines.exchange.rows import clean
from frontlines.parties import lexicon
from frontlines.settings import settings

_MARKS = str.maketrans(
    {"-": " ", "_": " ", "'": None, "’": None, "‘": None, "`": None, '"': None, "“": None, "”": None}
)


@dataclass(frozen=True, slots=True)
class _Entry:
    party: str
    since: date | None
    until: date | None

    def counts_on(self, day: date | None) -> bool:
        return day is None or ((self.since is None or day >= self.since) and (self.until is None or day < self.until))


@dataclass
class Actors:
    """Finds parties, remembers what it found, and counts the names that it did not know."""

    own: Mapping[str, str] = field(default_factory=dict)
    """Names that a mapping file adds, and their parties."""
    unknown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Fold the mapping's own names."""
        strangers = sorted(set(self.own.values()) - set(lexicon().parties))
        if strangers:
            raise InputError(
                f"[actors]: {strangers[0]!r} is no party of data/lexicon/parties.toml: write one of its names"
            )
        self._own = {folded(name): party for name, party in self.own.items()}
        self._found: dict[tuple[str, date | None], tuple[str, ...]] = {}

    def parties(self, name: str, day: date | None) -> tuple[str, ...]:
        """Give the parties that a name, or several joined by commas, means on a day; a stranger stands as named."""
        key = (name, _era(day))
        if key not in self._found:
            whole = self._one(name, day)
            parts = [name] if whole else [part for part in name.split(",") if part.strip()]
            found = [whole] if whole else [self._one(part, day) or self._stranger(part) for part in parts]
            self._found[key] = tuple(dict.fromkeys(party for party in found if party))
        return self._found[key]

    def _stranger(self, name: str) -> str:
        shown = clean(name, 120)
        self.unknown.add(shown)
        return shown

    def _one(self, name: str, day: date | None) -> str | None:
        key = folded(name)
        if not key:
            return None
        if key in self._own:
            return self._own[key]
        whole, begins, lexical = _tables()
        for entry in whole.get(key, ()):
            if entry.counts_on(day):
                return entry.party
        fits = [(len(head), entry) for head, entry in begins if key.startswith(head) and entry.counts_on(day)]
        if fits:
            return max(fits, key=lambda fit: fit[0])[1].party
        # "JaS: Levant Front" and "Hezbollah (Lebanon)" carry a name of the lexicon with an addition.
        for form in (key, key.partition(":")[2].strip(), key.partition("(")[0].strip()):
            for party in lexical.get(form, ()) if form else ():
                if lexicon().parties[party].exists_on(day):
                    return party
        return None


def folded(name: str) -> str:
    """Give a name without what spellings differ in: case, apostrophes, quotes, hyphens, doubled spaces."""
    return clean(name.translate(_MARKS), 200).casefold()


@lru_cache(maxsize=1)
def _bounds() -> tuple[date, ...]:
    raw = [day for one in _raw() for day in (one.get("from"), one.get("until")) if day]
    known = [day for party in lexicon().parties.values() for day in (party.since, party.until) if day]
    return tuple(sorted({*raw, *known}))


def _era(day: date | None) -> date | None:
    """Give the last day before ``day`` on which any name changed its meaning: all days of an era read alike."""
    if day is None:
        return None
    return max((bound for bound in _bounds() if bound <= day), default=date.min)


def _raw() -> list[dict[str, Any]]:
    path = settings().data_dir / "exchange" / "actors.toml"
    try:
        found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["actor"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise DataError(f"{path.name} can't be read ({error}): restore it from the project") from error
    strangers = [one.get("party") for one in found if one.get("party") not in lexicon().parties]
    if strangers:
        raise DataError(f"{path.name}: {strangers[0]!r} is no party of data/lexicon/parties.toml: mend the entry")
    return found


_Tables = tuple[
    Mapping[str, tuple[_Entry, ...]],
    tuple[tuple[str, _Entry], ...],
    Mapping[str, tuple[str, ...]],
]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    whole: defaultdict[str, list[_Entry]] = defaultdict(list)
    begins: list[tuple[str, _Entry]] = []
    for one in _raw():
        entry = _Entry(one["party"], one.get("from"), one.get("until"))
        for name in one.get("names", ()):
            whole[folded(name)].append(entry)
        begins += [(folded(name), entry) for name in one.get("begins", ())]
    lexical: defaultdict[str, list[str]] = defaultdict(list)
    for party in lexicon().parties.values():
        for name in _unique((party.name, party.label, *party.names)):
            lexical[name].append(party.name)
    return _frozen(whole), tuple(begins), _frozen(lexical)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(folded(name) for name in names))


def _frozen(table: Mapping[str, list[Any]]) -> dict[str, tuple[Any, ...]]:
    return {key: tuple(found) for key, found in table.items()}
