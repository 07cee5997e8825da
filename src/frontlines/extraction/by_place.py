"""Tolls told place by place: "killed 13 in Suluk and eight in Tell Abyad"."""

from dataclasses import replace

from frontlines.extraction.candidates import Candidate
from frontlines.extraction.casualties import Toll
from frontlines.extraction.reading import Reading
from frontlines.extraction.spots import Spot, event_placement, usable

_REACH = 5
"""Tokens from a count to its place: "in the town of X"."""


def told_by_place(reading: Reading, candidates: list[Candidate]) -> list[Candidate]:
    """Give an event whose dead are counted place by place as one event for each place."""
    out: list[Candidate] = []
    for candidate in candidates:
        killed = [t for t in candidate.tolls if t.harm == "killed" and t.range is not None]
        placed = [(toll, spot) for toll in killed if (spot := _place_behind(reading, toll)) is not None]
        several = len({spot.where.place_id for _, spot in placed}) == len(placed) == len(killed) > 1
        if not several or candidate.family != "attack":
            out.append(candidate)
            continue
        others = [t for t in candidate.tolls if t not in killed]
        for number, (toll, spot) in enumerate(placed):
            tolls = [toll, *others] if number == 0 else [toll]
            out.append(
                replace(
                    candidate,
                    spots=[spot],
                    tolls=tolls,
                    actors=list(candidate.actors),
                    targets=list(candidate.targets),
                    evidence=list(candidate.evidence),
                    extra=[],
                )
            )
    return out


def _place_behind(reading: Reading, toll: Toll) -> Spot | None:
    """Give the place right behind a count: "13 in Suluk", "eight civilians in the town of X"."""
    doc = reading.doc
    start = toll.last + 1
    if start >= len(doc) or doc[start].lower_ not in {"in", "at", "near"}:
        return None
    for i in range(start + 1, min(start + _REACH, doc[toll.last].sent.end)):
        if i in reading.mention_at:
            where = event_placement(reading, i)
            return Spot(i, where) if usable(where) else None
        if doc[i].lower_ not in {"the", "town", "city", "village", "of", "nearby", "district"}:
            return None
    return None
