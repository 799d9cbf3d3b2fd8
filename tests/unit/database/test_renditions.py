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


EDGES = {
    "_s": 75,
    "_t": 100,
    "_q": 150,
    "_m": 240,
    "_n": 320,
    "_w": 400,
    "": 500,
    "_z": 640,
    "_c": 800,
    "_b": 1024,
}
SECRET = "https://live.staticflickr.com/65535/51234567890_0a1b2c3d4e"


def size(suffix: str, width: int, height: int, *, off: int = 0) -> SizeRecord:
    """A rendition of a picture of this shape, as Flickr makes it: cut square, or no longer than its edge."""
    edge = EDGES[suffix]
    if suffix in {"_s", "_q"}:
        return SizeRecord(f"{SECRET}{suffix}.jpg", edge, edge)
    longer, shorter = edge, max(1, round(edge * min(width, height) / max(width, height)) + off)
    both = (longer, shorter) if width >= height else (shorter, longer)
    return SizeRecord(f"{SECRET}{suffix}.jpg", *both)


def usual_sizes(width: int, height: int) -> list[SizeRecord]:
    return [size(suffix, width, height) for suffix in EDGES]


@given(st.integers(1, 6_000), st.integers(1, 6_000), st.sets(st.sampled_from(sorted(EDGES)), min_size=1))
def test_the_usual_sizes_of_a_photo_come_back_exactly(width: int, height: int, suffixes: set[str]) -> None:
    sizes = [size(suffix, width, height) for suffix in EDGES if suffix in suffixes]
    packed = renditions.pack(sizes)
    assert packed is not None
    assert renditions.unpack(packed) == sizes


@given(
    st.lists(st.tuples(st.sampled_from(sorted(EDGES)), st.integers(-3, 3)), max_size=8),
    st.lists(
        st.builds(
            SizeRecord,
            st.sampled_from([f"{SECRET}_o.png", f"{SECRET}_b.jpg", "https://e.com/a"]),
            pixels,
            pixels,
        )
    ),
)
def test_sizes_that_differ_from_the_usual_ones_come_back_exactly(
    off: list[tuple[str, int]], others: list[SizeRecord]
) -> None:
    sizes = [size(suffix, 3_000, 2_000, off=pixels_off) for suffix, pixels_off in off] + others
    packed = renditions.pack(sizes)
    assert (packed is None) == (not sizes)
    assert renditions.unpack(packed) == sizes


@given(st.text(" ~,/_ab1", max_size=40) | st.text(" ^:.,x+-sqb0129~/", max_size=40))
def test_any_text_can_be_unpacked(text: str) -> None:
    renditions.unpack(text)
    renditions.unpack(f"https://e.com/1 ^{text}")


def test_ten_renditions_take_less_than_ninety_characters() -> None:
    packed = renditions.pack(usual_sizes(3_000, 2_000))
    assert packed == f"{SECRET} ^.jpg:stqmnw.zc-b:1024x683"
    assert len(packed) < 90


def test_a_pixel_more_or_less_is_told_by_a_sign_and_an_original_beside_the_ladder() -> None:
    sizes = [size("_t", 3_000, 2_000, off=1), size("_z", 3_000, 2_000, off=-1), size("_b", 3_000, 2_000)]
    original = SizeRecord(f"{SECRET}_o.png", 3_000, 2_000)
    assert renditions.pack([*sizes, original]) == f"{SECRET} ^.jpg:t+z-b:1024x683 ~_o.png,3000,2000"
    assert renditions.unpack(renditions.pack([*sizes, original])) == [*sizes, original]


def test_what_older_versions_stored_is_read() -> None:
    stored = "https://live.example.com/65535/51_ab ~_s.jpg,75,50 ~.jpg,500,335 ~_o.jpg,2100,"
    assert renditions.unpack(stored) == [
        SizeRecord("https://live.example.com/65535/51_ab_s.jpg", 75, 50),
        SizeRecord("https://live.example.com/65535/51_ab.jpg", 500, 335),
        SizeRecord("https://live.example.com/65535/51_ab_o.jpg", 2_100, None),
    ]
