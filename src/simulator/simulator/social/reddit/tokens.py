"""Reddit's tokens for applications: `grant_type=client_credentials` at www.reddit.com/api/v1/access_token."""

import base64
import binascii
import secrets
import threading
import time
from collections.abc import Callable, Mapping

from werkzeug import Response

from simulator.hosts.calls import Call, json_answer


class Tokens:
    """The tokens that were given to the applications in `clients` (id: secret). Threads may share it."""

    def __init__(
        self,
        clients: Mapping[str, str],
        *,
        lasts_seconds: int = 86_400,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clients, self._clock = clients, clock
        self.lasts_seconds = lasts_seconds
        self._lock = threading.Lock()
        self._given: dict[str, tuple[str, float]] = {}

    def give(self, call: Call) -> Response:
        """A token, for the right id and secret."""
        client = self._client_of(call.headers.get("Authorization", ""))
        if client is None:
            return json_answer({"message": "Unauthorized", "error": 401}, 401)
        if call.form.get("grant_type") != "client_credentials":
            return json_answer({"error": "unsupported_grant_type"})
        token = f"eyJ{secrets.token_urlsafe(48)}"
        with self._lock:
            self._given[token] = (client, self._clock() + self.lasts_seconds)
        told = {"access_token": token, "token_type": "bearer", "expires_in": self.lasts_seconds, "scope": "*"}
        return json_answer(told)

    def revoke(self, call: Call) -> Response:
        """/api/v1/revoke_token: a token is over; whether there was one is not told."""
        if self._client_of(call.headers.get("Authorization", "")) is None:
            return json_answer({"message": "Unauthorized", "error": 401}, 401)
        with self._lock:
            self._given.pop(call.form.get("token", ""), None)
        return Response(b"", 204)

    def client(self, authorization: str) -> str | None:
        """The application that a token was given to; None when it is unknown or over."""
        kind, _, token = authorization.partition(" ")
        with self._lock:
            client, ends = self._given.get(token.strip(), ("", 0.0))
        return client if kind.lower() == "bearer" and client and self._clock() < ends else None

    def _client_of(self, authorization: str) -> str | None:
        kind, _, pair = authorization.partition(" ")
        try:
            client, _, secret = base64.b64decode(pair, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None
        right = kind.lower() == "basic" and client in self._clients
        return client if right and secrets.compare_digest(self._clients[client], secret) else None
