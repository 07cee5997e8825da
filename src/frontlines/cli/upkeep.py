"""Commands that look after data and store: check-data, gazetteer, boundaries, store."""

from pathlib import Path
from typing import Annotated

import typer

from frontlines.cli.base import EXIT_PROBLEMS, StoreOption, new_app, note, writes
from frontlines.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("check-data")(check_data)
    gazetteer = new_app("The table of places.")
    gazetteer.callback()(_group)
    gazetteer.command("update")(update_gazetteer)
    boundaries = new_app("The boundaries of governorates and districts.")
    boundaries.callback()(_group)
    boundaries.command("update")(update_boundaries)
    store = new_app("What was read and kept.")
    for command in (check, backup, restore, remove, erase):
        store.command()(command)
    app.add_typer(gazetteer, name="gazetteer")
    app.add_typer(boundaries, name="boundaries")
    app.add_typer(store, name="store")


def _group() -> None:
    """Keep a group a group while it has one command."""


def check_data() -> None:
    """Check every data file that ships: places, parties, ledger, dispatches; one line for each problem."""
    from frontlines.evaluation.data_check import check_everything  # noqa: PLC0415

    report = check_everything()
    for problem in report.problems:
        typer.echo(problem)
    note(report.summary)
    if report.problems:
        raise typer.Exit(EXIT_PROBLEMS)


def update_gazetteer(
    source: Annotated[
        Path | None, typer.Option("--from", metavar="PATH", help="A GeoNames dump; without it, it is fetched.")
    ] = None,
) -> None:
    """Add the whole GeoNames dump for Syria to this machine's gazetteer."""
    writes()
    from frontlines.geography.update import update_gazetteer as update  # noqa: PLC0415

    _must_exist(source)
    done = update(source)
    note(f"{done.places} places from GeoNames are in use now; {done.skipped} lines of the dump were of no use")


def update_boundaries(
    source: Annotated[
        Path | None, typer.Option("--from", metavar="FOLDER", help="OCHA COD-AB files; without it, they are fetched.")
    ] = None,
) -> None:
    """Use OCHA's boundaries of governorates, districts and sub-districts on this machine."""
    writes()
    from frontlines.geography.boundaries import update  # noqa: PLC0415

    _must_exist(source)
    done = update(source)
    levels = ", ".join(f"{areas} areas of level {level}" for level, areas in sorted(done.areas.items()))
    note(f"OCHA's boundaries are in use now: {levels}")


def check(store: StoreOption = None) -> None:
    """Read the whole store and name what is broken in it."""
    from frontlines.store import Store  # noqa: PLC0415

    kept = Store(store)
    problems = kept.check()
    for problem in problems:
        typer.echo(problem)
    note(f"{kept.name}: {kept.count()} reports, {len(problems) or 'no'} problems")
    if problems:
        raise typer.Exit(EXIT_PROBLEMS)


def backup(target: Annotated[Path, typer.Argument(help="The copy's file name.")], store: StoreOption = None) -> None:
    """Copy the store into a new file, whole, while it may be in use."""
    from frontlines.store import Store  # noqa: PLC0415

    Store(store).backup(target)
    note(f"{target.name} written")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A file that frontlines store backup wrote.")],
    store: StoreOption = None,
) -> None:
    """Copy a backup into a store that holds nothing yet, be it a file or a database server's."""
    from frontlines.store import Store  # noqa: PLC0415

    kept = Store(store)
    note(f"{kept.restore(source)} reports restored into {kept.name}")


def remove(
    article_id: Annotated[str, typer.Argument(help="The article's id, as extract prints it.")],
    store: StoreOption = None,
) -> None:
    """Take one report and what was read in it out of the store."""
    writes()
    from frontlines.store import Store  # noqa: PLC0415

    kept = Store(store)
    if not kept.remove(article_id):
        raise InputError(f"the store {kept.name} has no report {article_id[:80]!r}: check the id")
    note("removed")


def erase(
    store: StoreOption = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
) -> None:
    """Delete everything that was read and kept."""
    writes()
    from frontlines.store import Store  # noqa: PLC0415

    kept = Store(store)
    if not yes:
        typer.confirm(f"Delete the store {kept.name} with {kept.count()} reports?", abort=True, err=True)
    kept.erase()
    note(f"{kept.name} erased")


def _must_exist(source: Path | None) -> None:
    if source is not None and not source.exists():
        raise InputError(f"{source} is not there: check the name")
