"""Telling a search's changes as they happen, as server-sent events
(https://html.spec.whatwg.org/multipage/server-sent-events.html).

A stream holds a thread of the server, so there are only so many, and none is for ever: whoever watches comes
back by itself (browsers do) and goes on with the last state that it has.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from flask import Response

from api_server.artists.words import ENDED
from api_server.problems import ServiceUnavailable
from api_server.stopping import is_stopping, wait

LOOK_SECONDS = 1.0
QUICK_LOOK_SECONDS = 0.25  # at first: a search for a known artist takes no longer than that, or two
QUICK_FOR_SECONDS = 10.0
HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 300.0
RETRY_MILLISECONDS = 2_000
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # nothing between may collect events

Look = Callable[[], dict[str, Any] | None]


class Streams:
    """How many streams a process may have; whoever asks for several leaves at least every other to others."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._of: Counter[str] = Counter()

    def response(self, look: Look, *, known: str | None, tag: Callable[[bytes], str], of: str) -> Response:
        """A stream of what `look` gives, each time that it differs from the last (at first from what has the
        tag `known`), until its search has ended or is no more. `of` is whose it is. Raises ServiceUnavailable
        (too_busy).
        """
        with self._lock:
            if self._of.total() >= self._most or self._of[of] >= max(1, self._most // 2):
                raise ServiceUnavailable(
                    "Too many are watching their searches just now: ask for the search, every few seconds.",
                    code="too_busy",
                )
            self._of[of] += 1
        response = Response(
            events(look, known=known, tag=tag), mimetype="text/event-stream", headers=_HEADERS
        )
        response.call_on_close(partial(self._give_back, of))
        return response

    def _give_back(self, of: str) -> None:
        with self._lock:
            self._of[of] -= 1
            self._of += Counter()  # forgets those that have none


@dataclass
class _Beat:
    """When something was said last."""

    at: float

    def is_due(self) -> bool:
        return time.monotonic() - self.at >= HEARTBEAT_SECONDS


def events(look: Look, *, known: str | None, tag: Callable[[bytes], str]) -> Iterator[bytes]:
    """The events' bytes: `data` is a shape, and `id` its tag. After the last one comes an event `end`."""
    begun = time.monotonic()
    beat = _Beat(begun)
    yield f"retry: {RETRY_MILLISECONDS}\n\n".encode()
    while True:
        shape = look()
        if shape is None:
            yield _end()
            return
        body = orjson.dumps(shape)
        now = tag(body)
        if now != known:
            yield b"id: " + now.encode() + b"\ndata: " + body + b"\n\n"
            known, beat.at = now, time.monotonic()
        if shape["state"] in ENDED:
            yield _end()
            return
        if is_stopping() or time.monotonic() - begun >= LONGEST_SECONDS:
            return
        if beat.is_due():
            yield b": still there\n\n"
            beat.at = time.monotonic()
        wait(LOOK_SECONDS if time.monotonic() - begun >= QUICK_FOR_SECONDS else QUICK_LOOK_SECONDS)


def _end() -> bytes:
    return b"event: end\ndata: {}\n\n"
