"""A world with boards: sources whose posts are numbers, pullers that walk through them as pullers do, and
ingesters that store what comes.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from fovea import messages
from fovea.database import (
    listing_checks,
    listing_posts,
    listing_runs,
    listing_subscriptions,
    listings,
    receipts,
    runs,
    submissions,
)
from fovea.database.engine import read
from fovea.database.listing_subscriptions import Subscription
from fovea.database.listing_tables import listing_posts as table
from fovea.database.listings import Listing
from fovea.database.receipts import NewReceipt
from fovea.database.tables import posts
from fovea.errors import FoveaError
from fovea.messages import Batch, CheckedListing, ListingName, PostRecord, PullJob, PullResponse, Receipt
from puller.batches import Batches
from puller.responses import Responses
from puller.sources.walking import ListingPage, walk
from tests.integration.runs.world import World, pull_jobs

SOURCE = "danbooru"
PAGE = 10
SECOND = 1_000


class RunOfListing(NamedTuple):
    """A run of a listing, what it brought, and what failed first."""

    run_id: int
    state: str
    new_posts: int
    code: str | None
    reason: str | None


@dataclass
class Board:
    """What a site has of one listing: posts by number, each of the second of its number."""

    newest: int
    oldest: int = 1
    trouble: dict[str | None, FoveaError] = field(default_factory=dict)  # by cursor; None: the first page
    turns_round_at: int = 0
    budget: tuple[int, FoveaError] | None = None  # so many calls, and what is said to further ones
    calls: int = 0

    def read(self, cursor: str | None) -> ListingPage:
        """A page below a number."""
        self.calls += 1
        if self.budget is not None and self.calls > self.budget[0]:
            raise self.budget[1]
        if cursor in self.trouble:
            raise self.trouble[cursor]
        above = self.newest + 1 if cursor is None else int(cursor)
        if above <= self.turns_round_at:
            above = self.newest + 1
        numbers = range(above - 1, max(above - 1 - PAGE, self.oldest - 1), -1)
        records = [
            PostRecord(external_id=str(one), owner="artist", title="", url="", posted_at=one * SECOND)
            for one in numbers
        ]
        more = bool(numbers) and numbers[-1] > self.oldest
        cursor = str(numbers[-1]) if more else None
        return ListingPage(posts=records, marks=list(numbers), cursor=cursor)


class ListingWorld(World):
    """The run service with listings; one board a query."""

    boards: dict[str, Board]

    def __init__(self, engine: Any, **settings: Any) -> None:
        self.boards = {}
        super().__init__(engine, **settings)

    def listing(self, query: str = "cats", *, newest: int = 0, source: str = SOURCE) -> Listing:
        """A listing, and its board."""
        self.boards.setdefault(query, Board(newest=newest))
        name = ListingName(kind="tags", query=query, title=query, url=f"https://{source}/{query}")
        told = CheckedListing(source=source, listing=name)
        stored: Listing = self.write(lambda connection: listings.put(connection, told, now=self.moment))
        return stored

    def subscribe(self, listing: Listing, **options: Any) -> int:
        """The number of a subscription to a listing."""
        chosen = {"since": None, "interval_seconds": None, "user_id": None, **options}

        def subscribe(connection: Connection) -> int:
            made, _ = listing_subscriptions.subscribe(connection, listing.id, now=self.moment, **chosen)
            return made.id

        return int(self.write(subscribe))

    def subscription(self, subscription_id: int) -> Subscription:
        """A subscription as it is."""
        with read(self.engine) as connection:
            found = listing_subscriptions.get(connection, subscription_id)
        assert found is not None
        return found

    def read_now(self, subscription_id: int, **options: Any) -> int:
        """Start a run of a subscription; its number."""
        return int(self.service.start_listing(subscription_id, **options).run.id)

    def due(self) -> list[int]:
        """Start what is due, as the scheduler does."""
        return self.service.start_due(limit=100)

    def pending(self) -> list[PullJob]:
        """Take all jobs from both queues of the pullers."""
        return self.jobs() + self.jobs("puller-background")

    def pull(self, job: PullJob) -> tuple[PullResponse, list[Batch]]:
        """What a puller makes of a job: its response, and its batches."""
        execution = messages.new_execution()
        responses = Responses(job, execution=execution)
        batches = Batches(job, execution=execution, pulled_at=self.moment)
        sent: list[Batch] = []
        page = None
        try:
            assert job.listing is not None
            for page in walk(job, self.boards[job.listing.query].read):
                sent += batches.of(page)
        except FoveaError as error:
            return responses.failure(error, calls=1), sent
        told = responses.success(batches=batches.count, calls=1, discovered=Counter(), last=page)
        return told[-1], sent

    def ingest(self, batches: Iterable[Batch], *, report: bool = True) -> list[Receipt]:
        """Store batches as the ingester does: posts, whose they are, and receipts, in one transaction."""
        arrived = list(batches)

        def store(connection: Connection) -> list[NewReceipt]:
            told = []
            for batch in arrived:
                ids = submissions.save(connection, batch.source, batch.posts, names={}, at=self.moment)
                listing_id = listing_posts.listing_of(batch.external_id)
                assert listing_id is not None
                listing_posts.note(connection, {listing_id: list(ids.values())}, self.moment)
                told.append(
                    NewReceipt(
                        item_id=batch.item_id,
                        execution=batch.execution,
                        number=batch.number,
                        run_id=batch.run_id,
                        rows=len(batch.posts),
                        last=batch.last,
                        received_at=self.moment,
                    )
                )
            receipts.record(connection, told)
            return told

        written = self.write(store)
        told = [
            Receipt(run_id=one.run_id, item_id=one.item_id, execution=one.execution, number=one.number)
            for one in written
        ]
        if report:
            self.service.record_receipts(told)
        return told

    def work(self, *jobs: PullJob) -> list[PullResponse]:
        """Have jobs pulled, stored and reported, without mishap."""
        responses = []
        for job in jobs:
            response, batches = self.pull(job)
            self.ingest(batches)
            self.service.record_puller_responses([response])
            responses.append(response)
        return responses

    def until_listing_ended(
        self, run_id: int, *, most: int = 300, meanwhile: Callable[[], None] = lambda: None
    ) -> str:
        """Have all work done until the run has ended; its state."""
        for _ in range(most):
            state = str(self.run(run_id).state)
            if state != "running":
                return state
            jobs = self.pending()
            if not jobs:
                swept = self.service.sweep(limit=500)
                jobs = pull_jobs(swept.jobs)
                if not jobs:
                    self.wait(max(1.0, min(swept.next_due_seconds, 600)))
            self.work(*jobs)
            meanwhile()
        raise AssertionError(f"the run did not end: {self.states(run_id)}")

    def posts_of(self, listing: Listing) -> set[int]:
        """The numbers on its board of all posts that a listing has brought, as stored."""
        statement = select(posts.c.external_id).join_from(table, posts, posts.c.id == table.c.post_id)
        with read(self.engine) as connection:
            found = list(connection.scalars(statement.where(table.c.listing_id == listing.id)))
        assert len(found) == len(set(found))
        return {int(one) for one in found}

    def history(self, listing: Listing) -> list[RunOfListing]:
        """The runs of a listing, the newest first."""
        with read(self.engine) as connection:
            run_ids = [plan.run_id for plan in listing_runs.page(connection, listing.id, limit=50)]
            states = runs.get_many(connection, run_ids)
            new_posts = listing_runs.new_posts(connection, run_ids)
            failures = listing_runs.first_failures(connection, run_ids)
        none = listing_runs.Failure(None, None)
        return [
            RunOfListing(one, states[one].state, new_posts[one], *failures.get(one, none)) for one in run_ids
        ]

    def check(self, run_id: int) -> listing_checks.Check:
        """What became of a check."""
        with read(self.engine) as connection:
            found = listing_checks.result(connection, run_id)
        assert found is not None
        return found
