"""Renditions in one text, as they travel and are stored."""

from hypothesis import example, given
from hypothesis import strategies as st

from fovea import renditions
from fovea.renditions import SizeRecord

pixels = st.none() | st.integers(0, 2**32 - 1)
addresses = st.one_of(st.text(max_size=30), st.text("ab/_.,~: é1", max_size=20))


@given(st.lists(st.builds(SizeRecord, addresses, pixels, pixels), max_size=12))
@example([SizeRecord(",_", 1, 2)])
@example([SizeRecord("7_a", 75, 77)])
@example([SizeRecord("a/,_b", 1, 2), SizeRecord("a/", 3, 4)])
def test_what_can_be_packed_comes_back_exactly(sizes: list[SizeRecord]) -> None:
    packed = renditions.pack(sizes)
    if packed is None:
        assert not sizes or any("~" in size.url or " " in size.url for size in sizes)
    else:
        assert renditions.unpack(packed) == sizes


@given(st.text(" ~,/_ab1", max_size=40))
def test_any_text_can_be_unpacked(text: str) -> None:
    renditions.unpack(text)


def test_ten_renditions_take_a_little_over_two_hundred_characters() -> None:
    sizes = [
        SizeRecord(f"https://live.staticflickr.com/65535/51234567890_0a1b2c3d4e_{letter}.jpg", 1024, 683)
        for letter in "stqmnwzcbl"
    ]
    packed = renditions.pack(sizes)
    assert packed is not None
    assert len(packed) <= 230
