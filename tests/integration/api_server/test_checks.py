"""Before anything is subscribed to, its site is asked whether there is such a thing."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from api_server.context import Context
from fovea import clock
from fovea.messages import CheckedListing, ListingName
from fovea.sources.catalogue import known_sources
from tests.integration.api_server.listing_world import Pullers, cats
from tests.integration.api_server.people import Browser, People
from tests.integration.api_server.test_problems import assert_problem

CHECKS = "/api/subscriptions/checks"
ON_SQLITE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def pullers(context: Context) -> Pullers:
    return Pullers(context)


@pytest.fixture
def editor(people: People) -> Browser:
    return people.administrator("1@N00")


def begun(editor: Browser, text: str) -> int:
    answer = editor.post(CHECKS, json={"text": text})
    assert answer.status_code == 202, answer.text
    run = answer.get_json()["run"]
    assert (run["kind"], run["state"]) == ("check", "running")
    return int(run["id"])


def told(visitor: FlaskClient, check: int) -> Any:
    answer = visitor.get(f"{CHECKS}/{check}")
    assert answer.status_code == 200
    return answer.get_json()


def test_the_site_is_asked_and_what_it_says_is_told(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    check = begun(editor, "  https://www.reddit.com/r/earthporn ")
    job = pullers.job()
    assert (job.source, job.kind, job.text) == ("listings", "check", "https://www.reddit.com/r/earthporn")
    assert told(visitor, check)["checked"] is None
    name = ListingName(
        kind="community", query="EarthPorn", title="r/EarthPorn", url="https://www.reddit.com/r/EarthPorn"
    )
    found = CheckedListing(
        source="reddit",
        listing=name,
        description="Earth",
        followers=23,
        rating=1,
        created_at=1_300_000_000_000,
        note="Without a key, posts come late.",
    )
    pullers.answer(job, checked=found)
    answer = told(visitor, check)
    assert answer["run"]["state"] == "done"
    assert (answer["subscribed"], answer["problem"], answer["waiting"]) == (None, None, None)
    assert answer["checked"] == {
        "source": "reddit",
        "kind": "community",
        "query": "EarthPorn",
        "title": "r/EarthPorn",
        "url": "https://www.reddit.com/r/EarthPorn",
        "description": "Earth",
        "posts": None,
        "followers": 23,
        "created_at": "2011-03-13T07:06:40Z",
        "rating": "safe",
        "newest_at": None,
        "note": "Without a key, posts come late.",
    }


REFUSALS = [
    ("gone", "not_found", "Reddit has no community r/nothing"),
    ("private", "account_private", "r/secret is quarantined: only its members see it"),
    ("refused", "tags_refused", "Danbooru refuses the search: you cannot search for more than 2 tags"),
    ("refused", "key_missing", "Gelbooru answers nobody without a key: set GELBOORU_API_KEY"),
    ("refused", "key_refused", "Danbooru does not take our key: check DANBOORU_LOGIN"),
    ("refused", "unknown_form", "Imgur has nothing of this form"),
]


def test_what_cannot_be_read_says_why(editor: Browser, pullers: Pullers, visitor: FlaskClient) -> None:
    for outcome, code, reason in REFUSALS:
        check = begun(editor, f"r/{code}")
        pullers.answer(pullers.job(), outcome=outcome, code=code, reason=reason)
        answer = told(visitor, check)
        assert answer["run"]["state"] == "failed"
        assert answer["checked"] is None
        assert answer["problem"]["reason"] == reason
        if outcome == "refused":
            assert answer["problem"]["code"] == code
        refused = editor.post("/api/subscriptions", json={"check": check})
        assert_problem(refused, 409, "check_failed")
        assert refused.get_json()["detail"] == reason


def test_a_site_that_wants_patience_is_told_while_it_is_waited_for(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    check = begun(editor, "r/pics")
    job = pullers.job()
    wait: dict[str, Any] = {
        "outcome": "deferred",
        "code": "source_budget_used_up",
        "retry_at": clock.now() + 600_000,
    }
    pullers.answer(job, reason="Reddit asks for 600 seconds of patience", **wait)
    answer = told(visitor, check)
    assert answer["run"]["state"] == "running"
    assert answer["run"]["deferred_until"] is not None
    assert answer["waiting"]["reason"] == "Reddit asks for 600 seconds of patience"
    assert_problem(editor.post("/api/subscriptions", json={"check": check}), 409, "check_running")


def test_whoever_asks_the_same_at_once_gets_the_same_check(editor: Browser, pullers: Pullers) -> None:
    first = begun(editor, "r/pics")
    assert begun(editor, "r/pics ") == first
    assert begun(editor, "r/pic") != first
    assert len(pullers.jobs()) == 2


def test_a_check_tells_of_the_subscription_that_there_is(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    made = pullers.subscribed(editor)
    pullers.jobs()
    check = pullers.checked(editor, "https://danbooru.donmai.us/posts?tags=cat+solo", cats())
    assert told(visitor, check)["subscribed"] == made["id"]


MEANT = [
    ("danbooro: cat", "danbooru"),
    ("gel booru: cat", "gelbooru"),
    ("Redit: pics", "reddit"),
    ("myspace: somebody", None),
]


@ON_SQLITE
def test_a_site_that_there_is_not_is_told_at_once_with_those_that_may_be_meant(
    editor: Browser, pullers: Pullers
) -> None:
    for text, meant in MEANT:
        answer = editor.post(CHECKS, json={"text": text})
        assert_problem(answer, 422, "unknown_site")
        problem = answer.get_json()
        for name in known_sources():
            assert name in problem["detail"]
        if meant is not None:
            assert f"Do you mean {known_sources()[meant].title}" in problem["detail"]
            assert problem["hint"].startswith("Write for example ")
            assert problem["suggestions"][0] == f"{meant}: {text.partition(': ')[2]}"
        else:
            assert problem["suggestions"] == []
        assert (problem["hint"] in problem["detail"]) is True
    assert pullers.jobs() == []


@ON_SQLITE
def test_what_may_be_meant_by_a_mistyped_address_is_told(
    editor: Browser, pullers: Pullers, visitor: FlaskClient
) -> None:
    check = begun(editor, "https://danboru.donmai.us/posts?tags=cat")
    reason = "Fovea does not know this site or this form of address."
    pullers.answer(pullers.job(), outcome="refused", code="unknown_site", reason=reason)
    problem = told(visitor, check)["problem"]
    assert problem["suggestions"][0] == "https://danbooru.donmai.us/posts?tags=cat"
    other = begun(editor, "https://imgur.com/nothing/of/this/form")
    pullers.answer(
        pullers.job(), outcome="refused", code="unknown_form", reason="Imgur has nothing of this form"
    )
    assert told(visitor, other)["problem"]["suggestions"] == []


@ON_SQLITE
def test_names_that_only_a_puller_can_tell_are_left_to_it(editor: Browser, pullers: Pullers) -> None:
    texts = [
        "yande.re: landscape",
        "Sakugabooru:x",
        "danbooru.donmai.us: cat",
        "did:plc:abc",
        "host.example:443/feed",
        "https://x",
    ]
    for text in texts:
        begun(editor, text)
        assert pullers.job().text == text


@ON_SQLITE
def test_what_is_no_text_is_refused(editor: Browser, pullers: Pullers) -> None:
    bodies: list[dict[str, Any]] = [
        {},
        {"text": ""},
        {"text": "   "},
        {"text": "a" * 2_001},
        {"text": 7},
        {"text": "a\nb"},
        {"txt": "a"},
    ]
    for body in bodies:
        assert_problem(editor.post(CHECKS, json=body), 422, "invalid_input")
    assert pullers.jobs() == []


@ON_SQLITE
def test_other_runs_are_no_checks(editor: Browser, pullers: Pullers, visitor: FlaskClient) -> None:
    run = pullers.subscribed(editor)["last_run"]["id"]
    assert_problem(visitor.get(f"{CHECKS}/{run}"), 404, "not_found")
    assert_problem(editor.post("/api/subscriptions", json={"check": run}), 404, "not_found")
    assert_problem(editor.post("/api/scrapes", json={"check": run}), 404, "not_found")


@ON_SQLITE
def test_only_editors_have_sites_asked(people: People, visitor: FlaskClient) -> None:
    body = {"text": "r/pics"}
    assert_problem(visitor.post(CHECKS, json=body, headers={"Sec-Fetch-Site": "none"}), 401, "not_logged_in")
    assert_problem(people.logged_in("2@N00").post(CHECKS, json=body), 403, "not_an_administrator")
    assert_problem(people.program("library:read").post(CHECKS, json=body), 403, "scope_missing")
    assert people.program("library:write").post(CHECKS, json=body).status_code == 202


@ON_SQLITE
def test_checks_have_a_limit_of_their_own(context: Context, people: People) -> None:
    context.settings.limit_checks = "2/minute"
    program = people.program("library:write")
    answers = [program.post(CHECKS, json={"text": f"r/pics{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[2].headers["Retry-After"]) > 0
