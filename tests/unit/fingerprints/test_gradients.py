"""Difference hashes are those of the library that everybody uses, of each channel."""

import imagehash
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from fovea.fingerprints import dhash
from tests.unit.fingerprints.pictures import scene


def library(image: Image.Image) -> tuple[int, ...]:
    return tuple(int(str(imagehash.dhash(channel)), 16) for channel in image.convert("RGB").split())


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_hashes_are_bit_for_bit_those_of_imagehash(seed: int, mode: str) -> None:
    image = scene(seed, size=(75 + 23 * seed, 700 - 13 * seed)).convert(mode)
    assert dhash(image) == library(image)


@settings(max_examples=60, deadline=None)
@given(arrays.arrays(np.uint8, st.tuples(st.integers(1, 50), st.integers(1, 50), st.just(3))))
def test_hashes_of_any_pixels_are_those_of_imagehash(
    pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]",
) -> None:
    image = Image.fromarray(pixels)
    assert dhash(image) == library(image)


def test_a_channel_that_gets_brighter_to_the_right_has_all_bits() -> None:
    ramp = Image.linear_gradient("L").rotate(90)
    flat = Image.new("L", ramp.size, 30)
    assert dhash(Image.merge("RGB", (ramp, flat, ramp.rotate(180)))) == (2**64 - 1, 0, 0)
