"""MariaDB: dumps by mariadb-dump in one transaction, and feeding them to the client."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError

from fovea.database.backups.dumped import TELLING_TABLES, VERSION_TABLE, Dumped
from fovea.database.backups.note import BackupRefused
from fovea.database.backups.streams import compress, plain_of
from fovea.database.dialects import open_engine

FILE = "database.sql.zst"
_END = b"-- Dump completed"  # mariadb-dump's last line: without it, the dump was cut off
_TABLE = re.compile(rb"CREATE TABLE `((?:[^`]|``)+)`")
_MOST_TOLD = 500
_GOING_SECONDS = 3.0
_LOOK_SECONDS = 0.05
_OPTIONS = (
    "--single-transaction",  # one moment, and nobody waits
    "--quick",
    "--hex-blob",
    "--triggers",
    "--no-tablespaces",
    "--skip-lock-tables",
    "--default-character-set=utf8mb4",
)


def dump(url: URL, folder: Path) -> Dumped:
    """Dump the database as it is at one moment, while others write. Raises `BackupRefused` when the program
    is missing or fails, or a table is not in what it wrote.
    """
    program = _program("mariadb-dump", "mysqldump")
    with _connected(url) as connection:
        revision = _revision(connection)
    with _login(url) as options:
        command = [program, f"--defaults-extra-file={options}", *_OPTIONS, str(url.database)]
        with _running(command, stdout=subprocess.PIPE) as process:
            written = compress(cast(IO[bytes], process.program.stdout), folder / FILE)
            process.finish()
    tables = look_into(folder / FILE)
    with _connected(url) as connection:
        missing = set(_tables(connection)) - set(tables)
    if missing:
        raise BackupRefused(f"The dump lacks these tables: {', '.join(sorted(missing))}. Try again.")
    return Dumped("mariadb", revision, FILE, written, dict.fromkeys(tables))


def look_into(path: Path) -> list[str]:
    """The tables that a dump makes. Raises `BackupRefused` when it is not whole."""
    tables: list[str] = []
    before, end = b"", b""
    for piece in plain_of(path):
        whole = before + piece
        cut = whole.rfind(b"\n") + 1
        tables += [name.decode().replace("``", "`") for name in _of_statements(whole[:cut])]
        before, end = whole[cut:], (end + piece)[-_MOST_TOLD:]
    if _END not in end:
        raise BackupRefused(f"{path} is cut off: its last line is not there. Use another backup.")
    return tables


def _of_statements(lines: bytes) -> Iterator[bytes]:
    for found in _TABLE.finditer(lines):
        if found.start() == 0 or lines[found.start() - 1 : found.start()] == b"\n":
            yield found[1]


def holds_something(url: URL) -> bool:
    """Whether there is something that somebody would miss."""
    with _connected(url) as connection:
        names = set(_tables(connection))
        telling = [name for name in TELLING_TABLES if name in names]
        if not telling and names - {VERSION_TABLE}:
            return True  # whatever it is, it is not ours
        return any(_has_rows(connection, name) for name in telling)


def put_back(url: URL, path: Path) -> None:
    """Put a dump in the place of what is there. Raises `BackupRefused` when somebody uses the database, or
    the client fails: what is there is then not to be used.
    """
    program = _program("mariadb", "mysql")
    wanted = look_into(path)
    with _connected(url) as connection:
        if others := _others(connection):
            message = (
                f"Somebody uses the database {url.database} ({others} connections). "
                "Stop everything that does (`fovea stop`)."
            )
            raise BackupRefused(message)
        connection.execute(text("SET SESSION foreign_key_checks = 0"))
        for table in _tables(connection):
            connection.execute(text(f"DROP TABLE `{table.replace('`', '``')}`"))
    with _login(url) as options:
        command = [
            program,
            f"--defaults-extra-file={options}",
            "--default-character-set=utf8mb4",
            str(url.database),
        ]
        with _running(command, stdin=subprocess.PIPE) as process:
            with contextlib.suppress(BrokenPipeError):  # then it has failed, and says why
                to = cast(IO[bytes], process.program.stdin)
                for piece in plain_of(path):
                    to.write(piece)
                to.close()
            process.finish()
    with _connected(url) as connection:
        missing = set(wanted) - set(_tables(connection))
    if missing:
        raise BackupRefused(f"These tables were not put back: {', '.join(sorted(missing))}.")


def _program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name):
            return found
    raise BackupRefused(f"{names[0]} is not installed. Install MariaDB's client programs (mariadb-client).")


@contextlib.contextmanager
def _login(url: URL) -> Iterator[Path]:
    """A file with the login, that only we may read: on a command line, everybody could read the password."""
    given = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "socket": url.query.get("unix_socket"),
        "ssl-ca": url.query.get("ssl_ca"),
    }
    lines = [f"{name}={_quoted(str(value))}" for name, value in given.items() if value is not None]
    with tempfile.TemporaryDirectory(prefix="fovea-login-") as folder:
        path = Path(folder) / "options.cnf"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write("\n".join(["[client]", *lines, ""]))
        yield path


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class _Process(NamedTuple):
    """A program of the client's, and what it says about what went wrong."""

    program: "subprocess.Popen[bytes]"
    errors: IO[bytes]

    def finish(self) -> None:
        """Wait for its end. Raises `BackupRefused` when it failed, with the beginning of what it says."""
        if self.program.wait() != 0:
            self.errors.seek(0)
            told = self.errors.read(_MOST_TOLD).decode(errors="replace").strip() or "it says nothing"
            name = Path(str(cast(list[str], self.program.args)[0])).name
            raise BackupRefused(f"{name} failed ({self.program.returncode}): {told}")


@contextlib.contextmanager
def _running(
    command: list[str], *, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
) -> Iterator[_Process]:
    """A program, ended when the block ends before it."""
    with tempfile.TemporaryFile() as errors:
        program = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=errors)
        try:
            yield _Process(program, errors)
        finally:
            program.kill()
            program.wait()
            for pipe in (program.stdin, program.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()


@contextlib.contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    engine = open_engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise BackupRefused(
            f"The database {url.database} at {url.host} does not answer: {error.orig}."
        ) from error
    finally:
        engine.dispose()


def _others(connection: Connection) -> int:
    """How many others have the database open. One that was just closed takes a moment to go."""
    statement = text(
        "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
    )
    until = time.monotonic() + _GOING_SECONDS
    while (others := connection.scalar(statement) or 0) and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    return int(others)


def _tables(connection: Connection) -> list[str]:
    return list(
        connection.scalars(
            text(
                "SELECT table_name FROM information_schema.tables "
                "WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name"
            )
        )
    )


def _has_rows(connection: Connection, table: str) -> bool:
    return connection.scalar(text(f"SELECT 1 FROM `{table}` LIMIT 1")) is not None  # noqa: S608 - a name of ours


def _revision(connection: Connection) -> str:
    if VERSION_TABLE not in _tables(connection):
        raise BackupRefused("The database has none of Fovea's tables: it is not one of Fovea's.")
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))
