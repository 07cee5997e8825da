"""An archive read by one process, by two, and by a Dask cluster of two: speed, equal bytes, flat memory."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks.measure import Measure, seconds
from frontlines.pipeline import extract_many
from frontlines.store.documents import dump_extraction
from frontlines.workers import LocalPool, cluster

REPORTS = int(os.environ.get("BENCH_REPORTS", "240"))
"""Few in the routine run; the documents keep a run over 5,000."""
LIMIT = 1.5
FLAT = 1.1
ROUNDS = 3
OWN = Path(__file__).resolve().parents[1] / "tests" / "reports" / "articles"
SHIFT = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett")


def archive(folder: Path, count: int) -> list[Path]:
    """Write that many different reports: our own, each with a last line of its own and a few people more."""
    own = sorted(OWN.glob("*.txt"))
    paths = []
    for number in range(count):
        source = own[number % len(own)]
        path = folder / f"r{number:05}.txt"
        told = " ".join(SHIFT[int(digit)] for digit in str(number))
        path.write_text(
            f"{source.read_text('utf-8').rstrip()}\n\nAt least {number + 2} reports bear the mark {told}.\n"
        )
        beside = source.with_name(f"{source.stem}.meta.json")
        path.with_name(f"{path.stem}.meta.json").write_text(json.dumps(json.loads(beside.read_text("utf-8"))))
        paths.append(path)
    return paths


@contextmanager
def two_on_dask() -> Iterator[Executor]:
    from distributed import LocalCluster  # noqa: PLC0415 - starts threads

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs="CRITICAL"
        ) as there,
        cluster(there.scheduler_address) as (executor, _),
    ):
        yield executor


def memory_mb() -> float:
    """Give the resident memory of this process and of all its children."""
    family, pages = _family(), 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) in family:
                pages += int(fields[21])
        except (OSError, ValueError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _family() -> set[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    family = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def read_all(paths: list[Path], executor: Executor) -> str:
    """Read all and give the hash of what was read."""
    digest = hashlib.sha256()
    for outcome in extract_many(paths, executor):
        assert outcome.extraction, outcome.error
        digest.update(dump_extraction(outcome.extraction).encode())
    return digest.hexdigest()


def run() -> list[Measure]:
    """Measure; linear algebra runs on one thread everywhere (``benchmarks.__main__``, ``workers.one_thread``)."""
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalPool(1) as single,
        LocalPool(2) as pair,
        two_on_dask() as dask,
    ):
        paths = archive(Path(folder), REPORTS)
        # The first reading also loads every worker's language model.
        assert len({read_all(paths, executor) for executor in (single, pair, dask)}) == 1, "who reads must not matter"
        before = memory_mb()
        works = [partial(read_all, paths, executor) for executor in (single, pair, dask)]
        one, *others = seconds(*works, rounds=ROUNDS)
        after = memory_mb()
    rates = [f"{REPORTS / spent:.1f} reports/s" for spent in (one, *others)]
    names = ("two processes", "Dask with two workers")
    return [
        *(
            Measure(f"{REPORTS:,} reports by {name}, against one process", rate, rates[0], one / spent, LIMIT, True)
            for name, rate, spent in zip(names, rates[1:], others, strict=True)
        ),
        Measure(
            f"memory of all workers after {(ROUNDS + 1) * REPORTS * 3:,} reports, against a quarter of them",
            f"{after:.0f} MB",
            f"{before:.0f} MB",
            after / before,
            FLAT,
        ),
    ]
