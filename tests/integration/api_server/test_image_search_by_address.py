"""A picture that is looked for by its address: fetched from the open internet only, and told why not."""

import socket

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from api_server.image_search import problems
from api_server.settings import ApiServerSettings
from tests.integration.api_server.pictures import PATH, Pictures, context, found, pictures, shared_decoder
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.fetching.conftest import Server, response, server
from tests.unit.fingerprints.pictures import encoded, scene

__all__ = ["context", "pictures", "server", "shared_decoder"]

# Nothing here depends on the kind of the database.
pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: ApiServerSettings, server: Server) -> ApiServerSettings:
    """The test's own server may be reached, as an operator can allow it."""
    return settings.model_copy(
        update={
            "fetch_allowed_hosts": server.authority,
            "fetch_timeout_seconds": 1.0,
            "fetch_longest_seconds": 2.0,
            "fetch_retries": 0,
            "picture_searches_at_once": 1,
            "limit_image_searches": "30/minute",
        }
    )


def test_what_lies_at_an_address_is_looked_for(
    visitor: FlaskClient, pictures: Pictures, server: Server
) -> None:
    url = server.says("/a.jpg", response(pictures.body(2)))
    assert found(visitor.post(PATH, json={"url": url})) == [(pictures.numbers[2], "same_file", "same")]
    bytes_only = server.says("/b", response(pictures.body(2), Content_Type="application/octet-stream"))
    assert len(found(visitor.post(PATH, json={"url": bytes_only}))) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a.jpg",
        "http://localhost/a.jpg",
        "http://10.0.0.1/a.jpg",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://somebody:secret@1.1.1.1/",
        "http://1.1.1.1:22/",
    ],
)
def test_nothing_is_fetched_from_a_private_network(visitor: FlaskClient, url: str) -> None:
    refused = visitor.post(PATH, json={"url": url})
    assert_problem(refused, 422, "could_not_be_fetched")
    assert refused.get_json()["reason"] == "address_forbidden"


def test_a_redirect_into_a_private_network_leads_nowhere(visitor: FlaskClient, server: Server) -> None:
    url = server.says("/a.jpg", response(status="302 Found", Location="http://127.0.0.1/secret"))
    refused = visitor.post(PATH, json={"url": url})
    assert_problem(refused, 422, "could_not_be_fetched")
    assert refused.get_json()["reason"] == "address_forbidden"
    assert server.paths == ["/a.jpg"]


def test_a_name_that_changes_its_address_is_reached_where_it_was_checked(
    visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is looked up once: the second answer, which leads to us, is never asked for."""
    asked: list[str] = []
    reached: list[object] = []
    real = socket.getaddrinfo

    def look_up(host: str, *args: object, **named: object) -> object:
        if host != "changing.example":
            return real(host, *args, **named)  # type: ignore[arg-type]
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80))]

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        reached.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr("fovea.fetching.addresses.socket.getaddrinfo", look_up)
    monkeypatch.setattr("fovea.fetching.connections.socket.create_connection", connect)
    refused = visitor.post(PATH, json={"url": "http://changing.example/a.jpg"})
    assert_problem(refused, 422, "could_not_be_fetched")
    assert (asked, reached) == (["changing.example"], ["93.184.215.14"])


def test_why_nothing_could_be_fetched_is_told(visitor: FlaskClient, server: Server) -> None:
    silent = server.says("/silent", lambda _: None)
    for url, reason in ((server.url("/missing"), "http_404"), (silent, "fetch_timeout")):
        refused = visitor.post(PATH, json={"url": url})
        assert_problem(refused, 422, "could_not_be_fetched")
        assert refused.get_json()["reason"] == reason


def test_a_page_is_no_picture(visitor: FlaskClient, server: Server) -> None:
    page = server.says("/page", response(b"<html>", Content_Type="text/html"))
    refused = visitor.post(PATH, json={"url": page})
    assert_problem(refused, 422, "not_a_picture")
    assert "not of its page" in refused.get_json()["detail"]
    liar = server.says("/liar.jpg", response(b"<html>"))
    assert_problem(visitor.post(PATH, json={"url": liar}), 422, "not_a_picture")


def test_what_is_too_large_is_not_fetched_to_its_end(visitor: FlaskClient, server: Server) -> None:
    url = server.says("/large.jpg", response(b"", Content_Length=str(10**8)))
    assert_problem(visitor.post(PATH, json={"url": url}), 413, "picture_too_large")


def test_pictures_that_are_slow_to_come_hold_up_no_others(
    visitor: FlaskClient,
    pictures: Pictures,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    server: Server,
) -> None:
    url = server.says("/a.jpg", response(pictures.body(2)))
    monkeypatch.setattr("api_server.image_search.places.LONGEST_WAIT_SECONDS", 0.05)
    with context.fetching_places.taken():
        busy = visitor.post(PATH, json={"url": url})
        assert_problem(busy, 503, "too_busy")
        assert int(busy.headers["Retry-After"]) > 0
        assert visitor.post(PATH, json={"image_id": pictures.numbers[1]}).status_code == 200
    with pytest.raises(problems.TooBusy), context.decoding_places.taken(), context.decoding_places.taken():
        pass
    assert visitor.post(PATH, json={"url": url}).status_code == 200


def test_a_flood_is_held_off_and_told_when_to_go_on(visitor: FlaskClient, pictures: Pictures) -> None:
    assert len(pictures.numbers) == 6
    for left in range(29, -1, -1):
        answer = visitor.post(PATH, json={"hash": "0" * 16})
        assert answer.status_code == 200
        assert f'"image_searches-minute";r={left};t=' in answer.headers["RateLimit"]
    refused = visitor.post(PATH, json={"hash": "0" * 16})
    assert_problem(refused, 429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    older = visitor.post("/api/similarity/url", data={"url": "http://a.example/"})
    assert_problem(older, 429, "too_many_requests")
    told = visitor.post("/graphql", json={"query": '{imageSearch(hash: "0000000000000000") {searched}}'})
    assert told.get_json()["errors"][0]["extensions"]["code"] == "too_many_requests"


def test_a_picture_of_which_only_a_part_came_is_told_as_damaged(visitor: FlaskClient, server: Server) -> None:
    body = encoded(scene(1, size=(640, 480)))
    url = server.says("/half.jpg", response(body[: len(body) // 3]))
    assert_problem(visitor.post(PATH, json={"url": url}), 422, "not_a_picture")
