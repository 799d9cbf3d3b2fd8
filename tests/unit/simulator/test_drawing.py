"""Drawn photos: stable, different from cluster to cluster, the same picture in every size."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from simulator.drawing.renderer import Renderer
from simulator.drawing.scenes import SCENES
from simulator.drawing.sizes import BY_LETTER, SIZES, dimensions, shape
from simulator.world.clusters import CLUSTERS

_LANDSCAPE, _PORTRAIT, _SQUARE = 0, 5 << 26, 9 << 26


def _opened(data: bytes) -> Image.Image:
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def _draw(cluster: int, *, noise: int = 77, letter: str = "n", owner: int = 3) -> Image.Image:
    size = BY_LETTER[letter]
    return _opened(Renderer().jpeg(cluster=cluster, noise=noise, owner_seed=owner, size=size))


def _thumbnail(picture: Image.Image) -> "npt.NDArray[np.float64]":
    return np.asarray(picture.convert("RGB").resize((24, 24), Image.Resampling.BOX), dtype=np.float64)


def test_every_cluster_has_a_scene() -> None:
    assert {cluster.scene for cluster in CLUSTERS} == set(SCENES)


def test_the_same_photo_is_the_same_bytes() -> None:
    first = Renderer().jpeg(cluster=12, noise=5, owner_seed=1, size=BY_LETTER["z"])
    assert Renderer().jpeg(cluster=12, noise=5, owner_seed=1, size=BY_LETTER["z"]) == first


@pytest.mark.parametrize("cluster", range(len(CLUSTERS)), ids=[cluster.scene for cluster in CLUSTERS])
@pytest.mark.parametrize("noise", [_LANDSCAPE + 901, _PORTRAIT + 902, _SQUARE + 903])
def test_every_scene_fills_a_picture_of_any_shape(cluster: int, noise: int) -> None:
    picture = _draw(cluster, noise=noise, letter="z")
    assert picture.size == dimensions(BY_LETTER["z"], noise)
    pixels = np.asarray(picture, dtype=np.float64)
    assert pixels.std() > 6, "nothing to see"
    assert 8 < pixels.mean() < 247, "all black or all white"


def test_clusters_look_different_from_each_other() -> None:
    thumbnails = [_thumbnail(_draw(cluster)) for cluster in range(len(CLUSTERS))]
    for one in range(len(CLUSTERS)):
        for other in range(one):
            assert np.abs(thumbnails[one] - thumbnails[other]).mean() > 4, (one, other)


def test_photos_of_one_cluster_are_not_copies() -> None:
    for cluster in range(0, len(CLUSTERS), 3):
        one, other = (_thumbnail(_draw(cluster, noise=noise)) for noise in (21, 22))
        assert np.abs(one - other).mean() > 1


def test_photographers_develop_the_same_scene_differently() -> None:
    one, other = (_thumbnail(_draw(0, owner=owner)) for owner in (1, 2))
    assert np.abs(one - other).mean() > 1


def test_monochrome_clusters_have_no_colour() -> None:
    for cluster in (number for number, kind in enumerate(CLUSTERS) if kind.monochrome):
        pixels = np.asarray(_draw(cluster).convert("RGB"), dtype=np.float64)
        assert np.abs(pixels[..., 0] - pixels[..., 2]).mean() < 14


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size.letter))
@pytest.mark.parametrize("noise", [_LANDSCAPE, _PORTRAIT, _SQUARE])
def test_sizes_are_as_wide_and_high_as_flickr_makes_them(size: object, noise: int) -> None:
    chosen = next(known for known in SIZES if known is size)
    width, height = dimensions(chosen, noise)
    assert max(width, height) == chosen.edge
    if chosen.square:
        assert width == height
    else:
        across, down = shape(noise)
        assert abs(width / height - across / down) < 0.02


@pytest.mark.parametrize("cluster", range(len(CLUSTERS)), ids=[cluster.scene for cluster in CLUSTERS])
def test_large_and_small_sizes_show_the_same_picture(cluster: int) -> None:
    noise = (_LANDSCAPE, _PORTRAIT, _SQUARE)[cluster % 3] + 5
    large, small = (_draw(cluster, letter=letter, noise=noise) for letter in ("l", "z"))
    assert np.abs(_thumbnail(large) - _thumbnail(small)).mean() < 5


def test_sizes_in_between_show_the_same_picture() -> None:
    for cluster in (0, 16, 32):
        whole = _thumbnail(_draw(cluster, letter="l", noise=_LANDSCAPE + 5))
        for letter in ("t", "s", "m", "n", "w", "c"):
            picture = _draw(cluster, letter=letter, noise=_LANDSCAPE + 5)
            assert np.abs(_thumbnail(picture) - whole).mean() < 6, (cluster, letter)


def test_squares_are_cut_from_the_middle() -> None:
    whole = _draw(2, letter="z", noise=_LANDSCAPE + 5)
    left = (whole.width - whole.height) // 2
    middle = whole.crop((left, 0, left + whole.height, whole.height))
    assert np.abs(_thumbnail(_draw(2, letter="q", noise=_LANDSCAPE + 5)) - _thumbnail(middle)).mean() < 4
