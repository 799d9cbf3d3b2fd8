"""Asking an index until it has come so far."""

import threading
import time
from collections.abc import Callable

from api_server.image_index import IndexHandle, IndexNotReady
from fovea.image_index import ImageIndex

_PATIENCE_SECONDS = 30.0


def eventually(index: IndexHandle, holds: Callable[[ImageIndex], bool]) -> ImageIndex:
    """The index when this holds of it; IndexNotReady and all else is waited out."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline:
        try:
            now = index.now()
        except IndexNotReady:
            pause.wait(0.1)
            continue
        if holds(now):
            return now
        pause.wait(0.05)
    raise AssertionError("the index did not come so far")
