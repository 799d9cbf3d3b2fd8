"""Everything that there is to know about a picture is found out in the child process."""

from io import BytesIO

import imagehash
import numpy as np
import pytest
from PIL import Image

from fovea.decoding import Decoder, Looked, PictureRefused, Wanted
from fovea.fingerprints import fingerprints_of, opened, phash_of
from tests.unit.fingerprints.pictures import encoded, scene

ALL = Wanted()


def webp_sizes(looked: Looked) -> list[tuple[int, int]]:
    """Of the thumbnails, as their files say."""
    sizes = []
    for thumbnail in looked.thumbnails:
        with Image.open(BytesIO(thumbnail.body), formats=("WEBP",)) as image:
            assert image.size == (thumbnail.width, thumbnail.height)
            sizes.append(image.size)
    return sizes


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF"])
def test_every_format_is_looked_at(decoder: Decoder, form: str) -> None:
    body = encoded(scene(1, size=(700, 500)), form)
    looked = decoder.look(body, ALL)
    assert (looked.format, looked.width, looked.height, looked.frames) == (form.lower(), 700, 500, 1)
    assert webp_sizes(looked) == [(256, 183), (512, 366), (700, 500)]
    assert looked.fingerprints == fingerprints_of(opened(body, edge=128), width=700, height=500)
    assert not looked.simple


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "YCbCr", "I;16"])
def test_every_kind_of_pixels_is_looked_at(decoder: Decoder, mode: str) -> None:
    image = scene(2, size=(90, 70))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    form = "TIFF" if mode in {"CMYK", "YCbCr"} else "PNG"
    body = encoded(image if mode == "I;16" else image.convert(mode), form)
    assert decoder.look(body, ALL).fingerprints == fingerprints_of(opened(body))


def test_the_perceptual_hash_alone_is_the_same(decoder: Decoder) -> None:
    for seed in range(6):
        body = encoded(scene(seed, size=(640, 300 + 90 * seed)))
        looked = decoder.look(body, Wanted(phash_only=True))
        assert looked.fingerprints.phash == phash_of(body) == decoder.look(body, ALL).fingerprints.phash
        assert (looked.width, looked.height) == (640, 300 + 90 * seed)
        assert looked.thumbnails == []


def test_fingerprints_do_not_depend_on_what_else_is_wanted(decoder: Decoder) -> None:
    body = encoded(scene(3, size=(2200, 1600)))
    whole, without = decoder.look(body, ALL), decoder.look(body, Wanted(thumbnails=()))
    assert whole.fingerprints == without.fingerprints
    assert (whole.thumbhash, whole.colors) == (without.thumbhash, without.colors)


@pytest.mark.parametrize("wanted", [ALL, Wanted(phash_only=True)])
def test_hashes_that_hang_on_the_last_digit_are_the_library_s_too(decoder: Decoder, wanted: Wanted) -> None:
    """What they need is not there in the child."""
    half = Image.new("RGB", (80, 80), "white")
    half.paste((20, 30, 40), (0, 0, 40, 80))
    for image in (half, half.rotate(90), Image.new("RGB", (90, 60), (7, 90, 200))):
        phash = decoder.look(encoded(image, "PNG"), wanted).fingerprints.phash
        assert phash == int(str(imagehash.phash(image)), 16)


def test_a_picture_of_nothing_is_called_simple(decoder: Decoder) -> None:
    noise = np.random.default_rng(1).normal(128, 3, (300, 400, 3)).clip(0, 255).astype(np.uint8)
    for image in (Image.new("L", (300, 200), 90), Image.fromarray(noise)):
        assert decoder.look(encoded(image), ALL).simple
        assert decoder.look(encoded(image), Wanted(phash_only=True)).simple
    drawn = Image.new("RGB", (300, 200), "white")
    drawn.paste((0, 0, 0), (100, 90, 200, 110))
    assert not decoder.look(encoded(drawn), ALL).simple


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_frames_are_counted_and_the_first_one_is_shown(decoder: Decoder, form: str) -> None:
    frames = [scene(seed, size=(60, 40)) for seed in range(5)]
    body = encoded(frames[0], form, save_all=True, append_images=frames[1:], duration=40)
    looked = decoder.look(body, ALL)
    assert looked.frames == 5
    assert looked.fingerprints == fingerprints_of(opened(body))
    alone = decoder.look(encoded(frames[0], form), ALL)
    assert alone.frames == 1
    assert (looked.fingerprints.phash ^ alone.fingerprints.phash).bit_count() <= 2


def test_pages_of_a_scan_are_no_frames(decoder: Decoder) -> None:
    body = encoded(scene(1), "TIFF", save_all=True, append_images=[scene(2)])
    assert decoder.look(body, ALL).frames == 1


def test_a_camera_s_several_pictures_in_one_file_are_one_jpeg(decoder: Decoder) -> None:
    looked = decoder.look(encoded(scene(1), "MPO", save_all=True, append_images=[scene(2)]), ALL)
    assert (looked.format, looked.frames) == ("jpeg", 1)


@pytest.mark.parametrize(("form", "scaled"), [("JPEG", True), ("JPEG", False), ("PNG", False)])
def test_a_picture_held_sideways_is_as_wide_as_it_looks(decoder: Decoder, form: str, scaled: bool) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    size = (2800, 1000) if scaled else (320, 240)
    looked = decoder.look(encoded(scene(4, size=size), form, exif=exif), ALL)
    assert (looked.width, looked.height) == size[::-1]
    assert webp_sizes(looked)[-1] == ((1000, 2800) if scaled else (240, 320))


def test_adobe_s_inverted_inks_are_read_as_they_look(decoder: Decoder) -> None:
    """Pillow writes CMYK as Adobe does, inverted, with its mark."""
    image = scene(5)
    body = encoded(image.convert("CMYK"), quality=95)
    assert b"Adobe" in body[:200]
    one, other = decoder.look(body, ALL), decoder.look(encoded(image), ALL)
    assert (one.fingerprints.phash ^ other.fingerprints.phash).bit_count() <= 4
    assert sum(map(abs, np.subtract(one.fingerprints.histogram, other.fingerprints.histogram))) < 60_000


@pytest.mark.parametrize(
    ("size", "wanted", "thumbnails"),
    [
        ((40, 30), (256, 512), [(40, 30)]),
        ((256, 100), (256, 512), [(256, 100)]),
        ((2000, 1000), (256, 1024), [(256, 128), (1024, 512)]),
        ((3000, 100), (256,), [(256, 9)]),
        ((100, 3000), (256, 512), [(34, 1024), (68, 2048)]),
        ((900, 900), (512, 256, 512), [(256, 256), (512, 512)]),
    ],
)
def test_thumbnails_are_never_larger_than_the_picture_nor_endlessly_tall(
    decoder: Decoder, size: tuple[int, int], wanted: tuple[int, ...], thumbnails: list[tuple[int, int]]
) -> None:
    assert webp_sizes(decoder.look(encoded(scene(6, size=size)), Wanted(thumbnails=wanted))) == thumbnails


def test_a_thumbnail_looks_like_its_picture(decoder: Decoder) -> None:
    image = scene(7, size=(1500, 1100))
    small = decoder.look(encoded(image), ALL).thumbnails[0]
    with Image.open(BytesIO(small.body)) as shown:
        there, wanted = np.asarray(shown, dtype=int), np.asarray(image.resize(shown.size), dtype=int)
    assert np.abs(there - wanted).mean() < 4


def test_an_empty_file_is_told_as_such(decoder: Decoder) -> None:
    with pytest.raises(PictureRefused) as refusal:
        decoder.look(b"", ALL)
    assert refusal.value.code == "picture_empty"
