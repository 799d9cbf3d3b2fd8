"""The index of hashes in memory, against comparing with all."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fovea.hamming import HashIndex, index
from tests.unit.hamming.hashes import AWKWARD, HASHES, crowds, flipped


def _near(there: dict[int, int], one: int) -> list[tuple[int, int]]:
    """(distance, image), as the index orders them."""
    return sorted(((one ^ value).bit_count(), number) for number, value in there.items())


def _as_pairs(found: tuple[np.ndarray, np.ndarray]) -> list[tuple[int, int]]:
    return [(int(distance), int(number)) for number, distance in zip(*found, strict=True)]


@pytest.fixture
def _short_tail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sort in after a few."""
    monkeypatch.setattr(index, "_SMALLEST_TAIL", 8)


CHANGES = st.lists(
    st.tuples(st.just("add"), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 59)), max_size=12))
    | st.tuples(st.just("remove"), st.lists(st.tuples(st.integers(0, 40), st.just(0)), max_size=6)),
    max_size=12,
)


@pytest.mark.usefixtures("_short_tail")
@settings(max_examples=40, deadline=None)
@given(
    pool=crowds(least=1),
    changes=CHANGES,
    asked=HASHES | AWKWARD,
    bits=st.integers(0, 24),
    most=st.integers(1, 50),
)
def test_answers_are_exact_whatever_came_and_went(
    pool: list[int], changes: list[tuple[str, list[tuple[int, int]]]], asked: int, bits: int, most: int
) -> None:
    hashes = HashIndex()
    there: dict[int, int] = {}
    for what, entries in changes:
        if what == "add":
            chosen = [(number, pool[at % len(pool)]) for number, at in entries]
            hashes.add([number for number, _ in chosen], [value for _, value in chosen])
            there |= dict(chosen)
        else:
            hashes.remove([number for number, _ in entries])
            for number, _ in entries:
                there.pop(number, None)
        assert len(hashes) == len(there)
    for one in (asked, pool[0], flipped(pool[-1], [0, 17, 34, 51, 63])):
        wanted = _near(there, one)
        assert _as_pairs(hashes.within(one, bits)) == [pair for pair in wanted if pair[0] <= bits]
        assert _as_pairs(hashes.nearest(one, most)) == wanted[:most]
        near = [pair for pair in wanted if pair[0] <= bits]
        assert _as_pairs(hashes.nearest(one, most, bits=bits)) == near[:most]


@pytest.mark.parametrize("crowded", [False, True])
def test_answers_are_exact_among_a_hundred_thousand(crowded: bool) -> None:
    random = np.random.default_rng(11)
    values = random.integers(0, 2**64, size=100_000, dtype=np.uint64)
    if crowded:
        values = values[random.integers(0, 500, size=len(values))]
        for _ in range(12):
            values ^= np.uint64(1) << random.integers(0, 64, size=len(values), dtype=np.uint64)
    numbers = random.permutation(2**20)[: len(values)].astype(np.uint32)
    hashes = HashIndex()
    hashes.add(numbers[:-1_000], values[:-1_000])
    hashes.add(numbers[-1_000:], values[-1_000:])
    hashes.remove(numbers[::10])
    kept = np.arange(len(values)) % 10 != 0
    numbers, values = numbers[kept], values[kept]
    for one in [*values[:5].tolist(), *random.integers(0, 2**64, size=5, dtype=np.uint64).tolist(), 0]:
        far = np.bitwise_count(values ^ np.uint64(one))
        order = np.lexsort((numbers, far))
        wanted = list(zip(far[order].tolist(), numbers[order].tolist(), strict=True))
        for bits in (0, 3, 10, 13, 20, 64):
            assert _as_pairs(hashes.within(one, bits)) == wanted[: int((far <= bits).sum())]
        for most in (1, 20, 5_000, 10**6):
            assert _as_pairs(hashes.nearest(one, most)) == wanted[:most]
            near = wanted[: int((far <= 12).sum())]
            assert _as_pairs(hashes.nearest(one, most, bits=12)) == near[:most]


def test_an_empty_index_finds_nothing() -> None:
    hashes = HashIndex()
    assert _as_pairs(hashes.within(0, 64)) == _as_pairs(hashes.nearest(0, 5)) == []
    hashes.remove([1])
    hashes.add([], [])
    assert len(hashes) == 0


@pytest.mark.usefixtures("_short_tail")
def test_readers_meet_no_half_done_change() -> None:
    hashes = HashIndex()
    done = threading.Event()
    wrong: list[object] = []

    def read() -> None:
        while not done.is_set():
            found = hashes.within(7, 0)[0].tolist()
            if found != list(range(len(found))):
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(400):
        hashes.add([number], [7])
        hashes.add([1_000_000 + number], [2**64 - 1 - number])
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len(hashes) == 800


def test_what_cannot_be_is_refused() -> None:
    hashes = HashIndex()
    for ids, values in (([1], []), ([-1], [1]), ([2**32], [1]), ([1], np.array([1], dtype=np.int64))):
        with pytest.raises(ValueError):
            hashes.add(ids, values)
    with pytest.raises(ValueError):
        hashes.within(0, 65)
    with pytest.raises(ValueError):
        hashes.nearest(0, 0)
    with pytest.raises(ValueError):
        hashes.nearest(0, 1, bits=65)
