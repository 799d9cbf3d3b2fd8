"""From a file's bytes to a picture as it is looked at: upright, opaque, 8 bits, within limits."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from fovea.errors import FoveaError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
MOST_PIXELS = 120_000_000
_MOST_DECODED_PIXELS = 40_000_000  # these become memory: four bytes each
_MOST_STRETCHED = 1_000  # a picture that is so much longer than high shows nothing


class PictureRefused(FoveaError):
    """The file will never be a picture for us; `code` says why.

    `picture_type` (not one of `FORMATS`), `picture_damaged`, `picture_too_large` (in pixels), `picture_shape`
    (a mere line).
    """

    status, code, title = 422, "picture_refused", "This picture cannot be read"


def opened(body: bytes, *, edge: int | None = None, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """The picture of a file in `L` or `RGB`, turned as its EXIF orientation says, on white where it is
    transparent; of a moving one the first frame. Raises `PictureRefused`.

    With `edge`, a JPEG is decoded at the least of the scales 1/8 to 1 at which both of its edges have so many
    pixels, which is many times quicker. `most_pixels` bounds what the file says of itself; what has to be
    decoded in full is bounded more closely.
    """
    try:
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            _check_size(image, most=most_pixels)
            if edge is not None:
                image.draft(image.mode, (edge, edge))
            _check_size(image, most=_MOST_DECODED_PIXELS)
            image.load()
            return _plain(_upright(image))
    except UnidentifiedImageError as error:
        raise PictureRefused("The file is no picture of a known type", code="picture_type") from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except PictureRefused:
        raise
    except MemoryError as error:
        raise _too_large() from error
    except Exception as error:  # decoders raise whatever the bytes make them stumble over
        raise PictureRefused(
            f"The picture is damaged ({type(error).__name__})", code="picture_damaged"
        ) from error


def _check_size(image: Image.Image, *, most: int) -> None:
    width, height = image.size
    if width * height > most:
        raise _too_large()
    if min(width, height) < 1 or max(width, height) > _MOST_STRETCHED * min(width, height):
        raise PictureRefused(f"A picture of {width} x {height} pixels shows nothing", code="picture_shape")


def _too_large() -> PictureRefused:
    return PictureRefused("The picture has too many pixels", code="picture_too_large")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - as above; what a camera wrote beside the picture does not spoil it
        return image


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return _of_deep_grey(image)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def _of_deep_grey(image: Image.Image) -> Image.Image:
    """Grey of 16 bits in 8: the library's own conversion would cut everything above 255 off."""
    values = np.asarray(image, dtype=np.float64)
    if image.mode == "F":
        lowest, highest = float(np.nanmin(values)), float(np.nanmax(values))
        values = (values - lowest) / max(highest - lowest, 1e-9) * 65_535
    return Image.fromarray((np.clip(np.nan_to_num(values), 0, 65_535) / 257).astype(np.uint8))
