"""One log line and a few measurements a request. Addresses are logged as routes: no ids, no queries, no
bodies.
"""

import secrets
import time

import structlog
from flask import Flask, Response, g, request

from fovea import metrics, presence

_log = structlog.get_logger()


def observe(app: Flask) -> None:
    """Log and measure every request of an app, and give each an id that its answer names."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(lambda _: presence.end_doing())


def _begin() -> None:
    g.begun_at = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    presence.begin_doing(f"{request.method} {request.url_rule.rule if request.url_rule else 'of no route'}")


def _end(response: Response) -> Response:
    response.headers["X-Request-Id"] = g.get("request_id", "")
    if request.blueprint == "health":
        return response
    seconds = time.perf_counter() - g.get("begun_at", time.perf_counter())
    metrics.count("http_requests", Status=f"{response.status_code // 100}xx")
    metrics.record("http_request_seconds", seconds)
    if response.status_code == 500:
        metrics.count("http_request_errors")
    if response.status_code == 429:
        metrics.count("requests_limited")
    _log.info(
        "request_answered",
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round(seconds * 1_000, 1),
    )
    return response
