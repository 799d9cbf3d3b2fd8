"""Chance that is a function of numbers: the same for one number as for an array of them, at any time.

SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"): a counter, mixed.
"""

from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
_MASK = (1 << 64) - 1
_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@cache
def stream(seed: int, *names: str | int) -> int:
    """The number of a source of chance that is about one thing."""
    text = "/".join([str(seed), *map(str, names)])
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def bits(source: int, number: int) -> int:
    """64 random bits for a number."""
    z = (source + (number + 1) * _STEP) & _MASK
    z = ((z ^ (z >> 30)) * _FIRST) & _MASK
    z = ((z ^ (z >> 27)) * _SECOND) & _MASK
    return z ^ (z >> 31)


def portion(source: int, number: int) -> float:
    """A random number from 0 up to 1."""
    return (bits(source, number) >> 11) / (1 << 53)


def many_bits(source: int, numbers: Numbers) -> NDArray[np.uint64]:
    """`bits` of many numbers."""
    with np.errstate(over="ignore"):
        z = np.uint64(source) + (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(_STEP)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(_FIRST)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(_SECOND)
        return z ^ (z >> np.uint64(31))


def portions(source: int, numbers: Numbers) -> NDArray[np.float64]:
    """`portion` of many numbers."""
    found: NDArray[np.float64] = (many_bits(source, numbers) >> np.uint64(11)).astype(np.float64) / (1 << 53)
    return found


def choices(source: int, numbers: Numbers, weights: tuple[float, ...]) -> Numbers:
    """For each number one of so many things, each as often as it weighs."""
    steps = np.cumsum(weights) / sum(weights)
    return np.minimum(
        np.searchsorted(steps, portions(source, numbers), side="right"), len(weights) - 1
    ).astype(np.int64)


def by_rank(source: int, numbers: Numbers, count: int, *, steepness: float = 1.6) -> Numbers:
    """For each number one of `count` things, of which the first are much more frequent than the last."""
    return np.minimum((portions(source, numbers) ** steepness * count).astype(np.int64), count - 1)
