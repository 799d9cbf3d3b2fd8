"""Very small pictures are Pillow's to the last bit, by whatever way they are made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fovea.fingerprints.resampling import shrunk_to
from tests.unit.fingerprints.pictures import scene


def pillow(image: Image.Image, width: int, height: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    return np.asarray(image.resize((width, height), Image.Resampling.LANCZOS))


@settings(max_examples=150, deadline=None)
@given(
    st.tuples(st.integers(1, 400), st.integers(1, 400)),
    st.sampled_from([(9, 8), (32, 32), (5, 17)]),
    st.sampled_from(["L", "RGB"]),
    st.integers(0, 2**32),
)
def test_any_pixels_come_out_as_pillow_has_them(
    size: tuple[int, int], wanted: tuple[int, int], mode: str, seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    image = Image.fromarray(pixels).convert(mode)
    assert np.array_equal(shrunk_to(image, *wanted), pillow(image, *wanted))


@pytest.mark.parametrize("size", [(1200, 900), (900, 1200), (1000, 1000), (2500, 30), (30, 2500)])
def test_so_do_large_and_long_ones(size: tuple[int, int]) -> None:
    for mode in ("L", "RGB"):
        image = scene(1, size=size).convert(mode)
        assert np.array_equal(shrunk_to(image, 9, 8), pillow(image, 9, 8))
