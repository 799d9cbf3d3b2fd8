"""The colours that make up a picture."""

import numpy as np
from PIL import Image

MOST_COLORS = 10
_ROUNDS = 1  # of k-means, after median cut
_LEAST_SHARE = 3  # of 255: what covers less is left out
_NEAR = 24  # two colours that differ by so little in each channel count as one


def dominant_colors(image: Image.Image) -> bytes:
    """At most ten colours, four bytes each: red, green, blue, share of 255; the greatest first.

    For small pictures in `RGB`: time grows with the pixels.
    """
    cut = image.quantize(MOST_COLORS, Image.Quantize.MEDIANCUT, kmeans=_ROUNDS)
    table = cut.getpalette() or []
    used = np.bincount(np.asarray(cut).ravel(), minlength=MOST_COLORS).tolist()
    counts = sorted(((count, index) for index, count in enumerate(used) if count), reverse=True)
    merged: list[tuple[int, tuple[int, ...]]] = []
    for count, index in counts:
        color = tuple(table[3 * index : 3 * index + 3])
        for position, (so_far, other) in enumerate(merged):
            if all(abs(one - two) <= _NEAR for one, two in zip(color, other, strict=True)):
                merged[position] = (so_far + count, other)
                break
        else:
            merged.append((count, color))
    total = image.width * image.height
    shares = [(count * 255 // total, color) for count, color in sorted(merged, key=lambda one: -one[0])]
    return b"".join(bytes((*color, share)) for share, color in shares if share >= _LEAST_SHARE)
