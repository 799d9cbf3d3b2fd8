"""One place where botocore's errors become ours, and are counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from fovea import metrics
from fovea.errors import QueueUnavailable


@contextmanager
def translated(*, queue: str, reading: bool) -> Iterator[None]:
    """Turns any failure of a call to SQS into `QueueUnavailable`, counted as a read or write error."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        count_failure(queue=queue, reading=reading)
        raise QueueUnavailable(f"{queue}: {error}") from error


def count_failure(*, queue: str, reading: bool) -> None:
    """Counts one failed read (or write) of a queue."""
    metrics.count("queue_read_errors" if reading else "queue_write_errors", Queue=queue)
