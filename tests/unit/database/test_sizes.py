"""The renditions of a post in one text."""

from hypothesis import given
from hypothesis import strategies as st

from fovea.database import sizes
from fovea.database.fitting import LARGEST_TEXT_BYTES
from fovea.messages import SizeRecord

urls = st.text("abc/:._é🦩", min_size=1, max_size=40)
records = st.builds(
    SizeRecord, urls, st.none() | st.integers(1, 2**32 - 1), st.none() | st.integers(1, 9_999)
)


@given(st.lists(records, max_size=12))
def test_what_is_packed_comes_back(wanted: list[SizeRecord]) -> None:
    assert sizes.unpack(sizes.pack(wanted)) == wanted


def test_what_addresses_have_in_common_is_stored_once() -> None:
    ten = [
        SizeRecord(f"https://live.example.com/65535/51234567890_0a1b2c3d4e_{x}.jpg", 75, 50)
        for x in "stqmnwzcbl"
    ]
    packed = sizes.pack(ten)
    assert packed is not None
    assert packed.count("example") == 1
    assert len(packed) < 200


@given(st.lists(st.builds(SizeRecord, st.text(max_size=30), st.none(), st.none()), max_size=5))
def test_any_text_is_taken_for_an_address_without_harm(odd: list[SizeRecord]) -> None:
    unpacked = sizes.unpack(sizes.pack(odd))
    assert len(unpacked) <= len(odd)
    assert not any(" " in size.url or "\0" in size.url for size in unpacked)


def test_renditions_that_do_not_fit_the_column_are_left_out() -> None:
    many = [SizeRecord(f"https://example.com/{number:0400}", 1, 1) for number in range(1_000)]
    packed = sizes.pack(many)
    assert packed is not None
    assert len(packed.encode()) <= LARGEST_TEXT_BYTES
    assert sizes.unpack(packed) == many[: len(sizes.unpack(packed))]
    assert len(sizes.unpack(packed)) > 100


def test_nothing_is_none() -> None:
    assert sizes.pack([]) is None
    assert sizes.unpack(None) == []
    assert sizes.unpack("") == []


def test_a_text_as_it_travels_is_stored_as_it_is() -> None:
    packed = sizes.pack(
        [SizeRecord("https://example.com/a_s.jpg", 75, None), SizeRecord("https://example.com/a_b.jpg")]
    )
    assert packed == "https://example.com/a ~_s.jpg,75, ~_b.jpg,,"
    assert sizes.fit(packed) == packed
    assert sizes.fit("") is None


@given(st.text(max_size=60))
def test_any_other_text_does_no_harm(odd: str) -> None:
    stored = sizes.fit(odd)
    assert sizes.unpack(stored) == sizes.unpack(sizes.pack(sizes.unpack(stored)))
