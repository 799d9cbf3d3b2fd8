"""Balloons at dawn, fireworks at midnight, a stage in between."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line, Polygon
from simulator.drawing.colour import Colour, Plane, between, mix, rgb
from simulator.drawing.scenes.motifs import box, figure, lit_windows, mirror, spark

_CLOTHS = (
    ("d6452b", "f2c230", "2f6db5"),
    ("e8e2d2", "c8372d", "22394f"),
    ("f08a24", "5a2a6a", "f7d54a"),
    ("2a9d8f", "e9c46a", "e76f51"),
    ("b5179e", "f72585", "ffd166"),
    ("1d3557", "e63946", "f1faee"),
)


def balloons(canvas: Canvas) -> None:
    """Hot-air balloons over a valley at sunrise."""
    sky = canvas.choice(
        "6fa3cc f6d2a4 f9e6c8", "8a86b8 f3b49a fbdcb8", "9cc3d8 e6e9e0 f7f1e2", "5a7fae f2a886 fbd9a5"
    ).split()
    ground = canvas.uniform(0.76, 0.88)
    canvas.gradient([(0.0, sky[0]), (ground * 0.8, sky[1]), (ground, sky[2])])
    canvas.blend(np.clip(canvas.noise(3.5, 4, stretch=3.0) - 0.4, 0, 1) * 0.4, "ffffff")
    sun = canvas.uniform(0.1, 0.9) * canvas.aspect
    canvas.screen(0.8 * canvas.glow(sun, ground - 0.04, 0.3), "ffe9c0")
    for depth in (0.0, 0.5, 1.0):
        line = ground + 0.02 + 0.08 * depth - (0.05 + 0.02 * depth) * canvas.ridge(1.6 + depth, 7)
        canvas.blend(canvas.below(line), mix(rgb("4a3a38"), rgb(sky[2]), 0.6 - 0.42 * depth))
    fleet = sorted(canvas.uniform(0.025, 0.14) ** 1.0 for _ in range(canvas.count(4, 10)))
    fleet[-1] = canvas.uniform(0.11, 0.18)
    for number, radius in enumerate(fleet):
        near = radius / 0.18
        x = (
            canvas.uniform(0.08, 0.92) * canvas.aspect
            if number < len(fleet) - 1
            else canvas.uniform(0.3, 0.7) * canvas.aspect
        )
        y = canvas.uniform(0.1, 0.62) if number < len(fleet) - 1 else canvas.uniform(0.24, 0.4)
        _balloon(canvas, x, y, radius, near, (sun, sky[2]))


def _balloon(canvas: Canvas, x: float, y: float, radius: float, near: float, sun: tuple[float, str]) -> None:
    cloth = _CLOTHS[canvas.count(0, len(_CLOTHS))]
    banded = canvas.happens(0.5)
    part = canvas.window(x - radius * 1.1, y - radius * 1.1, x + radius * 1.1, y + radius * 1.9)
    if part.empty:
        return
    down = np.clip((part.y - y) / radius, -1, 1.45)
    half = radius * np.where(
        down < 0.25, np.sqrt(np.clip(1 - down**2, 0, 1)), np.clip(0.968 - (down - 0.25) * 0.66, 0, 1)
    )
    half = np.where((part.y > y + 1.4 * radius) | (part.y < y - radius), 0, half)
    across = np.clip((part.x - x) / np.maximum(half, 1e-4), -1, 1)
    body = np.clip((half - np.abs(part.x - x)) * part.scale + 0.5, 0, 1) * (half > 0)
    gore = np.floor((np.arcsin(across) / np.pi + 0.5) * 12).astype(int) % 2
    paint = np.stack([rgb(colour) for colour in cloth], axis=1)[
        :, np.where((np.abs(down - 0.1) < 0.16) & banded, 2, gore)
    ]
    shading = np.clip(0.78 + (0.3 if sun[0] > x else -0.3) * across - 0.12 * down, 0.35, 1.15)
    lit = paint * shading
    part.blend(
        body, (lit + (rgb(sun[1])[:, None, None] - lit) * np.float32(0.55 * (1 - near))).astype(np.float32)
    )
    basket = [
        (x - radius * 0.13, y + radius * 1.58),
        (x + radius * 0.13, y + radius * 1.58),
        (x + radius * 0.1, y + radius * 1.75),
        (x - radius * 0.1, y + radius * 1.75),
    ]
    ropes = [
        (
            ((x + side * radius * 0.13, y + radius * 1.38), (x + side * radius * 0.12, y + radius * 1.6)),
            0.0015,
        )
        for side in (-1, 1)
    ]
    part.blend(
        np.maximum(part.polygons([basket]), part.lines(ropes)), mix("3a2418", sun[1], 0.45 * (1 - near))
    )


def fireworks(canvas: Canvas) -> None:
    """Shells over a river, their trails drawn by gravity and the open shutter."""
    canvas.gradient([(0.0, "05060f"), (0.7, canvas.choice("101530", "1a1028", "0c1a28")), (1.0, "1a1424")])
    shore = canvas.uniform(0.76, 0.86)
    smoke = np.clip(canvas.noise(3, 5) * 0.5 + 0.2, 0, 1)
    palette = canvas.choice(
        "ffcf5a ff5a4a ffffff",
        "ff4f9a 7fd8ff fff1c0",
        "8fff9a ffd24a ff6a3a",
        "b89cff ff8ad0 ffe9b0",
        "ffb347 ffe3a0 ff7043",
    ).split()
    for burst in range(canvas.count(3, 6)):
        x, y, radius = (
            canvas.uniform(0.15, 0.85) * canvas.aspect,
            canvas.uniform(0.14, 0.5),
            canvas.uniform(0.1, 0.27),
        )
        colour = rgb(palette[burst % 3])
        canvas.screen(smoke * canvas.glow(x, y, radius * 1.5) * 0.35, colour)
        trails, sparks = [], []
        for angle in np.arange(0, 2 * np.pi, 2 * np.pi / canvas.count(38, 84)):
            speed = radius * canvas.uniform(0.72, 1.0)
            begin, steps = canvas.uniform(0.12, 0.4), np.linspace(0, 1, 8)
            way = begin + (1 - begin) * steps
            px, py = x + np.cos(angle) * speed * way, y + np.sin(angle) * speed * way + 0.28 * radius * way**2
            trails.append((list(zip(px.tolist(), py.tolist(), strict=True)), 0.0022))
            sparks.append((float(px[-1]), float(py[-1])))
        fine = canvas.lines(trails)
        canvas.screen(canvas.blurred(fine, 0.02) * 0.9, colour)
        canvas.screen(
            fine * np.clip(1.25 - canvas.distance(x, y) / (radius * 1.5), 0.25, 1),
            mix(colour, rgb("ffffff"), 0.45),
        )
        for px, py in sparks:
            spark(canvas, px, py, 0.0035, rgb("ffffff"), 0.8)
        canvas.screen(canvas.glow(x, y, radius * 0.22) * 0.8, mix(colour, rgb("ffffff"), 0.5))
    city(canvas, shore, rgb("05060c"), windows="ffd98a", tall=0.1)
    mirror(canvas, shore, calm=0.25, tint="04060e")


def city(canvas: Canvas, foot: float, colour: Colour, *, windows: str, tall: float) -> None:
    """Houses along a line, some windows lit."""
    blocks: list[Polygon] = []
    lit: list[Polygon] = []
    x = -0.02
    while x < canvas.aspect:
        wide, up = canvas.uniform(0.025, 0.08), tall * canvas.uniform(0.25, 1.0)
        blocks.append(box(x, foot - up, x + wide, foot))
        front = (x + 0.006, foot - up + 0.008, x + wide - 0.008, foot - 0.008)
        lit += lit_windows(canvas, front, pitch=(0.0105, 0.0135), size=(0.0048, 0.006), share=0.3)
        x += wide + canvas.uniform(-0.004, 0.01)
    canvas.blend(canvas.polygons(blocks), colour)
    glow: Plane = canvas.polygons(lit)
    canvas.screen(glow * 0.85, windows)
    canvas.screen(canvas.blurred(glow, 0.015) * 0.5, windows)


def concert(canvas: Canvas) -> None:
    """Beams through smoke, somebody on the stage, hands before it."""
    lights = canvas.colours(
        "ff3d7f 3d8bff ffd1e6",
        "ff8a1f ff2d2d ffe6b0",
        "35e0c8 7a4dff d6fff4",
        "b04dff 4d6bff f0d9ff",
        "ffd23f ff5a2d fff2c4",
    )
    canvas.fill("06060c")
    smoke = np.clip(0.55 + 0.33 * canvas.noise(3, 5, gain=0.6), 0, 1.3)
    floor = canvas.uniform(0.66, 0.74)
    for number in range(canvas.count(5, 10)):
        x, aim = canvas.uniform(0.02, 0.98) * canvas.aspect, canvas.uniform(0.1, 0.9) * canvas.aspect
        wide, colour = canvas.uniform(0.03, 0.09), lights[number % 2]
        down = np.clip(canvas.y / floor, 0, 1.4)
        middle = x + (aim - x) * down
        beam = np.clip(1 - np.abs(canvas.x - middle) / (0.008 + wide * down), 0, 1) ** 1.4 * np.exp(
            -down * 0.8
        )
        canvas.screen(beam * smoke * 0.75, colour)
        spark(canvas, x, 0.02, 0.022, rgb(lights[2]), 1.0)
    canvas.screen(np.exp(-(((canvas.y - floor) / 0.16) ** 2)) * smoke * 0.6, lights[0])
    centre = canvas.uniform(0.38, 0.62) * canvas.aspect
    canvas.screen(canvas.glow(centre, floor - 0.14, 0.16) * 0.95, lights[2])
    for offset, tall in ((0.0, 0.27), (-0.3, 0.22), (0.28, 0.23)):
        if offset == 0.0 or canvas.happens(0.6):
            figure(canvas, centre + offset, floor + 0.03, tall, rgb("05050a"))
    canvas.blend(
        canvas.lines(
            [
                (
                    [
                        (centre + 0.045, floor + 0.03),
                        (centre + 0.045, floor - 0.2),
                        (centre + 0.015, floor - 0.225),
                    ],
                    0.004,
                )
            ]
        ),
        "05050a",
    )
    canvas.blend(canvas.under(floor + 0.025), mix("06060c", lights[0], 0.12))
    heads: list[tuple[float, float, float, float]] = []
    arms: list[Line] = []
    for _ in range(int(75 * canvas.aspect)):
        x, y = canvas.uniform(-0.02, 1.02) * canvas.aspect, canvas.uniform(0.84, 1.02)
        size = 0.02 + 0.03 * (y - 0.8) / 0.2
        heads += [(x, y, size * 0.72, size), (x, y + size * 2.1, size * 1.9, size * 1.5)]
        if canvas.happens(0.32):
            arms.append(
                (
                    [
                        (x + size, y + size),
                        (x + size * 1.5, y - size * 1.4),
                        (x + size * canvas.uniform(0.6, 1.9), y - size * canvas.uniform(2.6, 4.2)),
                    ],
                    size * 0.42,
                )
            )
    crowd = np.maximum(canvas.ellipses(heads), canvas.lines(arms))
    canvas.blend(crowd, "030306")
    edge = np.zeros_like(crowd)
    edge[1:] = np.clip(crowd[1:] - crowd[:-1], 0, 1)
    canvas.screen(
        edge * 0.7, between(lights[0], lights[2], np.clip(1 - np.abs(canvas.x - centre), 0, 1) + 0 * canvas.y)
    )
