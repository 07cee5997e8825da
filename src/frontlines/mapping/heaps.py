"""Heaps for the map's script: one short row for each place and kind, with numbers and no text of any one event."""

from datetime import date
from typing import Any, Final

from frontlines.mapping.columns import TYPES
from frontlines.mapping.escape import safe
from frontlines.mapping.scene import Scene
from frontlines.mapping.words import EVENT_NAMES
from frontlines.parties import lexicon

_EPOCH: Final = date(1970, 1, 1).toordinal()


def heaps_data(scene: Scene) -> dict[str, Any]:
    """Give the heaps of a scene.

    ``marks`` are rows: lon, lat, then the number of name, kind and party in their lists, size step, whether no party is
    known, count, killed at least, first and last day (days since 1970, None where no event is dated).
    """
    parties = [*lexicon().factions]
    number = {key: n for n, key in enumerate(parties)}
    names: dict[str, int] = {}
    marks = []
    for spot in scene.spots:
        name = names.setdefault(safe(spot.events[0].where.name), len(names))
        party = number.get(spot.faction, number["other"])
        first, last = (day - _EPOCH for day in spot.days) if spot.days else (None, None)
        marks.append(
            [
                round(spot.lon, 4),
                round(spot.lat, 4),
                name,
                TYPES.index(spot.events[0].type),
                party,
                spot.size,
                int(spot.hollow),
                spot.count,
                spot.killed,
                first,
                last,
            ]
        )
    kinds = [[kind, EVENT_NAMES[kind]] for kind in TYPES]
    return {"names": list(names), "kinds": kinds, "parties": parties, "marks": marks}


def chosen_spot(scene: Scene) -> str | None:
    """Give the id of the heap that the chosen event lies in, else what is chosen itself."""
    if scene.chosen is None:
        return None
    spots = (*scene.spots, *(area.spot for area in scene.area_events))
    return next((s.id for s in spots if any(event.id == scene.chosen for event in s.events)), scene.chosen)
