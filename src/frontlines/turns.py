"""Turns at the ground: only one thread at a time may ask a prepared geometry, and the land's and areas' are shared.

A prepared geometry of GEOS keeps what it works with inside itself; two threads in one end the process.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Final, ParamSpec, TypeVar

_ground: Final = RLock()
_P = ParamSpec("_P")
_R = TypeVar("_R")


def in_turn(work: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function that asks shared prepared geometries wait until no other thread does; it may call another such."""

    @wraps(work)
    def waiting(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        with _ground:
            return work(*args, **kwargs)

    return waiting


def is_free() -> bool:
    """Tell whether nobody is at the ground just now, for work that can as well be left."""
    free = _ground.acquire(blocking=False)
    if free:
        _ground.release()
    return free
