"""Where the camera stood: which part of a painted scene is on the photo, and how long it was exposed."""

from dataclasses import dataclass

import numpy as np

from simulator.drawing.canvas import Canvas


@dataclass(frozen=True)
class Framing:
    """A part of the scene: so many times smaller than it, at shares (0 to 1) of the room that this leaves."""

    zoom: float = 1.0
    across: float = 0.0
    down: float = 0.0
    exposure: float = 1.0


def framing_of(noise: int, take: int, *, widest: float) -> Framing:
    """How a photo was framed, by its noise: `widest` is how much of the scene may be left out.

    Later takes of a series show the same but for a step and a bit of light.
    """
    random = np.random.default_rng([noise & 0xFFFFFFFF, noise >> 32, 3])
    zoom, across, down = (float(value) for value in random.uniform((1, 0, 0), (widest, 1, 1)))
    if take == 0:
        return Framing(zoom, across, down)
    random = np.random.default_rng([noise & 0xFFFFFFFF, noise >> 32, 3, take])
    closer = float(random.uniform(1.004, 1.012))
    # A smaller part, somewhere within the part that the first take shows.
    room, step = 1 - 1 / zoom, (1 - 1 / closer) / zoom
    left, top = across * room + random.random() * step, down * room + random.random() * step
    room = 1 - 1 / (zoom * closer)
    # Rather darker than brighter: white stays white, and what it swallows is gone.
    return Framing(zoom * closer, left / room, top / room, exposure=float(2 ** random.uniform(-0.16, 0.06)))


def scene_size(framing: Framing, width: int, height: int) -> tuple[int, int]:
    """How large the whole scene is to be painted, so that its part has these pixels."""
    return round(width * framing.zoom), round(height * framing.zoom)


def framed(scene: Canvas, framing: Framing, width: int, height: int) -> Canvas:
    """The part of a painted scene, as a canvas of its own."""
    part = Canvas(width, height, scene.random, aspect=scene.aspect)
    left = round(framing.across * (scene.width - width))
    top = round(framing.down * (scene.height - height))
    part.image = scene.image[:, top : top + height, left : left + width]
    if framing.exposure != 1.0:
        part.image = part.image * np.float32(framing.exposure)
    return part
