"""Batches in any order, any number of times, with kills at any moment: the lists are those of the model."""

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from fovea.database import staging
from fovea.database.engine import open_engine, read
from fovea.database.tables import receipts
from fovea.messages import AnyMessage, Batch, Receipts
from ingester import turns
from ingester.memory import Memories
from ingester.service import Ingester
from tests.integration.ingester.arriving import NOON, batch, favorites_of, received


class KilledError(Exception):
    """Stands for SIGKILL: whatever was under way is not finished, and nobody cleans up."""


@dataclass(frozen=True)
class Pull:
    """What one carrying-out of a pull job sends."""

    account: str
    execution: int
    pulled_at: int
    since: int | None
    pages: tuple[tuple[str, ...], ...]
    sent: int  # how many of its pages reach the queue at all

    @property
    def complete(self) -> bool:
        return self.sent == len(self.pages)

    @property
    def photos(self) -> set[str]:
        return {photo for page in self.pages[: self.sent] for photo in page}

    def batches(self) -> list[Batch]:
        return [
            batch(
                page,
                of=self.account,
                execution=self.execution,
                item_id=self.execution // 10,
                number=number,
                last=number == len(self.pages) - 1,
                pulled_at=self.pulled_at,
                since=self.since,
            )
            for number, page in enumerate(self.pages[: self.sent])
        ]


def expected(pulls: Sequence[Pull]) -> set[str]:
    """What the lists must come to: the newest whole pull and all that is newer; only without one, all there
    is.
    """
    whole = [pull for pull in pulls if pull.complete and pull.since is None]
    if not whole:
        return {photo for pull in pulls for photo in pull.photos}
    newest = max(whole, key=lambda pull: pull.pulled_at)
    newer = [pull for pull in pulls if pull.complete and pull.pulled_at > newest.pulled_at]
    return newest.photos | {photo for pull in newer for photo in pull.photos}


@dataclass
class World:
    """Some accounts and their pulls, drawn by a seed.

    Some accounts fave and un-fave between their pulls, which are all whole ones and may be abandoned
    half-way; the others only fave, and have incremental pulls too. (Where an incremental pull overtakes an
    older whole one, the list keeps what was un-faved between the two until the next whole one: that is not
    modelled.)
    """

    chance: random.Random
    pulls: dict[str, list[Pull]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number in range(self.chance.randint(2, 4)):
            account = f"admirer{number}@N01"
            unfaves = self.chance.random() < 0.5
            moments = sorted(self.chance.sample(range(1, 50), self.chance.randint(1, 4)))
            self.pulls[account] = [
                self._pull(account, 10 * (100 * number + at) + 1, moment, unfaves=unfaves, first=at == 0)
                for at, moment in enumerate(moments)
            ]

    def _pull(self, account: str, execution: int, moment: int, *, unfaves: bool, first: bool) -> Pull:
        since: int | None = None
        if unfaves:
            faved = self.chance.sample(range(50), self.chance.randint(0, 12))
        else:
            since = None if first or self.chance.random() < 0.3 else self.chance.randint(0, moment)
            faved = [photo for photo in range(since or 0, moment + 1) if photo % 4 == 1]
        cuts = sorted(self.chance.sample(range(len(faved) + 1), min(len(faved), self.chance.randint(0, 3))))
        edges = [0, *cuts, len(faved)]
        pages = tuple(tuple(f"photo{photo}" for photo in faved[a:b]) for a, b in pairwise(edges))
        abandoned = unfaves and not first and self.chance.random() < 0.3
        sent = self.chance.randint(0, len(pages)) if abandoned else len(pages)
        return Pull(account, execution, NOON + moment, since and NOON + since, pages, sent)

    def batches(self) -> list[Batch]:
        found = [one for pulls in self.pulls.values() for pull in pulls for one in pull.batches()]
        self.chance.shuffle(found)
        return found

    def check(self, engine: Engine) -> None:
        for account, pulls in self.pulls.items():
            assert favorites_of(engine, account) == expected(pulls), account
        with read(engine) as connection:
            stored = connection.scalar(select(func.count()).select_from(receipts))
            executions = {(one.item_id, one.execution) for one in self.batches()}
            left = staging.batches_of(connection, executions)
        assert stored == len(self.batches())
        for pulls in self.pulls.values():
            for pull in pulls:
                if pull.complete and pull.sent:
                    its = left[pull.execution // 10, pull.execution]
                    assert all(one.staged is None for one in its), "staged for ever"


class Queue:
    """Delivers at least once, in any order; what is not removed comes again."""

    def __init__(self, batches: Sequence[Batch], chance: random.Random) -> None:
        self._waiting = [*batches, *chance.sample(batches, len(batches) // 3)]
        self._chance = chance
        self._lock = threading.Lock()
        self.answered: list[tuple[int, int, int]] = []

    def take(self) -> list[Batch]:
        with self._lock:
            self._chance.shuffle(self._waiting)
            count = self._chance.randint(1, 6)
            taken, self._waiting = self._waiting[:count], self._waiting[count:]
            return taken

    def give_back(self, taken: Sequence[Batch]) -> None:
        with self._lock:
            self._waiting += taken

    def answer(self, messages: Sequence[AnyMessage]) -> None:
        for message in messages:
            assert isinstance(message, Receipts)
            self.answered += [(one.item_id, one.execution, one.number) for one in message.receipts]


def work(
    engine: Engine, queue: Queue, perhaps_kill: Callable[[], None], *, folder: Path | None = None
) -> None:
    """An ingester's life: begun anew after each kill, until there is nothing left to do."""

    def send(messages: Sequence[AnyMessage]) -> None:
        perhaps_kill()
        queue.answer(messages)
        perhaps_kill()

    def begun() -> Ingester:
        shared = turns.with_the_database(folder)
        return Ingester(engine, send=send, memories=Memories(100, folder=folder), turns=shared)

    ingester = begun()
    while taken := queue.take():
        try:
            ingester.handle([received(one) for one in taken])
        except KilledError:
            queue.give_back(taken)
            ingester = begun()


@pytest.mark.parametrize("seed", range(12))
def test_killed_at_any_statement_the_lists_come_out_right(engine: Engine, seed: int) -> None:
    chance = random.Random(seed)
    world = World(chance)
    queue = Queue(world.batches(), chance)

    def perhaps_kill() -> None:
        if chance.random() < 0.02:
            raise KilledError

    @event.listens_for(engine, "before_cursor_execute")
    def before_a_statement(*_: object) -> None:
        perhaps_kill()

    @event.listens_for(engine, "commit")
    def before_the_commit(*_: object) -> None:
        perhaps_kill()

    work(engine, queue, perhaps_kill)
    event.remove(engine, "before_cursor_execute", before_a_statement)
    event.remove(engine, "commit", before_the_commit)
    world.check(engine)
    assert set(queue.answered) == {(one.item_id, one.execution, one.number) for one in world.batches()}


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_ingesters_side_by_side_lose_no_page_of_each_others_executions(
    database_url: str, seed: int, shared: bool, tmp_path: Path
) -> None:
    chance = random.Random(100 + seed)
    world = World(chance)
    queue = Queue(world.batches(), chance)
    failed: list[BaseException] = []

    def live() -> None:
        engine = open_engine(database_url)
        try:
            work(engine, queue, lambda: None, folder=tmp_path if shared else None)
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failed.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=live) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert failed == []
    engine = open_engine(database_url)
    world.check(engine)
    engine.dispose()
