"""Time on the map, and the war over time."""

import re

from playwright.sync_api import expect


def title(visit):
    return visit.map.locator(".fl-title h2")


def strip(visit):
    return visit.page.get_by_role("slider", name=re.compile("Day between"))


def test_a_play_moves_the_date_and_pauses(visit):
    visit.open_map("?d=2016-12-01&step=month")
    visit.frame.evaluate("window.notReloaded = true")
    visit.page.get_by_role("button", name="Play").click()
    expect(title(visit)).to_have_text("Syria, 1 February 2017")
    visit.page.get_by_role("button", name="Pause").click()
    expect(visit.page.get_by_role("button", name="Play")).to_be_visible()
    expect(visit.page).to_have_url(re.compile(r"d=2017-\d\d-01"))
    stands = re.search(r"d=(2017-\d\d-01)", visit.page.url)
    visit.page.wait_for_timeout(2_500)  # longer than three steps of a play: only time shows that none came
    assert stands is not None
    assert stands.group(1) in visit.page.url
    assert visit.frame.evaluate("window.notReloaded") is True


def test_what_is_clicked_while_the_page_opens_counts(visit):
    visit.open("/?d=2016-12-01&step=month")
    visit.page.get_by_role("button", name="Month after").click()
    expect(title(visit)).to_have_text("Syria, 1 January 2017")
    expect(visit.page).to_have_url(re.compile("d=2017-01-01"))
    visit.open("/?d=2016-12-01&step=month")
    visit.page.get_by_role("button", name="Play").click()
    expect(title(visit)).to_have_text(re.compile("Syria, 1 (January|February|March) 2017"))


def test_the_keyboard_steps_and_keeps_the_focus(visit):
    visit.open_map()
    strip(visit).focus()
    for key, day in (
        ("ArrowLeft", "20 February 2017"),
        ("Shift+ArrowRight", "27 February 2017"),
        ("PageUp", "27 March 2017"),
        ("m", "17 October 2017"),
        ("End", "21 February 2026"),
    ):
        visit.page.keyboard.press(key)
        expect(title(visit)).to_have_text(f"Syria, {day}")
        if key == "m":
            expect(visit.page.locator(".fl-scrub-tip")).to_contain_text("17 Oct 2017")
    expect(visit.page.locator(".fl-scrub-tip")).to_be_hidden()
    expect(strip(visit)).to_be_focused()
    expect(strip(visit)).to_have_attribute("aria-valuetext", re.compile("21 Feb 2026"))


def test_a_mark_of_the_strip_tells_its_event_and_leads_there(visit):
    visit.open_map()
    mark = visit.page.locator(".fl-scrub-marks i").nth(3)
    box = mark.bounding_box()
    visit.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(visit.page.locator(".fl-scrub-tip")).to_contain_text("Ghouta")
    visit.page.mouse.down()
    visit.page.mouse.up()
    expect(title(visit)).to_have_text("Syria, 21 August 2013")


def test_a_click_on_a_chart_leads_to_the_map_at_that_date(visit, measured):
    visit.open("/over-time")
    chart = visit.page.locator(".st-key-share_land .vega-embed svg").first
    chart.wait_for()
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    chart.click(position={"x": box["width"] / 2, "y": box["height"] / 3})
    expect(title(visit)).to_have_text(re.compile(r"Syria, 1 \w+ 201[78]"))
    expect(visit.page).to_have_url(re.compile(r"d=201[78]-\d\d-01"))


def test_the_strip_stays_where_it_is_while_the_page_opens(visit):
    visit.page.add_init_script(
        """window.tops = [];
        (function look() {
            const map = document.querySelector('.st-key-map iframe')?.getBoundingClientRect();
            const strip = document.querySelector('.st-key-scrub .fl-scrub')?.getBoundingClientRect();
            if (map?.height > 600 && map.top < 300 && strip) window.tops.push([strip.top, strip.left, strip.width]);
            requestAnimationFrame(look);
        })();"""
    )
    visit.open_map()
    visit.open_map()  # the browser has the page's parts by now, and is done before the map
    expect(visit.page.locator(".st-key-filters button")).to_be_visible()
    expect(visit.page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    seen = visit.page.evaluate("window.tops")
    assert len(seen) > 5
    assert all(max(sides) - min(sides) <= 4 for sides in zip(*seen, strict=True)), (seen[0], seen[-1])
