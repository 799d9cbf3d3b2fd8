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


SEARCH = f"{API}/api/artist-searches/abc"


def told(state: str = "done", *, scan: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    facts = {
        "state": "done",
        "posts_read": 1_000,
        "pictures_done": 1_200,
        "pictures_total": 1_200,
        "reason": None,
    }
    mara = {**MARA, "network_title": "Bluesky", "scan": {**facts, "eta_seconds": None, **(scan or {})}}
    return {"id": "abc", "state": state, "error": None, "accounts": [mara], "position_in_queue": None} | more


@pytest.fixture
def api() -> Any:
    with responses.RequestsMock() as mock:
        yield mock


def run(*arguments: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, ["scan", "--url", API, *arguments])


def begin(api: responses.RequestsMock, *matchers: Any) -> None:
    begun = {"run": {"id": 4}, "account": MARA, "search": "abc"}
    api.post(SCANS, json=begun, status=202, match=matchers)


def test_an_account_is_read_to_its_end(api: responses.RequestsMock) -> None:
    key = header_matcher({"Authorization": "Bearer fov_x"})
    begin(api, json_params_matcher({"account": MARA["url"]}), key)
    api.get(SEARCH, json=told("waiting", accounts=[]))
    api.get(SEARCH, json=told("scanning", scan={"state": "reading", "posts_read": 500}))
    api.get(SEARCH, json=told())
    answer = run(MARA["url"], "--key", "fov_x")
    assert answer.exit_code == 0, answer.output
    assert answer.output == "Bluesky mara.bsky.social: 1,000 posts read, 1,200 pictures looked at\n"


def test_why_it_could_not_be_read_is_told(api: responses.RequestsMock) -> None:
    begin(api)
    api.get(SEARCH, json=told(scan={"state": "failed", "reason": "The account is suspended."}))
    answer = run("@mara")
    assert answer.exit_code == 1
    assert "The account is suspended." in answer.output
    assert "posts read" not in answer.output


def test_an_account_that_there_is_not_is_told(api: responses.RequestsMock) -> None:
    begin(api)
    error = {"code": "account_not_found", "message": "Nobody is called so."}
    api.get(SEARCH, json=told("failed", accounts=[], error=error))
    answer = run("@mara")
    assert answer.exit_code == 1
    assert "Nobody is called so." in answer.output


def test_the_answer_is_printed_as_it_is(api: responses.RequestsMock) -> None:
    begin(api)
    api.get(SEARCH, json=told())
    assert json.loads(run("@mara", "--json").output) == told()
