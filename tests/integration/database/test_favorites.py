"""Reading favourites, and changing them in Fovea itself."""

import threading

import pytest
from sqlalchemy import Connection, Engine

from fovea import packing
from fovea.database import accounts, favorite_edits, favorite_pulls, favorites, posts
from fovea.database.engine import in_transaction, read, write
from fovea.database.favorite_pulls import Pull
from fovea.messages import AccountRecord, PostRecord


@pytest.fixture
def people(engine: Engine) -> list[int]:
    """Three accounts; the first owns forty posts, numbered from 1."""

    def function(connection: Connection) -> list[int]:
        told = [AccountRecord(external_id=name) for name in "abc"]
        numbers = accounts.upsert_many(connection, "flickr", told, at=0)
        photos = [posts.told(PostRecord(external_id=f"{n:02}", owner="a")) for n in range(1, 41)]
        posts.upsert_many(connection, "flickr", photos, owners=numbers)
        return [numbers[name] for name in "abc"]

    return in_transaction(engine, function)


def pull(engine: Engine, account: int, *numbers: int, at: int = 1) -> None:
    def function(connection: Connection) -> None:
        stored = favorite_pulls.lock(connection, [account])
        one = Pull(account_id=account, numbers=packing.sorted_numbers(numbers), pulled_at=at)
        favorite_pulls.apply(connection, stored, [one])

    in_transaction(engine, function)


def faved(engine: Engine, account: int) -> list[int]:
    with read(engine) as connection:
        return list(favorites.numbers_of(connection, account).tolist())


def test_lists_of_many_accounts_come_packed_and_those_without_are_left_out(
    engine: Engine, people: list[int]
) -> None:
    pull(engine, people[0], 1, 2)
    pull(engine, people[2], 40)
    with read(engine) as connection:
        lists = favorites.lists_of(connection, [*people, 999])
        assert [(account, packing.unpack(packed).tolist()) for account, packed in lists] == [
            (people[0], [1, 2]),
            (people[2], [40]),
        ]
        assert favorites.list_of(connection, people[1]) == b""
        assert favorites.summary_of(connection, people[1]) is None
        assert favorites.newest_faved_at(connection, people[1]) is None
        assert favorites.total(connection) == 3
        numbers, owners = favorites.owners_of(connection, people[0])
        assert (numbers.tolist(), owners.tolist()) == ([1, 2], [people[0]] * 2)


def test_an_edit_is_stored_once_the_source_has_taken_it(engine: Engine, people: list[int]) -> None:
    me = people[1]
    pull(engine, me, 1, 2)
    in_transaction(engine, lambda c: favorite_edits.begin(c, me, 7, action="add", at=10))
    assert faved(engine, me) == [1, 2]
    in_transaction(engine, lambda c: favorite_edits.finish(c, me, 7, action="add", at=11))
    in_transaction(engine, lambda c: favorite_edits.finish(c, me, 1, action="remove", at=11))
    assert faved(engine, me) == [2, 7]
    with read(engine) as connection:
        summary = favorites.summary_of(connection, me)
        assert summary is not None
        assert summary.count == 2
        made = favorite_edits.made_by(connection, [me])[me]
        assert {(edit.post_id, edit.action) for edit in made} == {(7, "add"), (1, "remove")}


def test_the_first_favourite_of_somebody_who_was_never_pulled_is_stored(
    engine: Engine, people: list[int]
) -> None:
    in_transaction(engine, lambda c: favorite_edits.finish(c, people[1], 7, action="add", at=11))
    assert faved(engine, people[1]) == [7]
    with read(engine) as connection:
        summary = favorites.summary_of(connection, people[1])
    assert summary is not None
    assert summary.full_pulled_at is None


def test_an_edit_that_the_source_refused_leaves_nothing(engine: Engine, people: list[int]) -> None:
    in_transaction(engine, lambda c: favorite_edits.begin(c, people[1], 7, action="add", at=10))
    in_transaction(engine, lambda c: favorite_edits.abandon(c, people[1], 7))
    with read(engine) as connection:
        assert favorite_edits.made_by(connection, people) == {}
    assert faved(engine, people[1]) == []


def test_old_edits_are_purged(engine: Engine, people: list[int]) -> None:
    in_transaction(engine, lambda c: favorite_edits.finish(c, people[1], 7, action="add", at=10))
    in_transaction(engine, lambda c: favorite_edits.finish(c, people[1], 8, action="add", at=20))
    assert in_transaction(engine, lambda c: favorite_edits.purge(c, edited_before=20)) == 1
    assert faved(engine, people[1]) == [7, 8]


def test_edits_and_pulls_at_the_same_time_lose_nothing(engine: Engine, people: list[int]) -> None:
    """A user faves thirty photos while pulls that know nothing of them come in."""
    me, done = people[1], threading.Event()
    pull(engine, me, 40, at=1)

    def pull_on() -> None:
        moment = 2
        while not done.is_set():
            pull(engine, me, 40, at=moment)
            moment += 1

    puller = threading.Thread(target=pull_on)
    puller.start()
    try:
        for number in range(1, 31):
            with write(engine) as connection:
                favorite_edits.finish(connection, me, number, action="add", at=1_000_000)
    finally:
        done.set()
        puller.join(60)
    assert faved(engine, me) == [*range(1, 31), 40]


def test_two_writers_on_the_same_lists_wait_for_each_other(engine: Engine, people: list[int]) -> None:
    """Each adds what the other has not; in whatever order they name the accounts, nothing is lost."""
    start = threading.Barrier(2, timeout=60)

    def work(mine: list[int], accounts_in_order: list[int]) -> None:
        start.wait()
        for moment, number in enumerate(mine, start=1):

            def function(connection: Connection, number: int = number, moment: int = moment) -> None:
                stored = favorite_pulls.lock(connection, accounts_in_order)
                post = packing.sorted_numbers([number])
                pulls = [
                    Pull(account_id=account, numbers=post, pulled_at=moment, since=0)
                    for account in accounts_in_order
                ]
                favorite_pulls.apply(connection, stored, pulls)

            in_transaction(engine, function)

    threads = [
        threading.Thread(target=work, args=(list(range(1, 21)), people)),
        threading.Thread(target=work, args=(list(range(21, 41)), people[::-1])),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert [faved(engine, account) for account in people] == [list(range(1, 41))] * 3
