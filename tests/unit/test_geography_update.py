"""Taking in GeoNames' dump: a small one made here, and broken ones."""

import zipfile

import pytest

from frontlines.errors import InputError, UnavailableError
from frontlines.geography import update
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.geography.update import update_gazetteer
from frontlines.settings import settings


def line(number, name, lat, lon, *, others="", feature="P", code="PPL", country="SY", admin1="09", people="0"):
    fields = [str(number), name, name, others, str(lat), str(lon), feature, code, country, "", admin1]
    return "\t".join([*fields, "", "", "", people, "", "300", "Asia/Damascus", "2020-01-01"])


DUMP = "\n".join(
    [
        line(9000001, "Tall Ḩujayr al Jadīd", 36.111, 37.222, others="Tell Hujeir,Тель,تل حجير,tl"),
        line(9000002, "Zebra Air Base", 35.5, 37.5, feature="S", code="AIRB", admin1="10"),
        line(9000003, "Big Made Town", 35.2, 36.9, people="40000", admin1="10"),
        line(9000004, "Some Well", 35.2, 36.9, feature="H", code="WLL"),
        line(9000005, "Old Ruin", 35.2, 36.9, code="PPLQ"),
    ]
)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path / "home"))
    settings.cache_clear()
    yield tmp_path / "home"
    monkeypatch.undo()
    settings.cache_clear()


def zipped(path, text, name="SY.txt"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return path


@pytest.mark.parametrize("form", ["txt", "zip"])
def test_a_dump_becomes_places(tmp_path, home, form):
    source = tmp_path / f"SY.{form}"
    if form == "zip":
        zipped(source, DUMP)
    else:
        source.write_text(DUMP, encoding="utf-8")
    done = update_gazetteer(source)
    assert (done.places, done.skipped, done.path) == (3, 0, home / "gazetteer" / "geonames-sy.csv")
    (village,) = load_gazetteer().lookup("Tel Hujayr al-Jadid")
    assert (village.id, village.name, village.name_ar) == ("gn-9000001", "Tall Hujayr al Jadid", "تل حجير")
    assert (village.lat, village.lon, village.admin1, village.rank) == (36.111, 37.222, "Aleppo", 4)
    (base,) = load_gazetteer().lookup("Zebra airbase")
    assert (base.kind, base.admin1) == ("airbase", "Hama")
    assert load_gazetteer().get("gn-9000003").rank == 2
    assert "gn-9000004" not in load_gazetteer()


def test_the_curated_table_wins(tmp_path, home):
    curated = load_gazetteer().get("manbij")
    source = tmp_path / "SY.txt"
    source.write_text(line(9000009, "Manbij", curated.lat + 0.01, curated.lon, others="Bambyke"), encoding="utf-8")
    update_gazetteer(source)
    gazetteer = load_gazetteer()
    assert "gn-9000009" not in gazetteer
    assert gazetteer.get("manbij").lat == curated.lat
    assert gazetteer.get("manbij") in gazetteer.lookup("Bambyke")


def test_the_dump_is_fetched_where_no_file_is_given(tmp_path, home):
    asked = []

    def fetch(address):
        asked.append(address)
        return zipped(tmp_path / "fetched.zip", DUMP).read_bytes()

    assert update_gazetteer(fetch=fetch).places == 3
    assert asked == [update.DUMP_ADDRESS]


def test_a_broken_dump_leaves_the_old_table(tmp_path, home):
    source = tmp_path / "SY.txt"
    source.write_text(DUMP, encoding="utf-8")
    path = update_gazetteer(source).path
    before = path.read_bytes()
    source.write_text("no\tdump\n", encoding="utf-8")
    with pytest.raises(InputError, match="no GeoNames dump for Syria"):
        update_gazetteer(source)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == ["geonames-sy.csv"]


def test_lines_of_elsewhere_are_counted_and_a_dump_of_them_is_refused(tmp_path, home):
    source = tmp_path / "SY.txt"
    rows = [line(9100000 + i, f"Village {i}", 35.0, 37.0 + i / 1000) for i in range(200)]
    source.write_text("\n".join([*rows, line(1, "Paris", 48.8, 2.3, country="FR")]), encoding="utf-8")
    assert update_gazetteer(source).skipped == 1
    source.write_text("\n".join([*rows[:20], line(1, "Paris", 48.8, 2.3)]), encoding="utf-8")
    with pytest.raises(InputError, match="20 usable lines"):
        update_gazetteer(source)


def test_a_zip_that_claims_or_unpacks_too_much_is_refused(tmp_path, home, monkeypatch):
    monkeypatch.setattr(update, "LARGEST_TEXT", 10_000)
    source = zipped(tmp_path / "SY.zip", "x" * 20_000)
    with pytest.raises(InputError, match="larger than 10,000 bytes"):
        update_gazetteer(source)
    (tmp_path / "SY.txt").write_bytes(b"x" * 20_000)
    with pytest.raises(InputError, match="larger than 10,000 bytes"):
        update_gazetteer(tmp_path / "SY.txt")


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("none.zip", None, "can't be read"),
        ("bad.zip", b"PK\x03\x04 not a zip", "no zip file that can be read"),
        ("latin.txt", b"caf\xe9", "not UTF-8"),
        ("empty.txt", b"", "no GeoNames dump"),
    ],
)
def test_what_can_not_be_read_is_told(tmp_path, home, name, body, told):
    source = tmp_path / name
    if body is not None:
        source.write_bytes(body)
    with pytest.raises(InputError, match=told):
        update_gazetteer(source)


def test_another_archive_is_told(tmp_path, home):
    with pytest.raises(InputError, match=r"holds no SY\.txt"):
        update_gazetteer(zipped(tmp_path / "TR.zip", DUMP, "TR.txt"))


def test_no_answer_is_unavailable(home, monkeypatch):
    def refuse(*args, **options):
        raise OSError("no route")

    monkeypatch.setattr(update.urllib.request, "urlopen", refuse)
    with pytest.raises(UnavailableError, match="give a file with --from"):
        update_gazetteer()
