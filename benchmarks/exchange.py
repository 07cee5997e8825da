"""Events taken away in five formats, against geopandas writing the same finished table as it comes."""

import gc
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd

from benchmarks.measure import Measure
from frontlines.crs import WGS84
from frontlines.exchange.formats import FORMATS
from frontlines.model import Event, MatchStatus, Placement, Range, Span, When
from frontlines.takeout import Choice, export, layers_of
from frontlines.worlds import World

EVENTS = 100_000
AREAS = ("aleppo-governorate", "around:al-bab:10", "countryside:damascus:15", "north:hama-governorate")
"""One event in twenty is known to one of these only."""
SECONDS = 30.0
"""An export of ``EVENTS`` events, from memory to the file, takes at most that."""
DAY = date(2017, 2, 21)
KINDS = ("clash", "air_strike", "shelling")
PARTIES = ("Syrian government", "Syrian opposition", "SDF", "ISIL")


def made_up(count: int) -> tuple[Event, ...]:
    """Give that many events, four at each of a grid of spots."""
    events = []
    for number in range(count):
        spot = number // 4
        lat, lon = 33 + (spot % 180) * 0.02, 36.2 + (spot // 180 % 160) * 0.03
        area = AREAS[number // 20 % len(AREAS)] if number % 20 == 19 else None
        where = Placement(
            MatchStatus.MATCHED,
            f"Town {spot}",
            "settlement",
            lat,
            lon,
            country="SY",
            admin1="Homs",
            precision=1,
            area=area,
        )
        events.append(
            Event(
                id=f"e{number}",
                type=KINDS[number % 3],  # type: ignore[arg-type]
                title=f"Event {number} in Town {spot}",
                when=When(DAY, DAY, 1),
                where=where,
                actors=(PARTIES[number % 4],),
                targets=(PARTIES[number % 3],),
                status="reported",
                span=Span(0, 1),
                sentence="",
                killed=Range(number % 12, number % 12),
                source="a monitor",
            )
        )
    return tuple(events)


def plainly(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a frame the way geopandas offers."""
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".csv":
        frame.to_wkt().to_csv(path, index=False)
    elif path.suffix == ".kml":
        frame.rename(columns={"id": "key"}).to_file(path, driver="LIBKML")
    else:
        frame.to_file(path)


def run() -> list[Measure]:
    """Measure each format once on both sides: the events are many, so one round tells enough."""
    known = World(imported_events=made_up(EVENTS), content_hash="made up")
    (layer,) = layers_of(Choice("events"), known, today=DAY)
    bare: Any = layer.frame.astype({c.name: "object" for c in layer.columns if c.kind in {"text", "date", "flag"}})
    bare = gpd.GeoDataFrame(bare, crs=WGS84)
    measures = []
    with tempfile.TemporaryDirectory() as folder:
        for suffix, name in FORMATS.items():
            ours = _spent(lambda path=Path(folder) / f"ours{suffix}": export(Choice("events"), known, path))
            peer = _spent(lambda path=Path(folder) / f"peer{suffix}": plainly(bare, path))
            measures += [
                Measure(
                    f"export of {EVENTS:,} events as {name}; the peer, geopandas writing the finished table",
                    f"{ours:.1f} s",
                    f"{peer:.1f} s",
                    ours / peer,
                ),
                Measure(
                    f"export of {EVENTS:,} events as {name}", f"{ours:.1f} s", f"{SECONDS:.0f} s", ours / SECONDS, 1.0
                ),
            ]
    return measures


def _spent(work: Any) -> float:
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start
