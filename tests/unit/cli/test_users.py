"""`fovea users`: what it asks the internal API for, and what it shows."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import responses
from click.testing import CliRunner

from fovea_cli.installation import Installation, Running
from fovea_cli.main import main

INTERNAL = "http://internal.test"
USERS = f"{INTERNAL}/internal/users"


def user(number: int, name: str | None, **told: Any) -> dict[str, Any]:
    """A user as the API tells of them."""
    account = {
        "source": "local" if name else "flickr",
        "external_id": f"{number}@N00",
        "display_name": "Mara",
    }
    return {
        "id": number,
        "name": name,
        "account": account,
        "role": "member",
        "last_seen_at": "2026-11-21T09:00:00Z",
        "disabled_at": None,
    } | told


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[responses.RequestsMock]:
    """The internal API of a system that runs, with two pages of users."""
    monkeypatch.setenv("FOVEA_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("FOVEA_SERVICE_TOKEN", raising=False)
    environment = {"FOVEA_INTERNAL_API_URL": INTERNAL}
    running = Running(
        process_id=os.getpid(), url="http://fovea.test", health_addresses={}, environment=environment
    )
    Installation(tmp_path).announce(running)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        second = [responses.matchers.query_param_matcher({"cursor": "2"})]
        first = [responses.matchers.query_param_matcher({})]
        mock.get(USERS, match=second, json={"users": [user(1, None)], "next_cursor": None})
        pages = {"users": [user(2, "a\x1b[31mda", role="editor", disabled_at="2026")], "next_cursor": "2"}
        mock.get(USERS, match=first, json=pages)
        yield mock


def sent(mock: responses.RequestsMock, method: str) -> list[Any]:
    """The bodies of the requests of this method."""
    return [json.loads(call.request.body or "{}") for call in mock.calls if call.request.method == method]


def test_a_user_is_added_with_a_password_from_standard_input(api: responses.RequestsMock) -> None:
    api.post(USERS, json={"id": 3, "name": "bob", "role": "administrator"})
    arguments = ["users", "add", "bob", "--role", "administrator", "--password-stdin"]
    result = CliRunner().invoke(main, arguments, input="my long password\n")
    assert result.exit_code == 0, result.output
    assert sent(api, "POST") == [{"name": "bob", "password": "my long password", "role": "administrator"}]
    assert "my long password" not in result.output


def test_a_password_is_asked_for_twice_and_not_shown(api: responses.RequestsMock) -> None:
    api.post(USERS, json={"id": 3, "name": "bob", "role": "member"})
    result = CliRunner().invoke(main, ["users", "add", "bob"], input="my long password\nmy long password\n")
    assert result.exit_code == 0, result.output
    assert sent(api, "POST")[0]["password"] == "my long password"
    assert "my long password" not in result.output
    differing = CliRunner().invoke(main, ["users", "add", "bob"], input="one password\nanother one\n")
    assert differing.exit_code != 0
    assert len(sent(api, "POST")) == 1


def test_a_password_that_is_made_up_is_printed_alone(api: responses.RequestsMock) -> None:
    api.post(USERS, json={"id": 3, "name": "bob", "role": "member"})
    result = CliRunner().invoke(main, ["users", "add", "bob", "--generate"])
    made = sent(api, "POST")[0]["password"]
    assert result.stdout == f"{made}\n"
    assert len(made) == 20


def test_all_pages_of_users_are_listed_and_nothing_in_them_is_obeyed(api: responses.RequestsMock) -> None:
    shown = CliRunner().invoke(main, ["users", "list"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0, shown.output
    for word in ("editor", "disabled", "Mara", "flickr"):
        assert word in shown.stdout
    assert "\x1b[31m" not in shown.stdout


@pytest.mark.parametrize("named", ["1", "1@N00"])
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["role", "{}", "editor"], {"role": "editor"}),
        (["disable", "{}"], {"disabled": True}),
        (["enable", "{}"], {"disabled": False}),
        (["password", "{}", "--password-stdin"], {"password": "my long password"}),
    ],
)
def test_a_user_is_changed(
    api: responses.RequestsMock, named: str, arguments: list[str], told: dict[str, object]
) -> None:
    api.patch(f"{USERS}/1", json=user(1, None, role="editor"))
    arguments = ["users", *(argument.format(named) for argument in arguments)]
    result = CliRunner().invoke(main, arguments, input="my long password\n")
    assert result.exit_code == 0, result.output
    assert sent(api, "PATCH") == [told]


def test_whom_nobody_knows_is_told_so(api: responses.RequestsMock) -> None:
    result = CliRunner().invoke(main, ["users", "disable", "nobody"])
    assert result.exit_code == 1
    assert "fovea users list" in result.output
    assert sent(api, "PATCH") == []


def test_a_refusal_is_told_in_its_own_words(api: responses.RequestsMock) -> None:
    detail = "Somebody has this name already."
    problem = {"title": "Conflict", "status": 409, "detail": detail, "code": "name_taken"}
    api.post(USERS, status=409, json=problem, content_type="application/problem+json")
    result = CliRunner().invoke(main, ["users", "add", "ada", "--generate"])
    assert result.exit_code == 1
    assert detail in result.output
