"""Who may do what: every route, asked by nobody, by somebody else and by the owner; and by another site."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api_server import permissions, sessions
from api_server.app import create_app
from api_server.context import Context
from api_server.permissions import ACCESS, SESSION, Access, Who
from fovea.database import user_roles, users
from fovea.database.api_keys import SCOPES
from fovea.database.user_roles import ROLES
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem

PASSWORD = "correct horse battery"
ROUTES = sorted(ACCESS)
# Questions of GraphQL are sent by POST, and change nothing.
QUESTIONS = ("POST /api/image-search", "POST /api/similarity/file", "POST /api/similarity/url")
# No cookie says anything there.
TOKENS = ("POST /api/auth/token", "POST /api/auth/token/refresh", "POST /api/auth/token/revoke")
# Its clients are pages of other sites, too, and no cookie opens anything there.
OLDER = ("POST /api/artists-finder/query", "POST /api/artists-finder/search")
CHANGES = [
    name
    for name in ROUTES
    if not name.startswith("GET ") and "/api/" in name and name not in {*QUESTIONS, *OLDER, *TOKENS}
]
NOT_FOR_VISITORS = [name for name in ROUTES if ACCESS[name].who is not Who.ANYONE]
FOR_EDITORS = [name for name in ROUTES if ACCESS[name].who in {Who.EDITOR, Who.ADMINISTRATOR}]


EVERYBODY = {Who.ANYONE, Who.USER, Who.OWNER}
ALLOWED = {
    "member": EVERYBODY,
    "editor": EVERYBODY | {Who.EDITOR},
    "administrator": EVERYBODY | {Who.EDITOR, Who.ADMINISTRATOR},
}
PROBLEM = "application/problem+json"
REFUSALS = {"not_logged_in", "not_an_administrator", "scope_missing", "session_needed"}


def code_of(response: TestResponse) -> str | None:
    """The code of a problem; None for any other answer."""
    if response.content_type != "application/problem+json":
        return None
    return str((response.get_json(force=True) or {}).get("code"))


def address(name: str) -> tuple[str, str]:
    """Method and path of a route, with values that name nothing."""
    method, path = name.split(" ")
    if "/accounts/{}/{}" in path or "/groups/{}/{}" in path:
        path = path.replace("{}/{}", "flickr/999@N00")
    return method, path.replace("{}", "4000000000")


def test_the_table_and_the_routes_are_the_same(app: Flask) -> None:
    registered = {
        permissions.route_name(method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/", "/graphql", "/query", "/playground"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert registered == set(ACCESS)


def test_a_route_that_the_table_forgot_does_not_open(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ACCESS, "DELETE /api/users/me")
    with pytest.raises(LookupError, match="DELETE /api/users/me"):
        create_app(context)


def test_nobody_in_particular_may_not(visitor: FlaskClient) -> None:
    for name in NOT_FOR_VISITORS:
        method, path = address(name)
        assert_problem(visitor.open(path, method=method, headers=OWN_PAGE, json={}), 401, "not_logged_in")


def test_no_route_fails_for_a_visitor(app: Flask) -> None:
    for name in ROUTES:
        assert_answered(app.test_client(), name)


def test_no_route_fails_for_a_user(people: People) -> None:
    for name in ROUTES:
        assert_answered(people.logged_in("1@N00").client, name)


def assert_answered(client: FlaskClient, name: str) -> None:
    """A route answers, and refuses in the one way."""
    method, path = address(name)
    response = client.open(path, method=method, headers=OWN_PAGE)
    assert response.status_code < 500, name
    own_errors = "/api/" not in name  # GraphQL tells errors in its own way
    assert response.status_code < 400 or own_errors or response.content_type == PROBLEM, name


def test_a_user_like_any_other_does_not_edit_the_library(people: People) -> None:
    browser = people.logged_in("1@N00")
    for name in FOR_EDITORS:
        method, path = address(name)
        response = browser.client.open(path, method=method, headers=OWN_PAGE, json={})
        assert_problem(response, 403, "not_an_administrator")


def test_administrators_edit_the_library(people: People) -> None:
    browser = people.administrator("1@N00")
    for name in FOR_EDITORS:
        method, path = address(name)
        response = browser.client.open(path, method=method, headers=OWN_PAGE)
        assert response.status_code < 500, name
        assert code_of(response) not in REFUSALS, name


@pytest.mark.parametrize("role", ROLES)
def test_a_browser_may_what_its_users_role_says(people: People, role: str) -> None:
    """Every route, asked with each role: refused is what the table refuses, and nothing else."""
    allowed = ALLOWED[role]
    for number, name in enumerate(ROUTES):
        browser = people.logged_in(f"{number}@N00")  # one each: some of them end it
        people.set_role(browser, role)
        method, path = address(name)
        response = browser.client.open(path, method=method, headers=OWN_PAGE)
        assert response.status_code < 500, name
        assert (code_of(response) not in REFUSALS) is (ACCESS[name].who in allowed), name


@pytest.mark.parametrize("role", ROLES)
def test_a_token_may_what_its_users_role_says_but_make_nothing_that_outlives_it(
    people: People, role: str
) -> None:
    allowed = ALLOWED[role]
    number = people.named("ada", PASSWORD)
    people.write(lambda connection: user_roles.set_role(connection, number, role))
    for name in ROUTES:
        program = people.token_program(number)  # one each: some of them end it
        method, path = address(name)
        response = program.open(method, path)
        assert response.status_code < 500, name
        may = ACCESS[name].who in allowed and ACCESS[name].scope != SESSION
        assert (code_of(response) not in REFUSALS) is may, name


def test_whoever_is_disabled_may_what_visitors_may(people: People) -> None:
    browser = people.administrator("1@N00")
    program = people.program("admin", user=browser.user)
    people.write(lambda connection: users.set_disabled(connection, browser.user.id, at=1))
    for name in NOT_FOR_VISITORS:
        method, path = address(name)
        refused = browser.client.open(path, method=method, headers=OWN_PAGE, json={})
        assert_problem(refused, 401, "not_logged_in")
        assert_problem(program.open(method, path), 401, "key_revoked")


def test_a_key_may_what_its_scopes_say(people: People) -> None:
    administrator = people.administrator("1@N00").user
    for position, scope in enumerate(SCOPES):
        program = people.program(scope, user=administrator)
        for name in ROUTES:
            method, path = address(name)
            response = program.open(method, path)
            assert response.status_code < 500, name
            allowed = ACCESS[name].scope_for(method) in SCOPES[: position + 1]
            assert (code_of(response) in REFUSALS) is not allowed, name


FOREIGN: list[dict[str, str]] = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "https://localhost"},
    {"Origin": "http://localhost:8080"},
    {"Referer": "http://localhost/"},
]


def test_another_site_cannot_change_anything(people: People) -> None:
    for number, name in enumerate(CHANGES):
        method, path = address(name)
        browser = people.administrator(f"{number}@N00")
        for headers in FOREIGN:
            response = browser.client.open(path, method=method, headers=headers, json={})
            assert (response.status_code, code_of(response)) == (403, "foreign_origin"), (name, headers)
        assert browser.get("/api/session").get_json()["user"] is not None, name


def test_what_only_asks_may_be_asked_from_anywhere(people: People) -> None:
    """Nothing is changed, and an older client sends none of these headers."""
    browser = people.administrator("1@N00")
    for name in QUESTIONS:
        method, path = address(name)
        for headers in FOREIGN:
            response = browser.client.open(path, method=method, headers=headers, json={})
            assert response.status_code in {400, 422}, (name, headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    ],
)
def test_our_own_pages_may(people: People, headers: dict[str, str]) -> None:
    browser = people.logged_in("1@N00")
    assert browser.client.post("/api/auth/logout", headers=headers).status_code == 204


def test_a_page_under_another_name_of_the_same_machine_may(people: People) -> None:
    browser = people.logged_in("1@N00")
    other = {"Origin": "http://127.0.0.1:8400"}
    answer = browser.client.post("/api/auth/logout", headers=other, base_url="http://127.0.0.1:8400")
    assert answer.status_code == 204


@pytest.mark.parametrize(
    "forged",
    [
        "",
        "x",
        "0" * 43,
        "../../etc/passwd",
        "' OR 1=1 --",
        "a" * 10_000,
        "%00",
        "\u00e9\u4e2d",
        "null",
        "fovea:session:*",
    ],
)
def test_a_forged_session_is_nobody(app: Flask, context: Context, forged: str) -> None:
    browser = app.test_client()
    browser.set_cookie(sessions.cookie_name(context), forged)
    assert browser.get("/api/session").get_json() == {"user": None}
    assert_problem(browser.get("/api/dismissals"), 401, "not_logged_in")


def test_what_one_user_does_is_theirs_alone(people: People) -> None:
    photo, person = people.photo("55", owner="9@N00"), people.account("8@N00")
    owner, other = people.logged_in("1@N00"), people.logged_in("2@N00")
    assert owner.put(f"/api/dismissals/posts/{photo}").status_code == 204
    assert owner.put(f"/api/dismissals/accounts/{person}").status_code == 204
    assert other.get("/api/dismissals").get_json() == {"posts": [], "accounts": []}

    # Somebody else's undo, and the deletion of somebody else's account, touch nothing of the owner's.
    assert other.delete(f"/api/dismissals/posts/{photo}").status_code == 204
    assert other.delete("/api/users/me").status_code == 204
    mine = owner.get("/api/dismissals").get_json()
    assert [post["id"] for post in mine["posts"]] == [photo]
    assert [account["id"] for account in mine["accounts"]] == [person]


@pytest.mark.parametrize("smuggled", [{"user_id": 1}, {"account_id": 1}, {"user": "1@N00"}])
def test_nobody_can_say_for_whom_they_act(people: People, smuggled: dict[str, object]) -> None:
    browser = people.logged_in("2@N00")
    photo = people.photo("55", owner="9@N00")
    response = browser.post(f"/api/posts/{photo}/comments", json={"text": "hello", **smuggled})
    assert_problem(response, 422, "invalid_input")


def test_the_table_names_every_limit_in_the_settings(context: Context) -> None:
    for access in ACCESS.values():
        if access.limit is not None:
            assert getattr(context.settings, f"limit_{access.limit}")
    assert Access(Who.ANYONE).limit is None
