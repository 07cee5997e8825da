"""The page "Read a report": a report handed in, friendly or not, and the marks in its text."""

import re

import pytest
from playwright.sync_api import expect

HOSTILE = (
    'Strike <img src=x onerror="window.hacked=1"> {{ 7*7 }} ${1+1} on Saraqib\n\n'
    "At least four people were killed in air strikes on the town of Saraqib <script>window.hacked=1</script> in Idlib "
    "province on Sunday, the \u202erebels\u2067' {{ 7*7 }} `office` said <img src=x onerror=window.hacked=1>.\n"
)
STORY = (
    "Insurgents seized the town of Suran in Aleppo province from ISIL on Sunday, opposition commanders said. "
    "Shelling of Saraqib killed two people on Monday.\n"
)


def choose_way(visit, way: str) -> None:
    visit.open("/read")
    visit.page.locator(".st-key-report_way").get_by_text(way).click()


def shows(page, text: str) -> None:
    """Wait for a text in what was read; while Streamlit swaps a run for the next, both stand there for a moment."""
    expect(page.locator(".st-key-reading", has_text=text).first).to_be_visible()


def test_a_hostile_report_shows_as_text_everywhere(visit):
    visit.hand_in(HOSTILE, "2015-03-02")
    reading = visit.page.locator(".st-key-reading")
    expect(reading.locator(".fl-page h2")).to_contain_text("{{ 7*7 }}")
    expect(reading.locator(".fl-page h2")).to_contain_text("<img src=x")
    expect(reading.locator(".fl-page p")).to_contain_text("published 2 Mar 2015")
    text = reading.locator(".fl-text-box")
    expect(text).to_contain_text("<script>window.hacked=1</script>")
    assert not set(text.inner_text()) & set("\u202e\u2067\u2069")
    reading.locator(".fl-t-chip").first.click()
    expect(reading.locator("blockquote").first).to_contain_text("<script>window.hacked=1</script>")
    visit.add_to_map()
    marker = visit.map.locator('.fl-spot[aria-label*="Saraqib"]')
    marker.click()
    expect(visit.map.locator(".leaflet-popup-content")).to_contain_text("{{ 7*7 }}")
    expect(visit.page.locator(".fl-record")).to_contain_text("onerror")
    body = visit.page.locator("body").inner_text() + visit.frame.locator("body").inner_text()
    assert "49" not in re.sub(r"\d{3,}", "", body)
    assert visit.page.evaluate("window.hacked") is None
    assert visit.frame.evaluate("window.hacked") is None
    assert visit.page.locator('img[src="x"]').count() == 0


def test_a_file_of_several_reports_is_chosen_from_and_taken_in(visit, tmp_path):
    file = tmp_path / "made-up.csv"
    rows = (
        "title,date,text",
        'A day,2015-03-04,"Shelling of <b>Saraqib</b> killed two people on Tuesday."',
        "Odd,,x,y",
    )
    file.write_text("\n".join(rows), "utf-8")
    choose_way(visit, "File")
    page = visit.page
    page.locator('.st-key-report_file input[type="file"]').set_input_files(file)
    expect(page.get_by_text("made-up.csv")).to_be_visible()
    page.get_by_role("button", name="Read", exact=True).click()
    parts = page.locator(".st-key-parts")
    expect(parts).to_contain_text("2 reports in this file")
    expect(parts).to_contain_text("made-up.csv row 3 has more cells than the header")
    parts.get_by_role("button", name="Read this one").click()
    expect(page.locator(".fl-text-box")).to_contain_text("<b>Saraqib</b>")
    page.get_by_role("button", name="Read another").click()
    parts.get_by_role("button", name="Take in all").click()
    expect(parts).to_contain_text("1 report taken in and on the map.")
    shows(page, "4 Mar 2015 · on the map")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (" ", "is empty"),
        ("Die Armee hat am Dienstag die Stadt eingenommen, und die Kämpfer sind geflohen, sagte er.", "English"),
        ("The weather will be fine tomorrow and the shops are open all day long.", "No event was found"),
        ("x\0y" * 40, "binary"),
        ("The town was shelled on Monday, he said. " * 25_000, "too long for the page"),
    ],
    ids=["empty", "german", "no event", "binary", "a megabyte"],
)
def test_bad_input_gets_one_clear_line(visit, text, answer):
    visit.hand_in(text)
    shows(visit.page, answer)


def test_a_file_is_read_too(visit):
    choose_way(visit, "File")
    about = b"---\ntitle: Two killed in Nawa\npublished: 2015-04-07\n---\n"
    report = about + b"Two people were killed by shelling in Nawa on Monday.\n"
    visit.page.locator('input[type="file"]').set_input_files(
        {"name": "nawa.md", "mimeType": "text/markdown", "buffer": report}
    )
    expect(visit.page.get_by_text("nawa.md")).to_be_visible()
    visit.page.get_by_role("button", name="Read", exact=True).click()
    shows(visit.page, "Two killed in Nawa")
    shows(visit.page, "2 killed")


def test_a_picture_that_is_named_a_text_is_refused(visit):
    choose_way(visit, "File")
    picture = {"name": "photo.txt", "mimeType": "text/plain", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0\1\2\3" * 50}
    visit.page.locator('input[type="file"]').set_input_files(picture)
    visit.page.get_by_role("button", name="Read", exact=True).click()
    expect(visit.page.get_by_role("alert")).to_contain_text("is a picture, not a text")


def test_an_address_inside_the_machine_is_refused_in_one_sentence(visit):
    choose_way(visit, "Web address")
    visit.page.get_by_role("textbox", name="Web address").fill("http://127.0.0.1/_stcore/health")
    visit.page.get_by_role("button", name="Read", exact=True).click()
    answer = visit.page.get_by_role("alert").locator("p")
    expect(answer).to_have_count(1)
    expect(answer).to_contain_text("127.0.0.1")


def test_marks_lead_from_the_text_to_the_map_and_back(visit):
    visit.hand_in(STORY, "2016-04-05")
    chips = visit.page.locator(".fl-t-chip")
    expect(chips).to_have_count(2)
    expect(visit.map.locator(".fl-spot")).to_have_count(2)
    visit.map.locator('.fl-spot[aria-label*="Saraqib"]').click()
    expect(visit.page.locator('.fl-t-chip[aria-pressed="true"]')).to_have_attribute("aria-label", re.compile("Saraqib"))
    expect(visit.page.locator(".fl-text-box .fl-t-on").first).to_contain_text("Shelling")
    visit.page.locator(".fl-t-event", has_text="seized").first.click()
    expect(visit.page.locator(".fl-head h2")).to_contain_text("Suran")
    expect(visit.map.locator(".leaflet-popup-content h3", has_text="Suran")).to_be_visible()
    visit.page.get_by_role("button", name="All that the report tells").click()
    visit.page.locator(".st-key-toldside").get_by_role("button", name="Shelling in Saraqib").click()
    expect(visit.page.locator(".fl-text-box .fl-t-on").first).to_contain_text("Shelling")


def test_the_marks_are_one_stop_of_the_keyboard_and_arrows_go_on(visit):
    visit.hand_in(STORY, "2016-04-05")
    stops = visit.page.locator('.fl-text-box [tabindex="0"]')
    expect(stops).to_have_count(1)
    stops.focus()
    visit.page.keyboard.press("End")
    focused = visit.page.locator(".fl-text-box :focus")
    expect(focused).to_have_attribute("aria-label", re.compile("Event: Shelling"))
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".fl-head h2")).to_contain_text("Saraqib")


def test_the_method_is_there_in_plain_words(visit):
    visit.open("/method")
    expect(visit.page.get_by_role("heading", name="What confidence means")).to_be_visible()
