"""The older system's routes for crawls: its shapes, its words, its envelope."""

from typing import Any

import pytest

from api_server.settings import ApiServerSettings
from tests.integration.api_server.people import Browser, People

WANTED = {"keyword": "cat", "engines": ["baidu", "google"], "limit": 5}


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    """Whoever begins a crawl carries it on."""
    return settings.model_copy(update={"crawl_threads": 0})


@pytest.fixture
def anna(people: People) -> Browser:
    return people.logged_in("1@N00")


def data(answer: Any) -> Any:
    told = answer.get_json()
    assert (answer.status_code, told["success"], told["error"]) == (200, True, None), told
    return told["data"]


def refused(answer: Any) -> tuple[int, str]:
    told = answer.get_json()
    assert (told["success"], told["data"]) == (False, None)
    return answer.status_code, told["error"]


def test_engines_are_told_with_their_names(visitor: Any) -> None:
    told = data(visitor.get("/api/task/engines"))["engines"]
    assert {"baidu", "google"} <= {one["name"] for one in told}
    assert all(set(one) == {"name", "display_name"} for one in told)


def test_a_task_is_begun_listed_and_told(anna: Browser) -> None:
    number = data(anna.post("/api/task", json=WANTED))["_id"]
    facts = {**WANTED, "spider_done": False, "classifier_done": False}
    assert data(anna.get(f"/api/task/{number}")) == facts
    second = data(anna.post("/api/task", json=WANTED | {"_id": "mine", "user": 1}))["_id"]
    assert data(anna.get("/api/task/list"))["tasks"] == [{"id": number, **facts}, {"id": second, **facts}]
    anna.patch(f"/api/crawls/{number}", json={"state": "cancelled"})
    assert data(anna.get(f"/api/task/{number}"))["spider_done"] is True
    assert data(anna.get(f"/api/image/list?task={number}")) == {"images": []}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {"keyword": "cat"},
        WANTED | {"limit": 0},
        WANTED | {"limit": "5"},
        WANTED | {"engines": []},
    ],
)
def test_what_lacks_a_field_is_refused(anna: Browser, body: Any) -> None:
    assert refused(anna.post("/api/task", json=body)) == (400, "missing required fields")


def test_an_unknown_engine_is_refused(anna: Browser) -> None:
    answer = anna.post("/api/task", json=WANTED | {"engines": ["bing"]})
    assert refused(answer) == (400, "unsupported engine name")


def test_what_is_asked_wrongly_is_told_in_the_older_words(anna: Browser) -> None:
    number = data(anna.post("/api/task", json=WANTED))["_id"]
    assert refused(anna.get("/api/task/nonsense")) == (400, "invalid id")
    assert refused(anna.get("/api/image/list")) == (400, "missing required fields")
    assert refused(anna.get("/api/image/list?task=nonsense")) == (400, "invalid task")
    assert refused(anna.get(f"/api/task/{number}/zip/all")) == (400, "invalid class all")
    assert refused(anna.get("/api/task/4000000"))[0] == 404


def test_the_tasks_of_others_are_theirs(anna: Browser, people: People) -> None:
    number = data(anna.post("/api/task", json=WANTED))["_id"]
    other = people.logged_in("2@N00")
    for path in (f"task/{number}", f"task/{number}/zip/text", f"image/list?task={number}"):
        assert refused(other.get(f"/api/{path}")) == (403, "permission denied")
    assert data(other.get("/api/task/list")) == {"tasks": []}
    assert data(people.administrator("3@N00").get(f"/api/task/{number}"))["keyword"] == "cat"


def test_who_is_not_logged_in_is_told_so(visitor: Any) -> None:
    for path in ("task/list", "task/1", "image/list?task=1"):
        assert refused(visitor.get(f"/api/{path}"))[0] == 401


def test_the_archive_has_an_address_that_opens_without_a_login(anna: Browser, visitor: Any) -> None:
    number = data(anna.post("/api/task", json=WANTED))["_id"]
    address = data(anna.get(f"/api/task/{number}/zip/text"))["file"]
    path = address.removeprefix("http://localhost")
    answer = visitor.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert visitor.get(f"{path[:-3]}abc").status_code == 404
    assert visitor.get("/api/crawl-archives/nonsense").status_code == 404
