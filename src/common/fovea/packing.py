"""Sorted lists of post numbers, packed: differences of neighbours, compressed by zstd.

A packed list is one zstd frame. Inside are the list's differences as u32, their four bytes apart: all lowest
bytes first, then all second ones, and so on. Most differences are small, so the planes of high bytes are
nearly all zeros and cost nothing; that is a fifth smaller than the differences as they are, and quicker at
the lowest level, where higher levels gain less than one percent. An empty list is the empty byte string.

Numbers are below 2**32. About two bytes a favourite, where a row of the older system's table takes 320.
"""

import threading
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import zstandard

Numbers = npt.NDArray[np.uint32]

LARGEST_NUMBER = 2**32 - 1
_LEVEL = 1
_LARGEST_BYTES = 4 * 50_000_000  # what a damaged frame may claim at most
_EMPTY: Numbers = np.empty(0, dtype=np.uint32)


class _Codec(threading.local):
    """One compressor and decompressor a thread: neither may be used by two at once."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(
            level=_LEVEL, write_checksum=False, write_content_size=True
        )
        self.decompressor = zstandard.ZstdDecompressor()


_codec = _Codec()


class NotPackedError(ValueError):
    """The bytes are no packed list."""


def sorted_numbers(numbers: Iterable[int] | npt.NDArray[np.integer]) -> Numbers:
    """Any whole numbers as a sorted array without duplicates. Raises ValueError for those outside 0 ... 2**32
    - 1.
    """
    wide = np.asarray(numbers if isinstance(numbers, np.ndarray) else list(numbers))
    if wide.size == 0:
        return _EMPTY
    if wide.dtype.kind not in "iu":
        raise ValueError("post numbers are whole numbers")
    if wide.dtype != np.uint32 and (wide.min() < 0 or wide.max() > LARGEST_NUMBER):
        raise ValueError("post numbers are between 0 and 2**32 - 1")
    return np.unique(wide.astype(np.uint32, copy=False))


def pack(numbers: Numbers) -> bytes:
    """The packed form of a sorted u32 array without duplicates. Raises ValueError for any other array."""
    if numbers.size > 1 and not bool((numbers[1:] > numbers[:-1]).all()):
        raise ValueError("pack takes sorted numbers without duplicates; see sorted_numbers")
    return pack_repeated(numbers)


def pack_repeated(numbers: Numbers) -> bytes:
    """The packed form of a sorted u32 array in which a number may stand several times. Raises ValueError for
    any other array. `unpack` gives it back.
    """
    if numbers.dtype != np.uint32 or numbers.ndim != 1:
        raise ValueError("pack takes a one-dimensional u32 array; see sorted_numbers")
    if numbers.size == 0:
        return b""
    if numbers.size > 1 and bool((numbers[1:] < numbers[:-1]).any()):
        raise ValueError("pack takes sorted numbers; see sorted_numbers")
    differences = np.empty(numbers.size, dtype="<u4")
    differences[0] = numbers[0]
    np.subtract(numbers[1:], numbers[:-1], out=differences[1:])
    planes = np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T)
    return _codec.compressor.compress(planes.data)


def unpack(packed: bytes) -> Numbers:
    """The sorted u32 array of a packed list. Raises `NotPackedError` for other bytes."""
    if not packed:
        return _EMPTY.copy()
    planes = _planes(packed)
    numbers = np.ascontiguousarray(planes.T).view("<u4").reshape(-1)
    return np.cumsum(numbers, dtype=np.uint32)


def unpack_many(lists: Sequence[bytes]) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Many packed lists in one array, one after the other, and where each begins (one offset more than
    lists).
    """
    unpacked = [unpack(packed) for packed in lists]
    offsets = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([part.size for part in unpacked], out=offsets[1:])
    return (np.concatenate(unpacked) if unpacked else _EMPTY.copy()), offsets


def merge(packed: bytes, numbers: Numbers) -> bytes:
    """The packed union of a packed list and a sorted array."""
    if numbers.size == 0:
        return packed
    return pack(np.union1d(unpack(packed), numbers)) if packed else pack(numbers)


def difference(packed: bytes, numbers: Numbers) -> bytes:
    """The packed list without the numbers of a sorted array."""
    if numbers.size == 0 or not packed:
        return packed
    return pack(np.setdiff1d(unpack(packed), numbers, assume_unique=True))


def _planes(packed: bytes) -> npt.NDArray[np.uint8]:
    try:
        size = zstandard.frame_content_size(packed)
        if not 0 < size <= _LARGEST_BYTES or size % 4:
            raise NotPackedError(f"a packed list cannot have {size} bytes inside")
        plain = _codec.decompressor.decompress(packed)
    except zstandard.ZstdError as error:
        raise NotPackedError(str(error)) from error
    return np.frombuffer(plain, dtype=np.uint8).reshape(4, -1)
