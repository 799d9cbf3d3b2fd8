"""What is around a picture is told from the picture."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from fovea.decoding import Decoder, Looked, Wanted
from fovea.fingerprints import ORIENTATIONS, Margins, fingerprints_of, margins
from fovea.fingerprints.margins import may_have_margins
from tests.unit.fingerprints.pictures import encoded, scene

SIZE = (400, 300)


def found(image: Image.Image) -> Margins | None:
    return margins(np.asarray(image))


def framed(
    color: str | tuple[int, int, int], *, left: int = 0, top: int = 0, right: int = 0, bottom: int = 0
) -> Image.Image:
    return ImageOps.expand(scene(3, size=SIZE), (left, top, right, bottom), color)


def words(image: Image.Image, place: tuple[int, int], *, ink: str = "black") -> Image.Image:
    ImageDraw.Draw(image).text(place, "wait for it", ink, ImageFont.load_default(28), anchor="lm")
    return image


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    return Decoder()


def looked(decoder: Decoder, image: Image.Image, form: str = "PNG", **saved: int) -> Looked:
    return decoder.look(encoded(image, form, **saved), Wanted(orientations=True, thumbnails=()))


@pytest.mark.parametrize("color", ["white", "black", (90, 20, 160)])
@pytest.mark.parametrize(
    "sides",
    [
        Margins(20, 20, 20, 20),
        Margins(0, 40, 0, 40),
        Margins(70, 0, 50, 0),
        Margins(0, 0, 0, 30),
        Margins(12, 0, 0, 0),
        Margins(5, 40, 15, 120),
    ],
)
def test_plain_margins_end_where_the_picture_begins(
    color: str | tuple[int, int, int], sides: Margins
) -> None:
    image = framed(color, left=sides.left, top=sides.top, right=sides.right, bottom=sides.bottom)
    assert found(image) == sides
    assert found(image.convert("L")) == sides


def test_a_picture_without_margins_has_none() -> None:
    for seed in range(8):
        assert found(scene(seed, size=SIZE)) is None


def test_a_hairline_is_not_worth_a_word() -> None:
    assert found(framed("white", left=1, right=1)) is None


def test_only_a_plain_edge_is_looked_at_more_closely() -> None:
    assert not may_have_margins(scene(3, size=SIZE))
    for side in ("left", "top", "right", "bottom"):
        assert may_have_margins(framed("white", **{side: 9}))


@pytest.mark.parametrize("below", [False, True])
def test_a_line_of_writing_above_or_below_is_no_part_of_the_picture(below: bool) -> None:
    image = framed("white", bottom=60) if below else framed("white", top=60)
    wanted = Margins(0, 0, 0, 60) if below else Margins(0, 60, 0, 0)
    assert found(words(image, (20, 330 if below else 30))) == wanted


def test_the_bars_of_a_screen_are_no_part_of_the_picture() -> None:
    image = words(framed((18, 18, 22), top=50, bottom=70), (20, 25), ink="white")
    assert found(words(image, (200, 385), ink="white")) == Margins(0, 50, 0, 70)


def test_writing_at_the_side_is_part_of_the_picture() -> None:
    image = words(framed("white", right=180), (420, 150))
    margin = found(image)
    assert margin is None or margin.right < 60


def test_margins_of_two_colours_are_not_taken_together() -> None:
    """A caption is taken away; the dark ground of the picture below it is the picture's own."""
    image = scene(3, size=SIZE)
    image.paste((8, 8, 10), (0, 240, *SIZE))
    captioned = words(ImageOps.expand(image, (0, 60, 0, 0), "white"), (20, 30))
    assert found(captioned) == Margins(0, 60, 0, 0)


def test_what_leaves_too_little_belongs_to_the_picture() -> None:
    small = scene(3, size=(180, 140))
    assert found(ImageOps.expand(small, 150, "white")) is None
    assert found(ImageOps.expand(small, 70, "white")) == Margins(70, 70, 70, 70)
    assert found(Image.new("RGB", SIZE, "white")) is None
    assert found(Image.new("L", (1, 1))) is None
    assert found(Image.new("RGB", (400, 20), "white")) is None


@pytest.mark.parametrize("quality", [75, 85, 95])
def test_the_noise_of_jpeg_is_tolerated(decoder: Decoder, quality: int) -> None:
    """Decoded at 1/1 to 1/8 of the size; margins are told in pixels of the file, to one in a hundred."""
    for times in (1, 3, 6):
        image = framed("white", left=24, top=24, right=24, bottom=24)
        image = image.resize((image.width * times, image.height * times))
        trimmed = looked(decoder, image, "JPEG", quality=quality).trimmed
        assert trimmed is not None
        around = trimmed.margins
        for side in (around.left, around.top, around.right, around.bottom):
            assert abs(side - 24 * times) <= 5 * times


def test_without_its_margins_a_picture_has_nearly_the_hashes_that_it_had(decoder: Decoder) -> None:
    for seed in range(4):
        image = scene(seed, size=SIZE)
        wanted = fingerprints_of(image)
        trimmed = looked(decoder, ImageOps.expand(image, 20, "black")).trimmed
        assert trimmed is not None
        assert tuple(one.orientation for one in trimmed.orientations) == ORIENTATIONS
        same = trimmed.orientations[0]
        assert (same.phash ^ wanted.phash).bit_count() <= 2
        assert same.pdq is not None
        assert wanted.pdq is not None
        assert (int.from_bytes(same.pdq) ^ int.from_bytes(wanted.pdq)).bit_count() <= 16
        assert trimmed.pdq_quality == pytest.approx(wanted.pdq_quality, abs=5)


def test_margins_change_no_fingerprint_of_the_picture_itself(decoder: Decoder) -> None:
    image = framed("white", left=20, right=20, top=20, bottom=20)
    body = encoded(image, "PNG")
    with_them = decoder.look(body, Wanted(orientations=True, thumbnails=()))
    without = decoder.look(body, Wanted(thumbnails=()))
    assert with_them.fingerprints == without.fingerprints
    assert without.trimmed is None


def test_what_is_too_simple_within_its_margins_is_not_looked_for(decoder: Decoder) -> None:
    assert looked(decoder, ImageOps.expand(Image.new("RGB", SIZE, (90, 90, 90)), 30, "white")).trimmed is None


def test_nothing_is_trimmed_when_orientations_are_not_wanted(decoder: Decoder) -> None:
    body = encoded(framed("white", top=40, bottom=40), "PNG")
    assert decoder.look(body, Wanted(thumbnails=())).trimmed is None
    assert decoder.look(body, Wanted(phash_only=True)).trimmed is None
