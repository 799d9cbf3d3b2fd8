"""Files become pictures as they are looked at, or are refused with a reason, whatever they hold."""

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fovea.fingerprints import PictureRefused, distance, opened, phash, phash_of
from tests.unit.fingerprints.pictures import encoded, scene


def code_of(body: bytes) -> str:
    with pytest.raises(PictureRefused) as refusal:
        phash_of(body)
    assert refusal.value.detail
    return refusal.value.code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_the_type_of_a_file_hardly_matters(form: str) -> None:
    image = scene(3)
    assert distance(phash_of(encoded(image, form)), phash(image)) <= 2


def test_a_jpeg_is_decoded_no_larger_than_needed() -> None:
    body = encoded(scene(3, size=(1600, 1200)))
    assert opened(body, edge=128).size == (200, 150)
    assert opened(body).size == (1600, 1200)


def test_a_progressive_and_a_grey_jpeg_are_read() -> None:
    image = scene(4)
    assert distance(phash_of(encoded(image, progressive=True)), phash(image)) <= 2
    assert distance(phash_of(encoded(image.convert("L"))), phash(image)) <= 2


def test_cmyk_is_read_as_the_colours_that_it_stands_for() -> None:
    image = scene(5)
    assert distance(phash_of(encoded(image.convert("CMYK"))), phash(image)) <= 4


def test_a_palette_is_resolved() -> None:
    image = scene(6)
    palette = image.convert("P", palette=Image.Palette.ADAPTIVE)
    assert distance(phash_of(encoded(palette, "GIF")), phash(image)) <= 4
    assert distance(phash_of(encoded(palette, "PNG")), phash(image)) <= 4


def test_sixteen_bits_are_not_cut_off_but_scaled() -> None:
    grey = scene(7).convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    assert distance(phash_of(encoded(deep, "PNG")), phash(grey)) <= 1
    assert distance(phash_of(encoded(deep, "TIFF")), phash(grey)) <= 1


def test_floating_point_grey_is_scaled() -> None:
    grey = scene(8).convert("L")
    floats = Image.fromarray(np.asarray(grey).astype(np.float32) / 255)
    assert distance(phash_of(encoded(floats, "TIFF")), phash(grey)) <= 3


def test_black_and_white_is_read() -> None:
    bits = scene(9).convert("1")
    assert phash_of(encoded(bits, "PNG")) == phash(bits.convert("L"))


def test_what_is_transparent_is_white_whatever_colour_lies_beneath() -> None:
    image = scene(10)
    mask = Image.new("L", image.size, 0)
    mask.paste(255, (40, 40, 280, 200))
    one, other = image.copy(), image.copy()
    other.paste((255, 0, 0), (0, 0, image.width, 40))
    one.putalpha(mask)
    other.putalpha(mask)
    on_white = Image.new("RGB", image.size, "white")
    on_white.paste(image, mask=mask)
    assert phash_of(encoded(one, "PNG")) == phash_of(encoded(other, "PNG")) == phash(on_white)


def test_a_transparent_palette_is_laid_on_white() -> None:
    image = Image.new("P", (90, 90), 0)
    image.putpalette([0, 0, 0, 200, 30, 30])
    image.paste(1, (20, 20, 70, 60))
    picture = opened(encoded(image, "PNG", transparency=0))
    assert picture.getpixel((5, 5)) == (255, 255, 255)
    assert picture.getpixel((30, 30)) == (200, 30, 30)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_camera_held_sideways_gives_an_upright_picture(orientation: int) -> None:
    image = scene(11)
    back = {
        1: None,
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    body = encoded(image if back is None else image.transpose(back), exif=exif)
    assert opened(body).size == image.size
    assert distance(phash_of(body), phash(image)) <= 2


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_nonsense_in_the_exif_does_not_spoil_the_picture() -> None:
    image = scene(12)
    body = encoded(image, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)
    assert distance(phash_of(body), phash(image)) <= 2


def test_of_a_moving_picture_the_first_frame_counts() -> None:
    first, second = scene(13), scene(14)
    body = encoded(first, "WEBP", save_all=True, append_images=[second], lossless=True)
    assert distance(phash_of(body), phash(first)) <= 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>no picture</html>", b"%PDF-1.7", b"\x00" * 500, b"GIF87a"[:5], b"<svg/>"]
)
def test_what_is_no_picture_is_told_so(body: bytes) -> None:
    assert code_of(body) == "picture_type"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"])
def test_a_truncated_file_is_refused(form: str) -> None:
    body = encoded(scene(15), form)
    assert code_of(body[: len(body) // 2]) in {"picture_damaged", "picture_type"}


def test_a_damaged_png_is_refused() -> None:
    body = bytearray(encoded(scene(16), "PNG"))
    body[len(body) // 2] ^= 0xFF
    assert code_of(bytes(body)) == "picture_damaged"


def _claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is so large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(50_000, 50_000), (9_000, 9_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_without_being_decoded(size: tuple[int, int]) -> None:
    body = _claiming(*size)
    assert len(body) < 3_000
    assert code_of(body) == "picture_too_large"


def test_what_a_caller_bounds_is_bounded() -> None:
    with pytest.raises(PictureRefused) as refusal:
        phash_of(encoded(scene(17)), most_pixels=320 * 240 - 1)
    assert refusal.value.code == "picture_too_large"


def test_a_mere_line_is_refused() -> None:
    assert code_of(encoded(Image.new("RGB", (5_000, 2)), "PNG")) == "picture_shape"


def test_other_formats_of_the_library_are_not_even_tried() -> None:
    """Each decoder is one more thing to attack."""
    body = encoded(scene(18), "PPM")
    Image.open(BytesIO(body)).load()
    assert code_of(body) == "picture_type"


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_ends_in_a_hash_or_in_a_reason(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"]))
    body = bytearray(encoded(scene(19, size=(60, 40)), form))
    for _ in range(data.draw(st.integers(1, 12))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    told: set[str] = set()
    try:
        assert 0 <= phash_of(bytes(body)) < 2**64
    except PictureRefused as refusal:
        told.add(refusal.code)
    assert told <= {"picture_type", "picture_damaged", "picture_too_large", "picture_shape"}
