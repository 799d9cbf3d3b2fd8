"""Where every thread of this process is, in the words of Python's tracebacks."""

import sys
import threading
import traceback


def stacks() -> str:
    """The stacks of all threads, the calling one's last. They hold names and lines of code, no values."""
    names = {thread.ident: thread.name for thread in threading.enumerate()}
    here = threading.get_ident()
    current = sys._current_frames().items()  # noqa: SLF001 - there is no other way to see other threads
    frames = sorted(current, key=lambda pair: (pair[0] == here, names.get(pair[0], "")))
    told = []
    for ident, frame in frames:
        lines = "".join(traceback.format_stack(frame)).rstrip()
        told.append(f"{names.get(ident, f'thread {ident}')}:\n{lines}")
    return "\n\n".join(told)
