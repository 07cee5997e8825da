"""What the unit tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_world import write_data

from frontlines import pipeline
from frontlines.settings import settings


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
