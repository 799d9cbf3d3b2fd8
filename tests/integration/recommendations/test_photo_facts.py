"""Facts of photos in memory: as the database has them, whoever asks first, and whatever is stored later."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from api_server.recommendations import photo_facts, read_ahead
from api_server.recommendations.photo_facts import PhotoFacts, key_of
from fovea.database.engine import read
from fovea.packing import Numbers
from tests.integration.recommendations.liked_world import LikedWorld

OWNERS = {str(1_000 + photo): f"{10 + photo % 7}@N00" for photo in range(60)}


def numbers_of(world: LikedWorld) -> Numbers:
    return np.array(sorted(world.posts.values()), dtype=np.uint32)


def assert_right(world: LikedWorld, facts: PhotoFacts) -> None:
    with read(world.engine) as connection:
        photos = facts.read(connection, numbers_of(world))
    for name, number in world.posts.items():
        assert photos.owners[number] == world.accounts[OWNERS[name]]
        assert photos.keys[number] == key_of(name)


def test_facts_are_those_of_the_database_also_of_what_is_stored_later(
    world: LikedWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_facts, "BLOCK", 8)
    facts = PhotoFacts()
    half = dict(list(OWNERS.items())[:30])
    world.write(half, {})
    assert_right(world, facts)
    world.write(OWNERS, {})
    assert_right(world, facts)


def test_a_post_that_is_not_stored_has_no_owner(world: LikedWorld) -> None:
    world.write(OWNERS, {})
    with read(world.engine) as connection:
        photos = PhotoFacts().read(connection, np.array([1, 70_000], dtype=np.uint32))
    assert photos.owners[70_000] == 0


def test_many_threads_may_ask_at_once(world: LikedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_facts, "BLOCK", 4)
    world.write(OWNERS, {})
    facts = PhotoFacts()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _: assert_right(world, facts), range(8)))


def test_reading_ahead_leaves_nothing_to_read(world: LikedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_facts, "BLOCK", 8)
    world.write(OWNERS, {})
    read_ahead(world.engine).join(timeout=30)
    with read(world.engine) as connection:
        facts = photo_facts.of(connection)
        monkeypatch.setattr(photo_facts, "_read_block", None)  # it would be called in vain
        assert facts.read(connection, numbers_of(world)).owners[numbers_of(world)].all()


@pytest.mark.parametrize("newer", ["55000000000", "9" * 19])
def test_among_numbers_the_larger_has_the_larger_key(newer: str) -> None:
    assert key_of(newer) > key_of("54999999999")


@pytest.mark.parametrize("name", ["", "abc", "12a", "9" * 40, "١٢"])
def test_any_outside_id_has_a_key_below_two_to_the_64(name: str) -> None:
    assert 0 <= key_of(name) < 2**64
