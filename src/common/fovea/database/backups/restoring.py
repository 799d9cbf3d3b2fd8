"""Putting a backup back: never over a system that runs, nor unasked over one that holds something."""

from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.engine import make_url

from fovea.database import migrations
from fovea.database.backups import mariadb, sqlite
from fovea.database.backups.making import make
from fovea.database.backups.note import BackupRefused, Note
from fovea.database.backups.streams import plain_of
from fovea.database.backups.verifying import verify

SAFETY_PREFIX = "before-restore-"


def restore(url: str, folder: Path, *, replace: bool, safety: Path) -> Path | None:
    """Put the backup in `folder` into the database; where what was there is kept, if anything was.

    Raises `BackupRefused`: when the backup is damaged, of another kind of database or of a newer Fovea; when
    the database holds something and `replace` is not said; when somebody uses it. On MariaDB, what is
    replaced is first backed up into `safety`.
    """
    backup = verify(folder)
    address = make_url(url)
    kind = "sqlite" if address.get_backend_name() == "sqlite" else "mariadb"
    if backup.note.storage != kind:
        message = (
            f"The backup is of a database of {_title(backup.note.storage)}, and this one is {_title(kind)}. "
            "FOVEA_DATABASE_URL names the database."
        )
        raise BackupRefused(message)
    _check_form(backup.note)
    full = (sqlite if kind == "sqlite" else mariadb).holds_something(address)
    if full and not replace:
        message = (
            "The database holds something. Say --replace to put the backup in its place; what is there is "
            "kept aside."
        )
        raise BackupRefused(message)
    if kind == "sqlite":
        return sqlite.put_back(address, plain_of(backup.file))
    kept = make(url, safety, prefix=SAFETY_PREFIX)[0].folder if full else None
    try:
        mariadb.put_back(address, backup.file)
    except BackupRefused as error:
        if kept is None:
            raise
        raise BackupRefused(f"{error.detail} What was there is kept in {kept}.") from error
    return kept


def _check_form(note: Note) -> None:
    try:
        ScriptDirectory.from_config(migrations.configuration()).get_revision(note.revision)
    except CommandError as error:
        message = (
            f"The backup was made by Fovea {note.version}, with tables of a form ({note.revision}) that this "
            "one does not know. Install that version, or a newer one, first."
        )
        raise BackupRefused(message) from error


def _title(storage: str) -> str:
    return "SQLite" if storage == "sqlite" else "MariaDB"
