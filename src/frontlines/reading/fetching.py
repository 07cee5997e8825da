"""A web page by its address, fetched so that nobody can use us to reach the inside of a network.

Each hop's name is resolved once, every address it has is checked, and the connection goes to one that was checked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from frontlines import __version__
from frontlines.errors import InputError, UnavailableError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

AGENT: Final = f"Frontlines/{__version__} (reads a report that a person asked for)"
MAX_REDIRECTS: Final = 5
_ROBOTS_BYTES: Final = 500_000
_CHUNK: Final = 65_536
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AS_IS: Final = "/?%:@!$&'()*+,;=~-._[]"
_TEXTS: Final = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_TRANSLATED: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
"""IPv6 addresses behind which a gateway reaches IPv4 ones (RFC 6052, RFC 8215)."""


def is_public(address: Address) -> bool:
    """Tell whether an address lies on the open internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def resolve(host: str, port: int) -> list[str]:
    """Give every address of a host."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Network:
    """What may be reached and how names become addresses; tests hand in their own."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443})
    seconds: float = 20.0
    """For one report with its redirects and robots.txt."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came back: its final address, its bytes, and whether it is HTML."""

    url: str
    body: bytes
    is_html: bool


def fetch(url: str, *, max_bytes: int, network: Network | None = None) -> Page:
    """Fetch one page.

    Raises ``InputError`` for an address that is none, leads inside a network, is closed to programs by robots.txt, or
    holds no text or more than ``max_bytes``; ``UnavailableError`` where the site does not answer.  Messages name the
    host alone, since an address may hold a key.
    """
    visit = _Visit(network or Network())
    for _ in range(MAX_REDIRECTS + 1):
        target = visit.check(url)
        visit.ask_robots(target)
        answer = visit.get(target, max_bytes)
        if answer.status in _REDIRECTS and answer.location:
            url = urljoin(url, answer.location)
            continue
        return _page(url, target, answer)
    raise InputError(f"{target.hostname} redirects more than {MAX_REDIRECTS} times: give the final address")


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    location: str | None
    kind: str
    charset: str
    body: bytes


def _page(url: str, target: SplitResult, answer: _Answer) -> Page:
    host = target.hostname
    if answer.status in {404, 410}:
        raise InputError(f"{host} has no such page (answer {answer.status}): check the address")
    if answer.status != http.HTTPStatus.OK:
        raise UnavailableError(
            f"{host} does not hand the page out (answer {answer.status}): save it in a browser and hand in the file"
        )
    if answer.kind not in _TEXTS:
        raise InputError(f"what {host} has there is no text ({answer.kind[:40]}): give the address of a report")
    body = answer.body
    if answer.charset and answer.charset.lower() not in {"utf-8", "utf8"}:
        with suppress(LookupError):
            body = body.decode(answer.charset, "replace").encode()
    return Page(url, body, answer.kind != "text/plain")


@dataclass(slots=True)
class _Visit:
    """One report's hops under one deadline."""

    network: Network
    deadline: float = field(init=False)
    robots: dict[tuple[str, str | None, int | None], RobotFileParser] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.deadline = time.monotonic() + self.network.seconds

    def check(self, url: str) -> SplitResult:
        """Check an address's form before anything is resolved."""
        try:
            target = urlsplit(url)
            port = target.port or (443 if target.scheme == "https" else 80)
        except ValueError as error:
            raise InputError("the address is not understood: give one like https://example.org/report") from error
        bad = any(ord(char) <= 32 or ord(char) == 127 for char in url) or len(url) > 2000
        if target.scheme not in {"http", "https"} or not target.hostname or bad:
            raise InputError("the address is not understood: give one like https://example.org/report")
        if target.username is not None or target.password is not None:
            raise InputError("the address holds a user name or password: leave it out")
        if port not in self.network.ports:
            raise InputError(f"port {port} of {target.hostname} is not asked for reports: give a usual web address")
        return target

    def ask_robots(self, target: SplitResult) -> None:
        """Respect the site's robots.txt; without one, everything is open."""
        key = (target.scheme, target.hostname, target.port)
        if key not in self.robots:
            rules = RobotFileParser()
            answer = self.get(target._replace(path="/robots.txt", query="", fragment=""), _ROBOTS_BYTES, cut=True)
            if answer.status == http.HTTPStatus.OK:
                rules.parse(answer.body.decode("utf-8", "replace").splitlines())
            elif answer.status >= 500:
                raise UnavailableError(f"{target.hostname} does not answer as it should: try again later")
            else:
                rules.parse([])
            self.robots[key] = rules
        if not self.robots[key].can_fetch(AGENT, target.geturl()):
            raise InputError(f"{target.hostname} asks programs to stay away (robots.txt): save the page and hand it in")

    def get(self, target: SplitResult, max_bytes: int, *, cut: bool = False) -> _Answer:
        """Ask once, at an address that was checked; ``cut`` takes the first ``max_bytes`` of a longer answer."""
        host = target.hostname or ""
        port = target.port or (443 if target.scheme == "https" else 80)
        connection = _connection(target.scheme, host, port, self._checked_address(host, port), self._left(host))
        # Closing the socket ends a site that trickles its answer, headers included.
        watch = threading.Timer(self._left(host), _close, [connection])
        watch.daemon = True
        watch.start()
        try:
            path = target.path or "/"
            connection.request(
                "GET",
                quote(f"{path}?{target.query}" if target.query else path, safe=_AS_IS),
                headers={
                    "User-Agent": AGENT,
                    "Accept": "text/html, text/plain;q=0.8, application/pdf;q=0.5",
                    "Accept-Encoding": "gzip",
                },
            )
            with closing(connection.getresponse()) as response:
                body = self._body(response, host, max_bytes, cut=cut or response.status != http.HTTPStatus.OK)
            if time.monotonic() >= self.deadline:
                raise TimeoutError
        except (OSError, HTTPException, zlib.error, UnicodeError, AttributeError) as error:
            # AttributeError: http.client reads from a socket that the watch has just closed.
            late = isinstance(error, TimeoutError) or time.monotonic() >= self.deadline
            reason = "takes too long" if late else "does not answer as it should"
            raise UnavailableError(f"{host} {reason}: try again later, or save the page and hand it in") from error
        finally:
            watch.cancel()
            connection.end()
        kind = response.headers.get_content_type()
        charset = response.headers.get_content_charset("")
        return _Answer(response.status, response.getheader("Location"), kind, charset, body)

    def _body(self, response: HTTPResponse, host: str, max_bytes: int, *, cut: bool) -> bytes:
        packed = (response.getheader("Content-Encoding") or "").strip().lower()
        if packed not in {"", "identity", "gzip", "x-gzip"}:
            raise UnavailableError(f"{host} packs its answer in a way that is not read: save the page and hand it in")
        unpack = zlib.decompressobj(31) if packed.endswith("gzip") else None
        body = b""
        while len(body) <= max_bytes and (chunk := response.read1(_CHUNK)):
            if time.monotonic() >= self.deadline:
                raise TimeoutError
            # A small answer may unpack to a huge one: no more than what is allowed is unpacked.
            body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
        if len(body) > max_bytes and not cut:
            raise InputError(f"the page of {host} is too large (over {max_bytes / 1e6:.0f} MB): save its text")
        return body[:max_bytes]

    def _checked_address(self, host: str, port: int) -> str:
        try:
            found = list(self.network.resolve(host, port))
        except (OSError, UnicodeError) as error:
            raise UnavailableError(f"{host} is not found: check the address and the network") from error
        if not found:
            raise UnavailableError(f"{host} is not found: check the address and the network")
        for address in found:
            if not self.network.allows(ipaddress.ip_address(address.partition("%")[0])):
                raise InputError(f"{host} lies inside a private network: only public addresses are read")
        return found[0]

    def _left(self, host: str) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise UnavailableError(f"{host} takes too long: try again later, or save the page and hand it in")
        return left


def _connection(scheme: str, host: str, port: int, address: str, seconds: float) -> "_Checked":
    """Give a connection that goes to ``address`` while it speaks, and checks certificates, for ``host``."""
    kind = _CheckedTls if scheme == "https" else _Checked
    connection = kind(host, port, timeout=seconds)
    connection.address = address
    return connection


class _Checked(HTTPConnection):
    address = ""
    held: socket.socket | None = None
    """Kept here too: http.client hands its own over to the answer."""

    def connect(self) -> None:
        self.sock = self.held = socket.create_connection((self.address, self.port), self.timeout)

    def end(self) -> None:
        self.close()
        if self.held is not None:
            self.held.close()


class _CheckedTls(_Checked):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = self.held = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _close(connection: "_Checked") -> None:
    if connection.held is not None:
        with suppress(OSError):
            connection.held.shutdown(socket.SHUT_RDWR)
