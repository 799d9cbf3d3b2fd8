"""A private MariaDB server: own data folder, socket and port, gone without a trace afterwards."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pymysql

from tests.harness.ports import free_port
from tests.harness.processes import find_program, running

USER = "fovea"
PASSWORD = "fovea"
# Connections are not encrypted (`ssl_disabled`): to be ready for that, PyMySQL reads all certificates of the
# system anew for each connection, which takes longer than what most tests do with one.

if TYPE_CHECKING:
    Connection = pymysql.connections.Connection[pymysql.cursors.Cursor]

# Nothing here survives the tests, so nothing has to reach the disk.
QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=OFF",
    "--innodb-log-file-size=64M",
    "--innodb-buffer-pool-size=128M",
    "--innodb-fast-shutdown=2",
    "--sync-binlog=0",
)


@dataclass(frozen=True, kw_only=True)
class MariaDB:
    """A running server. Its user may do everything."""

    port: int
    socket: Path
    folder: Path
    process_id: int

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one of its databases."""
        address = f"{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"
        return f"mysql+pymysql://{address}?charset=utf8mb4&ssl_disabled=true"

    def connect(self, database: str | None = None) -> "Connection":
        """A connection of PyMySQL with autocommit, for what the tests do behind the product's back."""
        return pymysql.connect(
            host="127.0.0.1",
            port=self.port,
            user=USER,
            password=PASSWORD,
            database=database,
            charset="utf8mb4",
            autocommit=True,
            ssl_disabled=True,
        )

    def execute(self, statement: str, database: str | None = None) -> list[tuple[object, ...]]:
        """Run one statement; all the rows that it gives."""
        with self.connect(database) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())

    def create_database(self, name: str) -> str:
        """A new empty database in place of any of this name; its address."""
        self.execute(f"DROP DATABASE IF EXISTS `{name}`")
        self.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        return self.url(name)


@contextlib.contextmanager
def mariadb_server(*, options: Sequence[str] = (), folder: Path | None = None) -> Iterator[MariaDB]:
    """Start MariaDB for the length of the block.

    `options` are added to the command line and win over QUICK, which trades durability for speed (benchmarks
    give others). `folder` keeps the data in a place of one's own: it is made when missing, used again when
    there, and not removed. ServerMissingError when MariaDB is not installed.
    """
    server_program = find_program("mariadbd", "mysqld")
    with contextlib.ExitStack() as stack:
        # A socket's path is limited to 107 bytes: a temporary folder of its own is always short enough.
        run_folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fovea-mariadb-")))
        data = (folder or run_folder) / "data"
        # A starting server removes the temporary files of all others that share its folder for them.
        scratch = run_folder / "scratch"
        scratch.mkdir()
        if not data.exists():
            _create_data_folder(data, scratch)
        port, socket, log = free_port(), run_folder / "socket", run_folder / "log"
        command = [
            server_program,
            "--no-defaults",
            f"--datadir={data}",
            f"--tmpdir={scratch}",
            f"--socket={socket}",
            f"--port={port}",
            f"--pid-file={run_folder / 'pid'}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--skip-log-bin",
            "--performance-schema=OFF",
            "--character-set-server=utf8mb4",
            "--max-connections=300",
            "--max-allowed-packet=64M",
            "--local-infile=ON",
            *_as_this_user(),
            *QUICK,
            *options,
        ]
        process = stack.enter_context(
            running(
                command,
                log=log,
                ready=lambda: _answers(socket),
                timeout_seconds=120,
                # A data folder that is thrown away needs no orderly end; one that is kept does.
                stop_with=signal.SIGTERM if folder else signal.SIGKILL,
            )
        )
        _create_user(socket)
        yield MariaDB(port=port, socket=socket, folder=data, process_id=process.pid)


def _create_data_folder(data: Path, scratch: Path) -> None:
    made = subprocess.run(
        [
            find_program("mariadb-install-db", "mysql_install_db"),
            "--no-defaults",
            f"--datadir={data}",
            f"--tmpdir={scratch}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--innodb-log-file-size=64M",
            *_as_this_user(),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise RuntimeError(f"MariaDB's data folder could not be made:\n{made.stdout}\n{made.stderr}")


def _as_this_user() -> list[str]:
    # The server refuses to run as root unless told to; as anybody else it must not be told.
    return ["--user=root"] if os.getuid() == 0 else []


def _root(socket: Path) -> "Connection":
    return pymysql.connect(unix_socket=str(socket), user="root", autocommit=True, ssl_disabled=True)


def _answers(socket: Path) -> bool:
    try:
        _root(socket).close()
    except (pymysql.err.OperationalError, OSError):
        return False
    return True


def _create_user(socket: Path) -> None:
    with _root(socket) as connection, connection.cursor() as cursor:
        for host in ("127.0.0.1", "localhost"):
            cursor.execute(f"CREATE USER IF NOT EXISTS '{USER}'@'{host}' IDENTIFIED BY '{PASSWORD}'")
            cursor.execute(f"GRANT ALL PRIVILEGES ON *.* TO '{USER}'@'{host}' WITH GRANT OPTION")
