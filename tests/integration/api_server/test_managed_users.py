"""What administrators do with users, in the browser and as the operator."""

import pytest
from flask import Flask

from api_server.app import create_internal_app
from api_server.context import Context
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem

PASSWORD = "correct horse battery"
NEW = {"name": "Ada", "password": PASSWORD, "role": "editor"}


def test_an_administrator_adds_a_user_who_can_log_in(people: People) -> None:
    administrator = people.administrator("1@N00")
    made = administrator.post("/api/users", json=NEW)
    assert made.status_code == 201
    user = made.get_json()
    assert (user["name"], user["role"], user["disabled_at"]) == ("ada", "editor", None)
    assert administrator.get(f"/api/users/{user['id']}").get_json() == user
    assert people.with_password("ada", PASSWORD).user.id == user["id"]
    assert_problem(administrator.post("/api/users", json=NEW), 409, "name_taken")
    assert_problem(administrator.post("/api/users", json=NEW | {"name": "\uff21da"}), 409, "name_taken")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "a"},
        {"name": "a b"},
        {"name": ""},
        {"password": "short"},
        {"password": "ada1234567"},
        {"role": "root"},
        {"role": None},
        {"id": 1},
    ],
)
def test_a_user_who_cannot_be_is_refused(people: People, change: dict[str, object]) -> None:
    administrator = people.administrator("1@N00")
    assert_problem(administrator.post("/api/users", json=NEW | change), 422, "invalid_input")
    assert len(administrator.get("/api/users").get_json()["users"]) == 1


def test_users_are_listed_page_by_page_without_their_secrets(people: People) -> None:
    administrator = people.administrator("1@N00")
    people.named("ada", PASSWORD)
    people.logged_in("2@N00")
    seen: list[tuple[str | None, str, str]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = administrator.get("/api/users?limit=1" + (f"&cursor={cursor}" if cursor else ""))
        assert "argon2" not in page.text
        listed = page.get_json()["users"]
        seen += [(user["name"], user["account"]["source"], user["role"]) for user in listed]
        cursor = page.get_json()["next_cursor"]
    assert seen == [
        (None, "flickr", "member"),
        ("ada", "local", "member"),
        (None, "flickr", "administrator"),
    ]


def test_nobody_but_administrators_sees_or_changes_users(people: People) -> None:
    number = people.named("ada", PASSWORD)
    editor = people.editor("1@N00")
    for browser in (editor, people.with_password("ada", PASSWORD)):
        for answer in (
            browser.get("/api/users"),
            browser.get(f"/api/users/{number}"),
            browser.post("/api/users", json=NEW),
            browser.patch(f"/api/users/{number}", json={"role": "administrator"}),
        ):
            assert_problem(answer, 403, "not_an_administrator")


def test_a_disabled_user_is_let_in_by_nothing_and_finds_all_again(people: People) -> None:
    administrator = people.administrator("1@N00")
    number = people.named("ada", PASSWORD)
    browser, tokens = people.with_password("ada", PASSWORD), people.tokens("ada", PASSWORD)
    key = browser.post("/api/keys", json={"name": "key"}).get_json()["key"]
    path = f"/api/users/{number}"
    assert administrator.patch(path, json={"disabled": True}).get_json()["disabled_at"] is not None
    assert browser.get("/api/session").get_json() == {"user": None}
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")
    assert_problem(tokens.refresh(), 401, "token_invalid")
    visitor = people.app.test_client()
    assert_problem(visitor.get("/api/session", headers={"X-Api-Key": key}), 401, "key_revoked")
    body = {"name": "ada", "password": PASSWORD}
    assert_problem(visitor.post("/api/auth/login", json=body, headers=OWN_PAGE), 403, "user_disabled")
    assert_problem(visitor.post("/api/auth/token", json=body), 403, "user_disabled")
    wrong = body | {"password": "wrong"}
    assert_problem(visitor.post("/api/auth/login", json=wrong, headers=OWN_PAGE), 401, "login_failed")

    assert administrator.patch(path, json={"disabled": False}).get_json()["disabled_at"] is None
    assert people.with_password("ada", PASSWORD).user.id == number
    assert visitor.get("/api/session", headers={"X-Api-Key": key}).get_json()["user"]["id"] == number
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")


def test_a_password_that_an_administrator_gives_ends_what_the_old_one_opened(people: People) -> None:
    administrator = people.administrator("1@N00")
    number = people.named("ada", PASSWORD)
    browser, tokens = people.with_password("ada", PASSWORD), people.tokens("ada", PASSWORD)
    given = administrator.patch(f"/api/users/{number}", json={"password": "another horse battery"})
    assert given.status_code == 200
    assert browser.get("/api/session").get_json() == {"user": None}
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")
    assert people.with_password("ada", "another horse battery").user.id == number


def test_roles_are_given_and_taken(people: People) -> None:
    administrator, other = people.administrator("1@N00"), people.logged_in("2@N00")
    path = f"/api/users/{other.user.id}"
    for role in ("editor", "administrator", "member"):
        assert administrator.patch(path, json={"role": role}).get_json()["role"] == role
        session = other.get("/api/session").get_json()["user"]
        assert (session["role"], session["administrator"]) == (role, role == "administrator")


def test_administrators_do_not_lock_themselves_out(people: People) -> None:
    administrator = people.administrator("1@N00")
    path = f"/api/users/{administrator.user.id}"
    for change in ({"role": "member"}, {"disabled": True}):
        assert_problem(administrator.patch(path, json=change), 409, "own_user")
    assert_problem(administrator.patch(path, json={"password": PASSWORD}), 409, "no_password")
    assert_problem(administrator.patch("/api/users/4000000000", json={"role": "member"}), 404, "not_found")


def test_the_operator_adds_the_first_administrator(people: People, app: Flask, context: Context) -> None:
    internal = create_internal_app(context).test_client()
    token = {"Authorization": f"Bearer {context.settings.service_token.get_secret_value()}"}
    wanted = {"name": "root-of-all", "password": PASSWORD, "role": "administrator"}
    assert internal.post("/internal/users", json=wanted).status_code == 401
    made = internal.post("/internal/users", json=wanted, headers=token).get_json()
    assert people.with_password("root-of-all", PASSWORD).get("/api/users").status_code == 200
    listed = internal.get("/internal/users", headers=token).get_json()
    assert [user["id"] for user in listed["users"]] == [made["id"]]
    path = f"/internal/users/{made['id']}"
    changed = internal.patch(path, json={"role": "member", "disabled": True}, headers=token).get_json()
    assert (changed["role"], changed["disabled_at"] is None) == ("member", False)
    for wrong in ({"role": "root"}, {"password": "short"}, {"disabled": "yes"}):
        assert internal.patch(path, json=wrong, headers=token).status_code == 422
    assert internal.patch("/internal/users/999", json={"role": "member"}, headers=token).status_code == 404


def test_editors_edit_the_library_and_give_keys_that_do(people: People) -> None:
    editor = people.editor("1@N00")
    assert_problem(editor.delete("/api/submissions/4000000000"), 404, "not_found")
    assert_problem(editor.post("/api/cleanups", json={}), 403, "not_an_administrator")
    assert editor.get("/api/keys").get_json()["scopes"] == ["library:read", "library:write"]
    refused = editor.post("/api/keys", json={"name": "key", "scopes": ["admin"]})
    assert_problem(refused, 403, "not_an_administrator")
    program = people.program("library:write", user=editor.user)
    assert_problem(program.delete("/api/submissions/4000000000"), 404, "not_found")
    people.set_role(editor, "member")
    assert_problem(program.delete("/api/submissions/4000000000"), 403, "scope_missing")
