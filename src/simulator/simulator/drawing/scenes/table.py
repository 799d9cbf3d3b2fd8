"""A table from above."""

import numpy as np

from simulator.drawing.canvas import Canvas
from simulator.drawing.colour import between, mix


def food_table(canvas: Canvas) -> None:
    """A table from above: plates and bowls in window light, something on them, crumbs, a cloth."""
    table, cloth = canvas.colours(
        "7a5236 e9e2d4", "2c2a2a c9c2b6", "d9d3c8 7f8f86", "a97b52 f4efe6", "3f4a4f e6dcc8", "efe9df b5654a"
    )
    grain = canvas.noise(26, 3, stretch=9.0, gain=0.7)
    canvas.image[:] = between(
        mix(table, "000000", 0.22), mix(table, "ffffff", 0.12), np.clip(0.5 + 0.22 * grain, 0, 1)
    )
    plank = np.abs(((canvas.y + 0.06) * canvas.uniform(3, 5)) % 1 - 0.5)
    canvas.shade(1 - 0.5 * np.clip((plank - 0.488) * 80, 0, 1) + 0 * canvas.x)
    corner = canvas.uniform(-0.2, 1.2) * canvas.aspect
    drape = [(corner - 0.3, 1.1), (corner + 0.1, canvas.uniform(0.2, 0.5)), (corner + 0.6, 1.1)]
    mask = canvas.polygons([drape])
    canvas.shade(1 - 0.3 * canvas.blurred(mask, 0.03))
    canvas.blend(
        mask,
        between(
            mix(cloth, "000000", 0.16),
            mix(cloth, "ffffff", 0.2),
            np.clip(0.5 + 0.4 * canvas.noise(6, 2, stretch=0.3), 0, 1),
        ),
    )
    plates: list[tuple[float, float, float]] = []
    for _ in range(60):
        x, y, radius = (
            canvas.uniform(0.05, 0.95) * canvas.aspect,
            canvas.uniform(0.05, 0.95),
            canvas.uniform(0.11, 0.27),
        )
        if all((x - px) ** 2 + (y - py) ** 2 > (radius + pr + 0.02) ** 2 for px, py, pr in plates):
            plates.append((x, y, radius))
        if len(plates) == _places(canvas):
            break
    for x, y, radius in plates:
        _plate(canvas, x, y, radius)
    crumbs = [
        (canvas.uniform(0, canvas.aspect), canvas.uniform(0, 1), r, r * 0.8)
        for r in canvas.random.pareto(3, 90) * 0.002 + 0.001
    ]
    canvas.blend(canvas.ellipses(crumbs) * 0.6, mix(table, "f2d9a8", 0.5))
    side = canvas.uniform(-0.7, 0.7)
    canvas.shade(
        np.clip(1.16 - 0.55 * (canvas.x / canvas.aspect * (0.5 + side) + canvas.y * (0.5 - side)), 0.5, 1.2)
    )


def _places(canvas: Canvas) -> int:
    """How many plates a table takes: more when it is wide."""
    return 3 + int(canvas.aspect * 2.4)


def _plate(canvas: Canvas, x: float, y: float, radius: float) -> None:
    part = canvas.window(x - radius * 1.25, y - radius * 1.25, x + radius * 1.35, y + radius * 1.35)
    if part.empty:
        return
    china = part.choice("f4f1ea", "e4e7e6", "3c4448", "d7c4ac", "f7f5f0", "b9c7c4")
    part.shade(1 - 0.5 * part.blurred(part.disc(x + radius * 0.1, y + radius * 0.12, radius), radius * 0.22))
    far = part.distance(x, y) / radius
    across = (part.x - x) / radius * 0.6 + (part.y - y) / radius * 0.8
    part.blend(
        part.disc(x, y, radius),
        between(mix(china, "000000", 0.22), mix(china, "ffffff", 0.35), np.clip(0.6 - 0.3 * across, 0, 1)),
    )
    part.shade(1 - 0.2 * np.clip(1 - np.abs(far - 0.74) / 0.035, 0, 1))
    inner = part.disc(x, y, radius * 0.72)
    part.shade(1 - 0.16 * inner * np.clip(0.4 - across, 0, 1))
    kind = part.count(0, 5)
    if kind == 0:  # soup, cream drawn through it
        soup = part.choice("d9772a", "8f9f3a", "c23f2a", "e8b84a")
        part.blend(
            part.disc(x, y, radius * 0.7),
            between(mix(soup, "000000", 0.12), mix(soup, "fff0c8", 0.25), np.clip(0.5 - 0.4 * across, 0, 1)),
        )
        angle = np.arctan2(part.y - y, part.x - x)
        cream = np.clip(1 - np.abs(np.mod(angle / (2 * np.pi) - far * 2.1, 1) - 0.5) * 9, 0, 1) * np.clip(
            (0.6 - far) * 12, 0, 1
        )
        part.blend(cream * 0.85, "fff6e4")
        _scatter(part, (x, y, radius * 0.55), 26, ("3f7a2a", "6fa83f"), 0.02)
    elif kind == 1:  # salad and tomatoes
        _scatter(part, (x, y, radius * 0.6), 130, ("3f7f2a", "7fb03a", "2f5f24", "a8c85a"), 0.085)
        _scatter(part, (x, y, radius * 0.5), 14, ("c9281f", "e8502f", "f4efe0"), 0.075)
    elif kind == 2:  # berries
        _scatter(part, (x, y, radius * 0.58), 70, ("a81f3a", "c9324a", "3a2f6a", "1f2450"), 0.075)
    elif kind == 3:  # coffee with a leaf of milk
        part.blend(part.disc(x, y, radius * 0.66), "5a2f18")
        part.blend(part.disc(x, y, radius * 0.62), "8a552c")
        dx, dy = (part.x - x) / radius, (part.y - y) / radius
        waves = np.clip(np.sin(dy * 26 - np.abs(dx) * 15) * 3, 0, 1) * np.clip(
            (0.42 - np.abs(dx) - 0.35 * np.abs(dy)) * 12, 0, 1
        )
        part.blend(waves * 0.9, "f0dcc0")
    else:  # something baked
        crust = np.clip((0.56 + 0.03 * np.cos(np.arctan2(part.y - y, part.x - x) * 20) - far) * 40, 0, 1)
        part.blend(crust, between("8a4f1f", "e8b566", np.clip(0.75 - 0.5 * across - 0.35 * far, 0, 1)))
        _scatter(part, (x, y, radius * 0.4), 40, ("f4e6cc", "7a3f1a", "c9324a"), 0.035)


def _scatter(
    part: Canvas, plate: tuple[float, float, float], number: int, colours: tuple[str, ...], size: float
) -> None:
    """Round things strewn over a plate (x, y, reach), each with its light and its shadow."""
    x, y, reach = plate
    for colour in colours:
        pieces, shadows, lights = [], [], []
        for _ in range(max(1, number // len(colours))):
            angle, far = part.uniform(0, 6.283), reach * float(np.sqrt(part.random.random()))
            px, py, r = (
                x + far * np.cos(angle),
                y + far * np.sin(angle),
                size * reach * 2 * part.uniform(0.6, 1.0),
            )
            pieces.append((px, py, r, r * part.uniform(0.65, 1.0)))
            shadows.append((px + r * 0.3, py + r * 0.4, r, r))
            lights.append((px - r * 0.3, py - r * 0.35, r * 0.28, r * 0.22))
        part.shade(1 - 0.32 * part.blurred(part.ellipses(shadows), size * reach))
        part.blend(part.ellipses(pieces), colour)
        part.screen(part.ellipses(lights) * 0.45, mix(colour, "ffffff", 0.7))
