"""The parties of the war and the factions they are drawn with, from ``data/lexicon/parties.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from frontlines.errors import DataError
from frontlines.settings import settings

Shades = tuple[str, str]
"""A colour as ``#RRGGBB`` for the light and for the dark theme."""


@dataclass(frozen=True, slots=True)
class Faction:
    """One layer of the page and one ``controller`` of the control output."""

    key: str
    label: str
    short: str
    fill: Shades
    mark: Shades
    text: Shades
    edge: Shades
    pattern: str
    opacity: tuple[tuple[int, int, int], tuple[int, int, int]]
    """Fill strength in per cent within 15, 25 and 35 km of evidence, light and dark."""
    since: date | None


@dataclass(frozen=True, slots=True)
class Party:
    """A party by the name that extractions print (``evaluation/FORMAT.md``)."""

    name: str
    label: str
    faction: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    outlets: tuple[str, ...]
    """Its own news outlets, in lower case: what they say without a source is its claim."""
    backers: tuple[str, ...]
    """Parties whose backing names it: "rebels backed by Turkey"."""
    since: date | None
    until: date | None

    def exists_on(self, day: date | None) -> bool:
        """Tell whether the party's names mean it on ``day``; without a day, they do."""
        return day is None or ((self.since is None or day >= self.since) and (self.until is None or day < self.until))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The whole table."""

    factions: Mapping[str, Faction]
    parties: Mapping[str, Party]

    def faction_of(self, party: str) -> str:
        """Give the faction's key of a party by name, "other" for a party that is not in the table."""
        found = self.parties.get(party)
        return found.faction if found else "other"

    def holder_key(self, party: str, day: date | None) -> str:
        """Give the ``controller`` key of a holder on a day.

        Nusra's places count as opposition before 28 January 2017, when HTS was founded; HTS and the opposition count as
        the transitional government from 8 December 2024.
        """
        key = self.faction_of(party)
        if day is None:
            return key
        if key == "hts" and (since := self.factions["hts"].since) and day < since:
            return "opposition"
        if key in {"hts", "opposition"} and (since := self.factions["transitional_government"].since) and day >= since:
            return "transitional_government"
        return key


def read_lexicon(path: Path) -> Lexicon:
    """Read a parties table; a broken one raises ``DataError`` naming file and field."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
        factions = {
            row["key"]: Faction(
                key=row["key"],
                label=row["label"],
                short=row["short"],
                fill=tuple(row["fill"]),
                mark=tuple(row["mark"]),
                text=tuple(row["text"]),
                edge=tuple(row.get("edge", row["text"])),
                pattern=row["pattern"],
                opacity=tuple(tuple(o) for o in row.get("opacity", [[50, 39, 28], [50, 39, 28]])),  # type: ignore[arg-type]
                since=row.get("from"),
            )
            for row in raw["faction"]
        }
        parties = {
            row["name"]: Party(
                name=row["name"],
                label=row["label"],
                faction=row["faction"],
                names=_in_all_spellings(row["names"], raw.get("spellings", [])),
                adjectives=tuple(row["adjectives"]),
                outlets=tuple(row.get("outlets", ())),
                backers=tuple(row.get("backers", ())),
                since=row.get("from"),
                until=row.get("until"),
            )
            for row in raw["party"]
        }
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path} can't be read ({error}): mend it or restore it from the project") from error
    except KeyError as error:
        raise DataError(f"{path}: an entry lacks the field {error}: add it") from error
    for party in parties.values():
        if party.faction not in factions:
            raise DataError(
                f"{path}: party {party.name!r} names the faction {party.faction!r}, which is not in the file"
            )
    return Lexicon(factions, parties)


def _in_all_spellings(names: list[str], spellings: list[list[str]]) -> tuple[str, ...]:
    """Give the names and, for words that are spelt in several ways, the names in each of them."""
    out = dict.fromkeys(names)
    for ways in spellings:
        for name in list(out):
            known = next((way for way in ways if f" {way} " in f" {name} "), None)
            if known is not None:
                out.update(dict.fromkeys(f" {name} ".replace(f" {known} ", f" {way} ").strip() for way in ways))
    return tuple(out)


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Give the lexicon in force, read once."""
    return read_lexicon(settings().data_dir / "lexicon" / "parties.toml")
