"""Links that pullers are asked about: which are due, and what the answers make of them."""

from collections.abc import Sequence

import redis
from sqlalchemy import Connection

from api_server.context import Context
from fovea import clock, metrics
from fovea.database import link_answers, link_dispatch, link_resolving, link_sending, links
from fovea.database.engine import in_transaction, read
from fovea.database.link_answers import Written
from fovea.database.link_resolving import Sending, Swept
from fovea.internal_api import LinksToResolve
from fovea.messages import LinkToResolve, PullJob, PullResponse

SOURCE = "links"  # by which pullers know these jobs
LATEST_SECONDS = 3_600.0
COUNT_SECONDS = 300
_COUNTED = "links-counted"


def due(context: Context, *, limit: int) -> LinksToResolve:
    """The jobs of at most `limit` links that are due. They count as sent. Whoever asks puts the jobs on the
    queues.
    """
    now = clock.now()

    def take_up(connection: Connection) -> Swept:
        most_sent = context.settings.links_resolving
        return link_resolving.sweep(connection, limit=limit, now=now, most_sent=most_sent)

    swept = in_transaction(context.engine, take_up)
    if swept.sendings:
        metrics.count("links_asked_about", sum(len(one.links) for one in swept.sendings))
    if swept.failed:
        metrics.count("links_not_resolved", swept.failed, Code=link_dispatch.NO_ANSWER)
    _count(context)
    wait = LATEST_SECONDS if swept.next_at is None else (swept.next_at - now) / clock.SECOND
    return LinksToResolve(
        jobs=[_job(one) for one in swept.sendings],
        failed=swept.failed,
        next_due_seconds=max(0.0, wait),
    )


def record(context: Context, responses: Sequence[PullResponse]) -> None:
    """Write down what pullers say of links. Answers to items of runs are passed over; late and repeated ones
    do no harm.
    """
    answers = link_answers.of_links(responses)
    if not answers:
        return
    now = clock.now()

    def write(connection: Connection) -> Written:
        return link_answers.write(connection, answers, now=now)

    written = in_transaction(context.engine, write, idempotent=True)
    for link in written.resolved:
        metrics.record("link_resolving_seconds", (now - link.created_at) / clock.SECOND)
    for code, count in written.failed.items():
        metrics.count("links_not_resolved", count, Code=code)
    most_sent = context.settings.links_under_way
    link_sending.send(context.engine, context.queues, written.fresh, most_sent=most_sent)


def _job(sending: Sending) -> PullJob:
    """A job of no run: its number is the sending's, which its answer names."""
    name = str(sending.deadline_at)
    return PullJob(
        run_id=0,
        item_id=sending.deadline_at,
        key=f"{SOURCE}/{SOURCE}/{name}",
        source=SOURCE,
        kind="links",
        external_id=name,
        attempt=1 + max(link.attempts for link in sending.links),
        background=sending.background,
        links=[LinkToResolve(link_id=one.id, url=one.url, kind=one.kind) for one in sending.links],
    )


def _count(context: Context) -> None:
    """Measure how many links there are of each kind in each state, now and then; without the cache, never."""
    try:
        if not context.cache.set(_COUNTED, b"1", nx=True, ex=COUNT_SECONDS):
            return
    except redis.RedisError:
        metrics.count("cache_errors")
        return
    with read(context.engine) as connection:
        counted = links.census(connection)
    for state in links.STATES:
        count = sum(count for (_, one), count in counted.items() if one == state)
        metrics.gauge("links_in_state", count, State=state)
    for kind in links.KINDS:
        metrics.gauge("links_failed_of_kind", counted.get((kind, links.FAILED), 0), Kind=kind)
