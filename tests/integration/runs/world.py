"""A small world around the run service: queues are lists, the clock is set, pullers and ingesters are
played.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import Connection, Engine, Row, func, select

from api_server.presenters import RunReport
from api_server.runs import reporting
from api_server.runs.service import RunService
from api_server.runs.settings import RunSettings
from fovea import packing
from fovea.clock import DAY
from fovea.database import accounts, receipts, run_items, runs, upsert
from fovea.database.engine import in_transaction, read
from fovea.database.receipts import NewReceipt
from fovea.database.tables import favorite_lists, follows, posts
from fovea.database.tables import run_items as items_table
from fovea.errors import QueueUnavailable
from fovea.messages import AccountRecord, Discovery, PullJob, PullResponse, Receipt
from fovea.queues import QueueClient

BEGIN = 1_800_000_000_000
SUBJECT = "1@N00"


@dataclass
class ListQueue:
    """Takes messages as a queue does, or is away."""

    sent: list[PullJob] = field(default_factory=list)
    away: bool = False

    def send(self, messages: Iterable[PullJob]) -> None:
        if self.away:
            raise QueueUnavailable("away", unsent=list(messages))
        self.sent += messages


@dataclass
class ListQueues:
    """All queues, by name."""

    by_name: dict[str, ListQueue] = field(default_factory=dict)

    def queue(self, name: str) -> ListQueue:
        return self.by_name.setdefault(name, ListQueue())


class World:
    """The run service, and everything around it played by a test."""

    def __init__(self, engine: Engine, **settings: Any) -> None:
        self.engine = engine
        self.moment = BEGIN
        self.queues = ListQueues()
        self.executions = 0
        self.service = self.another_service(**settings)

    def another_service(self, **settings: Any) -> RunService:
        """A second process' service on the same database and queues."""
        return RunService(
            engine=self.engine,
            queues=cast(QueueClient, self.queues),
            settings=RunSettings(**settings),
            now=lambda: self.moment,
        )

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += int(seconds * 1_000)

    def account(self, external_id: str = SUBJECT, **names: Any) -> int:
        """The number of an account, which is stored if it was not."""
        record = AccountRecord(external_id=external_id, **names)

        def write(connection: Connection) -> int:
            return accounts.upsert_many(connection, "flickr", [record], at=self.moment)[external_id]

        return in_transaction(self.engine, write)

    def favorites(self, external_id: str, owners: Sequence[str], *, pulled_at: int | None = None) -> None:
        """Store a list of favourites: one photo of each of these owners (who may come several times)."""
        account_id = self.account(external_id)
        owner_ids = {owner: self.account(owner) for owner in set(owners)}
        moment = self.moment if pulled_at is None else pulled_at

        def write(connection: Connection) -> None:
            known = connection.scalar(select(func.count()).select_from(posts)) or 0
            rows = [
                {
                    "source": "flickr",
                    "external_id": str(known + position),
                    "owner_id": owner_ids[owner],
                    "title": "",
                    "url": "",
                    "digest": 0,
                }
                for position, owner in enumerate(owners)
            ]
            new = upsert.insert_ignore(connection, posts, rows, returning=[posts.c.id])
            packed = packing.pack(packing.sorted_numbers(row.id for row in new))
            values = {
                "account_id": account_id,
                "count": len(owners),
                "posts": packed,
                "pulled_at": moment,
                "full_pulled_at": moment or None,
                "newest_faved_at": moment or None,
            }
            names = ["count", "posts", "pulled_at", "full_pulled_at", "newest_faved_at"]
            upsert.upsert(connection, favorite_lists, [values], update=names)

        self.write(write)

    def follow(self, external_id: str, followed: Iterable[str]) -> None:
        """Store that an account follows these people."""
        account_id = self.account(external_id)
        rows = [{"account_id": account_id, "followee_id": self.account(name)} for name in sorted(followed)]
        if rows:
            self.write(lambda connection: connection.execute(follows.insert(), rows))

    def write(self, function: Any) -> Any:
        """Do something in a transaction."""
        return in_transaction(self.engine, function)

    def swept(self, *, limit: int) -> list[PullJob]:
        """Sweep, as the scheduler does: the pull jobs that are to be sent again."""
        return pull_jobs(self.service.sweep(limit=limit).jobs)

    def jobs(self, queue: str = "puller") -> list[PullJob]:
        """Take all jobs from a queue."""
        jobs = self.queues.queue(queue).sent
        self.queues.queue(queue).sent = []
        return jobs

    def response(self, job: PullJob, *, found: dict[str, int] | None = None, **fields: Any) -> PullResponse:
        """What a puller answers to a job."""
        self.executions += 1
        values: dict[str, Any] = {
            "execution": self.executions,
            "attempt": job.attempt,
            "batches": 1,
            **fields,
        }
        if values.get("outcome", "ok") != "ok":
            values["batches"] = 0
        discovered = [
            Discovery(kind="favorites", external_id=name, weight=weight)
            for name, weight in (found or {}).items()
        ]
        return PullResponse(run_id=job.run_id, item_id=job.item_id, discovered=discovered, **values)

    def answer(
        self, *jobs: PullJob, found: dict[str, int] | None = None, **fields: Any
    ) -> list[PullResponse]:
        """Have jobs answered, and their answers reported."""
        responses = [self.response(job, found=found if job.discover else None, **fields) for job in jobs]
        self.service.record_puller_responses(responses)
        return responses

    def store(self, *responses: PullResponse, report: bool = True) -> list[Receipt]:
        """Have all batches of executions stored (one record each), and their receipts reported."""
        written = [
            NewReceipt(
                item_id=response.item_id,
                execution=response.execution,
                number=number,
                run_id=response.run_id,
                rows=1,
                last=number == response.batches - 1,
                received_at=self.moment,
            )
            for response in responses
            for number in range(response.batches)
        ]
        return self.store_batches(written, report=report)

    def store_batches(self, written: Sequence[NewReceipt], *, report: bool = True) -> list[Receipt]:
        """Have batches stored, and their receipts reported."""
        self.write(lambda connection: receipts.record(connection, written))
        told = [
            Receipt(
                run_id=one.run_id,
                item_id=one.item_id,
                execution=one.execution,
                number=one.number,
                rows=one.rows,
            )
            for one in written
        ]
        if report:
            self.service.record_receipts(told)
        return told

    def carry_out(self, *jobs: PullJob, found: dict[str, int] | None = None) -> None:
        """Have jobs answered and stored, without any mishap."""
        self.store(*self.answer(*jobs, found=found))

    def run(self, run_id: int) -> Row[Any]:
        """A run's row."""
        with read(self.engine) as connection:
            run = runs.get(connection, run_id)
        assert run is not None
        return run

    def report(self, run_id: int) -> RunReport:
        """What is told of a run."""
        with read(self.engine) as connection:
            run = runs.get(connection, run_id)
            assert run is not None
            return reporting.reports(connection, [run], now=self.moment)[run_id]

    def items(self, run_id: int) -> dict[str, Row[Any]]:
        """A run's items by key."""
        statement = select(items_table).where(items_table.c.run_id == run_id)
        with read(self.engine) as connection:
            return {row.key: row for row in connection.execute(statement)}

    def states(self, run_id: int) -> dict[str, str]:
        """The states of a run's items, by key."""
        return {key: row.state for key, row in self.items(run_id).items()}

    def refresh(self, external_id: str = SUBJECT, **options: Any) -> int:
        """Start a refresh; its id."""
        return int(self.service.start_refresh(self.account(external_id), **options).run.id)

    def until_ended(self, run_id: int, *, most: int = 200) -> Row[Any]:
        """Have every job carried out without mishap, and what got lost swept, until the run has ended."""
        for _ in range(most):
            if self.run(run_id).state != runs.RUNNING:
                return self.run(run_id)
            jobs = self.jobs() + self.jobs("puller-background")
            self.carry_out(*jobs)
            if not jobs:
                swept = self.service.sweep(limit=500)
                self.carry_out(*pull_jobs(swept.jobs))
                self.wait(max(1.0, swept.next_due_seconds))
        raise AssertionError(f"the run did not end: {self.states(run_id)}")


def pull_jobs(jobs: Sequence[object]) -> list[PullJob]:
    """The jobs of a sweep; there are none of another kind here."""
    found = [job for job in jobs if isinstance(job, PullJob)]
    assert len(found) == len(jobs)
    return found


def favorites_of(external_id: str) -> str:
    """The key of the item for an account's favourites."""
    return run_items.key("flickr", "favorites", external_id)


LONG_AGO = BEGIN - 100 * DAY
