"""Making a backup: written under a name that does not count, read again, then named."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy.engine import make_url

from fovea import __version__, clock
from fovea.database.backups import mariadb, sqlite
from fovea.database.backups.note import NOTE_FILE, Backup, BackupRefused, Note
from fovea.database.backups.shelf import UNFINISHED, name_of, remove_old, remove_unfinished
from fovea.database.backups.streams import sync_folder
from fovea.database.backups.verifying import verify


def make(
    url: str, shelf: Path, *, keep_days: float | None = None, others: Sequence[Path] = (), prefix: str = ""
) -> tuple[Backup, list[Path]]:
    """A backup of the database, made while it is used, and the old ones that went for it.

    `others` are small files that belong to it (keys without which some columns cannot be read). With
    `keep_days`, older backups are removed once this one is good. Raises `BackupRefused` in words; nothing was
    removed then.
    """
    try:
        shelf.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BackupRefused(f"The folder {shelf} cannot be made: {error.strerror}.") from error
    with _alone(shelf):
        remove_unfinished(shelf)
        made_at = clock.now()
        name = name_of(made_at, prefix=prefix)
        unfinished = shelf / f"{UNFINISHED}{name}"
        try:
            unfinished.mkdir(mode=0o700)
            _write(url, unfinished, made_at=made_at, others=others)
            verify(unfinished)
            sync_folder(unfinished)
            folder = unfinished.rename(shelf / name)
            sync_folder(shelf)
        except OSError as error:
            message = f"The backup cannot be written into {shelf}: {error.strerror}. Make room there."
            raise BackupRefused(message) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        gone = (
            [] if keep_days is None else remove_old(shelf, keep_days=keep_days, now=made_at, sparing=[folder])
        )
    return Backup(folder, msgspec.json.decode((folder / NOTE_FILE).read_bytes(), type=Note)), gone


def _write(url: str, folder: Path, *, made_at: int, others: Sequence[Path]) -> None:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        dumped = sqlite.dump(address, folder)
    else:
        dumped = mariadb.dump(address, folder)
    for other in others:
        shutil.copy2(other, folder / other.name)
    note = Note(
        storage=dumped.storage,
        revision=dumped.revision,
        version=__version__,
        made_at=made_at,
        file=dumped.file,
        **dumped.written._asdict(),
        tables=dumped.tables,
        others=[other.name for other in others],
    )
    path = folder / NOTE_FILE
    path.write_bytes(msgspec.json.format(msgspec.json.encode(note)))
    for file in folder.iterdir():
        file.chmod(0o600)
        with file.open("rb") as written:
            os.fsync(written.fileno())


@contextmanager
def _alone(shelf: Path) -> Iterator[None]:
    with (shelf / ".lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BackupRefused(f"Another backup is being made in {shelf}. Wait for its end.") from error
        yield
