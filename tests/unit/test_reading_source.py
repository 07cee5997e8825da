"""Reading a file, standard input and pasted text."""

import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontlines.errors import InputError
from frontlines.reading import read

BODY = (
    "Army shells the town of Douma\n\n"
    "The Syrian army shelled the town of Douma on Tuesday, and at least three people were killed, a monitor said.\n"
)
TODAY = date(2026, 1, 1)


def write(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_is_read_as_it_stands(tmp_path):
    body = (
        "Caf\u00e9 \u2019quoted\u2019\r\n\r\n  The army  said that it held the town of Al-Bab\tand the road to it.\r\n"
    )
    article = read(write(tmp_path, "a.txt", body))
    assert article.text == body
    assert article.title == "Café ’quoted’"
    assert (article.published, article.published_rule, article.language) == (None, "not known", "en")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_give_the_same_text(tmp_path, encoding):
    body = BODY.replace("said", "said \u2013 \u2018so\u2019")
    assert read(write(tmp_path, "a.txt", body.encode(encoding))).text == body


def test_bytes_undefined_in_windows_1252_are_still_read(tmp_path):
    assert "\x81" in read(write(tmp_path, "a.txt", BODY.encode() + b"caf\xe9 \x81")).text


def test_front_matter_is_cut_off_and_read(tmp_path):
    about = 'title: "Army shells Douma"\nOutlet: A Paper\nurl: https://example.org/a\npublished: 2017-02-22\nx: y'
    head = f"---\n{about}\n---\n\n"
    article = read(write(tmp_path, "a.md", head + BODY))
    assert article.text == BODY
    assert (article.title, article.outlet, article.url) == ("Army shells Douma", "A Paper", "https://example.org/a")
    assert (article.published, article.published_rule) == (date(2017, 2, 22), "front matter")


def test_markdown_without_front_matter_comes_whole(tmp_path):
    assert read(write(tmp_path, "a.md", "# Title\n\n---\n" + BODY)).text == "# Title\n\n---\n" + BODY


def test_a_meta_file_beside_is_read(tmp_path):
    path = write(tmp_path, "a.txt", BODY)
    write(tmp_path, "a.meta.json", json.dumps({"title": "T", "outlet": "O", "published": "2017-02-22", "url": 7}))
    article = read(path)
    assert (article.title, article.outlet, article.url, article.published) == ("T", "O", None, date(2017, 2, 22))


@pytest.mark.parametrize(
    ("content", "words"), [("{", "JSON"), ("[]", "object"), ('{"published": "soon"}', "published")]
)
def test_a_broken_meta_file_is_named(tmp_path, content, words):
    path = write(tmp_path, "a.txt", BODY)
    write(tmp_path, "a.meta.json", content)
    with pytest.raises(InputError, match=words):
        read(path)


def test_the_order_in_which_a_date_is_believed(tmp_path):
    dated = "Published October 26 2016\n" + BODY
    path = write(tmp_path, "a.md", "---\npublished: 2017-02-22\n---\n" + dated)
    assert read(path, published="2017-03-01").published_rule == "given"
    assert read(path).published == date(2017, 2, 22)
    plain = read(write(tmp_path, "b.txt", dated))
    assert (plain.published, plain.published_rule) == (date(2016, 10, 26), "dateline in the text")


def test_an_address_that_is_not_of_the_web_is_dropped(tmp_path):
    path = write(tmp_path, "a.md", "---\nurl: javascript:alert(1)\n---\n" + BODY)
    assert read(path).url is None


def test_standard_input(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(BODY.encode())

    monkeypatch.setattr("sys.stdin", Stdin)
    assert read("-").text == BODY


def test_ids_tell_text_title_and_date_apart():
    plain = read(text=BODY)
    assert plain.id == read(text=BODY).id
    assert (
        len(
            {
                plain.id,
                read(text=BODY + " ").id,
                read(text=BODY, title="x").id,
                read(text=BODY, published="2017-01-01").id,
            }
        )
        == 4
    )


BAD_FILES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "binary.txt": (bytes(range(256)) * 8, "binary"),
    "noise.txt": (b"\x01\x02\x03\x04abc" * 50, "binary"),
    "torn.txt": (b"\xff\xfea\x00b", "binary"),
    "report.pdf": (b"%PDF-1.7 ...", "PDF"),
    "report.docx": (b"PK\x03\x04....", "office"),
    "empty.html": (b"<html><body></body></html>", "no article text"),
    "front.md": (b"---\npublished: 2017-02-30\n---\nThe army is in the town.", "not a date"),
    "nothing.md": (b"---\ntitle: x\n---\n", "empty"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, name):
    content, words = BAD_FILES[name]
    with pytest.raises(InputError, match=words) as caught:
        read(write(tmp_path, name, content))
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_ten_megabytes_are_refused(tmp_path):
    path = write(tmp_path, "a.txt", b"the town " * 1_200_000)
    with pytest.raises(InputError, match="too large"):
        read(path)
    with pytest.raises(InputError, match="too large"):
        read(text="the town " * 1_200_000)


@pytest.mark.parametrize("source", ["missing.txt", "a\0b", "", "x" * 5000])
def test_a_file_that_is_not_there(source):
    with pytest.raises(InputError):
        read(source)


def test_a_folder_and_an_address_are_refused(tmp_path):
    with pytest.raises(InputError, match="folder"):
        read(tmp_path)
    with pytest.raises(InputError, match="address"):
        read("ftp://example.org/report")


@pytest.mark.parametrize(
    "published", ["2017-02-30", "22 Feb 2017", "", "2017-2-3", "20170222", "2017-02-22x", "9999-12-31", "1" * 5000]
)
def test_an_impossible_date(published):
    with pytest.raises(InputError):
        read(text=BODY, published=published)


def test_a_date_after_today_is_impossible():
    assert read(text=BODY, published="2026-01-01", today=TODAY).published == TODAY
    with pytest.raises(InputError, match="future"):
        read(text=BODY, published="2026-01-02", today=TODAY)


def test_a_dateline_after_today_is_not_believed():
    assert read(text="Published March 1 2026\n" + BODY, today=TODAY).published is None


def test_pasted_text_never_appears_in_an_error():
    pasted = "Vertraulich: der Informant und die Quelle sind mit dem Wagen auf der Straße nach Homs"
    with pytest.raises(InputError) as caught:
        read(text=pasted)
    assert "Informant" not in str(caught.value)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        article = read(text=text)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert article.text == text.encode("utf-8", "replace").decode()


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("any") / "a.txt"
    path.write_bytes(raw)
    try:
        article = read(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert article.text.strip()


@pytest.mark.shared
def test_annotated_reports_keep_their_text_and_date(shared):
    paths = sorted((shared / "evaluation" / "articles").glob("*.txt"))
    assert len(paths) >= 21
    for path in paths:
        article = read(path)
        meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
        assert article.text == path.read_bytes().decode()
        assert article.published == date.fromisoformat(meta["published"])
        alone = read(text=article.text).published
        assert alone in {None, article.published}, path.name
