"""flickrapi, pointed at a site and made to speak through our transport: signed calls that give raw JSON."""

import logging
from typing import Any

import flickrapi
import msgspec
from flickrapi.auth import FlickrAccessToken, OAuthFlickrInterface

from fovea.flickr import transport
from fovea.flickr.site import Site

logging.getLogger("flickrapi").setLevel(logging.WARNING)  # it logs every call with its parameters


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's permission: what Flickr gave for their login. `secret` is to be kept encrypted and never
    shown.
    """

    key: str
    secret: str
    permission: str = "write"
    nsid: str = ""
    username: str = ""
    real_name: str = ""

    def __repr__(self) -> str:
        return f"Token(nsid={self.nsid!r}, permission={self.permission!r})"


class SignedInterface(OAuthFlickrInterface):  # type: ignore[misc]  # flickrapi has no types
    """flickrapi's OAuth 1.0a, at a site's addresses and with limits on time and size."""

    def __init__(
        self, key: str, secret: str, token_cache: Any, *, site: Site, timeout_seconds: float
    ) -> None:
        super().__init__(key, secret, token_cache, default_timeout=timeout_seconds)
        self.REQUEST_TOKEN_URL = site.oauth_url("request_token")
        self.AUTHORIZE_URL = site.oauth_url("authorize")
        self.ACCESS_TOKEN_URL = site.oauth_url("access_token")

    def do_request(
        self, url: str, params: dict[str, Any] | None = None, timeout: float | None = None
    ) -> bytes:
        """The body of a signed POST's 200 answer. Raises `TransportError`."""
        return transport.post(url, params, auth=self.oauth, timeout_seconds=timeout or self.default_timeout)


class Api(flickrapi.FlickrAPI):  # type: ignore[misc]
    """flickrapi's method calls at a site. `call` gives the bytes of the JSON answer."""

    def __init__(
        self, key: str, secret: str, *, site: Site, timeout_seconds: float, token: Token | None
    ) -> None:
        given = None
        if token is not None:
            given = FlickrAccessToken(
                token.key, token.secret, token.permission, token.real_name, token.username, token.nsid
            )
        super().__init__(key, secret, token=given, store_token=False, format="json", timeout=timeout_seconds)
        self.REST_URL = site.rest_url
        self.flickr_oauth = SignedInterface(
            key, secret, self.token_cache, site=site, timeout_seconds=timeout_seconds
        )

    def call(self, method: str, **parameters: Any) -> bytes:
        """The JSON answer of `method` (flickr.people.getInfo). Parameters that are None are left out."""
        answer: bytes = self.do_flickr_call(method, **parameters)
        return answer
