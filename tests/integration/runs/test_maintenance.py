"""Old rows are deleted, and nothing else."""

import pytest
from sqlalchemy import Connection, Engine, func, select

from fovea.clock import DAY
from fovea.database import receipts, runs
from fovea.database.engine import read
from fovea.database.listing_tables import listing_parts, listing_runs
from fovea.database.receipts import NewReceipt
from fovea.database.tables import favorite_edits, run_items
from fovea.database.tables import receipts as receipts_table
from tests.integration.runs.listing_world import ListingWorld
from tests.integration.runs.world import World


def count(world: World, table: object) -> int:
    with read(world.engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(table)) or 0)  # type: ignore[arg-type]


def test_old_runs_go_with_their_items_and_receipts_but_the_newest_of_an_account_stays(world: World) -> None:
    first = world.refresh()
    world.until_ended(first)
    world.wait(DAY / 1_000)
    second = world.refresh()
    world.until_ended(second)
    world.wait(8 * DAY / 1_000)
    assert world.service.maintain() == {"runs": 1, "receipts": 0, "edits": 0}
    assert world.run(second).state == "done"
    assert (count(world, run_items), count(world, receipts_table)) == (3, 3)
    assert world.service.maintain() == {"runs": 0, "receipts": 0, "edits": 0}


def test_runs_of_listings_go_with_their_parts_and_leave_their_posts(engine: Engine) -> None:
    world = ListingWorld(engine)
    listing = world.listing(newest=250)
    subscription_id = world.subscribe(listing, since=0)
    first = world.read_now(subscription_id)
    world.until_listing_ended(first)
    world.wait(8 * DAY / 1_000)
    last = world.read_now(subscription_id)
    world.until_listing_ended(last)
    assert world.service.maintain()["runs"] == 1
    assert [run.run_id for run in world.history(listing)] == [last]
    assert (count(world, listing_parts), count(world, listing_runs)) == (1, 1)
    assert world.subscription(subscription_id).last_run_id == last
    assert len(world.posts_of(listing)) == 250


def test_large_runs_are_deleted_few_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_PURGED_ITEMS", 7)  # two runs have six items
    for _ in range(5):
        world.until_ended(world.refresh())
        world.wait(DAY / 1_000)
    world.wait(8 * DAY / 1_000)

    def purge(connection: Connection) -> int:
        return runs.purge(connection, finished_before=world.moment, limit=100)

    assert [world.write(purge) for _ in range(3)] == [2, 2, 0]
    monkeypatch.setattr(runs, "_PURGED_ITEMS", 1)
    world.until_ended(world.refresh())
    world.wait(1)
    assert world.write(purge) == 1


def test_a_run_that_is_running_is_never_deleted(world: World) -> None:
    first = world.refresh()
    world.wait(30 * DAY / 1_000)
    world.service.start_favorite(world.account(), source="flickr", external_id="2@N00")
    world.service.maintain()
    assert world.run(first).state == "running"


def test_receipts_whose_run_was_deleted_go_too(world: World) -> None:
    world.until_ended(world.refresh())
    stray = [
        NewReceipt(
            item_id=4_711,
            execution=1,
            number=number,
            run_id=4_711,
            rows=1,
            last=False,
            received_at=world.moment,
        )
        for number in range(3)
    ]
    world.write(lambda connection: receipts.record(connection, stray))
    assert world.service.maintain()["receipts"] == 0
    world.wait(8 * DAY / 1_000)
    assert world.service.maintain()["receipts"] == 3
    assert count(world, receipts_table) == 3


def test_old_edits_go(world: World) -> None:
    account_id = world.account()
    world.favorites("3@N00", ["4@N00", "4@N00"])
    with world.engine.begin() as connection:
        for post_id, days in ((1, 8), (2, 6)):
            values = {"account_id": account_id, "post_id": post_id, "action": "add", "state": "made"}
            moment = world.moment - days * DAY
            connection.execute(favorite_edits.insert().values(**values, edited_at=moment))
    assert world.service.maintain()["edits"] == 1


def test_a_batch_recorded_twice_is_new_once(world: World) -> None:
    batch = NewReceipt(
        item_id=1, execution=2, number=3, run_id=4, rows=5, last=True, received_at=world.moment, staged=b"x"
    )
    other = NewReceipt(
        item_id=1, execution=2, number=4, run_id=4, rows=5, last=True, received_at=world.moment
    )
    assert world.write(lambda connection: receipts.record(connection, [batch, batch])) == [batch]
    assert world.write(lambda connection: receipts.record(connection, [batch, other])) == [other]
