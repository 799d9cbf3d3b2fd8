"""API keys: made, shown once, used, counted, renamed, revoked, expired."""

import json
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from api_server.app import create_app, create_internal_app
from api_server.context import Context
from fovea import clock
from fovea.database import api_keys as stored_keys
from fovea.database import user_roles
from fovea.database.engine import read
from fovea.database.library_tables import api_keys
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem


def test_a_key_is_shown_once_and_stored_as_a_hash(people: People, context: Context) -> None:
    browser = people.logged_in("1@N00")
    made = browser.post("/api/keys", json={"name": "my script"})
    assert made.status_code == 201
    key = made.get_json()["key"]
    assert key.startswith("fov_")
    assert len(key) == 47
    assert made.get_json()["scopes"] == ["library:read"]
    (listed,) = browser.get("/api/keys").get_json()["keys"]
    assert listed == {name: value for name, value in made.get_json().items() if name != "key"}
    assert key.startswith(listed["prefix"])
    with read(context.engine) as connection:
        row = connection.execute(select(api_keys)).one()
    assert key not in str(row)


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key"])
def test_a_key_reads_as_its_user(people: People, app: Flask, header: str) -> None:
    browser = people.logged_in("1@N00")
    key = browser.post("/api/keys", json={"name": "reader"}).get_json()["key"]
    value = f"Bearer {key}" if header == "Authorization" else key
    answer = app.test_client().get("/api/dismissals", headers={header: value})
    assert answer.status_code == 200
    session = app.test_client().get("/api/session", headers={header: value}).get_json()
    assert session["user"]["id"] == browser.user.id


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"revoked_at": 1}, "key_revoked"),
        ({"expires_at": 1}, "key_expired"),
        ({"hash": "0" * 64}, "key_unknown"),
    ],
)
def test_a_key_that_is_over_opens_nothing_not_even_what_is_open(
    people: People, change: dict[str, object], code: str
) -> None:
    program = people.program("library:read")
    assert program.get("/api/status").status_code == 200
    people.execute(update(api_keys).values(change))
    refused = program.get("/api/status")
    assert_problem(refused, 401, code)
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("text", ["", "fov_", "fov_" + "a" * 43, "x" * 5_000, "fov_é" + "a" * 42, "' OR 1=1"])
def test_what_is_no_key_is_told_so(visitor: FlaskClient, text: str) -> None:
    headers = {"X-Api-Key": text.encode().decode("latin-1")}
    assert_problem(visitor.get("/api/status", headers=headers), 401, "key_unknown")


def test_a_request_with_a_key_never_uses_the_browsers_session(people: People) -> None:
    """Or a foreign page could add any key and get past the check of where it comes from."""
    browser = people.logged_in("1@N00")
    foreign = {"Sec-Fetch-Site": "cross-site", "X-Api-Key": "fov_" + "a" * 43}
    assert_problem(browser.client.delete("/api/users/me", headers=foreign), 401, "key_unknown")
    foreign["X-Api-Key"] = people.program("admin").key
    assert_problem(browser.client.delete("/api/users/me", headers=foreign), 403, "session_needed")
    assert browser.get("/api/session").get_json()["user"] is not None


def test_only_administrators_give_keys_that_may_write(people: People) -> None:
    user = people.logged_in("1@N00")
    for scope in ("library:write", "admin"):
        refused = user.post("/api/keys", json={"name": "writer", "scopes": [scope]})
        assert_problem(refused, 403, "not_an_administrator")
    administrator = people.administrator("2@N00")
    made = administrator.post("/api/keys", json={"name": "writer", "scopes": ["admin", "library:write"]})
    assert made.get_json()["scopes"] == ["library:write", "admin"]
    assert user.get("/api/keys").get_json()["scopes"] == ["library:read"]


def test_a_key_writes_no_longer_when_its_user_is_no_administrator(people: People) -> None:
    browser = people.administrator("1@N00")
    program = people.program("admin", user=browser.user)
    assert program.get("/api/session").get_json()["user"]["administrator"]
    people.write(lambda connection: user_roles.end_administrator(connection, browser.user.id))
    assert not program.get("/api/session").get_json()["user"]["administrator"]


def test_a_key_makes_no_other_keys(people: People) -> None:
    browser = people.administrator("1@N00")
    program = people.program("admin", user=browser.user)
    assert_problem(program.post("/api/keys", json={"name": "child"}), 403, "session_needed")
    assert_problem(program.get("/api/feeds"), 403, "session_needed")


def test_a_key_is_renamed_and_revoked_by_its_owner_alone(people: People) -> None:
    owner, other = people.logged_in("1@N00"), people.logged_in("2@N00")
    made = owner.post("/api/keys", json={"name": "before"}).get_json()
    path = f"/api/keys/{made['id']}"
    assert_problem(other.patch(path, json={"name": "mine"}), 404, "not_found")
    assert_problem(other.delete(path), 404, "not_found")
    name = "\u202e<b>\U0001f5dd</b> \u0000"
    assert owner.patch(path, json={"name": name}).get_json()["name"] == name
    assert owner.delete(path).status_code == 204
    assert owner.delete(path).status_code == 204
    (listed,) = owner.get("/api/keys").get_json()["keys"]
    assert listed["revoked_at"] is not None
    assert other.get("/api/keys").get_json()["keys"] == []


def test_administrators_see_and_revoke_everybodys_keys(people: People) -> None:
    user, administrator = people.logged_in("1@N00"), people.administrator("2@N00")
    made = user.post("/api/keys", json={"name": "theirs"}).get_json()
    operators = people.program("admin")
    listed = administrator.get("/api/keys?everybody=true").get_json()["keys"]
    owners = {key["id"]: key["owner"] and key["owner"]["external_id"] for key in listed}
    assert owners == {operators.key_id: None, made["id"]: "1@N00"}
    assert administrator.delete(f"/api/keys/{made['id']}").status_code == 204
    assert_problem(user.get("/api/keys?everybody=true"), 403, "not_an_administrator")


def test_a_user_has_not_more_keys_than_fifty(people: People) -> None:
    browser = people.logged_in("1@N00")
    made = [browser.post("/api/keys", json={"name": "one"}).get_json()["id"] for _ in range(50)]
    assert_problem(browser.post("/api/keys", json={"name": "more"}), 409, "too_many_keys")
    browser.delete(f"/api/keys/{made[0]}")
    assert browser.post("/api/keys", json={"name": "more"}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "x" * 101},
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x", "expires_in_days": 0},
        {"name": "x", "expires_in_days": 1.5},
        {"name": "x", "user_id": 1},
    ],
)
def test_a_key_that_cannot_be_is_refused(people: People, body: dict[str, object]) -> None:
    assert_problem(people.administrator("1@N00").post("/api/keys", json=body), 422, "invalid_input")


def test_a_key_ends_by_itself(people: People) -> None:
    browser = people.logged_in("1@N00")
    made = browser.post("/api/keys", json={"name": "short", "expires_in_days": 1}).get_json()
    expires_at = datetime.fromisoformat(made["expires_at"]).timestamp() * clock.SECOND
    assert abs(expires_at - clock.now() - clock.DAY) < clock.MINUTE


def test_use_is_noted_after_the_answer_once_a_minute(people: People, context: Context) -> None:
    program = people.program("library:read")

    def last_used_at() -> int | None:
        with read(context.engine) as connection:
            return connection.scalar(select(api_keys.c.last_used_at))

    answer = program.get("/api/status")
    assert last_used_at() is None
    answer.close()  # which is when a server has sent all of it
    first = last_used_at()
    assert first is not None
    program.get("/api/status").close()
    assert last_used_at() == first
    people.execute(update(api_keys).values(last_used_at=first - stored_keys.USED_EVERY))
    program.get("/api/status").close()
    assert (last_used_at() or 0) >= first


def test_requests_are_counted_by_key(people: People, context: Context) -> None:
    context.settings.limit_requests = "3/minute"
    app = create_app(context)
    one, other = people.program("library:read"), people.program("library:read")
    one.client, other.client = app.test_client(), app.test_client()
    for left in (2, 1, 0):
        assert f"r={left}" in one.get("/api/session").headers["RateLimit"]
    assert_problem(one.get("/api/session"), 429, "too_many_requests")
    assert other.get("/api/session").status_code == 200
    assert app.test_client().get("/api/session").status_code == 200


def test_the_operator_makes_keys_with_the_service_token(context: Context, app: Flask) -> None:
    internal = create_internal_app(context).test_client()
    token = {"Authorization": f"Bearer {context.settings.service_token.get_secret_value()}"}
    wanted = {"name": "cron", "scopes": ["library:write"]}
    assert internal.post("/internal/keys", json=wanted).status_code == 401
    made = internal.post("/internal/keys", json=wanted, headers=token)
    key = made.get_json()["key"]
    assert app.test_client().get("/api/status", headers={"X-Api-Key": key}).status_code == 200
    assert_problem(
        app.test_client().get("/api/dismissals", headers={"X-Api-Key": key}), 403, "session_needed"
    )
    listed = internal.get("/internal/keys", headers=token).get_json()["keys"]
    assert [one["name"] for one in listed] == ["cron"]
    assert key not in json.dumps(listed)
    assert internal.delete(f"/internal/keys/{made.get_json()['id']}", headers=token).status_code == 204
    refused = app.test_client().get("/api/status", headers={"X-Api-Key": key})
    assert_problem(refused, 401, "key_revoked")
    for wrong in ({"name": "x", "scopes": ["all"]}, {"name": "", "scopes": ["admin"]}):
        assert internal.post("/internal/keys", json=wrong, headers=token).status_code == 422


def test_whom_the_settings_name_is_an_administrator(people: People, context: Context) -> None:
    browser = people.logged_in("7@N00")
    assert not browser.get("/api/session").get_json()["user"]["administrator"]
    context.settings.administrators = ("7@N00",)
    assert browser.get("/api/session").get_json()["user"]["administrator"]


def test_keys_and_roles_go_with_their_user(people: People) -> None:
    browser = people.administrator("1@N00")
    program = people.program("library:read", user=browser.user)
    exported = browser.get("/api/users/me/export").get_json()
    assert [key["name"] for key in exported["api_keys"]] == ["program"]
    assert program.key not in json.dumps(exported)
    assert exported["roles"] == [{"role": "administrator"}]
    assert browser.client.delete("/api/users/me", headers=OWN_PAGE).status_code == 204
    assert_problem(program.get("/api/status"), 401, "key_unknown")
