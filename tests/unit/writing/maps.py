"""Maps of how probable writing is, as a detector would make them: drawn."""

import math

import numpy as np
from numpy.typing import NDArray

SIZE = (480, 640)
Map = NDArray[np.float32]


def empty(size: tuple[int, int] = SIZE) -> Map:
    """Where nothing is marked; (height, width)."""
    return np.zeros(size, dtype=np.float32)


def bar(
    on: Map,
    *,
    middle: tuple[float, float],
    length: float,
    thickness: float,
    degrees: float = 0.0,
    value: float = 0.95,
) -> Map:
    """With a turned rectangle on it: all pixels whose middles are in it."""
    y, x = np.indices(on.shape, dtype=np.float64)
    angle = math.radians(degrees)
    dx, dy = x - middle[0], y - middle[1]
    along = dx * math.cos(angle) + dy * math.sin(angle)
    across = dy * math.cos(angle) - dx * math.sin(angle)
    inside = (abs(along) <= length / 2) & (abs(across) <= thickness / 2)
    return np.where(inside, np.float32(value), on)


def blob(on: Map, *, middle: tuple[float, float], radius: float, value: float = 0.97) -> Map:
    """With a disc on it: the one large thing of a picture."""
    y, x = np.indices(on.shape, dtype=np.float64)
    return np.where(np.hypot(x - middle[0], y - middle[1]) <= radius, np.float32(value), on)
