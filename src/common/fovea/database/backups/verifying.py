"""Whether a backup holds what it says, read from the disk."""

import hashlib
import os
import tempfile
from pathlib import Path

from fovea.database.backups import mariadb, sqlite
from fovea.database.backups.note import Backup, BackupRefused, read_note
from fovea.database.backups.streams import digest, plain_of


def verify(folder: Path) -> Backup:
    """The backup in a folder, when all of it can be read and is whole: else `BackupRefused` says what is
    wrong. A database of SQLite is unpacked beside it for the time, and checked by SQLite.
    """
    backup = Backup(folder, read_note(folder))
    note = backup.note
    lacking = [name for name in (note.file, *note.others) if not (folder / name).is_file()]
    if lacking:
        raise BackupRefused(f"{folder} is not whole: {', '.join(lacking)} is not there. Use another backup.")
    if backup.file.stat().st_size != note.bytes or digest(backup.file) != note.sha256:
        raise BackupRefused(f"{backup.file} is not what was written: its digest differs. Use another backup.")
    if note.storage == "sqlite":
        _verify_sqlite(backup)
    elif sorted(mariadb.look_into(backup.file)) != sorted(note.tables):
        raise BackupRefused(f"{backup.file} does not have the tables that it should. Use another backup.")
    return backup


def _verify_sqlite(backup: Backup) -> None:
    plain = hashlib.sha256()
    handle, name = tempfile.mkstemp(dir=backup.folder, prefix=".verifying-", suffix=".sqlite3")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in plain_of(backup.file):
                plain.update(piece)
                file.write(piece)
        if plain.hexdigest() != backup.note.plain_sha256:
            raise BackupRefused(f"{backup.file} does not unpack to what was put in. Use another backup.")
        rows, revision = sqlite.look_into(Path(name))
    finally:
        for left in backup.folder.glob(f"{Path(name).name}*"):
            left.unlink()
    if (dict(rows), revision) != (backup.note.tables, backup.note.revision):
        raise BackupRefused(f"{backup.file} does not hold the rows that it should. Use another backup.")
