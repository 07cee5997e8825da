"""Imported sets in the store: whole or not at all, each row once, with the terms they came under."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy import bindparam as bound

from frontlines.errors import StoreError
from frontlines.model import ControlClaim, Dataset, Event, Placement
from frontlines.store import layers, stamp
from frontlines.store.engine import Database
from frontlines.store.schema import import_sets, imported

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Item = Event | ControlClaim
Key = tuple[str, str]
"""The kind of a row, "event" or "claim", and its id."""
_KINDS: Final = ("event", "claim")
Held = tuple[tuple[Event, ...], tuple[ControlClaim, ...]]
_KEPT_SETS: Final = 4
_KEPT: dict[tuple[str, ...], Held] = {}
"""Sets read before in this process, by store and content."""
_AT_ONCE: Final = 2000
"""Rows written by one statement, and read as one piece of JSON."""


@dataclass(frozen=True, slots=True)
class SetInfo:
    """An imported set: its terms and what it holds."""

    dataset: Dataset
    events: int
    claims: int
    file: str
    """The file that last changed it; ``format`` is how that was written."""
    format: str
    rows: int
    """How many rows that file had; ``refused`` of them could not be taken."""
    refused: int


@dataclass(frozen=True, slots=True)
class Change:
    """What an import did, in rows: events and claims together."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows to keep, by their keys, and what is kept of them already, as documents."""

    set_id: str
    items: Mapping[Key, Item]
    documents: Mapping[Key, str]
    kept: Mapping[Key, str]
    new: Sequence[Key]
    changed: Sequence[Key]


class Sets:
    """The imported sets of one database.  Methods raise ``StoreError`` as the store's do."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        dataset: Dataset,
        events: Iterable[Event],
        claims: Iterable[ControlClaim] = (),
        *,
        file: str = "",
        format: str = "",  # noqa: A002 - the word for it
        rows: int = 0,
        refused: int = 0,
        progress: Callable[[int, int], None] | None = None,
    ) -> Change:
        """Keep a set's rows, all of them or none: new ones come in, changed ones take their earlier form's place.

        Rows that the set has and the file lacks stay, since exports come in pieces.  The same again changes nothing.
        ``progress`` is told how many rows are written so far, and of how many.
        """
        given: dict[Key, Item] = {("event", event.id): event for event in events}
        given |= {("claim", claim.id): claim for claim in claims}
        documents = dict(zip(given, _written(given.values()), strict=True))
        terms = asdict(dataset)
        with self._database.write() as connection:
            before = connection.execute(select(import_sets).where(import_sets.c.id == dataset.id)).first()
            kept = {key: text for key, text in self._kept(connection, dataset.id) if key in documents}
            new = [key for key in documents if key not in kept]
            changed = [key for key in kept if kept[key] != documents[key]]
            batch = _Batch(dataset.id, given, documents, kept, new, changed)
            same = len(documents) - len(new) - len(changed)
            if before is not None and not new and not changed and self._info(before)["dataset"] == terms:
                return Change(0, 0, same)
            content = _moved(connection, batch, before)
            held = self._info(before) if before is not None else {}
            counts = {f"{kind}s": held.get(f"{kind}s", 0) + sum(key[0] == kind for key in new) for kind in _KINDS}
            info = {"dataset": terms, **counts, "file": file, "format": format, "rows": rows, "refused": refused}
            values = {"content_hash": content, "document": json.dumps(info, ensure_ascii=False)}
            if before is None:
                connection.execute(insert(import_sets).values(id=dataset.id, **values))
            else:
                connection.execute(update(import_sets).where(import_sets.c.id == dataset.id).values(**values))
            _write(connection, batch, progress)
            self._lay_out(connection, dataset.id)
        return Change(len(new), len(changed), same)

    def all(self) -> list[SetInfo]:
        """Give the sets at hand, by id, without their rows."""
        with self._database.read() as connection:
            found = connection.execute(select(import_sets).order_by(import_sets.c.id)).all() if connection else ()
        infos = [self._info(row) for row in found]
        return [SetInfo(**{**info, "dataset": Dataset(**info["dataset"])}) for info in infos]

    def read(self, set_id: str | None = None) -> Held:
        """Give the events and the control claims of all sets, or of one, by set, day and id; kept while unchanged."""
        events: list[Event] = []
        claims: list[ControlClaim] = []
        with self._database.read() as connection:
            if connection is None:
                return (), ()
            for row in self._rows(connection, set_id):
                key = (self._database.url.render_as_string(), row.id, row.content_hash, row.document)
                held = _KEPT.get(key) or self._held(connection, row)
                while len(_KEPT) >= _KEPT_SETS:
                    _KEPT.pop(next(iter(_KEPT)), None)
                _KEPT[key] = held
                events += held[0]
                claims += held[1]
        return tuple(events), tuple(claims)

    def remove(self, set_id: str) -> bool:
        """Take a set out; tell whether it was there."""
        with self._database.read() as connection:
            if connection is None:
                return False
        with self._database.write() as connection:
            content = connection.execute(select(import_sets.c.content_hash).where(import_sets.c.id == set_id)).scalar()
            if content is None:
                return False
            layers.take(connection, set_id)
            connection.execute(delete(imported).where(imported.c.set_id == set_id))
            connection.execute(delete(import_sets).where(import_sets.c.id == set_id))
            stamp.move(connection, removed=[stamp.set_key(set_id, content)])
            return True

    def problems(self, connection: Connection) -> Iterator[str]:
        """Read every set and name what is broken, one line each."""
        for row in self._rows(connection):
            try:
                self._held(connection, row)
            except StoreError as error:
                yield str(error)

    @staticmethod
    def _rows(connection: Connection, set_id: str | None = None) -> Sequence[Row[Any]]:
        asked = select(import_sets).order_by(import_sets.c.id)
        return connection.execute(asked if set_id is None else asked.where(import_sets.c.id == set_id)).all()

    def _held(self, connection: Connection, row: Row[Any]) -> Held:
        """Read a set's rows; ``row`` is the set's own."""
        dataset = Dataset(**self._info(row)["dataset"])
        rows = select(imported.c.kind, imported.c.id, imported.c.document).where(imported.c.set_id == row.id)
        ordered = rows.order_by(imported.c.kind, imported.c.day, imported.c.id)
        found = list(self._database.rows(connection, ordered))
        if stamp.of(_row_key((one.kind, one.id), one.document) for one in found) != row.content_hash:
            raise self._damaged(row.id)
        places: dict[Placement, Placement] = {}
        held: dict[str, list[Any]] = {kind: [] for kind in _KINDS}
        for kind, items in held.items():
            documents = [one.document for one in found if one.kind == kind]
            for start in range(0, len(documents), _AT_ONCE):
                try:
                    read = _adapter(kind).validate_json(f"[{','.join(documents[start : start + _AT_ONCE])}]")
                except ValueError:
                    # Not "from": a validation error quotes the row.
                    raise self._damaged(row.id) from None
                for item in read:
                    # Nobody has seen these objects yet, and copying each would take as long as reading it.
                    object.__setattr__(item, "dataset", dataset)
                    # One object for each place, however many rows lie there: memory follows the places.
                    object.__setattr__(item, "where", places.setdefault(item.where, item.where))
                items.extend(read)
        return tuple(held["event"]), tuple(held["claim"])

    def _kept(self, connection: Connection, set_id: str) -> Iterator[tuple[Key, str]]:
        asked = select(imported.c.kind, imported.c.id, imported.c.document).where(imported.c.set_id == set_id)
        for row in self._database.rows(connection, asked):
            yield (row.kind, row.id), row.document

    def _lay_out(self, connection: Connection, set_id: str) -> None:
        """Show the set's rows to GIS programs."""
        (row,) = self._rows(connection, set_id)
        events, claims = self._held(connection, row)
        layers.take(connection, set_id)
        layers.put(connection, set_id, events, claims)

    def _info(self, row: Row[Any]) -> dict[str, Any]:
        try:
            info: dict[str, Any] = json.loads(row.document)
            Dataset(**info["dataset"])
        except (ValueError, TypeError, KeyError):
            raise self._damaged(row.id) from None
        return info

    def _damaged(self, set_id: str) -> StoreError:
        return StoreError(
            f"the store {self._database.name} holds the imported set {set_id} damaged: "
            f"remove it with frontlines import remove {set_id} and import it again"
        )


def _moved(connection: Connection, batch: _Batch, before: Row[Any] | None) -> str:
    """Give the set's new content hash, and move the store's stamp by it."""
    own = before.content_hash if before is not None else stamp.EMPTY
    moved = [*batch.new, *batch.changed]
    content = stamp.shifted(
        own,
        added=(_row_key(key, batch.documents[key]) for key in moved),
        removed=(_row_key(key, batch.kept[key]) for key in batch.changed),
    )
    gone = [] if before is None else [stamp.set_key(batch.set_id, own)]
    stamp.move(connection, added=[stamp.set_key(batch.set_id, content)], removed=gone)
    return content


def _write(connection: Connection, batch: _Batch, progress: Callable[[int, int], None] | None) -> None:
    key_is = (imported.c.set_id == bound("s"), imported.c.kind == bound("k"), imported.c.id == bound("i"))
    statements: dict[str, tuple[Any, Iterable[str]]] = {
        "new": (insert(imported), ("set_id", "kind", "id")),
        "changed": (update(imported).where(*key_is).values(day=bound("day"), document=bound("document")), "ski"),
    }
    done = 0
    for what, keys in (("new", batch.new), ("changed", batch.changed)):
        statement, names = statements[what]
        for start in range(0, len(keys), _AT_ONCE):
            rows = [
                {
                    **dict(zip(names, (batch.set_id, *key), strict=True)),
                    "day": batch.items[key].when.start,
                    "document": batch.documents[key],
                }
                for key in keys[start : start + _AT_ONCE]
            ]
            connection.execute(statement, rows)
            done += len(rows)
            if progress:
                progress(done, len(batch.new) + len(batch.changed))


def _row_key(key: Key, document: str) -> str:
    return f"{key[0]}\0{key[1]}\0{document}"


@lru_cache(maxsize=2)
def _adapter(kind: str) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - building it takes a moment that few commands need

    return TypeAdapter({"event": list[Event], "claim": list[ControlClaim]}[kind])


def _written(items: Iterable[Item]) -> Iterator[str]:
    """Give each row as JSON, without what is as it would be by itself, and without the set's terms."""
    for item in items:
        adapter = _adapter("event" if isinstance(item, Event) else "claim")
        # As a list of one, since the same adapter reads lists.
        whole = adapter.dump_json([item], exclude={"__all__": {"dataset"}}, exclude_defaults=True)
        yield whole[1:-1].decode()
