"""Login with Flickr, all the way through the simulated one: bound to its browser, kept on the server, started
at once.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import select
from werkzeug.test import TestResponse

from api_server import sessions
from api_server.app import create_app
from api_server.context import Context, bootstrap
from api_server.settings import ONBOARDING_GROUPS, ApiServerSettings
from fovea.database import runs, users
from fovea.database.engine import read
from fovea.database.tables import accounts as accounts_table
from fovea.database.tables import users as users_table
from fovea.messages import PullJob
from tests.integration.api_server.conftest import KEYS
from tests.integration.api_server.people import OWN_PAGE
from tests.integration.api_server.simulated import Simulated
from tests.integration.api_server.test_problems import assert_problem

LOGIN = "/api/auth/flickr/login"
CALLBACK = "/api/auth/flickr/callback"


@pytest.fixture
def settings(settings: ApiServerSettings, simulated: Simulated) -> ApiServerSettings:
    keys = {"flickr_api_key": SecretStr(simulated.key), "flickr_api_secret": SecretStr(simulated.secret)}
    return settings.model_copy(
        update={
            "flickr_base_url": simulated.url,
            "limit_logins": "1000/minute",
            "flickr_retries": 0,
            "groups": ONBOARDING_GROUPS,
            **keys,
        }
    )


@pytest.fixture
def context(settings: ApiServerSettings) -> Iterator[Context]:
    """The real one: real connections, and a client that asks the simulator."""
    context = bootstrap(settings)
    yield context
    context.engine.dispose()
    context.cache.close()


def begin(browser: FlaskClient, next_path: str = "/") -> str:
    """The address at Flickr that a browser is sent to."""
    answer = browser.get(LOGIN, query_string={"next": next_path})
    assert answer.status_code == 302
    return answer.headers["Location"]


def log_in(browser: FlaskClient, simulated: Simulated, nsid: str, next_path: str = "/") -> TestResponse:
    return browser.get(simulated.approve(begin(browser, next_path), nsid))


def who(browser: FlaskClient) -> str | None:
    user = browser.get("/api/session").get_json()["user"]
    return user["account"]["external_id"] if user else None


def reason(answer: TestResponse) -> str:
    location = urlsplit(answer.headers["Location"])
    assert (answer.status_code, location.path, location.netloc) == (302, "/", "")
    assert parse_qs(location.query)["login"] == ["failed"]
    return parse_qs(location.query)["reason"][0]


def test_somebody_logs_in_and_their_recommendations_begin(
    app: Flask, context: Context, simulated: Simulated
) -> None:
    """The older system made the user without asking for any data, who then waited for up to two hours."""
    nsid, browser = simulated.people[0]["nsid"], app.test_client()
    address = begin(browser, "/flickr/me?x=1")
    assert address.startswith(f"{simulated.url}/services/oauth/authorize?")
    assert parse_qs(urlsplit(address).query)["perms"] == ["write"]
    answer = browser.get(simulated.approve(address, nsid))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/flickr/me?x=1")
    assert who(browser) == nsid

    with read(context.engine) as connection:
        user = connection.execute(select(users_table)).one()
        run = runs.latest_of(connection, user.account_id)
    assert run is not None
    assert (run.state, run.kind, bool(run.background)) == ("running", "refresh", False)
    jobs = [one.message for one in context.queues.queue("puller").receive(wait_seconds=1)]
    assert {job.key for job in jobs if isinstance(job, PullJob)} == {
        f"flickr/{kind}/{nsid}" for kind in ("favorites", "contacts", "profile")
    }


def test_the_token_is_sealed_and_acts_for_its_user(
    app: Flask, context: Context, simulated: Simulated
) -> None:
    person, browser = simulated.people[1], app.test_client()
    log_in(browser, simulated, person["nsid"])
    with read(context.engine) as connection:
        row = connection.execute(select(users_table)).one()
    assert row.token.startswith(b"\x04test")
    assert b"72157" not in row.token  # how each of its tokens begins

    group = browser.get("/api/groups").get_json()["groups"][0]["external_id"]
    photos = browser.get(f"/api/groups/flickr/{group}/photos").get_json()["photos"]
    photo = next(one for one in photos if one["owner"]["external_id"] != person["nsid"])
    before = simulated.favorites_of(person["nsid"])
    assert browser.put(f"/api/favorites/{photo['id']}", headers=OWN_PAGE).get_json()["favorited"] is True
    assert simulated.favorites_of(person["nsid"]) == before + 1
    assert browser.put(f"/api/favorites/{photo['id']}", headers=OWN_PAGE).status_code == 200  # already so
    assert simulated.favorites_of(person["nsid"]) == before + 1
    remaining = browser.get(f"/api/groups/flickr/{group}/photos").get_json()["photos"]
    assert photo["id"] not in [one["id"] for one in remaining]
    assert browser.delete(f"/api/favorites/{photo['id']}", headers=OWN_PAGE).status_code == 200
    assert simulated.favorites_of(person["nsid"]) == before
    comment = browser.post(f"/api/posts/{photo['id']}/comments", json={"text": "schön 📷"}, headers=OWN_PAGE)
    assert comment.status_code == 201
    assert comment.get_json()["comment"]["text"] == "schön 📷"


def test_a_login_that_was_taken_back_at_flickr_is_asked_for_anew(
    app: Flask, context: Context, simulated: Simulated
) -> None:
    nsid, browser = simulated.people[2]["nsid"], app.test_client()
    log_in(browser, simulated, nsid)
    group = context.settings.groups[0]
    photos = browser.get(f"/api/groups/flickr/{group}/photos").get_json()["photos"]
    photo = next(one for one in photos if one["owner"]["external_id"] != nsid)
    simulated.revoke(nsid)
    assert_problem(browser.put(f"/api/favorites/{photo['id']}", headers=OWN_PAGE), 401, "token_revoked")
    log_in(browser, simulated, nsid)
    assert browser.put(f"/api/favorites/{photo['id']}", headers=OWN_PAGE).status_code == 200


def test_somebody_who_refuses_is_not_logged_in(app: Flask, context: Context, simulated: Simulated) -> None:
    browser = app.test_client()
    assert reason(browser.get(simulated.refuse(begin(browser)))) == "refused"
    assert who(browser) is None
    with read(context.engine) as connection:
        assert connection.execute(select(users_table)).all() == []


def test_a_login_is_finished_only_in_the_browser_that_began_it(app: Flask, simulated: Simulated) -> None:
    """Else somebody could send their own callback's address to a victim, who would then act in their name."""
    attacker, victim = app.test_client(), app.test_client()
    callback = simulated.approve(begin(attacker), simulated.people[0]["nsid"])
    assert reason(victim.get(callback)) == "expired"
    assert who(victim) is None

    # Not even when the victim has a login of its own under way.
    begin(victim)
    assert reason(victim.get(callback)) == "expired"
    assert attacker.get(callback).headers["Location"] == "/"
    assert who(attacker) == simulated.people[0]["nsid"]


def test_a_callback_works_once(app: Flask, simulated: Simulated) -> None:
    browser = app.test_client()
    callback = simulated.approve(begin(browser), simulated.people[0]["nsid"])
    assert browser.get(callback).headers["Location"] == "/"
    assert browser.post("/api/auth/logout", headers=OWN_PAGE).status_code == 204
    assert reason(browser.get(callback)) == "expired"
    assert who(browser) is None


def test_logins_in_two_tabs_do_not_get_in_each_others_way(app: Flask, simulated: Simulated) -> None:
    browser = app.test_client()
    first, second = begin(browser, "/first"), begin(browser, "/second")
    approved = simulated.approve(first, simulated.people[0]["nsid"])
    assert browser.get(approved).headers["Location"] == "/first"
    assert (
        browser.get(simulated.approve(second, simulated.people[0]["nsid"])).headers["Location"] == "/second"
    )
    assert who(browser) == simulated.people[0]["nsid"]


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "refused"),
        ("?oauth_token=", "refused"),
        ("?oauth_token=x&oauth_verifier=y", "expired"),
        ("?oauth_token=x&oauth_token=y&oauth_verifier=z&other=1", "expired"),
        ("?oauth_token=%00%ff&oauth_verifier=%0d%0aSet-Cookie:x", "expired"),
        ("?oauth_problem=user_refused", "refused"),
    ],
)
def test_a_callback_that_nobody_began_ends_in_a_page(app: Flask, query: str, why: str) -> None:
    browser = app.test_client()
    begin_cookie = browser.get(LOGIN).headers["Set-Cookie"]
    assert begin_cookie
    assert reason(browser.get(CALLBACK + query)) == why


def test_a_wrong_verifier_is_refused(app: Flask, simulated: Simulated) -> None:
    browser = app.test_client()
    callback = simulated.approve(begin(browser), simulated.people[0]["nsid"])
    wrong = re.sub("oauth_verifier=[0-9a-f]+", "oauth_verifier=0000", callback)
    assert reason(browser.get(wrong)) == "refused"
    assert who(browser) is None


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_a_login_leads_to_no_other_site(app: Flask, simulated: Simulated, wanted: str) -> None:
    browser = app.test_client()
    answer = log_in(browser, simulated, simulated.people[0]["nsid"], next_path=wanted)
    assert answer.headers["Location"] == "/"


def test_a_session_that_was_planted_is_not_taken_over(
    app: Flask, context: Context, simulated: Simulated
) -> None:
    """Login fixation: whoever knows the cookie from before the login must not be logged in by it."""
    browser = app.test_client()
    planted = "A" * 43
    browser.set_cookie(sessions.cookie_name(context), planted)
    log_in(browser, simulated, simulated.people[0]["nsid"])
    cookie = browser.get_cookie(sessions.cookie_name(context))
    assert cookie is not None
    assert cookie.value != planted
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    attacker = app.test_client()
    attacker.set_cookie(sessions.cookie_name(context), planted)
    assert who(attacker) is None


def test_logging_in_again_ends_this_browsers_former_session(
    app: Flask, context: Context, simulated: Simulated
) -> None:
    browser, elsewhere = app.test_client(), app.test_client()
    log_in(browser, simulated, simulated.people[0]["nsid"])
    log_in(elsewhere, simulated, simulated.people[0]["nsid"])
    former = browser.get_cookie("fovea")
    assert former is not None
    log_in(browser, simulated, simulated.people[1]["nsid"])
    assert who(browser) == simulated.people[1]["nsid"]
    assert who(elsewhere) == simulated.people[0]["nsid"]
    thief = app.test_client()
    thief.set_cookie("fovea", former.value)
    assert who(thief) is None


def test_who_logs_in_again_is_the_same_user(app: Flask, context: Context, simulated: Simulated) -> None:
    nsid = simulated.people[0]["nsid"]
    for _ in range(2):
        log_in(app.test_client(), simulated, nsid)
    with read(context.engine) as connection:
        (user,) = connection.execute(select(users_table)).all()
        assert users.of_account(connection, user.account_id) is not None
        assert len(runs.running_of(connection, [user.account_id], kind=runs.REFRESH)) == 1


def test_neither_browser_nor_cache_learns_a_secret(
    app: Flask, context: Context, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The older system kept request tokens' secrets in the cache in clear, and the access token in the
    browser.
    """
    from fovea.flickr import oauth

    learned: list[str] = []
    ask_request, ask_access = oauth.request_token, oauth.access_token

    def request_token(*args: Any, **named: Any) -> oauth.RequestToken:
        token = ask_request(*args, **named)
        learned.append(token.secret)
        return token

    def access_token(*args: Any, **named: Any) -> oauth.Token:
        token = ask_access(*args, **named)
        learned.extend([token.key, token.secret])
        return token

    monkeypatch.setattr(oauth, "request_token", request_token)
    monkeypatch.setattr(oauth, "access_token", access_token)

    def everything_cached() -> str:
        return " ".join(str(context.cache.dump(key)) for key in context.cache.scan_iter())

    browser = app.test_client()
    told = [browser.get(LOGIN)]
    assert learned[0] not in everything_cached()
    told.append(browser.get(simulated.approve(told[0].headers["Location"], simulated.people[0]["nsid"])))
    told.extend(browser.get(path) for path in ("/api/session", "/api/users/me/export", "/api/dismissals"))
    assert len(learned) == 3
    for secret in learned:
        assert secret not in everything_cached()
        for answer in told:
            assert secret not in answer.text
            assert secret not in str(answer.headers)


def test_a_token_under_an_older_key_is_sealed_anew_when_it_is_used(
    app: Flask, context: Context, simulated: Simulated, settings: ApiServerSettings
) -> None:
    nsid, browser = simulated.people[0]["nsid"], app.test_client()
    log_in(browser, simulated, nsid)
    both = SecretStr(f"newer:{'A' * 43}=,{KEYS.get_secret_value()}")
    rotated = bootstrap(settings.model_copy(update={"token_keys": both}))
    session = browser.get_cookie("fovea")
    assert session is not None
    later = create_app(rotated).test_client()
    later.set_cookie("fovea", session.value)
    photos = later.get(f"/api/groups/flickr/{settings.groups[0]}/photos").get_json()["photos"]
    photo = next(one for one in photos if one["owner"]["external_id"] != nsid)
    assert later.put(f"/api/favorites/{photo['id']}", headers=OWN_PAGE).status_code == 200
    with read(context.engine) as connection:
        assert connection.execute(select(users_table.c.token)).scalar_one().startswith(b"\x05newer")
    rotated.engine.dispose()


def test_flickr_that_is_away_ends_the_login_in_a_page(settings: ApiServerSettings) -> None:
    away = bootstrap(settings.model_copy(update={"flickr_base_url": "http://127.0.0.1:1"}))
    assert reason(create_app(away).test_client().get(LOGIN)) == "source_unavailable"
    away.engine.dispose()


def test_without_keys_for_tokens_nobody_can_log_in(settings: ApiServerSettings) -> None:
    keyless = bootstrap(settings.model_copy(update={"token_keys": None}))
    visitor = create_app(keyless).test_client()
    assert reason(visitor.get(LOGIN)) == "not_set_up"
    assert visitor.get("/api/status").get_json()["flickr_login"] is False
    keyless.engine.dispose()


def test_a_login_under_another_name_of_the_machine_moves_to_the_public_one(app: Flask) -> None:
    browser = app.test_client()
    answer = browser.get(f"{LOGIN}?next=/flickr/1@N00", base_url="http://127.0.0.1:8400")
    moved = answer.headers["Location"]
    assert moved == "http://localhost/api/auth/flickr/login?next=%2Fflickr%2F1%40N00&moved=true"
    # Behind a proxy that changes the name it moves once and then goes on.
    again = browser.get(f"{LOGIN}?next=/&moved=true", base_url="http://127.0.0.1:8400")
    assert "/services/oauth/authorize" in again.headers["Location"]


def test_accounts_are_looked_up_at_the_simulator(app: Flask, context: Context, simulated: Simulated) -> None:
    person, visitor = simulated.people[0], app.test_client()
    for text in (person["nsid"], person["name"], f"{simulated.url}/photos/{person['nsid']}/"):
        answer = visitor.post("/api/accounts/lookup", json={"query": text}, headers=OWN_PAGE).get_json()
        assert answer["external_id"] == person["nsid"]
    nobody = visitor.post(
        "/api/accounts/lookup", json={"query": "nobody is called so, surely"}, headers=OWN_PAGE
    )
    assert_problem(nobody, 404, "account_not_found")
    elsewhere = visitor.post(
        "/api/accounts/lookup", json={"query": "https://evil.example/photos/x"}, headers=OWN_PAGE
    )
    assert_problem(elsewhere, 422, "invalid_input")
    with read(context.engine) as connection:
        assert len(connection.execute(select(accounts_table)).all()) == 1
    assert requests.get(simulated.url, timeout=10).ok
