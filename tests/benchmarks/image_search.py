"""Benchmark `image-search`: one picture among a million and ten million, by every method, exactly.

    make bench NAME=image-search     IMAGES=1000000 for one size only

Ours is what the API server uses: a segment in a file, mapped into memory, and nothing beside it. Rivals:
faiss' IndexBinaryFlat (exact, one thread), numpy over all, and `BIT_COUNT` over a table of MariaDB that is in
memory, as the older system does it. All search the same pictures in turn, so that what else goes on here
hits them alike; their answers must be the same distance for distance. Times are the clock's; the processor's
beside them, which other work touches least (of the database's server it is not known).
"""

import gc
import math
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from fovea.image_index import METHODS, MethodName, Rows, View, warm_up
from fovea.image_index.segment_files import opened, write
from tests.benchmarks.image_search_world import (
    Answer,
    Asked,
    Faiss,
    Numpy,
    NumpyHistograms,
    asked_of,
    library_of,
    sql_over,
)
from tests.benchmarks.report import finish, show

SIZES = [int(size) for size in os.environ.get("IMAGES", "1_000_000,10_000_000").split(",")]
QUERIES, SLOW_QUERIES, SQL_QUERIES = 200, 12, 4
RADII: dict[MethodName, tuple[int, ...]] = {"phash": (10,), "dhash": (10, 30), "pdq": (10, 31, 40)}
HISTOGRAMS: tuple[MethodName, ...] = ("histogram-l1", "histogram-l2")
NEAREST = 20
ALL = 2**31

Ask = Callable[[Asked], Answer]


class Times(NamedTuple):
    """Of one query: milliseconds by the clock (median, 95th percentile), and of the processor."""

    p50: float
    p95: float
    processor: float


Measured = tuple[str, str, Times]  # the row's title, the figure's name, and what it took


def main() -> None:
    """Measure each size, and report."""
    warm_up()
    figures: dict[str, float] = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="fovea-bench-") as folder:
            figures |= _measured(size, Path(folder))
        gc.collect()
    largest = max(SIZES)
    growth = {
        f"growth_{name}": math.log10(figures[f"{name}_{largest}"] / figures[f"{name}_{min(SIZES)}"])
        / math.log10(largest / min(SIZES))
        for name in ("phash_10", "dhash_30", "pdq_31", "pdq_40", "phash_k20")
        if largest > min(SIZES)
    }
    ours, theirs = figures[f"phash_10_{largest}"], figures[f"faiss_phash_10_{largest}"]
    finish(
        benchmark="image-search",
        rival=f"faiss IndexBinaryFlat, {largest:,} hashes of 64 bits, radius 10",
        ours=ours,
        theirs=theirs,
        unit="ms, median of one query",
        ratio=theirs / ours,
        ratio_to_sql=figures[f"sql_phash_10_{largest}"] / ours,
        **growth,
        **figures,
    )


def _measured(size: int, folder: Path) -> dict[str, float]:
    rows = library_of(size)
    asked = asked_of(rows, QUERIES)
    began, processor = time.perf_counter(), time.process_time()
    path = write(folder, rows, version=1, origin="bench")
    building, of_processor = time.perf_counter() - began, time.process_time() - processor
    before = _private_megabytes()
    began = time.perf_counter()
    segment = opened(path, origin="bench")
    opening = time.perf_counter() - began
    view = View(segment.part, version=1)
    for method in METHODS:
        view.nearest(method, asked[0].fingerprint(method), NEAREST)
    private = _private_megabytes() - before
    table: list[list[object]] = []
    figures: dict[str, float] = {}
    for title, name, times in _of_hashes(view, rows, asked):
        table.append([title, *times])
        figures[f"{name}_{size}"] = times.p50
    with sql_over(rows.phash, folder / "sql") as within:
        several = asked[:SQL_QUERIES]
        times = _alternately({"sql": lambda one: within(int(one.phash[0]), 10)}, several)["sql"]
    table.append(["  MariaDB BIT_COUNT, phash within 10", *times])
    figures[f"sql_phash_10_{size}"] = times.p50
    for title, name, times in _of_histograms(view, rows, asked):
        table.append([title, *times])
        figures[f"{name}_{size}"] = times.p50
    refreshing = _refreshing(view, rows)
    show(
        f"{size:,} images: one query, milliseconds",
        ["method", "p50", "p95", "processor"],
        table,
    )
    show(
        f"{size:,} images: the index",
        ["what", "figure"],
        [
            ["bytes an image, in the file that all processes map", segment.part.bytes / size],
            ["building and writing, s", building],
            ["  of the processor, s", of_processor],
            ["opening and checking, s", opening],
            ["memory of the process's own, MB", private],
            ["taking over 1,000 changes, ms", refreshing],
        ],
    )
    return figures | {
        f"bytes_each_{size}": segment.part.bytes / size,
        f"building_s_{size}": building,
        f"opening_s_{size}": opening,
        f"own_megabytes_{size}": private,
        f"refresh_1000_ms_{size}": refreshing,
    }


def _of_hashes(view: View, rows: Rows, asked: Sequence[Asked]) -> list[Measured]:
    found: list[Measured] = []
    words = {"phash": rows.phash[:, None], "dhash": rows.dhash, "pdq": rows.pdq}
    for method, radii in RADII.items():
        rivals: dict[str, Faiss | Numpy] = {"faiss": Faiss(words[method]), "numpy": Numpy(words[method])}
        slow = asked[:SLOW_QUERIES]
        for bits in radii:
            kinds = {"": _within(view, method, bits)}
            kinds |= {name: _rival_within(rival, method, bits) for name, rival in rivals.items()}
            found += _rows(f"{method} within {bits}", f"{method}_{bits}", kinds, slow, asked)
        kinds = {"": _nearest(view, method)}
        kinds |= {name: _rival_nearest(rival, method) for name, rival in rivals.items()}
        found += _rows(f"{method}, {NEAREST} nearest", f"{method}_k{NEAREST}", kinds, slow, asked)
    return found


def _of_histograms(view: View, rows: Rows, asked: Sequence[Asked]) -> list[Measured]:
    found: list[Measured] = []
    for method in HISTOGRAMS:
        rival = NumpyHistograms(rows.histogram, squared=method == "histogram-l2")
        kinds = {"": _nearest(view, method), "numpy": _rival_nearest(rival, "histogram")}
        few = asked[: SLOW_QUERIES // 2]
        found += _rows(f"{method}, {NEAREST} nearest", method.replace("-", "_"), kinds, few, asked[:60])
    return found


def _within(view: View, method: MethodName, bits: int) -> Ask:
    return lambda one: _told(view.nearest(method, one.fingerprint(method), ALL, bits).distances)


def _nearest(view: View, method: MethodName) -> Ask:
    return lambda one: _told(view.nearest(method, one.fingerprint(method), NEAREST).distances)


def _rival_within(rival: Faiss | Numpy, column: str, bits: int) -> Ask:
    return lambda one: rival.within(getattr(one, column), bits)


def _rival_nearest(rival: Faiss | Numpy | NumpyHistograms, column: str) -> Ask:
    return lambda one: rival.nearest(getattr(one, column), NEAREST)


def _rows(
    title: str, name: str, kinds: Mapping[str, Ask], slow: Sequence[Asked], asked: Sequence[Asked]
) -> list[Measured]:
    """Ours and the rivals' times with few pictures, all in turn; ours then with all pictures."""
    times = _alternately(kinds, slow)
    times[""] = _alternately({"": kinds[""]}, asked)[""]
    return [
        (f"  {kind}" if kind else title, f"{kind}_{name}" if kind else name, one)
        for kind, one in times.items()
    ]


def _alternately(kinds: Mapping[str, Ask], asked: Sequence[Asked]) -> dict[str, Times]:
    """Times of each kind; AssertionError when their answers differ."""
    wall: dict[str, list[float]] = {kind: [] for kind in kinds}
    processor: dict[str, list[float]] = {kind: [] for kind in kinds}
    for ask in kinds.values():
        ask(asked[-1])
    for one in asked:
        answers = []
        for kind, ask in kinds.items():
            began, worked = time.perf_counter(), time.process_time()
            answers.append(ask(one))
            processor[kind].append((time.process_time() - worked) * 1e3)
            wall[kind].append((time.perf_counter() - began) * 1e3)
        for other in answers[1:]:
            assert len(answers[0].distances) == len(other.distances)
            assert np.allclose(answers[0].distances, other.distances, rtol=1e-6)
    return {
        kind: Times(
            statistics.median(wall[kind]),
            float(np.percentile(wall[kind], 95)),
            statistics.median(processor[kind]),
        )
        for kind in kinds
    }


def _refreshing(view: View, rows: Rows) -> float:
    """Milliseconds to take over a thousand changes."""
    changed = rows.taken(np.arange(0, len(rows), len(rows) // 1_000)[:1_000])
    times = []
    for turn in range(5):
        began = time.perf_counter()
        view = view.with_changes(2 + turn, changed.ids, changed)
        times.append((time.perf_counter() - began) * 1e3)
    return statistics.median(times)


def _told(distances: np.ndarray) -> Answer:
    return Answer(distances.tolist())


def _private_megabytes() -> float:
    """Memory that is nobody else's: without what is mapped from files."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("RssAnon"):
            return int(line.split()[1]) / 1_024
    return 0.0


if __name__ == "__main__":
    main()
