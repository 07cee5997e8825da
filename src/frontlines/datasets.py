"""Data sets that others made: taken in from a file, and laid beside what is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from frontlines.errors import InputError
from frontlines.pipeline import world
from frontlines.store import Store


def import_file(
    path: Path,
    format: str,  # noqa: A002 - the word for it
    store: Store | None = None,
    *,
    reading: Callable[[int], None] | None = None,
    keeping: Callable[[int, int], None] | None = None,
    **options: Any,
) -> tuple[Any, Any]:
    """Read a file of someone else's data set and keep its rows, all of them or none.

    Args:
        path: the file.
        format: one of ``exchange.importing.FORMATS``.
        store: where to keep them; the one in force without it.
        reading: told the number of rows read so far.
        keeping: told how many rows are written so far, and of how many.
        options: ``mapping``, ``name`` and ``layer`` of ``exchange.importing.read_set``.

    Returns:
        What was read (``exchange.importing.Imported``) and what that changed (``store.sets.Change``).

    Raises:
        InputError: when nothing of the file can be read.
        StoreError: when it can't be kept.
    """
    from frontlines.exchange.importing import Format, read_set  # noqa: PLC0415 - the gazetteer, pandas and shapely

    kept = (store or Store()).sets
    kept.all()
    made = read_set(path, cast("Format", format), progress=reading, **options)
    if not made.events and not made.claims:
        why = f"; row {made.faults[0].number}: {made.faults[0].reason}" if made.faults else ""
        raise InputError(f"no row of {made.file} could be taken{why}: nothing was kept")
    told: dict[str, Any] = {"file": made.file, "format": made.format, "rows": made.rows, "refused": made.refused}
    return made, kept.put(made.dataset, made.events, made.claims, progress=keeping, **told)


def cross_check(set_id: str, store: Store | None = None, *, days: int = 1, km: float = 10.0) -> Any:
    """Lay an imported set beside what reports and the ledger tell (``exchange.cross_check``).

    Raises:
        InputError: when there is no such set, or for a window too wide.
    """
    from frontlines.exchange.cross_check import cross_check as compare  # noqa: PLC0415 - pandas and shapely

    store = store or Store()
    info = next((one for one in store.sets.all() if one.dataset.id == set_id), None)
    if info is None:
        raise InputError(f"there is no imported set {set_id!r}: see frontlines import list")
    known = world(store)
    theirs = [event for event in known.imported_events if event.dataset and event.dataset.id == set_id]
    reported = [event for extraction in known.extractions for event in extraction.events]
    return compare(info.dataset, theirs, [*reported, *known.ledger_events], days=days, km=km)
