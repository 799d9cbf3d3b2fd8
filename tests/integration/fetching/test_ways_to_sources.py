"""The way to sources, over real sockets: what is read has limits, keys stay with their host, our own network
is closed.
"""

import socket
import time
from typing import Any

import fakeredis
import pytest

from fovea.errors import SourceRefused, SourceUnavailable
from fovea.fetching import FetchRefused
from fovea.settings import FetchSettings
from puller.politeness import Asker, Politeness, Web
from puller.politeness.web import LARGEST_ANSWER_BYTES
from puller.sources.sites import Rate, Site
from tests.integration.fetching.conftest import Server, response

JSON = "application/json"


def web(server: Server | None = None, *, simulator_url: str | None = None, **more: Any) -> Web:
    """A way that may lead to the server (without one: to the open internet only)."""
    limits = {"fetch_timeout_seconds": 2, "fetch_longest_seconds": 5, **more}
    allowed = server.authority if server else ""
    settings = FetchSettings.model_validate({"fetch_allowed_hosts": allowed, **limits})
    return Web(settings, simulator_url=simulator_url)


def asker(server: Server, **more: Any) -> Asker:
    """An asker of a site that is the server."""
    site = Site(
        name="board",
        title="Board",
        hosts=(server.authority,),
        api=server.url(),
        rate=Rate(calls=1_000, per_seconds=1),
        page_size=1,
    )
    return Asker(site, Politeness(fakeredis.FakeRedis()), web(server, **more))


def test_an_answer_is_read_whole_with_an_honest_name(server: Server) -> None:
    url = server.says("/posts.json?tags=a+b", response(b'{"posts": []}', Content_Type=JSON))
    answer = asker(server, fetch_user_agent="Fovea/0.1 (me@example.com)").get(
        server.url("/posts.json"), {"tags": "a b", "page": None}
    )
    assert answer.json() == {"posts": []}
    assert answer.url == url
    assert server.requests[0][1]["user-agent"] == "Fovea/0.1 (me@example.com)"


def test_an_answer_of_more_than_ten_megabytes_is_refused(server: Server) -> None:
    url = server.says("/", response(b"[" + b" " * LARGEST_ANSWER_BYTES + b"]", Content_Type=JSON))
    with pytest.raises(SourceRefused, match="more than 10,000,000 bytes") as refused:
        asker(server).get(url)
    assert refused.value.extra["source_code"] == "too_large"
    assert len(server.requests) == 1


def test_an_answer_of_ten_megabytes_is_read(server: Server) -> None:
    url = server.says("/", response(b"[" + b" " * (LARGEST_ANSWER_BYTES - 2) + b"]", Content_Type=JSON))
    assert asker(server).get(url).json() == []


def test_of_a_longer_answer_no_more_is_read_than_is_enough(server: Server) -> None:
    url = server.says("/", response(b"<html>" + b"x" * 20_000_000, Content_Type="text/html"))
    answer = asker(server).get(url, enough_bytes=1_000)
    assert 1_000 <= len(answer.body) < 100_000
    assert answer.text.startswith("<html>")
    assert asker(server).get(server.says("/next", response(b"{}"))).json() == {}


def test_html_instead_of_json_is_no_answer(server: Server) -> None:
    url = server.says("/", response(b"<html>Checking your browser</html>", Content_Type="text/html"))
    with pytest.raises(SourceUnavailable, match="text/html instead of JSON"):
        asker(server).get(url).json()


def test_keys_do_not_go_along_to_other_hosts(server: Server) -> None:
    elsewhere = f"http://localhost:{server.port}/stolen"
    url = server.says("/", response(status="302 Found", Location=elsewhere))
    answer = asker(server).get(url, headers={"Authorization": "Bearer secret"}, accept=frozenset({302}))
    assert answer.headers["location"] == elsewhere
    assert server.paths == ["/"]


def test_redirects_to_the_same_host_are_followed_with_keys(server: Server) -> None:
    server.says("/there", response(b"{}"))
    url = server.says("/", response(status="302 Found", Location="/there"))
    assert asker(server).get(url, headers={"Authorization": "Bearer secret"}).json() == {}
    assert [headers.get("authorization") for _, headers in server.requests] == ["Bearer secret"] * 2


def test_redirects_end(server: Server) -> None:
    url = server.says("/", response(status="302 Found", Location="/"))
    with pytest.raises(SourceRefused) as refused:
        asker(server).get(url)
    assert refused.value.extra["source_code"] == "too_many_redirects"
    assert len(server.requests) == 6


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://192.168.1.1/", "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/", "http://2130706433/", "http://user:password@example.com/",
        "http://example.com:22/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_FLUSHALL",
    ],
)  # fmt: skip
def test_no_way_leads_into_private_networks(url: str) -> None:
    with pytest.raises(FetchRefused):
        web().ask("GET", url)


def test_no_name_leads_there_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(_host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", port))]

    monkeypatch.setattr("fovea.fetching.addresses.socket.getaddrinfo", getaddrinfo)
    with pytest.raises(FetchRefused, match="open internet"):
        web().ask("GET", "https://innocent.example.com/")


def test_in_a_simulated_system_every_host_is_at_the_simulator(server: Server) -> None:
    server.says("/-/danbooru.donmai.us/posts.json?tags=a", response(b"[]", Content_Type=JSON))
    way = web(simulator_url=f"{server.url()}")
    assert way.ask("GET", "https://danbooru.donmai.us/posts.json", query={"tags": "a"}).body == b"[]"
    assert server.paths == ["/-/danbooru.donmai.us/posts.json?tags=a"]


def test_who_sends_a_byte_now_and_then_does_not_keep_us(server: Server) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            connection.sendall(b" ")
            time.sleep(0.1)

    url = server.says("/", drip)
    with pytest.raises(SourceUnavailable, match="did not answer in time"):
        web(server, fetch_timeout_seconds=1, fetch_longest_seconds=1).ask("GET", url)


def test_an_answer_that_is_broken_off_is_not_taken_for_a_whole_one(server: Server) -> None:
    """Without a length, only the clock tells that there was more to come."""

    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    url = server.says("/", trickle)
    with pytest.raises(SourceUnavailable) as error:
        web(server, fetch_longest_seconds=0.5).ask("GET", url)
    assert error.value.extra["source_code"] == "timeout"
