"""Insert-or-update in both dialects."""

import pytest
from sqlalchemy import Engine, select

from fovea.database.engine import read, write
from fovea.database.tables import accounts, follows
from fovea.database.upsert import MOST_BYTES, in_parts, insert_ignore, upsert


def account(name: str, username: str | None = None) -> dict[str, str | None]:
    return {"source": "flickr", "external_id": name, "username": username}


def test_rows_that_are_there_stay_and_the_new_ones_are_told(engine: Engine) -> None:
    with write(engine) as connection:
        returning = (accounts.c.external_id,)
        assert [
            row[0] for row in insert_ignore(connection, accounts, [account("a")], returning=returning)
        ] == ["a"]
        told = insert_ignore(
            connection, accounts, [account("a", "x"), account("b", "x")], returning=returning
        )
        assert [row[0] for row in told] == ["b"]
        assert insert_ignore(connection, accounts, [], returning=returning) == []
    with read(engine) as connection:
        names = connection.execute(select(accounts.c.external_id, accounts.c.username)).all()
    assert [tuple(row) for row in names] == [("a", None), ("b", "x")]


def test_thousands_of_rows_are_told_apart(engine: Engine) -> None:
    with write(engine) as connection:
        half = [account(str(number)) for number in range(0, 5_000, 2)]
        insert_ignore(connection, accounts, half, returning=(accounts.c.id,))
        every = [account(str(number)) for number in range(5_000)]
        told = insert_ignore(connection, accounts, every, returning=(accounts.c.external_id,))
    assert sorted(int(row[0]) for row in told) == list(range(1, 5_000, 2))


def test_only_duplicates_are_ignored(engine: Engine) -> None:
    """INSERT IGNORE would let a row without its parent, or a text that is too long, pass without a word."""
    with pytest.raises(Exception, match=r"(?i)foreign key"), write(engine) as connection:
        insert_ignore(
            connection,
            follows,
            [{"account_id": 1, "followee_id": 2}],
            returning=(follows.c.account_id,),
        )


def test_upsert_changes_the_named_columns_only(engine: Engine) -> None:
    with write(engine) as connection:
        upsert(
            connection, accounts, [account("a", "one")], update=["username"], key=["source", "external_id"]
        )
        rows = [account("a", "two"), account("b", "two")]
        upsert(connection, accounts, rows, update=["username"], key=["source", "external_id"])
        upsert(connection, accounts, [], update=["username"])
        upsert(
            connection,
            accounts,
            [account("a", "three") | {"real_name": "R"}],
            update=["real_name"],
            key=["source", "external_id"],
        )
    with read(engine) as connection:
        found = connection.execute(
            select(accounts.c.external_id, accounts.c.username, accounts.c.real_name)
        ).all()
    assert [tuple(row) for row in found] == [("a", "two", "R"), ("b", "two", None)]


def test_parts_are_as_large_as_may_be_and_lose_nothing() -> None:
    items = list(range(2_500))
    assert [len(part) for part in in_parts(items)] == [1_000, 1_000, 500]
    assert [len(part) for part in in_parts(items, columns=60)] == [500] * 5
    assert [one for part in in_parts(items, most=7) for one in part] == items
    assert list(in_parts([])) == []


def test_large_rows_make_smaller_parts() -> None:
    sizes = [MOST_BYTES // 3, MOST_BYTES // 3, MOST_BYTES // 3 + 5, MOST_BYTES * 2, 1, 1]
    assert [list(part) for part in in_parts(list("abcdef"), sizes=sizes)] == [
        ["a", "b"],
        ["c"],
        ["d"],
        ["e", "f"],
    ]
    assert list(in_parts([], sizes=[])) == []
