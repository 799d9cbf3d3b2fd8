"""Logins: tokens that are renewed in time, each refresh token once."""

from typing import Any

import pytest
import requests
import responses
from responses.matchers import header_matcher, json_params_matcher

from fovea_client import Fovea, NotAllowed, Retries, Tokens, Unreachable, logging_in
from tests.unit.client.conftest import API
from tests.unit.client.told import ACCOUNT, problem, run

TOKEN = f"{API}/api/auth/token"
RUN = f"{API}/api/runs/1"


def tokens(number: int = 1, seconds: int = 900) -> dict[str, Any]:
    return {
        "access_token": f"access.{number}.x",
        "token_type": "Bearer",
        "expires_in": seconds,
        "refresh_token": f"fovr_{number}",
        "refresh_expires_at": "2026-12-21T09:00:00Z",
    }


def presents(number: int) -> Any:
    return header_matcher({"Authorization": f"Bearer access.{number}.x"})


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of logins, in seconds."""
    moment = [1_000.0]
    monkeypatch.setitem(logging_in.Login.__init__.__kwdefaults__ or {}, "clock", lambda: moment[0])
    return moment


@pytest.fixture
def program(api: responses.RequestsMock, now: list[float]) -> Any:
    """A program that is logged in."""
    with Fovea(API, retries=Retries(attempts=1)) as client:
        api.post(TOKEN, json=tokens())
        client.log_in("mia", "a long password")
        yield client


def test_requests_are_made_as_the_user(program: Fovea, api: responses.RequestsMock) -> None:
    sent = api.calls[0].request
    assert "Authorization" not in sent.headers
    api.get(RUN, json=run(), match=[presents(1)])
    assert program.runs.get(1).id == 1
    assert program.tokens is not None
    assert "access.1.x" not in repr(program.tokens)
    assert "fovr_1" not in repr(program.tokens)


def test_a_name_or_password_that_is_wrong_is_told(api: responses.RequestsMock) -> None:
    body = {"name": "mia", "password": "wrong", "program": "nightly"}
    api.post(TOKEN, json=problem(401, "login_failed"), status=401, match=[json_params_matcher(body)])
    with Fovea(API) as client, pytest.raises(NotAllowed) as raised:
        client.log_in("mia", "wrong", program="nightly")
    assert raised.value.code == "login_failed"
    assert len(api.calls) == 1


def test_tokens_are_renewed_before_they_end(
    program: Fovea, api: responses.RequestsMock, now: list[float]
) -> None:
    now[0] += 860
    api.get(RUN, json=run(), match=[presents(1)])
    program.runs.get(1)
    now[0] += 20
    refresh = {"refresh_token": "fovr_1"}
    api.post(f"{TOKEN}/refresh", json=tokens(2), match=[json_params_matcher(refresh)])
    api.get(RUN, json=run(), match=[presents(2)])
    program.runs.get(1)
    program.runs.get(1)
    asked = [call.request.url for call in api.calls]
    assert asked.count(f"{TOKEN}/refresh") == 1
    assert "Authorization" not in api.calls[2].request.headers


def test_a_token_that_was_refused_is_renewed_once(api: responses.RequestsMock, now: list[float]) -> None:
    kept: list[Tokens] = []
    with Fovea(API, retries=Retries(attempts=1)) as client:
        api.post(TOKEN, json=tokens())
        client.log_in("mia", "a long password", on_tokens=kept.append)
        api.get(RUN, json=problem(401, "token_expired"), status=401, match=[presents(1)])
        api.post(f"{TOKEN}/refresh", json=tokens(2))
        api.get(RUN, json=run(), match=[presents(2)])
        assert client.runs.get(1).id == 1
    assert [one.refresh_token for one in kept] == ["fovr_1", "fovr_2"]


def test_a_login_that_is_over_is_told_and_not_asked_for_for_ever(
    program: Fovea, api: responses.RequestsMock
) -> None:
    api.get(RUN, json=problem(401, "token_revoked"), status=401)
    api.post(f"{TOKEN}/refresh", json=problem(401, "token_invalid"), status=401)
    with pytest.raises(NotAllowed) as raised:
        program.runs.get(1)
    assert raised.value.code == "token_invalid"
    assert len(api.calls) == 3


def test_what_a_role_does_not_include_is_no_reason_for_new_tokens(
    program: Fovea, api: responses.RequestsMock
) -> None:
    api.get(f"{API}/api/users/5", json=problem(403, "not_an_administrator"), status=403)
    with pytest.raises(NotAllowed):
        program.users.get(5)
    assert len(api.calls) == 2


def test_a_refresh_token_is_not_sent_a_second_time(
    program: Fovea, api: responses.RequestsMock, now: list[float]
) -> None:
    now[0] += 1_000
    api.post(f"{TOKEN}/refresh", body=requests.ConnectionError())
    program._transport._retries = Retries(attempts=5)
    with pytest.raises(Unreachable):
        program.runs.get(1)
    assert len(api.calls) == 2


def test_a_program_goes_on_with_the_tokens_that_it_kept(
    api: responses.RequestsMock, now: list[float]
) -> None:
    kept: list[Tokens] = []
    with Fovea(API, retries=Retries(attempts=1)) as client:
        client.resume(Tokens(**_kept()), on_tokens=kept.append)
        api.get(RUN, json=problem(401, "token_expired"), status=401, match=[presents(1)])
        api.post(f"{TOKEN}/refresh", json=tokens(2))
        api.get(RUN, json=run(), match=[presents(2)])
        client.runs.get(1)
    assert [one.refresh_token for one in kept] == ["fovr_2"]


def test_after_logging_out_nothing_is_presented(program: Fovea, api: responses.RequestsMock) -> None:
    api.post(f"{TOKEN}/revoke", status=204, match=[json_params_matcher({"token": "fovr_1"})])
    program.log_out()
    program.log_out()
    api.get(RUN, json=run())
    program.runs.get(1)
    assert "Authorization" not in api.calls[-1].request.headers
    assert program.tokens is None
    assert len(api.calls) == 3


def test_users_are_read_page_by_page(fovea: Fovea, api: responses.RequestsMock) -> None:
    def user(number: int) -> dict[str, Any]:
        moment = "2026-11-21T09:00:00Z"
        return {
            "id": number,
            "name": f"user{number}",
            "account": ACCOUNT,
            "role": "member",
            "created_at": moment,
            "last_seen_at": moment,
            "disabled_at": None,
        }

    api.get(f"{API}/api/users", json={"users": [user(2)], "next_cursor": "2"})
    api.get(f"{API}/api/users", json={"users": [user(1)], "next_cursor": None})
    assert [(one.name, one.role) for one in fovea.users.all()] == [("user2", "member"), ("user1", "member")]


def _kept() -> dict[str, Any]:
    told = tokens()
    del told["token_type"]
    return told
