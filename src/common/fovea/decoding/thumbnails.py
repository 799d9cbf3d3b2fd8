"""Smaller pictures for pages."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from fovea.decoding.messages import Thumbnail
from fovea.fingerprints.decoding import Decoded

_QUALITY = 80
_METHOD = 2  # takes less than half of the default's time, and 2 % more bytes
_MOST_STRETCHED = 4  # a taller one is limited in height, as if it were so many times as high as wide


def thumbnails(picture: Image.Image, size: tuple[int, int], widths: Sequence[int]) -> list[Thumbnail]:
    """WebP of at most these widths, the smallest first, of a picture that is in full of this size.

    None is larger than the picture, and none there twice, but there is at least one.
    """
    made: list[Thumbnail] = []
    for width, height in reversed(sizes(size, widths)):
        # Each is made of the one above it, which has few pixels to look at.
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
        out = BytesIO()
        picture.save(out, "WEBP", quality=_QUALITY, method=_METHOD)
        made.insert(0, Thumbnail(width, height, out.getvalue()))
    return made


def sizes(size: tuple[int, int], widths: Sequence[int]) -> list[tuple[int, int]]:
    """How large the thumbnails of a picture are; ascending, each once."""
    width, height = size
    found = []
    for most in sorted(set(widths)):
        scale = min(1.0, most / width, _MOST_STRETCHED * most / height)
        found.append((max(1, round(width * scale)), max(1, round(height * scale))))
        if scale == 1.0:
            break
    return found


def scale_for(picture: Decoded, widths: Sequence[int]) -> tuple[int, int] | None:
    """The least size to decode at, before the picture is turned; None when it is decoded at that already."""
    width, height = sizes((picture.width, picture.height), widths)[-1]
    if picture.image.width >= width and picture.image.height >= height:
        return None
    longer, shorter = max(width, height), min(width, height)
    return (longer, shorter)
