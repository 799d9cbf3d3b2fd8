"""How many pictures are looked at at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from api_server.image_search.problems import TooBusy

LONGEST_WAIT_SECONDS = 10.0


class Places:
    """How many pictures may be fetched or decoded at once: others of this process's threads answer people
    who want something else.
    """

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One of the places. Raises TooBusy when none gets free in time."""
        if not self._places.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise TooBusy("Try again in some seconds.")
        try:
            yield
        finally:
            self._places.release()
