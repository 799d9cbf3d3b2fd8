"""The folder of all backups: their names, which of them are good, and which are too old."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from fovea.database.backups.note import Backup, BackupRefused, read_note

UNFINISHED = ".unfinished-"
_DAY_MILLISECONDS = 86_400_000


def name_of(made_at: int, *, prefix: str = "") -> str:
    """`2026-11-21T213000.250Z`: names in order of time."""
    moment = datetime.fromtimestamp(made_at / 1_000, UTC)
    return f"{prefix}{moment:%Y-%m-%dT%H%M%S}.{made_at % 1_000:03d}Z"


def all_of(shelf: Path) -> list[Backup]:
    """All finished backups of which the file is there as large as it was, the newest first."""
    found = []
    for folder in shelf.iterdir() if shelf.is_dir() else ():
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        try:
            backup = Backup(folder, read_note(folder))
        except BackupRefused:
            continue
        if backup.file.is_file() and backup.file.stat().st_size == backup.note.bytes:
            found.append(backup)
    return sorted(found, key=lambda backup: backup.note.made_at, reverse=True)


def named(shelf: Path, name: str | None) -> Backup:
    """The backup of this name (or its path), or the newest. Raises `BackupRefused` when there is none."""
    if name is None:
        for backup in all_of(shelf):
            return backup
        raise BackupRefused(f"There is no backup in {shelf}. `fovea backup` makes one.")
    folder = shelf / name if (shelf / name).is_dir() else Path(name)
    return Backup(folder, read_note(folder))


def remove_old(shelf: Path, *, keep_days: float, now: int, sparing: Iterable[Path]) -> list[Path]:
    """Remove backups that are older than so many days; never those to be spared, and never the newest."""
    known = all_of(shelf)
    spared = {path.resolve() for path in sparing} | {backup.folder.resolve() for backup in known[:1]}
    gone = []
    for backup in known:
        if backup.folder.resolve() in spared or now - backup.note.made_at <= keep_days * _DAY_MILLISECONDS:
            continue
        # Under this name it is none any more, however far the removal gets.
        doomed = backup.folder.rename(shelf / f"{UNFINISHED}old-{backup.folder.name}")
        shutil.rmtree(doomed, ignore_errors=True)
        gone.append(backup.folder)
    return gone


def remove_unfinished(shelf: Path) -> None:
    """Remove what interrupted backups have left. To be called by who alone makes backups there."""
    for left in shelf.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
