"""Series: near-duplicates that some photographers post, and that no other two photos look like."""

from itertools import combinations

import numpy as np
import pytest

from fovea.fingerprints import NEAR_DUPLICATE_BITS, distance, phash
from simulator.drawing.renderer import Renderer, paint
from simulator.drawing.sizes import BY_LETTER, dimensions, shape
from simulator.world import World, generate
from simulator.world.clusters import CLUSTERS
from simulator.world.series import LONGEST


@pytest.fixture(scope="module")
def world() -> World:
    return generate(seed=11, users=1_500)


def series_of(world: World) -> list[list[int]]:
    """The photos of each series, first takes first."""
    scenes, counts = np.unique(world.photo_scene, return_counts=True)
    members: dict[int, list[int]] = {scene: [] for scene in scenes[counts > 1].tolist()}
    for photo in np.lexsort((world.photo_take,)).tolist():
        scene = int(world.photo_scene[photo])
        if scene in members:
            members[scene].append(photo)
    return list(members.values())


def fingerprint(world: World, photo: int, *, letter: str = "s") -> int:
    picture = paint(
        cluster=int(world.photo_cluster[photo]),
        noise=int(world.photo_scene[photo]),
        take=int(world.photo_take[photo]),
        owner_seed=int(world.account_noise[world.photo_owner[photo]]) & 0xFFFFFFFF,
        size=BY_LETTER[letter],
    )
    return phash(picture)


def test_some_photographers_post_series_of_two_to_five(world: World) -> None:
    lengths = [len(one) for one in series_of(world)]
    assert set(lengths) == set(range(2, LONGEST + 1))
    assert 0.03 <= (world.photo_take > 0).mean() <= 0.2
    owners = np.unique(world.photo_owner[world.photo_take > 0])
    assert 0.1 <= len(owners) / len(np.unique(world.photo_owner)) <= 0.4


def test_a_series_is_of_one_photographer_subject_shape_and_day(world: World) -> None:
    for photos in series_of(world):
        assert world.photo_take[photos].tolist() == list(range(len(photos)))
        assert len({int(world.photo_owner[photo]) for photo in photos}) == 1
        assert len({int(world.photo_cluster[photo]) for photo in photos}) == 1
        assert len({shape(int(world.photo_noise[photo])) for photo in photos}) == 1
        assert np.ptp(world.photo_uploaded[photos]) <= 14 * 3_600 * (LONGEST - 1)
        assert int(world.photo_scene[photos[0]]) == int(world.photo_noise[photos[0]])


def test_each_photo_of_a_series_is_a_photo_of_its_own(world: World) -> None:
    assert len(np.unique(world.photo_noise)) == world.photos
    assert len(np.unique(world.photo_id)) == world.photos
    alone = world.photo_take == 0
    assert (world.photo_scene[alone] == world.photo_noise[alone]).all()
    assert (world.photo_noise >= 0).all()


def test_photos_of_a_series_are_near_duplicates(world: World) -> None:
    by_cluster: dict[int, list[list[int]]] = {}
    for photos in series_of(world):
        by_cluster.setdefault(int(world.photo_cluster[photos[0]]), []).append(photos)
    assert len(by_cluster) >= len(CLUSTERS) - 3
    for cluster, found in by_cluster.items():
        for photos in found[:2]:
            hashes = [fingerprint(world, photo) for photo in photos]
            far = max(distance(one, other) for one, other in combinations(hashes, 2))
            assert far <= NEAR_DUPLICATE_BITS, CLUSTERS[cluster].scene


def test_takes_of_a_scene_are_not_the_same_picture() -> None:
    renderer = Renderer()
    bodies = {
        renderer.jpeg(cluster=0, noise=12_345, take=take, owner_seed=3, size=BY_LETTER["n"])
        for take in range(LONGEST)
    }
    assert len(bodies) == LONGEST


@pytest.mark.slow
def test_photos_of_different_scenes_are_hardly_ever_near_duplicates(world: World) -> None:
    random = np.random.default_rng(5)
    alone = np.flatnonzero(world.photo_take == 0)
    near = pairs = 0
    for cluster in range(len(CLUSTERS)):
        chosen = alone[world.photo_cluster[alone] == cluster]
        photos = random.choice(chosen, min(16, len(chosen)), replace=False).tolist()
        hashes = [fingerprint(world, photo) for photo in photos]
        found = [distance(one, other) for one, other in combinations(hashes, 2)]
        near += sum(bits <= NEAR_DUPLICATE_BITS for bits in found)
        pairs += len(found)
    assert pairs > 3_000
    assert near <= pairs * 0.003


@pytest.mark.parametrize("take", [0, 1, 4])
@pytest.mark.parametrize("scene", ["bridge_fog", "skyline", "snow_field", "misty_mountains"])
def test_every_size_of_a_take_shows_the_same(scene: str, take: int) -> None:
    cluster = next(number for number, one in enumerate(CLUSTERS) if one.scene == scene)
    pictures = [
        paint(cluster=cluster, noise=77, take=take, owner_seed=3, size=BY_LETTER[letter])
        for letter in ("n", "z", "l")
    ]
    assert [one.size for one in pictures] == [dimensions(BY_LETTER[letter], 77) for letter in ("n", "z", "l")]
    one, other, third = map(phash, pictures)
    assert max(distance(one, other), distance(other, third)) <= 6


def test_series_change_nothing_else_in_a_world(world: World) -> None:
    """These are what the same seed gave before there were series."""
    assert (world.photos, world.favorites) == (32_647, 61_654)
    sums = [world.favorite_photo, world.favorite_time, world.photo_id, world.contact_other]
    assert [int(one.sum() % 1_000_003) for one in sums] == [57_786, 183_412, 42_582, 673_650]
