"""Whatever is repeated, reordered, lost or late: the run ends, and with exactly the right state.

A machine plays pullers, ingesters, readers, queues and time around one refresh. It may do everything to the
messages that queues and dying processes may do to them. After each step, what was counted may only have
grown, and what has ended must not have changed. At the end all that is still about is delivered, and the
run must have ended right.
"""

from itertools import count
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, delete

from fovea.database.receipts import NewReceipt
from fovea.database.tables import receipts as receipts_table
from fovea.database.tables import runs as runs_table
from fovea.messages import PullJob, PullResponse, Receipt
from tests.integration.runs.world import World, favorites_of, pull_jobs

Thing = TypeVar("Thing")

positions = st.integers(0, 10**6)
several = st.lists(positions, min_size=1, max_size=8)
_numbers = count(1)


class Interleaving(RuleBasedStateMachine):
    """One refresh of an account with some photographers and contacts, of whom some are missing."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.jobs: list[PullJob] = []
        self.responses: list[PullResponse] = []
        self.batches: list[NewReceipt] = []
        self.receipts: list[Receipt] = []
        self.answered: set[int] = set()  # items with an ok answer that was delivered
        self.refused: set[int] = set()  # items with a refusal that was delivered
        self.stored: dict[int, dict[int, set[int]]] = {}  # item -> execution -> numbers of batches
        self.sizes: dict[int, int] = {}  # execution -> how many batches it has in all
        self.seen: tuple[int, int, int] = (0, 0, 0)
        self.ended: dict[str, Any] = {}
        self.run_row: Any = None

    @initialize(
        photographers=st.integers(0, 8),
        contacts=st.sets(st.integers(0, 11), max_size=6),
        missing=st.sets(st.integers(0, 11), max_size=3),
        hides_contacts=st.booleans(),
        in_flight=st.integers(1, 6),
    )
    def begin(
        self, photographers: int, contacts: set[int], missing: set[int], hides_contacts: bool, in_flight: int
    ) -> None:
        name = next(_numbers)
        self.world = World(
            self.engine,
            item_attempts=10_000,
            run_items_in_flight=in_flight,
            item_queue_seconds=0,
            item_deadline_seconds=60,
            run_hard_limit_seconds=10**9,
        )
        self.in_flight = in_flight
        self.photographers = {f"{number}@N{name:02}": number + 1 for number in range(photographers)}
        contacts_names = {f"{number}@N{name:02}" for number in contacts}
        self.others = self.photographers.keys() | contacts_names
        self.missing = {f"{number}@N{name:02}" for number in missing} & self.others
        self.subject = f"subject@N{name:02}"
        self.hides_contacts = hides_contacts
        self.world.follow(self.subject, contacts_names)
        self.run_id = self.world.refresh(self.subject)
        self.fetch_jobs()

    def fetch_jobs(self) -> None:
        self.jobs += self.world.jobs() + self.world.jobs("puller-background")

    @rule(at=positions, keep=st.booleans(), batches=st.integers(1, 3), told=st.integers(0, 3))
    def carry_out(self, at: int, keep: bool, batches: int, told: int) -> None:
        """A puller carries out a job; when `keep`, another one will too."""
        for job in take(self.jobs, [at], keep=keep):
            self.carry_out_one(job, batches=batches, told=told)

    def carry_out_one(self, job: PullJob, *, batches: int, told: int) -> None:
        if job.external_id in self.missing or self.is_hidden(job):
            self.responses.append(self.world.response(job, outcome="gone"))
            return
        found = self.photographers if job.discover else {}
        response = self.world.response(job, found=found, batches=batches)
        if job.discover and told:
            names = list(found)[:told]
            self.responses.append(
                self.world.response(
                    job,
                    found=dict.fromkeys(names, 1),
                    final=False,
                    batches=0,
                    execution=response.execution,
                )
            )
        self.responses.append(response)
        self.sizes[response.execution] = batches
        self.batches += batches_of(response, at=self.world.moment)

    def is_hidden(self, job: PullJob) -> bool:
        return self.hides_contacts and job.kind == "contacts"

    @rule(at=positions, outcome=st.sampled_from(["unavailable", "deferred"]), seconds=st.integers(0, 300))
    def fail_to_carry_out(self, at: int, outcome: str, seconds: int) -> None:
        """A puller cannot carry out a job now."""
        for job in take(self.jobs, [at], keep=False):
            retry_at = self.world.moment + seconds * 1_000
            self.responses.append(self.world.response(job, outcome=outcome, retry_at=retry_at))

    @rule(at=positions)
    def die_while_carrying_out(self, at: int) -> None:
        """A puller sends its first page, and dies. Its job comes again."""
        for job in take(self.jobs, [at], keep=True):
            if job.external_id not in self.missing and not self.is_hidden(job):
                unfinished = self.world.response(job, batches=2)
                self.sizes[unfinished.execution] = 2
                self.batches += batches_of(unfinished, at=self.world.moment)[:1]

    @rule(at=several, keep=st.booleans())
    def report_responses(self, at: list[int], keep: bool) -> None:
        """A reader reports answers in any order; when `keep`, they will come once more."""
        self.report(take(self.responses, at, keep=keep))

    def report(self, responses: list[PullResponse]) -> None:
        for response in responses:
            if response.final and response.outcome == "ok":
                self.answered.add(response.item_id)
            if response.outcome == "gone":
                self.refused.add(response.item_id)
        self.world.service.record_puller_responses(responses)
        self.fetch_jobs()

    @rule(at=several, keep=st.booleans())
    def store_batches(self, at: list[int], keep: bool) -> None:
        """An ingester stores batches in any order."""
        self.store(take(self.batches, at, keep=keep))

    def store(self, batches: list[NewReceipt]) -> None:
        for batch in batches:
            self.stored.setdefault(batch.item_id, {}).setdefault(batch.execution, set()).add(batch.number)
        self.receipts += self.world.store_batches(batches, report=False)

    @rule(at=several, keep=st.booleans())
    def report_receipts(self, at: list[int], keep: bool) -> None:
        """A reader reports receipts in any order."""
        self.world.service.record_receipts(take(self.receipts, at, keep=keep))
        self.fetch_jobs()

    @rule(at=several)
    def lose_jobs(self, at: list[int]) -> None:
        take(self.jobs, at, keep=False)

    @rule(at=several)
    def lose_responses(self, at: list[int]) -> None:
        take(self.responses, at, keep=False)

    @rule(at=several)
    def lose_batches(self, at: list[int]) -> None:
        take(self.batches, at, keep=False)

    @rule(at=several)
    def lose_receipts(self, at: list[int]) -> None:
        take(self.receipts, at, keep=False)

    @rule(away=st.booleans())
    def queue_goes_or_comes(self, away: bool) -> None:
        self.world.queues.queue("puller").away = away

    @rule(seconds=st.sampled_from([1, 20, 70, 1_000, 20_000]), limit=st.integers(1, 20))
    def sweep(self, seconds: int, limit: int) -> None:
        """Time passes, and the scheduler sweeps."""
        self.world.wait(seconds)
        self.jobs += self.world.swept(limit=limit)

    @invariant()
    def what_is_counted_only_grows(self) -> None:
        if not hasattr(self, "run_id"):
            return
        progress = self.world.report(self.run_id).progress
        counted = (progress.total, progress.done, progress.failed)
        assert all(now >= before for now, before in zip(counted, self.seen, strict=True))
        assert progress.done + progress.failed + progress.waiting == progress.total
        assert progress.waiting >= 0
        assert progress.total <= 3 + len(self.others)
        self.seen = counted

    @invariant()
    def what_has_ended_stays_as_it_is_and_has_a_cause(self) -> None:
        if not hasattr(self, "run_id"):
            return
        items = self.world.items(self.run_id)
        for key, row in self.ended.items():
            # Only that what it brought has become items is noted afterwards.
            assert {**items[key]._asdict(), "discover": row.discover} == row._asdict()
        for key, item in items.items():
            if item.state == "done":
                assert item.id in self.answered
                executions = self.stored[item.id].items()
                assert any(len(numbers) == self.sizes[execution] for execution, numbers in executions)
            if item.state == "failed":
                assert item.id in self.refused
                assert item.external_id in self.missing or self.hides_contacts
            if item.state in {"done", "failed"}:
                self.ended[key] = item

    @invariant()
    def a_run_ends_when_and_only_when_all_its_items_have(self) -> None:
        if not hasattr(self, "run_id"):
            return
        run = self.world.run(self.run_id)
        states = self.world.states(self.run_id)
        if run.state == "running":
            assert {"waiting", "sent"} & set(states.values())
            return
        assert len(states) == 3 + len(self.others)
        assert set(states.values()) <= {"done", "failed"}
        assert self.run_row is None or run == self.run_row
        self.run_row = run

    @invariant()
    def only_so_many_items_are_under_way(self) -> None:
        if hasattr(self, "run_id"):
            items = self.world.items(self.run_id).values()
            under_way = [
                item for item in items if item.state in {"waiting", "sent"} and item.deadline_at < 2**62
            ]
            assert len(under_way) <= self.in_flight

    def teardown(self) -> None:
        """All that is still about is delivered, and what was lost is swept: then the run has ended, and
        right.
        """
        if not hasattr(self, "run_id"):
            return
        self.world.queues.queue("puller").away = False
        for _ in range(100):
            if self.world.run(self.run_id).state != "running":
                break
            self.deliver_everything()
            self.what_is_counted_only_grows()
            swept = self.world.service.sweep(limit=100)
            self.jobs += pull_jobs(swept.jobs)
            self.world.wait(max(1.0, swept.next_due_seconds))
        self.what_has_ended_stays_as_it_is_and_has_a_cause()
        self.a_run_ends_when_and_only_when_all_its_items_have()
        expected = {favorites_of(name): "failed" if name in self.missing else "done" for name in self.others}
        progress = self.world.report(self.run_id).progress
        assert progress.photographers_total == len(self.photographers)
        assert progress.contacts_total == len(self.others - self.photographers.keys())
        own = {f"flickr/{kind}/{self.subject}": "done" for kind in ("favorites", "contacts", "profile")}
        if self.hides_contacts:
            own[f"flickr/contacts/{self.subject}"] = "failed"
        assert self.world.states(self.run_id) == expected | own
        failed = "failed" in (expected | own).values()
        assert self.world.run(self.run_id).state == ("done_with_failures" if failed else "done")
        with self.engine.begin() as connection:
            connection.execute(delete(receipts_table))
            connection.execute(delete(runs_table))

    def deliver_everything(self) -> None:
        jobs, self.jobs = self.jobs, []
        for job in jobs:
            self.carry_out_one(job, batches=2, told=1)
        responses, self.responses = self.responses, []
        self.report(responses)
        batches, self.batches = self.batches, []
        self.store(batches)
        receipts, self.receipts = self.receipts, []
        self.world.service.record_receipts(receipts)
        self.fetch_jobs()


def take(things: list[Thing], at: list[int], *, keep: bool) -> list[Thing]:
    """The things at some positions (modulo their number), which are removed unless `keep`."""
    if not things:
        return []
    chosen = list(dict.fromkeys(position % len(things) for position in at))
    taken = [things[position] for position in chosen]
    if not keep:
        for position in sorted(chosen, reverse=True):
            del things[position]
    return taken


def batches_of(response: PullResponse, *, at: int) -> list[NewReceipt]:
    """The batches of an execution."""
    return [
        NewReceipt(
            item_id=response.item_id,
            execution=response.execution,
            number=number,
            run_id=response.run_id,
            rows=number,
            last=number == response.batches - 1,
            received_at=at,
        )
        for number in range(response.batches)
    ]


@pytest.mark.slow
def test_any_interleaving_of_repeated_reordered_and_lost_messages_ends_in_exactly_the_right_state(
    engine: Engine,
) -> None:
    class OnThisDatabase(Interleaving):
        def __init__(self) -> None:
            super().__init__(engine)

    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=30,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],  # to shrink takes minutes, and the steps of a failure are told anyway
        ),
    )
