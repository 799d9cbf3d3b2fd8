"""Which rendition of a photo comes into the library."""

import pytest

from fovea.pictures import largest_within
from fovea.renditions import SizeRecord

LANDSCAPE = [("q", 150, 150), ("t", 100, 67), ("m", 240, 160), ("z", 640, 427), ("b", 1_024, 683)]


def of(sizes: list[tuple[str, int | None, int | None]]) -> list[SizeRecord]:
    return [SizeRecord(*one) for one in sizes]


@pytest.mark.parametrize(
    ("edge", "chosen"), [(640, "z"), (639, "m"), (5_000, "b"), (240, "m"), (100, "t"), (75, "t")]
)
def test_it_is_the_largest_that_shows_all_and_is_not_too_large(edge: int, chosen: str) -> None:
    assert largest_within(of([*LANDSCAPE]), edge) == chosen


def test_of_sizes_that_nobody_told_the_smallest_is_taken() -> None:
    assert largest_within(of([("a", None, None), ("b", None, None)]), 640) == "a"


def test_a_photo_without_renditions_has_none() -> None:
    assert largest_within([], 640) is None
