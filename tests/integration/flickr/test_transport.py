"""How bytes come from Flickr: limits on time and size, connections, cookies, redirects."""

import gzip
import threading
import time
from email.utils import formatdate

import pytest
import requests
from requests.auth import AuthBase

from fovea.flickr import transport
from fovea.flickr.transport import TransportError
from tests.integration.flickr.scripted import Server, Trickle, http, ok, scripted


class Unsigned(AuthBase):
    """No signature."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """As it is."""
        return request


def post(server: Server, *, timeout_seconds: float = 5.0) -> bytes:
    return transport.post(server.url, {"a": "ü"}, auth=Unsigned(), timeout_seconds=timeout_seconds)


@pytest.fixture(autouse=True)
def _own_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_of_thread", threading.local())


def test_a_good_answer_is_given_whole() -> None:
    body = b'{"stat":"ok"}' * 100_000
    with scripted([ok(body)]) as server:
        assert post(server) == body
    assert server.heads[0].endswith("a=%C3%BC")


def test_a_compressed_answer_is_unpacked() -> None:
    body = b'{"stat":"ok"}' * 10_000
    with scripted([ok(gzip.compress(body), "Content-Encoding: gzip")]) as server:
        assert post(server) == body


def test_an_answer_in_chunks_is_put_together() -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    with scripted([answer]) as server:
        assert post(server) == b"hello world"


BROKEN = {
    "cut short": http(200, b'{"stat":', length=1_000),
    "cut short in a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello",
    "no answer": b"",
    "no HTTP": b"hello\r\n\r\n",
    "bad compression": ok(b"this is no gzip", "Content-Encoding: gzip"),
    "bad chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_is_no_answer(answer: bytes) -> None:
    with scripted([answer]) as server, pytest.raises(TransportError) as error:
        post(server)
    assert error.value.status == 0


@pytest.mark.parametrize("status", [301, 302, 307, 400, 403, 404, 429, 500, 503])
def test_any_other_status_is_a_failure_and_redirects_are_not_followed(status: int) -> None:
    with (
        scripted([http(status, b"why", "Location: /elsewhere")]) as server,
        pytest.raises(TransportError) as error,
    ):
        post(server)
    assert error.value.status == status
    assert status < 400 or error.value.body == b"why"
    assert len(server.heads) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("-3", None),
        ("soon", None),
        ("", None),
        ("inf", None),
        ("nan", None),
    ],
)
def test_the_wait_that_is_asked_for_is_read(header: str, seconds: float | None) -> None:
    with (
        scripted([http(429, b"", f"Retry-After: {header}")]) as server,
        pytest.raises(TransportError) as error,
    ):
        post(server)
    assert error.value.retry_after_seconds == seconds


def test_the_wait_may_be_a_date() -> None:
    header = f"Retry-After: {formatdate(time.time() + 90, usegmt=True)}"
    with scripted([http(503, b"", header)]) as server, pytest.raises(TransportError) as error:
        post(server)
    assert error.value.retry_after_seconds is not None
    assert 85 <= error.value.retry_after_seconds <= 91


def test_silence_ends_after_the_timeout() -> None:
    begun = time.monotonic()
    with scripted([Trickle(b"")]) as server, pytest.raises(TransportError) as error:
        post(server, timeout_seconds=0.2)
    assert time.monotonic() - begun < 2
    assert error.value.detail == "Flickr did not answer in time"


def test_an_answer_that_trickles_for_ever_is_given_up() -> None:
    begun = time.monotonic()
    with scripted([Trickle(ok(b"x" * 100_000))]) as server, pytest.raises(TransportError):
        post(server, timeout_seconds=0.2)
    assert time.monotonic() - begun < 5


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LARGEST_ANSWER_BYTES", 1_000_000)
    answer = ok(gzip.compress(b"x" * 50_000_000), "Content-Encoding: gzip")
    with scripted([answer]) as server, pytest.raises(TransportError):
        post(server)


def test_a_thread_keeps_its_connection() -> None:
    with scripted([ok(b"{}")]) as server:
        for _ in range(5):
            post(server)
    assert (len(server.heads), server.connections) == (5, 1)


def test_threads_do_not_share_connections() -> None:
    with scripted([ok(b"{}")]) as server:
        threads = [threading.Thread(target=lambda: [post(server) for _ in range(3)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
    assert (len(server.heads), server.connections) == (12, 4)


def test_after_a_failure_the_next_call_succeeds() -> None:
    with scripted([http(200, b"{", length=99), b"", http(503, b"busy"), ok(b"{}")]) as server:
        for _ in range(3):
            with pytest.raises(TransportError):
                post(server)
        assert post(server) == b"{}"


def test_no_cookie_is_kept() -> None:
    with scripted([ok(b"{}", "Set-Cookie: who=someone; Path=/")]) as server:
        post(server)
        post(server)
    assert all("cookie" not in head.lower() for head in server.heads)


def test_the_target_of_a_short_link_is_read_and_not_fetched() -> None:
    with scripted([http(302, b"", "Location: https://www.flickr.com/photos/bees/")]) as server:
        target = transport.redirect_of(f"{server.url}/ps/ZVcni", timeout_seconds=5)
    assert target == "https://www.flickr.com/photos/bees/"
    assert len(server.heads) == 1
    assert server.heads[0].startswith("HEAD /ps/ZVcni ")


def test_a_short_link_that_leads_nowhere_has_no_target() -> None:
    with scripted([http(404, b"")]) as server:
        assert transport.redirect_of(f"{server.url}/ps/ZVcni", timeout_seconds=5) is None
