"""Accounts that somebody looks at are kept up to date; the others are left alone."""

import threading
from types import SimpleNamespace
from typing import cast

import pytest
from sqlalchemy import select

from api_server.context import Context
from api_server.subscriptions.service import look
from fovea import clock
from fovea.clock import DAY, HOUR
from fovea.database import accounts, subscriptions
from fovea.database.engine import read
from fovea.database.tables import subscriptions as table
from tests.integration.runs.world import SUBJECT, World


def due_at(world: World, external_id: str = SUBJECT) -> int:
    account_id = world.account(external_id)
    with read(world.engine) as connection:
        return int(
            connection.scalars(select(table.c.next_due_at).where(table.c.account_id == account_id)).one()
        )


def test_what_is_due_is_refreshed_in_the_background(world: World) -> None:
    world.until_ended(world.refresh())
    assert world.service.start_due(limit=10) == []
    world.wait(7_200)
    (run_id,) = world.service.start_due(limit=10)
    assert world.run(run_id).subscription_id is not None
    assert {job.background for job in world.jobs("puller-background")} == {True}
    assert world.jobs() == []
    assert due_at(world) == world.moment + 2 * HOUR
    assert world.service.start_due(limit=10) == []


def test_two_schedulers_at_once_start_what_is_due_once(world: World) -> None:
    """Older fault 9: the lock granted to everyone, and every scheduler started everything."""
    for number in range(8):
        world.until_ended(world.refresh(f"{number}@N07"))
    world.wait(7_200)
    barrier = threading.Barrier(3)
    started: list[int] = []

    def start() -> None:
        service = world.another_service()
        barrier.wait()
        for _ in range(4):
            started.extend(service.start_due(limit=3))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    started.extend(world.service.start_due(limit=100))
    assert len(started) == len(set(started)) == 8
    assert len(world.jobs("puller-background")) == 24


def test_killed_between_the_start_of_what_is_due_and_its_sending(world: World) -> None:
    """Older fault 10: counters were marked before messages were sent, and a crash lost two hours for
    everybody.
    """
    world.until_ended(world.refresh())
    world.wait(7_200)
    world.queues.queue("puller-background").away = True
    (run_id,) = world.service.start_due(limit=10)
    world.wait(16)
    jobs = world.swept(limit=10)
    assert {job.background for job in jobs} == {True}
    world.carry_out(*jobs)
    assert world.run(run_id).state == "done"


def test_an_account_unseen_for_a_month_is_left_alone_until_somebody_looks_again(world: World) -> None:
    world.until_ended(world.refresh())
    world.wait(31 * DAY / 1_000)
    assert world.service.start_due(limit=10) == []
    account_id = world.account()
    world.write(lambda connection: subscriptions.note_seen(connection, account_id, now=world.moment))
    assert len(world.service.start_due(limit=10)) == 1


def test_a_refresh_that_runs_already_is_not_started_again(world: World) -> None:
    run_id = world.refresh()
    world.wait(7_200)
    assert world.service.start_due(limit=10) == []
    assert due_at(world) == world.moment + 2 * HOUR
    assert world.run(run_id).state == "running"


def test_a_refresh_by_hand_puts_the_next_one_off(world: World) -> None:
    world.until_ended(world.refresh())
    world.wait(7_000)
    world.until_ended(world.refresh(force=True))
    world.wait(1_000)
    assert world.service.start_due(limit=10) == []


def test_an_account_found_gone_is_not_refreshed_over_and_over(world: World) -> None:
    """Older fault (security): any number of bogus ids could be registered, each refreshed for ever."""
    account_id = world.account()
    world.until_ended(world.refresh())
    world.wait(7_200)
    world.write(lambda connection: accounts.set_state(connection, account_id, "gone", at=world.moment))
    assert world.service.start_due(limit=10) == []
    assert due_at(world) == world.moment + 2 * HOUR


def test_no_more_than_asked_for_are_started_and_the_longest_due_come_first(world: World) -> None:
    for number in range(5):
        world.until_ended(world.refresh(f"{number}@N07"))
        world.wait(10)
    world.wait(7_200)
    first = world.service.start_due(limit=2)
    assert [world.run(run_id).account_id for run_id in first] == [
        world.account("0@N07"),
        world.account("1@N07"),
    ]


def test_looking_keeps_a_subscription_and_makes_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else anybody could have thousands of accounts refreshed every two hours by asking for their pages."""
    context = cast(Context, SimpleNamespace(engine=world.engine))
    monkeypatch.setattr(clock, "now", lambda: world.moment)
    account_id = world.account()

    def last_seen() -> list[int]:
        with read(world.engine) as connection:
            return list(connection.scalars(select(table.c.last_seen_at)))

    look(context, account_id)
    assert last_seen() == []
    world.refresh()
    begin = world.moment
    world.wait(60)
    look(context, account_id)
    assert last_seen() == [begin]
    world.wait(3_600)
    look(context, account_id)
    assert last_seen() == [world.moment]


def test_a_refresh_that_is_due_does_not_make_the_sweeper_hurry(world: World) -> None:
    """Each has a pace of its own: else a refresh that cannot start now would have the sweeper run in
    circles.
    """
    world.until_ended(world.refresh())
    world.wait(8_000)
    assert world.service.sweep(limit=10).next_due_seconds == 3_600
