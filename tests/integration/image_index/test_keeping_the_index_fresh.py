"""The index of a process is as fresh as the database, whoever makes its segments and however they end."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, update

from api_server.image_index import IndexHandle, IndexNotReady, handle, keeping
from api_server.image_index.building import build, copy_when_due
from api_server.image_index.settings import IndexSettings
from fovea.database import index_rows
from fovea.database.engine import open_engine, read
from fovea.database.library_tables import images, library_version
from fovea.image_index import ImageIndex, copies
from fovea.image_index.folder import SegmentFolder
from fovea.storage import open_storage
from tests.integration.database.bare_images import changing
from tests.integration.database.test_index_rows import come, seen_by
from tests.integration.database.varied import set_state
from tests.integration.image_index.patience import eventually

# What begins child processes takes seconds, and the same ones whatever the database.
on_sqlite = pytest.mark.parametrize("database_dialect", ["sqlite"])


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> IndexSettings:
    return IndexSettings(
        database_url=SecretStr(database_url),
        index_folder=str(tmp_path / "index"),
        storage_url=str(tmp_path / "objects"),
        metrics="off",
    )


@pytest.fixture
def _every_library_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make segments of a few images, and new ones after a few changes."""
    monkeypatch.setattr(keeping, "FEW", 3)
    monkeypatch.setattr(keeping, "_BESIDE_LEAST", 3)


@pytest.fixture
def _always_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the database at each search."""
    monkeypatch.setattr(handle, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(handle, "PATIENCE_SECONDS", 5.0)


@pytest.fixture
def index(engine: Engine, settings: IndexSettings) -> Iterator[IndexHandle]:
    index = IndexHandle(engine, settings)
    yield index
    index.stop()


def ids_in(index: ImageIndex) -> list[int]:
    return sorted(index.nearest("phash", 0, 10_000).ids.tolist())


def ready(engine: Engine) -> list[int]:
    return [int(number) for page in index_rows.pages(engine) for number in page.ids]


@pytest.mark.usefixtures("_always_looking")
def test_what_comes_goes_and_changes_is_found_so_at_the_next_search(
    engine: Engine, index: IndexHandle
) -> None:
    chance = random.Random(1)
    assert index.now().size == 0
    first = seen_by(chance)
    one, other = come(engine, [first, seen_by(chance)], rating=0)
    assert index.now().nearest("phash", first.phash, 1).ids.tolist() == [one]
    changing(engine, lambda connection: set_state(connection, [one], "removed"))
    assert ids_in(index.now()) == [other]
    changing(engine, lambda connection: _rate(connection, other, 3))
    assert index.now().facts([other])[other].rating == 3
    changing(engine, lambda connection: set_state(connection, [one], "ready"))
    assert ids_in(index.now()) == [one, other]


def test_within_a_second_the_database_is_not_asked_again(engine: Engine, index: IndexHandle) -> None:
    view = index.now()
    assert index.now() is view
    come(engine, [seen_by(random.Random(2))])
    assert eventually(index, lambda now: now.size == 1) is not view


@on_sqlite
@pytest.mark.usefixtures("_every_library_is_large", "_always_looking")
def test_a_child_makes_the_segment_of_a_large_library_and_changes_lie_beside_it(
    engine: Engine, index: IndexHandle, settings: IndexSettings
) -> None:
    chance = random.Random(3)
    images_of = [seen_by(chance, with_pdq=number % 2 == 0) for number in range(8)]
    made = come(engine, images_of)
    now = eventually(index, lambda now: now.size == 8)
    (path,) = settings.index_place.glob("*.segment")
    assert settings.index_place.stat().st_mode & 0o777 == 0o700
    assert now.facts(made)[made[1]].fingerprints == images_of[1]
    changing(engine, lambda connection: set_state(connection, made[:2], "removed"))
    new = come(engine, [seen_by(chance)])
    assert ids_in(index.now()) == [*made[2:], *new]
    assert list(settings.index_place.glob("*.segment")) == [path]
    more = come(engine, [seen_by(chance) for _ in range(4)])
    eventually(index, lambda _: list(settings.index_place.glob("*.segment")) != [path])
    now = eventually(index, lambda now: len(getattr(now, "changed", [0])) == 0)
    assert ids_in(now) == ready(engine) == [*made[2:], *new, *more]


@on_sqlite
@pytest.mark.usefixtures("_every_library_is_large")
def test_while_the_first_segment_is_made_searches_are_told_so_at_once(
    engine: Engine, index: IndexHandle, settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handle, "FIRST_PATIENCE_SECONDS", 0.1)
    come(engine, [seen_by(random.Random(4)) for _ in range(5)])
    folder = SegmentFolder(settings.index_place)
    folder.make()
    right = folder.lock()  # as if another worker's child were at work
    assert right is not None
    for _ in range(3):
        began = time.monotonic()
        with pytest.raises(IndexNotReady):
            index.now()
        assert time.monotonic() - began < 2.0
    os.close(right)
    assert eventually(index, lambda now: now.size == 5).version > 0


@on_sqlite
@pytest.mark.usefixtures("_every_library_is_large", "_always_looking")
def test_a_builder_that_is_killed_leaves_nothing_and_another_one_finishes(
    engine: Engine, index: IndexHandle, settings: IndexSettings
) -> None:
    made = come(engine, [seen_by(random.Random(5)) for _ in range(6)])
    killed = threading.Event()

    while not killed.is_set():
        try:
            index.now()
        except IndexNotReady:
            child = index._builder._child
            if child is not None:
                os.kill(child.pid, signal.SIGKILL)
                killed.set()
    now = eventually(index, lambda now: now.size == 6)
    assert ids_in(now) == made
    assert [file.suffix for file in sorted(settings.index_place.iterdir())] == [".segment", ".lock"]


@on_sqlite
@pytest.mark.usefixtures("_every_library_is_large", "_always_looking")
def test_a_damaged_segment_is_made_anew(engine: Engine, settings: IndexSettings) -> None:
    made = come(engine, [seen_by(random.Random(6)) for _ in range(6)])
    folder = SegmentFolder(settings.index_place)
    folder.make()
    segment = build(engine, lambda: open_storage(settings), folder.path, settings.index_origin)
    body = bytearray(segment.path.read_bytes())
    body[70_000] ^= 1
    segment.path.chmod(0o600)
    segment.path.write_bytes(body)
    index = IndexHandle(engine, settings)
    assert ids_in(eventually(index, lambda now: now.size == 6)) == made
    assert folder.newest() != segment.path
    index.stop()


@on_sqlite
@pytest.mark.usefixtures("_every_library_is_large", "_always_looking")
def test_a_segment_from_the_future_of_a_database_that_was_set_back_is_not_believed(
    engine: Engine, settings: IndexSettings
) -> None:
    made = come(engine, [seen_by(random.Random(7)) for _ in range(6)])
    folder = SegmentFolder(settings.index_place)
    folder.make()
    build(engine, lambda: open_storage(settings), folder.path, settings.index_origin)
    with engine.begin() as connection:
        connection.execute(update(library_version).values(version=0))
        connection.execute(update(images).where(images.c.id == made[0]).values(state="removed"))
        connection.execute(update(images).values(version=0))
    index = IndexHandle(engine, settings)
    assert ids_in(eventually(index, lambda now: now.version == 0)) == made[1:]
    index.stop()


def test_a_new_machine_begins_from_the_copy_and_reads_what_has_changed_since(
    engine: Engine, settings: IndexSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "ROWS_OF_A_PART", 10)
    chance = random.Random(8)
    made = come(engine, [seen_by(chance) for _ in range(30)])
    storage, origin = open_storage(settings), settings.index_origin
    first = SegmentFolder(tmp_path / "first")
    first.make()
    segment = build(engine, lambda: storage, first.path, origin)
    copy_when_due(lambda: storage, segment, origin, seconds=3_600)
    made_at = copies.newest(storage, origin)
    copy_when_due(lambda: storage, segment, origin, seconds=3_600)
    assert copies.newest(storage, origin) == made_at  # it is young enough
    changing(engine, lambda connection: set_state(connection, made[:1], "removed"))
    new = come(engine, [seen_by(chance)])

    def read_all(*_: object, **__: object) -> None:
        raise AssertionError("all rows are read from the database")

    monkeypatch.setattr(index_rows, "pages", read_all)
    second = SegmentFolder(tmp_path / "second")
    second.make()
    again = build(engine, lambda: storage, second.path, origin)
    assert again.part.ids.tolist() == [*made[1:], *new]
    with read(engine) as connection:
        changes = index_rows.changed(connection, again.version, most=1)
    assert changes is not None
    assert not len(changes.ids)


@pytest.mark.parametrize("error", [OSError("away"), KeyError("a fault of ours")])
def test_searches_go_on_with_what_there_is_and_the_index_recovers(
    engine: Engine, index: IndexHandle, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    come(engine, [seen_by(random.Random(9))])
    view = eventually(index, lambda now: now.size == 1)
    monkeypatch.setattr(handle, "FRESH_SECONDS", 0.0)

    def fails(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(index_rows, "changed", fails)
        assert index.now() is view
    come(engine, [seen_by(random.Random(10))])
    eventually(index, lambda now: now.size == 2)


def _rate(connection: Connection, image_id: int, rating: int) -> None:
    version = connection.execute(library_version.select()).one().version
    connection.execute(update(images).where(images.c.id == image_id).values(rating=rating, version=version))
