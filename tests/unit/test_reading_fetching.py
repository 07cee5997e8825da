"""Fetching a page: what is reached, what is refused, and what ends in time."""

import gzip
import ipaddress
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from reading_files import TITLE, pdf

from frontlines.errors import InputError, UnavailableError
from frontlines.reading import read
from frontlines.reading.fetching import Network, fetch, is_public

PARAGRAPHS = "".join(
    f"<p>Paragraph {n}: the army said on Tuesday that it had taken the village of Tadef after two days of fighting.</p>"
    for n in range(4)
)
PAGE = (
    "<html><head><title>Army takes Tadef</title><meta property='article:published_time' content='2017-02-22'></head>"
    f"<body><article><h1>Army takes Tadef</h1>{PARAGRAPHS}</article></body></html>"
)


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages = {}
        self.asked = []

    @property
    def port(self):
        return self.server_address[1]

    def url(self, path, host="news.example"):
        return f"http://{host}:{self.port}{path}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"], self.headers["User-Agent"]))
        page = self.server.pages.get(self.path.partition("?")[0])
        if page is None:
            self.send_error(404)
            return
        if callable(page):
            page(self)
            return
        status, headers, body = page
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site():
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    server.pages["/report"] = (200, HTML, PAGE.encode())
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def loopback(site, *, seconds=5.0, names=None):
    """Give a network where example hosts lead to the site; loopback is allowed by that one address only."""
    table = {"news.example": ["127.0.0.1"], **(names or {})}
    return Network(
        resolve=lambda host, port: table.get(host, [host]),
        allows=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({site.port}),
        seconds=seconds,
    )


def test_a_page_is_read_by_its_address(site):
    article = read(site.url("/report"), network=loopback(site))
    assert article.text.count("village of Tadef") == 4
    assert (str(article.published), article.published_rule) == ("2017-02-22", "page metadata")
    assert article.url == site.url("/report")
    paths = [path for path, _, _ in site.asked]
    assert paths == ["/robots.txt", "/report"]
    assert all(host == f"news.example:{site.port}" and agent.startswith("Frontlines/") for _, host, agent in site.asked)


def test_redirects_are_followed_and_each_is_checked(site):
    site.pages["/a"] = (302, {"Location": "/b"}, b"")
    site.pages["/b"] = (301, {"Location": site.url("/report", "other.example")}, b"")
    network = loopback(site, names={"other.example": ["127.0.0.1"]})
    assert fetch(site.url("/a"), max_bytes=10_000, network=network).url == site.url("/report", "other.example")
    for inside in ("10.0.0.5", "192.168.1.1", "169.254.169.254"):
        with pytest.raises(InputError, match="private network"):
            fetch(site.url("/a"), max_bytes=10_000, network=loopback(site, names={"other.example": [inside]}))


def test_a_name_with_one_address_inside_is_refused_and_nothing_is_asked(site):
    network = loopback(site, names={"two.example": ["127.0.0.1", "10.0.0.1"]})
    with pytest.raises(InputError, match="private network"):
        fetch(site.url("/report", "two.example"), max_bytes=10_000, network=network)
    assert site.asked == []


def test_a_name_is_resolved_once_for_each_connection_and_that_address_is_used(site):
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    network = Network(
        resolve=lambda host, port: next(answers),
        allows=lambda address: str(address) == "127.0.0.1",
        ports=frozenset({site.port}),
    )
    assert fetch(site.url("/report"), max_bytes=10_000, network=network).is_html


def test_endless_redirects_end(site):
    site.pages["/a"] = (302, {"Location": "/a"}, b"")
    with pytest.raises(InputError, match="redirects more than"):
        fetch(site.url("/a"), max_bytes=10_000, network=loopback(site))


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://news.example/x", "http://news.example:22/"])
def test_a_redirect_to_something_else_is_refused(site, location):
    site.pages["/a"] = (302, {"Location": location}, b"")
    with pytest.raises(InputError):
        fetch(site.url("/a"), max_bytes=10_000, network=loopback(site))


def test_robots_are_respected(site):
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private\n")
    site.pages["/private/report"] = site.pages["/report"]
    with pytest.raises(InputError, match=r"robots\.txt"):
        read(site.url("/private/report"), network=loopback(site))
    assert read(site.url("/report"), network=loopback(site)).text


def test_a_long_page_is_refused_packed_or_not(site):
    site.pages["/long"] = (200, HTML, b"x" * 50_000)
    site.pages["/bomb"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(b"x" * 50_000_000))
    for path in ("/long", "/bomb"):
        with pytest.raises(InputError, match="too large"):
            fetch(site.url(path), max_bytes=20_000, network=loopback(site))


def test_a_packed_page_is_unpacked_and_other_encodings_become_utf8(site):
    site.pages["/gz"] = (200, {**HTML, "Content-Encoding": "gzip"}, gzip.compress(PAGE.encode()))
    assert fetch(site.url("/gz"), max_bytes=20_000, network=loopback(site)).body == PAGE.encode()
    site.pages["/old"] = (200, {"Content-Type": "text/plain; charset=windows-1252"}, "Café — the".encode("cp1252"))
    page = fetch(site.url("/old"), max_bytes=20_000, network=loopback(site))
    assert (page.body.decode(), page.is_html) == ("Café — the", False)


def test_a_pdf_is_read_by_its_address(site):
    site.pages["/report"] = (200, {"Content-Type": "application/pdf"}, pdf([[TITLE, "", "The army is in Tadef."]]))
    assert "The army is in Tadef." in read(site.url("/report"), network=loopback(site)).text


def trickle_body(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        return


def trickle_head(handler):
    try:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for _ in range(200):
            handler.wfile.write(b"X-A: b\r\n")
            time.sleep(0.05)
    except OSError:
        return


@pytest.mark.parametrize("page", [trickle_body, trickle_head, lambda handler: time.sleep(2)])
def test_a_site_that_never_ends_is_left(site, page):
    site.pages["/slow"] = page
    with pytest.raises(UnavailableError, match="takes too long"):
        fetch(site.url("/slow"), max_bytes=20_000, network=loopback(site, seconds=0.4))


@pytest.mark.parametrize(
    ("status", "headers", "error", "words"),
    [
        (404, HTML, InputError, "no such page"),
        (403, HTML, UnavailableError, "answer 403"),
        (503, HTML, UnavailableError, "answer 503"),
        (200, {"Content-Type": "image/png"}, InputError, "no text"),
        (200, {**HTML, "Content-Encoding": "br"}, UnavailableError, "packs"),
    ],
)
def test_answers_that_are_no_report(site, status, headers, error, words):
    site.pages["/x"] = (status, headers, b"x")
    with pytest.raises(error, match=words) as caught:
        fetch(site.url("/x?key=hidden"), max_bytes=20_000, network=loopback(site))
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://news.example/",
        "http://",
        "http://user:word@news.example/",
        "http://news.example:99999/",
        "http://news.example:22/",
        "http://[::1",
        "http://news.example/a\r\nX: y",
        "http://news.example/" + "a" * 3000,
    ],
)
def test_addresses_that_are_none_of_the_web(url):
    with pytest.raises(InputError):
        fetch(url, max_bytes=1000, network=Network(resolve=lambda *_: pytest.fail("resolved")))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0", "169.254.169.254"],
)
def test_the_machine_itself_is_never_reached(host):
    with pytest.raises((InputError, UnavailableError), match=r"private network|not found"):
        fetch(f"http://{host}/", max_bytes=1000)


def test_public_addresses():
    inside = [
        "10.1.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "::",
        "fe80::1",
        "fc00::1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "::ffff:10.0.0.1",
    ]
    assert [address for address in inside if is_public(ipaddress.ip_address(address))] == []
    assert is_public(ipaddress.ip_address("93.184.216.34"))
    assert is_public(ipaddress.ip_address("2606:2800:220:1::1"))


def test_a_name_that_is_not_found():
    def nothing(host, port):
        raise OSError("no such name")

    with pytest.raises(UnavailableError, match="not found"):
        read("https://nowhere.example/report", network=Network(resolve=nothing))
