"""Subscriptions to listings over HTTP, with pullers that are played."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from api_server.listings import numbers
from fovea.messages import PullJob
from tests.integration.api_server.listing_world import Pullers, cats
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem
from tests.integration.ingester.test_measurements import statements

PATH = "/api/subscriptions"
ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def pullers(context: Context) -> Pullers:
    return Pullers(context)


@pytest.fixture
def editor(people: People) -> Browser:
    return people.administrator("1@N00")


@pytest.fixture(autouse=True)
def _numbers_are_of_now(context: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(numbers, "QUICK_SECONDS", float("inf"))
    yield
    forget_numbers(context)


def forget_numbers(context: Context) -> None:
    context.cache.delete("-", *cast(list[bytes], context.cache.keys("fovea:listing-numbers:*")))


def of(visitor: FlaskClient, number: int) -> Any:
    return visitor.get(f"{PATH}/{number}").get_json()


def test_what_was_checked_can_be_subscribed_to_and_is_read_at_once(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    made = pullers.subscribed(editor)
    assert (made["source"], made["kind"], made["query"]) == ("danbooru", "tags", "cat solo")
    assert (made["title"], made["state"], made["adaptive"]) == ("cat solo on Danbooru", "active", True)
    assert (made["mark"], made["posts"], made["editable"]) == (None, 0, True)
    assert (made["last_run"]["kind"], made["last_run"]["state"]) == ("listing", "running")
    job = pullers.job()
    assert (job.source, job.kind, job.since, job.max_pages) == ("danbooru", "posts", None, 1)
    assert job.listing is not None
    assert job.listing.query == "cat solo"
    pullers.answer(job, posts=100, newest=7_654_321)
    after = of(visitor, made["id"])
    assert (after["mark"], after["state_reason"], after["editable"]) == ("7654321", None, False)
    assert after["last_run"]["state"] == "done"
    assert after["last_run"]["progress"]["posts_read"] == 100
    assert after["next_due_at"] is not None


def test_all_since_a_day_is_read_part_by_part(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    made = pullers.subscribed(editor, since="2020-01-01T00:00:00Z", interval_seconds=900)
    assert (made["back_fill_wanted"], made["adaptive"]) == ("2020-01-01T00:00:00Z", False)
    first = pullers.job()
    assert first.since == 1_577_836_800_000
    pullers.answer(first, posts=1_000, newest=99, cursor="50", more=True)
    second = pullers.job()
    assert (second.run_id, second.cursor) == (first.run_id, "50")
    assert of(visitor, made["id"])["mark"] is None
    pullers.answer(second, posts=200, newest=50)
    after = of(visitor, made["id"])
    assert (after["mark"], after["back_fill_since"], after["back_fill_wanted"]) == (
        "99",
        "2020-01-01T00:00:00Z",
        None,
    )
    (run,) = visitor.get(f"{PATH}/{made['id']}/runs").get_json()["runs"]
    assert (run["since"], run["back_fill"], run["state"]) == ("2020-01-01T00:00:00Z", True, "done")
    assert run["progress"]["posts_read"] == 1_200


@ON_SQLITE
def test_since_when_may_be_any_moment(editor: Browser, pullers: Pullers) -> None:
    moments = {
        "1970-01-01T00:00:00Z": 0,
        "1900-01-01T00:00:00+00:00": 0,
        "2020-01-01T02:00:00+02:00": 1_577_836_800_000,
    }
    for since, wanted in moments.items():
        pullers.subscribed(editor, f"since {since}", since=since)
        assert pullers.job().since == wanted


def test_subscribing_twice_joins_and_reads_what_is_older_if_that_is_wanted(
    editor: Browser, pullers: Pullers
) -> None:
    made = pullers.subscribed(editor)
    pullers.answer(pullers.job(), posts=100, newest=9)
    check = pullers.checked(editor, "danbooru: cat solo", cats())
    again = editor.post(PATH, json={"check": check})
    assert (again.status_code, again.get_json()["id"]) == (200, made["id"])
    assert pullers.jobs() == []
    older = editor.post(PATH, json={"check": check, "since": "2020-01-01T00:00:00Z"})
    assert older.status_code == 200
    assert older.get_json()["back_fill_wanted"] == "2020-01-01T00:00:00Z"
    assert pullers.job().since == 1_577_836_800_000


def test_a_run_that_fails_leaves_the_mark_and_says_why(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    made = pullers.subscribed(editor)
    pullers.answer(pullers.job(), posts=1, newest=5)
    run = editor.post(f"{PATH}/{made['id']}/runs", json={})
    assert (run.status_code, run.get_json()["kind"]) == (202, "listing")
    refusal: dict[str, Any] = {
        "outcome": "refused",
        "code": "key_refused",
        "reason": "Danbooru does not take our key",
    }
    pullers.answer(pullers.job(), **refusal)
    after = of(visitor, made["id"])
    assert (after["mark"], after["last_run"]["state"]) == ("5", "failed")
    assert after["state_reason"] == "Danbooru does not take our key"
    history = visitor.get(f"{PATH}/{made['id']}/runs").get_json()
    assert [one["state"] for one in history["runs"]] == ["failed", "done"]
    assert history["runs"][0]["failures"][0]["reason"] == "Danbooru does not take our key"
    page = visitor.get(f"{PATH}/{made['id']}/runs?limit=1").get_json()
    rest = visitor.get(f"{PATH}/{made['id']}/runs?limit=1&cursor={page['next_cursor']}").get_json()
    assert [one["state"] for one in page["runs"] + rest["runs"]] == ["failed", "done"]


def test_running_now_joins_a_run_that_is_under_way(editor: Browser, pullers: Pullers) -> None:
    made = pullers.subscribed(editor)
    assert len(pullers.jobs()) == 1
    again = editor.post(f"{PATH}/{made['id']}/runs", json={}).get_json()
    assert again["id"] == made["last_run"]["id"]
    assert pullers.jobs() == []


def test_one_that_is_paused_is_not_due_and_goes_on_when_it_is_resumed(
    editor: Browser, pullers: Pullers
) -> None:
    made = pullers.subscribed(editor)
    pullers.answer(pullers.job(), posts=1, newest=5)
    path = f"{PATH}/{made['id']}"
    paused = editor.patch(path, json={"state": "paused"}).get_json()
    assert (paused["state"], paused["next_due_at"]) == ("paused", None)
    resumed = editor.patch(path, json={"state": "active"}).get_json()
    assert resumed["state"] == "active"
    assert resumed["next_due_at"] < made["next_due_at"]  # at once


@ON_SQLITE
def test_how_often_it_looks_can_be_changed(editor: Browser, pullers: Pullers) -> None:
    path = f"{PATH}/{pullers.subscribed(editor)['id']}"
    fixed = editor.patch(path, json={"interval_seconds": 86_400}).get_json()
    assert (fixed["interval_seconds"], fixed["adaptive"]) == (86_400, False)
    assert editor.patch(path, json={"interval_seconds": "adaptive"}).get_json()["adaptive"] is True


NO_CHANGES: list[dict[str, Any]] = [
    {"interval_seconds": 299},
    {"interval_seconds": 2_592_001},
    {"interval_seconds": "often"},
    {"interval_seconds": True},
    {"interval_seconds": 1_000.5},
    {"interval_seconds": "900"},
    {"interval_seconds": None},
    {"state": "gone"},
    {"state": None},
    {"mark": 1},
]
NO_WISHES: list[dict[str, Any]] = [
    {},
    {"check": "1"},
    {"check": 0},
    {"check": 1, "since": "yesterday"},
    {"check": 1, "since": "2020-01-01T00:00:00"},
    {"check": 1, "interval_seconds": 1},
    {"check": 1, "more": 1},
]


@ON_SQLITE
def test_nonsense_is_refused(editor: Browser, pullers: Pullers) -> None:
    path = f"{PATH}/{pullers.subscribed(editor)['id']}"
    for change in NO_CHANGES:
        assert_problem(editor.patch(path, json=change), 422, "invalid_input")
    for wish in NO_WISHES:
        assert_problem(editor.post(PATH, json=wish), 422, "invalid_input")


def test_a_page_asks_the_database_as_often_whatever_its_length(
    editor: Browser, pullers: Pullers, visitor: FlaskClient, context: Context
) -> None:
    for n in range(3):
        pullers.subscribed(editor, f"tag{n}")
        pullers.answer(pullers.job(), posts=n, newest=n)
    number = pullers.subscribed(editor, "tag3")["id"]
    pullers.answer(pullers.job(), posts=3, newest=3)
    for posts in (2, 3):
        editor.post(f"{PATH}/{number}/runs", json={})
        pullers.answer(pullers.job(), posts=posts, newest=posts)

    def asked(path: str, entries: str) -> tuple[int, int]:
        with statements(context.engine) as executed:
            shown = visitor.get(path).get_json()[entries]
        return len(shown), len(executed)

    for path, entries, most in ((PATH, "subscriptions", 4), (f"{PATH}/{number}/runs", "runs", 3)):
        (short, few), (long, many) = (asked(f"{path}?limit={limit}", entries) for limit in (1, most))
        assert (short, long) == (1, most)
        assert few == many


def test_subscriptions_are_listed_by_pages_states_and_sites(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    made = [pullers.subscribed(editor, f"tag{n}", source=("danbooru", "tbib")[n % 2]) for n in range(5)]
    editor.patch(f"{PATH}/{made[4]['id']}", json={"state": "paused"})
    ids = [one["id"] for one in made]

    def listed(query: str) -> list[int]:
        found: list[int] = []
        cursor = ""
        while True:
            page = visitor.get(f"{PATH}?limit=2&{query}{cursor}").get_json()
            found += [one["id"] for one in page["subscriptions"]]
            if page["next_cursor"] is None:
                return found
            cursor = f"&cursor={page['next_cursor']}"

    assert listed("") == ids[::-1]
    assert listed("source=tbib") == [ids[3], ids[1]]
    assert listed("state=paused") == [ids[4]]
    assert listed("state=active&source=danbooru") == [ids[2], ids[0]]
    assert listed("source=nobody") == []
    assert_problem(visitor.get(f"{PATH}?state=gone"), 422, "invalid_input")


def first_job(pullers: Pullers, editor: Browser, query: str = "cat solo") -> tuple[int, PullJob]:
    made = pullers.subscribed(editor, query)
    return int(made["id"]), pullers.job()


def test_what_it_brought_is_counted(
    editor: Browser, pullers: Pullers, people: People, visitor: FlaskClient
) -> None:
    number, job = first_job(pullers, editor)
    pullers.note_posts(job, [people.photo(str(n), owner="9@N00") for n in range(3)])
    pullers.answer(job, posts=3, newest=3)
    after = of(visitor, number)
    assert (after["posts"], after["images"], after["failed_links"]) == (3, 0, 0)
    assert after["last_run"]["progress"]["posts_new"] == 3


@ON_SQLITE
def test_numbers_that_took_long_to_count_are_kept_a_while(
    editor: Browser,
    pullers: Pullers,
    people: People,
    visitor: FlaskClient,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number, job = first_job(pullers, editor)
    monkeypatch.setattr(numbers, "QUICK_SECONDS", -1.0)
    monkeypatch.setattr(numbers, "KEPT_TIMES", 10**6)
    assert of(visitor, number)["posts"] == 0
    pullers.note_posts(job, [people.photo("1", owner="9@N00")])
    assert of(visitor, number)["posts"] == 0
    forget_numbers(context)
    assert of(visitor, number)["posts"] == 1


@ON_SQLITE
def test_who_watches_a_run_does_not_have_all_posts_counted_each_second(
    editor: Browser,
    pullers: Pullers,
    people: People,
    visitor: FlaskClient,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, job = first_job(pullers, editor)
    monkeypatch.setattr(numbers, "QUICK_SECONDS", -1.0)
    monkeypatch.setattr(numbers, "KEPT_TIMES", 10**6)

    def new_posts() -> int:
        return int(visitor.get(f"/api/runs/{job.run_id}").get_json()["progress"]["posts_new"])

    assert new_posts() == 0
    pullers.note_posts(job, [people.photo("1", owner="9@N00")])
    assert new_posts() == 0
    forget_numbers(context)
    assert new_posts() == 1
    pullers.note_posts(job, [people.photo("2", owner="9@N00")])
    pullers.answer(job, posts=2, newest=3)  # what a run has brought in the end is not kept but known
    assert new_posts() == 2


def test_one_that_is_ended_is_gone_and_its_run_with_it(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    number, job = first_job(pullers, editor)
    answer = editor.delete(f"{PATH}/{number}")
    assert (answer.status_code, answer.get_json()) == (202, {"removing": False})
    for path in (f"{PATH}/{number}", f"{PATH}/{number}/runs"):
        assert_problem(visitor.get(path), 404, "not_found")
    assert visitor.get(f"/api/runs/{job.run_id}").get_json()["state"] == "failed"
    pullers.answer(job, posts=5, newest=3, cursor="2", more=True)  # too late, which does no harm
    assert pullers.jobs() == []
    assert_problem(editor.delete(f"{PATH}/{number}"), 404, "not_found")
    assert visitor.get(PATH).get_json()["subscriptions"] == []


@ON_SQLITE
def test_its_posts_can_be_removed_with_it(editor: Browser, pullers: Pullers) -> None:
    number, _ = first_job(pullers, editor)
    assert editor.delete(f"{PATH}/{number}?posts=remove").get_json() == {"removing": True}
    assert_problem(editor.delete(f"{PATH}/{number}?posts=perhaps"), 422, "invalid_input")


def test_what_was_checked_can_be_read_once_without_a_subscription(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    check = pullers.checked(editor, "danbooru: cat solo", cats())
    answer = editor.post("/api/scrapes", json={"check": check, "pages": 3})
    assert answer.status_code == 202
    run = answer.get_json()
    job = pullers.job()
    assert (job.run_id, job.max_pages, job.stop_at, job.since) == (run["id"], 3, None, None)
    pullers.answer(job, posts=300, newest=9, cursor="5", more=True)
    assert pullers.jobs() == []
    ended = visitor.get(f"/api/runs/{run['id']}").get_json()
    assert (ended["kind"], ended["state"], ended["progress"]["posts_read"]) == ("listing", "done", 300)
    assert visitor.get(PATH).get_json()["subscriptions"] == []


@ON_SQLITE
def test_reading_once_can_go_back_to_a_day(editor: Browser, pullers: Pullers) -> None:
    check = pullers.checked(editor, "danbooru: cat solo", cats())
    editor.post("/api/scrapes", json={"check": check, "since": "2026-01-01T00:00:00Z"})
    job = pullers.job()
    assert (job.max_pages, job.since) == (5, 1_767_225_600_000)
    for wish in ({"check": check, "pages": 0}, {"check": check, "pages": 1_001}, {"pages": 1}):
        assert_problem(editor.post("/api/scrapes", json=wish), 422, "invalid_input")


@ON_SQLITE
def test_whoever_subscribed_may_be_a_program(people: People, pullers: Pullers) -> None:
    made = pullers.subscribed(people.program("library:write"))
    assert made["editable"] is True


@ON_SQLITE
def test_there_is_no_subscription_of_another_number(editor: Browser, visitor: FlaskClient) -> None:
    assert_problem(visitor.get(f"{PATH}/7"), 404, "not_found")
    assert_problem(editor.patch(f"{PATH}/7", json={"state": "paused"}), 404, "not_found")
    assert_problem(editor.post(f"{PATH}/7/runs", json={}), 404, "not_found")
    assert_problem(editor.delete(f"{PATH}/7"), 404, "not_found")
