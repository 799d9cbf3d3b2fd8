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

    No more than about `most_sent` are on their way at once, so that no queue grows long; and none of the
    background go before those whose turn has come, or whoever waits would wait as long as new ones come. What
    does not go now goes later: this never raises for want of a queue or of the database.
    """
    sent = 0
    if not fresh:
        return sent
    try:
        with read(engine) as connection:
            room = link_dispatch.room(connection, most_sent=most_sent)
            is_others_turn = link_dispatch.is_any_due(connection, now=clock.now())
        for background, numbers in sorted(fresh.items()):
            most = 0 if background and is_others_turn else room - sent
            chosen, others = list(numbers[:most]), list(numbers[most:])
            if chosen:
                library.send(queues, chosen, background=background)
                sent += len(chosen)
            in_transaction(
                engine, partial(_note, sent=chosen, held=others, background=background), idempotent=True
            )
    except (DatabaseUnavailable, QueueUnavailable) as error:
        log.warning("links_not_sent", error=error.detail)
    return sent


def _note(connection: Connection, *, sent: Sequence[int], held: Sequence[int], background: bool) -> None:
    now = clock.now()
    link_dispatch.mark_sent(connection, sent, now=now, background=background)
    link_dispatch.hold(connection, held, now=now)
