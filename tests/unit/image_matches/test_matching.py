"""Looking for a picture in an index."""

import msgspec
import numpy as np
import pytest

from fovea.decoding import WithoutMargins
from fovea.fingerprints import SAME, ImageFingerprints, Margins, Turned
from fovea.fingerprints.histograms import NO_HISTOGRAM
from fovea.image_index import Among, Facts, Rows, SimpleIndex
from fovea.image_matches import EDITED, PERHAPS, SAME_PICTURE, Seen, as_it_is, best, by_method
from fovea.image_matches.bands import BANDS, distance_of
from fovea.image_matches.matching import distances

PDQ = bytes(range(32))


def prints(phash: int = 0, pdq: bytes | None = PDQ, *, quality: int | None = 90) -> ImageFingerprints:
    return ImageFingerprints(phash, (0, 0, 0), NO_HISTOGRAM, pdq, quality if pdq else None)


def flipped(pdq: bytes, bits: int) -> bytes:
    return (int.from_bytes(pdq) ^ ((1 << bits) - 1)).to_bytes(32)


def index_of(*images: ImageFingerprints, ratings: dict[int, int] | None = None) -> SimpleIndex:
    told = ratings or {}
    return SimpleIndex(
        Rows.of({number: Facts(told.get(number, 0), one) for number, one in enumerate(images, start=1)})
    )


def test_both_hashes_are_looked_at_together() -> None:
    index = index_of(prints(0b1), prints(0, flipped(PDQ, 40)), prints(0b111, flipped(PDQ, 100)))
    found = best(index, as_it_is(prints()), limit=10)
    assert [(one.image_id, one.distance, one.similarity) for one in found] == [
        (1, 2, SAME_PICTURE),
        (2, 40, SAME_PICTURE),
        (3, 106, PERHAPS),
    ]
    assert found[2].distances == {
        "best": 106,
        "phash": 3,
        "pdq": 100,
        "dhash": 0,
        "histogram-l1": 0,
        "histogram-l2": 0,
    }


def test_what_is_far_by_one_hash_and_near_by_the_other_is_judged_by_both() -> None:
    index = index_of(prints(2**20 - 1, flipped(PDQ, 10)), prints(0, flipped(PDQ, 128)))
    found = best(index, as_it_is(prints()), limit=10)
    assert [(one.image_id, one.distance, one.similarity) for one in found] == [(1, 50, EDITED)]


def test_the_nearest_orientation_is_told() -> None:
    other = flipped(PDQ, 256)
    seen = Seen(prints(2**64 - 1, other), (Turned(SAME, 2**64 - 1, other), Turned("mirrored", 0b11, PDQ)))
    (found,) = best(index_of(prints()), seen, limit=10)
    assert (found.orientation, found.distance, found.distances["phash"]) == ("mirrored", 4, 2)


def test_a_copy_in_a_frame_is_found_in_what_is_left_without_it() -> None:
    around, other = Margins(left=3, top=4, right=3, bottom=4), flipped(PDQ, 256)
    without = WithoutMargins(around, (Turned(SAME, 0b1, PDQ), Turned("mirrored", 0, PDQ)), 90)
    seen = Seen(prints(2**64 - 1, other), (Turned(SAME, 2**64 - 1, other),), trimmed=without)
    (found,) = best(index_of(prints()), seen, limit=10)
    assert (found.orientation, found.distance, found.in_trimmed) == ("mirrored", 0, True)
    assert found.distances["pdq"] == found.distances["phash"] == 0
    (phash,) = by_method(index_of(prints()), seen, "phash", limit=10)
    assert (phash.distance, phash.in_trimmed) == (64, False)


def test_what_is_as_near_with_its_margins_is_found_with_them() -> None:
    around, turned = Margins(left=3, top=4, right=3, bottom=4), (Turned(SAME, 0, PDQ),)
    seen = Seen(prints(), turned, trimmed=WithoutMargins(around, turned, 90))
    (found,) = best(index_of(prints()), seen, limit=10)
    assert (found.distance, found.in_trimmed) == (0, False)


def test_without_its_margins_a_picture_is_never_found_perhaps() -> None:
    around = Margins(left=3, top=4, right=3, bottom=4)
    for bits, wanted in ((88, [(88, True)]), (89, [(100, False)])):
        without = WithoutMargins(around, (Turned(SAME, 0, flipped(PDQ, bits)),), 90)
        whole = flipped(PDQ, 100)
        seen = Seen(prints(0, whole), (Turned(SAME, 0, whole),), trimmed=without)
        found = best(index_of(prints()), seen, limit=10)
        assert [(one.distance, one.in_trimmed) for one in found] == wanted


def test_how_much_pdq_says_is_told_of_what_is_left() -> None:
    around = Margins(left=3, top=4, right=3, bottom=4)
    without = WithoutMargins(around, (Turned(SAME, 0b11, flipped(PDQ, 1)),), 20)
    seen = Seen(prints(2**64 - 1, flipped(PDQ, 256)), (), trimmed=without)
    (found,) = best(index_of(prints()), seen, limit=10)
    assert found.distance == 22


def test_without_pdq_only_what_is_very_near_by_phash_is_found() -> None:
    plain = prints(0, flipped(PDQ, 128), quality=10)
    index = index_of(plain, prints(0b1111, None), prints(0xFF, None), prints(0xFFFF, None))
    found = best(index, as_it_is(prints(0, None)), limit=10)
    assert [(one.image_id, one.similarity) for one in found] == [
        (1, SAME_PICTURE),
        (2, SAME_PICTURE),
        (3, EDITED),
    ]


def test_equally_near_images_come_in_the_order_of_their_numbers_and_no_more_than_wanted() -> None:
    index = index_of(*[prints()] * 9)
    assert [one.image_id for one in best(index, as_it_is(prints()), limit=4)] == [1, 2, 3, 4]


def test_among_few_images_more_may_be_shown_than_among_many() -> None:
    class Large(SimpleIndex):
        size = 10**8

    index = Large(Rows.of({number: Facts(0, prints(0, flipped(PDQ, 100))) for number in range(1, 4)}))
    assert best(index, as_it_is(prints()), limit=9) == []
    among = Among(ids=np.array([2, 3], dtype=np.uint32))
    assert [one.image_id for one in best(index, as_it_is(prints()), limit=9, among=among)] == [2, 3]


def test_only_some_images_may_be_looked_through() -> None:
    index = index_of(*[prints()] * 4, ratings={2: 3})
    among = Among(ids=np.array([2, 3], dtype=np.uint32))
    assert [one.image_id for one in best(index, as_it_is(prints()), limit=9, among=among)] == [2, 3]
    rated = Among(ratings=[3])
    assert [one.image_id for one in by_method(index, as_it_is(prints()), "pdq", limit=9, among=rated)] == [2]


def test_a_method_alone_gives_the_nearest_and_says_which_are_copies() -> None:
    index = index_of(prints(0b1), prints(2**40 - 1, flipped(PDQ, 120)))
    found = by_method(index, as_it_is(prints()), "phash", limit=5)
    assert [(one.image_id, one.distance, one.similarity) for one in found] == [
        (1, 1, SAME_PICTURE),
        (2, 40, None),
    ]
    assert len(by_method(index, as_it_is(prints()), "phash", limit=5, at_most=39)) == 1
    assert by_method(index, as_it_is(prints(0, None)), "pdq", limit=5) == []


def test_of_a_hash_only_what_it_is_of_is_told() -> None:
    index = index_of(prints(0b1, flipped(PDQ, 200)))
    (phash,) = by_method(index, as_it_is(prints(), only="phash"), "phash", limit=5)
    assert (phash.distances, phash.similarity) == ({"phash": 1, "best": 11}, SAME_PICTURE)
    (pdq,) = by_method(index, as_it_is(prints(), only="pdq"), "pdq", limit=5)
    assert (pdq.distances, pdq.similarity) == ({"pdq": 200, "best": 300}, None)
    (dhash,) = by_method(index, as_it_is(prints(), only="dhash"), "dhash", limit=5)
    assert (dhash.distances, dhash.similarity) == ({"dhash": 0}, None)


@pytest.mark.parametrize("seed", range(5))
def test_everything_near_is_found_as_by_looking_at_each(seed: int) -> None:
    """Of what is within reach of one of the two hashes."""
    random = np.random.default_rng(seed)
    own = prints(int(random.integers(2**63)), random.bytes(32))
    images = []
    for _ in range(300):
        differs = [int(random.integers(0, most)) for most in (30, 150)]
        phash = own.phash ^ sum(1 << int(bit) for bit in random.choice(64, differs[0], replace=False))
        bits = sum(1 << int(bit) for bit in random.choice(256, differs[1], replace=False))
        images.append(prints(phash, (int.from_bytes(own.pdq or b"") ^ bits).to_bytes(32)))
    wanted = {}
    for number, one in enumerate(images, start=1):
        apart = distances(own, one)
        distance = distance_of(apart["phash"], apart["pdq"], quality=90)
        assert distance is not None
        if distance <= BANDS[PERHAPS] and (apart["phash"] <= 16 or apart["pdq"] <= 31):
            wanted[number] = distance
    found = best(index_of(*images), as_it_is(own), limit=300)
    assert {one.image_id: one.distance for one in found} == wanted
    assert [one.distance for one in found] == sorted(one.distance for one in found)
    assert len(wanted) > 10
    nearer = best(index_of(*images), as_it_is(own), limit=300, at_most=60)
    assert {one.image_id for one in nearer} == {number for number, far in wanted.items() if far <= 60}


def test_matches_can_be_told_as_json() -> None:
    (found,) = best(index_of(prints()), as_it_is(prints()), limit=1)
    assert msgspec.json.decode(msgspec.json.encode(found))["similarity"] == SAME_PICTURE
