"""Commands that measure: evaluate, evaluate-control."""

import datetime
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from frontlines.cli.base import note, parse_day, to_csv, to_json
from frontlines.cli.reports import named, with_progress

_DAYS = (
    *("2012-07-15", "2013-02-15", "2013-06-15", "2014-01-15", "2014-07-15", "2015-03-01", "2015-10-01", "2016-03-01"),
    *("2016-12-31", "2017-02-21", "2017-09-15", "2018-03-15", "2018-09-15", "2019-11-15", "2020-03-15", "2024-12-01"),
    "2025-06-01",
)
"""Days of every phase of the war."""


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
    """Leave places, and whole districts, out of the ledger and see how often the rest names their holder.

    right: share of the places named right; plain: by the nearest place alone; f1: of one holder; confidence: the mean
    of what was given with the answers.  Near a front: within 15 km of a place of another holder.
    """
    from frontlines.control import load_ledger  # noqa: PLC0415
    from frontlines.control.accuracy import calibration  # noqa: PLC0415
    from frontlines.control.accuracy import evaluate_control as ask  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    days = [parse_day(day, option="--date") for day in date or ()]
    ledger = load_ledger(load_gazetteer())
    days = days or [day for day in map(datetime.date.fromisoformat, _DAYS) if day <= ledger.known_up_to]
    rows: list[tuple[Any, ...]] = []
    for left_out in ("place", "district"):
        scores = ask(ledger.claims, days, left_out=left_out)
        for score in scores:
            start = (score.day, left_out)
            near, near_right, near_plain = score.near_front
            rows.append((*start, "all", len(score.trials), f"{score.right:.3f}", f"{score.plain:.3f}", "", ""))
            rows.append((*start, "near a front", near, f"{near_right:.3f}", f"{near_plain:.3f}", "", ""))
            rows += [(*start, who, places, "", "", f"{f1:.3f}", "") for who, (places, f1) in score.by_holder.items()]
        for given in calibration(scores):
            what = f"confidence {given.low:g} to {given.high:g}"
            rows.append(("all", left_out, what, given.answers, f"{given.right:.3f}", "", "", f"{given.confidence:.3f}"))
    typer.echo(to_csv(("day", "left_out", "group", "places", "right", "plain", "f1", "confidence"), rows), nl=False)
