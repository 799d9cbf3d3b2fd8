"""What pullers and ingesters report, in every order, twice, late, or for nothing that exists."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event, func, select

from fovea import metrics
from fovea.database import users
from fovea.database.engine import read
from fovea.database.personal_data import erase
from fovea.database.tables import accounts as accounts_table
from fovea.database.tables import receipts as receipts_table
from fovea.database.tables import run_items
from fovea.messages import Discovery, PullResponse, Receipt
from tests.integration.runs.world import SUBJECT, World, favorites_of


def test_an_item_is_done_when_its_answer_and_all_its_receipts_are_there(world: World) -> None:
    run_id = world.refresh()
    subject, *_ = world.jobs()
    response = world.response(subject, batches=2)
    first, second = world.store(response, report=False)
    world.service.record_receipts([first])
    world.service.record_receipts([second])
    assert world.states(run_id)[favorites_of(SUBJECT)] == "sent"
    world.service.record_puller_responses([response])
    assert world.states(run_id)[favorites_of(SUBJECT)] == "done"


def test_an_answer_alone_finishes_nothing(world: World) -> None:
    run_id = world.refresh()
    (response,) = world.answer(world.jobs()[0], batches=2)
    assert world.states(run_id)[favorites_of(SUBJECT)] == "sent"
    world.store(response)
    assert world.states(run_id)[favorites_of(SUBJECT)] == "done"


def test_receipts_of_another_execution_do_not_fill_the_gaps_of_the_answered_one(world: World) -> None:
    """Older fault 3: without a generation in the messages, duplicates over-counted and runs completed
    early.
    """
    run_id = world.refresh()
    job = world.jobs()[0]
    answered, repeated = world.response(job, batches=2), world.response(job, batches=2)
    first, _ = world.store(answered, report=False)
    with world.engine.begin() as connection:
        connection.execute(receipts_table.delete().where(receipts_table.c.number == 1))
    world.service.record_receipts([first])
    world.service.record_puller_responses([answered])
    world.store(repeated, report=False)
    with world.engine.begin() as connection:
        unfinished = receipts_table.c.execution == repeated.execution
        connection.execute(receipts_table.delete().where(unfinished, receipts_table.c.number == 0))
    world.service.record_receipts([first])
    assert world.states(run_id)[favorites_of(SUBJECT)] == "sent"


def test_a_second_execution_that_is_stored_as_a_whole_will_do_for_an_answered_one(world: World) -> None:
    run_id = world.refresh()
    job = world.jobs()[0]
    world.answer(job, batches=3)
    world.store(world.response(job, batches=2))
    assert world.states(run_id)[favorites_of(SUBJECT)] == "done"


def test_an_answer_without_batches_is_done_at_once(world: World) -> None:
    run_id = world.refresh()
    world.answer(world.jobs()[0], batches=0)
    assert world.states(run_id)[favorites_of(SUBJECT)] == "done"


def test_everything_delivered_twice_changes_nothing(world: World) -> None:
    """Older fault 3: SQS duplicates and redrives over-counted."""
    run_id = world.refresh()
    jobs = world.jobs()
    responses = world.answer(*jobs, found={"2@N00": 1, "3@N00": 2})
    receipts = world.store(*responses)
    world.jobs()
    before = world.items(run_id)
    assert len(before) == 5
    for _ in range(2):
        world.service.record_puller_responses(responses + responses)
        world.service.record_receipts(receipts + receipts)
    assert world.items(run_id) == before
    assert world.jobs() == []


def test_a_missing_user_ends_the_item_with_a_reason(world: World) -> None:
    """Older fault 2: users that were not found were acknowledged silently, and the counters wedged for
    ever.
    """
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1, "3@N00": 1})
    gone, other = world.jobs()
    world.answer(gone, outcome="gone", reason="User not found")
    world.carry_out(other)
    run = world.run(run_id)
    assert run.state == "done_with_failures"
    report = world.report(run_id)
    assert report.failure_count == 1
    failure = report.failures[0]
    assert (failure.subject, failure.code, failure.reason) == (gone.key, "account_gone", "User not found")


def test_a_gone_account_is_remembered_as_gone(world: World) -> None:
    account_id = world.account("2@N00")
    world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1})
    world.answer(*world.jobs(), outcome="gone")
    with read(world.engine) as connection:
        row = connection.execute(select(accounts_table).where(accounts_table.c.id == account_id)).one()
    assert (row.state, row.state_at) == ("gone", world.moment)


def test_private_contacts_do_not_make_an_account_private(world: World) -> None:
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    world.answer(contacts, outcome="private")
    world.carry_out(favorites, profile)
    with read(world.engine) as connection:
        assert connection.scalar(select(accounts_table.c.state)) == "active"
    assert world.run(run_id).state == "done_with_failures"


def test_a_run_fails_when_its_accounts_favourites_cannot_be_read(world: World) -> None:
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    world.carry_out(contacts, profile)
    world.answer(favorites, outcome="private")
    assert world.run(run_id).state == "failed"


def test_a_run_cannot_end_before_its_account_s_own_list_is_read(world: World) -> None:
    """Older fault 3: neighbours were sent before they were counted, and runs completed early."""
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    world.service.record_puller_responses(
        [world.response(favorites, found={"2@N00": 1}, final=False, batches=0)]
    )
    world.carry_out(contacts, profile, *world.jobs())
    assert world.run(run_id).state == "running"
    world.carry_out(favorites, found={"2@N00": 1, "3@N00": 1})
    assert world.run(run_id).state == "running"
    world.carry_out(*world.jobs())
    assert world.run(run_id).state == "done"


def test_a_run_ends_once_and_its_end_never_moves(world: World) -> None:
    """Older fault 5: work after completion moved the moment of completion, and the metric grew."""
    run_id = world.refresh()
    jobs = world.jobs()
    responses = world.answer(*jobs)
    receipts = world.store(*responses)
    ended = world.run(run_id)
    assert ended.state == "done"
    world.wait(100)
    world.service.record_puller_responses([*responses, world.response(jobs[0], found={"9@N00": 1})])
    world.service.record_receipts(receipts)
    world.service.start_favorite(world.account(), source="flickr", external_id="9@N00")
    world.carry_out(*world.jobs())
    assert world.run(run_id) == ended
    assert len(world.items(run_id)) == 3


def test_times_to_recommendations_are_measured_once_a_run_and_not_for_faves(world: World) -> None:
    """Older fault 5: each fave after completion sent a bogus, growing time_to_get_all_data."""
    metrics.flush()
    world.favorites(SUBJECT, ["2@N00", "3@N00", "4@N00", "4@N00", "5@N00"], pulled_at=0)
    run_id = world.refresh()
    first = world.jobs()
    responses = world.answer(*first)
    receipts = world.store(*responses)
    world.wait(10)
    photographers = world.jobs()
    world.carry_out(*photographers[:3])
    assert metrics.snapshot().get("time_to_first_recommendations") == 10
    world.wait(30)
    late = world.answer(*photographers[3:])
    told = world.store(*late)
    for _ in range(3):
        world.wait(60)
        world.service.record_puller_responses(responses + late)
        world.service.record_receipts(receipts + told)
        world.service.sweep(limit=10)
    world.service.start_favorite(world.account(), source="flickr", external_id="9@N00")
    world.carry_out(*world.jobs())
    assert metrics.snapshot().get("time_to_first_recommendations") == 10
    assert metrics.snapshot().get("time_to_all_recommendations") == 40
    assert metrics.snapshot().get("runs_finished") == 2
    run = world.run(run_id)
    assert (run.first_results_at - run.created_at, run.finished_at - run.created_at) == (10_000, 40_000)
    metrics.flush()


def test_what_belongs_to_nothing_is_passed_over(world: World) -> None:
    run_id = world.refresh()
    other_id = world.refresh("7@N00")
    job, *_ = world.jobs()
    strangers = [
        PullResponse(run_id=4_711, item_id=job.item_id, execution=1, batches=0),
        PullResponse(run_id=other_id, item_id=job.item_id, execution=1, batches=0),
        PullResponse(run_id=run_id, item_id=4_711, execution=1, batches=0),
        PullResponse(run_id=2**80, item_id=-1, execution=2**70, batches=0),
        PullResponse(run_id=run_id, item_id=job.item_id, execution=2**63, batches=0),
        PullResponse(run_id=run_id, item_id=job.item_id, execution=1, batches=-1),
        PullResponse(run_id=run_id, item_id=job.item_id, execution=1, batches=2**40),
    ]
    receipts = [
        Receipt(run_id=4_711, item_id=1, execution=1, number=0),
        Receipt(run_id=2**90, item_id=2**90, execution=1, number=0),
        Receipt(run_id=-1, item_id=-1, execution=-1, number=-1),
    ]
    assert world.service.record_puller_responses(strangers) == len(strangers)
    assert world.service.record_receipts(receipts) == len(receipts)
    assert set(world.states(run_id).values()) == {"sent"}


def test_one_absurd_answer_does_not_hold_up_those_that_came_with_it(world: World) -> None:
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    absurd = world.response(
        favorites, outcome="unavailable", retry_at=2**70, code="c" * 5_000, reason="r\x00" * 100_000
    )
    discovered = [
        Discovery(kind="favorites", external_id="x" * 5_000, weight=2**70),
        Discovery(kind="favorites", external_id="2@N00", weight=2**70),
        Discovery(kind="favorites", external_id="", weight=1),
        Discovery(kind="favorites", external_id="3@N00", weight=-4),
        Discovery(kind="profile", external_id="4@N00"),
    ]
    found = PullResponse(
        run_id=run_id, item_id=favorites.item_id, execution=99, final=False, discovered=discovered
    )
    world.service.record_puller_responses([found, absurd, *world.answer(contacts, profile)])
    states = world.states(run_id)
    assert states[favorites_of("2@N00")] == "sent"
    assert states[favorites_of(SUBJECT)] == "waiting"
    assert len(states) == 4


def test_answers_for_a_run_that_was_deleted_with_its_user_are_passed_over(world: World) -> None:
    account_id = world.account()
    user = world.write(lambda connection: users.log_in(connection, account_id, at=world.moment))
    world.refresh()
    jobs = world.jobs()
    responses = [world.response(job, found={"2@N00": 1}) for job in jobs]
    receipts = world.store(*responses, report=False)
    world.write(lambda connection: erase(connection, user))
    world.service.record_puller_responses(responses)
    world.service.record_receipts(receipts)
    assert world.swept(limit=10) == []
    with read(world.engine) as connection:
        assert connection.scalar(select(func.count()).select_from(run_items)) == 0


class Paused:
    """Runs a function in a thread and stops it just before its transaction is committed."""

    def __init__(self, engine: Engine, function: Callable[[], object]) -> None:
        self._engine = engine
        self._before_commit = threading.Event()
        self._go_on = threading.Event()
        self._thread = threading.Thread(target=function)
        event.listen(engine, "commit", self._stop_here)
        self._thread.start()
        assert self._before_commit.wait(20)

    def _stop_here(self, _: object) -> None:
        if threading.current_thread() is self._thread and not self._before_commit.is_set():
            self._before_commit.set()
            assert self._go_on.wait(20)

    def go_on(self) -> None:
        """Let it commit and end."""
        self._go_on.set()
        self._thread.join()
        event.remove(self._engine, "commit", self._stop_here)


def test_two_readers_that_race_an_answer_and_its_receipt_both_count(world: World) -> None:
    run_id = world.refresh()
    favorites, *others = world.jobs()
    world.carry_out(*others)
    response = world.response(favorites)
    answering = Paused(world.engine, lambda: world.service.record_puller_responses([response]))
    storing = threading.Thread(target=lambda: world.store(response))
    storing.start()
    storing.join(0.5)  # without a lock it is through by now, and has not seen the answer
    answering.go_on()
    storing.join()
    assert world.run(run_id).state == "done"


def test_two_readers_that_race_to_finish_the_last_two_items_end_the_run(world: World) -> None:
    """Each sees the other's item unfinished, unless one waits for the other."""
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    world.carry_out(favorites)
    responses = world.answer(contacts, profile)
    first = world.store(responses[0], report=False)
    finishing = Paused(world.engine, lambda: world.service.record_receipts(first))
    other = threading.Thread(target=lambda: world.store(responses[1]))
    other.start()
    other.join(0.5)
    finishing.go_on()
    other.join()
    assert world.run(run_id).state == "done"


@pytest.mark.parametrize("repetition", range(5))
def test_two_readers_that_race_leave_nothing_undone(world: World, repetition: int) -> None:
    """One brings the answers while the other brings the receipts: whoever is later sees what the earlier
    wrote.
    """
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N{repetition}": 1 for number in range(40)})
    responses = [world.response(job) for job in world.jobs()]
    receipts = world.store(*responses, report=False)
    barrier = threading.Barrier(4)
    errors: list[BaseException] = []

    def report(pulls: list[PullResponse], told: list[Receipt]) -> None:
        service = world.another_service()
        barrier.wait()
        try:
            for start in range(0, 40, 10):
                service.record_puller_responses(pulls[start : start + 10])
                service.record_receipts(told[start : start + 10])
        except BaseException as error:
            errors.append(error)
            raise

    work = [(responses, []), ([], receipts), (responses[::-1], []), ([], receipts[::-1])]
    threads = [threading.Thread(target=report, args=one) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert world.run(run_id).state == "done"
    assert world.report(run_id).progress.done == 43
