"""Beaches, palms, and colours in motion."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line, Polygon, resized
from simulator.drawing.colour import Colour, hexadecimal, mix, ramp, rgb
from simulator.drawing.scenes.motifs import warped


def aerial_beach(canvas: Canvas) -> None:
    """Straight down: deep water, shallows, foam in arcs, sand, perhaps a boat or parasols."""
    deep, shallow, sand = canvas.colours(
        "0a4a6a 3fc0c0 f2e2c0",
        "0f3f5f 5fc8b8 ead2a8",
        "083a4a 2f9f9f d9c8a8",
        "14506f 7fd8d0 fbe9d0",
        "1a3f4a 5a9f98 3a3432",
    )
    lean = canvas.uniform(-0.6, 0.6)
    coast = (
        canvas.y
        + lean * (canvas.x / canvas.aspect - 0.5)
        + 0.07 * canvas.noise(1.4, 4)
        + canvas.uniform(-0.15, 0.2)
    )
    canvas.image[:] = ramp(
        coast.astype(np.float32),
        [
            (0.0, deep),
            (0.45, shallow),
            (0.62, hexadecimal(mix(shallow, "ffffff", 0.5))),
            (0.66, sand),
            (1.4, sand),
        ],
    )
    reef = np.clip(canvas.noise(4, 5, gain=0.6) - 0.35, 0, 1) * np.clip((0.55 - coast) * 3, 0, 1)
    canvas.blend(reef * 0.55, mix(deep, "102a2a", 0.4))
    ripple = np.abs(warped(canvas, 22, strength=0.02, octaves=2))
    canvas.screen(
        np.clip(0.24 - ripple, 0, 1) * 1.3 * np.clip((0.63 - coast) * 5, 0, 1), mix(shallow, "ffffff", 0.6)
    )
    lace = canvas.noise(34, 3, gain=0.8)
    for offset, width, strength in ((0.66, 0.012, 0.95), (0.6, 0.014, 0.6), (0.52, 0.017, 0.42)):
        wave = coast - offset + 0.014 * canvas.noise(5, 3)
        canvas.screen(
            np.clip((np.exp(-((wave / width) ** 2)) * (1.0 + 0.55 * lace) - 0.2) * strength * 1.4, 0, 1),
            "ffffff",
        )
        canvas.screen(
            np.clip(np.exp(-(((wave + width * 1.8) / (width * 2.4)) ** 2)) * (0.35 + 0.5 * lace), 0, 1)
            * strength
            * 0.5,
            "ffffff",
        )
    wet = np.clip(1 - (coast - 0.66) / 0.07, 0, 1) * (coast > 0.66)
    canvas.shade(1 - 0.3 * wet)
    canvas.shade(1 + (0.03 * canvas.noise(130, 1) + 0.025 * canvas.noise(12, 3)) * (coast > 0.66))
    if canvas.happens(0.45):
        for _ in range(canvas.count(4, 14)):
            x, y = canvas.uniform(0.03, 0.97) * canvas.aspect, canvas.uniform(0.6, 0.97)
            at = coast[
                min(canvas.height - 1, int(y * canvas.scale)), min(canvas.width - 1, int(x * canvas.scale))
            ]
            _parasol(canvas, x, y, shown=bool(at > 0.8))
    elif canvas.happens(0.6):
        x, y, size = canvas.uniform(0.2, 0.8) * canvas.aspect, canvas.uniform(0.1, 0.32), 0.035
        angle = canvas.uniform(0, 6.28)
        shape = [(1.3, 0.0), (0.5, 0.42), (-1.0, 0.38), (-1.0, -0.38), (0.5, -0.42)]
        turn = [
            (
                x + size * (px * np.cos(angle) - py * np.sin(angle)),
                y + size * (px * np.sin(angle) + py * np.cos(angle)),
            )
            for px, py in shape
        ]
        canvas.shade(
            1 - 0.45 * canvas.blurred(canvas.polygons([[(px + 0.014, py + 0.016) for px, py in turn]]), 0.008)
        )
        canvas.blend(canvas.polygons([turn]), "f7f4ee")
        tail = [
            (x - np.cos(angle) * size, y - np.sin(angle) * size),
            (x - np.cos(angle) * size * 9, y - np.sin(angle) * size * 9),
        ]
        canvas.screen(canvas.blurred(canvas.lines([(tail, 0.02)]), 0.014) * 0.5, "ffffff")


def _parasol(canvas: Canvas, x: float, y: float, *, shown: bool) -> None:
    part = canvas.window(x - 0.05, y - 0.05, x + 0.07, y + 0.07)
    if part.empty or not shown:
        return
    colour = part.choice("d9432f", "f2b632", "2f7fb8", "f4f0e6", "e87fa0")
    radius = part.uniform(0.016, 0.024)
    part.shade(1 - 0.4 * part.disc(x + 0.022, y + 0.02, radius, 0.006))
    wedge = (np.floor((np.arctan2(part.y - y, part.x - x) / np.pi + 1) * 4) % 2)[None]
    part.blend(
        part.disc(x, y, radius),
        (
            rgb(colour)[:, None, None] * (1 - wedge) + mix(colour, "ffffff", 0.75)[:, None, None] * wedge
        ).astype(np.float32),
    )


def palms(canvas: Canvas) -> None:
    """Palms before a sky that is almost too much."""
    high, middle, low = canvas.colours(
        "2a1a5a e0508a ffb86a",
        "0f3a6a f27a5a ffe0a0",
        "3a0f4a ff5a6a ffd06a",
        "1a4a5a f0a070 fff0c8",
        "4a2a6a ff8fa0 ffe6c0",
    )
    canvas.gradient([(0.0, high), (0.55, middle), (0.9, low)])
    canvas.blend(np.clip(canvas.noise(4, 4, stretch=5.0) - 0.2, 0, 1) * 0.5, mix(high, middle, 0.5))
    x, y = canvas.uniform(0.3, 0.7) * canvas.aspect, canvas.uniform(0.6, 0.74)
    canvas.screen(canvas.glow(x, y, 0.3) * 0.7, low)
    canvas.blend(canvas.disc(x, y, canvas.uniform(0.09, 0.17), 0.006), mix(low, "ffffff", 0.4))
    shore = 0.86
    canvas.blend(canvas.under(shore) * 0.75, mix(high, "080410", 0.45))
    glints = (
        np.clip(canvas.noise(90, 2, stretch=8.0) - 0.4, 0, 1)
        * canvas.under(shore)
        * np.exp(-np.abs(canvas.x - x) * 3)
    )
    canvas.screen(glints, low)
    dark = mix(high, "050208", 0.88)
    for _ in range(canvas.count(2, 6)):
        _palm(
            canvas,
            canvas.uniform(0.05, 0.95) * canvas.aspect,
            canvas.uniform(0.9, 1.02),
            canvas.uniform(0.45, 0.85),
            dark,
        )
    line = 0.95 - 0.02 * canvas.ridge(3, 6)
    canvas.blend(canvas.below(line), dark)


def _palm(canvas: Canvas, x: float, foot: float, tall: float, colour: Colour) -> None:
    lean = canvas.uniform(-0.16, 0.16)
    trunk = [(x + lean * t**1.7, foot - tall * t) for t in np.linspace(0, 1, 9)]
    top = trunk[-1]
    shapes: list[Polygon] = [
        [(px - 0.011 * (1.25 - 0.6 * k / 8), py) for k, (px, py) in enumerate(trunk)]
        + [(px + 0.011 * (1.25 - 0.6 * k / 8), py) for k, (px, py) in reversed(list(enumerate(trunk)))]
    ]
    leaves: list[Line] = []
    for angle in np.linspace(-0.5, 3.65, 13) + canvas.random.normal(0, 0.1, 13):
        long, droop = tall * canvas.uniform(0.24, 0.34), canvas.uniform(0.5, 0.95)
        spine = [
            (top[0] + long * t * np.cos(angle), top[1] - long * t * np.sin(angle) + long * droop * t * t)
            for t in np.linspace(0, 1, 16)
        ]
        leaves.append((spine, 0.004))
        for k in range(2, 16):
            px, py = spine[k]
            reach = long * 0.22 * np.sin(np.pi * (k / 16) ** 0.7) + 0.006
            tips = [px + side * reach * 0.55 + 0.25 * reach * np.cos(angle) for side in (-1, 1)]
            leaves += [([(px, py), (tip, py + reach * 0.8)], 0.0024) for tip in tips]
    canvas.blend(np.maximum(canvas.polygons(shapes), canvas.lines(leaves)), colour)


def color_motion(canvas: Canvas) -> None:
    """The camera was moved: trunks or shores become strokes of colour."""
    stops = canvas.colours(
        "0f2a3a 2f6f7f e9b872 f6e3c0 7a2f2a",
        "1a2a14 5f7f2a d9c04a f4efc8 3a4a1a",
        "2a1a3a 8f3f6a f08a5a ffe0b0 3a5a8a",
        "0a1a2a 3f6f9f c9dce6 f6f6f2 5a7a8a",
        "3a1a10 b3502a f2a84a fbe6c0 6a2a1a",
    )
    if canvas.happens(0.5):
        # Upwards: a wood.
        trunks = resized(
            canvas.random.standard_normal((3, 70), dtype=np.float32), canvas.width, canvas.height
        )
        fine = resized(canvas.random.standard_normal((5, 330), dtype=np.float32), canvas.width, canvas.height)
        value = 0.5 + 0.2 * trunks + 0.07 * fine + 0.12 * canvas.noise(2, 2) - 0.25 * (canvas.y - 0.5)
    else:
        # Sideways: sea and sky.
        bands = resized(canvas.random.standard_normal((46, 3), dtype=np.float32), canvas.width, canvas.height)
        fine = resized(canvas.random.standard_normal((260, 4), dtype=np.float32), canvas.width, canvas.height)
        value = (
            0.45
            + 0.13 * bands
            + 0.06 * fine
            + 0.5 * np.exp(-(((canvas.y - canvas.uniform(0.35, 0.65)) / 0.16) ** 2))
            - 0.2 * (canvas.y - 0.5)
        )
    canvas.image[:] = ramp(
        np.clip(value, 0, 1),
        [(0.0, stops[0]), (0.3, stops[1]), (0.6, stops[2]), (0.85, stops[3]), (1.0, stops[3])],
    )
    accent = np.clip(0.9 * fine - 0.75, 0, 1) * 0.6
    canvas.blend(accent, stops[4])
    canvas.screen(
        canvas.glow(canvas.uniform(0.2, 0.8) * canvas.aspect, canvas.uniform(0.2, 0.6), 0.35) * 0.3, stops[3]
    )
