"""How many frames a moving picture has."""

from PIL import Image

MOST_FRAMES = 65_535  # as many are told of one that has more

_EXTENSION, _IMAGE = 0x21, 0x2C


def frames_of(image: Image.Image, body: bytes) -> int:
    """1 of a picture that stands still, also when its file holds others beside it (pages, previews)."""
    if image.format == "GIF":
        return max(1, _gif_frames(body))
    if image.format in {"PNG", "WEBP", "AVIF"}:
        return max(1, min(int(getattr(image, "n_frames", 1)), MOST_FRAMES))
    return 1


def _gif_frames(body: bytes) -> int:
    """Counts image descriptors (GIF89a specification, 17 to 26) without decoding anything, for the decoder
    would take a minute over some millions of them.
    """
    position = 13 + _colors(body[10])
    frames = 0
    while position < len(body) and frames < MOST_FRAMES:
        kind = body[position]
        if kind == _EXTENSION:
            position += 2
        elif kind == _IMAGE and position + 9 < len(body):
            frames += 1
            position += 11 + _colors(body[position + 9])
        else:
            break
        while position < len(body) and body[position]:
            position += 1 + body[position]
        position += 1
    return frames


def _colors(flags: int) -> int:
    """The length of a table of colours."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0
