"""Hashes for tests, and what an answer must be: found by comparing all with all."""

import numpy as np
from hypothesis import strategies
from hypothesis.strategies import SearchStrategy
from numpy.typing import NDArray

from fovea.hamming.bands import Hashes

HASHES = strategies.integers(0, 2**64 - 1)
AWKWARD = strategies.sampled_from([0, 1, 2**16 - 1, 2**63, 2**64 - 1, 0x0001000100010001])


def flipped(one: int, bits: list[int]) -> int:
    """The hash with these bits turned over."""
    for bit in bits:
        one ^= 1 << bit
    return one


@strategies.composite
def _near(draw: strategies.DrawFn, centres: list[int]) -> int:
    flips = draw(strategies.lists(strategies.integers(0, 63), max_size=14))
    return flipped(draw(strategies.sampled_from(centres)), flips)


def crowds(*, least: int = 0, most: int = 60) -> SearchStrategy[list[int]]:
    """Hashes that crowd around a few, with copies, at distances about the radius."""
    centres = strategies.lists(HASHES | AWKWARD, min_size=1, max_size=4)
    return centres.flatmap(
        lambda found: strategies.lists(
            strategies.sampled_from(found) | _near(found), min_size=least, max_size=most
        )
    )


def as_array(hashes: list[int]) -> Hashes:
    return np.array(hashes, dtype=np.uint64)


def distances(hashes: Hashes) -> NDArray[np.uint8]:
    """All with all: (N, N)."""
    found: NDArray[np.uint8] = np.bitwise_count(hashes[:, None] ^ hashes[None, :])
    return found


def groups_by_comparing_all(hashes: Hashes, bits: int) -> list[int]:
    """For each position the smallest of its group, by walking from neighbour to neighbour."""
    near = distances(hashes) <= bits
    group = [-1] * len(hashes)
    for position in range(len(hashes)):
        if group[position] < 0:
            reached = [position]
            while reached:
                one = reached.pop()
                if group[one] < 0:
                    group[one] = position
                    reached += np.flatnonzero(near[one]).tolist()
    return group
