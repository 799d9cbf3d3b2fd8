"""The API server's public application for tests: made once for tests of the same settings.

To make it takes longer than most tests ask of it: each route goes into the document and the map of addresses.
It keeps nothing itself, all that it works with is in its context.
"""

from dataclasses import dataclass, field

from flask import Flask
from pydantic import SecretStr

from api_server.app import create_app
from api_server.context import Context, attach
from api_server.headers import content_security_policy
from api_server.settings import ApiServerSettings


@dataclass
class Applications:
    """The public applications of a test process."""

    _made: list[tuple[tuple[ApiServerSettings, str], Flask]] = field(default_factory=list)

    def of(self, context: Context) -> Flask:
        """An application that works with this context, and no longer with the one it was given before."""
        wanted = _what_it_is_made_of(context.settings)
        for made_of, app in self._made:
            if made_of == wanted:
                attach(app, context)
                return app
        app = create_app(context)
        self._made.append((wanted, app))
        return app


def _what_it_is_made_of(settings: ApiServerSettings) -> tuple[ApiServerSettings, str]:
    """The settings without the places that each test has of its own, which only the context knows; and what
    pages may load, which may name one of them.
    """
    places = {"database_url": SecretStr(""), "redis_url": "", "storage_url": ""}
    return settings.model_copy(update=places), content_security_policy(settings)
