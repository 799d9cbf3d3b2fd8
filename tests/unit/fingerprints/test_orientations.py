"""A picture's hashes in eight orientations are those of the picture turned and mirrored."""

import pytest
from PIL import Image, ImageOps

from fovea.decoding import Decoder, Wanted
from fovea.fingerprints import ORIENTATIONS, SAME, fingerprints_of
from fovea.fingerprints.orientations import Turnable, turned
from tests.unit.fingerprints.pictures import encoded, scene

MOST_BITS = (2, 6)  # of phash and PDQ: turned after it was shrunk, and rounded, instead of before


def oriented(image: Image.Image, name: str) -> Image.Image:
    """The picture as the name says: mirrored first, then turned clockwise."""
    result = ImageOps.mirror(image) if name.startswith("mirrored") else image
    degrees = int(name.rpartition("-")[2]) if name[-1].isdigit() else 0
    return result.rotate(-degrees, expand=True)


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder()


@pytest.mark.parametrize("size", [(640, 480), (300, 700), (512, 512)])
@pytest.mark.parametrize("name", ORIENTATIONS)
def test_hashes_of_an_orientation_are_those_of_the_turned_picture(
    decoder: Decoder, name: str, size: tuple[int, int]
) -> None:
    for seed in range(4):
        image = scene(seed, size=size)
        found = {
            one.orientation: one
            for one in decoder.look(
                encoded(image, "PNG"), Wanted(orientations=True, thumbnails=())
            ).orientations
        }
        assert tuple(found) == ORIENTATIONS
        wanted = fingerprints_of(oriented(image, name))
        one = found[name]
        assert one.pdq is not None
        assert wanted.pdq is not None
        assert (one.phash ^ wanted.phash).bit_count() <= MOST_BITS[0]
        assert (int.from_bytes(one.pdq) ^ int.from_bytes(wanted.pdq)).bit_count() <= MOST_BITS[1]


def test_the_first_orientation_is_the_picture_as_it_is(decoder: Decoder) -> None:
    looked = decoder.look(encoded(scene(9)), Wanted(orientations=True))
    first = looked.orientations[0]
    assert first.orientation == SAME
    assert (first.phash, first.pdq) == (looked.fingerprints.phash, looked.fingerprints.pdq)


def test_what_turning_leaves_as_it_is_has_one_hash(decoder: Decoder) -> None:
    """Hashes that hang on the last digit come from the exact transform, in each orientation."""
    image = scene(3, size=(200, 200))
    both = Image.blend(image, ImageOps.mirror(image), 0.5)
    found = decoder.look(encoded(both, "PNG"), Wanted(orientations=True)).orientations
    assert (found[0].phash ^ found[4].phash).bit_count() <= 2


def test_orientations_are_only_told_where_they_are_wanted(decoder: Decoder) -> None:
    assert decoder.look(encoded(scene(1)), Wanted()).orientations == ()


def test_a_picture_too_small_for_pdq_has_orientations_without(decoder: Decoder) -> None:
    found = decoder.look(encoded(scene(1, size=(300, 4)), "PNG"), Wanted(orientations=True)).orientations
    assert len(found) == 8
    assert {one.pdq for one in found} == {None}


def test_bytes_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError):
        turned(Turnable(b"123", None))
