"""What is like a line of writing, and what only stands out."""

import numpy as np
import pytest

from fovea.writing.line_shape import LEAST_MEAN, MOST_THICKNESS, shapes
from tests.unit.writing.maps import SIZE, Map, bar, blob, empty

MIDDLE = (320.0, 240.0)


def best(on: Map) -> float:
    found = shapes(on)
    return float(found.likeness[0]) if len(found) else 0.0


@pytest.mark.parametrize("degrees", [0, 3, 30, 45, 90, 135])
def test_a_long_thin_part_that_is_marked_without_doubt_is_a_line(degrees: float) -> None:
    assert best(bar(empty(), middle=MIDDLE, length=200, thickness=10, degrees=degrees)) > 0.9


def test_the_one_large_thing_of_a_picture_is_none() -> None:
    assert best(blob(empty(), middle=MIDDLE, radius=120)) < 0.1
    assert best(bar(empty(), middle=MIDDLE, length=500, thickness=200)) < 0.1


def test_what_is_long_but_thick_is_none() -> None:
    assert best(bar(empty(), middle=MIDDLE, length=600, thickness=60)) < 0.5


def test_what_is_thin_but_short_is_none() -> None:
    assert best(bar(empty(), middle=MIDDLE, length=16, thickness=10)) < 0.5


def test_what_is_marked_faintly_is_none() -> None:
    faint = bar(empty(), middle=MIDDLE, length=200, thickness=10, value=0.6)
    assert best(faint) < 0.5
    assert len(shapes(faint)) == 1
    assert len(shapes(bar(empty(), middle=MIDDLE, length=200, thickness=10, value=0.2))) == 0


def test_each_bound_is_where_a_half_is() -> None:
    thickness = MOST_THICKNESS * min(SIZE)
    for value, aspect, thick, is_line in (
        (LEAST_MEAN + 0.02, 4, 10, True),
        (LEAST_MEAN - 0.02, 4, 10, False),
        (0.99, 2.4, 20, True),
        (0.99, 1.7, 20, False),
        (0.99, 8, thickness - 2, True),
        (0.99, 8, thickness + 3, False),
    ):
        one = bar(empty(), middle=MIDDLE, length=aspect * thick, thickness=thick, value=value)
        assert (best(one) >= 0.5) == is_line, (value, aspect, thick)


def test_more_of_any_of_the_three_never_makes_it_less_like_a_line() -> None:
    scores = [best(bar(empty(), middle=MIDDLE, length=length, thickness=12)) for length in range(15, 300, 15)]
    assert scores == sorted(scores)
    scores = [best(bar(empty(), middle=MIDDLE, length=300, thickness=8, value=v / 20)) for v in range(7, 21)]
    assert scores == sorted(scores)


def test_specks_are_no_parts() -> None:
    random = np.random.default_rng(1)
    on = empty()
    on[random.integers(0, SIZE[0], 300), random.integers(0, SIZE[1], 300)] = 0.9
    assert best(on) < 0.5


def test_a_line_beside_a_large_thing_is_found_and_comes_first() -> None:
    on = blob(empty(), middle=(150, 150), radius=100)
    on = bar(on, middle=(450, 400), length=180, thickness=9)
    found = shapes(on)
    assert len(found) == 2
    assert found.likeness[0] > 0.9 > found.likeness[1]
    assert (found.rectangles.x[0], found.rectangles.y[0]) == pytest.approx((450, 400), abs=1)


def test_a_page_full_of_lines_gives_each_of_them() -> None:
    on = empty((640, 480))
    for row in range(40, 620, 20):
        for column in (120, 360):
            on = bar(on, middle=(column, row), length=200, thickness=8)
    found = shapes(on)
    assert len(found) == 58
    assert (found.likeness > 0.9).all()


def test_noise_takes_bounded_time_and_memory() -> None:
    random = np.random.default_rng(2).random((640, 640)).astype(np.float32)
    assert len(shapes(random)) >= 1
    assert best(empty()) == 0.0
