"""Skylines, roads drawn by headlights, bridges that end in fog."""

from itertools import pairwise

import numpy as np

from simulator.drawing.canvas import Canvas, Line, Polygon
from simulator.drawing.colour import Colour, mix
from simulator.drawing.scenes.motifs import box, lit_windows, mirror, stars


def skyline(canvas: Canvas) -> None:
    """Towers across the water at the blue hour, windows going on."""
    high, low, glow = canvas.colours(
        "1d2f5c 7a86b8 ffb27a",
        "27233f 9a5f7a ffb08a",
        "12303f 4f8f9f ffd9a0",
        "1a1f38 46527a ffcf8f",
        "3a2f5a c77a7a ffd6a0",
    )
    shore = canvas.uniform(0.66, 0.76)
    canvas.gradient([(0.0, high), (shore * 0.75, low), (shore, glow)])
    canvas.blend(np.clip(canvas.noise(4, 4, stretch=5.0) - 0.1, 0, 1) * 0.4, mix(high, low, 0.5))
    middle = canvas.uniform(0.35, 0.65) * canvas.aspect
    for row in range(3):
        depth = (row + 1) / 3
        colour = mix(mix(low, high, 0.45), mix(high, "05070f", 0.72), depth)
        towers: list[tuple[Polygon, Colour]] = []
        lit: list[Polygon] = []
        x = -0.03
        while x < canvas.aspect:
            wide = canvas.uniform(0.022, 0.062)
            central = np.exp(-(((x - middle) / 0.4) ** 2))
            tall = (
                (0.07 + 0.36 * central * canvas.uniform(0.25, 1.0))
                * (1.05 - 0.3 * depth)
                * canvas.uniform(0.6, 1.05)
            )
            top = shore - tall
            towers.append(([(x, shore), (x, top), (x + wide, top), (x + wide, shore)], colour))
            towers.append(
                (
                    [(x + wide * 0.62, shore), (x + wide * 0.62, top), (x + wide, top), (x + wide, shore)],
                    colour * np.float32(0.86),
                )
            )
            if canvas.happens(0.22):
                towers.append(
                    (
                        [(x + wide * 0.2, top), (x + wide * 0.5, top - tall * 0.22), (x + wide * 0.8, top)],
                        colour,
                    )
                )
                towers.append(
                    (
                        [(x + wide * 0.48, top), (x + wide * 0.5, top - tall * 0.4), (x + wide * 0.52, top)],
                        colour,
                    )
                )
            busy = canvas.uniform(0.08, 0.42) * (0.4 + 0.6 * depth)
            front = (x + 0.004, top + 0.008, x + wide - 0.006, shore - 0.004)
            lit += lit_windows(canvas, front, pitch=(0.0078, 0.0105), size=(0.0042, 0.0052), share=busy)
            x += wide + canvas.uniform(-0.006, 0.014)
        canvas.collage(towers)
        windows = canvas.polygons(lit)
        canvas.screen(windows * (0.45 + 0.5 * depth), "ffdf9f")
        canvas.screen(canvas.blurred(windows, 0.02) * 0.4, "ffb870")
    mirror(canvas, shore, calm=canvas.uniform(0.1, 0.5), tint="050a16")


def light_trails(canvas: Canvas) -> None:
    """A road that winds through the dark, drawn by the cars that went along it."""
    high, low = canvas.colours("0c1430 3a4a7a", "1a1030 7a3f5a", "0a1a24 2f6470", "14141c 4a4a5a")
    horizon = canvas.uniform(0.3, 0.42)
    canvas.gradient([(0.0, high), (horizon, low)])
    if canvas.happens(0.6):
        stars(canvas, number=260, below=horizon)
    for depth in (0.3, 0.6, 1.0):
        line = horizon + 0.02 + 0.13 * depth - (0.05 + 0.05 * depth) * canvas.ridge(1.3, 6)
        canvas.blend(canvas.below(line), mix(low, "04060c", 0.35 + 0.55 * depth))
    phase, bends, swing = (
        canvas.uniform(0, 6.3),
        canvas.uniform(5.5, 8.5),
        canvas.uniform(0.3, 0.52) * min(1.2, canvas.aspect),
    )
    middle = canvas.aspect / 2

    def way(lane: float, rise: float) -> list[tuple[float, float]]:
        points = []
        for t in np.linspace(0.0, 1.0, 120):
            depth = t**2.2
            y = horizon + 0.13 + (1.1 - horizon - 0.13) * depth
            x = (
                middle
                + swing * np.sin(phase + bends * (1 - t) ** 1.25) * (0.16 + 0.84 * depth**0.7)
                + lane * (0.006 + 0.16 * depth)
            )
            points.append((float(x), float(y - rise * depth)))
        return points

    asphalt = way(-1.0, 0.0) + way(1.0, 0.0)[::-1]
    canvas.blend(canvas.polygons([asphalt]) * 0.85, "0a0b10")
    for side, colour, bright in ((-0.62, "ff2a1a", "ff9a7a"), (0.62, "fff2d0", "ffffff")):
        pieces: list[Line] = []
        for _ in range(6):
            points = way(side + canvas.uniform(-0.2, 0.2), canvas.uniform(0.0, 0.05))
            pieces += [(points[k : k + 13], 0.0012 + 0.0065 * (k / 120) ** 1.6) for k in range(0, 108, 12)]
        trails = canvas.lines(pieces)
        canvas.screen(canvas.blurred(trails, 0.05) * 0.7, colour)
        canvas.screen(canvas.blurred(trails, 0.016), colour)
        canvas.screen(trails * 0.85, bright)
    canvas.screen(canvas.glow(middle, horizon + 0.12, 0.1, flat=2.5) * 0.4, "ffb27a")


def bridge_fog(canvas: Canvas) -> None:
    """A suspension bridge that goes into the fog and does not come out."""
    light, grey, steel = canvas.colours(
        "e9edef b4c0c6 3a444a",
        "f2e6d8 d0b8a4 8f2f22",
        "dfe6ee 9fb0c4 22344a",
        "f5eee4 c9c0b4 a83a28",
        "e0e8e2 a4b5aa 2a3a34",
    )
    canvas.gradient([(0.0, grey), (0.45, light), (1.0, grey)])
    canvas.blend(np.clip(canvas.noise(3, 4, stretch=3.0) * 0.3 + 0.2, 0, 0.7), light)
    deck = canvas.uniform(0.56, 0.66)
    side = 1 if canvas.happens(0.5) else -1
    near_x = canvas.aspect * (0.2 if side > 0 else 0.8)
    towers = [(near_x + side * gap, size) for gap, size in ((0.0, 1.0), (0.55, 0.5), (0.84, 0.27))]
    vanish = near_x + side * 1.2
    far_deck = deck - 0.02

    def along(x: float) -> float:
        """The size of things at a place on the bridge."""
        return float(np.clip(1 - (x - near_x) * side / (vanish - near_x) / side, 0.02, 1.6))

    for (x, size), colour_share in zip(towers[::-1], (0.82, 0.5, 0.0), strict=True):
        colour = mix(steel, light, colour_share)
        tall, wide = 0.46 * size, 0.018 * size
        foot = deck + 0.16 * size
        top = far_deck - tall * 0.9
        legs: list[tuple[Polygon, Colour]] = []
        for leg in (-1, 1):
            lx = x + leg * 0.05 * size
            legs.append(
                (
                    [
                        (lx - wide, foot + 0.3 * size),
                        (lx - wide * 0.75, top),
                        (lx + wide * 0.75, top),
                        (lx + wide, foot + 0.3 * size),
                    ],
                    colour,
                )
            )
        legs += [
            (box(x - 0.06 * size, beam, x + 0.06 * size, beam + 0.022 * size), colour * np.float32(0.94))
            for beam in np.linspace(top + 0.02 * size, foot - 0.1 * size, 4)
        ]
        canvas.collage(legs)
    xs = np.linspace(near_x - side * 0.6, vanish, 160)
    level = [(float(x), deck + 0.06 * along(float(x)) ** 1.2) for x in xs]
    body = level + [(x, y + 0.035 * along(x)) for x, y in level[::-1]]
    fade = np.clip(np.abs(canvas.x - near_x) * 0.95, 0, 0.95)
    canvas.blend(canvas.polygons([body]) * (1 - fade), steel)
    spans = [(near_x - side * 0.75, 1.35), *towers, (vanish, 0.05)]
    cables: list[Line] = []
    for (x0, s0), (x1, s1) in pairwise(spans):
        way = []
        for t in np.linspace(0, 1, 26):
            size = s0 + (s1 - s0) * t
            sag = 4 * t * (1 - t)
            px, py = x0 + (x1 - x0) * t, far_deck - 0.41 * size * (1 - 0.86 * sag)
            way.append((px, py))
            foot = deck + 0.06 * along(px) ** 1.2
            if py < foot:
                cables.append(([(px, py), (px, foot)], 0.0012 + 0.0012 * size))
        cables.append((way, 0.002 + 0.0045 * s0))
    canvas.blend(canvas.lines(cables) * (1 - fade) * 0.9, steel)
    bank = np.clip(canvas.noise(2.4, 4, stretch=3.5) * 0.35 + 0.45, 0, 1)
    canvas.blend(bank * np.clip((canvas.y - 0.52) * 2.6, 0, 1), light)
    canvas.blend(np.clip(np.abs(canvas.x - near_x) - 0.25, 0, 1) * bank * 1.1, light)
