"""Cold things and water that moves: snow, ice, waterfalls, the world below the surface."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line, resized
from simulator.drawing.colour import Colour, between, mix, ramp, rgb
from simulator.drawing.scenes.motifs import figure, tree, warped


def snow_field(canvas: Canvas) -> None:
    """Almost nothing: snow, a sky hardly different from it, a tree or a fence or somebody walking."""
    sky, snow, dark = canvas.colours(
        "dfe5ea f4f6f7 2a3138",
        "e9e4e6 f7f4f4 3a3034",
        "cfdae6 eef3f8 1f2a38",
        "f2e6da fbf6f0 40342c",
        "d9dde0 f0f0ef 1c1e20",
    )
    horizon = canvas.uniform(0.5, 0.72)
    canvas.gradient([(0.0, sky), (horizon, snow)])
    canvas.blend(
        np.clip(canvas.noise(2, 3, stretch=3.0) * 0.25, 0, 0.5) * np.clip(1.1 - canvas.y / horizon, 0, 1),
        "ffffff",
    )
    far = horizon - 0.012 - 0.014 * np.abs(canvas.ridge(30, 4, gain=0.7))
    if canvas.happens(0.5):
        canvas.blend(canvas.below(far) * (1 - canvas.under(horizon + 0.01)) * 0.45, mix(sky, dark, 0.5))
    line = horizon - 0.02 * canvas.ridge(0.7, 3, gain=0.3)
    body = canvas.below(line, 0.006)
    shade = np.clip(0.5 + 0.28 * canvas.noise(2.2, 3, stretch=3.2) - 0.35 * (canvas.y - horizon), 0, 1)
    canvas.blend(body, between(mix(snow, sky, 0.75) * 0.96, mix(snow, "ffffff", 0.5), shade))
    x, foot = canvas.uniform(0.28, 0.72) * canvas.aspect, horizon + canvas.uniform(0.02, 0.08)
    kind = canvas.random.random()
    if kind < 0.6:
        tall = canvas.uniform(0.3, 0.46)
        shadow = canvas.lines([([(x, foot), (x + tall * 0.9, foot + tall * 0.22)], 0.012)])
        canvas.blend(canvas.blurred(shadow, 0.012) * 0.3, mix(sky, dark, 0.5))
        tree(canvas, x, foot, tall, mix(dark, sky, 0.08))
    elif kind < 0.8:
        figure(canvas, x, foot, canvas.uniform(0.09, 0.15), rgb(canvas.choice("b3261e", "2a3138", "c98a1f")))
        steps = [
            (
                x + 0.006 * (-1) ** k + 0.02 * np.sin(k * 0.3) * k * 0.1,
                foot + 0.006 + 0.011 * k,
                0.0035 + 0.0004 * k,
                0.0018 + 0.0003 * k,
            )
            for k in range(30)
        ]
        canvas.blend(canvas.ellipses(steps) * 0.4, mix(sky, dark, 0.5))
    else:
        posts: list[Line] = []
        for k in range(16):
            px, py = x - 0.3 + 0.075 * k * 0.94**k * 1.6, foot + 0.1 - 0.012 * k
            posts.append((((px, py), (px, py - 0.11 * 0.93**k)), 0.01 * 0.93**k))
        wires: list[Line] = [
            ([(post[0][1][0], post[0][1][1] + gap) for post in posts], 0.002) for gap in (0.02, 0.045)
        ]
        canvas.blend(canvas.lines([*posts, *wires]), mix(dark, sky, 0.15))
    flakes = np.clip(canvas.noise(120, 1) - 2.1, 0, 1) * (1.0 if canvas.happens(0.4) else 0.0)
    canvas.screen(flakes, "ffffff")


def ice(canvas: Canvas) -> None:
    """Inside a glacier: polished walls of blue, veins of bubbles, light from an opening."""
    deep, blue, light = canvas.colours(
        "04213f 1673b5 d6f3ff", "062a36 1f9aa8 e0fffa", "101a3a 3d63c9 dfe6ff", "0a1c2c 3c86a8 f2fbff"
    )
    flow = canvas.blurred(warped(canvas, 1.6, strength=0.1, octaves=3, stretch=1.6), 0.006)
    scallops = canvas.blurred(np.abs(warped(canvas, 4.0, strength=0.05, octaves=1)), 0.006)
    hole = (canvas.uniform(0.3, 0.7) * canvas.aspect, canvas.uniform(0.3, 0.55))
    near = canvas.distance(*hole, flat=1.25)
    brightness = np.clip(0.62 - 0.62 * near + 0.2 * flow + 0.3 * np.clip(0.5 - scallops, -0.2, 0.5), 0, 1)
    canvas.image[:] = ramp(brightness, [(0.0, deep), (0.5, blue), (1.0, light)])
    ridges = np.zeros_like(flow)
    ridges[:-2] = (flow[:-2] - flow[2:]) * (canvas.scale / 26)
    canvas.screen(np.clip(ridges, 0, 1) * 0.3, light)
    canvas.shade(1 - np.clip(-ridges, 0, 0.6) * 0.4)
    canvas.screen(np.clip(1 - np.abs(flow - 0.25) / 0.05, 0, 1) * 0.2, light)
    if canvas.happens(0.6):
        mouth = np.clip((0.17 + 0.035 * canvas.noise(3, 3) - near) * 30, 0, 1)
        canvas.blend(
            mouth,
            between(
                mix(light, "ffffff", 0.5),
                mix(blue, light, 0.6),
                np.clip((canvas.y - hole[1]) * 3 + 0.5, 0, 1),
            ),
        )
        canvas.screen(np.exp(-((near / 0.33) ** 2)) * 0.4, light)
        if canvas.happens(0.6):
            figure(canvas, hole[0], hole[1] + 0.16, 0.12, rgb(deep))
    floor = 0.86 - 0.03 * canvas.ridge(2, 6)
    canvas.blend(canvas.below(floor, 0.02) * 0.8, mix(deep, "000000", 0.35))
    canvas.screen(np.clip(canvas.noise(150, 1) - 2.0, 0, 1) * 0.3, light)


def waterfall(canvas: Canvas) -> None:
    """A fall between mossy walls, half a second long."""
    rock, moss, light = canvas.colours(
        "1c211e 4f6f2a e6f0e6", "20201c 6f7f32 f3f0e2", "1a2226 3f6a4a e2eef0", "231c18 7a6a3a f6efe2"
    )
    stone = warped(canvas, 5, strength=0.03, octaves=5, stretch=1.5)
    canvas.image[:] = between(rock, mix(rock, "b0aa9a", 0.6), np.clip(0.42 + 0.3 * stone, 0, 1))
    green = np.clip(canvas.noise(6, 5, gain=0.65) * 0.8 + 0.15 + 0.25 * stone, 0, 1)
    canvas.blend(
        green * 0.85,
        between(
            mix(moss, rock, 0.55),
            mix(moss, "e6f09a", 0.42),
            np.clip(0.45 + 0.4 * canvas.noise(70, 2, gain=0.9), 0, 1),
        ),
    )
    middle = canvas.uniform(0.38, 0.62) * canvas.aspect
    canvas.shade(np.clip(1.15 - np.abs(canvas.x - middle) / (0.85 * max(canvas.aspect, 0.8)), 0.4, 1.1))
    top = canvas.uniform(0.03, 0.16)
    canvas.blend(
        np.clip(1 - canvas.y / (top + 0.06), 0, 1) * np.clip(1.4 - np.abs(canvas.x - middle) * 3, 0, 1),
        mix(light, "cfe0ea", 0.4),
    )
    pool = canvas.uniform(0.74, 0.84)
    threads = resized(canvas.random.standard_normal((4, 190), dtype=np.float32), canvas.width, canvas.height)
    broad = resized(canvas.random.standard_normal((5, 34), dtype=np.float32), canvas.width, canvas.height)
    drop = np.clip((canvas.y - top) / (pool - top), 0, 1)
    width = 0.05 + 0.10 * drop + 0.03 * broad[:1]
    fall = (
        np.clip(1.25 - np.abs(canvas.x - middle - 0.02 * np.sin(canvas.y * 9)) / width, 0, 1)
        * (canvas.y > top)
        * (canvas.y < pool + 0.02)
    )
    veil = np.clip(fall * (0.85 + 0.28 * threads + 0.22 * broad), 0, 1)
    canvas.blend(
        veil * 0.95, between(mix(light, "9fb8c4", 0.4), "ffffff", np.clip(0.6 + 0.3 * threads, 0, 1))
    )
    for _ in range(canvas.count(1, 4)):
        x, begin = middle + canvas.uniform(-0.4, 0.4), canvas.uniform(0.25, 0.6)
        thin = np.clip(
            1 - np.abs(canvas.x - x - 0.01 * np.sin(canvas.y * 14)) / canvas.uniform(0.008, 0.022), 0, 1
        )
        canvas.blend(
            thin
            * np.clip((canvas.y - begin) * 7, 0, 1)
            * (canvas.y < pool)
            * np.clip(0.6 + 0.4 * threads, 0, 1)
            * 0.75,
            mix(light, "ffffff", 0.5),
        )
    water = canvas.under(pool) * 0.97
    swirl = canvas.noise(6, 4, stretch=5.0)
    canvas.blend(
        water,
        between(mix(rock, "12282c", 0.6), mix(light, "8fb0b0", 0.5), np.clip(0.22 + 0.25 * swirl, 0, 1)),
    )
    canvas.screen(canvas.glow(middle, pool, 0.09, flat=2.6) * 0.9, light)
    canvas.screen(
        canvas.under(pool) * np.clip(swirl - 0.3, 0, 1) * np.exp(-np.abs(canvas.x - middle) * 3) * 0.8,
        "ffffff",
    )
    for _ in range(11):
        x, y, wide = (
            canvas.uniform(0, canvas.aspect),
            canvas.uniform(pool + 0.02, 1.0),
            canvas.uniform(0.02, 0.11),
        )
        part = canvas.window(x - wide, y - wide * 0.6, x + wide, y + wide * 0.5)
        if part.empty:
            continue
        mask = part.ellipses([(x, y, wide, wide * 0.42)]) * np.clip(
            1.0 + (y - part.y) / wide * 2.2 + 0.2, 0, 1
        )
        part.blend(
            mask,
            between(
                mix(rock, "000000", 0.35),
                mix(moss, rock, 0.3),
                np.clip(0.3 + (y - part.y) / wide * 1.3, 0, 1),
            ),
        )
    canvas.screen(canvas.glow(middle, top, 0.5) * 0.3, light)
    canvas.image **= np.float32(0.82)


def underwater(canvas: Canvas) -> None:
    """Blue that grows darker downwards, rays from above, jellyfish or bubbles."""
    light, blue, deep = canvas.colours(
        "8fe9f2 1a7fb5 04182f", "7fd0ff 2457c9 060f3a", "a8f0d8 1f8f8a 04262c", "c9b8ff 5a3fc0 120a35"
    )
    canvas.gradient([(0.0, light), (0.35, blue), (1.0, deep)])
    source = (canvas.uniform(0.2, 0.8) * canvas.aspect, -0.35)
    angle = np.arctan2(canvas.x - source[0], canvas.y - source[1])
    rays = np.interp(angle, np.linspace(-1.6, 1.6, 120), canvas.random.random(120)).astype(np.float32)
    canvas.screen(
        canvas.blurred(np.clip(rays - 0.45, 0, 1), 0.012) * np.clip(0.95 - canvas.y, 0, 1) * 0.75, light
    )
    canvas.screen(
        np.clip(1 - np.abs(canvas.noise(9, 2, stretch=2.4)) * 4, 0, 1) * np.clip(0.25 - canvas.y, 0, 1) * 2.2,
        "ffffff",
    )
    glow = rgb(canvas.choice("ffd0e6", "e0f6ff", "ffe3c0", "e6d0ff"))
    for _ in range(canvas.count(2, 6)):
        size = canvas.uniform(0.05, 0.15)
        x, y = canvas.uniform(0.12, 0.88) * canvas.aspect, canvas.uniform(0.18, 0.68)
        _jellyfish(canvas, x, y, size, glow)
    bubbles = [
        (canvas.uniform(0, canvas.aspect), canvas.uniform(0, 1), r, r)
        for r in canvas.random.pareto(2.5, 70) * 0.002 + 0.0012
    ]
    canvas.screen(canvas.ellipses(bubbles) * 0.3, light)


def _jellyfish(canvas: Canvas, x: float, y: float, size: float, glow: Colour) -> None:
    part = canvas.window(x - size * 2, y - size * 1.2, x + size * 2, y + size * 5)
    if part.empty:
        return
    lean = part.uniform(-0.25, 0.25)
    dx, dy = (part.x - x - lean * (part.y - y)) / size, (part.y - y) / size
    bell = np.clip((1 - np.sqrt(dx**2 + (dy * 1.25) ** 2)) * size * part.scale, 0, 1) * np.clip(
        (0.42 + 0.06 * np.cos(dx * 14) - dy) * 14, 0, 1
    )
    rim = np.sqrt(np.clip(dx**2 + (dy * 1.25) ** 2, 0, 1))
    part.screen(bell * (0.18 + 0.62 * rim**3 + 0.12 * np.cos(dx * 9) ** 2), glow)
    part.screen(part.glow(x, y, size * 1.1) * 0.25, glow)
    arms: list[Line] = []
    for arm in np.linspace(-0.72, 0.72, 13):
        phase, long = part.uniform(0, 6.3), part.uniform(1.6, 3.6)
        way = [
            (
                x + size * (arm * (1 - 0.1 * t) + lean * t + 0.11 * np.sin(phase + t * 3.1) * min(t, 1.0)),
                y + size * (0.4 + t),
            )
            for t in np.linspace(0, long, 12)
        ]
        arms.append((way, size * (0.012 if abs(arm) > 0.3 else 0.045)))
    part.screen(part.lines(arms) * np.clip(1 - dy / 4, 0, 1) * 0.55, glow)
