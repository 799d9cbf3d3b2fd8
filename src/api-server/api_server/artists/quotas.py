"""Who asks, how many searches they may have under way, and who may do more than others."""

import hashlib
import hmac

from api_server import presented_keys
from api_server.context import current
from api_server.limits import client_address, is_in, subscriber
from fovea.database import api_keys

_DIGITS = 40


def asker() -> str:
    """Who the present request's searches are counted for: its key, or else its address. Of the address a
    keyed digest is kept, from which nobody gets back to it without the installation's secret.
    """
    used = presented_keys.working()
    if used is not None:
        return used.counted_as
    secret = current().settings.service_token.get_secret_value().encode()
    return hmac.new(secret, f"artist searches of {subscriber()}".encode(), hashlib.sha256).hexdigest()[
        :_DIGITS
    ]


def most_unfinished() -> int | None:
    """How many searches they may have under way; None: as many as they like."""
    settings = current().settings
    return None if is_unlimited() else settings.artist_searches_at_once


def is_unlimited() -> bool:
    """Whether the operator lets the request's address have as many as it likes."""
    return is_in(client_address(), current().settings.artist_unlimited_addresses)


def is_advanced() -> bool:
    """Whether the request may use the older system's search by a picture: the operator says so of its
    address, or it has a key that may write. A cookie does not count: pages of anybody reach these routes.
    """
    if presented_keys.presented() is not None:
        return presented_keys.includes(api_keys.WRITE)
    return is_in(client_address(), current().settings.artist_advanced_addresses)
