"""The renditions of a post in one text: what their addresses have in common once, then each rest and its
pixels.

    https://live.example.com/65535/51_ab _s.jpg 75 50 .jpg 500 335 _b.jpg 1024 686

0 stands for an unknown width or height. This is a third of the same as JSON objects, and half of the time
to write it: a database driver must look at every quotation mark.
"""

from collections.abc import Sequence

from fovea import metrics
from fovea.database.fitting import LARGEST_TEXT_BYTES, LONGEST_URL
from fovea.messages import SizeRecord


def pack(sizes: Sequence[SizeRecord]) -> str | None:
    """The text of these renditions, in their order; None when there are none that can be stored."""
    addresses = [size.url for size in sizes]
    whole = " ".join(addresses)
    if not whole.isascii() or "\0" in whole or whole.count(" ") != max(0, len(sizes) - 1) or "" in addresses:
        sizes = [size for size in map(_cleaned, sizes) if size.url]
        addresses = [size.url for size in sizes]
    if not sizes or len(whole) > LARGEST_TEXT_BYTES // 4 or max(map(len, addresses)) > LONGEST_URL:
        return _pack_what_fits(sizes)
    return _pack(sizes, addresses)


def unpack(packed: str | None) -> list[SizeRecord]:
    """The renditions of a stored text."""
    if not packed:
        return []
    prefix, *rest = packed.split(" ")
    return [
        SizeRecord(prefix + end, int(width) or None, int(height) or None)
        for end, width, height in zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    ]


def _pack(sizes: Sequence[SizeRecord], addresses: Sequence[str]) -> str:
    length = _common(min(addresses), max(addresses))
    parts = [f"{size.url[length:]} {size.width or 0} {size.height or 0}" for size in sizes]
    return f"{addresses[0][:length]} {' '.join(parts)}"


def _pack_what_fits(sizes: Sequence[SizeRecord]) -> str | None:
    fitting, room = [], LARGEST_TEXT_BYTES
    for size in sizes:
        room -= len(size.url.encode()) + 24
        if len(size.url) <= LONGEST_URL and room > 0:
            fitting.append(size)
    if len(fitting) < len(sizes):
        metrics.count("ingest_texts_cut")
    return _pack(fitting, [size.url for size in fitting]) if fitting else None


def _common(lowest: str, highest: str) -> int:
    """How many characters a sorted list of texts has in common at the beginning: those of its first and
    last.
    """
    low, high = 0, min(len(lowest), len(highest))
    while low < high:
        middle = (low + high + 1) // 2
        if lowest[:middle] == highest[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cleaned(size: SizeRecord) -> SizeRecord:
    url = size.url.replace("\0", "").replace(" ", "%20").encode("utf-8", "replace").decode()
    return SizeRecord(url, size.width, size.height)
