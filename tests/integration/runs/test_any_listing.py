"""Whatever is repeated, reordered, lost or late, and however often the site fails or grows meanwhile: every
post comes once, none is lost beneath the mark, and every run ends.
"""

import random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from fovea.errors import SourceBudgetUsedUp, SourceUnavailable
from fovea.messages import Batch, PullJob, PullResponse
from tests.integration.runs.listing_world import PAGE, SECOND, ListingWorld

Thing = TypeVar("Thing")


class Chaos:
    """Queues that lose order and repeat themselves, and a site on a bad day."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.chance = random.Random(seed)
        self.world = ListingWorld(engine, item_attempts=4)
        self.query = f"query {seed}"
        self.listing = self.world.listing(self.query, newest=self.chance.randint(0, 400))
        self.board = self.world.boards[self.query]
        self.jobs: list[PullJob] = []
        self.responses: list[PullResponse] = []
        self.batches: list[list[Batch]] = []
        self.stored: list[Batch] = []

    def some(self, things: list[Thing]) -> list[Thing]:
        """Some of these things, in any order; some of those will come once more."""
        self.chance.shuffle(things)
        taken = things[: self.chance.randint(1, 3)]
        del things[: len(taken)]
        things += [one for one in taken if self.chance.random() < 0.3]
        return taken

    def step(self) -> None:
        """Something happens."""
        world = self.world
        self.jobs += world.pending()
        match self.chance.randint(0, 6):
            case 0 | 1:
                for job in self.some(self.jobs):
                    self.carry_out(job)
            case 2:
                world.service.record_puller_responses(self.some(self.responses))
            case 3 | 4:
                for batches in self.some(self.batches):
                    self.store(batches)
            case 5:
                world.wait(self.chance.choice([1, 30, 300]))
                self.jobs += [job for job in world.service.sweep(limit=50).jobs if isinstance(job, PullJob)]
            case _:
                self.board.newest += self.chance.choice([0, 0, 1, 15])
                if self.jobs and self.chance.random() < 0.2:
                    self.jobs.pop()  # lost for ever

    def carry_out(self, job: PullJob) -> None:
        """A puller carries out a job; the site may be away, or the puller die before it has answered."""
        error = self.chance.choice(
            [
                SourceUnavailable("away"),
                SourceBudgetUsedUp("used up", retry_at=self.world.moment + 60 * SECOND),
            ]
        )
        limit = self.board.calls + self.chance.randint(0, 12)
        self.board.budget = (limit, error) if self.chance.random() < 0.4 else None
        response, batches = self.world.pull(job)
        self.board.budget = None
        self.batches += [[one] for one in batches]
        if self.chance.random() < 0.8:
            self.responses.append(response)

    def store(self, batches: list[Batch]) -> None:
        """An ingester stores what is not stored yet; its word about that may be lost."""
        known = {(one.item_id, one.execution, one.number) for one in self.stored}
        new = [one for one in batches if (one.item_id, one.execution, one.number) not in known]
        self.stored += new
        self.world.ingest(new, report=self.chance.random() < 0.8)

    def until_quiet(self, run_id: int) -> None:
        """Everything that is still about is delivered, and what got lost is swept."""
        for _ in range(400):
            self.jobs += self.world.pending()
            for job in self.jobs:
                response, batches = self.world.pull(job)
                self.responses.append(response)
                self.batches.append(batches)
            self.jobs = []
            for batches in self.batches:
                self.store(batches)
            self.world.service.record_puller_responses(self.responses)
            self.batches, self.responses = [], []
            if self.world.run(run_id).state != "running":
                return
            swept = self.world.service.sweep(limit=50)
            self.jobs += [job for job in swept.jobs if isinstance(job, PullJob)]
            if not self.jobs:
                self.world.wait(max(1.0, min(swept.next_due_seconds, 900)))
        raise AssertionError(self.world.states(run_id))


@pytest.mark.parametrize("since", [None, 0], ids=["catch-up", "back-fill"])
@given(seed=st.integers(0, 2**32))
@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_post_comes_once_and_none_is_lost_beneath_the_mark(
    engine: Engine, since: int | None, seed: int
) -> None:
    chaos = Chaos(engine, seed)
    world = chaos.world
    subscription_id = world.subscribe(chaos.listing, since=since)
    marks: list[int] = []
    lowest = None
    for _ in range(4):
        run_id = world.read_now(subscription_id)
        for _ in range(chaos.chance.randint(0, 60)):
            chaos.step()
        chaos.until_quiet(run_id)
        known = world.subscription(subscription_id)
        have = world.posts_of(chaos.listing)
        if known.mark is not None:
            marks.append(known.mark)
            if lowest is None:
                lowest = 1 if since == 0 else max(1, known.mark - PAGE + 1)
            assert known.mark <= chaos.board.newest
            if known.back_fill_wanted is None:
                assert have.issuperset(range(lowest, known.mark + 1))
        chaos.board.newest += chaos.chance.choice([0, 3, 120])
    assert marks == sorted(marks)
    for _ in range(3):  # in good weather a back-fill and what is new both come to their end
        world.until_listing_ended(world.read_now(subscription_id))
    known = world.subscription(subscription_id)
    assert (known.mark or 0, known.code, known.back_fill_wanted) == (chaos.board.newest, None, None)
    if since == 0:
        assert world.posts_of(chaos.listing) == set(range(1, chaos.board.newest + 1))
