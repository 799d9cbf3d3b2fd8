"""Logins that have begun: what Flickr gave for them, kept in the cache for ten minutes and bound to one
browser.

The browser has a random cookie; the request token's secret lies under the hash of that cookie and the token,
sealed, and is taken out once. Somebody else's callback address, or the same one twice, finds nothing.
"""

import hashlib
from dataclasses import dataclass
from typing import cast

import msgspec
import redis

from api_server.tokens import TokenBox, UnreadableSecretError

LIFETIME_SECONDS = 600


class PendingLogin(msgspec.Struct, frozen=True, kw_only=True):
    """The secret of a request token, and where its browser wants to go afterwards."""

    secret: str
    next_path: str


@dataclass(frozen=True)
class PendingLogins:
    """The begun logins in the cache."""

    cache: redis.Redis
    box: TokenBox

    def keep(self, pending: PendingLogin, *, browser: str, request_token: str) -> None:
        """Remember a login that has begun in a browser."""
        key = _key(browser, request_token)
        sealed = self.box.seal(msgspec.json.encode(pending), about=key)
        self.cache.set(key, sealed, ex=LIFETIME_SECONDS)

    def take(self, *, browser: str, request_token: str) -> PendingLogin | None:
        """The login that this browser began with this token, which can be taken once; or None."""
        key = _key(browser, request_token)
        sealed = cast("bytes | None", self.cache.getdel(key))
        if sealed is None:
            return None
        try:
            return msgspec.json.decode(self.box.open(sealed, about=key), type=PendingLogin)
        except UnreadableSecretError:
            return None


def _key(browser: str, request_token: str) -> str:
    return "fovea:login:" + hashlib.sha256(f"{browser}\n{request_token}".encode()).hexdigest()
