"""The one place that joins reading, extraction and the store."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from frontlines.errors import FrontlinesError, InputError, whereabouts
from frontlines.model import Article, Extraction
from frontlines.reading import READABLE, TABLES, Part, largest, read, reports_of
from frontlines.reviews import apply, on_map
from frontlines.settings import settings
from frontlines.store import Store
from frontlines.store.documents import dump_extraction, load_extraction
from frontlines.workers import IN_FLIGHT, LocalPool, cores, in_order
from frontlines.worlds import World

_PACKAGE: Final = Path(__file__).resolve().parent
_FEW_REPORTS: Final = 8
"""Below that, starting worker processes costs more than they save."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report: an extraction, or the reason why there is none."""

    source: str
    extraction: Extraction | None = None
    error: str = ""
    added: bool = False
    """Whether the store changed; False for what it held already."""


def read_and_extract(
    source: str | Path | Part = "",
    *,
    published: str | date | None = None,
    text: str | None = None,
    title: str = "",
    url: str | None = None,
    on_read: Callable[[Article], None] | None = None,
) -> Extraction:
    """Read one report (see ``reading.read``) and extract what it tells; ``InputError`` for one that can't be.

    ``on_read`` gets the article before the longer part begins; what it raises ends the reading.
    """
    article = read(source, published=published, text=text, title=title, url=url)
    if on_read is not None:
        on_read(article)
    from frontlines.extraction import extract  # noqa: PLC0415 - loads the language model

    return extract(article, known=_known())


def reports_in(folder: Path) -> list[Path]:
    """Give the reports in a folder by name; ``InputError`` where there is none."""
    if not folder.is_dir():
        raise InputError(f"{folder.name} is not a folder: give the folder that holds the reports")
    inside = sorted(path for path in folder.iterdir() if path.suffix.lower() in READABLE and path.is_file())
    if not inside:
        raise InputError(f"the folder {folder.name} holds no report ({', '.join(READABLE)}): check the name")
    return inside


def readable_sources(sources: Iterable[str | Path]) -> list[str]:
    """Give the reports among files, addresses and folders; what is not there is found out when it is read."""
    return [
        str(report)
        for source in sources
        for report in (reports_in(Path(source)) if Path(source).is_dir() else [source])
    ]


def expected(sources: Sequence[str | Path]) -> int | None:
    """Give how many reports these are; None where a table is among them, whose rows are not counted before."""
    return None if any(Path(source).suffix.lower() in TABLES for source in sources) else len(sources)


def worker_pool(reports: int | None) -> LocalPool | None:
    """Give a pool of one process per core, or None where the reports are too few to be worth it (None: not known)."""
    return None if (reports is not None and reports < _FEW_REPORTS) or cores() < 2 else LocalPool(cores())


def extract_many(
    sources: Iterable[str | Path | Part], executor: Executor | None = None, *, in_flight: int = IN_FLIGHT
) -> Iterator[Outcome]:
    """Read and extract many reports, in this process or by any ``concurrent.futures`` executor.

    A table or a digest among the sources is parted into its reports on the way (``reading.reports_of``).  Outcomes come
    in the sources' order, the same whatever reads them.  A report that can't be read is an outcome with its error; the
    others go on.  Files are read here and sent to the workers, who may be on other machines; no more than ``in_flight``
    are under way at a time.
    """
    reports = (report for source in sources for report in _reports_of(source))
    if executor is None:
        yield from map(_attempt, reports)
        return
    stamp = _reports_key(settings().data_dir, _tables_hash())
    sent = (_sent(report, stamp) for report in reports)
    yield from in_order(_attempt_sent, sent, executor, lost=_lost, in_flight=in_flight)


def ingest(
    sources: Iterable[str | Path | Part], store: Store, executor: Executor | None = None, *, in_flight: int = IN_FLIGHT
) -> Iterator[Outcome]:
    """Read, extract and keep many reports (see ``extract_many``); what the store holds already changes nothing."""
    with store.kept_open():
        for outcome in extract_many(sources, executor, in_flight=in_flight):
            if outcome.extraction is None:
                yield outcome
            else:
                added = store.add(outcome.extraction)
                yield Outcome(outcome.source, outcome.extraction, added=added)


def read_and_store(
    source: str | Path = "",
    *,
    published: str | date | None = None,
    text: str | None = None,
    title: str = "",
    url: str | None = None,
    store: Store | None = None,
) -> Extraction:
    """Read one report, extract what it tells and keep it; arguments as for ``read_and_extract``."""
    extraction = read_and_extract(source, published=published, text=text, title=title, url=url)
    (store or Store()).add(extraction)
    return extraction


def world(store: Store | None = None) -> World:
    """Gather all that is known: ledger, shipped dispatches, the store's reports, each once, and its imported sets.

    Reports are taken as they stand after what people said of them; one that was put aside is left out.
    """
    ledger, events = _ledger()
    store = store or Store()
    stamp = world_stamp(store)
    told = {extraction.article.id: extraction for extraction in shipped_reports()}
    for extraction in store.extractions():
        told.setdefault(extraction.article.id, extraction)
    said = store.reviews.by_article()
    stands = (
        apply(extraction, said.get(id_, ())).extraction for id_, extraction in told.items() if on_map(said.get(id_, ()))
    )
    imported = store.sets.read()
    return World(tuple(stands), tuple(ledger.claims), tuple(events.events), ledger.known_up_to, stamp, *imported)


def world_stamp(store: Store | None = None) -> str:
    """Give a hash that changes whenever ``world`` would: cheap, for caches."""
    parts = (
        *(table.content_hash for table in _ledger()),
        _reports_key(settings().data_dir, _tables_hash()),
        (store or Store()).content_hash(),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def shipped_reports() -> tuple[Extraction, ...]:
    """Give the extractions of the dispatches in data/reports, read on first use and then kept beside the store."""
    return _shipped(_reports_key(settings().data_dir, _tables_hash()))


@lru_cache(maxsize=2)
def _shipped(key: str) -> tuple[Extraction, ...]:
    kept = settings().home / "shipped-reports.jsonl"
    with suppress(OSError, ValueError):
        head, *lines = kept.read_text("utf-8").rstrip("\n").split("\n")
        if head == key:
            return tuple(load_extraction(line) for line in lines)
    made = tuple(read_and_extract(path) for path in _report_files(settings().data_dir))
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        aside = kept.with_name(f".{kept.name}.{os.getpid()}")
        aside.write_text("\n".join([key, *map(dump_extraction, made)]) + "\n", "utf-8")
        aside.replace(kept)
    return made


def _report_files(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "reports").glob("*.md"))


@lru_cache(maxsize=2)
def _reports_key(data_dir: Path, tables_hash: str) -> str:
    """Hash all that the reading of the shipped dispatches depends on: their text, the tables, our code."""
    digest = hashlib.sha256(tables_hash.encode())
    code = (path for room in ("reading", "extraction", "geography") for path in (_PACKAGE / room).glob("*.py"))
    tables = (data_dir / "lexicon").glob("*.toml")
    for path in [*_report_files(data_dir), *sorted(tables), *sorted(code)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _tables_hash() -> str:
    """Hash the tables that a reading rests on beside the lexicon: gazetteer and ledger."""
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415 - reads the whole table

    return f"{load_gazetteer().content_hash} {_ledger()[0].content_hash}"


def _ledger() -> tuple[Any, Any]:
    """Give the ledger's claims and its events."""
    from frontlines.control import load_ledger  # noqa: PLC0415 - pandas and shapely
    from frontlines.control.events import load_events  # noqa: PLC0415
    from frontlines.geography.gazetteer import load_gazetteer  # noqa: PLC0415

    gazetteer = load_gazetteer()
    return load_ledger(gazetteer), load_events(gazetteer)


def _known() -> Any:
    """Give what the ledger knows of places, for what reports leave unsaid."""
    return _known_by(_ledger()[0].content_hash)


@lru_cache(maxsize=1)
def _known_by(content_hash: str) -> Any:
    del content_hash
    from frontlines.control.known import Known  # noqa: PLC0415 - pandas and shapely

    return Known(_ledger()[0])


def _reports_of(source: str | Path | Part) -> Iterator[str | Part]:
    """Give the reports of a source; what is wrong with it becomes a part of it."""
    if isinstance(source, Part):
        yield source
        return
    try:
        yield from (report if isinstance(report, Part) else str(report) for report in reports_of(source))
    except InputError as error:
        yield Part(Path(source).name, "", fault=str(error))


def _attempt(report: str | Part) -> Outcome:
    """Read and extract one report where nothing may stop the others."""
    source = str(report)
    try:
        return Outcome(source, read_and_extract(report))
    except FrontlinesError as error:
        return Outcome(source, error=str(error))
    except Exception as error:
        # One report must not stop the rest, and its text must not get into a message.
        return Outcome(
            source, error=f"{Path(source).name} could not be read ({whereabouts(error)}): report it as a bug"
        )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A report on its way to a worker; its files by name go with it, where it has some that could be opened here."""

    report: str | Part
    stamp: str
    """Hash of all that the reading rests on: a worker that reads otherwise must not."""
    files: Mapping[str, bytes] = field(default_factory=dict)


def _sent(report: str | Part, stamp: str) -> _Sent:
    if isinstance(report, Part):
        return _Sent(report, stamp)
    path = Path(report)
    files = {}
    with suppress(OSError, ValueError):
        for file in (path, path.with_suffix(".meta.json")):
            if file.is_file() and file.stat().st_size <= largest(file):
                files[file.name] = file.read_bytes()
    return _Sent(report, stamp, files if path.name in files else {})


def _attempt_sent(sent: _Sent) -> Outcome:
    """Read and extract one report in a worker."""
    if sent.stamp != _reports_key(settings().data_dir, _tables_hash()):
        return Outcome(
            str(sent.report), error="the worker has another version or gazetteer: bring it to this one's and try again"
        )
    if not sent.files:
        return _attempt(sent.report)
    with tempfile.TemporaryDirectory() as folder:
        for name, content in sent.files.items():
            Path(folder, name).write_bytes(content)
        name = str(sent.report)
        return replace(_attempt(str(Path(folder, Path(name).name))), source=name)


def _lost(sent: _Sent, error: BaseException) -> Outcome:
    return Outcome(
        str(sent.report), error=f"its worker process ended twice ({type(error).__name__}): try this report alone"
    )
