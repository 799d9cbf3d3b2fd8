"""The data folder of an installation on one machine: secrets, logs, and who is using it."""

import base64
import contextlib
import fcntl
import json
import os
import secrets
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from fovea_cli.problems import CannotGoOnError

DEFAULT_FOLDER = Path(".fovea")
SECRETS_FILE = "secrets.json"
RUNNING_FILE = "running.json"
LOCK_FILE = "lock"
LOCK_ATTEMPTS = 3
LOCK_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What only this installation knows. Losing the token key logs everybody out of Flickr."""

    service_token: str
    token_keys: str


@dataclass(frozen=True, kw_only=True)
class Running:
    """Where the parts of a running system are; `fovea status` and `fovea recommend` look here."""

    process_id: int
    url: str
    health_addresses: dict[str, str]
    environment: dict[str, str]
    database: str = ""
    """The database's address, without its password."""


class Installation:
    """A data folder, made when missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / "logs").mkdir(exist_ok=True)
        except OSError as error:
            message = f"The data folder {folder} cannot be made: {error.strerror}."
            raise CannotGoOnError(message) from error
        self._lock: IO[str] | None = None

    @property
    def logs(self) -> Path:
        """The folder of the log files."""
        return self.folder / "logs"

    def secrets(self) -> Secrets:
        """The secrets of this installation; made at the first call, the same ever after."""
        path = self.folder / SECRETS_FILE
        if path.exists():
            try:
                return Secrets(**json.loads(path.read_text()))
            except (ValueError, TypeError) as error:
                message = f"{path} cannot be read. Restore it, or remove it to begin with new secrets."
                raise CannotGoOnError(message) from error
        made = Secrets(
            service_token=secrets.token_urlsafe(48),
            token_keys="local:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        )
        write_private(path, asdict(made))
        return made

    def claim(self) -> None:
        """Let nobody else start a system on this folder until this process ends.

        CannotGoOnError, which names the other one, when somebody already has.
        """
        lock = (self.folder / LOCK_FILE).open("a+")
        try:
            _lock_soon(lock)
        except OSError as error:
            running = self.running()
            where = f" at {running.url} (process {running.process_id})" if running else ""
            message = (
                f"Fovea is already running{where} on the data folder {self.folder}. "
                "Stop it first, or choose another folder with FOVEA_DATA_DIR and another --port."
            )
            raise CannotGoOnError(message) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def release(self) -> None:
        """Let others start a system on this folder again."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def holder(self) -> int | None:
        """The number of the process that has claimed this folder and still lives, or None.

        Unlike `running`, this tells of one that is only starting, or stopping already, and never of a
        stranger who has its old number now.
        """
        try:
            lock = (self.folder / LOCK_FILE).open("r+")
        except FileNotFoundError:
            return None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                told = lock.read().strip()
                return int(told) if told.isdigit() else None
            return None

    def announce(self, running: Running) -> None:
        """Write down where the parts of the running system are."""
        write_private(self.folder / RUNNING_FILE, asdict(running))

    def withdraw(self) -> None:
        """The system is stopped."""
        (self.folder / RUNNING_FILE).unlink(missing_ok=True)

    def running(self) -> Running | None:
        """The system that runs on this folder, if one does."""
        try:
            running = Running(**json.loads((self.folder / RUNNING_FILE).read_text()))
            os.kill(running.process_id, 0)
        except (OSError, ValueError, TypeError):
            return None
        return running


def _lock_soon(lock: IO[str]) -> None:
    """Lock a file; somebody who only looks whether it is locked holds it for a moment. Raises OSError."""
    for _ in range(LOCK_ATTEMPTS):
        with contextlib.suppress(OSError):
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        time.sleep(LOCK_PAUSE_SECONDS)
    return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def default_folder() -> Path:
    """The data folder that the environment names, else .fovea here."""
    return Path(os.environ.get("FOVEA_DATA_DIR") or DEFAULT_FOLDER).resolve()


def without_password(url: str) -> str:
    """An address as it may be written down."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return parts._replace(netloc=f"{parts.username}@{parts.netloc.rpartition('@')[2]}").geturl()


def write_private(path: Path, content: object) -> None:
    """Write JSON that only its owner may read, all of it or nothing."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(content, file, indent=2)
    unfinished.replace(path)
