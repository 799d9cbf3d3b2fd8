"""Whom an account follows is read too: after its photographers, up to a cap, whatever comes first."""

import itertools

import pytest

from fovea.clock import DAY
from fovea.database import accounts
from fovea.messages import PullJob
from tests.integration.runs.world import SUBJECT, World, favorites_of


def own_jobs(world: World) -> dict[str, PullJob]:
    """The jobs of the account itself, by kind."""
    return {job.kind: job for job in world.jobs()}


def sent(world: World) -> list[str]:
    return [job.external_id for job in world.jobs()]


@pytest.mark.parametrize("order", list(itertools.permutations(["favorites", "contacts", "profile"])))
def test_contacts_are_read_after_all_photographers_whichever_list_comes_first(
    world: World, order: tuple[str, ...]
) -> None:
    world.service = world.another_service(run_items_in_flight=4)
    run_id = world.refresh()
    world.follow(SUBJECT, ["3@N00", "7@N00", "8@N00"])
    jobs = own_jobs(world)
    for kind in order:
        world.carry_out(jobs[kind], found={"2@N00": 1, "3@N00": 5, "4@N00": 1})
    world.carry_out(*world.jobs())
    assert world.until_ended(run_id).state == "done"
    progress = world.report(run_id).progress
    assert (progress.photographers_total, progress.photographers_done) == (3, 3)
    assert (progress.contacts_total, progress.contacts_done) == (2, 2)
    items = world.items(run_id)
    assert {name: items[favorites_of(f"{name}@N00")].weight for name in (2, 3, 4, 7, 8)} == {
        2: 1,
        3: 5,
        4: 1,
        7: 0,
        8: 0,
    }


def test_contacts_wait_until_every_photographer_is_on_the_way(world: World) -> None:
    world.service = world.another_service(run_items_in_flight=3)
    world.refresh()
    world.follow(SUBJECT, ["7@N00", "8@N00"])
    world.carry_out(*world.jobs(), found={"2@N00": 1, "3@N00": 5, "4@N00": 2, "5@N00": 1})
    order = []
    while jobs := world.jobs():
        order += [job.external_id for job in jobs]
        world.carry_out(jobs[0])
        for job in jobs[1:]:
            world.carry_out(job)
    assert order == ["3@N00", "4@N00", "2@N00", "5@N00", "7@N00", "8@N00"]


def test_a_contact_s_list_is_read_as_far_as_a_photographer_s(world: World) -> None:
    world.refresh()
    world.follow(SUBJECT, ["7@N00"])
    world.carry_out(*world.jobs())
    (job,) = world.jobs()
    assert (job.kind, job.discover, job.max_pages) == ("favorites", False, 2)


def test_only_so_many_contacts_are_read_and_photographers_take_up_no_room(world: World) -> None:
    world.service = world.another_service(max_contacts=2, max_photographers=1)
    run_id = world.refresh()
    world.follow(SUBJECT, ["2@N00", "6@N00", "7@N00", "8@N00"])
    world.carry_out(*world.jobs(), found={"2@N00": 3})
    assert sent(world) == ["2@N00", "6@N00", "7@N00"]
    progress = world.report(run_id).progress
    assert (progress.photographers_total, progress.contacts_total) == (1, 2)


def test_a_setting_turns_contacts_off(world: World) -> None:
    world.service = world.another_service(max_contacts=0)
    run_id = world.refresh()
    world.follow(SUBJECT, ["7@N00"])
    world.carry_out(*world.jobs())
    assert world.run(run_id).state == "done"
    assert world.report(run_id).progress.total == 3


def test_a_contact_read_within_a_day_is_not_read_again_and_one_gone_lately_says_why(world: World) -> None:
    world.favorites("7@N00", ["9@N00"])
    gone = world.account("8@N00")
    world.write(lambda connection: accounts.set_state(connection, gone, "private", at=world.moment))
    world.follow(SUBJECT, ["7@N00", "8@N00"])
    run_id = world.refresh()
    world.carry_out(*world.jobs())
    assert world.jobs() == []
    assert world.run(run_id).state == "done_with_failures"
    progress = world.report(run_id).progress
    assert (progress.contacts_total, progress.contacts_done, progress.contacts_failed) == (2, 1, 1)
    assert [failure.code for failure in world.report(run_id).failures] == ["account_private"]


def test_a_contact_found_to_be_gone_is_remembered_like_a_photographer(world: World) -> None:
    run_id = world.refresh()
    world.follow(SUBJECT, ["7@N00"])
    world.carry_out(*world.jobs())
    world.answer(*world.jobs(), outcome="gone")
    assert world.run(run_id).state == "done_with_failures"
    again = world.refresh(force=True)
    world.carry_out(*world.jobs())
    assert world.jobs() == []
    assert world.states(again)[favorites_of("7@N00")] == "failed"


def test_when_contacts_cannot_be_read_those_known_from_before_are(world: World) -> None:
    world.follow(SUBJECT, ["7@N00"])
    run_id = world.refresh()
    jobs = own_jobs(world)
    world.carry_out(jobs["favorites"], jobs["profile"])
    assert world.run(run_id).state == "running"
    world.answer(jobs["contacts"], outcome="private")
    assert sent(world) == ["7@N00"]


def test_nobody_is_read_for_an_account_whose_favourites_are_private(world: World) -> None:
    world.follow(SUBJECT, ["7@N00"])
    run_id = world.refresh()
    jobs = own_jobs(world)
    world.carry_out(jobs["contacts"], jobs["profile"])
    world.answer(jobs["favorites"], outcome="private")
    assert world.jobs() == []
    assert world.run(run_id).state == "failed"


def test_contacts_alone_are_no_first_results(world: World) -> None:
    """Recommendations need photographers of one's own favourites."""
    run_id = world.refresh()
    world.follow(SUBJECT, [f"{number}@N00" for number in range(5, 9)])
    world.favorites(SUBJECT, [], pulled_at=0)
    world.carry_out(*world.jobs())
    run = world.until_ended(run_id)
    assert (run.state, run.first_results_at) == ("done", None)


def test_a_run_that_took_too_long_does_not_begin_with_contacts(world: World) -> None:
    world.follow(SUBJECT, ["7@N00"])
    run_id = world.refresh()
    jobs = own_jobs(world)
    world.carry_out(jobs["favorites"], jobs["profile"])
    world.wait(DAY / 1_000)
    world.service.sweep(limit=100)
    assert world.run(run_id).state == "done_with_failures"
    assert favorites_of("7@N00") not in world.items(run_id)


def test_how_long_it_takes_is_not_told_while_contacts_are_unknown(world: World) -> None:
    run_id = world.refresh()
    world.follow(SUBJECT, ["7@N00"])
    jobs = own_jobs(world)
    world.carry_out(
        jobs["favorites"], jobs["profile"], found={f"{number}@N00": 1 for number in range(20, 40)}
    )
    world.wait(2)
    others = world.jobs()
    world.carry_out(*others[:10])
    assert world.report(run_id).seconds_left is None
    world.carry_out(jobs["contacts"])
    assert world.report(run_id).seconds_left is not None
