"""Every index gives the answers of the one that looks at everything; that one is compared with plain sums."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea.image_index import (
    METHODS,
    Among,
    Found,
    ImageIndex,
    InvalidFingerprint,
    MethodName,
    Rows,
    SimpleIndex,
    View,
)
from fovea.image_index.part import Part
from fovea.image_index.segment_files import opened, write
from tests.unit.image_index.worlds import all_methods, rows_of, seen_near

# What a distance may be of each method, and a little more.
BOUNDS: dict[MethodName, list[float | None]] = {
    "phash": [None, 0, 3, 10, 64, -1],
    "dhash": [None, 0, 10, 20.5, 31, 90, 192, 500],
    "pdq": [None, 0, 10, 31, 100, 256],
    "histogram-l1": [None, 0, 444, 30_000, 600_000.5, 2_000_000],
    "histogram-l2": [None, 0, 128.2, 10_000, 300_000, math.sqrt(5)],
}


def in_memory(rows: Rows, _folder: Path) -> ImageIndex:
    """All in tables."""
    return View(Part.of(rows, tables=True), version=1)


def in_a_file(rows: Rows, folder: Path) -> ImageIndex:
    """All in tables of a mapped file."""
    return View(opened(write(folder, rows, version=1, origin="test"), origin="test").part, version=1)


def all_recent(rows: Rows, _folder: Path) -> ImageIndex:
    """Nothing in tables."""
    return View(Part.of(Rows.empty(), tables=True), version=0).with_changes(1, rows.ids, rows)


def half_changed(rows: Rows, _folder: Path) -> ImageIndex:
    """What is in tables is half wrong or gone, and set right beside them, bit by bit."""
    thirds = [np.arange(len(rows)) % 3 == part for part in range(3)]
    wrong = rows_of(len(rows), seed=99)
    wrong.ids[:] = rows.ids
    gone = rows_of(20, seed=98, first=int(rows.ids.max(initial=0)) + 1)
    before = Rows.together([rows.taken(thirds[0]), wrong.taken(thirds[1]), gone])
    view = View(Part.of(before, tables=True), version=1)
    for change in np.array_split(np.flatnonzero(thirds[1] | thirds[2]), 3):
        now = rows.taken(change)
        view = view.with_changes(view.version + 1, now.ids, now)
    return view.with_changes(9, gone.ids, Rows.empty())


BACKENDS = [in_memory, in_a_file, all_recent, half_changed]


def same(one: Found, other: Found) -> bool:
    return np.array_equal(one.ids, other.ids) and np.array_equal(one.distances, other.distances)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("count", [0, 1, 7, 900])
def test_answers_are_those_of_looking_at_everything(
    backend: Callable[[Rows, Path], ImageIndex], count: int, tmp_path: Path
) -> None:
    rows = rows_of(count, seed=count)
    simple, index = SimpleIndex(rows), backend(rows, tmp_path)
    assert index.size == simple.size == count
    choices = [None, Among(ratings={0, 2}), Among(ids=rows.ids[::3]), Among(ids=rows.ids[1:], ratings=[1])]
    asked = rows if count else rows_of(1)
    for flips in (0, 3, 12):
        seen = seen_near(asked, count // 2, flips=flips, seed=flips)
        for method, fingerprint in all_methods(seen):
            for bound in BOUNDS[method]:
                for among in choices:
                    for most in (1, 6, 2_000):
                        found = index.nearest(method, fingerprint, most, bound, among)
                        assert same(found, simple.nearest(method, fingerprint, most, bound, among))
                if bound is not None:
                    found = index.nearest(method, fingerprint, 50, bound)
                    assert same(found, simple.nearest(method, fingerprint, 50, bound))


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    crowds=st.integers(1, 60),
    flips=st.integers(0, 30),
    most=st.integers(1, 40),
    bits=st.integers(0, 60),
)
def test_crowds_and_ties_are_told_apart_exactly(  # noqa: PLR0917 - hypothesis gives them by name
    backend: Callable[[Rows, Path], ImageIndex],
    tmp_path_factory: pytest.TempPathFactory,
    seed: int,
    crowds: int,
    flips: int,
    most: int,
    bits: int,
) -> None:
    rows = rows_of(400, seed=seed, crowds=crowds)
    simple, index = SimpleIndex(rows), backend(rows, tmp_path_factory.mktemp("index"))
    for method, fingerprint in all_methods(seen_near(rows, seed % 400, flips=flips, seed=seed)):
        bound = bits * 1_000 if method.startswith("histogram") else bits
        for wanted in (None, bound):
            assert same(
                index.nearest(method, fingerprint, most, wanted),
                simple.nearest(method, fingerprint, most, wanted),
            )


def test_wider_bands_of_a_larger_library_find_the_same() -> None:
    rows = rows_of(140_000, seed=3, crowds=40_000)
    simple, index = SimpleIndex(rows), View(Part.of(rows, tables=True), version=1)
    for at in range(0, 140_000, 20_000):
        for method, fingerprint in all_methods(seen_near(rows, at, flips=at // 10_000, seed=at)):
            for bound in (6, 31, None):
                found = index.nearest(method, fingerprint, 30, bound)
                assert same(found, simple.nearest(method, fingerprint, 30, bound))
                assert bound is not None or len(found.ids) == 30


@pytest.mark.parametrize("backend", BACKENDS)
def test_several_at_once_are_found_as_one_after_the_other(
    backend: Callable[[Rows, Path], ImageIndex], tmp_path: Path
) -> None:
    rows = rows_of(700, seed=11)
    index = backend(rows, tmp_path)
    asked = [all_methods(seen_near(rows, at, flips=at // 50, seed=at)) for at in range(0, 700, 90)]
    for number, method in enumerate(METHODS):
        fingerprints = [one[number][1] for one in asked]
        for bound in BOUNDS[method]:
            for among in (None, Among(ratings={1}), Among(ids=rows.ids[5:300])):
                together = index.nearest_to_each(method, fingerprints, 9, bound, among)
                for found, fingerprint in zip(together, fingerprints, strict=True):
                    assert same(found, index.nearest(method, fingerprint, 9, bound, among))
    assert index.nearest_to_each("pdq", [], 5) == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_distances_are_sums_over_channels_and_bins(
    backend: Callable[[Rows, Path], ImageIndex], tmp_path: Path
) -> None:
    rows = rows_of(50, seed=6)
    index = backend(rows, tmp_path)
    facts = index.facts(rows.ids.tolist())
    asked = facts[int(rows.ids[10])].fingerprints
    other = facts[int(rows.ids[30])].fingerprints
    apart = [abs(one - two) for one, two in zip(asked.histogram, other.histogram, strict=True)]
    wanted: dict[MethodName, float] = {
        "phash": (asked.phash ^ other.phash).bit_count(),
        "dhash": sum((one ^ two).bit_count() for one, two in zip(asked.dhash, other.dhash, strict=True)),
        "histogram-l1": sum(apart),
        "histogram-l2": math.sqrt(sum(one * one for one in apart)),
    }
    if asked.pdq is not None and other.pdq is not None:
        wanted["pdq"] = (int.from_bytes(asked.pdq) ^ int.from_bytes(other.pdq)).bit_count()
    only = Among(ids=rows.ids[30:31])
    for method, fingerprint in all_methods(seen_near(rows, 10, flips=0)):
        if method in wanted:
            (distance,) = index.nearest(method, fingerprint, 5, None, only).distances.tolist()
            assert distance == pytest.approx(wanted[method], rel=1e-6)


@pytest.mark.parametrize("backend", BACKENDS)
def test_facts_are_what_was_put_in_and_strangers_have_none(
    backend: Callable[[Rows, Path], ImageIndex], tmp_path: Path
) -> None:
    rows = rows_of(60, seed=8)
    index = backend(rows, tmp_path)
    wanted = dict(rows.facts(np.arange(60)))
    assert index.facts(list(wanted)) == wanted
    assert index.facts([0, int(rows.ids.max()) + 1]) == {}
    assert any(fact.fingerprints.pdq is None for fact in wanted.values())


def test_who_gives_another_methods_fingerprint_is_told() -> None:
    index = View(Part.of(rows_of(5), tables=True), version=1)
    for method, wrong in (("phash", b"12345678"), ("phash", 2**64), ("dhash", (1, 2)), ("pdq", b"short")):
        with pytest.raises(InvalidFingerprint):
            index.nearest(method, wrong, 1)  # type: ignore[arg-type]
    for counts in ((1,) * 11, (-1,) * 12, (262_145,) * 12, 5):
        with pytest.raises(InvalidFingerprint):
            index.nearest("histogram-l1", counts, 1)
    with pytest.raises(ValueError, match="at least one"):
        index.nearest("phash", 1, 0)
