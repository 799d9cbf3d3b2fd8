"""Recommending is a pure function of lists and choices: neither the order in which things were stored, nor
what was there in between, nor the database changes anything.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from api_server.recommendations.service import recommend
from fovea.database import accounts, dismissals, favorite_edits, mutes, posts, users
from fovea.database.engine import in_transaction, open_engine, read
from fovea.messages import AccountRecord, Batch
from ingester.memory import Memories
from ingester.writing import write
from tests.harness.databases import MariaDBDatabases, SQLiteDatabases
from tests.integration.ingester.arriving import arrive, batch, begin_run, contacts, photo
from tests.integration.recommendations.liked_world import NOW, LikedWorld

ACCOUNTS, PHOTOS = 12, 120
ME = "0@N00"
FOLLOWED = ["1@N00", "2@N00"]

Fresh = Callable[[], Engine]
Answer = list[tuple[object, ...]]


@pytest.fixture
def fresh_sqlite(_sqlite_databases: SQLiteDatabases, tmp_path: Path) -> Iterator[Fresh]:
    """Gives an empty SQLite database at every call."""
    engines: list[Engine] = []

    def fresh() -> Engine:
        path = tmp_path / f"world{len(engines)}.sqlite3"
        engines.append(open_engine(_sqlite_databases.migrated(path), pool_size=2))
        return engines[-1]

    yield fresh
    for engine in engines:
        engine.dispose()


@pytest.fixture
def fresh_mariadb(_mariadb_databases: MariaDBDatabases) -> Iterator[Fresh]:
    """Gives an empty MariaDB database at every call, which ends the one before."""
    engines: list[Engine] = []

    def fresh() -> Engine:
        for engine in engines:
            engine.dispose()
        engines.append(open_engine(_mariadb_databases.migrated(), pool_size=2))
        return engines[-1]

    yield fresh
    for engine in engines:
        engine.dispose()


def lists_of(seed: int) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Who made which photo, and who faved which: small numbers, so that many scores are equal."""
    random = np.random.default_rng(seed)
    owners = {str(9_000 + photo): f"{random.integers(0, ACCOUNTS)}@N00" for photo in range(PHOTOS)}
    names = list(owners)
    lists = {}
    for account in range(ACCOUNTS):
        chosen = random.choice(PHOTOS, size=random.integers(6, 30), replace=False)
        lists[f"{account}@N00"] = [names[at] for at in chosen.tolist()]
    return owners, lists


def messages_of(seed: int) -> list[Batch]:
    """The world of a seed as pullers send it: each list in three pages, and whom I follow."""
    owners, lists = lists_of(seed)
    sent = [contacts(FOLLOWED, of=ME, execution=1_000, item_id=1_000)]
    for number, (name, its) in enumerate(lists.items(), start=1):
        for page in range(3):
            shown = its[page::3]
            sent.append(
                batch(
                    [photo(one, owner=owners[one]) for one in shown],
                    of=name,
                    execution=number,
                    item_id=number,
                    number=page,
                    last=page == 2,
                    accounts=[AccountRecord(external_id=owner) for owner in {owners[one] for one in shown}],
                )
            )
    return sent


def ingested(engine: Engine, seed: int, sent: Sequence[Batch], sizes: Sequence[int]) -> LikedWorld:
    """The world of a seed, written by the ingester from messages in this order, so many at once each time."""
    begin_run(engine)
    memories, waiting = Memories(1_000), list(sent)
    for size in [*sizes, len(waiting)]:
        if waiting:
            write(engine, [arrive(one) for one in waiting[:size]], memories=memories)
            del waiting[:size]
    owners, lists = lists_of(seed)
    with read(engine) as connection:
        world = LikedWorld(
            engine=engine,
            accounts=accounts.ids_of(connection, "flickr", list(lists)),
            posts=posts.ids_of(connection, "flickr", list(owners)),
        )
    return chosen(world, lists)


def stored(engine: Engine, seed: int, order: Sequence[int]) -> LikedWorld:
    """The world of a seed, each list in a transaction of its own, in this order, with choices of mine."""
    owners, lists = lists_of(seed)
    world = LikedWorld(engine=engine)
    for account in order:
        name = f"{account}@N00"
        its = lists[name]
        if account % 3 == 0:  # the message comes twice
            world.write({photo: owners[photo] for photo in its}, {name: its})
        world.write({photo: owners[photo] for photo in reversed(its)}, {name: its})
    world.follow(ME, FOLLOWED)
    return chosen(world, lists)


def chosen(world: LikedWorld, lists: dict[str, list[str]]) -> LikedWorld:
    """The world with choices of mine: a photo and a person dismissed, a photographer muted."""

    def choose(connection: Connection) -> None:
        user = users.log_in(connection, world.accounts[ME], at=NOW)
        dismissed = next(photo for photo in lists["3@N00"] if photo not in lists[ME])
        dismissals.dismiss_post(connection, user.id, world.posts[dismissed], at=NOW)
        dismissals.dismiss_account(connection, user.id, world.accounts["5@N00"], at=NOW)
        muted = str(world.accounts["6@N00"])
        mutes.put(connection, user.id, kind="account", value=muted, label="6", at=NOW)

    in_transaction(world.engine, choose)
    return world


def answer_of(world: LikedWorld, *, method: str = "default") -> Answer:
    """All that is recommended, in order, by outside ids: scores and parts to the last bit."""
    photo_names = {number: name for name, number in world.posts.items()}
    names = {number: name for name, number in world.accounts.items()}
    with read(world.engine) as connection:
        answer = recommend(
            connection, world.accounts[ME], photos=500, people=100, method=method, explain=True
        )
    assert answer.photos
    assert answer.people
    photos: Answer = [
        (photo_names[photo.post_id], photo.score, photo.supporters, [part.amount for part in photo.why or []])
        for photo in answer.photos
    ]
    people: Answer = [
        (names[person.account_id], person.score, [photo_names[number] for number in person.samples])
        for person in answer.people
    ]
    return photos + people


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1_000), st.permutations(range(ACCOUNTS)))
def test_the_order_in_which_lists_came_changes_nothing(
    fresh_sqlite: Fresh, seed: int, order: Sequence[int]
) -> None:
    in_order = stored(fresh_sqlite(), seed, range(ACCOUNTS))
    permuted = stored(fresh_sqlite(), seed, order)
    for method in ("default", "flexplore"):
        assert answer_of(permuted, method=method) == answer_of(in_order, method=method)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 1_000), st.randoms(use_true_random=False), st.lists(st.integers(1, 9), max_size=12))
def test_the_order_of_messages_changes_nothing_nor_does_one_that_comes_twice(
    fresh_sqlite: Fresh, seed: int, random: Random, sizes: list[int]
) -> None:
    sent = messages_of(seed)
    in_order = ingested(fresh_sqlite(), seed, sent, [])
    again = [*sent, *random.sample(sent, 10)]
    random.shuffle(again)
    permuted = ingested(fresh_sqlite(), seed, again, sizes)
    for method in ("default", "flexplore"):
        assert answer_of(permuted, method=method) == answer_of(in_order, method=method)


@pytest.mark.parametrize("seed", [1, 2])
def test_both_databases_give_the_same_answer(fresh_sqlite: Fresh, fresh_mariadb: Fresh, seed: int) -> None:
    on_sqlite = stored(fresh_sqlite(), seed, range(ACCOUNTS))
    on_mariadb = stored(fresh_mariadb(), seed, range(ACCOUNTS - 1, -1, -1))
    for method in ("default", "flexplore"):
        assert answer_of(on_mariadb, method=method) == answer_of(on_sqlite, method=method)


@pytest.mark.parametrize("database", ["sqlite", "mariadb"])
def test_a_favourite_that_is_removed_and_added_again_leaves_the_list_as_it_was(
    request: pytest.FixtureRequest, database: str
) -> None:
    fresh: Fresh = request.getfixturevalue(f"fresh_{database}")
    world = stored(fresh(), 3, range(ACCOUNTS))
    before = answer_of(world)
    mine = world.posts[lists_of(3)[1][ME][0]]

    def edit(action: favorite_edits.Action) -> None:
        in_transaction(
            world.engine,
            lambda connection: favorite_edits.finish(
                connection, world.accounts[ME], mine, action=action, at=NOW + 1
            ),
        )

    edit("remove")
    assert answer_of(world) != before
    edit("add")
    assert answer_of(world) == before


def test_two_workers_give_the_same_answer(fresh_sqlite: Fresh) -> None:
    world = stored(fresh_sqlite(), 4, range(ACCOUNTS))
    engine = open_engine(str(world.engine.url), pool_size=2)
    try:
        assert answer_of(LikedWorld(engine=engine, accounts=world.accounts, posts=world.posts)) == answer_of(
            world
        )
    finally:
        engine.dispose()
