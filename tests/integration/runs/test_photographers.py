"""The photographers of a run: how they come in, how many, and who is not asked at all."""

from fovea import metrics
from fovea.clock import DAY
from fovea.database import accounts
from tests.integration.runs.world import SUBJECT, World, favorites_of


def test_photographers_are_read_while_the_accounts_own_list_is_still_arriving(world: World) -> None:
    world.refresh()
    subject, *_ = world.jobs()
    interim = world.response(subject, found={"2@N00": 1, "3@N00": 4}, final=False, batches=0)
    world.service.record_puller_responses([interim])
    assert [(job.external_id, job.discover, job.max_pages) for job in world.jobs()] == [
        ("3@N00", False, 2),
        ("2@N00", False, 2),
    ]


def test_the_most_faved_photographers_are_read_first_up_to_the_cap(world: World) -> None:
    world.service = world.another_service(max_photographers=3)
    metrics.flush()
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": number for number in range(2, 9)})
    assert [job.external_id for job in world.jobs()] == ["8@N00", "7@N00", "6@N00"]
    assert world.report(run_id).progress.photographers_total == 3
    assert metrics.snapshot()["photographers_capped"] == 1


def test_a_run_has_only_so_many_items_on_their_way_and_the_heaviest_go_next(world: World) -> None:
    world.service = world.another_service(run_items_in_flight=3)
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": number for number in range(2, 9)})
    first = world.jobs()
    assert [job.external_id for job in first] == ["8@N00", "7@N00", "6@N00"]
    world.carry_out(first[1])
    assert [job.external_id for job in world.jobs()] == ["5@N00"]
    world.answer(first[0], outcome="gone")
    assert [job.external_id for job in world.jobs()] == ["4@N00"]
    assert world.report(run_id).progress.photographers_total == 7
    assert world.until_ended(run_id).state == "done_with_failures"


def test_a_run_of_somebody_else_does_not_wait_behind_a_long_one(world: World) -> None:
    world.refresh()
    world.carry_out(*world.jobs(), found={f"{number}@N00": 1 for number in range(2, 902)})
    assert len(world.jobs()) == 300
    world.refresh("5000@N00")
    assert len(world.jobs()) == 3


def test_a_photographer_read_within_a_day_is_not_read_again(world: World) -> None:
    world.favorites("2@N00", ["9@N00"])
    world.favorites("3@N00", ["9@N00"], pulled_at=world.moment - DAY)
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1, "3@N00": 1})
    assert [job.external_id for job in world.jobs()] == ["3@N00"]
    items = world.items(run_id)
    assert (items[favorites_of("2@N00")].state, bool(items[favorites_of("2@N00")].fresh)) == ("done", True)
    assert world.report(run_id).progress.photographers_done == 1


def test_a_photographer_whose_first_pages_are_still_arriving_is_not_taken_for_read(world: World) -> None:
    world.favorites("2@N00", ["9@N00"], pulled_at=0)
    world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1})
    assert [job.external_id for job in world.jobs()] == ["2@N00"]


def test_a_photographer_gone_lately_is_not_asked_and_says_why(world: World) -> None:
    account_id = world.account("2@N00")
    world.write(lambda connection: accounts.set_state(connection, account_id, "gone", at=world.moment))
    run_id = world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1})
    assert world.jobs() == []
    assert world.run(run_id).state == "done_with_failures"
    assert world.report(run_id).failures[0].code == "account_gone"
    world.wait(8 * DAY / 1_000)
    world.refresh()
    world.carry_out(*world.jobs(), found={"2@N00": 1})
    assert [job.external_id for job in world.jobs()] == ["2@N00"]


def test_photographers_faved_long_ago_are_refreshed_though_the_newest_pages_do_not_name_them(
    world: World,
) -> None:
    world.favorites(SUBJECT, ["2@N00", "3@N00", "3@N00"])
    world.wait(2 * DAY / 1_000)
    run_id = world.refresh()
    subject, *others = world.jobs()
    assert subject.since is not None
    world.carry_out(subject, *others)
    assert [job.external_id for job in world.jobs()] == ["3@N00", "2@N00"]
    assert world.items(run_id)[favorites_of("3@N00")].weight == 2


def test_a_page_whose_photographers_got_lost_is_made_up_for_when_the_list_is_whole(world: World) -> None:
    run_id = world.refresh()
    world.favorites(SUBJECT, ["2@N00", "3@N00"], pulled_at=0)
    world.carry_out(*world.jobs())
    assert {job.external_id for job in world.jobs()} == {"2@N00", "3@N00"}
    assert world.run(run_id).state == "running"


def test_somebody_who_faves_their_own_photos_is_read_once(world: World) -> None:
    run_id = world.refresh()
    world.favorites(SUBJECT, [SUBJECT, "2@N00"], pulled_at=0)
    world.carry_out(*world.jobs(), found={SUBJECT: 5})
    assert [job.external_id for job in world.jobs()] == ["2@N00"]
    assert world.report(run_id).progress.photographers_total == 1


def test_an_account_without_favourites_has_an_empty_run_that_ends(world: World) -> None:
    run_id = world.refresh()
    world.carry_out(*world.jobs())
    run = world.run(run_id)
    assert (run.state, run.first_results_at) == ("done", None)
