"""P-codes: the governorate's always, district and sub-district from boundaries that were taken in."""

from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from frontlines.crs import WGS84
from frontlines.errors import InputError
from frontlines.exchange.pcodes import PCODES, admin_columns, governorate
from frontlines.exchange.shapes import geometries
from frontlines.geography import boundaries
from frontlines.geography.provinces import governorates
from frontlines.model import MatchStatus, Placement
from frontlines.settings import settings


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fourteen governorates as they ship; Raqqa cut at 39 E into two districts, the western at 36 N into two more."""
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    shipped = governorates()
    raqqa = shipped.geometry[shipped["admin1"] == "Raqqa"].iloc[0]
    west, east = shapely.box(37, 34, 39, 38), shapely.box(39, 34, 41, 38)
    south, north = shapely.box(37, 34, 39, 36), shapely.box(37, 36, 39, 38)
    levels = {
        1: ([PCODES[name] for name in shipped["admin1"]], list(shipped["admin1"]), list(shipped.geometry), ["SY"] * 14),
        2: (["SY1101", "SY1102"], ["West", "East"], [raqqa & west, raqqa & east], ["SY11"] * 2),
        3: (["SY110101", "SY110102"], ["South", "North"], [raqqa & south, raqqa & north], ["SY1101"] * 2),
    }
    folder = tmp_path / "cod"
    folder.mkdir()
    for level, (codes, names, shapes, parents) in levels.items():
        data = {f"adm{level}_pcode": codes, f"adm{level}_name": names, f"adm{level - 1}_pcode": parents}
        gpd.GeoDataFrame(data, geometry=shapes, crs=WGS84).to_file(folder / f"l{level}.geojson", driver="GeoJSON")
    boundaries.update(folder)
    yield
    monkeypatch.undo()
    settings.cache_clear()


def spot(lon, lat, *, admin1=None, precision=1, area=None):
    return Placement(
        MatchStatus.MATCHED, "x", "settlement", lat, lon, admin1=admin1, precision=precision, area=area, country="SY"
    )


def codes(*wheres):
    columns = admin_columns(wheres, geometries(wheres))
    return list(zip(*(columns[f"admin{n}_pcode"] for n in (1, 2, 3)), strict=True))


def test_the_governorates_code_is_always_there():
    assert codes(spot(39.008, 35.953, admin1="Raqqa"), spot(36.72, 34.73)) == [
        ("SY11", None, None),
        ("SY04", None, None),
    ]
    assert codes(spot(36.72, 34.73, precision=5), Placement(MatchStatus.NOT_FOUND)) == [(None,) * 3] * 2
    assert sorted(PCODES.values()) == [f"SY{n:02}" for n in range(1, 15)]


@pytest.mark.usefixtures("loaded")
def test_a_spot_has_the_district_and_sub_district_around_it():
    exact = [spot(38.8, 35.9), spot(38.8, 36.2), spot(39.5, 36.2)]
    assert codes(*exact) == [("SY11", "SY1101", "SY110101"), ("SY11", "SY1101", "SY110102"), ("SY11", "SY1102", None)]
    columns = admin_columns(exact, geometries(exact))
    assert (columns["admin2"], columns["admin3"]) == (["West", "West", "East"], ["South", "North", None])


@pytest.mark.usefixtures("loaded")
def test_a_code_is_no_finer_than_the_place_is_known():
    assert codes(spot(38.8, 36.2, precision=3)) == [("SY11", "SY1101", None)]
    assert codes(spot(38.8, 36.2, precision=4)) == [("SY11", None, None)]
    assert codes(spot(39.008, 35.953, admin1="Raqqa", area="around:raqqa:10")) == [("SY11", None, None)]
    assert codes(spot(38.5, 35.9, admin1="Raqqa", area="around:tabqa:3")) == [("SY11", "SY1101", "SY110101")]


@pytest.mark.usefixtures("loaded")
def test_a_spot_beside_the_drawn_border_gets_the_nearest_of_its_governorate():
    frame = boundaries.loaded(2)
    assert frame is not None
    lon, lat = max(shapely.get_coordinates(frame.geometry.iloc[1]).tolist())
    assert codes(spot(lon + 0.02, lat, admin1="Raqqa")) == [("SY11", "SY1102", None)]
    assert codes(spot(lon + 2, lat, admin1="Raqqa")) == [("SY11", None, None)]


@pytest.mark.usefixtures("loaded")
def test_a_district_of_another_governorate_is_never_given():
    assert codes(spot(38.8, 35.9, admin1="Homs")) == [("SY04", None, None)]


@pytest.mark.parametrize("text", ["SY02", "sy02", "Aleppo", "Halab", "aleppo"])
def test_a_governorate_is_known_by_code_and_spelling(text):
    assert governorate(text) == "Aleppo"


def test_a_strange_governorate_is_told_with_those_there_are():
    with pytest.raises(InputError, match=r"no governorate 'Atlantis': give Al-Hasakah, .*SY02"):
        governorate("Atlantis")
    assert governorate("deir al-zour") == "Deir ez-Zor"


@pytest.mark.shared
def test_the_codes_are_ochas_own(shared, tmp_path, monkeypatch):
    """Every district's inner point has the code of its polygon, with OCHA's real boundaries."""
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    boundaries.update(shared / "reference" / "boundaries")
    frame = boundaries.loaded(3)
    points = frame.geometry.representative_point()
    wheres = [spot(point.x, point.y) for point in points]
    found = admin_columns(wheres, geometries(wheres))
    assert found["admin3_pcode"] == list(frame["pcode"])
    assert found["admin2_pcode"] == list(frame["parent"])
    settings.cache_clear()
