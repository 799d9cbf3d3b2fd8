"""How much one client may ask: a limit for its address, and a tighter one for the routes that cost something.
What a key asks is counted for the key, wherever it is used; what a token asks, for its user.

Answers carry RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers-10), refusals also
Retry-After. When the cache is down, requests are let through (`RequestLimiter` counts that).
"""

import ipaddress
import math

from flask import Response, g, request

from api_server import presented_keys
from api_server.context import current
from api_server.permissions import access_of_request
from api_server.sessions import viewer
from api_server.settings import Network
from fovea.errors import TooManyRequests

IPV6_PREFIX = 64  # what one subscriber has
OF_USERS = frozenset(
    {"changes", "shown", "uploads", "library_changes", "checks"}
)  # counted by user, wherever they are; all others by address
APART = frozenset({"files"})  # a page shows a hundred of them: not counted among all other requests
UNCOUNTED = frozenset({"health", "website"})


def check_limits() -> None:
    """Count the present request and refuse it when it is one too many (before each request)."""
    if request.blueprint in UNCOUNTED:
        return
    access = access_of_request()
    if access is None or access.limit not in APART:
        spend("requests", by="address")
    if access is not None and access.limit is not None:
        spend(access.limit, by="user" if access.limit in OF_USERS else "address")


def spend(name: str, *, by: str) -> None:
    """Count one use of the limit `name` for the request's key, or else for the client's address or for the
    logged-in user. Raises TooManyRequests.
    """
    context = current()
    client = _client(by)
    setting: str = getattr(context.settings, f"limit_{name}")
    for limit in setting.split(";"):
        policy = f"{name}-{limit.strip().rpartition('/')[2]}"
        allowed, most, remaining, reset_seconds = context.limiter.hit(f"{policy}:{client}", limit)
        g.setdefault("rate_limits", []).append((policy, most, remaining, math.ceil(reset_seconds)))
        if not allowed:
            again = math.ceil(reset_seconds)
            raise TooManyRequests(
                f"That was too much at once ({limit} are allowed). Go on in {again} seconds.",
                retry_after_seconds=reset_seconds,
            )


def tell_limits(response: Response) -> Response:
    """Add the RateLimit headers (after each request)."""
    counted = g.get("rate_limits", [])
    if counted:
        response.headers["RateLimit-Policy"] = ", ".join(f'"{name}";q={most}' for name, most, _, _ in counted)
        response.headers["RateLimit"] = ", ".join(
            f'"{name}";r={left};t={reset}' for name, _, left, reset in counted
        )
    return response


def _client(by: str) -> str:
    used = presented_keys.working()
    if used is not None:
        return used.counted_as
    user = viewer() if by == "user" else None
    return f"user:{user.id}" if user is not None else f"address:{subscriber()}"


def subscriber() -> str:
    """Who is counted as one: the client's address, for IPv6 its network of /64."""
    address = client_address()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, IPV6_PREFIX), strict=False))
    return address


def client_address() -> str:
    """Where the request comes from. X-Forwarded-For is believed only as far as trusted proxies wrote it."""
    address = request.remote_addr or "unknown"
    trusted = current().settings.trusted_proxies
    forwarded = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()
    ]
    while forwarded and is_in(address, trusted):
        address = forwarded.pop()
    return address


def is_in(address: str, networks: tuple[Network, ...]) -> bool:
    """Whether an address is of one of these networks; what is no address is of none."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in networks)
