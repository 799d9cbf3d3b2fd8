"""What is told of a run while it goes."""

from tests.integration.runs.world import SUBJECT, World


def test_progress_is_counted_from_the_items(world: World) -> None:
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 12)})
    jobs = world.jobs()
    world.carry_out(*jobs[:4])
    world.answer(jobs[4], outcome="gone")
    progress = world.report(run_id).progress
    assert (progress.total, progress.done, progress.failed, progress.waiting) == (13, 7, 1, 5)
    assert (progress.photographers_total, progress.photographers_done, progress.photographers_failed) == (
        10,
        4,
        1,
    )


def test_what_was_read_is_counted_from_the_receipts_and_twice_read_counts_once(world: World) -> None:
    run_id = world.refresh()
    favorites, contacts, _ = world.jobs()
    world.store(*world.answer(favorites, batches=4))
    world.store(world.response(favorites, batches=3))
    world.store(*world.answer(contacts, batches=2))
    progress = world.report(run_id).progress
    assert (progress.favorites_read, progress.contacts_read) == (4, 2)


def test_the_time_left_is_told_from_the_pace_of_the_last_minute(world: World) -> None:
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 102)})
    jobs = world.jobs()
    world.wait(120)
    for job in jobs[:20]:
        world.wait(1)
        world.carry_out(job)
    left = world.report(run_id).seconds_left
    assert left is not None
    assert 70 <= left <= 85


def test_no_time_is_told_while_nobody_can_know_it(world: World) -> None:
    run_id = world.refresh()
    subject, *others = world.jobs()
    interim = world.response(
        subject, found={f"{number}@N00": 1 for number in range(2, 42)}, final=False, batches=0
    )
    world.service.record_puller_responses([interim])
    world.carry_out(*others, *world.jobs()[:20])
    assert world.report(run_id).seconds_left is None
    world.carry_out(subject)
    assert world.report(run_id).seconds_left is not None
    world.wait(300)
    assert world.report(run_id).seconds_left is None


def test_photographers_that_needed_no_reading_do_not_make_the_pace_look_quick(world: World) -> None:
    for number in range(2, 42):
        world.favorites(f"{number}@N00", ["900@N00"])
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 62)})
    report = world.report(run_id)
    assert report.progress.photographers_done == 40
    assert report.seconds_left is None


def test_failures_are_told_by_name_where_it_is_known(world: World) -> None:
    world.account("2@N00", username="ann", real_name="Ann Adams")
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 2, "3@N00": 1})
    world.answer(*world.jobs(), outcome="private")
    failures = world.report(run_id).failures
    assert [(failure.subject, failure.name) for failure in failures] == [
        ("flickr/favorites/2@N00", "Ann Adams"),
        ("flickr/favorites/3@N00", None),
    ]
    assert all("public" in failure.reason for failure in failures)


def test_a_run_that_has_ended_tells_neither_time_nor_deferral(world: World) -> None:
    run_id = world.refresh()
    world.until_ended(run_id)
    report = world.report(run_id)
    assert (report.seconds_left, report.deferred_until, report.failure_count) == (None, None, 0)


def test_a_run_is_put_off_when_most_of_it_is(world: World) -> None:
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 7)})
    jobs = world.jobs()
    retry_at = world.moment + 60_000
    world.answer(*jobs[:2], outcome="deferred", retry_at=retry_at)
    assert world.report(run_id).deferred_until is None
    world.answer(jobs[2], outcome="deferred", retry_at=retry_at + 5_000)
    assert world.report(run_id).deferred_until == retry_at


def test_first_results_are_noted_when_enough_is_read(world: World) -> None:
    world.favorites(SUBJECT, ["2@N00", "3@N00", "4@N00", "5@N00", "5@N00"], pulled_at=0)
    run_id = world.refresh()
    world.carry_out(*world.jobs())
    jobs = world.jobs()
    world.carry_out(*jobs[:2])
    assert world.run(run_id).first_results_at is None
    world.wait(5)
    world.carry_out(jobs[2])
    noted = world.run(run_id).first_results_at
    assert noted == world.moment
    world.wait(5)
    world.carry_out(jobs[3])
    assert world.run(run_id).first_results_at == noted


def test_there_are_no_first_results_with_too_few_favourites(world: World) -> None:
    world.favorites(SUBJECT, ["2@N00", "3@N00", "4@N00"], pulled_at=0)
    run_id = world.refresh()
    assert world.until_ended(run_id).first_results_at is None


def test_few_photographers_are_first_results_when_there_will_be_no_more(world: World) -> None:
    world.favorites(SUBJECT, ["2@N00", "2@N00", "3@N00", "3@N00", "3@N00"], pulled_at=0)
    run_id = world.refresh()
    run = world.until_ended(run_id)
    assert run.first_results_at == run.finished_at
