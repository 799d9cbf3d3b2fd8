"""Tokens that a site gives an application for its key (RFC 6749, 4.4), shared by all threads of a process.

A token is renewed shortly before it ends, or when the site takes it no longer.
"""

import threading
import time
from collections.abc import Mapping

from puller.politeness import Asker
from puller.sources import reading

_RENEWED_BEFORE_SECONDS = 60.0
_SHORTEST_SECONDS = 30.0
_USUAL_SECONDS = 3_600


class ApplicationToken:
    """The token of one application. `form` and `headers` are what its site wants to be sent for one."""

    def __init__(
        self, url: str, form: Mapping[str, str] | None = None, *, headers: Mapping[str, str] | None = None
    ) -> None:
        self._url = url
        self._form = {"grant_type": "client_credentials", **(form or {})}
        self._headers = headers
        self._lock = threading.Lock()
        self._token = ""
        self._ends = 0.0

    def valid(self, asker: Asker) -> str:
        """A token, which is asked for where there is none. Raises `SourceRefused` (code `key_refused`)."""
        with self._lock:
            if not self._token or time.monotonic() >= self._ends:
                self._renew(asker)
            return self._token

    def forget(self, token: str) -> None:
        """The site takes this token no longer."""
        with self._lock:
            if self._token == token:  # another thread may have renewed it
                self._token = ""

    def _renew(self, asker: Asker) -> None:
        told = reading.mapping(asker.post(self._url, self._form, headers=self._headers).json())
        token = reading.text(told.get("access_token"), longest=4_000)
        if token is None:
            raise asker.key_refused(reading.text(told.get("error")) or "no token")
        lasts = float(reading.number(told.get("expires_in")) or _USUAL_SECONDS)
        self._token = token
        self._ends = time.monotonic() + max(_SHORTEST_SECONDS, lasts - _RENEWED_BEFORE_SECONDS)
