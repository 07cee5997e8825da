"""What the page "Read a report" is made from: the marked text, the form's values, the tray's sentences."""

from dataclasses import replace
from datetime import date

import pytest

from frontlines.app.correcting import counted, dated, place_choices
from frontlines.app.handin import MAX_CHARS, MAX_PARTS, HandedIn, parts_of, read_handed_in
from frontlines.app.marked_text import MAX_SELECTED, span_of, text_data
from frontlines.app.parts import label_of, take_in
from frontlines.app.report_map import bounds_of, day_of
from frontlines.app.told import sentences
from frontlines.errors import InputError
from frontlines.mapping.theme import SYRIA
from frontlines.model import Candidate, Range, Span, When
from frontlines.pipeline import read_and_extract
from frontlines.store import Store

REPORT = (
    "Rebels took the town of Suran in Hama province from the army on Sunday, activists said. "
    "Shelling of Saraqib killed two people on the same day. The village of Qwxyzt was shelled too.\n"
)


@pytest.fixture(scope="module")
def told():
    return read_and_extract(text=REPORT, published="2016-04-04", title="A day")


def drawn(told, **more):
    glyphs = {event.id: "data:image/svg+xml," for event in told.events}
    return text_data(told, **{"chosen": None, "passage": None, "theme": "light", "glyphs": glyphs, **more})


def test_the_pieces_are_the_text_and_start_where_they_say(told):
    pieces = drawn(told)["pieces"]
    assert "".join(piece["t"] for piece in pieces) == REPORT
    for piece in pieces:
        assert REPORT[piece["s"] :].startswith(piece["t"])


def test_each_mark_lies_on_its_words(told):
    data = drawn(told)
    for number, mention in enumerate(told.mentions):
        words = "".join(piece["t"] for piece in data["pieces"] if piece.get("m") == number)
        assert words == mention.text
    for event in told.events:
        passage = "".join(piece["t"] for piece in data["pieces"] if event.id in piece.get("e", ()))
        assert event.sentence in passage
    assert {chip["id"] for chip in data["chips"]} == {event.id for event in told.events}


def test_what_is_chosen_and_what_is_selected_are_marked_to_the_letter(told):
    event = told.events[0]
    pieces = drawn(told, chosen=event.id, focus=(event.span,), passage=Span(3, 11))["pieces"]
    assert "".join(piece["t"] for piece in pieces if piece.get("on")) == event.sentence
    assert "".join(piece["t"] for piece in pieces if piece.get("new")) == REPORT[3:11]


def test_marks_that_turn_the_direction_are_shown_and_offsets_stay():
    text = "Shelling of \u202eSaraqib\u202c killed two people in Idlib \u2067province\u2069 on Monday, he said.\n"
    data = drawn(read_and_extract(text=text, published="2016-04-04"))
    shown = "".join(piece["t"] for piece in data["pieces"])
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert len(shown) == len(text)


@pytest.mark.parametrize(
    "raw",
    [None, "0,4", [0], [0, 4, 5], [4, 4], [5, 2], [-1, 4], [0, 99], [0.0, 4.0], [True, 4], [0, MAX_SELECTED + 1]],
)
def test_a_passage_that_is_none_is_not_taken(raw):
    assert span_of(raw, 50 if raw != [0, MAX_SELECTED + 1] else 5000) is None


def test_a_passage_is_taken():
    assert span_of([2, 9], 50) == Span(2, 9)


def test_the_candidates_passed_over_are_offered(told):
    event = next(e for e in told.events if e.where.name == "Suran")
    choices = place_choices(event)
    assert [choice.where.admin1 for choice in choices if choice.where] == ["Hama", "Aleppo"]
    assert [choice.key for choice in choices][-2:] == ["search", "point"]


def test_a_candidate_that_the_gazetteer_no_longer_has_is_left_out(told):
    event = told.events[0]
    gone = replace(event.where, candidates=(Candidate("no-such-place", "X", 1.0, "gone"),))
    assert all(choice.key != "no-such-place" for choice in place_choices(replace(event, where=gone)))


def test_a_date_left_alone_keeps_how_it_was_told():
    when = When(date(2016, 4, 1), date(2016, 4, 30), 4, "month named", "in April")
    assert dated(when, when.start, when.end) is when
    assert dated(when, date(2016, 4, 3), date(2016, 4, 3)).precision == 1
    assert dated(when, date(2016, 4, 3), None) == dated(when, date(2016, 4, 3), date(2016, 4, 1))
    assert dated(when, None, None).start is None


def test_a_count_left_alone_keeps_its_words():
    count = Range(4, None, "at least four")
    assert counted(count, 4, None) is count
    assert counted(count, 5, 3) == Range(3, 5, "at least four")
    assert counted(count, None, None) is None
    assert counted(None, 2, 2) == Range(2, 2)


def test_sentences_can_be_chosen_from_a_list():
    found = [REPORT[span.start : span.end] for span in sentences(REPORT)]
    assert found[1] == "Shelling of Saraqib killed two people on the same day."
    assert len(found) == 3
    assert all(span.end - span.start <= MAX_SELECTED for span in sentences("word " * 1000))


def test_the_map_lies_around_what_the_report_places(told):
    west, south, east, north = bounds_of(told)
    for event in told.events:
        if event.where.lat is not None:
            assert west < event.where.lon < east
            assert south < event.where.lat < north
    assert bounds_of(replace(told, events=(), claims=())) == SYRIA
    assert day_of(told) == date(2016, 4, 3)


def test_a_text_too_long_for_the_page_is_refused_before_it_is_read():
    with pytest.raises(InputError, match="too long for the page"):
        read_handed_in(HandedIn(text="The town was shelled on Monday. " * (MAX_CHARS // 32 + 1)))


@pytest.mark.parametrize(
    ("form", "answer"),
    [
        (HandedIn("File"), "no file is chosen"),
        (HandedIn("Web address"), "no web address"),
        (HandedIn("Web address", address="http://127.0.0.1/x"), "127.0.0.1"),
        (HandedIn("Web address", address="file:///etc/passwd"), "http"),
        (
            HandedIn("File", file_name="../a/{{x}}.txt", file_bytes=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"),
            "^__x__.txt is a pic",
        ),
        (HandedIn("File", file_name="b.exe", file_bytes=b"MZ\0\0\0\0" * 40), "binary"),
    ],
    ids=["no file", "no address", "loopback", "scheme", "image", "binary"],
)
def test_what_can_not_be_read_gets_one_sentence(form, answer):
    with pytest.raises(InputError, match=answer) as caught:
        read_handed_in(form)
    assert "\n" not in str(caught.value)


TABLE = (
    "title,date,text\n"
    'A day in Saraqib,2016-04-04,"Shelling of Saraqib killed two people on Sunday, activists said."\n'
    ",2016-04-05,Air strikes hit Binnish on Monday.\n"
    "Too much,2016-04-06,Three,cells\n"
)


def table(text=TABLE, name="reports.csv"):
    return HandedIn("File", file_name=name, file_bytes=text.encode())


def test_a_table_is_parted_and_one_report_of_it_read():
    one, other, broken = parts_of(table())
    assert label_of(one) == "A day in Saraqib · 2016-04-04 · reports.csv row 2"
    assert label_of(other).startswith("Air strikes hit Binnish on Monday. · 2016-04-05")
    assert "row 4 has more cells" in broken.fault
    read = read_handed_in(HandedIn(part=one))
    assert read.article.published == date(2016, 4, 4)
    assert [event.where.name for event in read.events] == ["Saraqib"]


def test_a_report_alone_has_no_parts():
    assert parts_of(HandedIn(text=REPORT)) == ()
    assert parts_of(table(REPORT, "one.txt")) == ()


def test_all_reports_of_a_file_are_taken_in_once(tmp_path):
    store, done = Store(f"sqlite:///{tmp_path / 's.sqlite'}"), []
    parts = parts_of(table())
    taken = take_in(parts, store, done.append)
    assert (taken.added, taken.known, len(taken.faults)) == (2, 0, 1)
    assert done == [1, 2, 3]
    again = take_in(parts, store)
    assert (again.added, again.known) == (0, 2)
    assert len(list(store.articles())) == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (table("a,b\n1,2\n"), "has no column of reports' texts"),
        (table("text\n" + "x\n" * (MAX_PARTS + 1)), "more than 500 reports"),
        (HandedIn("File"), "no file is chosen"),
    ],
)
def test_a_table_that_cant_be_taken_is_refused_in_one_sentence(form, said):
    with pytest.raises(InputError, match=said):
        parts_of(form)
