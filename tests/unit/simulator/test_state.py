"""What is done in a world, and what a restart knows of it."""

from pathlib import Path

import pytest

from simulator.growth import Growth
from simulator.journal import Journal
from simulator.state import State
from simulator.world import ACTIVE, DELETED, PRIVATE, World, generate


@pytest.fixture(scope="module")
def world() -> World:
    return generate(seed=2, users=80)


@pytest.fixture
def state(world: World) -> State:
    return State(world, Journal(None))


def _new_photo(state: State, account: int) -> int:
    return next(
        photo
        for photo in range(state.world.photos)
        if int(state.world.photo_owner[photo]) != account
        and not state.has_favorite(account, photo)
        and state.photo_is_visible(photo)
    )


def test_the_newest_favourite_comes_first(state: State) -> None:
    photo = _new_photo(state, 0)
    assert state.set_favorite(0, photo, 2_000_000_000)
    faved = state.favorites(0)
    assert int(faved.photos[0]) == photo
    assert (faved.times[:-1] >= faved.times[1:]).all()


def test_faving_twice_and_unfaving_twice_changes_nothing(state: State) -> None:
    photo = _new_photo(state, 0)
    loved = state.favorite_count(photo)
    assert state.set_favorite(0, photo, 5)
    assert not state.set_favorite(0, photo, 6)
    assert state.favorite_count(photo) == loved + 1
    assert state.set_favorite(0, photo, None)
    assert not state.set_favorite(0, photo, None)
    assert state.favorite_count(photo) == loved


def test_a_generated_favourite_can_be_taken_away_and_given_back(state: State) -> None:
    photo = int(state.favorites(0).photos[3])
    before = len(state.favorites(0).photos)
    assert state.set_favorite(0, photo, None)
    assert len(state.favorites(0).photos) == before - 1
    assert 0 not in state.favers(photo)
    assert state.set_favorite(0, photo, 7)
    assert len(state.favorites(0).photos) == before
    assert 0 in state.favers(photo)


def test_photos_of_a_deleted_account_leave_the_lists_of_others(state: State) -> None:
    owner = int(state.world.photo_owner[state.favorites(0).photos[0]])
    state.set_account_state(owner, DELETED)
    assert owner not in state.world.photo_owner[state.favorites(0).photos]
    state.set_account_state(owner, ACTIVE)
    assert owner in state.world.photo_owner[state.favorites(0).photos]


def test_a_restart_knows_what_was_done(world: World, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.sqlite3")
    first = State(world, journal)
    added, removed = _new_photo(first, 0), int(first.favorites(0).photos[5])
    first.set_favorite(0, added, 123)
    first.set_favorite(0, removed, None)
    first.set_account_state(9, PRIVATE)
    comment = first.add_comment(photo=added, account=0, text="Schön!")
    journal.close()
    again = State(world, Journal(tmp_path / "journal.sqlite3"))
    assert again.has_favorite(0, added)
    assert not again.has_favorite(0, removed)
    assert again.is_private(9)
    assert again.comments(added) == [comment]
    assert again.favorite_count(added) == first.favorite_count(added)
    assert again.favorites(0).photos.tolist() == first.favorites(0).photos.tolist()


def test_a_growing_world_gains_favourites_of_now(state: State) -> None:
    growth = Growth(state, favorites_per_minute=60, seed=3)
    faved = sum(growth.step(1_900_000_000 + number) for number in range(200))
    assert faved >= 100
    newest = max(
        int(state.favorites(account).times[0]) for account in range(80) if len(state.favorites(account).times)
    )
    assert newest >= 1_900_000_000
