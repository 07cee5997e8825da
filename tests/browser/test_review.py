"""Reviewing a report in the page, and what the map, a second reading and an export show of it."""

import json
import re
from contextlib import suppress

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect
from typer.testing import CliRunner

from frontlines.cli import app as cli

REPORT = (
    "Insurgents seized the town of Suran in Aleppo province from ISIL on Sunday, opposition commanders said. "
    "Shelling of Saraqib killed two people on Monday. Another air strike hit Binnish.\n\n"
    "Residents of Kafr Nabl said that nobody was spared and that seven had died.\n"
)
SELECT = """words => {
    const box = document.querySelector(".fl-text-box");
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    const start = box.textContent.indexOf(words), end = start + words.length;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const length = node.textContent.length;
        if (at <= start && start < at + length) range.setStart(node, start - at);
        if (at < end && end <= at + length) range.setEnd(node, end - at);
        at += length;
    }
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


def open_record(visit, title: str) -> None:
    back = visit.page.get_by_role("button", name="All that the report tells")
    if back.is_visible():
        back.click()
    visit.page.locator(".st-key-toldside").get_by_role("button", name=title).click()
    expect(visit.page.locator(".fl-head h2")).to_contain_text(title)


def give(visit, label: str, words: str) -> None:
    visit.page.get_by_role("textbox", name=label, exact=True).fill(words)
    visit.page.keyboard.press("Tab")


def until_seen(act, wanted) -> None:
    """Do it again while a late run of the page swallows it: a list that it closes, a click on a map that it redraws."""
    for _ in range(5):
        act()
        with suppress(PlaywrightTimeout):
            wanted.wait_for(timeout=3000)
            break
    expect(wanted).to_be_visible()


def settled(visit) -> None:
    """Wait for the run under way: at its end it closes a list that was opened meanwhile."""
    visit.page.locator('[data-test-script-state="notRunning"]').wait_for()


def test_a_reading_is_corrected_and_the_map_a_second_reading_and_an_export_show_it(visit, tmp_path):
    page = visit.page
    visit.hand_in(REPORT, "2016-04-05")

    open_record(visit, "capture Suran")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("name")
    give(visit, "Your name or initials", "A. B.")
    page.get_by_role("button", name="Correct").click()
    page.get_by_role("radiogroup", name="Place").get_by_text("Suran, Hama").click()
    give(visit, "Why", "the Suran on the Hama front")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".fl-said")).to_contain_text("Corrected by A. B.")
    expect(page.locator(".fl-beside")).to_contain_text("Suran, Aleppo governorate")

    open_record(visit, "Shelling in Saraqib")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".fl-said")).to_contain_text("Confirmed by A. B.")

    open_record(visit, "Air strikes in Binnish")
    page.get_by_role("button", name="Reject").click()
    give(visit, "Why", "no day and no source")
    page.get_by_role("button", name="Reject it").click()
    expect(page.locator(".fl-said")).to_contain_text("Rejected by A. B.")
    expect(page.locator(".fl-t-chip[title*=Binnish]")).to_have_count(0)

    page.evaluate(SELECT, "Residents of Kafr Nabl said that nobody was spared and that seven had died.")
    page.get_by_role("button", name="Add an event from these words").click()
    expect(page.locator(".fl-head h2")).to_contain_text("Which event")
    page.get_by_label("Killed, at least").fill("7")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Add the event").click()
    expect(page.locator(".fl-said")).to_contain_text("Added by A. B.")
    expect(page.locator(".fl-t-chip")).to_have_count(3)

    visit.hand_in(REPORT, "2016-04-05")
    expect(page.locator(".fl-t-chip")).to_have_count(3)
    expect(page.locator(".st-key-toldside")).to_contain_text("Suran, Hama governorate")
    visit.add_to_map()
    expect(visit.map.locator('.fl-spot[aria-label*="Kafr Nabl"]')).to_have_count(1)
    expect(visit.map.locator('.fl-spot[aria-label*="Binnish"]')).to_have_count(0)
    page.locator(".st-key-panel").get_by_role("button", name=re.compile("capture Suran")).click()
    expect(page.locator(".fl-record").first).to_contain_text("Hama governorate")

    asked = ["reviews", "export", "-o", str(tmp_path), "--store", visit.app.store]
    told = CliRunner().invoke(cli, asked)
    assert told.exit_code == 0, told.output
    golds = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "gold").glob("*.json")]
    (gold,) = [gold for gold in golds if gold["rejected"]]
    assert {event["review"]["verdict"] for event in gold["events"]} == {"corrected", "confirmed", "added"}
    assert [event["place"] for event in gold["rejected"]] == ["Binnish"]


def test_a_place_is_given_by_a_click_on_the_map(visit):
    page = visit.page
    visit.hand_in("Shelling of an unnamed hamlet near Idlib killed two people on Friday.\n", "2016-04-11")
    visit.map.locator("path.fl-country").first.wait_for(state="attached")
    page.locator(".fl-t-chip").first.click()
    give(visit, "Your name or initials", "A. B.")
    page.get_by_role("button", name="Correct").click()
    page.get_by_role("radiogroup", name="Place").get_by_text("A spot on the map").click()
    expect(page.locator(".fl-placing")).to_contain_text("Click the map")
    expect(visit.map.locator(".fl-spot")).to_have_count(0)
    name = page.get_by_role("textbox", name="Name of the place")
    until_seen(lambda: visit.map.locator("#map_div").click(position={"x": 560, "y": 300}), name)
    give(visit, "Name of the place", "the hamlet")
    give(visit, "Why", "a map in the report")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".fl-beside")).to_contain_text("the hamlet")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".fl-said")).to_contain_text("Taken back")
    expect(page.locator(".fl-head h2")).not_to_contain_text("the hamlet")


def test_a_statement_on_who_holds_what_is_corrected_on_a_phone(visit):
    page = visit.page
    page.set_viewport_size({"width": 390, "height": 844})
    visit.hand_in("ISIL seized the town of Tadif in Aleppo province on Friday, activists said.\n", "2016-04-12")
    page.locator('.st-key-toldside [class*="st-key-claim_"] button').click()
    expect(page.locator(".fl-head h2")).to_contain_text("captured by ISIL")
    give(visit, "Your name or initials", "A. B.")
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_role("combobox", name="How")).to_be_visible()
    settled(visit)
    until_seen(
        page.get_by_role("combobox", name="How").click, page.get_by_role("option", name="contested, mostly with")
    )
    page.get_by_role("option", name="contested, mostly with").click()
    give(visit, "Why", "fighting goes on")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.locator(".fl-head h2")).to_contain_text("contested")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
