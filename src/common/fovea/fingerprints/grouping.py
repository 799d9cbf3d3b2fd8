"""Which of some pictures are near-duplicates of each other."""

import numpy as np
from numpy.typing import NDArray

NEAR_DUPLICATE_BITS = 10  # of 64: what small crops, other exposures and other files make differ


def groups(hashes: NDArray[np.uint64], *, bits: int = NEAR_DUPLICATE_BITS) -> NDArray[np.intp]:
    """For each picture the position of the first picture of its group; alone, its own position.

    Pictures whose hashes differ in at most `bits` are in one group, and so are those that are linked by
    others. Compares all pairs: for some hundreds of hashes, not for a library.
    """
    count = len(hashes)
    first = np.arange(count, dtype=np.intp)
    if count < 2:
        return first
    values = np.asarray(hashes, dtype=np.uint64)
    ones, others = np.nonzero(np.bitwise_count(values[:, None] ^ values[None, :]) <= bits)
    linked = ones < others
    for one, other in zip(ones[linked].tolist(), others[linked].tolist(), strict=True):
        a, b = _root(first, one), _root(first, other)
        first[max(a, b)] = min(a, b)
    for position in range(count):
        first[position] = first[first[position]]  # roots come first, so that one step is enough
    return first


def _root(first: NDArray[np.intp], position: int) -> int:
    while first[position] != position:
        first[position] = first[first[position]]
        position = int(first[position])
    return position
