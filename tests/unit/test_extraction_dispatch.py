"""The shipped dispatch is read whole, and so is the same report with its places and parties changed for others."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from frontlines.evaluation.scorer import score
from frontlines.extraction import extract, to_format
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import Article, Extraction
from frontlines.settings import settings

CASE = tomllib.loads((Path(__file__).parents[1] / "cases" / "dispatch.toml").read_text("utf-8"))
PUBLISHED = date(2017, 2, 22)


def dispatch() -> str:
    path = settings().data_dir / "reports" / "2017-02-21-sdf-enter-deir-ez-zor.md"
    return path.read_text("utf-8").split("---\n", 2)[2]


class Swap:
    """Other places and parties for those of the report; the plain report has an empty one."""

    def __init__(self, table: dict[str, list[list[str]]]) -> None:
        self.texts = table.get("text", [])
        self.places = dict(map(tuple, table.get("places", [])))  # type: ignore[arg-type]
        self.parties = dict(map(tuple, table.get("parties", [])))  # type: ignore[arg-type]

    def text(self, text: str) -> str:
        for old, new in self.texts:
            text = text.replace(old, new)
        return text


def gold(text: str, swap: Swap) -> dict[str, Any]:
    places = load_gazetteer()

    def placed(key: str) -> dict[str, Any]:
        place = places.get(swap.places.get(key, key))
        return {
            "name": place.name, "place": place.name, "kind": place.kind, "lat": place.lat, "lon": place.lon,
            "admin1": place.admin1,
        }  # fmt: skip

    def passage(row: dict[str, Any]) -> dict[str, int]:
        words = swap.text(row["passage"])
        start = text.index(words)
        return {"start": start, "end": start + len(words)}

    toponyms, at = [], 0
    for name, key in CASE["toponyms"]["names"]:
        words = swap.text(name)
        at = text.index(words, at)
        toponyms.append({"text": words, "start": at, "end": at + len(words), **placed(key)})
        at += len(words)
    events = [
        {
            **row,
            **placed(row["place"]),
            **passage(row),
            "date": row["date"].isoformat() if "date" in row else None,
            "actors": [swap.parties.get(p, p) for p in row["actors"]],
            "targets": [swap.parties.get(p, p) for p in row["targets"]],
            **{
                k: {"min": row[k]["min"], "max": row[k].get("max")} if k in row else None
                for k in ("killed", "wounded", "affected")
            },
        }
        for row in CASE["event"]
    ]
    control = [
        {
            **row,
            **placed(row["place"]),
            **passage(row),
            "controller": swap.parties.get(row["controller"], row["controller"]),
        }
        for row in CASE["claim"]
    ]
    return {"toponyms": toponyms, "events": events, "control": control}


def read(swap: Swap) -> tuple[str, Extraction]:
    text = swap.text(dispatch())
    return text, extract(Article("dispatch", text, published=PUBLISHED))


@pytest.fixture(scope="module", params=["as written", "with other places and parties"])
def case(request: pytest.FixtureRequest) -> tuple[Swap, str, Extraction]:
    swap = Swap({} if request.param == "as written" else CASE["swap"])
    return swap, *read(swap)


def test_the_dispatch_is_read_whole(case: tuple[Swap, str, Extraction]) -> None:
    swap, text, extraction = case
    figures, misses = score([("dispatch", gold(text, swap), to_format(extraction))])
    toponyms, events, control = figures["toponyms"], figures["events"], figures["control"]
    assert toponyms["f1"] >= 0.98, misses
    assert toponyms["resolved"] == toponyms["within_5km"] == 1, misses
    assert events["f1"] >= 0.90, misses
    assert events["f1_type_and_place"] >= 0.85, misses
    for key in ("date", "actors", "targets", "killed", "wounded", "affected"):
        assert events[key] == 1, misses
    assert control["f1"] >= 0.90, misses


def test_movements_run_where_the_text_says(case: tuple[Swap, str, Extraction]) -> None:
    swap, _, extraction = case
    told = {
        (m.party, m.origin.place_id if m.origin else None, m.destination.place_id if m.destination else None)
        for m in extraction.movements
    }
    for row in CASE["movement"]:
        party = swap.parties.get(row["party"], row["party"])
        origin = swap.places.get(row["from"], row["from"]) if "from" in row else None
        assert (party, origin, swap.places.get(row["to"], row["to"])) in told


def test_every_span_slices_to_what_it_quotes(case: tuple[Swap, str, Extraction]) -> None:
    _, text, extraction = case
    for mention in extraction.mentions:
        assert text[mention.span.start : mention.span.end] == mention.text
    for told in (*extraction.events, *extraction.claims):
        assert told.span is not None
        assert text[told.span.start : told.span.end] == told.sentence
