"""What the commands share: errors in one line, output written whole, text that can't harm a terminal."""

import csv
import io
import json
import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from frontlines.errors import FrontlinesError, InputError, whereabouts

if TYPE_CHECKING:
    from rich.progress import Progress

EXIT_PROBLEMS = 1
"""Some of what was asked could not be done; the rest was."""
EXIT_BAD_INPUT = 2

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store", metavar="URL", help="Address of the store, like sqlite:///reports.sqlite.", show_default=False
    ),
]


class OneLineGroup(TyperGroup):
    """Ends every expected error with one line on standard error and exit code 2."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; ``standalone_mode=False`` lets errors through, for callers that handle them."""
        if not kwargs.get("standalone_mode", True):
            return super().main(*args, **kwargs)
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except FrontlinesError as error:
            fail(str(error))
        except BrokenPipeError:
            # The reader of our output has gone; what Python would still flush goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(EXIT_PROBLEMS)
        except typer.Abort:
            fail("stopped", code=130)
        except Exception as error:
            # typer carries its own copy of click: usage errors are known by what they offer.
            if not hasattr(error, "format_message"):
                fail(f"something went wrong ({whereabouts(error)}): report it as a bug", code=EXIT_PROBLEMS)
            command = getattr(getattr(error, "ctx", None), "command_path", "frontlines")
            fail(f"{error.format_message().rstrip('.')}: see {command} --help")
        sys.exit(code if isinstance(code, int) else 0)


def new_app(about: str) -> typer.Typer:
    """Give a Typer application whose errors are one line and whose tracebacks show no values."""
    return typer.Typer(
        cls=OneLineGroup,
        help=about,
        no_args_is_help=False,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def fail(message: str, *, code: int = EXIT_BAD_INPUT) -> NoReturn:
    """Say one line on standard error and end."""
    sys.stdout.flush()
    typer.echo(f"frontlines: {plain(message)}", err=True)
    sys.exit(code)


def note_known(known_up_to: date | None, day: date | None) -> None:
    """Say so where a day lies behind what the ledger knows."""
    if known_up_to and day and day > known_up_to:
        note(f"note: the ledger is known up to {known_up_to.isoformat()}; later is only what reports tell")


@contextmanager
def progress() -> "Iterator[Progress]":
    """Give bars that a person sees on standard error while they wait; a file or a pipe gets none of them."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield bars


def note(message: str) -> None:
    """Say one line on standard error and go on."""
    typer.echo(plain(message), err=True)


def plain(text: object) -> str:
    """Make outside text fit for one line of a terminal: no control characters, no direction overrides."""
    return " ".join(
        "".join(
            char if unicodedata.category(char) not in {"Cc", "Cf", "Zl", "Zp", "Cs"} else " " for char in str(text)
        ).split()
    )


def writes() -> None:
    """Refuse a command that changes something where this Frontlines is read-only."""
    from frontlines.settings import require_writable  # noqa: PLC0415

    require_writable()


def parse_day(value: str, *, option: str) -> date:
    """Read a date option; ``InputError`` names it."""
    from frontlines.reading.dates import parse_published  # noqa: PLC0415

    return parse_published(value, field=option)


def one_of(value: str, allowed: Sequence[str], *, option: str) -> str:
    """Check a choice; ``InputError`` lists what may stand there."""
    if value not in allowed:
        raise InputError(f"{option} {value!r} is not known: choose {', '.join(allowed[:-1])} or {allowed[-1]}")
    return value


def to_json(document: Any) -> str:
    """Give readable JSON."""
    return json.dumps(document, ensure_ascii=False, indent=1, default=str)


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Give CSV text with a header line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def write_whole(path: Path, content: str) -> None:
    """Write a file aside and rename it, so that a half-written one never stands there."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        aside.write_text(content, "utf-8")
        aside.replace(path)
    except OSError as error:
        raise InputError(f"{path.name} can't be written ({error.strerror}): choose another place") from error
    finally:
        aside.unlink(missing_ok=True)


def show_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print a table for people; cells are outside text and carry no markup."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=title, title_justify="left", title_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain("" if cell is None else cell)) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
