"""The least rectangle around points is found, however they are turned."""

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from fovea.writing.rectangles import Rectangles, least_rectangles

Points = NDArray[np.float64]


def turned(points: Points, degrees: float) -> Points:
    angle = math.radians(degrees)
    x = points[:, 0] * math.cos(angle) - points[:, 1] * math.sin(angle)
    y = points[:, 0] * math.sin(angle) + points[:, 1] * math.cos(angle)
    return np.stack([x, y], axis=1)


def around(points: Points) -> Rectangles:
    return least_rectangles(np.zeros(len(points), dtype=np.int64), points)


def grid(width: int, height: int) -> Points:
    y, x = np.indices((height, width))
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float64)


@pytest.mark.parametrize("degrees", [-89, -60, -45, -30.5, -0.1, 0, 0.4, 12.3, 30, 45, 77.77, 90])
def test_a_turned_rectangle_is_found_again(degrees: float) -> None:
    points = turned(grid(81, 11), degrees) + np.array([300, 200])
    found = around(points)
    assert found.length[0] == pytest.approx(80, abs=0.1)
    assert found.thickness[0] == pytest.approx(10, abs=0.1)
    difference = (math.degrees(found.angle[0]) - degrees + 90) % 180 - 90
    assert abs(difference) <= 0.11
    assert (found.x[0], found.y[0]) == pytest.approx(tuple(points.mean(axis=0)), abs=0.05)


def test_it_is_as_small_as_the_one_that_opencv_finds() -> None:
    for seed in range(60):
        random = np.random.default_rng(seed)
        points = turned(random.normal(0, (30, 4), (random.integers(3, 200), 2)), random.uniform(0, 180))
        _, sides, _ = cv2.minAreaRect(points.astype(np.float32))
        found = around(points)
        area = float(found.length[0] * found.thickness[0])
        assert area <= sides[0] * sides[1] * 1.03
        assert area >= sides[0] * sides[1] * 0.999


def test_many_at_once_are_each_as_alone() -> None:
    random = np.random.default_rng(5)
    groups = [turned(random.normal(0, (40, 6), (size, 2)), size) for size in random.integers(1, 900, 40)]
    group = np.repeat(np.arange(40), [len(points) for points in groups])
    together = least_rectangles(group, np.concatenate(groups))
    for place, points in enumerate(groups):
        alone = around(points)
        assert together.length[place] == pytest.approx(alone.length[0])
        assert together.thickness[place] == pytest.approx(alone.thickness[0])
        assert together.x[place] == pytest.approx(alone.x[0])


def test_a_single_point_and_a_single_row_have_one_too() -> None:
    assert around(np.array([[7.0, 9.0]])).length.tolist() == [0]
    row = around(grid(21, 1) + np.array([5, 5]))
    assert row.length[0] == pytest.approx(20)
    assert row.thickness[0] == pytest.approx(0, abs=1e-9)
    assert row.aspect[0] == pytest.approx(40)
    assert math.degrees(row.angle[0]) == pytest.approx(0, abs=0.11)


def test_of_nothing_there_is_none() -> None:
    assert len(least_rectangles(np.zeros(0, dtype=np.int64), np.zeros((0, 2))).x) == 0
