"""Pictures to measure on, as many as are wanted: photographs as the simulator draws them, illustrations, and
textures. Each number gives the same picture every time.
"""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from simulator.drawing.renderer import paint
from simulator.drawing.sizes import BY_LETTER
from simulator.world.clusters import CLUSTERS

KINDS = ("photograph", "illustration", "texture")
Color = tuple[int, int, int]


def picture(kind: str, number: int, *, size: str = "n") -> Image.Image:
    """A picture of a kind; `size` is the letter of a size of photos (n: 320 pixels, z: 640)."""
    if kind == "photograph":
        return photograph(number, size=size)
    edge = BY_LETTER[size].edge
    return illustration(number, edge=edge) if kind == "illustration" else texture(number, edge=edge)


def motif(kind: str, number: int) -> tuple[str, int]:
    """What a picture shows: those of one motif look alike without being one."""
    return kind, number % {"photograph": len(CLUSTERS), "illustration": 4, "texture": 3}[kind]


def photograph(number: int, *, size: str) -> Image.Image:
    """One of forty scenes, by any of thousands of photographers."""
    random = np.random.default_rng([number, 1])
    noise = int(random.integers(2**62))
    owner = int(random.integers(5_000))
    return paint(cluster=number % len(CLUSTERS), noise=noise, owner_seed=owner, size=BY_LETTER[size])


def illustration(number: int, *, edge: int) -> Image.Image:
    """A drawing with outlines and flat colours: a face, a group of things, lines on paper, or a comic."""
    random = np.random.default_rng([number, 2])
    width, height = ((edge, edge), (edge, edge * 3 // 4), (edge * 3 // 4, edge))[int(random.integers(3))]
    image = Image.new("RGB", (2 * width, 2 * height), _color(random, light=random.random() < 0.7))
    draw = ImageDraw.Draw(image)
    (_face, _things, _lines, _comic)[number % 4](draw, image.size, random)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def texture(number: int, *, edge: int) -> Image.Image:
    """Clouds, stripes or grain in colours of their own."""
    random = np.random.default_rng([number, 3])
    height = edge * 3 // 4
    y, x = np.mgrid[0:height, 0:edge] / edge
    plane = np.zeros((height, edge))
    for octave in range(1, 7):
        cells = random.standard_normal((2**octave + 1, 2**octave + 1)).astype(np.float32)
        layer = Image.fromarray(cells).resize((edge, height), Image.Resampling.BICUBIC)
        plane += np.asarray(layer) * random.uniform(0.2, 1.0) / 1.7**octave
    if number % 3 == 0:
        angle, often = random.uniform(0, np.pi), random.uniform(2, 30)
        plane += np.sin((x * np.cos(angle) + y * np.sin(angle)) * often * 2 * np.pi + 2 * plane)
    plane = (plane - plane.min()) / (plane.max() - plane.min())
    stops = np.sort(random.uniform(0, 1, 4))
    stops[0], stops[-1] = 0, 1
    colors = random.integers(0, 256, (4, 3))
    levels = [np.interp(plane, stops, colors[:, channel]) for channel in range(3)]
    return Image.fromarray(np.stack(levels, axis=2).astype(np.uint8))


def _color(random: np.random.Generator, *, light: bool | None = None) -> Color:
    low, high = (0, 256) if light is None else (170, 256) if light else (0, 120)
    red, green, blue = random.integers(low, high, 3).tolist()
    return red, green, blue


def _face(draw: ImageDraw.ImageDraw, size: tuple[int, int], random: np.random.Generator) -> None:
    width, height = size
    across, down = random.uniform(0.35, 0.65) * width, random.uniform(0.4, 0.6) * height
    half = random.uniform(0.18, 0.34) * min(size)
    line = max(3, width // 160)
    hair, skin, ink = _color(random), _color(random, light=True), (25, 20, 30)
    for _ in range(int(random.integers(2, 9))):
        x, y = random.uniform(0, width), random.uniform(0, height)
        draw.rectangle(
            (x, y, x + random.uniform(20, width / 2), y + random.uniform(20, height / 2)), _color(random)
        )
    draw.ellipse(
        (across - half * 1.3, down - half * 1.5, across + half * 1.3, down + half * 1.2), hair, ink, line
    )
    draw.polygon(
        [(across - half * 1.6, height), (across, down + half * 0.7), (across + half * 1.6, height)],
        _color(random),
        ink,
    )
    draw.ellipse((across - half, down - half, across + half, down + half * 1.1), skin, ink, line)
    fringe = [(across - half, down - half * 0.4)]
    fringe.extend(
        (across - half + step * half / 3, down - half * random.uniform(0.1, 0.9))
        for step in range(int(random.integers(4, 9)))
    )
    draw.polygon([*fringe, (across + half, down - half * 0.4), (across, down - half * 1.3)], hair, ink)
    apart, tall, eye = half * random.uniform(0.3, 0.5), half * random.uniform(0.12, 0.34), _color(random)
    for x in (across - apart, across + apart):
        draw.ellipse((x - tall * 0.7, down - tall, x + tall * 0.7, down + tall), "white", ink, line)
        draw.ellipse((x - tall * 0.4, down - tall * 0.5, x + tall * 0.4, down + tall * 0.8), eye)
    mouth = half * random.uniform(0.1, 0.4)
    draw.arc((across - mouth, down + half * 0.4, across + mouth, down + half * 0.7), 10, 170, ink, line)


def _things(draw: ImageDraw.ImageDraw, size: tuple[int, int], random: np.random.Generator) -> None:
    width, height = size
    for _ in range(int(random.integers(6, 24))):
        x, y = random.uniform(0, width), random.uniform(0, height)
        across, down = random.uniform(0.04, 0.3, 2) * min(size)
        fill, kind = _color(random), int(random.integers(4))
        if kind == 0:
            draw.ellipse((x - across, y - down, x + across, y + down), fill, "black", 4)
        elif kind == 1:
            draw.rectangle((x - across, y - down, x + across, y + down), fill, "black", 4)
        elif kind == 2:
            draw.polygon([(x, y - down), (x + across, y + down), (x - across, y + down)], fill, "black")
        else:
            draw.pieslice((x - across, y - across, x + across, y + across), 0, random.uniform(60, 320), fill)


def _lines(draw: ImageDraw.ImageDraw, size: tuple[int, int], random: np.random.Generator) -> None:
    width, height = size
    draw.rectangle((0, 0, width, height), "white")
    for _ in range(int(random.integers(5, 18))):
        place = random.uniform(0, 1, 2) * size
        points = []
        for _ in range(int(random.integers(5, 40))):
            place = place + random.normal(0, 0.07, 2) * min(size)
            points.append((float(place[0]), float(place[1])))
        draw.line(points, (30, 30, 36), int(random.integers(3, 14)), joint="curve")


def _comic(draw: ImageDraw.ImageDraw, size: tuple[int, int], random: np.random.Generator) -> None:
    width, height = size
    draw.rectangle((0, 0, width, height), "white")
    top, gap, font = 0.0, width / 60, ImageFont.load_default(width / 34)
    while top < height:
        bottom = top + random.uniform(0.2, 0.5) * height
        left = 0.0
        while left < width:
            right = left + random.uniform(0.3, 0.8) * width
            box = (left + gap, top + gap, right - gap, bottom - gap)
            draw.rectangle(box, _color(random, light=True), "black", 5)
            for _ in range(int(random.integers(1, 5))):
                x, y = random.uniform(left, right), random.uniform(top, bottom)
                half = random.uniform(0.03, 0.12) * width
                draw.ellipse((x - half, y - half, x + half, y + half), _color(random), "black", 4)
            draw.ellipse(
                (left + 2 * gap, top + 2 * gap, left + width / 4, top + height / 9), "white", "black", 3
            )
            draw.text((left + 4 * gap, top + 4 * gap), "Oh, no!", "black", font)
            left = right
        top = bottom
