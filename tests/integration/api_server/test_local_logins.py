"""Names and passwords: right ones open, wrong ones never tell why, and nobody tries often."""

import base64
from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, select

from api_server import sessions
from api_server.context import Context
from api_server.logins import service as logins
from fovea import clock
from fovea.database import local_logins, login_failures, token_families, users
from fovea.database.engine import read
from fovea.database.login_tables import local_logins as logins_table
from fovea.database.login_tables import login_failures as failures_table
from fovea.errors import Conflict
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.test_problems import assert_problem

PASSWORD = "correct horse battery"
WRONG = "wrong horse battery"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets time pass (milliseconds)."""

    def pass_by(milliseconds: int) -> None:
        then = clock.now() + milliseconds
        monkeypatch.setattr(clock, "now", lambda: then)

    return pass_by


def test_a_name_and_its_password_open_a_session(people: People) -> None:
    added = people.named("ada", PASSWORD)
    client = people.app.test_client()
    answer = client.post("/api/auth/login", json={"name": " ADA ", "password": PASSWORD}, headers=OWN_PAGE)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert PASSWORD not in answer.text
    session = client.get("/api/session").get_json()
    assert session == answer.get_json()
    assert session["user"]["id"] == added
    assert (session["user"]["name"], session["user"]["role"]) == ("ada", "member")
    assert client.get("/api/dismissals").status_code == 200


def test_the_password_is_stored_as_a_hash_alone(people: People, context: Context) -> None:
    people.named("ada", PASSWORD)
    with read(context.engine) as connection:
        row = connection.execute(select(logins_table)).one()
    assert row.password_hash.startswith("$argon2id$")
    assert PASSWORD not in str(row)


def test_a_login_ends_the_session_that_the_browser_had(people: People, context: Context) -> None:
    people.named("ada", PASSWORD)
    browser = people.logged_in("1@N00")
    before = browser.client.get_cookie(sessions.cookie_name(context))
    assert before is not None
    browser.post("/api/auth/login", json={"name": "ada", "password": PASSWORD})
    after = browser.client.get_cookie(sessions.cookie_name(context))
    assert after is not None
    assert after.value != before.value
    assert sessions.of(context).find(before.value) is None


def test_a_wrong_name_and_a_wrong_password_are_told_alike(people: People, visitor: FlaskClient) -> None:
    people.named("ada", PASSWORD)
    answers = [
        visitor.post("/api/auth/login", json={"name": name, "password": word}, headers=OWN_PAGE)
        for name, word in (("ada", WRONG), ("bob", WRONG), ("bob", PASSWORD), ("' OR 1=1", WRONG))
    ]
    for answer in answers:
        assert_problem(answer, 401, "login_failed")
        assert "Set-Cookie" not in answer.headers
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_after_five_wrong_passwords_a_name_waits_whether_anybody_has_it_or_not(
    people: People, visitor: FlaskClient, later: Callable[[int], None], name: str
) -> None:
    people.named("ada", PASSWORD)
    wrong = {"name": name, "password": WRONG}
    for _ in range(5):
        assert visitor.post("/api/auth/login", json=wrong, headers=OWN_PAGE).status_code == 401
    held = visitor.post("/api/auth/login", json={"name": name, "password": PASSWORD}, headers=OWN_PAGE)
    assert_problem(held, 429, "too_many_requests")
    assert 1 <= int(held.headers["Retry-After"]) <= 30
    later(31 * clock.SECOND)
    assert visitor.post("/api/auth/login", json=wrong, headers=OWN_PAGE).status_code == 401
    held = visitor.post("/api/auth/login", json=wrong, headers=OWN_PAGE)
    assert 31 <= int(held.headers["Retry-After"]) <= 60


def test_a_right_password_forgets_the_wrong_ones(people: People, visitor: FlaskClient) -> None:
    people.named("ada", PASSWORD)
    for _ in range(2):
        for _ in range(4):
            answer = visitor.post(
                "/api/auth/login", json={"name": "ada", "password": WRONG}, headers=OWN_PAGE
            )
            assert answer.status_code == 401
        answer = visitor.post("/api/auth/login", json={"name": "ada", "password": PASSWORD}, headers=OWN_PAGE)
        assert answer.status_code == 200


def test_the_wait_grows_and_ends_at_a_quarter_of_an_hour(people: People) -> None:
    waits, at = [], clock.now()
    for _ in range(13):
        held = None
        while held is None:
            held = people.write(partial(login_failures.begin, name="x", at=at))
        waits.append((held - at) // clock.SECOND)
        at = held
    assert waits[:5] == [30, 60, 120, 240, 480]
    assert set(waits[5:]) == {900}


def test_what_is_a_day_old_is_deleted(people: People, context: Context, later: Callable[[int], None]) -> None:
    people.write(lambda connection: login_failures.begin(connection, "x", at=clock.now()))
    assert logins.maintain(context)["login_failures_deleted"] == 0
    later(clock.DAY)
    assert logins.maintain(context)["login_failures_deleted"] == 1


def test_the_table_of_failures_tells_no_names(people: People, visitor: FlaskClient, context: Context) -> None:
    visitor.post("/api/auth/login", json={"name": "my secret", "password": WRONG}, headers=OWN_PAGE)
    with read(context.engine) as connection:
        (row,) = connection.execute(select(failures_table)).all()
    assert "secret" not in str(row)


def test_logins_are_counted_by_address_too(people: People, visitor: FlaskClient, context: Context) -> None:
    most = int(context.settings.limit_logins.partition("/")[0])
    codes = [
        visitor.post(
            "/api/auth/login", json={"name": f"name{number}", "password": "x"}, headers=OWN_PAGE
        ).status_code
        for number in range(most + 1)
    ]
    assert codes == [401] * most + [429]


def test_a_changed_password_logs_everybody_else_out(people: People) -> None:
    people.named("ada", PASSWORD)
    here, there = people.with_password("ada", PASSWORD), people.with_password("ada", PASSWORD)
    tokens = people.tokens("ada", PASSWORD)
    changed = here.put(
        "/api/users/me/password",
        json={"password": PASSWORD, "new_password": "another horse battery"},
    )
    assert changed.status_code == 204
    assert here.get("/api/session").get_json()["user"]["name"] == "ada"
    assert there.get("/api/session").get_json() == {"user": None}
    assert_problem(tokens.get("/api/session"), 401, "token_revoked")
    assert_problem(tokens.refresh(), 401, "token_invalid")
    visitor = people.app.test_client()
    for word, status in ((PASSWORD, 401), ("another horse battery", 200)):
        answer = visitor.post("/api/auth/login", json={"name": "ada", "password": word}, headers=OWN_PAGE)
        assert answer.status_code == status


@pytest.mark.parametrize("path", ["/api/auth/login", "/api/auth/token", "/api/user/token"])
def test_a_login_under_way_by_the_old_password_does_not_outlive_it(
    people: People, context: Context, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The password is changed between its check and what that opens."""
    number = people.named("ada", PASSWORD)
    user = people.write(lambda connection: users.get(connection, number))
    assert user is not None
    noting = logins._note_success

    def change_meanwhile(*given: object, **named: object) -> None:
        noting(*given, **named)  # type: ignore[arg-type]
        then = clock.now() + 1
        monkeypatch.setattr(clock, "now", lambda: then)
        logins.set_password(context, user, "another horse battery", name="ada")

    monkeypatch.setattr(logins, "_note_success", change_meanwhile)
    client = people.app.test_client()
    if path == "/api/user/token":
        encoded = base64.b64encode(PASSWORD.encode()).decode()
        assert client.get(path, query_string={"username": "ada", "password": encoded}).status_code == 400
    else:
        body = {"name": "ada", "password": PASSWORD}
        assert_problem(client.post(path, json=body, headers=OWN_PAGE), 401, "login_failed")
    assert sessions.of(context).begun_at(number) == []
    with read(context.engine) as connection:
        assert token_families.of_user(connection, number, at=clock.now()) == []


def test_a_password_is_changed_only_by_whoever_knows_it(people: People) -> None:
    people.named("ada", PASSWORD)
    here = people.with_password("ada", PASSWORD)
    path = "/api/users/me/password"
    refused = here.put(path, json={"password": WRONG, "new_password": "another horse battery"})
    assert_problem(refused, 401, "login_failed")
    for bad in ("short", "x" * 300, "aaaaaaaaaaaaaaa"):
        refused = here.put(path, json={"password": PASSWORD, "new_password": bad})
        assert_problem(refused, 422, "invalid_input")
    assert people.with_password("ada", PASSWORD).user.id == here.user.id


def test_who_logs_in_with_flickr_has_no_password_to_change(people: People) -> None:
    browser = people.logged_in("1@N00")
    body = {"password": "x", "new_password": "another horse battery"}
    assert_problem(browser.put("/api/users/me/password", json=body), 409, "no_password")


def test_names_are_not_found_by_addresses_of_accounts(people: People, visitor: FlaskClient) -> None:
    people.named("ada", PASSWORD)
    for path in ("/api/accounts/local/ada", "/api/accounts/local/ada/recommendations"):
        assert_problem(visitor.get(path), 404, "not_found")


def test_a_name_is_given_once(people: People) -> None:
    people.named("ada", PASSWORD)

    def again(connection: Connection) -> None:
        local_logins.add(connection, name="ada", password_hash="x", at=1)

    with pytest.raises(Conflict):
        people.write(again)


def test_name_and_password_go_with_their_user(people: People, app: Flask, context: Context) -> None:
    people.named("ada", PASSWORD)
    tokens = people.tokens("ada", PASSWORD)
    here = people.with_password("ada", PASSWORD)
    exported = here.get("/api/users/me/export")
    assert exported.get_json()["login"]["name"] == "ada"
    assert "argon2" not in exported.text
    assert [one["name"] for one in exported.get_json()["program_logins"]] == ["a program"]
    assert here.delete("/api/users/me").status_code == 204
    assert_problem(tokens.get("/api/session"), 401, "token_invalid")
    refused = app.test_client().post(
        "/api/auth/login", json={"name": "ada", "password": PASSWORD}, headers=OWN_PAGE
    )
    assert_problem(refused, 401, "login_failed")
    with read(context.engine) as connection:
        assert connection.execute(select(logins_table)).all() == []
