"""Hashes of 192 and 256 bits in bands, each band with a table of which images have which value there.

If two hashes differ in at most r bits, then one of B bands differs in few: band b in at most (r - b) // B
(Norouzi, Punjani, Fleet: Fast Search in Hamming Space with Multi-Index Hashing, CVPR 2012). So one looks up
the values of each band that are so near. A table holds places only; the hash is then looked at where it is.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Words = npt.NDArray[np.uint64]  # of one hash, (W,)
Head = npt.NDArray[np.uint64]  # the first two words of each hash, (N, 2): enough to tell most apart
Tail = npt.NDArray[np.uint64]  # the others, (N, W - 2)
Starts = npt.NDArray[np.uint32]
Places = npt.NDArray[np.uint32]
Ends = npt.NDArray[np.int64]

WORD = 64
HEAD = 2
_MOST_MASKS = 20_000  # a band that differs in more ways is not probed: then all hashes are looked at
_NARROW, _MIDDLE, _WIDE = 12, 16, 20
_MOST_WORDS = 4


@dataclass(frozen=True)
class Tables:
    """B bands of `width` bits each (the last may have fewer)."""

    starts: Starts  # (B, 2**width + 1)
    places: Places  # (B, N), ascending within a value

    @property
    def width(self) -> int:
        """Bits a band."""
        return int(self.starts.shape[1] - 1).bit_length() - 1


def width_for(count: int, words: int) -> int:
    """Bits of a band for so many images: about as many values as make the way to a value cost as much as
    what it has (measured). A hash of more words has more bands, which may be wider.
    """
    if count < 1 << 17:
        return _NARROW
    return _MIDDLE if count < 1 << (21 if words == _MOST_WORDS else 24) else _WIDE


def bands_of(words: int, width: int) -> int:
    """How many bands a hash of so many words has."""
    return -(-words * WORD // width)


@lru_cache(maxsize=4)
def masks(width: int) -> tuple[Places, Ends]:
    """What may differ in a band, the fewest bits first; `ends[s + 1]` of them have at most s bits."""
    counts = np.bitwise_count(np.arange(1 << width, dtype=np.uint32))
    ends = np.concatenate([[0], np.cumsum(np.bincount(counts, minlength=width + 1))])
    ends = ends[ends <= _MOST_MASKS].astype(np.int64)
    order = np.argsort(counts, kind="stable")[: ends[-1]]
    return order.astype(np.uint32), ends


@njit(cache=True, nogil=True)
def value_of(first: np.uint64, second: np.uint64, shift: int, width: int) -> Any:
    """`width` bits from `shift` on of two words that follow each other."""
    value = first >> np.uint64(shift)
    if shift + width > WORD:
        value |= second << np.uint64(WORD - shift)
    return np.int64(value & np.uint64((1 << width) - 1))


@njit(cache=True, nogil=True)
def word_of(head: Head, tail: Tail, at: int, word: int) -> Any:
    """One word of a hash; 0 behind its end."""
    if word < HEAD:
        return head[at, word]
    return tail[at, word - HEAD] if word - HEAD < tail.shape[1] else np.uint64(0)


@njit(cache=True, nogil=True)
def band_of(head: Head, tail: Tail, at: int, band: int, width: int) -> Any:
    """What a hash has in a band."""
    word, shift = divmod(band * width, WORD)
    return value_of(word_of(head, tail, at, word), word_of(head, tail, at, word + 1), shift, width)


@njit(cache=True, nogil=True)
def sorted_by_band(head: Head, tail: Tail, band: int, width: int) -> tuple[Starts, Places]:
    """(where each value's places start (2**width + 1,), places (N,)) of a band."""
    starts = np.zeros((1 << width) + 1, dtype=np.uint32)
    values = np.empty(len(head), dtype=np.uint32)
    for at in range(len(head)):
        value = band_of(head, tail, at, band, width)
        values[at] = value
        starts[value + 1] += np.uint32(1)
    for before in range(1 << width):
        starts[before + 1] += starts[before]
    ends = starts[:-1].copy()
    places = np.empty(len(head), dtype=np.uint32)
    for at in range(len(head)):
        places[ends[values[at]]] = at
        ends[values[at]] += np.uint32(1)
    return starts, places
