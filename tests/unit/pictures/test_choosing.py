"""The smallest rendition that still shows the whole image is looked at."""

import pytest

from fovea.pictures import rendition
from fovea.renditions import SizeRecord

SQUARE, THUMBNAIL, LARGE_SQUARE, SMALL, MEDIUM, LARGE = (
    SizeRecord("sq", 75, 75),
    SizeRecord("t", 100, 67),
    SizeRecord("q", 150, 150),
    SizeRecord("s", 240, 160),
    SizeRecord("m", 500, 333),
    SizeRecord("l", 1024, 683),
)


def test_the_smallest_whole_rendition_is_taken() -> None:
    assert rendition([SQUARE, THUMBNAIL, LARGE_SQUARE, SMALL, MEDIUM, LARGE]) == "s"


def test_a_square_image_is_seen_whole_in_its_square() -> None:
    assert rendition([SQUARE, LARGE_SQUARE, SizeRecord("l", 1024, 1024)]) == "sq"


def test_a_square_cut_out_of_an_image_is_better_than_nothing() -> None:
    assert rendition([SQUARE]) == "sq"
    assert rendition([SizeRecord("only", 60, 40)]) == "only"
    assert rendition([THUMBNAIL, SizeRecord("unknown")]) == "unknown"


def test_a_panorama_needs_a_larger_rendition() -> None:
    sizes = [SQUARE, SizeRecord("t", 100, 20), SizeRecord("s", 240, 48), SizeRecord("m", 500, 100)]
    assert rendition(sizes) == "m"


@pytest.mark.parametrize("sizes", [[], [SizeRecord("", None, None)]])
def test_without_an_address_there_is_nothing_to_look_at(sizes: list[SizeRecord]) -> None:
    assert not rendition(sizes)
