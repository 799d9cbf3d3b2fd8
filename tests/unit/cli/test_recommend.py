"""`fovea recommend`, against recorded answers of the API."""

import json
from typing import Any

import pytest
import requests
import responses
from click.testing import CliRunner, Result

from fovea_cli import recommend as command
from fovea_cli.main import main

API = "http://fovea.test"
ACCOUNT = {
    "id": 1,
    "source": "flickr",
    "external_id": "12345@N00",
    "username": "mara",
    "real_name": None,
    "display_name": "Mara [Lind]",
    "url": "https://www.flickr.com/photos/mara",
    "icon_url": None,
    "state": "active",
}
POST = {
    "title": "Fog",
    "url": "https://www.flickr.com/photos/x/1",
    "owner": {**ACCOUNT, "display_name": "Ole"},
}


def run_of(state: str, *, done: int = 2, total: int = 2, **more: Any) -> dict[str, Any]:
    progress = {
        "total": total,
        "done": done,
        "failed": 0,
        "waiting": 0,
        "photographers": {"total": total, "done": done, "failed": 0},
        "favorites_read": 7,
        "contacts_read": 0,
    }
    empty: dict[str, Any] = {"deferred_until": None, "failure_count": 0, "failures": []}
    return {"id": 9, "state": state, "account": ACCOUNT, "progress": progress, **empty, **more}


def answer_of(**more: Any) -> dict[str, Any]:
    reason = {"account": {**ACCOUNT, "display_name": "Ann"}, "weight": 1.0, "shared_favorites": 3}
    return {
        "account": ACCOUNT,
        "enough": True,
        "needed": {"favorites": 5, "photographers": 3},
        "based_on": {"favorites": 1200, "photographers": 40, "photographers_read": 39},
        "photos": [{"post": POST, "score": 2.5, "reasons": {"count": 5, "accounts": [reason]}}],
        "people": [
            {
                "account": {**ACCOUNT, "display_name": "Bea"},
                "score": 1.0,
                "shared_favorites": 12,
                "favorites": 300,
                "samples": [],
            }
        ],
        **more,
    }


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(command, "POLL_SECONDS", 0)
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock.post(f"{API}/api/accounts/lookup", json=ACCOUNT)
        yield mock


def recommend(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["recommend", "mara", "--url", API, *arguments], env={"COLUMNS": "120"})


def answers(api: Any, runs: list[dict[str, Any]], answer: dict[str, Any]) -> None:
    path = f"{API}/api/accounts/flickr/12345%40N00"
    api.post(f"{path}/runs", json=runs[0], status=202)
    for run in runs[1:]:
        api.get(f"{API}/api/runs/9", json=run)
    api.get(f"{path}/recommendations", json=answer)


def test_photos_and_people_are_shown_with_their_reasons(api: Any) -> None:
    answers(api, [run_of("running", done=1), run_of("done")], answer_of())

    result = recommend()

    assert result.exit_code == 0, result.output
    assert "For Mara [Lind], from 1,200 favourites and those of 39 of their 40 photographers" in result.stdout
    assert "Fog" in result.stdout
    assert "5 photographers whose work you fave faved this: Ann, ..." in " ".join(result.stdout.split())
    assert "12 of their 300 favourites are yours, too" in result.stdout


def test_json_is_the_answer_of_the_api_and_nothing_else_on_standard_output(api: Any) -> None:
    answers(
        api,
        [
            run_of(
                "done_with_failures",
                failure_count=1,
                failures=[{"subject": "s", "name": "X", "reason": "gone"}],
            )
        ],
        answer_of(),
    )

    result = recommend("--json", "--photos", "3", "--people", "0")

    assert json.loads(result.stdout) == answer_of()
    assert "1 could not be read; X: gone" in result.stderr
    assert result.exit_code == 0
    asked = api.calls[-1].request
    assert asked.params == {"photos": "3", "people": "0"}


def test_every_request_says_that_it_comes_from_no_foreign_page(api: Any) -> None:
    answers(api, [run_of("done")], answer_of())
    recommend()

    assert {call.request.headers["Sec-Fetch-Site"] for call in api.calls} == {"none"}


def test_what_the_api_refuses_is_said_in_its_words(api: Any) -> None:
    api.replace(
        responses.POST,
        f"{API}/api/accounts/lookup",
        json={"title": "No such account", "detail": "Check the name.", "code": "account_not_found"},
        status=404,
    )

    result = recommend()

    assert result.exit_code == 1
    assert "Error: No such account. Check the name." in result.stderr
    assert result.stdout == ""


def test_which_field_is_wrong_is_said(api: Any) -> None:
    api.replace(
        responses.POST,
        f"{API}/api/accounts/lookup",
        json={
            "title": "Invalid input",
            "detail": "Correct the fields.",
            "errors": {"json": {"query": ["Longer than maximum length 500."]}},
        },
        status=422,
    )

    assert "json.query: Longer than maximum length 500." in recommend().stderr


def test_too_few_favourites_is_an_error_that_says_how_many_are_needed(api: Any) -> None:
    empty = answer_of(
        enough=False,
        photos=[],
        people=[],
        needed={"favorites": 5, "photographers": 3},
        based_on={"favorites": 2, "photographers": 1, "photographers_read": 1},
    )
    answers(api, [run_of("done")], empty)

    result = recommend()

    assert result.exit_code == 1
    assert (
        "has 2 public favourites by 1 photographers. Recommendations need at least 5 by 3." in result.stderr
    )


def test_a_failed_run_is_an_error_with_its_reason(api: Any) -> None:
    failure = {"subject": "flickr/favorites/12345@N00", "name": None, "reason": "The account is private."}
    answers(api, [run_of("failed", failure_count=1, failures=[failure])], answer_of(enough=False, photos=[]))

    result = recommend()

    assert result.exit_code == 1
    assert "The account is private." in result.stderr


def test_a_run_that_waits_for_flickrs_next_hour_is_not_waited_for(api: Any) -> None:
    answers(api, [run_of("running", done=1, deferred_until="2026-11-21T10:00:00Z")], answer_of())

    result = recommend()

    assert result.exit_code == 1
    assert "goes on by itself at 2026-11-21T10:00:00Z" in result.stderr
    assert "1 of 2 photographers read" in result.stderr


def test_when_nothing_answers_it_says_how_to_start_it(api: Any) -> None:
    api.replace(responses.POST, f"{API}/api/accounts/lookup", body=requests.ConnectionError("refused"))

    result = recommend()

    assert result.exit_code == 1
    assert "fovea up" in result.stderr


def test_an_answer_of_some_other_program_is_not_taken_for_fovea(api: Any) -> None:
    api.replace(responses.POST, f"{API}/api/accounts/lookup", body="<html>")

    assert "is not Fovea" in recommend().stderr


def test_an_error_page_of_something_in_between_is_told_by_its_status(api: Any) -> None:
    api.replace(responses.POST, f"{API}/api/accounts/lookup", body="<html>", status=502)

    assert "502" in recommend().stderr


@pytest.mark.parametrize("option", [["--photos", "501"], ["--people", "-1"], ["--photos", "many"]])
def test_absurd_numbers_are_refused_before_anything_is_asked(option: list[str]) -> None:
    assert recommend(*option).exit_code == 2


def test_progress_is_told_in_photographers_once_they_are_known() -> None:
    run = run_of("running", done=212, total=388)
    assert command.describe(run["progress"]) == "212 of 388 photographers read"
    assert command.amounts(run["progress"]) == (388, 212)

    run = run_of("running", done=0, total=0)
    assert command.describe(run["progress"]) == "7 favourites read"
    assert command.amounts(run["progress"]) == (None, 0)
