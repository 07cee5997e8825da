"""What a page prints around its report is no event; of a report in Arabic the places are read."""

from datetime import date

import pytest

from frontlines.extraction import extract
from frontlines.model import Article
from frontlines.reading import read

STORY = (
    "Shelling killed four people in the town of Douma on Monday, a monitor said.\n\n"
    "It said that the shells fell on a market.\n"
)
FURNITURE = [
    "READ MORE: Air strikes kill 20 people in Idlib",
    "Read more – Government forces capture Saraqib",
    "Also read: ISIL attacks Deir Az Zor airport",
    "Related: US-led strikes kill 14 in Raqqa",
    "READ MORE\nUS-led strikes kill 14 people in Raqqa",
    "Related stories\nAir strikes kill 20 in Idlib\nRebels capture the town of al-Bab\nCar bomb kills six in Azaz",
    "WATCH: Air strikes hit a hospital in Aleppo",
    "File photo: Air strikes hit the city of Aleppo in December",
    "FILE - Smoke rises after air strikes hit Kafr Nabl and killed five people, 3 February 2017.",
    "A man runs after an air strike killed his neighbours in Idlib on Monday. REUTERS/Some Name",
    "Smoke rises after shelling killed two people in Arbin on Sunday [Some Name/Reuters]",
    "Rescuers search the rubble after an air strike on Maarat al-Numan killed nine (AFP Photo)",
    "Photo by Some Name: car bombing kills two in Azaz",
    "Image: Residents flee after shelling in Homs",
    "By Some Name and Another Name in Aleppo",
    "By Some Name, Beirut",
    "(Reporting by Some Name in Raqqa; additional reporting on the bombing of Idlib by Another Name)",
    "Editing by Some Name",
    "Tags: Aleppo, air strikes, shelling, Raqqa",
    "Topics | Air strikes in Idlib | Siege of Aleppo",
    "Share this: Air strikes hit Idlib",
    "Sign up for our letter on the bombing of Aleppo",
    "© 2017 A Paper. Air strikes on Idlib: all rights reserved.",
    "14:32 GMT\nPosted at 14:32 by the desk\nShow key events only",
    "Copyright: A Paper of Damascus",
]


def told(text):
    extraction = extract(Article("a", text, published=date(2017, 2, 22)))
    events = [(e.type, e.where.place_id, e.killed and e.killed.min) for e in extraction.events]
    return events, [(c.holder, c.where.place_id) for c in extraction.claims]


def test_furniture_adds_no_event_wherever_it_stands():
    alone = told(STORY)
    assert alone == ([("shelling", "douma", 4)], [])
    first, second = STORY.rstrip().split("\n\n")
    page = "\n\n".join(FURNITURE)
    for text in (f"{page}\n\n{STORY}", f"{first}\n\n{page}\n\n{second}\n", f"{STORY}\n{page}"):
        extraction = extract(Article("a", text, published=date(2017, 2, 22)))
        assert [e.sentence for e in extraction.events] == [first]
        assert extraction.claims == ()


STRIKE = ("air_strike", "saraqib", 2)


@pytest.mark.parametrize(
    ("line", "event"),
    [
        ("Air strikes killed two people in Saraqib on Monday.", STRIKE),
        ("By Monday, air strikes had killed two people in Saraqib.", STRIKE),
        ("14:32 GMT - Air strikes killed two people in Saraqib on Monday.", STRIKE),
        ("Sources in Saraqib said that air strikes killed two people in Saraqib.", STRIKE),
        (
            "A video that was shared on Monday shows air strikes on Saraqib that killed two people, Reuters said.",
            STRIKE,
        ),
    ],
)
def test_what_only_looks_like_furniture_is_read(line, event):
    assert event in told(f"{STORY}\n{line}\n")[0]


ARABIC = (
    "قصفت طائرات حربية مدينة الباب في ريف حلب الشرقي، وقتل 11 شخصاً وفق المرصد السوري.\n"
    "وسيطرت قوات سوريا الديمقراطية على قرى في محافظة الرقة، ونزح مدنيون إلى الحسكة وبحلب وللرقة ونهر الفرات.\n"
    "وقال الجيش السوري إنه فتح الباب أمام المدنيين.\n"
)


def test_the_places_of_a_report_in_arabic_are_found_and_its_events_are_not(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(ARABIC, "utf-8")
    article = read(path, published="2017-02-22")
    extraction = extract(article)
    assert article.language == "ar"
    named = [(m.text, m.where.place_id) for m in extraction.mentions]
    assert all(ARABIC[m.span.start : m.span.end] == m.text for m in extraction.mentions)
    places = [place for _, place in named]
    assert places[0] == "al-bab"
    assert {"raqqa-governorate", "al-hasakah", "euphrates"} <= set(places)
    assert sum(place in {"aleppo", "aleppo-governorate"} for place in places) == 2
    assert places.count("al-bab") == 1
    assert "syria" not in places
    assert all(m.where.lat is not None for m in extraction.mentions)
    assert (extraction.events, extraction.claims, extraction.movements) == ((), (), ())
    assert "Arabic" in " ".join(extraction.notes)
