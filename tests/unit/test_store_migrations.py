"""A store of an earlier layout is brought up whole, or not at all; one of a later layout is refused."""

from contextlib import closing, contextmanager

import pytest
from sqlalchemy import create_engine, inspect, select, text
from store_world import extraction

from frontlines.errors import StoreError
from frontlines.store import Store
from frontlines.store.documents import dump_extraction
from frontlines.store.engine import Database
from frontlines.store.schema import claims, events

FIRST_LAYOUT = (
    "CREATE TABLE frontlines_meta (key VARCHAR(40) PRIMARY KEY, value TEXT NOT NULL)",
    (
        "CREATE TABLE articles (id VARCHAR(64) PRIMARY KEY, title TEXT NOT NULL, outlet TEXT NOT NULL, url TEXT, "
        "published DATE, published_rule TEXT NOT NULL, language VARCHAR(16) NOT NULL, text TEXT NOT NULL)"
    ),
    "CREATE INDEX ix_articles_published ON articles (published)",
    (
        "CREATE TABLE extractions (article_id VARCHAR(64) PRIMARY KEY REFERENCES articles (id), reader TEXT NOT NULL, "
        "document TEXT NOT NULL)"
    ),
    "INSERT INTO frontlines_meta VALUES ('schema', '1')",
)


@contextmanager
def raw(url):
    """Open the database as another program would."""
    database = Database(url)
    if database.file:
        database.file.parent.mkdir(exist_ok=True)
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def write_first_layout(url, told):
    with raw(url) as connection:
        for statement in FIRST_LAYOUT:
            connection.execute(text(statement))
        for one in told:
            fields = {name: getattr(one.article, name) for name in one.article.__slots__}
            connection.execute(
                text(
                    "INSERT INTO articles VALUES (:id, :title, :outlet, :url, :published, :published_rule, :language, "
                    ":text)"
                ),
                fields | {"published": one.article.published and one.article.published.isoformat()},
            )
            connection.execute(
                text("INSERT INTO extractions VALUES (:id, :reader, :document)"),
                {"id": one.article.id, "reader": one.reader, "document": dump_extraction(one, with_article=False)},
            )


def layout(url):
    with raw(url) as connection:
        version = connection.execute(text("SELECT value FROM frontlines_meta WHERE key = 'schema'")).scalar()
        return version, sorted(inspect(connection).get_table_names())


def layer_rows(url):
    with Database(url).read() as connection:
        return [
            tuple(row)[1:]
            for table in (events, claims)
            for row in connection.execute(select(table).order_by(table.c.owner, table.c.fid))
        ]


def test_a_store_of_the_first_layout_is_brought_up_when_it_is_read(store_url, tmp_path):
    told = [extraction(n) for n in range(5)]
    write_first_layout(store_url, told)
    new = Store(f"sqlite:///{tmp_path / 'new.sqlite'}")
    for one in told:
        new.add(one)
    store = Store(store_url)
    assert list(store.extractions()) == told
    assert store.content_hash() == new.content_hash()
    assert layout(store_url)[0] == "2"
    assert store.check() == []
    assert (store.add(told[0]), store.add(extraction(9))) == (False, True)
    assert len(layer_rows(store_url)) == 12


def test_it_is_the_same_store_as_one_made_anew(tmp_path):
    old, new = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("old", "new"))
    write_first_layout(old, [extraction(n) for n in range(3)])
    for n in range(3):
        Store(new).add(extraction(n))
    Store(old).count()
    assert layer_rows(old) == layer_rows(new)
    assert layout(old) == layout(new)


def test_a_store_is_brought_up_by_a_writer_too(store_url):
    write_first_layout(store_url, [extraction(1)])
    assert Store(store_url).add(extraction(2)) is True
    assert (Store(store_url).count(), Store(store_url).check()) == (2, [])


def test_bringing_up_that_fails_half_way_leaves_the_old_store(store_url, monkeypatch):
    told = [extraction(n) for n in range(3)]
    write_first_layout(store_url, told)
    before = layout(store_url)

    def fail(_connection, owner, *_):
        if owner == told[1].article.id:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("frontlines.store.layers.put", fail)
        with pytest.raises(KeyboardInterrupt):
            Store(store_url).count()
    assert layout(store_url) == before
    assert list(Store(store_url).extractions()) == told


def test_a_damaged_reading_of_before_stays_damaged_and_stops_nothing(store_url):
    write_first_layout(store_url, [extraction(1), extraction(2)])
    with raw(store_url) as connection:
        connection.execute(
            text("UPDATE extractions SET document = '[]' WHERE article_id = :id"), {"id": extraction(1).article.id}
        )
    (problem,) = Store(store_url).check()
    assert f"damaged reading of the report {1:016x}" in problem
    assert Store(store_url).get(f"{2:016x}") == extraction(2)


def test_a_table_that_came_later_is_made_at_the_next_opening(store_url):
    Store(store_url).add(extraction())
    with raw(store_url) as connection:
        connection.execute(text("DROP TABLE reviews"))
        connection.execute(text("UPDATE frontlines_meta SET value = 'fewer' WHERE key = 'tables'"))
    assert Store(store_url).reviews.by_article() == {}
    assert "reviews" in layout(store_url)[1]
    assert Store(store_url).get(extraction().article.id) == extraction()


@pytest.mark.parametrize("version", ["99", "0", "-1", "two", ""])
def test_a_store_of_a_layout_that_is_not_known_is_refused_and_left_alone(store_url, version):
    Store(store_url).add(extraction())
    with raw(store_url) as connection:
        connection.execute(text("UPDATE frontlines_meta SET value = :v WHERE key = 'schema'"), {"v": version})
    before = layout(store_url)
    store = Store(store_url)
    for call in (store.count, lambda: store.add(extraction(2)), store.erase, store.check):
        with pytest.raises(StoreError, match=f"layout '{version}'"):
            call()
    assert layout(store_url) == before


def test_another_programs_database_is_left_alone(store_url):
    with raw(store_url) as connection:
        connection.execute(text("CREATE TABLE events (x INTEGER)"))
    store = Store(store_url)
    for call in (store.count, lambda: store.add(extraction()), store.erase):
        with pytest.raises(StoreError, match="another program"):
            call()
    with raw(store_url) as connection:
        assert "frontlines_meta" not in inspect(connection).get_table_names()


def test_two_who_open_an_old_store_at_once_bring_it_up_once(store_url):
    write_first_layout(store_url, [extraction(n) for n in range(20)])
    with closing(Store(store_url).extractions()) as reading:
        first = next(reading)
        assert Store(store_url).count() == 20
    assert first == extraction(0)
    assert len(layer_rows(store_url)) == 40
