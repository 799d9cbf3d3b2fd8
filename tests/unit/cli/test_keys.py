"""`fovea keys`, and the key that the command itself uses."""

import json
import os
from pathlib import Path

import pytest
import responses
from click.testing import CliRunner

from fovea_cli.installation import Installation, Running
from fovea_cli.library_api import open_api
from fovea_cli.main import main
from fovea_cli.operator_api import KEY_FILE, OperatorApi

API, INTERNAL = "http://fovea.test", "http://internal.test"
KEYS = f"{INTERNAL}/internal/keys"


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A data folder on which a system runs."""
    monkeypatch.setenv("FOVEA_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("FOVEA_API_KEY", raising=False)
    monkeypatch.delenv("FOVEA_SERVICE_TOKEN", raising=False)
    installation = Installation(tmp_path)
    installation.announce(
        Running(
            process_id=os.getpid(),
            url=API,
            health_addresses={},
            environment={"FOVEA_INTERNAL_API_URL": INTERNAL},
        )
    )
    return installation


@responses.activate
def test_a_key_is_made_with_the_service_token_and_printed_alone(installation: Installation) -> None:
    token = {"Authorization": f"Bearer {installation.secrets().service_token}"}
    body = {"name": "cron", "scopes": ["library:write"], "expires_in_days": 30}
    matchers = [responses.matchers.header_matcher(token), responses.matchers.json_params_matcher(body)]
    responses.post(KEYS, match=matchers, json={"id": 3, "key": "fov_secret"})
    arguments = ["keys", "create", "--scope", "library:write", "--name", "cron", "--expires-in-days", "30"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert result.stdout == "fov_secret\n"


@responses.activate
def test_keys_are_listed_and_revoked(installation: Installation) -> None:
    key = {
        "id": 3,
        "name": "a \x1b[31mname",
        "prefix": "fov_abc",
        "scopes": ["admin"],
        "owner": None,
        "last_used_at": None,
        "expires_at": None,
        "revoked_at": None,
    }
    responses.get(KEYS, json={"keys": [key]})
    responses.delete(f"{KEYS}/3", status=204)
    shown = CliRunner().invoke(main, ["keys", "list"], env={"COLUMNS": "200"})
    assert "fov_abc" in shown.stdout
    assert "\x1b[31m" not in shown.stdout
    assert CliRunner().invoke(main, ["keys", "revoke", "3"]).exit_code == 0
    assert installation.folder.exists()


@responses.activate
def test_the_commands_own_key_is_made_once_and_read_by_its_owner_only(installation: Installation) -> None:
    made = responses.post(KEYS, json={"id": 3, "key": "fov_own"})
    works = {"X-Api-Key": "fov_own"}
    responses.get(f"{API}/api/status", match=[responses.matchers.header_matcher(works)], json={})
    for _ in range(2):
        assert OperatorApi.here().own_key() == "fov_own"
    assert made.call_count == 1
    path = installation.folder / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text()) == {"key": "fov_own"}


@responses.activate
def test_a_key_of_its_own_that_opens_nothing_any_more_is_made_anew(installation: Installation) -> None:
    (installation.folder / KEY_FILE).write_text('{"key": "fov_old"}')
    responses.get(f"{API}/api/status", status=401, json={})
    responses.post(KEYS, json={"id": 4, "key": "fov_new"})
    assert OperatorApi.here().own_key() == "fov_new"


@responses.activate
def test_a_given_key_goes_before_the_commands_own(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOVEA_API_KEY", "fov_environment")
    for given, used in ((None, "fov_environment"), ("fov_given", "fov_given")):
        sent = responses.get(f"{API}/x", json={})
        open_api(None, given, edits=True).get("/x")
        assert sent.calls[-1].request.headers["Authorization"] == f"Bearer {used}"
    assert not (installation.folder / KEY_FILE).exists()


def test_without_a_running_system_it_is_told_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOVEA_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(main, ["keys", "list"])
    assert result.exit_code == 1
    assert "fovea up" in result.output
