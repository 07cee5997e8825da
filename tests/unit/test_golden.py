"""What the shipped dispatch reads to, and who held well-known towns on five days, against files kept by hand.

A golden file that is missing fails; a change that is meant is taken over by editing the file, for review.
"""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from frontlines.control import ground_of, load_ledger, picture
from frontlines.control.points import Spot, points
from frontlines.extraction import extract
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import Article
from frontlines.settings import settings

GOLDEN = Path(__file__).parents[1] / "golden"


def told() -> list[list[object]]:
    path = settings().data_dir / "reports" / "2017-02-21-sdf-enter-deir-ez-zor.md"
    text = path.read_text("utf-8").split("---\n", 2)[2]
    extraction = extract(Article("dispatch", text, published=date(2017, 2, 22)))
    return [
        [
            e.title,
            e.type,
            e.when.start.isoformat() if e.when.start else None,
            e.when.precision,
            e.where.area or e.where.place_id,
            e.where.precision,
            list(e.actors),
            list(e.targets),
            e.status,
            e.source,
            [[e.span.start, e.span.end], *([s.start, s.end] for s in e.evidence)],
        ]
        for e in extraction.events
    ]


def test_the_dispatch_reads_as_it_did() -> None:
    assert told() == json.loads((GOLDEN / "dispatch.json").read_text("utf-8"))


with (GOLDEN / "days.csv").open(encoding="utf-8", newline="") as file:
    DAYS = list(csv.DictReader(file))


@pytest.mark.parametrize("day", sorted({row["date"] for row in DAYS}))
def test_golden_days_have_the_holders_that_are_known(day: str) -> None:
    gazetteer = load_gazetteer()
    rows = [row for row in DAYS if row["date"] == day]
    assert len(rows) >= 10
    spots = [Spot(row["place"], gazetteer.get(row["place"]).lat, gazetteer.get(row["place"]).lon) for row in rows]
    ground = ground_of(load_ledger(gazetteer).claims, date.fromisoformat(day))
    answers = points(ground, date.fromisoformat(day), spots)
    wrong = [
        (row["place"], answer.controller, row["holder"])
        for row, answer in zip(rows, answers, strict=True)
        if answer.controller not in row["holder"].split("|")
    ]
    assert wrong == []


@pytest.mark.parametrize("day", ["2013-06-15", "2016-03-01", "2017-02-21", "2024-12-05"])
def test_places_stand_in_zones_of_their_holder(day: str) -> None:
    shown = picture(load_ledger(load_gazetteer()).claims, date.fromisoformat(day))
    held = shown.states[shown.states.status == "held"]
    joined = held.sjoin(shown.zones[["holder", "geometry"]], predicate="within", rsuffix="zone")
    same = joined.holder_left == joined.holder_zone
    assert len(joined) >= 0.97 * len(held)
    assert same.mean() >= 0.97
