"""The connected parts of a mask are those that a plain search finds."""

import numpy as np
import pytest
from numpy.typing import NDArray

from fovea.writing.components import components

Mask = NDArray[np.bool_]


def flooded(mask: Mask) -> list[set[tuple[int, int]]]:
    """The parts, found pixel by pixel."""
    left = {(int(y), int(x)) for y, x in np.argwhere(mask)}
    parts = []
    while left:
        open_ends = [min(left)]
        left -= set(open_ends)
        part: set[tuple[int, int]] = set()
        while open_ends:
            y, x = open_ends.pop()
            part.add((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            open_ends += near
        parts.append(part)
    return parts


def pixels(mask: Mask) -> list[set[tuple[int, int]]]:
    """The same, by ours."""
    found = components(mask)
    parts: list[set[tuple[int, int]]] = [set() for _ in range(found.count)]
    for row, first, last, part in zip(found.rows, found.first, found.last, found.part, strict=True):
        parts[part] |= {(int(row), x) for x in range(first, last + 1)}
    return parts


@pytest.mark.parametrize("density", [0.05, 0.3, 0.45, 0.6, 0.95])
def test_they_are_those_of_a_search_pixel_by_pixel(density: float) -> None:
    for seed in range(8):
        random = np.random.default_rng(seed)
        mask = random.random((random.integers(1, 30), random.integers(1, 40))) < density
        assert sorted(map(sorted, pixels(mask))) == sorted(map(sorted, flooded(mask)))


def test_a_spiral_is_one_part_and_its_gap_another() -> None:
    side = 41
    mask = np.zeros((side, side), dtype=np.bool_)
    y, x, direction = 0, 0, 0
    mask[0, 0] = True
    steps = [side - 1, side - 1, *[length for size in range(side - 1, 1, -2) for length in (size, size - 2)]]
    for length in steps:
        for _ in range(length):
            y, x = y + (0, 1, 0, -1)[direction], x + (1, 0, -1, 0)[direction]
            mask[y, x] = True
        direction = (direction + 1) % 4
    assert components(mask).count == len(flooded(mask))
    assert components(~mask).count == len(flooded(~mask))


def test_corners_connect_and_the_edges_of_a_row_do_not() -> None:
    assert components(np.eye(5, dtype=np.bool_)).count == 1
    assert components(np.fliplr(np.eye(5, dtype=np.bool_))).count == 1
    ends = np.array([[False, False, True], [True, False, False]])
    assert components(ends).count == 2


@pytest.mark.parametrize("size", [(0, 0), (0, 4), (3, 5)])
def test_where_nothing_is_set_there_is_no_part(size: tuple[int, int]) -> None:
    found = components(np.zeros(size, dtype=np.bool_))
    assert found.count == 0
    assert len(found.areas()) == len(found.outlines()[0]) == 0
    assert found.without_specks(3).count == 0


def test_areas_and_means_are_of_each_part() -> None:
    mask = np.zeros((6, 12), dtype=np.bool_)
    mask[0:2, 0:3] = mask[4, 5:12] = True
    values = np.arange(72, dtype=np.float32).reshape(6, 12)
    found = components(mask)
    assert found.areas().tolist() == [6, 7]
    assert found.means(values).tolist() == pytest.approx([values[0:2, 0:3].mean(), values[4, 5:12].mean()])


def test_without_specks_the_others_are_counted_anew() -> None:
    mask = np.zeros((9, 9), dtype=np.bool_)
    mask[0, 0] = mask[8, 8] = True
    mask[3:6, 3:6] = True
    found = components(mask).without_specks(4)
    assert found.count == 1
    assert found.areas().tolist() == [9]
    assert set(found.part.tolist()) == {0}


def test_an_outline_is_the_ends_of_each_row() -> None:
    mask = np.zeros((4, 9), dtype=np.bool_)
    mask[0, 1:8] = mask[1, 1] = mask[1, 7] = mask[2, 1:8] = True
    part, points = components(mask).outlines()
    assert part.tolist() == [0] * 6
    assert points.tolist() == [[1, 0], [7, 0], [1, 1], [7, 1], [1, 2], [7, 2]]
