"""When a predicted record says the same as a gold one: spans, places, dates, counts, parties."""

import math
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

from frontlines.model import AREAL_KINDS

Record = dict[str, Any]
"""One toponym, event or control claim with the keys of docs/format.md; a predicted one may hold anything."""

EARTH_RADIUS_KM: Final = 6371.0
MAX_SPAN: Final = 700
"""Characters; a longer span quotes nothing in particular."""
FAMILIES: Final = {
    "air_strike": "attack",
    "shelling": "attack",
    "bombing": "attack",
    "chemical_attack": "attack",
    "other_attack": "attack",
    "ground_attack": "battle",
    "clash": "battle",
    "advance": "battle",
    "capture": "battle",
    "withdrawal": "battle",
    "siege": "battle",
    "ceasefire": "agreement",
    "evacuation": "agreement",
    "talks": "agreement",
    "aid": "agreement",
    "displacement": "people",
    "detention": "people",
    "protest": "people",
}
_SAME_PARTY: Final = {
    "YPG": "SDF",
    "United States": "US-led coalition",
    "Al-Nusra Front": "HTS",
    "Jabhat Fateh al-Sham": "HTS",
    "IS": "ISIL",
    "ISIS": "ISIL",
    "FSA": "Syrian opposition",
    "Free Syrian Army": "Syrian opposition",
    "Turkish-backed rebels": "SNA",
}
"""Two names that different sources use for the same party."""
_SAME_GOVERNORATE: Final = {
    "dar": "daraa",
    "deraa": "daraa",
    "lattakia": "latakia",
    "sweida": "suwayda",
    "suweida": "suwayda",
    "swaida": "suwayda",
    "damascuscountryside": "rifdimashq",
    "ruraldamascus": "rifdimashq",
    "idleb": "idlib",
    "tartous": "tartus",
    "hasakeh": "hasaka",
    "hassakeh": "hasaka",
    "deirazzor": "deirezzor",
    "dayrazzawr": "deirezzor",
    "halab": "aleppo",
}
"""Spellings of the fourteen governorates that differ by more than article, ending and punctuation."""


def is_number(value: object) -> bool:
    """Tell whether a JSON value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def records(document: object, key: str) -> list[Record]:
    """Give a document's list of records; what is not a record counts as an empty, and so a wrong, one."""
    value = document.get(key) if isinstance(document, dict) else None
    return [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []


def spans(record: Record) -> list[tuple[int, int]]:
    """Give a record's usable spans, its ``evidence`` included: whole numbers, in order, at most ``MAX_SPAN`` long."""
    more = record.get("evidence")
    return [
        (row["start"], row["end"])
        for row in [record, *(more if isinstance(more, list) else [])]
        if isinstance(row, dict)
        and type(row.get("start")) is int
        and type(row.get("end")) is int
        and 0 < row["end"] - row["start"] <= MAX_SPAN
    ]


def overlap(gold: Record, predicted: Record) -> int:
    """Count the characters that the prediction's own span shares with any span of the gold record."""
    own = spans({key: predicted.get(key) for key in ("start", "end")})
    return max([0, *(min(g[1], p[1]) - max(g[0], p[0]) for g in spans(gold) for p in own)])


def km_between(one: Record, other: Record) -> float:
    """Give the great-circle distance in km of two records by their ``lat`` and ``lon`` in degrees; infinite without."""
    if not all(is_number(row.get(key)) for row in (one, other) for key in ("lat", "lon")):
        return math.inf
    lat1, lon1, lat2, lon2 = map(math.radians, (one["lat"], one["lon"], other["lat"], other["lon"]))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def governorate_key(record: Record) -> str:
    """Give a governorate's name without article, ending and punctuation, so that Ar-Raqqah equals Raqqa."""
    name = str(record.get("admin1") or "").lower().replace("governorate", "").replace("province", "").strip()
    for article in ("al-", "ar-", "as-"):
        name = name.removeprefix(article)
    key = "".join(char for char in name if char.isalpha())
    return _SAME_GOVERNORATE.get(key, key).rstrip("h")


def name_key(record: Record) -> str:
    """Give a place's own name without generic words and punctuation."""
    name = str(record.get("name") or record.get("place") or "").lower()
    for word in ("governorate", "province", "river", "district", "region", "city", "the "):
        name = name.replace(word, "")
    return "".join(char for char in name if char.isalpha())


def same_place(gold: Record, predicted: Record, limit_km: float) -> bool:
    """Compare two places: a spot within ``limit_km``, an area by an area.

    A governorate, or an unnamed part of one, goes by its governorate; any other area by its name or a centre within 25
    km.
    """
    if gold.get("kind") in AREAL_KINDS:
        if not _is_areal(predicted):
            return False
        if (gold["kind"] == "province" or gold.get("part")) and governorate_key(gold):
            return governorate_key(gold) == governorate_key(predicted)
        same_name = bool(name_key(gold)) and name_key(gold) == name_key(predicted)
        return same_name or km_between(gold, predicted) <= 25.0
    return predicted.get("kind") not in ("province", "country") and km_between(gold, predicted) <= limit_km


def _is_areal(predicted: Record) -> bool:
    kind = predicted.get("kind")
    return isinstance(kind, str) and kind in AREAL_KINDS


def parties(names: object) -> set[str]:
    """Give the parties named in a JSON list, one name each, without Unknown."""
    listed: Iterable[object] = names if isinstance(names, list) else []
    return {_SAME_PARTY.get(name, name) for name in listed if isinstance(name, str)} - {"Unknown"}


def days_apart(one: Any, other: Any) -> float:
    """Give the days between two ISO dates; two untold ones agree, and anything that is no date is infinitely far."""
    if one is None and other is None:
        return 0
    try:
        return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)
    except (TypeError, ValueError):
        return math.inf


def count_agrees(gold: object, predicted: object) -> bool:
    """Compare the floors of two counts: equal, or above 20 one apart."""
    one, other = (row.get("min") if isinstance(row, dict) else None for row in (gold, predicted))
    if one == other:
        return True
    return is_number(one) and is_number(other) and abs(one - other) <= 1 and one > 20  # type: ignore[operator]


def toponym_fits(gold: Record, predicted: Record) -> bool:
    """At least half of the longer of the two spans is shared."""
    shared = overlap(gold, predicted)
    return shared > 0 and 2 * shared >= max(gold["end"] - gold["start"], predicted["end"] - predicted["start"])


def event_fits(gold: Record, predicted: Record) -> bool:
    """The same family told by the same passage, or at the same place on the same day.

    An attack may be told as a battle, or the other way round, where passage and place are the same.
    """
    kind = predicted.get("type")
    families = {FAMILIES.get(gold["type"]), FAMILIES.get(kind) if isinstance(kind, str) else None}
    if len(families) == 1:
        same_day = days_apart(gold["date"], predicted.get("date")) <= 1
        return overlap(gold, predicted) > 0 or (same_place(gold, predicted, 25.0) and same_day)
    return families == {"attack", "battle"} and overlap(gold, predicted) > 0 and same_place(gold, predicted, 25.0)


def event_affinity(gold: Record, predicted: Record) -> int:
    """Rank how well a prediction fits an event: type and place count most."""
    return (
        bool(gold["type"] == predicted.get("type")) * 2
        + same_place(gold, predicted, 10.0) * 2
        + (overlap(gold, predicted) > 0)
        + bool(parties(gold["actors"]) & parties(predicted.get("actors")))
        + (gold.get("killed") is not None and count_agrees(gold["killed"], predicted.get("killed")))
    )


def control_fits(gold: Record, predicted: Record) -> bool:
    """The same holder at the same place, within 15 km."""
    return same_place(gold, predicted, 15.0) and parties([gold["controller"]]) == parties([predicted.get("controller")])


def control_affinity(gold: Record, predicted: Record) -> int:
    """Rank how well a prediction fits a claim."""
    return bool(gold["status"] == predicted.get("status")) + (overlap(gold, predicted) > 0)


def match(
    golds: list[Record],
    predicted: list[Record],
    compatible: Callable[[Record, Record], bool],
    affinity: Callable[[Record, Record], int],
) -> list[tuple[Record, Record]]:
    """Pair gold and predicted records one to one, greedily, highest affinity first and in the order of the files."""
    ranked = [(-affinity(g, p), i, j) for i, g in enumerate(golds) for j, p in enumerate(predicted) if compatible(g, p)]
    taken_golds: set[int] = set()
    taken_predicted: set[int] = set()
    pairs = []
    for _, i, j in sorted(ranked):
        if i not in taken_golds and j not in taken_predicted:
            taken_golds.add(i)
            taken_predicted.add(j)
            pairs.append((golds[i], predicted[j]))
    return pairs
