"""Every page for everyone: axe-core in both themes, no sideways scroll on a phone, a focus that is seen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import tab

PAGES = {
    "map": "/",
    "a place's story": "/?place=al-bab",
    "change": "/change",
    "over time": "/over-time",
    "read a report": "/read",
    "data sets": "/data-sets",
    "method": "/method",
}
SETTLED = """() => document.querySelector('.stApp')?.getAttribute('data-test-script-state') === 'notRunning'
    && document.querySelectorAll('.fl-brand').length === 1"""

PAPER = "getComputedStyle(document.documentElement).getPropertyValue('--fl-page')"


@pytest.fixture(scope="module")
def shared_tab(app, browser):
    with tab(app, browser, {"width": 1440, "height": 900}) as opened:
        yield opened


def serious(page) -> list[str]:
    """Give what axe-core finds serious or critical, in the page and in its frames."""
    axe = Axe()
    for frame in page.frames:
        frame.evaluate(axe.axe_script)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: true})")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in found if v["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_for_everyone(shared_tab, measured, path):
    page = shared_tab.page
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    shared_tab.open(path)
    page.wait_for_function(SETTLED, timeout=60_000)
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert serious(page) == []
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.locator(".fl-brand").wait_for()
    page.wait_for_function(SETTLED, timeout=60_000)
    assert page.evaluate(PAPER) == "#14171A"
    assert serious(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth <= 390")
