"""What people do to pictures before they post them again. Each edit gives a picture."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

Random = np.random.Generator
Edit = Callable[[Image.Image, Random], Image.Image]

_WORDS = (
    "WHEN YOU SEE IT",
    "me on monday",
    "no context",
    "SO TRUE",
    "who did this",
    "wait for it",
    "@somebody",
)
_NAMES = ("© photo.example", "SAMPLE", "@somebody", "pictures.example/u/42", "PREVIEW")


def jpeg(image: Image.Image, quality: int) -> bytes:
    """The file that is posted."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _again(image: Image.Image, quality: int) -> Image.Image:
    return Image.open(BytesIO(jpeg(image, quality))).convert("RGB")


def recompressed(image: Image.Image, random: Random) -> Image.Image:
    """As JPEG of quality 15 to 60."""
    return _again(image, int(random.integers(15, 61)))


def resized(image: Image.Image, random: Random) -> Image.Image:
    """To 20 to 70 %, by any filter."""
    scale = random.uniform(0.2, 0.7)
    filters = (Image.Resampling.BILINEAR, Image.Resampling.LANCZOS, Image.Resampling.NEAREST)
    size = (max(40, round(image.width * scale)), max(40, round(image.height * scale)))
    return image.resize(size, filters[int(random.integers(3))])


def cropped(percent: int) -> Edit:
    """So much less of the width and of the height, somewhere."""

    def crop(image: Image.Image, random: Random) -> Image.Image:
        width, height = (round(edge * (1 - percent / 100)) for edge in image.size)
        left, top = (
            int(random.integers(image.width - width + 1)),
            int(random.integers(image.height - height + 1)),
        )
        return image.crop((left, top, left + width, top + height))

    return crop


def watermark(image: Image.Image, random: Random) -> Image.Image:
    """A name over the picture, translucent: once across, or all over it, or in a corner."""
    layer = Image.new("L", image.size, 0)
    draw, kind = ImageDraw.Draw(layer), int(random.integers(3))
    text = _NAMES[int(random.integers(len(_NAMES)))]
    size = image.width / (14, 22, 26)[kind]
    font = ImageFont.load_default(size)
    if kind == 0:
        draw.text((image.width / 2, image.height / 2), text, 150, font, anchor="mm")
    elif kind == 1:
        for y in range(0, image.height, round(size * 5)):
            for x in range(-round(y / 3) % round(size * 8) - round(size * 8), image.width, round(size * 8)):
                draw.text((x, y), text, 90, font)
    else:
        draw.text((image.width * 0.97, image.height * 0.97), text, 200, font, anchor="rd")
    if kind == 0:
        layer = layer.rotate(random.uniform(-35, 35))
    return Image.composite(Image.new("RGB", image.size, "white"), image, layer)


def border(image: Image.Image, random: Random) -> Image.Image:
    """A frame of 2 to 6 % of the width, white, black or of a colour."""
    color = [(255, 255, 255), (0, 0, 0), tuple(random.integers(0, 256, 3).tolist())][int(random.integers(3))]
    return ImageOps.expand(image, round(image.width * random.uniform(0.02, 0.06)), color)


def text(image: Image.Image, random: Random) -> Image.Image:
    """Large letters over the top, the bottom, or both."""
    result, font = image.copy(), ImageFont.load_default(image.width / 13)
    draw = ImageDraw.Draw(result)
    for at, anchor in ((0.03, "ma"), (0.97, "md")):
        if at < 0.5 or random.random() < 0.6:
            words = _WORDS[int(random.integers(len(_WORDS)))]
            place = (image.width / 2, image.height * at)
            draw.text(
                place, words, "white", font, anchor, stroke_width=image.width // 160, stroke_fill="black"
            )
    return result


def caption(image: Image.Image, random: Random) -> Image.Image:
    """A white bar with a sentence above the picture, of 10 to 22 % of its height."""
    bar = round(image.height * random.uniform(0.10, 0.22))
    result = Image.new("RGB", (image.width, image.height + bar), "white")
    result.paste(image, (0, bar))
    words = _WORDS[int(random.integers(len(_WORDS)))]
    font = ImageFont.load_default(bar * 0.45)
    ImageDraw.Draw(result).text((image.width * 0.03, bar / 2), words, "black", font, anchor="lm")
    return result


def color(image: Image.Image, random: Random) -> Image.Image:
    """Brightness, contrast and saturation by up to 40 %, and hue by up to 20 degrees."""
    result = image
    for change in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        result = change(result).enhance(random.uniform(0.65, 1.4))
    hue, saturation, value = result.convert("HSV").split()
    shift = int(random.integers(-14, 15))
    hue = hue.point([(level + shift) % 256 for level in range(256)])
    return Image.merge("HSV", (hue, saturation, value)).convert("RGB")


def grey(image: Image.Image, _: Random) -> Image.Image:
    """Without colours."""
    return image.convert("L").convert("RGB")


def mirrored(image: Image.Image, _: Random) -> Image.Image:
    """Left is right."""
    return ImageOps.mirror(image)


def rotated(image: Image.Image, random: Random) -> Image.Image:
    """By one, two or three quarters."""
    return image.rotate(90 * int(random.integers(1, 4)), expand=True)


def tilted(image: Image.Image, random: Random) -> Image.Image:
    """By 1 to 4 degrees, and cut so that no corner is empty."""
    degrees = random.uniform(1, 4) * (1 if random.random() < 0.5 else -1)
    turned = image.rotate(degrees, Image.Resampling.BICUBIC)
    sine = abs(np.sin(np.radians(degrees)))
    cut = round(image.height * sine / 2) + 1, round(image.width * sine / 2) + 1
    return turned.crop((cut[0], cut[1], image.width - cut[0], image.height - cut[1]))


def screenshot(image: Image.Image, random: Random) -> Image.Image:
    """The picture on a telephone, with the bars of a program above and below that were not cut off well."""
    above, below = (round(image.height * random.uniform(0.02, 0.14)) for _ in range(2))
    dark = random.random() < 0.5
    ground = (18, 18, 22) if dark else (250, 250, 252)
    result = Image.new("RGB", (image.width, image.height + above + below), ground)
    result.paste(image, (0, above))
    draw, ink = ImageDraw.Draw(result), (225, 225, 230) if dark else (40, 40, 44)
    small = ImageFont.load_default(max(8.0, above * 0.4))
    draw.text((image.width * 0.03, above / 2), "12:41", ink, small, anchor="lm")
    draw.text((image.width * 0.97, above / 2), "5G 83%", ink, small, anchor="rm")
    for place in range(4):
        x, y, r = image.width * (0.06 + 0.09 * place), above + image.height + below / 2, below * 0.25
        draw.ellipse((x - r, y - r, x + r, y + r), outline=ink, width=2)
    return result


def shared_again(image: Image.Image, random: Random) -> Image.Image:
    """Shared, filtered and cut: smaller, other light, 4 % cut off, a name in it, and poor quality."""
    result = cropped(4)(resized(color(image, random), random), random)
    return _again(watermark(result, random), int(random.integers(30, 60)))


def sticker(image: Image.Image, random: Random) -> Image.Image:
    """Something round over an eighth of it."""
    radius = np.sqrt(image.width * image.height / 8 / np.pi)
    x = random.uniform(radius, max(radius + 1, image.width - radius))
    y = random.uniform(radius, max(radius + 1, image.height - radius))
    mask = Image.new("L", image.size, 0)
    ImageDraw.Draw(mask).ellipse((x - radius, y - radius, x + radius, y + radius), 255)
    fill = Image.new("RGB", image.size, tuple(random.integers(0, 256, 3).tolist()))
    return Image.composite(fill, image, mask)


# By the names that the curves and the documentation have.
EDITS: dict[str, Edit] = {
    "recompressed": recompressed,
    "resized": resized,
    "grey": grey,
    "colour": color,
    "watermark": watermark,
    "text": text,
    "caption": caption,
    "border": border,
    "cropped 5 %": cropped(5),
    "cropped 10 %": cropped(10),
    "cropped 15 %": cropped(15),
    "cropped 20 %": cropped(20),
    "cropped 25 %": cropped(25),
    "tilted": tilted,
    "sticker": sticker,
    "mirrored": mirrored,
    "rotated": rotated,
    "screenshot": screenshot,
    "shared again": shared_again,
}
