"""The words of conflict reports, from ``data/lexicon/triggers.toml``."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from frontlines.errors import DataError
from frontlines.model import EventType
from frontlines.settings import settings

Phrase = tuple[str, ...]
"""Lemmas in order, lower case."""


@dataclass(frozen=True, slots=True)
class TriggerWord:
    """What a phrase of lemmas says: event type (None for a generic attack), word class, whether it is background."""

    type: EventType | None
    pos: str
    """ "noun", "verb" or "phrase" (a verb with its particle or object)."""
    active: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The whole table."""

    triggers: Mapping[Phrase, tuple[TriggerWord, ...]]
    pairs: Mapping[str, tuple[Phrase, ...]]
    """The phrases of two lemmas by their first."""
    longest: int
    weapons: Mapping[Phrase, EventType]
    weapon_starts: frozenset[str]
    """First words of the weapons' names."""
    casualty_verbs: frozenset[str]
    sections: Mapping[str, Mapping[str, frozenset[str]]]

    @property
    def people(self) -> frozenset[str]:
        """Lemmas of nouns for people, under arms or not."""
        return self.sections["forces"]["civilians"] | word_set("people_nouns")

    def has(self, section: str, name: str, lemma: str) -> bool:
        """Tell whether a lemma stands in ``[section] name``."""
        return lemma in self.sections[section][name]


def _phrase(text: str) -> Phrase:
    return tuple(text.split())


def read_words(path: Path) -> Words:
    """Read the table; a broken one raises ``DataError`` naming file and field."""
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path} can't be read ({error}): mend it or restore it from the project") from error
    triggers: dict[Phrase, list[TriggerWord]] = {}

    def add(phrases: Sequence[str], word: TriggerWord) -> None:
        for text in phrases:
            triggers.setdefault(_phrase(text), []).append(word)

    try:
        for kind in get_args(EventType):
            section = raw[kind]
            add(section.get("nouns", ()), TriggerWord(kind, "noun"))
            add(section.get("active", ()), TriggerWord(kind, "noun", active=True))
            add(section.get("verbs", ()), TriggerWord(kind, "verb"))
            add(section.get("phrases", ()), TriggerWord(kind, "phrase"))
        add(raw["generic"]["nouns"], TriggerWord(None, "noun"))
        add(raw["generic"]["verbs"], TriggerWord(None, "verb"))
        weapons = {_phrase(text): kind for kind, texts in raw["weapons"].items() for text in texts}
        pairs: dict[str, list[Phrase]] = {}
        for phrase in triggers:
            if len(phrase) == 2:
                pairs.setdefault(phrase[0], []).append(phrase)
        return Words(
            pairs={first: tuple(phrases) for first, phrases in pairs.items()},
            triggers={phrase: tuple(words) for phrase, words in triggers.items()},
            longest=max(map(len, triggers)),
            weapons=weapons,
            weapon_starts=frozenset(phrase[0] for phrase in weapons),
            casualty_verbs=frozenset(raw["generic"]["casualty_verbs"]),
            sections={name: {key: frozenset(value) for key, value in section.items()} for name, section in raw.items()},
        )
    except KeyError as error:
        raise DataError(f"{path} lacks the section or field {error}: add it") from error


@lru_cache(maxsize=1)
def words() -> Words:
    """Give the table in force, read once."""
    return read_words(settings().data_dir / "lexicon" / "triggers.toml")


@lru_cache(maxsize=1)
def _grammar() -> dict[str, frozenset[str]]:
    path = settings().data_dir / "lexicon" / "grammar.toml"
    try:
        return {name: frozenset(value) for name, value in tomllib.loads(path.read_text("utf-8")).items()}
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{path} can't be read ({error}): mend it or restore it from the project") from error


def word_set(name: str) -> frozenset[str]:
    """Give a word list of ``data/lexicon/grammar.toml`` by name; a missing one raises ``DataError``."""
    try:
        return _grammar()[name]
    except KeyError:
        raise DataError(f"data/lexicon/grammar.toml lacks the list {name!r}: add it") from None
