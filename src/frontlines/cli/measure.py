"""Commands that measure: evaluate, evaluate-control."""

import datetime
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from frontlines.cli.base import note, parse_day, to_csv, to_json
from frontlines.cli.reports import named, with_progress

_DAYS = ("2013-06-01", "2014-06-01", "2015-06-01", "2016-06-01", "2017-02-21")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(evaluate)
    app.command("evaluate-control")(evaluate_control)


def evaluate(
    gold_dir: Annotated[Path, typer.Argument(help="Folder of annotations, NAME.json.")],
    article_dir: Annotated[Path, typer.Argument(help="Folder of the reports, NAME.txt, with NAME.meta.json.")],
    misses: Annotated[bool, typer.Option("--misses", help="List every miss and every extra.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Read annotated reports and score what comes out."""
    from frontlines.evaluation import as_lines, read_gold, score  # noqa: PLC0415
    from frontlines.extraction.output import to_format  # noqa: PLC0415
    from frontlines.pipeline import extract_many as run  # noqa: PLC0415
    from frontlines.pipeline import reports_in, worker_pool  # noqa: PLC0415

    golds = read_gold(gold_dir)
    paths = [path for path in reports_in(article_dir) if path.stem in golds]
    made: dict[str, Any] = {}
    with worker_pool(len(paths)) or nullcontext() as pool:
        for outcome in with_progress(run(paths, pool), len(paths)):
            if outcome.extraction is None:
                note(named(outcome))
            else:
                made[Path(outcome.source).stem] = to_format(outcome.extraction)
    for name in sorted(set(golds) - set(made)):
        note(f"no extraction for {name}: counted as empty")
    figures, missed = score((name, gold, made.get(name, {})) for name, gold in golds.items())
    typer.echo(to_json(figures) if json else "\n".join(as_lines(figures)))
    if misses:
        for line in missed:
            typer.echo(line)


def evaluate_control(
    date: Annotated[
        list[str] | None, typer.Option(metavar="YYYY-MM-DD", help="A day to ask about; may be given again.")
    ] = None,
) -> None:
    """Leave each place that the ledger knows out in turn and see how often the rest names its holder."""
    from frontlines.control import evaluate_control as ask  # noqa: PLC0415
    from frontlines.control import load_ledger  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    days = [parse_day(day, option="--date") for day in date or ()]
    ledger = load_ledger(load_gazetteer())
    days = days or [day for day in map(datetime.date.fromisoformat, _DAYS) if day <= ledger.known_up_to]
    rows: list[tuple[Any, ...]] = []
    for score in ask(ledger.claims, days):
        rows.append((score.day, "all", score.places, f"{score.right:.3f}", f"{score.known:.3f}"))
        rows += [(score.day, holder, places, f"{right:.3f}", "") for holder, (places, right) in score.by_holder.items()]
    typer.echo(to_csv(("day", "holder", "places", "right", "known"), rows), nl=False)
