"""Where things are, and what a person may choose through the environment (``FRONTLINES_…``)."""

from functools import lru_cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from frontlines.errors import SetupError

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]


def _shipped(name: str) -> Path:
    """Give the folder ``name`` of the checkout, or its copy inside an installed wheel."""
    in_wheel = _PACKAGE / f"_{name}"
    return in_wheel if in_wheel.is_dir() else _CHECKOUT / name


class Settings(BaseSettings):
    """All settings; each can be given as an environment variable, ``FRONTLINES_STORE_URL`` and so on."""

    model_config = SettingsConfigDict(env_prefix="FRONTLINES_", frozen=True)

    data_dir: Path = Field(default_factory=lambda: _shipped("data"))
    """Gazetteer, lexicon, ledger and reports that ship with the project; read only."""
    geo_dir: Path = Field(default_factory=lambda: _shipped("geo"))
    """Boundaries and base map that ship with the project; read only."""
    home: Path = Field(default_factory=lambda: Path.home() / ".frontlines")
    """What this machine adds: store, updated gazetteer and boundaries, geocoding cache.  Made when first written to."""
    store_url: str | None = None
    """SQLAlchemy address of the store; without one, ``home/frontlines.sqlite``."""
    nominatim_url: str | None = None
    """Address of a Nominatim server to ask for places the gazetteer lacks; without one, none is asked."""
    max_text_bytes: int = 2_000_000
    """The largest report that is read."""
    read_only: bool = False
    """Show, search and export only: nothing is read in, imported, corrected or deleted."""

    @property
    def store_address(self) -> str:
        """The SQLAlchemy address in force."""
        return self.store_url or f"sqlite:///{self.home / 'frontlines.sqlite'}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """Give the settings of this process, read once; tests clear with ``settings.cache_clear()``."""
    return Settings()


def require_writable() -> None:
    """Raise ``SetupError`` where this process was told to write nothing."""
    if settings().read_only:
        raise SetupError("this Frontlines is read-only: to change its store, run without FRONTLINES_READ_ONLY")
