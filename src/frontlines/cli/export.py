"""The command that takes data away: export."""

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontlines.cli.base import StoreOption, note, note_known, parse_day, progress

if TYPE_CHECKING:
    from frontlines.worlds import World


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(export)


def export(
    what: Annotated[str, typer.Argument(help="events, claims, control, zones, fronts, places or change.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Ends in .geojson, .gpkg, .parquet, .kml or .csv.")
    ],
    *,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day.")] = None,
    from_date: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="A span's first day.")] = None,
    to_date: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="A span's last day.")] = None,
    party: Annotated[
        list[str] | None, typer.Option(metavar="PARTY", help="What it has a part in: isil, sdf …; may be repeated.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help="Only events of this kind: air_strike …; may be repeated.")
    ] = None,
    admin1: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this governorate, or its p-code; may be repeated.")
    ] = None,
    columns: Annotated[str, typer.Option(help="Names of the columns of events: ours, acled or ucdp.")] = "ours",
    store: StoreOption = None,
) -> None:
    """Write events, claims or who held what to a file for other tools, with a manifest beside it."""
    from frontlines import takeout  # noqa: PLC0415
    from frontlines.exchange.formats import MANIFEST_SUFFIX, form_of  # noqa: PLC0415

    choice = takeout.Choice(
        what=what,  # type: ignore[arg-type]  # checked there
        day=_day(date, "--date"),
        start=_day(from_date, "--from"),
        end=_day(to_date, "--to"),
        party=tuple(party or ()),
        kind=tuple(kind or ()),
        admin1=tuple(admin1 or ()),
        columns=columns,  # type: ignore[arg-type]
    )
    form_of(output)
    known = _world(store)
    note_known(known.known_up_to, choice.day or choice.end)
    with progress() as bars:
        bars.add_task(f"choosing among {len(known.events):,} events and writing", total=None)
        manifest = takeout.export(choice, known, output)
    for words in manifest["left_out"]:
        note(f"note: left out: {words}")
    note(f"{output.name} written: {manifest['rows']} rows, told of in {output.name}{MANIFEST_SUFFIX}")


def _day(text: str | None, option: str) -> datetime.date | None:
    return parse_day(text, option=option) if text is not None else None


def _world(store: str | None) -> "World":
    from frontlines.pipeline import world  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    return world(Store(store))
