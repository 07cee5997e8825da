"""The map page as a person meets it."""

import re

import pytest
from playwright.sync_api import expect

HOLD_MS = 2_000
"""How long a popup must stay open after its click: the one thing that only time shows."""
AL_SUR = '.fl-spot:is([aria-label*="al-Sur"], [aria-label*="Suwar"])'

MAPS = 'iframe[title*="st_folium"]'


def test_the_map_draws_with_the_network_cut_off(visit):
    visit.open_map()
    expect(visit.map.locator("path.fl-governorates").first).to_be_attached()
    expect(visit.map.locator("path.fl-river").first).to_be_attached()
    expect(visit.map.locator("path.fl-front").first).to_be_attached()
    for faction in ("government", "opposition", "isil", "sdf", "sna"):
        assert visit.zones(faction) > 0, faction
    expect(visit.map.locator(".fl-title h2")).to_have_text("Syria, 21 February 2017")
    expect(visit.map.locator(".fl-foot")).to_contain_text("known up to")


def test_the_plate_has_its_share_of_the_page(visit):
    visit.open_map()
    box = visit.page.locator('iframe[title*="st_folium"]').bounding_box()
    assert box["width"] >= 0.70 * 1440
    assert box["height"] >= 0.75 * 900
    assert visit.page.evaluate("document.documentElement.scrollHeight") <= 900


def test_a_click_on_a_marker_tells_in_popup_and_panel_and_the_popup_stays(visit):
    visit.open_map()
    marker = visit.map.locator(AL_SUR).first
    marker.click()
    popup = visit.map.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("11 or more")
    record = visit.page.locator(".fl-record")
    expect(record).to_contain_text("11 or more")
    expect(record).to_contain_text("Deir ez-Zor governorate")
    expect(record.locator("mark").first).to_be_visible()
    expect(record.locator("[lang=ar]").first).to_be_visible()
    visit.page.wait_for_timeout(HOLD_MS)
    expect(popup).to_contain_text("11 or more")
    assert popup.count() == 1
    expect(record).to_be_visible()
    visit.page.get_by_role("button", name=re.compile("All .* events")).click()
    expect(visit.page.locator(".fl-record")).to_have_count(0)
    expect(popup).to_have_count(0)


def test_a_second_click_on_the_same_marker_counts(visit):
    visit.open_map()
    marker = visit.map.locator(AL_SUR).first
    marker.click()
    visit.page.locator(".fl-record").wait_for()
    visit.page.get_by_role("button", name=re.compile("All .* events")).click()
    expect(visit.page.locator(".fl-record")).to_have_count(0)
    marker.click()
    expect(visit.page.locator(".fl-record")).to_be_visible()


def test_zones_and_fronts_tell_what_they_rest_on(visit):
    visit.open_map()
    visit.click_shape(visit.map.locator('path.fl-zone[class*="fl-sdf-1"]').first)
    expect(visit.map.locator(".leaflet-popup-content")).to_contain_text("SDF")
    record = visit.page.locator(".fl-record").first
    expect(record).to_contain_text("Confidence")
    expect(record).to_contain_text("Rests on")
    visit.click_shape(visit.map.locator("path.fl-front-hit").first)
    expect(visit.page.locator(".fl-head")).to_contain_text("Front line")
    expect(record).to_contain_text("Parties")


def test_a_faction_switched_off_goes_and_leaves_the_rest_and_the_view(visit):
    visit.open_map()
    visit.map.get_by_role("button", name="Zoom in").click()
    visit.frame.wait_for_function("() => !document.querySelector('.leaflet-zoom-anim')")
    visit.frame.evaluate("window.notReloaded = true")
    before = visit.frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat, window.map.getCenter().lng]")
    others = {faction: visit.zones(faction) for faction in ("government", "isil", "opposition")}
    markers = visit.map.locator(".fl-spot").count()
    sdf_markers = visit.map.locator(".fl-spot.fl-f-sdf").count()
    assert visit.zones("sdf") > 0
    assert sdf_markers > 0
    visit.switch("SDF").click()
    expect(visit.map.locator('path.fl-zone[class*="fl-sdf-"]')).to_have_count(0)
    expect(visit.map.locator(".fl-spot.fl-f-sdf")).to_have_count(0)
    assert {faction: visit.zones(faction) for faction in others} == others
    assert markers - sdf_markers <= visit.map.locator(".fl-spot").count() <= markers, "what others took part in stays"
    assert visit.frame.evaluate("window.notReloaded") is True
    after = visit.frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat, window.map.getCenter().lng]")
    assert after == before
    expect(visit.page).to_have_url(re.compile("off=sdf"))
    assert "SDF" in visit.page.evaluate("document.activeElement.innerText"), "the switch lost the keyboard's focus"
    visit.switch("SDF").click()
    expect(visit.map.locator(".fl-spot.fl-f-sdf")).to_have_count(sdf_markers)


def test_kinds_and_layers_have_switches(visit):
    visit.open_map()
    expect(visit.map.locator("path.fl-arrow").first).to_be_attached()
    visit.switch("Movements").click()
    expect(visit.map.locator("path.fl-arrow")).to_have_count(0)
    visit.switch("Fronts").click()
    expect(visit.map.locator("path.fl-front")).to_have_count(0)
    visit.switch("Air strikes").click()
    expect(visit.map.locator(AL_SUR)).to_have_count(0)


def test_switches_turned_faster_than_the_page_answers_all_count(visit):
    visit.open_map()
    names = ("Government", "Opposition", "Clashes", "Movements", "Labels")
    for name in names:
        visit.switch(name).evaluate("button => button.click()")
    for name in names:
        expect(visit.switch(name)).to_have_attribute("aria-pressed", "false", timeout=100)
    expect(visit.page).to_have_url(re.compile("off=government(,|%2C)opposition"))
    expect(visit.page).to_have_url(re.compile("clashes"))
    expect(visit.page).to_have_url(re.compile("labels"))
    expect(visit.map.locator("path.fl-arrow")).to_have_count(0)
    for name in names:
        expect(visit.switch(name)).to_have_attribute("aria-pressed", "false")


def test_a_switch_names_places_in_arabic(visit):
    visit.open_map()
    raqqa = visit.map.locator("text.fl-capital", has_text="الرقة")
    expect(raqqa).to_have_count(0)
    visit.switch("Arabic").click()
    expect(raqqa).to_have_attribute("lang", "ar")
    expect(visit.map.locator("text.fl-capital", has_text="Raqqa")).to_have_count(0)
    expect(visit.page).to_have_url(re.compile("names=ar"))


def test_moving_the_date_changes_the_zones_without_a_reload(visit):
    visit.open_map()
    visit.frame.evaluate("window.notReloaded = true")
    shapes = "[...document.querySelectorAll('path.fl-zone')].map(p => p.getAttribute('d')).join()"
    before = visit.frame.evaluate(shapes)
    visit.page.get_by_role("button", name="Day before").click()
    expect(visit.map.locator(".fl-title h2")).to_have_text("Syria, 20 February 2017")
    visit.page.get_by_role("slider", name=re.compile("Day between")).focus()
    visit.page.keyboard.press("Home")
    expect(visit.map.locator(".fl-title h2")).to_have_text("Syria, 15 March 2011")
    assert visit.frame.evaluate(shapes) != before
    assert visit.frame.evaluate("window.notReloaded") is True


def test_hasty_steps_all_count(visit):
    visit.open_map()
    for day in (20, 19, 18, 17):
        visit.page.get_by_role("button", name="Day before").click()
        expect(visit.map.locator(".fl-title h2")).to_have_text(f"Syria, {day} February 2017")
    expect(visit.page.get_by_role("slider", name=re.compile("Day between"))).to_have_attribute(
        "aria-valuetext", "17 Feb 2017"
    )


def test_as_reported_by_then_hides_what_was_not_yet_reported(visit):
    visit.open_map()
    told = visit.page.locator(".fl-entries button").filter(has_text="SDF advance in the north")
    expect(told).to_be_visible()
    visit.page.get_by_role("radio", name="As reported by then").or_(
        visit.page.get_by_role("button", name="As reported by then")
    ).first.click()
    expect(told).to_have_count(0)
    visit.page.get_by_role("button", name="Day after").click()
    expect(told).to_be_visible()


def test_a_link_shows_the_other_person_the_same(visit):
    visit.open_map()
    visit.switch("Government").click()
    expect(visit.page).to_have_url(re.compile("off=government"))
    visit.page.get_by_role("button", name=re.compile("Air strikes .*11 or more killed")).click()
    expect(visit.page).to_have_url(re.compile("id="))
    title = visit.page.locator(".fl-head h2").inner_text()
    address = visit.page.url
    visit.page.goto("about:blank")
    visit.page.goto(address)
    expect(visit.page.locator(".fl-head h2")).to_have_text(title)
    expect(visit.map.locator(".fl-ring-line")).to_be_attached()
    assert visit.zones("government") == 0
    expect(visit.switch("Government")).to_have_attribute("aria-pressed", "false")


def test_data_changed_behind_an_unchanged_view_changes_the_map(visit):
    from frontlines.pipeline import read_and_extract
    from frontlines.store import Store

    visit.open_map("?d=2021-01-08&span=week")
    expect(visit.page.get_by_text("No report at hand tells of this time")).to_be_visible()
    assert visit.map.locator(".fl-spot").count() == 0
    address = visit.page.url
    report = "At least four people were killed in air strikes on the town of Saraqib in Idlib province on Thursday.\n"
    assert Store(visit.app.store).add(read_and_extract(text=report, published="2021-01-08"))
    visit.frame.evaluate("window.notReloaded = true")
    # Streamlit passes its own key over while a page still works days ahead.
    visit.page.locator('[data-test-script-state="notRunning"]').wait_for()
    visit.page.keyboard.press("r")
    expect(visit.map.locator(".fl-spot")).to_have_count(1)
    assert visit.page.url == address
    assert visit.frame.evaluate("window.notReloaded") is True


def test_the_keyboard_reaches_a_list_entry_and_opens_it(visit):
    visit.open_map()
    visit.page.locator(".fl-entries button").first.wait_for()
    for _ in range(60):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("Boolean(document.activeElement.closest('.fl-entries'))"):
            break
    assert visit.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(".fl-record")).to_be_visible()
    expect(visit.page.locator(".fl-entries")).to_be_hidden(timeout=1_000)
    expect(visit.map.locator(".leaflet-popup-content")).to_be_visible()


def test_find_a_place_brings_the_map_there(visit):
    visit.open_map()
    box = visit.page.get_by_role("combobox", name="Find a place")
    box.fill("Kobani")
    visit.page.get_by_role("option", name=re.compile("Kobani")).first.click()
    visit.frame.wait_for_function("() => window.map.getZoom() >= 9")
    at = visit.frame.evaluate("[window.map.getCenter().lat, window.map.getCenter().lng]")
    assert at == pytest.approx([36.89, 38.35], abs=0.1)


def test_the_change_page_stripes_the_ground_that_changed_hands(visit):
    visit.open("/change")
    expect(visit.page.get_by_role("heading", name="What changed in 112 days")).to_be_visible()
    expect(visit.map.locator("path.fl-changed").first).to_be_attached()
    for mark in ("path.fl-then", "path.fl-front-line.fl-front", "path.fl-sweep"):
        expect(visit.map.locator(mark).first).to_be_attached()
    visit.map.locator(".fl-spot").first.click()
    expect(visit.page.get_by_text("Places, the latest first")).to_be_visible()
    expect(visit.page.locator(".st-key-record .fl-claims a").first).to_be_visible()
    visit.page.get_by_role("button", name="All changes").click()
    visit.page.get_by_role("radio", name="Side by side").click()
    expect(visit.page.locator(MAPS)).to_have_count(2)
    for number, title in enumerate(("1 November 2016", "21 February 2017")):
        expect(visit.page.frame_locator(MAPS).nth(number).locator(".fl-title h2")).to_have_text(title)
    first, second = (frame.content_frame() for frame in visit.page.locator(MAPS).element_handles())
    first.evaluate("() => { map.touched = true; map.setView([36, 38.5], 9, {animate: false}); }")
    second.wait_for_function("() => map.getZoom() === 9 && Math.abs(map.getCenter().lat - 36) < 0.05")


class TestPhone:
    @pytest.fixture
    def viewport(self):
        return {"width": 390, "height": 844}

    def test_map_first_switches_as_one_row_and_the_list_under_it(self, visit):
        visit.open_map()
        tops = [
            visit.page.locator(selector).first.bounding_box()["y"]
            for selector in (
                'iframe[title*="st_folium"]',
                ".fl-switches",
                ".st-key-timebar",
                ".st-key-panel",
            )
        ]
        assert tops == sorted(tops)
        assert visit.page.locator(".fl-switches").first.bounding_box()["height"] <= 48
