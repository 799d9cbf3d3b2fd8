"""Listings are read part by part, newest first: at first a page, then what is new, and further back when
somebody wants that. The mark moves when all that was planned has been read.
"""

from itertools import pairwise

import pytest
from sqlalchemy import Engine

from fovea.clock import DAY
from fovea.database import listing_subscriptions
from fovea.errors import SourceBudgetUsedUp, SourceRefused, SourceUnavailable
from fovea.messages import PullJob
from tests.integration.runs.listing_world import PAGE, SECOND, ListingWorld


@pytest.fixture
def world(engine: Engine) -> ListingWorld:
    return ListingWorld(engine)


def numbers(first: int, last: int) -> set[int]:
    return set(range(first, last + 1))


def test_a_new_subscription_reads_the_newest_page(world: ListingWorld) -> None:
    listing = world.listing(newest=345)
    subscription_id = world.subscribe(listing)
    run_id = world.read_now(subscription_id)
    (job,) = world.jobs()
    assert (job.key, job.source, job.kind) == (f"danbooru/posts/{listing.id}#0", "danbooru", "posts")
    assert job.listing is not None
    assert (job.listing.query, job.cursor, job.stop_at, job.since, job.max_pages) == (
        "cats",
        None,
        None,
        None,
        1,
    )
    world.work(job)
    assert world.run(run_id).state == "done"
    assert world.posts_of(listing) == numbers(336, 345)
    assert world.subscription(subscription_id).mark == 345


def test_a_catch_up_reads_down_to_the_mark_in_as_many_parts_as_it_takes(world: ListingWorld) -> None:
    listing = world.listing(newest=10)
    subscription_id = world.subscribe(listing)
    world.until_listing_ended(world.read_now(subscription_id))
    world.boards["cats"].newest = 355
    run_id = world.read_now(subscription_id)
    jobs: list[PullJob] = []
    while world.run(run_id).state == "running":
        (job,) = world.jobs()
        assert world.subscription(subscription_id).mark == 10
        progress = world.report(run_id).progress
        assert progress.posts_read == progress.posts_new == 100 * len(jobs)
        jobs.append(job)
        world.work(job)
    assert [job.key.partition("#")[2] for job in jobs] == ["0", "1", "2", "3"]
    assert [job.cursor for job in jobs] == [None, "256", "156", "56"]
    assert {job.stop_at for job in jobs} == {10}
    assert world.posts_of(listing) == numbers(1, 355)
    assert world.subscription(subscription_id).mark == 355
    assert world.history(listing)[0].new_posts == 345


def test_a_catch_up_asks_for_no_more_than_is_new(world: ListingWorld) -> None:
    listing = world.listing(newest=1_000)
    subscription_id = world.subscribe(listing)
    world.until_listing_ended(world.read_now(subscription_id))
    board = world.boards["cats"]
    board.newest, board.calls = 1_015, 0
    world.until_listing_ended(world.read_now(subscription_id))
    assert board.calls == 3
    assert world.posts_of(listing) == numbers(986, 1_015)


def test_all_since_a_moment_is_read_and_then_known_to_be(world: ListingWorld) -> None:
    listing = world.listing(newest=500)
    subscription_id = world.subscribe(listing, since=120 * SECOND)
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done"
    assert world.posts_of(listing) == numbers(120, 500)
    known = world.subscription(subscription_id)
    assert (known.mark, known.back_fill_since, known.back_fill_wanted) == (500, 120 * SECOND, None)


def test_a_back_fill_that_was_interrupted_goes_on_where_it_stopped(world: ListingWorld) -> None:
    listing = world.listing(newest=1_000)
    subscription_id = world.subscribe(listing, since=0)
    board = world.boards["cats"]
    board.trouble["501"] = SourceUnavailable("under repair")
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done_with_failures"
    known = world.subscription(subscription_id)
    assert (known.mark, known.back_fill_since, known.back_fill_wanted) == (None, None, 0)
    assert (known.back_fill_cursor, known.code) == ("501", "source_unavailable")
    assert world.posts_of(listing) == numbers(501, 1_000)
    board.trouble.clear()
    board.newest = 1_020
    # New posts need not wait for old ones: the two take turns.
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done"
    assert world.posts_of(listing) == numbers(501, 1_020)
    assert world.subscription(subscription_id).mark == 1_020
    board.calls = 0
    (run_id,) = world.due()
    assert world.until_listing_ended(run_id) == "done"
    assert board.calls == 500 // PAGE
    assert world.posts_of(listing) == numbers(1, 1_020)
    known = world.subscription(subscription_id)
    assert (known.mark, known.back_fill_since, known.back_fill_wanted) == (1_020, 0, None)


def test_a_back_fill_beyond_what_a_source_shows_is_given_up_with_the_reason(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=0)
    world.boards["cats"].trouble["201"] = SourceRefused("no deeper than page 10", code="too_deep")
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done_with_failures"
    known = world.subscription(subscription_id)
    assert (known.back_fill_wanted, known.code, known.reason) == (None, "too_deep", "no deeper than page 10")
    assert known.state == "active"
    world.boards["cats"].newest = 330
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done"
    assert world.posts_of(listing) == numbers(201, 330)
    assert world.subscription(subscription_id).mark == 330


@pytest.mark.parametrize("code", ["key_refused", "key_missing"])
def test_a_back_fill_whose_key_runs_out_goes_on_with_a_new_key(world: ListingWorld, code: str) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=0)
    board = world.boards["cats"]
    refusal = SourceRefused("does not take our key", code=code)
    board.trouble["201"] = refusal
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done_with_failures"
    known = world.subscription(subscription_id)
    assert (known.back_fill_wanted, known.back_fill_cursor, known.code) == (0, "201", code)
    board.trouble[None] = refusal
    for _ in range(4):
        world.wait(DAY / 1_000)
        for run_id in world.due():
            world.until_listing_ended(run_id)
    known = world.subscription(subscription_id)
    assert (known.state, known.back_fill_wanted, known.code) == ("paused", 0, code)
    board.trouble.clear()
    world.write(lambda one: listing_subscriptions.set_state(one, subscription_id, "active", now=world.moment))
    for _ in range(2):
        world.wait(DAY / 1_000)
        for run_id in world.due():
            assert world.until_listing_ended(run_id) == "done"
    assert world.posts_of(listing) == numbers(1, 300)
    assert world.subscription(subscription_id).back_fill_since == 0


def test_a_back_fill_that_a_site_refuses_where_it_stopped_is_given_up(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=0)
    board = world.boards["cats"]
    board.trouble["201"] = SourceRefused("HTTP status 403", code="key_refused")  # what some say of old pages
    states = []
    for _ in range(3):
        board.newest += 10
        states.append(world.until_listing_ended(world.read_now(subscription_id)))
        world.wait(DAY / 1_000)
    assert states == ["done_with_failures", "done", "failed"]
    known = world.subscription(subscription_id)
    assert (known.back_fill_wanted, known.back_fill_cursor, known.state) == (None, None, "active")


def test_what_is_new_is_not_lost_with_a_back_fill_that_is_given_up(world: ListingWorld) -> None:
    listing = world.listing(newest=100)
    subscription_id = world.subscribe(listing)
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done"
    board = world.boards["cats"]
    board.newest = 500
    board.trouble["401"] = SourceRefused("no such page", code="too_deep")
    run_id = world.read_now(subscription_id, since=0)
    assert world.until_listing_ended(run_id) == "done_with_failures"
    assert world.subscription(subscription_id).mark == 100
    board.trouble.clear()
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done"
    assert world.posts_of(listing) == numbers(91, 500)


def test_somebody_may_want_more_of_what_is_read_already(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=200 * SECOND)
    run_id = world.read_now(subscription_id)
    assert world.read_now(subscription_id, since=100 * SECOND) == run_id
    assert world.until_listing_ended(run_id) == "done"
    assert world.posts_of(listing) == numbers(200, 300)
    (run_id,) = world.due()
    assert world.until_listing_ended(run_id) == "done"
    assert world.posts_of(listing) == numbers(100, 300)
    assert world.subscription(subscription_id).back_fill_since == 100 * SECOND


def test_a_failed_part_leaves_the_mark_where_it_was_and_the_next_run_loses_nothing(
    world: ListingWorld,
) -> None:
    listing = world.listing(newest=50)
    subscription_id = world.subscribe(listing)
    world.until_listing_ended(world.read_now(subscription_id))
    board = world.boards["cats"]
    board.newest = 400
    board.trouble["201"] = SourceUnavailable("nonsense")
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done_with_failures"
    assert world.subscription(subscription_id).mark == 50
    (latest, _) = world.history(listing)
    assert (latest.state, latest.code, latest.reason) == (
        "done_with_failures",
        "source_unavailable",
        "nonsense",
    )
    board.trouble.clear()
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done"
    assert world.posts_of(listing) == numbers(41, 400)
    known = world.subscription(subscription_id)
    assert (known.mark, known.code, known.failed_runs) == (400, None, 0)


def test_a_first_part_that_fails_fails_the_run(world: ListingWorld) -> None:
    listing = world.listing(newest=50)
    subscription_id = world.subscribe(listing)
    world.boards["cats"].trouble[None] = SourceUnavailable("away")
    assert world.until_listing_ended(world.read_now(subscription_id)) == "failed"
    assert world.subscription(subscription_id).reason == "away"


def test_a_source_that_puts_us_off_is_waited_for_and_nothing_fails(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=0)
    board = world.boards["cats"]
    run_id = world.read_now(subscription_id)
    asked_at = []
    for _ in range(3):  # more often than an item may be tried
        for _ in range(5):
            until = world.moment + 600 * SECOND
            board.trouble = dict.fromkeys(
                [None, *map(str, range(1, 300))], SourceBudgetUsedUp("used up", retry_at=until)
            )
            jobs = world.pending() or world.swept(limit=10)
            asked_at += [world.moment] * len(jobs)
            world.work(*jobs)
            assert world.run(run_id).state == "running"
            assert world.report(run_id).deferred_until == until
            assert world.swept(limit=10) == []
            world.wait(600)
    assert len(asked_at) == 15
    assert [later - sooner for sooner, later in pairwise(asked_at)] == [600_000] * 14
    board.trouble = {}
    assert world.until_listing_ended(run_id) == "done"
    assert world.posts_of(listing) == numbers(1, 300)


def test_a_source_that_gives_a_little_at_a_time_is_read_to_its_end(world: ListingWorld) -> None:
    """A budget smaller than a part: what was read counts, and the part goes on from there as another."""
    listing = world.listing(newest=200)
    subscription_id = world.subscribe(listing, since=0)
    board = world.boards["cats"]
    run_id = world.read_now(subscription_id)

    def next_window() -> None:
        board.calls = 0
        board.budget = (3, SourceBudgetUsedUp("used up", retry_at=world.moment + 60 * SECOND))

    next_window()
    assert world.until_listing_ended(run_id, meanwhile=next_window) == "done"
    assert world.posts_of(listing) == numbers(1, 200)


def test_a_listing_that_begins_anew_within_a_part_ends_with_the_reason(world: ListingWorld) -> None:
    listing = world.listing(newest=100)
    subscription_id = world.subscribe(listing, since=0)
    world.boards["cats"].turns_round_at = 61
    assert world.until_listing_ended(world.read_now(subscription_id)) == "failed"
    known = world.subscription(subscription_id)
    assert (known.code, known.state) == ("listing_repeats", "active")
    assert "begins anew" in (known.reason or "")
    assert world.posts_of(listing) == numbers(61, 100)


def test_a_listing_that_begins_anew_between_parts_ends_with_the_reason(world: ListingWorld) -> None:
    listing = world.listing(newest=1_000)
    subscription_id = world.subscribe(listing, since=0)
    world.boards["cats"].turns_round_at = 701
    run_id = world.read_now(subscription_id)
    assert world.until_listing_ended(run_id) == "done_with_failures"
    assert world.subscription(subscription_id).code == "listing_repeats"
    assert len(world.items(run_id)) < 10
    assert world.posts_of(listing) == numbers(701, 1_000)


def test_a_listing_longer_than_a_run_may_be_is_gone_on_with_by_the_next(
    world: ListingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api_server.runs.listing_plans.MOST_PARTS", 3)
    listing = world.listing(newest=500)
    subscription_id = world.subscribe(listing, since=0)
    assert world.until_listing_ended(world.read_now(subscription_id)) == "done_with_failures"
    assert world.subscription(subscription_id).code == "listing_too_long"
    for _ in range(3):
        world.wait(3_600)
        for run_id in world.due():
            world.until_listing_ended(run_id)
    assert world.posts_of(listing) == numbers(1, 500)
    assert world.subscription(subscription_id).back_fill_since == 0


def test_one_run_without_a_subscription_reads_some_pages_and_keeps_no_mark(world: ListingWorld) -> None:
    listing = world.listing(newest=500)
    run_id = world.service.scrape(listing.id, pages=12).run.id
    jobs: list[PullJob] = []
    while world.run(run_id).state == "running":
        jobs += world.jobs()
        world.work(jobs[-1])
    assert [job.max_pages for job in jobs] == [10, 2]
    assert world.posts_of(listing) == numbers(381, 500)
    assert world.due() == []
