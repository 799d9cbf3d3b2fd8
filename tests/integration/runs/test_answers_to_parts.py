"""Answers to the parts of a listing may come twice, late, out of order or never: nothing is lost, nothing is
read for ever, and the mark never runs ahead of what is stored.
"""

from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import Engine

from fovea.clock import HOUR
from fovea.errors import SourceUnavailable
from fovea.messages import Batch, PullJob, PullResponse
from tests.integration.runs.listing_world import ListingWorld


@pytest.fixture
def world(engine: Engine) -> ListingWorld:
    return ListingWorld(engine)


@pytest.fixture
def run(world: ListingWorld) -> int:
    """A run that reads everything of a listing of 250 posts: three parts."""
    return world.read_now(world.subscribe(world.listing(newest=250), since=0))


def answered(world: ListingWorld, run: int) -> list[tuple[PullJob, PullResponse, list[Batch]]]:
    """All parts of a run, pulled and reported, but not stored."""
    done = []
    for _ in range(3):
        (job,) = world.pending()
        response, batches = world.pull(job)
        world.service.record_puller_responses([response])
        done.append((job, response, batches))
    assert world.pending() == []
    assert world.run(run).state == "running"
    return done


def subscription_id(world: ListingWorld, run: int) -> int:
    return int(world.run(run).subscription_id)


def test_an_answer_that_comes_twice_makes_one_next_part(world: ListingWorld, run: int) -> None:
    (job,) = world.pending()
    response, batches = world.pull(job)
    for _ in range(3):
        world.service.record_puller_responses([response, response])
    assert len(world.items(run)) == 2
    assert len(world.pending()) == 1
    world.ingest(batches)
    world.service.record_puller_responses([response])
    assert len(world.items(run)) == 2


def test_a_job_that_is_carried_out_twice_makes_one_next_part(world: ListingWorld, run: int) -> None:
    """The second one meets newer posts: its pages end elsewhere, but the next part began where the first
    ended.
    """
    (job,) = world.pending()
    first, stored = world.pull(job)
    world.boards["cats"].newest = 257
    second, stored_too = world.pull(job)
    assert first.cursor != second.cursor
    world.service.record_puller_responses([first, second])
    (following,) = world.pending()
    assert following.cursor == first.cursor
    world.ingest(stored_too)
    assert world.states(run)[job.key] == "sent"
    world.ingest(stored)
    assert world.states(run)[job.key] == "done"
    world.work(following)
    assert world.until_listing_ended(run) == "done"
    assert len(world.items(run)) == 3


def test_the_run_ends_and_the_mark_moves_only_when_every_part_is_stored(
    world: ListingWorld, run: int
) -> None:
    done = answered(world, run)
    of = subscription_id(world, run)
    for _, _, batches in reversed(done):
        assert world.run(run).state == "running"
        assert world.subscription(of).mark is None
        world.ingest(batches)
    assert world.run(run).state == "done"
    assert world.subscription(of).mark == 250


def test_posts_that_are_stored_before_the_answer_count_as_well(world: ListingWorld, run: int) -> None:
    for _ in range(3):
        (job,) = world.pending()
        response, batches = world.pull(job)
        world.ingest(batches)
        assert world.run(run).state == "running"
        world.service.record_puller_responses([response])
    assert world.run(run).state == "done"


def test_a_part_that_is_never_answered_is_asked_for_again_from_the_same_place(
    world: ListingWorld, run: int
) -> None:
    world.work(*world.pending())
    (lost,) = world.pending()
    world.wait(200)
    (again,) = world.swept(limit=10)
    assert (again.item_id, again.cursor, again.attempt) == (lost.item_id, lost.cursor, 2)
    late, batches = world.pull(lost)
    world.work(again)
    world.ingest(batches)
    world.service.record_puller_responses([late])
    assert world.until_listing_ended(run) == "done"


def test_a_part_that_nobody_ever_answers_fails_and_leaves_the_mark(world: ListingWorld, run: int) -> None:
    world.work(*world.pending())
    of = subscription_id(world, run)
    for _ in range(20):
        world.pending()
        world.wait(3_600)
        world.swept(limit=10)
    assert world.run(run).state == "done_with_failures"
    known = world.subscription(of)
    assert (known.mark, known.code, known.back_fill_cursor) == (None, "no_answer", "151")


def test_an_answered_part_whose_posts_are_long_in_coming_is_not_asked_for_again(
    world: ListingWorld, run: int
) -> None:
    done = answered(world, run)
    for _ in range(3):
        world.wait(901)
        assert world.swept(limit=10) == []
    for _, _, batches in done:
        world.ingest(batches)
    assert world.run(run).state == "done"


def test_a_part_whose_posts_never_come_fails_and_leaves_the_mark(world: ListingWorld, run: int) -> None:
    done = answered(world, run)
    world.ingest(done[0][2])
    world.ingest(done[2][2])
    for _ in range(6):
        world.wait(901)
        assert world.swept(limit=10) == []
    assert world.run(run).state == "done_with_failures"
    known = world.subscription(subscription_id(world, run))
    assert (known.mark, known.code, known.back_fill_cursor) == (None, "not_stored", "151")


def test_a_late_refusal_takes_no_answer_back(world: ListingWorld, run: int) -> None:
    (job,) = world.pending()
    response, batches = world.pull(job)
    world.service.record_puller_responses([response])
    gone = PullResponse(
        run_id=job.run_id, item_id=job.item_id, execution=77, outcome="gone", code="not_found", reason="gone"
    )
    world.service.record_puller_responses([gone])
    world.ingest(batches)
    assert world.states(run)[job.key] == "done"
    assert world.until_listing_ended(run) == "done"


def test_an_answer_to_a_run_that_was_ended_changes_nothing(world: ListingWorld, run: int) -> None:
    (job,) = world.pending()
    response, batches = world.pull(job)
    world.wait(25 * HOUR / 1_000)
    world.swept(limit=10)
    assert world.run(run).state == "failed"
    world.service.record_puller_responses([response])
    world.ingest(batches)
    assert len(world.items(run)) == 1
    assert world.pending() == []
    known = world.subscription(subscription_id(world, run))
    assert (known.mark, known.code) == (None, "took_too_long")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"cursor": "x" * 5_000, "more": True}, "listing_cursor"),
        ({"cursor": None, "more": False, "code": "listing_repeats"}, "listing_repeats"),
    ],
)
def test_an_answer_that_leads_nowhere_fails_its_part(
    world: ListingWorld, run: int, changes: dict[str, object], code: str
) -> None:
    (job,) = world.pending()
    response, batches = world.pull(job)
    world.ingest(batches)
    world.service.record_puller_responses([msgspec.structs.replace(response, **changes)])
    assert world.run(run).state == "failed"
    assert world.history(world.listing())[0].code == code


def test_an_absurd_mark_is_not_believed(world: ListingWorld, run: int) -> None:
    (job,) = world.pending()
    response, batches = world.pull(job)
    world.ingest(batches)
    world.service.record_puller_responses([msgspec.structs.replace(response, newest=2**70, more=False)])
    assert world.run(run).state == "done"
    assert world.subscription(subscription_id(world, run)).mark is None


def test_killed_between_the_commit_of_a_part_and_its_sending(world: ListingWorld, run: int) -> None:
    (job,) = world.pending()
    world.queues.queue("puller-background").away = True
    world.work(job)
    assert len(world.items(run)) == 2
    world.queues.queue("puller-background").away = False
    assert world.until_listing_ended(run) == "done"
    assert world.posts_of(world.listing()) == set(range(1, 251))


def test_the_reason_names_what_the_source_said(world: ListingWorld) -> None:
    listing = world.listing(newest=10)
    of = world.subscribe(listing)
    world.boards["cats"].trouble[None] = SourceUnavailable("Danbooru answered with HTML instead of JSON")
    run = world.read_now(of)
    world.until_listing_ended(run)
    (failure,) = world.report(run).failures
    assert failure.reason == "Danbooru answered with HTML instead of JSON"
    assert replace(failure, reason="").code == "source_unavailable"
