"""Tokens of programs: short-lived, refreshed once each, and over with their login."""

import base64
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select

from api_server.access_tokens import AccessTokens, Claims
from api_server.context import Context
from api_server.logins import service as logins
from api_server.signing_keys import signing_keys
from fovea import clock
from fovea.database import token_families, user_roles
from fovea.database.engine import read
from fovea.database.login_tables import refresh_tokens
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem

PASSWORD = "correct horse battery"
ENCODED = base64.b64encode(PASSWORD.encode()).decode()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets time pass (milliseconds)."""

    def pass_by(milliseconds: int) -> None:
        then = clock.now() + milliseconds
        monkeypatch.setattr(clock, "now", lambda: then)

    return pass_by


@pytest.fixture
def ada(people: People) -> int:
    """The number of a user with a name and a password."""
    return people.named("ada", PASSWORD)


def test_a_program_gets_a_token_and_acts_as_its_user(people: People, app: Flask, ada: int) -> None:
    client = app.test_client()
    body = {"name": "ada", "password": PASSWORD, "program": "cron"}
    answer = client.post("/api/auth/token", json=body)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    tokens = answer.get_json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 900)
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert client.get("/api/session", headers=headers).get_json()["user"]["id"] == ada
    # It changes what is its user's, and needs none of the headers that browsers send.
    photo = people.photo("55", owner="9@N00")
    assert client.put(f"/api/dismissals/posts/{photo}", headers=headers).status_code == 204
    (dismissed,) = client.get("/api/dismissals", headers=headers).get_json()["posts"]
    assert dismissed["id"] == photo


def test_refresh_tokens_are_stored_as_hashes(people: People, context: Context, ada: int) -> None:
    tokens = people.tokens("ada", PASSWORD)
    with read(context.engine) as connection:
        rows = connection.execute(select(refresh_tokens)).all()
    assert tokens.refresh_token not in str(rows)
    assert len(rows) == 1


def test_an_access_token_ends_after_a_quarter_of_an_hour(
    people: People, ada: int, later: Callable[[int], None]
) -> None:
    tokens = people.tokens("ada", PASSWORD)
    later(14 * clock.MINUTE)
    assert tokens.get("/api/session").status_code == 200
    later(1 * clock.MINUTE)
    refused = tokens.get("/api/session")
    assert_problem(refused, 401, "token_expired")
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert tokens.refresh().status_code == 200
    assert tokens.get("/api/session").status_code == 200


def test_a_token_opens_nothing_before_its_time(
    people: People, ada: int, later: Callable[[int], None]
) -> None:
    tokens = people.tokens("ada", PASSWORD)
    later(-2 * clock.MINUTE)
    assert_problem(tokens.get("/api/session"), 401, "token_invalid")


def test_after_logout_its_tokens_open_nothing(people: People, ada: int) -> None:
    here, there = people.tokens("ada", PASSWORD), people.tokens("ada", PASSWORD)
    assert here.open("POST", "/api/auth/logout").status_code == 204
    assert_problem(here.get("/api/session"), 401, "token_revoked")
    assert_problem(here.refresh(), 401, "token_invalid")
    assert there.get("/api/session").status_code == 200


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_a_revoked_token_takes_all_of_its_login_with_it(people: People, ada: int, which: str) -> None:
    tokens = people.tokens("ada", PASSWORD)
    client = people.app.test_client()
    answer = client.post("/api/auth/token/revoke", json={"token": getattr(tokens, which)})
    assert answer.status_code == 204
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")
    assert_problem(tokens.refresh(), 401, "token_invalid")


@pytest.mark.parametrize("text", ["x", "fovr_" + "a" * 43, "a.b.c", "fov_" + "a" * 43])
def test_revoking_what_is_no_token_changes_nothing(people: People, ada: int, text: str) -> None:
    tokens = people.tokens("ada", PASSWORD)
    client = people.app.test_client()
    assert client.post("/api/auth/token/revoke", json={"token": text}).status_code == 204
    assert_problem(client.post("/api/auth/token/refresh", json={"refresh_token": text}), 401, "token_invalid")
    assert tokens.get("/api/session").status_code == 200


def test_a_refresh_token_is_used_once_and_a_second_time_ends_the_login(people: People, ada: int) -> None:
    tokens = people.tokens("ada", PASSWORD)
    stolen = tokens.refresh_token
    assert tokens.refresh().status_code == 200
    assert tokens.refresh_token != stolen
    assert tokens.refresh().status_code == 200
    client = people.app.test_client()
    refused = client.post("/api/auth/token/refresh", json={"refresh_token": stolen})
    assert_problem(refused, 401, "token_reused")
    # Nobody can tell the thief from the owner: both are logged out.
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")
    assert_problem(tokens.refresh(), 401, "token_invalid")
    assert people.tokens("ada", PASSWORD).get("/api/session").status_code == 200


def test_an_unused_refresh_token_ends_after_thirty_days(
    people: People, context: Context, ada: int, later: Callable[[int], None]
) -> None:
    used, unused = people.tokens("ada", PASSWORD), people.tokens("ada", PASSWORD)
    later(29 * clock.DAY)
    assert used.refresh().status_code == 200
    later(1 * clock.DAY)
    assert_problem(unused.refresh(), 401, "token_invalid")
    assert used.refresh().status_code == 200
    assert logins.maintain(context)["program_logins_deleted"] == 1
    assert used.get("/api/session").status_code == 200
    with read(context.engine) as connection:
        assert len(connection.execute(select(refresh_tokens)).all()) == 3


def test_a_token_of_somebody_elses_login_opens_nothing(people: People, context: Context, ada: int) -> None:
    """Signed with our key, and still: the login that it names must be its user's."""
    other = people.named("bob", PASSWORD)
    people.tokens("ada", PASSWORD)
    (login,) = people.write(lambda connection: token_families.of_user(connection, ada, at=clock.now()))
    client = people.app.test_client()
    for claims in (
        Claims(user_id=other, login=login.public_id),
        Claims(user_id=4_000_000_000, login=login.public_id),
        Claims(user_id=ada, login="a" * 22),
    ):
        token = context.access_tokens.make(claims, at=clock.now(), seconds=900)
        refused = client.get("/api/session", headers={"Authorization": f"Bearer {token}"})
        assert_problem(refused, 401, "token_invalid")


def test_a_token_of_another_key_or_for_another_installation_opens_nothing(
    people: People, context: Context, ada: int
) -> None:
    people.tokens("ada", PASSWORD)
    (login,) = people.write(lambda connection: token_families.of_user(connection, ada, at=clock.now()))
    claims = Claims(user_id=ada, login=login.public_id)
    forged_key = SecretStr("test:HS256:" + base64.b64encode(bytes(32)).decode())
    ours = context.access_tokens
    forgers = (
        AccessTokens(signing_keys(forged_key, token_keys=None), ours.issuer),
        AccessTokens(ours.keys, "https://elsewhere.example"),
    )
    client = people.app.test_client()
    for forger in forgers:
        token = forger.make(claims, at=clock.now(), seconds=900)
        refused = client.get("/api/session", headers={"Authorization": f"Bearer {token}"})
        assert_problem(refused, 401, "token_invalid")
    token = ours.make(claims, at=clock.now(), seconds=900)
    assert client.get("/api/session", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_a_refresh_token_is_no_access_token_and_the_other_way_round(people: People, ada: int) -> None:
    tokens = people.tokens("ada", PASSWORD)
    client = people.app.test_client()
    headers = {"Authorization": f"Bearer {tokens.refresh_token}"}
    assert_problem(client.get("/api/session", headers=headers), 401, "key_unknown")
    body = {"refresh_token": tokens.access_token}
    assert_problem(client.post("/api/auth/token/refresh", json=body), 401, "token_invalid")
    refused = client.get("/api/session", headers={"X-Api-Key": tokens.access_token})
    assert_problem(refused, 401, "key_unknown")


def test_a_program_makes_nothing_that_outlives_its_login(people: People, ada: int) -> None:
    people.write(lambda connection: user_roles.set_role(connection, ada, "administrator"))
    tokens = people.tokens("ada", PASSWORD)
    assert tokens.get("/api/users").status_code == 200
    for method, path, body in (
        ("POST", "/api/keys", {"name": "key"}),
        ("POST", "/api/users", {"name": "eve", "password": PASSWORD}),
        ("PATCH", f"/api/users/{ada}", {"password": PASSWORD}),
        ("PUT", "/api/users/me/password", {"password": PASSWORD, "new_password": PASSWORD}),
        ("POST", "/api/auth/login", {"name": "ada", "password": PASSWORD}),
        ("POST", "/api/feeds", {}),
        ("DELETE", "/api/users/me", None),
        ("GET", "/api/users/me/export", None),
    ):
        assert_problem(tokens.open(method, path, json=body), 403, "session_needed")


def test_a_request_with_a_token_never_uses_the_browsers_session(people: People, ada: int) -> None:
    browser = people.logged_in("1@N00")
    tokens = people.tokens("ada", PASSWORD)
    headers = {"Sec-Fetch-Site": "cross-site", "Authorization": f"Bearer {tokens.access_token}"}
    assert browser.client.post("/api/auth/logout", headers=headers).status_code == 204
    assert browser.get("/api/session").get_json()["user"]["id"] == browser.user.id


def test_a_program_is_seen_and_logged_out_in_the_browser(people: People, ada: int) -> None:
    browser = people.with_password("ada", PASSWORD)
    tokens, other = people.tokens("ada", PASSWORD), people.logged_in("1@N00")
    (login,) = browser.get("/api/auth/tokens").get_json()["logins"]
    assert login["name"] == "a program"
    path = f"/api/auth/tokens/{login['id']}"
    assert other.get("/api/auth/tokens").get_json() == {"logins": []}
    assert_problem(other.delete(path), 404, "not_found")
    assert browser.delete(path).status_code == 204
    assert_problem(browser.delete(path), 404, "not_found")
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")


def test_a_token_is_worth_what_its_users_role_is_worth_now(people: People, ada: int) -> None:
    tokens = people.tokens("ada", PASSWORD)
    body = {"kinds": ["nothing"]}
    expected = {
        "member": ("not_an_administrator", "not_an_administrator"),
        "editor": ("not_found", "not_an_administrator"),
        "administrator": ("not_found", "invalid_input"),
    }
    for role, (edits, administrates) in expected.items():
        people.write(partial(user_roles.set_role, user_id=ada, role=role))
        edited = tokens.open("DELETE", "/api/submissions/4000000000")
        administrated = tokens.open("POST", "/api/cleanups", json=body)
        assert (edited.get_json(force=True)["code"], administrated.get_json(force=True)["code"]) == (
            edits,
            administrates,
        ), role


def test_wrong_passwords_get_no_tokens_and_count(people: People, visitor: FlaskClient, ada: int) -> None:
    wrong = {"name": "ada", "password": "wrong"}
    for _ in range(5):
        assert_problem(visitor.post("/api/auth/token", json=wrong), 401, "login_failed")
    right = {"name": "ada", "password": PASSWORD}
    assert_problem(visitor.post("/api/auth/token", json=right), 429, "too_many_requests")
    # One count for all ways to log in.
    assert_problem(visitor.post("/api/auth/login", json=right, headers=OWN_PAGE), 429, "too_many_requests")
    older = visitor.get("/api/user/token", query_string={"username": "ada", "password": ENCODED})
    assert older.status_code == 429
    assert older.get_json(force=True)["success"] is False


def test_the_older_route_gives_a_token_in_its_envelope(
    people: People, visitor: FlaskClient, ada: int
) -> None:
    answer = visitor.get("/api/user/token", query_string={"username": "ada", "password": ENCODED})
    assert answer.status_code == 200
    told = answer.get_json()
    assert (told["success"], told["error"], set(told["data"])) == (True, None, {"token", "expire_at"})
    assert abs(told["data"]["expire_at"] - clock.now() / clock.SECOND - 86_400) < 60
    headers = {"Authorization": f"Bearer {told['data']['token']}"}
    assert visitor.get("/api/session", headers=headers).get_json()["user"]["id"] == ada
    assert visitor.post("/api/auth/logout", headers=headers).status_code == 204
    assert_problem(visitor.get("/api/session", headers=headers), 401, "token_revoked")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"username": "ada"},
        {"password": ENCODED},
        {"username": "ada", "password": "not base64!"},
        {"username": "ada", "password": PASSWORD},
        {"username": "ada", "password": base64.b64encode(b"wrong").decode()},
        {"username": "ada", "password": base64.b64encode(b"\xff\xfe").decode()},
        {"username": "nobody", "password": ENCODED},
        {"username": "ada", "password": ENCODED + "\n"},
    ],
)
def test_the_older_route_refuses_in_its_own_words(
    visitor: FlaskClient, ada: int, query: dict[str, str]
) -> None:
    answer = visitor.get("/api/user/token", query_string=query)
    assert answer.status_code == 400
    told = answer.get_json(force=True)
    assert (told["success"], told["error"], told["data"]) == (False, "invalid username or password", None)


def test_keys_are_changed_without_logging_programs_out(people: People, context: Context, ada: int) -> None:
    tokens = people.tokens("ada", PASSWORD)
    new = "new:Ed25519:" + base64.b64encode(bytes(range(32))).decode()
    rotated = signing_keys(SecretStr(new), token_keys=None)
    context.__dict__["access_tokens"] = AccessTokens(rotated, context.settings.public_url)
    assert_problem(tokens.get("/api/session"), 401, "token_invalid")
    assert tokens.refresh().status_code == 200
    assert tokens.get("/api/session").status_code == 200
