"""A block of counts as it is stored: one small number a post, compressed by zstd.

Most counts are small, so each block is of the narrowest kind of number that holds its largest. Which one
that is tells its length. A block that was never written is empty, and its counts are 0.
"""

import threading

import numpy as np
import numpy.typing as npt
import zstandard

# About 6 KB packed. Larger blocks are read sooner when all are wanted, smaller ones when few are.
NUMBERS_A_BLOCK = 16_384

_KINDS = tuple(np.dtype(name) for name in ("<u1", "<u2", "<u4"))
_KIND_OF_LENGTH = {kind.itemsize * NUMBERS_A_BLOCK: kind for kind in _KINDS}
_LEVEL = 1


class _Codec(threading.local):
    """One compressor and decompressor a thread: neither may be used by two at once."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=False)
        self.decompressor = zstandard.ZstdDecompressor()


_codec = _Codec()


def pack_block(counts: npt.NDArray[np.int64]) -> bytes:
    """The stored form of a block's counts (NUMBERS_A_BLOCK,), none of which is below 0 or above 2**32 - 1."""
    largest = int(counts.max())
    kind = next(kind for kind in _KINDS if largest <= np.iinfo(kind).max)
    return _codec.compressor.compress(counts.astype(kind).tobytes())


def unpack_block(packed: bytes) -> npt.NDArray[np.unsignedinteger]:
    """The counts (NUMBERS_A_BLOCK,) of a stored block. Raises ValueError for other bytes."""
    if not packed:
        return np.zeros(NUMBERS_A_BLOCK, dtype=np.uint8)
    try:
        plain = _codec.decompressor.decompress(packed)
    except zstandard.ZstdError as error:
        raise ValueError("the bytes are no block of counts") from error
    kind = _KIND_OF_LENGTH.get(len(plain))
    if kind is None:
        raise ValueError(f"a block of counts cannot have {len(plain)} bytes inside")
    return np.frombuffer(plain, dtype=kind)
