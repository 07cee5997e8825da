"""The real app, served for a benchmark."""

import os
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from frontlines.app.serving import command


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """Start the app on a free port with a home of its own; gives its port and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as home:
        quiet = subprocess.DEVNULL
        own = os.environ | {"FRONTLINES_HOME": home}
        server = subprocess.Popen(command(port), env=own, stdout=quiet, stderr=quiet)  # noqa: S603 - our own server
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            yield port, server.pid
        finally:
            server.terminate()
            server.wait(20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + 60
    while time.monotonic() < last and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own loopback address
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the app did not start")
