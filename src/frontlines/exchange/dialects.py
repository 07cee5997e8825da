"""Events under the column names of ACLED and UCDP GED, for tools that are made for those.

The values follow their codebooks where ours can be told in them; a cell stays empty where we do not know, zero deaths
included.  What was only announced or is denied is left out, as those columns can't say so, and the layer says how much.
Ids are ours: such a table is no part of ACLED's or UCDP's data.

ACLED Codebook (2023 on): 31 columns.  UCDP GED Codebook 25.1: 49 columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from frontlines.exchange.columns import Column, Kind, Layer, layer_of
from frontlines.exchange.shapes import geometries
from frontlines.exchange.tables import datasets_of, sources_of, where_columns, with_care
from frontlines.model import Article, Event
from frontlines.parties import lexicon

ACLED_COLUMNS: Final = tuple(
    """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
    actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude
    longitude geo_precision source source_scale notes fatalities tags timestamp""".split()  # noqa: SIM905 - a table
)
UCDP_COLUMNS: Final = tuple(
    """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region
    event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa
    gwnob""".split()  # noqa: SIM905 - a table
)
_NUMBERS: Final = frozenset(
    """year time_precision iso geo_precision fatalities timestamp active_year type_of_violence number_of_sources
    where_prec priogrid_gid country_id event_clarity date_prec deaths_a deaths_b deaths_civilians deaths_unknown best
    high low gwnoa gwnob""".split()  # noqa: SIM905 - a table
)
_REALS: Final = frozenset({"latitude", "longitude"})
_DATES: Final = frozenset({"event_date", "date_start", "date_end", "source_date"})
_BATTLE: Final = ("Political violence", "Battles", "Armed clash")
_REMOTE: Final = ("Political violence", "Explosions/Remote violence")
_OTHER: Final = ("Strategic developments", "Strategic developments", "Other")
ACLED_TYPES: Final[Mapping[str, tuple[str, str, str]]] = {
    "air_strike": (*_REMOTE, "Air/drone strike"),
    "shelling": (*_REMOTE, "Shelling/artillery/missile attack"),
    "bombing": (*_REMOTE, "Remote explosive/landmine/IED"),
    "chemical_attack": (*_REMOTE, "Chemical weapon"),
    "other_attack": ("Political violence", "Violence against civilians", "Attack"),
    "ground_attack": _BATTLE,
    "clash": _BATTLE,
    "advance": _BATTLE,
    "capture": ("Political violence", "Battles", "Non-state actor overtakes territory"),
    "withdrawal": (*_OTHER[:2], "Non-violent transfer of territory"),
    "siege": _OTHER,
    "ceasefire": (*_OTHER[:2], "Agreement"),
    "evacuation": _OTHER,
    "talks": _OTHER,
    "aid": _OTHER,
    "displacement": _OTHER,
    "detention": (*_OTHER[:2], "Arrests"),
    "protest": ("Demonstrations", "Protests", "Peaceful protest"),
}
"""Disorder type, event type and sub-event type of each of our kinds."""
REGAINED: Final = "Government regains territory"
_TIME: Final = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
"""ACLED's time precision (1 day, 2 week, 3 month) of our date precision."""
_SPACE: Final = {1: 1, 2: 2, 3: 2}
"""ACLED's geographic precision (1 town, 2 near it or part of a region, 3 larger) of our place precision."""
_CIVIL: Final = frozenset({"other_attack"})


def acled_layer(events: Sequence[Event], articles: Mapping[str, Article], *, today: date) -> Layer:
    """Give events with ACLED's 31 columns; arguments as ``tables.events_layer``."""
    told, shapes, where, words = _told(events, today)
    actors = [_sides(event) for event in told]
    types = [_acled_type(event) for event in told]
    data: dict[str, Sequence[Any]] = {
        **_empty(ACLED_COLUMNS, len(told)),
        "event_id_cnty": [event.id for event in told],
        "event_date": [event.when.start for event in told],
        "year": [event.when.start.year if event.when.start else None for event in told],
        "time_precision": [_TIME[event.when.precision] if event.when.start else None for event in told],
        "disorder_type": [kind[0] for kind in types],
        "event_type": [kind[1] for kind in types],
        "sub_event_type": [kind[2] for kind in types],
        "actor1": [one for one, _, _, _ in actors],
        "assoc_actor_1": [more for _, more, _, _ in actors],
        "actor2": [two for _, _, two, _ in actors],
        "assoc_actor_2": [more for _, _, _, more in actors],
        "iso": [760 if event.where.country == "SY" else None for event in told],
        "region": ["Middle East" if event.where.country == "SY" else None for event in told],
        "country": [_country(event) for event in told],
        **{name: where[name] for name in ("admin1", "admin2", "admin3")},
        "location": where["place"],
        "latitude": where["lat"],
        "longitude": where["lon"],
        "geo_precision": [_SPACE.get(event.where.precision, 3) for event in told],
        "source": ["; ".join(sources_of(event, articles)) for event in told],
        "notes": [_notes(event) for event in told],
        "fatalities": [event.killed.min if event.killed else None for event in told],
    }
    return replace(
        layer_of("events", _columns(ACLED_COLUMNS, "ACLED"), data, shapes), left_out=words, datasets=datasets_of(told)
    )


def ucdp_layer(events: Sequence[Event], articles: Mapping[str, Article], *, today: date) -> Layer:
    """Give events with the 49 columns of UCDP GED; arguments as ``tables.events_layer``.

    ``low`` and ``high`` are our bounds and ``best`` the lower one, as GED prefers the careful figure; how many of whom
    were killed we do not know, so all deaths count as unknown.
    """
    import shapely  # noqa: PLC0415

    told, shapes, where, words = _told(events, today)
    sides = [_sides(event) for event in told]
    low = [event.killed.min if event.killed else None for event in told]
    high = [
        (event.killed.max if event.killed.max is not None else event.killed.min) if event.killed else None
        for event in told
    ]
    cited = [sources_of(event, articles) for event in told]
    reports = [articles.get(event.article_id) for event in told]
    data: dict[str, Sequence[Any]] = {
        **_empty(UCDP_COLUMNS, len(told)),
        "id": [event.id for event in told],
        "relid": [event.id for event in told],
        "year": [event.when.start.year if event.when.start else None for event in told],
        "type_of_violence": [_violence(event) for event in told],
        "dyad_name": [f"{a} - {b}" if a and b else None for a, _, b, _ in sides],
        "side_a": [a for a, _, _, _ in sides],
        "side_b": [b for _, _, b, _ in sides],
        "number_of_sources": [len(one) for one in cited],
        "source_article": ["; ".join(one) for one in cited],
        "source_office": [report.outlet if report else None for report in reports],
        "source_date": [report.published if report else None for report in reports],
        "source_headline": [report.title if report else None for report in reports],
        "source_original": [event.source for event in told],
        "where_prec": [event.where.precision for event in told],
        "where_coordinates": where["place"],
        "where_description": [event.title for event in told],
        "adm_1": [f"{name} governorate" if name else None for name in where["admin1"]],
        "adm_2": [f"{name} district" if name else None for name in where["admin2"]],
        "latitude": where["lat"],
        "longitude": where["lon"],
        "geom_wkt": list(shapely.to_wkt(_spots(told), rounding_precision=6)),
        "country": [_country(event) for event in told],
        "country_id": [652 if event.where.country == "SY" else None for event in told],
        "region": ["Middle East" if event.where.country == "SY" else None for event in told],
        "event_clarity": [1 if event.when.precision == 1 else 2 for event in told],
        "date_prec": [event.when.precision for event in told],
        "date_start": [event.when.start for event in told],
        "date_end": [event.when.end or event.when.start for event in told],
        "deaths_unknown": low,
        "best": low,
        "high": high,
        "low": low,
        "gwnoa": [652 if a == "Government of Syria" else None for a, _, _, _ in sides],
    }
    return replace(
        layer_of("events", _columns(UCDP_COLUMNS, "UCDP GED"), data, shapes), left_out=words, datasets=datasets_of(told)
    )


def _told(
    events: Sequence[Event], today: date
) -> tuple[list[Event], Any, Mapping[str, Sequence[Any]], tuple[str, ...]]:
    """Give the events that such columns can tell, their geometry and place columns, and what was left out in words."""
    happened = [event for event in events if event.status not in {"planned", "denied"}]
    kept, _ = with_care(happened, today)
    shapes = geometries([event.where for event in kept])
    count = len(events) - len(happened)
    words = (f"{count} events that are only announced or denied: these columns can't say so",) if count else ()
    return kept, shapes, where_columns([event.where for event in kept], shapes), words


def _columns(names: Sequence[str], whose: str) -> tuple[Column, ...]:
    return tuple(Column(name, _kind(name), f"as in {whose}'s codebook") for name in names)


def _kind(name: str) -> Kind:
    if name in _NUMBERS:
        return "int"
    if name in _REALS:
        return "real"
    return "date" if name in _DATES else "text"


def _empty(names: Sequence[str], count: int) -> dict[str, Sequence[Any]]:
    return {name: [None] * count for name in names}


def _sides(event: Event) -> tuple[str | None, str | None, str | None, str | None]:
    """Give the first actor, the others, the first target and the others."""
    actors, targets = ([_name(party) for party in parties] for parties in (event.actors, event.targets))
    if event.type == "clash" and not targets and len(actors) > 1:
        actors, targets = actors[:1], actors[1:]
    return (*_first(actors), *_first(targets))


def _first(names: Sequence[str]) -> tuple[str | None, str | None]:
    return (names[0] if names else None), ("; ".join(names[1:]) or None)


def _name(party: str) -> str:
    return "Government of Syria" if party == "Syrian government" else party


def _acled_type(event: Event) -> tuple[str, str, str]:
    if event.type == "capture" and event.actors and lexicon().faction_of(event.actors[0]) == "government":
        return ("Political violence", "Battles", REGAINED)
    return ACLED_TYPES[event.type]


def _violence(event: Event) -> int | None:
    """Give UCDP's type: 1 where a state takes part, 2 between others, 3 against civilians; None for no violence."""
    if ACLED_TYPES[event.type][0] != "Political violence":
        return None
    if event.type in _CIVIL:
        return 3
    sides = {lexicon().faction_of(party) for party in (*event.actors, *event.targets)}
    return (1 if sides & _STATES else 2) if sides else None


_STATES: Final = frozenset({"government", "us_tanf", "israel", "transitional_government"})


def _country(event: Event) -> str | None:
    return "Syria" if event.where.country == "SY" else event.where.country


def _notes(event: Event) -> str:
    """Give the event in a line, with the bounds that one figure can't tell."""
    if event.killed is None or event.killed.min == event.killed.max:
        return event.title
    at_least = event.killed.min if event.killed.min is not None else "?"
    return f"{event.title} (killed: {at_least} to {event.killed.max if event.killed.max is not None else '?'})"


def _spots(events: Sequence[Event]) -> Any:
    return geometries([replace(event.where, area=None) for event in events])
