"""Requests: with the key, again where that helps, and problems as exceptions."""

from pathlib import Path

import pytest
import requests
import responses

from fovea_client import (
    Conflict,
    Fovea,
    InvalidRequest,
    NotAllowed,
    NotFound,
    NotUnderstood,
    Problem,
    Retries,
    TooManyRequests,
    Unavailable,
    Unreachable,
    errors,
)
from tests.unit.client.conftest import API
from tests.unit.client.told import problem, run

RUN = f"{API}/api/runs/1"
LOOKUP = f"{API}/api/accounts/lookup"


def test_a_key_goes_along_and_no_page_is_suspected(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.get(RUN, json=run())
    assert fovea.runs.get(1).under_way
    headers = api.calls[0].request.headers
    assert headers["Authorization"] == "Bearer fov_secret"
    assert headers["Sec-Fetch-Site"] == "none"
    assert headers["User-Agent"].startswith("fovea-client/")


def test_no_other_key_is_taken_from_the_home_folder(
    api: responses.RequestsMock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("machine fovea.test login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    api.get(RUN, json=run())
    with Fovea(API) as fovea:
        fovea.runs.get(1)
    assert "Authorization" not in api.calls[0].request.headers


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, NotAllowed),
        (403, NotAllowed),
        (404, NotFound),
        (405, Problem),
        (409, Conflict),
        (410, NotFound),
        (413, InvalidRequest),
        (422, InvalidRequest),
        (500, Unavailable),
    ],
)
def test_a_problem_is_an_exception_that_says_all_it_knows(
    fovea: Fovea, api: responses.RequestsMock, status: int, kind: type[Problem]
) -> None:
    told = problem(status, "some_code", errors={"url": ["is no address"]}, suggestions=["danbooru"])
    api.get(RUN, json=told, status=status, content_type="application/problem+json")
    with pytest.raises(kind) as raised:
        fovea.runs.get(1)
    assert type(raised.value) is kind
    assert (raised.value.status, raised.value.code) == (status, "some_code")
    assert (raised.value.title, raised.value.detail) == ("That does not go", "Do otherwise.")
    assert raised.value.errors == {"url": ["is no address"]}
    assert raised.value.extra == {"suggestions": ["danbooru"]}
    assert str(raised.value) == "That does not go: Do otherwise."
    assert len(api.calls) == 1


def test_all_exceptions_are_of_one_family() -> None:
    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)]
    assert len(kinds) > 10
    assert all(issubclass(one, errors.FoveaError) for one in kinds)


@pytest.mark.parametrize("body", ["<html>Bad gateway</html>", "[]", "null", '{"errors": [1]}'])
def test_an_error_of_something_in_between_is_told_by_its_status(
    fovea: Fovea, api: responses.RequestsMock, body: str
) -> None:
    api.get(RUN, body=body, status=500)
    with pytest.raises(Unavailable) as raised:
        fovea.runs.get(1)
    assert raised.value.code == "http_500"
    assert "500" in str(raised.value)


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_may_pass_is_asked_for_again(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float], status: int
) -> None:
    api.get(RUN, json=problem(status, "later"), status=status)
    api.get(RUN, body=requests.ConnectionError("reset"))
    api.get(RUN, json=run())
    assert fovea.runs.get(1).id == 1
    assert len(pauses) == 2


def test_who_is_told_when_to_come_back_comes_back_then(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.get(RUN, json=problem(429, "too_many_requests"), status=429, headers={"Retry-After": "20"})
    api.get(RUN, json=run())
    fovea.runs.get(1)
    assert 20 <= pauses[0] <= 20.5


def test_tries_come_to_an_end(fovea: Fovea, api: responses.RequestsMock, pauses: list[float]) -> None:
    for _ in range(3):
        api.get(RUN, json=problem(503, "too_busy"), status=503, headers={"Retry-After": "1"})
    with pytest.raises(Unavailable) as raised:
        fovea.runs.get(1)
    assert raised.value.retry_after_seconds == 1
    assert len(pauses) == 2


def test_a_long_wait_is_left_to_the_program(
    fovea: Fovea, api: responses.RequestsMock, pauses: list[float]
) -> None:
    api.get(RUN, json=problem(429, "too_many_requests"), status=429, headers={"Retry-After": "3600"})
    with pytest.raises(TooManyRequests) as raised:
        fovea.runs.get(1)
    assert raised.value.retry_after_seconds == 3_600
    assert pauses == []


@pytest.mark.parametrize("failure", [502, 504, requests.ReadTimeout("silence")])
def test_what_must_not_be_done_twice_is_not_sent_again(
    fovea: Fovea, api: responses.RequestsMock, failure: int | Exception
) -> None:
    check = f"{API}/api/subscriptions/checks"
    checked = {
        "source": "danbooru",
        "kind": "tags",
        "query": "cat",
        "title": "cat",
        "url": "https://x.example",
    }
    api.post(check, json={"run": run()})
    api.get(f"{check}/1", json={"run": run(state="done"), "checked": checked})
    if isinstance(failure, int):
        api.post(f"{API}/api/scrapes", json=problem(failure, "gateway"), status=failure)
    else:
        api.post(f"{API}/api/scrapes", body=failure)
    with pytest.raises(Unavailable if isinstance(failure, int) else Unreachable):
        fovea.subscriptions.scrape("danbooru: cat")
    assert [call.request.url for call in api.calls].count(f"{API}/api/scrapes") == 1


def test_what_was_refused_before_anything_was_done_is_sent_again(
    fovea: Fovea, api: responses.RequestsMock
) -> None:
    checks = f"{API}/api/subscriptions/checks"
    checked = {
        "source": "danbooru",
        "kind": "tags",
        "query": "cat",
        "title": "cat",
        "url": "https://x.example",
    }
    api.post(checks, json={"run": run()})
    api.get(f"{checks}/1", json={"run": run(state="done"), "checked": checked})
    api.post(f"{API}/api/scrapes", json=problem(503, "too_busy"), status=503)
    api.post(f"{API}/api/scrapes", json=run(2), status=202)
    assert fovea.subscriptions.scrape("danbooru: cat").id == 2


def test_a_server_that_does_not_answer_is_told_with_its_address(
    fovea: Fovea, api: responses.RequestsMock
) -> None:
    for _ in range(3):
        api.get(RUN, body=requests.ConnectionError("refused"))
    with pytest.raises(Unreachable, match=r"http://fovea\.test does not answer"):
        fovea.runs.get(1)


@pytest.mark.parametrize("body", ["", "<html>", "{}", '{"id": "x"}', "[1]", b"\xff\xfe"])
def test_what_is_no_answer_of_a_fovea_is_not_taken_for_one(
    fovea: Fovea, api: responses.RequestsMock, body: str | bytes
) -> None:
    api.get(RUN, body=body)
    with pytest.raises(NotUnderstood):
        fovea.runs.get(1)


def test_a_key_does_not_follow_to_another_address(fovea: Fovea, api: responses.RequestsMock) -> None:
    api.get(RUN, status=302, headers={"Location": "http://elsewhere.test/"})
    with pytest.raises(NotUnderstood, match="leads elsewhere"):
        fovea.runs.get(1)
    assert len(api.calls) == 1


@pytest.mark.parametrize("url", ["fovea.test", "ftp://fovea.test", ""])
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        Fovea(url)


def test_each_request_has_its_limits_of_time(api: responses.RequestsMock, pauses: list[float]) -> None:
    api.get(RUN, json=run())
    with Fovea(f"{API}/", connect_seconds=3, read_seconds=7, retries=Retries(attempts=1)) as fovea:
        assert fovea.url == API
        fovea.runs.get(1)
    assert vars(api.calls[0].request)["req_kwargs"]["timeout"] == (3, 7)
