"""Commands about places, control and maps: geocode, control, change, map, app."""

import csv
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from frontlines.cli.base import StoreOption, note, note_known, one_of, parse_day, show_table, to_csv, to_json
from frontlines.errors import InputError, SetupError

if TYPE_CHECKING:
    from frontlines.control import Spot

CHANGE_COLUMNS = ("what", "place", "loser", "winner", "area_km2", "towns", "since", "until", "basis")
CONTROL_COLUMNS = ("place", "lat", "lon", "controller", "status", "confidence", "basis")
_MAX_POINTS_BYTES = 50_000_000
_EVENT_DAYS = 30
"""A map of a day shows what happened in the month up to it."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(geocode)
    app.command()(control)
    app.command()(change)
    app.command("map")(draw_map)
    app.command("app")(start_app)


def geocode(
    query: Annotated[str, typer.Argument(help='A place as a report says it: "al-Sur, Deir Az Zor province".')],
    format: Annotated[str, typer.Option(help="table or json.")] = "table",  # noqa: A002 - the option's name
) -> None:
    """Find a place by any spelling, and say how it was decided."""
    one_of(format, ("table", "json"), option="--format")
    if not query.strip() or len(query) > 500:
        raise InputError("the place's name is empty or too long: give it in a few words")
    from dataclasses import asdict  # noqa: PLC0415

    from frontlines.geography.geocoder import geocode_place  # noqa: PLC0415

    found = geocode_place(query)
    if format == "json":
        typer.echo(to_json(asdict(found)))
        return
    rows = [(key, value) for key, value in asdict(found).items() if value not in (None, "", (), False)]
    rows = [(key, value) for key, value in rows if key not in {"candidates", "flags"}]
    show_table(query, ("", ""), rows + [("flag", flag) for flag in found.flags])
    if found.candidates:
        show_table(
            "Candidates",
            ("id", "name", "score", "reason"),
            [(c.place_id, c.name, f"{c.score:.2f}", c.reason) for c in found.candidates],
        )


def control(
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day.")],
    points: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Ask for these places: columns place, lat, lon.")
    ] = None,
    format: Annotated[str, typer.Option(help="csv or geojson.")] = "csv",  # noqa: A002 - the option's name
    store: StoreOption = None,
) -> None:
    """Say who held what on a day: of all known places, or of the rows of a file in their order."""
    one_of(format, ("csv", "geojson"), option="--format")
    day = parse_day(date, option="--date")
    asked = read_points(points) if points else None
    world = _world(store)
    note_known(world.known_up_to, day)
    if asked is not None:
        rows = _controllers(world, day, asked)
        if format == "csv":
            typer.echo(to_csv(CONTROL_COLUMNS, rows), nl=False)
        else:
            typer.echo(to_json(_point_features(rows)))
        return
    from frontlines.control import picture  # noqa: PLC0415

    drawn = picture(world.claims, day)
    if format == "csv":
        rows = _rows(drawn.states, ("name", "lat", "lon", "holder", "status", "confidence", "basis"))
        typer.echo(to_csv(CONTROL_COLUMNS, rows), nl=False)
    else:
        typer.echo(_frames_json({"zones": drawn.zones, "fronts": drawn.fronts, "places": drawn.states}))


def change(
    from_date: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The earlier day.")],
    to_date: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The later day.")],
    format: Annotated[str, typer.Option(help="csv or geojson.")] = "csv",  # noqa: A002 - the option's name
    store: StoreOption = None,
) -> None:
    """Say what changed hands between two days: ground per pair of parties, places, and the offensives, with claims."""
    one_of(format, ("csv", "geojson"), option="--format")
    start, end = parse_day(from_date, option="--from"), parse_day(to_date, option="--to")
    if start >= end:
        raise InputError("--from must lie before --to: give the earlier day first")
    world = _world(store)
    from frontlines.control import change as compare  # noqa: PLC0415
    from frontlines.control import offensives_between, offensives_frame, picture  # noqa: PLC0415

    difference = compare(picture(world.claims, start), picture(world.claims, end))
    fought = offensives_between(world.claims, start, end)
    if format == "geojson":
        layers = {"ground": difference.ground, "places": difference.places, "offensives": offensives_frame(fought)}
        typer.echo(_frames_json(layers))
        return
    ground = [
        ("ground", "", loser, winner, area_km2, towns, "", "", basis)
        for loser, winner, area_km2, towns, basis in _rows(
            difference.ground, ("loser", "winner", "area_km2", "towns", "basis")
        )
    ]
    places = [
        ("place", name, loser, winner, "", "", since, "", basis)
        for name, loser, winner, since, basis in _rows(difference.places, ("name", "loser", "winner", "since", "basis"))
    ]
    marches = [
        ("offensive", name, losers, party, "", places, first, last, basis)
        for name, losers, party, places, first, last, basis in _rows(
            offensives_frame(fought), ("name", "losers", "party", "places", "start", "end", "basis")
        )
    ]
    typer.echo(to_csv(CHANGE_COLUMNS, [*ground, *places, *marches]), nl=False)


def draw_map(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE.html", help="The page to write.")],
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; without it, the last that the ledger knows.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Draw the map of a day as one page that needs no network."""
    given = parse_day(date, option="--date") if date is not None else None
    if not output.parent.is_dir():
        raise InputError(f"the folder of {output} is not there: make it or choose another one")
    if output.is_dir():
        raise InputError(f"{output} is a folder: give a file name, like map.html")
    if output.suffix.lower() not in {".html", ".htm"}:
        raise InputError(f"{output.name} is no name of a page: give one that ends in .html, like map.html")
    world = _world(store)
    day = given or world.known_up_to
    note_known(world.known_up_to, day)
    from typing import get_args  # noqa: PLC0415

    from frontlines.control import offensives_under_way, picture  # noqa: PLC0415
    from frontlines.mapping.page_file import write_map  # noqa: PLC0415
    from frontlines.mapping.scene import build_scene  # noqa: PLC0415
    from frontlines.model import EventType  # noqa: PLC0415
    from frontlines.parties import lexicon  # noqa: PLC0415
    from frontlines.worlds import happened  # noqa: PLC0415

    events, moves = happened(world, day, _EVENT_DAYS)
    scene = build_scene(
        picture(world.claims, day),
        events,
        moves,
        offensives_under_way(world.claims, day),
        factions=[*lexicon().factions, "unknown", "other"],
        kinds=get_args(EventType),
        subtitle=f"Who held what, and what happened in the {_EVENT_DAYS} days up to then",
        known_up_to=world.known_up_to,
        articles={article.id: article for article in world.articles},
    )
    write_map(scene, output)
    note(f"{output.name} written: {day.isoformat()}")


def start_app(
    port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501,
) -> None:
    """Open the page in the browser; it is served to this machine alone."""
    if not 1 <= port <= 65535:
        raise InputError(f"--port {port} is none: choose one from 1024 to 65535")
    script = page_script()
    os.chdir(script.parent)
    command = [
        sys.executable,
        "-m",
        "frontlines.app.serving",
        "run",
        str(script),
        f"--server.port={port}",
        "--server.address=localhost",
        "--server.showEmailPrompt=false",
        "--server.fileWatcherType=none",
        "--browser.gatherUsageStats=false",
        "--browser.serverAddress=localhost",
    ]
    if not _has_display():
        command.append("--server.headless=true")
    note(f"Making the page ready; in some seconds it is at http://localhost:{port} (end with Ctrl+C)")
    os.execv(sys.executable, command)  # noqa: S606 - our own interpreter, no shell


def page_script() -> Path:
    """Give the page's file, in a checkout or an installed package."""
    package = Path(__file__).resolve().parents[1]
    for path in (package / "_streamlit_app.py", package.parents[1] / "streamlit_app.py"):
        if path.is_file():
            return path
    raise SetupError("the page's file streamlit_app.py is missing: install frontlines anew")


def _has_display() -> bool:
    return sys.platform in {"darwin", "win32"} or any(os.environ.get(v) for v in ("DISPLAY", "WAYLAND_DISPLAY"))


def read_points(path: Path) -> list["Spot"]:
    """Read a points file (CSV, UTF-8, columns place, lat, lon; WGS 84 degrees).

    Raises ``InputError`` naming line and field of the first fault.
    """
    from frontlines.control import Spot  # noqa: PLC0415

    try:
        if path.stat().st_size > _MAX_POINTS_BYTES:
            raise InputError(f"{path.name} is too large (over 50 MB): split it")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            missing = [name for name in ("place", "lat", "lon") if name not in columns]
            if missing:
                raise InputError(f"{path.name} lacks the column {missing[0]!r}: its first line must name place,lat,lon")
            return [
                Spot(
                    row["place"] or "",
                    _degrees(row["lat"], 90, f"{path.name}, line {reader.line_num}, field lat"),
                    _degrees(row["lon"], 180, f"{path.name}, line {reader.line_num}, field lon"),
                )
                for row in reader
            ]
    except FileNotFoundError as error:
        raise InputError(f"{path} is not there: check the name") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name} can't be read as CSV in UTF-8: save it as that") from error


def _degrees(value: str | None, limit: int, where: str) -> float:
    try:
        number = float(value or "")
    except ValueError as error:
        raise InputError(f"{where}: {(value or '')[:40]!r} is not a number: give degrees") from error
    if not -limit <= number <= limit:
        raise InputError(f"{where}: {number:g} lies outside -{limit} to {limit}: give WGS 84 degrees")
    return number


def _world(store: str | None) -> Any:
    from frontlines.pipeline import world  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    return world(Store(store))


def _controllers(world: Any, day: date, asked: list["Spot"]) -> list[tuple[Any, ...]]:
    """Give one row of ``CONTROL_COLUMNS`` for each point, in order."""
    from frontlines.control import ground_of, points  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415
    from frontlines.geography.provinces import locate  # noqa: PLC0415

    gazetteer = load_gazetteer()
    answers = points(
        ground_of(world.claims, day),
        day,
        asked,
        ids_of=lambda name: [place.id for place in gazetteer.lookup(name)],
        admin1_of=lambda lon, lat: locate(lon, lat).admin1,
    )
    return [
        (spot.place, spot.lat, spot.lon, answer.controller, answer.status, answer.confidence, ";".join(answer.basis))
        for spot, answer in zip(asked, answers, strict=True)
    ]


def _point_features(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [row[2], row[1]]},
                "properties": dict(zip(CONTROL_COLUMNS, row, strict=True)),
            }
            for row in rows
        ],
    }


def _rows(frame: Any, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    return list(frame[list(columns)].itertuples(index=False, name=None))


def _frames_json(frames: dict[str, Any]) -> str:
    """Give several frames as one FeatureCollection, told apart by the property ``layer``."""
    import json  # noqa: PLC0415

    features = []
    for layer, frame in frames.items():
        for feature in json.loads(frame.to_json(default=str, drop_id=True))["features"]:
            feature["properties"] = {"layer": layer, **feature["properties"]}
            features.append(feature)
    return to_json({"type": "FeatureCollection", "features": features})
