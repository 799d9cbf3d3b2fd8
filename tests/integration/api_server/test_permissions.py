"""Who may do what: every route, asked by nobody, by somebody else and by the owner; and by another site."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api_server import permissions, sessions
from api_server.app import create_app
from api_server.context import Context
from api_server.permissions import ACCESS, Access, Who
from fovea.database.api_keys import SCOPES
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem

ROUTES = sorted(ACCESS)
CHANGES = [name for name in ROUTES if not name.startswith("GET ")]
NOT_FOR_VISITORS = [name for name in ROUTES if ACCESS[name].who is not Who.ANYONE]
FOR_EDITORS = [name for name in ROUTES if ACCESS[name].who in {Who.EDITOR, Who.ADMINISTRATOR}]


REFUSALS = {"not_logged_in", "not_an_administrator", "scope_missing", "session_needed"}


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
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert registered == set(ACCESS)


def test_a_route_that_the_table_forgot_does_not_open(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(ACCESS, "DELETE /api/users/me")
    with pytest.raises(LookupError, match="DELETE /api/users/me"):
        create_app(context)


@pytest.mark.parametrize("name", NOT_FOR_VISITORS)
def test_nobody_in_particular_may_not(visitor: FlaskClient, name: str) -> None:
    method, path = address(name)
    assert_problem(visitor.open(path, method=method, headers=OWN_PAGE, json={}), 401, "not_logged_in")


@pytest.mark.parametrize("name", ROUTES)
def test_no_route_fails_for_a_visitor(visitor: FlaskClient, name: str) -> None:
    method, path = address(name)
    response = visitor.open(path, method=method, headers=OWN_PAGE)
    assert response.status_code < 500
    if response.status_code >= 400:
        assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("name", ROUTES)
def test_no_route_fails_for_a_user(people: People, name: str) -> None:
    method, path = address(name)
    response = people.logged_in("1@N00").client.open(path, method=method, headers=OWN_PAGE)
    assert response.status_code < 500
    if response.status_code >= 400:
        assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("name", FOR_EDITORS)
def test_a_user_like_any_other_does_not_edit_the_library(people: People, name: str) -> None:
    method, path = address(name)
    response = people.logged_in("1@N00").client.open(path, method=method, headers=OWN_PAGE, json={})
    assert_problem(response, 403, "not_an_administrator")


@pytest.mark.parametrize("name", ROUTES)
def test_no_route_fails_for_an_administrator(people: People, name: str) -> None:
    method, path = address(name)
    response = people.administrator("1@N00").client.open(path, method=method, headers=OWN_PAGE)
    assert response.status_code < 500
    assert response.get_json(silent=True) is None or response.get_json().get("code") not in REFUSALS


@pytest.mark.parametrize("name", ROUTES)
def test_a_key_may_what_its_scopes_say(people: People, name: str) -> None:
    method, path = address(name)
    administrator = people.administrator("1@N00").user
    for position, scope in enumerate(SCOPES):
        response = people.program(scope, user=administrator).open(method, path)
        assert response.status_code < 500
        needed = ACCESS[name].scope_for(method)
        allowed = needed in SCOPES[: position + 1]
        code = (response.get_json(silent=True) or {}).get("code") if response.is_json else None
        assert (code not in REFUSALS) if allowed else (code in REFUSALS)


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


@pytest.mark.parametrize("name", CHANGES)
def test_another_site_cannot_change_anything(people: People, name: str) -> None:
    method, path = address(name)
    browser = people.logged_in("1@N00")
    for headers in FOREIGN:
        response = browser.client.open(path, method=method, headers=headers, json={})
        assert_problem(response, 403, "foreign_origin")
    assert browser.get("/api/session").get_json()["user"] is not None


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
