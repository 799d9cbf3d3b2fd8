"""Changes of the schema, in order, run by alembic: up, down, and up again, on both databases, with data.

To add one: change `fovea/database/tables.py`, then write `versions/<number>_<what>.py`. A test compares the
schema that the migrations make with the tables.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from fovea.database.dialects import is_sqlite

_LOCK_SECONDS = 120


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`, while no other process changes it."""
    _alone(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Bring the schema down to `revision` (`base`: no tables), while no other process changes it."""
    _alone(engine, lambda config: command.downgrade(config, revision))


def configuration() -> Config:
    """Alembic's configuration, without a file: the scripts are beside this module."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The newest revision that there is a script for."""
    return str(ScriptDirectory.from_config(configuration()).get_current_head())


def _alone(engine: Engine, step: Callable[[Config], None]) -> None:
    with engine.connect() as connection, _lock(connection):
        config = configuration()
        config.attributes["connection"] = connection
        step(config)


def _lock(connection: Connection) -> AbstractContextManager[None]:
    return _lock_sqlite(connection) if is_sqlite(connection) else _lock_mariadb(connection)


@contextmanager
def _lock_sqlite(connection: Connection) -> Iterator[None]:
    """One transaction that keeps other writers out. SQLite's data definition is transactional: all steps or
    none.
    """
    # A table that is rebuilt would break the foreign keys of others meanwhile, so they are checked at the
    # end. The switch works outside transactions only, hence on the driver's connection.
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.execution_options(fovea_writes=True).begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration leaves {len(broken)} rows whose foreign key leads nowhere")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _lock_mariadb(connection: Connection) -> Iterator[None]:
    """A named lock. It belongs to the session, so it outlives the commits that data definition implies."""
    name = {"name": connection.scalar(text("SELECT CONCAT('fovea-migrate:', DATABASE())"))}
    got = connection.scalar(text("SELECT GET_LOCK(:name, :seconds)"), name | {"seconds": _LOCK_SECONDS})
    if got != 1:
        raise TimeoutError(
            f"another process has been migrating this database for over {_LOCK_SECONDS} seconds"
        )
    connection.commit()
    try:
        yield
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(text("SELECT RELEASE_LOCK(:name)"), name)
        connection.commit()
