"""A place's story and what can be taken away, as a person meets them."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("asked", "name"), [("Deir Azzor", "Deir ez-Zor"), ("الباب", "Al-Bab")])
def test_a_search_by_another_spelling_opens_the_story(visit, asked, name):
    visit.open_map()
    box = visit.page.get_by_role("combobox", name="Find a place")
    box.fill(asked)
    box.press("Enter")
    expect(visit.page.locator(".fl-head h2")).to_contain_text(name)
    expect(visit.page.locator(".fl-strip img")).to_be_visible()
    expect(visit.page).to_have_url(re.compile("place="))
    visit.page.get_by_role("button", name=re.compile("All .* events")).click()
    expect(visit.page.locator(".fl-strip")).to_have_count(0)


def test_a_click_on_a_towns_name_opens_its_story_and_leaves_the_view(visit):
    visit.open_map()
    before = visit.frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat]")
    visit.map.locator(".fl-label.leaflet-interactive text", has_text="Mayadin").click()
    expect(visit.page.locator(".fl-head h2")).to_contain_text("Mayadin")
    expect(visit.page.locator(".fl-spells li").first).to_be_visible()
    assert visit.frame.evaluate("[window.map.getZoom(), window.map.getCenter().lat]") == pytest.approx(before, abs=0.01)
    event = visit.page.locator(".st-key-entries button").first
    title = event.locator("strong").inner_text()
    event.click()
    expect(visit.page.locator(".fl-head h2")).to_have_text(title)
    visit.page.get_by_role("button", name="Story of").click()
    expect(visit.page.locator(".fl-strip")).to_be_visible()


def test_the_map_can_be_taken_away(visit, tmp_path):
    visit.open_map()
    visit.page.get_by_role("button", name="Take away").click()
    for button, begins, suffix in (
        ("PNG", b"\x89PNG\r\n", ".png"),
        ("PDF", b"%PDF-", ".pdf"),
        ("Web page", b"<!DOCTYPE html>", ".html"),
    ):
        with visit.page.expect_download() as coming:
            visit.page.get_by_role("button", name=button, exact=True).click()
        assert coming.value.suggested_filename == f"frontlines-2017-02-21{suffix}"
        kept = tmp_path / f"file{suffix}"
        coming.value.save_as(kept)
        content = kept.read_bytes()
        assert content.startswith(begins)
        assert len(content) > 100_000


def test_a_span_can_be_taken_away_as_an_animation(visit, tmp_path):
    visit.open_map()
    visit.page.get_by_role("button", name="Take away").click()
    visit.page.get_by_role("button", name=re.compile(r"Draw 1\d frames")).click()
    with visit.page.expect_download(timeout=120_000) as coming:
        visit.page.get_by_role("button", name="Save the GIF").click(timeout=120_000)
    kept = tmp_path / "span.gif"
    coming.value.save_as(kept)
    assert kept.read_bytes().startswith(b"GIF89a")
