"""What is taken away of all that is known: chosen by day, span, party, kind and governorate, and written to a file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from frontlines.errors import InputError
from frontlines.model import Article, ControlClaim, Event, EventType
from frontlines.parties import lexicon
from frontlines.worlds import World, interval

if TYPE_CHECKING:
    from frontlines.exchange.columns import Layer

What = Literal["events", "claims", "control", "zones", "fronts", "places", "change"]
ColumnNames = Literal["ours", "acled", "ucdp"]
WHATS: Final = get_args(What)
COLUMN_NAMES: Final = get_args(ColumnNames)
_OF_A_DAY: Final = frozenset({"control", "zones", "fronts", "places"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What to take away.

    Events and claims are those of ``day``, or of the days from ``start`` to ``end``, both included; without any, all.
    Control, zones, fronts and places are those of ``day``, without one the last day that the ledger knows; change is
    from ``start`` to ``end``.  Several parties, kinds or governorates mean any of them.
    """

    what: What
    day: date | None = None
    start: date | None = None
    end: date | None = None
    party: tuple[str, ...] = ()
    """Parties by name, or by the key that ``control`` prints."""
    kind: tuple[str, ...] = ()
    """Kinds of event."""
    admin1: tuple[str, ...] = ()
    """Governorates by name or p-code."""
    columns: ColumnNames = "ours"

    def __post_init__(self) -> None:
        """Refuse what makes no sense; ``InputError`` says what does."""
        if self.what not in WHATS:
            raise InputError(f"{self.what!r} can't be taken away: choose {_or(WHATS)}")
        if self.columns not in COLUMN_NAMES:
            raise InputError(f"--columns {self.columns!r} is not known: choose {_or(COLUMN_NAMES)}")
        if self.what != "events" and self.columns != "ours":
            raise InputError("only events have ACLED's or UCDP's column names: leave --columns out")
        if self.what != "events" and self.kind:
            raise InputError("only events have a kind: leave --kind out")
        unknown = [kind for kind in self.kind if kind not in get_args(EventType)]
        if unknown:
            raise InputError(f"there is no kind {unknown[0]!r}: choose {_or(get_args(EventType))}")
        span = (self.start, self.end)
        if self.day is not None and span != (None, None):
            raise InputError("a day and a span can't both be meant: give --date, or --from and --to")
        if self.what == "change" and None in span:
            raise InputError("change lies between two days: give --from and --to")
        if self.what in _OF_A_DAY and span != (None, None):
            raise InputError(f"{self.what} are those of one day: give --date, or take change for two days")
        if self.start and self.end and (self.start > self.end or (self.start == self.end and self.what == "change")):
            raise InputError("--from must lie before --to: give the earlier day first")


def layers_of(choice: Choice, known: World, *, today: date) -> "list[Layer]":
    """Give what is chosen as tables (``exchange.columns.Layer``).

    Raises:
        InputError: for a party or governorate that is not known, or a day that is missing.
    """
    from frontlines.exchange import layers as ground  # noqa: PLC0415 - pandas and shapely
    from frontlines.exchange.pcodes import governorate  # noqa: PLC0415

    admin1 = tuple(dict.fromkeys(governorate(name) for name in choice.admin1))
    words, keys = _parties(choice.party)
    if choice.what in {"events", "claims"}:
        made = [_facts(choice, known, words, today)]
    else:
        made = _of_control(choice, known)
        if keys:
            made = [ground.of_parties(layer, sorted(keys)) for layer in made]
    if admin1:
        made = [ground.within(layer, admin1) for layer in made]
    return made if choice.what in {"events", "claims"} else [with_terms(layer, known.claims) for layer in made]


def with_terms(layer: "Layer", claims: Iterable[ControlClaim]) -> "Layer":
    """Give a layer of ground with the imported sets that its rows rest on."""
    from frontlines.exchange.tables import datasets_of  # noqa: PLC0415

    imported = {claim.id: claim for claim in claims if claim.dataset}
    if not imported or "basis" not in layer.frame.columns:
        return layer
    basis = {claim for told in layer.frame["basis"].dropna() for claim in str(told).split(";")}
    return replace(layer, datasets=datasets_of(claim for name, claim in imported.items() if name in basis))


def export(choice: Choice, known: World, path: Path, *, now: datetime | None = None) -> dict[str, Any]:
    """Write what is chosen to ``path`` (.geojson, .gpkg, .parquet, .kml, .csv) with ``PATH.manifest.json`` beside it.

    Gives the manifest.  ``now`` is the time of making; the clock's where left out.

    Raises:
        InputError: as ``layers_of``, and for a file name that says no format or can't be written.
    """
    from frontlines.exchange.formats import form_of  # noqa: PLC0415
    from frontlines.exchange.writing import write  # noqa: PLC0415 - pandas and shapely

    form_of(path)
    at = now or datetime.now(UTC)
    layers = layers_of(choice, known, today=at.date())
    manifest = manifest_for(choice, layers, known, at)
    write(layers, path, manifest, plain=choice.columns != "ours")
    return manifest


def manifest_for(choice: Choice, layers: "Sequence[Layer]", known: Any, at: datetime) -> dict[str, Any]:
    """Give the manifest of layers; ``known`` is a ``World`` or what shows one (``known_up_to``, ``content_hash``)."""
    from frontlines import __version__  # noqa: PLC0415
    from frontlines.exchange.manifest import Made, manifest_of  # noqa: PLC0415
    from frontlines.extraction.reader import READER  # noqa: PLC0415

    made = Made(__version__, READER, known.known_up_to, known.content_hash, at)
    chosen = {field.name: getattr(choice, field.name) for field in fields(choice) if field.name != "what"}
    if choice.what in _OF_A_DAY:
        chosen["day"] = choice.day or known.known_up_to
    return manifest_of(choice.what, layers, made, chosen)


def event_layer(
    columns: ColumnNames, events: Sequence[Event], articles: Mapping[str, Article], *, today: date
) -> "Layer":
    """Give events under one of the three sets of column names."""
    from frontlines.exchange import dialects, tables  # noqa: PLC0415

    makers = {"ours": tables.events_layer, "acled": dialects.acled_layer, "ucdp": dialects.ucdp_layer}
    return makers[columns](events, articles, today=today)


def _facts(choice: Choice, known: World, parties: frozenset[str], today: date) -> "Layer":
    from frontlines.exchange.tables import claims_layer  # noqa: PLC0415

    articles = {article.id: article for article in known.articles}
    first, last = choice.day or choice.start, choice.day or choice.end
    facts: Iterable[Event | ControlClaim] = known.events if choice.what == "events" else known.claims
    chosen: list[Any] = []
    undated = 0
    for fact in facts:
        if isinstance(fact, Event):
            named: Sequence[str | None] = (*fact.actors, *fact.targets)
            reported = articles[fact.article_id].published if fact.article_id in articles else None
            if choice.kind and fact.type not in choice.kind:
                continue
        else:
            named, reported = (fact.holder, fact.previous, fact.besieger), fact.reported
        if parties and not _has_part(named, parties, fact.when.start or reported):
            continue
        if first is not None or last is not None:
            span = interval(fact.when, reported)
            if span is None:
                undated += 1
                continue
            if span[0] > (last or date.max) or span[1] < (first or date.min):
                continue
        chosen.append(fact)
    made = (
        event_layer(choice.columns, chosen, articles, today=today)
        if choice.what == "events"
        else claims_layer(chosen, articles)
    )
    return replace(made, left_out=(*made.left_out, f"{undated} that nothing dates")) if undated else made


def _of_control(choice: Choice, known: World) -> "list[Layer]":
    from frontlines.control import change, picture  # noqa: PLC0415 - pandas and shapely
    from frontlines.exchange import layers  # noqa: PLC0415

    if choice.start and choice.end:
        return layers.change_layers(change(picture(known.claims, choice.start), picture(known.claims, choice.end)))
    day = choice.day or known.known_up_to
    if day is None:
        raise InputError("the ledger does not say up to when it is known: give --date")
    drawn = picture(known.claims, day)
    if choice.what == "fronts":
        return [layers.fronts_layer(drawn)]
    zones, places = layers.zones_layer(drawn), layers.places_layer(drawn)
    return {"zones": [zones], "places": [places]}.get(choice.what, [zones, places])


def _parties(wanted: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Give what stands for parties in events and claims, a key or a name, and their keys.  A key's word is the key."""
    known = lexicon()
    by_text = {party.label.casefold(): (party.name, party.faction) for party in known.parties.values()}
    by_text |= {name.casefold(): (name, party.faction) for name, party in known.parties.items()}
    by_text |= {key: (key, key) for key in (*known.factions, "other", "unknown")}
    unknown = [text for text in wanted if text.casefold() not in by_text]
    if unknown:
        raise InputError(f"there is no party {unknown[0]!r}: choose {_or(list(known.factions))}, or name a party")
    found = [by_text[text.casefold()] for text in wanted]
    return frozenset(word for word, _ in found), frozenset(key for _, key in found)


def _has_part(named: Iterable[str | None], parties: frozenset[str], day: date | None) -> bool:
    known = lexicon()
    return any(name and ({name, known.holder_key(name, day)} & parties) for name in named)


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
