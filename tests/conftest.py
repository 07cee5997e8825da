"""What all tests share: no network beyond loopback, a home of their own, and reference data where it is handed in."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--shared", type=Path, help="folder with annotated reports and reference data to measure on")


def pytest_configure(config: pytest.Config) -> None:
    # Tests hold what is true, never how long it takes.
    hypothesis.settings.register_profile("frontlines", deadline=None)
    hypothesis.settings.load_profile("frontlines")
    config.addinivalue_line("markers", "shared: measures on data outside the project; collected only with --shared DIR")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted_soak = "soak" in (config.getoption("-m") or "")
    left_out = [
        item
        for item in items
        if (item.get_closest_marker("shared") and config.getoption("--shared") is None)
        or (item.get_closest_marker("soak") and not wanted_soak)
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest) -> Path:
    folder = request.config.getoption("--shared")
    assert folder is not None
    return Path(folder).resolve()


@pytest.fixture(autouse=True, scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the tests away from the home of whoever runs them."""
    from frontlines.settings import settings

    home = tmp_path_factory.mktemp("home")
    before = os.environ.get("FRONTLINES_HOME")
    os.environ["FRONTLINES_HOME"] = str(home)
    settings.cache_clear()
    yield home
    if before is None:
        del os.environ["FRONTLINES_HOME"]
    else:
        os.environ["FRONTLINES_HOME"] = before


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Put back the main module, which Streamlit's tests replace and new processes would run again."""
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


_connect = socket.socket.connect


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in {socket.AF_INET, socket.AF_INET6} and host not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"a test tried to reach {host}")
        _connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
