"""Request and access tokens: given out, approved, exchanged, taken back. The journal keeps them over
restarts.
"""

import secrets
import threading
import time
from dataclasses import replace

from simulator.journal import AccessToken, Journal, RequestToken
from simulator.oauth.problems import OAuthError

PERMISSIONS = ("read", "write", "delete")
_REQUEST_LIFETIME_SECONDS = 3_600.0


def may(granted: str, needed: str) -> bool:
    """Whether granted permissions include needed ones: delete includes write, write includes read."""
    return PERMISSIONS.index(granted) >= PERMISSIONS.index(needed)


def _new_token() -> str:
    return f"72157{secrets.randbelow(10**12):012d}-{secrets.token_hex(8)}"


class Tokens:
    """All tokens. Threads may share it."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._lock = threading.Lock()
        self._requests = {token.token: token for token in journal.request_tokens()}
        self._access = {token.token: token for token in journal.access_tokens()}

    def begin(self, *, api_key: str, callback: str) -> RequestToken:
        """A new login."""
        token = RequestToken(_new_token(), secrets.token_hex(8), api_key, callback, time.time())
        with self._lock:
            self._requests[token.token] = token
            self._journal.keep_request_token(token)
        return token

    def request_token(self, token: str) -> RequestToken | None:
        """A login that has begun and is not too old."""
        found = self._requests.get(token)
        return found if found and found.created > time.time() - _REQUEST_LIFETIME_SECONDS else None

    def approve(self, token: RequestToken, *, account: int, permissions: str) -> RequestToken:
        """Somebody agreed: the login gets its verifier."""
        approved = replace(token, account=account, permissions=permissions, verifier=secrets.token_hex(8))
        with self._lock:
            self._requests[token.token] = approved
            self._journal.keep_request_token(approved)
        return approved

    def refuse(self, token: RequestToken) -> None:
        """Somebody did not agree: the login is over."""
        with self._lock:
            self._requests.pop(token.token, None)
            self._journal.drop_request_token(token.token)

    def exchange(self, token: RequestToken, verifier: str) -> AccessToken:
        """The access token for an approved login, once. An account has one token an app; asking again gives
        the same with the new permissions.
        """
        if token.account is None or token.permissions is None or token.verifier is None:
            raise OAuthError("permission_unknown")
        if not secrets.compare_digest(verifier.encode(), token.verifier.encode()):
            raise OAuthError("verifier_invalid")
        with self._lock:
            if self._requests.pop(token.token, None) is None:
                raise OAuthError("token_used")
            self._journal.drop_request_token(token.token)
            known = next(
                (
                    old
                    for old in self._access.values()
                    if (old.api_key, old.account) == (token.api_key, token.account)
                ),
                None,
            )
            if known is None:
                access = AccessToken(
                    _new_token(), secrets.token_hex(8), token.api_key, token.account, token.permissions
                )
            else:
                access = replace(known, permissions=token.permissions)
            self._access[access.token] = access
            self._journal.keep_access_token(access)
        return access

    def access_token(self, token: str) -> AccessToken | None:
        """An access token that is still good."""
        return self._access.get(token)

    def revoke(self, account: int) -> int:
        """Take back everything that an account had allowed; how many tokens that were."""
        with self._lock:
            gone = [token for token in self._access.values() if token.account == account]
            for token in gone:
                del self._access[token.token]
                self._journal.drop_access_token(token.token)
        return len(gone)
