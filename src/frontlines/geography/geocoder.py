"""A geopy geocoder over the gazetteer, and Nominatim as a fallback that has to be asked for."""

import re
from collections.abc import Callable
from typing import Any, Protocol

from geopy.exc import GeocoderServiceError, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from frontlines.errors import InputError, SetupError, UnavailableError
from frontlines.geography.context import Query, read_context
from frontlines.geography.finder import Found
from frontlines.geography.gazetteer import Gazetteer, load_gazetteer, names_of
from frontlines.geography.geocache import GeocodingCache
from frontlines.geography.names import skeleton, tokens
from frontlines.geography.phrases import FACILITY_PHRASES, KIND_WORDS
from frontlines.geography.resolver import placement_of, resolve
from frontlines.model import AREAL_KINDS, Candidate, MatchStatus, Place, PlaceKind, Placement
from frontlines.settings import settings

LONGEST_QUERY = 300
COUNTRY_CODES = ("sy", "tr", "iq", "lb", "jo", "il")
"""Where Nominatim looks: Syria and its neighbours."""
_USER_AGENT = "frontlines (an open map of the Syria conflict)"
_SUGGESTIONS = 3
_LINK = re.compile(r"\s*[,;،]\s*|\s+(?:in|near)\s+(?=\S)")
_NOMINATIM_KINDS: dict[str, PlaceKind] = {
    "country": "country",
    "state": "province",
    "county": "district",
    "river": "river",
    "suburb": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "quarter": "neighbourhood",
}


class Fallback(Protocol):
    """A service that is asked for what the gazetteer lacks."""

    name: str

    def find(self, query: str) -> dict[str, Any] | None:
        """Give the best answer as Nominatim writes it, or None when the service knows no such place.

        Raises:
            UnavailableError: when the service did not answer.
        """


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """A ``geopy`` geocoder that asks the gazetteer: ``geocode("al-Sur, Deir Az Zor province")``."""

    def __init__(self, gazetteer: Gazetteer | None = None, **options: Any) -> None:
        """Use ``gazetteer``, or the one of this process; ``options`` go to ``geopy.geocoders.base.Geocoder``."""
        super().__init__(**options)
        self.gazetteer = gazetteer or load_gazetteer()

    def geocode(
        self, query: str, exactly_one: bool = True, *, limit: int = 5, timeout: Any = None
    ) -> Location | list[Location] | None:
        """Give the best place, or with ``exactly_one=False`` up to ``limit``; None when the gazetteer has none.

        ``raw`` of a location is our record: id, name, name_ar, kind, admin1, country, status, method, reason and more.
        """
        del timeout  # nothing is waited for
        placement = geocode_place(query, self.gazetteer, fallback=None)
        if placement.place_id is None:
            return None
        best = _location(placement)
        if exactly_one:
            return best
        others = [
            placement_of(self.gazetteer.get(other.place_id), reason=other.reason) for other in placement.candidates
        ]
        return [best, *map(_location, others)][:limit]


def _location(placement: Placement) -> Location:
    raw = {
        "id": placement.place_id,
        "name": placement.name,
        "name_ar": placement.name_ar,
        "kind": placement.kind,
        "admin1": placement.admin1,
        "country": placement.country,
        "area": placement.area,
        "precision": placement.precision,
        "radius_km": placement.radius_km,
        "status": str(placement.status),
        "method": placement.method,
        "reason": placement.reason,
        "flags": list(placement.flags),
    }
    address = ", ".join(dict.fromkeys(part for part in (placement.name, placement.admin1, placement.country) if part))
    return Location(address, (placement.lat, placement.lon, 0.0), raw)


def geocode_place(
    query: str, gazetteer: Gazetteer | None = None, *, fallback: Fallback | str | None = "settings"
) -> Placement:
    """Place one name as a person writes it: "al-Sur, Deir Az Zor province", "Tabqa airbase", "الرقة".

    ``fallback`` is asked for what the gazetteer lacks: by default the Nominatim server of the settings, if one is
    named; None asks nobody.  A service that does not answer gives ``MatchStatus.UNAVAILABLE``, never "not found".

    Raises:
        InputError: when the query is empty or longer than ``LONGEST_QUERY`` characters.
    """
    text = " ".join(query.split())
    if not text or not any(c.isalpha() for c in text):
        raise InputError("the query names no place; give a name, like 'al-Sur, Deir Az Zor province'.")
    if len(text) > LONGEST_QUERY:
        raise InputError(f"the query has {len(text)} characters; give a place's name of at most {LONGEST_QUERY}.")
    gazetteer = gazetteer or load_gazetteer()
    placement = _from_gazetteer(text, gazetteer)
    if placement.status is MatchStatus.NOT_FOUND:
        others = (_from_gazetteer(other, gazetteer) for other in _alternatives(text))
        placement = next((one for one in others if one.status is not MatchStatus.NOT_FOUND), placement)
    if placement.status is not MatchStatus.NOT_FOUND:
        return placement
    service = nominatim() if fallback == "settings" else fallback
    if service is None or isinstance(service, str):
        return _with_suggestions(placement, text, gazetteer)
    try:
        answer = service.find(text)
    except UnavailableError as error:
        return Placement(MatchStatus.UNAVAILABLE, name=text, method=service.name, reason=str(error))
    return _with_suggestions(placement, text, gazetteer) if answer is None else _from_nominatim(answer, service.name)


def _alternatives(text: str) -> list[str]:
    """Give other ways to read a query: each name of "Kobane/Ayn al Arab", and "Jabal al Akrad" of "… mountain"."""
    head, link, rest = re.match(r"([^,;،]*)([,;،]?)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]  # matches all
    names = [name.strip() for name in re.split(r"[/()]", head) if name.strip()]
    words = head.split()
    generic = len(words) > 1 and (words[-1].casefold() in KIND_WORDS or (words[-1].casefold(),) in FACILITY_PHRASES)
    if generic:
        names.append(" ".join(words[:-1]))
    return [f"{name}{link}{rest}" for name in names if name != head]


def _from_gazetteer(text: str, gazetteer: Gazetteer) -> Placement:
    parts = [part for part in _LINK.split(text) if part]
    whole = gazetteer.lookup(text)
    if whole and len(parts) == 1:
        parts = [text]
    head, kind = _without_kind(parts[0], gazetteer)
    places = gazetteer.lookup(head)
    within = tuple(_without_kind(part, gazetteer)[0] for part in parts[1:])
    found = Found(0, len(head), head, places)
    hint = read_context(parts[0], [found])[0].kind_hint or kind
    return resolve([Query(head, 0, hint, within, places)], gazetteer)[0]


def _without_kind(part: str, gazetteer: Gazetteer) -> tuple[str, PlaceKind | None]:
    """Part "Deir Az Zor province" or "the city of Homs" into the name and the kind that the words tell."""
    words = part.split()
    if words and words[0].casefold() == "the":
        words = words[1:]
    if len(words) > 2 and words[1].casefold() == "of" and words[0].casefold() in KIND_WORDS:
        return " ".join(words[2:]), KIND_WORDS[words[0].casefold()]
    if len(words) > 1 and words[-1].casefold() in KIND_WORDS:
        name = " ".join(words[:-1])
        kind = KIND_WORDS[words[-1].casefold()]
        if gazetteer.lookup(name) and not (kind in AREAL_KINDS - {"province", "district"} and gazetteer.lookup(part)):
            return name, kind
    return " ".join(words) or part, None


def _with_suggestions(placement: Placement, text: str, gazetteer: Gazetteer) -> Placement:
    near = suggest(text, gazetteer)
    if not near:
        return placement
    names = ", ".join(place.name for place in near)
    return Placement(
        MatchStatus.NOT_FOUND,
        name=placement.name,
        method=placement.method,
        reason=f"{placement.reason}; names like it: {names}",
        candidates=tuple(Candidate(place.id, place.name, 0.0, "a name like it") for place in near),
    )


def suggest(text: str, gazetteer: Gazetteer) -> list[Place]:
    """Give up to three Syrian places whose consonants are those of the name's first part."""
    head = _LINK.split(text)[0]
    wanted = skeleton(head)
    if len(wanted) < 2 or not tokens(head):
        return []
    near = [
        place
        for place in gazetteer.places
        if place.country == "SY" and any(skeleton(name) == wanted for name in names_of(place))
    ]
    return sorted(near, key=lambda place: (place.rank, place.id))[:_SUGGESTIONS]


def _from_nominatim(answer: dict[str, Any], method: str) -> Placement:
    try:
        lat, lon = float(answer["lat"]), float(answer["lon"])
        name = str(answer["display_name"]).split(",")[0]
    except (KeyError, TypeError, ValueError):
        return Placement(MatchStatus.UNAVAILABLE, method=method, reason=f"{method} answered in an unknown form.")
    address = answer.get("address")
    country = str(address.get("country_code", "")).upper() if isinstance(address, dict) else ""
    kind = _NOMINATIM_KINDS.get(str(answer.get("addresstype")), "settlement")
    return Placement(
        MatchStatus.MATCHED,
        name=name,
        kind=kind,
        lat=lat,
        lon=lon,
        country=country or None,
        precision=2,
        radius_km=2.0,
        method=method,
        reason=f"not in the gazetteer; {method} knows it as {str(answer['display_name'])[:120]}",
    )


class NominatimFallback:
    """Nominatim, asked at most once a second, with every answer kept on disk."""

    name = "Nominatim"

    def __init__(self, ask: Callable[..., Location | None], cache: GeocodingCache, address: str) -> None:
        """Keep what to ask: ``ask(query, **options)`` raises geopy's errors on an outage, gives None for "no such"."""
        self._ask = ask
        self._cache = cache
        self._address = address

    def find(self, query: str) -> dict[str, Any] | None:
        """Give the best answer, from the disk where it is there; see ``Fallback.find``."""
        key = (self._address, query.casefold(), *COUNTRY_CODES)
        known = self._cache.get(key)
        if known is not None:
            return known["answer"]  # type: ignore[no-any-return]  # JSON
        try:
            location = self._ask(query, country_codes=list(COUNTRY_CODES), addressdetails=True, language="en")
        except (GeopyError, OSError) as error:
            what = "refused" if isinstance(error, GeocoderServiceError) else "failed"
            raise UnavailableError(
                f"Nominatim did not answer ({what}: {type(error).__name__}); try again later, or ask without it."
            ) from error
        answer = None if location is None else dict(location.raw)
        self._cache.put(key, {"answer": answer})
        return answer


def nominatim(address: str | None = None, *, adapter_factory: Any = None) -> NominatimFallback | None:
    """Give the fallback for a Nominatim server, by default the one of the settings; None when none is named.

    Raises:
        SetupError: when the address is no http or https address.
    """
    address = address or settings().nominatim_url
    if not address:
        return None
    match = re.fullmatch(r"(https?)://([^\s/@?#]+(?:/[^\s@?#]*?)?)/?", address)
    if match is None:
        raise SetupError(
            "the Nominatim address must look like https://nominatim.example.org; mend FRONTLINES_NOMINATIM_URL."
        )
    options: dict[str, Any] = {} if adapter_factory is None else {"adapter_factory": adapter_factory}
    server = Nominatim(scheme=match[1], domain=match[2], user_agent=_USER_AGENT, timeout=10, **options)
    limited = RateLimiter(server.geocode, min_delay_seconds=1.0, max_retries=2, swallow_exceptions=False)
    return NominatimFallback(limited, GeocodingCache(settings().home / "geocoding"), address)
