"""Histograms count what the older system's do."""

import cv2
import numpy as np
import pytest
from PIL import Image

from fovea.fingerprints import fingerprints_of, histogram, quick_histogram
from fovea.fingerprints.histograms import TOTAL
from tests.unit.fingerprints.pictures import scene


def older(image: Image.Image) -> list[int]:
    pixels = np.array(image.convert("RGB").resize((512, 512)))
    return [
        int(count)
        for channel in range(3)
        for count in cv2.calcHist([pixels], [channel], None, [4], [0, 256]).ravel()
    ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_counts_are_exactly_those_of_the_older_system(seed: int, mode: str) -> None:
    image = scene(seed, size=(30 + 83 * seed, 900 - 61 * seed)).convert(mode)
    assert list(histogram(image)) == older(image)


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_the_quick_ones_are_near_and_add_up_exactly(mode: str) -> None:
    for seed in range(20):
        image = scene(seed, size=(200 + 31 * seed, 171)).convert(mode)
        exact, quick = np.array(older(image)), np.array(quick_histogram(image))
        assert np.abs(exact - quick).sum() / (3 * TOTAL) < 0.02
        assert quick.reshape(3, 4).sum(axis=1).tolist() == [TOTAL] * 3


def test_four_tones_fall_into_four_bins() -> None:
    image = Image.new("RGB", (8, 8))
    for place, tone in enumerate((0, 63, 64, 127, 128, 191, 192, 255)):
        image.paste((tone, 0, 255 - tone), (place, 0, place + 1, 8))
    quarter = TOTAL // 4
    assert quick_histogram(image) == (*[quarter] * 4, TOTAL, 0, 0, 0, *[quarter] * 4)


def test_a_histogram_is_there_with_the_other_fingerprints() -> None:
    image = scene(1, size=(333, 222))
    assert fingerprints_of(image).histogram == quick_histogram(image)
