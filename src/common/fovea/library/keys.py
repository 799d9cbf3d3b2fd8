"""Where in the storage the files of an image are: by the digest of its bytes, so that the same bytes have one
place.
"""

import re

# Each thumbnail is at most so many pixels wide, and none is wider than its image.
THUMBNAIL_WIDTHS = (256, 512, 1024)

# What files are called, by the format of the image (column `images.format`).
ENDINGS = {
    "avif": "avif",
    "bmp": "bmp",
    "gif": "gif",
    "jpeg": "jpg",
    "png": "png",
    "tiff": "tif",
    "webp": "webp",
}

STORED = "storage:"  # the beginning of a link that leads to an object of the storage
_INCOMING = re.compile(r"incoming/[0-9A-Za-z-]{1,64}\.bin", re.ASCII)


def original(sha256: bytes, ending: str) -> str:
    """The key of the file itself; `ending` as in `ENDINGS`."""
    return f"images/{_place(sha256)}.{ending}"


def thumbnail(sha256: bytes, width: int) -> str:
    """The key of the thumbnail that was made for a width of `THUMBNAIL_WIDTHS`."""
    return f"thumbnails/{_place(sha256)}-{width}.webp"


def of_image(sha256: bytes, image_format: str) -> list[str]:
    """Every key that an image may have: what is to be deleted with it."""
    made = [thumbnail(sha256, width) for width in THUMBNAIL_WIDTHS]
    return [original(sha256, ENDINGS[image_format]), *made] if image_format in ENDINGS else made


def incoming(name: str) -> str:
    """The key of a file that was uploaded and has not been looked at yet; `name` is unique (a UUID)."""
    return f"incoming/{name}.bin"


def stored_at(url: str) -> str | None:
    """The key that a link of the form `storage:incoming/...` leads to; None for any other address.

    What is not incoming is out of reach: a link must not show what it was not given.
    """
    key = url.removeprefix(STORED)
    return key if url.startswith(STORED) and _INCOMING.fullmatch(key) else None


def _place(sha256: bytes) -> str:
    name = sha256.hex()
    return f"{name[:2]}/{name[2:4]}/{name}"
