"""Numbers by digest that all ingesters of a machine remember together."""

import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingester import shared_digests, turns
from ingester.digests import put
from ingester.memory import Memories
from ingester.shared_digests import OtherMemoryError, SharedRemembered

MOST = 2_000
EVERY = np.arange(1, 20_000, dtype=np.int64) * 0x1E3779B97F4A7C15 % 2**62
processes = multiprocessing.get_context("fork")


def opened(path: Path, *, database: str = "sqlite:///one", most: int = MOST) -> SharedRemembered:
    return SharedRemembered(path / "digests", database=database, most=most)


def number_of(
    digests: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    return (digests % 1_000_003 + 1).astype(np.uint32)


def test_what_one_has_learned_all_know(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    digests = np.arange(1, 500, dtype=np.int64) << 20
    one.learn(digests, number_of(digests))
    assert other.find(digests).tolist() == number_of(digests).tolist()
    other.drop(digests[:10])
    assert not one.find(digests[:10]).any()
    assert one.find(digests[10:]).all()
    other.forget()
    assert not one.find(digests).any()


def test_what_nobody_keeps_up_to_date_is_forgotten(tmp_path: Path) -> None:
    digests = np.arange(1, 9, dtype=np.int64)
    remembered = opened(tmp_path)
    remembered.learn(digests, number_of(digests))
    del remembered
    assert not opened(tmp_path, database="sqlite:///another").find(digests).any()


@pytest.mark.parametrize(("database", "most"), [("sqlite:///two", MOST), ("sqlite:///one", 100_000)])
def test_ingesters_with_other_settings_are_told(tmp_path: Path, database: str, most: int) -> None:
    first = opened(tmp_path)
    with pytest.raises(OtherMemoryError):
        opened(tmp_path, database=database, most=most)
    assert first.find(np.array([1], dtype=np.int64)).tolist() == [0]


def test_they_remember_for_themselves_then(tmp_path: Path) -> None:
    first = Memories(MOST, folder=tmp_path, database="sqlite:///one").of("flickr")
    other = Memories(MOST, folder=tmp_path, database="sqlite:///two").of("flickr")
    digests = np.array([5], dtype=np.int64)
    first.posts.learn(digests, number_of(digests))
    assert not other.posts.find(digests).any()
    unusable = Memories(MOST, folder=tmp_path / "flickr%20posts", database="").of("flickr")
    unusable.posts.learn(digests, number_of(digests))
    assert unusable.posts.find(digests).all()


def test_sources_are_remembered_apart(tmp_path: Path) -> None:
    memories = Memories(MOST, folder=tmp_path, database="sqlite:///one")
    digests = np.array([5], dtype=np.int64)
    memories.of("flickr").posts.learn(digests, number_of(digests))
    assert not memories.of("../flickr").posts.find(digests).any()
    assert not memories.of("flickr").descriptions.find(digests).any()


def change_for_ever(folder: Path, seed: int) -> None:
    """Learn so much that generations are dropped all the time, and forget everything now and then."""
    random = np.random.default_rng(seed)
    remembered = opened(folder)
    while True:
        digests = random.choice(EVERY, random.integers(1, MOST // 2))
        remembered.learn(digests, number_of(digests))
        remembered.drop(digests[::7])
        if random.random() < 0.05:
            remembered.forget()


def test_nothing_wrong_is_ever_found_while_others_change_it_and_are_killed(tmp_path: Path) -> None:
    remembered = opened(tmp_path)
    found = 0
    for seed in range(6):
        process = processes.Process(target=change_for_ever, args=(tmp_path, seed), daemon=True)
        process.start()
        deadline = time.monotonic() + 0.3 + seed / 50
        while time.monotonic() < deadline:
            numbers = remembered.find(EVERY)
            there = numbers != 0
            assert (numbers[there] == number_of(EVERY[there])).all()
            found += int(there.sum())
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    digests = np.arange(1, 100, dtype=np.int64)
    remembered.learn(digests, number_of(digests))
    assert (remembered.find(digests) == number_of(digests)).all()
    assert found


def test_a_table_is_never_full_however_often_writers_are_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full table would be searched for ever."""
    remembered = opened(tmp_path)

    def put_and_be_killed(*arguments: Any) -> int:
        put(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(shared_digests, "put", put_and_be_killed)
    for part in np.array_split(EVERY, 40):
        with pytest.raises(KeyboardInterrupt):
            remembered.learn(part, number_of(part))
    monkeypatch.undo()
    remembered.learn(EVERY[:100], number_of(EVERY[:100]))
    assert (remembered.find(EVERY[:100]) == number_of(EVERY[:100])).all()


def hold_the_turn(folder: Path, ready: Path) -> None:
    with turns.with_the_database(folder).one():
        ready.touch()
        signal.pause()


def test_a_turn_ends_with_the_process_that_has_it(tmp_path: Path) -> None:
    process = processes.Process(target=hold_the_turn, args=(tmp_path, tmp_path / "ready"), daemon=True)
    process.start()
    while not (tmp_path / "ready").exists():
        time.sleep(0.01)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    with turns.with_the_database(tmp_path).one():
        process.join()


def test_turns_are_taken_one_after_the_other(tmp_path: Path) -> None:
    def add(path: Path) -> None:
        shared = turns.with_the_database(tmp_path)
        for _ in range(200):
            with shared.one():
                count = int(path.read_text())
                path.write_text(str(count + 1))

    path = tmp_path / "count"
    path.write_text("0")
    workers = [processes.Process(target=add, args=(path,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert path.read_text() == "600"
