"""The ledger's events: what is read, and what is refused with file, line and field."""

from datetime import date

import pytest
from small_world import EVENTS

from frontlines import pipeline
from frontlines.control.events import load_events, read_events
from frontlines.control.ledger import SURE_ONE, SURE_TWO
from frontlines.errors import DataError
from frontlines.evaluation.data_check import check_everything
from frontlines.geography.gazetteer import load_gazetteer
from frontlines.model import Citation, Range
from frontlines.settings import settings

GOOD = {
    "id": "x1",
    "type": "air_strike",
    "date": "2017-02-21",
    "date_end": "",
    "date_precision": "1",
    "place": "as-suwar",
    "actors": "US-led coalition|SDF",
    "targets": "Civilians",
    "killed_min": "11",
    "killed_max": "",
    "wounded_min": "",
    "wounded_max": "35",
    "affected_min": "",
    "affected_max": "",
    "affected_how": "",
    "status": "reported",
    "title": "Strikes, in al-Sur",
    "source_url": "https://example.org/1",
    "source_title": "A paper",
    "source2_url": "https://example.org/2",
    "source2_title": "",
    "note": "Two counts differ",
}


def line(**changes):
    return ",".join(f'"{value}"' for value in (GOOD | changes).values()) + "\n"


def write(folder, *rows):
    path = folder / "events.csv"
    path.write_text(EVENTS + "".join(rows), "utf-8")
    return path


def read(folder, *rows):
    return read_events(write(folder, *rows), load_gazetteer())


def test_a_row_is_read_whole(tmp_path):
    found, faults = read(tmp_path, line())
    assert faults == []
    (event,) = found.events
    assert (event.id, event.origin, event.title) == ("x1", "ledger", "Strikes, in al-Sur")
    assert event.actors == ("US-led coalition", "SDF")
    assert (event.killed, event.wounded, event.affected) == (Range(11, None), Range(None, 35), None)
    assert (event.when.start, event.when.end) == (date(2017, 2, 21), date(2017, 2, 21))
    assert (event.where.place_id, event.where.admin1) == ("as-suwar", "Deir ez-Zor")
    assert event.sources == (
        Citation("A paper", "https://example.org/1"),
        Citation("https://example.org/2", "https://example.org/2"),
    )
    assert event.notes == ("Two counts differ",)
    assert event.certainty == SURE_TWO
    assert found.lines == {"x1": 2}


def test_an_area_stays_one_and_one_source_is_less_sure(tmp_path):
    one = {"source2_url": "", "note": "single; after one paper"}
    found, faults = read(tmp_path, line(place="north:deir-ez-zor-governorate", **one))
    assert faults == []
    (event,) = found.events
    assert event.where.area == "north:deir-ez-zor-governorate"
    assert event.certainty == SURE_ONE < SURE_TWO
    assert event.notes == ("after one paper",)


def test_one_address_twice_is_one_source(tmp_path):
    found, _ = read(tmp_path, line(source2_url=GOOD["source_url"]))
    assert found.events[0].certainty == SURE_ONE


FAULTS = [
    ({"id": ""}, "id: it is empty"),
    ({"title": ""}, "title: it is empty"),
    ({"type": "strike"}, "type: 'strike' is none of"),
    ({"status": "rumour"}, "status: 'rumour' is none of"),
    ({"date": "21.2.2017"}, "date: '21.2.2017' is no date"),
    ({"date_end": "2017-02-20"}, "date_end: 2017-02-20 lies before"),
    ({"date_precision": "6"}, "date_precision: '6' is none of 1 to 5"),
    ({"place": "nowhere-at-all"}, "place: "),
    ({"place": "beside:aleppo"}, "place: "),
    ({"actors": "SDF|Nobody"}, "actors: 'Nobody' is no party"),
    ({"targets": "Them"}, "targets: 'Them' is no party"),
    ({"killed_max": "7"}, "killed_max: 7 is less than killed_min, 11"),
    ({"killed_min": "-3"}, "killed_min: '-3' is no number"),
    ({"wounded_max": "99999999"}, "wounded_max: '99999999' is no number"),
    ({"affected_min": "5"}, "affected_how: "),
    ({"affected_how": "displaced"}, "affected_how: "),
    ({"source_url": "", "source_title": "", "source2_url": "", "source2_title": ""}, "source_url: an event needs"),
    ({"note": "single"}, "note: 'single' must stand first"),
    ({"source2_url": ""}, "note: 'single' must stand first"),
]


@pytest.mark.parametrize(("changes", "fault"), FAULTS)
def test_a_fault_is_named_with_line_and_field_and_the_rest_is_read(tmp_path, changes, fault):
    found, faults = read(tmp_path, line(id="x0"), line(**changes), line(id="x2"))
    assert [event.id for event in found.events] == ["x0", "x2"]
    assert len(faults) == 1
    assert f"events.csv line 3, {fault}" in faults[0]


def test_an_id_stands_once(tmp_path):
    found, faults = read(tmp_path, line(), line())
    assert len(found.events) == 1
    assert "line 3, id: 'x1' stands on line 2 already" in faults[0]


def test_what_cannot_be_read_at_all_is_an_error(tmp_path):
    path = write(tmp_path, line(type="strike"))
    with pytest.raises(DataError, match="line 2, type"):
        load_events(load_gazetteer(), tmp_path)
    path.write_text("id,type\n", "utf-8")
    with pytest.raises(DataError, match="columns date, date_end"):
        load_events(load_gazetteer(), tmp_path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match="UTF-8"):
        load_events(load_gazetteer(), tmp_path)
    path.unlink()
    with pytest.raises(DataError, match="restore it"):
        load_events(load_gazetteer(), tmp_path)


def test_the_hash_follows_the_content(tmp_path):
    first, again, other = (read(tmp_path, row)[0].content_hash for row in (line(), line(), line(id="x2")))
    assert first == again != other


CHECKED = [
    ({"id": "Bad Id"}, "id: 'Bad Id' must be small letters"),
    ({"date": "2011-03-14", "actors": "Syrian government"}, "date: 2011-03-14 is not between"),
    ({"date_end": "2017-03-01"}, "date_end: 2017-03-01 is not between 2011-03-15 and known_up_to, 2017-02-28"),
    ({"targets": "Transitional government"}, "targets: Transitional government did not exist on 2017-02-21"),
    ({}, None),
    ({"title": "Strikes, first"}, None),
    ({"title": "Strikes, first"}, "row: it repeats line 7"),
]


def test_the_data_check_finds_each_fault_once(small_data):
    rows = [{"id": f"x{number}", "title": f"Strikes {number}"} | row for number, (row, _) in enumerate(CHECKED)]
    write(small_data / "ledger", *(line(**row) for row in rows))
    found = [problem for problem in check_everything().problems if "events.csv" in problem]
    expected = [f"line {number}, {fault}" for number, (_, fault) in enumerate(CHECKED, start=2) if fault]
    assert len(found) == len(expected)
    for fault in expected:
        assert any(fault in problem for problem in found), fault


def test_the_shipped_events_are_whole():
    path = settings().data_dir / "ledger" / "events.csv"
    found, faults = read_events(path, load_gazetteer())
    assert faults == []
    assert len(found.events) >= 300
    assert [event.when.start for event in found.events] == sorted(event.when.start for event in found.events)


def test_a_report_and_the_ledger_tell_one_thing_once(small_data):
    before = pipeline.world_stamp()
    write(small_data / "ledger", line(), line(id="x2", place="raqqa"))
    world = pipeline.world()
    assert [event.id for event in world.events if event.origin == "ledger"] == ["x2"]
    (report,) = [event for event in world.events if event.origin == "report"]
    assert [event.id for event in world.also_told[report.id]] == ["x1"]
    assert [event.id for event in world.ledger_events] == ["x1", "x2"]
    assert world.content_hash == pipeline.world_stamp() != before
