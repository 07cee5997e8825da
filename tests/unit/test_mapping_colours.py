"""Parties must stay apart for colour-blind readers: by colour, or by the pattern that the exceptions below name."""

import math
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from frontlines.mapping.theme import GROUND
from frontlines.parties import lexicon

Colour = NDArray[np.float64]

# Machado, Oliveira, Fernandes 2009, full strength, on linear RGB.
DEFICIENCIES = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
SIDES = ("government", "opposition", "hts", "sdf", "isil", "sna", "us_tanf", "israel", "transitional_government")
CLOSE = {
    0: {
        ("sna", "us_tanf"),
        ("hts", "opposition"),
        ("opposition", "transitional_government"),
        ("sna", "transitional_government"),
        ("government", "transitional_government"),
        ("hts", "transitional_government"),
    },
    1: {("government", "transitional_government")},
}
"""Pairs under 10, light and dark; all but two differ by pattern, and those two never hold ground on one day."""


def linear(colour: str) -> Colour:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def encoded(values: Colour) -> Colour:
    values = values.clip(0, 1)
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)


def lab(values: Colour) -> Colour:
    to_xyz = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
    )
    ratio = to_xyz @ values / np.array([0.95047, 1.0, 1.08883])
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(one: Colour, other: Colour) -> float:
    """Sharma, Wu, Dalal 2005."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn) / 2)
    lm, cm = (l1 + l2) / 2, (c1 + c2) / 2
    hm = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    cos = lambda degrees: math.cos(math.radians(degrees))  # noqa: E731 - four short terms
    t = 1 - 0.17 * cos(hm - 30) + 0.24 * cos(2 * hm) + 0.32 * cos(3 * hm + 6) - 0.20 * cos(4 * hm - 63)
    sl = 1 + 0.015 * (lm - 50) ** 2 / math.sqrt(20 + (lm - 50) ** 2)
    sc, sh = 1 + 0.045 * cm, 1 + 0.015 * cm * t
    rt = -2 * math.sqrt(cm**7 / (cm**7 + 25**7)) * math.sin(math.radians(60 * math.exp(-(((hm - 275) / 25) ** 2))))
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * dc / sc * dh / sh)


def on_land(key: str, theme: int) -> Colour:
    """Give a faction's fill at full evidence over land, linear RGB; browsers mix in encoded values."""
    faction = lexicon().factions[key]
    share = faction.opacity[theme][0] / 100
    land = encoded(linear(GROUND["land"][theme]))
    return linear_of(share * encoded(linear(faction.fill[theme])) + (1 - share) * land)


def linear_of(values: Colour) -> Colour:
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, -1.0, 2.0), (50.0, 0.0, 0.0), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_yardstick_gives_the_published_values(one: Colour, other: Colour, distance: float) -> None:
    assert ciede2000(one, other) == pytest.approx(distance, abs=1e-4)


@pytest.mark.parametrize("theme", [0, 1])
def test_parties_stay_apart_for_colour_blind_readers_or_differ_by_pattern(theme: int) -> None:
    least = {}
    for one, other in combinations(sorted(SIDES), 2):
        least[one, other] = min(
            ciede2000(*(lab((np.array(matrix) @ on_land(key, theme)).clip(0, 1)) for key in (one, other)))
            for matrix in DEFICIENCIES.values()
        )

    assert {pair for pair, distance in least.items() if distance < 10} == CLOSE[theme]


def test_close_pairs_differ_by_pattern_unless_they_never_meet() -> None:
    factions = lexicon().factions
    alike = {
        pair for pairs in CLOSE.values() for pair in pairs if factions[pair[0]].pattern == factions[pair[1]].pattern
    }

    assert alike == {("opposition", "transitional_government"), ("government", "transitional_government")}
