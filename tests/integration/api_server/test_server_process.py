"""`python -m api_server` as a process: two doors, readiness, a graceful stop, and the commands beside it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from api_server.session_store import Sessions
from fovea.cache import connect
from fovea.database.engine import open_engine
from fovea.database.users import User
from fovea.queues import QueueClient
from fovea.settings import QueueSettings
from tests.harness.aws import aws_environment
from tests.harness.ports import free_port
from tests.harness.processes import running
from tests.integration.api_server.conftest import KEYS

TOKEN = "t" * 40
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True)
class Served:
    """A running server."""

    process: "subprocess.Popen[bytes]"
    public: int
    internal: int
    log: Path

    def url(self, path: str, *, internal: bool = False) -> str:
        return f"http://127.0.0.1:{self.internal if internal else self.public}{path}"


def environment(*, database_url: str, redis_url: str, aws_endpoint: str, **more: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FOVEA_", "FLICKR_"))},
        **aws_environment(aws_endpoint),
        "FOVEA_DATABASE_URL": database_url,
        "FOVEA_REDIS_URL": redis_url,
        "FOVEA_SERVICE_TOKEN": TOKEN,
        "FOVEA_TOKEN_KEYS": KEYS.get_secret_value(),
        "FOVEA_GRACEFUL_TIMEOUT_SECONDS": "5",
        "FLICKR_API_KEY": "key",
        "FLICKR_API_SECRET": "secret",
        **more,
    }


@pytest.fixture
def served(database_url: str, redis_url: str, aws_endpoint: str, tmp_path: Path) -> Iterator[Served]:
    public, internal = free_port(), free_port()
    QueueClient(QueueSettings(aws_endpoint_url=aws_endpoint)).ensure()
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").write_text("<!doctype html><title>Fovea</title>")
    variables = environment(
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        FOVEA_PORT=str(public),
        FOVEA_INTERNAL_PORT=str(internal),
        FOVEA_PUBLIC_URL=f"http://127.0.0.1:{public}",
        FOVEA_FRONTEND_FOLDER=str(tmp_path / "dist"),
    )
    log = tmp_path / "log"
    command = [sys.executable, "-m", "api_server"]
    ready = f"http://127.0.0.1:{public}/health/ready"
    with running(
        command, log=log, ready=lambda: _is_ready(ready), environment=variables, timeout_seconds=90
    ) as process:
        yield Served(process, public, internal, log)


def _is_ready(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


# Everything is asked of one process, because starting it takes seconds.
def test_the_two_doors_of_a_server(served: Served) -> None:
    for internal in (False, True):
        assert requests.get(served.url("/health/live", internal=internal), timeout=5).json()["status"] == "ok"
        ready = requests.get(served.url("/health/ready", internal=internal), timeout=5).json()
        assert ready == {"status": "ok", "checks": {"database": "ok", "cache": "ok", "queues": "ok"}}

    # The internal door opens for the service token alone, and does not lead to the public API.
    path = "/internal/maintenance"
    assert requests.post(served.url(path, internal=True), timeout=5).status_code == 401
    for wrong in (
        "",
        "Bearer",
        f"Bearer {TOKEN[:-1]}",
        f"Bearer {TOKEN}x",
        f"Basic {TOKEN}",
        "Bearer \u00e9",
    ):
        headers = {"Authorization": wrong.encode("latin-1")}
        answer = requests.post(served.url(path, internal=True), headers=headers, timeout=5)
        assert (answer.status_code, answer.json()["code"]) == (401, "service_token_required")
    assert requests.post(served.url(path, internal=True), headers=AUTHORIZED, timeout=5).status_code == 200
    assert (
        requests.get(served.url("/api/status", internal=True), headers=AUTHORIZED, timeout=5).status_code
        == 404
    )

    # Through the public door the internal API is not there, whatever a client says about itself.
    disguises: list[dict[str, str]] = [
        {},
        {"Host": f"127.0.0.1:{served.internal}"},
        {"X-Forwarded-Port": str(served.internal), "X-Forwarded-Host": f"127.0.0.1:{served.internal}"},
        {"X-Forwarded-Prefix": "/internal", "X-Original-URL": path, "X-Rewrite-URL": path},
        {"Forwarded": f"host=127.0.0.1:{served.internal}"},
        {"SCRIPT_NAME": "/internal", "SERVER_PORT": str(served.internal)},
        {"Sec-Fetch-Site": "none"},
    ]
    for disguise in disguises:
        for method in ("GET", "POST"):
            answer = requests.request(method, served.url(path), headers={**AUTHORIZED, **disguise}, timeout=5)
            assert answer.status_code in {403, 404, 405}, disguise
            assert answer.headers["Content-Type"] == "application/problem+json"
    for raw_path in (
        "//internal/maintenance",
        "/./internal/maintenance",
        "/api/../internal/maintenance",
        "/%69nternal/maintenance",
        f"http://127.0.0.1:{served.internal}/internal/maintenance",
    ):
        status, body = _raw(served.public, _post(raw_path, Host=f"127.0.0.1:{served.internal}"))
        assert status in {404, 405}, raw_path
        assert "problem" in body

    # What is no HTTP is answered with a problem as well.
    for nonsense in (
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\nbad header\r\n\r\n",
        f"GET /{'x' * 9000} HTTP/1.1\r\n\r\n",
    ):
        status, body = _raw(served.public, nonsense)
        assert 400 <= status < 500
        assert "application/problem+json" in body
        assert "<html" not in body

    # The website and the API are there.
    page = requests.get(served.url("/flickr/1@N00"), headers={"Accept": "text/html"}, timeout=5)
    assert "<title>Fovea</title>" in page.text
    status_of = requests.get(served.url("/api/status"), timeout=5).json()
    assert status_of["public_url"] == f"http://127.0.0.1:{served.public}"
    assert status_of["simulated"] is False

    _stops_gracefully(served)


def _stops_gracefully(served: Served) -> None:
    """A request that has begun is answered although the server was told to stop meanwhile; a stream of a
    search that is under way ends as it should, and is not waited for.
    """
    asked = {"url": "https://www.pixiv.net/artworks/12"}
    own = {"Sec-Fetch-Site": "none"}
    search = requests.post(served.url("/api/artist-searches"), json=asked, headers=own, timeout=10).json()
    watched = requests.get(
        served.url(f"/api/artist-searches/{search['id']}/events"), stream=True, timeout=(5, 30)
    )
    events = watched.iter_lines()
    assert any(line.startswith(b"data: ") for line in events)
    body = json.dumps({"query": ""}).encode()
    kind = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Authorization": ""}
    head = _post("/api/accounts/lookup", **kind)
    with socket.create_connection(("127.0.0.1", served.public), timeout=10) as connection:
        connection.sendall(head.encode() + body[:5])
        begun = threading.Event()

        def stop() -> None:
            served.process.send_signal(signal.SIGTERM)
            begun.set()

        threading.Timer(0.2, stop).start()
        assert begun.wait(5)
        connection.sendall(body[5:])
        answer = connection.recv(65_536).decode()
    assert " 422 " in answer.split("\r\n", 1)[0]
    assert list(events)[-1:] == [b""]  # a stream that was cut off would raise an error
    assert served.process.wait(timeout=15) == 0
    lines = [json.loads(line) for line in served.log.read_text().splitlines() if line.startswith("{")]
    assert any(line.get("event") == "request_answered" for line in lines)
    assert TOKEN not in served.log.read_text()


def _post(path: str, **headers: str) -> str:
    """The head of a request, as it goes over the wire."""
    given = {"Host": "x", "Authorization": f"Bearer {TOKEN}", "Sec-Fetch-Site": "none", "Content-Length": "0"}
    lines = [f"{name}: {value}\r\n" for name, value in {**given, **headers}.items()]
    return f"POST {path} HTTP/1.1\r\n{''.join(lines)}\r\n"


def _raw(port: int, request: str) -> tuple[int, str]:
    """Status and whole text of the answer to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request.encode())
        connection.settimeout(5)
        received = b""
        while chunk := _receive(connection):
            received += chunk
            if b"\r\n\r\n" in received and b"}" in received:
                break
    text = received.decode()
    return int(text.split(" ", 2)[1]), text


def _receive(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65_536)
    except (TimeoutError, ConnectionError):
        return b""


@pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)
def test_a_server_without_its_stores_is_alive_but_not_ready(
    database_url: str, redis_url: str, aws_endpoint: str, tmp_path: Path
) -> None:
    public, internal = free_port(), free_port()
    variables = environment(
        database_url=f"sqlite:///{tmp_path}/never-migrated.sqlite3",
        redis_url="redis://127.0.0.1:1/0",
        aws_endpoint=f"http://127.0.0.1:{free_port()}",
        FOVEA_PORT=str(public),
        FOVEA_INTERNAL_PORT=str(internal),
    )
    live = f"http://127.0.0.1:{public}/health/live"
    command = [sys.executable, "-m", "api_server"]
    with running(
        command,
        log=tmp_path / "log",
        ready=lambda: _is_ready(live),
        environment=variables,
        timeout_seconds=90,
    ):
        answer = requests.get(f"http://127.0.0.1:{internal}/health/ready", timeout=60)
        assert answer.status_code == 503
        checks = answer.json()["checks"]
        assert all(checks[name] != "ok" for name in ("database", "cache", "queues"))


@pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)
def test_one_port_for_both_doors_is_refused(database_url: str, redis_url: str, aws_endpoint: str) -> None:
    variables = environment(
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        FOVEA_PORT="8499",
        FOVEA_INTERNAL_PORT="8499",
    )
    done = subprocess.run(
        [sys.executable, "-m", "api_server"], env=variables, capture_output=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert b"must differ" in done.stdout + done.stderr


def test_migrating_twice_is_fine(empty_database_url: str) -> None:
    variables = {**os.environ, "FOVEA_DATABASE_URL": empty_database_url}
    for _ in range(2):
        subprocess.run([sys.executable, "-m", "api_server.migrate"], env=variables, check=True, timeout=120)
    with open_engine(empty_database_url).connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM users").scalar_one() == 0


def test_the_document_is_printed_without_any_setting() -> None:
    plain = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FOVEA_", "FLICKR_", "AWS_"))
    }
    printed = subprocess.run(
        [sys.executable, "-m", "api_server.openapi"], env=plain, capture_output=True, check=True, timeout=120
    )
    document: dict[str, Any] = json.loads(printed.stdout)
    assert document["openapi"].startswith("3.1")
    assert "/api/favorites/{post_id}" in document["paths"]


def test_sessions_of_one_process_are_known_to_the_next(redis_url: str) -> None:
    user = User(id=1, account_id=2, created_at=3, last_seen_at=4)
    session_id = Sessions(connect(redis_url), 60).begin(user)
    found = Sessions(connect(redis_url), 60).find(session_id)
    assert found is not None
    assert (found.user_id, found.user_created_at) == (1, 3)
