"""Subscriptions to listings: due as often as new posts come, paused when there is nothing to be read, gone
with or without their posts.
"""

import threading

import pytest
from sqlalchemy import Connection, Engine

from fovea.clock import DAY, HOUR, MINUTE
from fovea.database import (
    favorite_edits,
    listing_numbers,
    listing_posts,
    listing_removal,
    listing_subscriptions,
    listings,
    personal_data,
    post_details,
    posts,
    users,
)
from fovea.database.engine import read
from fovea.errors import AccountGone, AccountPrivate, NotFound, SourceRefused, SourceUnavailable
from tests.integration.database.users_and_posts import user
from tests.integration.runs.listing_world import SECOND, ListingWorld


@pytest.fixture
def world(engine: Engine) -> ListingWorld:
    return ListingWorld(engine)


def read_now(world: ListingWorld, subscription_id: int) -> None:
    world.until_listing_ended(world.read_now(subscription_id))


def test_a_listing_is_one_however_often_it_is_named(world: ListingWorld) -> None:
    assert world.listing("cats").id == world.listing("cats").id != world.listing("Cats").id
    assert world.listing("cats", source="gelbooru").id != world.listing("cats").id


def test_who_subscribes_to_what_is_subscribed_to_joins(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    first = world.subscribe(listing, interval_seconds=900)
    read_now(world, first)
    assert world.subscribe(listing, since=200 * SECOND) == first
    known = world.subscription(first)
    assert (known.interval_seconds, known.back_fill_wanted, known.next_due_at) == (
        900,
        200 * SECOND,
        world.moment,
    )
    (run_id,) = world.due()
    world.until_listing_ended(run_id)
    assert world.posts_of(listing) == set(range(200, 301))
    assert world.subscribe(listing, since=250 * SECOND) == first
    assert world.subscription(first).back_fill_wanted is None


def test_a_subscription_is_due_at_once_and_then_in_its_interval(world: ListingWorld) -> None:
    listing = world.listing(newest=30)
    subscription_id = world.subscribe(listing, interval_seconds=1_800)
    (run_id,) = world.due()
    assert {job.background for job in world.jobs("puller-background")} == {True}
    assert world.due() == []
    world.wait(200)
    world.work(*world.swept(limit=10))
    assert world.run(run_id).state == "done"
    assert world.subscription(subscription_id).next_due_at == world.moment + 30 * MINUTE
    assert world.subscription(subscription_id).last_run_id == run_id
    world.wait(1_799)
    assert world.due() == []
    world.wait(1)
    assert len(world.due()) == 1


def test_what_brings_nothing_is_read_less_often_and_what_brings_much_more_often(world: ListingWorld) -> None:
    subscription_id = world.subscribe(world.listing(newest=30), since=0)
    read_now(world, subscription_id)
    assert world.subscription(subscription_id).interval_seconds == 3_600
    read_now(world, subscription_id)
    assert world.subscription(subscription_id).interval_seconds == 7_200
    world.boards["cats"].newest += 3
    read_now(world, subscription_id)
    assert world.subscription(subscription_id).interval_seconds == 7_200
    for _ in range(2):
        world.boards["cats"].newest += 60
        read_now(world, subscription_id)
    known = world.subscription(subscription_id)
    assert (known.interval_seconds, known.next_due_at) == (1_800, world.moment + 30 * MINUTE)


def test_what_is_empty_is_read_less_and_less_often(world: ListingWorld) -> None:
    subscription_id = world.subscribe(world.listing(newest=0))
    read_now(world, subscription_id)
    read_now(world, subscription_id)
    assert world.subscription(subscription_id).interval_seconds == 14_400


def test_a_fixed_interval_stays(world: ListingWorld) -> None:
    subscription_id = world.subscribe(world.listing(newest=30), interval_seconds=1_000)
    for _ in range(3):
        read_now(world, subscription_id)
    assert world.subscription(subscription_id).interval_seconds == 1_000


def test_a_shorter_interval_holds_from_now_on(world: ListingWorld) -> None:
    subscription_id = world.subscribe(world.listing(newest=30), interval_seconds=7_200)
    read_now(world, subscription_id)
    end = world.moment
    world.wait(600)
    world.write(lambda connection: listing_subscriptions.set_interval(connection, subscription_id, 900))
    known = world.subscription(subscription_id)
    assert (known.next_due_at, known.adaptive) == (end + 15 * MINUTE, False)
    world.write(lambda connection: listing_subscriptions.set_interval(connection, subscription_id, None))
    assert world.subscription(subscription_id).adaptive


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AccountGone("banned"), "account_gone"),
        (NotFound("no such subreddit"), "not_found"),
        (AccountPrivate("members only"), "account_private"),
        (AccountPrivate("in quarantine", code="quarantined"), "quarantined"),
    ],
)
def test_what_is_gone_or_private_is_paused_with_the_reason(
    world: ListingWorld, error: Exception, code: str
) -> None:
    listing = world.listing(newest=30)
    subscription_id = world.subscribe(listing)
    world.boards["cats"].trouble[None] = error  # type: ignore[assignment]
    read_now(world, subscription_id)
    known = world.subscription(subscription_id)
    assert (known.state, known.code, known.reason) == ("paused", code, str(error))
    world.wait(30 * DAY / 1_000)
    assert world.due() == []
    world.boards["cats"].trouble.clear()

    def resume(connection: Connection) -> None:
        listing_subscriptions.set_state(connection, subscription_id, "active", now=world.moment)

    world.write(resume)
    (run_id,) = world.due()
    assert world.until_listing_ended(run_id) == "done"
    assert world.subscription(subscription_id).reason is None


def test_what_is_refused_three_times_is_paused(world: ListingWorld) -> None:
    subscription_id = world.subscribe(world.listing(newest=30))
    world.boards["cats"].trouble[None] = SourceRefused("no key: set GELBOORU_API_KEY", code="key_missing")
    states = []
    for _ in range(3):
        (run_id,) = world.due()
        world.until_listing_ended(run_id)
        states.append(world.subscription(subscription_id).state)
        world.wait(HOUR / 1_000)
    assert states == ["active", "active", "paused"]
    assert world.subscription(subscription_id).code == "key_missing"


def test_what_fails_for_now_is_tried_again_soon_and_then_less_soon(world: ListingWorld) -> None:
    subscription_id = world.subscribe(world.listing(newest=30), interval_seconds=DAY // 1_000)
    world.boards["cats"].trouble[None] = SourceUnavailable("away")
    pauses = []
    for _ in range(4):
        read_now(world, subscription_id)
        pauses.append((world.subscription(subscription_id).next_due_at - world.moment) // MINUTE)
    assert pauses == [10, 20, 40, 80]
    assert world.subscription(subscription_id).state == "active"


def test_a_paused_one_is_not_due_but_may_be_read_by_hand(world: ListingWorld) -> None:
    listing = world.listing(newest=30)
    subscription_id = world.subscribe(listing)
    world.write(
        lambda connection: listing_subscriptions.set_state(connection, subscription_id, "paused", now=0)
    )
    assert world.due() == []
    read_now(world, subscription_id)
    assert world.subscription(subscription_id).state == "paused"
    assert len(world.posts_of(listing)) == 10


def test_two_at_once_read_a_listing_once(world: ListingWorld) -> None:
    subscriptions = [world.subscribe(world.listing(str(number), newest=30)) for number in range(6)]
    barrier = threading.Barrier(3)
    begun: list[int] = []

    def start() -> None:
        service = world.another_service()
        barrier.wait()
        for _ in range(4):
            begun.extend(service.start_due(limit=2))

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    begun.extend(world.due())
    assert len(begun) == len(set(begun)) == 6
    assert len(world.pending()) == 6
    assert sorted(world.read_now(one) for one in subscriptions) == sorted(begun)


def test_deleting_a_subscription_ends_its_run_and_keeps_its_posts(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=0)
    run_id = world.read_now(subscription_id)
    world.work(*world.pending())
    (job,) = world.pending()
    response, batches = world.pull(job)
    world.service.unsubscribe(subscription_id, remove_posts=False)
    assert world.run(run_id).state == "failed"
    world.service.record_puller_responses([response])
    world.ingest(batches)
    assert world.pending() == []
    assert world.due() == []
    assert world.posts_of(listing) == set(range(101, 301))
    with pytest.raises(NotFound):
        world.service.unsubscribe(subscription_id, remove_posts=True)
    again = world.subscribe(listing)
    assert again != subscription_id
    assert world.subscription(again).mark is None


def remove_posts(world: ListingWorld, limit: int) -> list[int]:
    """Remove posts piece by piece; how many went each time."""
    went: list[int] = []
    while not went or went[-1]:
        removed = world.write(
            lambda connection: listing_removal.remove_some(connection, limit=limit, now=world.moment)
        )
        went.append(removed.posts)
    return went


def test_deleting_a_subscription_with_its_posts_removes_them_piece_by_piece(world: ListingWorld) -> None:
    cats, others = world.listing("cats", newest=75), world.listing("others", newest=20)
    first = world.subscribe(cats, since=0)
    read_now(world, first)
    read_now(world, world.subscribe(others, since=0))  # the same numbers: posts that both have brought
    world.service.unsubscribe(first, remove_posts=True)
    assert remove_posts(world, 30) == [30, 30, 15, 0]
    assert world.posts_of(cats) == set()
    assert world.posts_of(others) == set(range(1, 21))
    with read(world.engine) as connection:
        numbers = listing_numbers.of(connection, [cats.id, others.id])
    assert [numbers[one.id].posts for one in (cats, others)] == [0, 20]


def test_what_somebody_faves_stays_when_a_subscription_goes_with_its_posts(world: ListingWorld) -> None:
    listing = world.listing(newest=10)
    subscription_id = world.subscribe(listing, since=0)
    read_now(world, subscription_id)
    account_id = world.account()

    def fave(connection: Connection) -> int:
        (post_id,) = posts.ids_of(connection, "danbooru", ["7"]).values()
        favorite_edits.finish(connection, account_id, post_id, action="add", at=world.moment)
        return post_id

    faved = world.write(fave)
    world.service.unsubscribe(subscription_id, remove_posts=True)
    remove_posts(world, 100)
    with read(world.engine) as connection:
        everything = posts.ids_of(connection, "danbooru", [str(number) for number in range(1, 11)])
        assert len(everything) == 10
        down = post_details.removed_among(connection, everything.values())
    assert everything.values() - down.keys() == {faved}


def test_who_leaves_is_told_what_they_subscribed_to_and_leaves_it_to_the_others(world: ListingWorld) -> None:
    listing = world.listing(newest=10)
    user_id = user(world.engine, "9@N00")
    subscription_id = world.subscribe(listing, user_id=user_id)

    def leave(connection: Connection) -> list[dict[str, object]]:
        somebody = users.get(connection, user_id)
        assert somebody is not None
        told = personal_data.gather(connection, somebody).subscriptions
        personal_data.erase(connection, somebody)
        return told

    (told,) = world.write(leave)
    assert (told["kind"], told["source"], told["title"]) == ("posts", "danbooru", "cats")
    assert world.subscription(subscription_id).user_id is None


def test_posts_that_come_after_the_deletion_are_removed_too(world: ListingWorld) -> None:
    listing = world.listing(newest=300)
    subscription_id = world.subscribe(listing, since=0)
    world.read_now(subscription_id)
    (job,) = world.pending()
    _, late = world.pull(job)
    world.service.unsubscribe(subscription_id, remove_posts=True)
    assert remove_posts(world, 100) == [0]
    world.ingest(late)
    assert remove_posts(world, 100) == [100, 0]
    assert world.posts_of(listing) == set()


def test_who_subscribes_again_keeps_what_is_left(world: ListingWorld) -> None:
    listing = world.listing(newest=30)
    subscription_id = world.subscribe(listing, since=0)
    read_now(world, subscription_id)
    world.service.unsubscribe(subscription_id, remove_posts=True)
    world.subscribe(listing)
    assert remove_posts(world, 100) == [0]
    assert len(world.posts_of(listing)) == 30


def test_posts_of_listings_that_there_are_not_are_passed_over(world: ListingWorld) -> None:
    listing = world.listing(newest=10)
    read_now(world, world.subscribe(listing))
    ids = [1, 2]
    world.write(lambda connection: listing_posts.note(connection, {listing.id + 99: ids}, world.moment))
    with read(world.engine) as connection:
        assert listing_posts.counts(connection, [listing.id]) == {listing.id: 10}
        assert listings.get(connection, listing.id + 99) is None


def test_subscriptions_are_listed_page_by_page(world: ListingWorld) -> None:
    made = [world.subscribe(world.listing(str(number))) for number in range(5)]
    world.write(lambda connection: listing_subscriptions.set_state(connection, made[1], "paused", now=0))

    def listed(**wanted: object) -> list[int]:
        with read(world.engine) as connection:
            found = listing_subscriptions.page(connection, **{"limit": 3, **wanted})  # type: ignore[arg-type]
        assert all(listing.id == one.listing_id for one, listing in found)
        return [one.id for one, _ in found]

    assert listed() == made[:1:-1]
    assert listed(before_id=made[2]) == [made[1], made[0]]
    assert listed(state="paused") == [made[1]]
    assert listed(source="danbooru", state="active") == [made[4], made[3], made[2]]
    assert listed(source="gelbooru") == []


@pytest.mark.parametrize(
    ("external_id", "number"),
    [("12#0", 12), ("12#33", 12), ("12", 12), ("x#1", None), ("", None), ("²#1", None)],
)
def test_a_batch_says_of_which_listing_it_is(external_id: str, number: int | None) -> None:
    assert listing_posts.listing_of(external_id) == number
