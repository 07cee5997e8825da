"""Reading PDFs, tables of reports and files that hold several."""

import csv
import json
from datetime import date

import pytest
from reading_files import BODY, TITLE, bomb, locked, pdf

from frontlines import pipeline
from frontlines.errors import InputError
from frontlines.reading import pdf as pdf_module
from frontlines.reading import read, reports_of
from frontlines.reading.dates import month_first, plain_date
from frontlines.store import Store

HEAD = "A Monitor's Weekly | No. 3"
PAGES = [
    [HEAD, TITLE, "", "The Syrian army took the village of Tadef on Tuesday after two days of fight-",
     "ing, a monitor said. Three people were killed when warplanes struck the town",
     "of al-Sur.", "On Wednesday it was quiet there, and people were seen going back to their homes.", "Page 1 of 2"],
    ["A Monitor's Weekly | No. 4", "More was said about the road to al-Bab, which the army shelled in the night from",
     "the south.", "Page 2 of 2"],
]  # fmt: skip


@pytest.fixture
def put(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_a_pdf_becomes_paragraphs_without_heads_and_feet(put):
    info = f"/Title ({TITLE}) /CreationDate (D:20170225120000Z)"
    article = read(put("a.pdf", pdf(PAGES, info=info)))
    assert article.text == (
        f"{TITLE}\n\nThe Syrian army took the village of Tadef on Tuesday after two days of fighting, a monitor said. "
        "Three people were killed when warplanes struck the town of al-Sur.\n\n"
        "On Wednesday it was quiet there, and people were seen going back to their homes.\n\n"
        "More was said about the road to al-Bab, which the army shelled in the night from the south."
    )
    assert (article.title, article.published, article.published_rule) == (TITLE, date(2017, 2, 25), "PDF metadata")


def test_a_date_in_a_pdfs_text_comes_before_the_day_it_was_made(put):
    pages = [["Published 22 February 2017", *PAGES[0][3:]]]
    article = read(put("a.pdf", pdf(pages, info="/Title (report.docx) /CreationDate (D:20190101000000Z)")))
    assert (article.published, article.published_rule) == (date(2017, 2, 22), "dateline in the text")
    assert ".docx" not in article.title


BAD_PDFS = {
    "locked": (lambda: locked(pdf(PAGES)), "locked"),
    "torn": (lambda: pdf(PAGES)[:500], "broken"),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "broken"),
    "pictures": (lambda: pdf([[], []]), "no text"),
    "long": (lambda: pdf([["x"]] * (pdf_module.MAX_PAGES + 1)), "300 pages"),
    "bomb": (bomb, "unpacks"),
    "large": (lambda: b"%PDF-1.7\n" + bytes(31_000_000), "too large"),
}


@pytest.mark.parametrize("name", BAD_PDFS)
def test_a_pdf_that_cannot_be_read_is_refused_in_one_line(put, name):
    make, words = BAD_PDFS[name]
    with pytest.raises(InputError, match=words) as caught:
        read(put(f"{name}.pdf", make()))
    assert "\n" not in str(caught.value)


def test_a_pdf_that_takes_too_long_is_left(put, monkeypatch):
    monkeypatch.setattr(pdf_module, "SECONDS", 0.01)
    with pytest.raises(InputError, match="too long"):
        read(put("a.pdf", pdf(PAGES)))


CSV = f"""\
id,Headline,Article_Content,Source,Date,Link
1,{TITLE},"{BODY}",A Paper,2/22/2017,https://example.org/1
2,Shelling of Douma,"The army shelled Douma on Monday, and ""three"" died,
a monitor said.",A Paper,12/3/2016,javascript:alert(1)
3,No text,,A Paper,1/2/2016,
4,No such day,The army is said to hold the town of al-Bab.,A Paper,2/30/2016,
"""


def test_a_csv_is_read_row_by_row(put):
    first, second, third, fourth = reports_of(put("corpus.csv", CSV))
    article = read(first)
    assert (article.text, article.title, article.outlet) == (BODY, TITLE, "A Paper")
    assert (article.published, article.published_rule) == (date(2017, 2, 22), "table")
    assert article.url == "https://example.org/1"
    article = read(second)
    assert "“" not in article.text
    assert 'and "three" died,\na monitor' in article.text
    assert (article.published, article.url) == (date(2016, 12, 3), None)
    for part, words in ((third, "row 4 is empty"), (fourth, "row 5, the field published: '2/30/2016' is not a date")):
        with pytest.raises(InputError, match=f"corpus.csv {words}"):
            read(part)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_csv_in_other_dress_is_the_same(put, encoding, delimiter):
    rows = [["text", "title"], [BODY + " Café – “so”.", "Été"]]
    content = "".join(delimiter.join(row) + "\r\n" for row in rows)
    (part,) = reports_of(put("corpus.csv", content.encode(encoding)))
    assert (part.text, part.about.title) == (rows[1][0], "Été")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "event_id,place\n1,Homs\n", "no column of reports' texts"),
        ("a.csv", "", "is empty"),
        ("a.jsonl", "\n", "is empty"),
        ("missing.csv", None, "can't be read"),
    ],
)
def test_a_table_that_is_none(put, tmp_path, name, content, words):
    path = tmp_path / name if content is None else put(name, content)
    with pytest.raises(InputError, match=words):
        list(reports_of(path))
    (outcome,) = pipeline.extract_many([path])
    assert words in outcome.error


def test_faults_of_rows_are_numbered(put, monkeypatch):
    broken = f'title,text\nA,{BODY[:96]},more\n\nB,"never closed\n' + "x\n" * 10
    faults = [part.fault or part.text for part in reports_of(put("a.csv", broken))]
    assert "a.csv row 2 has more cells than the header" in faults[0]
    assert faults[1].startswith("never closed")
    lines = [json.dumps({"body": BODY, "published_at": "2017-02-22T10:00:00Z", "source": None}), "{", "[1]", ""]
    lines += [json.dumps({"name": "x"}), "[" * 5000]
    path = put("a.jsonl", "\n".join(lines))
    first, *rest = reports_of(path)
    assert (read(first).published, first.about.outlet) == (date(2017, 2, 22), "")
    assert [part.fault.partition(":")[0] for part in rest] == [
        "a.jsonl line 2 is no JSON object",
        "a.jsonl line 3 is no JSON object",
        "a.jsonl line 5 has no text",
        "a.jsonl line 6 is no JSON object",
    ]


def test_a_line_of_no_end_is_one_fault_and_the_next_is_read(put):
    huge = json.dumps({"text": "x" * 5_000_000})
    first, second = reports_of(put("a.jsonl", f"{huge}\n{json.dumps({'text': BODY})}\n"))
    assert "line 1 is too large" in first.fault
    assert read(second).text == BODY


def test_a_long_cell_is_read_whole_and_other_tables_keep_their_bound(put):
    usual = csv.field_size_limit()
    (part,) = reports_of(put("a.csv", f"text\n{'long ' * 40_000}\n"))
    assert len(part.text.split()) == 40_000
    assert csv.field_size_limit() == usual


def test_a_table_is_ingested_whole_and_its_faults_are_named(put, tmp_path):
    store = Store(f"sqlite:///{tmp_path / 's.sqlite'}")
    outcomes = list(pipeline.ingest([put("corpus.csv", CSV)], store))
    assert [(o.source, o.added) for o in outcomes] == [
        ("corpus.csv row 2", True), ("corpus.csv row 3", True), ("corpus.csv row 4", False), ("corpus.csv row 5", False)
    ]  # fmt: skip
    assert pipeline.expected([tmp_path / "corpus.csv", tmp_path / "a.txt"]) is None
    assert store.count() == 2


@pytest.mark.parametrize(
    ("value", "american", "iso"),
    [
        ("2017-02-22T10:00:00Z", False, "2017-02-22"),
        ("20170222", False, "2017-02-22"),
        ("2017/2/22 11:30", False, "2017-02-22"),
        ("Wed, 22 Feb 2017 10:00:00 +0000", False, "2017-02-22"),
        ("February 22nd, 2017", False, "2017-02-22"),
        ("03/04/2017", False, "2017-04-03"),
        ("03/04/2017", True, "2017-03-04"),
        ("22.2.2017", True, "2017-02-22"),
        ("Tue, 22 Feb 2017", False, "Tue, 22 Feb 2017"),
        ("soon", False, "soon"),
    ],
)
def test_dates_of_tables(value, american, iso):
    assert plain_date(value, american=american) == iso


def test_a_column_of_dates_tells_its_order():
    assert month_first(["1/2/2017", "3/31/2017", "", "soon"])
    assert not month_first(["1/2/2017", "2/3/2017"])
    assert not month_first(["31/3/2017", "3/31/2017"])


ONE = f"{BODY}\n"
TWO = "Shelling killed two people in Douma on Monday, a monitor said.\n\nMore was said of it later.\n"
HEADS = "Title: {}\nDate: {}\nSource: A Paper"
DIGESTS = {
    "heads": "Weekly digest\n\n" + "\n\n".join(
        f"{HEADS.format(title, day)}\n\n{body}" for title, day, body in ((TITLE, "22 Feb 2017", ONE),
                                                                        ("Douma", "2017-02-21", TWO))),
    "rules": f"\n{'=' * 20}\n".join(
        [f"{HEADS.format(TITLE, 'February 22, 2017')}\n\n{ONE}", f"{HEADS.format('Douma', '21/2/2017')}\n{TWO}"]),
    "front matter": "".join(
        f"---\n{HEADS.format(title, day)}\n---\n\n{body}\n" for title, day, body in ((TITLE, "2017-02-22", ONE),
                                                                                    ("Douma", "2017-02-21", TWO))),
    "mailbox": "".join(
        f"From list@example.org Wed Feb 22 10:00:00 2017\nFrom: A Paper\nSubject: {title}\nDate: {day}\n\n{body}\n"
        for title, day, body in ((TITLE, "Wed, 22 Feb 2017 10:00:00 +0000", ONE),
                                 ("Douma", "Tue, 21 Feb 2017 08:00:00 +0000", TWO))),
}  # fmt: skip


@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("kind", DIGESTS)
def test_several_reports_in_one_file_are_parted(put, kind, crlf):
    content = DIGESTS[kind].replace("\n", "\r\n") if crlf else DIGESTS[kind]
    first, second = (read(part) for part in reports_of(put("digest.txt", content)))
    assert (first.title, first.published, first.text.strip()) == (TITLE, date(2017, 2, 22), BODY)
    assert (second.title, second.published) == ("Douma", date(2017, 2, 21))
    assert second.text.replace("\r", "").strip() == TWO.strip()
    assert {first.outlet, second.outlet} == {"A Paper"}


def test_reports_between_rules_with_datelines_are_parted(put):
    content = f"Published 22 February 2017\n{ONE}\n---\nPublished 21 February 2017\n{TWO}"
    days = [read(part).published for part in reports_of(put("digest.md", content))]
    assert days == [date(2017, 2, 22), date(2017, 2, 21)]


@pytest.mark.parametrize(
    "content",
    [
        ONE,
        f"# {TITLE}\n\n{ONE}\n---\n\n{TWO}",
        f"---\ntitle: {TITLE}\npublished: 2017-02-22\n---\n{ONE}",
        f"{HEADS.format(TITLE, '2017-02-22')}\n\n{ONE}",
        f"{ONE * 9}\nTitle: related\nDate: 2017-02-21\n\nTitle: another\nDate: 2017-02-20\n",
        f"{ONE}\nSource: A Paper\n\n{TWO}\nSource: A Paper\n",
    ],
)
def test_one_report_stays_one(put, content):
    path = put("a.md", content)
    assert list(reports_of(path)) == [path]


def test_what_cannot_be_opened_is_left_to_the_reader(tmp_path):
    for source in ("https://example.org/a", "-", str(tmp_path), str(tmp_path / "none.txt"), "a\0b.txt"):
        assert list(reports_of(source)) == [source]
