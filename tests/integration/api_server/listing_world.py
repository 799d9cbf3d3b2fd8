"""Pullers and ingesters for tests of subscriptions, played: they answer what a test says."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from api_server.context import Context
from api_server.runs import service as runs_service
from fovea import clock
from fovea.database import listing_posts, receipts
from fovea.database.engine import in_transaction
from fovea.database.receipts import NewReceipt
from fovea.messages import CheckedListing, ListingName, PullJob, PullResponse, Receipt
from tests.integration.api_server.people import Browser, Program

QUEUES = ("puller", "puller-background")

Json = dict[str, Any]


def cats(query: str = "cat solo", source: str = "danbooru", **told: Any) -> CheckedListing:
    """What a site says of a search."""
    url = f"https://{source}.example/posts?tags={query.replace(' ', '+')}"
    listing = ListingName(kind="tags", query=query, title=f"{query} on {source.title()}", url=url)
    return CheckedListing(source=source, listing=listing, **told)


@dataclass
class Pullers:
    """Takes jobs from the queues, and answers them."""

    context: Context
    _executions: int = field(default=0, init=False)

    def jobs(self) -> list[PullJob]:
        """All jobs on the queues; they are taken out."""
        found: list[PullJob] = []
        for name in QUEUES:
            queue = self.context.queues.queue(name)
            while received := queue.receive(wait_seconds=0):
                found += [one.message for one in received if isinstance(one.message, PullJob)]
                queue.delete(received)
        return found

    def job(self) -> PullJob:
        """The one job on the queues."""
        (job,) = self.jobs()
        return job

    def answer(self, job: PullJob, *, posts: int = 0, **what: Any) -> None:
        """Answer a job; of a listing, with a batch of so many posts that is in the database already."""
        self._executions += 1
        batches = 1 if job.kind == "posts" and what.get("outcome", "ok") == "ok" else 0
        response = PullResponse(
            run_id=job.run_id,
            item_id=job.item_id,
            execution=self._executions,
            attempt=job.attempt,
            **{"batches": batches, **what},
        )
        service = runs_service.of(self.context)
        service.record_puller_responses([response])
        if batches:
            service.record_receipts([self._store(job, posts)])

    def note_posts(self, job: PullJob, post_ids: list[int]) -> None:
        """Have posts be of the listing of a job, as the ingester does."""
        listing_id = listing_posts.listing_of(job.external_id)
        assert listing_id is not None
        self._write(
            lambda connection: listing_posts.note(connection, {listing_id: post_ids}, now=clock.now())
        )

    def checked(self, by: Browser | Program, text: str, checked: CheckedListing) -> int:
        """The number of a check that found something."""
        run: Json = by.post("/api/subscriptions/checks", json={"text": text}).get_json()["run"]
        for job in self.jobs():
            if job.kind == "check":
                self.answer(job, checked=checked)
        return int(run["id"])

    def subscribed(self, by: Browser | Program, query: str = "cat solo", **wanted: Any) -> Json:
        """A new subscription, whose first run has sent its job."""
        source = wanted.pop("source", "danbooru")
        check = self.checked(by, f"{source}: {query}", cats(query, source))
        answer = by.post("/api/subscriptions", json={"check": check, **wanted})
        assert answer.status_code == 201, answer.text
        shape: Json = answer.get_json()
        return shape

    def _store(self, job: PullJob, posts: int) -> Receipt:
        written = NewReceipt(
            item_id=job.item_id,
            execution=self._executions,
            number=0,
            run_id=job.run_id,
            rows=posts,
            last=True,
            received_at=clock.now(),
        )
        self._write(lambda connection: receipts.record(connection, [written]))
        return Receipt(
            run_id=job.run_id, item_id=job.item_id, execution=self._executions, number=0, rows=posts
        )

    def _write(self, function: Any) -> None:
        def write(connection: Connection) -> None:
            function(connection)

        in_transaction(self.context.engine, write)
