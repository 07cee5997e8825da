"""Zones for a date: from claims to zones, fronts and states, and one more day of the same claims."""

import math
import random
from datetime import date, timedelta

import shapely

from benchmarks.measure import Measure, seconds
from frontlines.control.picture import picture
from frontlines.geography.provinces import country_shape
from frontlines.model import ControlClaim, MatchStatus, Placement, When

LIMIT_SECONDS = 0.25
"""Zones for a date with 1,000 claims."""
ROUNDS = 3
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
    """Measure zones for a date; the process's first picture also reads the boundaries, so one is drawn before."""
    picture(made_up_claims(20), DAY)
    thousands = iter([made_up_claims(1_000, seed=seed) for seed in range(ROUNDS)])
    small, large = made_up_claims(1_000), made_up_claims(10_000)
    (fresh,) = seconds(lambda: picture(next(thousands), DAY), rounds=ROUNDS)
    days = iter(DAY - timedelta(days=7 * week) for week in range(ROUNDS * 2))
    (another,) = seconds(lambda: picture(small, next(days)), rounds=ROUNDS)
    (many,) = seconds(lambda: picture(large, next(days)), rounds=2)
    (again,) = seconds(lambda: picture(small, DAY), rounds=2)
    grows = 10 * math.log(10_000) / math.log(1_000)
    return [
        Measure("control: zones of 1,000 claims", *_told(fresh, LIMIT_SECONDS), 1.0),
        Measure("control: another day of 1,000 claims", *_told(another, LIMIT_SECONDS), 1.0),
        Measure("control: 10,000 claims, against n log n from 1,000", *_told(many, fresh * grows), 1.0),
        Measure("control: a day drawn before, against drawing it", *_told(again, another), 0.1),
    ]


def _told(ours: float, peer: float) -> tuple[str, str, float]:
    return f"{ours * 1_000:.1f} ms", f"{peer * 1_000:.1f} ms", ours / peer
