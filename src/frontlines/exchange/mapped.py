"""Rows of a data set into events and control claims, by a mapping file."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast, get_args

from frontlines.exchange import cells
from frontlines.exchange.actors import Actors
from frontlines.exchange.mapping import TYPES, Exactness, Kind, RowMapping, Span
from frontlines.exchange.placing import AT_HAND, Given, Placer, is_outside
from frontlines.exchange.rows import REACH, SPOT, Row, clean
from frontlines.geography.gazetteer import Gazetteer
from frontlines.model import Citation, ClaimStatus, ControlClaim, Dataset, Event, EventType, Placement, Status, When
from frontlines.model import Span as TextSpan
from frontlines.parties import lexicon

BATCH: Final = 2000
"""Rows that are placed with one join."""
_SURE: Final = 0.8
_STATUSES: Final = frozenset(get_args(Status))
_CLAIMS: Final = frozenset(get_args(ClaimStatus))
_NOWHERE: Final = TextSpan(0, 0)
_NEAR: Final = {1: "at", 2: "near"}
_DATED: Final = Span(1)
_LEFT_OUT: Final = "is none of the kinds of event that Frontlines knows, and was left out"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was not taken: its number in the file, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch of rows."""

    rows: int
    events: tuple[Event, ...]
    claims: tuple[ControlClaim, ...]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Draft:
    number: int
    id: str
    kind: Kind | None
    given: Given
    when: When
    event: dict[str, Any]
    claim: dict[str, Any] | None


class Converter:
    """Makes events of rows.  ``actors.unknown`` gathers the names of parties that no table has."""

    def __init__(self, mapping: RowMapping, dataset: Dataset, gazetteer: Gazetteer) -> None:
        self._mapping = mapping
        self._dataset = dataset
        self._placer = Placer(gazetteer, dataset.name or dataset.id)
        self.actors = Actors(mapping.actors)
        self._seen: dict[str, int] = {}
        self.rough_claims = 0
        """Claims that were not made, because their row's place is not exact."""
        self.outside = 0
        """Rows that lie beyond Syria and its surroundings, and were left out."""

    def take(self, rows: Iterable[Row]) -> Iterator[Taken]:
        """Give what comes of the rows, batch by batch, in their order."""
        batch: list[Row] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                yield self._batch(batch)
                batch = []
        if batch:
            yield self._batch(batch)

    def _batch(self, rows: Sequence[Row]) -> Taken:
        drafts: list[_Draft] = []
        faults: list[Fault] = []
        for row in rows:
            try:
                if row.fault:
                    raise ValueError(row.fault)  # noqa: TRY301 - one way for every row that is not taken
                drafts.append(self._draft(row))
            except ValueError as error:
                faults.append(Fault(row.number, clean(str(error), 300)))
        events: list[Event] = []
        claims: list[ControlClaim] = []
        for draft, where in zip(drafts, self._placer.place([draft.given for draft in drafts]), strict=True):
            if is_outside(where):
                self.outside += 1
                continue
            if draft.kind is not None:
                events.append(self._event(draft, draft.kind, where))
            if draft.claim is not None:
                if where.precision == 1:
                    claims.append(self._claim(draft, where))
                else:
                    self.rough_claims += 1
                    if draft.kind is None:
                        faults.append(Fault(draft.number, "its place is not exact, so nothing is held there"))
        return Taken(len(rows), tuple(events), tuple(claims), tuple(faults))

    def _get(self, row: Row, field: str) -> str:
        for name in self._mapping.columns.get(field, ()):
            cell = row.values.get(name)
            if cell and (cell := cell.strip()):
                return cell
        return ""

    def _draft(self, row: Row) -> _Draft:
        """Take a row apart; ``ValueError`` says why it can't be."""
        mapping = self._mapping

        def text(field: str, limit: int = 200) -> str:
            return clean(self._get(row, field), limit)

        for field in mapping.required:
            if not self._get(row, field):
                raise ValueError(f"the column {mapping.columns[field][0]} is empty")
        holder = text("holder")
        kind = self._kind(text("type"), holder=holder)
        span = _DATED
        code = text("date_precision")
        if mapping.dates and code:
            span = _looked_up(mapping.dates, code, "date precision")
        elif code:
            span = Span(_whole(code, 5, "date precision"))
        end = text("date_end")
        when = cells.when(
            cells.day(text("date"), day_first=mapping.day_first),
            cells.day(end, day_first=mapping.day_first) if end else None,
            span,
            "the set's date",
        )
        given = self._given(row, text)
        if given.lat is None and not given.place and not given.area:
            raise ValueError("it has neither coordinates nor a place's name")
        row_id = text("id", 130) or _content_id(row)
        if (first := self._seen.setdefault(row_id, row.number)) != row.number:
            raise ValueError(f"its id {row_id!r} stands in row {first} already")
        event: dict[str, Any] = {}
        claim: dict[str, Any] | None = None
        if kind is not None:
            event, claim = self._deed(row, kind, when, text)
        if holder:
            claim = self._held(holder, when, text)
        shared = {"sources": self._sources(row), "certainty": self._certainty(text("certainty"))}
        event |= shared
        if claim is not None:
            claim |= shared
        return _Draft(row.number, row_id, kind, given, when, event, claim)

    def _kind(self, value: str, *, holder: str) -> Kind | None:
        if not value and holder:
            return None
        types = self._mapping.types
        kind = types.get(value.casefold()) or types.get("")
        if kind is None and value in TYPES:
            kind = Kind(cast("EventType", value))
        if kind is None:
            raise ValueError(f"its type {value!r} is not in the mapping: add it under [types]" if value else "no type")
        if kind.type is None:
            raise ValueError(f"its type {value!r} {_LEFT_OUT}")
        return kind

    def _given(self, row: Row, text: Any) -> Given:
        lat, lon = self._get(row, "lat"), self._get(row, "lon")
        area = text("area", 300)
        if not (lat or lon or area):
            lat, _, lon = row.values.get(SPOT, "").partition(" ")
        if bool(lat) != bool(lon):
            raise ValueError("it has only one of latitude and longitude")
        places, code = self._mapping.places, text("place_precision")
        exact = AT_HAND
        if places and code:
            exact = _looked_up(places, code, "place precision")
        elif code:
            exact = Exactness(_whole(code, 7, "place precision"))
        elif reach := row.values.get(REACH):
            km = min(500.0, float(reach))
            exact = Exactness(2 if km <= 25 else 5, km)
        if area and (fault := self._placer.area_fault(area)):
            raise ValueError(f"its area can't be drawn: {fault}")
        at: tuple[float | None, float | None] = (None, None)
        if lat:
            at = cells.degrees(lat, 90, "latitude"), cells.degrees(lon, 180, "longitude")
        elif area:
            at = self._placer.centre(area)
        return Given(
            *at,
            place=text("place"),
            admin1=text("admin1"),
            admin2=text("admin2"),
            country=text("country"),
            area=area,
            exact=exact,
            code=code,
        )

    def _deed(self, row: Row, kind: Kind, when: When, text: Any) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Give what an event says beyond time and place, and the claim that follows from it."""
        status = text("status") or "reported"
        if status not in _STATUSES:
            raise ValueError(f"its status {status!r} is none of {', '.join(sorted(_STATUSES))}")
        first, second = self._side(row, "side_a", when), self._side(row, "side_b", when)
        counts = {name: self._count(row, name) for name in ("killed", "wounded", "affected")}
        notes = []
        for label, column in self._mapping.notes.items():
            if note := clean(row.values.get(column, "")):
                notes.append(f"{label}: {note}" if label else note)
        event = {
            "status": status,
            "actors": tuple(dict.fromkeys((*first, *second))) if kind.both else first,
            "targets": () if kind.both else second,
            **counts,
            "affected_how": text("affected_how", 40) if counts["affected"] else "",
            "notes": tuple(notes),
            "title": text("title", 300),
        }
        return event, self._follows(row, kind, first, second, when)

    def _side(self, row: Row, field: str, when: When) -> tuple[str, ...]:
        name = self._get(row, field)
        if not name:
            return ()
        if self._mapping.separator == "|":
            parts = [part for part in name.split("|") if part.strip()]
            return tuple(dict.fromkeys(one for part in parts for one in self.actors.parties(part.strip(), when.start)))
        return self.actors.parties(name, when.start)

    def _count(self, row: Row, name: str) -> Any:
        least, best, most = (cells.people(self._get(row, f"{name}_{bound}"), name) for bound in ("min", "best", "max"))
        return cells.counted(least, best, most, zero_is_unstated=self._mapping.zero_is_unstated)

    def _follows(
        self, row: Row, kind: Kind, first: tuple[str, ...], second: tuple[str, ...], when: When
    ) -> dict[str, Any] | None:
        """Give the claim that a change of hands makes; None where no party of the lexicon took the place."""
        if not kind.holder:
            return None
        taker, loser = first, second
        if kind.holder != "first":
            a, b = (
                clean(self._get(row, f"{side}_kind")).casefold() in self._mapping.state_kinds
                for side in ("side_a", "side_b")
            )
            # The sides' order tells nothing by itself; their kinds do where they differ.
            if a != b and (b if kind.holder == "state" else a):
                taker, loser = second, first
        known = [party for party in taker if party in lexicon().parties and party not in {"Unknown", "Civilians"}]
        if not known:
            return None
        previous = next((party for party in loser if party in lexicon().parties and party not in taker), None)
        if previous in {"Unknown", "Civilians"}:
            previous = None
        return {"holder": known[0], "status": "captured", "previous": previous, "when": when}

    def _held(self, holder: str, when: When, text: Any) -> dict[str, Any]:
        status = text("claim_status") or "held"
        if status not in _CLAIMS:
            raise ValueError(f"its claim_status {status!r} is none of {', '.join(sorted(_CLAIMS))}")
        sides: dict[str, str | None] = {}
        for field, name in (("holder", holder), ("previous", text("previous")), ("besieger", text("besieger"))):
            party = next(iter(self.actors.parties(name, when.start)), None) if name else None
            if party is not None and party not in lexicon().parties:
                raise ValueError(f"its {field} {name!r} is no party that Frontlines knows: add it under [actors]")
            sides[field] = party
        if status == "besieged" and not sides["besieger"]:
            raise ValueError("a besieged place needs the party that besieges it")
        return {**sides, "status": status, "when": when}

    def _sources(self, row: Row) -> tuple[Citation, ...]:
        named = self._get(row, "sources")
        found = cells.citations(named, separator=self._mapping.separator, quoted=self._mapping.quoted_sources)
        dataset = self._dataset
        version = f" {dataset.version}" if dataset.version else ""
        licence = f", licence {dataset.licence}" if dataset.licence else ""
        return (*found, Citation(f"{dataset.name or dataset.id}{version}{licence}", dataset.url))

    def _certainty(self, code: str) -> float:
        if not code:
            return _SURE
        if self._mapping.certainty:
            return float(_looked_up(self._mapping.certainty, code, "certainty"))
        try:
            value = float(code)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 1:
            raise ValueError(f"its certainty {code!r} is no number from 0 to 1")
        return value

    def _event(self, draft: _Draft, kind: Kind, where: Placement) -> Event:
        assert kind.type is not None  # noqa: S101 - _kind refuses what has none
        title = draft.event.pop("title")
        if not title:
            what = kind.words or kind.type.replace("_", " ").capitalize()
            title = f"{what} {_NEAR.get(where.precision, 'in')} {where.name}" if where.name else what
        return Event(
            id=f"{self._dataset.id}:{draft.id}",
            type=kind.type,
            title=title,
            when=draft.when,
            where=where,
            span=_NOWHERE,
            sentence="",
            origin="import",
            dataset=self._dataset,
            **draft.event,
        )

    def _claim(self, draft: _Draft, where: Placement) -> ControlClaim:
        return ControlClaim(
            id=f"{self._dataset.id}:{draft.id}:control",
            where=replace(where, area=None),
            origin="import",
            dataset=self._dataset,
            **draft.claim or {},
        )


def _looked_up(table: Any, code: str, what: str) -> Any:
    found = table.get(code.casefold())
    if found is None and code.endswith(".0"):
        found = table.get(code[:-2])
    if found is None:
        raise ValueError(f"its {what} {code[:40]!r} is none of {', '.join(table)}")
    return found


def _whole(code: str, most: int, what: str) -> int:
    if not (code.isascii() and code.isdigit() and 1 <= int(code[:3]) <= most):
        raise ValueError(f"its {what} {code[:40]!r} is no whole number from 1 to {most}")
    return int(code)


def _content_id(row: Row) -> str:
    """Give an id to a row that has none: the same for the same content, wherever it stands."""
    content = "\0".join(f"{name}={value}" for name, value in sorted(row.values.items()))
    return f"row-{hashlib.sha256(content.encode('utf-8', 'replace')).hexdigest()[:16]}"
