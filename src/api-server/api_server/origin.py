"""Requests that change something must come from our own pages: what the browser itself says of where they
came from.

Browsers send Sec-Fetch-Site with every request to a secure or local address
(https://www.w3.org/TR/fetch-metadata/) and Origin with every unsafe one; pages cannot forge either. A program
that is no browser says `Sec-Fetch-Site: none`, or presents an API key: then no cookie is used, and no other
site has the key.
"""

from urllib.parse import urlsplit

from flask import request

from api_server import presented_keys
from api_server.context import current
from fovea.errors import ForeignOrigin

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UNCHANGING = frozenset({"graphql", "image_search", "older"})  # areas that only read, whatever the method
COOKIELESS = frozenset({"program_tokens"})  # areas in which no cookie says anything
OWN_SITES = frozenset({"same-origin", "none"})


def check_origin() -> None:
    """Refuse a change that another site asks for (before each request)."""
    if request.method in SAFE_METHODS or presented_keys.presented() is not None:
        return
    if request.blueprint in UNCHANGING | COOKIELESS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    own = site in OWN_SITES if site is not None else _is_own(request.headers.get("Origin"))
    if not own:
        raise ForeignOrigin(
            "Only Fovea's own pages may change something. A program sends the header `Sec-Fetch-Site: none`."
        )


def _is_own(origin: str | None) -> bool:
    if not origin:
        return False
    if origin == current().settings.public_url:
        return True
    # The address that the browser itself used, which may be another name of the same machine.
    return (
        bool(request.host)
        and origin == f"{request.scheme}://{request.host}"
        and bool(urlsplit(origin).netloc)
    )
