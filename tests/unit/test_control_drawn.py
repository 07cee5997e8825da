"""The shipped ledger as it is drawn: well inside a zone, every point is whose the rule says."""

from datetime import date

import numpy as np
import pytest
import shapely

from frontlines.control import load_ledger
from frontlines.control.picture import ground_of
from frontlines.control.zones import tile
from frontlines.geography.gazetteer import load_gazetteer

SMOOTHED_M = 2_500


@pytest.mark.parametrize(
    "day", [date(2013, 10, 14), date(2014, 2, 16), date(2017, 2, 21), date(2025, 6, 3)], ids=date.isoformat
)
def test_well_inside_a_zone_the_rule_holds(day: date) -> None:
    ground = ground_of(load_ledger(load_gazetteer()).claims, day)
    tiling = tile(ground)
    west, south, east, north = ground.land.shape.bounds
    points = np.random.default_rng(0).uniform((west, south), (east, north), (6_000, 2))
    at, face = shapely.STRtree(tiling.faces).query(shapely.points(points), predicate="within")
    inside = shapely.distance(shapely.points(points[at]), shapely.boundary(tiling.faces[face])) > SMOOTHED_M
    told, _, _ = ground.classify(points[at[inside]])
    assert inside.sum() > 2_000
    assert (told != tiling.cls[face[inside]]).mean() < 0.005
