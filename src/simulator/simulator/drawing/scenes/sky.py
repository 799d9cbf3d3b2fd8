"""The sky at night and with birds in it."""

import numpy as np

from simulator.drawing.canvas import Canvas
from simulator.drawing.colour import mix, rgb
from simulator.drawing.scenes.motifs import figure, mirror, stars, tree


def _pines(canvas: Canvas, ground: float, colour: str) -> None:
    """A dark line of firs along the lower edge."""
    trees = []
    x = -0.02
    while x < canvas.aspect + 0.02:
        tall, wide = canvas.uniform(0.03, 0.11), 0.0
        wide = tall * canvas.uniform(0.22, 0.34)
        foot = ground + canvas.uniform(-0.005, 0.02)
        for step in range(4):
            low, up = foot - tall * 0.22 * step, foot - tall * (0.22 * step + 0.42)
            half = wide * (1 - step * 0.22)
            trees.append([(x - half, low), (x + half, low), (x, up)])
        x += canvas.uniform(0.012, 0.045)
    canvas.blend(
        np.maximum(canvas.polygons(trees), canvas.below(np.full(canvas.width, ground, np.float32))), colour
    )


def aurora(canvas: Canvas) -> None:
    """Curtains of light over a northern shore."""
    green, edge = canvas.choice("4dffa0 b44dff", "7dff7a 4dc3ff", "46f5c0 ff5fa8", "a4ff5c 37e0a0").split()
    horizon = canvas.uniform(0.64, 0.78)
    canvas.gradient([(0.0, "050b1c"), (horizon * 0.7, "0a1d33"), (horizon, "12314a")])
    stars(canvas, number=700, below=horizon)
    for _ in range(canvas.count(1, 4)):
        # A curtain's lower hem wanders over the sky; rays rise from it and fade upwards.
        lean = canvas.uniform(-0.35, 0.35)
        hem = (
            canvas.uniform(0.38, 0.6)
            + 0.055 * canvas.ridge(1.3, 2, gain=0.3)
            + lean * (canvas.x[0] - canvas.aspect / 2)
        )
        rays = np.clip(0.5 + 0.4 * canvas.ridge(5, 6, gain=0.7), 0.03, 1.4)
        tall = 0.1 + 0.16 * np.clip(1 + 0.7 * canvas.ridge(3, 4), 0.15, 2)
        above = (hem[None, :] - canvas.y) / tall[None, :]
        light = (
            np.exp(-np.clip(above, 0, 30) * 1.25)
            / (1 + np.exp(np.clip(-above * 15, -30, 30)))
            * rays[None, :]
        )
        middle = canvas.uniform(0.15, 0.85) * canvas.aspect
        light = light * np.exp(-(((canvas.x - middle) / (0.5 * max(canvas.aspect, 0.8))) ** 2))
        canvas.screen(light * 1.15, green)
        canvas.screen(np.clip(above * 0.5 - 0.3, 0, 1) * light * 2.0, edge)
        canvas.screen(canvas.blurred(light, 0.1) * 0.35, green)
    canvas.screen(0.22 * canvas.glow(canvas.aspect / 2, horizon, 0.35, flat=2.4), green)
    hill = horizon - 0.03 - 0.06 * canvas.ridge(1.6, 7)
    canvas.blend(canvas.below(hill) * (canvas.y < horizon + 0.02), "081420")
    if canvas.happens(0.6):
        mirror(canvas, horizon, calm=canvas.uniform(0.4, 0.8), tint="04101c")
    else:
        snow = np.clip((canvas.y - horizon) * canvas.height, 0, 1)
        canvas.blend(snow, mix(rgb("1c3a48"), rgb(green), 0.12))
        canvas.screen(snow * np.clip(canvas.noise(9, 4, stretch=2.5) * 0.12 + 0.08, 0, 1), green)
        _pines(canvas, horizon + canvas.uniform(0.02, 0.1), "040a10")


def milky_way(canvas: Canvas) -> None:
    """The galaxy's bright heart over a dark land, perhaps somebody with a lamp."""
    low = canvas.choice("2a3550", "4a3a4a", "1f4048", "503a2a")
    ground = canvas.uniform(0.8, 0.9)
    canvas.gradient([(0.0, "060913"), (0.6, "0d1526"), (ground, low)])
    lean, shift = canvas.uniform(-0.75, 0.75), canvas.uniform(0.35, 0.65) * canvas.aspect
    across = (canvas.x - shift) - lean * (canvas.y - 0.5)
    across = across / float(np.sqrt(1 + lean * lean)) + 0.045 * canvas.noise(3, 3)
    band = np.exp(-((across / 0.17) ** 2))
    cloud = canvas.noise(6, 6, gain=0.62)
    canvas.screen(band * np.clip(0.42 + 0.22 * cloud, 0, 1), canvas.choice("8fa3d8", "b49ad0", "c9b2a8"))
    heart = np.exp(-((across / 0.07) ** 2)) * np.exp(-(((canvas.y - canvas.uniform(0.45, 0.75)) / 0.3) ** 2))
    canvas.screen(heart * np.clip(0.55 + 0.3 * cloud, 0, 1), canvas.choice("ffd9b8", "ffc4a8", "ffe6cc"))
    dust = np.exp(-(((across - 0.012) / 0.06) ** 2)) * np.clip(canvas.noise(7, 6, gain=0.6) - 0.05, 0, 1)
    canvas.blend(np.clip(dust * 0.95, 0, 0.85), "080a14")
    stars(canvas, number=2600, below=ground)
    canvas.screen(np.clip((canvas.noise(190, 1) - 1.55) * 0.8, 0, 1) * band * 0.7, "ffffff")
    canvas.screen(
        0.4 * canvas.glow(canvas.uniform(0.1, 0.9) * canvas.aspect, ground, 0.22, flat=2.2),
        canvas.choice("ff9a5a", "7fd0c0", "ffb27a"),
    )
    canvas.blend(canvas.below(ground - 0.035 * canvas.ridge(1.5, 7)), "04060a")
    if canvas.happens(0.5):
        x, foot = canvas.uniform(0.3, 0.7) * canvas.aspect, ground - 0.01
        figure(canvas, x, foot, 0.085, rgb("030406"))
        beam = np.clip(
            1
            - np.abs((canvas.x - x - 0.006) - 0.12 * lean * (foot - canvas.y))
            / (0.006 + 0.03 * (foot - canvas.y)),
            0,
            1,
        )
        canvas.screen(
            beam * np.clip((foot - 0.075 - canvas.y) * 400, 0, 1) * np.exp(-(foot - canvas.y) * 3.0) * 0.55,
            "fff3d8",
        )
    elif canvas.happens(0.6):
        _pines(canvas, ground + 0.05, "030508")


def moonrise(canvas: Canvas) -> None:
    """A great moon behind a hill, drawn near by a long lens."""
    high, low, moon = canvas.choice(
        "101a33 4a5a86 fff0d0", "1c1430 7a4a6a ffd9a8", "0c2233 3f7080 f4f1e4", "22283c c08a78 ffe2b8"
    ).split()
    canvas.gradient([(0.0, high), (0.85, low)])
    radius = canvas.uniform(0.13, 0.24)
    x, y = canvas.uniform(0.3, 0.7) * canvas.aspect, canvas.uniform(0.35, 0.52)
    canvas.screen(0.5 * canvas.glow(x, y, radius * 2.0), moon)
    disc = canvas.disc(x, y, radius, 0.004)
    scale = 1.0 / radius
    maria = canvas.noise(0.55 * scale, 4, gain=0.5)
    craters = canvas.noise(2.2 * scale, 3, gain=0.7)
    face = np.clip(0.9 - 0.2 * np.clip(maria - 0.1, 0, 1.2) + 0.05 * craters, 0, 1)
    limb = np.sqrt(np.clip(1 - (canvas.distance(x, y) / radius) ** 2, 0, 1))
    canvas.blend(disc, rgb(moon)[:, None, None] * (face * (0.82 + 0.18 * limb)))
    veil = np.clip(canvas.noise(5, 4, stretch=6.0) - 0.2, 0, 1) * 0.55
    canvas.blend(veil * np.clip((canvas.y - y + radius) / 0.3, 0, 1), mix(rgb(low), rgb(high), 0.4))
    ground = canvas.uniform(0.72, 0.84)
    hill = ground - 0.05 * canvas.ridge(0.8, 4, gain=0.4)
    canvas.blend(canvas.below(hill - 0.06), mix(rgb(low), rgb(high), 0.65))
    dark = mix(rgb(high), rgb("04060c"), 0.75)
    canvas.blend(canvas.below(hill), dark)
    at = float(np.interp(x, canvas.x[0], hill))
    kind = canvas.random.random()
    if kind < 0.45:
        tree(canvas, x + canvas.uniform(-0.1, 0.1), at + 0.01, canvas.uniform(0.2, 0.3), dark)
    elif kind < 0.75:
        figure(canvas, x + canvas.uniform(-0.08, 0.08), at + 0.006, 0.13, dark)


def birds_sky(canvas: Canvas) -> None:
    """A flock on its way, in order or in a cloud."""
    sky = canvas.choice(
        "f4d6b0 e08a5f 6a4a6a",
        "dfe8ea b7c7cf 7f95a3",
        "f7efe0 e9c9a2 c08f74",
        "c9d9ea 8fb0cf 4f759c",
        "f2c6b8 c98aa0 5a4f7a",
    ).split()
    canvas.gradient([(0.0, sky[2]), (0.55, sky[1]), (1.0, sky[0])])
    canvas.blend(
        np.clip(canvas.noise(3, 5, stretch=2.8) - 0.2, 0, 1) * 0.5, mix(rgb(sky[0]), rgb("ffffff"), 0.35)
    )
    canvas.screen(
        0.4 * canvas.glow(canvas.uniform(0.2, 0.8) * canvas.aspect, canvas.uniform(0.6, 1.0), 0.35), sky[0]
    )
    number = canvas.count(9, 120)
    centre = (canvas.uniform(0.35, 0.65) * canvas.aspect, canvas.uniform(0.28, 0.55))
    lean = canvas.uniform(-0.3, 0.3)
    wings = []
    for bird in range(number):
        if number < 30:
            side = 1 if bird % 2 else -1
            rank = (bird + 1) // 2
            x, y = (
                centre[0] + side * rank * 0.042 + lean * rank * 0.03,
                centre[1] + rank * 0.026 + canvas.uniform(-0.006, 0.006),
            )
            size = 0.019
        else:
            x, y = (
                centre[0] + canvas.random.normal(0, 0.2) * min(1.0, canvas.aspect),
                centre[1] + canvas.random.normal(0, 0.1),
            )
            size = canvas.uniform(0.006, 0.014)
        flap, turn = canvas.uniform(-0.4, 0.75), canvas.uniform(-0.2, 0.2)
        wings += [
            [
                (x, y - size * 0.1),
                (x + side * size * 0.55, y - size * (0.55 * flap + 0.15) + turn * size * side),
                (x + side * size * 1.25, y - size * flap * 0.55 + turn * size * 1.5 * side),
                (x + side * size * 0.5, y - size * 0.25 * flap + size * 0.1),
                (x, y + size * 0.16),
            ]
            for side in (-1, 1)
        ]
        wings.append(
            [
                (x - size * 0.11, y - size * 0.3),
                (x + size * 0.11, y - size * 0.3),
                (x + size * 0.06, y + size * 0.4),
                (x - size * 0.06, y + size * 0.4),
            ]
        )
    canvas.blend(canvas.polygons(wings), mix(rgb(sky[2]), rgb("0c0c12"), 0.78))
    if canvas.happens(0.55):
        line = 0.93 - 0.03 * canvas.ridge(1.5, 7) - 0.012 * np.abs(canvas.ridge(40, 2))
        canvas.blend(canvas.below(line.astype(np.float32)), mix(rgb(sky[2]), rgb("0c0c12"), 0.8))
