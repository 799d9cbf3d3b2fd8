"""What a request presents: nothing, an API key, or the access token of a login."""

from typing import Protocol

import requests
from requests.auth import AuthBase


class Credentials(Protocol):
    """Something to present."""

    def bearer(self) -> str | None:
        """What the next request presents; None for nothing."""

    def renewed(self) -> bool:
        """Whether there is something new to present, now that the last was refused as too old."""


class Key:
    """An API key, or none."""

    def __init__(self, key: str | None) -> None:
        self._key = key

    def bearer(self) -> str | None:
        """The key."""
        return self._key

    def renewed(self) -> bool:
        """No: a key is what it is."""
        return False


class Bearer(AuthBase):
    """Presents something, or nothing. Said so, because requests would take another one from a file .netrc."""

    def __init__(self, bearer: str | None) -> None:
        self._bearer = bearer

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._bearer:
            request.headers["Authorization"] = f"Bearer {self._bearer}"
        return request
