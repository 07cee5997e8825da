"""Answers of a geocoding service, kept on disk as one JSON file each."""

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class GeocodingCache:
    """A folder of answers; a file that can't be read counts as not there."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``; it is made when something is first kept."""
        self.folder = folder

    def _path(self, key: Sequence[str]) -> Path:
        # Hashed, so that no query and no address can be read from a file's name.
        return self.folder / f"{hashlib.sha256(json.dumps(list(key)).encode()).hexdigest()[:40]}.json"

    def get(self, key: Sequence[str]) -> dict[str, Any] | None:
        """Give what was kept for ``key``, or None."""
        try:
            value = json.loads(self._path(key).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) and "answer" in value else None

    def put(self, key: Sequence[str], value: dict[str, Any]) -> None:
        """Keep ``value`` for ``key``: written aside and renamed, so that no half file is ever read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        aside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(value, file, ensure_ascii=False)
            aside.replace(self._path(key))
        finally:
            aside.unlink(missing_ok=True)
