"""Work shared out: the same results whatever does it, and a lost worker costs time alone.  The killing is real."""

from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from threading import Lock

import pytest
from deadly_work import deadly
from small_world import REPORT

from frontlines import pipeline
from frontlines.cli import app as commands
from frontlines.errors import InputError, UnavailableError
from frontlines.store import Store
from frontlines.store.documents import dump_extraction
from frontlines.workers import LocalPool, cluster, in_order


def lost(order: tuple[int, str], error: BaseException) -> int:
    return -order[0]


@pytest.fixture(scope="module")
def running():
    """A real scheduler with two worker processes."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs="CRITICAL"
    ) as started:
        yield started


@pytest.fixture
def dask(running):
    """The same with both workers there, whatever the last test did to them."""
    running.wait_for_workers(2, timeout=60)
    return running


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(8):
        (folder / f"r{n}.txt").write_text(REPORT.replace("11", str(n + 2)))
        (folder / f"r{n}.meta.json").write_text('{"published": "2017-02-22"}')
    (folder / "r4.txt").write_bytes(b"\0\1\2" * 99)
    return sorted(map(str, folder.glob("*.txt")))


def told(outcomes):
    return [(o.source, o.error, dump_extraction(o.extraction) if o.extraction else "") for o in outcomes]


def test_a_killed_process_costs_no_result_and_what_kills_twice_is_named(tmp_path):
    with LocalPool(2) as pool:
        orders = [(n, str(tmp_path)) for n in range(9)]
        assert list(in_order(deadly, orders, pool, lost=lost, in_flight=4)) == [0, 1, 4, 9, 16, -5, 36, 49, 64]


def test_a_killed_worker_of_a_cluster_costs_no_result_and_what_kills_again_is_named(tmp_path, dask):
    with cluster(dask.scheduler_address) as (executor, in_flight):
        assert in_flight >= 8
        orders = [(n, str(tmp_path)) for n in range(9)]
        assert list(in_order(deadly, orders, executor, lost=lost, in_flight=4)) == [0, 1, 4, 9, 16, -5, 36, 49, 64]


def test_results_are_equal_to_the_last_byte_whatever_reads(reports, tmp_path, dask):
    alone = told(pipeline.extract_many(reports))
    assert [bool(error) for _, error, _ in alone] == [n == 4 for n in range(8)]
    with LocalPool(2) as pool:
        assert told(pipeline.extract_many(reports, pool, in_flight=3)) == alone
    stores = {name: Store(f"sqlite:///{tmp_path / name}.sqlite") for name in ("here", "there")}
    list(pipeline.ingest(reports, stores["here"]))
    with cluster(dask.scheduler_address) as (executor, in_flight):
        again = pipeline.ingest(reports, stores["there"], executor, in_flight=in_flight)
        assert told(again) == alone
    assert list(map(dump_extraction, stores["here"].extractions())) == list(
        map(dump_extraction, stores["there"].extractions())
    )


def test_the_command_reads_with_a_cluster(reports, tmp_path, dask, capsys):
    url = f"sqlite:///{tmp_path / 's.sqlite'}"
    with pytest.raises(SystemExit) as ended:
        commands(["ingest", *reports, "--store", url, "--cluster", dask.scheduler_address])
    assert ended.value.code == 1
    assert "7 added, 0 known already, 1 not readable" in capsys.readouterr().err
    assert Store(url).count() == 7


def test_files_reach_workers_that_cannot_see_them(tmp_path, monkeypatch):
    """Between sending and reading the file goes away, as if the worker were on another machine."""
    path = tmp_path / "r.txt"
    path.write_text(REPORT)
    (tmp_path / "r.meta.json").write_text('{"published": "2017-02-22"}')
    expected = dump_extraction(pipeline.read_and_extract(path))

    class Elsewhere(Executor):
        def submit(self, fn, /, *args, **kwargs):
            for file in tmp_path.glob("r.*"):
                file.unlink()
            done = Future()
            done.set_result(fn(*args, **kwargs))
            return done

    (outcome,) = pipeline.extract_many([path], Elsewhere())
    assert dump_extraction(outcome.extraction) == expected
    assert outcome.source == str(path)


def test_a_worker_that_reads_otherwise_is_refused(reports):
    sent = pipeline._sent(reports[0], "another gazetteer")
    assert "another version or gazetteer" in pipeline._attempt_sent(sent).error


def test_no_more_is_handed_out_than_asked():
    under_way, most, lock = 0, 0, Lock()

    def orders():
        nonlocal under_way, most
        for number in range(300):
            with lock:
                under_way += 1
                most = max(most, under_way)
            yield number

    with ThreadPoolExecutor(2) as pool:
        for result in in_order(str, orders(), pool, lost=lambda item, error: item, in_flight=7):
            with lock:
                under_way -= 1
            assert result.isdigit()
    assert most == 7


def test_an_executor_that_drops_its_work_is_told_of():
    class Gone(Executor):
        def submit(self, fn, /, *args, **kwargs):
            dropped = Future()
            dropped.cancel()
            return dropped

    with pytest.raises(UnavailableError, match="run the same command again"):
        list(in_order(str, [1, 2], Gone(), lost=lambda item, error: item))


def test_an_executor_that_stays_broken_names_every_report(reports):
    class Broken(Executor):
        def submit(self, fn, /, *args, **kwargs):
            raise BrokenExecutor

    outcomes = list(pipeline.extract_many(reports, Broken()))
    assert [o.source for o in outcomes] == reports
    assert all("try this report alone" in o.error for o in outcomes)


def test_a_wrong_address_of_a_cluster_is_one_line():
    with pytest.raises(InputError, match="no Dask scheduler answers"), cluster("no such scheduler:x"):
        pass
