"""`fovea subscribe` and `fovea subscriptions`, against recorded answers of the API."""

import json
from typing import Any

import pytest
import responses
from click.testing import CliRunner, Result
from responses.matchers import json_params_matcher, query_param_matcher

from fovea_cli.main import main
from fovea_cli.moments import span_in_words
from tests.unit.cli.listing_answers import API, CHECKED, check, run, subscription

pytestmark = pytest.mark.usefixtures("no_pauses")

Json = dict[str, Any]


def fovea(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(main, [*arguments, "--url", API], **options)


def checks(*told: Json, status: int = 202) -> None:
    responses.post(f"{API}/api/subscriptions/checks", json={"run": run(5)}, status=status)
    for one in told:
        responses.get(f"{API}/api/subscriptions/checks/5", json=one)


def subscribes(wanted: Json, **answer: Any) -> None:
    responses.post(
        f"{API}/api/subscriptions",
        json=subscription(3, **answer),
        status=201,
        match=[json_params_matcher({"check": 5, "since": None, "interval_seconds": None, **wanted})],
    )


@responses.activate
def test_the_site_is_asked_first_and_what_it_says_is_shown() -> None:
    checks(check(5, state="running"), check(5, checked=CHECKED))
    subscribes({})
    result = fovea("subscribe", "danbooru: cat solo", "--key", "k")
    assert result.exit_code == 0, result.output
    assert "Subscribed: 3, cat solo on Danbooru, every 1 h at first" in result.output
    assert "1,234" in result.stderr
    assert "two tags at most" in result.stderr
    assert json.loads(responses.calls[0].request.body or "") == {"text": "danbooru: cat solo"}


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (["--since", "2024-01-31"], {"since": "2024-01-31T00:00:00+00:00"}),
        (["--since", "2024-01-31T12:00:00+02:00"], {"since": "2024-01-31T12:00:00+02:00"}),
        (["--since", "all"], {"since": "1970-01-01T00:00:00+00:00"}),
        (["--every", "15m"], {"interval_seconds": 900}),
        (["--every", "2w"], {"interval_seconds": 1_209_600}),
        (["--every", "adaptive"], {}),
    ],
)
@responses.activate
def test_since_when_and_how_often_can_be_said(options: list[str], wanted: Json) -> None:
    checks(check(5, checked=CHECKED))
    subscribes(wanted)
    result = fovea("subscribe", "x", "--key", "k", "--json", *options)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["id"] == 3


@pytest.mark.parametrize(
    "options", [["--since", "yesterday"], ["--every", "0h"], ["--every", "often"], ["--every", "1y"]]
)
def test_what_is_no_date_and_no_span_is_refused(options: list[str]) -> None:
    result = fovea("subscribe", "x", "--key", "k", *options)
    assert result.exit_code == 2
    assert "write it as" in result.output


@responses.activate
def test_a_subscription_that_there_was_is_told_as_such() -> None:
    checks(check(5, checked=CHECKED, subscribed=3))
    subscribes({}, state="paused")
    result = fovea("subscribe", "x", "--key", "k")
    assert "There was a subscription already: 3" in result.stdout
    assert "It is paused." in result.stdout


@responses.activate
def test_what_the_site_refuses_is_told_in_its_words() -> None:
    reason = "Reddit does not show r/secret: it is private\x1b[31m"
    checks(check(5, state="failed", problem={"code": "account_private", "reason": reason}))
    result = fovea("subscribe", "r/secret", "--key", "k")
    assert result.exit_code == 1
    assert "it is private" in result.output
    assert "\x1b[31m" not in result.output


@responses.activate
def test_a_site_that_wants_patience_ends_the_waiting() -> None:
    waiting = check(5, state="running", waiting={"code": "x", "reason": "Danbooru asks for 600 seconds"})
    waiting["run"]["deferred_until"] = "2026-11-21T12:00:00Z"
    checks(waiting)
    result = fovea("subscribe", "x", "--key", "k")
    assert result.exit_code == 1
    assert "Danbooru asks for 600 seconds" in result.output
    assert "goes on by itself at 2026-11-21T12:00:00Z" in result.output


@responses.activate
def test_an_unknown_site_is_told_with_those_that_are_known() -> None:
    problem = {"title": "No", "detail": "Do you mean Danbooru?", "status": 422, "code": "unknown_site"}
    responses.post(f"{API}/api/subscriptions/checks", json=problem, status=422)
    result = fovea("subscribe", "danbooro: cat", "--key", "k")
    assert result.exit_code == 1
    assert "Do you mean Danbooru?" in result.output


def listed(*pages: list[Json]) -> None:
    for place, page in enumerate(pages):
        more = str(place + 1) if place + 1 < len(pages) else None
        cursor = {"cursor": str(place)} if place else {}
        responses.get(
            f"{API}/api/subscriptions",
            json={"subscriptions": page, "next_cursor": more},
            match=[query_param_matcher({"limit": "100", **cursor}, strict_match=False)],
        )


@responses.activate
@pytest.mark.parametrize("columns", ["80", "200"])
def test_all_pages_of_subscriptions_are_a_table(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    failing = subscription(2, state="paused", state_reason="Danbooru does not take our key", adaptive=False)
    running = subscription(1, last_run=run(9, read=300))
    listed([subscription(3), failing], [running])
    result = fovea("subscriptions")
    assert result.exit_code == 0, result.output
    shown = " ".join(result.output.replace("│", " ").split())
    for words in ("12,345", "11,000", "~1 h", "now", "running, 300 posts", "does not take"):
        assert words in shown


@responses.activate
def test_they_can_be_had_as_json_and_filtered() -> None:
    responses.get(
        f"{API}/api/subscriptions",
        json={"subscriptions": [subscription(3)], "next_cursor": None},
        match=[query_param_matcher({"limit": "100", "state": "paused", "source": "danbooru"})],
    )
    result = fovea("subscriptions", "--state", "paused", "--source", "danbooru", "--json")
    assert [one["id"] for one in json.loads(result.output)] == [3]


@responses.activate
def test_where_there_are_none_it_says_how_to_begin() -> None:
    listed([])
    assert "fovea subscribe" in fovea("subscriptions").output


@pytest.mark.parametrize(
    ("arguments", "change"),
    [
        (["pause", "3"], {"state": "paused"}),
        (["resume", "3"], {"state": "active"}),
        (["every", "3", "6h"], {"interval_seconds": 21_600}),
        (["every", "3", "adaptive"], {"interval_seconds": "adaptive"}),
    ],
)
@responses.activate
def test_one_can_be_changed(arguments: list[str], change: Json) -> None:
    answer = subscription(3, adaptive=False, interval_seconds=21_600)
    matches = [json_params_matcher(change)]
    responses.patch(f"{API}/api/subscriptions/3", json=answer, match=matches)
    result = fovea("subscriptions", *arguments, "--key", "k")
    assert result.output == "cat solo on Danbooru: active, every 6 h.\n"


@responses.activate
def test_one_can_be_run_and_watched() -> None:
    responses.post(f"{API}/api/subscriptions/3/runs", json=run(9), match=[json_params_matcher({})])
    responses.get(f"{API}/api/runs/9", json=run(9, read=100))
    responses.get(f"{API}/api/runs/9", json=run(9, "done", read=200, new=12))
    result = fovea("subscriptions", "run", "3", "--key", "k")
    assert result.output == "200 posts read, 12 of them new.\n"


@responses.activate
def test_a_run_that_fails_says_why() -> None:
    since = {"since": "2020-01-01T00:00:00+00:00"}
    responses.post(f"{API}/api/subscriptions/3/runs", json=run(9), match=[json_params_matcher(since)])
    responses.get(f"{API}/api/runs/9", json=run(9, "failed", reason="The community is quarantined"))
    result = fovea("subscriptions", "run", "3", "--since", "2020-01-01", "--key", "k")
    assert result.exit_code == 1
    assert "The community is quarantined" in result.output


@responses.activate
def test_posts_are_removed_only_by_whom_it_was_asked_twice() -> None:
    asked = ["subscriptions", "remove", "3", "--posts", "remove", "--key", "k"]
    assert fovea(*asked, input="n\n").exit_code == 1
    responses.delete(
        f"{API}/api/subscriptions/3",
        json={"removing": True},
        status=202,
        match=[query_param_matcher({"posts": "remove"})],
    )
    result = fovea(*asked, input="y\n")
    assert "its posts are being removed" in result.output
    assert len(responses.calls) == 1


@responses.activate
def test_what_it_brought_stays_unless_it_is_to_go() -> None:
    matches = [query_param_matcher({"posts": "keep"})]
    responses.delete(f"{API}/api/subscriptions/3", json={"removing": False}, status=202, match=matches)
    assert fovea("subscriptions", "remove", "3", "--key", "k").output == "It is gone.\n"


@responses.activate
def test_its_history_says_what_each_run_read_and_why_it_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    runs = [
        {**run(9, "done_with_failures", read=100, new=3, reason="A page was nonsense"), "since": None},
        {**run(8, "done", read=20_000, new=20_000), "since": "2020-01-01T00:00:00Z"},
    ]
    responses.get(f"{API}/api/subscriptions/3/runs", json={"runs": runs, "next_cursor": None})
    result = fovea("subscriptions", "history", "3")
    for words in ("done with failures", "A page was nonsense", "20,000", "back to 2020-01-01"):
        assert words in result.output


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(900, "15 m"), (3_600, "1 h"), (129_600, "1 d 12 h"), (1_209_600, "14 d"), (5, "5 s")],
)
def test_spans_are_told_as_people_say_them(seconds: int, words: str) -> None:
    assert span_in_words(seconds) == words
