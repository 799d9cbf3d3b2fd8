"""JSON answers, written by orjson."""

from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider


class OrjsonProvider(JSONProvider):
    """Flask's own JSON (the OpenAPI document, tests) by the same library."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """The value as JSON text."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """The value of a JSON text."""
        return orjson.loads(s)


def as_json(value: Any, *, status: int = 200) -> Response:
    """A JSON answer."""
    return Response(orjson.dumps(value), status=status, content_type="application/json")


def use_orjson(app: Flask) -> None:
    """Have Flask write and read JSON by orjson."""
    app.json = OrjsonProvider(app)
