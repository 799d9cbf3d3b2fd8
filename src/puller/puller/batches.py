"""Pages as batches that fit into the queue."""

from collections.abc import Iterator

from fovea import messages, metrics
from fovea.messages import Batch, PullJob
from puller.sources.contract import Page


class Batches:
    """Numbers the batches of one execution of a job. `count` is how many there were so far."""

    def __init__(self, job: PullJob, *, execution: int, pulled_at: int) -> None:
        self.count = 0
        self._job = job
        self._execution = execution
        self._pulled_at = pulled_at

    def of(self, page: Page) -> list[Batch]:
        """The page as one batch, or as several where one would be larger than the queue takes; always at
        least one.
        """
        parts = list(self._parts(page))
        batches = [
            self._batch(part, number=self.count + position, last=page.last and position == len(parts) - 1)
            for position, part in enumerate(parts)
        ]
        self.count += len(batches)
        return batches

    def _parts(self, page: Page) -> Iterator[Page]:
        """Halves of halves, until each fits. A single record always does: its texts are cut where they are
        read.
        """
        if messages.fits(messages.encode(self._batch(page, number=self.count, last=page.last))) or _is_single(
            page
        ):
            yield page
            return
        metrics.count("pages_split")
        for half in _halves(page):
            yield from self._parts(half)

    def _batch(self, page: Page, *, number: int, last: bool) -> Batch:
        return Batch(
            run_id=self._job.run_id,
            item_id=self._job.item_id,
            execution=self._execution,
            number=number,
            last=last,
            source=self._job.source,
            kind=self._job.kind,
            external_id=self._job.external_id,
            pulled_at=self._pulled_at,
            since=self._job.since,
            truncated=last and page.truncated,
            newest_faved_at=page.newest_faved_at,
            accounts=page.accounts,
            posts=page.posts,
            followees=page.followees,
        )


def _is_single(page: Page) -> bool:
    return max(len(page.posts), len(page.followees), len(page.accounts)) <= 1


def _halves(page: Page) -> Iterator[Page]:
    """Two halves. Each has the accounts that its posts and followees speak of; the rest go with the first."""
    posts, followees = len(page.posts) // 2, len(page.followees) // 2
    first = {post.owner for post in page.posts[:posts]} | set(page.followees[:followees])
    second = {post.owner for post in page.posts[posts:]} | set(page.followees[followees:])
    if not first | second:  # nothing but accounts
        middle = len(page.accounts) // 2
        first = {account.external_id for account in page.accounts[:middle]}
        second = {account.external_id for account in page.accounts[middle:]}
    spoken_of = first | second
    for part, wanted in ((slice(None, posts), first), (slice(posts, None), second)):
        is_first = part.start is None
        followees_part = slice(None, followees) if is_first else slice(followees, None)
        yield Page(
            last=page.last,
            accounts=[
                account
                for account in page.accounts
                if account.external_id in wanted or (is_first and account.external_id not in spoken_of)
            ],
            posts=page.posts[part],
            followees=page.followees[followees_part],
            newest_faved_at=page.newest_faved_at,
            truncated=page.truncated,
        )
