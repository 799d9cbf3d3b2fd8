"""Fetching over real sockets: within limits of bytes, time and type, again after passing failures."""

import gzip
import socket
import threading
import time
import zlib

import pytest

from fovea import metrics
from fovea.errors import SourceBudgetUsedUp, SourceUnavailable
from fovea.fetching import FetchRefused
from tests.integration.fetching.conftest import Server, fetcher, response


def refusal(server: Server, url: str, **more: object) -> str:
    with pytest.raises(FetchRefused) as error:
        fetcher(server).get(url, **more)  # type: ignore[arg-type]
    assert error.value.detail
    return error.value.code


def test_what_lies_at_an_address_is_fetched(server: Server) -> None:
    url = server.says("/a.jpg", response(b"picture", Content_Type="Image/JPEG; q=1"))
    fetched = fetcher(server).get(url, types=("image/",))
    assert (fetched.body, fetched.content_type, fetched.url) == (b"picture", "image/jpeg", url)
    ((_, headers),) = server.requests
    assert headers["user-agent"] == "Fovea/0.1"
    assert headers["accept"] == "image/*"
    assert headers["host"] == server.authority
    assert "cookie" not in headers


def test_who_we_are_can_be_set(server: Server) -> None:
    url = server.says("/", response(b"x"))
    fetcher(server, fetch_user_agent="Fovea/0.1 (+https://photos.example.com/about)").get(url)
    assert server.requests[0][1]["user-agent"].endswith("(+https://photos.example.com/about)")


def test_a_connection_is_kept_for_the_next_picture(server: Server) -> None:
    url = server.says("/a.jpg", response(b"picture"))
    ours = fetcher(server)
    for _ in range(5):
        ours.get(url)
    assert (len(server.requests), server.connections) == (5, 1)


def test_threads_share_a_fetcher(server: Server) -> None:
    ours, bodies = fetcher(server), []
    urls = [server.says(f"/{n}", response(str(n).encode() * 1_000)) for n in range(20)]
    threads = [threading.Thread(target=lambda url=url: bodies.append(ours.get(url).body)) for url in urls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(bodies) == sorted(str(n).encode() * 1_000 for n in range(20))


def test_compressed_content_is_unpacked(server: Server) -> None:
    url = server.says("/", response(gzip.compress(b"page " * 50), Content_Encoding="gzip"))
    assert fetcher(server).get(url).body == b"page " * 50


def test_an_answer_in_chunks_is_put_together_and_one_cut_short_is_no_answer(server: Server) -> None:
    """The older system took whatever did not say its length for empty, and stored that as an image."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"

    def says(rest: bytes) -> str:
        def answer(connection: socket.socket) -> None:
            connection.sendall(head + rest)
            connection.shutdown(socket.SHUT_RDWR)

        return server.says("/a.jpg", answer)

    url = says(b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
    assert fetcher(server).get(url).body == b"hello world"
    url = says(b"5\r\nhello\r\n6\r\n wo")
    with pytest.raises(SourceUnavailable):
        fetcher(server, fetch_retries=0).get(url)


def test_content_that_is_too_large_is_not_read(server: Server) -> None:
    told = server.says("/told", response(b"x" * 1_001))
    assert refusal(server, told, most_bytes=1_000) == "content_too_large"
    assert fetcher(server).get(told, most_bytes=1_001).body == b"x" * 1_001

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n")
        while True:
            connection.sendall(b"x" * 10_000)

    assert refusal(server, server.says("/endless", endless), most_bytes=100_000) == "content_too_large"


def test_a_compression_bomb_is_too_large(server: Server) -> None:
    bomb = zlib.compress(b"\0" * 50_000_000, 9)
    assert len(bomb) < 60_000
    url = server.says("/", response(bomb, Content_Encoding="deflate"))
    assert refusal(server, url, most_bytes=1_000_000) == "content_too_large"


def test_content_that_is_not_compressed_as_it_says_is_refused(server: Server) -> None:
    url = server.says("/", response(b"plain", Content_Encoding="gzip"))
    assert refusal(server, url) == "content_broken"


def test_other_types_are_not_read(server: Server) -> None:
    page = server.says("/page", response(b"<html>", Content_Type="text/html"))
    untyped = server.says("/untyped", response(b"?", Content_Type=""))
    for url in (page, untyped):
        assert refusal(server, url, types=("image/",)) == "content_type"


@pytest.mark.parametrize(
    "status", ["400 Bad Request", "403 Forbidden", "404 Not Found", "410 Gone", "204 None"]
)
def test_a_permanent_answer_is_believed_at_once(server: Server, status: str) -> None:
    url = server.says("/", response(b"", status=status))
    assert refusal(server, url) == f"http_{status[:3]}"
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", ["500 Oops", "503 Busy", "429 Too Many Requests", "408 Timeout"])
def test_a_passing_failure_is_tried_again(server: Server, status: str) -> None:
    url = server.says("/", response(b"", status=status), response(b"picture"))
    assert fetcher(server).get(url).body == b"picture"
    assert len(server.requests) == 2


def test_a_failure_that_stays_is_transient_and_counted(server: Server) -> None:
    before = metrics.snapshot()
    url = server.says("/", response(b"", status="502 Bad Gateway"))
    with pytest.raises(SourceUnavailable) as error:
        fetcher(server, fetch_retries=2).get(url)
    assert error.value.code == "http_502"
    assert len(server.requests) == 3
    after = metrics.snapshot()
    assert after["fetches"] - before.get("fetches", 0) == 3
    assert after["fetch_retries"] - before.get("fetch_retries", 0) == 2


def test_a_host_that_asks_for_patience_gets_it_when_it_is_short(server: Server) -> None:
    url = server.says("/", response(b"", status="503 Busy", Retry_After="1"), response(b"picture"))
    begun = time.monotonic()
    assert fetcher(server).get(url).body == b"picture"
    assert time.monotonic() - begun >= 1


def test_a_host_that_asks_for_much_patience_is_left_alone(server: Server) -> None:
    url = server.says("/", response(b"", status="429 Too Many Requests", Retry_After="600"))
    with pytest.raises(SourceUnavailable) as error:
        fetcher(server).get(url)
    assert error.value.extra["retry_after_seconds"] == 600
    assert len(server.requests) == 1


def test_a_connection_that_breaks_is_made_again(server: Server) -> None:
    def broken(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\nhalf")
        connection.shutdown(socket.SHUT_RDWR)

    url = server.says("/", broken, response(b"picture"))
    assert fetcher(server).get(url).body == b"picture"
    url = server.says("/always", broken)
    with pytest.raises(SourceUnavailable):
        fetcher(server, fetch_retries=1).get(url)


def test_nonsense_instead_of_http_is_transient(server: Server) -> None:
    url = server.says("/", lambda connection: connection.sendall(b"\x00\xffhello\r\n\r\n"))
    with pytest.raises(SourceUnavailable):
        fetcher(server, fetch_retries=0).get(url)


def test_a_silent_host_is_not_waited_for(server: Server) -> None:
    hung_up = threading.Event()

    def silent(_: socket.socket) -> None:
        hung_up.wait(20)

    url = server.says("/", silent)
    begun = time.monotonic()
    with pytest.raises(SourceUnavailable) as error:
        fetcher(server, fetch_timeout_seconds=0.3, fetch_retries=0).get(url)
    hung_up.set()
    assert error.value.code == "fetch_timeout"
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_host_that_trickles_is_cut_off(server: Server, part: str) -> None:
    def trickle(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9999\r\n")
        connection.sendall(b"X-Slow: " if part == "head" else b"\r\n")
        while True:
            connection.sendall(b"x")
            time.sleep(0.05)

    url = server.says("/", trickle)
    begun = time.monotonic()
    with pytest.raises(SourceUnavailable) as error:
        fetcher(server, fetch_longest_seconds=0.6).get(url)
    assert error.value.code == "fetch_too_slow"
    assert 0.5 < time.monotonic() - begun < 4
    assert len(server.requests) == 1


def test_a_host_that_is_not_there_is_transient(server: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    closed = Server(port)
    with pytest.raises(SourceUnavailable):
        fetcher(closed, fetch_retries=0).get(closed.url())


def test_each_request_takes_from_the_budget_and_none_is_made_without(server: Server) -> None:
    left = [2]

    def take() -> None:
        if not left[0]:
            raise SourceBudgetUsedUp(retry_at=5)
        left[0] -= 1

    url = server.says("/", response(b"", status="500 Oops"))
    with pytest.raises(SourceBudgetUsedUp):
        fetcher(server, before=take, fetch_retries=5).get(url)
    assert len(server.requests) == 2
