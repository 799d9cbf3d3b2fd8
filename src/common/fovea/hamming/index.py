"""An exact index of hashes in memory that grows: made for ten million, 53 bytes each."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fovea.hamming import probing
from fovea.hamming.bands import WHOLE, Hashes, Places
from fovea.hamming.buckets import Buckets
from fovea.hamming.joining import BITS
from fovea.hamming.probing import Flags, Found

Numbers = Iterable[int] | npt.NDArray[np.integer]

_SMALLEST_TAIL = 1 << 14
_TAIL_PART = 64  # the tail is at most this part of all


@dataclass(frozen=True)
class _Tail:
    """What came since the buckets were sorted, in a row. Rows behind `count` are not told of yet."""

    ids: Places
    hashes: Hashes
    gone: Flags
    rows: Places  # 0, 1, 2 ...
    count: int

    @classmethod
    def of(cls, size: int) -> "_Tail":
        return cls(
            np.empty(size, dtype=np.uint32),
            np.empty(size, dtype=np.uint64),
            np.zeros(size, dtype=np.bool_),
            np.arange(size, dtype=np.uint32),
            0,
        )

    def within(self, one: np.uint64, bits: int) -> Found:
        rows, distances = probing.scan(one, self.hashes[: self.count], self.gone, self.rows, bits)
        return self.ids[rows], distances

    def nearest(self, one: np.uint64, wanted: int, bits: int) -> Found:
        hashes = self.hashes[: self.count]
        return self.within(one, min(bits, probing.reach(one, hashes, self.gone, self.rows, wanted)))

    def live(self) -> tuple[Places, Hashes]:
        kept = ~self.gone[: self.count]
        return self.ids[: self.count][kept], self.hashes[: self.count][kept]


class HashIndex:
    """Images (u32 numbers) by hash (64 bits). Every answer is exact: near ones first, of equally near ones
    the smallest number first.

    Most are in sorted buckets (`fovea.hamming.buckets`); new ones are in a tail that is searched from end to
    end, at most a 64th of all, and sorted in when it is full. Removed ones are only marked until then.

    Any number of threads may read while one changes it; changes wait for each other. A reader sees an image
    before or after its change; one whose hash is replaced may be missing for a moment. `version` says how far
    whoever fills the index has come, `unsure` which images they have to look at again, and `filling` keeps
    two of them apart; the index itself does nothing with these.
    """

    def __init__(self) -> None:
        self.version = 0
        self.unsure: set[int] = set()
        self.filling = threading.Lock()
        self._changing = threading.Lock()
        empty = np.empty(0, dtype=np.uint32)
        self._parts = (Buckets.of(empty, np.empty(0, dtype=np.uint64)), _Tail.of(_SMALLEST_TAIL))
        self._rows: dict[int, int] = {}  # where the living ones are in the tail
        self._gone = 0

    def __len__(self) -> int:
        buckets, _ = self._parts
        return len(buckets.ids) - self._gone + len(self._rows)

    @property
    def bytes(self) -> int:
        """How much memory the hashes take. Sorting the tail in takes that much again for a while."""
        buckets, tail = self._parts
        return buckets.bytes + sum(part.nbytes for part in (tail.ids, tail.hashes, tail.gone, tail.rows))

    def add(self, ids: Numbers, hashes: Iterable[int] | Hashes) -> None:
        """Put images in, or give those that are there other hashes. Of one that comes twice the last counts.
        Raises ValueError for lists of different lengths, and for numbers and hashes out of range.
        """
        numbers, values = _numbers(ids), _hashes(hashes)
        if len(numbers) != len(values):
            raise ValueError("there must be one hash an image")
        if len(numbers) > 1:
            numbers, last = np.unique(numbers[::-1], return_index=True)
            values = values[::-1][last]
        with self._changing:
            self._remove(numbers)
            buckets, tail = self._parts
            if tail.count + len(numbers) > len(tail.ids):
                self._sort_in(numbers, values)
                return
            end = tail.count + len(numbers)
            tail.ids[tail.count : end] = numbers
            tail.hashes[tail.count : end] = values
            self._rows.update(zip(numbers.tolist(), range(tail.count, end), strict=True))
            self._parts = (buckets, replace(tail, count=end))

    def remove(self, ids: Numbers) -> None:
        """Take images out; those that are not there are passed over."""
        with self._changing:
            self._remove(np.unique(_numbers(ids)))

    def within(self, one: int, bits: int = BITS) -> Found:
        """(images, distances) of all that differ from this hash in at most `bits`, the nearest first."""
        if not 0 <= bits <= WHOLE:
            raise ValueError("a radius is between 0 and 64 bits")
        buckets, tail = self._parts
        value = np.uint64(one)
        return _ordered(buckets.within(value, bits), tail.within(value, bits))

    def nearest(self, one: int, most: int, *, bits: int = WHOLE) -> Found:
        """(images, distances) of the `most` nearest to this hash that differ in at most `bits`; of all such
        when there are fewer.

        The farther away the last of them is, the longer it takes: a bound keeps that short.
        """
        if most < 1 or not 0 <= bits <= WHOLE:
            raise ValueError("at least one must be wanted, within 0 to 64 bits")
        buckets, tail = self._parts
        value = np.uint64(one)
        others = tail.nearest(value, most, bits)
        ids, distances = _ordered(buckets.nearest(value, most, bits, others[1]), others)
        return ids[:most], distances[:most]

    def _remove(self, ids: Places) -> None:
        buckets, tail = self._parts
        places = buckets.places_of(ids)
        places = places[~buckets.gone[places]]
        buckets.gone[places] = True
        self._gone += len(places)
        if self._rows:
            for number in ids.tolist():
                row = self._rows.pop(number, None)
                if row is not None:
                    tail.gone[row] = True

    def _sort_in(self, ids: Places, hashes: Hashes) -> None:
        parts = [part.live() for part in self._parts]
        numbers = np.concatenate([parts[0][0], parts[1][0], ids])
        values = np.concatenate([parts[0][1], parts[1][1], hashes])
        order = np.argsort(numbers, kind="stable")
        sorted_in = Buckets.of(numbers[order], values[order])
        self._parts = (sorted_in, _Tail.of(max(_SMALLEST_TAIL, len(numbers) // _TAIL_PART)))
        self._rows, self._gone = {}, 0


def _ordered(one: Found, other: Found) -> Found:
    ids = np.concatenate([one[0], other[0]])
    distances = np.concatenate([one[1], other[1]])
    order = np.lexsort((ids, distances))
    return ids[order], distances[order]


def _numbers(ids: Numbers) -> Places:
    wide = np.asarray(ids if isinstance(ids, np.ndarray) else list(ids))
    if wide.size and (wide.dtype.kind not in "iu" or wide.min() < 0 or wide.max() >= 2**32):
        raise ValueError("images have numbers between 0 and 2**32 - 1")
    return wide.astype(np.uint32)


def _hashes(hashes: Iterable[int] | Hashes) -> Hashes:
    if isinstance(hashes, np.ndarray):
        if hashes.dtype != np.uint64:
            raise ValueError("hashes come as u64")
        return hashes
    return np.array(list(hashes), dtype=np.uint64)
