"""The real app in a real browser: started once, with a home of its own and the network cut off."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Frame, Locator, Page, Route, expect, sync_playwright

from frontlines.app.serving import command
from frontlines.settings import settings

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
PATIENCE_MS = 20_000
PROBE = re.compile(r"/(read|change|over-time|data-sets|method)/_stcore/(health|host-config)$")
MAP = 'iframe[title*="st_folium"]'


@dataclass
class App:
    """The running app."""

    url: str
    home: Path

    @property
    def store(self) -> str:
        return f"sqlite:///{self.home / 'frontlines.sqlite'}"


@dataclass
class Visit:
    """One tab, with all that it asked for and complained about."""

    page: Page
    app: App
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> "Visit":
        """Open a page and wait for its header."""
        self.page.goto(self.app.url + path)
        self.page.locator(".fl-brand").wait_for()
        return self

    def open_map(self, query: str = "") -> "Visit":
        """Open the map and wait for its ground."""
        self.open(f"/{query}")
        self.map.locator("path.fl-country").first.wait_for(state="attached")
        self.map.locator(".fl-title h2").wait_for()
        return self

    def hand_in(self, text: str, published: str | None = None) -> "Visit":
        """Paste a report on its page, with its date (ISO) if there is one, and have it read."""
        self.open("/read")
        self.page.get_by_label("Text of the report").fill(text)
        if published:
            field = self.page.locator(".st-key-report_published")
            for name, value in zip(("year", "month", "day"), published.split("-"), strict=True):
                field.get_by_role("spinbutton", name=re.compile(name)).focus()
                self.page.keyboard.type(value)
            self.page.keyboard.press("Escape")
        self.page.get_by_role("button", name="Read", exact=True).click()
        return self

    def add_to_map(self) -> "Visit":
        """Put the report shown on the map and wait for the map's page."""
        self.page.get_by_role("button", name="Add to the map").click()
        self.page.locator(".st-key-map iframe").wait_for()
        self.map.locator(".fl-title h2").wait_for()
        return self

    def hear(self, message: ConsoleMessage) -> None:
        """Note an error of the console.

        Opened at /read, Streamlit itself first looks for its server below that address and finds nothing there.
        """
        if message.type == "error" and not PROBE.search(message.location.get("url", "")):
            self.complaints.append(f"{message.text} {message.location.get('url', '')}")

    @property
    def map(self):
        return self.page.frame_locator(MAP)

    @property
    def frame(self) -> Frame:
        frame = self.page.locator(MAP).element_handle().content_frame()
        assert frame is not None
        return frame

    def zones(self, faction: str = "") -> int:
        return self.map.locator(f'path.fl-zone[class*="fl-{faction}-"]' if faction else "path.fl-zone").count()

    def click_shape(self, shape: Locator) -> None:
        """Click a point where a shape is on top, wherever that is."""
        point = shape.evaluate(
            """async path => {
                const place = () => JSON.stringify(path.getBoundingClientRect());
                for (let still = 0, last = place(); still < 12; last = place()) {
                    await new Promise(requestAnimationFrame);
                    still = place() === last ? still + 1 : 0;
                }
                const box = path.getBoundingClientRect();
                for (let y = 0.5; y < 60; y += 1) for (let x = 0.5; x < 60; x += 1) {
                    const at = [box.left + box.width * x / 60, box.top + box.height * y / 60];
                    if (document.elementFromPoint(...at) === path) return {x: at[0], y: at[1]};
                }
            }"""
        )
        self.map.locator("#map_div").click(position=point)

    def switch(self, label: str):
        return self.page.locator(".st-key-switches").get_by_role("button", name=label)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Start the app on a free port and stop it at the end."""
    home = tmp_path_factory.mktemp("app-home")
    shipped = settings().home / "shipped-reports.jsonl"
    if shipped.is_file():  # the app takes it only where its head names the same tables and code
        shutil.copy(shipped, home)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "app.log").open("wb")
    own = os.environ | {"FRONTLINES_HOME": str(home)}
    server = subprocess.Popen(command(port), cwd=ROOT, env=own, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", server, home / "app.log")
        yield App(url, home)
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    last = time.monotonic() + 60
    while time.monotonic() < last:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310 - our own loopback address
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the app did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found, "the browser tests need Chromium: install it (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


_FAILED = pytest.StashKey[bool]()


@pytest.fixture
def viewport() -> dict[str, int]:
    return {"width": 1440, "height": 900}


@contextmanager
def tab(app: App, browser: Browser, viewport: dict[str, int]) -> Iterator[Visit]:
    """Give a fresh tab without a network; at the end nothing may have left loopback or complained."""
    expect.set_options(timeout=PATIENCE_MS)
    context = browser.new_context(viewport=viewport, color_scheme="light", locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    visit = Visit(page, app)

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname in {"127.0.0.1", "localhost"}:
            route.continue_()
        else:
            visit.outside.append(route.request.url)
            route.abort()

    context.route("**/*", gate)
    page.on("console", visit.hear)
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()
    assert visit.outside == [], "requests left loopback"
    assert visit.complaints == [], "the console has errors"


@pytest.fixture
def visit(app: App, browser: Browser, viewport: dict[str, int], request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Give a tab of a test's own; a test that fails leaves a picture of it."""
    with tab(app, browser, viewport) as opened:
        yield opened
        if request.node.stash.get(_FAILED, False):
            SCREENSHOTS.mkdir(exist_ok=True)
            opened.page.screenshot(path=SCREENSHOTS / f"{request.node.name}.png", full_page=True)


@pytest.fixture
def measured(app: App) -> App:
    """Put figures over time where the page keeps them, measured at a few days and the same in between.

    Measuring each month takes half a minute; it has tests of its own.  Figures rest on what the store holds by now.
    """
    from frontlines.app.over_time import towns
    from frontlines.app.series import kept_in, measure, sample_days
    from frontlines.pipeline import world
    from frontlines.store import Store

    known = world(Store(app.store))
    assert known.known_up_to is not None
    file = kept_in(app.home, known.claims)
    if file.is_file():
        return app
    days = sample_days(known.known_up_to)
    few = {day: measure(known.claims, day, towns()) for day in days[::30]}
    rows = []
    for at, day in enumerate(days):
        rows.append(asdict(few[days[at - at % 30]]) | {"day": day.isoformat()})
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(rows), "utf-8")
    return app
