"""Mountains: ridges in the mist, lakes that mirror a summit, dunes, terraces."""

import numpy as np

from simulator.drawing.canvas import Canvas
from simulator.drawing.colour import Plane, between, mix, ramp, rgb
from simulator.drawing.scenes.motifs import mirror

_DAWNS = (
    ("f3d9c0", "e9b8a0", "6f7fa0", "16243a"),
    ("f6e7c9", "efc48d", "8d8a86", "1d2a33"),
    ("dfe9ef", "b9cfdd", "5e86a3", "0f2536"),
    ("f2d5d9", "d8a7b8", "7a6d98", "1f1b3c"),
    ("e8efe6", "bcd3c4", "5f8b80", "102f2d"),
    ("fbe3b4", "f2a65e", "a2566a", "2a1430"),
)


def misty_mountains(canvas: Canvas) -> None:
    """Ridge behind ridge, each paler than the one before it, fog in the valleys."""
    light, glow, middle, dark = _DAWNS[canvas.count(0, len(_DAWNS))]
    horizon = canvas.uniform(0.22, 0.46)
    canvas.gradient([(0.0, glow), (horizon, light)])
    top = mix(rgb(glow), rgb(middle), 0.35)
    canvas.blend(np.clip(1 - canvas.y / (horizon * 1.1), 0, 1) ** 1.5, top)
    sun = (canvas.uniform(0.15, 0.85) * canvas.aspect, horizon - canvas.uniform(0.0, 0.08))
    canvas.screen(0.75 * canvas.glow(*sun, 0.28), light)
    canvas.screen(0.9 * canvas.glow(*sun, 0.05), "fff6e0")
    clouds = np.clip(canvas.noise(5, 4, stretch=5.0) - 0.5, 0, 1) * np.clip(1 - canvas.y / horizon, 0, 1)
    canvas.screen(0.35 * clouds, light)
    layers = canvas.count(5, 8)
    mist = canvas.noise(4, 4, stretch=3.0)
    for number in range(layers):
        depth = (number + 1) / layers
        base = horizon + (1.02 - horizon) * depth**1.25 * 0.85 + 0.02
        height = 0.035 + 0.075 * depth * canvas.uniform(0.7, 1.3)
        line = base - height * canvas.ridge(1.2 + 2.2 * (1 - depth), 8, gain=0.52)
        far, near = mix(rgb(light), rgb(middle), 0.25 + 0.5 * depth), rgb(dark)
        body = canvas.below(line)
        down = np.clip((canvas.y - line[None, :]) / 0.2, 0, 1)
        colour = (far + (near - far) * np.float32(depth**1.8)).astype(np.float32)
        canvas.blend(body, colour)
        fog = body * np.clip(down * (1 - depth) * 1.1 + 0.35 * (mist - 0.2) * (1 - depth), 0, 0.85)
        canvas.blend(fog, mix(rgb(light), rgb(middle), 0.12))


def _peak(canvas: Canvas, summit: tuple[float, float], foot: float) -> tuple[Plane, Plane]:
    """One great mountain: its outline and how steep its lit side is at each place."""
    columns = canvas.x[0]
    slope = np.abs(columns - summit[0])
    line = (
        summit[1] + (foot - summit[1]) * np.clip(slope / (0.55 * max(1.0, canvas.aspect * 0.8)), 0, 1) ** 0.85
    )
    line = line + 0.022 * canvas.ridge(5, 7, gain=0.6) * (1 + slope)
    return line.astype(np.float32), slope


def alpine_lake(canvas: Canvas) -> None:
    """A snow summit, woods along the shore, and all of it again in the water."""
    shore = canvas.uniform(0.5, 0.62)
    sky = canvas.choice(
        "2f6fb0 9cc4e4 e8f1f5", "35528c e7a583 fbe3c4", "4a7fa8 c8dbe4 f7f3e8", "29406f b387a6 f6cfa8"
    ).split()
    canvas.gradient([(0.0, sky[0]), (shore * 0.65, sky[1]), (shore, sky[2])])
    clouds = np.clip(canvas.noise(4, 5, stretch=2.6) - 0.35, 0, 1.2)
    canvas.blend(0.55 * clouds * np.clip(1.15 - canvas.y / shore, 0, 1), "ffffff")
    summit = (canvas.uniform(0.3, 0.7) * canvas.aspect, canvas.uniform(0.12, 0.22))
    rock, snow = rgb(canvas.choice("56627a", "5a5a66", "4f6076")), mix("ffffff", sky[2], 0.3)
    for offset, far in ((canvas.uniform(-0.7, -0.4), 0.5), (canvas.uniform(0.4, 0.7), 0.35), (0.0, 0.0)):
        top = (summit[0] + offset, summit[1] + 0.14 * (offset != 0))
        line, _ = _peak(canvas, top, shore + 0.03)
        body = canvas.below(line)
        canvas.blend(body, mix(rock, rgb(sky[1]), far * 0.8))
        crags = canvas.noise(6, 5, gain=0.6, stretch=0.7)
        folds = canvas.noise(9, 4, gain=0.6, stretch=0.5)
        side = np.clip((top[0] - canvas.x + 0.05 * folds) * 3.5, -0.42, 0.42)
        light = np.clip(0.52 + side + 0.2 * folds, 0, 1)
        cover = np.clip((0.26 - (canvas.y - top[1])) * 6 + 0.9 * crags + 0.5, 0, 1)
        dark = mix(rock, "141c2c", 0.55)
        stone, white = between(dark, rock * 1.2, light), between(mix(rock, snow, 0.35), snow, light)
        surface = stone + (white - stone) * cover
        haze = mix(sky[1], sky[2], 0.5)[:, None, None]
        canvas.blend(body, surface + (haze - surface) * np.float32(far * 0.75))
    canvas.blend(np.clip((canvas.y - shore + 0.16) / 0.2, 0, 1) * 0.5, mix(rgb(sky[1]), rgb(sky[2]), 0.5))
    wood = shore - 0.015 - 0.022 * (1 + canvas.ridge(3, 5)) - 0.012 * np.abs(canvas.ridge(60, 2, gain=0.9))
    canvas.blend(canvas.below(wood), canvas.choice("10241f", "1a2a22", "1c2430"))
    mirror(canvas, shore, calm=canvas.uniform(0.6, 0.95), tint="0f2a3a")


_SANDS = (
    ("f2c99a", "d98e4f", "7a3b24", "86b4d4"),
    ("f6d8b0", "e0a36a", "6a4030", "e9d7c2"),
    ("f0b98a", "c96f3c", "4a1f1c", "f3b27a"),
    ("eadfce", "c9b394", "5e5348", "b9cbd6"),
    ("f7c6a0", "dd7f54", "562440", "e58f7a"),
)


def desert_dunes(canvas: Canvas) -> None:
    """Crests of sand: one side in the low sun with ripples, the other in shadow."""
    lit, sand, shadow, sky = _SANDS[canvas.count(0, len(_SANDS))]
    horizon = canvas.uniform(0.2, 0.42)
    canvas.gradient([(0.0, sky), (horizon, lit)])
    canvas.screen(0.5 * canvas.glow(canvas.uniform(0, 1) * canvas.aspect, horizon, 0.3, flat=1.6), "fff0d8")
    dunes = canvas.count(3, 6)
    for number in range(dunes):
        depth = (number + 1) / dunes
        base = horizon + (0.98 - horizon) * (number / dunes) ** 1.2
        line = base - (0.03 + 0.09 * depth) * canvas.ridge(0.9, 3, gain=0.32)
        body = canvas.below(line)
        canvas.blend(body, mix(rgb(lit), rgb(sand), 0.25 + 0.65 * depth))
        ripples = np.sin(
            (canvas.y - line[None, :]) * (260 - 150 * depth)
            + 5 * canvas.noise(2.5, 3, stretch=2.0)
            + canvas.x * 14
        )
        canvas.shade(1 + body * ripples * np.float32(0.028 * depth))
        # The crest: a line that wanders down the dune and parts light from shadow.
        crest = canvas.uniform(0.1, 0.9) * canvas.aspect
        lean = canvas.uniform(-0.9, 0.9)
        bend = 0.1 * canvas.noise(1.6, 2)
        edge = (canvas.x - crest) - lean * (canvas.y - line[None, :]) * 2.2 + bend
        dark = (
            body
            * np.clip(edge * 30 * (1 if lean > 0 else -1), 0, 1)
            * np.clip(1.15 - (canvas.y - line[None, :]) / 0.5, 0, 1)
        )
        canvas.blend(dark * (0.45 + 0.4 * depth), mix(rgb(shadow), rgb(sand), 0.25 * (1 - depth)))
        canvas.screen(body * np.clip(1 - (canvas.y - line[None, :]) * 60, 0, 1) * 0.22, lit)
    sparkle = canvas.noise(150, 1)
    canvas.shade(1 + 0.025 * sparkle * (canvas.y > horizon))


def terraces(canvas: Canvas) -> None:
    """Rice terraces: contour after contour, some planted, some mirrors of the sky."""
    sky = canvas.choice("f7d9b0 e9a27c 4f6d8a", "dfeef2 a9cbd8 4b7f8f", "f9e4c8 c8c6a8 5c7a5a").split()
    green = canvas.choice("3f6f2b 7fa343 1d3a1c", "5a7d2a b0b84e 2a3d14", "2f6b4a 6fb27a 123524").split()
    hills = (
        canvas.noise(1.0, 3, gain=0.36) * 0.11
        + canvas.y * canvas.uniform(0.8, 1.1)
        + canvas.x * canvas.uniform(-0.25, 0.25)
    )
    steps = hills * canvas.uniform(15, 24)
    level, within = np.floor(steps), steps - np.floor(steps)
    chance = canvas.random.random(256)
    kind = chance[np.mod(level, 256).astype(np.int64)].astype(np.float32)
    shine = np.clip(1.1 - canvas.y * 0.9, 0.25, 1)
    water = ramp(
        np.clip(within * 0.55 + 0.6 * canvas.noise(2, 2) * 0.3 + 0.2, 0, 1),
        [(0, sky[2]), (0.5, sky[1]), (1, sky[0])],
    )
    rice = ramp(
        np.clip(kind * 0.8 + 0.12 * canvas.noise(60, 2) + 0.2 * within, 0, 1),
        [(0, green[2]), (0.5, green[0]), (1, green[1])],
    )
    is_water = np.clip((kind - 0.52) * 12, 0, 1)
    canvas.image[:] = rice * (1 - is_water) + water * (shine * is_water)
    bank = np.clip(1 - within / 0.16, 0, 1)
    canvas.blend(bank * 0.85, mix(rgb(green[2]), rgb("1a120a"), 0.45))
    canvas.screen(np.clip(1 - np.abs(within - 0.2) / 0.05, 0, 1) * 0.18, sky[0])
    haze = np.clip(0.55 - canvas.y, 0, 1) * 1.1
    canvas.blend(haze, mix(rgb(sky[0]), rgb(sky[1]), 0.4))
    canvas.screen(0.35 * canvas.glow(canvas.uniform(0.1, 0.9) * canvas.aspect, 0.0, 0.45), sky[0])
