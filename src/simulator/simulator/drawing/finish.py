"""From a painted scene to a photograph: the photographer's development, lens and film."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image as Pillow

from simulator.drawing.canvas import Canvas
from simulator.drawing.colour import Image, Plane, colour_matrix, luminance, transform


@dataclass(frozen=True)
class Style:
    """How one photographer's pictures differ from another's of the same scene."""

    hue: float
    saturation: float
    contrast: float
    warmth: float
    fade: float
    grain: float
    vignette: float
    bloom: float
    monochrome: bool


def style_of(seed: int, *, monochrome: bool) -> Style:
    """The style of a photographer, from a number that belongs to them."""
    random = np.random.default_rng([seed, 7])
    return Style(
        hue=float(random.normal(0, 7)),
        saturation=float(random.uniform(0.8, 1.18)),
        contrast=float(random.uniform(0.92, 1.2)),
        warmth=float(random.normal(0, 0.03)),
        fade=float(max(0.0, random.normal(0.015, 0.03))),
        grain=float(random.choice([0.006, 0.010, 0.014, 0.024])),
        vignette=float(random.uniform(0.05, 0.38)),
        bloom=float(random.uniform(0.05, 0.3)),
        monochrome=monochrome or bool(random.random() < 0.05),
    )


def _bloom(image: Image, strength: float) -> None:
    """Highlights spill over, as they do in glass."""
    height, width = image.shape[1:]
    step = max(2, height // 27)
    bright = np.clip(luminance(image[:, ::2, ::2]) - 0.62, 0, 1) * 2
    small = Pillow.fromarray(np.ascontiguousarray(bright)).resize(
        (max(2, width // step), max(2, height // step)), Pillow.Resampling.BOX
    )
    soft = np.asarray(
        small.resize((width, height), Pillow.Resampling.BICUBIC), dtype=np.float32
    ) * np.float32(strength)
    image += (1 - image) * np.clip(soft, 0, 1)


@lru_cache(maxsize=1)
def _film() -> Plane:
    """A piece of grainy film, larger than any picture is high or wide in steps of it."""
    return np.random.default_rng(12).standard_normal((1024, 1024), dtype=np.float32)


def finish(canvas: Canvas, style: Style) -> Image:
    """The developed picture, values from 0 to 1."""
    image = np.clip(canvas.image, 0, 1)
    _bloom(image, style.bloom)
    if style.monochrome:
        image = np.repeat(luminance(image)[None], 3, axis=0)
        image *= np.array([1 + style.warmth * 0.8, 1.0, 1 - style.warmth * 0.8], dtype=np.float32)[
            :, None, None
        ]
        contrast = style.contrast * 1.1
    else:
        matrix = colour_matrix(hue=style.hue, saturation=style.saturation, warmth=style.warmth)
        image = transform(image, matrix)
        contrast = style.contrast
    # Contrast, fading and the lens's dark corners in one multiplication and one addition.
    kept = 1 - 1.3 * style.fade
    across = (canvas.x / canvas.aspect - 0.5) ** 2 + (canvas.y - 0.5) ** 2
    image -= np.float32(0.45 * (1 - 1 / contrast))
    image *= (np.float32(contrast * kept) * (1 - np.float32(style.vignette * 1.5) * across)).astype(
        np.float32
    )
    # Grain belongs to the film, not to the scene: it is as coarse at every size.
    film = _film()
    repeats = (-(-canvas.height // 1024), -(-canvas.width // 1024))
    image += np.tile(film, repeats)[: canvas.height, : canvas.width] * np.float32(style.grain) + np.float32(
        style.fade
    )
    return np.clip(image, 0, 1)
