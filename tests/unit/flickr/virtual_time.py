"""A clock for tests of waiting: sleeping moves it on at once."""

import pytest
import tenacity
import tenacity.nap


class VirtualTime:
    """Stands for the `time` module where retries look at it. `waits` are the sleeps in seconds."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        """Seconds."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Moves on."""
        self.waits.append(seconds)
        self.now += seconds

    def pass_by(self, seconds: float) -> None:
        """Time that goes by without anybody sleeping."""
        self.now += seconds


def install(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    """Has all retries live by a clock of their own."""
    clock = VirtualTime()
    monkeypatch.setattr(tenacity, "time", clock)
    monkeypatch.setattr(tenacity.nap, "time", clock)
    return clock
