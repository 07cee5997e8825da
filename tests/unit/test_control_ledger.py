"""The ledger is read whole or refused with file, line and field; its checks find what is wrong in it."""

from datetime import date
from pathlib import Path

import pytest

from frontlines.control.check import check_ledger
from frontlines.control.ledger import COLUMNS, load_ledger, place_of
from frontlines.errors import DataError, InputError
from frontlines.geography.gazetteer import Gazetteer
from frontlines.model import Citation, Place

GAZETTEER = Gazetteer(
    [
        Place("deir-ez-zor", "Deir ez-Zor", "settlement", 35.336, 40.141, admin1="Deir ez-Zor"),
        Place("as-suwar", "al-Suwar", "settlement", 35.51, 40.65, admin1="Deir ez-Zor"),
        Place("deir-ez-zor-governorate", "Deir ez-Zor Governorate", "province", 35.1, 40.3, admin1="Deir ez-Zor"),
    ],
    content_hash="test",
)
GOOD = {
    "id": "c1",
    "place": "as-suwar",
    "date": "2014-07-03",
    "date_precision": "2",
    "holder": "ISIL",
    "status": "captured",
    "previous": "Syrian opposition",
    "source_url": "https://example.org/a",
    "source_title": "A",
    "source2_title": "B, a book",
}


def write(folder: Path, *rows: dict[str, str], known: str = "known_up_to = 2017-12-31") -> Path:
    lines = [",".join(COLUMNS)]
    lines += [",".join(f'"{row.get(column, "")}"' for column in COLUMNS) for row in rows]
    (folder / "control.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "ledger.toml").write_text(known + "\n", "utf-8")
    (folder / "events.csv").write_text("", "utf-8")
    return folder


def test_a_row_becomes_a_claim_with_its_sources(tmp_path: Path) -> None:
    ledger = load_ledger(GAZETTEER, write(tmp_path, GOOD))
    (claim,) = ledger.claims
    assert ledger.known_up_to == date(2017, 12, 31)
    assert (claim.where.place_id, claim.where.lon, claim.where.area, claim.where.precision) == (
        "as-suwar",
        40.65,
        None,
        1,
    )
    assert (claim.when.start, claim.when.precision, claim.extent, claim.origin) == (
        date(2014, 7, 3),
        2,
        "all",
        "ledger",
    )
    assert claim.sources == (Citation("A", "https://example.org/a"), Citation("B, a book"))
    one_source = load_ledger(GAZETTEER, write(tmp_path, GOOD | {"source2_title": ""}))
    assert one_source.claims[0].certainty < claim.certainty
    assert one_source.content_hash != ledger.content_hash


def test_an_area_keeps_its_expression_and_is_put_into_words() -> None:
    whole = place_of("deir-ez-zor-governorate", GAZETTEER)
    assert (whole.area, whole.kind, whole.precision) == ("deir-ez-zor-governorate", "province", 4)
    north = place_of("north:deir-ez-zor-governorate", GAZETTEER)
    assert (north.area, north.place_id) == ("north:deir-ez-zor-governorate", None)
    assert north.name == "the north of Deir ez-Zor governorate"
    with pytest.raises(InputError, match="unknown modifier"):
        place_of("upwards:deir-ez-zor", GAZETTEER)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("place", "atlantis", "'atlantis'"),
        ("place", "around:deir-ez-zor:far", "distance"),
        ("date", "2014-13-01", "no date"),
        ("date", "summer", "no date"),
        ("date_precision", "6", "1 to 5"),
        ("holder", "The Good Ones", "no party"),
        ("holder", "", "no party"),
        ("previous", "nobody", "no party"),
        ("status", "liberated", "captured"),
        ("status", "besieged", "needs the party"),
        ("extent", "half", "most"),
        ("id", "", "empty"),
    ],
)
def test_a_broken_field_is_named_with_file_and_line(tmp_path: Path, field: str, value: str, words: str) -> None:
    folder = write(tmp_path, GOOD, GOOD | {"id": "c2"} | {field: value})
    named = "besieger" if value == "besieged" else field
    with pytest.raises(DataError, match=rf"control\.csv line 3, {named}: .*{words}"):
        load_ledger(GAZETTEER, folder)


def test_all_faults_are_gathered_and_the_first_shown(tmp_path: Path) -> None:
    rows = [GOOD | {"id": f"c{n}", "date": "never"} for n in range(8)]
    with pytest.raises(DataError, match=r"line 2, date.*line 6, date.*and 3 more$"):
        load_ledger(GAZETTEER, write(tmp_path, *rows))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("control.csv", b"id,place\nc1,x\n", "line 1: the columns date"),
        ("control.csv", b"\xff\xfe\x00", "UTF-8"),
        ("ledger.toml", b"known = 1\n", "known_up_to"),
        ("ledger.toml", b"known_up_to = 'today'\n", "no date"),
        ("ledger.toml", b"known_up_to =", "known_up_to"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    folder = write(tmp_path, GOOD)
    (folder / name).write_bytes(content)
    with pytest.raises(DataError, match=words):
        load_ledger(GAZETTEER, folder)


def test_a_row_with_a_stray_comma_or_quote_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, GOOD)
    whole = (folder / "control.csv").read_text("utf-8")
    for bad, words in (("c2,as-suwar\n", "line 3, row"), ('c2,"as-suwar\n', "line 3: ")):
        (folder / "control.csv").write_text(whole + bad, "utf-8")
        with pytest.raises(DataError, match=words):
            load_ledger(GAZETTEER, folder)


def test_a_missing_ledger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="restore it"):
        load_ledger(GAZETTEER, tmp_path)


def test_a_sound_ledger_has_nothing_to_report(tmp_path: Path) -> None:
    before = GOOD | {"id": "c0", "date": "2013-02-11", "holder": "Syrian opposition", "previous": ""}
    assert check_ledger(GAZETTEER, write(tmp_path, before, GOOD)) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"date": "2018-01-01"}, "line 3, date: 2018-01-01 is not between"),
        ({"date": "1066-10-14"}, "line 3, date: 1066-10-14"),
        ({"holder": "SDF"}, "line 3, holder: SDF did not exist on 2014-07-03"),
        ({"previous": "Syrian government"}, "line 3, previous: Syrian government did not hold al-Suwar"),
        ({"holder": "Syrian opposition", "previous": ""}, "line 3, holder: Syrian opposition held al-Suwar before"),
        ({"status": "lost", "holder": "ISIL", "previous": ""}, "line 3, holder: ISIL did not hold al-Suwar"),
        ({"id": "c0"}, "line 3, id: 'c0' stands on line 2 already"),
        ({"date": "2013-02-11", "holder": "Syrian opposition", "previous": ""}, "line 3, row: it repeats line 2"),
    ],
    ids=[
        "after known",
        "long ago",
        "party unborn",
        "broken chain",
        "held already",
        "lost unheld",
        "id twice",
        "repeat",
    ],
)
def test_checks_find(tmp_path: Path, changed: dict[str, str], words: str) -> None:
    before = GOOD | {"id": "c0", "date": "2013-02-11", "holder": "Syrian opposition", "previous": ""}
    (fault,) = check_ledger(GAZETTEER, write(tmp_path, before, GOOD | changed))
    assert words in fault
