"""How much memory processes have, as the operating system tells (on Linux; elsewhere at most our own)."""

import os
import resource
import sys
from pathlib import Path

_PAGE_BYTES = resource.getpagesize()


def resident_bytes(process_id: int | None = None) -> int:
    """The memory that a process (None: this one) holds; 0 when it is gone, or that is not told."""
    if sys.platform != "linux":
        if process_id is not None:
            return 0
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return largest if sys.platform == "darwin" else largest * 1_024
    try:
        return int(Path(f"/proc/{process_id or 'self'}/statm").read_text().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError, ValueError):
        return 0


def children() -> list[int]:
    """The processes that this one, or one of those, has started and that still are."""
    found: list[int] = []
    todo = [os.getpid()]
    while todo:
        for path in Path(f"/proc/{todo.pop()}/task").glob("*/children"):
            try:
                started = [int(number) for number in path.read_text().split()]
            except (OSError, ValueError):
                continue
            found += started
            todo += started
    return found
