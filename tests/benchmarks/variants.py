"""Groups of near-duplicates among 10 thousand, 100 thousand and a million hashes, and looking near one hash.

`make bench NAME=variants`. Hashes are like those of a library: most resemble nothing, a quarter are in small
crowds a few bits apart, and a few pictures are there a thousand times. Rivals: comparing all pairs in a loop,
as the older system does it, at 10 thousand; and faiss (IndexBinaryFlat.range_search, one thread) at 100
thousand. Both must give the same groups. Times are processor seconds; memory is what the process needs at its
peak beyond what it has before it begins.

Then the index: HASHES (default 1000000) in memory, a radius of 10 bits, and the 20 nearest.
"""

import math
import multiprocessing
import os
import resource
import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import faiss
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from fovea.hamming import HashIndex, grouped
from fovea.hamming.bands import Hashes
from tests.benchmarks.report import finish, show

BITS = 10
SIZES = (10_000, 100_000, 1_000_000)
QUERIES = 1_000


class Measured(NamedTuple):
    """What grouping took, and how many groups of several there are."""

    processor: float
    wall: float
    peak_megabytes: float
    groups: int


def library_of(count: int, *, seed: int = 1) -> Hashes:
    """Hashes as a library has them."""
    random = np.random.default_rng(seed)
    hashes = random.integers(0, 2**64, size=count, dtype=np.uint64)
    crowded = count // 4
    centres = hashes[: crowded // 3]
    hashes[:crowded] = centres[random.integers(0, len(centres), size=crowded)]
    for _ in range(4):  # up to eight bits between two of a crowd
        flips = np.uint64(1) << random.integers(0, 64, size=crowded, dtype=np.uint64)
        hashes[:crowded] ^= np.where(random.random(crowded) < 0.7, flips, np.uint64(0))
    for famous in range(5):
        copies = count // 1_000
        hashes[crowded + famous * copies : crowded + (famous + 1) * copies] = hashes[-1 - famous]
    random.shuffle(hashes)
    return hashes


def crowd_of(count: int) -> Hashes:
    """The worst case for whoever lists pairs: half are copies of one hash, half are near another."""
    random = np.random.default_rng(2)
    hashes = np.zeros(count, dtype=np.uint64)
    for _ in range(5):
        hashes ^= np.uint64(1) << random.integers(0, 64, size=count, dtype=np.uint64)
    hashes[::2] = np.uint64(2**64 - 1)
    return hashes


def by_loop(hashes: Hashes) -> np.ndarray:
    """Groups by comparing all pairs, one by one."""
    values = hashes.tolist()
    pairs = [
        (one, other)
        for one, value in enumerate(values)
        for other in range(one + 1, len(values))
        if (value ^ values[other]).bit_count() <= BITS
    ]
    ones, others = np.array(pairs).T
    return _named(len(values), ones, others)


def by_faiss(hashes: Hashes) -> np.ndarray:
    """Groups by faiss' exhaustive range search."""
    faiss.omp_set_num_threads(1)
    packed = hashes.view(np.uint8).reshape(-1, 8)
    index = faiss.IndexBinaryFlat(64)
    index.add(packed)
    limits, _, found = index.range_search(packed, BITS + 1)  # it gives what is nearer than that
    return _named(len(hashes), np.repeat(np.arange(len(hashes)), np.diff(limits.astype(np.int64))), found)


def _named(count: int, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    links = coo_array((np.ones(len(ones), dtype=np.int8), (ones, others)), shape=(count, count))
    labels = connected_components(links, directed=False)[1]
    _, first = np.unique(labels, return_index=True)
    named: np.ndarray = first[labels]
    return named


def processor_seconds(work: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    """(processor seconds, answer)."""
    begun = time.process_time()
    answer = work()
    return time.process_time() - begun, answer


def _measure(make: Callable[[int], Hashes], count: int) -> Measured:
    grouped(library_of(2_000))  # compiled
    hashes = make(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, processor = time.perf_counter(), time.process_time()
    groups = grouped(hashes, bits=BITS)
    wall, processor = time.perf_counter() - begun, time.process_time() - processor
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    sizes = np.bincount(groups)
    return Measured(processor, wall, peak / 1_024, int((sizes > 1).sum()))


def measured(make: Callable[[int], Hashes], count: int) -> Measured:
    """In a process of its own, whose memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (make, count))


def milliseconds(ask: Callable[[int], object], hashes: list[int]) -> tuple[float, float]:
    """(median, 95th percentile) of one query after the other."""
    times = []
    for one in hashes:
        begun = time.perf_counter()
        ask(one)
        times.append((time.perf_counter() - begun) * 1e3)
    return median(times), float(np.percentile(times, 95))


def main() -> None:
    """Measure, and report."""
    ours = [measured(library_of, count) for count in SIZES]
    crowded = measured(crowd_of, 200_000)
    small, middle = library_of(SIZES[0]), library_of(SIZES[1])
    grouped(small)
    loop, by_pairs = processor_seconds(lambda: by_loop(small))
    searching, by_searching = processor_seconds(lambda: by_faiss(middle))
    assert (by_pairs == grouped(small)).all()
    assert (by_searching == grouped(middle)).all()
    growth = [math.log10(larger.processor / smaller.processor) for smaller, larger in pairwise(ours)]
    show(
        "Grouping hashes that differ in at most 10 bits",
        ["hashes", "groups", "ours, processor s", "wall s", "peak MB", "rival, processor s", "ratio"],
        [
            [f"{SIZES[0]:,}", ours[0].groups, *ours[0][:3], f"{loop:.2f} (loop)", loop / ours[0].processor],
            [
                f"{SIZES[1]:,}",
                ours[1].groups,
                *ours[1][:3],
                f"{searching:.2f} (faiss)",
                searching / ours[1].processor,
            ],
            [f"{SIZES[2]:,}", ours[2].groups, *ours[2][:3], "", ""],
            ["200,000 in two crowds", crowded.groups, *crowded[:3], "", ""],
        ],
    )
    count = int(os.environ.get("HASHES", "1000000"))
    hashes = library_of(count, seed=3)
    index = HashIndex()
    begun = time.perf_counter()
    index.add(np.arange(1, count + 1, dtype=np.uint32), hashes)
    building = time.perf_counter() - begun
    asked = (hashes[np.random.default_rng(4).integers(0, count, QUERIES)] ^ np.uint64(1 << 40)).tolist()
    index.within(asked[0], BITS)
    index.nearest(asked[0], 20)
    within = milliseconds(lambda one: index.within(one, BITS), asked)
    bounded = milliseconds(lambda one: index.nearest(one, 20, bits=12), asked)
    nearest = milliseconds(lambda one: index.nearest(one, 20), asked)
    show(
        f"An index of {count:,} hashes: {index.bytes / count:.0f} bytes each, built in {building:.1f} s",
        ["one query", "p50 ms", "p95 ms"],
        [
            ["within 10 bits", *within],
            ["20 nearest of those within 12 bits", *bounded],
            ["20 nearest", *nearest],
        ],
    )
    finish(
        benchmark="variants",
        rival=f"all pairs in a Python loop, {SIZES[0]:,} hashes",
        ours=ours[0].processor,
        theirs=loop,
        unit="processor seconds",
        ratio=loop / ours[0].processor,
        faiss_seconds_100k=searching,
        ours_seconds_100k=ours[1].processor,
        ratio_to_faiss_100k=searching / ours[1].processor,
        ours_seconds_1m=ours[2].processor,
        wall_seconds_1m=ours[2].wall,
        peak_megabytes_1m=ours[2].peak_megabytes,
        growth_exponents=[round(one, 2) for one in growth],
        crowded_seconds_200k=crowded.processor,
        index_hashes=count,
        within_p50_ms=within[0],
        within_p95_ms=within[1],
        nearest_20_within_12_p50_ms=bounded[0],
        nearest_20_p50_ms=nearest[0],
        nearest_20_p95_ms=nearest[1],
        index_bytes_each=index.bytes / count,
    )


if __name__ == "__main__":
    main()
