"""The internal API: the other services reach it with the service token, nobody else does."""

import threading
from collections.abc import Iterator

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import Engine

from api_server.app import create_app, create_internal_app
from api_server.context import Context
from fovea import clock, internal_api, metrics, packing
from fovea.database import favorite_folding, favorite_pulls
from fovea.database.favorite_pulls import Pull
from fovea.internal_api import (
    Folded,
    InternalApi,
    InternalApiRefused,
    InternalApiUnavailable,
    PullerResponses,
)
from fovea.messages import PullResponse, Receipt
from fovea.settings import InternalApiSettings
from tests.integration.runs.listing_world import ListingWorld
from tests.integration.runs.serving import TOKEN, context_of, serving
from tests.integration.runs.world import World, pull_jobs

ENDPOINTS = (
    internal_api.PULLER_RESPONSES,
    internal_api.INGESTER_RESPONSES,
    internal_api.START_DUE,
    internal_api.SWEEP,
    internal_api.SWEEP_LINKS,
    internal_api.RESOLVE_LINKS,
    internal_api.REMOVE_POSTS,
    internal_api.ADVANCE_ARTIST_SEARCHES,
    internal_api.FOLD,
    internal_api.MAINTENANCE,
)


@pytest.fixture
def context(engine: Engine, database_url: str, redis_url: str, aws_endpoint: str) -> Iterator[Context]:
    with context_of(
        engine, database_url=database_url, redis_url=redis_url, aws_endpoint=aws_endpoint
    ) as context:
        yield context


@pytest.fixture
def internal(context: Context) -> Flask:
    return create_internal_app(context)


@pytest.fixture
def client(internal: Flask) -> FlaskClient:
    return internal.test_client()


@pytest.fixture
def api(internal: Flask) -> Iterator[InternalApi]:
    """The client that the other services use, on a real connection."""
    with serving(internal) as address:
        yield InternalApi(settings_for(address))


def settings_for(address: str, token: str = TOKEN) -> InternalApiSettings:
    return InternalApiSettings(internal_api_url=address, service_token=SecretStr(token))


def bearer(token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


ON_ONE_DATABASE = pytest.mark.parametrize("database_dialect", ["sqlite"], indirect=True)

STRANGERS: list[dict[str, str]] = [
    {},
    bearer("x" * 40),
    bearer(TOKEN[:-1]),
    bearer(TOKEN + "t"),
    bearer("ü" * 40),
    {"Authorization": TOKEN},
    {"Authorization": f"Basic {TOKEN}"},
    {"Cookie": f"session={TOKEN}"},
]


@ON_ONE_DATABASE
def test_nobody_without_the_service_token_is_heard(client: FlaskClient) -> None:
    """Older fault (security): every route for the services was public; anybody could hold the lock for
    ever.
    """
    for path in ENDPOINTS:
        for headers in STRANGERS:
            answer = client.post(path, json={"limit": 1}, headers=headers)
            assert answer.status_code == 401, (path, headers)
            assert answer.content_type == "application/problem+json"


@ON_ONE_DATABASE
def test_the_public_application_knows_none_of_it_even_with_the_token(context: Context) -> None:
    public = create_app(context).test_client()
    for path in ENDPOINTS:
        assert public.post(path, json={"limit": 1}, headers=bearer()).status_code in {403, 404}
        own_page = {**bearer(), "Sec-Fetch-Site": "same-origin"}
        assert public.post(path, json={"limit": 1}, headers=own_page).status_code == 404


UNUSABLE = {
    b"": 400,
    b"{": 400,
    b"\xff\xfe": 400,
    b"[]": 422,
    b"{}": 422,
    b"[" * 100_000: 422,
    b'{"responses": 1, "receipts": 1, "limit": "1"}': 422,
    b'{"responses": [{"type": "pull-job"}], "receipts": [1], "limit": -1}': 422,
    b'{"limit": 1000000, "responses": [{}], "receipts": [{}]}': 422,
}


@ON_ONE_DATABASE
def test_a_body_that_cannot_be_used_is_a_clear_problem(client: FlaskClient) -> None:
    for path in ENDPOINTS[:4]:
        for body, status in UNUSABLE.items():
            answer = client.post(path, data=body, headers=bearer(), content_type="application/json")
            assert answer.status_code == status, (path, body[:80])
            assert answer.content_type == "application/problem+json"
            assert answer.get_json()["detail"]


@ON_ONE_DATABASE
def test_the_operator_sees_what_is_under_way(client: FlaskClient, engine: Engine) -> None:
    assert client.get(internal_api.WORK).status_code == 401
    world = ListingWorld(engine)
    nothing = client.get(internal_api.WORK, headers=bearer()).get_json()
    assert nothing == {"running": {}, "subscriptions": {"active": 0, "paused": 0}, "late_seconds": 0.0}
    world.moment = clock.now() - 90 * clock.SECOND
    world.subscribe(world.listing("late"))
    world.moment = clock.now()
    world.read_now(world.subscribe(world.listing("in time")))
    world.service.start_check("r/cats")
    found = client.get(internal_api.WORK, headers=bearer()).get_json()
    assert (found["running"], found["subscriptions"]) == (
        {"listing": 1, "check": 1},
        {"active": 2, "paused": 0},
    )
    assert 90 <= found["late_seconds"] < 120


@ON_ONE_DATABASE
def test_posts_of_deleted_subscriptions_are_removed_over_the_wire(api: InternalApi, engine: Engine) -> None:
    world = ListingWorld(engine)
    listing = world.listing(newest=25)
    subscription_id = world.subscribe(listing, since=0)
    world.until_listing_ended(world.read_now(subscription_id))
    assert api.remove_posts(limit=20) == 0
    world.service.unsubscribe(subscription_id, remove_posts=True)
    assert [api.remove_posts(limit=20) for _ in range(3)] == [20, 5, 0]
    assert world.posts_of(listing) == set()


@ON_ONE_DATABASE
def test_too_many_at_once_are_refused(client: FlaskClient) -> None:
    responses = [PullResponse(run_id=1, item_id=1, execution=1)] * 10_001
    body = msgspec.json.encode(PullerResponses(responses))
    assert client.post(internal_api.PULLER_RESPONSES, data=body, headers=bearer()).status_code == 422


@ON_ONE_DATABASE
def test_a_body_that_is_too_large_is_refused(client: FlaskClient) -> None:
    body = b" " * (64 * 1024 * 1024 + 1)
    assert client.post(internal_api.PULLER_RESPONSES, data=body, headers=bearer()).status_code == 413


def test_a_run_goes_from_start_to_end_over_the_wire(api: InternalApi, context: Context, world: World) -> None:
    world.service = world.another_service()
    run_id = world.refresh()
    jobs = world.jobs()
    responses = [world.response(job) for job in jobs]
    assert api.report_pulls(responses) == 3
    receipts = world.store(*responses, report=False)
    assert api.report_receipts(receipts) == 3
    assert world.run(run_id).state == "done"


def test_what_is_swept_comes_over_the_wire_as_jobs(api: InternalApi, world: World) -> None:
    world.moment = 1_000_000  # long ago, for the API server's real clock
    run_id = world.refresh()
    (sent := world.jobs()).sort(key=lambda job: job.item_id)
    world.write(lambda connection: connection.exec_driver_sql("UPDATE runs SET created_at = 4000000000000"))
    swept = api.sweep(limit=100)
    assert [job.key for job in pull_jobs(swept.jobs)] == [job.key for job in sent]
    assert {(job.run_id, job.attempt) for job in swept.jobs} == {(run_id, 2)}
    assert (swept.failed, api.sweep(limit=100).jobs) == (0, [])


def test_what_is_due_is_started_and_its_jobs_are_in_the_background_queue(
    api: InternalApi, context: Context, world: World
) -> None:
    world.refresh()
    world.write(
        lambda connection: connection.exec_driver_sql(
            "UPDATE subscriptions SET next_due_at = 5, last_seen_at = 4000000000000"
        )
    )
    world.write(lambda connection: connection.exec_driver_sql("UPDATE runs SET state = 'done'"))
    (run_id,) = api.start_due(limit=10)
    assert world.run(run_id).background
    assert context.queues.queue("puller-background").depth()["waiting"] == 3
    assert context.queues.queue("puller").depth()["waiting"] == 0
    assert api.start_due(limit=10) == []


def test_maintenance_tells_what_it_deleted(api: InternalApi) -> None:
    done = api.maintain()
    assert {"edits_made", "edits_withdrawn", "runs", "receipts", "edits", "changes"} <= done.keys()
    assert set(done.values()) == {0}


def test_counts_of_favourites_are_brought_up_to_date_when_there_is_much_to_do(
    api: InternalApi, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = world.account()
    monkeypatch.setattr(favorite_folding, "DUE_ROWS", 2)
    fave(world, account, 1)
    assert api.fold() == Folded(folded=0, due=False)
    fave(world, account, 2)
    metrics.flush()
    assert api.fold() == Folded(folded=2, due=False)
    assert metrics.snapshot()["favorite_changes_pending"] == 2
    assert metrics.snapshot()["favorite_changes_folded"] == 2


def test_counts_are_checked_once_a_day(api: InternalApi, world: World) -> None:
    """A list that an older program wrote during an upgrade was not counted."""
    account = world.account()
    fave(world, account, 1)
    world.favorites("2@N00", ["3@N00", "3@N00"])
    metrics.flush()
    done = api.maintain()
    assert (done["changes"], done["counts_repaired"]) == (1, 2)
    assert metrics.snapshot()["favorite_counts_repaired"] == 2
    world.favorites("4@N00", ["3@N00"])
    assert api.maintain()["counts_repaired"] == 0


def fave(world: World, account: int, post: int) -> None:
    """Write that an account faves a post."""
    found = Pull(account_id=account, numbers=packing.sorted_numbers([post]), pulled_at=post)
    world.write(
        lambda connection: favorite_pulls.apply(
            connection, favorite_pulls.lock(connection, [account]), [found]
        )
    )


@ON_ONE_DATABASE
def test_whoever_has_the_wrong_token_waits_instead_of_throwing_messages_away(internal: Flask) -> None:
    with serving(internal) as address, pytest.raises(InternalApiUnavailable):
        InternalApi(settings_for(address, "w" * 40)).report_pulls([])


def test_nobody_listening_is_told_as_such() -> None:
    metrics.flush()
    with pytest.raises(InternalApiUnavailable):
        InternalApi(settings_for("http://127.0.0.1:9")).sweep(limit=1)
    assert metrics.snapshot()["internal_api_errors"] == 1
    with pytest.raises(InternalApiUnavailable):
        InternalApi(settings_for("http://127.0.0.1:9")).check()


def test_an_api_server_that_stumbles_over_a_body_is_told_from_one_that_is_away() -> None:
    app = Flask("stumbling")
    status = {"code": 500}

    @app.post(internal_api.PULLER_RESPONSES)
    def stumble() -> tuple[str, int]:
        return "no JSON", status["code"]

    metrics.flush()
    with serving(app) as address:
        api = InternalApi(settings_for(address))
        for code, error in [
            (500, InternalApiRefused),
            (422, InternalApiRefused),
            (413, InternalApiRefused),
            (503, InternalApiUnavailable),
            (502, InternalApiUnavailable),
            (429, InternalApiUnavailable),
            (302, InternalApiUnavailable),
            (200, InternalApiUnavailable),
        ]:
            status["code"] = code
            with pytest.raises(error):
                api.report_pulls([])
    assert metrics.snapshot()["internal_api_errors"] == 8


def test_an_answer_that_never_comes_is_given_up() -> None:
    app = Flask("slow")
    never = threading.Event()

    @app.post(internal_api.INGESTER_RESPONSES)
    def wait() -> str:
        never.wait(5)
        return ""

    with serving(app) as address:
        api = InternalApi(settings_for(address), answer_seconds=0.2)
        with pytest.raises(InternalApiUnavailable):
            api.report_receipts([Receipt(run_id=1, item_id=1, execution=1, number=0)])
        never.set()


@ON_ONE_DATABASE
def test_ready_is_asked_without_the_token(api: InternalApi) -> None:
    api.check()
