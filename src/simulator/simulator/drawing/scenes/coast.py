"""The coast: a lighthouse in the storm, a harbour."""

import numpy as np

from simulator.drawing.canvas import Canvas, Polygon
from simulator.drawing.colour import Colour, mix, rgb
from simulator.drawing.scenes.motifs import mirror
from simulator.drawing.scenes.sea import swell


def lighthouse(canvas: Canvas) -> None:
    """A tower on its rock, weather coming in, the lamp just lit."""
    high, low, sea = canvas.choice(
        "2c3644 8d99a3 1d2b33", "3b3550 d08a78 22263a", "20303f 6e8a94 10242c", "4a5560 d9cbb4 2a3a40"
    ).split()
    horizon = canvas.uniform(0.6, 0.7)
    canvas.gradient([(0.0, high), (horizon, low)])
    clouds = canvas.noise(3.6, 5, stretch=3.2, gain=0.5)
    canvas.blend(
        np.clip(0.3 + clouds * 0.42, 0, 0.85) * np.clip(1.3 - canvas.y / horizon, 0, 1),
        mix(rgb(high), rgb("0a0e14"), 0.35),
    )
    canvas.screen(np.clip(clouds - 0.5, 0, 1) * 0.35, low)
    water = canvas.under(horizon)
    canvas.blend(water, sea)
    waves = swell(canvas, horizon, calm=0.0)
    canvas.screen(water * np.clip(waves * 0.28, 0, 0.5), low)
    canvas.screen(water * np.clip((waves - 1.0) * 1.2, 0, 0.75), "f2f6f6")
    x = canvas.uniform(0.3, 0.7) * canvas.aspect
    rock = (
        horizon
        + 0.12
        - 0.15 * np.clip(1 - ((canvas.x[0] - x) / 0.42) ** 2, 0, 1)
        - 0.014 * canvas.ridge(12, 6, gain=0.65)
    )
    rock = np.where(np.abs(canvas.x[0] - x) < 0.44, rock, 2.0).astype(np.float32)
    land = canvas.below(rock) * np.clip((horizon + 0.15 + 0.012 * canvas.ridge(20, 3) - canvas.y) * 60, 0, 1)
    canvas.blend(land, "11161a")
    canvas.screen(land * np.clip(canvas.noise(26, 4, gain=0.7, stretch=2.0) * 0.08 + 0.06, 0, 0.2), low)
    foam = np.clip(1 - np.abs(canvas.y - horizon - 0.145) / 0.03, 0, 1) * np.clip(
        1 - np.abs(canvas.x - x) / 0.5, 0, 1
    )
    canvas.screen(foam * np.clip(0.4 + canvas.noise(26, 3), 0, 1), "eef4f4")
    foot, top, wide = horizon - 0.02, horizon - canvas.uniform(0.36, 0.44), 0.034
    tower = [(x - wide, foot), (x + wide, foot), (x + wide * 0.62, top), (x - wide * 0.62, top)]
    body = canvas.polygons([tower])
    canvas.blend(body, canvas.choice("e9e4da", "f0ece4", "dcd8d0"))
    if canvas.happens(0.6):
        stripe = (np.floor((canvas.y - top) / 0.075) % 2 == 1) * body
        canvas.blend(stripe, canvas.choice("a8322c", "8f2a2a", "27405e"))
    canvas.shade(1 - 0.62 * body * np.clip((canvas.x - x) / wide * 0.6 + 0.45, 0, 1))
    lamp = top - 0.028
    canvas.blend(
        canvas.polygons(
            [
                [(x - 0.034, top), (x + 0.034, top), (x + 0.034, top - 0.009), (x - 0.034, top - 0.009)],
                [(x - 0.019, top), (x + 0.019, top), (x + 0.019, lamp - 0.014), (x - 0.019, lamp - 0.014)],
                [(x - 0.026, lamp - 0.014), (x + 0.026, lamp - 0.014), (x, lamp - 0.045)],
            ]
        ),
        "1a1d22",
    )
    canvas.blend(canvas.disc(x, lamp, 0.013, 0.004), "fff4cf")
    beam = np.clip(1 - np.abs((canvas.y - lamp) / (np.abs(canvas.x - x) * 0.16 + 0.012)), 0, 1) * np.exp(
        -np.abs(canvas.x - x) * 1.8
    )
    canvas.screen(beam * 0.6, "ffefc0")
    canvas.screen(canvas.glow(x, lamp, 0.05), "ffe7ad")


def harbour_boats(canvas: Canvas) -> None:
    """Boats at rest before a row of houses, all of it double in the water."""
    sky = canvas.choice("7fa9c9 e8dcc4", "f1b58d f8e3c4", "9fb4bf dfe5e4", "5f86a8 f5c8a0").split()
    shore = canvas.uniform(0.46, 0.56)
    canvas.gradient([(0.0, sky[0]), (shore, sky[1])])
    canvas.blend(
        np.clip(canvas.noise(4, 4, stretch=3.0) - 0.3, 0, 1) * 0.5 * np.clip(1.1 - canvas.y / shore, 0, 1),
        "ffffff",
    )
    hill = shore - 0.1 - 0.07 * canvas.ridge(0.8, 4, gain=0.4)
    canvas.blend(canvas.below(hill), mix(rgb("4f6a58"), rgb(sky[1]), 0.4))
    canvas.blend(
        canvas.below(hill + 0.05) * np.clip(0.5 + canvas.noise(30, 3) * 0.4, 0, 1),
        mix(rgb("34513f"), rgb(sky[1]), 0.25),
    )
    walls = ("c8553d", "e3b23c", "efe6d5", "8c3a33", "d98f5c", "7a99a8", "b84a48", "f4efe6")
    houses: list[tuple[Polygon, Colour]] = []
    x = -canvas.uniform(0, 0.08)
    while x < canvas.aspect:
        wide, tall = canvas.uniform(0.06, 0.12), canvas.uniform(0.07, 0.15)
        top = shore - tall
        wall = mix(walls[canvas.count(0, len(walls))], sky[1], 0.14)
        houses.append(([(x, shore), (x, top), (x + wide, top), (x + wide, shore)], wall))
        houses.append(
            (
                [(x + wide * 0.72, shore), (x + wide * 0.72, top), (x + wide, top), (x + wide, shore)],
                wall * 0.88,
            )
        )
        roof = mix(canvas.choice("4a3a35", "5c3b33", "39424a"), sky[1], 0.12)
        houses.append(
            (
                [
                    (x - 0.004, top),
                    (x + wide / 2, top - wide * canvas.uniform(0.35, 0.55)),
                    (x + wide + 0.004, top),
                ],
                roof,
            )
        )
        for py in np.arange(top + 0.018, shore - 0.03, 0.035):
            for px in np.arange(x + 0.014, x + wide - 0.018, 0.026):
                pane = mix("20262e", sky[0], canvas.uniform(0.05, 0.5))
                houses.append(
                    ([(px, py), (px + 0.011, py), (px + 0.011, py + 0.017), (px, py + 0.017)], pane)
                )
        x += wide + 0.003
    canvas.collage(houses)
    canvas.blend(np.clip(1 - np.abs(canvas.y - shore + 0.006) * 110, 0, 1), "4d4a45")
    mirror(canvas, shore, calm=canvas.uniform(0.35, 0.75), tint="16323e")
    boats = sorted(
        (canvas.uniform(shore + 0.05, 0.93), canvas.uniform(0.1, 0.9) * canvas.aspect)
        for _ in range(canvas.count(2, 5))
    )
    for y, place in boats:
        _boat(canvas, place, y, 0.1 + 0.3 * (y - shore), walls[canvas.count(0, len(walls))])


def _boat(canvas: Canvas, x: float, y: float, size: float, paint: str) -> None:
    part = canvas.window(x - size * 1.1, y - size * 1.3, x + size * 1.1, y + size * 0.6)
    if part.empty:
        return
    hull = [
        (x - size, y - size * 0.22),
        (x + size, y - size * 0.26),
        (x + size * 0.74, y + size * 0.1),
        (x - size * 0.8, y + size * 0.1),
    ]
    shadow = [(px, 2 * y + size * 0.2 - py) for px, py in hull]
    part.blend(part.blurred(part.polygons([shadow]), 0.012) * 0.6, mix(paint, "0c1a22", 0.55))
    mask = part.polygons([hull])
    part.blend(mask, paint)
    part.shade(1 - 0.4 * mask * np.clip((part.y - y) / size * 2.4 + 0.35, 0, 1))
    part.blend(part.lines([((hull[0], hull[1]), size * 0.05)]), "f3efe6")
    cabin = [
        (x - size * 0.3, y - size * 0.22),
        (x - size * 0.26, y - size * 0.56),
        (x + size * 0.16, y - size * 0.56),
        (x + size * 0.24, y - size * 0.22),
    ]
    glass = [
        (x - size * 0.2, y - size * 0.48),
        (x + 0.1 * size, y - size * 0.48),
        (x + 0.14 * size, y - size * 0.34),
        (x - size * 0.22, y - size * 0.34),
    ]
    part.collage([(cabin, rgb("f1ede4")), (glass, rgb("26343c"))])
    mast, boom = (
        ((x + size * 0.3, y - size * 0.2), (x + size * 0.3, y - size * 1.25)),
        ((x + size * 0.3, y - size * 1.2), (x + size * 0.95, y - size * 0.25)),
    )
    part.blend(part.lines([(mast, 0.004), (boom, 0.0015)]), "2a2a2c")
