"""What is in the cluster is what is in the database, whoever feeds it and however that ends."""

import random
from collections.abc import Callable, Iterator

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import Engine, update

from api_server.image_index import IndexHandle, IndexNotReady, handle
from api_server.image_index.feeding import NoLongerOurs, feed
from api_server.image_index.settings import IndexSettings
from fovea.database import index_rows
from fovea.database.engine import open_engine
from fovea.database.library_tables import images, library_version
from fovea.image_index import ImageIndex, Rows
from fovea.image_index.opensearch import Conflict, IndexUnavailable, OpenSearchIndex, Store, connect
from fovea.image_index.opensearch.store import NEVER
from tests.harness.opensearch import FakeOpenSearch, opensearch_server
from tests.integration.database.bare_images import changing
from tests.integration.database.test_index_rows import come, seen_by
from tests.integration.database.varied import set_state
from tests.integration.image_index.patience import eventually


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def _server() -> Iterator[FakeOpenSearch]:
    with opensearch_server() as cluster:
        yield cluster


@pytest.fixture
def server(_server: FakeOpenSearch) -> FakeOpenSearch:
    _server.forget()
    return _server


@pytest.fixture
def store(server: FakeOpenSearch) -> Store:
    return Store(connect(server.url), name="fovea-images")


@pytest.fixture
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = index_rows.pages
    monkeypatch.setattr(index_rows, "pages", lambda engine, after=0: whole(engine, after=after, most=2))


def same_as_database(engine: Engine, store: Store) -> bool:
    """Whether searches find just what the database has."""
    rows = Rows.together(index_rows.pages(engine))
    index = OpenSearchIndex(store, version=0, size=store.count())
    wanted = dict(rows.facts(rows.places_of(rows.ids)))
    found = sorted(index.nearest("phash", 0, 1_000).ids.tolist())
    return found == rows.ids.tolist() and index.facts(found) == wanted and index.size == len(rows)


def test_all_that_is_there_is_brought_and_then_just_what_has_changed(
    engine: Engine, store: Store, server: FakeOpenSearch
) -> None:
    chance = random.Random(1)
    made = come(engine, [seen_by(chance, with_pdq=number % 2 == 0) for number in range(6)])
    present = feed(engine, store)
    assert present.version == index_rows.present(engine)[0]
    assert same_as_database(engine, store)
    changing(engine, lambda connection: set_state(connection, made[:2], "removed"))
    come(engine, [seen_by(chance)])
    written = server.indices["fovea-images-images"]._numbers
    assert feed(engine, store).version == present.version + 2
    assert same_as_database(engine, store)
    assert server.indices["fovea-images-images"]._numbers == written + 3  # two went, one came
    asked = len(server.asked)
    feed(engine, store)
    assert not any("/_bulk" in target for _, target, _ in server.asked[asked:])
    changing(engine, lambda connection: set_state(connection, made[:1], "ready"))
    feed(engine, store)
    assert same_as_database(engine, store)


@pytest.mark.usefixtures("_small_pages")
def test_a_walk_that_was_broken_off_goes_on_where_it_was(
    engine: Engine, store: Store, server: FakeOpenSearch
) -> None:
    chance = random.Random(2)
    made = come(engine, [seen_by(chance) for _ in range(7)])
    answers = iter([True, True, False])
    with pytest.raises(NoLongerOurs):
        feed(engine, store, may_go_on=lambda: next(answers))
    left = store.present()
    assert (left.version, left.walked_to) == (NEVER, made[3])
    # What has been brought goes, what has not been comes, and what is behind changes, before it goes on.
    changing(engine, lambda connection: set_state(connection, [made[0], made[5]], "removed"))
    come(engine, [seen_by(chance)])
    written = server.indices["fovea-images-images"]._numbers
    assert feed(engine, store).version == index_rows.present(engine)[0]
    assert same_as_database(engine, store)
    assert server.indices["fovea-images-images"]._numbers <= written + 6


@pytest.mark.usefixtures("_small_pages")
def test_when_too_much_has_changed_all_is_walked_through_and_what_went_goes(
    engine: Engine, store: Store
) -> None:
    chance = random.Random(3)
    made = come(engine, [seen_by(chance) for _ in range(6)])
    feed(engine, store)
    changing(engine, lambda connection: set_state(connection, made[1:5], "removed"))
    come(engine, [seen_by(chance) for _ in range(3)])
    present = feed(engine, store, most=2)
    assert not present.is_walking
    assert present.version == index_rows.present(engine)[0]
    assert same_as_database(engine, store)


def test_a_feeder_that_fails_in_the_middle_leaves_the_rest_for_the_next(
    engine: Engine, store: Store, server: FakeOpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)
    come(engine, [seen_by(chance)])
    before = feed(engine, store)
    come(engine, [seen_by(chance) for _ in range(5)])

    def away(_: Store) -> None:
        raise IndexUnavailable("away")

    with monkeypatch.context() as broken:
        broken.setattr(Store, "show", away)
        with pytest.raises(IndexUnavailable):
            feed(engine, store)
    assert store.present() == before
    feed(engine, store)
    assert same_as_database(engine, store)


def test_two_who_feed_at_once_do_no_harm(
    engine: Engine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    made = come(engine, [seen_by(chance) for _ in range(4)])
    feed(engine, store)
    changing(engine, lambda connection: set_state(connection, made[:1], "removed"))
    changed = index_rows.changed

    def held_up(*arguments: object, **named: object) -> object:
        """Another one reads, feeds more, and is done before this one goes on."""
        monkeypatch.setattr(index_rows, "changed", changed)
        seen = changed(*arguments, **named)  # type: ignore[arg-type]
        changing(engine, lambda connection: set_state(connection, made[:1], "ready"))
        changing(engine, lambda connection: set_state(connection, made[1:2], "removed"))
        feed(engine, store)
        return seen

    monkeypatch.setattr(index_rows, "changed", held_up)
    with pytest.raises(Conflict):
        feed(engine, store)
    assert same_as_database(engine, store)


def test_an_index_from_the_future_of_a_database_that_was_set_back_is_made_anew(
    engine: Engine, store: Store
) -> None:
    made = come(engine, [seen_by(random.Random(6)) for _ in range(4)])
    feed(engine, store)
    with engine.begin() as connection:
        connection.execute(update(library_version).values(version=0))
        connection.execute(update(images).where(images.c.id == made[0]).values(state="removed"))
        connection.execute(update(images).values(version=0))
    assert feed(engine, store).version == 0
    assert same_as_database(engine, store)


def test_an_index_that_was_deleted_is_made_anew(engine: Engine, store: Store, server: FakeOpenSearch) -> None:
    come(engine, [seen_by(random.Random(7)) for _ in range(3)])
    feed(engine, store)
    del server.indices["fovea-images-images"]
    feed(engine, store)
    assert same_as_database(engine, store)


def settings_of(database_url: str, server: FakeOpenSearch, redis_url: str) -> IndexSettings:
    return IndexSettings(
        database_url=SecretStr(database_url),
        image_index="opensearch",
        opensearch_url=SecretStr(server.url),
        redis_url=redis_url,
        metrics="off",
    )


def has(images: int) -> Callable[[ImageIndex], bool]:
    return lambda index: index.size == images


def test_each_process_finds_what_came_and_one_of_them_feeds(
    database_url: str,
    engine: Engine,
    server: FakeOpenSearch,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handle, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(handle, "PATIENCE_SECONDS", 5.0)
    settings = settings_of(database_url, server, redis_url)
    one, other = IndexHandle(engine, settings), IndexHandle(engine, settings)
    chance = random.Random(8)
    for number in range(1, 4):
        seen = seen_by(chance)
        (made,) = come(engine, [seen])
        for asked in (one, other):
            now = eventually(asked, has(number))  # while the other feeds, what was there before is found
            assert now.nearest("phash", seen.phash, 1).ids.tolist() == [made]


def test_without_a_cache_the_index_is_fed_all_the_same(
    database_url: str, engine: Engine, server: FakeOpenSearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handle, "FIRST_PATIENCE_SECONDS", 60.0)  # the cache is asked more than once
    come(engine, [seen_by(random.Random(9))])
    index = IndexHandle(engine, settings_of(database_url, server, "redis://127.0.0.1:1/0"))
    assert index.now().size == 1


def test_while_the_first_walk_goes_on_searches_are_told_so(
    database_url: str,
    engine: Engine,
    server: FakeOpenSearch,
    redis_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    come(engine, [seen_by(random.Random(10))])

    def lost(*_: object, **__: object) -> None:
        raise NoLongerOurs

    monkeypatch.setattr("api_server.image_index.cluster_keeping.feed", lost)
    with pytest.raises(IndexNotReady):
        IndexHandle(engine, settings_of(database_url, server, redis_url)).now()


def test_a_cluster_without_an_address_is_refused() -> None:
    with pytest.raises(ValidationError, match="FOVEA_OPENSEARCH_URL"):
        IndexSettings(image_index="opensearch")
