"""Commands for data sets that others made: import, cross-check."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from frontlines.cli.base import (
    EXIT_PROBLEMS,
    StoreOption,
    new_app,
    note,
    progress,
    show_table,
    to_csv,
    write_whole,
    writes,
)
from frontlines.errors import InputError

SHOWN_FAULTS: Final = 20
"""Refused rows that are named on standard error; all of them go to --refused."""

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file as it was downloaded.")]
NameOption = Annotated[
    str, typer.Option("--name", metavar="NAME", help="A name for the set; files of one name are one set.")
]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE.toml", help="Which column means what; see docs/import.md."),
]
RefusedOption = Annotated[
    Path | None,
    typer.Option("--refused", metavar="FILE.csv", help="Write the rows that could not be taken, with the reason."),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = new_app("Takes in data sets that others made.")
    for command in (acled, ucdp, geojson, gpkg):
        group.command()(command)
    group.command("csv")(csv_file)
    group.command("list")(list_sets)
    group.command("remove")(remove)
    app.add_typer(group, name="import")
    app.command("cross-check")(cross_check)


def acled(file: FileArgument, name: NameOption = "", refused: RefusedOption = None, store: StoreOption = None) -> None:
    """Take in an ACLED export: the CSV with its 31 columns."""
    _take(file, "acled", store, refused, name=name)


def ucdp(file: FileArgument, name: NameOption = "", refused: RefusedOption = None, store: StoreOption = None) -> None:
    """Take in a UCDP GED file: the CSV of any version from 17 on, or of a candidate release."""
    _take(file, "ucdp", store, refused, name=name)


def geojson(
    file: FileArgument,
    mapping: MappingOption = None,
    name: NameOption = "",
    refused: RefusedOption = None,
    store: StoreOption = None,
) -> None:
    """Take in the features of a GeoJSON file."""
    _take(file, "geojson", store, refused, name=name, mapping=mapping)


def gpkg(  # noqa: PLR0917 - one option each
    file: FileArgument,
    mapping: MappingOption = None,
    layer: Annotated[str | None, typer.Option(metavar="LAYER", help="The layer, where there are several.")] = None,
    name: NameOption = "",
    refused: RefusedOption = None,
    store: StoreOption = None,
) -> None:
    """Take in a layer of a GeoPackage."""
    _take(file, "gpkg", store, refused, name=name, mapping=mapping, layer=layer)


def csv_file(
    file: FileArgument,
    mapping: MappingOption = None,
    name: NameOption = "",
    refused: RefusedOption = None,
    store: StoreOption = None,
) -> None:
    """Take in any CSV by a mapping file; without one, the columns that Frontlines itself writes."""
    _take(file, "csv", store, refused, name=name, mapping=mapping)


def list_sets(store: StoreOption = None) -> None:
    """List the imported sets with their terms."""
    from frontlines.store import Store  # noqa: PLC0415

    sets = Store(store).sets.all()
    columns = ("set", "name", "version", "events", "claims", "refused", "licence", "cite as", "from")
    rows = [
        (d.id, d.name, d.version, s.events, s.claims, s.refused, d.licence, d.attribution, s.file)
        for s in sets
        for d in (s.dataset,)
    ]
    show_table(f"Imported sets ({len(rows)})", columns, rows)


def remove(
    set_id: Annotated[str, typer.Argument(metavar="SET", help="Its id, as the list tells.")], store: StoreOption = None
) -> None:
    """Take an imported set out of the store."""
    writes()
    from frontlines.store import Store  # noqa: PLC0415

    if not Store(store).sets.remove(set_id):
        raise InputError(f"there is no imported set {set_id!r}: see frontlines import list")
    note(f"the set {set_id} is gone")


def _take(path: Path, format: str, store: str | None, refused: Path | None, **options: Any) -> None:  # noqa: A002
    writes()
    from frontlines.datasets import import_file  # noqa: PLC0415
    from frontlines.exchange.importing import remarks  # noqa: PLC0415
    from frontlines.exchange.rows import inert  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    with _progress(path, "CSV" if format in {"acled", "ucdp", "csv"} else "") as (reading, keeping):
        made, change = import_file(path, format, Store(store), reading=reading, keeping=keeping, **options)
    for fault in made.faults[:SHOWN_FAULTS]:
        note(f"row {fault.number}: {fault.reason}")
    if made.refused > SHOWN_FAULTS:
        where = f"all are in {refused.name}" if refused else "--refused FILE.csv writes them all"
        note(f"and {made.refused - SHOWN_FAULTS:,} rows more; {where}")
    if refused:
        write_whole(refused, to_csv(("row", "reason"), [(f.number, inert(f.reason)) for f in made.faults]))
    for remark in remarks(made):
        note(f"note: {remark}")
    dataset = made.dataset
    version = f" {dataset.version}" if dataset.version else ""
    note(f"{dataset.name}{version}: licence {dataset.licence}; cite as: {dataset.attribution or dataset.name}")
    note(
        f"set {dataset.id}: {change.added:,} rows added, {change.changed:,} changed, {change.same:,} known already, "
        f"{made.refused:,} not taken"
    )
    if made.refused:
        raise typer.Exit(EXIT_PROBLEMS)


@contextmanager
def _progress(path: Path, kind: str) -> Iterator[tuple[Callable[[int], None], Callable[[int, int], None]]]:
    """Show on standard error how many rows are read and kept."""
    with progress() as bars:
        read = bars.add_task("reading", total=_lines(path) if kind == "CSV" and not bars.disable else None)
        kept = bars.add_task("keeping", total=None, visible=False)

        def reading(done: int) -> None:
            bars.update(read, completed=done)

        def keeping(done: int, whole: int) -> None:
            bars.update(read, total=bars.tasks[0].completed)
            bars.update(kept, completed=done, total=whole, visible=True)

        yield reading, keeping


def _lines(path: Path) -> int | None:
    """Count a file's lines, which its rows are at most."""
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return None


def cross_check(
    set_id: Annotated[str, typer.Argument(metavar="SET", help="An imported set, as frontlines import list tells.")],
    days: Annotated[int, typer.Option(help="How many days apart the same thing may be dated.")] = 1,
    km: Annotated[float, typer.Option(help="How many km apart the same thing may be placed.")] = 10.0,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Write the table; else it is printed.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Lay an imported set beside what reports and the ledger tell: agreeing, differing, or missing on either side."""
    from frontlines.datasets import cross_check as run  # noqa: PLC0415
    from frontlines.exchange.cross_check import COLUMNS, table  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    found = run(set_id, Store(store), days=days, km=km)
    rows = table(found)
    if output:
        write_whole(output, to_csv(COLUMNS, rows))
    else:
        show_table(f"{found.dataset.name} beside reports and ledger ({len(rows)})", COLUMNS, rows)
    note(found.summary())
