"""The colours that make up a picture."""

import pytest
from PIL import Image

from fovea.fingerprints.dominant import dominant_colors
from tests.unit.fingerprints.pictures import scene


def colors(image: Image.Image) -> list[tuple[int, ...]]:
    found = dominant_colors(image)
    assert len(found) % 4 == 0
    return [tuple(found[start : start + 4]) for start in range(0, len(found), 4)]


def test_areas_are_found_with_their_shares_the_largest_first() -> None:
    image = Image.new("RGB", (20, 20), (250, 240, 10))
    image.paste((10, 20, 200), (0, 0, 20, 5))
    image.paste((200, 0, 0), (0, 0, 20, 1))
    (red, green, blue, share), sea, sun = colors(image)
    assert max(abs(red - 250), abs(green - 240), abs(blue - 10)) <= 2
    assert share == 300 * 255 // 400
    assert sea[3] == 80 * 255 // 400
    assert sun[3] == 20 * 255 // 400


def test_one_tone_is_one_colour() -> None:
    assert colors(Image.new("RGB", (5, 5), (1, 2, 3))) == [(1, 2, 3, 255)]


@pytest.mark.parametrize("seed", range(10))
def test_there_are_at_most_ten_and_they_fit_into_their_column(seed: int) -> None:
    found = colors(scene(seed, size=(30, 22)))
    assert 2 <= len(found) <= 10
    assert sum(share for *_, share in found) <= 255
    shares = [share for *_, share in found]
    assert shares == sorted(shares, reverse=True)


def test_they_are_the_same_each_time() -> None:
    assert dominant_colors(scene(3, size=(31, 17))) == dominant_colors(scene(3, size=(31, 17)))
