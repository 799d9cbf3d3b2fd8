"""`Area`: the blueprint of one area of the API. Routes say what they take and answer; clients are generated
from that.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn, TypeVar

import marshmallow
import orjson
from flask import Request
from flask_smorest import Blueprint
from marshmallow import Schema
from webargs.core import missing
from webargs.flaskparser import FlaskParser
from werkzeug import Response
from werkzeug.exceptions import UnsupportedMediaType

from api_server.answers import as_json
from fovea.errors import InvalidInput, MalformedBody

Handler = TypeVar("Handler", bound=Callable[..., Any])


class BodyParser(FlaskParser):
    """Reads bodies and queries strictly: other media types and broken JSON are told as such, and what happens
    with an unknown field is for the schema to say (`schemas.Input` refuses it).
    """

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "json": None, "query": None}  # noqa: RUF012

    def _raw_load_json(self, req: Request) -> Any:
        if not req.is_json and not req.mimetype and not req.get_data():
            return missing  # no body is a body without fields
        if not req.is_json:
            raise UnsupportedMediaType("Send the body as application/json.")
        # orjson also refuses what is no Unicode (half a surrogate pair) and nesting without end.
        try:
            return orjson.loads(req.get_data())
        except orjson.JSONDecodeError as error:
            raise MalformedBody(f"The body is not valid JSON: {error}.") from error

    def handle_error(self, error: marshmallow.ValidationError, *_: Any, **__: Any) -> NoReturn:
        """A failed validation as the API's own error, by the name of the field."""
        messages = error.messages
        # webargs puts the place (json, query) around the fields.
        if isinstance(messages, dict) and len(messages) == 1:
            messages = next(iter(messages.values()))
        raise InvalidInput("Correct the fields that `errors` names.", errors=messages) from error


class Area(Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A blueprint whose handlers answer with plain values: `response` says their shape but does not dump
    them.
    """

    ARGUMENTS_PARSER = BodyParser()

    def route(self, rule: str, **options: Any) -> Callable[[Handler], Handler]:
        """As Flask's, but with no method that Flask would add by itself except HEAD and OPTIONS."""
        return super().route(rule, **options)  # type: ignore[no-any-return]

    def arguments(
        self, schema: type[Schema] | Schema, *, location: str = "json", **options: Any
    ) -> Callable[[Handler], Handler]:
        """The handler's first argument: what the client sent, validated by this schema."""
        return super().arguments(schema, location=location, **options)  # type: ignore[no-any-return]

    def alt_response(self, status_code: int, **options: Any) -> Callable[[Handler], Handler]:
        """Another answer, documented only."""
        return super().alt_response(status_code, **options)  # type: ignore[no-any-return]

    def response(
        self, status_code: int, schema: type[Schema] | Schema | dict[str, Any] | None = None, **options: Any
    ) -> Callable[[Handler], Handler]:
        """The answer's status and shape. The handler gives a JSON value, a (value, status) pair or a whole
        Response.
        """
        document = super().response(status_code, schema, **options)

        def decorator(handler: Handler) -> Handler:
            @wraps(handler)
            def answered(*args: Any, **named: Any) -> Response:
                return _as_response(handler(*args, **named), status_code)

            return document(answered)  # type: ignore[no-any-return]

        return decorator


def _as_response(result: Any, status: int) -> Response:
    if isinstance(result, tuple):
        result, status = result
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(status=status)
    return as_json(result, status=status)
