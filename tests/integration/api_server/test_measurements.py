"""What the API server measures is measured; what a client does wrong is no fault of ours."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api_server.context import Context
from fovea import metrics
from fovea.database.engine import read
from tests.integration.api_server.people import OWN_PAGE


@pytest.fixture(autouse=True)
def _metrics_begin_at_nothing() -> Iterator[None]:
    metrics.flush()
    yield
    metrics.flush()


def test_a_fault_of_ours_is_counted(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_context: Context) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("api_server.status.service.status", fail)
    assert app.test_client().get("/api/status").status_code == 500
    assert metrics.snapshot()["http_request_errors"] == 1


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/accounts/flickr/1@N00/recommendations?photos=many", None),
        ("GET", "/api/accounts/flickr/1@N00/recommendations?photos=1000000", None),
        ("GET", "/api/groups/flickr/1@N20/photos?limit=-1", None),
        ("POST", "/api/accounts/lookup", "{"),
        ("POST", "/api/accounts/lookup", '{"query": 7}'),
        ("PUT", "/api/favorites/not-a-number", None),
        ("DELETE", "/api/users/me", None),
    ],
)
def test_nonsense_from_outside_wakes_nobody_up(method: str, path: str, body: str | None, app: Flask) -> None:
    """In the older system one bad query string was counted as a failure, which paged the person on call."""
    answer = app.test_client().open(
        path, method=method, data=body, headers={**OWN_PAGE, "Content-Type": "application/json"}
    )
    assert 400 <= answer.status_code < 500
    assert metrics.snapshot()["http_requests"] == 1
    assert "http_request_errors" not in metrics.snapshot()
    assert "unhandled_exceptions" not in metrics.snapshot()


def test_what_the_database_refuses_is_counted(context: Context) -> None:
    with pytest.raises(DBAPIError), read(context.engine) as connection:
        connection.execute(text("SELECT nothing FROM nowhere"))
    assert metrics.snapshot()["database_errors"] == 1
