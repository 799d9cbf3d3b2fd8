"""Outside ids get numbers: one each, whoever asks, and none is wasted."""

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from sqlalchemy import Connection, Engine, func, select

from fovea.database import accounts, posts
from fovea.database.engine import in_transaction, read, write
from fovea.database.tables import posts as posts_table
from fovea.messages import AccountRecord, PostRecord

OWNERS = [AccountRecord(external_id=f"{number}@N00") for number in range(7)]


def store(connection: Connection, names: list[str], *, title: str = "") -> dict[str, int]:
    owners = accounts.upsert_many(connection, "flickr", OWNERS, at=0)
    told = [
        posts.told(PostRecord(external_id=name, owner=OWNERS[len(name) % 7].external_id, title=title))
        for name in names
    ]
    return posts.upsert_many(connection, "flickr", told, owners=owners)


def test_thousands_of_posts_get_numbers_without_gaps(engine: Engine) -> None:
    names = [f"{number:x}" for number in range(5_000)]
    numbers = in_transaction(engine, lambda connection: store(connection, names))
    assert sorted(numbers.values()) == list(range(1, 5_001))
    with read(engine) as connection:
        assert posts.ids_of(connection, "flickr", names) == numbers


def test_storing_the_same_again_uses_up_no_number(engine: Engine) -> None:
    names = [str(number) for number in range(100)]
    first = in_transaction(engine, lambda connection: store(connection, names))
    for _ in range(3):
        assert in_transaction(engine, lambda connection: store(connection, names)) == first
    for title in ("first", "second", "third"):
        with write(engine) as connection:
            store(connection, names, title=title)
    more = in_transaction(engine, lambda connection: store(connection, ["new"]))
    assert more == {"new": 101}


def test_writers_that_meet_agree_on_every_number(engine: Engine) -> None:
    """Each stores overlapping posts at the same time: nobody fails, and nothing is there twice."""
    shared = [f"shared {number}" for number in range(300)]
    start = threading.Barrier(4, timeout=60)

    def work(mine: int) -> dict[str, int]:
        names = [*shared, *(f"{mine} {number}" for number in range(50))]
        names = [names[at] for at in np.random.default_rng(mine).permutation(len(names))]
        start.wait()
        found: dict[str, int] = {}
        for at in range(0, len(names), 70):
            part = names[at : at + 70]
            found |= in_transaction(engine, functools.partial(store, names=part))
        return found

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(work, range(4)))
    with read(engine) as connection:
        total, distinct = connection.execute(
            select(func.count(), func.count(posts_table.c.external_id.distinct()))
        ).one()
    assert (total, distinct) == (500, 500)
    for answer in answers:
        assert {name: answer[name] for name in shared} == {name: answers[0][name] for name in shared}


def test_posts_come_back_as_they_were_told_with_their_owners(engine: Engine) -> None:
    numbers = in_transaction(
        engine, lambda connection: store(connection, ["a", "bb", "ccc"], title="Ümläut 🦩")
    )
    with read(engine) as connection:
        stored = posts.get_many(connection, [*numbers.values(), 999])
        owners = accounts.ids_of(connection, "flickr", [owner.external_id for owner in OWNERS])
        wanted = np.array([*sorted(numbers.values()), 999], dtype=np.uint32)
        assert posts.owners_of(connection, wanted).tolist() == [
            owners["1@N00"],
            owners["2@N00"],
            owners["3@N00"],
            0,
        ]
        assert posts.numbers_by_owner(connection, owners["2@N00"]).tolist() == [numbers["bb"]]
        assert posts.get(connection, 999) is None
        assert posts.find(connection, "flickr", "none") is None
    assert {post.external_id: post.title for post in stored.values()} == dict.fromkeys(
        ["a", "bb", "ccc"], "Ümläut 🦩"
    )


def test_owners_of_ten_thousand_posts_come_in_order(engine: Engine) -> None:
    names = [f"{number:05}" + "x" * (number % 7) for number in range(10_000)]
    numbers = in_transaction(engine, lambda connection: store(connection, names))
    wanted = np.array(sorted(numbers.values()), dtype=np.uint32)
    with read(engine) as connection:
        owners = posts.owners_of(connection, wanted)
        of_name = accounts.ids_of(connection, "flickr", [owner.external_id for owner in OWNERS])
    by_number = {number: name for name, number in numbers.items()}
    assert owners.tolist() == [of_name[OWNERS[len(by_number[n]) % 7].external_id] for n in wanted.tolist()]


def test_nothing_is_asked_and_nothing_is_found(engine: Engine) -> None:
    with read(engine) as connection:
        assert posts.owners_of(connection, np.empty(0, dtype=np.uint32)).size == 0
        assert posts.get_many(connection, []) == {}
        assert accounts.get_many(connection, []) == {}
        assert accounts.get(connection, 1) is None
        assert accounts.find(connection, "flickr", "nobody") is None
    assert in_transaction(engine, lambda connection: accounts.ensure(connection, "flickr", ["a", "a"])) == {
        "a": 1
    }
