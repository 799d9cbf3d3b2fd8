"""Nobody waits in these tests: what would be slept through goes by at once."""

import pytest

from puller.politeness import sharing
from tests.unit.flickr import virtual_time
from tests.unit.flickr.virtual_time import VirtualTime


@pytest.fixture(autouse=True)
def virtual_clock(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    clock = virtual_time.install(monkeypatch)
    # Budgets live by the clock of the cache, and have tests of their own.
    monkeypatch.setattr(sharing.Politeness, "_budgets_of", lambda _politeness, _site: [])
    return clock
