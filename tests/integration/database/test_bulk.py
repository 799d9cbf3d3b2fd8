"""Statements written out by hand: what is written is what is read."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import IntegrityError

from fovea.database import bulk
from fovea.database.engine import read, write
from fovea.database.tables import accounts, favorite_lists, posts

NASTY = [
    "it's",
    "back\\slash",
    "\\'; DROP TABLE posts; -- ",
    "percent %s %(a)s",
    ":colon",
    "🦩",
    "a\nb",
    '"',
    "%",
    "\\",
]


@pytest.fixture
def owner(engine: Engine) -> int:
    with write(engine) as connection:
        bulk.insert(connection, accounts, ("id", "source", "external_id"), [(1, "flickr", "owner")])
    return 1


def test_texts_come_back_whatever_is_in_them(engine: Engine, owner: int) -> None:
    rows = [("flickr", str(n), owner, nasty, "", n) for n, nasty in enumerate(NASTY)]
    columns = ("source", "external_id", "owner_id", "title", "url", "digest")
    with write(engine) as connection:
        bulk.insert_numbered(connection, posts, columns, rows)
    wanted = [str(n) for n in range(99)]
    with read(engine) as connection:
        stored = connection.execute(select(posts.c.title).order_by(posts.c.id)).scalars().all()
        found = bulk.look_up(connection, posts, "flickr", wanted, columns=("id", "digest"))
    assert stored == NASTY
    assert sorted(int(digest) for _, digest, _ in found) == list(range(len(NASTY)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.binary(max_size=30), st.integers(-(2**63), 2**63 - 1))
def test_values_written_out_are_read_as_they_were(
    on_mariadb: Engine, word: str, blob: bytes, number: int
) -> None:
    values = ", ".join(map(bulk.literal, (word, blob, number, None)))
    with read(on_mariadb) as connection:
        row = connection.exec_driver_sql(f"SELECT {values}", execution_options={"no_parameters": True}).one()
    assert tuple(row) == (word, blob, number, None)


@pytest.mark.parametrize("nasty", ["a b", "it's", "trailing ", "%s", "ä", "\\n"])
def test_outside_ids_are_found_whatever_is_in_them(engine: Engine, nasty: str) -> None:
    with write(engine) as connection:
        bulk.insert(connection, accounts, ("source", "external_id"), [("flickr", nasty), ("flickr", "other")])
    with read(engine) as connection:
        found = bulk.look_up(connection, accounts, "flickr", [nasty], columns=("id",))
        assert bulk.look_up(connection, accounts, "it's", [nasty], columns=("id",)) == []
    assert [name for _, name in found] == [nasty]


@pytest.mark.parametrize("length", [65, 256, 5_000])
def test_an_outside_id_that_cannot_be_stored_is_not_found_and_hides_no_other(
    engine: Engine, length: int
) -> None:
    with write(engine) as connection:
        bulk.insert(connection, accounts, ("source", "external_id"), [("flickr", "x" * 64), ("flickr", "y")])
    with read(engine) as connection:
        found = bulk.look_up(connection, accounts, "flickr", ["x" * length, "y"], columns=("id",))
    assert [name for _, name in found] == ["y"]


def test_ten_thousand_are_looked_up_at_once(engine: Engine) -> None:
    names = [f"account number {number:05}" for number in range(10_000)]
    with write(engine) as connection:
        bulk.insert(connection, accounts, ("source", "external_id"), [("flickr", name) for name in names])
    with read(engine) as connection:
        found = bulk.look_up(connection, accounts, "flickr", names, columns=("id",))
    assert sorted(name for _, name in found) == names


def test_rows_that_are_there_are_an_error_unless_they_are_to_be_updated(engine: Engine, owner: int) -> None:
    columns = ("account_id", "count", "posts", "pulled_at")
    with write(engine) as connection:
        bulk.insert(connection, favorite_lists, columns, [(owner, 1, b"\x00'\\", 1)])
    with pytest.raises(IntegrityError), write(engine) as connection:
        bulk.insert(connection, favorite_lists, columns, [(owner, 2, b"", 2)])
    with write(engine) as connection:
        bulk.insert(connection, favorite_lists, columns, [(owner, 2, b"\xff", 2)], update=("count", "posts"))
        bulk.insert(connection, favorite_lists, columns, [], update=("count",))
    with read(engine) as connection:
        stored = connection.execute(text("SELECT count, posts, pulled_at FROM favorite_lists")).one()
    assert tuple(stored) == (2, b"\xff", 1)
