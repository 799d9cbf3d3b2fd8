"""Sending links to images as soon as their rows are committed, as far as there is room; the sweep sends the
others, as it does when whoever should have sent them was killed before.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import structlog
from sqlalchemy import Connection, Engine

from fovea import clock, library
from fovea.database import link_dispatch
from fovea.database.engine import in_transaction, read
from fovea.errors import DatabaseUnavailable, QueueUnavailable
from fovea.queues import QueueClient

log = structlog.get_logger(__name__)


def send(engine: Engine, queues: QueueClient, fresh: Mapping[bool, Sequence[int]], *, most_sent: int) -> int:
    """Put links on the queues of the image ingesters, by whether they are of the background; how many were.

    No more than about `most_sent` are on their way at once, so that no queue grows long. What does not go now
    goes later: this never raises for want of a queue or of the database.
    """
    try:
        with read(engine) as connection:
            room = link_dispatch.room(connection, most_sent=most_sent)
    except DatabaseUnavailable as error:
        log.warning("links_not_sent", error=error.detail)
        return 0
    sent = 0
    for background, numbers in sorted(fresh.items()):
        chosen = list(numbers[: room - sent])
        if not chosen:
            continue
        try:
            library.send(queues, chosen, background=background)
            in_transaction(engine, partial(_mark_sent, numbers=chosen), idempotent=True)
        except (DatabaseUnavailable, QueueUnavailable) as error:
            log.warning("links_not_sent", error=error.detail)
            break
        sent += len(chosen)
    return sent


def _mark_sent(connection: Connection, *, numbers: Sequence[int]) -> None:
    link_dispatch.mark_sent(connection, numbers, now=clock.now())
