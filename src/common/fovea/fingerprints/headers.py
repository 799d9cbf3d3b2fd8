"""What files say of themselves, read before any decoder sees them."""


def webp_size(body: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP (RFC 9649, 2.5 to 2.7); None when it is none or says nothing."""
    if len(body) < 30 or body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        return None
    kind = body[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = int.from_bytes(body[26:28], "little"), int.from_bytes(body[28:30], "little")
        return width & 0x3FFF, height & 0x3FFF
    return None
