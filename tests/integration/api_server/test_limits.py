"""Limits: per client address and per user, told in headers, and not to be talked around."""

import ipaddress

import pytest
from flask import Flask
from sqlalchemy import func, select

from api_server import limits
from api_server.app import create_app
from api_server.context import Context, attach
from api_server.settings import ApiServerSettings
from fovea.database.engine import read
from fovea.database.tables import runs
from fovea.messages import AccountRecord
from tests.integration.api_server.people import OWN_PAGE, People
from tests.integration.api_server.scripted_flickr import ScriptedFlickr
from tests.integration.api_server.test_problems import assert_problem

LOOKUP = "/api/accounts/lookup"

# Nothing here depends on the kind of the database.
pytestmark = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: ApiServerSettings) -> ApiServerSettings:
    tight = {
        "limit_requests": "30/minute",
        "limit_lookups": "3/minute;100/hour",
        "limit_changes": "2/minute",
        "limit_runs": "2/minute",
    }
    proxies = (ipaddress.ip_network("10.0.0.0/8"),)
    return settings.model_copy(update={**tight, "trusted_proxies": proxies})


def test_lookups_of_one_address_are_limited(app: Flask, flickr: ScriptedFlickr) -> None:
    visitor = app.test_client()
    flickr.people["ada"] = AccountRecord(external_id="1@N00", username="ada")
    for left in (2, 1, 0):
        answer = visitor.post(LOOKUP, json={"query": "ada"}, headers=OWN_PAGE)
        assert answer.status_code == 200
        assert '"lookups-minute";q=3' in answer.headers["RateLimit-Policy"]
        assert f'"lookups-minute";r={left};t=' in answer.headers["RateLimit"]
    refused = visitor.post(LOOKUP, json={"query": "ada"}, headers=OWN_PAGE)
    assert_problem(refused, 429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert '"lookups-minute";r=0;t=' in refused.headers["RateLimit"]

    # Other routes and other addresses go on.
    assert visitor.get("/api/status").status_code == 200
    elsewhere = visitor.post(
        LOOKUP, json={"query": "ada"}, headers=OWN_PAGE, environ_overrides={"REMOTE_ADDR": "192.0.2.7"}
    )
    assert elsewhere.status_code == 200


def test_asking_for_unknown_accounts_by_their_address_counts_as_looking_up(
    app: Flask, flickr: ScriptedFlickr, people: People
) -> None:
    visitor = app.test_client()
    for number in range(3):
        assert visitor.get(f"/api/accounts/flickr/{number}@N09").status_code == 404
    assert_problem(visitor.get("/api/accounts/flickr/7@N09"), 429, "too_many_requests")
    people.account("8@N09")
    assert visitor.get("/api/accounts/flickr/8@N09").status_code == 200
    assert len(flickr.made("lookup")) == 3


def test_nobody_can_have_everybody_read(app: Flask, people: People, context: Context) -> None:
    """Each account that is read costs hundreds of calls of Flickr's budget."""
    visitor = app.test_client()
    for number in range(1, 5):
        people.account(f"{number}@N09")
    answers = [
        visitor.post(f"/api/accounts/flickr/{number}@N09/runs", json={}, headers=OWN_PAGE)
        for number in range(1, 5)
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 429, 429]
    assert_problem(answers[-1], 429, "too_many_requests")
    with read(context.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(runs)) == 2


def test_everything_together_is_limited_too(app: Flask) -> None:
    visitor = app.test_client()
    codes = [visitor.get("/api/session").status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]


def test_changes_are_limited_by_user_wherever_they_come_from(people: People) -> None:
    photo = people.photo("55", owner="9@N00")
    here, there, other = people.logged_in("1@N00"), people.logged_in("1@N00"), people.logged_in("2@N00")
    path = f"/api/dismissals/posts/{photo}"
    assert here.put(path).status_code == 204
    assert there.put(path, environ_overrides={"REMOTE_ADDR": "192.0.2.9"}).status_code == 204
    assert_problem(here.put(path), 429, "too_many_requests")
    assert other.put(path).status_code == 204


def test_health_is_never_limited(app: Flask) -> None:
    visitor = app.test_client()
    assert {visitor.get("/health/live").status_code for _ in range(40)} == {200}


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", "192.0.2.1"),  # not a proxy of ours: what it says of itself is nothing
        ("10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.5", "203.0.113.5"),  # the left part was written by the client
        ("10.0.0.1", "203.0.113.5, 10.0.0.2", "203.0.113.5"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("::ffff:192.0.2.1", None, "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
    ],
)
def test_a_client_is_known_by_what_trusted_proxies_say(
    context: Context, remote: str, forwarded: str | None, client: str
) -> None:
    app = Flask("test")
    attach(app, context)
    headers = {"X-Forwarded-For": forwarded} if forwarded is not None else {}
    with app.test_request_context("/", headers=headers, environ_overrides={"REMOTE_ADDR": remote}):
        assert limits.subscriber() == client


def test_a_cache_that_is_away_lets_requests_through(context: Context, flickr: ScriptedFlickr) -> None:
    from fovea.cache import connect

    flickr.people["ada"] = AccountRecord(external_id="1@N00", username="ada")
    nowhere = Context(
        settings=context.settings,
        engine=context.engine,
        cache=connect("redis://127.0.0.1:1/0", timeout_seconds=0.2, retries=0),
        queues=context.queues,
        flickr=context.flickr,
    )
    visitor = create_app(nowhere).test_client()
    codes = {visitor.post(LOOKUP, json={"query": "ada"}, headers=OWN_PAGE).status_code for _ in range(5)}
    assert codes == {200}
