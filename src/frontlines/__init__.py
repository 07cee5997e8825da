"""Frontlines reads news reports of the Syria conflict and draws them, with the sentence behind every mark.

The functions of ``frontlines.api`` are here under their own names and are loaded when first used, so that importing is
instant::

    import frontlines

    known = frontlines.world()
    frontlines.picture("2017-02-21", known=known).zones
    frontlines.export("events", "strikes.gpkg", kind="air_strike", admin1="Aleppo", known=known)
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "Choice",
    "FrontlinesError",
    "InputError",
    "Store",
    "World",
    "__version__",
    "change",
    "export",
    "extract",
    "frame",
    "geocode",
    "import_file",
    "ingest",
    "picture",
    "read",
    "world",
]


def __getattr__(name: str) -> object:
    """Load a name of the interface when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'frontlines' has no attribute {name!r}")
    found: object = getattr(import_module("frontlines.api"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the interface, loaded or not."""
    return sorted({*globals(), *__all__})
