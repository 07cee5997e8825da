import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box

from frontlines.mapping.arrows import HEAD_PX, PX_PER_DEGREE, draw_arrow, from_px, start_from, to_px

lon = st.floats(35.6, 42.4)
lat = st.floats(32.3, 37.3)


@given(lon, lat)
def test_projection_there_and_back(x: float, y: float) -> None:
    back = from_px(to_px(np.array([[x, y]])))[0]

    assert back == pytest.approx([x, y], abs=1e-9)


def test_projection_counts_pixels_as_web_mercator_does() -> None:
    corner, east, north = to_px(np.array([[38.0, 35.0], [39.0, 35.0], [38.0, 36.0]]))

    assert east[0] - corner[0] == pytest.approx(256 * 2**7.25 / 360)
    assert (corner[1] - north[1]) / (east[0] - corner[0]) == pytest.approx(1 / math.cos(math.radians(35.5)), rel=1e-3)


@given(lon, lat, lon, lat)
def test_an_arrow_is_whole_narrow_and_points_to_its_end(x0: float, y0: float, x1: float, y1: float) -> None:
    start, end = to_px(np.array([[x0, y0], [x1, y1]]))
    length = math.dist(start, end)
    assume(length > 40)

    drawn = draw_arrow((x0, y0), (x1, y1), announced=False)

    assert drawn is not None
    shape, tip = drawn
    assert isinstance(shape, Polygon)
    assert shape.is_valid
    pixels = Polygon(to_px(np.array(shape.exterior.coords)))
    assert pixels.distance(Point(end)) == pytest.approx(min(12, length / 4), abs=1.5)
    assert math.dist(to_px(np.array([tip]))[0], end) < math.dist(to_px(np.array([tip]))[0], start)
    assert pixels.buffer(-HEAD_PX / 2).is_empty
    assert pixels.area < 7 * length


def test_an_arrow_thickens_from_tail_to_neck() -> None:
    drawn = draw_arrow((37.0, 35.0), (40.0, 35.0), announced=False)
    assert drawn is not None
    shape = Polygon(to_px(np.array(drawn[0].exterior.coords)))

    widths = []
    for share in (0.05, 0.45, 0.85):
        x = 37.0 * PX_PER_DEGREE + share * 3 * PX_PER_DEGREE
        widths.append(shape.intersection(LineString([(x, -1e5), (x, 1e5)])).length)

    assert widths[0] == pytest.approx(2.4, abs=0.4)
    assert widths[0] < widths[1] < widths[2] < 7.5


def test_an_arrow_bends_to_the_left_of_its_way() -> None:
    eastward = draw_arrow((37.0, 35.0), (40.0, 35.0), announced=True)
    westward = draw_arrow((40.0, 35.0), (37.0, 35.0), announced=True)

    assert eastward is not None
    assert westward is not None
    assert eastward[0].centroid.y > 35.05
    assert westward[0].centroid.y < 34.95


def test_what_is_only_announced_is_lines() -> None:
    drawn = draw_arrow((37.0, 35.0), (39.0, 36.0), announced=True)

    assert drawn is not None
    assert [len(part.coords) for part in drawn[0].geoms][1] == 3


def test_no_arrow_between_places_too_close_to_tell_them_apart() -> None:
    assert draw_arrow((37.0, 35.0), (37.05, 35.05), announced=False) is None


def test_an_untold_start_lies_on_the_side_of_the_partys_own_ground() -> None:
    start = start_from([box(36.0, 34.0, 37.0, 36.0)], (38.0, 35.1))

    assert start is not None
    assert 38.0 - start[0] == pytest.approx(80 / PX_PER_DEGREE, abs=0.01)
    assert start[1] == pytest.approx(35.1, abs=0.05)


@pytest.mark.parametrize("ground", [[], [box(36.0, 34.0, 40.0, 36.5)]])
def test_no_start_without_ground_of_its_own_or_from_deep_inside_it(ground: list[Polygon]) -> None:
    assert start_from(ground, (38.0, 35.1)) is None
