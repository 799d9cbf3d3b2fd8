"""Woods in fog and in autumn."""

import numpy as np

from simulator.drawing.canvas import Canvas, Line, Polygon
from simulator.drawing.colour import Colour, between, mix, rgb
from simulator.drawing.scenes.motifs import bokeh


def _trunk(canvas: Canvas, x: float, thickness: float, foot: float) -> Polygon:
    """A trunk from the ground beyond the upper edge, hardly straight."""
    heights = np.linspace(foot, -0.05, 7)
    bends = np.cumsum(canvas.random.normal(0, thickness * 0.35, 7))
    widths = thickness * (1 - 0.28 * np.linspace(0, 1, 7))
    widths[0] *= 1.5
    left = list(zip((x + bends - widths).tolist(), heights.tolist(), strict=True))
    right = list(zip((x + bends + widths).tolist(), heights.tolist(), strict=True))
    return left + right[::-1]


def foggy_forest(canvas: Canvas) -> None:
    """Trunks in fog, each row paler than the one before it; a path, light from somewhere."""
    light, middle, dark = canvas.colours(
        "dfe6e2 93a49d 16201c",
        "e9e4d4 a89f86 231d14",
        "d5dde6 8798a8 141b24",
        "e6ead2 9aa77c 18200f",
        "efd9c2 b58f72 26170f",
    )
    canvas.gradient([(0.0, middle), (0.5, light), (0.85, middle)])
    sun = (canvas.uniform(0.2, 0.8) * canvas.aspect, canvas.uniform(0.15, 0.5))
    canvas.screen(canvas.glow(*sun, 0.36) * 0.8, mix(light, "fff4d8", 0.5))
    layers = 5
    for number in range(layers):
        depth = (number + 1) / layers
        trunks, branches = [], []
        for _ in range(int((15 - 10 * depth) * canvas.aspect) + 1):
            x, foot = (
                canvas.uniform(-0.03, 1.03) * canvas.aspect,
                0.62 + 0.36 * depth + canvas.uniform(-0.02, 0.04),
            )
            thick = 0.005 + 0.024 * depth**1.5 * canvas.uniform(0.6, 1.4)
            trunks.append(_trunk(canvas, x, thick, foot))
            for _ in range(canvas.count(2, 6)):
                at, side = canvas.uniform(0.0, foot * 0.75), 1 if canvas.happens(0.5) else -1
                reach = canvas.uniform(0.04, 0.12) * (0.4 + 0.6 * depth)
                way = [
                    (x, at),
                    (x + side * reach * 0.5, at - reach * canvas.uniform(0.0, 0.35)),
                    (x + side * reach, at - reach * canvas.uniform(-0.1, 0.5)),
                ]
                branches.append((way, thick * 0.22))
        colour = mix(mix(light, middle, 0.45), dark, depth**1.5)
        canvas.blend(np.maximum(canvas.polygons(trunks), canvas.lines(branches)), colour)
        ground = 0.66 + 0.3 * depth + 0.012 * canvas.ridge(2 + 4 * depth, 6)
        canvas.blend(canvas.below(ground, 0.03), mix(mix(light, middle, 0.55), dark, depth**1.3 * 0.85))
        mist = np.clip(canvas.noise(3, 4, stretch=2.6) * 0.3 + 0.32, 0, 1) * (1 - depth)
        canvas.blend(mist * np.clip(1.25 - np.abs(canvas.y - 0.62) * 1.8, 0, 1), light)
    rays = canvas.noise(1.2, 1) * 0
    angle = np.arctan2(canvas.x - sun[0], canvas.y - sun[1] + 0.25)
    rays = np.clip(
        np.interp(angle, np.linspace(-3.2, 3.2, 160), canvas.random.random(160)) - 0.55, 0, 1
    ).astype(np.float32)
    canvas.screen(canvas.blurred(rays, 0.01) * 0.42 * canvas.glow(*sun, 0.75), mix(light, "fff1cf", 0.6))
    _undergrowth(canvas, mix(dark, middle, 0.15))


def _undergrowth(canvas: Canvas, colour: Colour) -> None:
    blades: list[Line] = []
    for _ in range(int(170 * canvas.aspect)):
        x, foot, tall = (
            canvas.uniform(0, canvas.aspect),
            canvas.uniform(0.95, 1.03),
            canvas.uniform(0.015, 0.06),
        )
        lean = canvas.uniform(-0.6, 0.6)
        blades.append(
            ([(x, foot), (x + lean * tall * 0.4, foot - tall * 0.6), (x + lean * tall, foot - tall)], 0.0018)
        )
    canvas.blend(canvas.lines(blades), colour)


def autumn_trees(canvas: Canvas) -> None:
    """An avenue or a hillside in its colours, leaves in the air and on the ground."""
    leaves = canvas.colours(
        "f2a71b d9541e 8f1d14 f5d04c",
        "f6c445 e8842c b23a1a 7a8b2e",
        "f5b02e c7361d 6d1414 f08c2e",
        "ffd24a f2913d a84a1f d96a2b",
    )
    light = canvas.choice("fbeac8", "f6dfb4", "e9ecdf", "fdf0d0")
    canvas.gradient([(0.0, leaves[0]), (0.42, light), (0.6, leaves[3]), (1.0, leaves[1])])
    canvas.blend(
        np.clip(0.45 + canvas.noise(8, 4) * 0.3, 0, 0.8) * np.clip(1.15 - canvas.y * 1.8, 0, 1), leaves[1]
    )
    vanish = (canvas.uniform(0.35, 0.65) * canvas.aspect, canvas.uniform(0.5, 0.58))
    canvas.screen(canvas.glow(*vanish, 0.2) * 0.85, light)
    ground = np.clip((canvas.y - vanish[1]) / (1 - vanish[1]), 0, 1)
    litter = canvas.noise(70, 3, gain=0.75, stretch=1.6)
    floor = between(leaves[3], leaves[2], np.clip(0.35 + 0.3 * litter + 0.25 * ground, 0, 1))
    canvas.blend(canvas.under(vanish[1] + 0.01) * 0.92, floor)
    path = np.clip(
        1 - np.abs(canvas.x - vanish[0] - 0.06 * np.sin(ground * 3)) / (0.02 + 0.42 * ground), 0, 1
    )
    canvas.blend(
        np.clip(path * 4, 0, 1) * canvas.under(vanish[1] + 0.015) * (0.62 + 0.12 * litter),
        mix("8a7a6a", leaves[3], 0.3),
    )
    speckle = canvas.noise(46, 3, gain=0.95)
    for number in range(5):
        depth = ((number + 1) / 5) ** 1.6
        trunks = []
        for side in (-1, 1):
            foot = vanish[1] + (1.05 - vanish[1]) * depth * 0.85
            trunks.append(
                _trunk(
                    canvas,
                    vanish[0] + side * (0.05 + 0.62 * depth) + canvas.uniform(-0.02, 0.02),
                    0.004 + 0.032 * depth,
                    foot,
                )
            )
        canvas.blend(canvas.polygons(trunks), mix("22130c", light, 0.4 * (1 - depth)))
        # The crowns of this row: an arch over the path, its edge as ragged as leaves are.
        arch = (np.abs(canvas.x - vanish[0]) - 0.02 - 0.34 * depth) * (1.6 - 0.6 * depth) + (
            vanish[1] - 0.08 - 0.42 * depth - canvas.y
        ) * 2.0
        mass = np.clip((arch + 0.13 * canvas.noise(5, 3, gain=0.7) + 0.09 * speckle) * (9 - 4 * depth), 0, 1)
        mass *= np.clip(1.15 - (canvas.y - vanish[1] + 0.02) * 8, 0, 1)
        tone = between(
            leaves[canvas.count(1, 3)],
            leaves[3 if canvas.happens(0.5) else 0],
            np.clip(0.5 + 0.34 * speckle + 0.3 * canvas.noise(4, 2), 0, 1),
        )
        tone += (rgb(light)[:, None, None] - tone) * np.float32(0.5 * (1 - depth))
        canvas.blend(mass * (0.96 - 0.2 * np.clip(-speckle, 0, 1)), tone)
        canvas.shade(1 - 0.25 * mass * np.clip(-speckle - 0.3, 0, 1))
    bokeh(
        canvas, [leaves[0], leaves[3], light], number=26, size=(0.006, 0.028), area=(0.0, 1.0), strength=0.45
    )
    canvas.screen(canvas.glow(vanish[0], 0.0, 0.7, flat=1.6) * 0.25, light)
