"""From fingerprints of pictures to their rows."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from fovea import metrics
from fovea.database import fingerprints
from fovea.database.engine import in_transaction
from fovea.messages import Fingerprint, Fingerprints
from fovea.queues import Received


def write(engine: Engine, received: Sequence[Received]) -> None:
    """Write the fingerprints among these messages in one transaction. What is written already changes
    nothing, nor do fingerprints of posts that there are not. Raises `DatabaseUnavailable`.
    """
    made: list[Fingerprint] = []
    for one in received:
        if isinstance(one.message, Fingerprints):
            made += one.message.fingerprints
    if not made:
        return

    def write_all(connection: Connection) -> int:
        return fingerprints.write(connection, made)

    metrics.count("fingerprints_written", in_transaction(engine, write_all, idempotent=True))
