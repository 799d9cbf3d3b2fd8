"""The city at night: lights out of focus, rain on the glass, neon on wet ground."""

import numpy as np

from simulator.drawing.canvas import Canvas, Polygon, resized
from simulator.drawing.colour import Colour, hexadecimal, mix
from simulator.drawing.scenes.motifs import bokeh, drop, figure

_LIGHTS = (
    ("ffb347", "ff7a3c", "ffe3a8", "ff4d4d"),
    ("ffcf7a", "7fd4ff", "ff6fa8", "fff1d0"),
    ("6fe3ff", "4f7dff", "b48cff", "e8f4ff"),
    ("ff5fa2", "ff9a5f", "8f6bff", "ffd6e6"),
    ("ffd24a", "6fdc8c", "ff5a4a", "fff3c4"),
)


def city_bokeh(canvas: Canvas) -> None:
    """Only lights: near and far discs of colour, the street somewhere below them."""
    lights = list(_LIGHTS[canvas.count(0, len(_LIGHTS))])
    base = canvas.choice("0a0d18", "120c18", "0c1416", "180f0c")
    canvas.gradient([(0.0, base), (0.55, hexadecimal(mix(base, lights[1], 0.2))), (1.0, base)])
    level = canvas.uniform(0.35, 0.6)
    canvas.screen(
        np.exp(-(((canvas.y - level) / 0.2) ** 2)) * 0.3 * np.clip(0.7 + 0.4 * canvas.noise(2, 2), 0, 1.3),
        lights[0],
    )
    bokeh(canvas, lights, number=120, size=(0.008, 0.022), area=(level - 0.22, level + 0.12), strength=0.75)
    bokeh(canvas, lights, number=52, size=(0.025, 0.05), area=(level - 0.32, level + 0.25), strength=0.62)
    bokeh(canvas, lights, number=15, size=(0.06, 0.12), area=(0.0, 1.0), strength=0.42)
    kind = canvas.random.random()
    if kind < 0.3:
        figure(
            canvas,
            canvas.uniform(0.35, 0.65) * canvas.aspect,
            1.04,
            canvas.uniform(0.4, 0.55),
            mix(base, "000000", 0.5),
        )
    elif kind < 0.55:
        road = np.clip((canvas.y - level - 0.16) / 0.3, 0, 1)
        streaks = resized(canvas.random.random((5, 90)).astype(np.float32), canvas.width, canvas.height)
        canvas.screen(np.clip(streaks - 0.55, 0, 1) * road * 0.85, lights[0])


def neon_rain(canvas: Canvas) -> None:
    """An alley of signs after the rain, each of them twice: above, and long in the wet ground."""
    pair = canvas.colours(
        "ff2e88 21d4fd ffb347",
        "ff4d6d 7b5cff 3cf2c0",
        "ffd23f ff2e63 2ec4ff",
        "ff6a3d 23e5db b14dff",
        "e84dff 35a7ff ffe14d",
    )
    base = canvas.choice("0a0a14", "0c0812", "06101a")
    vanish = (canvas.uniform(0.42, 0.58) * canvas.aspect, canvas.uniform(0.44, 0.52))
    ground = vanish[1] + 0.14
    canvas.gradient([(0.0, base), (vanish[1], hexadecimal(mix(base, pair[1], 0.22))), (1.0, base)])
    canvas.screen(canvas.glow(*vanish, 0.26) * 0.75, mix(pair[0], pair[1], 0.5))
    signs: list[tuple[Polygon, Colour]] = []
    walls: list[tuple[Polygon, Colour]] = []
    for number in range(7):
        depth = ((number + 1) / 7) ** 1.8
        for side in (-1, 1):
            near, far = 0.06 + 0.78 * depth, 0.06 + 0.78 * ((number) / 7) ** 1.8
            foot = vanish[1] + 0.12 + 0.5 * depth
            wall = [
                (vanish[0] + side * far, -0.05),
                (vanish[0] + side * near, -0.05),
                (vanish[0] + side * near, foot),
                (vanish[0] + side * far, vanish[1] + 0.12 + 0.5 * (number / 7) ** 1.8),
            ]
            walls.append((wall, mix(base, pair[canvas.count(0, 3)], canvas.uniform(0.05, 0.16))))
            for _ in range(canvas.count(2, 6)):
                tall, wide = (
                    canvas.uniform(0.04, 0.22) * (0.25 + depth),
                    canvas.uniform(0.01, 0.05) * (0.3 + depth),
                )
                x, y = (
                    vanish[0] + side * (near - wide * canvas.uniform(0.4, 1.6)),
                    canvas.uniform(0.04, 0.92) * (foot - 0.1),
                )
                if canvas.happens(0.35):
                    tall, wide = wide, tall
                colour = mix(pair[canvas.count(0, 3)], "ffffff", canvas.uniform(0.1, 0.55))
                signs.append(([(x, y), (x + wide, y), (x + wide, y + tall), (x, y + tall)], colour))
    canvas.collage(walls[::-1])
    before = canvas.image.copy()
    canvas.collage(signs)
    light = np.clip(canvas.image - before, 0, 1)
    for channel in range(3):
        canvas.image[channel] += (1 - canvas.image[channel]) * (
            0.75 * canvas.blurred(light[channel], 0.035) + 0.45 * canvas.blurred(light[channel], 0.12)
        )
    if canvas.happens(0.75):
        x = vanish[0] + canvas.uniform(-0.1, 0.1)
        foot = ground + canvas.uniform(0.06, 0.16)
        tall = canvas.uniform(0.2, 0.3)
        figure(canvas, x, foot, tall, mix(base, "000000", 0.5))
        canopy = [
            (x + tall * 0.42 * np.cos(k), foot - tall * 0.92 - tall * 0.3 * np.sin(k))
            for k in np.linspace(0, np.pi, 14)
        ]
        canvas.blend(canvas.polygons([canopy]), mix(base, canvas.choice(*pair), 0.22))
        canvas.screen(canvas.lines([(canopy, 0.003)]) * 0.6, pair[1])
    _wet(canvas, ground + 0.06)
    rain = resized(
        np.clip(canvas.random.standard_normal((26, 520), dtype=np.float32) - 1.9, 0, 1),
        canvas.width,
        canvas.height,
    )
    canvas.screen(rain * 0.35, mix(pair[1], "ffffff", 0.6))


def _wet(canvas: Canvas, shore: float) -> None:
    """The ground below a line gives back what is above it, drawn out downwards and broken by puddles."""
    row = min(canvas.height - 2, int(shore * canvas.height))
    depth = canvas.height - row
    upper = canvas.image[:, max(0, row - depth) : row][:, ::-1][:, :depth]
    if upper.shape[1] < depth:
        upper = np.concatenate([upper, np.repeat(upper[:, -1:], depth - upper.shape[1], axis=1)], axis=1)
    stretched = np.stack(
        [
            resized(resized(plane, max(2, canvas.width // 3), max(2, depth // 14)), canvas.width, depth)
            for plane in upper
        ]
    )
    puddle = np.clip(0.5 + 0.5 * canvas.noise(7, 3, stretch=4.0)[row:], 0.12, 1)
    canvas.image[:, row:] = np.clip(
        canvas.image[:, row:] * 0.3 + (upper * 0.3 + stretched * 0.65) * puddle, 0, 1
    )


def rain_window(canvas: Canvas) -> None:
    """Drops on the glass in focus; the street behind them is only colours."""
    if canvas.happens(0.55):
        lights, base = (
            list(_LIGHTS[canvas.count(0, len(_LIGHTS))]),
            canvas.colours("0e1420 1f2a3a", "141018 2a2030"),
        )
    else:
        lights, base = (
            canvas.colours("c9d6dc 9fb4bd e8eef0 b5c0a8", "d8cfc0 b0a89a eae6dc 9aa8a8"),
            canvas.colours("5f6f78 8fa0a6", "6a6a64 9a988c", "4f6460 86999a"),
        )
    canvas.gradient([(0.0, base[1]), (1.0, base[0])])
    bokeh(canvas, lights, number=50, size=(0.02, 0.07), area=(0.1, 0.9), strength=0.55)
    canvas.blend(np.clip(0.25 + 0.12 * canvas.noise(3, 3), 0, 0.5), base[1])
    for _ in range(canvas.count(3, 8)):
        x, head = canvas.uniform(0.03, 0.97) * canvas.aspect, canvas.uniform(0.35, 1.0)
        part = canvas.window(x - 0.03, 0.0, x + 0.03, head + 0.02)
        if not part.empty:
            wander = x + 0.006 * np.sin(part.y * 21 + x * 40)
            trail = np.clip(1 - np.abs(part.x - wander) / 0.007, 0, 1) * (part.y < head)
            part.screen(trail * 0.2, lights[2])
            part.shade(
                1 - 0.35 * np.clip(1 - np.abs(part.x - wander - 0.006) / 0.004, 0, 1) * (part.y < head)
            )
        drop(
            canvas,
            x + 0.006 * float(np.sin(head * 21 + x * 40)),
            head,
            canvas.uniform(0.009, 0.015),
            lights[2],
        )
    for radius in np.clip(canvas.random.pareto(2.1, 170) * 0.0035 + 0.0022, 0, 0.022):
        drop(canvas, canvas.uniform(0, canvas.aspect), canvas.uniform(0, 1), float(radius), lights[2])
