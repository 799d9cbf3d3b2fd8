"""What answers forbid the browser, and the website that is served beside the API."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api_server.headers import content_security_policy
from api_server.settings import ApiServerSettings
from tests.integration.api_server.test_problems import assert_problem

PAGE = {"Accept": "text/html,application/xhtml+xml"}

# Nothing here depends on the kind of the database.
pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: ApiServerSettings, tmp_path: Path) -> ApiServerSettings:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Fovea</title>")
    (folder / "theme.js").write_text("// theme")
    script = "console.log('fovea')" * 100
    (folder / "assets" / "app-abc123.js").write_text(script)
    (folder / "assets" / "app-abc123.js.gz").write_bytes(gzip.compress(script.encode()))
    (folder / "assets" / "app-abc123.js.br").write_bytes(b"brotli of it")
    (tmp_path / "secret.txt").write_text("secret")
    return settings.model_copy(update={"frontend_folder": str(folder)})


@pytest.mark.parametrize("path", ["/api/status", "/api/nothing", "/", "/health/live"])
def test_every_answer_has_the_security_headers(visitor: FlaskClient, path: str) -> None:
    headers = visitor.get(path, headers=PAGE).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Strict-Transport-Security" not in headers  # this installation is not reached by https


def test_pictures_come_from_flickr_or_from_what_stands_for_it(settings: ApiServerSettings) -> None:
    real = content_security_policy(settings.model_copy(update={"flickr_base_url": "https://www.flickr.com"}))
    simulated = content_security_policy(
        settings.model_copy(update={"flickr_base_url": "http://127.0.0.1:8410/x"})
    )
    assert "https://*.staticflickr.com" in real
    assert "http://127.0.0.1:8410;" in simulated
    assert "staticflickr" not in simulated
    assert "unsafe-eval" not in real + simulated
    assert "script-src" not in real + simulated  # default-src: our own files only


@pytest.mark.parametrize(
    "path", ["/api/library/search", "/api/search?q=", "/graphql", "/query", "/api/session"]
)
def test_pages_of_other_sites_may_not_read_answers(visitor: FlaskClient, path: str) -> None:
    """The older system let all of them, when it was set to let none."""
    there = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    for answer in (visitor.get(path, headers=there), visitor.options(path, headers=there)):
        assert [name for name, _ in answer.headers if name.startswith("Access-Control-")] == []


def test_answers_of_the_api_are_kept_by_nobody(visitor: FlaskClient) -> None:
    assert visitor.get("/api/status").headers["Cache-Control"] == "no-store"
    assert visitor.get("/api/session").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/", "/flickr/12345@N00", "/settings", "/flickr/1@N00/add-favorites", "/nowhere"]
)
def test_every_page_is_the_website(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path, headers=PAGE)
    assert answer.status_code == 200
    assert "<title>Fovea</title>" in answer.text
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.content_type == "text/html; charset=utf-8"


def test_the_website_is_asked_for_anew_but_sent_once(visitor: FlaskClient) -> None:
    etag = visitor.get("/", headers=PAGE).headers["ETag"]
    assert visitor.get("/", headers={**PAGE, "If-None-Match": etag}).status_code == 304


def test_assets_are_kept_for_ever_and_come_compressed(visitor: FlaskClient) -> None:
    path = "/assets/app-abc123.js"
    plain = visitor.get(path)
    zipped = visitor.get(path, headers={"Accept-Encoding": "gzip"})
    best = visitor.get(path, headers={"Accept-Encoding": "gzip, br"})
    refused = visitor.get(path, headers={"Accept-Encoding": "br;q=0, gzip;q=0"})
    assert plain.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in refused.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert (best.headers["Content-Encoding"], best.data) == ("br", b"brotli of it")
    for answer in (plain, zipped, best):
        assert answer.content_type.startswith("text/javascript")
        assert "Accept-Encoding" in answer.headers["Vary"]
    assert len({answer.headers["ETag"] for answer in (plain, zipped, best)}) == 3


def test_other_files_are_asked_for_anew(visitor: FlaskClient) -> None:
    assert visitor.get("/theme.js").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/assets/gone-1.js", "/api/nothing", "/internal/maintenance", "/health/nothing", "/assets/"]
)
def test_what_is_no_page_is_not_answered_with_one(visitor: FlaskClient, path: str) -> None:
    assert_problem(visitor.get(path, headers=PAGE), 404, "not_found")


def test_a_program_that_wants_no_page_gets_none(visitor: FlaskClient) -> None:
    assert_problem(visitor.get("/nowhere", headers={"Accept": "application/json"}), 404, "not_found")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/a\0b"]
)
def test_no_path_leads_out_of_the_folder(app: Flask, path: str) -> None:
    assert "secret" not in app.test_client().get(path).text


def test_two_slashes_lead_nowhere_else(visitor: FlaskClient) -> None:
    for path in ("//evil.example/", "//evil.example/..", "/x//evil.example"):
        assert "Location" not in visitor.get("/", environ_overrides={"PATH_INFO": path}).headers


def test_two_slashes_are_no_way_around_the_limits(visitor: FlaskClient) -> None:
    answer = visitor.get("/", environ_overrides={"PATH_INFO": "//api/status"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "RateLimit" in answer.headers


def test_large_answers_come_compressed_to_those_who_take_it(visitor: FlaskClient) -> None:
    plain = visitor.get("/api/openapi.json")
    zipped = visitor.get("/api/openapi.json", headers={"Accept-Encoding": "gzip, br"})
    refused = visitor.get("/api/openapi.json", headers={"Accept-Encoding": "gzip;q=0"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data == refused.data
    assert int(zipped.headers["Content-Length"]) == len(zipped.data) < len(plain.data) / 4
    for answer in (plain, zipped, refused):
        assert {"Accept-Encoding", "Cookie"} <= set(answer.vary)
    assert "Content-Encoding" not in visitor.get("/api/status", headers={"Accept-Encoding": "gzip"}).headers
