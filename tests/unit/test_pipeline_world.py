"""Reading, extraction and store joined."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from small_world import REPORT

from frontlines import pipeline
from frontlines.errors import InputError
from frontlines.settings import settings
from frontlines.store import Store


def folder_of(tmp_path, number):
    folder = tmp_path / "in"
    folder.mkdir(exist_ok=True)
    for n in range(number):
        (folder / f"r{n:02}.txt").write_text(REPORT.replace("11", str(n + 2)))
        (folder / f"r{n:02}.meta.json").write_text(json.dumps({"published": "2017-02-22"}))
    return folder


def test_one_report_is_read_and_extracted():
    extraction = pipeline.read_and_extract(text=REPORT, published="2017-02-22")
    strike = next(event for event in extraction.events if event.type == "air_strike")
    assert (strike.when.start, strike.killed.min, strike.where.name) == (date(2017, 2, 21), 11, "As-Suwar")


def test_a_report_that_was_read_stays(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 's.sqlite'}")
    told = pipeline.read_and_store(text=REPORT, published="2017-02-22", title="T", store=store)
    assert list(store.extractions()) == [told]
    assert told.article.title == "T"


def test_readable_sources(tmp_path):
    folder = folder_of(tmp_path, 2)
    (folder / "notes.log").write_text("x")
    single = tmp_path / "one.md"
    found = pipeline.readable_sources([single, folder, "https://example.org/a"])
    assert found == [str(single), str(folder / "r00.txt"), str(folder / "r01.txt"), "https://example.org/a"]
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="no report"):
        pipeline.readable_sources([tmp_path / "none"])


@pytest.mark.parametrize("kind", ["none", "threads"])
def test_a_bad_report_stops_no_other_by_any_executor(tmp_path, kind):
    folder = folder_of(tmp_path, 3)
    (folder / "bad.txt").write_bytes(b"\0\1\2" * 99)
    paths = sorted(folder.glob("*.txt"))
    alone = {path.name: pipeline.read_and_extract(path) for path in paths if path.name != "bad.txt"}
    executor = {
        "none": lambda: None,
        "threads": lambda: ThreadPoolExecutor(2),
    }[kind]()
    outcomes = {outcome.source.rpartition("/")[2]: outcome for outcome in pipeline.extract_many(paths, executor)}
    if executor:
        executor.shutdown()
    assert {name: o.extraction for name, o in outcomes.items() if o.extraction} == alone
    assert "binary" in outcomes["bad.txt"].error


def test_a_fault_of_ours_names_its_line_and_no_text(tmp_path, monkeypatch):
    def broken(article, **_):
        raise ValueError(article.text)

    monkeypatch.setattr("frontlines.extraction.extract", broken)
    (outcome,) = pipeline.extract_many([folder_of(tmp_path, 1) / "r00.txt"])
    assert "ValueError in test_pipeline_world.py line" in outcome.error
    assert "killed" not in outcome.error


def test_ingest_twice_adds_once(tmp_path):
    paths = pipeline.readable_sources([folder_of(tmp_path, 3)])
    store = Store(f"sqlite:///{tmp_path / 's.sqlite'}")
    assert [outcome.added for outcome in pipeline.ingest(paths, store)] == [True] * 3
    assert [outcome.added for outcome in pipeline.ingest(paths, store)] == [False] * 3


def test_few_reports_need_no_pool():
    assert pipeline.worker_pool(3) is None


def test_the_world_joins_ledger_dispatches_and_store(small_data):
    world = pipeline.world()
    assert [claim.id for claim in world.ledger] == ["c1", "c2", "c3", "c4", "c5"]
    assert world.known_up_to == date(2017, 2, 28)
    assert [article.title for article in world.articles] == ["Strike on al-Sur"]
    assert any(event.type == "air_strike" for event in world.events)
    assert world.article(world.articles[0].id) == world.articles[0]
    assert world.content_hash == pipeline.world_stamp()

    pipeline.read_and_store(
        text=REPORT.replace("al-Sur", "Al-Bab").replace("Deir Az Zor", "Aleppo"), published="2017-02-22"
    )
    more = pipeline.world()
    assert len(more.articles) == 2
    assert more.content_hash != world.content_hash


def test_a_dispatch_in_the_store_too_counts_once(small_data):
    pipeline.read_and_store(small_data / "reports" / "al-sur.md")
    assert len(pipeline.world().articles) == 1


def test_shipped_dispatches_are_read_once_and_again_when_they_change(small_data, monkeypatch):
    first = pipeline.shipped_reports()
    pipeline._shipped.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(pipeline, "read_and_extract", lambda *_: pytest.fail("read again"))
        assert pipeline.shipped_reports() == first
    pipeline._shipped.cache_clear()
    pipeline._reports_key.cache_clear()
    (small_data / "reports" / "more.md").write_text(REPORT.replace("by a monitor", "by many"))
    assert len(pipeline.shipped_reports()) == 2


def test_a_broken_cache_and_a_home_that_cannot_be_written_do_no_harm(small_data):
    pipeline._shipped.cache_clear()
    home = settings().home
    home.parent.mkdir(exist_ok=True)
    home.write_text("in the way")
    assert len(pipeline.shipped_reports()) == 1
    home.unlink()
    home.mkdir()
    kept = home / "shipped-reports.jsonl"
    pipeline._shipped.cache_clear()
    pipeline.shipped_reports()
    kept.write_text(kept.read_text().split("\n")[0] + "\n{}\n")
    pipeline._shipped.cache_clear()
    assert len(pipeline.shipped_reports()) == 1
