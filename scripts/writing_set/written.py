"""Pictures that show writing, of the kinds that people find."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

from scripts.writing_set import plain
from scripts.writing_set.fonts import Hand
from scripts.writing_set.pens import Random, color, contrasting, lines, paragraph, write

Hands = tuple[Hand, ...]
Maker = Callable[[Random, int, Hands], Image.Image]
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def _pick(random: Random, hands: Hands) -> Hand:
    return hands[int(random.integers(len(hands)))]


def _base(random: Random, number: int) -> Image.Image:
    made = (plain.photo, plain.photo, plain.drawing, plain.clouds)[int(random.integers(4))]
    return made(random, number)


def title(random: Random, number: int, hands: Hands) -> Image.Image:
    """Large words across a picture."""
    image, hand, size = _base(random, number), _pick(random, hands), float(random.uniform(34, 80))
    text = lines(random, hand, width=image.width * random.uniform(0.3, 0.8), size=size, count=1)[0]
    y, degrees = image.height * random.uniform(0.15, 0.85), float(random.normal(0, 4))
    fill = contrasting(image, (0, y - size, image.width, y + size), random)
    write(image, text, hand, size=size, at=(image.width / 2, y), fill=fill, degrees=degrees)
    return image


def caption(random: Random, number: int, hands: Hands) -> Image.Image:
    """A small line below."""
    image, hand, size = _base(random, number), _pick(random, hands), float(random.uniform(12, 22))
    text = hand.words(random, int(random.integers(2, 7)))
    y, x = image.height - size * random.uniform(1, 2.5), image.width * random.uniform(0.35, 0.65)
    fill = contrasting(image, (x - 120, y - size, x + 120, y + size), random, least=110)
    write(image, text, hand, size=size, at=(x, y), fill=fill)
    return image


def watermark(random: Random, number: int, hands: Hands) -> Image.Image:
    """Half transparent, often aslant."""
    image, hand, size = _base(random, number), _pick(random, hands), float(random.uniform(18, 56))
    text = hand.words(random, int(random.integers(1, 3)))
    at = image.width * random.uniform(0.35, 0.65), image.height * random.uniform(0.3, 0.8)
    fill = contrasting(image, (at[0] - 100, at[1] - size, at[0] + 100, at[1] + size), random, least=120)
    degrees, opacity = float(random.choice([0, 0, 30, 45, -30])), float(random.uniform(0.35, 0.7))
    write(image, text, hand, size=size, at=at, fill=fill, degrees=degrees, opacity=opacity)
    return image


def page(random: Random, _: int, hands: Hands) -> Image.Image:
    """A page of a book, as scanned: a little aslant, with the grain of paper."""
    image, hand, size = Image.new("RGB", (540, 720), color(random, low=228)), _pick(random, hands), 0.0
    size = float(random.uniform(11, 20))
    texts = lines(random, hand, width=440, size=size, count=int(620 / size / 1.35))
    paragraph(image, texts, hand, box=(50, 50, 490, 680), size=size, fill=color(random, high=70))
    image = image.rotate(float(random.normal(0, 1)), resample=Image.Resampling.BICUBIC, fillcolor=WHITE)
    grain = random.normal(0, random.uniform(1, 8), (image.height, image.width, 1))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


def screenshot(random: Random, _: int, hands: Hands) -> Image.Image:
    """A window with a title, a list and a text."""
    dark = random.random() < 0.4
    image = Image.new("RGB", (640, 420), color(random, high=50) if dark else color(random, low=236))
    draw, hand, ink = ImageDraw.Draw(image), _pick(random, hands), WHITE if dark else (20, 20, 24)
    draw.rectangle((0, 0, 640, 34), color(random, low=60, high=180))
    write(image, hand.words(random, 2), hand, size=14, at=(110, 17), fill=WHITE)
    for row in range(9):
        draw.rectangle((14, 52 + row * 38, 34, 72 + row * 38), color(random, low=60, high=220))
        draw.text((46, 54 + row * 38), hand.words(random, 1), ink, hand.font(13))
    texts = lines(random, hand, width=400, size=13, count=16)
    paragraph(image, texts, hand, box=(200, 56, 620, 400), size=13, fill=ink)
    return image


def comic(random: Random, number: int, hands: Hands) -> Image.Image:
    """A drawing in which somebody speaks."""
    image, hand = plain.drawing(random, number), _pick(random, hands)
    draw, size = ImageDraw.Draw(image), float(random.uniform(14, 26))
    texts = lines(random, hand, width=image.width * 0.25, size=size, count=int(random.integers(1, 4)))
    wide = max(hand.font(size).getlength(text) for text in texts) + 2.6 * size
    high = len(texts) * size * 1.35 + 2.4 * size
    x, y = random.uniform(0, max(1, image.width - wide)), random.uniform(0, image.height * 0.5)
    draw.ellipse((x, y, x + wide, y + high), WHITE, BLACK, 3)
    for row, text in enumerate(texts):
        at = x + wide / 2, y + high / 2 + (row - (len(texts) - 1) / 2) * size * 1.3
        write(image, text, hand, size=size, at=at, fill=BLACK)
    return image


def meme(random: Random, number: int, hands: Hands) -> Image.Image:
    """White capitals with black edges, above and below."""
    image, hand = plain.photo(random, number), _pick(random, hands)
    size = float(random.uniform(30, 56))
    for y in (size, image.height - size):
        text = lines(random, hand, width=image.width * 0.6, size=size, count=1)[0].upper()
        write(image, text, hand, size=size, at=(image.width / 2, y), fill=WHITE, outline=BLACK)
    return image


def sign(random: Random, number: int, hands: Hands) -> Image.Image:
    """A board in a scene, seen from the side."""
    image, hand, size = plain.photo(random, number), _pick(random, hands), float(random.uniform(24, 46))
    text = hand.words(random, int(random.integers(1, 3)))
    flat = Image.new(
        "RGB",
        (round(hand.font(size).getlength(text) + 30), round(size * 2)),
        color(random, high=140) if random.random() < 0.5 else color(random, low=190),
    )
    ink = contrasting(flat, (0, 0, *flat.size), random)
    write(flat, text, hand, size=size, at=(flat.width / 2, size), fill=ink)
    board, (near, far) = flat.convert("RGBA"), random.uniform(0, 0.25, 2) * flat.height
    corners = (0, -near, 0, flat.height + near, flat.width, flat.height + far, flat.width, -far)
    board = board.transform(board.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    share = min(1.0, random.uniform(0.45, 0.9) * image.width / board.width)
    board = board.resize((round(board.width * share), round(board.height * share)))
    board = board.rotate(float(random.normal(0, 7)), expand=True, resample=Image.Resampling.BICUBIC)
    left = round(random.uniform(0, max(1, image.width - board.width)))
    top = round(random.uniform(0, max(1, image.height - board.height)))
    image.paste(board, (left, top), board)
    return image


def labels(random: Random, number: int, hands: Hands) -> Image.Image:
    """A diagram with words at it."""
    image, hand = plain.chart(random, number), _pick(random, hands)
    for row in range(1, 8):
        write(image, str(int(random.integers(1, 900))), hand, size=13, at=(34, row * 56), fill=BLACK)
    write(image, hand.words(random, 3), hand, size=18, at=(330, 462), fill=BLACK)
    return image


def letter(random: Random, number: int, hands: Hands) -> Image.Image:
    """A single large letter or number, as of a logo."""
    hand = _pick(random, hands)
    image = _base(random, number) if random.random() < 0.6 else Image.new("RGB", (480, 480), color(random))
    text = str(random.choice(list("ABDEFGHJKMNPQRSTXYZ23456789")))
    size = float(random.uniform(120, 300))
    at = image.width * random.uniform(0.35, 0.65), image.height * 0.5
    around = (at[0] - size / 2, 100.0, at[0] + size / 2, image.height - 100.0)
    fill = contrasting(image, around, random, least=110)
    write(image, text, hand, size=size, at=at, fill=fill)
    return image


def aslant(random: Random, number: int, hands: Hands) -> Image.Image:
    """Words that go up, down, or from top to bottom."""
    image, hand, size = _base(random, number), _pick(random, hands), float(random.uniform(22, 44))
    degrees = float(random.choice([90, -90, 20, -20, 45, -45, 60]))
    at = image.width / 2, image.height / 2
    fill = contrasting(image, (at[0] - 150, at[1] - 150, at[0] + 150, at[1] + 150), random, least=110)
    write(image, hand.words(random, 2), hand, size=size, at=at, fill=fill, degrees=degrees)
    return image


KINDS: dict[str, Maker] = {
    "title": title,
    "caption": caption,
    "watermark": watermark,
    "page": page,
    "screenshot": screenshot,
    "comic": comic,
    "meme": meme,
    "sign": sign,
    "labels": labels,
    "letter": letter,
    "aslant": aslant,
}
