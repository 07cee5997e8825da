"""Generic words beside place names: which belong to the name, which only tell its kind."""

from functools import lru_cache

from frontlines.geography.names import fold, tokens
from frontlines.model import PlaceKind

_FACILITIES = {
    "airbase": "air base, airbase, military airport, military airfield, military airbase, military air base, airport, "
    "airfield, international airport, helicopter base, civil airport",
    "camp": "camp, refugee camp, refugees camp, idp camp, palestinian camp, palestinian refugee camp",
    "base": "base, military base, army base, garrison, barracks, base camp",
    "dam": "dam",
    "crossing": "crossing, border crossing, border gate, gate, border post, checkpoint",
    "road": "road, highway, street, motorway",
    "hill": "hill, hills, hilltop, mount, mountain, mountains, heights",
    "farms": "farms, farm, farmlands",
    "college": "college, academy, military academy, military college, school, university",
    "housing": "suburb, housing, housing project, housing complex, apartments, project",
    "field": "oil field, oilfield, gas field, gasfield, oil fields, gas fields, oilfields, field, fields, gas plant, "
    "oil and gas field",
    "bridge": "bridge",
    "hospital": "hospital, national hospital, field hospital",
    "prison": "prison, central prison, military prison",
    "square": "square, roundabout, junction, intersection, circle",
    "factory": "factory, plant, mill, mills, cement factory, cement plant, sugar factory, power plant, power station, "
    "thermal power plant, thermal plant, refinery, silos, grain silos",
    "mosque": "mosque, church, shrine, monastery, citadel, castle",
    "lake": "lake, reservoir",
    "river": "river",
    "industrial": "industrial city, industrial zone, industrial area",
    "desert": "desert, plain, plains, valley, basin, countryside, pocket",
}
FACILITY_PHRASES: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): kind for kind, phrases in _FACILITIES.items() for phrase in phrases.split(",")
}
"""Words after a name that make it another place ("Tabqa" + "military airport") and the class of that place."""
LONGEST_FACILITY_PHRASE = max(map(len, FACILITY_PHRASES))

KIND_WORDS: dict[str, PlaceKind] = {
    "governorate": "province",
    "province": "province",
    "provinces": "province",
    "governorates": "province",
    "muhafazah": "province",
    "city": "settlement",
    "cities": "settlement",
    "town": "settlement",
    "towns": "settlement",
    "village": "settlement",
    "villages": "settlement",
    "hamlet": "settlement",
    "neighbourhood": "neighbourhood",
    "neighborhood": "neighbourhood",
    "neighbourhoods": "neighbourhood",
    "neighborhoods": "neighbourhood",
    "quarter": "neighbourhood",
    "suburb": "neighbourhood",
    "district": "district",
    "districts": "district",
    "subdistrict": "district",
    "region": "region",
    "area": "region",
    "countryside": "countryside",
    "outskirts": "settlement",
    "river": "river",
}
"""Words that tell the kind of the place they stand beside and are no part of its name."""
_DROPPED_FROM_NAMES = frozenset(
    {"governorate", "province", "city", "town", "village", "district", "subdistrict", "neighbourhood", "region", "area"}
    | {"highway"}
)


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """Fold a recorded name without what only tells its kind: "Al-Zahraa (Homs)", "Deir ez-Zor Governorate"."""
    words = tokens(name.partition("(")[0])
    while len(words) > 1 and words[-1].casefold() in _DROPPED_FROM_NAMES:
        words.pop()
    return fold(" ".join(words))


def facility_key(name: str) -> tuple[str, str] | None:
    """Split "Tabqa military airport" into the folded name and the class of facility; None for other names."""
    words = [word.casefold() for word in tokens(name.partition("(")[0])]
    for count in range(min(LONGEST_FACILITY_PHRASE, len(words) - 1), 0, -1):
        kind = FACILITY_PHRASES.get(tuple(words[-count:]))
        if kind is not None:
            return fold(" ".join(words[:-count])), kind
    return None
