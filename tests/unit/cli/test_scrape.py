"""`fovea scrape`, against recorded answers of the API."""

import json
import time
from functools import partial
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from requests import PreparedRequest

from fovea_cli.main import main
from tests.unit.cli.listing_answers import API, CHECKED, check, run

pytestmark = pytest.mark.usefixtures("no_pauses")

Json = dict[str, Any]


class Library:
    """Answers checks and readings of any number of searches; those with `bad` in them are refused."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.wanted: list[Json] = []

    def play(self) -> None:
        """Be the API."""
        responses.add_callback("POST", f"{API}/api/subscriptions/checks", self._check)
        responses.add_callback("POST", f"{API}/api/scrapes", self._scrape)
        for number in range(1, 60):
            check = f"{API}/api/subscriptions/checks/{number}"
            responses.add_callback("GET", check, partial(self._told, number))
            responses.get(f"{API}/api/runs/{number}", json=run(number, read=50))
            responses.get(f"{API}/api/runs/{number}", json=run(number, "done", read=100, new=10))

    def _check(self, request: PreparedRequest) -> Any:
        self.texts.append(json.loads(request.body or "")["text"])
        return 202, {}, json.dumps({"run": run(len(self.texts))})

    def _told(self, number: int, _: PreparedRequest) -> Any:
        if "bad" in self.texts[number - 1]:
            problem = {"code": "tags_refused", "reason": "Danbooru refuses the search: too many tags"}
            return 200, {}, json.dumps(check(number, state="failed", problem=problem))
        return 200, {}, json.dumps(check(number, checked=CHECKED))

    def _scrape(self, request: PreparedRequest) -> Any:
        self.wanted.append(json.loads(request.body or ""))
        return 202, {}, json.dumps(run(self.wanted[-1]["check"]))


@pytest.fixture
def library() -> Library:
    return Library()


def scrape(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["scrape", *arguments, "--url", API, "--key", "k"], input=typed)


@responses.activate
def test_tags_are_one_search(library: Library) -> None:
    library.play()
    result = scrape("danbooru", "cat", "-dog", "rating:g")
    assert result.exit_code == 0, result.output
    assert result.stdout == "1 of 1 searches read: 100 posts, 10 of them new.\n"
    assert library.texts == ["danbooru: cat -dog rating:g"]
    assert library.wanted == [{"check": 1, "pages": 5, "since": None}]


@pytest.mark.parametrize(
    "typed", ["cat solo\ndog\n\n  bird  \n", "cat solo\r\ndog\nbird", "dog\ncat solo\ndog\nbird"]
)
@pytest.mark.parametrize("tags", [(), ("-",)])
@responses.activate
def test_each_line_is_a_search_also_the_last_one_without_an_end(
    library: Library, typed: str, tags: tuple[str, ...]
) -> None:
    library.play()
    result = scrape("gelbooru", *tags, "--pages", "2", "--since", "2025-01-01", typed=typed)
    assert result.stdout == "3 of 3 searches read: 300 posts, 30 of them new.\n"
    assert sorted(library.texts) == ["gelbooru: bird", "gelbooru: cat solo", "gelbooru: dog"]
    assert {(one["pages"], one["since"]) for one in library.wanted} == {(2, "2025-01-01T00:00:00+00:00")}


@responses.activate
def test_many_lines_are_all_read(library: Library) -> None:
    library.play()
    result = scrape("danbooru", typed="\n".join(f"tag{n}" for n in range(35)))
    assert "35 of 35 searches read: 3,500 posts" in result.stdout
    assert sorted(library.texts) == sorted(f"danbooru: tag{n}" for n in range(35))


@responses.activate
def test_one_that_is_refused_does_not_keep_the_others(library: Library) -> None:
    library.play()
    result = scrape("danbooru", "--json", typed="cat\nbad\ndog")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert [(one["search"], one["reason"]) for one in told] == [
        ("cat", None),
        ("bad", "Danbooru refuses the search: too many tags"),
        ("dog", None),
    ]
    assert "too many tags" in result.stderr


@responses.activate
def test_a_library_that_had_enough_is_given_time(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    problem = {"title": "Too many requests", "detail": "Go on in 7 seconds.", "code": "too_many_requests"}
    responses.post(f"{API}/api/subscriptions/checks", json=problem, status=429, headers={"Retry-After": "7"})
    library.play()
    assert scrape("danbooru", "cat").exit_code == 0
    assert 7.0 in waited


@responses.activate
def test_a_key_that_may_not_ends_it_at_once() -> None:
    problem = {"title": "No", "detail": "It needs the scope library:write.", "code": "scope_missing"}
    responses.post(f"{API}/api/subscriptions/checks", json=problem, status=403)
    result = scrape("danbooru", typed="cat\ndog")
    assert result.exit_code == 1
    assert "library:write" in result.output
    assert len(responses.calls) == 1


@responses.activate
def test_a_run_that_its_site_puts_off_is_not_waited_for(library: Library) -> None:
    responses.get(f"{API}/api/runs/1", json=run(1, read=9, deferred_until="2026-11-21T12:00:00Z"))
    library.play()
    result = scrape("danbooru", "cat")
    assert result.exit_code == 1
    assert "goes on by itself" in " ".join(result.stderr.split())


def test_without_anything_to_read_it_says_so() -> None:
    result = scrape("danbooru", typed=" \n\n")
    assert result.exit_code == 1
    assert "nothing to read" in result.output
