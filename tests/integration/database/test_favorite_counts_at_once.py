"""Counts while several write and fold at the same time, and when one of them is killed."""

import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from fovea import packing
from fovea.database import favorite_counts, favorite_edits, favorite_folding
from fovea.database.engine import in_transaction, read
from fovea.database.favorite_pulls import Pull
from fovea.database.tables import favorite_changes
from tests.harness.processes import wait_until
from tests.integration.database.counted import assert_exact, make_people, put_in

FOLD_SLOWLY = """
import sys
from fovea.database import favorite_folding
from fovea.database.engine import open_engine
favorite_folding._STEP_ROWS = 3
engine = open_engine(sys.argv[1])
while True:
    favorite_folding.fold(engine)
"""


class Together:
    """Threads that work until one fails or all work is done; the first failure is raised."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.failures: list[Exception] = []
        self._threads: list[threading.Thread] = []

    def start(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except Exception as error:  # noqa: BLE001 - told by finish
                self.failures.append(error)
                self.done.set()

        self._threads.append(threading.Thread(target=run))
        self._threads[-1].start()

    def until_done(self, work: Callable[[], object]) -> Callable[[], None]:
        """Do it again and again until the others are done."""

        def repeat() -> None:
            while not self.done.is_set():
                work()

        return repeat

    def finish(self) -> None:
        """Wait for all of them."""
        self.done.set()
        for thread in self._threads:
            thread.join(60)
        if self.failures:
            raise self.failures[0]


def pull(engine: Engine, *pulls: Pull) -> None:
    in_transaction(engine, lambda connection: put_in(connection, *pulls))


def edit(engine: Engine, account: int, post: int) -> None:
    in_transaction(engine, lambda c: favorite_edits.finish(c, account, post, action="add", at=1))


def left(engine: Engine) -> int:
    with read(engine) as connection:
        return int(connection.scalar(select(func.count()).select_from(favorite_changes)) or 0)


@pytest.mark.slow
def test_counts_are_exact_while_several_write_and_several_fold(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(favorite_folding, "_STEP_ROWS", 3)
    accounts = make_people(engine, 6)
    together = Together()

    def write(seed: int) -> Callable[[], None]:
        rng = random.Random(seed)

        def work() -> None:
            for moment in range(1, 40):
                some = rng.sample(accounts, 2)
                found = [packing.sorted_numbers(rng.sample(range(1, 41), rng.randint(0, 20))) for _ in some]
                since = rng.choice([None, 1])
                pulls = [
                    Pull(account_id=one, numbers=numbers, pulled_at=moment, since=since)
                    for one, numbers in zip(some, found, strict=True)
                ]
                pull(engine, *pulls)
                edit(engine, rng.choice(accounts), rng.randint(1, 40))

        return work

    for _ in range(2):
        together.start(together.until_done(lambda: favorite_folding.fold(engine)))
    together.start(together.until_done(lambda: assert_exact(engine)))
    workers = Together()
    for seed in range(3):
        workers.start(write(seed))
    workers.finish()
    together.finish()
    assert_exact(engine)
    favorite_folding.fold(engine)
    assert left(engine) == 0
    assert_exact(engine)
    assert favorite_folding.repair(engine) == 0


def test_a_reader_never_sees_half_of_a_fold_or_of_a_change(engine: Engine) -> None:
    """A post goes from one list to another, again and again: it is in one list at every moment."""
    one, other = make_people(engine, 2)
    both = packing.sorted_numbers([1, 20_000])
    nothing = packing.sorted_numbers([])
    together = Together()

    def move(moment: int) -> None:
        to, away = (one, other) if moment % 2 else (other, one)
        pull(
            engine,
            Pull(account_id=to, numbers=both, pulled_at=moment),
            Pull(account_id=away, numbers=nothing, pulled_at=moment),
        )

    def look() -> None:
        with read(engine) as connection:
            assert favorite_counts.counts_of(connection, both).tolist() == [1, 1]
            assert favorite_counts.all_counts(connection, 20_001)[[1, 20_000]].tolist() == [1, 1]

    move(1)
    for work in (look, look, lambda: favorite_folding.fold(engine)):
        together.start(together.until_done(work))
    for moment in range(2, 80):
        move(moment)
    together.finish()
    assert_exact(engine)


def fold_and_be_killed(engine: Engine, url: str) -> None:
    """Have a process fold, and kill it when it has begun."""
    before = left(engine)
    with subprocess.Popen([sys.executable, "-c", FOLD_SLOWLY, url]) as process:
        wait_until(lambda: left(engine) < before - 20, what="some changes to be folded")
        process.send_signal(signal.SIGKILL)


def test_who_is_killed_while_folding_loses_nothing(engine: Engine, database_url: str) -> None:
    accounts = make_people(engine, 4)
    rng = np.random.default_rng(3)
    moment = 0
    for _ in range(3):
        for _ in range(60):
            moment += 1
            found = packing.sorted_numbers(rng.integers(1, 30_000, 20))
            pull(engine, Pull(account_id=accounts[moment % 4], numbers=found, pulled_at=moment))
        fold_and_be_killed(engine, database_url)
        assert_exact(engine)
    wait_until(lambda: favorite_folding.fold(engine) or not left(engine), what="the lock to be given back")
    assert_exact(engine)
    assert left(engine) == 0


def test_a_second_process_leaves_the_folding_to_the_first(on_mariadb: Engine) -> None:
    account = make_people(on_mariadb, 1)[0]
    pull(on_mariadb, Pull(account_id=account, numbers=packing.sorted_numbers([1]), pulled_at=1))
    favorite_folding.fold(on_mariadb)
    pull(on_mariadb, Pull(account_id=account, numbers=packing.sorted_numbers([2]), pulled_at=2))
    with on_mariadb.begin() as connection:
        assert favorite_folding._may_fold(connection)
        assert favorite_folding.fold(on_mariadb) == 0
    assert favorite_folding.fold(on_mariadb) == 1
    assert_exact(on_mariadb)


def test_processes_that_fold_for_the_first_time_at_once_count_once(engine: Engine) -> None:
    accounts = make_people(engine, 8)
    for one in accounts:
        pull(engine, Pull(account_id=one, numbers=packing.sorted_numbers([1, 20_000]), pulled_at=1))
    start = threading.Barrier(4, timeout=60)
    together = Together()

    def fold() -> None:
        start.wait()
        favorite_folding.fold(engine, most=2)

    for _ in range(4):
        together.start(fold)
    together.finish()
    assert_exact(engine)
