"""Commands for what people said of the readings: reviews export."""

from pathlib import Path
from typing import Annotated

import typer

from frontlines.cli.base import StoreOption, new_app, note, to_json, write_whole
from frontlines.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = new_app("What people confirmed, corrected, rejected and added.")
    group.command()(export)
    app.add_typer(group, name="reviews")


def export(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder, made where it is missing.")],
    complete: Annotated[
        bool, typer.Option("--complete", help="Only reports of which every event and claim was reviewed.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """Write the reviewed reports as annotations: DIR/gold and DIR/articles, as frontlines evaluate takes them."""
    from frontlines.evaluation.annotation import annotation, beside, file_name  # noqa: PLC0415
    from frontlines.store import Store  # noqa: PLC0415

    kept = Store(store)
    reviews = kept.reviews.by_article()
    golds = {}
    for article_id, made in sorted(reviews.items()):
        extraction = kept.get(article_id)
        if extraction is None or all(review.subject == "report" for review in made):
            continue
        document = annotation(extraction, made)
        if document["complete"] or not complete:
            golds[file_name(extraction.article)] = (extraction.article, document)
    if not golds:
        what = "no report is reviewed in full" if complete and reviews else "nothing is reviewed"
        raise InputError(f"{what} in the store {kept.name}: review reports on the page Read a report first")
    try:
        for folder in (output / "gold", output / "articles"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{output} can't be made ({error.strerror}): choose another folder") from error
    for name, (article, document) in golds.items():
        write_whole(output / "articles" / f"{name}.txt", article.text)
        write_whole(output / "articles" / f"{name}.meta.json", to_json(beside(article)) + "\n")
        write_whole(output / "gold" / f"{name}.json", to_json(document) + "\n")
    part = sum(not document["complete"] for _, document in golds.values())
    note(f"{len(golds)} reports written to {output}; {part} of them have events or claims that nobody reviewed")
