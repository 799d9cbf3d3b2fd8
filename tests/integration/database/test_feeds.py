"""Feeds: found by their token's hash; what appeared keeps its moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from fovea.clock import MINUTE, SECOND
from fovea.database import feeds
from fovea.database.engine import in_transaction, read, write
from tests.integration.database.users_and_posts import photos, user

EVERY = 15 * MINUTE
NOON = 1_000 * MINUTE


@pytest.fixture
def ada(engine: Engine) -> int:
    number = user(engine, "ada")
    with write(engine) as connection:
        feeds.put(connection, number, token=b"sealed", token_hash="hash", at=1)
    return number


def fill(engine: Engine, user_id: int, numbers: list[int], *, at: int, keep: int = 100) -> list[int]:
    return in_transaction(
        engine,
        lambda connection: feeds.fill(
            connection,
            user_id,
            {number: f"why {number}" for number in numbers},
            at=at,
            every_ms=EVERY,
            keep=keep,
        ),
    )


def appeared(engine: Engine, user_id: int) -> list[tuple[int, int]]:
    with read(engine) as connection:
        return [(item.post_id, item.appeared_at) for item in feeds.items(connection, user_id)]


def test_a_feed_is_found_by_the_hash_of_its_newest_token_only(engine: Engine, ada: int) -> None:
    with write(engine) as connection:
        feeds.put(connection, ada, token=b"other", token_hash="Hash", at=5)
    with read(engine) as connection:
        assert feeds.find(connection, "hash") is None
        found = feeds.find(connection, "Hash")
        assert found == feeds.get(connection, ada)
        assert found is not None
        assert (found.user_id, found.token, found.created_at, found.filled_at) == (ada, b"other", 5, 0)


def test_a_token_is_sealed_anew_unless_it_was_replaced(engine: Engine, ada: int) -> None:
    with write(engine) as connection:
        feeds.reseal(connection, ada, token=b"newer key", token_hash="hash")
        feeds.reseal(connection, ada, token=b"too late", token_hash="before")
        stored = feeds.get(connection, ada)
    assert stored is not None
    assert stored.token == b"newer key"


def test_what_appeared_keeps_its_moment_and_the_best_is_the_latest(engine: Engine, ada: int) -> None:
    one, two, three, four = photos(engine, 4)
    assert fill(engine, ada, [two, one, two], at=NOON) == [two, one]
    assert appeared(engine, ada) == [(two, NOON), (one, NOON - SECOND)]
    later = NOON + EVERY
    assert fill(engine, ada, [four, one, three], at=later) == [four, three]
    before = [(four, later), (three, later - SECOND), (two, NOON), (one, NOON - SECOND)]
    assert appeared(engine, ada) == before
    assert fill(engine, ada, [one, two, three, four], at=later + EVERY) == []
    assert appeared(engine, ada) == before


def test_nothing_appears_before_its_time(engine: Engine, ada: int) -> None:
    one, two = photos(engine, 2)
    fill(engine, ada, [one], at=NOON)
    assert fill(engine, ada, [two], at=NOON + EVERY - 1) == []
    assert fill(engine, ada, [two], at=NOON + EVERY) == [two]


def test_what_lies_far_behind_is_forgotten(engine: Engine, ada: int) -> None:
    numbers = photos(engine, 8)
    fill(engine, ada, numbers[:5], at=NOON)
    fill(engine, ada, numbers[5:], at=NOON + EVERY, keep=4)
    assert [number for number, _ in appeared(engine, ada)] == [*numbers[5:], numbers[0]]
    with read(engine) as connection:
        assert len(feeds.items(connection, ada, most=2)) == 2


def test_a_feed_that_is_read_by_many_at_once_is_filled_once(engine: Engine, ada: int) -> None:
    numbers = photos(engine, 30)
    with ThreadPoolExecutor(4) as threads:
        new = list(threads.map(lambda n: fill(engine, ada, numbers[n * 3 :], at=NOON + n), range(8)))
    assert sum(bool(one) for one in new) == 1
    assert len(appeared(engine, ada)) == len(max(new, key=len))


def test_a_deleted_feed_leaves_nothing_and_is_not_filled(engine: Engine, ada: int) -> None:
    numbers = photos(engine, 2)
    fill(engine, ada, numbers, at=NOON)
    with write(engine) as connection:
        feeds.remove(connection, ada)
        feeds.remove(connection, ada)
        assert feeds.get(connection, ada) is None
    assert appeared(engine, ada) == []
    assert fill(engine, ada, numbers, at=NOON + EVERY) == []
    with write(engine) as connection:
        feeds.put(connection, 4_000_000_000, token=b"x", token_hash="y", at=1)  # who has gone
        assert feeds.find(connection, "y") is None
