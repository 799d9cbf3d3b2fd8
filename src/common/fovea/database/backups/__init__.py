"""Backups of the database: made while everything runs, verified before they count, and put back with care.

    made = backups.make(url, folder, keep_days=42)
    backups.restore(url, made.folder, replace=False, safety=folder)

A backup is a folder, named after the moment: the compressed database and a note (`backup.json`) of what it
is. It gets its name only when all of it is written and was read again; until then it is called
`.unfinished-...`.
"""

from fovea.database.backups.making import make
from fovea.database.backups.note import Backup, BackupRefused, Note
from fovea.database.backups.restoring import restore
from fovea.database.backups.shelf import all_of, named
from fovea.database.backups.verifying import verify

__all__ = ["Backup", "BackupRefused", "Note", "all_of", "make", "named", "restore", "verify"]
