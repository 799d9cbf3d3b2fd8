"""Whatever is wrong with a request, the answer is a problem of RFC 9457: never HTML, never a 500."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from api_server.context import Context
from tests.integration.api_server.people import OWN_PAGE, People

# Nothing here depends on the kind of the database.
pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


def assert_problem(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = response.get_json()
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"urn:fovea:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    assert response.headers["Cache-Control"] == "no-store"
    return problem


def test_an_unknown_address_is_not_found(visitor: FlaskClient) -> None:
    for path in (
        "/api/nothing",
        "/nothing",
        "/api/",
        "/api/status/",
        "/internal/maintenance",
        "/api/../internal",
    ):
        assert_problem(visitor.get(path), 404, "not_found")


def test_a_wrong_method_says_which_are_right(visitor: FlaskClient) -> None:
    response = visitor.delete("/api/status", headers=OWN_PAGE)
    assert_problem(response, 405, "method_not_allowed")
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "nonsense",
        '{"query": }',
        '{"query": "\\ud800"}',
        '{"query": "x"',
        "[" * 100_000,
        '{"query": NaN}',
    ],
)
def test_malformed_json_is_told_as_such(visitor: FlaskClient, body: str) -> None:
    response = visitor.post(
        "/api/accounts/lookup", data=body, content_type="application/json", headers=OWN_PAGE
    )
    assert_problem(response, 400, "malformed_json")


def test_bytes_that_are_no_text_are_malformed_json(visitor: FlaskClient) -> None:
    response = visitor.post(
        "/api/accounts/lookup",
        data=b'{"query": "\xff\xfe"}',
        content_type="application/json",
        headers=OWN_PAGE,
    )
    assert_problem(response, 400, "malformed_json")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None]
)
def test_a_body_that_is_not_called_json_is_refused(visitor: FlaskClient, kind: str | None) -> None:
    response = visitor.post(
        "/api/accounts/lookup", data='{"query": "x"}', content_type=kind, headers=OWN_PAGE
    )
    assert_problem(response, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ("{}", "query"),
        ('{"query": ""}', "query"),
        ('{"query": 5}', "query"),
        ('{"query": null}', "query"),
        ('{"query": "%s"}' % ("x" * 501), "query"),
        ('{"query": "x", "perms": "admin"}', "perms"),
        ('["x"]', "_schema"),
        ('"x"', "_schema"),
        ("7", "_schema"),
        ("null", "_schema"),
    ],
)
def test_a_wrong_field_is_named(visitor: FlaskClient, body: str, field: str) -> None:
    response = visitor.post(
        "/api/accounts/lookup", data=body, content_type="application/json", headers=OWN_PAGE
    )
    assert field in assert_problem(response, 422, "invalid_input")["errors"]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=1e9",
        "limit=x",
        "limit=99999999999999999999",
        "page=0",
        "page=501",
        "of=1",
    ],
)
def test_absurd_limits_are_refused(visitor: FlaskClient, query: str) -> None:
    name = query.split("=", maxsplit=1)[0]
    response = visitor.get(f"/api/groups/flickr/1@N20/photos?{query}")
    assert name in assert_problem(response, 422, "invalid_input")["errors"]


@pytest.mark.parametrize("number", ["0", "-1", "4294967296", "99999999999999999999999", "1.5", "x", "%00"])
def test_a_number_that_no_photo_can_have_is_not_found(people: People, number: str) -> None:
    browser = people.logged_in("1@N00")
    assert_problem(browser.put(f"/api/favorites/{number}"), 404, "not_found")
    assert_problem(browser.put(f"/api/dismissals/posts/{number}"), 404, "not_found")
    assert_problem(browser.put(f"/api/dismissals/accounts/{number}"), 404, "not_found")
    assert_problem(browser.get(f"/api/runs/{number}"), 404, "not_found") if number != "4294967296" else None


def test_no_body_at_all_is_a_body_without_fields(visitor: FlaskClient, people: People) -> None:
    people.account("1@N00")
    assert visitor.post("/api/accounts/flickr/1@N00/runs", headers=OWN_PAGE).status_code == 202
    problem = assert_problem(visitor.post("/api/accounts/lookup", headers=OWN_PAGE), 422, "invalid_input")
    assert "query" in problem["errors"]


def test_a_body_that_is_too_large_is_refused_before_it_is_read(visitor: FlaskClient) -> None:
    response = visitor.post(
        "/api/accounts/lookup",
        data=b'{"query": "' + b"x" * 300_000 + b'"}',
        content_type="application/json",
        headers=OWN_PAGE,
    )
    assert_problem(response, 413, "payload_too_large")


def test_a_fault_of_ours_is_told_without_its_insides(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_context: Context) -> None:
        raise RuntimeError("password=hunter2 in /srv/secret.py")

    monkeypatch.setattr("api_server.status.service.status", fail)
    response = app.test_client().get("/api/status")
    assert_problem(response, 500, "internal_error")
    assert "hunter2" not in response.text
    assert "secret" not in response.text


def test_a_database_that_is_away_is_no_fault_but_unavailable(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_context: Context) -> None:
        raise OperationalError("SELECT secret", {}, Exception("cannot connect"))

    monkeypatch.setattr("api_server.status.service.status", fail)
    response = app.test_client().get("/api/status")
    assert_problem(response, 503, "service_unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert "secret" not in response.text


def test_every_answer_names_its_request(visitor: FlaskClient) -> None:
    first, second = visitor.get("/api/status"), visitor.get("/api/nothing")
    assert len(first.headers["X-Request-Id"]) == 16
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
