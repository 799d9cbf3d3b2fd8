"""The OpenAPI 3.1 document of the API, made of the routes' own declarations, and a page to read it."""

from typing import Any

from flask import Flask, Response, current_app, render_template
from flask_smorest import Api

from api_server.answers import as_json
from api_server.permissions import ACCESS, OWN, SESSION, Who, route_name
from api_server.problems import CONTENT_TYPE
from api_server.schemas import Problem
from fovea import __version__

OPENAPI_VERSION = "3.1.0"
TITLE = "Fovea"
DESCRIPTION = """Photos and people that somebody will love, found from what they love.

Errors are problems (RFC 9457) with a stable `code`. Times are ISO 8601 in UTC. Whoever changes something must
be logged in and come from Fovea's own pages: browsers say so by themselves, other programs send
`Sec-Fetch-Site: none`, or an API key as `Authorization: Bearer fov_...` or `X-Api-Key: fov_...`, or an access
token of `POST /api/auth/token` as `Authorization: Bearer eyJ...`.
"""
_CONFIG = {
    "API_TITLE": TITLE,
    "API_VERSION": __version__,
    "OPENAPI_VERSION": OPENAPI_VERSION,
    "OPENAPI_URL_PREFIX": "/api",
}
_METHODS = ("get", "put", "post", "delete", "patch")


class DocumentedApi(Api):  # type: ignore[misc]  # flask-smorest has no types
    """flask-smorest's register of areas, with our problems as its errors."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Errors are answered by `api_server.problems`."""

    def _openapi_json(self) -> Response:
        return as_json(document(current_app))


def use_openapi(app: Flask, *, cookie_name: str) -> DocumentedApi:
    """Begin the document of an app; areas are registered with what this gives. Served at /api/openapi.json
    and /api/docs.
    """
    app.config.update(_CONFIG)
    api = DocumentedApi(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    scheme = {"type": "apiKey", "in": "cookie", "name": cookie_name}
    api.spec.components.security_scheme("session", scheme)
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    token = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    api.spec.components.security_scheme("access_token", token)
    api.spec.components.security_scheme("key_header", {"type": "apiKey", "in": "header", "name": "X-Api-Key"})
    app.extensions["openapi"] = api
    app.add_url_rule("/api/docs", "docs", _docs)
    app.add_url_rule("/api/docs.css", "docs_style", _docs_style)
    return api


def document(app: Flask) -> dict[str, Any]:
    """The document of an app, complete with what all routes have in common: problems and who may."""
    shape: dict[str, Any] = app.extensions["openapi"].spec.to_dict()
    for path, operations in shape["paths"].items():
        for method in _METHODS:
            if method in operations:
                _complete(
                    operations[method], route_name(method.upper(), path.replace("{", "<").replace("}", ">"))
                )
    for response in shape.get("components", {}).get("responses", {}).values():
        _as_problem(response)
    return shape


def _complete(operation: dict[str, Any], name: str) -> None:
    responses = operation.setdefault("responses", {})
    responses["default"] = {
        "description": "A problem, as RFC 9457 has it.",
        "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for response in responses.values():
        if "$ref" not in response:
            _as_problem(response)
    access = ACCESS[name]
    if access.who is not Who.ANYONE:
        scope = access.scope_for(name.partition(" ")[0])
        names = ["session"]
        if scope != SESSION:
            names.append("access_token")
        if scope not in {SESSION, OWN}:
            names += ["key", "key_header"]
        operation["security"] = [{name: []} for name in names]


def _as_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    plain = content.get("application/json", {}).get("schema", {})
    if plain.get("$ref") == "#/components/schemas/Problem":
        content[CONTENT_TYPE] = content.pop("application/json")


def _docs() -> Response:
    return Response(
        render_template("docs.html", document=document(current_app)), content_type="text/html; charset=utf-8"
    )


def _docs_style() -> Response:
    return Response(render_template("docs.css"), content_type="text/css; charset=utf-8")
