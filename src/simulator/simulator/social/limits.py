"""How often a client may ask: so many calls within a window, as sites count them."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Left:
    """What is left to a client after a call. `seconds` until the count begins anew; `over` when this call
    was one too many.
    """

    used: int
    remaining: int
    seconds: float
    over: bool


class Window:
    """Counts calls by client in windows of a fixed length, which begin with a client's first call. Threads
    may share it.
    """

    def __init__(self, calls: int, seconds: float, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.calls, self.seconds = calls, seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._begun: defaultdict[str, tuple[float, int]] = defaultdict(lambda: (float("-inf"), 0))

    def take(self, client: str) -> Left:
        """Count a call of a client."""
        now = self._clock()
        with self._lock:
            begun, used = self._begun[client]
            if now - begun >= self.seconds:
                begun, used = now, 0
            over = used >= self.calls
            self._begun[client] = (begun, used if over else used + 1)
        used = used if over else used + 1
        return Left(used, self.calls - used, max(0.0, begun + self.seconds - now), over)

    def reset(self) -> None:
        """Forget all calls."""
        with self._lock:
            self._begun.clear()
