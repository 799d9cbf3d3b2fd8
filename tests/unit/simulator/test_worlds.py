"""The generated world: the same for the same seed, and shaped like Flickr."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from simulator.world import (
    DELETED,
    DEMO_ACCOUNTS,
    ONBOARDING_GROUP_IDS,
    PRIVATE,
    WORLD_END,
    World,
    generate,
    load_or_generate,
)


@pytest.fixture(scope="module")
def world() -> World:
    return generate(seed=11, users=1_500)


def _same(one: World, other: World) -> bool:
    for item in fields(World):
        left, right = getattr(one, item.name), getattr(other, item.name)
        if isinstance(left, np.ndarray):
            if not np.array_equal(left, right):
                return False
        elif item.name != "groups" and left != right:
            return False
    return all(
        (a.nsid, a.name, a.members) == (b.nsid, b.name, b.members)
        and np.array_equal(a.photos, b.photos)
        and np.array_equal(a.added, b.added)
        for a, b in zip(one.groups, other.groups, strict=True)
    )


def _favorites_by_account(world: World) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    return np.bincount(world.favorite_account, minlength=world.accounts)


def test_a_seed_gives_the_same_world_again() -> None:
    assert _same(generate(seed=4, users=80), generate(seed=4, users=80))


def test_another_seed_gives_another_world() -> None:
    assert not _same(generate(seed=4, users=80), generate(seed=5, users=80))


def test_a_world_read_back_from_its_file_is_the_world_that_was_written(tmp_path: Path) -> None:
    written = load_or_generate(seed=4, users=80, folder=tmp_path)
    (file,) = tmp_path.iterdir()
    before = file.stat().st_mtime_ns
    assert _same(load_or_generate(seed=4, users=80, folder=tmp_path), written)
    assert file.stat().st_mtime_ns == before


def test_a_damaged_world_file_is_made_anew(tmp_path: Path) -> None:
    written = load_or_generate(seed=4, users=80, folder=tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:1_000])
    assert _same(load_or_generate(seed=4, users=80, folder=tmp_path), written)


def test_a_world_needs_room_for_the_people_of_the_demo() -> None:
    with pytest.raises(ValueError, match="at least 20"):
        generate(users=19)


def test_a_quarter_never_uploads(world: World) -> None:
    uploads = np.bincount(world.photo_owner, minlength=world.accounts)
    assert 0.20 <= (uploads == 0).mean() <= 0.30


def test_favourites_a_user_are_log_normal(world: World) -> None:
    counts = _favorites_by_account(world)
    assert 13 <= np.median(counts) <= 19
    assert 1.2 <= np.log(counts[counts > 0]).std() <= 1.55


def test_who_uploads_much_faves_much(world: World) -> None:
    uploads = np.bincount(world.photo_owner, minlength=world.accounts)
    active = uploads > 0
    together = np.corrcoef(np.log1p(_favorites_by_account(world))[active], np.log1p(uploads)[active])[0, 1]
    assert 0.3 <= together <= 0.65


def test_about_half_of_the_contacts_are_returned(world: World) -> None:
    there = world.contact_account * world.accounts + world.contact_other
    back = world.contact_other * world.accounts + world.contact_account
    assert 0.45 <= np.isin(there, back).mean() <= 0.70


def test_a_few_photos_are_loved_by_many_and_half_by_nobody(world: World) -> None:
    loved = np.sort(np.bincount(world.favorite_photo, minlength=world.photos))[::-1]
    assert loved[: world.photos // 100].sum() >= 0.10 * loved.sum()
    assert 0.35 <= (loved == 0).mean() <= 0.65


def test_people_fave_what_their_contacts_upload_far_more_than_chance_would(world: World) -> None:
    links = world.contact_account * world.accounts + world.contact_other
    faved = world.favorite_account * world.accounts + world.photo_owner[world.favorite_photo]
    by_chance = len(links) / world.accounts**2
    assert np.isin(faved, links).mean() >= 8 * by_chance


def test_people_fave_within_their_tastes(world: World) -> None:
    share = world.taste[world.favorite_account, world.photo_cluster[world.favorite_photo]]
    assert (share > 0).mean() >= 0.5
    assert (world.taste > 0).mean() <= 0.1


def test_nobody_faves_own_photos_or_one_twice_or_one_that_is_not_there_yet(world: World) -> None:
    assert (world.photo_owner[world.favorite_photo] != world.favorite_account).all()
    pairs = world.favorite_account * world.photos + world.favorite_photo
    assert len(np.unique(pairs)) == len(pairs)
    assert (world.favorite_time > world.photo_uploaded[world.favorite_photo]).all()
    assert (world.favorite_time < WORLD_END).all()


def test_nobody_follows_themselves_or_somebody_twice(world: World) -> None:
    assert (world.contact_account != world.contact_other).all()
    links = world.contact_account * world.accounts + world.contact_other
    assert len(np.unique(links)) == len(links)


def test_favourites_are_sorted_by_account_and_time(world: World) -> None:
    photos, times = world.favorites_of(1)
    assert len(photos) > 0
    assert (np.diff(times) >= 0).all()
    assert (np.diff(world.favorite_account) >= 0).all()


def test_photo_ids_are_unique_and_grow_with_time(world: World) -> None:
    assert (np.diff(world.photo_id) > 0).all()
    assert (np.diff(world.photo_uploaded) >= 0).all()


def test_names_nsids_and_aliases_are_unique_whatever_their_case(world: World) -> None:
    assert len(set(world.account_nsid)) == world.accounts
    assert len({name.lower() for name in world.account_name}) == world.accounts
    aliases = [alias.lower() for alias in world.account_alias if alias]
    assert len(set(aliases)) == len(aliases)
    assert 0.05 <= 1 - len(aliases) / world.accounts <= 0.25


def test_the_people_of_the_demo_are_in_every_world(world: World) -> None:
    for other in (world, generate(seed=99, users=60)):
        for number, person in enumerate(DEMO_ACCOUNTS):
            assert other.account_nsid[number] == person.nsid
            assert other.account_name[number] == person.name
            assert other.account_state[number] == person.state


def test_the_people_of_the_demo_have_what_they_promise() -> None:
    world = generate(seed=1, users=3_000)
    counts = {
        person.name: _favorites_by_account(world)[number] for number, person in enumerate(DEMO_ACCOUNTS)
    }
    ada, _ = world.favorites_of(0)
    assert counts["Ada Lindqvist"] == 400
    assert 240 <= len(set(world.photo_owner[ada].tolist())) <= 250
    assert counts["kenji.mori"] > 2_000
    assert counts["Rosa Vidal"] == 3
    assert counts["Tom Ashdown"] == 0
    assert world.account_state[4] == DELETED
    assert world.account_state[5] == PRIVATE


def test_the_groups_of_the_older_system_are_there_with_their_kind_of_photos(world: World) -> None:
    groups = {group.nsid: group for group in world.groups}
    assert set(ONBOARDING_GROUP_IDS) <= set(groups)
    for nsid in ONBOARDING_GROUP_IDS:
        assert len(groups[nsid].photos) >= 40
        assert (np.diff(groups[nsid].added) <= 0).all()
    best, central = groups[ONBOARDING_GROUP_IDS[0]], groups[ONBOARDING_GROUP_IDS[2]]
    loved = np.bincount(world.favorite_photo, minlength=world.photos)
    assert loved[best.photos].mean() > 1.5 * loved[central.photos].mean()
