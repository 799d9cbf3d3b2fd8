"""PDQ hashes are those of its authors' implementation.

`pdq_reference.json` holds what that found (by the binding pdqhash 0.2.8) for sixty scenes: seed, width,
height, hash, quality.
"""

import json
from pathlib import Path

import pytest
from PIL import Image, ImageEnhance

from fovea.fingerprints import pdq
from tests.unit.fingerprints.pictures import scene

REFERENCE = json.loads(Path(__file__).with_name("pdq_reference.json").read_text())


def differing(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()


def hash_of(image: Image.Image) -> bytes:
    found = pdq(image)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("seed", "width", "height", "hashed", "quality"), REFERENCE)
def test_a_hash_and_its_quality_are_those_of_the_reference(
    seed: int, width: int, height: int, hashed: str, quality: int
) -> None:
    """Where frequencies are equal but for rounding, the order of adding decides, which processors choose."""
    found = pdq(scene(seed, size=(width, height)))
    assert found is not None
    assert differing(found[0], bytes.fromhex(hashed)) <= 2
    assert abs(found[1] - quality) <= 1


def test_hardly_any_differs_from_the_reference_at_all() -> None:
    equal = [
        pdq(scene(seed, size=(width, height))) == (bytes.fromhex(hashed), quality)
        for seed, width, height, hashed, quality in REFERENCE
    ]
    assert sum(equal) >= len(equal) - 3


@pytest.mark.parametrize(("size", "parts"), [((500, 376), 2), ((1024, 768), 4), ((1203, 801), 3)])
def test_what_is_left_of_a_picture_has_nearly_its_hash(size: tuple[int, int], parts: int) -> None:
    off = []
    for seed in range(12):
        image = scene(seed, size=size)
        found = pdq(image.reduce(parts), width=size[0], height=size[1])
        assert found is not None
        off.append(differing(found[0], hash_of(image)))
    assert sorted(off)[6] <= 4
    assert max(off) <= 16


def test_a_picture_of_some_pixels_has_none() -> None:
    assert pdq(scene(1, size=(4, 300))) is None
    assert pdq(scene(1, size=(300, 4))) is None


def test_grey_is_taken_for_what_it_is() -> None:
    grey = scene(2, size=(300, 200)).convert("L")
    assert differing(hash_of(grey), hash_of(grey.convert("RGB"))) <= 2


def test_a_picture_of_one_tone_has_no_quality() -> None:
    found = pdq(Image.new("RGB", (300, 200), (90, 20, 200)))
    assert found is not None
    assert found[1] == 0


def test_other_files_of_a_picture_are_near_and_other_pictures_are_far() -> None:
    """31 of 256 bits is what its authors take for the same picture."""
    for seed in range(10):
        image = scene(seed, size=(640, 480))
        own = hash_of(image)
        assert differing(own, hash_of(image.resize((320, 240)))) <= 31
        assert differing(own, hash_of(ImageEnhance.Brightness(image).enhance(0.9))) <= 31
        assert differing(own, hash_of(scene(seed + 500, size=(640, 480)))) > 80
