"""Names of colours, as CSS has them, and how far two colours are apart as people see them."""

import numpy as np
import numpy.typing as npt

NAMES = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "red": (255, 0, 0),
    "maroon": (128, 0, 0),
    "brown": (139, 69, 19),
    "orange": (255, 165, 0),
    "gold": (255, 215, 0),
    "yellow": (255, 255, 0),
    "beige": (245, 245, 220),
    "olive": (128, 128, 0),
    "lime": (0, 255, 0),
    "green": (0, 128, 0),
    "teal": (0, 128, 128),
    "turquoise": (64, 224, 208),
    "cyan": (0, 255, 255),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "indigo": (75, 0, 130),
    "violet": (238, 130, 238),
    "purple": (128, 0, 128),
    "magenta": (255, 0, 255),
    "pink": (255, 192, 203),
    "salmon": (250, 128, 114),
}

# https://bottosson.github.io/posts/oklab/
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
STEPS = 32  # of each of red, green and blue


def oklab(colors: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Colours (..., 3) of sRGB in the space Oklab, in which what looks equally different is equally far;
    black and white are 100 apart.
    """
    share = colors / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    lab: npt.NDArray[np.float64] = np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T * 100.0
    return lab


def numbered(colors: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint16]:
    """Colours (..., 3) in 32 steps of red, green and blue, as numbers from 0 to 32,767."""
    coarse = (colors >> 3).astype(np.uint16)
    return ((coarse[..., 0] << 10) | (coarse[..., 1] << 5) | coarse[..., 2]).astype(np.uint16)


def near(red: int, green: int, blue: int, tolerance: int) -> npt.NDArray[np.bool_]:
    """Of all 32,768 numbers, those whose colour is at most `tolerance` from this one."""
    wanted = oklab(np.array([red, green, blue], dtype=np.uint8))
    within: npt.NDArray[np.bool_] = ((_ALL - wanted) ** 2).sum(axis=1) <= tolerance**2
    # Its own step always is, though a step's middle may be further off.
    within[numbered(np.array([red, green, blue], dtype=np.uint8))] = True
    return within


_levels = (np.arange(STEPS**3)[:, None] >> np.array([10, 5, 0]) & 31).astype(np.uint8) * 8 + 4
_ALL = oklab(_levels)
