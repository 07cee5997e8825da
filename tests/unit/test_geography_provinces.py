"""Which governorate a point lies in: by hand-drawn governorates, by the real ones, and measured."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from frontlines.crs import METRIC, WGS84
from frontlines.errors import InputError
from frontlines.geography.boundaries import ADMIN1_BY_PCODE, update
from frontlines.geography.provinces import (
    SNAP_KM,
    Located,
    country_shape,
    disagreement,
    governorates,
    join,
    locate,
    province_shape,
)
from frontlines.settings import settings


@pytest.fixture
def drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three unequal oblongs, by hand: Small (1 by 1 degree), east of it Wide (3 by 1), north of both Tall (4 by 2)."""
    boxes = {"Small": (36, 33, 37, 34), "Wide": (37, 33, 40, 34), "Tall": (36, 34, 40, 36)}
    features = [
        {
            "type": "Feature",
            "properties": {"admin1": name, "name_ar": "س"},
            "geometry": shapely.geometry.mapping(shapely.box(*edges)),
        }
        for name, edges in boxes.items()
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    (tmp_path / "governorates.geojson").write_text(text, encoding="utf-8")
    monkeypatch.setenv("FRONTLINES_GEO_DIR", str(tmp_path))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


def points(*at: tuple[float, float]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"n": range(len(at))}, geometry=[shapely.Point(xy) for xy in at], crs=WGS84)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("lon", "lat", "admin1", "how"),
    [
        (36.4, 33.3, "Small", "inside"),
        (39.9, 33.9, "Wide", "inside"),
        (36.1, 35.9, "Tall", "inside"),
        (37.0, 33.5, "Small", "border"),  # the middle of Small is 0.5 degrees away, of Wide 1.5
        (38.5, 34.0, "Wide", "border"),  # the middle of Wide is 0.5 degrees away, of Tall 1.1
        (37.0, 34.0, "Small", "border"),  # where all three meet
        (36.0, 33.5, "Small", "inside"),  # the country's own edge is shared with nobody
        (38.0, 32.95, "Wide", "near (5.5 km)"),
        (40.1, 35.0, "Tall", "near (9.1 km)"),
        (38.0, 32.8, None, "outside"),
        (33.5, 38.0, None, "outside"),  # lon and lat of a point in Wide, swapped
    ],
)
def test_a_point_goes_where_the_rule_says(lon: float, lat: float, admin1: str | None, how: str) -> None:
    found = locate(lon, lat)
    assert (found.admin1, found.how) == (admin1, how)
    frame = join(points((lon, lat)))
    assert (frame["admin1"].iloc[0], frame["how"].iloc[0]) == (admin1, how)


@pytest.mark.usefixtures("drawn")
def test_the_snap_ends_at_its_radius() -> None:
    degree_km = 110.9  # of latitude, at 33 N
    assert locate(38.5, 33 - (SNAP_KM - 0.3) / degree_km).admin1 == "Wide"
    beyond = locate(38.5, 33 - (SNAP_KM + 0.3) / degree_km)
    assert beyond.admin1 is None
    assert beyond.distance_km == pytest.approx(SNAP_KM + 0.3, abs=0.1)


@pytest.mark.usefixtures("drawn")
def test_a_join_keeps_rows_order_index_and_columns() -> None:
    frame = points((38.5, 34.0), (10, 50), (36.4, 33.3), (37.0, 34.0), (36.4, 33.3)).set_index([[7, 7, 3, 1, 0]])
    joined = join(frame)
    assert list(joined.index) == [7, 7, 3, 1, 0]
    assert list(joined["n"]) == [0, 1, 2, 3, 4]
    assert list(joined["admin1"]) == ["Wide", None, "Small", "Small", "Small"]
    assert list(joined["how"]) == ["border", "outside", "inside", "border", "inside"]
    assert list(frame.columns) == ["n", "geometry"]


@pytest.mark.usefixtures("drawn")
def test_rows_without_coordinates_are_kept_and_say_so() -> None:
    frame = gpd.GeoDataFrame(geometry=[None, shapely.Point(), shapely.Point(36.4, 33.3)], crs=WGS84)
    joined = join(frame)
    assert list(joined["admin1"]) == [None, None, "Small"]
    assert list(joined["how"]) == ["no coordinates", "no coordinates", "inside"]
    assert locate(math.nan, 33.3) == Located(None, math.inf, "no coordinates")


def test_an_empty_frame_stays_empty_and_gets_the_columns() -> None:
    joined = join(points())
    assert len(joined) == 0
    assert list(joined.columns) == ["n", "geometry", "admin1", "how"]


def test_every_fault_of_a_frame_is_named_at_once() -> None:
    frame = gpd.GeoDataFrame({"admin1": ["x"]}, geometry=[shapely.box(36, 33, 37, 34)], crs=METRIC)
    with pytest.raises(InputError) as raised:
        join(frame)
    for words in ("EPSG:32637, not EPSG:4326", "holds Polygon", "already has the columns admin1"):
        assert words in str(raised.value)
    with pytest.raises(InputError, match="says no coordinate system"):
        join(gpd.GeoDataFrame(geometry=[shapely.Point(36, 33)]))


def test_no_place_on_earth_is_an_input_error() -> None:
    with pytest.raises(InputError, match="longitude first"):
        locate(36.0, 136.0)


@pytest.mark.parametrize(
    ("lon", "lat", "admin1"),
    [
        (36.29, 33.51, "Damascus"),
        (36.72, 34.73, "Homs"),
        (38.35, 36.89, "Aleppo"),
        (38.96, 36.70, "Raqqa"),
        (40.07, 36.85, "Al-Hasakah"),
        (35.79, 35.52, "Latakia"),
        (35.86, 34.86, "Tartus"),  # Arwad, an island that the coast leaves out
        (35.77, 33.27, "Quneitra"),
        (40.98, 34.42, "Deir ez-Zor"),
    ],
)
def test_known_towns_lie_in_their_governorate(lon: float, lat: float, admin1: str) -> None:
    assert locate(lon, lat).admin1 == admin1


def test_frames_handed_out_are_the_callers_own() -> None:
    governorates()["admin1"] = "changed"
    assert "Homs" in set(governorates()["admin1"])


def test_an_unknown_governorate_names_the_known() -> None:
    with pytest.raises(InputError, match="no governorate 'Hims'; write one of Al-Hasakah, Aleppo"):
        province_shape("Hims")


@hypothesis_settings(deadline=None)
@given(lon=st.floats(35.5, 42.5), lat=st.floats(32.2, 37.4))
def test_a_point_has_a_governorate_just_when_it_is_in_or_near_the_country(lon: float, lat: float) -> None:
    found = locate(lon, lat)
    inside = country_shape().covers(shapely.Point(lon, lat))
    assert inside == (found.how in {"inside", "border"})
    if found.admin1 is None:
        assert found.distance_km > SNAP_KM
    else:
        assert found.distance_km <= SNAP_KM
        assert inside == (found.distance_km == 0)


@hypothesis_settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.floats(34, 44), st.floats(31, 39)), max_size=12), st.randoms())
def test_joining_is_locating_whatever_the_order(at: list[tuple[float, float]], random: object) -> None:
    shuffled = list(at)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    frame = join(points(*shuffled))
    alone = [locate(*xy) for xy in shuffled]
    assert list(zip(frame["admin1"], frame["how"], strict=True)) == [(one.admin1, one.how) for one in alone]


@pytest.mark.parametrize(
    ("stated", "located", "says"),
    [
        (None, Located("Homs", 0, "inside"), None),
        ("Homs", Located("Homs", 0, "border"), None),
        ("Homs", Located("Hama", 0, "inside"), "The gazetteer says Homs governorate, but the coordinates lie in Hama."),
        (
            "Aleppo",
            Located("Raqqa", 3.21, "near (3.2 km)"),
            "The gazetteer says Aleppo governorate, but the coordinates lie in Raqqa (near (3.2 km)).",
        ),
        (
            "Homs",
            Located(None, 80, "outside"),
            "The gazetteer says Homs governorate, but the coordinates lie outside Syria.",
        ),
    ],
)
def test_a_disagreement_is_one_plain_sentence(stated: str | None, located: Located, says: str | None) -> None:
    assert disagreement(stated, located) == says


@pytest.fixture(scope="module")
def populated_places(shared: Path) -> gpd.GeoDataFrame:
    """OCHA's populated places; ``truth`` is the nearest COD-AB governorate (46 lie just outside all of them)."""
    folder = shared / "reference" / "boundaries"
    spots = gpd.read_file(folder / "syr_populatedplaces.shp").to_crs(METRIC)
    areas = gpd.read_file(folder / "syr_admin1.shp")[["adm1_pcode", "geometry"]].to_crs(METRIC)
    nearest = spots.sjoin_nearest(areas)
    truth = nearest[~nearest.index.duplicated()]["adm1_pcode"].map(ADMIN1_BY_PCODE)
    assert len(spots) == 8007
    return spots.to_crs(WGS84).assign(truth=truth)


@pytest.mark.shared
def test_shipped_boundaries_place_97_of_100_populated_places_right(populated_places: gpd.GeoDataFrame) -> None:
    joined = join(populated_places)
    assert (joined["admin1"] == joined["truth"]).mean() >= 0.97
    assert joined["admin1"].notna().all()


@pytest.mark.shared
def test_cod_ab_boundaries_place_99_of_100_populated_places_right(
    populated_places: gpd.GeoDataFrame, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path))
    settings.cache_clear()
    try:
        assert update(shared / "reference" / "boundaries").areas == {1: 14, 2: 62, 3: 272}
        joined = join(populated_places)
        assert (joined["admin1"] == joined["truth"]).mean() >= 0.99
    finally:
        monkeypatch.undo()
        settings.cache_clear()
