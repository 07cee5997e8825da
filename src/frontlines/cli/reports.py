"""Commands that read reports: extract, extract-many, ingest."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontlines.cli.base import (
    EXIT_PROBLEMS,
    StoreOption,
    note,
    one_of,
    progress,
    show_table,
    to_json,
    write_whole,
    writes,
)
from frontlines.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from frontlines.pipeline import Outcome

FORMATS = ("json", "table", "geojson")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(extract)
    app.command("extract-many")(extract_many)
    app.command()(ingest)


def extract(
    article: Annotated[
        str, typer.Argument(help="A .txt, .md, .html or .pdf file, a web address, or - for standard input.")
    ],
    published: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day it was published: weekdays count from it.")
    ] = None,
    format: Annotated[str, typer.Option(help="json, table or geojson.")] = "json",  # noqa: A002 - the option's name
) -> None:
    """Read one report and print what it tells: places, events, control claims, movements."""
    one_of(format, FORMATS, option="--format")
    from frontlines.extraction.output import to_format  # noqa: PLC0415
    from frontlines.pipeline import read_and_extract  # noqa: PLC0415
    from frontlines.reading import reports_of  # noqa: PLC0415

    extraction = read_and_extract(article, published=published)
    if (held := sum(1 for _ in reports_of(article))) > 1:
        note(
            f"note: {Path(article).name} looks like {held} reports and was read as one: ingest and extract-many part it"
        )
    for remark in extraction.notes:
        note(f"note: {remark}")
    if format == "geojson":
        from frontlines.cli.geojson import extraction_features  # noqa: PLC0415

        typer.echo(to_json(extraction_features(extraction)))
        return
    document = to_format(extraction)
    if format == "json":
        typer.echo(to_json(document))
        return
    for title, columns in TABLES.items():
        rows = [[_cell(row.get(column)) for column in columns] for row in document.get(title, ())]
        show_table(f"{title.capitalize()} ({len(rows)})", columns, rows)


TABLES = {
    "events": ("type", "date", "place", "admin1", "actors", "targets", "killed", "wounded", "status"),
    "control": ("place", "admin1", "controller", "status", "date"),
    "movements": ("party", "from_place", "to_place", "date", "status"),
    "toponyms": ("text", "name", "kind", "admin1", "lat", "lon", "start"),
}


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        return str(low) if low == high else f"{'' if low is None else low}–{'' if high is None else high}"
    return value


def extract_many(
    in_dir: Annotated[
        Path,
        typer.Argument(help="Folder of reports, or a table of them; NAME.meta.json may give the publication date."),
    ],
    out_dir: Annotated[Path, typer.Argument(help="Folder for NAME.json, made where it is missing.")],
) -> None:
    """Read a folder of reports into a folder of JSON files, with every core."""
    from frontlines.extraction.output import to_format  # noqa: PLC0415
    from frontlines.pipeline import expected, reports_in, worker_pool  # noqa: PLC0415
    from frontlines.pipeline import extract_many as run  # noqa: PLC0415

    paths = [in_dir] if in_dir.is_file() and expected([in_dir]) is None else reports_in(in_dir)
    names = {path.stem for path in paths}
    if len(names) < len(paths):
        twice = sorted(name for name in names if sum(path.stem == name for path in paths) > 1)
        raise InputError(f"several reports are named {twice[0]!r} and would share one result: rename all but one")
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out_dir} can't be made ({error.strerror}): choose another folder") from error
    failed = written = 0
    with worker_pool(expected(paths)) or nullcontext() as pool:
        for outcome in with_progress(run(paths, pool), expected(paths)):
            if outcome.extraction is None:
                failed += 1
                note(named(outcome))
            else:
                written += 1
                path = Path(outcome.source)
                # A part is named "FILE row 12"; a file keeps its own name.
                name = path.stem if path.is_file() else re.sub(r"\s+", "-", outcome.source)
                write_whole(out_dir / f"{name}.json", to_json(to_format(outcome.extraction)) + "\n")
    note(f"{written} of {written + failed} reports written to {out_dir}")
    if failed:
        raise typer.Exit(EXIT_PROBLEMS)


def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...", help="Reports, folders of them, web addresses, tables of reports (CSV, JSON lines)."
        ),
    ],
    store: StoreOption = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Address of a Dask scheduler that shares the work out.")
    ] = None,
) -> None:
    """Read reports and keep what they tell; the same report twice changes nothing."""
    writes()
    from frontlines.pipeline import expected, readable_sources  # noqa: PLC0415
    from frontlines.pipeline import ingest as run  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    paths = readable_sources(sources)
    kept = Store(store)
    kept.count()
    added = known = failed = 0
    with _executor(cluster, expected(paths)) as workers:
        for outcome in with_progress(run(paths, kept, **workers), expected(paths)):
            if outcome.extraction is None:
                failed += 1
                note(named(outcome))
            elif outcome.added:
                added += 1
            else:
                known += 1
    note(f"{added} added, {known} known already, {failed} not readable; the store {kept.name} holds {kept.count()}")
    if failed:
        raise typer.Exit(EXIT_PROBLEMS)


def named(outcome: "Outcome") -> str:
    """Give an outcome's error with the report's name."""
    name = Path(outcome.source).name
    return outcome.error if name in outcome.error else f"{name}: {outcome.error}"


@contextmanager
def _executor(address: str | None, reports: int | None) -> Iterator[dict[str, Any]]:
    """Give what reads as many reports: a Dask cluster, a pool of processes, or this process."""
    from frontlines.pipeline import worker_pool  # noqa: PLC0415
    from frontlines.workers import cluster  # noqa: PLC0415

    if address is None:
        with worker_pool(reports) or nullcontext() as pool:
            yield {"executor": pool}
        return
    with cluster(address) as (executor, in_flight):
        yield {"executor": executor, "in_flight": in_flight}


def with_progress(outcomes: "Iterable[Outcome]", total: int | None) -> "Iterator[Outcome]":
    """Show a bar on standard error while outcomes come; ``total`` None is not known before."""
    with progress() as bars:
        task = bars.add_task("reading", total=total)
        for outcome in outcomes:
            bars.advance(task)
            yield outcome
