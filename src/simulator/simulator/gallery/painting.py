"""Drawing a work: a small poster of what its facets say, in some milliseconds.

Large soft fields of light, drawn by chance, keep the pictures of different works apart for perceptual hashes,
however alike their scenes are.
"""

import math
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from simulator.gallery.works import Work

Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw

_SKIES: dict[str, tuple[Colour, Colour]] = {
    "day": ((92, 160, 226), (214, 236, 246)),
    "sunset": ((86, 60, 128), (250, 160, 92)),
    "night": ((14, 18, 48), (52, 66, 118)),
    "dawn": ((150, 132, 196), (252, 208, 196)),
    "grey": ((120, 130, 142), (196, 202, 206)),
}
_GROUNDS: dict[str, tuple[Colour, ...]] = {
    "mountains": ((96, 112, 140), (64, 84, 104), (42, 62, 66)),
    "sea": ((54, 118, 162), (36, 92, 140), (22, 66, 112)),
    "city": ((88, 92, 120), (62, 62, 92), (38, 36, 62)),
    "forest": ((86, 132, 92), (52, 100, 66), (28, 68, 44)),
    "field": ((150, 176, 88), (112, 150, 66), (76, 116, 48)),
    "island": ((70, 150, 176), (226, 204, 150), (58, 122, 80)),
    "desert": ((228, 188, 126), (206, 154, 92), (166, 112, 66)),
    "sky": ((236, 240, 248), (204, 218, 238), (176, 196, 226)),
    "abstract": ((222, 96, 106), (66, 160, 168), (244, 200, 92)),
    "room": ((192, 164, 132), (142, 108, 84), (94, 70, 62)),
}
_HAIR: dict[str, Colour] = {
    "black": (30, 26, 34),
    "blonde": (238, 206, 116),
    "brown": (112, 72, 48),
    "pink": (240, 150, 180),
    "blue": (88, 124, 208),
    "white": (236, 236, 240),
    "long": (140, 60, 52),
    "short": (70, 52, 80),
}
_CLOTHES: dict[str, Colour] = {
    "dress": (226, 80, 96),
    "coat": (170, 128, 74),
    "uniform": (44, 58, 104),
    "kimono": (164, 62, 128),
    "armor": (146, 154, 164),
    "hat": (86, 138, 88),
}
_TINTS: dict[str, Colour] = {
    "blue": (70, 110, 220),
    "red": (214, 70, 66),
    "green": (78, 170, 92),
    "purple": (146, 84, 196),
}


def paint(work: Work, take: int, *, seed: int) -> Image.Image:
    """The picture of a work in its full size; `take` 1 is its variant in other light, those above are other
    pictures of the same things.
    """
    # A variant keeps every form and changes the colours.
    forms = Random(f"{seed}/{work.number}/{0 if take == 1 else take}")
    width, height = work.width, work.height
    light = work.facets["light"] if take != 1 else ("night" if work.facets["light"] != "night" else "dawn")
    image = _sky(_SKIES[light], width, height, forms)
    draw = ImageDraw.Draw(image)
    _celestial(draw, light, width, height, forms)
    if work.facets["weather"] == "stars":
        _dots(draw, 60, (250, 250, 230), width, int(height * 0.6), forms)
    _ground(draw, work.facets["scene"], width, height, forms)
    _thing(draw, work.facets["thing"], width, height, forms)
    _animal(draw, work.facets["animal"], width, height, forms)
    for _ in range({"none": 0, "girl": 1, "boy": 1, "pair": 2}[work.facets["figure"]]):
        _figure(draw, work, width, height, forms)
    _weather(draw, work.facets["weather"], width, height, forms)
    return _finish(image, work, take, forms)


def _light(width: int, height: int, random: Random) -> Image.Image:
    """A field of soft light and shade."""
    field = Image.frombytes("L", (6, 6), bytes(random.randint(40, 215) for _ in range(36)))
    return field.resize((width, height), Image.Resampling.BICUBIC)


def _sky(colours: tuple[Colour, Colour], width: int, height: int, random: Random) -> Image.Image:
    top, bottom = (np.array(one, dtype=np.float32) for one in colours)
    down = np.linspace(0, 1, 6, dtype=np.float32)[:, None, None]
    shades = top * (1 - down) + bottom * down
    chance = np.array([random.uniform(-34, 34) for _ in range(6 * 5)], dtype=np.float32).reshape(6, 5, 1)
    pixels = np.clip(shades + chance, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)


def _celestial(draw: Draw, light: str, width: int, height: int, random: Random) -> None:
    if light == "grey":
        return
    radius = random.uniform(0.05, 0.16) * height
    x, y = random.uniform(0.1, 0.9) * width, random.uniform(0.08, 0.45) * height
    colour = {"night": (240, 238, 214), "sunset": (255, 214, 140), "dawn": (255, 232, 214)}.get(light)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour or (255, 246, 206))


def _dots(draw: Draw, count: int, colour: Colour, width: int, height: int, random: Random) -> None:
    for _ in range(count):
        x, y = random.randrange(width), random.randrange(max(1, height))
        size = random.choice((0, 1, 1, 2))
        draw.ellipse((x, y, x + size, y + size), fill=colour)


def _ground(draw: Draw, scene: str, width: int, height: int, random: Random) -> None:
    colours, level = _GROUNDS[scene], random.uniform(0.35, 0.75)
    if scene == "abstract":
        for _ in range(random.randint(5, 11)):
            x, y, size = random.random() * width, random.random() * height, random.uniform(0.08, 0.3) * height
            shape = random.choice((draw.ellipse, draw.rectangle))
            shape(
                (x - size, y - size * 0.7, x + size, y + size * 0.7),
                fill=_near(random.choice(colours), random),
            )
        return
    for layer, colour in enumerate(colours):
        fill = _near(colour, random)
        if scene == "city":
            _towers(draw, fill, level, width, height, random)
        else:
            roughness = {"mountains": 0.2, "sky": 0.12, "forest": 0.08}.get(scene, 0.03)
            draw.polygon(_ridge(level, roughness, width, height, random), fill=fill)
        if scene == "forest" and layer:
            _trees(draw, _near(colours[-1], random), level, width, height, random)
        level = min(0.92, level + random.uniform(0.06, 0.2))
    if scene == "room":
        x, y = random.uniform(0.1, 0.5) * width, random.uniform(0.05, 0.2) * height
        draw.rectangle((x, y, x + 0.35 * width, y + 0.4 * height), outline=(244, 236, 220), width=9)


def _near(colour: Colour, random: Random) -> Colour:
    red, green, blue = (max(0, min(255, part + random.randint(-24, 24))) for part in colour)
    return red, green, blue


def _ridge(
    level: float, roughness: float, width: int, height: int, random: Random
) -> list[tuple[float, float]]:
    tilt = random.uniform(-0.14, 0.14)
    waves = [(random.uniform(1, 9), random.uniform(0, 7), roughness / (n + 1)) for n in range(3)]
    points = []
    for step in range(25):
        x = step / 24
        y = level + tilt * (x - 0.5) + sum(high * math.sin(often * x + begin) for often, begin, high in waves)
        points.append((x * width, y * height))
    return [*points, (width, height), (0, height)]


def _towers(draw: Draw, fill: Colour, level: float, width: int, height: int, random: Random) -> None:
    x = 0.0
    while x < width:
        across, top = random.uniform(0.05, 0.14) * width, (level - random.uniform(0, 0.34)) * height
        draw.rectangle((x, top, x + across, height), fill=fill)
        for row in range(int(top) + 8, height, 16):
            if random.random() < 0.5:
                left = x + random.uniform(0.1, 0.7) * across
                draw.rectangle((left, row, left + 4, row + 5), fill=(250, 222, 140))
        x += across + random.uniform(0, 0.02) * width


def _trees(draw: Draw, fill: Colour, level: float, width: int, height: int, random: Random) -> None:
    for _ in range(random.randint(5, 12)):
        x, size = random.random() * width, random.uniform(0.08, 0.24) * height
        foot = (level + random.uniform(0, 0.12)) * height
        draw.polygon([(x - size * 0.32, foot), (x, foot - size), (x + size * 0.32, foot)], fill=fill)


def _thing(  # noqa: PLR0912 - a branch a thing
    draw: Draw, thing: str, width: int, height: int, random: Random
) -> None:
    if thing == "nothing":
        return
    x, y, size = random.uniform(0.15, 0.85) * width, random.uniform(0.35, 0.8) * height, 0.1 * height
    colour = _near((206, 84, 72), random)
    if thing == "boat":
        draw.polygon(
            [
                (x - size, y),
                (x + size, y),
                (x + size * 0.6, y + size * 0.4),
                (x - size * 0.6, y + size * 0.4),
            ],
            fill=colour,
        )
        draw.polygon([(x, y - size), (x, y), (x + size * 0.7, y)], fill=(244, 240, 230))
    elif thing in {"lantern", "balloon", "umbrella", "flower"}:
        if thing == "umbrella":
            draw.pieslice((x - size, y - size, x + size, y + size), 180, 360, fill=colour)
        elif thing == "flower":
            for turn in range(6):
                px, py = x + size * 0.5 * math.cos(turn), y + size * 0.5 * math.sin(turn)
                draw.ellipse(
                    (px - size * 0.3, py - size * 0.3, px + size * 0.3, py + size * 0.3), fill=colour
                )
        else:
            draw.ellipse((x - size * 0.6, y - size, x + size * 0.6, y + size * 0.5), fill=colour)
        draw.line((x, y, x, y + size), fill=(60, 50, 50), width=3)
    elif thing == "train":
        for car in range(4):
            left = x - 2 * size + car * size * 1.1
            draw.rectangle((left, y, left + size, y + size * 0.5), fill=colour)
            draw.rectangle((left + 6, y + 6, left + size - 6, y + size * 0.25), fill=(250, 240, 190))
    elif thing == "castle":
        draw.rectangle((x - size, y - size, x + size, y + size), fill=_near((120, 112, 128), random))
        for side in (-1, 0, 1):
            tx = x + side * size
            draw.polygon(
                [(tx - size * 0.4, y - size), (tx, y - size * 2), (tx + size * 0.4, y - size)], fill=colour
            )
    else:
        for wheel in (-0.6, 0.6):
            wx = x + wheel * size
            draw.ellipse((wx - size * 0.4, y, wx + size * 0.4, y + size * 0.8), outline=(40, 40, 50), width=4)
        draw.line(
            (x - size * 0.6, y + size * 0.4, x, y, x + size * 0.6, y + size * 0.4), fill=colour, width=4
        )


def _animal(draw: Draw, animal: str, width: int, height: int, random: Random) -> None:
    if animal == "nothing":
        return
    x, y, size = random.uniform(0.15, 0.85) * width, random.uniform(0.5, 0.9) * height, 0.07 * height
    colour = {"cat": (60, 56, 62), "bird": (236, 232, 226), "fox": (214, 112, 50)}.get(animal, (70, 96, 132))
    if animal == "bird":
        for flight in range(random.randint(2, 5)):
            bx, by = x + flight * size * 0.9, y * 0.4 + (flight % 2) * size
            draw.arc((bx - size, by, bx, by + size), 200, 340, fill=colour, width=4)
            draw.arc((bx, by, bx + size, by + size), 200, 340, fill=colour, width=4)
        return
    draw.ellipse((x - size * 1.4, y - size * 0.6, x + size * 1.2, y + size * 0.8), fill=colour)
    if animal == "whale":
        draw.polygon([(x + size, y), (x + size * 2, y - size), (x + size * 2, y + size * 0.5)], fill=colour)
        return
    draw.ellipse((x + size * 0.6, y - size * 1.2, x + size * 1.6, y - size * 0.2), fill=colour)
    for ear in (0.75, 1.25):
        ex = x + ear * size
        draw.polygon([(ex - 5, y - size), (ex, y - size * 1.6), (ex + 6, y - size)], fill=colour)


def _figure(draw: Draw, work: Work, width: int, height: int, random: Random) -> None:
    tall = random.uniform(0.3, 0.62) * height
    x, foot = random.uniform(0.2, 0.8) * width, random.uniform(0.88, 1.02) * height
    head, top = tall * 0.17, foot - tall
    hair, clothes = _HAIR[work.facets["hair"]], _CLOTHES[work.facets["clothes"]]
    if work.facets["hair"] not in {"short", "black"}:
        draw.ellipse((x - head * 1.2, top - head * 0.2, x + head * 1.2, top + tall * 0.55), fill=hair)
    draw.polygon(
        [
            (x - head * 0.7, top + head * 1.8),
            (x + head * 0.7, top + head * 1.8),
            (x + tall * 0.22, foot),
            (x - tall * 0.22, foot),
        ],
        fill=clothes,
    )
    draw.ellipse((x - head, top, x + head, top + head * 2), fill=(246, 220, 196))
    draw.pieslice((x - head * 1.1, top - head * 0.2, x + head * 1.1, top + head * 1.9), 170, 370, fill=hair)
    if work.facets["clothes"] == "hat":
        draw.ellipse((x - head * 1.7, top - head * 0.1, x + head * 1.7, top + head * 0.5), fill=clothes)


def _weather(draw: Draw, weather: str, width: int, height: int, random: Random) -> None:
    if weather == "snow":
        _dots(draw, 160, (250, 250, 252), width, height, random)
    elif weather == "rain":
        for _ in range(90):
            x, y = random.randrange(width), random.randrange(height)
            draw.line((x, y, x - 5, y + 16), fill=(206, 220, 236), width=1)


def _finish(image: Image.Image, work: Work, take: int, random: Random) -> Image.Image:
    width, height = image.size
    light = _light(width, height, random)
    image = ImageChops.overlay(image, Image.merge("RGB", (light, light, light)))
    tint = _TINTS.get(work.facets["color"])
    if tint is not None:
        image = Image.blend(image, Image.new("RGB", image.size, tint), 0.28)
    if work.facets["weather"] == "mist":
        image = Image.blend(image, Image.new("RGB", image.size, (214, 218, 222)), 0.3)
    if take == 1:
        image = Image.blend(image, Image.new("RGB", image.size, (90, 60, 150)), 0.18)
    medium = work.facets["medium"]
    if medium == "pixels":
        small = image.resize((width // 6, height // 6), Image.Resampling.BOX)
        return small.resize((width, height), Image.Resampling.NEAREST)
    if medium == "sketch":
        return Image.merge("RGB", (image.convert("L"),) * 3)
    if medium == "watercolor":
        return image.filter(ImageFilter.BoxBlur(2))
    return image
