"""What people build: facades, stairs, walls in the sun, and who walks there."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line, Polygon
from simulator.drawing.colour import between, mix, rgb
from simulator.drawing.scenes.motifs import figure, tree


def _plaster(canvas: Canvas, strength: float = 1.0) -> None:
    """What keeps a wall from being a colour: fine grain, broad stains."""
    canvas.shade(1 + strength * (0.025 * canvas.noise(90, 2, gain=0.9) + 0.035 * canvas.noise(3, 4)))


def street_geometry(canvas: Canvas) -> None:
    """Black and white: hard light cut by a building's edge, somebody just walking out of it."""
    light, grey, dark = canvas.colours("efeeea 9a9894 151515", "e4e4e4 8a8c90 0d0e10", "f4f1ea a39d92 1b1815")
    kind = canvas.count(0, 3)
    canvas.fill(light)
    ground = canvas.uniform(0.6, 0.76)
    canvas.blend(canvas.under(ground), mix(light, grey, 0.35))
    if kind == 0:
        lean, start = (
            canvas.uniform(0.35, 1.1) * (1 if canvas.happens(0.5) else -1),
            canvas.uniform(0.3, 0.7) * canvas.aspect,
        )
        edge = (canvas.x - start) - lean * (canvas.y - 0.4)
        canvas.blend(np.clip(edge * canvas.scale * (1 if lean > 0 else -1) + 0.5, 0, 1), mix(dark, grey, 0.1))
        walker = start + lean * (ground + 0.1 - 0.4) - (0.16 if lean > 0 else -0.16)
    elif kind == 1:
        steps = canvas.count(9, 16)
        down = np.clip((canvas.y - 0.15) / 0.95, 0, 1)
        stripe = (down**0.8 * steps) % 1
        canvas.blend(
            np.clip((stripe - 0.52) * 40, 0, 1) * (canvas.y > 0.15) + 0 * canvas.x, mix(dark, grey, 0.25)
        )
        cut = canvas.uniform(0.2, 0.5) * canvas.aspect
        canvas.blend(np.clip((cut - canvas.x + 0.5 * (canvas.y - 0.5)) * canvas.scale, 0, 1) * 0.82, dark)
        walker = canvas.uniform(0.55, 0.8) * canvas.aspect
        ground = canvas.uniform(0.45, 0.7)
    else:
        columns: list[Polygon] = []
        gap, lean = canvas.uniform(0.11, 0.2), canvas.uniform(-0.5, 0.5)
        x = -0.6
        while x < canvas.aspect + 0.6:
            columns.append(
                [(x, ground), (x + gap * 0.5, ground), (x + gap * 0.5 + lean, 1.05), (x + lean, 1.05)]
            )
            columns.append(
                [
                    (x + gap * 0.08, 0.0),
                    (x + gap * 0.42, 0.0),
                    (x + gap * 0.42, ground),
                    (x + gap * 0.08, ground),
                ]
            )
            x += gap
        canvas.blend(canvas.under(0.0) * (1 - canvas.under(ground)), mix(grey, dark, 0.55))
        canvas.blend(canvas.polygons(columns), mix(dark, grey, 0.06))
        walker = canvas.uniform(0.3, 0.7) * canvas.aspect
    tall = canvas.uniform(0.17, 0.27)
    foot = ground + canvas.uniform(0.08, 0.15)
    slant = canvas.uniform(0.3, 0.7) * (1 if canvas.happens(0.5) else -1)
    shadow = [
        (walker - 0.02, foot),
        (walker + 0.02, foot),
        (walker + 0.035 + slant, foot + tall * 0.5),
        (walker - 0.03 + slant, foot + tall * 0.5),
    ]
    canvas.blend(canvas.polygons([shadow]) * 0.82, dark)
    figure(canvas, walker, foot, tall, rgb(dark))
    _plaster(canvas, 1.4)


def facades(canvas: Canvas) -> None:
    """A front of windows, seen straight or from below, each window a little different."""
    wall, glass, sky = canvas.colours(
        "c9ccd0 3f5366 a9c4d9",
        "d9cbb5 4a4a4a e8dcc8",
        "8f3f32 2a2f38 c9b8a8",
        "e9e6df 6f8796 cfe0e8",
        "3a4048 86a8bf e0c8a8",
        "d8b24a 3a3f44 f0e0b8",
        "6f8f86 25343a c8dcd0",
    )
    columns, rows = canvas.count(6, 15), canvas.count(6, 15)
    tilt = canvas.uniform(-0.35, 0.35)
    squeeze = canvas.uniform(0.0, 0.5)
    scale_y = 1 + squeeze * (1 - canvas.y)
    u = ((canvas.x / canvas.aspect - 0.5) * scale_y + 0.5 + tilt * (canvas.y - 0.5) * 0.35) * columns
    v = (canvas.y + 0.12 * tilt * (canvas.x - canvas.aspect / 2)) * rows * (
        1 - 0.25 * squeeze * (1 - canvas.y)
    ) + 0 * canvas.x
    cell_u, cell_v = np.floor(u).astype(int), np.floor(v).astype(int)
    in_u, in_v = u - cell_u, v - cell_v
    frame = canvas.uniform(0.08, 0.24)
    soft_u, soft_v = canvas.scale * canvas.aspect / columns / 1.2, canvas.scale / rows / 1.2
    pane = np.clip((np.minimum(in_u, 1 - in_u) - frame) * soft_u, 0, 1) * np.clip(
        (np.minimum(in_v, 1 - in_v) - frame * canvas.uniform(0.5, 1.2)) * soft_v, 0, 1
    )
    chance = canvas.random.random((64, 64)).astype(np.float32)
    own = chance[cell_v % 64, cell_u % 64]
    canvas.image[:] = between(
        mix(wall, "000000", 0.12),
        mix(wall, "ffffff", 0.12),
        np.clip(1 - canvas.y + 0.1 * canvas.noise(2, 2), 0, 1),
    )
    _plaster(canvas, 0.8)
    reflection = np.clip(
        0.5 + 0.3 * canvas.noise(2.4, 3) + 0.4 * (own - 0.5) + 0.35 * (in_v - 0.5) - 0.5 * (canvas.y - 0.5),
        0,
        1,
    )
    canvas.blend(pane, between(mix(glass, "000000", 0.35), mix(glass, sky, 0.85), reflection))
    lit = pane * (own > canvas.uniform(0.86, 0.98))
    canvas.blend(lit * 0.85, mix("ffcf7a", "fff2d0", 0.3))
    blind = pane * ((own > 0.35) & (own < 0.5)) * np.clip((0.25 + own - in_v) * 20, 0, 1)
    canvas.blend(blind * 0.75, mix(wall, "ffffff", 0.55))
    sill = np.clip(1 - np.abs(in_v - (1 - frame * 0.6)) * soft_v / 2.5, 0, 1) * np.clip(
        (np.minimum(in_u, 1 - in_u) - frame * 0.8) * soft_u, 0, 1
    )
    canvas.shade(1 - 0.4 * sill)
    inner = np.clip(1 - (in_v - frame) / 0.14, 0, 1) * pane
    canvas.shade(1 - 0.45 * inner)
    start, lean = canvas.uniform(0.1, 0.9) * canvas.aspect, canvas.uniform(-0.9, 0.9)
    sun = np.clip(((canvas.x - start) - lean * (canvas.y - 0.5)) * 26, 0, 1)
    canvas.shade(1 - 0.42 * sun)


def spiral_stairs(canvas: Canvas) -> None:
    """A stairwell looked down (or up): treads turning around a bright or dark middle."""
    wood, wall, dark = canvas.colours(
        "b98a5a efe6d8 2a1a12",
        "9aa4ad f2f2ef 1a1d22",
        "d8d2c4 fbf8f0 3a342c",
        "5a6f7a dfe6ea 10181e",
        "a8483a f0dccb 2a0f0c",
        "3a3a3e c8c8c8 0a0a0c",
    )
    x, y = canvas.uniform(0.42, 0.58) * canvas.aspect, canvas.uniform(0.42, 0.58)
    dx, dy = canvas.x - x, (canvas.y - y) * canvas.uniform(1.0, 1.15)
    radius = np.sqrt(dx * dx + dy * dy) + 1e-4
    turn = 1 if canvas.happens(0.5) else -1
    angle = np.arctan2(dy, dx) * turn
    # A logarithmic spiral: every turn brings it out by the same factor, so level and angle jump together and
    # nothing tears.
    winding = np.log(radius / 0.055) / canvas.uniform(0.5, 0.72) - angle / (2 * np.pi) + canvas.uniform(0, 1)
    level = np.floor(winding)
    across = winding - level
    along = (angle / (2 * np.pi) + level) * canvas.count(15, 26)
    stair = along - np.floor(along)
    shade = np.clip(1.05 - 0.5 * stair - 0.1 * (np.floor(along) % 2), 0, 1)
    light = np.clip(
        0.35 + 0.75 * np.exp(-(((radius - 0.4) / 0.45) ** 2)) + 0.22 * np.cos(angle - 0.8), 0.15, 1.15
    )
    steps = between(dark, wood, np.clip(shade * light, 0, 1))
    canvas.image[:] = steps
    side = np.clip((across - 0.62) * 40, 0, 1)
    canvas.blend(
        side,
        between(mix(dark, wall, 0.35), wall, np.clip(light * (1.15 - 0.55 * (across - 0.62) / 0.38), 0, 1)),
    )
    rail = np.clip(1 - np.abs(across - 0.62) / 0.022, 0, 1)
    canvas.blend(rail, mix(dark, wood, 0.2))
    canvas.screen(np.clip(1 - np.abs(across - 0.605) / 0.008, 0, 1) * 0.55, wall)
    edge = np.clip(1 - across / 0.05, 0, 1)
    canvas.shade(1 - 0.55 * edge)
    bars = np.clip((np.abs(((along * 2) % 1) - 0.5) - 0.36) * 20, 0, 1) * np.clip(
        1 - np.abs(across - 0.56) / 0.05, 0, 1
    )
    canvas.blend(bars * 0.55 * (radius > 0.1), dark)
    middle = np.clip((0.06 - radius) * 60, 0, 1)
    canvas.blend(middle, wall if canvas.happens(0.5) else dark)
    canvas.screen(np.exp(-((radius / 0.13) ** 2)) * 0.5, wall)


def colour_walls(canvas: Canvas) -> None:
    """Two or three colours in the sun of the south: a door or a window, a plant's shadow, sky."""
    wall, other, door = canvas.colours(
        "e9b44c f3efe6 2f6f8f",
        "d9683f f7e3d0 2a5f6f",
        "3f7fa8 f6f1e4 d9a441",
        "f0c9c0 c9584a 3a6f6a",
        "f4efe4 4f8fb8 2f5f9f",
        "c94f6a f6d9a8 2f7f7a",
        "8fb08a f2ead8 a8483a",
        "efe0c0 d98f3f 5a3a6a",
    )
    sky = canvas.choice("4f9fd8", "3f8fcf", "7fb8dc", "2f7fc0")
    canvas.fill(wall)
    base = canvas.uniform(0.72, 0.9)
    top = canvas.uniform(0.1, 0.3) if canvas.happens(0.6) else -0.1
    slope = canvas.uniform(-0.12, 0.12)
    roof = (top + slope * (canvas.x[0] - canvas.aspect / 2)).astype(np.float32)
    corner = canvas.uniform(0.3, 0.75) * canvas.aspect
    canvas.blend(np.clip((canvas.x - corner) * canvas.scale, 0, 1) * np.float32(1.0) + 0 * canvas.y, other)
    _plaster(canvas, 1.2)
    canvas.shade(1 - 0.16 * np.clip((canvas.x - corner) * canvas.scale, 0, 1) + 0 * canvas.y)
    canvas.blend(
        1 - canvas.below(roof), between(sky, mix(sky, "ffffff", 0.35), np.clip(canvas.y * 2.2, 0, 1))
    )
    canvas.blend(canvas.below(roof - 0.012) * (1 - canvas.below(roof)), mix(wall, "ffffff", 0.7))
    canvas.blend(canvas.under(base), mix(mix(wall, "8a8078", 0.6), "ffffff", 0.25))
    wide, tall = canvas.uniform(0.11, 0.17), canvas.uniform(0.28, 0.42)
    x = canvas.uniform(0.15, 0.6) * corner + 0.02
    is_door = canvas.happens(0.6)
    foot = base if is_door else base - canvas.uniform(0.2, 0.3)
    tall = tall if is_door else wide * canvas.uniform(1.1, 1.5)
    frame = [
        (x - 0.014, foot),
        (x - 0.014, foot - tall - 0.014),
        (x + wide + 0.014, foot - tall - 0.014),
        (x + wide + 0.014, foot),
    ]
    leaf = [(x, foot), (x, foot - tall), (x + wide, foot - tall), (x + wide, foot)]
    canvas.collage([(frame, mix(wall, "ffffff", 0.75)), (leaf, rgb(door))])
    panels: list[Line] = []
    for column in range(2):
        for row in range(3 if is_door else 2):
            left, low = (
                x + wide * (0.1 + 0.46 * column),
                foot - tall * (0.06 + (0.31 if is_door else 0.47) * row),
            )
            w, h = wide * 0.34, tall * (0.24 if is_door else 0.38)
            panels.append(
                ([(left, low), (left, low - h), (left + w, low - h), (left + w, low), (left, low)], 0.004)
            )
    canvas.blend(canvas.lines(panels) * 0.5, mix(door, "000000", 0.5))
    inset = canvas.polygons([leaf])
    canvas.shade(1 - 0.4 * inset * np.clip(1 - (canvas.x - x) / 0.025, 0, 1))
    lean, start = canvas.uniform(0.4, 1.3), canvas.uniform(-0.2, 0.5) * canvas.aspect
    if canvas.happens(0.5):
        cast = np.clip(((canvas.x - start) - lean * (canvas.y - 0.3)) * -canvas.scale / 2, 0, 1)
        canvas.shade(1 - 0.4 * cast * canvas.below(roof))
    else:
        before = canvas.image.copy()
        tree(
            canvas,
            canvas.uniform(0.5, 0.95) * canvas.aspect,
            base + 0.05,
            canvas.uniform(0.5, 0.8),
            rgb("20242c"),
        )
        canvas.image[:] = before * 0.42 + canvas.image * 0.58
        canvas.image[:] = np.where((1 - canvas.below(roof))[None] > 0.5, before, canvas.image)
    if canvas.happens(0.3):
        figure(canvas, canvas.uniform(0.2, 0.85) * canvas.aspect, base + 0.06, 0.3, mix("1c1c22", wall, 0.1))
