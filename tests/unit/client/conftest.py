"""A client that waits for nothing, of an API that answers what a test says."""

from collections.abc import Iterator

import pytest
import responses

from fovea_client import Fovea, Retries, transport, waiting

API = "http://fovea.test"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, in seconds, instead of waiting; the clock goes on by that."""
    waited: list[float] = []
    monkeypatch.setattr(transport.Transport.__init__, "__kwdefaults__", _with_sleep(waited))
    monkeypatch.setattr(waiting.Patience.__init__, "__kwdefaults__", _with_clock(waited))
    return waited


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def fovea(pauses: list[float]) -> Iterator[Fovea]:
    with Fovea(API, key="fov_secret", retries=Retries(attempts=3)) as client:
        yield client


def _with_sleep(waited: list[float]) -> dict[str, object]:
    return {**(transport.Transport.__init__.__kwdefaults__ or {}), "sleep": waited.append}


def _with_clock(waited: list[float]) -> dict[str, object]:
    return {**(waiting.Patience.__init__.__kwdefaults__ or {}), "clock": lambda: sum(waited)}
