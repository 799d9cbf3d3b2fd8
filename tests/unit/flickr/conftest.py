"""Flickr as a script: each call gets the next answer."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest
from requests.auth import AuthBase

from fovea.flickr import transport
from fovea.flickr.api import Token
from fovea.flickr.client import FlickrClient
from fovea.flickr.transport import TransportError
from fovea.settings import FlickrSettings
from tests.unit.flickr import virtual_time
from tests.unit.flickr.virtual_time import VirtualTime

Answer = bytes | dict[str, Any] | TransportError


class OpenBudget:
    """A budget without an end that notes who took from it."""

    def __init__(self) -> None:
        self.taken: list[bool] = []

    def take(self, *, background: bool = False) -> None:
        """Takes one call."""
        self.taken.append(background)


class Script:
    """The calls that were made (`method` and parameters), and the answers that are to come; the last one
    stays.
    """

    def __init__(self, clock: VirtualTime) -> None:
        self.calls: list[dict[str, str]] = []
        self.answers: list[Answer] = []
        self.clock = clock
        self.seconds_of_a_call = 0.0

    def post(
        self, _url: str, parameters: Mapping[str, Any] | None, *, auth: AuthBase, timeout_seconds: float
    ) -> bytes:
        """Stands for `transport.post`."""
        assert auth is not None
        assert timeout_seconds > 0
        self.calls.append({name: str(value) for name, value in (parameters or {}).items()})
        self.clock.pass_by(self.seconds_of_a_call)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, TransportError):
            raise answer
        return answer if isinstance(answer, bytes) else msgspec.json.encode(answer)

    @property
    def methods(self) -> list[str]:
        """The names of the methods that were called, without `flickr.`."""
        return [call["method"].removeprefix("flickr.") for call in self.calls]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    return virtual_time.install(monkeypatch)


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch, clock: VirtualTime) -> Script:
    script = Script(clock)
    monkeypatch.setattr(transport, "post", script.post)
    return script


@pytest.fixture
def budget() -> OpenBudget:
    return OpenBudget()


@pytest.fixture
def settings() -> FlickrSettings:
    return FlickrSettings(flickr_api_key="key", flickr_api_secret="secret", flickr_retries=3)


@pytest.fixture
def client(script: Script, budget: OpenBudget, settings: FlickrSettings) -> FlickrClient:
    """A client of the app."""
    return FlickrClient(settings, budget)


@pytest.fixture
def logged_in(script: Script, budget: OpenBudget, settings: FlickrSettings) -> FlickrClient:
    """A client of a person."""
    return FlickrClient(settings, budget, Token(key="token", secret="token secret", nsid="12037949754@N01"))


@pytest.fixture
def make_client(script: Script, budget: OpenBudget, settings: FlickrSettings) -> Callable[..., FlickrClient]:
    """Makes clients with other options."""
    return lambda **options: FlickrClient(settings, budget, **options)
