"""Which rendition of an image to look at."""

from collections.abc import Sequence

from fovea.renditions import SizeRecord

SMALLEST_EDGE = 75  # pixels; a fingerprint is made of 32 x 32
_SAME_SHAPE = 0.06  # small renditions are rounded to whole pixels


def rendition(sizes: Sequence[SizeRecord]) -> str | None:
    """The address of the smallest rendition that shows the whole image with both edges of 75 pixels or more;
    if there is none, of the best that there is. None without any.

    `sizes` come from the smallest to the largest. Small squares are cut out of the middle of an image, and
    would make different images alike.
    """
    if not sizes:
        return None
    whole = _proportion(sizes[-1])
    enough = [one for one in sizes if min(one.width or 0, one.height or 0) >= SMALLEST_EDGE]
    for one in enough:
        shape = _proportion(one)
        if whole is None or (shape is not None and abs(shape / whole - 1) <= _SAME_SHAPE):
            return one.url
    return (enough or sizes)[-1].url


def largest_within(sizes: Sequence[SizeRecord], edge: int) -> str | None:
    """The address of the largest rendition that shows the whole image and whose longer edge has at most so
    many pixels; if there is none, of the smallest that shows it. None without any.
    """
    if not sizes:
        return None
    whole = _proportion(sizes[-1])
    shown = [
        one
        for one in sizes
        if whole is None or ((shape := _proportion(one)) and abs(shape / whole - 1) <= _SAME_SHAPE)
    ]
    fitting = [one for one in shown if one.width and one.height and max(one.width, one.height) <= edge]
    return (fitting[-1] if fitting else (shown or sizes)[0]).url


def _proportion(size: SizeRecord) -> float | None:
    return size.width / size.height if size.width and size.height else None
