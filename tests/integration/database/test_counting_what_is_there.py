"""The migration that brings counts counts the lists that are there already: once, whatever kills it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event, func, select, text

from fovea import packing
from fovea.database import favorite_folding, migrations
from fovea.database.engine import migrate, open_engine
from fovea.database.tables import favorite_changes
from tests.integration.database.counted import assert_exact

LISTS = 2_100


class KilledError(Exception):
    """The process that migrates is killed here."""


def migrate_and_be_killed(engine: Engine, beginning: str, *, after: bool) -> None:
    """Migrate, and die at a statement that begins like this: before it, or after it was carried out."""

    def kill(_c: object, _k: object, statement: str, *_: object) -> None:
        if statement.startswith(beginning):
            raise KilledError(statement)

    name = "after_cursor_execute" if after else "before_cursor_execute"
    event.listen(engine, name, kill)
    try:
        with pytest.raises(KilledError):
            migrations.upgrade(engine)
    finally:
        event.remove(engine, name, kill)


@pytest.fixture
def older(empty_database_url: str) -> Iterator[Engine]:
    """A database as the version before left it: lists of favourites, and an empty one."""
    engine = open_engine(empty_database_url)
    migrations.upgrade(engine, "0001")
    people = [{"id": number, "name": f"{number}@N00"} for number in range(1, LISTS + 2)]
    lists = [
        {"account": number, "count": 3, "posts": packing.pack(faved)}
        for number in range(1, LISTS + 1)
        for faved in [packing.sorted_numbers([number % 50 + 1, number % 50 + 20_000, number + 60])]
    ]
    columns = "account_id, count, posts, pulled_at"
    with engine.begin() as connection:
        connection.execute(
            text("INSERT INTO accounts (id, source, external_id) VALUES (:id, 'flickr', :name)"), people
        )
        connection.execute(
            text(f"INSERT INTO favorite_lists ({columns}) VALUES (:account, :count, :posts, 1)"), lists
        )
        connection.execute(text(f"INSERT INTO favorite_lists ({columns}) VALUES ({LISTS + 1}, 0, '', 0)"))
    yield engine
    engine.dispose()


def changes(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(favorite_changes)) or 0)


def test_lists_that_are_there_are_counted(older: Engine) -> None:
    migrations.upgrade(older)
    assert changes(older) == LISTS
    assert_exact(older)
    assert favorite_folding.fold(older) == LISTS
    assert changes(older) == 0
    assert_exact(older)


@pytest.mark.parametrize(
    ("beginning", "after"),
    [
        ("\nCREATE TABLE IF NOT EXISTS favorite_counts", True),
        ("\nCREATE TABLE IF NOT EXISTS post_fingerprints", False),
        ("INSERT INTO favorite_changes", False),
        ("INSERT INTO favorite_changes", True),
        ("UPDATE alembic_version", True),
    ],
)
def test_a_migration_that_was_killed_counts_them_once_when_it_is_carried_on(
    older: Engine, empty_database_url: str, beginning: str, *, after: bool
) -> None:
    migrate_and_be_killed(older, beginning, after=after)
    migrate(empty_database_url)
    assert changes(older) == LISTS
    assert_exact(older)


def test_going_back_and_forth_counts_them_anew(older: Engine) -> None:
    migrations.upgrade(older)
    favorite_folding.fold(older)
    migrations.downgrade(older, "0001")
    migrations.upgrade(older)
    assert_exact(older)
    assert favorite_folding.repair(older) == 0
