"""Pictures of days: the shipped ledger's, all weeks of the war, and growth with places."""

import math
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import shapely

from benchmarks.measure import Measure
from frontlines.control.ledger import load_ledger
from frontlines.control.picture import picture
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.provinces import country_shape
from frontlines.model import ControlClaim, MatchStatus, Placement, When

LIMIT_SECONDS = 0.15
"""State, zones and fronts of a day of the whole ledger."""
WEEKS_SECONDS = 60.0
"""All weeks of the war, on one core."""
EARLIEST, LATEST = date(2011, 3, 15), date(2026, 2, 12)
DAYS, RUNS, RUN_WEEKS = 20, 12, 6
"""Days spread over the war, and runs of weeks, that are drawn for these."""
SIZES = (10_000, 100_000)
DAY = date(2017, 2, 21)
PARTIES = ("Syrian government", "Syrian opposition", "ISIL", "SDF")


def made_up_claims(count: int, *, seed: int = 3) -> tuple[ControlClaim, ...]:
    """Claims spread over Syria: patches of four parties, one claim in twenty out of place, one in fifty a siege."""
    dice = random.Random(seed)  # noqa: S311  (no secret)
    land = country_shape()
    shapely.prepare(land)
    west, south, east, north = land.bounds
    seeds = [(dice.uniform(west, east), dice.uniform(south, north), party) for party in PARTIES * 4]
    claims: list[ControlClaim] = []
    while len(claims) < count:
        number = len(claims)
        lon, lat = dice.uniform(west, east), dice.uniform(south, north)
        if not shapely.intersects_xy(land, lon, lat):
            continue
        holder = min(seeds, key=lambda seed: (seed[0] - lon) ** 2 + (seed[1] - lat) ** 2)[2]
        if dice.random() < 0.05:
            holder = dice.choice(PARTIES)
        besieged = dice.random() < 0.02
        claims.append(
            ControlClaim(
                id=f"c{number}",
                where=Placement(MatchStatus.MATCHED, kind="settlement", lat=lat, lon=lon, place_id=f"p{number}"),
                holder=holder,
                status="besieged" if besieged else "held",
                besieger=PARTIES[0] if holder != PARTIES[0] else PARTIES[2],
                when=When(start=DAY - timedelta(days=dice.randrange(400)), precision=1),
            )
        )
    return tuple(claims)


def run() -> list[Measure]:
    """Measure days of the shipped ledger and the growth with places; process time, so that other work tells less.

    The process's first picture also reads the boundaries, so one is drawn before.
    """
    claims = load_ledger(load_gazetteer()).claims
    weeks = [EARLIEST + timedelta(days=7 * week) for week in range((LATEST - EARLIEST).days // 7)]
    picture(claims, weeks[0])
    spread = weeks[5 :: len(weeks) // DAYS]
    fresh = statistics.median(_spent(lambda day=day: picture(claims, day)) for day in spread)
    again = _spent(lambda: picture(claims, spread[-1]))
    sampled = weeks[:: len(weeks) // RUNS]
    run_seconds = sum(_spent(lambda day=day: _weeks(claims, day)) for day in sampled)
    all_weeks = run_seconds / (len(sampled) * RUN_WEEKS) * len(weeks)
    picture(made_up_claims(20), DAY)
    few, many = (_spent(lambda count=count: picture(made_up_claims(count), DAY)) for count in SIZES)
    grows = SIZES[1] * math.log(SIZES[1]) / (SIZES[0] * math.log(SIZES[0]))
    return [
        Measure("control: a day of the shipped ledger", *_told(fresh, LIMIT_SECONDS), 1.0),
        Measure("control: all weeks of the war, from a sample", *_told(all_weeks, WEEKS_SECONDS), 1.0),
        Measure("control: 100,000 places, against n log n from 10,000", *_told(many, few * grows), 1.0),
        Measure("control: a day drawn before, against drawing it", *_told(again, fresh), 0.1),
    ]


def _weeks(claims: tuple[ControlClaim, ...], start: date) -> None:
    for week in range(RUN_WEEKS):
        picture(claims, start + timedelta(days=7 * week))


def _spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _told(ours: float, peer: float) -> tuple[str, str, float]:
    return f"{ours * 1_000:.1f} ms", f"{peer * 1_000:.1f} ms", ours / peer
