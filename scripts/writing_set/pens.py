"""Writing on a picture."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from scripts.writing_set.fonts import Hand

Random = np.random.Generator
Color = tuple[int, int, int]
Box = tuple[float, float, float, float]


def color(random: Random, *, low: int = 0, high: int = 255) -> Color:
    """Any colour of this brightness."""
    red, green, blue = (int(value) for value in random.integers(low, high + 1, 3))
    return red, green, blue


def contrasting(on: Image.Image, box: Box, random: Random, *, least: float = 90) -> Color:
    """A colour that can be told from what is there: black or white, or tinted so."""
    part = on.crop(tuple(round(edge) for edge in box)).convert("L")  # type: ignore[arg-type]
    mean = float(np.asarray(part).mean()) if part.width and part.height else 128.0
    if mean > 128:
        return color(random, high=max(0, round(mean - least)))
    return color(random, low=min(255, round(mean + least)))


def write(  # noqa: PLR0913
    on: Image.Image,
    text: str,
    hand: Hand,
    *,
    size: float,
    at: tuple[float, float],
    fill: Color,
    degrees: float = 0.0,
    opacity: float = 1.0,
    outline: Color | None = None,
    blur: float = 0.0,
) -> None:
    """Write a line whose middle is there, turned by so many degrees."""
    font = hand.font(size)
    stroke = max(1, round(size / 14)) if outline else 0
    left, top, right, bottom = font.getbbox(text, stroke_width=stroke)
    layer = Image.new("RGBA", (max(1, round(right - left)) + 8, max(1, round(bottom - top)) + 8), (*fill, 0))
    ImageDraw.Draw(layer).text(
        (4 - left, 4 - top), text, (*fill, 255), font, stroke_width=stroke, stroke_fill=outline
    )
    if degrees:
        layer = layer.rotate(degrees, expand=True, resample=Image.Resampling.BICUBIC)
    if blur:
        layer = layer.filter(ImageFilter.GaussianBlur(blur))
    if opacity < 1:
        layer.putalpha(layer.getchannel("A").point(lambda value: round(value * opacity)))
    on.paste(layer, (round(at[0] - layer.width / 2), round(at[1] - layer.height / 2)), layer)


def lines(random: Random, hand: Hand, *, width: float, size: float, count: int) -> list[str]:
    """So many lines that are about so wide."""
    font, made = hand.font(size), []
    for _ in range(count):
        line = hand.words(random, 1)
        while font.getlength(line) < width * 0.8:
            line += " " + hand.words(random, 1)
        made.append(line)
    return made


def paragraph(
    on: Image.Image, texts: Sequence[str], hand: Hand, *, box: Box, size: float, fill: Color
) -> None:
    """Lines below each other, from the left edge of a box."""
    draw, down = ImageDraw.Draw(on), box[1]
    for text in texts:
        if down + size > box[3]:
            return
        draw.text((box[0], down), text, fill, hand.font(size))
        down += size * 1.35
