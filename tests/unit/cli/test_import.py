"""`fovea import`, against recorded answers of the API."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from click.testing import CliRunner, Result

from fovea_cli import importing
from fovea_cli.main import main

API = "http://fovea.test"


@pytest.fixture
def api() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as api:
        yield api


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(importing, "POLL_SECONDS", 0.0)
    return waited


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, one with a side-car, and things that are no pictures."""
    for name in ("a.jpg", "inside/b.PNG", "notes.md", ".hidden/c.jpg", "a.jpg.txt", "d.svg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    (tmp_path / "a.jpg.txt").write_text("artist:some one, cat\nrating:q")
    return tmp_path


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["import", str(folder), "--url", API, "--key", "fov_x", *arguments])


def link(number: int, state: str = "waiting", **more: Any) -> dict[str, Any]:
    return {"id": number, "state": state, "code": None, "reason": None, **more}


def taken(number: int, **more: Any) -> dict[str, Any]:
    return {"json": {"post": {}, "link": link(number, **more)}, "status": 202}


def looked_at(
    api: responses.RequestsMock, *, failed: list[dict[str, Any]] | None = None, waiting: int = 0
) -> None:
    states = {"waiting": waiting, "sent": 0, "done": 2, "failed": 0, "removed": 0}
    api.get(f"{API}/api/links/counts", json={"states": states, "total": 2 + waiting})
    for state, found in (("failed", failed or []), ("removed", [])):
        matcher = responses.matchers.query_param_matcher({"state": state}, strict_match=False)
        api.get(f"{API}/api/links", match=[matcher], json={"links": found, "next_cursor": None})


def test_all_pictures_are_brought_with_what_lies_beside_them(
    api: responses.RequestsMock, folder: Path, waits: list[float]
) -> None:
    sent: dict[bytes, str] = {}

    def take(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        body = request.body
        assert isinstance(body, bytes)
        assert request.headers["Authorization"] == "Bearer fov_x"
        sent[b"a.jpg" if b"\r\na.jpg\r\n" in body else b"inside/b.PNG"] = body.decode()
        return 202, {}, json.dumps({"post": {}, "link": link(len(sent))})

    api.add_callback(responses.POST, f"{API}/api/library/images", callback=take)
    looked_at(api)
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert result.stdout == "2 of 2 pictures are in the library.\n"
    assert "artist:some_one,cat" in sent[b"a.jpg"]
    assert "questionable" in sent[b"a.jpg"]
    assert 'name="title"\r\n\r\nb\r\n' in sent[b"inside/b.PNG"]
    assert waits == []


def test_the_same_folder_is_the_same_batch(
    api: responses.RequestsMock, folder: Path, waits: list[float]
) -> None:
    batches = set()

    def take(request: requests.PreparedRequest) -> tuple[int, dict[str, str], str]:
        assert isinstance(request.body, bytes)
        batches.add(request.body.split(b'name="batch"\r\n\r\n')[1][:23])
        return 202, {}, json.dumps({"post": {}, "link": link(1)})

    api.add_callback(responses.POST, f"{API}/api/library/images", callback=take)
    for _ in range(2):
        assert run(folder, "--no-wait").exit_code == 0
    assert len(batches) == 1


def test_a_busy_library_is_waited_for(api: responses.RequestsMock, folder: Path, waits: list[float]) -> None:
    (folder / "inside/b.PNG").unlink()
    address = f"{API}/api/library/images"
    api.post(address, status=429, headers={"Retry-After": "7"}, json={"title": "Busy", "detail": "."})
    api.post(address, status=503, json={"title": "Busy", "detail": "."})
    api.post(address, body=requests.ConnectionError())
    api.post(address, **taken(1))
    assert run(folder, "--no-wait").exit_code == 0
    assert waits == [7.0, 1.0, 2.0]


def test_what_is_not_taken_is_told_with_its_reason(
    api: responses.RequestsMock, folder: Path, waits: list[float]
) -> None:
    (folder / "empty.gif").touch()
    api.post(f"{API}/api/library/images", **taken(1))
    api.post(f"{API}/api/library/images", status=413, json={"title": "Too large", "detail": "Send less."})
    looked_at(api, failed=[link(1, "failed", reason="This is \x1b[31mno picture")])
    result = run(folder)
    assert result.exit_code == 1
    assert result.stdout == "0 of 3 pictures are in the library.\n"
    for words in ("The file is empty", "Too large", "no picture"):
        assert words in result.stderr
    assert "\x1b[31mno" not in result.stderr


def test_without_a_key_that_may_write_nothing_more_is_tried(
    api: responses.RequestsMock, folder: Path, waits: list[float]
) -> None:
    for number in range(50):
        (folder / f"{number}.jpg").write_bytes(b"x")
    problem = {"title": "You may not do this", "detail": "It needs library:write."}
    api.post(f"{API}/api/library/images", status=403, json=problem)
    result = run(folder)
    assert result.exit_code == 1
    assert "--key" in result.output
    assert len(api.calls) < 20


def test_who_waits_too_long_is_told(
    api: responses.RequestsMock, folder: Path, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "STILL_SECONDS", -1.0)
    api.post(f"{API}/api/library/images", **taken(1))
    looked_at(api, waiting=1)
    for state in ("waiting", "sent"):
        found = [link(1)] if state == "waiting" else []
        matcher = responses.matchers.query_param_matcher({"state": state}, strict_match=False)
        api.get(f"{API}/api/links", match=[matcher], json={"links": found, "next_cursor": None})
    result = run(folder)
    assert result.exit_code == 1
    assert "Nobody has looked at it yet" in result.stderr


def test_a_folder_without_pictures_is_told(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "There are no pictures" in result.output
