"""SQLite: a copy by SQLite's own backup, and putting one in the place of the present file."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import URL

from fovea.database.backups.dumped import TELLING_TABLES, VERSION_TABLE, Dumped
from fovea.database.backups.note import BackupRefused
from fovea.database.backups.streams import compress, pieces_of, sync_folder

FILE = "database.sqlite3.zst"
RESTORING = ".restoring"
REPLACED = ".before-restore"
_PATIENCE_SECONDS = 30.0
_ROOM = 1.6  # the copy and, beside it, the compressed one


def dump(url: URL, folder: Path) -> Dumped:
    """Copy the database as it is at one moment. Writers go on: the copy is read in one transaction, which in
    WAL mode holds nobody up.
    """
    source = path_of(url)
    if not source.is_file():
        raise BackupRefused(f"There is no database at {source}. `fovea up` makes one.")
    needed = source.stat().st_size * _ROOM
    if shutil.disk_usage(folder).free < needed:
        message = f"There is not enough room in {folder.parent}: about {needed / 1e6:,.0f} MB are needed."
        raise BackupRefused(message)
    copy = folder / "database.sqlite3"
    try:
        with _opened(source) as original, _opened(copy, create=True) as target:
            original.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, that needs none beside it
        tables, revision = look_into(copy)
    except sqlite3.Error as error:
        raise BackupRefused(f"The database {source} cannot be copied: {error}.") from error
    written = compress(pieces_of(copy), folder / FILE)
    copy.unlink()
    return Dumped("sqlite", revision, FILE, written, dict(tables))


def look_into(path: Path) -> tuple[dict[str, int], str]:
    """The tables of a database with their rows, and the revision of its form. Raises `BackupRefused` unless
    all of it is whole (`PRAGMA integrity_check`).
    """
    try:
        with _opened(path) as connection:
            told = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            if told != ["ok"]:
                raise BackupRefused(f"The copy of the database is damaged: {'; '.join(told)}.")
            names = _tables(connection)
            rows = {name: _count(connection, name) for name in names}
            revision = _revision(connection, names)
    except sqlite3.Error as error:
        raise BackupRefused(f"The copy of the database is damaged: {error}.") from error
    return rows, revision


def holds_something(url: URL) -> bool:
    """Whether there is a database that somebody would miss."""
    path = path_of(url)
    if not path.is_file() or path.stat().st_size == 0:
        return False
    try:
        with _opened(path) as connection:
            names = _tables(connection)
            return any(_has_rows(connection, name) for name in TELLING_TABLES if name in names)
    except sqlite3.Error:
        return True  # whatever it is, it is not ours to throw away unasked


def put_back(url: URL, pieces: Iterator[bytes]) -> Path | None:
    """Put a database in the place of the present one, all of it or nothing; where the present one is kept, if
    there was one. Raises `BackupRefused` when somebody uses it, or the new one is damaged.
    """
    path = path_of(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    restoring, kept = path.with_name(path.name + RESTORING), path.with_name(path.name + REPLACED)
    restoring.unlink(missing_ok=True)
    try:
        with restoring.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        restoring.chmod(0o600)
        look_into(restoring)
        with _nobody_else(path):  # what was in its write-ahead log is in the file now
            there = path.exists()
            if there:
                kept.unlink(missing_ok=True)
                os.link(path, kept)
            restoring.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        message = f"The database cannot be put to {path}: {error.strerror}. The present one is as it was."
        raise BackupRefused(message) from error
    finally:
        restoring.unlink(missing_ok=True)
    return kept if there else None


def path_of(url: URL) -> Path:
    """The file of a database."""
    return Path(str(url.database)).absolute()


@contextlib.contextmanager
def _nobody_else(path: Path) -> Iterator[None]:
    """Be the only one who has the database open. In this mode SQLite takes the lock that others share as long
    as they have it open, idle or not.
    """
    if not path.exists():
        yield
        return
    connection = sqlite3.connect(path, timeout=0.5, isolation_level=None)
    try:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays, in this mode
        except sqlite3.OperationalError as error:
            message = f"Somebody uses the database {path}: {error}. Stop everything that does (`fovea stop`)."
            raise BackupRefused(message) from error
        except sqlite3.DatabaseError:
            pass  # no database: there is nobody whom this could hurt
        yield
    finally:
        connection.close()


@contextlib.contextmanager
def _opened(path: Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    mode = "rwc" if create else "rw"  # a reader of a database in WAL mode writes into the files beside it
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [str(row[0]) for row in rows if not str(row[0]).startswith("sqlite_")]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])  # noqa: S608


def _has_rows(connection: sqlite3.Connection, table: str) -> bool:
    statement = f"SELECT 1 FROM {_quoted(table)} LIMIT 1"  # noqa: S608 - names that the database told
    return connection.execute(statement).fetchone() is not None


def _revision(connection: sqlite3.Connection, tables: list[str]) -> str:
    row = (
        connection.execute("SELECT version_num FROM alembic_version").fetchone()
        if VERSION_TABLE in tables
        else None
    )
    if row is None:
        raise BackupRefused("The database has none of Fovea's tables: it is not one of Fovea's.")
    return str(row[0])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
