"""Starting refreshes."""

import threading

import pytest
from sqlalchemy import Engine, select, update

from api_server.runs.service import Started
from fovea.clock import DAY, HOUR
from fovea.database import accounts, runs
from fovea.database.engine import read
from fovea.database.tables import favorite_lists
from fovea.database.tables import runs as runs_table
from fovea.errors import AccountGone, AccountNotFound
from tests.integration.runs.world import BEGIN, SUBJECT, World, favorites_of


def test_a_refresh_asks_for_favourites_contacts_and_profile(world: World) -> None:
    run_id = world.refresh()
    jobs = world.jobs()
    assert [(job.kind, job.external_id, job.discover, job.background) for job in jobs] == [
        ("favorites", SUBJECT, True, False),
        ("contacts", SUBJECT, False, False),
        ("profile", SUBJECT, False, False),
    ]
    assert jobs[0].since is None
    assert jobs[0].max_pages == 20
    assert set(world.states(run_id).values()) == {"sent"}
    assert world.report(run_id).progress.total == 3


def test_a_first_login_is_never_left_waiting_for_a_sleeping_scheduler(world: World) -> None:
    """Older fault 1: the first login inserted the user, sent nothing, and hung at 0 % for up to two hours."""
    world.refresh()
    assert len(world.jobs()) == 3


def test_a_job_is_sent_after_its_run_is_stored_so_that_no_answer_can_come_too_early(world: World) -> None:
    """Older faults 3 and 4: messages were sent first and counted later, so fast answers were erased."""
    seen: list[bool] = []
    queue = world.queues.queue("puller")
    send = queue.send

    def look(messages: object) -> None:
        with read(world.engine) as connection:
            stored = {row.id for row in connection.execute(select(runs_table.c.id))}
        jobs = list(messages)  # type: ignore[call-overload]
        seen.extend(job.run_id in stored for job in jobs)
        send(jobs)

    queue.send = look  # type: ignore[method-assign]
    world.refresh()
    assert seen == [True, True, True]


def test_an_answer_that_arrives_before_the_sender_has_noted_the_sending_counts(world: World) -> None:
    queue = world.queues.queue("puller")
    send = queue.send

    def answer_at_once(messages: object) -> None:
        jobs = list(messages)  # type: ignore[call-overload]
        send(jobs)
        world.carry_out(*jobs)

    queue.send = answer_at_once  # type: ignore[method-assign]
    run_id = world.refresh()
    assert set(world.states(run_id).values()) == {"done"}
    assert world.run(run_id).state == "done"


def test_two_requests_that_race_start_one_refresh(world: World) -> None:
    account_id = world.account()
    barrier = threading.Barrier(6)
    started: list[Started] = []

    def start() -> None:
        service = world.another_service()
        barrier.wait()
        started.append(service.start_refresh(account_id))

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(started) == 6
    assert len({one.run.id for one in started}) == 1
    assert sum(one.begun for one in started) == 1
    assert len(world.jobs()) == 3


def test_whoever_comes_while_a_refresh_runs_joins_it(world: World) -> None:
    run_id = world.refresh()
    world.jobs()
    assert world.refresh() == run_id
    assert world.refresh(force=True) == run_id
    assert world.jobs() == []


def test_somebody_who_waits_makes_a_background_refresh_an_interactive_one(world: World) -> None:
    run_id = world.refresh(background=True)
    assert {job.background for job in world.jobs("puller-background")} == {True}
    assert world.refresh() == run_id
    world.wait(10_000)
    assert {job.background for job in world.swept(limit=10)} == {False}


def test_a_refresh_that_is_fresh_enough_is_not_repeated_unless_forced(world: World) -> None:
    run_id = world.refresh()
    world.until_ended(run_id)
    world.wait(3_600)
    again = world.service.start_refresh(world.account())
    assert (again.run.id, again.begun) == (run_id, False)
    forced = world.service.start_refresh(world.account(), force=True)
    assert forced.begun
    assert forced.run.id != run_id


def test_a_refresh_older_than_the_interval_is_repeated(world: World) -> None:
    run_id = world.refresh()
    world.until_ended(run_id)
    world.wait(7_201)
    assert world.refresh() != run_id


def test_a_failed_refresh_may_be_tried_again_after_a_minute(world: World) -> None:
    run_id = world.refresh()
    world.answer(*world.jobs(), outcome="refused", reason="no")
    assert world.run(run_id).state == "failed"
    assert world.refresh() == run_id
    world.wait(61)
    assert world.refresh() != run_id


@pytest.mark.parametrize(("outcome", "again"), [("unavailable", True), ("gone", False)])
def test_a_refresh_that_missed_somebody_for_now_may_be_tried_again_after_a_minute(
    outcome: str, again: bool, world: World
) -> None:
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1, "3@N00": 1})
    missed, read = world.jobs()
    world.carry_out(read)
    world.answer(missed, outcome=outcome, reason="no")
    while world.run(run_id).state == "running":
        world.wait(1_000)
        world.answer(*world.swept(limit=10), outcome=outcome, reason="no")
    assert world.run(run_id).state == "done_with_failures"
    assert world.refresh() == run_id
    world.wait(61)
    assert (world.refresh() != run_id) is again


def test_there_is_no_refresh_of_nobody(world: World) -> None:
    with pytest.raises(AccountNotFound):
        world.service.start_refresh(4_711)


def test_an_account_found_gone_is_told_so_and_asked_again_an_hour_later(world: World) -> None:
    account_id = world.account()
    world.write(lambda connection: accounts.set_state(connection, account_id, "gone", at=BEGIN))
    with pytest.raises(AccountGone):
        world.service.start_refresh(account_id)
    world.wait(3_601)
    assert world.service.start_refresh(account_id).begun


def test_only_the_newest_favourites_are_asked_for_when_the_whole_list_is_known(world: World) -> None:
    world.favorites(SUBJECT, ["2@N00"])
    pulled_at = world.moment
    world.wait(3 * DAY / 1_000)
    world.refresh()
    assert world.jobs()[0].since == pulled_at


def test_the_whole_list_is_asked_for_once_a_week_so_that_unfaves_are_noticed(world: World) -> None:
    world.favorites(SUBJECT, ["2@N00"])
    world.wait(7 * DAY / 1_000 + 1)
    world.refresh()
    assert world.jobs()[0].since is None


def test_somebody_who_was_read_as_a_photographer_only_is_read_whole_when_they_come_themselves(
    world: World,
) -> None:
    """Of a photographer two pages are read, and they may have far more favourites than that."""
    world.favorites(SUBJECT, ["2@N00"] * 3)
    world.write(lambda connection: connection.execute(update(favorite_lists).values(truncated=True)))
    world.refresh()
    (favorites, *_) = world.jobs()
    assert (favorites.kind, favorites.since) == ("favorites", None)


def test_a_list_that_is_as_long_as_is_read_of_anybody_is_not_read_whole_each_time(world: World) -> None:
    world.service = world.another_service(subject_pages=1)
    world.favorites(SUBJECT, ["2@N00"] * 490)
    world.write(lambda connection: connection.execute(update(favorite_lists).values(truncated=True)))
    pulled_at = world.moment
    world.refresh()
    assert world.jobs()[0].since == pulled_at


def test_a_fave_reads_its_photographer_at_once(world: World) -> None:
    started = world.service.start_favorite(world.account(), source="flickr", external_id="2@N00")
    jobs = world.jobs()
    assert [(job.kind, job.external_id, job.discover, job.max_pages) for job in jobs] == [
        ("favorites", "2@N00", False, 2)
    ]
    world.carry_out(*jobs)
    assert world.run(started.run.id).state == "done"
    assert world.run(started.run.id).first_results_at is None


def test_two_faves_of_one_photographer_read_them_once(world: World) -> None:
    account_id = world.account()
    first = world.service.start_favorite(account_id, source="flickr", external_id="2@N00")
    second = world.service.start_favorite(account_id, source="flickr", external_id="2@N00")
    other = world.service.start_favorite(account_id, source="flickr", external_id="3@N00")
    assert first.run.id == second.run.id != other.run.id
    assert len(world.jobs()) == 2


def test_a_fave_of_somebody_read_lately_needs_no_reading(world: World) -> None:
    world.favorites("2@N00", ["3@N00"])
    started = world.service.start_favorite(world.account(), source="flickr", external_id="2@N00")
    assert started.run.state == "done"
    assert world.jobs() == []


def test_jobs_that_cannot_be_sent_are_sent_by_the_sweeper(world: World) -> None:
    world.queues.queue("puller").away = True
    run_id = world.refresh()
    assert set(world.states(run_id).values()) == {"waiting"}
    assert {item.attempts for item in world.items(run_id).values()} == {0}
    assert world.swept(limit=10) == []
    world.wait(16)
    swept = world.swept(limit=10)
    assert [job.kind for job in swept] == ["favorites", "contacts", "profile"]
    assert {job.attempt for job in swept} == {1}
    world.carry_out(*swept)
    assert world.run(run_id).state == "done"


def test_killed_between_commit_and_send(world: World) -> None:
    class Killed(BaseException):
        pass

    def die(_: object) -> None:
        raise Killed

    queue = world.queues.queue("puller")
    send, queue.send = queue.send, die  # type: ignore[method-assign,assignment]
    with pytest.raises(Killed):
        world.refresh()
    queue.send = send  # type: ignore[method-assign]
    with read(world.engine) as connection:
        run = runs.latest_of(connection, world.account())
    assert run is not None
    assert world.refresh() == run.id
    assert world.jobs() == []
    world.wait(16)
    world.carry_out(*world.swept(limit=10))
    assert world.run(run.id).state == "done"


def test_every_refresh_moves_the_subscription(world: World) -> None:
    from fovea.database import subscriptions

    account_id = world.account()
    run_id = world.refresh()
    with read(world.engine) as connection:
        subscription = subscriptions.get(connection, account_id)
    assert subscription is not None
    assert subscription.next_due_at == world.moment + 2 * HOUR
    assert subscription.last_run_id == run_id


def test_favourites_items_have_the_key_that_the_design_gives_them(world: World) -> None:
    assert favorites_of(SUBJECT) in world.states(world.refresh())


def test_the_engine_is_that_of_the_dialect(engine: Engine, database_dialect: str) -> None:
    assert (engine.dialect.name == "sqlite") is (database_dialect == "sqlite")
