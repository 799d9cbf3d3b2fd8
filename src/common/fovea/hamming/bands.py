"""A hash in four bands of 16 bits, and which values of a band to look up for a radius.

If two hashes differ in at most `bits` of 64, and `each, more = divmod(bits, 4)`, then one of the bands 0 to
`more` differs in at most `each` bits, or one of the bands behind in at most `each - 1`: otherwise all
differences together were more than `bits`. At 10 bits that is 2, 2, 2 and 1.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from numba import njit, types
from numba.extending import intrinsic

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.uint32]
Counts = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint16]
Starts = npt.NDArray[np.uint32]

BANDS = 4
BAND_BITS = 16
VALUES = 1 << BAND_BITS
WHOLE = 64

# What may differ in a band, the fewest bits first; MASK_ENDS[s + 1] of them have at most s bits.
_ORDER = np.argsort(np.bitwise_count(np.arange(VALUES, dtype=np.uint32)), kind="stable")
MASKS: Masks = _ORDER.astype(np.uint16)
MASK_ENDS: Counts = np.concatenate(
    [[0], np.cumsum(np.bincount(np.bitwise_count(np.arange(VALUES, dtype=np.uint32)), minlength=17))]
).astype(np.int64)

# Above so much of all hashes that would be looked at, looking at all of them in a row is quicker.
MOST_PROBED = 0.3


def radii(bits: int) -> Counts:
    """In how many bits each band may differ; -1 for bands that need not be looked at."""
    each, more = divmod(bits, BANDS)
    return np.array([each if band <= more else each - 1 for band in range(BANDS)], dtype=np.int64)


def probed(bits: int) -> float:
    """Which part of random hashes is looked at for a radius."""
    return float(sum(MASK_ENDS[min(radius, BAND_BITS) + 1] for radius in radii(bits))) / VALUES


if TYPE_CHECKING:

    def popcount(number: np.uint64) -> np.uint64:
        """How many bits are set."""
else:

    @intrinsic
    def popcount(_context, _number):
        """How many bits of a u64 are set: the processor's own instruction."""

        def code(_context, builder, _signature, arguments):
            return builder.ctpop(arguments[0])

        return types.uint64(types.uint64), code


@njit(cache=True, nogil=True)
def sorted_by_band(hashes: Hashes, band: int) -> tuple[Starts, Places, Hashes]:
    """(where each value's bucket starts (65,537,), places (N,), hashes (N,)) in the order of a band's values,
    and within a value in the order given.
    """
    shift = np.uint64(BAND_BITS * band)
    low = np.uint64(VALUES - 1)
    starts = np.zeros(VALUES + 1, dtype=np.uint32)
    for position in range(len(hashes)):
        starts[np.int64((hashes[position] >> shift) & low) + 1] += np.uint32(1)
    for value in range(VALUES):
        starts[value + 1] += starts[value]
    ends = starts[:-1].copy()
    places = np.empty(len(hashes), dtype=np.uint32)
    values = np.empty(len(hashes), dtype=np.uint64)
    for position in range(len(hashes)):
        bucket = np.int64((hashes[position] >> shift) & low)
        at = ends[bucket]
        ends[bucket] = at + np.uint32(1)
        places[at] = position
        values[at] = hashes[position]
    return starts, places, values
