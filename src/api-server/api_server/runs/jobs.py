"""The jobs of items: made of rows, sent after the commit of the rows."""

from collections.abc import Collection, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from api_server.runs.settings import RunSettings
from fovea.clock import SECOND
from fovea.database import (
    artist_search_pages,
    item_dispatch,
    listing_checks,
    listing_parts,
    listings,
    run_items,
)
from fovea.database.run_items import CHECK, CLEANUP, FAVORITES, POSTS
from fovea.errors import MessageRefused, QueueUnavailable
from fovea.messages import CleanupJob, PullJob
from fovea.queues import QueueClient
from fovea.queues.names import queue_of

Job = PullJob | CleanupJob

PAGE = 500  # favourites

log = structlog.get_logger(__name__)


def jobs_of(
    connection: Connection, item_ids: Collection[int], *, now: int, settings: RunSettings
) -> list[Job]:
    """The jobs of these items as things are now, the most important first."""
    rows = item_dispatch.to_send(connection, item_ids) if item_ids else []
    of_listings = _listing_jobs(connection, rows)
    return [of_listings.get(row.id) or _job(row, now=now, settings=settings) for row in rows]


def send(queues: QueueClient, jobs: Sequence[Job]) -> tuple[list[int], list[int]]:
    """Put jobs on their queues; the item ids of those that are there, and of those that could not be sent."""
    sent: list[int] = []
    unsent: list[int] = []
    for name in dict.fromkeys(map(queue_of, jobs)):
        wanted = [job for job in jobs if queue_of(job) == name]
        failed: Sequence[Any] = []
        try:
            queues.queue(name).send(wanted)
        except QueueUnavailable as error:
            failed = error.unsent
            log.warning("jobs_not_sent", queue=name, jobs=len(failed), error=error.detail)
        except MessageRefused as error:
            failed = error.refused
            log.error("jobs_refused", queue=name, jobs=len(failed), error=error.detail)
        failed_ids = {job.item_id for job in failed}
        unsent += failed_ids
        sent += [job.item_id for job in wanted if job.item_id not in failed_ids]
    return sent, unsent


def deadline(*, attempts: int, outstanding: int, now: int, settings: RunSettings) -> int:
    """When an item that is sent now must have its answer. Each attempt waits longer than the one before it,
    and longer the more is on its way, so that a queue that is merely long is not taken for an answer that
    is lost.
    """
    patience = settings.item_deadline_seconds + settings.item_queue_seconds * outstanding
    return now + int(patience * max(1, attempts) * SECOND)


def _listing_jobs(connection: Connection, rows: Sequence[Row[Any]]) -> dict[int, Job]:
    """The jobs of those items that are parts of listings, or ask what a text stands for or what stands on a
    page, by item.
    """
    asked = listing_parts.asked(connection, [row.id for row in rows if row.kind == POSTS])
    known = listings.get_many(connection, {one.listing_id for one in asked.values()})
    texts = listing_checks.texts(connection, [row.id for row in rows if row.kind == CHECK])
    fields: dict[int, dict[str, Any]] = {item_id: {"text": text} for item_id, text in texts.items()}
    for item_id, one in asked.items():
        fields[item_id] = {
            "listing": known[one.listing_id].name,
            "cursor": one.cursor,
            "stop_at": one.stop_at,
            "since": one.since,
            "max_pages": one.pages,
        }
        if one.waits_its_turn:
            fields[item_id]["background"] = True
    pages = artist_search_pages.wanted_by(connection, [row.id for row in rows if row.kind == run_items.PAGE])
    fields |= {item_id: {"page": page} for item_id, page in pages.items()}
    return {row.id: PullJob(**(_named(row) | fields[row.id])) for row in rows if row.id in fields}


def _named(row: Row[Any]) -> dict[str, Any]:
    return {
        "run_id": row.run_id,
        "item_id": row.id,
        "key": row.key,
        "source": row.source,
        "kind": row.kind,
        "external_id": row.external_id,
        "attempt": row.attempts,
        "background": bool(row.background),
    }


def _job(row: Row[Any], *, now: int, settings: RunSettings) -> Job:
    if row.kind == CLEANUP:
        return CleanupJob(run_id=row.run_id, item_id=row.id, part=row.external_id, attempt=row.attempts)
    return PullJob(
        **_named(row),
        since=_since(row, now=now, settings=settings),
        max_pages=_pages(row, settings),
        # Whom an account follows is looked up when the list is stored: the puller need not tell.
        discover=bool(row.discover and row.kind == FAVORITES),
    )


def _since(row: Row[Any], *, now: int, settings: RunSettings) -> int | None:
    """Where an incremental pull begins; None for a whole one, which is what notices un-faves."""
    if row.kind != FAVORITES or row.full_pulled_at is None:
        return None
    if now - row.full_pulled_at > settings.full_pull_seconds * SECOND or _was_cut_short(row, settings):
        return None
    since: int | None = row.newest_faved_at
    return since


def _was_cut_short(row: Row[Any], settings: RunSettings) -> bool:
    """Whether the account's own list was read to the few pages that are enough of a photographer.

    A list that was cut off only at an account's own cap is near that cap, less what Flickr leaves out.
    """
    return bool(row.discover and row.truncated and row.stored < settings.subject_pages * PAGE / 2)


def _pages(row: Row[Any], settings: RunSettings) -> int:
    """Favourites have a cap that depends on whose they are; of anything else, the puller reads all."""
    return (
        settings.photographer_pages if row.kind == FAVORITES and not row.discover else settings.subject_pages
    )
