"""Checking that a request was signed by who it says: HMAC-SHA1 over the request, a fresh time, a nonce used
once.

The signing itself is oauthlib's; what is here is what a provider has to add (RFC 5849, section 3.2 and 3.3).
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast
from urllib.parse import parse_qsl, unquote

from flask import Request
from oauthlib.common import Request as OAuthlibRequest
from oauthlib.oauth1.rfc5849 import signature

from simulator.oauth.problems import OAuthError, parameter_absent

_NEEDED = (
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
)
_CLOCKS_DIFFER_SECONDS = 600


@dataclass(frozen=True)
class SignedRequest:
    """A request's OAuth parameters and what its signature was made over."""

    oauth: Mapping[str, str]
    signed: SimpleNamespace

    @property
    def api_key(self) -> str:
        """The key of the app."""
        return self.oauth.get("oauth_consumer_key", "")

    @property
    def token(self) -> str | None:
        """The request or access token."""
        return self.oauth.get("oauth_token") or None


def _of_header(authorization: str) -> list[tuple[str, str]]:
    """An Authorization header's parameters; none when it is of another kind (RFC 5849, section 3.5.1)."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() != "oauth":
        return []
    pairs = (part.strip().partition("=") for part in rest.split(",") if "=" in part)
    decoded = [(unquote(name), unquote(value.strip('"'))) for name, _, value in pairs]
    return [(name, value) for name, value in decoded if name != "realm"]


def read(request: Request) -> SignedRequest | None:
    """The OAuth side of a request, whether in its header, its query or its form; None when it has none.

    Every value is decoded once. (oauthlib's own collector decodes twice, so that a callback with escapes in a
    form would be found right here that a provider finds wrong.)
    """
    form = [(name, value) for name in request.form for value in request.form.getlist(name)]
    query = parse_qsl(request.query_string.decode("ascii", "replace"), keep_blank_values=True)
    parameters = [*_of_header(request.headers.get("Authorization", "")), *query, *form]
    oauth = {name: value for name, value in parameters if name.startswith("oauth_")}
    if not oauth:
        return None
    signed = SimpleNamespace(
        uri=f"{request.scheme}://{request.host}{request.path}",
        http_method=request.method,
        params=[(name, value) for name, value in parameters if name != "oauth_signature"],
        signature=oauth.get("oauth_signature", ""),
    )
    return SignedRequest(oauth, signed)


class SignatureChecker:
    """Remembers nonces, so that a request that was listened to cannot be sent again."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._secrets = secrets
        self._nonces: dict[tuple[str, str, str], float] = {}
        self._lock = threading.Lock()

    def check(self, request: SignedRequest, token_secret: str | None) -> None:
        """Raise an OAuthError unless the request is signed with the app's and the token's secret, now, for
        the first time.
        """
        absent = [name for name in _NEEDED if not request.oauth.get(name)]
        if absent:
            raise parameter_absent(*absent)
        secret = self._secrets.get(request.api_key)
        if secret is None:
            raise OAuthError("consumer_key_unknown")
        if request.oauth["oauth_signature_method"] != "HMAC-SHA1":
            raise OAuthError("signature_method_rejected", status=400)
        # oauthlib reads four attributes of a request, and `signed` has exactly those.
        if not signature.verify_hmac_sha1(cast(OAuthlibRequest, request.signed), secret, token_secret):
            base = signature.signature_base_string(
                request.signed.http_method,
                signature.base_string_uri(request.signed.uri),
                signature.normalize_parameters(request.signed.params),
            )
            raise OAuthError("signature_invalid", details=f"debug_sbs={base}")
        self._check_freshness(request)

    def _check_freshness(self, request: SignedRequest) -> None:
        stamp, now = request.oauth["oauth_timestamp"], time.time()
        if not stamp.isascii() or not stamp.isdigit() or abs(int(stamp[:12]) - now) > _CLOCKS_DIFFER_SECONDS:
            raise OAuthError(
                "timestamp_refused", details=f"oauth_acceptable_timestamps={int(now) - 600}-{int(now) + 600}"
            )
        key = (request.api_key, stamp, request.oauth["oauth_nonce"])
        with self._lock:
            if key in self._nonces:
                raise OAuthError("nonce_used")
            if len(self._nonces) > 200_000:
                self._nonces = {
                    known: at for known, at in self._nonces.items() if at > now - 2 * _CLOCKS_DIFFER_SECONDS
                }
            self._nonces[key] = now
