"""What a benchmark gives, and how it takes time."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """One line of the table.  ``ratio`` is what counts: ours over the peer's, or the peer's over ours.

    ``limit`` is what the ratio must stay within: at most, or with ``at_least`` at least; None only tells.
    """

    name: str
    ours: str
    peer: str
    ratio: float
    limit: float | None = None
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the limit holds."""
        if self.limit is None:
            return True
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit

    @property
    def limit_words(self) -> str:
        """The limit as the table prints it."""
        if self.limit is None:
            return "-"
        return f"{'at least' if self.at_least else 'at most'} {self.limit:g}"


def seconds(
    *works: Callable[[], object], rounds: int = 5, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Time several works, in turn in every round so that a busy machine strikes all alike; the best of each.

    ``clock=time.process_time`` counts the work of this process alone, for what runs in it and waits for nothing.
    """
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for at, work in enumerate(works):
            start = clock()
            work()
            best[at] = min(best[at], clock() - start)
    return best
