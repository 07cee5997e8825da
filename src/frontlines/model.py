"""The vocabulary that every room speaks: frozen dataclasses without behaviour that needs another room.

Coordinates are WGS 84 degrees.  Spans count Unicode code points of the report's text from 0, end exclusive.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

PlaceKind = Literal[
    "settlement",
    "province",
    "district",
    "region",
    "countryside",
    "country",
    "river",
    "airbase",
    "facility",
    "neighbourhood",
    "crossing",
]
AREAL_KINDS: frozenset[str] = frozenset({"province", "district", "region", "river", "countryside", "country"})

EventType = Literal[
    "air_strike",
    "shelling",
    "bombing",
    "chemical_attack",
    "other_attack",
    "ground_attack",
    "clash",
    "advance",
    "capture",
    "withdrawal",
    "siege",
    "ceasefire",
    "evacuation",
    "talks",
    "aid",
    "displacement",
    "detention",
    "protest",
]
Status = Literal["reported", "claimed", "planned", "denied", "unattributed"]
ClaimStatus = Literal["held", "contested", "captured", "lost", "besieged", "truce", "mixed"]
HolderKey = Literal[
    "government",
    "opposition",
    "hts",
    "isil",
    "sdf",
    "sna",
    "us_tanf",
    "israel",
    "transitional_government",
    "other",
    "unknown",
]


class MatchStatus(StrEnum):
    """How a geocoding ended: "no answer" is a value with a reason."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of a report: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Range:
    """A count of people with its bounds and the words it came from; ``max`` None is open above."""

    min: int | None
    max: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """One record of the gazetteer."""

    id: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    country: str = "SY"
    admin1: str | None = None
    """Governorate by its name in ``geo/governorates.geojson``; None outside Syria and for what spans several."""
    name_ar: str | None = None
    aliases: tuple[str, ...] = ()
    feature: str | None = None
    """A finer word than kind: dam, oil_field, hill, camp, road, hospital …"""
    parent: str | None = None
    """Id of the place that this one is part of: a quarter's city, a facility's town."""
    rank: int = 4
    """1 governorate capital or world city, 2 district capital or main town, 3 town, 4 village or smaller."""
    radius_km: float = 2.0
    """How far the place itself reaches from its coordinates."""
    sources: tuple[str, ...] = ()
    single: bool = False
    """True where only one source states the coordinates."""
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name could have meant, and how it fared."""

    place_id: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where something is, and how that is known.

    ``lat``/``lon`` is the spot, or the centre of ``area``.  ``area`` is an area expression (see ``geography.areas``):
    a place id, or ``MODIFIER:PLACE_ID[:KM]``.  It is set whenever the place is not exact, and such a placement is drawn
    as that area, never as a point.  ``precision`` follows UCDP: 1 exact, 2 near or within about 25 km, 3 district,
    4 governorate or part of one, 5 a line or region across governorates, 6 country, 7 outside land or unknown.
    """

    status: MatchStatus
    name: str = ""
    kind: PlaceKind | None = None
    lat: float | None = None
    lon: float | None = None
    place_id: str | None = None
    name_ar: str | None = None
    country: str | None = None
    admin1: str | None = None
    area: str | None = None
    part: bool = False
    """True for an unnamed part of a governorate ("15 villages in the north")."""
    precision: int = 7
    radius_km: float | None = None
    method: str = ""
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()
    flags: tuple[str, ...] = ()
    """Disagreements that are shown, not hidden: "text says Homs, the gazetteer Hama" …"""


@dataclass(frozen=True, slots=True)
class When:
    """A date as told; ``precision`` follows UCDP: 1 day, 2 within 2 to 6 days, 3 week, 4 month, 5 longer."""

    start: date | None = None
    end: date | None = None
    precision: int = 5
    rule: str = ""
    """The rule that dated it, in words a reader understands: "weekday before the report's date" …"""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place name in a report."""

    span: Span
    text: str
    where: Placement


@dataclass(frozen=True, slots=True)
class PartyMention:
    """Words in a report that stand for a party."""

    span: Span
    text: str
    party: str


@dataclass(frozen=True, slots=True)
class Article:
    """A report as read.  ``id`` is a hash of its text, title and publication date."""

    id: str
    text: str
    title: str = ""
    outlet: str = ""
    url: str | None = None
    published: date | None = None
    language: str = "en"
    published_rule: str = ""
    """Where the publication date came from: "given", "front matter", "page metadata", "not known"."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact can be looked up."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of events that someone else made and a person brought in; its terms go wherever its rows go."""

    id: str
    name: str
    version: str = ""
    licence: str = ""
    attribution: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One distinct occurrence, however many sentences tell of it.  Parties go by their names in ``data/lexicon``.

    ``origin`` is "ledger", "report" or "import"; what the ledger or an imported set tells has ``sources``, and neither
    a passage nor an article.  What was imported names its ``dataset``, and its id is "SET:ID", the id as given last.
    """

    id: str
    type: EventType
    title: str
    when: When
    where: Placement
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    status: Status
    span: Span
    sentence: str
    evidence: tuple[Span, ...] = ()
    marks: tuple[Span, ...] = ()
    """The words inside the passage that carry the event: trigger, place, counts."""
    killed: Range | None = None
    wounded: Range | None = None
    affected: Range | None = None
    affected_how: str = ""
    """trapped, displaced, detained, ill …"""
    casualties_shared: bool = False
    source: str = ""
    """Who says so, in the report's words."""
    certainty: float = 0.7
    notes: tuple[str, ...] = ()
    article_id: str = ""
    origin: Literal["ledger", "report", "import"] = "report"
    sources: tuple[Citation, ...] = ()
    dataset: Dataset | None = None


@dataclass(frozen=True, slots=True)
class ControlClaim:
    """Who holds, took, lost or besieges what, as one source says, from ``when`` on.

    ``holder`` is the party by name (``data/lexicon/parties.toml``); ``origin`` is "ledger", "report" or
    "import".
    """

    id: str
    where: Placement
    holder: str
    status: ClaimStatus
    when: When
    besieger: str | None = None
    previous: str | None = None
    extent: Literal["all", "most", "part"] = "all"
    reported: date | None = None
    origin: Literal["ledger", "report", "import"] = "report"
    article_id: str = ""
    span: Span | None = None
    sentence: str = ""
    sources: tuple[Citation, ...] = ()
    operation: str = ""
    note: str = ""
    certainty: float = 0.8
    dataset: Dataset | None = None


@dataclass(frozen=True, slots=True)
class KnownHold:
    """Who is known to have held a place, apart from what a report says: parties by name."""

    holder: str
    status: ClaimStatus
    besieger: str | None
    previous: str | None
    since: date


@dataclass(frozen=True, slots=True)
class Movement:
    """A party going from somewhere to somewhere; either end may be untold."""

    id: str
    party: str
    origin: Placement | None
    destination: Placement | None
    when: When
    status: Status
    span: Span
    sentence: str
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one report tells."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    parties: tuple[PartyMention, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[ControlClaim, ...] = ()
    movements: tuple[Movement, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What the reader should know: "no publication date, so weekdays stay undated" …"""
    reader: str = ""
    """Version of the reader that made it."""
