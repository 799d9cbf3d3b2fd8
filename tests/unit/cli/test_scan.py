"""`fovea scan`, against recorded answers of the API."""

import json
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from responses.matchers import header_matcher, json_params_matcher

from fovea_cli.main import main

API = "http://fovea.test"
SCANS = f"{API}/api/artist-scans"
MARA = {
    "network": "bluesky",
    "handle": "mara.bsky.social",
    "url": "https://bsky.app/profile/mara.bsky.social",
}

pytestmark = pytest.mark.usefixtures("no_pauses")


def scan_run(state: str, posts: int, **more: Any) -> dict[str, Any]:
    progress = {"total": 1, "done": 0, "failed": 0, "posts_read": posts, "posts_new": posts // 2}
    return {"id": 4, "state": state, "progress": progress, "deferred_until": None, "failure_count": 0} | more


@pytest.fixture
def api() -> Any:
    with responses.RequestsMock() as mock:
        yield mock


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["scan", "--url", API, *arguments])


def test_an_account_is_read_to_its_end(api: responses.RequestsMock) -> None:
    told = {"run": scan_run("running", 0), "account": MARA}
    key = header_matcher({"Authorization": "Bearer fov_x"})
    sent = json_params_matcher({"account": MARA["url"]})
    api.post(SCANS, json=told, status=202, match=[sent, key])
    api.get(f"{API}/api/runs/4", json=scan_run("running", 500))
    api.get(f"{API}/api/runs/4", json=scan_run("done", 1_000))
    answer = run(MARA["url"], "--key", "fov_x")
    assert answer.exit_code == 0, answer.output
    assert answer.output == "bluesky mara.bsky.social: 1,000 posts read, 500 of them new\n"


def test_why_it_could_not_be_read_is_told(api: responses.RequestsMock) -> None:
    failures = [{"reason": "The account is suspended.", "code": "account_suspended"}]
    failed = scan_run("failed", 0, failures=failures, failure_count=1)
    api.post(SCANS, json={"run": failed, "account": None})
    answer = run("@mara")
    assert answer.exit_code == 1
    assert "The account is suspended." in answer.output


def test_a_scan_that_waits_for_its_source_is_not_waited_for(api: responses.RequestsMock) -> None:
    waiting = scan_run("running", 10, deferred_until="2026-11-21T10:00:00Z")
    api.post(SCANS, json={"run": waiting, "account": MARA})
    answer = run("@mara")
    assert answer.exit_code == 1
    assert "goes on by itself at 2026-11-21T10:00:00Z" in answer.output


def test_the_run_is_printed_as_it_is(api: responses.RequestsMock) -> None:
    api.post(SCANS, json={"run": scan_run("done", 8), "account": MARA})
    assert json.loads(run("@mara", "--json").output) == scan_run("done", 8)
