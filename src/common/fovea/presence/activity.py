"""What each thread of this process is busy with, in a few words."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

LONGEST_WORDS = 160


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """What a thread has been doing since a moment (milliseconds of the machine's own clock)."""

    thread: str
    what: str
    since: int


_busy: dict[int, Activity] = {}  # by the thread's number; each thread writes its own


def begin_doing(what: str) -> None:
    """Note what the present thread is busy with, in place of what it was."""
    thread = threading.current_thread()
    _busy[threading.get_ident()] = Activity(
        thread=thread.name, what=what[:LONGEST_WORDS], since=int(time.time() * 1_000)
    )


def end_doing() -> None:
    """Note that the present thread has nothing to do."""
    _busy.pop(threading.get_ident(), None)


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Note what the present thread does within the block; then, what it did before."""
    before = _busy.get(threading.get_ident())
    begin_doing(what)
    try:
        yield
    finally:
        if before is None:
            end_doing()
        else:
            _busy[threading.get_ident()] = before


def under_way() -> list[Activity]:
    """What the threads that live are busy with, what has gone on longest first."""
    alive = {thread.ident for thread in threading.enumerate()}
    busy = [activity for ident, activity in list(_busy.items()) if ident in alive]
    return sorted(busy, key=lambda activity: activity.since)


os.register_at_fork(after_in_child=_busy.clear)
