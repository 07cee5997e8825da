"""The page "Data sets": a file is taken in, its terms are shown, and it is laid beside what is told."""

import re

from playwright.sync_api import expect

ROW = (
    "id,type,date_from,place,lat,lon,actors,killed_min,killed_max,licence\n"
    "1,air_strike,2017-02-21,<b>As-Suwar</b>,35.506,40.662,Russia,11,14,CC0\n"
    "2,shelling,30 February 2017,Homs,34.73,36.72,,,,\n"
)
MANY = "".join(f"{n},clash,2017-02-20,,{34 + n // 20 / 10},{37 + n % 20 / 10},,,,CC0\n" for n in range(3, 163))


def test_a_set_is_taken_in_shown_compared_and_removed(visit, tmp_path):
    file = tmp_path / "made-up.csv"
    file.write_text(ROW + MANY, "utf-8")
    page = visit.open("/data-sets").page
    page.get_by_role("combobox", name="What it is").click()
    page.get_by_role("option", name="Other CSV").click()
    page.locator('input[type="file"]').first.set_input_files(file)
    page.get_by_role("button", name="Take in").click()
    expect(page.get_by_text("made-up: 161 added, 0 changed, 0 known already, 1 not taken.")).to_be_visible()
    expect(page.locator(".st-key-importing")).to_contain_text("Licence")
    expect(page.locator(".fl-check").first).to_contain_text("<b>As-Suwar</b>")
    assert page.locator(".fl-check b b").count() == 0
    page.get_by_text("Rows not taken (1)").click()
    expect(page.get_by_text("Row 3: '30 February 2017' is no day of the calendar")).to_be_visible()

    visit.open_map()
    dashed = visit.map.locator(".fl-tiny")
    expect(dashed.first).to_be_attached()
    page.get_by_role("button", name="Filters").click()
    page.get_by_text("made-up licence not stated").click()
    expect(dashed).to_have_count(0)
    expect(visit.map.locator(".fl-spot").first).to_be_attached()
    expect(page).to_have_url(re.compile("nosets=made-up"))

    visit.open("/data-sets")
    page.locator(".st-key-remove_made-up button").first.click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("No set yet")).to_be_visible()
