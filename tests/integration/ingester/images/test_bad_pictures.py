"""What strangers serve instead of pictures: a reason in the record, and the neighbours are taken in."""

import hashlib
import json
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from fovea import clock, metrics
from fovea.database import placeholders
from fovea.database.engine import write
from fovea.metrics import recorder
from fovea.storage import StorageUnavailable
from tests.integration.fetching.conftest import Answer, Server, response
from tests.integration.ingester.images.library import Library, library_of
from tests.integration.ingester.images.test_taking_in import picture
from tests.unit.fingerprints.pictures import encoded, scene


@pytest.fixture
def database_dialect() -> str:
    """What strangers serve is all the same to databases: one is enough."""
    return "sqlite"


def endless(connection: socket.socket) -> None:
    """A server that never ends, a little at a time."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n")
    while True:
        connection.sendall(b"\xff" * 10)
        time.sleep(0.05)


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def huge(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n")
    while True:
        connection.sendall(b"\xff" * 65_536)


PLACEHOLDER = picture(9)
NEVER: dict[str, tuple[Answer, str]] = {
    "/gone.jpg": (response(status="410 Gone"), "http_410"),
    "/empty.jpg": (response(b""), "picture_empty"),
    "/page.jpg": (response(b"<html>sorry</html>", Content_Type="text/html"), "content_type"),
    "/lying.jpg": (response(b"<html>sorry</html>"), "picture_type"),
    "/drawing.svg": (response(b"<svg xmlns='a'/>", Content_Type="image/svg+xml"), "picture_type"),
    "/half.jpg": (response(picture()[:2_000]), "picture_damaged"),
    "/line.png": (
        response(encoded(scene(size=(3_000, 1)), "PNG"), Content_Type="image/png"),
        "picture_shape",
    ),
    "/huge.jpg": (huge, "content_too_large"),
    "/inside.jpg": (response(status="302 Found", Location="http://169.254.169.254/a"), "address_forbidden"),
    "/own.jpg": (response(status="302 Found", Location="http://127.0.0.1:1/a.jpg"), "address_forbidden"),
    "/circle.jpg": (response(status="302 Found", Location="/circle.jpg"), "too_many_redirects"),
    "/removed.jpg": (response(status="302 Found", Location="/removed.png"), "placeholder"),
    "/removed.png": (response(picture(8)), "placeholder"),
    "/placeholder.jpg": (response(PLACEHOLDER), "placeholder"),
}


def test_each_bad_picture_has_its_reason_and_spoils_no_other(library: Library, server: Server) -> None:
    with write(library.engine) as connection:
        md5 = hashlib.md5(PLACEHOLDER, usedforsecurity=False).digest()
        placeholders.add(connection, md5, "Nothing to see", now=1)
    bad = {library.link(server.says(path, answer)): code for path, (answer, code) in NEVER.items()}
    good = [library.link(server.says(f"/{n}.jpg", response(picture(n)))) for n in range(3)]
    library.take_in(good[0], *bad, *good[1:])
    assert {one: library.of(one).code for one in bad} == bad
    assert {library.of(one).state for one in bad} == {"failed"}
    assert all(library.of(one).reason for one in bad)
    assert [library.of(one).state for one in good] == ["done"] * 3
    assert library.count() == 3


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (response(status="503 Service Unavailable"), "http_503"),
        (response(status="429 Too Many Requests"), "http_429"),
        (silent, "fetch_timeout"),
        (endless, "fetch_too_slow"),
    ],
)
def test_what_may_pass_is_tried_again_later_and_later_and_then_given_up(
    library: Library, server: Server, answer: Answer, code: str
) -> None:
    link = library.link(server.says("/a.jpg", answer))
    waits = []
    hosts = library.ingester.taking._hosts
    for tries in (1, 2):
        before = clock.now()
        library.take_in(link)
        hosts._away.clear()
        told = library.of(link)
        assert (told.state, told.code, told.attempts) == ("waiting", code, tries)
        waits.append(told.next_at - before)
    assert clock.MINUTE <= waits[0] <= 2 * clock.MINUTE
    assert clock.HOUR <= waits[1] <= 2 * clock.HOUR
    library.take_in(link)
    told = library.of(link)
    assert (told.state, told.code, told.attempts) == ("failed", code, 3)
    assert told.reason
    server.says("/a.jpg", response(picture()))
    library.take_in(link)
    assert library.of(link).state == "failed"


def test_a_host_that_says_when_is_not_asked_before(library: Library, server: Server) -> None:
    busy = response(status="429 Too Many Requests", Retry_After="7200")
    links = [library.link(server.says(f"/{n}.jpg", busy)) for n in range(20)]
    before = clock.now()
    library.take_in(*links)
    asked = [one for one in links if library.of(one).code == "http_429"]
    spared = [library.of(one) for one in links if library.of(one).code == "host_away"]
    assert len(asked) + len(spared) == 20
    assert len(asked) == len(server.paths) <= 8
    assert {one.attempts for one in spared} == {0}
    assert all(one.next_at - before >= 2 * clock.HOUR for one in spared)
    for one in asked:
        assert 2 * clock.HOUR <= library.of(one).next_at - before <= 2 * clock.HOUR + clock.MINUTE


@pytest.mark.parametrize("told", ["md5", "sha256"])
def test_bytes_that_are_not_those_that_were_told_of_are_refused_the_second_time(
    library: Library, server: Server, told: str
) -> None:
    digests: dict[str, Any] = {told: hashlib.new(told, picture(), usedforsecurity=False).digest()}
    link = library.link(server.says("/a.jpg", response(picture(2))), **digests)
    library.take_in(link)
    assert (library.of(link).state, library.of(link).code) == ("waiting", "bytes_differ")
    library.take_in(link)
    assert (library.of(link).state, library.of(link).code) == ("failed", "bytes_differ")
    right = library.link(server.says("/b.jpg", response(picture())), **digests)
    library.take_in(right)
    assert library.of(right).state == "done"


def test_hosts_are_asked_no_faster_than_is_allowed(library: Library, server: Server, redis_url: str) -> None:
    decoder = library.ingester.taking._decoder
    with library_of(
        library.engine,
        library.folder,
        decoder=decoder,
        redis_url=redis_url,
        allowed=server.authority,
        per_second=1,
    ) as slow:
        links = [slow.link(server.says(f"/{n}.jpg", response(picture(n)))) for n in range(15)]
        slow.take_in(*links)
        told = [slow.of(one) for one in links]
    assert len(server.paths) == 10
    waiting = [one for one in told if one.state == "waiting"]
    assert [(one.code, one.attempts) for one in waiting] == [("source_budget_used_up", 0)] * 5


def test_while_the_storage_is_away_a_try_does_not_count(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = library.link(server.says("/a.jpg", response(picture())))

    def away(*_: object) -> None:
        raise StorageUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(type(library.storage), "put", away)
        with pytest.raises(StorageUnavailable):
            library.take_in(link)
    assert (library.of(link).state, library.of(link).attempts) == ("waiting", 0)
    assert library.count() == 0
    library.take_in(link)
    assert library.of(link).state == "done"


def test_what_nobody_has_thought_of_fails_alone(
    library: Library, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = library.ingester.taking._decoder
    look: Callable[..., object] = decoder.look

    def stumble(body: bytes, want: object) -> object:
        if body == picture(1):
            raise ZeroDivisionError
        return look(body, want)

    monkeypatch.setattr(decoder, "look", stumble)
    links = [library.link(server.says(f"/{n}.jpg", response(picture(n)))) for n in (1, 2)]
    library.take_in(*links)
    assert [library.of(one).state for one in links] == ["waiting", "done"]
    assert (library.of(links[0]).code, library.of(links[0]).reason) == ("internal_error", "ZeroDivisionError")


def test_failures_are_counted_by_their_reasons(
    library: Library,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The older system logged the names of what it computed in the place of reasons."""
    links = [
        library.link(server.says("/gone.jpg", response(status="410 Gone"))),
        library.link(server.says("/half.jpg", response(picture()[:2_000]))),
        library.link(server.says("/half.jpg", response(picture()[:2_000]))),
        library.link(server.says("/good.jpg", response(picture()))),
    ]
    monkeypatch.setattr(recorder, "_enabled", True)  # without its thread, which other tests would meet
    metrics.flush()
    capsys.readouterr()
    library.take_in(*links)
    metrics.flush()
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    counts = {one["Code"]: one["image_failures"] for one in told if "image_failures" in one}
    assert counts == {"http_410": [1.0], "picture_damaged": [2.0]}
