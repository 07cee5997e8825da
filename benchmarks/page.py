"""Steps in time on the real page in Chromium: from the key to the day's ground on the map, against half a second."""

import os
import shutil
import statistics

from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import Measure
from benchmarks.served import served

SEEN_S = 0.5
STEPS = 8
PAUSE_MS = 1_000
"""Between two steps: a person looks, and the page works ahead."""
FROM = "2016-12-01"
NOW = "performance.timeOrigin + performance.now()"
WATCH = f"""() => {{
    window.seen = {{}};
    const note = () => requestAnimationFrame(() => setTimeout(() => {{
        window.seen[document.querySelector('.fl-title h2').textContent] ??= {NOW};
    }}));
    new MutationObserver(note).observe(document.querySelector('.fl-title'), {{childList: true, subtree: true}});
}}"""
"""Notes when each day's title was painted; the script draws the title after the ground."""


def step_seconds(page: Page, url: str, stride: str) -> list[float]:
    """Step with the arrow key; gives the seconds from each key to the new day painted on the map."""
    page.goto(f"{url}/?d={FROM}&step={stride}")
    frame = 'iframe[title*="st_folium"]'
    title = page.frame_locator(frame).locator(".fl-title h2")
    title.wait_for(timeout=60_000)
    inside = page.locator(frame).element_handle().content_frame()
    inside.evaluate(WATCH)
    page.evaluate(f"document.addEventListener('keydown', () => {{ window.pressed = {NOW}; }}, true)")
    page.locator(".fl-scrub-thumb").focus()
    page.wait_for_timeout(2 * PAUSE_MS)
    taken = []
    for _ in range(STEPS):
        known = inside.evaluate("Object.keys(window.seen).length")
        page.keyboard.press("ArrowRight")
        inside.wait_for_function(f"Object.keys(window.seen).length > {known}", timeout=60_000)
        seen = inside.evaluate("Math.max(...Object.values(window.seen))")
        taken.append((seen - page.evaluate("window.pressed")) / 1000)
        page.wait_for_timeout(PAUSE_MS)
    return taken


def run() -> list[Measure]:
    rows = []
    with served() as (port, _), sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        assert found, "the benchmark of the page needs Chromium: install it (Debian: apt-get install chromium)"
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        for stride in ("day", "week", "month"):
            taken = step_seconds(page, f"http://127.0.0.1:{port}", stride)
            middle, longest = statistics.median(taken), max(taken)
            rows.append(
                Measure(
                    f"a step of a {stride} seen, the middle of {STEPS} (longest {longest:.2f} s) at a load of "
                    f"{os.getloadavg()[0]:.1f}; against the half second a person is given",
                    f"{middle:.2f} s",
                    f"{SEEN_S} s",
                    middle / SEEN_S,
                    limit=1.0,
                )
            )
        chromium.close()
    return rows
