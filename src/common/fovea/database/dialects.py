"""How a connection is set up on each of the two databases, and which of their errors mean "try again"."""

import sqlite3
import time
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

BUSY_TIMEOUT_MILLISECONDS = 30_000

# Strict: a value that does not fit is an error, never quietly cut.
_SQL_MODE = "STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"

# No warning goes unseen; long lists of ids come in one text, and are searched by index however long they are.
_SESSION = (
    "SET SESSION max_error_count=65535, group_concat_max_len=67108864, in_predicate_conversion_threshold=0"
)

# https://mariadb.com/kb/en/mariadb-error-code-reference/
_ROLLED_BACK = frozenset(
    {1205, 1213, 1020}
)  # lock wait timeout, deadlock, record changed under snapshot isolation
_CONNECTION_LOST = frozenset({1053, 1077, 1079, 1927, 2003, 2006, 2013, 2055, 4031})
_READ_ONLY_FOR_NOW = frozenset({1290, 1792, 1836})  # a replica that is being promoted
DUPLICATE = frozenset({1062, 1586})  # of a key; of a key, told by its name


class _DbapiConnection(Protocol):
    isolation_level: Any

    def execute(self, statement: str, /) -> sqlite3.Cursor: ...


def open_engine(url: str | URL, *, pool_size: int = 10) -> Engine:
    """An engine for `sqlite:///file` or `mysql+pymysql://user:password@host/name`."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed, pool_size=pool_size)
    return create_engine(
        parsed,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_recycle=1_800,
        connect_args={
            "charset": "utf8mb4",
            "connect_timeout": 10,
            "read_timeout": 120,
            "write_timeout": 120,
            "sql_mode": _SQL_MODE,
            "init_command": _SESSION,
        },
    )


def _open_sqlite(url: URL, *, pool_size: int) -> Engine:
    if not url.database or url.database == ":memory:":
        raise ValueError(
            "SQLite needs a file, because several connections share the database: sqlite:///file"
        )
    Path(url.database).absolute().parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        connect_args={"timeout": BUSY_TIMEOUT_MILLISECONDS / 1_000, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: _DbapiConnection, _record: object) -> None:
        # The driver must not begin transactions by itself: ours say whether they are going to write.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MILLISECONDS}")
        _use_write_ahead_log(connection)
        # With a write-ahead log, NORMAL survives a killed process; only a power cut may lose the newest
        # commits.
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-65536")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later could not wait for another writer: it would fail at
        # once.
        writes = connection.get_execution_options().get("fovea_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_write_ahead_log(connection: _DbapiConnection) -> None:
    """Switch to WAL. SQLite does not wait for other connections here, whatever the busy timeout says."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MILLISECONDS / 1_000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def is_sqlite(connection: Connection | Engine) -> bool:
    """Whether this is a connection to SQLite; else it is one to MariaDB."""
    return connection.dialect.name == "sqlite"


def was_rolled_back(error: DBAPIError) -> bool:
    """Whether the database gave the transaction up (deadlock, lock wait, busy): nothing of it was kept."""
    if isinstance(error.orig, sqlite3.OperationalError):
        return error.orig.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return _number(error) in _ROLLED_BACK | _READ_ONLY_FOR_NOW


def is_connection_lost(error: DBAPIError) -> bool:
    """Whether the connection broke: uncommitted work is lost, of a commit under way nothing is known."""
    return error.connection_invalidated or _number(error) in _CONNECTION_LOST


def is_duplicate(error: DBAPIError) -> bool:
    """Whether a row was refused because its unique key is there already."""
    if isinstance(error.orig, sqlite3.IntegrityError):
        return error.orig.sqlite_errorcode in {
            sqlite3.SQLITE_CONSTRAINT_UNIQUE,
            sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
            sqlite3.SQLITE_CONSTRAINT_ROWID,
        }
    return _number(error) in DUPLICATE


def _number(error: DBAPIError) -> int | None:
    arguments = getattr(error.orig, "args", ())
    return arguments[0] if arguments and isinstance(arguments[0], int) else None
