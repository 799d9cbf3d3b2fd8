"""What got stuck is found: no item without an end, no run without an end."""

import threading
from collections import Counter

from fovea import metrics
from fovea.database.tables import run_items
from fovea.messages import Receipt
from tests.integration.runs.world import SUBJECT, World, favorites_of


def test_an_item_without_an_answer_by_its_deadline_is_sent_again(world: World) -> None:
    """Older fault 2: messages that got lost wedged the run until the next reset, two hours later."""
    run_id = world.refresh()
    world.jobs()
    assert world.swept(limit=10) == []
    world.wait(200)
    swept = world.swept(limit=10)
    assert {job.key for job in swept} == set(world.states(run_id))
    assert {job.attempt for job in swept} == {2}
    assert world.swept(limit=10) == []
    world.carry_out(*swept)
    assert world.run(run_id).state == "done"


def test_each_attempt_waits_longer_than_the_one_before_it(world: World) -> None:
    world.service = world.another_service(item_queue_seconds=0)
    world.refresh()
    begun = world.moment
    waits, failed = [], 0
    while not failed:
        swept = world.service.sweep(limit=10)
        failed = swept.failed
        if swept.jobs or failed:
            waits.append((world.moment - begun) // 1_000)
            begun = world.moment
        world.wait(max(1, swept.next_due_seconds))
    assert waits == [180, 360, 540, 720, 900]
    assert failed == 3


def test_after_its_last_attempt_an_item_fails_with_a_reason_and_the_run_ends(world: World) -> None:
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    world.carry_out(favorites, profile)
    attempts = 1
    while world.run(run_id).state == "running":
        world.wait(3_600)
        attempts += len(world.swept(limit=10))
    assert attempts == 5
    assert world.run(run_id).state == "done_with_failures"
    failure = world.report(run_id).failures[0]
    assert (failure.subject, failure.code) == (contacts.key, "no_answer")
    assert "no answer" in failure.reason


def test_an_answer_whose_data_never_comes_is_asked_for_again_and_then_says_so(world: World) -> None:
    run_id = world.refresh()
    favorites, *others = world.jobs()
    world.carry_out(*others)
    world.answer(favorites)
    while world.run(run_id).state == "running":
        world.wait(3_600)
        world.answer(*world.swept(limit=10))
    assert world.report(run_id).failures[0].code == "not_stored"


def test_data_whose_receipt_got_lost_is_found_without_asking_again(world: World) -> None:
    """Older fault 2: readers acknowledged before they reported, and counts were lost."""
    run_id = world.refresh()
    world.store(*world.answer(*world.jobs()), report=False)
    assert world.run(run_id).state == "running"
    world.wait(1_000)
    assert world.swept(limit=10) == []
    assert world.run(run_id).state == "done"


def test_data_whose_receipt_got_lost_is_found_while_others_are_sent_again(world: World) -> None:
    run_id = world.refresh()
    favorites, contacts, profile = world.jobs()
    world.store(*world.answer(favorites), report=False)
    world.wait(1_000)
    swept = world.swept(limit=10)
    assert {job.key for job in swept} == {contacts.key, profile.key}
    assert world.states(run_id)[favorites.key] == "done"


def test_runs_that_have_room_for_different_numbers_each_let_in_their_own(world: World) -> None:
    world.service = world.another_service(run_items_in_flight=3)
    names = {"busy": "100@N07", "idle": "200@N07"}
    run_ids = {name: world.refresh(external_id) for name, external_id in names.items()}
    found = {f"{number}@N00": 1 for number in range(2, 9)}
    world.carry_out(*world.jobs(), found=found)
    jobs = world.jobs()
    assert len(jobs) == 6
    busy = [job for job in jobs if job.run_id == run_ids["busy"]]
    idle = [job for job in jobs if job.run_id == run_ids["idle"]]
    world.store(*world.answer(busy[0]), report=False)
    world.store(*world.answer(*idle), report=False)
    world.service.record_receipts(
        [Receipt(run_id=run_id, item_id=0, execution=1, number=0) for run_id in run_ids.values()]
    )
    let_in = Counter(job.run_id for job in world.jobs())
    assert let_in == {run_ids["busy"]: 1, run_ids["idle"]: 3}


def test_a_source_that_was_away_is_asked_again_when_it_may_be_back(world: World) -> None:
    run_id = world.refresh()
    favorites, *others = world.jobs()
    world.carry_out(*others)
    world.answer(favorites, outcome="unavailable", reason="busy")
    assert world.swept(limit=10) == []
    world.wait(21)
    (again,) = world.swept(limit=10)
    assert again.attempt == 2
    world.carry_out(again)
    assert world.run(run_id).state == "done"


def test_a_used_up_budget_puts_the_run_off_as_often_as_it_takes_without_failing_it(world: World) -> None:
    run_id = world.refresh()
    jobs = world.jobs()
    for _ in range(20):
        retry_at = world.moment + 600_000
        world.answer(*jobs, outcome="deferred", retry_at=retry_at)
        report = world.report(run_id)
        assert report.deferred_until == retry_at
        assert report.seconds_left is None
        world.wait(599)
        assert world.swept(limit=10) == []
        world.wait(2)
        jobs = world.swept(limit=10)
        assert {job.attempt for job in jobs} == {1}
        assert world.report(run_id).deferred_until is None
    world.carry_out(*jobs)
    assert world.run(run_id).state == "done"


def test_while_the_budget_is_used_up_no_further_items_are_sent_in_vain(world: World) -> None:
    world.service = world.another_service(run_items_in_flight=5)
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 50)})
    jobs = world.jobs()
    assert len(jobs) == 5
    world.answer(*jobs, outcome="deferred", retry_at=world.moment + 60_000)
    assert world.jobs() == []
    world.wait(61)
    assert len(world.swept(limit=100)) == 5
    world.wait(5_000)
    assert world.until_ended(run_id).state == "done"


def test_two_schedulers_that_sweep_at_once_never_send_an_item_twice(world: World) -> None:
    for number in range(12):
        world.refresh(f"{number}@N07")
    world.jobs()
    world.wait(1_000)
    barrier = threading.Barrier(3)
    sent: Counter[int] = Counter()
    lock = threading.Lock()

    def sweep() -> None:
        service = world.another_service()
        barrier.wait()
        for _ in range(12):
            jobs = service.sweep(limit=7).jobs
            with lock:
                sent.update(job.item_id for job in jobs)

    threads = [threading.Thread(target=sweep) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.update(job.item_id for job in world.swept(limit=100))
    assert len(sent) == 36
    assert set(sent.values()) == {1}


def test_interactive_items_are_swept_before_background_ones_and_heavy_ones_before_light_ones(
    world: World,
) -> None:
    world.refresh("8@N00", background=True)
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1, "3@N00": 9})
    world.jobs()
    world.wait(1_000)
    keys = []
    for _ in range(5):
        (job,) = world.swept(limit=1)
        keys.append((job.run_id == run_id, job.external_id))
    assert keys == [(True, "3@N00"), (True, "2@N00"), (False, "8@N00"), (False, "8@N00"), (False, "8@N00")]


def test_a_run_that_stands_still_after_a_crash_is_ended(world: World) -> None:
    """As when the process died between the end of the last item and the end of the run, in an older
    version.
    """
    run_id = world.refresh()
    world.jobs()
    with world.engine.begin() as connection:
        connection.execute(run_items.update().values(state="done", finished_at=world.moment))
    world.service.sweep(limit=10)
    run = world.run(run_id)
    assert (run.state, run.finished_at) == ("done", world.moment)


def test_a_run_whose_items_all_wait_for_room_goes_on(world: World) -> None:
    world.service = world.another_service(run_items_in_flight=2)
    run_id = world.refresh()
    jobs = world.jobs()
    assert len(jobs) == 2
    with world.engine.begin() as connection:
        under_way = run_items.c.id.in_([job.item_id for job in jobs])
        connection.execute(run_items.update().where(under_way).values(state="done"))
    swept = world.swept(limit=10)
    assert [job.kind for job in swept] == ["profile"]
    world.carry_out(*swept)
    assert world.run(run_id).state == "done"


def test_a_run_that_takes_too_long_is_ended_with_reasons(world: World) -> None:
    run_id = world.refresh()
    favorites, *_ = world.jobs()
    world.carry_out(favorites, found={f"{number}@N00": 1 for number in range(2, 402)})
    for _ in range(40):
        world.wait(600)
        jobs = world.jobs() + world.swept(limit=1_000)
        world.answer(*jobs, outcome="deferred", retry_at=world.moment + 600_000)
    run = world.run(run_id)
    assert run.state == "done_with_failures"
    report = world.report(run_id)
    assert (report.progress.done, report.progress.failed, report.failure_count) == (1, 402, 402)
    assert {failure.code for failure in report.failures} == {"took_too_long"}
    assert len(report.failures) == 50
    assert world.swept(limit=10) == []


def test_the_scheduler_is_told_when_the_next_item_is_due(world: World) -> None:
    assert world.service.sweep(limit=10).next_due_seconds == 3_600
    world.refresh()
    assert 180 <= world.service.sweep(limit=10).next_due_seconds <= 200
    world.wait(170)
    assert 5 <= world.service.sweep(limit=10).next_due_seconds <= 20
    world.wait(100)
    assert world.service.sweep(limit=1).next_due_seconds == 0


def test_what_is_swept_and_what_fails_is_counted(world: World) -> None:
    metrics.flush()
    world.refresh()
    jobs = world.jobs()
    world.answer(jobs[0], outcome="gone")
    world.wait(1_000)
    world.service.sweep(limit=10)
    assert metrics.snapshot()["run_items_swept"] == 2
    assert metrics.snapshot()["run_items_failed"] == 1
    metrics.flush()


def test_a_receipt_of_a_late_first_execution_finishes_an_item_that_was_sent_again(world: World) -> None:
    run_id = world.refresh()
    favorites, *others = world.jobs()
    world.carry_out(*others)
    first = world.answer(favorites)
    world.wait(2_000)
    again = world.swept(limit=10)
    world.answer(*again)
    world.store(*first)
    assert world.states(run_id)[favorites_of(SUBJECT)] == "done"
    assert world.run(run_id).state == "done"
