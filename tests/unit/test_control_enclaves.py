"""Which places hang together, and which are cut off."""

import numpy as np
import pytest

from frontlines.control.enclaves import groups

RING = [(40.0, 0.0), (-10.0, 35.0), (-30.0, -25.0)]


def km(*spots: tuple[float, float]) -> np.ndarray:
    return np.array(spots) * 1_000.0


def test_a_place_with_others_on_all_sides_is_an_enclave() -> None:
    assert groups(["b", "a", "a", "a"], km((0, 0), *RING))[1] == [0]


def test_a_place_with_an_open_side_is_none() -> None:
    assert groups(["b", "a", "a", "a"], km((0, 0), (40, 0), (10, 35), (20, -25)))[1] == []


def test_others_too_far_away_surround_nobody() -> None:
    assert groups(["b", "a", "a", "a"], km((0, 0), *((2 * x, 2 * y) for x, y in RING)))[1] == []


def test_three_places_together_are_an_enclave_and_four_are_none() -> None:
    inner = [(0.0, 0.0), (4.0, 1.0), (-3.0, 2.0), (1.0, -4.0)]
    outer = km(*RING)
    for count in (3, 4):
        group, enclaves = groups(["b"] * count + ["a"] * 3, np.vstack([km(*inner[:count]), outer]))
        assert len(set(group[:count])) == 1
        assert enclaves == (list(range(count)) if count == 3 else [])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_places(count: int) -> None:
    group, enclaves = groups(["a"] * count, km(*RING[:count]).reshape(-1, 2))
    assert (len(group), len(set(group.tolist())), enclaves) == (count, min(count, 1), [])


def test_places_in_a_line_hang_together_along_it() -> None:
    group, enclaves = groups(["a", "a", "b", "a"], km((0, 0), (20, 0), (40, 0), (60, 0)))
    assert group[0] == group[1] != group[3]
    assert enclaves == []
