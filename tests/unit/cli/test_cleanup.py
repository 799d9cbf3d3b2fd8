"""`fovea cleanup`, against recorded answers of the API."""

import json
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result

from fovea_cli import watching
from fovea_cli.main import main

API = "http://fovea.test"


def run_of(state: str, *, done: int = 2, failed: int = 0, reason: str = "") -> dict[str, Any]:
    progress = {"total": 2, "done": done, "failed": failed, "waiting": 2 - done - failed, "cleaned": 1_234}
    told = [{"subject": "fovea/cleanup/counts/1-2000", "name": None, "code": "no_answer", "reason": reason}]
    return {
        "id": 9,
        "kind": "cleanup",
        "state": state,
        "progress": progress,
        "failure_count": failed,
        "failures": told if failed else [],
    }


def cleaned(*options: str) -> Result:
    return CliRunner().invoke(main, ["cleanup", "--url", API, *options])


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.0)
    monkeypatch.delenv("FOVEA_API_KEY", raising=False)


@responses.activate
def test_a_cleanup_is_watched_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOVEA_API_KEY", "fov_secret")
    responses.post(
        f"{API}/api/cleanups",
        json=run_of("running", done=0),
        status=202,
        match=[
            responses.matchers.header_matcher({"Authorization": "Bearer fov_secret"}),
            responses.matchers.json_params_matcher({}),
        ],
    )
    responses.get(f"{API}/api/runs/9", json=run_of("running", done=1))
    responses.get(f"{API}/api/runs/9", json=run_of("done"))
    result = cleaned()
    assert result.exit_code == 0, result.output
    assert result.output == "2 of 2 parts done, 1,234 things changed.\n"


@responses.activate
def test_kinds_can_be_chosen_and_the_run_printed_as_json() -> None:
    responses.post(
        f"{API}/api/cleanups",
        json=run_of("done"),
        status=202,
        match=[responses.matchers.json_params_matcher({"kinds": ["files", "counts"]})],
    )
    result = cleaned("--key", "fov_secret", "--kind", "files", "--kind", "counts", "--json")
    assert json.loads(result.output) == run_of("done")


@responses.activate
def test_nobody_has_to_wait() -> None:
    responses.post(f"{API}/api/cleanups", json=run_of("running", done=0), status=202)
    assert cleaned("--key", "k", "--no-wait").output == f"Begun: {API}/api/runs/9\n"


@responses.activate
def test_what_could_not_be_done_is_told_and_is_a_failure() -> None:
    reason = "There was [b]no[/b] answer."
    responses.post(f"{API}/api/cleanups", json=run_of("failed", done=1, failed=1, reason=reason), status=202)
    result = cleaned("--key", "k")
    assert result.exit_code == 1
    assert "1 of the parts could not be done." in result.output
    assert f"fovea/cleanup/counts/1-2000: {reason}" in result.output


@responses.activate
def test_a_key_that_may_not_says_what_it_lacks() -> None:
    detail = "This API key may not do this: it needs the scope admin."
    problem = {"title": "You may not do this", "detail": detail, "status": 403, "code": "scope_missing"}
    responses.post(f"{API}/api/cleanups", json=problem, status=403)
    result = cleaned("--key", "k")
    assert result.exit_code == 1
    assert detail in result.output


@responses.activate
def test_a_system_elsewhere_says_that_it_wants_a_key() -> None:
    problem = {"title": "Log in first", "detail": "Log in, or send an API key.", "status": 401, "code": "x"}
    responses.post(f"{API}/api/cleanups", json=problem, status=401)
    result = cleaned()
    assert result.exit_code == 1
    assert "send an API key" in result.output


def test_another_kind_is_refused() -> None:
    assert cleaned("--key", "k", "--kind", "nonsense").exit_code == 2
