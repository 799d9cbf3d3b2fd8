"""The internal API is for our own services: they say the service token."""

import hmac

from flask import request

from api_server.context import current
from fovea.errors import NotLoggedIn


def require_service_token() -> None:
    """Refuse a request without the service token, except for health (before each request)."""
    if request.blueprint == "health":
        return
    expected = f"Bearer {current().settings.service_token.get_secret_value()}"
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise NotLoggedIn("The internal API wants the service token.", code="service_token_required")
