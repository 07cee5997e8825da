"""The Python interface: what the command line does, as functions.  ``import frontlines`` offers these names.

Days are ``datetime.date`` or text like "2017-02-21".  ``known`` is what ``world`` gives; without it, the ledger, the
shipped dispatches and this machine's store are gathered, which takes a moment: hand it on where several calls follow.
Frames are GeoDataFrames in WGS 84 (EPSG:4326), longitude first.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from frontlines.errors import FrontlinesError, InputError
from frontlines.model import Article, Extraction, Placement
from frontlines.pipeline import Outcome
from frontlines.pipeline import ingest as _ingest
from frontlines.pipeline import world as _world
from frontlines.reading import read
from frontlines.store import Store
from frontlines.takeout import Choice, ColumnNames, What, layers_of
from frontlines.takeout import export as _export
from frontlines.worlds import World

if TYPE_CHECKING:
    import geopandas as gpd

    from frontlines.control import Change, Picture
    from frontlines.exchange.importing import Format, Imported

__all__ = [
    "Choice",
    "FrontlinesError",
    "InputError",
    "Store",
    "World",
    "change",
    "export",
    "extract",
    "frame",
    "geocode",
    "import_file",
    "ingest",
    "picture",
    "read",
    "world",
]

Day = date | str


def extract(source: Article | str | Path = "", *, text: str | None = None, published: Day | None = None) -> Extraction:
    """Read one report and give what it tells: places, events, control claims, movements.

    Args:
        source: a file, a web address, or an article that ``read`` gave.
        text: the report itself, instead of a source.
        published: the day it was published; weekdays in the text are counted from it.

    Raises:
        InputError: when the report can't be read.
    """
    from frontlines.extraction import extract as _extract  # noqa: PLC0415 - the language model

    return _extract(source if isinstance(source, Article) else read(source, text=text, published=published))


def ingest(sources: Iterable[str | Path], *, store: Store | None = None) -> list[Outcome]:
    """Read reports and keep what they tell in a store; the same report twice changes nothing.

    Gives one outcome for each: its extraction, or the ``error`` that says why there is none.
    """
    from frontlines.pipeline import readable_sources  # noqa: PLC0415

    return list(_ingest(readable_sources(sources), store or Store()))


def geocode(query: str) -> Placement:
    """Find a place by any spelling, like "al-Sur, Deir Az Zor province"; ``status`` and ``reason`` say how it went."""
    from frontlines.geography.geocoder import geocode_place  # noqa: PLC0415 - the gazetteer

    return geocode_place(query)


def world(store: Store | str | None = None) -> World:
    """Gather all that is known: the ledger, the shipped dispatches, and a store's reports and imported sets.

    Args:
        store: a store or its address, like "sqlite:///reports.sqlite"; this machine's without it.
    """
    return _world(Store(store) if isinstance(store, str) else store)


def picture(day: Day, *, known: World | None = None, reported_by: Day | None = None) -> "Picture":
    """Say who held what on a day: ``zones``, ``fronts`` and ``states`` (the known places) as frames.

    Args:
        day: the day.
        known: what ``world`` gives.
        reported_by: leave out what had not been reported by then.
    """
    from frontlines.control import picture as _picture  # noqa: PLC0415 - pandas and shapely

    return _picture((known or _world()).claims, _day(day), reported_by=_day(reported_by) if reported_by else None)


def change(start: Day, end: Day, *, known: World | None = None) -> "Change":
    """Say what changed hands from one day to another: ``ground`` and ``places`` as frames, ``balance()`` per party."""
    from frontlines.control import change as _change  # noqa: PLC0415 - pandas and shapely

    known = known or _world()
    return _change(picture(start, known=known), picture(end, known=known))


def frame(
    what: What,
    *,
    day: Day | None = None,
    start: Day | None = None,
    end: Day | None = None,
    party: str | Sequence[str] = (),
    kind: str | Sequence[str] = (),
    admin1: str | Sequence[str] = (),
    columns: ColumnNames = "ours",
    known: World | None = None,
) -> "gpd.GeoDataFrame":
    """Give events, claims, zones, fronts or places as a frame with the columns that ``export`` writes.

    Args:
        what: "events", "claims", "zones", "fronts" or "places".
        day: the day; events and claims also take a span from ``start`` to ``end``, or all without any.
        start: a span's first day.
        end: a span's last day.
        party: parties by name or key; one of them has a part.
        kind: kinds of event.
        admin1: governorates by name or p-code.
        columns: "ours", "acled" or "ucdp", for events.
        known: what ``world`` gives.

    Raises:
        InputError: for what makes no sense or is not known; the message says what does.
    """
    chosen = _choice(what, day, start, end, party, kind, admin1, columns)
    made = layers_of(chosen, known or _world(), today=datetime.now(UTC).date())
    if len(made) > 1:
        raise InputError(f"{what} is more than one table: take zones and places, or what change gives")
    return made[0].frame


def export(
    what: What,
    path: str | Path,
    *,
    day: Day | None = None,
    start: Day | None = None,
    end: Day | None = None,
    party: str | Sequence[str] = (),
    kind: str | Sequence[str] = (),
    admin1: str | Sequence[str] = (),
    columns: ColumnNames = "ours",
    known: World | None = None,
) -> dict[str, Any]:
    """Write a table to ``path`` (.geojson, .gpkg, .parquet, .kml, .csv) with ``PATH.manifest.json`` beside it.

    Takes what ``frame`` takes, and "control" (zones and places) and "change" besides.  Gives the manifest.

    Raises:
        InputError: as ``frame``, and when the file can't be written.
    """
    return _export(_choice(what, day, start, end, party, kind, admin1, columns), known or _world(), Path(path))


def import_file(
    path: str | Path,
    format: "Format",  # noqa: A002 - the word for it
    *,
    name: str = "",
    mapping: str | Path | None = None,
    layer: str | None = None,
    store: Store | None = None,
) -> "Imported":
    """Take in a data set that someone else made; importing it again changes nothing.

    Args:
        path: the file as it was downloaded.
        format: "acled", "ucdp", "geojson", "gpkg" or "csv".
        name: a name for the set; files of one name are one set.
        mapping: a mapping file (docs/import.md) for what is neither ACLED's nor UCDP's.
        layer: a GeoPackage's layer, where it has several.
        store: where to keep it.

    Raises:
        InputError: when nothing of the file can be read; single rows that can't be are among the result's ``faults``.
    """
    from frontlines.datasets import import_file as _import  # noqa: PLC0415

    options: dict[str, Any] = {"name": name}
    if mapping is not None:
        options["mapping"] = Path(mapping)
    if layer is not None:
        options["layer"] = layer
    made: Imported = _import(Path(path), format, store, **options)[0]
    return made


def _day(day: Day) -> date:
    from frontlines.reading.dates import parse_published  # noqa: PLC0415

    return parse_published(day, field="the day") if isinstance(day, str) else day


def _choice(  # noqa: PLR0917 - the options of two functions, in their order
    what: What,
    day: Day | None,
    start: Day | None,
    end: Day | None,
    party: str | Sequence[str],
    kind: str | Sequence[str],
    admin1: str | Sequence[str],
    columns: ColumnNames,
) -> Choice:
    first, second, third = (None if one is None else _day(one) for one in (day, start, end))
    parties, kinds, areas = ((one,) if isinstance(one, str) else tuple(one) for one in (party, kind, admin1))
    return Choice(what, first, second, third, parties, kinds, areas, columns)
