"""Events made by hand for the tests of the page."""

import json
from datetime import date
from typing import Any

from frontlines.model import Article, Candidate, Event, MatchStatus, Placement, Range, Span, When

TEXT = (
    "Strikes on al-Sur. On Tuesday air strikes hit a garage in the town of al-Sur, killing at least 11 people. "
    "It was not clear who did it."
)
REPORTED = date(2017, 2, 22)
ARTICLE = Article(
    id="a1", text=TEXT, title="Strikes on al-Sur", outlet="A paper", url="https://example.org/1", published=REPORTED
)
AL_SUR = Placement(
    status=MatchStatus.MATCHED,
    name="al-Sur",
    kind="settlement",
    lat=35.508,
    lon=40.653,
    place_id="as-suwar",
    name_ar="الصور",
    country="SY",
    admin1="Deir ez-Zor",
    precision=1,
    radius_km=2.0,
    method="gazetteer",
    reason="the report names Deir ez-Zor",
    candidates=(Candidate("sur-lb", "Tyre", 0.1, "another country"),),
)


def day(year: int, month: int, number: int) -> When:
    at = date(year, month, number)
    return When(at, at, 1, "the day named", "on Tuesday")


def passage(start: str, end: str) -> Span:
    return Span(TEXT.index(start), TEXT.index(end) + len(end))


def event(id_: str = "e1", **changes: Any) -> Event:
    span = passage("On Tuesday", "11 people.")
    given: dict[str, Any] = {
        "id": id_,
        "type": "air_strike",
        "title": "Air strikes hit a garage in al-Sur",
        "when": day(2017, 2, 21),
        "where": AL_SUR,
        "actors": (),
        "targets": (),
        "status": "unattributed",
        "span": span,
        "sentence": TEXT[span.start : span.end],
        "marks": (passage("air strikes", "air strikes"), passage("at least", "at least 11")),
        "killed": Range(11, None, "at least 11"),
        "source": "the Observatory",
        "article_id": "a1",
    }
    return Event(**(given | changes))


def _groups(page: Any, name: str) -> list[dict[str, Any]]:
    drawn = [part.proto for part in page.get("bidi_component") if part.proto.component_name == f"frontlines_{name}"]
    return [group for one in drawn for group in json.loads(one.json)["groups"]]


def listed(page: Any) -> dict[str, str]:
    """Give the entries of the list: id and title."""
    return {item[0]: item[2] for group in _groups(page, "entries") for item in group["items"]}


def switched_on(page: Any) -> set[str]:
    """Give the ids of the switches that are on."""
    return {item[0] for group in _groups(page, "switches") for item in group["items"] if item[4]}
