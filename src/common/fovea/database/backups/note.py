"""What a backup says of itself."""

from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from fovea.errors import FoveaError

NOTE_FILE = "backup.json"
Storage = Literal["sqlite", "mariadb"]


class BackupRefused(FoveaError):
    """A backup cannot be made, does not hold what it should, or may not be put back here."""

    status, code, title = 409, "backup_refused", "The backup cannot be made or used"


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup is: of which kind of database, in which form (`revision` of the migrations), made when
    (milliseconds) and by which version of Fovea; its file with its digest, compressed and not.

    `tables` are the names of the database's tables with their rows, where they were counted (SQLite).
    """

    format: Literal[1] = 1
    storage: Storage
    revision: str
    version: str
    made_at: int
    file: str
    bytes: int
    sha256: str
    plain_bytes: int
    plain_sha256: str
    tables: dict[str, int | None]
    others: list[str] = []


class Backup(NamedTuple):
    """A finished backup."""

    folder: Path
    note: Note

    @property
    def file(self) -> Path:
        """The compressed database."""
        return self.folder / self.note.file


def read_note(folder: Path) -> Note:
    """The note of a backup. Raises `BackupRefused` when the folder is none."""
    try:
        return msgspec.json.decode((folder / NOTE_FILE).read_bytes(), type=Note)
    except OSError as error:
        message = (
            f"{folder} is no backup: it has no {NOTE_FILE}. `fovea backup --list` shows those there are."
        )
        raise BackupRefused(message) from error
    except msgspec.DecodeError as error:
        raise BackupRefused(f"{folder / NOTE_FILE} cannot be read: {error}. Use another backup.") from error
