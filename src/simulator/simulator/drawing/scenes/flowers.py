"""Flowers and leaves from near, blossom, fields of lavender."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line
from simulator.drawing.colour import between, mix, rgb
from simulator.drawing.scenes.motifs import bokeh, drop


def _soft_garden(canvas: Canvas, colours: list[str]) -> None:
    """What is behind a flower when only the flower is sharp."""
    canvas.image[:] = between(colours[0], colours[1], np.clip(0.5 + 0.4 * canvas.noise(1.6, 2), 0, 1))
    canvas.blend(np.clip(canvas.noise(2.2, 2) * 0.55, 0, 0.8), colours[2])
    bokeh(canvas, colours, number=24, size=(0.03, 0.13), area=(-0.05, 1.05), strength=0.34)


def macro_flower(canvas: Canvas) -> None:
    """One flower, near: rings of petals with veins, the heart in focus."""
    petals = canvas.colours(
        "f7b7c8 d64b7f 7a1240",
        "fff2f0 f6c6cf c86a86",
        "f9d65c ee8a1f 9c3a0a",
        "e6d2f5 9a5fc7 40165f",
        "f25f5c b3202c 4a0711",
        "fdf7e3 f3dd8f c49a3a",
        "b9d4f4 4f79c9 1c2c6a",
        "ffd9b8 ff8a5c b3361f",
    )
    garden = canvas.colours(
        "2f4f2a 6f8f45 c8d48a",
        "1e3a34 4f7a5f a8c79a",
        "4a4f2a 8f8f4a e6dc9a",
        "2a2f3a 5a6a72 b8c4b0",
        "5a3a4a 9a6a7a e6b8b8",
    )
    _soft_garden(canvas, garden)
    x, y = canvas.uniform(0.36, 0.64) * canvas.aspect, canvas.uniform(0.4, 0.58)
    size = canvas.uniform(0.3, 0.44) * min(1.0, canvas.aspect + 0.1)
    stem = canvas.lines(
        [
            (
                [(x, y), (x + canvas.uniform(-0.06, 0.06), y + 0.3), (x + canvas.uniform(-0.15, 0.15), 1.05)],
                0.028,
            )
        ]
    )
    canvas.blend(canvas.blurred(stem, 0.012), mix(garden[0], garden[1], 0.5))
    dx, dy = canvas.x - x, (canvas.y - y) * canvas.uniform(1.0, 1.35)
    radius, angle = np.sqrt(dx * dx + dy * dy) / np.float32(size), np.arctan2(dy, dx)
    number, rings = canvas.count(5, 15), canvas.count(2, 5)
    vein = canvas.uniform(30, 60)
    for ring in range(rings):
        reach = 1 - 0.62 * ring / rings
        turn = canvas.uniform(0, 6.3)
        part = (angle + turn) * number / (2 * np.pi)
        within = np.abs(part - np.round(part)) * 2
        which = np.mod(np.round(part), number).astype(int)
        length = reach * (0.9 + 0.16 * canvas.random.random(number).astype(np.float32)[which])
        shape = length * np.clip(1 - within ** canvas.uniform(2.2, 3.6), 0.02, 1) ** 0.5
        inside = np.clip((shape - radius) * 46 * size, 0, 1)
        along = np.clip(radius / np.maximum(length, 0.01), 0, 1)
        veins = 0.06 * np.sin(within * vein * 0.5 + which) * along
        light = np.clip(0.22 + 0.78 * along - 0.34 * within**2 + veins + 0.12 * np.cos(angle + 2.2), 0, 1)
        tone = np.where(
            light[None] > 0.5,
            between(petals[1], petals[0], np.clip(light * 2 - 1, 0, 1)),
            between(petals[2], petals[1], np.clip(light * 2, 0, 1)),
        )
        shadow = np.clip((shape + 0.07 - radius) * 9, 0, 1) * 0.42
        canvas.blend(shadow * (radius < 1.15), petals[2])
        canvas.blend(inside, tone)
    heart = np.clip((0.17 - radius) * 60 * size, 0, 1)
    canvas.blend(heart, canvas.choice("d9a520", "5a3a12", "e6c84a", "7a8a2a"))
    stamens = [
        (
            x + 0.15 * size * np.sqrt(k / 90) * np.cos(k * 2.4),
            y + 0.15 * size * np.sqrt(k / 90) * np.sin(k * 2.4),
        )
        for k in range(90)
    ]
    dots = canvas.ellipses([(px, py, 0.0065, 0.0065) for px, py in stamens])
    canvas.blend(dots * 0.9, canvas.choice("f7e08a", "fff4c8", "c8832a"))
    canvas.shade(1 - 0.35 * np.exp(-((radius / 0.24) ** 2)) * (1 - heart))


def leaf_dew(canvas: Canvas) -> None:
    """A leaf so near that its veins are a map, with drops that each hold a sun."""
    deep, green, light = canvas.colours(
        "0f3319 3f8f2f b7dd6a",
        "123a2c 2f8a63 a5e0b0",
        "2a3a0c 7f9f22 e3ea7a",
        "3a1210 b3392a f4a26a",
        "20301c 5f7f4a cfe0a8",
    )
    lean = canvas.uniform(-0.6, 0.6)
    rib = canvas.x - canvas.aspect * 0.5 - lean * (canvas.y - 0.5) + 0.03 * np.sin(canvas.y * 4)
    folded = np.abs(rib)
    body = np.clip(0.52 + 0.22 * canvas.noise(2, 3) - 0.25 * folded, 0, 1)
    canvas.image[:] = between(deep, green, body)
    spacing = canvas.uniform(8, 13)
    wave = (canvas.y + folded * canvas.uniform(0.5, 0.95)) * spacing + 0.25 * canvas.noise(3, 2)
    nearest = np.abs(wave - np.round(wave)) / spacing
    canvas.screen(np.clip(1 - nearest / 0.007, 0, 1) * 0.5, light)
    canvas.shade(1 - 0.22 * np.clip(1 - np.abs(nearest - 0.012) / 0.01, 0, 1))
    net = np.abs(canvas.noise(26, 2, gain=0.8))
    canvas.screen(np.clip(1 - net / 0.1, 0, 1) * 0.13, light)
    canvas.screen(np.clip(1 - folded / 0.012, 0, 1) * 0.7, light)
    canvas.shade(1 - 0.3 * np.clip(1 - np.abs(rib - 0.02) / 0.02, 0, 1))
    for _ in range(canvas.count(14, 46)):
        x, y, radius = (
            canvas.uniform(0, canvas.aspect),
            canvas.uniform(0, 1),
            0.008 + 0.05 * float(canvas.random.random()) ** 2.4,
        )
        drop(canvas, x, y, radius, light)
    canvas.screen(
        canvas.glow(canvas.uniform(0, canvas.aspect), canvas.uniform(-0.1, 0.3), 0.5) * 0.3,
        mix(light, "ffffff", 0.6),
    )


def blossom(canvas: Canvas) -> None:
    """A branch of blossom before a soft sky."""
    pink = canvas.colours(
        "fff4f6 f9c6d4 e58aa6", "ffffff f6e3ea d8a6c0", "ffe9ee f5a3bd c45a86", "fffdf6 f3e7c8 d8c08a"
    )
    behind = canvas.colours(
        "b9d3e6 e9d9e2 f6c9d4",
        "cfe0d0 dfe9c8 f3d9dc",
        "8fb0d8 c9d3ea f0d6e4",
        "6f8a9a b0b8bf ead0d4",
        "2f3a4a 5a5a72 b38a9a",
    )
    _soft_garden(canvas, behind)
    bokeh(canvas, [pink[0], pink[1]], number=20, size=(0.03, 0.09), area=(0, 1), strength=0.4)
    branches: list[Line] = []
    blooms: list[tuple[float, float]] = []
    x, y, angle = -0.05, canvas.uniform(0.2, 0.7), canvas.uniform(-0.35, 0.25)
    if canvas.happens(0.5):
        x, angle = canvas.aspect + 0.05, np.pi - angle

    def grow(px: float, py: float, heading: float, thick: float, steps: int) -> None:
        way = [(px, py)]
        for step in range(steps):
            heading += canvas.uniform(-0.16, 0.16)
            px, py = px + 0.075 * np.cos(heading), py - 0.075 * np.sin(heading)
            way.append((px, py))
            if canvas.happens(0.5) and thick > 0.004:
                grow(
                    px,
                    py,
                    heading + (0.6 if canvas.happens(0.5) else -0.6) * canvas.uniform(0.6, 1.4),
                    thick * 0.55,
                    max(2, steps - step - 2),
                )
            if step > 0 and canvas.happens(0.85):
                blooms.append((px + canvas.uniform(-0.03, 0.03), py + canvas.uniform(-0.03, 0.03)))
        branches.append((way, thick))

    grow(x, y, angle, 0.018, int(9 * max(1.0, canvas.aspect)))
    wood = canvas.lines(branches)
    canvas.blend(wood, mix("3a2622", behind[0], 0.12))
    for px, py in blooms[:110]:
        _bloom(canvas, px, py, canvas.uniform(0.022, 0.044), pink)


def _bloom(canvas: Canvas, x: float, y: float, size: float, pink: list[str]) -> None:
    part = canvas.window(x - size * 1.3, y - size * 1.3, x + size * 1.3, y + size * 1.3)
    if part.empty:
        return
    squeeze, turn = part.uniform(0.75, 1.0), part.uniform(0, 6.3)
    dx, dy = part.x - x, (part.y - y) / squeeze
    radius, angle = np.sqrt(dx * dx + dy * dy) / size, np.arctan2(dy, dx) + turn
    petal = np.abs(np.mod(angle * 5 / (2 * np.pi), 1) - 0.5) * 2
    edge = 0.6 + 0.4 * np.sqrt(np.clip(1 - petal**2, 0, 1)) - 0.1 * np.clip(1 - petal * 6, 0, 1)
    inside = np.clip((edge - radius) * size * part.scale, 0, 1)
    tone = between(pink[2], pink[0], np.clip(0.25 + 0.85 * radius - 0.22 * petal**4, 0, 1))
    part.shade(
        1 - 0.2 * part.blurred(np.clip((edge * 1.1 - radius) * 8, 0, 1).astype(np.float32), size * 0.3)
    )
    part.blend(inside, tone)
    part.blend(np.clip((0.17 - radius) * 10, 0, 1) * 0.8, mix(pink[2], "a83a5a", 0.5))
    part.blend(
        part.ellipses(
            [
                (
                    x + 0.36 * size * np.cos(k),
                    y + 0.36 * size * np.sin(k) * squeeze,
                    size * 0.045,
                    size * 0.045,
                )
                for k in np.arange(0, 6.28, 0.63)
            ]
        ),
        "f2cf6a",
    )


def lavender_rows(canvas: Canvas) -> None:
    """Rows that run to a point under the evening sky, perhaps one tree."""
    flower, deep, sky = canvas.colours(
        "9a7fd1 3b2a63 f6c48a",
        "8a6fc0 2f2255 f2a07a",
        "b08ad8 4a2f6f f9dcb0",
        "c9b23a 5a5a1a cfe0ea",
        "c85a7a 5a1a3a f6d8b8",
        "7a9f3a 26401a dfe6d8",
    )
    high = canvas.choice("5f7fb5", "6a6aa8", "8fb3cf", "4f6f9f")
    horizon = canvas.uniform(0.34, 0.46)
    canvas.gradient([(0.0, high), (horizon, sky)])
    canvas.blend(np.clip(canvas.noise(4, 4, stretch=3.5) - 0.25, 0, 1) * 0.55, mix(sky, "ffffff", 0.45))
    canvas.screen(
        canvas.glow(canvas.uniform(0.15, 0.85) * canvas.aspect, horizon, 0.22) * 0.85, mix(sky, "fff4d0", 0.5)
    )
    hill = horizon - 0.025 - 0.03 * canvas.ridge(0.9, 5, gain=0.4)
    canvas.blend(canvas.below(hill), mix(mix(high, deep, 0.4), sky, 0.3))
    vanish = canvas.uniform(0.25, 0.75) * canvas.aspect
    depth = np.clip((canvas.y - horizon) / (1 - horizon), 1e-3, 1)
    row = (canvas.x - vanish) / depth * canvas.uniform(3.2, 4.6) + 0.12 * np.sin(depth * 6)
    within = np.abs(row - np.floor(row) - 0.5) * 2
    bush = np.clip(1 - within**2.2 + 0.16 * canvas.noise(80, 2, gain=0.9), 0, 1)
    lit = np.clip(
        bush * (0.75 + 0.3 * canvas.noise(60, 2, gain=0.9)) - 0.25 * (row - np.floor(row) - 0.5), 0, 1
    )
    field = between(deep, flower, lit)
    field += (rgb(sky)[:, None, None] - field) * (0.45 * (1 - depth) ** 2.5).astype(np.float32)
    canvas.blend(canvas.under(horizon), field)
    canvas.screen(
        canvas.under(horizon) * np.clip((canvas.noise(170, 1) - 1.2) * 0.5, 0, 1) * bush * depth,
        mix(flower, "ffffff", 0.6),
    )
    if canvas.happens(0.7):
        x, foot, tall = canvas.uniform(0.2, 0.8) * canvas.aspect, horizon + 0.004, canvas.uniform(0.1, 0.19)
        crown = [
            (
                x + canvas.random.normal(0, tall * 0.24),
                foot - tall * 0.62 + canvas.random.normal(0, tall * 0.17),
                tall * 0.15,
                tall * 0.14,
            )
            for _ in range(34)
        ]
        dark = mix("1c2416", sky, 0.1)
        canvas.blend(canvas.lines([([(x, foot), (x, foot - tall * 0.6)], tall * 0.07)]), dark)
        mass = canvas.blurred(canvas.ellipses(crown), 0.004)
        canvas.blend(np.clip(mass * (1.35 + 0.5 * canvas.noise(60, 2)) - 0.3, 0, 1), dark)
