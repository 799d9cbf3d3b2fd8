"""Through the pages of a listing: down to what is known, and not for ever."""

from collections.abc import Callable, Iterator

import msgspec

from fovea import metrics
from fovea.errors import FoveaError
from fovea.messages import AccountRecord, PostRecord, PullJob
from puller.sources.contract import Page

# Two pages that bring nothing new are a site that repeats itself.
_MOST_STALE_PAGES = 2


class ListingPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of a listing, newest first as far as the source keeps to that.

    `marks` has a number for each thing on the page by which the source orders them (its own id, or
    milliseconds), also for what is no post to us: what is above a known mark is new. `cursor` is where the
    next page begins, None at the end.
    """

    posts: list[PostRecord]
    marks: list[int]
    accounts: list[AccountRecord] = []
    cursor: str | None = None


def walk(job: PullJob, read: Callable[[str | None], ListingPage]) -> Iterator[Page]:
    """From the job's cursor down to what is known, or to the moment `since`, or through `max_pages`, and then
    where to go on.

    Where a page cannot be read, what was read before it counts, and the page is where to go on: so a site
    that lets us read a little at a time is read to its end. Raises what `read` raises for the first page.
    """
    cursor, newest, stale = job.cursor, job.stop_at, 0
    seen: set[str] = set()
    marks: set[int] = set()
    cursors = {cursor}
    held: Page | None = None
    for number in range(1, job.max_pages + 1):
        try:
            page = read(cursor)
        except FoveaError:
            if held is None:
                raise
            yield msgspec.structs.replace(held, last=True, cursor=cursor)
            return
        if held is not None:
            yield held
        fresh = _fresh(page, seen, job.since)
        moved = bool(fresh) or not marks.issuperset(page.marks)
        seen.update(post.external_id for post in page.posts)
        marks.update(page.marks)
        newest = max([mark for mark in (newest, *page.marks) if mark is not None], default=None)
        stale = 0 if moved else stale + 1
        on = page.cursor is not None and not _is_known(page, job)
        repeats = on and (page.cursor in cursors or stale > _MOST_STALE_PAGES)
        more = on and not repeats
        last = not more or number == job.max_pages
        metrics.count("posts_pulled", len(fresh), Source=job.source)
        held = Page(
            last=last,
            posts=fresh,
            accounts=page.accounts,
            newest=newest,
            cursor=page.cursor if last and more else None,
            truncated=repeats,
        )
        if last:
            yield held
            return
        cursor = page.cursor
        cursors.add(cursor)


def _fresh(page: ListingPage, seen: set[str], since: int | None) -> list[PostRecord]:
    """Those of the page's posts that are wanted and were not on an earlier page, each once."""
    by_id = {
        post.external_id: post
        for post in page.posts
        if post.external_id not in seen
        and (since is None or post.posted_at is None or post.posted_at >= since)
    }
    return list(by_id.values())


def _is_known(page: ListingPage, job: PullJob) -> bool:
    """Whether everything on a page is known, or older than what is wanted: what follows is, too. One post
    that is newer keeps us going, for sites pin older ones on top.
    """
    stop_at, since = job.stop_at, job.since
    known = stop_at is not None and bool(page.marks) and all(mark <= stop_at for mark in page.marks)
    moments = [post.posted_at for post in page.posts if post.posted_at is not None]
    too_old = since is not None and bool(moments) and all(moment < since for moment in moments)
    return known or too_old
