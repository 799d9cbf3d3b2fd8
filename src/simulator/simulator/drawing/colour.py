"""Colours as three floats from 0 to 1, ramps between them, and changes of hue, saturation and warmth.

Pictures are kept plane by plane, (3, height, width): numpy works on long rows several times faster than on
triples.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.floating[Any]]
"""(3, height, width), as displayed, 0 to 1."""
Plane = npt.NDArray[np.floating[Any]]
"""(height, width), 0 to 1 for masks."""
Colour = npt.NDArray[np.floating[Any]]
"""Red, green and blue."""


def rgb(hexadecimal: str) -> Colour:
    """A colour from its six hexadecimal digits."""
    return np.array([int(hexadecimal[place : place + 2], 16) / 255 for place in (0, 2, 4)], dtype=np.float32)


def mix(one: Colour | str, other: Colour | str, share: float) -> Colour:
    """A colour between two: 0 gives the one, 1 the other."""
    first, second = (rgb(colour) if isinstance(colour, str) else colour for colour in (one, other))
    return (first * (1 - share) + second * share).astype(np.float32)


def between(one: Colour | str, other: Colour | str, share: Plane) -> Image:
    """A picture of colours between two, by a plane of shares."""
    first, second = (rgb(colour) if isinstance(colour, str) else colour for colour in (one, other))
    result: Image = (second - first)[:, None, None] * share.astype(np.float32, copy=False)
    result += first[:, None, None]
    return result


def ramp(values: Plane, stops: Sequence[tuple[float, str]]) -> Image:
    """Each value's colour on a ramp of (position, hexadecimal colour), smooth between the stops."""
    places = np.array([place for place, _ in stops])
    colours = np.stack([rgb(colour) for _, colour in stops])
    table_at = np.linspace(places[0], places[-1], 512)
    index = np.clip((values - places[0]) * (511 / (places[-1] - places[0])), 0, 511).astype(np.int32)
    planes = [
        np.interp(table_at, places, colours[:, channel]).astype(np.float32)[index] for channel in range(3)
    ]
    return np.stack(planes)


def luminance(image: Image) -> Plane:
    """How bright each pixel looks."""
    result: Plane = (
        image[0] * np.float32(0.2126) + image[1] * np.float32(0.7152) + image[2] * np.float32(0.0722)
    )
    return result


def transform(image: Image, matrix: npt.NDArray[np.float32]) -> Image:
    """Every pixel's colour multiplied by a 3 x 3 matrix. (Plane by plane is several times faster than one
    product.)
    """
    result = np.empty_like(image)
    part = np.empty_like(image[0])
    for channel in range(3):
        np.multiply(image[0], matrix[channel, 0], out=result[channel])
        for source in (1, 2):
            np.multiply(image[source], matrix[channel, source], out=part)
            result[channel] += part
    return result


def colour_matrix(*, hue: float, saturation: float, warmth: float) -> npt.NDArray[np.float32]:
    """The matrix that turns hues by degrees, changes saturation and makes warmer: `matrix @ (red, green,
    blue)`.
    """
    angle = np.deg2rad(hue)
    cosine, sine = np.cos(angle), np.sin(angle) * np.sqrt(1 / 3)
    same, plus, minus = cosine + (1 - cosine) / 3, (1 - cosine) / 3 + sine, (1 - cosine) / 3 - sine
    turn = np.array([[same, minus, plus], [plus, same, minus], [minus, plus, same]])
    grey = np.array([[0.2126, 0.7152, 0.0722]] * 3)
    result: npt.NDArray[np.float32] = (
        np.diag([1 + warmth, 1.0, 1 - warmth]) @ (grey + (np.eye(3) - grey) * saturation) @ turn
    ).astype(np.float32)
    return result


def hexadecimal(colour: Colour) -> str:
    """A colour's six hexadecimal digits: `rgb` the other way round."""
    return "".join(f"{round(float(value) * 255):02x}" for value in colour)
