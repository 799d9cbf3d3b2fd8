"""Every route of crawls, asked by nobody, by others, by the owner and by administrators: in browsers, by
tokens and by keys.
"""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from api_server.crawls import starting
from api_server.permissions import ACCESS, Who
from fovea import clock
from fovea.database.crawls import Wish
from fovea.sources.engines import keyword_listing
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem

PASSWORD = "correct horse battery"
OURS = sorted(
    (name for name in ACCESS if name.split(" ")[1].startswith("/api/crawls/{}")),
    key=lambda name: name.startswith("DELETE"),  # the last: nothing is there after it
)
OLDER = sorted(
    name for name in ACCESS if name.split(" ")[1].startswith("/api/task/{}") or name == "GET /api/image/list"
)
BODIES = {
    "PATCH /api/crawls/{}": {"state": "paused"},
    "PUT /api/crawls/{}/images/{}/label": {"label": "text"},
    "PUT /api/crawls/{}/labels": {"images": [4000000000], "label": "text"},
}
Ask = Callable[[str, int], TestResponse]


def crawl_of(people: People, owner_id: int | None) -> int:
    """The number of a new crawl."""
    wish = Wish(keywords=("cats",), engines=("openverse",), most_each=10)
    searches = [("openverse", "cats", keyword_listing("openverse", "cats"))]

    def write(connection: Connection) -> int:
        return starting.begin(
            connection,
            wish,
            searches,
            owner_id=owner_id,
            again_of=None,
            most_unfinished=9,
            now=clock.now(),
        ).id

    return people.write(write)


def asking(client: FlaskClient, **headers: str) -> Ask:
    """Asks a route of a crawl as this client, with these headers."""

    def ask(name: str, crawl_id: int) -> TestResponse:
        method, path = name.split(" ")
        path = path.replace("{}", str(crawl_id), 1).replace("zip/{}", "zip/text").replace("{}", "4000000000")
        if name == "GET /api/image/list":
            path += f"?task={crawl_id}"
        return client.open(path, method=method, headers=headers, json=BODIES.get(name))

    return ask


def by_token(people: People, user_id: int) -> Ask:
    """Asks as a program that is logged in as a user."""
    program = people.token_program(user_id)
    return asking(program.client, Authorization=f"Bearer {program.access_token}")


def is_refused(response: TestResponse) -> bool:
    """Whether somebody is told that it is not for them, or not there."""
    told = response.get_json(force=True, silent=True) or {}
    unseen = response.status_code == 404 and "crawl" in str(told.get("detail"))
    return response.status_code in {401, 403} or (unseen and "picture" not in str(told.get("detail")))


def test_there_are_routes_to_ask() -> None:
    assert len(OURS) >= 6
    assert len(OLDER) == 3
    assert {ACCESS[name].who for name in [*OURS, *OLDER]} == {Who.OWNER}


def test_nobody_sees_or_changes_a_crawl_without_a_login(people: People, visitor: FlaskClient) -> None:
    crawl = crawl_of(people, people.logged_in("1@N00").user.id)
    ask = asking(visitor, **OWN_PAGE)
    for name in OURS:
        assert_problem(ask(name, crawl), 401, "not_logged_in")
    for name in OLDER:
        refused = ask(name, crawl)
        assert_problem(refused, 401, "not_logged_in")
        told = refused.get_json(force=True)
        assert (told["success"], told["data"]) == (False, None)
        assert told["error"] == told["detail"]


@pytest.mark.parametrize("role", ["member", "editor"])
def test_to_others_a_crawl_is_not_there(people: People, role: str) -> None:
    mine = crawl_of(people, people.logged_in("1@N00").user.id)
    other = people.logged_in("2@N00")
    people.set_role(other, role)
    key = people.program("library:read", user=other.user).key
    asks = {
        "browser": asking(other.client, **OWN_PAGE),
        "token": by_token(people, other.user.id),
        "key": asking(people.app.test_client(), **{"X-Api-Key": key}),
        "operator": asking(people.app.test_client(), **{"X-Api-Key": people.program("library:write").key}),
    }
    for who, ask in asks.items():
        for name in OURS:
            method = name.split(" ")[0]
            if who == "key" and method != "GET":
                assert_problem(ask(name, mine), 403, "scope_missing")
                continue
            unseen = ask(name, mine)
            assert_problem(unseen, 404, "not_found")
            # It is told as of one that never was.
            assert unseen.get_json(force=True) == ask(name, 3_999_999_999).get_json(force=True), name
        for name in OLDER:
            refused = ask(name, mine)
            assert_problem(refused, 403, "not_yours")
            told = refused.get_json(force=True)
            assert (told["success"], told["error"], told["data"]) == (False, "permission denied", None)


def test_the_owner_and_administrators_may(people: People) -> None:
    owner, administrator = people.logged_in("1@N00"), people.administrator("2@N00")
    asks = (
        asking(owner.client, **OWN_PAGE),
        by_token(people, owner.user.id),
        asking(administrator.client, **OWN_PAGE),
        by_token(people, administrator.user.id),
        asking(people.app.test_client(), **{"X-Api-Key": people.program("admin").key}),
    )
    for ask in asks:
        crawl = crawl_of(people, owner.user.id)
        for name in [*OLDER, *OURS]:
            if name.endswith("/again"):
                continue  # it would begin one
            response = ask(name, crawl)
            assert response.status_code < 500, name
            assert not is_refused(response), name
            response.close()  # or the archive would be thought to be still on its way


def test_lists_show_what_is_ones_own(people: People) -> None:
    owner, other = people.logged_in("1@N00"), people.logged_in("2@N00")
    administrator = people.administrator("3@N00")
    mine, operators = crawl_of(people, owner.user.id), crawl_of(people, None)
    for browser, own in ((owner, [mine]), (other, []), (administrator, [])):
        listed = browser.get("/api/crawls").get_json()["crawls"]
        assert [crawl["id"] for crawl in listed] == own
        tasks = browser.get("/api/task/list").get_json()["data"]["tasks"]
        assert [task["id"] for task in tasks] == [str(number) for number in own]
    everybodys = administrator.get("/api/crawls?everybodys=true").get_json()["crawls"]
    assert {crawl["id"] for crawl in everybodys} == {mine, operators}
    assert_problem(owner.get("/api/crawls?everybodys=true"), 403, "not_an_administrator")
    operator = people.program("library:read")
    assert [crawl["id"] for crawl in operator.get("/api/crawls").get_json()["crawls"]] == [operators]
    assert_problem(owner.get(f"/api/crawls/{operators}"), 404, "not_found")


def test_crawls_go_with_their_user(people: People) -> None:
    people.named("ada", PASSWORD)
    owner = people.with_password("ada", PASSWORD)
    crawl = crawl_of(people, owner.user.id)
    (exported,) = owner.get("/api/users/me/export").get_json()["crawls"]
    assert exported["keywords"] == '["cats"]'
    assert owner.delete("/api/users/me").status_code == 204
    administrator = people.administrator("2@N00")
    assert_problem(administrator.get(f"/api/crawls/{crawl}"), 404, "not_found")
