"""From a file's bytes to a picture as it is looked at: upright, opaque, 8 bits, within limits."""

from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from fovea.errors import FoveaError
from fovea.fingerprints.frames import frames_of
from fovea.fingerprints.headers import webp_size

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "BMP", "TIFF")
MOST_PIXELS = 120_000_000
_MOST_DECODED_PIXELS = 40_000_000  # these become memory: four bytes each
_MOST_STRETCHED = 1_000  # a picture that is so much longer than high shows nothing
_STRIP_PIXELS = 1_000_000  # of a transparent picture, so many are laid on white at once

# Named here so that all are loaded with this module: where pictures are decoded, no file can be opened later.
PLUGINS = (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
Image.preinit()
# Its decoder would start as many threads as there are processors.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


class PictureRefused(FoveaError):
    """The file will never be a picture for us; `code` says why.

    `picture_empty` (no bytes), `picture_type` (not one of `FORMATS`), `picture_damaged`, `picture_too_large`
    (in pixels), `picture_shape` (a mere line), `picture_too_costly` (in time or memory).
    """

    status, code, title = 422, "picture_refused", "This picture cannot be read"


@dataclass(frozen=True)
class Decoded:
    """A picture, and what its file says of itself. `image` is `L` or `RGB`, and may be smaller than that."""

    image: Image.Image
    format: str  # jpeg | png | webp | gif | avif | bmp | tiff
    width: int  # pixels, upright
    height: int
    frames: int


def opened(body: bytes, *, edge: int | None = None, most_pixels: int = MOST_PIXELS) -> Image.Image:
    """The picture of a file, see `decoded`."""
    return decoded(body, at_least=None if edge is None else (edge, edge), most_pixels=most_pixels).image


def decoded(
    body: bytes, *, at_least: tuple[int, int] | None = None, most_pixels: int = MOST_PIXELS
) -> Decoded:
    """The picture of a file in `L` or `RGB`, turned as its EXIF orientation says, on white where it is
    transparent; of a moving one the first frame. Raises `PictureRefused`.

    With `at_least`, a JPEG is decoded at the least of the scales 1/8 to 1 at which it has at least that width
    and height (before it is turned), which is many times quicker. `most_pixels` bounds what the file says of
    itself; what has to be decoded in full is bounded more closely.
    """
    try:
        _check(webp_size(body), most=_MOST_DECODED_PIXELS)  # its decoder takes the memory when it opens
        with Image.open(BytesIO(body), formats=FORMATS) as image:
            _check(image.size, most=most_pixels)
            size = image.size
            if image.info.get("progressive"):  # all of it is kept in memory, whatever the scale
                _check(size, most=_MOST_DECODED_PIXELS)
            if at_least is not None:
                image.draft(image.mode, at_least)
            _check(image.size, most=_MOST_DECODED_PIXELS)
            frames = frames_of(image, body)
            image.load()
            upright = _upright(image)
            if _is_turned(image):
                size = size[::-1]
            return Decoded(_plain(upright), _format_of(image), *size, frames)
    except UnidentifiedImageError as error:
        raise PictureRefused("The file is no picture of a known type", code="picture_type") from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except PictureRefused:
        raise
    except MemoryError as error:
        raise PictureRefused("The picture takes too much memory", code="picture_too_costly") from error
    except Exception as error:  # decoders raise whatever the bytes make them stumble over
        raise PictureRefused(
            f"The picture is damaged ({type(error).__name__})", code="picture_damaged"
        ) from error


def _check(size: tuple[int, int] | None, *, most: int) -> None:
    if size is None:
        return
    width, height = size
    if width * height > most:
        raise _too_large()
    if min(width, height) < 1 or max(width, height) > _MOST_STRETCHED * min(width, height):
        raise PictureRefused(f"A picture of {width} x {height} pixels shows nothing", code="picture_shape")


def _too_large() -> PictureRefused:
    return PictureRefused("The picture has too many pixels", code="picture_too_large")


def _format_of(image: ImageFile.ImageFile) -> str:
    """Cameras put several pictures into one file (MPO); the first is a JPEG like others."""
    name = (image.format or "").lower()
    return "jpeg" if name == "mpo" else name


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - as above; what a camera wrote beside the picture does not spoil it
        return image


def _is_turned(image: Image.Image) -> bool:
    """Whether its EXIF orientation swaps width and height."""
    try:
        return image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    except Exception:  # noqa: BLE001 - as above
        return False


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in {"L", "RGB"} and "transparency" not in image.info:
        return image
    if image.mode in {"I", "F"} or image.mode.startswith("I;16"):
        return _of_deep_grey(image)
    if image.has_transparency_data:
        return _on_white(image)
    return image.convert("L" if image.mode == "1" else "RGB")


def _on_white(image: Image.Image) -> Image.Image:
    """In strips, for it takes five times the picture's memory."""
    whole = Image.new("RGB", image.size)
    rows = max(1, _STRIP_PIXELS // image.width)
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        strip.info = image.info  # which palette entry is transparent
        layer = strip.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        whole.paste(Image.alpha_composite(white, layer).convert("RGB"), (0, top))
    return whole


def _of_deep_grey(image: Image.Image) -> Image.Image:
    """Grey of 16 bits in 8: the library's own conversion would cut everything above 255 off."""
    values = np.asarray(image, dtype=np.float64)
    if image.mode == "F":
        lowest, highest = float(np.nanmin(values)), float(np.nanmax(values))
        values = (values - lowest) / max(highest - lowest, 1e-9) * 65_535
    return Image.fromarray((np.clip(np.nan_to_num(values), 0, 65_535) / 257).astype(np.uint8))
