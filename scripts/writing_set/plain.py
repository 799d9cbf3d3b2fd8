"""Pictures without any writing: many of them of what looks most like it."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from scripts.calibration.pictures import illustration, photograph, texture
from scripts.writing_set.pens import Random, color

SIZE = (640, 480)


def photo(_: Random, number: int) -> Image.Image:
    """One of the simulator's photographs."""
    return photograph(number, size="z").convert("RGB")


def drawing(_: Random, number: int) -> Image.Image:
    """A face, things, or lines."""
    return illustration(number // 3 * 4 + number % 3, edge=640).convert("RGB")


def clouds(_: Random, number: int) -> Image.Image:
    """A texture of soft shapes, stripes or grain."""
    return texture(number, edge=640).convert("RGB")


def bricks(random: Random, _: int) -> Image.Image:
    """A wall."""
    mortar, wide = color(random, low=120, high=220), int(random.integers(24, 90))
    high, image = wide // 2, Image.new("RGB", SIZE, mortar)
    draw, tone = ImageDraw.Draw(image), np.array(color(random, low=60, high=200))
    for row in range(SIZE[1] // high + 1):
        for left in range(-(row % 2) * wide // 2, SIZE[0], wide):
            fill = tuple(int(value) for value in np.clip(tone + random.normal(0, 14), 0, 255))
            draw.rectangle((left + 2, row * high + 2, left + wide - 2, (row + 1) * high - 2), fill)
    return image.filter(ImageFilter.GaussianBlur(float(random.uniform(0, 1.5))))


def windows(random: Random, _: int) -> Image.Image:
    """The front of a large house: rows of small things of one size."""
    image = Image.new("RGB", SIZE, color(random, low=90, high=230))
    draw, glass = ImageDraw.Draw(image), color(random, high=110)
    wide, high = int(random.integers(8, 40)), int(random.integers(10, 46))
    for top in range(int(random.integers(6, 30)), SIZE[1], high + int(random.integers(8, 22))):
        for left in range(10, SIZE[0], wide + int(random.integers(6, 10))):
            if random.random() < 0.93:
                draw.rectangle((left, top, left + wide, top + high), glass)
    return image.rotate(float(random.uniform(-6, 6)), resample=Image.Resampling.BICUBIC, fillcolor=glass)


def bars(random: Random, _: int) -> Image.Image:
    """A screen that is still loading: grey bars where writing will stand."""
    image = Image.new("RGB", SIZE, color(random, low=235))
    draw, high = ImageDraw.Draw(image), int(random.integers(8, 20))
    for top in range(60, SIZE[1] - 40, high * 3):
        draw.rounded_rectangle(
            (60, top, int(random.integers(150, 580)), top + high), high // 2, color(random, low=190, high=222)
        )
    draw.rectangle((0, 0, SIZE[0], 36), color(random, low=60, high=200))
    return image


def chart(random: Random, _: int) -> Image.Image:
    """A diagram without a word."""
    image = Image.new("RGB", SIZE, "white")
    draw = ImageDraw.Draw(image)
    for line in range(1, 8):
        draw.line((60, line * 56, 600, line * 56), (210, 210, 210), 1)
    if random.random() < 0.5:
        for place in range(10):
            tall, left = float(random.uniform(30, 380)), 70 + place * 53
            draw.rectangle((left, 440 - tall, left + 32, 440), color(random, high=220))
    else:
        for _ in range(3):
            heights = 250 + np.cumsum(random.normal(0, 14, 60))
            points = [(60 + 9 * place, float(height)) for place, height in enumerate(heights)]
            draw.line(points, color(random, high=200), 3)
    draw.line((60, 20, 60, 440, 610, 440), "black", 2)
    return image


def checks(random: Random, _: int) -> Image.Image:
    """A board of squares, or a fabric of crossing stripes."""
    y, x = np.indices((SIZE[1], SIZE[0]))
    angle, side = random.uniform(0, 0.8), int(random.integers(6, 60))
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    board = (along // side + across // side) % 2
    if random.random() < 0.5:
        board = ((along // side) % 2 + (across // side) % 2) / 2
    dark, light = np.array(color(random, high=120)), np.array(color(random, low=130))
    pixels = dark + board[..., None] * (light - dark)
    return Image.fromarray(pixels.astype(np.uint8))


def hatching(random: Random, _: int) -> Image.Image:
    """Grass, hair, rain: strokes of one kind, everywhere."""
    image = Image.new("RGB", SIZE, color(random, low=150))
    draw, ink = ImageDraw.Draw(image), color(random, high=110)
    lean, tall = random.uniform(-0.6, 0.6), random.uniform(6, 40)
    for _ in range(int(random.integers(300, 1_800))):
        x, y, length = random.uniform(0, SIZE[0]), random.uniform(0, SIZE[1]), tall * random.uniform(0.6, 1.4)
        draw.line((x, y, x + lean * length, y - length), ink, int(random.integers(1, 4)))
    return image


def railing(random: Random, number: int) -> Image.Image:
    """A fence, or the keys of a piano, across a photograph."""
    image = photo(random, number + 7)
    draw, ink = ImageDraw.Draw(image), color(random, high=60)
    top, tall = image.height * random.uniform(0.2, 0.7), random.uniform(20, 110)
    gap, thick = random.uniform(8, 30), int(random.integers(2, 8))
    draw.line((0, top, image.width, top), ink, thick)
    draw.line((0, top + tall, image.width, top + tall), ink, thick)
    for left in np.arange(0, image.width, gap):
        draw.line((float(left), top, float(left), top + tall), ink, thick)
    return image


def signs(random: Random, number: int) -> Image.Image:
    """Boards in a scene on which nothing stands, and bubbles in which nobody speaks."""
    image = photo(random, number + 11)
    draw = ImageDraw.Draw(image)
    for _ in range(int(random.integers(1, 4))):
        x, y = random.uniform(0.1, 0.7) * image.width, random.uniform(0.1, 0.7) * image.height
        box = (x, y, x + random.uniform(60, 220), y + random.uniform(30, 120))
        shape = draw.ellipse if random.random() < 0.4 else draw.rectangle
        shape(box, color(random, low=180), color(random, high=80), 3)
    return image


KINDS: dict[str, Callable[[Random, int], Image.Image]] = {
    "photo": photo,
    "drawing": drawing,
    "clouds": clouds,
    "bricks": bricks,
    "windows": windows,
    "bars": bars,
    "chart": chart,
    "checks": checks,
    "hatching": hatching,
    "railing": railing,
    "empty signs": signs,
}
