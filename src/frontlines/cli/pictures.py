"""The command about pictures to keep or print: picture."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from frontlines.cli.base import StoreOption, note, note_known, one_of, parse_day, progress
from frontlines.errors import InputError

if TYPE_CHECKING:
    from frontlines.mapping.scene import Scene
    from frontlines.mapping.theme import Theme
    from frontlines.worlds import World

STEPS = ("day", "week", "month")
SUFFIXES = (".png", ".pdf", ".gif")
_EVENT_DAYS = 30
"""A picture of a day shows what happened in the month up to it."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(picture)


def picture(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="map.png, map.pdf, or span.gif with --from and --to.")
    ],
    *,
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The day; without it, the last that the ledger knows.")
    ] = None,
    from_date: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="An animation's first day.")
    ] = None,
    to_date: Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="An animation's last day.")] = None,
    step: Annotated[str, typer.Option(help="From frame to frame: day, week or month.")] = "week",
    dark: Annotated[bool, typer.Option("--dark", help="In the dark theme.")] = False,
    store: StoreOption = None,
) -> None:
    """Draw the map of a day to keep or print, or a span of days as an animation."""
    one_of(step, STEPS, option="--step")
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{output.name} says no kind of picture: give a name that ends in .png, .pdf or .gif")
    if output.is_dir():
        raise InputError(f"{output} is a folder: give a file name, like map.png")
    if not output.parent.is_dir():
        raise InputError(f"the folder of {output} is not there: make it or choose another one")
    theme: Theme = "dark" if dark else "light"
    if suffix == ".gif":
        if date is not None or from_date is None or to_date is None:
            raise InputError("an animation spans days: give --from and --to, and not --date")
        start, end = parse_day(from_date, option="--from"), parse_day(to_date, option="--to")
        _animate(output, days_of(start, end, step), theme, store)
        return
    if from_date is not None or to_date is not None:
        raise InputError("--from and --to make an animation: give a name that ends in .gif, or --date")
    given = parse_day(date, option="--date") if date is not None else None
    from frontlines.mapping.picture import write_picture  # noqa: PLC0415

    world = _world(store)
    day = given or world.known_up_to
    if day is None:
        raise InputError("the ledger does not say up to when it is known: give --date")
    note_known(world.known_up_to, day)
    write_picture(_scene(world, day, theme), output)
    note(f"{output.name} written: {day.isoformat()}")


def _animate(output: Path, days: Sequence[date], theme: "Theme", store: str | None) -> None:
    from frontlines.mapping.animation import write_animation  # noqa: PLC0415

    world = _world(store)
    note_known(world.known_up_to, days[-1])
    with progress() as bars:
        task = bars.add_task("drawing", total=len(days))
        scenes = (_scene(world, day, theme, events=False) for day in days)
        write_animation(scenes, output, lambda: bars.advance(task))
    note(f"{output.name} written: {len(days)} frames, {days[0].isoformat()} to {days[-1].isoformat()}")


def days_of(start: date, end: date, step: str) -> list[date]:
    """Give the days from ``start`` to ``end``, which is always the last, a day, a week or a month apart.

    Raises:
        InputError: when the span is turned round or has more days than an animation can have.
    """
    from frontlines.mapping.animation import MOST_FRAMES  # noqa: PLC0415

    if start >= end:
        raise InputError("--from must lie before --to: give the earlier day first")
    days: list[date] = []
    for day in _steps(start, step):
        if day >= end:
            break
        days.append(day)
        if len(days) == MOST_FRAMES:
            raise InputError(
                f"the span has more than {MOST_FRAMES} steps of a {step}: choose a longer step or less time"
            )
    return [*days, end]


def _steps(start: date, step: str) -> Iterator[date]:
    number = 0
    while True:
        if step == "month":
            year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
            last = (date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
            yield date(year, month + 1, min(start.day, last))
        else:
            yield start + timedelta(days=number * (7 if step == "week" else 1))
        number += 1


def _scene(world: "World", day: date, theme: "Theme", *, events: bool = True) -> "Scene":
    """Arrange who held what on a day and, but for animations, what happened in the month up to it."""
    from typing import get_args  # noqa: PLC0415

    from frontlines.control import offensives_under_way  # noqa: PLC0415
    from frontlines.control import picture as control_picture  # noqa: PLC0415
    from frontlines.mapping.scene import build_scene  # noqa: PLC0415
    from frontlines.model import EventType  # noqa: PLC0415
    from frontlines.parties import lexicon  # noqa: PLC0415
    from frontlines.worlds import happened  # noqa: PLC0415

    happened_then, moves = happened(world, day, _EVENT_DAYS) if events else ([], [])
    told = f", and what happened in the {_EVENT_DAYS} days up to then" if happened_then or moves else ""
    return build_scene(
        control_picture(world.claims, day),
        happened_then,
        moves,
        offensives_under_way(world.claims, day) if events else (),
        factions=[*lexicon().factions, "unknown", "other"],
        kinds=get_args(EventType),
        theme=theme,
        subtitle=f"Who held what{told}",
        known_up_to=world.known_up_to,
        articles={article.id: article for article in world.articles},
    )


def _world(store: str | None) -> "World":
    from frontlines.pipeline import world  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    return world(Store(store))
