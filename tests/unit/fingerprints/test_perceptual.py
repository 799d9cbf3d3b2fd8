"""Perceptual hashes: equal to the library's that everybody uses, and near for pictures that look alike."""

from io import BytesIO

import imagehash
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image, ImageEnhance

from fovea.fingerprints import distance, phash, phash_of
from tests.unit.fingerprints.pictures import encoded, scene


def library(image: Image.Image) -> int:
    return int(str(imagehash.phash(image)), 16)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "P", "RGBA"])
def test_a_hash_is_bit_for_bit_that_of_imagehash(seed: int, mode: str) -> None:
    image = scene(seed, size=(75 + 13 * seed, 90 + 7 * seed)).convert(mode)
    assert phash(image) == library(image)


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 70), st.integers(1, 70), st.just(3))))
def test_a_hash_of_any_pixels_is_that_of_imagehash(
    pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]",
) -> None:
    image = Image.fromarray(pixels)
    assert phash(image) == library(image)


@pytest.mark.parametrize("grey", [0, 1, 127, 255])
def test_a_picture_of_one_tone_has_the_hash_of_imagehash(grey: int) -> None:
    image = Image.new("RGB", (90, 60), (grey, grey, grey))
    assert phash(image) == library(image)


@pytest.mark.parametrize("size", [(75, 75), (240, 160), (500, 375), (1024, 683), (1600, 2400)])
def test_a_scaled_decode_changes_at_most_two_bits(size: tuple[int, int]) -> None:
    for seed in range(8):
        body = encoded(scene(seed, size=size), quality=88)
        with Image.open(BytesIO(body)) as whole:
            assert distance(phash_of(body), library(whole)) <= 2


def test_small_changes_keep_a_picture_near_and_others_are_far() -> None:
    for seed in range(20):
        image = scene(seed, size=(640, 480))
        own = phash(image)
        changed = [
            image.resize((100, 75)),
            image.crop((6, 5, 634, 476)),
            ImageEnhance.Brightness(image).enhance(1.12),
        ]
        assert max(distance(own, phash(other)) for other in changed) <= 10
        assert distance(own, phash_of(encoded(image, quality=40))) <= 10
        assert distance(own, phash(scene(seed + 1_000, size=(640, 480)))) > 10


def test_distance_counts_bits() -> None:
    assert distance(0, 2**64 - 1) == 64
    assert distance(0b1011, 0b0010) == 2
    assert distance(7, 7) == 0
