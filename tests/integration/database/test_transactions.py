"""Transactions are kept whole or repeated whole, whatever the database does to them."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import IntegrityError

from fovea.database import accounts, dialects
from fovea.database.engine import in_transaction, open_engine, read, write
from fovea.errors import DatabaseUnavailable
from fovea.messages import AccountRecord
from tests.harness.databases import SQLiteDatabases
from tests.harness.mariadb import MariaDB


@pytest.fixture
def sqlite_url(_sqlite_databases: SQLiteDatabases, tmp_path: Path) -> str:
    return _sqlite_databases.migrated(tmp_path / "db.sqlite3")


def names(engine: Engine) -> list[str]:
    with read(engine) as connection:
        return list(connection.scalars(text("SELECT external_id FROM accounts ORDER BY external_id")))


def add(connection: Connection, *external_ids: str) -> None:
    records = [AccountRecord(external_id=name) for name in external_ids]
    accounts.upsert_many(connection, "flickr", records, at=0)


def rename(connection: Connection, external_id: str) -> None:
    connection.execute(
        text("UPDATE accounts SET username = 'x' WHERE source = 'flickr' AND external_id = :name"),
        {"name": external_id},
    )


def test_after_a_deadlock_the_rows_written_before_it_are_written_again(on_mariadb: Engine) -> None:
    """The older system repeated only the last statement; the server had rolled back all of them."""
    engine = on_mariadb
    in_transaction(engine, lambda connection: add(connection, "left", "right"))
    both_hold_one = threading.Barrier(2, timeout=20)
    attempts: list[str] = []

    def work(mine: str, first: str, second: str) -> None:
        def function(connection: Connection) -> None:
            attempts.append(mine)
            add(connection, f"{mine} 1", f"{mine} 2")
            rename(connection, first)
            if attempts.count(mine) == 1:
                both_hold_one.wait()
            rename(connection, second)
            add(connection, f"{mine} 3")

        in_transaction(engine, function)

    threads = [
        threading.Thread(target=work, args=arguments)
        for arguments in (("one", "left", "right"), ("two", "right", "left"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(attempts) > 2, "there was no deadlock"
    assert names(engine) == ["left", *(f"one {n}" for n in "123"), "right", *(f"two {n}" for n in "123")]


def test_a_connection_lost_before_the_commit_costs_nothing(on_mariadb: Engine, mariadb: MariaDB) -> None:
    attempts: list[int] = []

    def function(connection: Connection) -> None:
        add(connection, "before")
        attempts.append(connection.scalar(text("SELECT CONNECTION_ID()")) or 0)
        if len(attempts) == 1:
            mariadb.execute(f"KILL {attempts[0]}")
        add(connection, "after")

    in_transaction(on_mariadb, function)
    assert len(attempts) == 2
    assert names(on_mariadb) == ["after", "before"]


def test_a_connection_found_dead_in_the_pool_is_replaced(on_mariadb: Engine, mariadb: MariaDB) -> None:
    with read(on_mariadb) as connection:
        number = connection.scalar(text("SELECT CONNECTION_ID()"))
    mariadb.execute(f"KILL {number}")
    assert names(on_mariadb) == []


@pytest.mark.parametrize("idempotent", [True, False])
def test_a_connection_lost_in_the_commit_is_tried_again_only_where_twice_is_once(
    on_mariadb: Engine, mariadb: MariaDB, idempotent: bool
) -> None:
    attempts: list[int] = []

    @event.listens_for(on_mariadb, "commit")
    def break_the_first(connection: Connection) -> None:
        if len(attempts) == 1:
            mariadb.execute(f"KILL {connection.connection.driver_connection.thread_id()}")  # type: ignore[union-attr]

    def function(connection: Connection) -> None:
        attempts.append(1)
        add(connection, "a")

    if idempotent:
        in_transaction(on_mariadb, function, idempotent=True)
        assert (len(attempts), names(on_mariadb)) == (2, ["a"])
    else:
        with pytest.raises(DatabaseUnavailable):
            in_transaction(on_mariadb, function)
        assert len(attempts) == 1


def test_writers_in_sqlite_wait_for_each_other_also_after_reading(sqlite_url: str) -> None:
    """With plain BEGIN, a transaction that has read cannot write any more when another one has."""
    engine = open_engine(sqlite_url)
    in_transaction(engine, lambda connection: add(connection, "count"))

    def work() -> None:
        for _ in range(20):

            def function(connection: Connection) -> None:
                count = connection.scalar(text("SELECT state_at FROM accounts")) or 0
                connection.execute(text("UPDATE accounts SET state_at = :count"), {"count": count + 1})

            in_transaction(engine, function)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with read(engine) as connection:
        assert connection.scalar(text("SELECT state_at FROM accounts")) == 80


def test_a_database_that_stays_busy_is_told_as_unavailable(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialects, "BUSY_TIMEOUT_MILLISECONDS", 20)
    engine = open_engine(sqlite_url)
    with write(engine), pytest.raises(DatabaseUnavailable):
        in_transaction(engine, lambda connection: add(connection, "a"), attempts=2)


def test_a_server_that_is_not_there_is_told_as_unavailable() -> None:
    engine = open_engine("mysql+pymysql://nobody:nothing@127.0.0.1:9/nowhere")
    with pytest.raises(DatabaseUnavailable), read(engine):
        pass
    with pytest.raises(DatabaseUnavailable):
        in_transaction(engine, lambda _: None, attempts=2)


def test_a_function_that_fails_leaves_nothing_and_is_not_repeated(engine: Engine) -> None:
    attempts: list[int] = []

    def function(connection: Connection) -> None:
        attempts.append(1)
        add(connection, "a")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        in_transaction(engine, function)
    assert (len(attempts), names(engine)) == (1, [])


def test_a_commit_that_fails_leaves_no_open_transaction_behind(engine: Engine) -> None:
    """The next user of the pooled connection would write into it, or could not begin its own."""
    failures: list[int] = []

    @event.listens_for(engine, "commit")
    def fail_once(_: Connection) -> None:
        if not failures:
            failures.append(1)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        in_transaction(engine, lambda connection: add(connection, "a"))
    in_transaction(engine, lambda connection: add(connection, "b"))
    assert names(engine) == ["b"]


def test_a_fault_in_the_statement_is_no_reason_to_repeat_it(engine: Engine) -> None:
    attempts: list[int] = []

    def function(connection: Connection) -> None:
        attempts.append(1)
        connection.execute(text("INSERT INTO follows (account_id, followee_id) VALUES (1, 2)"))

    with pytest.raises(IntegrityError):
        in_transaction(engine, function)
    assert len(attempts) == 1


def test_values_that_do_not_fit_are_refused_and_not_cut(on_mariadb: Engine) -> None:
    with pytest.raises(Exception, match="too long"), write(on_mariadb) as connection:
        connection.execute(
            text("INSERT INTO accounts (source, external_id, username) VALUES ('s', 'e', :name)"),
            {"name": "x" * 256},
        )


def test_outside_ids_are_compared_byte_by_byte(engine: Engine) -> None:
    different = ["abc", "ABC", "abc ", "äbc", "a\u0308bc"]
    numbers = in_transaction(
        engine,
        lambda connection: accounts.upsert_many(
            connection, "flickr", [AccountRecord(external_id=name) for name in different], at=0
        ),
    )
    assert len(set(numbers.values())) == len(different)
    with read(engine) as connection:
        assert accounts.ids_of(connection, "flickr", different) == numbers
