"""Heaps for the map's script: one short row for each place and kind, with numbers and no text of any one event."""

from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np

from frontlines.mapping.columns import TYPES
from frontlines.mapping.escape import safe
from frontlines.mapping.scene import Scene
from frontlines.mapping.spots import NEVER, Heaps
from frontlines.mapping.words import EVENT_NAMES
from frontlines.parties import lexicon

_EPOCH: Final = date(1970, 1, 1).toordinal()


def heaps_data(heaps: Heaps) -> dict[str, Any]:
    """Give heaps in short.

    ``places`` are rows: lon, lat, and the place's marks.  A mark is a row too: the number of name, kind and party in
    their lists, size step, whether no party is known, count, killed at least, first and last day (days since 1970, None
    where no event is dated).
    """
    columns, parties = heaps.columns, [*lexicon().factions]
    number = {key: n for n, key in enumerate(parties)}
    party = np.array([number.get(key, number["other"]) for key in columns.keys])[heaps.sides]
    names: dict[str, int] = {}
    heads = columns.events[heaps.rows[heaps.cuts[:-1]]]
    dated = (heaps.first != NEVER).tolist()
    marks = zip(
        [names.setdefault(_name(event.where.name), len(names)) for event in heads],
        heaps.kinds.tolist(),
        party.tolist(),
        heaps.sizes.tolist(),
        (heaps.sides == columns.keys.index("unknown")).astype(int).tolist(),
        np.diff(heaps.cuts).tolist(),
        heaps.killed.tolist(),
        *(
            [day if known else None for day, known in zip((days - _EPOCH).tolist(), dated, strict=True)]
            for days in (heaps.first, heaps.last)
        ),
        strict=True,
    )
    places: dict[tuple[float, float], list[Any]] = {}
    for spot, mark in zip(heaps.numbers, marks, strict=True):
        places.setdefault(columns.spots[1][spot], []).append(mark)
    kinds = [[kind, EVENT_NAMES[kind]] for kind in TYPES]
    return {"names": list(names), "kinds": kinds, "parties": parties, "places": [[*at, m] for at, m in places.items()]}


@lru_cache(maxsize=16_384)
def _name(text: str) -> str:
    return safe(text)


def chosen_spot(scene: Scene) -> str | None:
    """Give the id of the heap that the chosen event lies in, else what is chosen itself."""
    heaps = scene.spots
    if scene.chosen is None or not isinstance(heaps, Heaps):
        return scene.chosen
    at = np.flatnonzero(heaps.rows == heaps.columns.row_of.get(scene.chosen, -1))
    if len(at):
        return str(heaps[int(np.searchsorted(heaps.cuts, at[0], side="right")) - 1].id)
    spots = (area.spot for area in scene.area_events)
    return next((s.id for s in spots if any(event.id == scene.chosen for event in s.events)), scene.chosen)
