"""The column `posts.sizes`: renditions as `fovea.renditions` writes them, whatever they were described as."""

from collections.abc import Sequence

from fovea import metrics, renditions
from fovea.database.fitting import LARGEST_TEXT_BYTES
from fovea.renditions import SizeRecord, unpack

__all__ = ["fit", "pack", "unpack"]


def fit(described: str | Sequence[SizeRecord]) -> str | None:
    """The column of a description: of a text as it travels, or of records. None when there are none."""
    if not isinstance(described, str):
        return pack(described)
    if described.isascii() and "\0" not in described and len(described) <= LARGEST_TEXT_BYTES:
        return described or None
    return pack(unpack(described))


def pack(sizes: Sequence[SizeRecord]) -> str | None:
    """The column of these renditions. Addresses are cleaned of what the text cannot hold; those that do not
    fit into the column are left out.
    """
    packed = renditions.pack(sizes)
    if (
        packed is not None
        and len(packed) <= LARGEST_TEXT_BYTES // 4
        and "\0" not in packed
        and packed.isascii()
    ):
        return packed
    fitting: list[SizeRecord] = []
    room = LARGEST_TEXT_BYTES
    for size in map(_cleaned, sizes):
        room -= len(size.url.encode()) + 24
        if size.url and room > 0:
            fitting.append(size)
    if len(fitting) < len(sizes):
        metrics.count("ingest_texts_cut")
    return renditions.pack(fitting)


def _cleaned(size: SizeRecord) -> SizeRecord:
    url = (
        size.url.replace("\0", "").replace(" ", "%20").replace("~", "%7E").encode("utf-8", "replace").decode()
    )
    return SizeRecord(url, size.width, size.height)
