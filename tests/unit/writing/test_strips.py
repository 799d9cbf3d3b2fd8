"""Lines are cut out of a picture upright, whichever way they lie."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from fovea.writing.rectangles import Rectangles
from fovea.writing.strips import HEIGHT, MOST_WIDTH, strip

LENGTH, THICKNESS = 160, 24
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def flag() -> Image.Image:
    """A line whose beginning is red, whose end is blue, and whose lower half is green."""
    drawn = Image.new("RGB", (LENGTH, THICKNESS), WHITE)
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, THICKNESS // 2, LENGTH, THICKNESS), fill=GREEN)
    pen.rectangle((0, 0, LENGTH // 4, THICKNESS), fill=RED)
    pen.rectangle((LENGTH * 3 // 4, 0, LENGTH, THICKNESS), fill=BLUE)
    return drawn


def cut(
    degrees: float, *, scale: float = 1.0, length: float = LENGTH, thickness: float = THICKNESS
) -> Image.Image:
    """The strip of a flag that lies so in a larger picture."""
    lying = flag().rotate(-degrees, expand=True, resample=Image.Resampling.BICUBIC, fillcolor=(90, 90, 90))
    whole = Image.new("RGB", (400, 400), (90, 90, 90))
    whole.paste(lying, (200 - lying.width // 2, 200 - lying.height // 2))
    angle = (math.radians(degrees) + math.pi / 2) % math.pi - math.pi / 2
    of = Rectangles(
        np.array([200 / scale]),
        np.array([200 / scale]),
        # what a detector marks: so much less that the strip is the flag
        np.array([(length - thickness * 0.62) / scale]),
        np.array([thickness * 0.38 / scale]),
        np.array([angle]),
    )
    return Image.fromarray(strip(np.asarray(whole), of, 0, scale=(scale, scale)))


def is_upright(found: Image.Image) -> bool:
    """Begins red, ends blue, and is green below in the middle."""
    at = {
        name: np.asarray(found.getpixel((round(found.width * x), round(HEIGHT * y))), dtype=int)
        for name, x, y in (
            ("red", 0.15, 0.4),
            ("blue", 0.85, 0.4),
            ("green", 0.5, 0.72),
            ("white", 0.5, 0.28),
        )
    }
    wanted = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    return all(abs(at[name] - np.array(color)).max() < 60 for name, color in wanted.items())


@pytest.mark.parametrize("degrees", [0, 8, 30, 45, -8, -30, -45])
def test_a_line_that_leans_is_read_from_left_to_right(degrees: float) -> None:
    assert is_upright(cut(degrees))


@pytest.mark.parametrize("degrees", [60, 80, 90, 100])
def test_a_steep_line_is_read_from_top_to_bottom(degrees: float) -> None:
    assert is_upright(cut(degrees))


def test_the_detector_s_scale_may_be_another() -> None:
    assert is_upright(cut(20, scale=1.6))


def test_it_is_as_long_as_it_should_be() -> None:
    found = cut(0)
    assert found.height == HEIGHT
    assert found.width / found.height == pytest.approx(LENGTH / THICKNESS, rel=0.15)


def test_a_very_long_line_is_compressed() -> None:
    assert cut(0, length=40_000, thickness=30).width == MOST_WIDTH


def test_what_is_square_is_taken_as_it_stands() -> None:
    whole = Image.new("RGB", (100, 100), WHITE)
    ImageDraw.Draw(whole).rectangle((30, 50, 70, 90), fill=GREEN)
    for angle in (-math.pi / 2, 0.0):
        of = Rectangles(*(np.array([value]) for value in (50.0, 50.0, 18.0, 17.0, angle)))
        found = strip(np.asarray(whole), of, 0, scale=(1, 1))
        assert found[HEIGHT * 5 // 6, found.shape[1] // 2].tolist() == list(GREEN)
        assert found[HEIGHT // 6, found.shape[1] // 2].tolist() == list(WHITE)


def test_behind_the_picture_s_edge_its_last_pixels_go_on() -> None:
    whole = Image.new("RGB", (60, 40), RED)
    of = Rectangles(*(np.array([value]) for value in (0.0, 0.0, 50.0, 12.0, 0.3)))
    assert np.unique(strip(np.asarray(whole), of, 0, scale=(1, 1)).reshape(-1, 3), axis=0).tolist() == [
        list(RED)
    ]
