"""The likeness that is shown while a picture comes."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from fovea.fingerprints.thumbhash import thumbhash
from tests.unit.fingerprints.pictures import scene

Floats = NDArray[np.float64]


def by_the_book(image: Image.Image) -> bytes:
    """The format's definition for opaque pictures, pixel by pixel, number by number."""
    width, height = image.size
    pixels = [(r / 255, g / 255, b / 255) for r, g, b in np.asarray(image).reshape(-1, 3).tolist()]

    def rounded(value: float) -> int:
        return math.floor(value + 0.5)

    def encode(channel: list[float], across: int, down: int) -> tuple[float, list[float], float]:
        mean, rest, scale = 0.0, list[float](), 0.0
        for cy in range(down):
            cx = 0
            while cx * down < across * (down - cy):
                total = 0.0
                for y in range(height):
                    for x in range(width):
                        total += (
                            channel[x + y * width]
                            * math.cos(math.pi / width * cx * (x + 0.5))
                            * math.cos(math.pi / height * cy * (y + 0.5))
                        )
                total /= width * height
                if cx or cy:
                    rest.append(total)
                    scale = max(scale, abs(total))
                else:
                    mean = total
                cx += 1
        if scale < 1e-9:  # what is left of zero
            return mean, [0.0] * len(rest), 0.0
        return mean, [0.5 + 0.5 / scale * one for one in rest], scale

    longer = max(width, height)
    across, down = max(1, rounded(7 * width / longer)), max(1, rounded(7 * height / longer))
    light = encode([(r + g + b) / 3 for r, g, b in pixels], max(3, across), max(3, down))
    yellow = encode([(r + g) / 2 - b for r, g, b in pixels], 3, 3)
    reddish = encode([r - g for r, g, b in pixels], 3, 3)
    head = rounded(63 * light[0]) | rounded(31.5 + 31.5 * yellow[0]) << 6
    head |= rounded(31.5 + 31.5 * reddish[0]) << 12
    head |= rounded(31 * light[2]) << 18
    more = down if width > height else across
    more |= rounded(63 * yellow[2]) << 3 | rounded(63 * reddish[2]) << 9 | (width > height) << 15
    found = [head & 255, head >> 8 & 255, head >> 16, more & 255, more >> 8]
    for place, value in enumerate(light[1] + yellow[1] + reddish[1]):
        if place % 2 == 0:
            found.append(0)
        found[-1] |= rounded(15 * value) << (place % 2) * 4
    return bytes(found)


def numbers_of(hashed: bytes) -> list[int]:
    """Every number that is packed in a likeness."""
    head, more = int.from_bytes(hashed[:3], "little"), int.from_bytes(hashed[3:5], "little")
    fields = [
        head & 63,
        head >> 6 & 63,
        head >> 12 & 63,
        head >> 18,
        more & 7,
        more >> 3 & 63,
        more >> 9 & 63,
    ]
    return [*fields, more >> 15, *(half for byte in hashed[5:] for half in (byte & 15, byte >> 4))]


def shown(hashed: bytes) -> Floats:
    """What a page makes of it: 32 x 32 pixels of red, green and blue from 0 to 1."""
    head, more = int.from_bytes(hashed[:3], "little"), int.from_bytes(hashed[3:5], "little")
    lying = more >> 15
    sides = max(3, 7 if lying else more & 7), max(3, more & 7 if lying else 7)
    nibbles = iter([half for byte in hashed[5:] for half in (byte & 15, byte >> 4)])
    places = np.arange(32) + 0.5

    def channel(mean: float, scale: float, across: int, down: int) -> Floats:
        total = np.full((32, 32), mean)
        for cy in range(down):
            for cx in range(across):
                if (cx or cy) and cx * down < across * (down - cy):
                    waves = np.outer(np.cos(np.pi / 32 * cy * places), np.cos(np.pi / 32 * cx * places))
                    total += 2 * scale * (next(nibbles) / 7.5 - 1) * waves
        return total

    light = channel((head & 63) / 63, (head >> 18 & 31) / 31, *sides)
    yellow = channel((head >> 6 & 63) / 31.5 - 1, (more >> 3 & 63) / 63 * 1.25, 3, 3)
    reddish = channel((head >> 12 & 63) / 31.5 - 1, (more >> 9 & 63) / 63 * 1.25, 3, 3)
    blue = light - 2 / 3 * yellow
    red = (3 * light - blue + reddish) / 2
    return np.stack([red, red - reddish, blue], axis=2).clip(0, 1)


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(1, 24), st.integers(1, 24)), st.integers(0, 999))
def test_a_likeness_is_what_the_format_says(size: tuple[int, int], seed: int) -> None:
    image = scene(seed, size=size)
    ours, books = numbers_of(thumbhash(image)), numbers_of(by_the_book(image))
    assert len(ours) == len(books)
    # Sums are added in another order, so that a number that lies between two steps may fall to either side.
    assert max(abs(one - other) for one, other in zip(ours, books, strict=True)) <= 1


def test_a_picture_of_one_tone_has_one_too() -> None:
    image = Image.new("RGB", (12, 9), (10, 200, 90))
    assert thumbhash(image) == by_the_book(image)
    assert thumbhash(image)[5:] == bytes(len(thumbhash(image)) - 5)


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (300, 300), (900, 90)])
def test_what_a_page_makes_of_it_looks_like_the_picture(size: tuple[int, int]) -> None:
    for seed in range(5):
        image = (
            scene(seed, size=size).resize((3, 3), Image.Resampling.BOX).resize(size, Image.Resampling.BICUBIC)
        )
        hashed = thumbhash(image)
        assert len(hashed) <= 25
        wanted = np.asarray(image.resize((32, 32), Image.Resampling.BOX)) / 255
        assert np.abs(shown(hashed) - wanted).mean() < 0.08
