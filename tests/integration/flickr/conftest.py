"""A client on a simulated Flickr."""

from collections.abc import Callable
from typing import Any

import pytest

from fovea.flickr.client import FlickrClient
from fovea.settings import FlickrSettings
from tests.integration.flickr.simulated import Simulation, environment_of


class OpenBudget:
    """A budget without an end."""

    def take(self, *, background: bool = False) -> None:
        """Takes one call."""


@pytest.fixture
def make_settings(flickr: Simulation, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FlickrSettings]:
    """Settings that lead to the simulated Flickr, with changes."""
    for name, value in environment_of(flickr.url).items():
        monkeypatch.setenv(name, value)

    def make(**changes: Any) -> FlickrSettings:
        return FlickrSettings(**changes)

    return make


@pytest.fixture
def settings(make_settings: Callable[..., FlickrSettings]) -> FlickrSettings:
    return make_settings()


@pytest.fixture
def client(settings: FlickrSettings) -> FlickrClient:
    """A client of the app."""
    return FlickrClient(settings, OpenBudget())
