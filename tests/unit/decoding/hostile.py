"""Files that mean harm."""

import struct
import zlib
from io import BytesIO

from PIL import Image

ANY_REFUSAL = {"picture_type", "picture_damaged", "picture_too_large", "picture_shape", "picture_too_costly"}


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    """Black pixels, of which thousands take a byte: `rows` of them, all if it is not said."""
    pixels = zlib.compressobj(9, wbits=-15)
    line = pixels.compress(bytes(1 + 3 * width)) + pixels.flush(zlib.Z_FULL_FLUSH)  # can be repeated
    count = height if rows is None else rows
    check = struct.pack(">HH", count * (1 + 3 * width) % 65_521, 1)
    data = b"\x78\xda" + line * count + pixels.flush() + check
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def webp(width: int, height: int) -> bytes:
    """Says that it is so large, and holds next to nothing."""
    bits = (width - 1) | (height - 1) << 14
    data = b"\x2f" + struct.pack("<I", bits) + bytes(40)
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def gif(width: int, height: int, *, frames: int) -> bytes:
    """A black picture, over and over again."""
    out = BytesIO()
    Image.new("P", (width, height)).save(out, "GIF", optimize=False)
    body = out.getvalue()
    start = 13 + (3 << (body[10] & 7) + 1)
    return body[:start] + body[start:-1] * frames + b"\x3b"


def huge_gif() -> bytes:
    """One of the largest size that can be said."""
    body = bytearray(gif(4, 4, frames=2))
    body[6:10] = b"\xff" * 4
    return bytes(body)


def tiff(width: int, height: int) -> bytes:
    """One strip of compressed grey that becomes a gigabyte."""
    strip = zlib.compress(bytes(1_000_000), 9)
    tags = [
        (256, 4, width),
        (257, 4, height),
        (258, 3, 8),
        (259, 3, 8),
        (262, 3, 1),
        (273, 4, 8),
        (277, 3, 1),
        (278, 4, height),
        (279, 4, len(strip)),
    ]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    return b"II*\x00" + struct.pack("<I", 8 + len(strip)) + strip + directory


def bmp(width: int, height: int) -> bytes:
    """A head without pixels."""
    return (
        b"BM"
        + struct.pack("<IHHI", 100, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, *6 * [0])
    )
