"""What appears in many scenes: people, bare trees, stars, drops, lights out of focus, water that mirrors."""

import numpy as np

from simulator.drawing.canvas import Canvas, Polygon, resized
from simulator.drawing.colour import Colour, Plane, rgb


def spark(canvas: Canvas, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
    """A soft little light, painted only where it is (much quicker than over the whole picture)."""
    part = canvas.window(x - radius * 3, y - radius * 3, x + radius * 3, y + radius * 3)
    if not part.empty:
        part.screen(part.glow(x, y, radius) * strength, colour)


def stars(canvas: Canvas, *, number: int, below: float = 1.0) -> None:
    """Stars of many magnitudes, most of them faint; the same ones at every size of the picture."""
    at_x, at_y = canvas.random.random(number) * canvas.aspect, canvas.random.random(number) * below
    strength = canvas.random.pareto(2.2, number) * 0.22
    tint = canvas.random.random(number)
    scale = canvas.height
    column, row = (
        np.minimum(at_x * scale, canvas.width - 1).astype(int),
        np.minimum(at_y * scale, canvas.height - 1).astype(int),
    )
    light = np.zeros((canvas.height, canvas.width), dtype=np.float32)
    np.maximum.at(light, (row, column), np.clip(strength * min(1.3, scale / 430), 0, 1).astype(np.float32))
    warm = np.zeros_like(light)
    warm[row, column] = tint
    canvas.screen(light * (1 - 0.5 * warm), "dfe9ff")
    canvas.screen(light * 0.6 * warm, "ffdcb0")
    bright = np.argsort(-strength)[: max(5, number // 130)]
    for star in bright:
        spark(canvas, float(at_x[star]), float(at_y[star]), 0.0024, rgb("ffffff"), 0.85)


# A person in a coat, walking to the right: outline in units of their height, from the feet up one side and
# down the other.
_WALKER = (
    (-0.16, 0.0),
    (-0.095, -0.02),
    (-0.045, -0.2),
    (0.0, -0.36),
    (0.05, -0.2),
    (0.085, -0.03),
    (0.1, 0.0),
    (0.155, 0.0),
    (0.15, -0.03),
    (0.125, -0.05),
    (0.105, -0.25),
    (0.1, -0.4),
    (0.115, -0.47),
    (0.145, -0.46),
    (0.155, -0.5),
    (0.135, -0.62),
    (0.125, -0.75),
    (0.095, -0.815),
    (0.035, -0.845),
    (0.03, -0.87),
    (0.062, -0.9),
    (0.064, -0.955),
    (0.035, -0.995),
    (-0.012, -1.0),
    (-0.05, -0.965),
    (-0.056, -0.915),
    (-0.03, -0.87),
    (-0.035, -0.845),
    (-0.095, -0.815),
    (-0.125, -0.74),
    (-0.14, -0.6),
    (-0.165, -0.5),
    (-0.16, -0.46),
    (-0.13, -0.45),
    (-0.11, -0.42),
    (-0.105, -0.3),
    (-0.13, -0.12),
    (-0.19, -0.03),
)


_STANDER = (
    (-0.085, 0.0),
    (-0.07, -0.03),
    (-0.07, -0.25),
    (-0.085, -0.42),
    (-0.1, -0.44),
    (-0.12, -0.5),
    (-0.12, -0.66),
    (-0.11, -0.77),
    (-0.075, -0.82),
    (-0.03, -0.845),
    (-0.03, -0.87),
    (-0.055, -0.91),
    (-0.055, -0.96),
    (-0.025, -0.995),
    (0.02, -0.998),
    (0.055, -0.965),
    (0.055, -0.91),
    (0.03, -0.87),
    (0.03, -0.845),
    (0.075, -0.82),
    (0.11, -0.77),
    (0.12, -0.66),
    (0.12, -0.5),
    (0.1, -0.44),
    (0.085, -0.42),
    (0.075, -0.25),
    (0.075, -0.03),
    (0.095, 0.0),
    (0.02, 0.0),
    (0.012, -0.3),
    (0.0, -0.38),
    (-0.012, -0.3),
    (-0.02, 0.0),
)


def rounded(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A polygon with its corners cut twice (Chaikin), so that it looks drawn from life."""
    for _ in range(2):
        nexts = points[1:] + points[:1]
        points = [
            (one[0] * (1 - share) + two[0] * share, one[1] * (1 - share) + two[1] * share)
            for one, two in zip(points, nexts, strict=True)
            for share in (0.25, 0.75)
        ]
    return points


def figure(canvas: Canvas, x: float, foot: float, tall: float, colour: Colour) -> None:
    """Somebody standing or walking, seen from afar."""
    outline = _WALKER if canvas.happens(0.5) else _STANDER
    side = 1 if canvas.happens(0.5) else -1
    points = rounded([(x + side * px * tall, foot + py * tall) for px, py in outline])
    part = canvas.window(x - tall * 0.3, foot - tall * 1.1, x + tall * 0.3, foot + tall * 0.1)
    if not part.empty:
        part.blend(part.polygons([points]), colour)


def tree(canvas: Canvas, x: float, foot: float, tall: float, colour: Colour) -> None:
    """A bare tree: branches that fork until they are twigs."""
    lines: list[tuple[list[tuple[float, float]], float]] = []
    chance = canvas.random.random(4096)
    place = 0

    def grow(px: float, py: float, angle: float, length: float, thickness: float, depth: int) -> None:
        nonlocal place
        bend = (chance[place % 4096] - 0.5) * 0.35
        place += 1
        middle = (px + np.cos(angle) * length * 0.5, py - np.sin(angle) * length * 0.5)
        end = (
            middle[0] + np.cos(angle + bend) * length * 0.5,
            middle[1] - np.sin(angle + bend) * length * 0.5,
        )
        lines.append(([(px, py), middle, end], max(thickness, 0.0012)))
        if depth == 0:
            return
        for side in (-1, 1):
            turn = (0.28 + 0.4 * chance[place % 4096]) * side
            place += 1
            grow(
                *end,
                angle + bend + turn,
                length * (0.68 + 0.16 * chance[place % 4096]),
                thickness * 0.64,
                depth - 1,
            )

    grow(x, foot, np.pi / 2 + (chance[-1] - 0.5) * 0.2, tall * 0.3, tall * 0.055, 7)
    canvas.blend(canvas.lines(lines), colour)


def bokeh(
    canvas: Canvas,
    colours: list[str],
    *,
    number: int,
    size: tuple[float, float],
    area: tuple[float, float],
    strength: float = 0.5,
) -> None:
    """Lights or leaves out of focus: discs with a slightly brighter rim."""
    for _ in range(number):
        x, y = canvas.uniform(-0.05, 1.05) * canvas.aspect, canvas.uniform(*area)
        radius, colour, power = (
            canvas.uniform(*size),
            rgb(colours[canvas.count(0, len(colours))]),
            strength * canvas.uniform(0.35, 1.0),
        )
        part = canvas.window(x - radius * 1.2, y - radius * 1.2, x + radius * 1.2, y + radius * 1.2)
        if part.empty:
            continue
        far = part.distance(x, y) / radius
        disc = np.clip((1 - far) * 9, 0, 1) * (0.72 + 0.28 * np.clip(far, 0, 1) ** 4)
        part.screen(disc * power, colour)


def drop(canvas: Canvas, x: float, y: float, radius: float, light: str) -> None:
    """A drop of water: dark where the light enters, bright where it leaves, a small reflection of the sky."""
    part = canvas.window(x - radius * 1.6, y - radius * 1.6, x + radius * 1.6, y + radius * 1.8)
    if part.empty:
        return
    part.shade(1 - 0.45 * part.blurred(part.disc(x + radius * 0.2, y + radius * 0.35, radius), radius * 0.4))
    inside = part.disc(x, y, radius)
    across, down = (part.x - x) / radius, (part.y - y) / radius
    part.shade(1 - 0.38 * inside * np.clip(0.7 - 0.6 * across - 0.8 * down, 0, 1))
    part.screen(inside * np.clip(0.55 * across + 0.75 * down, 0, 1) ** 1.6 * 0.85, light)
    part.screen(part.glow(x - radius * 0.35, y - radius * 0.42, radius * 0.2), "ffffff")


def mirror(canvas: Canvas, shore: float, *, calm: float, tint: str) -> None:
    """Below the shore line, the picture above it upside down in water that is more or less calm."""
    row = int(shore * canvas.height)
    depth = canvas.height - row
    if depth <= 1 or row <= 1:
        return
    rows = np.clip(row - 1 - np.arange(depth) * min(1.0, (row - 1) / depth), 0, row - 1)
    away = (np.arange(depth) / depth)[:, None]
    ripple = resized(canvas.random.standard_normal((70, 26), dtype=np.float32), canvas.width, depth)
    shift = ripple * ((1 - calm) * (0.012 + 0.05 * away) * canvas.height).astype(np.float32)
    source = np.clip(rows[:, None] + shift, 0, row - 1).astype(np.int32)
    sideways = np.clip(np.arange(canvas.width)[None, :] + shift * 0.35, 0, canvas.width - 1).astype(np.int32)
    flat = source * canvas.width + sideways
    darker = (0.86 - 0.34 * away).astype(np.float32)
    above = np.ascontiguousarray(canvas.image[:, :row]).reshape(3, -1)
    for channel, tone in enumerate(rgb(tint)):
        canvas.image[channel, row:] = above[channel][flat] * darker + tone * (1 - darker) * np.float32(0.8)
    glints = np.clip(np.abs(canvas.y - shore) * -140 + 1, 0, 1)
    canvas.screen(0.25 * glints, "ffffff")


def warped(canvas: Canvas, cells: float, *, strength: float, octaves: int = 4, stretch: float = 1.0) -> Plane:
    """Noise whose places were moved by other noise: folds, veins, smoke."""
    across, down = canvas.noise(cells * 0.6, 3), canvas.noise(cells * 0.6, 3)
    field = canvas.noise(cells, octaves, stretch=stretch)
    rows = np.clip(canvas.y * canvas.scale + down * strength * canvas.scale, 0, canvas.height - 1).astype(
        np.int32
    )
    columns = np.clip(canvas.x * canvas.scale + across * strength * canvas.scale, 0, canvas.width - 1).astype(
        np.int32
    )
    return field[rows, columns]


def box(left: float, top: float, right: float, bottom: float) -> Polygon:
    """An upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def lit_windows(
    canvas: Canvas,
    front: tuple[float, float, float, float],
    *,
    pitch: tuple[float, float],
    size: tuple[float, float],
    share: float,
) -> list[Polygon]:
    """The windows of a front (left, top, right, bottom) behind which there is light."""
    left, top, right, bottom = front
    return [
        box(x, y, x + size[0], y + size[1])
        for x in np.arange(left, right, pitch[0])
        for y in np.arange(top, bottom, pitch[1])
        if canvas.happens(share)
    ]
