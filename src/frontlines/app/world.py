"""What the page shows, kept between reruns under the hash of its content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import streamlit as st

from frontlines.app.selection import Index
from frontlines.app.state import OPENING_DAY
from frontlines.collector import at_rest, pass_over
from frontlines.geography.gazetteer import Gazetteer, load_gazetteer
from frontlines.model import Article, ControlClaim, Dataset, Event, Movement
from frontlines.settings import settings
from frontlines.store import Store
from frontlines.worlds import World


@dataclass(frozen=True)
class Shown:
    """Everything at hand: what the reports tell and what the ledger holds, with its indexes."""

    articles: Mapping[str, Article]
    events: tuple[Event, ...]
    movements: tuple[Movement, ...]
    claims: tuple[ControlClaim, ...]
    known_up_to: date
    content_hash: str
    events_by_id: Mapping[str, Event]
    """All of them, those of ``also_told`` too."""
    also_told: Mapping[str, tuple[Event, ...]]
    """The other accounts of an event that several tell of, by the id of each; one of them is among ``events``."""
    claims_by_id: Mapping[str, ControlClaim]

    @cached_property
    def index(self) -> Index:
        """The events with all that choosing among them asks."""
        return Index(self.events, self.articles, self.also_told)

    @cached_property
    def sets(self) -> Mapping[str, Dataset]:
        """The imported sets at hand, by id."""
        items: tuple[Event | ControlClaim, ...] = (*self.events, *self.claims)
        found = {item.dataset.id: item.dataset for item in items if item.dataset is not None}
        return dict(sorted(found.items()))

    def told_by(self, set_id: str = "") -> tuple[Event, ...]:
        """Give the events of one source: of an imported set, or, without one, of ledger and reports."""
        return tuple(event for event in self.events if (event.dataset.id if event.dataset else "") == set_id)

    def claims_without(self, sets_off: frozenset[str]) -> tuple[ControlClaim, ...]:
        """Give the claims but those of some sets; the same tuple each time, by which what rests on it is kept."""
        if not sets_off:
            return self.claims
        if sets_off not in self._claims_kept:
            kept = (c for c in self.claims if c.dataset is None or c.dataset.id not in sets_off)
            claims = tuple(kept)
            self._claims_kept[sets_off] = self.claims if len(claims) == len(self.claims) else claims
        return self._claims_kept[sets_off]

    @cached_property
    def _claims_kept(self) -> dict[frozenset[str], tuple[ControlClaim, ...]]:
        return {}

    @cached_property
    def last_day(self) -> date:
        """The last day that anything at hand tells of, announced things aside."""
        return max([self.known_up_to, OPENING_DAY, *(a.published for a in self.articles.values() if a.published)])


def gazetteer() -> Gazetteer:
    """Give the gazetteer in force."""
    return load_gazetteer()


def load_world() -> Shown:
    """Give all that is at hand; gathered anew only when a file of ours or the store changed."""
    return _world(_stamp())


def _stamp() -> str:
    """Hash what the world rests on, without reading it: the shipped files' times and sizes, the store's own hash."""
    folders = (settings().data_dir / name for name in ("ledger", "reports", "lexicon"))
    files = sorted(path for folder in folders for path in folder.glob("*"))
    parts = [f"{path.name}:{(at := path.stat()).st_mtime_ns}:{at.st_size}" for path in files]
    return hashlib.sha256("\0".join([*parts, gazetteer().content_hash, Store().content_hash()]).encode()).hexdigest()


@st.cache_resource(show_spinner="Gathering reports and ledger …", max_entries=2)
def _world(stamp: str) -> Shown:  # noqa: ARG001 - the key of the cache
    from frontlines.pipeline import world  # noqa: PLC0415 - loads the language model where a report is new

    with at_rest():
        shown = _shown(world(Store()))
    pass_over()
    return shown


def _shown(known: World) -> Shown:
    leads = {event.id: event for event in known.events}
    joined = [(leads[id_], *others) for id_, others in known.also_told.items()]
    return Shown(
        articles={article.id: article for article in known.articles},
        events=known.events,
        movements=known.movements,
        claims=known.claims,
        known_up_to=known.known_up_to or OPENING_DAY,
        content_hash=known.content_hash,
        events_by_id={event.id: event for event in (*known.events, *(e for others in joined for e in others))},
        also_told={event.id: tuple(e for e in group if e is not event) for group in joined for event in group},
        claims_by_id={claim.id: claim for claim in known.claims},
    )


def load_picture(world: Shown, day: date, reported_by: date | None, sets_off: frozenset[str] = frozenset()) -> Any:
    """Give who holds what on a day (``control.picture``), kept by the content that it rests on."""
    return _picture(world.content_hash, day, reported_by, sets_off, world)


@st.cache_resource(show_spinner=False, max_entries=64)
def _picture(
    content_hash: str,  # noqa: ARG001 - key
    day: date,
    reported_by: date | None,
    sets_off: frozenset[str],
    _world: Shown,
) -> Any:
    from frontlines.control import picture  # noqa: PLC0415 - pandas and shapely

    return picture(_world.claims_without(sets_off), day, reported_by=reported_by)


def load_offensives(world: Shown, day: date, reported_by: date | None, sets_off: frozenset[str] = frozenset()) -> Any:
    """Give the offensives under way on a day (``control.offensives``), kept by the content that they rest on."""
    return _offensives(world.content_hash, day, reported_by, sets_off, world)


@st.cache_resource(show_spinner=False, max_entries=64)
def _offensives(
    content_hash: str,  # noqa: ARG001 - key
    day: date,
    reported_by: date | None,
    sets_off: frozenset[str],
    _world: Shown,
) -> Any:
    from frontlines.control import offensives_under_way  # noqa: PLC0415 - pandas and shapely

    return offensives_under_way(_world.claims_without(sets_off), day, reported_by=reported_by)


def load_offensives_between(world: Shown, first: date, last: date) -> Any:
    """Give the offensives after one day and up to another (``control.offensives``)."""
    from frontlines.control import offensives_between  # noqa: PLC0415 - pandas and shapely

    return offensives_between(world.claims, first, last)


def load_change(world: Shown, first: date, last: date) -> Any:
    """Give what changed hands between two days (``control.change``)."""
    return _change(world.content_hash, first, last, world)


@st.cache_resource(show_spinner=False, max_entries=32)
def _change(content_hash: str, first: date, last: date, _world: Shown) -> Any:  # noqa: ARG001 - key
    from frontlines.control import change  # noqa: PLC0415 - pandas and shapely

    return change(load_picture(_world, first, None), load_picture(_world, last, None))
