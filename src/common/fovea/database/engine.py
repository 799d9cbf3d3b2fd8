"""The way to the database: engines, transactions that are repeated as a whole, and migrations.

The same code runs on MariaDB (PyMySQL) and on SQLite. `read` and `write` are one transaction each;
`in_transaction` repeats the whole function when the database gave its transaction up. InnoDB rolls back
everything on a deadlock, so repeating only the last statement, as is often done, silently loses the rows
before it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from fovea import metrics
from fovea.backoff import delay_seconds
from fovea.database import migrations
from fovea.database.dialects import is_connection_lost, open_engine, was_rolled_back
from fovea.errors import DatabaseUnavailable
from fovea.settings import DatabaseSettings

__all__ = ["connect", "in_transaction", "migrate", "open_engine", "read", "write"]

ATTEMPTS = 8
_FIRST_PAUSE_SECONDS = 0.05
_LONGEST_PAUSE_SECONDS = 2.0

Answer = TypeVar("Answer")


def connect(settings: DatabaseSettings) -> Engine:
    """The engine that the settings name. Make it after forking: its connections belong to one process."""
    return open_engine(settings.database_url.get_secret_value(), pool_size=settings.database_pool_size)


@contextmanager
def read(engine: Engine) -> Iterator[Connection]:
    """A connection for reading, in one transaction. Raises `DatabaseUnavailable` when it breaks."""
    with _translated(), engine.connect() as connection:
        yield connection


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    """A connection for writing: committed at the end of the block, rolled back when that raises.

    Raises `DatabaseUnavailable` when the connection breaks or the database gives the transaction up.
    """
    with _translated(), _transaction(engine) as connection:
        yield connection


def in_transaction(
    engine: Engine,
    function: Callable[[Connection], Answer],
    *,
    idempotent: bool = False,
    attempts: int = ATTEMPTS,
) -> Answer:
    """The answer of `function(connection)`, whose transaction is committed.

    The whole function is called again, on a new transaction, when the database rolled it back (deadlock, lock
    wait timeout, SQLite busy) or the connection was lost before the commit; up to `attempts` times, with
    growing pauses and jitter. When the connection breaks during the commit, nobody knows whether it took
    place: then it is called again only if it is `idempotent`, which means that doing it twice is the same as
    doing it once. Raises `DatabaseUnavailable` when it cannot be done for such reasons.
    """
    with _translated():
        for attempt in range(attempts - 1):
            committing = False
            try:
                with _transaction(engine) as connection:
                    answer = function(connection)
                    committing = True
                return answer
            except DBAPIError as error:
                lost = is_connection_lost(error) and (idempotent or not committing)
                if not (lost or was_rolled_back(error)):
                    raise
                metrics.count("database_retries")
            time.sleep(delay_seconds(attempt, first=_FIRST_PAUSE_SECONDS, longest=_LONGEST_PAUSE_SECONDS))
        with _transaction(engine) as connection:
            return function(connection)


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(fovea_writes=True) as connection:
        transaction = connection.begin()
        try:
            yield connection
        except BaseException:
            transaction.rollback()
            raise
        try:
            transaction.commit()
        except BaseException:
            # SQLAlchemy would put the connection back into the pool with the transaction still open.
            connection.invalidate()
            raise


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        metrics.count("database_errors")
        if is_connection_lost(error) or was_rolled_back(error):
            raise DatabaseUnavailable(f"The database: {error.orig}") from error
        raise


def migrate(url: str) -> None:
    """Bring the database's schema to the newest form, creating it when there is none.

    Safe when several processes call it at once: one migrates, the others wait and find the work done.
    """
    engine = open_engine(url, pool_size=1)
    try:
        migrations.upgrade(engine)
    finally:
        engine.dispose()
