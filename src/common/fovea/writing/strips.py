"""Cutting lines of writing out of a picture: upright strips of a reader's height."""

import math

import numpy as np
from numpy.typing import NDArray

from fovea.writing.rectangles import Rectangles

HEIGHT = 48
LEAST_WIDTH = 320
MOST_WIDTH = 960
_GROWN = 1.5  # a detector marks the core of a line: how far its edge is from that (PaddleOCR's unclip ratio)
_UPRIGHT = 1.5  # times as high as wide: read from top to bottom


def strip(
    pixels: NDArray[np.uint8], of: Rectangles, place: int, *, scale: tuple[float, float]
) -> NDArray[np.uint8]:
    """The pixels (48, width, 3) of a line: those of rectangle number `place`, which is in another scale; a
    pixel there is so wide and high here. What is longer than high by far is compressed.
    """
    length, thickness = float(of.length[place]) + 1, float(of.thickness[place]) + 1
    margin = _GROWN * length * thickness / (2 * (length + thickness))
    length, thickness = length + 2 * margin, thickness + 2 * margin
    angle = _reading_angle(float(of.angle[place]), length / thickness)
    if angle is None:  # not long enough to tell: as it stands
        angle = _level(float(of.angle[place]))
        if abs(angle - float(of.angle[place])) > 1e-9:
            length, thickness = thickness, length
    width = min(MOST_WIDTH, max(8, round(HEIGHT * length / thickness)))
    along = ((np.arange(width) + 0.5) / width - 0.5) * length
    across = ((np.arange(HEIGHT) + 0.5) / HEIGHT - 0.5) * thickness
    cosine, sine = math.cos(angle), math.sin(angle)
    x = (float(of.x[place]) + 0.5 + along[None] * cosine - across[:, None] * sine) * scale[0] - 0.5
    y = (float(of.y[place]) + 0.5 + along[None] * sine + across[:, None] * cosine) * scale[1] - 0.5
    return _sampled(pixels, x, y)


def _reading_angle(angle: float, aspect: float) -> float | None:
    """Which way a line is read that lies so, in radians; None for what is about as long as thick.

    From left to right, or from top to bottom: angles are from -pi/2 to pi/2, and so nearly right already.
    """
    if aspect < _UPRIGHT:
        return None
    return angle + math.pi if angle < -math.pi / 3 else angle


def _level(angle: float) -> float:
    """The direction of a square's side that is nearest to pointing right."""
    return angle - math.copysign(math.pi / 2, angle) if abs(angle) > math.pi / 4 else angle


def _sampled(pixels: NDArray[np.uint8], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Between four pixels each; behind the picture's edge its outermost pixels go on."""
    height, width = pixels.shape[:2]
    x, y = np.clip(x, 0, width - 1), np.clip(y, 0, height - 1)
    left, top = np.floor(x).astype(np.intp), np.floor(y).astype(np.intp)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    dx, dy = (x - left)[..., None], (y - top)[..., None]
    above = pixels[top, left] * (1 - dx) + pixels[top, right] * dx
    below = pixels[bottom, left] * (1 - dx) + pixels[bottom, right] * dx
    found: NDArray[np.uint8] = np.rint(above * (1 - dy) + below * dy).astype(np.uint8)
    return found
