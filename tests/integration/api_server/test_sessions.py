"""Sessions: kept on the server, ended where they should be, never opened by what is not theirs."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy import update

from api_server import session_store, sessions
from api_server.app import create_app
from api_server.context import Context
from fovea import clock
from fovea.database import users
from fovea.database.tables import users as users_table
from tests.integration.api_server.people import OWN_PAGE, Browser, People
from tests.integration.api_server.test_problems import assert_problem


def who(browser: Browser) -> str | None:
    user = browser.get("/api/session").get_json()["user"]
    return user["account"]["external_id"] if user else None


def test_a_session_knows_its_user(people: People) -> None:
    browser = people.logged_in("1@N00")
    session = browser.get("/api/session").get_json()
    assert session["user"]["account"]["external_id"] == "1@N00"
    assert session["user"]["created_at"].endswith("Z")


def test_the_cache_keeps_only_the_hash_of_a_session_id(people: People, context: Context) -> None:
    browser = people.logged_in("1@N00")
    cookie = browser.client.get_cookie(sessions.cookie_name(context))
    assert cookie is not None
    everything = b" ".join(
        [key + b" " + (context.cache.dump(key) or b"") for key in context.cache.scan_iter()]
    )
    assert cookie.value.encode() not in everything
    assert hashlib.sha256(cookie.value.encode()).hexdigest().encode() in everything


def test_logging_out_ends_this_browsers_session_only(people: People) -> None:
    here, there = people.logged_in("1@N00"), people.logged_in("1@N00")
    cookie = here.client.get_cookie("fovea")
    assert cookie is not None
    assert here.post("/api/auth/logout").status_code == 204
    assert here.client.get_cookie("fovea") is None
    assert who(there) == "1@N00"

    # The old cookie, had somebody kept it, opens nothing any more.
    here.client.set_cookie("fovea", cookie.value)
    assert who(here) is None


def test_logging_out_without_a_session_is_fine(app: Flask) -> None:
    assert app.test_client().post("/api/auth/logout", headers=OWN_PAGE).status_code == 204


def test_an_unused_session_ends_by_itself(people: People, context: Context) -> None:
    people.logged_in("1@N00")
    lifetimes = [context.cache.ttl(key) for key in context.cache.scan_iter("fovea:session*")]
    assert len(lifetimes) == 2
    assert all(30 * 86_400 - 60 <= lifetime <= 31 * 86_400 for lifetime in lifetimes)


def test_a_used_session_lives_on(people: People, context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = people.logged_in("1@N00")
    for key in context.cache.scan_iter("fovea:session*"):
        context.cache.expire(key, 100)
    assert "Set-Cookie" not in browser.get("/api/session").headers

    two_days_later = clock.now() + 2 * clock.DAY
    monkeypatch.setattr(clock, "now", lambda: two_days_later)
    renewed = browser.get("/api/session").headers["Set-Cookie"]
    assert "Max-Age=2592000" in renewed
    assert all(context.cache.ttl(key) > 29 * 86_400 for key in context.cache.scan_iter("fovea:session*"))


def test_a_session_that_was_ended_is_not_renewed(people: People, context: Context) -> None:
    store = sessions.of(context)
    session_id = store.begin(people.logged_in("1@N00").user)
    record = store.find(session_id)
    assert record is not None
    store.end(session_id)
    store.renew(session_id, record)
    assert store.find(session_id) is None


def test_a_number_that_is_given_anew_opens_no_old_session(people: People) -> None:
    browser = people.logged_in("1@N00")

    # The database hands the number of a deleted user to the next one, as SQLite does.
    def someone_else(connection) -> None:  # type: ignore[no-untyped-def]
        changed = {"created_at": browser.user.created_at + 1}
        connection.execute(update(users_table).where(users_table.c.id == browser.user.id).values(changed))

    people.write(someone_else)
    assert who(browser) is None


def test_deleting_the_account_ends_every_session_of_it(people: People) -> None:
    here, there, other = people.logged_in("1@N00"), people.logged_in("1@N00"), people.logged_in("2@N00")
    assert here.delete("/api/users/me").status_code == 204
    assert (who(here), who(there), who(other)) == (None, None, "2@N00")


def test_the_last_visit_is_noted_to_the_hour(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = people.logged_in("1@N00")

    def seen() -> int:
        user = people.write(lambda connection: users.get(connection, browser.user.id))
        assert user is not None
        return user.last_seen_at

    before = seen()
    browser.get("/api/session")
    assert seen() == before
    later = clock.now() + 2 * clock.HOUR
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.get("/api/session")
    assert seen() == later


def test_over_https_the_cookie_is_of_this_host_alone(context: Context, people: People) -> None:
    secure = context.settings.model_copy(update={"public_url": "https://fovea.example"})
    app = create_app(
        Context(
            settings=secure,
            engine=context.engine,
            cache=context.cache,
            queues=context.queues,
            flickr=context.flickr,
        )
    )
    session_id = sessions.of(context).begin(people.logged_in("1@N00").user)
    browser = app.test_client()
    browser.set_cookie("__Host-fovea", session_id, domain="fovea.example", secure=True)
    answer = browser.post("/api/auth/logout", headers=OWN_PAGE, base_url="https://fovea.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-fovea=;")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"]


def test_a_cache_that_is_away_is_told_and_not_taken_for_a_logout(
    people: People, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    import redis

    def away(*_: object) -> None:
        raise redis.ConnectionError("away")

    browser = people.logged_in("1@N00")
    monkeypatch.setattr(session_store.Sessions, "find", away)
    assert_problem(browser.get("/api/session"), 503, "service_unavailable")
    # Whoever has no cookie does not need the cache.
    assert people.app.test_client().get("/api/session").get_json() == {"user": None}
