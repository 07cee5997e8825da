"""Many pieces of work on any ``concurrent.futures`` executor: in order, few in flight, lost workers made good."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final, TypeVar

from frontlines.errors import InputError, SetupError, UnavailableError

IN_FLIGHT: Final = 32
"""Pieces of work handed out and not yet given back: enough to keep workers busy, few enough to keep memory flat."""
PER_WORKER: Final = 4
BLAS_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_CLUSTER_PATIENCE_S: Final = 10
Item = TypeVar("Item")
Result = TypeVar("Result")


def cores() -> int:
    """Give the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def one_thread() -> None:
    """Let linear algebra use one thread in this process: the workers share the cores already."""
    for name in BLAS_THREADS:
        os.environ.setdefault(name, "1")


class LocalPool(Executor):
    """A pool of processes on this machine, made anew when one of them dies; what was in flight then is lost."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # spawn: the parent may run threads (a progress bar), and forking those can hang.
        return ProcessPoolExecutor(self._processes, mp_context=get_context("spawn"), initializer=one_thread)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand out one call, in a new pool where the last one broke."""
        try:
            return self._pool.submit(fn, *args, **kwargs)
        except BrokenExecutor:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = self._made()
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int]]:
    """Give the executor of a running Dask cluster and how many pieces of work it should have in flight.

    Raises:
        SetupError: without Dask installed.
        InputError: where no scheduler answers at ``address``.
        UnavailableError: where it has no worker.
    """
    try:
        import distributed  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise SetupError("--cluster needs Dask: pip install 'frontlines[cluster]'") from error
    connect: Any = distributed.Client
    try:
        client: Any = connect(address, timeout=_CLUSTER_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(f"no Dask scheduler answers at {address!r}: check the address") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_CLUSTER_PATIENCE_S)
        except TimeoutError as error:
            raise UnavailableError(f"the cluster at {address!r} has no worker: start one and try again") from error
        # pure=False: equal work tried again is new work, not the old result.
        yield client.get_executor(pure=False), max(IN_FLIGHT, PER_WORKER * sum(client.nthreads().values()))


def in_order(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    executor: Executor,
    *,
    lost: Callable[[Item, BaseException], Result],
    in_flight: int = IN_FLIGHT,
) -> Iterator[Result]:
    """Give ``work(item)`` of each item in the items' order, with at most ``in_flight`` handed out at a time.

    ``work`` raises nothing of its own: an exception means that its worker is gone.  What was in flight then is tried
    once more, one piece at a time, so that what kills its worker again is known for sure; ``lost(item, error)`` stands
    for it.

    Raises:
        UnavailableError: where the executor drops its work, as a cluster does whose scheduler went away.
    """
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    source = iter(items)
    try:
        while True:
            waiting += ((item, _submit(executor, work, item)) for item in islice(source, in_flight - len(waiting)))
            if not waiting:
                return
            item, future = waiting.popleft()
            if _gone(future) is None:
                yield future.result()
                continue
            wait([other for _, other in waiting])
            for again, done in [(item, future), *waiting]:
                last = done if _gone(done) is None else _submit(executor, work, again)
                error = _gone(last)
                yield last.result() if error is None else lost(again, error)
            waiting.clear()
    finally:
        for _, future in waiting:
            future.cancel()


def _gone(future: Future[Any]) -> BaseException | None:
    """Wait for a future and give why it has no result."""
    try:
        return future.exception()
    except CancelledError as error:
        raise UnavailableError(
            "the workers are no longer there: what was read until now is kept, run the same command again"
        ) from error


def _submit(executor: Executor, work: Callable[[Item], Result], item: Item) -> Future[Result]:
    try:
        return executor.submit(work, item)
    except BrokenExecutor as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken
