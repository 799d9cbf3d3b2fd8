"""Starting and watching runs over the public API."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from api_server import sessions
from api_server.context import Context
from fovea import clock
from fovea.database import accounts, users
from fovea.messages import PullJob
from tests.harness.applications import Applications
from tests.integration.runs.serving import context_of
from tests.integration.runs.world import SUBJECT, World

OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
RUNS = f"/api/accounts/flickr/{SUBJECT}/runs"


@pytest.fixture
def context(engine: Engine, database_url: str, redis_url: str, aws_endpoint: str) -> Iterator[Context]:
    with context_of(
        engine,
        database_url=database_url,
        redis_url=redis_url,
        aws_endpoint=aws_endpoint,
        public_url="http://localhost",
    ) as context:
        yield context


@pytest.fixture
def app(context: Context, applications: Applications) -> Flask:
    return applications.of(context)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def world(engine: Engine, context: Context) -> World:
    """The world at the present moment, with the API's own queues."""
    world = World(engine)
    world.moment = clock.now()
    world.account(SUBJECT, username="ann")
    return world


def jobs_in(context: Context) -> list[PullJob]:
    received = context.queues.queue("puller").receive(most=10, wait_seconds=0)
    return [one.message for one in received if isinstance(one.message, PullJob)]


def start(client: FlaskClient, path: str = RUNS, body: Any = None) -> Any:
    return client.post(path, json={} if body is None else body, headers=OWN_PAGE)


def logged_in(app: Flask, context: Context, world: World, account_id: int) -> FlaskClient:
    user = world.write(lambda connection: users.log_in(connection, account_id, at=clock.now()))
    client = app.test_client()
    client.set_cookie(sessions.cookie_name(context), sessions.of(context).begin(user))
    return client


def test_a_refresh_starts_and_can_be_watched_to_its_end(
    visitor: FlaskClient, context: Context, world: World
) -> None:
    answer = start(visitor)
    assert answer.status_code == 202
    run = answer.get_json()
    assert (run["kind"], run["state"], run["account"]["external_id"]) == ("refresh", "running", SUBJECT)
    assert run["progress"]["total"] == run["progress"]["waiting"] == 3
    assert (run["finished_at"], run["deferred_until"], run["seconds_left"]) == (None, None, None)
    jobs = jobs_in(context)
    assert len(jobs) == 3
    world.answer(*jobs[:1], outcome="gone", reason="User not found")
    world.carry_out(*jobs[1:])
    watched = visitor.get(f"/api/runs/{run['id']}").get_json()
    assert watched["finished_at"]
    assert watched["failure_count"] == len(watched["failures"]) == 1
    assert watched["failures"][0] == {
        "subject": jobs[0].key,
        "name": "ann",
        "code": "account_gone",
        "reason": "User not found",
    }


def test_asking_again_joins_and_asking_after_the_end_gives_the_last_run(
    visitor: FlaskClient, context: Context, world: World
) -> None:
    first = start(visitor).get_json()
    again = start(visitor)
    assert (again.status_code, again.get_json()["id"]) == (202, first["id"])
    world.carry_out(*jobs_in(context))
    fresh = start(visitor)
    assert (fresh.status_code, fresh.get_json()["id"], fresh.get_json()["state"]) == (
        200,
        first["id"],
        "done",
    )


def test_only_the_owner_may_force_a_refresh(
    app: Flask, visitor: FlaskClient, context: Context, world: World
) -> None:
    first = start(visitor).get_json()
    world.carry_out(*jobs_in(context))
    force = {"force": True}
    assert start(visitor, body=force).get_json()["code"] == "not_logged_in"
    stranger = logged_in(app, context, world, world.account("9@N00"))
    assert start(stranger, body=force).get_json()["code"] == "not_yours"
    owner = logged_in(app, context, world, world.account(SUBJECT))
    forced = start(owner, body=force)
    assert forced.status_code == 202
    assert forced.get_json()["id"] != first["id"]


@pytest.mark.parametrize(
    "path", ["/api/runs/4711", f"/api/runs/{2**63 - 1}", f"/api/runs/{2**70}", "/api/runs/x"]
)
def test_a_run_that_there_is_not_is_not_found(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_an_account_found_gone_is_a_clear_problem(visitor: FlaskClient, world: World) -> None:
    account_id = world.account()
    world.write(lambda connection: accounts.set_state(connection, account_id, "gone", at=clock.now()))
    answer = start(visitor)
    assert (answer.status_code, answer.get_json()["code"]) == (410, "account_gone")


@pytest.mark.parametrize("body", [{"force": "perhaps"}, {"forcing": True}, [], {"force": None}])
def test_a_body_that_makes_no_sense_is_a_clear_problem(visitor: FlaskClient, world: World, body: Any) -> None:
    answer = start(visitor, body=body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_input")


def test_another_site_starts_nothing(visitor: FlaskClient, context: Context, world: World) -> None:
    answer = visitor.post(RUNS, json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.get_json()["code"] == "foreign_origin"
    assert jobs_in(context) == []
