"""One child process that decodes pictures, as its parent sees it."""

import os
import selectors
import subprocess
import sys
import time
from collections.abc import Sequence

from fovea.decoding.framing import HEAD_BYTES
from fovea.writing.networks import SILENCE

_START_SECONDS = 30.0  # on a machine that is very busy
_MOST_ANSWER_BYTES = 64 << 20
_PIECE = 1 << 20
NICENESS = 5
_ENVIRONMENT = {
    # It is not let start threads.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    # The memory of large pictures goes back to the system at once.
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": str(4 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(8 << 20),
    **SILENCE,
}


class ChildDied(Exception):
    """It ended by itself, or was ended; it cannot be used again."""


class ChildTooSlow(Exception):
    """It did not answer in time; it cannot be used again."""


class Child:
    """A process of `fovea.decoding.child`; for one thread at a time, but for `kill`.

    It gets none of the parent's environment, in which there are secrets, and ends when the parent does: then
    its standard input is closed. (The system could end it too, but would when the thread ends that began it.)
    """

    def __init__(
        self, *, most_memory_bytes: int, niceness: int = NICENESS, classifier: Sequence[str] = ()
    ) -> None:
        input_end, self._input = os.pipe()
        self._output, output_end = os.pipe()
        limits = (str(most_memory_bytes), str(niceness))
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "fovea.decoding.child", *limits, *classifier],
                stdin=input_end,
                stdout=output_end,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT,
                cwd="/",
                start_new_session=True,  # what ends the parent from a terminal would end it in the middle
            )
        except OSError:
            self._close()
            raise
        finally:
            os.close(input_end)
            os.close(output_end)
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

    def kill(self) -> None:
        """Ends it, whatever it does; who waits for it sees that it died."""
        self._process.kill()

    def end(self) -> int:
        """Ends it and cleans up after it; how it ended (minus the signal)."""
        self._process.kill()
        self._close()
        return self._process.wait()

    def _close(self) -> None:
        os.close(self._input)
        os.close(self._output)

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
            if not piece:
                raise ChildDied
            found += piece
        return bytes(found)

    @staticmethod
    def _wait(descriptor: int, event: int, deadline: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, event)
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise ChildTooSlow
