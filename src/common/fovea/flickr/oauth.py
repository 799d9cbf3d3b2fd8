"""The login with Flickr: OAuth 1.0a in three steps (https://www.flickr.com/services/api/auth.oauth.html).

1. `request_token` gives a token that lives for minutes; keep it with the browser's session. Send the browser
   to its `url`.
2. Flickr sends the browser back to the callback with `oauth_token` and `oauth_verifier`; compare the token
   with the one that was kept.
3. `access_token` gives the person's token. Nothing is kept here: who calls keeps (and encrypts) the secrets.
"""

from typing import Any
from urllib.parse import urlencode

import msgspec
from flickrapi.exceptions import FlickrError
from flickrapi.tokencache import SimpleTokenCache

from fovea.errors import NotLoggedIn, SourceUnavailable
from fovea.flickr.api import SignedInterface, Token
from fovea.flickr.error_codes import error_of_transport
from fovea.flickr.site import Site
from fovea.flickr.transport import TransportError
from fovea.flickr.values import nsid_of
from fovea.settings import FlickrSettings

PERMISSION = "write"

__all__ = ["PERMISSION", "RequestToken", "Token", "access_token", "request_token"]


class RequestToken(msgspec.Struct, frozen=True, kw_only=True):
    """A login that has begun. `url` is where the person approves it; `secret` stays on the server."""

    key: str
    secret: str
    url: str

    def __repr__(self) -> str:
        return f"RequestToken(key={self.key!r})"


def request_token(settings: FlickrSettings, *, callback_url: str) -> RequestToken:
    """Begins a login with permission to write. Raises `SourceUnavailable` or `SourceRefused`."""
    interface = _interface(settings)
    _exchange(lambda: interface.get_request_token(oauth_callback=callback_url))
    key = interface.resource_owner_key
    query = urlencode({"oauth_token": key, "perms": PERMISSION})
    return RequestToken(
        key=key, secret=interface.resource_owner_secret, url=f"{interface.AUTHORIZE_URL}?{query}"
    )


def access_token(settings: FlickrSettings, *, key: str, secret: str, verifier: str) -> Token:
    """Ends a login: the person's token for their approved request token (`key`, `secret`) and Flickr's
    `verifier`.

    Raises `NotLoggedIn` when Flickr does not take the verifier, `SourceUnavailable` or `SourceRefused`.
    """
    interface = _interface(settings)
    interface.resource_owner_key = key
    interface.resource_owner_secret = secret
    interface.verifier = verifier
    interface.requested_permissions = PERMISSION
    given = _exchange(interface.get_access_token)
    if nsid_of(given.user_nsid) is None:
        raise NotLoggedIn("Flickr did not say who logged in; log in again")
    return Token(
        key=given.token,
        secret=given.token_secret,
        permission=given.access_level,
        nsid=given.user_nsid,
        username=given.username,
        real_name=given.fullname,
    )


def _interface(settings: FlickrSettings) -> SignedInterface:
    return SignedInterface(
        settings.flickr_api_key.get_secret_value(),
        settings.flickr_api_secret.get_secret_value(),
        SimpleTokenCache(),
        site=Site(settings.flickr_base_url),
        timeout_seconds=settings.flickr_timeout_seconds,
    )


def _exchange(step: Any) -> Any:
    """One step's answer. An answer without the tokens it promises is a passing fault of Flickr."""
    try:
        return step()
    except TransportError as failure:
        raise error_of_transport(failure) from failure
    except (KeyError, FlickrError, UnicodeDecodeError) as nonsense:
        raise SourceUnavailable(
            "Flickr answered the login with something that cannot be read; try again", source_code="nonsense"
        ) from nonsense
