"""`python -m api_server.backup`: make, list, check and put back backups of the database.

What it answers is one JSON object on standard output; the exit code is 1 when it says `error`.
"""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

import msgspec

from fovea.database import backups
from fovea.database.backups import Backup, BackupRefused
from fovea.errors import FoveaError
from fovea.settings import DatabaseSettings
from fovea.storage import open_storage


def main(arguments: list[str] | None = None) -> int:
    """0 when it was done."""
    given = _parser().parse_args(arguments)
    url = DatabaseSettings().database_url.get_secret_value()
    shelf: Path = given.shelf
    try:
        told: dict[str, Any]
        match given.command:
            case "make":
                made, gone = backups.make(url, shelf, keep_days=given.keep_days, others=given.other)
                told = {"backup": _as_json(made), "removed": [str(path) for path in gone]}
            case "list":
                told = {"backups": [_as_json(backup) for backup in backups.all_of(shelf)]}
            case "verify":
                told = {"backup": _as_json(backups.verify(backups.named(shelf, given.name).folder))}
            case _:
                backup = backups.named(shelf, given.name)
                kept = backups.restore(url, backup.folder, replace=given.replace, safety=shelf)
                told = {
                    "backup": _as_json(backup),
                    "kept": None if kept is None else str(kept),
                    "notes": _forget_indexes(),
                }
    except BackupRefused as error:
        told = {"error": error.detail}
    sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
    return 1 if "error" in told else 0


def _as_json(backup: Backup) -> dict[str, Any]:
    note: dict[str, Any] = msgspec.to_builtins(backup.note)
    return {"name": backup.folder.name, "folder": str(backup.folder), **note}


def _forget_indexes() -> list[str]:
    """Remove what was made of the database that was there before: the index of images on this machine, and
    its copies in the storage. Notes about what could not be removed.
    """
    from api_server.image_index.settings import IndexSettings  # a second's worth that backups need not pay

    settings = IndexSettings()
    shutil.rmtree(settings.index_place, ignore_errors=True)
    try:
        storage = open_storage(settings)
        for stored in list(storage.objects("indexes/")):
            storage.delete(stored.key)
    except (FoveaError, OSError) as error:
        return [f"Delete the folder indexes of {settings.storage_url}, which is of the old database: {error}"]
    return []


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m api_server.backup", description=__doc__)
    parser.add_argument("--shelf", type=Path, required=True, help="Folder of all backups.")
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make")
    make.add_argument("--keep-days", type=float, help="Remove older ones when this one is good.")
    make.add_argument("--other", type=Path, action="append", default=[], help="A file that belongs to it.")
    commands.add_parser("list")
    commands.add_parser("verify").add_argument("name", nargs="?")
    restore = commands.add_parser("restore")
    restore.add_argument("name", nargs="?", help="Name or folder; without it, the newest.")
    restore.add_argument("--replace", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
