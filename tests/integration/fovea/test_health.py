import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from fovea.health import HealthServer

checks: dict[str, str | None] = {}


def broken() -> dict[str, str | None]:
    raise RuntimeError("cannot look")


@pytest.fixture
def server() -> Iterator[HealthServer]:
    checks.clear()
    server = HealthServer("127.0.0.1", 0, live=lambda: {"loop": None}, ready=lambda: checks)
    server.start()
    yield server
    server.stop()


def get(server: HealthServer, path: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}", timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_process_that_is_well_says_so(server: HealthServer) -> None:
    checks.update(queue=None, cache=None)
    assert get(server, "/health/ready") == (200, {"status": "ok", "checks": {"queue": "ok", "cache": "ok"}})
    assert get(server, "/health/live?why=not") == (200, {"status": "ok", "checks": {"loop": "ok"}})


def test_a_process_says_what_it_waits_for(server: HealthServer) -> None:
    checks.update(queue=None, cache="refused")
    status, body = get(server, "/health/ready")
    assert (status, body["status"]) == (503, "unavailable")
    assert body["checks"] == {"queue": "ok", "cache": "refused"}


def test_being_unready_is_not_being_dead(server: HealthServer) -> None:
    checks.update(cache="refused")
    assert get(server, "/health/live")[0] == 200


def test_there_is_nothing_else(server: HealthServer) -> None:
    assert get(server, "/")[0] == 404
    assert get(server, "/health")[0] == 404


def test_a_check_that_breaks_is_not_well() -> None:
    server = HealthServer("127.0.0.1", 0, live=broken, ready=broken)
    server.start()
    try:
        assert get(server, "/health/live") == (
            503, {"status": "unavailable", "checks": {"check": "RuntimeError"}},
        )  # fmt: skip
    finally:
        server.stop()


def test_a_slow_check_does_not_keep_others_waiting() -> None:
    asked, go_on = threading.Event(), threading.Event()

    def slow() -> dict[str, str | None]:
        asked.set()
        go_on.wait(20)
        return {}

    server = HealthServer("127.0.0.1", 0, live=dict, ready=slow)
    server.start()
    waiting = threading.Thread(target=get, args=(server, "/health/ready"))
    waiting.start()
    try:
        assert asked.wait(5)
        assert get(server, "/health/live")[0] == 200
    finally:
        go_on.set()
        waiting.join()
        server.stop()


def test_a_stopped_server_frees_its_port(server: HealthServer) -> None:
    port = server.port
    server.stop()
    again = HealthServer("127.0.0.1", port, live=dict, ready=dict)
    again.start()
    assert get(again, "/health/live")[0] == 200
    again.stop()
