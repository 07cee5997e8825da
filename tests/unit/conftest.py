"""What the unit tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres_server import Server
from small_world import write_data

from frontlines import pipeline
from frontlines.settings import settings
from frontlines.store import Store


@pytest.fixture
def small_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a small data folder and an empty home in force."""
    folder = tmp_path / "data"
    write_data(folder, settings().data_dir)
    monkeypatch.setenv("FRONTLINES_DATA_DIR", str(folder))
    monkeypatch.setenv("FRONTLINES_HOME", str(tmp_path / "home"))
    for kept in (settings, pipeline._shipped, pipeline._reports_key):
        kept.cache_clear()
    yield folder
    monkeypatch.undo()
    for kept in (settings, pipeline._shipped, pipeline._reports_key):
        kept.cache_clear()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Start a database server of the tests' own."""
    server = Server()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(params=["sqlite", "postgis"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a store that is not there yet, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'deep' / 'store.sqlite'}"
        return
    url = request.getfixturevalue("postgres").empty_database()
    yield url
    Store(url).close()
