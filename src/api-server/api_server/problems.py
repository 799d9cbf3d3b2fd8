"""Every error as a problem of RFC 9457 (`application/problem+json`), never as a page of HTML."""

import math
from typing import Any

import orjson
import redis
import structlog
from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from api_server.older import envelope
from fovea import clock
from fovea.errors import FoveaError, SourceBudgetUsedUp, TooManyRequests

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 5

# Codes and what to do, for what the framework refuses by itself.
_OF_STATUS = {
    400: ("bad_request", "The request could not be understood."),
    404: ("not_found", "There is nothing at this address."),
    405: (
        "method_not_allowed",
        "This address does not take that method; the header Allow says which it takes.",
    ),
    413: ("payload_too_large", "The body is too large; send less."),
    414: ("uri_too_long", "The address is too long."),
    415: ("unsupported_media_type", "Send the body as application/json."),
    431: ("headers_too_large", "The request's headers are too large."),
}

# Of what errors know beside a sentence: the fields of a body, the place in a search, why nothing was fetched,
# what may have been meant.
_TOLD = ("errors", "column", "length", "hint", "reason", "suggestions")

_log = structlog.get_logger()


class ServiceUnavailable(FoveaError):
    """Our own database, cache or queue does not answer."""

    status, code, title = 503, "service_unavailable", "Fovea is not ready at the moment"


def register(app: Flask) -> None:
    """Answer every error of an app with a problem."""
    app.register_error_handler(FoveaError, of_error)
    app.register_error_handler(HTTPException, of_http_exception)
    app.register_error_handler(Exception, of_unexpected)


def of_error(error: FoveaError) -> Response:
    """The problem of one of our errors. What only workers need (codes of a source) stays out."""
    extra = {name: error.extra[name] for name in _TOLD if name in error.extra}
    response = problem(status=error.status, code=error.code, title=error.title, detail=error.detail, **extra)
    seconds = _retry_after(error)
    if seconds is not None:
        response.headers["Retry-After"] = str(max(1, math.ceil(seconds)))
    if error.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Fovea"'
    if error.status >= 500:
        _log.warning("request_failed", code=error.code, detail=error.detail, route=_route(), **_source(error))
    return response


def of_http_exception(error: HTTPException) -> Response:
    """The problem of what Flask or Werkzeug refused."""
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response(request.environ)  # type: ignore[return-value]  # a redirect
    code, detail = _OF_STATUS.get(
        error.code, (error.name.lower().replace(" ", "_"), error.description or error.name)
    )
    response = problem(status=error.code, code=code, title=error.name, detail=detail)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def of_unexpected(error: Exception) -> Response:
    """The problem of an error that nobody foresaw: logged in full, told without its insides."""
    if isinstance(error, redis.RedisError | OperationalError | PoolTimeout) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        _log.error("dependency_failed", error=type(error).__name__, route=_route(), exc_info=error)
        return of_error(
            ServiceUnavailable("Fovea cannot reach its own stores just now. Try again in a moment.")
        )
    _log.error("unexpected_error", error=type(error).__name__, route=_route(), exc_info=error)
    return problem(
        status=500,
        code=FoveaError.code,
        title=FoveaError.title,
        detail="Something went wrong on our side, and it is noted. Try again; if it stays so, tell us.",
    )


def problem(*, status: int, code: str, title: str, detail: str, **extra: Any) -> Response:
    """A problem answer. `type` is a URN of the code: there is no page to point to that would stay."""
    shape = {
        "type": f"urn:fovea:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    # Errors in a list are named by their place in it, which is a number.
    body = orjson.dumps(shape | extra | envelope.of_problem(detail), option=orjson.OPT_NON_STR_KEYS)
    response = Response(body, status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def raw_problem(connection: Any, status: int, reason: str, message: str) -> None:
    """Answer what was no readable HTTP request, on its bare connection, and let it end."""
    code, detail = _OF_STATUS.get(status, (reason.lower().replace(" ", "_"), message or reason))
    shape = {
        "type": f"urn:fovea:problem:{code}",
        "title": reason,
        "status": status,
        "detail": detail,
        "code": code,
    }
    body = orjson.dumps(shape)
    head = f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: {CONTENT_TYPE}\r\n"
    connection.setblocking(False)
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def _retry_after(error: FoveaError) -> float | None:
    if isinstance(error, TooManyRequests):
        return error.retry_after_seconds
    if isinstance(error, SourceBudgetUsedUp):
        return (error.retry_at - clock.now()) / clock.SECOND
    if error.status == 503:
        return float(error.extra.get("retry_after_seconds") or RETRY_SECONDS)
    return None


def _route() -> str | None:
    """The route instead of the address, which may hold a secret: that of a feed is one."""
    return request.url_rule.rule if request.url_rule else None


def _source(error: FoveaError) -> dict[str, Any]:
    return {name: error.extra[name] for name in ("source_code", "source_message") if name in error.extra}
