"""Somebody against the light."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line, Polygon
from simulator.drawing.colour import Colour, mix
from simulator.drawing.scenes.motifs import figure, rounded


def silhouettes(canvas: Canvas) -> None:
    """Somebody against the light: on a crest with a low sun, or a face in profile, near."""
    high, low, sun = canvas.colours(
        "3a2a5a f2835a ffe2a0",
        "1f3a5a f4a86a fff0c8",
        "5a1f3a ff7a4a ffd98a",
        "2a3a3a e9b872 fff2d0",
        "3a4a6a f0b8b0 fff0e4",
        "1a1a2a d9532f ffc05a",
    )
    canvas.gradient([(0.0, high), (0.75, low), (1.0, sun)])
    canvas.blend(np.clip(canvas.noise(4, 5, stretch=3.6) - 0.15, 0, 1) * 0.5, mix(high, low, 0.45))
    dark = mix(high, "050408", 0.85)
    x, y = canvas.uniform(0.3, 0.7) * canvas.aspect, canvas.uniform(0.5, 0.66)
    radius = canvas.uniform(0.08, 0.2)
    canvas.screen(canvas.glow(x, y, radius * 2.4) * 0.85, low)
    canvas.screen(canvas.glow(x, y, radius * 1.3) * 0.9, sun)
    canvas.blend(canvas.disc(x, y, radius, 0.008), mix(sun, "ffffff", 0.45))
    if canvas.happens(0.4):
        _profile(canvas, x, dark)
        return
    ground = canvas.uniform(0.74, 0.84)
    line = ground - 0.04 * canvas.ridge(0.8, 4, gain=0.35)
    canvas.blend(canvas.below(line), dark)
    grass: list[Line] = []
    for _ in range(int(260 * canvas.aspect)):
        gx = canvas.uniform(0, canvas.aspect)
        gy = float(np.interp(gx, canvas.x[0], line))
        grass.append(
            (
                [(gx, gy + 0.01), (gx + canvas.uniform(-0.012, 0.012), gy - canvas.uniform(0.004, 0.028))],
                0.0016,
            )
        )
    canvas.blend(canvas.lines(grass), dark)
    people = canvas.count(1, 4)
    tall = canvas.uniform(0.22, 0.36)
    for number in range(people):
        px = x + (number - (people - 1) / 2) * tall * 0.42 + canvas.uniform(-0.02, 0.02)
        foot = float(np.interp(px, canvas.x[0], line)) + 0.008
        figure(canvas, px, foot, tall * (0.55 if number == 2 else canvas.uniform(0.9, 1.0)), dark)


_PROFILE = (
    (0.0, -1.0),
    (0.3, -0.97),
    (0.52, -0.82),
    (0.62, -0.6),
    (0.63, -0.42),
    (0.6, -0.34),
    (0.66, -0.26),
    (0.84, -0.02),
    (0.8, 0.05),
    (0.68, 0.06),
    (0.66, 0.1),
    (0.74, 0.16),
    (0.73, 0.2),
    (0.66, 0.22),
    (0.72, 0.27),
    (0.7, 0.33),
    (0.63, 0.36),
    (0.66, 0.44),
    (0.62, 0.55),
    (0.46, 0.6),
    (0.3, 0.58),
    (0.18, 0.64),
    (0.15, 0.85),
    (0.3, 1.02),
    (0.75, 1.16),
    (1.02, 1.5),
    (1.1, 4.0),
    (-1.4, 4.0),
    (-1.3, 1.5),
    (-1.0, 1.18),
    (-0.55, 1.0),
    (-0.38, 0.78),
    (-0.4, 0.5),
    (-0.58, 0.3),
    (-0.74, 0.0),
    (-0.77, -0.4),
    (-0.62, -0.75),
    (-0.32, -0.95),
)


def _profile(canvas: Canvas, x: float, dark: Colour) -> None:
    """A face from the side, near; hair in a bun, or long, or short."""
    size, side = canvas.uniform(0.24, 0.32), 1 if canvas.happens(0.5) else -1
    middle = (x - side * size * 0.45, canvas.uniform(0.46, 0.56))

    def placed(points: list[tuple[float, float]]) -> Polygon:
        return rounded([(middle[0] + side * px * size, middle[1] + py * size) for px, py in points])

    shapes = [placed(list(_PROFILE))]
    hair = canvas.count(0, 3)
    if hair == 0:
        shapes.append(
            placed(
                [(-0.5, -0.95), (-0.75, -1.2), (-0.98, -1.08), (-1.02, -0.8), (-0.85, -0.6), (-0.6, -0.62)]
            )
        )
    elif hair == 1:
        shapes.append(
            placed(
                [
                    (0.1, -1.06),
                    (-0.4, -1.06),
                    (-0.82, -0.75),
                    (-0.95, -0.2),
                    (-0.98, 0.5),
                    (-1.15, 1.1),
                    (-0.6, 1.25),
                    (-0.2, 0.7),
                    (-0.1, -0.2),
                    (0.35, -0.86),
                ]
            )
        )
    canvas.blend(canvas.polygons(shapes), dark)
    loose: list[Line] = []
    for _ in range(26):
        angle = canvas.uniform(1.7, 3.6)
        px, py = (
            middle[0] + side * size * 0.74 * np.cos(angle),
            middle[1] - size * (0.2 + 0.76 * np.sin(angle) * 0.9),
        )
        loose.append(
            (
                [
                    (px, py),
                    (px - side * canvas.uniform(0.005, 0.03), py - canvas.uniform(-0.01, 0.02)),
                    (px - side * canvas.uniform(0.02, 0.05), py + 0.01),
                ],
                0.0012,
            )
        )
    canvas.blend(canvas.lines(loose) * 0.8, dark)
