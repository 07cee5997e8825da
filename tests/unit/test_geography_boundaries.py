"""Taking in newer boundaries: from folders, from the network's edge, and not at all when they are wrong."""

import io
import json
import urllib.error
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from frontlines.crs import METRIC, WGS84
from frontlines.errors import DataError, InputError, UnavailableError
from frontlines.geography import boundaries, hdx
from frontlines.geography.areas import shape_of
from frontlines.geography.provinces import governorates, locate
from frontlines.model import Place
from frontlines.settings import settings

PCODES = list(boundaries.ADMIN1_BY_PCODE)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "home"
    monkeypatch.setenv("FRONTLINES_HOME", str(place))
    settings.cache_clear()
    yield place
    monkeypatch.undo()
    settings.cache_clear()


def level1(**changes: Any) -> gpd.GeoDataFrame:
    """Fourteen governorates as columns of 0.4 by 3 degrees, from 36 E on."""
    columns = {
        "ADM1_PCODE": PCODES,
        "ADM1_EN": [f"Name {code}" for code in PCODES],
        "ADM1_AR": ["اسم"] * 14,
        "geometry": [shapely.box(36 + 0.4 * n, 33, 36.4 + 0.4 * n, 36) for n in range(14)],
    }
    return gpd.GeoDataFrame(columns | changes, crs=WGS84)


def level2(parents: tuple[str, str] = ("SY01", "SY01")) -> gpd.GeoDataFrame:
    """The first governorate cut into a lower third and an upper two thirds."""
    shapes = [shapely.box(36, 33, 36.4, 34), shapely.box(36, 34, 36.4, 36)]
    columns = {"adm2_pcode": ["SY0101", "SY0102"], "adm2_name": ["Lower", "Upper"], "adm1_pcode": list(parents)}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=WGS84)


def folder_with(tmp_path: Path, **layers: gpd.GeoDataFrame) -> Path:
    folder = tmp_path / "download"
    for name, frame in layers.items():
        file = folder / "below" / f"{name}.geojson"
        file.parent.mkdir(parents=True, exist_ok=True)
        frame.to_file(file, driver="GeoJSON")
    return folder


def test_without_an_update_the_shipped_governorates_are_used() -> None:
    assert boundaries.loaded(1) is None
    assert boundaries.admin_codes(36.7, 34.7) == {}
    assert locate(36.72, 34.73).admin1 == "Homs"


def test_an_update_is_used_from_then_on(tmp_path: Path, home: Path) -> None:
    assert locate(36.2, 33.5).admin1 == "Rif Dimashq"
    done = boundaries.update(folder_with(tmp_path, one=level1(), two=level2()))
    assert done.areas == {1: 14, 2: 2}
    assert done.file.is_relative_to(home)
    assert locate(36.2, 33.5).admin1 == "Damascus"
    assert locate(36.6, 33.5).admin1 == "Aleppo"
    assert len(governorates()) == 14
    assert governorates().set_index("admin1")["name_ar"]["Homs"] == "حمص"
    assert boundaries.admin_codes(36.2, 33.5) == {
        "adm1_pcode": "SY01",
        "adm1_name": "Name SY01",
        "adm2_pcode": "SY0101",
        "adm2_name": "Lower",
    }
    assert boundaries.admin_codes(10, 50) == {}


def test_a_point_between_two_areas_gets_the_first_pcode(tmp_path: Path) -> None:
    boundaries.update(folder_with(tmp_path, one=level1(), two=level2()))
    assert boundaries.admin_codes(36.4, 34.0)["adm1_pcode"] == "SY01"
    assert boundaries.admin_codes(36.2, 34.0)["adm2_pcode"] == "SY0101"


def test_a_district_is_drawn_by_the_polygon_around_its_seat(tmp_path: Path) -> None:
    class One:
        content_hash = "one"

        def get(self, place_id: str) -> Place:
            return Place(place_id, "Lower", "district", lat=33.2, lon=36.1, admin1="Damascus", radius_km=9)

    before = shape_of("lower-district", One())
    boundaries.update(folder_with(tmp_path, one=level1(), two=level2()))
    assert shape_of("lower-district", One()).equals(shapely.box(36, 33, 36.4, 34))
    assert not before.equals(shapely.box(36, 33, 36.4, 34))


def test_shapefiles_in_metres_with_points_and_lines_beside_them_are_taken(tmp_path: Path) -> None:
    folder = tmp_path / "shapes"
    folder.mkdir()
    renamed = level1().rename(columns={"ADM1_PCODE": "adm1_pcode", "ADM1_EN": "adm1_name", "ADM1_AR": "adm1_name1"})
    renamed.to_crs(METRIC).to_file(folder / "z_admin1.shp", encoding="UTF-8")
    renamed.set_geometry(renamed.representative_point()).to_file(folder / "a_capitals.shp", encoding="UTF-8")
    assert boundaries.update(folder).areas == {1: 14}
    taken = boundaries.loaded(1)
    assert taken is not None
    assert taken.crs == WGS84
    assert taken.geometry.iloc[1].symmetric_difference(shapely.box(36.4, 33, 36.8, 36)).area < 0.02
    assert taken["name_ar"].iloc[0] == "اسم"


def test_crossed_rings_are_mended(tmp_path: Path) -> None:
    shapes = list(level1().geometry)
    shapes[3] = shapely.Polygon([(37.2, 33), (37.6, 36), (37.6, 33), (37.2, 36)])
    boundaries.update(folder_with(tmp_path, one=level1(geometry=shapes)))
    taken = boundaries.loaded(1)
    assert taken is not None
    assert taken.geometry.is_valid.all()


FAULTY: dict[str, tuple[Callable[[], dict[str, gpd.GeoDataFrame]], str]] = {
    "nothing there": (lambda: {"two": level2()}, "no polygons with a column adm1_pcode"),
    "too few": (lambda: {"one": level1().iloc[:12]}, "governorates SY13, SY14 are missing"),
    "another country": (
        lambda: {"one": level1(ADM1_PCODE=[f"IQ{n:02}" for n in range(14)])},
        "governorates IQ00, IQ01",
    ),
    "twice": (lambda: {"one": level1(ADM1_PCODE=[*PCODES[:13], "SY01"])}, "p-codes that are missing or used twice"),
    "nameless": (lambda: {"one": level1(ADM1_EN=[None] * 14)}, "level 1 has areas without a name"),
    "stray child": (lambda: {"one": level1(), "two": level2(("SY01", "SY99"))}, "belongs to unknown areas SY99"),
    "swapped axes": (
        lambda: {"one": level1(geometry=[shapely.box(33, 36 + n, 36, 37 + n) for n in range(14)])},
        "areas outside Syria's surroundings",
    ),
}


@pytest.mark.parametrize("case", FAULTY)
def test_faulty_boundaries_are_refused_and_change_nothing(case: str, tmp_path: Path, home: Path) -> None:
    make, words = FAULTY[case]
    with pytest.raises(InputError, match=words):
        boundaries.update(folder_with(tmp_path, **make()))
    assert not (home / "boundaries").exists()


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    frames = {"one": level1(ADM1_EN=[None] * 14).iloc[1:], "two": level2()}
    with pytest.raises(InputError) as raised:
        boundaries.update(folder_with(tmp_path, **frames))
    for words in ("without a name", "unknown areas SY01", "SY01 are missing", "Nothing was changed"):
        assert words in str(raised.value)


def test_a_failed_update_leaves_the_last_one_in_force(tmp_path: Path) -> None:
    boundaries.update(folder_with(tmp_path / "good", one=level1()))
    with pytest.raises(InputError):
        boundaries.update(folder_with(tmp_path / "bad", one=level1().iloc[:3]))
    assert locate(36.2, 33.5).admin1 == "Damascus"


def test_a_second_update_replaces_the_first(tmp_path: Path) -> None:
    boundaries.update(folder_with(tmp_path / "first", one=level1(), two=level2()))
    boundaries.update(folder_with(tmp_path / "second", one=level1(ADM1_PCODE=PCODES[::-1])))
    assert boundaries.loaded(2) is None
    assert locate(36.2, 33.5).admin1 == "Quneitra"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no folder .*nowhere"):
        boundaries.update(tmp_path / "nowhere")


def test_a_file_that_is_no_map_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text("hello", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.geojson can't be read"):
        boundaries.update(tmp_path)


def test_a_broken_file_at_home_says_what_to_do(home: Path) -> None:
    file = home / "boundaries" / "cod-ab.gpkg"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"not a package")
    with pytest.raises(DataError, match=r"delete it or run `frontlines boundaries update`"):
        locate(36.2, 33.5)


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def served(resources: list[dict[str, str]], archive: bytes) -> tuple[list[str], hdx.Fetch]:
    """Stand in for the network: the dataset's description, then one archive."""
    asked: list[str] = []

    def fetch(address: str) -> bytes:
        asked.append(address)
        return json.dumps({"result": {"resources": resources}}).encode() if address == hdx.DATASET else archive

    return asked, fetch


SHP = {"format": "SHP", "url": "https://example.org/syr.shp.zip"}
GEOJSON = {"format": "GeoJSON", "url": "https://example.org/syr.geojson.zip"}
OTHERS = [
    {"format": "XLSX", "url": "https://example.org/syr.xlsx"},
    {"format": "Geodatabase", "url": "https://example.org/syr.gdb.zip"},
]


def test_without_a_folder_they_are_fetched(tmp_path: Path) -> None:
    archive = zipped(
        **{"a/one.geojson": level1().to_json().encode(), "../../evil.geojson": level2().to_json().encode()}
    )
    asked, fetch = served([*OTHERS, SHP, GEOJSON], archive)
    assert boundaries.update(fetch=fetch).areas == {1: 14, 2: 2}
    assert asked == [hdx.DATASET, GEOJSON["url"]]
    assert not list(tmp_path.rglob("evil*"))
    assert locate(36.2, 33.5).admin1 == "Damascus"


@pytest.mark.parametrize(
    ("resources", "archive", "words"),
    [
        (OTHERS, b"", "no longer offers"),
        ([{"nothing": "here"}], b"", "description of the boundaries can't be read"),
        ([SHP], b"<html>", "not a zip file"),
    ],
)
def test_what_is_not_what_was_asked_for_is_unavailable(
    resources: list[dict[str, str]], archive: bytes, words: str
) -> None:
    _, fetch = served(resources, archive)
    with pytest.raises(UnavailableError, match=words + r".*`frontlines boundaries update --from FOLDER`"):
        boundaries.update(fetch=fetch)


def answer_with(monkeypatch: pytest.MonkeyPatch, outcome: Exception | bytes) -> None:
    def urlopen(request: object, timeout: float) -> io.BytesIO:
        if isinstance(outcome, Exception):
            raise outcome
        return io.BytesIO(outcome)

    monkeypatch.setattr(hdx.urllib.request, "urlopen", urlopen)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (urllib.error.URLError("no route"), "can't be reached"),
        (TimeoutError("slow"), "can't be reached"),
        (ConnectionResetError(), "can't be reached"),
        (b"x" * 2000, "larger than"),
    ],
)
def test_trouble_on_the_network_is_unavailable(
    outcome: Exception | bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_with(monkeypatch, outcome)
    monkeypatch.setattr(hdx, "MAX_BYTES", 1000)
    with pytest.raises(UnavailableError, match=words) as raised:
        boundaries.update()
    assert "example.org" not in str(raised.value)


def test_a_slow_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, b"x" * 2000)
    clock = iter([0.0, hdx.MAX_SECONDS + 1])
    monkeypatch.setattr(hdx.time, "monotonic", lambda: next(clock))
    with pytest.raises(UnavailableError, match="took longer than 120 seconds"):
        hdx.over_the_network("https://example.org/syr.zip")


def test_a_refusal_tells_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = urllib.error.HTTPError("https://example.org/?key=secret", 503, "busy", None, None)  # type: ignore[arg-type]
    answer_with(monkeypatch, refusal)
    with pytest.raises(UnavailableError, match="status 503") as raised:
        hdx.over_the_network("https://example.org/?key=secret")
    refusal.close()
    assert "secret" not in str(raised.value)


def test_only_https_is_asked() -> None:
    with pytest.raises(UnavailableError, match="not behind https"):
        hdx.over_the_network("file:///etc/hosts")


@pytest.mark.shared
def test_cod_ab_levels_are_all_taken(shared: Path) -> None:
    boundaries.update(shared / "reference" / "boundaries")
    codes = boundaries.admin_codes(37.516, 36.371)
    assert [codes[f"adm{level}_pcode"] for level in (1, 2, 3)] == ["SY02", "SY0202", "SY020200"]
    third = boundaries.loaded(3)
    assert third is not None
    assert len(third) == 272
    assert third["parent"].str.len().eq(6).all()
