"""One child process that decodes pictures, as its parent sees it."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence

from fovea.decoding.framing import HEAD_BYTES

_START_SECONDS = 30.0  # a machine that is very busy
_MOST_ANSWER_BYTES = 64 << 20
_PIECE = 1 << 20
# No secrets, and no threads, which it would not be let start.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}


class ChildDied(Exception):
    """It ended by itself, or was ended; it cannot be used again."""


class ChildTooSlow(Exception):
    """It did not answer in time; it cannot be used again."""


class Child:
    """A process of `fovea.decoding.child`; for one thread at a time."""

    def __init__(self, *, most_memory_bytes: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-m", "fovea.decoding.child", str(most_memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            bufsize=0,
            start_new_session=True,  # what ends the parent from a terminal would end it in the middle
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._input, False)
        os.set_blocking(self._output, False)
        self._is_ready = False
        self.tasks = 0

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def ask(self, parts: Sequence[bytes], *, most_seconds: float) -> bytes:
        """Its answer. Raises `ChildDied` and `ChildTooSlow`."""
        if not self._is_ready:
            self._read(time.monotonic() + _START_SECONDS)
            self._is_ready = True
        self.tasks += 1
        deadline = time.monotonic() + most_seconds
        for part in parts:
            self._write(part, deadline)
        return self._read(deadline)

    def end(self) -> None:
        """Ends it, whatever it does."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()

    def _write(self, part: bytes, deadline: float) -> None:
        left = memoryview(part)
        while left:
            try:
                left = left[os.write(self._input, left[:_PIECE]) :]
            except BlockingIOError:
                self._wait(self._input, selectors.EVENT_WRITE, deadline)
            except OSError as error:
                raise ChildDied from error

    def _read(self, deadline: float) -> bytes:
        length = int.from_bytes(self._read_exactly(HEAD_BYTES, deadline), "big")
        if length > _MOST_ANSWER_BYTES:
            raise ChildDied
        return self._read_exactly(length, deadline)

    def _read_exactly(self, count: int, deadline: float) -> bytes:
        found = bytearray()
        while len(found) < count:
            try:
                piece = os.read(self._output, min(count - len(found), _PIECE))
            except BlockingIOError:
                self._wait(self._output, selectors.EVENT_READ, deadline)
                continue
            except OSError as error:
                raise ChildDied from error
            if not piece:
                raise ChildDied
            found += piece
        return bytes(found)

    def _wait(self, descriptor: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise ChildTooSlow
