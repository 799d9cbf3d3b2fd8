"""The open sea: sunsets and long exposures."""

import numpy as np

from simulator.drawing.canvas import Canvas
from simulator.drawing.colour import Colour, Plane, between, hexadecimal, mix, rgb

_SUNSETS = (
    ("27304f", "b4566b", "f59f5a", "ffe2a0"),
    ("1d3557", "7b5c8e", "f0876a", "ffd9a6"),
    ("3d5a80", "98a9c4", "f4c095", "fff1d0"),
    ("2b1b3d", "8e2f5c", "ef6a4b", "ffcf86"),
    ("14324a", "3f7d8c", "e9b872", "fff0c2"),
    ("4a3f6b", "c77b9b", "f9b99b", "ffeedd"),
)


def swell(canvas: Canvas, horizon: float, *, calm: float) -> Plane:
    """How much each place of the water faces the sky: long near the horizon, broad in front."""
    depth = np.clip((canvas.y - horizon) / (1 - horizon), 1e-3, 1)
    near = canvas.noise(34, 3, stretch=4.0, gain=0.65)
    far = canvas.noise(110, 2, stretch=6.0)
    result: Plane = ((near * depth + far * (1 - depth)) * np.float32(1 - calm)).astype(np.float32)
    return result


def sunset_sea(canvas: Canvas) -> None:
    """A low sun, its path on the water, clouds lit from below, perhaps rocks."""
    high, middle, low, sun = _SUNSETS[canvas.count(0, len(_SUNSETS))]
    horizon = canvas.uniform(0.5, 0.68)
    canvas.gradient([(0.0, high), (horizon * 0.55, middle), (horizon * 0.92, low), (horizon, sun)])
    place = canvas.uniform(0.25, 0.75) * canvas.aspect
    height = horizon - canvas.uniform(0.0, 0.09)
    canvas.screen(0.7 * canvas.glow(place, height, 0.4, flat=1.7), low)
    banks = canvas.noise(7, 5, stretch=4.5, gain=0.55)
    toward = np.clip(1.15 - canvas.y / horizon, 0, 1) ** 0.6
    body = np.clip(banks * 0.9 - 0.1, 0, 1) * toward
    canvas.blend(body * 0.7, mix(high, middle, 0.4))
    # Clouds are lit from below: where there is less of them further down, their underside shows.
    drop = max(1, canvas.height // 60)
    under = np.zeros_like(body)
    under[:-drop] = np.clip(body[:-drop] - body[drop:], 0, 1)
    canvas.screen(
        canvas.blurred(under, 0.006) * 1.6 * (0.35 + 0.65 * canvas.glow(place, height, 0.7, flat=1.8)), sun
    )
    canvas.screen(canvas.glow(place, height, 0.11), sun)
    canvas.blend(canvas.disc(place, height, 0.034, 0.006), mix(rgb(sun), rgb("ffffff"), 0.65))
    water = canvas.under(horizon)
    depth = np.clip((canvas.y - horizon) / (1 - horizon), 0, 1)
    canvas.blend(water, between(mix(low, middle, 0.4), mix(high, "061018", 0.45), depth))
    waves = swell(canvas, horizon, calm=canvas.uniform(0.0, 0.3))
    canvas.screen(water * np.clip(waves * 0.3, 0, 1), mix(rgb(middle), rgb(low), 0.6))
    path = np.exp(-(((canvas.x - place) / (0.05 + 0.28 * depth)) ** 2))
    canvas.screen(water * path * np.clip(0.35 + 0.9 * waves, 0, 1) * (1 - 0.35 * depth), sun)
    if canvas.happens(0.55):
        side = canvas.aspect if canvas.happens(0.5) else 0.0
        line = 1.08 - (0.5 - 0.22 * np.abs(canvas.x[0] - side)) * np.clip(
            1.1 - np.abs(canvas.x[0] - side) / 0.75, 0, 1
        )
        canvas.blend(canvas.below((line + 0.02 * canvas.ridge(9, 6, gain=0.65)).astype(np.float32)), "0a0a10")


def long_exposure(canvas: Canvas) -> None:
    """Minutes of sea in one picture: milk, a few posts or a rock, a sky drawn long."""
    light, grey, dark = canvas.choice(
        "f1f2f0 b9bfc2 23282c", "e9ece8 9aa3a6 14181a", "d6dade 8b949c 1b2126", "f5f3ee c8c4bc 2c2a28"
    ).split()
    horizon = canvas.uniform(0.42, 0.6)
    canvas.gradient([(0.0, hexadecimal(mix(grey, dark, canvas.uniform(0.0, 0.75)))), (horizon, light)])
    streaks = canvas.noise(4, 4, stretch=9.0)
    canvas.blend(np.clip(0.5 + streaks, 0, 1) * 0.4 * np.clip(1.1 - canvas.y / horizon, 0, 1), dark)
    water = np.clip((canvas.y - horizon) * 60 + 0.5, 0, 1)
    depth = np.clip((canvas.y - horizon) / (1 - horizon), 0, 1)
    canvas.blend(water, between(mix(light, grey, 0.3), mix(grey, dark, 0.35), depth**1.3))
    canvas.screen(water * np.clip(canvas.noise(7, 3, stretch=6.0), 0, 1) * 0.25, light)
    kind = canvas.random.random()
    if kind < 0.5:
        _posts(canvas, horizon, rgb(dark))
    elif kind < 0.8:
        _rock(canvas, horizon, rgb(dark), rgb(light))
    else:
        _jetty(canvas, horizon, rgb(dark))


def _posts(canvas: Canvas, horizon: float, dark: Colour) -> None:
    """Two rows of posts that run out to sea, and what the calm water gives back of them."""
    start, lean = canvas.uniform(0.2, 0.8) * canvas.aspect, canvas.uniform(-0.7, 0.7)
    gap = canvas.uniform(0.09, 0.2)
    posts, mirrored = [], []
    missing = canvas.random.random(40) < 0.12
    for number in range(14):
        away = 0.84**number
        y = horizon + (1.02 - horizon) * away
        for side in (-1, 1):
            if missing[number * 2 + (side > 0)]:
                continue
            x = start + (lean * (1 - away)) + side * gap * away
            tall, thick = (0.19 + 0.02 * float(canvas.random.random())) * away, 0.021 * away + 0.002
            posts.append((((x, y - tall), (x, y)), thick))
            mirrored.append((((x, y), (x, y + tall * 0.8)), thick))
    canvas.blend(canvas.blurred(canvas.lines(mirrored), 0.012) * 0.38, dark)
    canvas.blend(canvas.lines(posts), dark)


def _rock(canvas: Canvas, horizon: float, dark: Colour, light: Colour) -> None:
    x, size = canvas.uniform(0.3, 0.7) * canvas.aspect, canvas.uniform(0.07, 0.16)
    foot = horizon + canvas.uniform(0.03, 0.2)
    columns = canvas.x[0] - x
    shape = np.clip(1 - (columns / (size * 1.7)) ** 2, 0, 1) ** 0.7
    line = foot - size * shape * (1.1 + 0.22 * canvas.ridge(16, 6, gain=0.62))
    body = (
        canvas.below(line.astype(np.float32))
        * (shape > 0.02)
        * np.clip((foot - canvas.y) * canvas.height + 0.5, 0, 1)
    )
    below = canvas.below((2 * foot - line).astype(np.float32)) * -1 + 1
    canvas.blend(
        below
        * (canvas.y > foot)
        * (shape > 0.02)
        * 0.35
        * np.clip(1 - (canvas.y - foot) / (size * 1.3), 0, 1),
        dark,
    )
    canvas.blend(body, dark)
    canvas.screen(body * np.clip(canvas.noise(26, 4, gain=0.7, stretch=1.6) * 0.07 + 0.05, 0, 0.2), light)
    mist = canvas.glow(x, foot + 0.004, 0.02, flat=size * 110 / 1.0 * 0.1)
    canvas.screen(mist * 0.75, light)


def _jetty(canvas: Canvas, horizon: float, dark: Colour) -> None:
    middle = canvas.uniform(0.35, 0.65) * canvas.aspect
    far = horizon + 0.05
    deck = [(middle - 0.22, 1.02), (middle + 0.22, 1.02), (middle + 0.02, far), (middle - 0.02, far)]
    canvas.blend(canvas.polygons([deck]), mix(dark, rgb("888888"), 0.35))
    planks = [
        (((middle - 0.25, y), (middle + 0.25, y)), 0.0035 * (y - far) * 3)
        for y in far + (1.02 - far) * np.linspace(0.05, 1, 34) ** 1.8
    ]
    canvas.blend(canvas.lines(planks) * canvas.polygons([deck]), dark)
    posts = []
    for away in (1.0, 0.62, 0.38, 0.2, 0.08):
        y = far + (1.0 - far) * away
        for side in (-1, 1):
            x = middle + side * (0.025 + 0.21 * away)
            posts.append((((x, y - 0.2 * away - 0.02), (x, y + 0.02)), 0.022 * away + 0.003))
    canvas.blend(canvas.lines(posts), dark)
