"""The two applications: the public one (the API and the website) and the internal one (for the other
services).
"""

import importlib
from io import BytesIO
from pathlib import Path

from flask import Flask, Request

from api_server import (
    bodies,
    frontend,
    health,
    limits,
    origin,
    permissions,
    presented_keys,
    problems,
    sessions,
    specification,
)
from api_server.answers import use_orjson
from api_server.compressing import compress
from api_server.context import Context, attach
from api_server.converters import use_bounded_numbers
from api_server.graphql import routes as graphql
from api_server.headers import SecurityHeaders
from api_server.observing import observe
from api_server.older.routes import pictures as older_pictures
from api_server.older.tasks import blueprint as older_tasks
from api_server.older.tokens import blueprint as older_tokens
from api_server.service_token import require_service_token

# Each area is a folder with routes.py (`blueprint`), schemas.py and service.py.
PUBLIC_AREAS = (
    "status",
    "auth",
    "logins",
    "program_tokens",
    "users",
    "accounts",
    "runs",
    "recommendations",
    "favorites",
    "comments",
    "dismissals",
    "steering",
    "shown",
    "feeds",
    "groups",
    "keys",
    "submissions",
    "links",
    "sources",
    "listings",
    "fingerprints",
    "library",
    "older",
    "duplicates",
    "library_search",
    "image_search",
    "artists",
    "crawls",
    "tags",
    "blocked_tags",
    "cleanups",
)
INTERNAL_AREAS = ("internal",)

LARGEST_BODY_BYTES = 256 * 1024
LARGEST_INTERNAL_BODY_BYTES = 64 * 1024 * 1024


class InMemoryRequest(Request):
    """Uploads are held in memory, where their size is bounded: there may be no folder to write to."""

    def _get_file_stream(self, *_: object, **__: object) -> BytesIO:
        return BytesIO()


def create_app(context: Context) -> Flask:
    """The public application. LookupError when a route has no line in the table of permissions."""
    app = _application("public", context, largest_body_bytes=LARGEST_BODY_BYTES)
    checks = (limits.check_limits, origin.check_origin, permissions.check_access)
    for check in (*checks, bodies.allow_larger_bodies):
        app.before_request(check)
    for finish in (compress, limits.tell_limits, sessions.renew_cookie, presented_keys.note_use):
        app.after_request(finish)
    api = specification.use_openapi(app, cookie_name=sessions.cookie_name(context))
    for area in PUBLIC_AREAS:
        api.register_blueprint(importlib.import_module(f"api_server.{area}.routes").blueprint)
    api.register_blueprint(older_tasks)
    api.register_blueprint(older_tokens)
    app.register_blueprint(graphql.blueprint)
    app.register_blueprint(older_pictures)
    if context.settings.frontend_folder is not None:
        app.register_blueprint(frontend.website(Path(context.settings.frontend_folder).absolute()))
    permissions.check_every_route_is_listed(app)
    return app


def create_internal_app(context: Context) -> Flask:
    """The application for the other services: everything but health wants the service token."""
    app = _application("internal", context, largest_body_bytes=LARGEST_INTERNAL_BODY_BYTES)
    app.before_request(require_service_token)
    for area in INTERNAL_AREAS:
        app.register_blueprint(importlib.import_module(f"api_server.{area}.routes").blueprint)
    return app


def _application(name: str, context: Context, *, largest_body_bytes: int) -> Flask:
    app = Flask(f"api_server.{name}", static_folder=None, root_path=str(Path(__file__).parent))
    app.request_class = InMemoryRequest
    app.config["MAX_CONTENT_LENGTH"] = largest_body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = largest_body_bytes
    app.url_map.merge_slashes = False  # an address with two slashes is not ours; nobody is redirected from it
    attach(app, context)
    use_orjson(app)
    use_bounded_numbers(app)
    observe(app)
    problems.register(app)
    app.after_request(SecurityHeaders(context.settings))
    app.register_blueprint(health.blueprint)
    return app
