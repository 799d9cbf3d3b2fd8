"""The folder of a machine that has its segments: the newest counts, and one process at a time makes one."""

import fcntl
import os
import stat
from pathlib import Path

from fovea.image_index.segment_files import ENDING, UNFINISHED

_LOCK = "building.lock"


class SegmentFolder:
    """The segments of one library on this machine. Only its owner may look into it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make it. Raises OSError when that cannot be, PermissionError when it belongs to somebody else."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not self._is_ours():
            raise PermissionError(f"{self.path} belongs to somebody else: set FOVEA_INDEX_FOLDER")

    def newest(self) -> Path | None:
        """The newest segment; None when there is none, or when others can write to the folder."""
        found = sorted(self.path.glob(f"*{ENDING}")) if self._is_ours() else []
        return found[-1] if found else None

    def _is_ours(self) -> bool:
        # Anybody can make a folder among the temporary ones, or a link to one.
        try:
            status = self.path.lstat()
        except FileNotFoundError:
            return False
        return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o022

    def lock(self) -> int | None:
        """A file descriptor that holds the right to build; None when another process has it. Whoever has it
        loses it by closing it, or by ending in whatever way; a child that inherits it has it too.
        """
        handle = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except BaseException:
            os.close(handle)
            raise
        return handle

    def clean(self, *, keep: Path | None) -> None:
        """Delete all segments but this one, and what was not finished. With the right to build. Who has an
        older one mapped keeps it: its space is free when nobody has.
        """
        for pattern in (f"*{ENDING}", f"*{UNFINISHED}"):
            for path in self.path.glob(pattern):
                if path != keep:
                    path.unlink(missing_ok=True)
