"""The page "Read a report": a text of one's own, friendly or not."""

import re

import pytest
from playwright.sync_api import expect

HOSTILE = (
    'Strike <img src=x onerror="window.hacked=1"> {{ 7*7 }} ${1+1} on Saraqib\n\n'
    "At least four people were killed in air strikes on the town of Saraqib <script>window.hacked=1</script> in Idlib "
    "province on Sunday, the rebels' {{ 7*7 }} `office` said <img src=x onerror=window.hacked=1>.\n"
)


def hand_in(visit, text: str, published: str | None = None) -> None:
    visit.open("/read")
    visit.page.get_by_label("Text of the report").fill(text)
    if published:
        year, month, day = published.split("-")
        field = visit.page.locator(".st-key-report_published")
        for name, value in (("year", year), ("month", month), ("day", day)):
            field.get_by_role("spinbutton", name=re.compile(name)).focus()
            visit.page.keyboard.type(value)
        visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Read", exact=True).click()


def test_a_hostile_report_shows_as_text_everywhere(visit):
    hand_in(visit, HOSTILE, "2015-03-02")
    reading = visit.page.locator(".st-key-reading")
    expect(reading.locator(".fl-page h2")).to_contain_text("{{ 7*7 }}")
    expect(reading.locator(".fl-page h2")).to_contain_text("<img src=x")
    expect(reading.locator(".fl-page p")).to_contain_text("published 2 Mar 2015")
    reading.locator("details summary").first.click()
    expect(reading.locator("blockquote").first).to_contain_text("<script>window.hacked=1</script>")
    visit.page.get_by_role("button", name="Show on the map").click()
    marker = visit.map.locator('.fl-spot[aria-label*="Saraqib"]')
    marker.click()
    expect(visit.map.locator(".leaflet-popup-content")).to_contain_text("{{ 7*7 }}")
    expect(visit.page.locator(".fl-record")).to_contain_text("onerror")
    body = visit.page.locator("body").inner_text() + visit.frame.locator("body").inner_text()
    assert "49" not in re.sub(r"\d{3,}", "", body)
    assert visit.page.evaluate("window.hacked") is None
    assert visit.frame.evaluate("window.hacked") is None
    assert visit.page.locator('img[src="x"]').count() == 0


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (" ", "is empty"),
        ("Die Armee hat am Dienstag die Stadt eingenommen, und die Kämpfer sind geflohen, sagte er.", "English"),
        ("The weather will be fine tomorrow and the shops are open all day long.", "No event was found"),
        ("x\0y" * 40, "binary"),
    ],
    ids=["empty", "german", "no event", "binary"],
)
def test_bad_input_gets_one_clear_line(visit, text, answer):
    hand_in(visit, text)
    expect(visit.page.locator(".st-key-reading")).to_contain_text(answer)


def test_a_file_is_read_too(visit):
    visit.open("/read")
    about = b"---\ntitle: Two killed in Nawa\npublished: 2015-04-07\n---\n"
    report = about + b"Two people were killed by shelling in Nawa on Monday.\n"
    visit.page.locator('input[type="file"]').set_input_files(
        {"name": "nawa.md", "mimeType": "text/markdown", "buffer": report}
    )
    expect(visit.page.get_by_text("nawa.md")).to_be_visible()
    visit.page.get_by_role("button", name="Read", exact=True).click()
    expect(visit.page.locator(".st-key-reading")).to_contain_text("Two killed in Nawa")
    expect(visit.page.locator(".st-key-reading")).to_contain_text("2 killed")


def test_the_method_is_there_in_plain_words(visit):
    visit.open("/method")
    expect(visit.page.get_by_role("heading", name="What confidence means")).to_be_visible()
