"""What a child process that decodes pictures may not do."""

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

_COUNTED_AS_RUNNING = 3  # standard input and output, and errors: no other file can be opened


def confine(*, most_memory_bytes: int, niceness: int) -> None:
    """Takes from this process what decoding doesn't need: files, threads, processes, more memory than so many
    bytes on top of what it has; and makes it the nicer to others. Call it when everything is imported.
    """
    os.nice(niceness)
    size, data = _memory()
    limits = {
        "RLIMIT_AS": size + most_memory_bytes,
        "RLIMIT_DATA": data + most_memory_bytes,
        "RLIMIT_NOFILE": _COUNTED_AS_RUNNING,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_CORE": 0,
    }
    for name, most in limits.items():
        # Not every system knows, or lets lower, each of them; production's does.
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, name), (most, most))


def allow_seconds(seconds: float) -> None:
    """Lets this process compute for so long from now; then the system ends it."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(usage.ru_utime + usage.ru_stime + seconds) + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _memory() -> tuple[int, int]:
    """Bytes of this process's addresses, and of those the ones that hold data."""
    if not sys.platform.startswith("linux"):
        return 0, 0
    pages = [int(number) for number in Path("/proc/self/statm").read_text(encoding="ascii").split()]
    return pages[0] * resource.getpagesize(), pages[5] * resource.getpagesize()
